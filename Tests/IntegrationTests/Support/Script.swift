// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// One run of a script to its end.
struct Script {
    let status: Int32
    let output: String

    /// Runs it with what is said on both outputs gathered in a file: a pipe would stay open in the broker it starts.
    init(_ path: String, _ arguments: [String], without variables: Set<String> = []) throws {
        let folder = try TestFolder()
        try folder.write("output", "")
        let file = try FileHandle(forWritingTo: URL(filePath: folder.path + "/output"))
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !variables.contains($0.key) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file
        process.standardError = file
        try process.run()
        process.waitUntilExit()
        try file.close()
        status = process.terminationStatus
        output = folder.text("output")
    }
}
