// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// A file system of its own with little room, in memory; only root can make one.
final class SmallDisk {
    static var canBeMade: Bool { geteuid() == 0 }

    private let path: String

    /// Mounts it over a folder.
    init(at path: String, megabytes: Int) throws {
        self.path = path
        let mounted = try Script("/bin/mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "projectord-test", path])
        try check(mounted.status == 0, mounted.output)
    }

    deinit { _ = try? Script("/bin/umount", ["--lazy", path]) }

    private var ballast: String { path + "/ballast" }

    /// Takes all the room that is left.
    func fill() throws {
        let file = unsafe open(ballast, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        try check(file >= 0, "no ballast")
        defer { close(file) }
        for size in [1_048_576, 4_096] {
            let bytes = [UInt8](repeating: 1, count: size)
            while unsafe bytes.withUnsafeBytes({ unsafe write(file, $0.baseAddress, size) }) > 0 {}
        }
    }

    /// Takes all but so much.
    func fill(butKilobytes kilobytes: Int) throws {
        try fill()
        let file = unsafe open(ballast, O_WRONLY)
        defer { close(file) }
        let size = lseek(file, 0, SEEK_END)
        try check(file >= 0 && ftruncate(file, size - off_t(kilobytes) * 1_024) == 0, "the ballast is too small")
    }

    /// Gives it back.
    func free() { _ = unsafe unlink(ballast) }
}
