// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation
import ReadModel
import SQLite
import Testing

@Suite struct DataFolderTests {
    @Test("R29: a data folder has one daemon at a time")
    func locked() throws {
        let parent = try TemporaryFolder()
        let path = parent.path + "/data"
        var first: DataFolder? = try DataFolder(path: path)
        #expect(first?.path == path)
        let error = #expect(throws: ReadModelError.self) { try DataFolder(path: path) }
        #expect(error?.code == .folderInUse)
        #expect(error?.hint.isEmpty == false)
        first = nil
        _ = try DataFolder(path: path)
    }

    @Test func `a folder that cannot be made is an error of the system's`() throws {
        let error = #expect(throws: ReadModelError.self) { try DataFolder(path: "/proc/none/data") }
        #expect(error?.code == .file)
    }

    @Test("R29: removing a generation removes its -wal and -shm too, and nothing else")
    func removal() throws {
        let parent = try TemporaryFolder()
        let folder = try DataFolder(path: parent.path + "/data")
        for number in [1, 2] {
            for suffix in ["", "-wal", "-shm"] {
                try DurableFile.replace(folder.generationPath("shop", number) + suffix, with: "x")
            }
        }
        try folder.removeGeneration("shop", 1)
        try folder.removeGeneration("shop", 1)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                == ["shop.g2.sqlite", "shop.g2.sqlite-shm", "shop.g2.sqlite-wal"])
    }

    @Test("R29: the pointer is replaced as one step, and no number comes twice")
    func pointer() throws {
        let parent = try TemporaryFolder()
        let path = parent.path + "/shop.generation"
        #expect(try GenerationPointer(path: path) == GenerationPointer())
        #expect(GenerationPointer().next == 1)
        var pointer = GenerationPointer()
        pointer.live = 3
        pointer.building = 4
        pointer.next = 5
        try pointer.write(to: path)
        #expect(try GenerationPointer(path: path) == pointer)
        #expect(try DurableFile.read(path) == "live 3\nbuilding 4\nnext 5\n")
        // A reader that has the file open keeps the old text, and no other file stays behind.
        let old = try #require(FileHandle(forReadingAtPath: path))
        pointer.live = 4
        pointer.building = nil
        try pointer.write(to: path)
        #expect(try old.readToEnd() == Data("live 3\nbuilding 4\nnext 5\n".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["shop.generation"])
        try DurableFile.replace(path, with: "live 7\nnext 2\n")
        #expect(try GenerationPointer(path: path).next == 8)
        pointer.previous = 9
        try pointer.write(to: path)
        #expect(try DurableFile.read(path) == "live 4\nprevious 9\nnext 5\n")
        #expect(try GenerationPointer(path: path).previous == 9)
        #expect(try GenerationPointer(path: path).next == 10)
    }

    @Test(
        "R29: a damaged pointer is refused: read as an empty one, it would let numbers be used again",
        arguments: [
            "", "garbage\n", "live x\nnext 2\n", "live 1\n", "next 0\n", "live 3 4\nnext 5\n", "live -1\nnext 2\n",
        ])
    func damagedPointer(text: String) throws {
        let parent = try TemporaryFolder()
        let path = parent.path + "/shop.generation"
        try DurableFile.replace(path, with: text)
        let error = #expect(throws: ReadModelError.self) { try GenerationPointer(path: path) }
        #expect(error?.code == .notOurs)
    }
}
