// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// One run of a script to its end.
struct Script {
    let status: Int32
    let output: String

    /// How long one may take, in seconds.
    private static let timeoutS = 120.0

    /// Runs it; what it leaves running keeps what it inherited, so the end is told by a file, not a pipe.
    init(_ path: String, _ arguments: [String], without variables: Set<String> = []) throws {
        let folder = try TestFolder()
        let line = #"out=$1; shift; "$@" >"$out/output" 2>&1; echo $? >"$out/code"; mv "$out/code" "$out/status""#
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", line, "bash", folder.path, path] + arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !variables.contains($0.key) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runUnblocked()
        var code: Int32?
        try wait(for: "\(path) \(arguments.first ?? "") ends", seconds: Self.timeoutS) {
            code = Int32(folder.text("status").trimmingCharacters(in: .whitespacesAndNewlines))
            return code != nil
        }
        status = code ?? -1
        output = folder.text("output")
    }
}
