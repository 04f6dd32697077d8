// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// Records of every source of `MutantProjection` as a sound producer sends them.
///
/// Keys move on with the records, so that a key that is held makes few of the later ones wait.
package struct ValidRecords: Sendable {
    /// How many keys of a source are in use at a time.
    private static let keysAtOnce = 12
    /// Of how many records a key is used by the first.
    private static let recordsAKey = 2

    private var numbers: SeededNumbers
    private var count = 0
    private let rows: [DebeziumSample]
    private let operations: [DebeziumSample]

    package init(seed: UInt64) throws {
        numbers = SeededNumbers(seed: seed)
        rows = try DebeziumSample.all("types-").filter { $0.isReadable } + DebeziumSample.all("toast")
        operations = try ["ops", "message", "heartbeat", "transaction", "no-key"].flatMap { try DebeziumSample.all($0) }
    }

    /// The next record, of any source.
    package mutating func next() -> Mutant {
        count += 1
        switch numbers.below(6) {
        case 0, 1: return order()
        case 2: return numbers.chance(in: 2) ? click() : plain()
        case 3: return numbers.pick(rows).record(source: 2, id: id())
        case 4: return operation()
        default: return ticket()
        }
    }

    private mutating func id() -> Int {
        count / (Self.recordsAKey * MutantProjection.topics.count) + numbers.below(Self.keysAtOnce)
    }

    private mutating func time() -> String {
        let (month, day) = (1 + numbers.below(12), 10 + numbers.below(18))
        return "\"2026-\(month < 10 ? "0" : "")\(month)-\(day)T10:00:0\(numbers.below(10)).5+02:00\""
    }

    /// A change; few of those that empty the table.
    private mutating func operation() -> Mutant {
        let sample = numbers.pick(operations)
        if sample.isTruncate, !numbers.chance(in: 100) { return operation() }
        return sample.record(source: 3, id: id())
    }

    private mutating func order() -> Mutant {
        let id = id()
        let type = numbers.pick([
            "OrderPlaced", "OrderPlaced", "ItemAdded", "OrderPaid", "OrderAmended", "ItemsReturned", "OrderErased",
            "Other",
        ])
        let items = (0..<numbers.below(4)).map { _ in
            "{\"sku\":\"s\(numbers.below(5))\",\"quantity\":\(numbers.below(9)),\"price\":\(numbers.below(99)).50}"
        }
        let value =
            "{\"version\":\(count),\"at\":\(time()),\"day\":\"2026-05-\(10 + numbers.below(20))\","
            + "\"\(numbers.pick(["customer", "cust"]))\":{\"id\":\(numbers.below(100))},"
            + "\"total\":\"\(numbers.below(999)).25\","
            + "\"items\":[\(items.joined(separator: ","))],\"price\":1.25,\"quantity\":2,\"note\":{\"n\":[1,null]}}"
        // Now and then the id of an event before.
        let event = numbers.chance(in: 20) ? count - numbers.below(30) : count
        let isErased = numbers.chance(in: 60)
        return Mutant(
            source: 0, key: numbers.chance(in: 3) ? "\"o\(id)\"" : "o\(id)", value: isErased ? nil : value,
            headers: [Mutant.Header("eventType", type), Mutant.Header("eventId", "e\(event)")])
    }

    private mutating func click() -> Mutant {
        let value =
            "{\"page\":\"/\(numbers.below(40))\",\"code\":\(numbers.pick([200, 404])),\"at\":\(time()),"
            + "\"word\":\"w\(count)\","
            + "\"seconds\":\(numbers.below(100)).125,\"raw\":\"AAEC\"}"
        return Mutant(source: 1, key: numbers.chance(in: 4) ? nil : "u\(id())", value: value)
    }

    private mutating func plain() -> Mutant {
        let value =
            "{\"a\":\(count),\"b\":\(numbers.below(9))e3,\"c\":\"t\\u00e9\",\"d\":true,\"e\":\"0.000000000000000001\","
            + "\"f\":\(time()),\"g\":\"2026-02-28\",\"h\":[{\"a\":1}],\"i\":\"//8=\","
            + "\"x\":{\"y\":[0,1,{\"z\":\"deep\"}]}}"
        let wrapped = "{\"schema\":{\"type\":\"struct\",\"fields\":[]},\"payload\":\(value)}"
        return Mutant(
            source: 5, key: "{\"shop\":\(id()),\"day\":\"2026-05-01\"}",
            value: numbers.chance(in: 30) ? nil : numbers.chance(in: 4) ? wrapped : value)
    }

    private mutating func ticket() -> Mutant {
        let type = numbers.pick(["ticket.opened", "ticket.closed", "ticket.lost"])
        let data = "{\"size\":\(numbers.below(1_000))}"
        let key = "t\(id())"
        if numbers.chance(in: 2) {
            let value =
                "{\"specversion\":\"1.0\",\"id\":\"c\(count)\",\"source\":\"/x\",\"type\":\"\(type)\","
                + "\"time\":\(time()),\"subject\":\"s\",\"data\":\(data)}"
            return Mutant(
                source: 4, key: key, value: value,
                headers: [Mutant.Header("content-type", "application/cloudevents+json; charset=UTF-8")])
        }
        let moment = String(time().dropFirst().dropLast())
        return Mutant(
            source: 4, key: key, value: data,
            headers: [
                Mutant.Header("ce_specversion", "1.0"), Mutant.Header("ce_id", "c\(count)"),
                Mutant.Header("ce_type", type),
                Mutant.Header("ce_time", moment), Mutant.Header("ce_subject", "s"),
                Mutant.Header("content-type", "application/json"),
            ])
    }
}
