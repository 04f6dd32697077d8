// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// An amount with two fraction digits, kept exactly; in JSON it is a string such as `"12.50"`.
public struct Money: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The largest amount that a request may name, in cents; sums of all that one order can hold stay far within 64
    /// bits.
    static let centsMax: Int64 = 100_000_000

    /// The amount in hundredths.
    public var cents: Int64

    /// Makes an amount of hundredths.
    public init(cents: Int64) {
        self.cents = cents
    }

    /// Reads `12`, `12.5` or `12.50`, up to a million; nil if it is not of that form.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Self.number(parts[0]) else { return nil }
        var fraction: Int64 = 0
        if parts.count == 2 {
            guard parts[1].count <= 2, let digits = Self.number(parts[1]) else { return nil }
            fraction = parts[1].count == 1 ? digits * 10 : digits
        }
        cents = whole * 100 + fraction
        guard cents <= Self.centsMax else { return nil }
    }

    /// Reads the string form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let amount = Money(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "an amount is a string like \"12.50\", at most 1000000.00")
        }
        self = amount
    }

    /// Writes the string form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// The amount with two digits.
    public var description: String {
        let fraction = cents.magnitude % 100
        return "\(cents < 0 ? "-" : "")\(cents.magnitude / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }

    private static func number(_ digits: Substring.UTF8View) -> Int64? {
        guard (1...7).contains(digits.count) else { return nil }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
