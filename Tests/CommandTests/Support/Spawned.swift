// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import Testing

/// The built binary, running.
final class Spawned {
    let output = Output()
    let errors = Output()
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)

    /// The binary: named by the environment, else beside the tests' own bundle.
    static let binary: URL = {
        if let path = ProcessInfo.processInfo.environment["PROJECTORD_BINARY"] { return URL(filePath: path) }
        return Repository.root.appending(path: ".build/debug/projectord")
    }()

    /// Starts it; no settings of this process's environment reach it.
    init(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws {
        process.executableURL = Self.binary
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ["PATH": "/usr/bin:/bin", "TMPDIR": folder.path].merging(environment) { $1 }
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = Self.pipe(to: output)
        process.standardError = Self.pipe(to: errors)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// How it ended, a signal as its negative number; nil if it has not in time.
    func status(seconds: Double = 20) -> Int32? {
        guard ended.wait(timeout: .now() + seconds) == .success else { return nil }
        ended.signal()
        return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    private static func pipe(to output: Output) -> Pipe {
        let pipe = Pipe()
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { handle.readabilityHandler = nil } else { output.append(data) }
        }
        return pipe
    }
}
