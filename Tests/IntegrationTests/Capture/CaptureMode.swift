// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Testing

/// How Debezium is set to write values, and what a source must say of it.
struct CaptureMode: Sendable, CustomTestStringConvertible {
    /// The name of the setting.
    var testDescription: String
    var hasSchemas = false
    /// Debezium's and the converter's settings.
    var settings: [String: String]
    /// What the projection's source says.
    var options: String
    /// Numbers to a second of time(6) and time(3).
    var timePerSecond: (micro: Int, milli: Int)
    /// What is left of a timestamp.
    var cut = "microseconds"
    /// Whether a timestamp's unit is known; where it is not, those that could be either stop the projection.
    var hasUnits = true
    /// Whether years far from now come through; as nanoseconds in 64 bits they are NULL.
    var hasFarYears = true

    /// The connector's settings.
    var connector: [String: String] {
        settings.merging([
            "key.converter.schemas.enable": String(hasSchemas), "value.converter.schemas.enable": String(hasSchemas),
        ]) { $1 }
    }

    static let all = [
        CaptureMode(
            testDescription: "with schemas, precise and adaptive", hasSchemas: true, settings: [:], options: "",
            timePerSecond: (1_000_000, 1_000)),
        CaptureMode(
            testDescription: "without schemas, precise and adaptive", settings: [:],
            options: ", decimals: base64, times: adaptive", timePerSecond: (1_000_000, 1_000), hasUnits: false),
        CaptureMode(
            testDescription: "without schemas, strings and Connect's times",
            settings: ["decimal.handling.mode": "string", "time.precision.mode": "connect"],
            options: ", decimals: text, times: connect", timePerSecond: (1_000, 1_000), cut: "milliseconds"),
        CaptureMode(
            testDescription: "with schemas, strings and Connect's times", hasSchemas: true,
            settings: ["decimal.handling.mode": "string", "time.precision.mode": "connect"], options: "",
            timePerSecond: (1_000, 1_000), cut: "milliseconds"),
        CaptureMode(
            testDescription: "without schemas, doubles and microseconds",
            settings: ["decimal.handling.mode": "double", "time.precision.mode": "microseconds"],
            options: ", decimals: number, times: micros", timePerSecond: (1_000_000, 1_000_000)),
        CaptureMode(
            testDescription: "without schemas, doubles and nanoseconds",
            settings: ["decimal.handling.mode": "double", "time.precision.mode": "nanoseconds"],
            options: ", decimals: number, times: nanos", timePerSecond: (1_000_000_000, 1_000_000_000),
            hasFarYears: false),
        CaptureMode(
            testDescription: "with schemas, numbers and nanoseconds", hasSchemas: true,
            settings: ["value.converter.decimal.format": "NUMERIC", "time.precision.mode": "nanoseconds"],
            options: "", timePerSecond: (1_000_000_000, 1_000_000_000), hasFarYears: false),
    ]
}
