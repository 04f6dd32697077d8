// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Events
import Foundation
import Testing

/// Random arrays, read by the decoder and by Foundation.
struct ArrayFuzzTests {
    /// A random value as JSON text, with spaces here and there.
    private static func value(depth: Int, _ numbers: inout SeededNumbers) -> String {
        let space = ["", "", " ", "\n\t"].randomElement(using: &numbers) ?? ""
        let kind = Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &numbers)
        let text: String
        switch kind {
        case 0: text = "null"
        case 1: text = "\(Int.random(in: -1_000...1_000, using: &numbers))"
        case 2: text = "\(Int.random(in: -(1 << 53)...1 << 53, using: &numbers))"
        case 3: text = "\"\""
        case 4: text = "\"a \\\"b\\\" \\u00e9 \u{1F600} ],}{[:\""
        case 5: text = "\"\(Int.random(in: 0...99, using: &numbers))\""
        case 6: text = array(depth: depth - 1, &numbers)
        default:
            let count = Int.random(in: 0...4, using: &numbers)
            let names = ["a", "b", "c", "d", "\\u0065", "long name"].shuffled(using: &numbers).prefix(count)
            text = "{" + names.map { "\"\($0)\":\(value(depth: depth - 1, &numbers))" }.joined(separator: ",") + "}"
        }
        return space + text + space
    }

    private static func array(depth: Int, _ numbers: inout SeededNumbers) -> String {
        let count = Int.random(in: 0...5, using: &numbers)
        return "[" + (0..<count).map { _ in value(depth: depth, &numbers) }.joined(separator: ",") + "]"
    }

    /// The value at a path, as Foundation has it; nil if there is none.
    private static func find(_ path: EventPath, in value: Any) -> Any? {
        var value = value
        for step in path.steps {
            switch step {
            case .field(let name):
                guard let next = (value as? [String: Any])?[name] else { return nil }
                value = next
            case .element(let index):
                guard let list = value as? [Any], index < list.count else { return nil }
                value = list[index]
            }
        }
        return value is NSNull ? nil : value
    }

    /// Whether a cell is what Foundation found.
    private static func agrees(_ cell: Reading, _ value: Any?, _ type: ValueType) throws -> Bool {
        guard let value else { return cell == .null }
        if type == .json {
            guard case .value(.text(let text)) = cell else { return false }
            let read = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            return ([read] as NSArray).isEqual([value] as NSArray)
        }
        if let text = value as? String { return type == .text ? cell == .text(text) : cell.fault == .wrongType }
        if let number = value as? Int { return type == .integer ? cell == .integer(Int64(number)) : cell.fault != nil }
        return cell.fault == .wrongType
    }

    @Test("random arrays are read as Foundation reads them")
    func random() throws {
        let seed = UInt64.random(in: 1..<1_000_000)
        print("seed \(seed)")
        var numbers = SeededNumbers(state: seed)
        let fields: [(String, ValueType)] = [
            ("$", .json), ("$", .integer), ("$.a", .text), ("$.a", .integer), ("$.b.c", .text), ("$.e[1]", .json),
            ("$.\"long name\"", .json), ("$[0]", .json), ("$[2].a", .integer),
        ]
        let paths = try fields.map { try EventPath(parsing: $0.0) }
        let slots = zip(paths, fields).map { DecodePlan.Slot(origin: .each($0), type: $1.1) }
        let readings = try ["$.l", "$.m.n"].map {
            DecodePlan.ArrayReading(path: try EventPath(parsing: $0), slots: slots)
        }
        let decoder = RecordDecoder(
            plan: DecodePlan(
                source: 0,
                shapes: [DecodePlan.Shape(eventType: nil, slots: [try slot("$.id", .integer)], arrays: readings)]))
        var elements = 0
        for round in 0..<2_000 {
            let document =
                "{\"x\":\(Self.value(depth: 2, &numbers)),\"l\":\(Self.array(depth: 3, &numbers)),\"id\":\(round),"
                + "\"m\":{\"n\":\(Self.array(depth: 2, &numbers))}}"
            let root = try JSONSerialization.jsonObject(with: Data(document.utf8))
            let cells = decoder.decode(document).cells
            var next = 1
            for reading in readings {
                let list = try #require(Self.find(reading.path, in: root) as? [Any])
                try #require(cells[next] == .integer(Int64(list.count)), "seed \(seed): \(document)")
                next += 1
                for element in list {
                    for (path, field) in zip(paths, fields) {
                        let found = Self.find(path, in: element)
                        let isRight = try Self.agrees(cells[next], found, field.1)
                        try #require(isRight, "seed \(seed): \(field) of \(element) is \(cells[next])")
                        next += 1
                    }
                    elements += 1
                }
            }
            #expect(cells.count == next, "seed \(seed)")
        }
        #expect(elements > 4_000)
    }
}
