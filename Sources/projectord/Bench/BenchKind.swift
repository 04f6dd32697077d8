// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// One kind of topic that the benchmarks measure.
enum BenchKind: String, CaseIterable {
    /// Whole rows, each key once, in the order in which a snapshot sends them.
    case replica
    /// Account movements over 100,000 keys.
    case fold
    /// Account movements over 100 keys.
    case hot
    /// Account movements over 1,000,000 keys.
    case wide
    /// Orders of 4 lines each, over 100,000 keys.
    case lines
    /// The rows of `replica` as Debezium sends them, without a schema.
    case change
    /// The rows of `replica` as Debezium sends them, each with its schema.
    case changeWithSchema = "change-schema"
    /// 100,000 movements that cannot be applied, then those of `fold`.
    case held
    /// Customers, orders and payments, for the order page's view.
    case page

    /// The events of `held` that cannot be applied.
    static let heldCount = 100_000

    var topic: String { "bench.\(rawValue)" }

    /// Whether events are whole rows, each key once.
    var isReplica: Bool { [.replica, .change, .changeWithSchema].contains(self) }

    /// The number of the first event that is a change of rows which are there.
    var firstChange: Int { self == .page ? BenchPage.firstEvents : 0 }

    /// The kinds that are measured unless one is named.
    static let usual: [BenchKind] = [.replica, .fold, .hot]

    /// The key and value of an event.
    func event(_ number: Int, of events: Int, random: inout SplitMix) -> (key: String, value: String) {
        switch self {
        case .replica: BenchEvents.row(number)
        case .fold: BenchEvents.movement(number, keys: 100_000, random: &random)
        case .hot: BenchEvents.movement(number, keys: 100, random: &random)
        case .wide: BenchEvents.movement(number, keys: 1_000_000, random: &random)
        case .lines: BenchEvents.order(number, keys: 100_000, random: &random)
        case .change: BenchChanges.bare(number)
        case .changeWithSchema: BenchChanges.withSchema(number)
        case .page: BenchPage.event(number, random: &random)
        case .held:
            number < BenchKind.heldCount
                ? BenchEvents.unfit(number) : BenchEvents.movement(number, keys: 100_000, random: &random)
        }
    }
}
