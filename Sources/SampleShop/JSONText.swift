// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// JSON of requests, answers and events.
enum JSONText {
    /// The value's JSON, with its names in order.
    static func bytes(_ value: some Encodable) throws(ShopError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            throw ShopError(.badRequest, "the value cannot be written as JSON: \(error)")
        }
    }

    /// Reads a request's body.
    static func value<Value: Decodable>(_ type: Value.Type, _ body: [UInt8]) throws(ShopError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch let error as DecodingError {
            throw ShopError(.badRequest, explain(error))
        } catch {
            throw ShopError(.badRequest, "the body is not JSON")
        }
    }

    private static func explain(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "the body is not the JSON that is expected"
                : "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
        @unknown default: "the body is not the JSON that is expected"
        }
    }
}
