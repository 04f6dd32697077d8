// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Glibc

/// Memory of plain values that grows without a second copy of it: the system moves large areas page by page.
///
/// Growing by allocating anew held old and new at once, and touched all of the new.
public enum FlatMemory {
    /// Memory for `count` values, which are not set.
    public static func make<Element: BitwiseCopyable>(_ count: Int) -> UnsafeMutablePointer<Element> {
        unsafe checked(malloc(count * MemoryLayout<Element>.stride), count)
    }

    /// Memory for `count` values of which every bit is 0.
    public static func zeroed<Element: BitwiseCopyable>(_ count: Int) -> UnsafeMutablePointer<Element> {
        unsafe checked(calloc(count, MemoryLayout<Element>.stride), count)
    }

    /// Makes room for `count` values; those that are there may move.
    public static func grow<Element: BitwiseCopyable>(_ memory: inout UnsafeMutablePointer<Element>, to count: Int) {
        unsafe memory = checked(realloc(memory, count * MemoryLayout<Element>.stride), count)
    }

    /// Gives memory back that was made here.
    public static func free<Element: BitwiseCopyable>(_ memory: UnsafeMutablePointer<Element>) {
        unsafe Glibc.free(memory)
    }

    private static func checked<Element: BitwiseCopyable>(
        _ memory: UnsafeMutableRawPointer?, _ count: Int
    ) -> UnsafeMutablePointer<Element> {
        guard let memory = unsafe memory else { preconditionFailure("no memory for \(count) values") }
        return unsafe memory.bindMemory(to: Element.self, capacity: count)
    }
}
