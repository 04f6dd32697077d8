// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import SQLite
import Testing

/// What is to be done about the errors of SQLite and of the system.
struct FaultKindTests {
    @Test(
        "each error is of one kind",
        arguments: [
            (13, 0, SQLiteError.Kind.full), (4_874, 0, .full), (778, ENOSPC, .full), (14, EDQUOT, .full),
            (1_034, EIO, .unsynced), (1_290, 0, .unsynced), (266, EIO, .io), (14, ENOENT, .io), (11, 0, .corrupt),
            (26, 0, .corrupt), (5, 0, .busy), (1, 0, .other),
        ])
    func sqlite(code: Int32, number: Int32, kind: SQLiteError.Kind) {
        #expect(SQLiteError(code: code, message: "", systemNumber: number).kind == kind)
    }

    @Test("a file error is of the same kinds")
    func files() {
        #expect(FileError(path: "x", operation: "sync", number: EIO).kind == .unsynced)
        #expect(FileError(path: "x", operation: "sync", number: ENOSPC).kind == .full)
        #expect(FileError(path: "x", operation: "write", number: EDQUOT).kind == .full)
        #expect(FileError(path: "x", operation: "open", number: EACCES).kind == .io)
    }

    @Test("room beside a file is tried by taking it, and nothing stays")
    func room() throws {
        let folder = NSTemporaryDirectory() + "room-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(DurableFile.hasRoom(besides: folder + "/x", bytes: 4_096))
        #expect(!DurableFile.hasRoom(besides: folder + "/x", bytes: .max))
        #expect(!DurableFile.hasRoom(besides: folder + "/none/x", bytes: 1))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
    }
}
