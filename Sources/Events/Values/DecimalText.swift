// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Decimals as text (R35).
public enum DecimalText {
    /// Appends `units` of 10^-`scale` with exactly `scale` fraction digits, such as `-0.05`; `scale` is 0 to 18.
    public static func append(_ units: Int64, scale: Int, to bytes: inout [UInt8]) {
        if units < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = units.magnitude
        var count = 0
        // The digits come from the last to the first, and are turned round afterwards.
        repeat {
            if count == scale, scale > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            count += 1
        } while rest > 0 || count <= scale
        bytes[start...].reverse()
    }

    /// The text of `units` of 10^-`scale`.
    public static func string(_ units: Int64, scale: Int) -> String {
        var bytes: [UInt8] = []
        append(units, scale: scale, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
