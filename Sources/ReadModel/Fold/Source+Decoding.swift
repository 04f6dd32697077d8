// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events

extension Source {
    /// How the source's values are decoded.
    var decoding: DecodePlan.Format {
        switch format {
        case .json: .json
        case .cloudevents: .cloudEvents
        case .debezium: .debezium(DebeziumReading(decimals: decimals?.reading, times: times?.reading))
        }
    }
}

extension Source.DecimalEncoding {
    fileprivate var reading: DebeziumReading.Decimals {
        switch self {
        case .text: .text
        case .base64: .base64
        case .number: .number
        }
    }
}

extension Source.TimeEncoding {
    fileprivate var reading: DebeziumReading.Times {
        switch self {
        case .adaptive: .adaptive
        case .connect: .connect
        case .micros: .micros
        case .nanos: .nanos
        }
    }
}
