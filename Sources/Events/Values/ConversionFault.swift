// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Why a record or one of its values could not be read.
public enum ConversionFault: UInt8, Error, CaseIterable {
    /// No fault.
    case none = 0
    /// The value is not JSON.
    case notJSON = 1
    /// The value is JSON but no object.
    case notAnObject = 2
    /// The value is of another type than its column.
    case wrongType = 3
    /// The number does not fit 64 bits.
    case outOfRange = 4
    /// The decimal has more fraction digits than its column.
    case tooManyDigits = 5
    /// The text is no timestamp, date, number or base64.
    case malformed = 6
    /// The text is not UTF-8, or holds a NUL.
    case notUTF8 = 7
    /// The record's key is null.
    case keyMissing = 8
    /// The fields of the record's key are not those of the table's key.
    case keyFields = 9
    /// The key is not in canonical form, as `07` for an integer.
    case keyNotCanonical = 10
    /// The event's type is missing or no string.
    case typeMissing = 11
    /// The value is nested too deeply.
    case tooDeep = 12
    /// Neither the record nor its source says how the value is written (R18).
    case encodingMissing = 13
    /// The value is no change of a row as Debezium sends it.
    case notAChange = 14
    /// The record is no event by CloudEvents 1.0.
    case notACloudEvent = 15
    /// The record holds several events of CloudEvents, or is in a format of theirs other than JSON.
    case cloudEventFormat = 16
    /// The event's data is in base64, or no JSON object.
    case cloudEventData = 17
}

extension ConversionFault {
    /// Says, after what was found, why it is no value of `type`: as in `found "abc", which is no decimal(2)`.
    public func explanation(for type: ValueType) -> String {
        switch self {
        case .none: "which is fine"
        case .notJSON: "which is no JSON"
        case .notAnObject: "which is no JSON object"
        case .wrongType, .malformed: "which is no \(type.name)"
        case .outOfRange: "which is out of the range of \(type.name)"
        case .tooManyDigits: "which has more fraction digits than \(type.name)"
        case .notUTF8: "which is not UTF-8 or holds a NUL"
        case .keyMissing: "where a key is needed"
        case .keyFields: "whose fields are not those of the table's key"
        case .keyNotCanonical: "which is not how a key of type \(type.name) is written"
        case .typeMissing: "which has no event type that is a string"
        case .tooDeep: "which is nested too deeply"
        case .encodingMissing:
            "which may be written in several ways: set decimals or times at the source, or send schemas"
        case .notAChange: "which is no change of a row as Debezium sends it (the whole envelope is needed)"
        case .notACloudEvent: "which is no CloudEvent with a specversion of 1.0"
        case .cloudEventFormat: "which is a batch of CloudEvents, or one in a format other than JSON"
        case .cloudEventData: "whose data is in base64 or no JSON object"
        }
    }
}
