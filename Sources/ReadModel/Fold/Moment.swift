// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// A stored timestamp in 60 bits: its year, month, day and so on side by side, so that numbers compare as moments do.
struct Moment {
    /// The bytes of a timestamp's text, `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
    static let textBytes = 27

    /// The number.
    let packed: Int64

    init(packed: Int64) {
        self.packed = packed
    }

    /// Reads a timestamp's text, which the decoder or this file's own rows made.
    @inline(__always)
    init(_ text: UnsafePointer<UInt8>) {
        var packed = unsafe Moment.number(text, 4)
        packed = unsafe packed << 4 | Moment.number(text + 5, 2)
        packed = unsafe packed << 5 | Moment.number(text + 8, 2)
        packed = unsafe packed << 5 | Moment.number(text + 11, 2)
        packed = unsafe packed << 6 | Moment.number(text + 14, 2)
        packed = unsafe packed << 6 | Moment.number(text + 17, 2)
        self.packed = unsafe packed << 20 | Moment.number(text + 20, 6)
    }

    /// Writes the digits into a text that has the other characters already.
    @inline(__always)
    func write(to text: UnsafeMutablePointer<UInt8>) {
        unsafe Moment.put(packed >> 46, text, 4)
        unsafe Moment.put(packed >> 42 & 0xF, text + 5, 2)
        unsafe Moment.put(packed >> 37 & 0x1F, text + 8, 2)
        unsafe Moment.put(packed >> 32 & 0x1F, text + 11, 2)
        unsafe Moment.put(packed >> 26 & 0x3F, text + 14, 2)
        unsafe Moment.put(packed >> 20 & 0x3F, text + 17, 2)
        unsafe Moment.put(packed & 0xF_FFFF, text + 20, 6)
    }

    /// Writes the whole text.
    @inline(__always)
    func writeAll(to text: UnsafeMutablePointer<UInt8>) {
        unsafe write(to: text)
        unsafe text[4] = UInt8(ascii: "-")
        unsafe text[7] = UInt8(ascii: "-")
        unsafe text[10] = UInt8(ascii: "T")
        unsafe text[13] = UInt8(ascii: ":")
        unsafe text[16] = UInt8(ascii: ":")
        unsafe text[19] = UInt8(ascii: ".")
        unsafe text[26] = UInt8(ascii: "Z")
    }

    @inline(__always)
    private static func number(_ text: UnsafePointer<UInt8>, _ digits: Int) -> Int64 {
        var number: Int64 = 0
        for index in 0..<digits { number = unsafe number &* 10 &+ Int64(text[index] & 0xF) }
        return number
    }

    @inline(__always)
    private static func put(_ number: Int64, _ text: UnsafeMutablePointer<UInt8>, _ digits: Int) {
        var rest = UInt32(truncatingIfNeeded: number)
        for index in stride(from: digits - 1, through: 0, by: -1) {
            unsafe text[index] = UInt8(truncatingIfNeeded: rest % 10) | 0x30
            rest /= 10
        }
    }
}
