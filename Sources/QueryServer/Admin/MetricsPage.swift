// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Projector
internal import ReadModel

/// The page `/metrics`; meanings and names are as in other Kafka exporters where they exist there.
struct MetricsPage {
    let version: String
    let statuses: [ProjectionStatus]
    let registry: MetricsRegistry

    private typealias Labels = [(String, String)]

    /// The page's text.
    var text: String {
        var out = MetricsText()
        out.metric("build_info", "gauge", "The version of the daemon that runs.")
        out.sample("build_info", [("version", version)], "1")
        projections(&out)
        partitions(&out)
        records(&out)
        builds(&out)
        held(&out)
        views(&out)
        out.metric("http_request_duration_seconds", "histogram", "The time to answer a request.")
        for requests in registry.requests {
            for (status, histogram) in requests.used {
                let labels: Labels = [("query", requests.query), ("status", String(status))]
                out.histogram("http_request_duration_seconds", labels, histogram)
            }
        }
        out.metric("freshness_wait_seconds", "histogram", "The time that requests waited for a token to be applied.")
        for waits in registry.waits {
            let labels: Labels = [("projection", waits.projection), ("result", waits.result)]
            out.histogram("freshness_wait_seconds", labels, waits.histogram)
        }
        return out.text
    }

    /// The generation that a projection's figures are of: the live one, or the first build.
    private var shown: [(name: String, status: ProjectionStatus.GenerationStatus)] {
        statuses.compactMap { status in (status.live ?? status.building).map { (name: status.name, status: $0) } }
    }

    private func projections(_ out: inout MetricsText) {
        let states = ["starting", "waiting", "running"] + StopCause.Code.allCases.map(\.rawValue)
        out.metric("projection_state", "gauge", "1 for the state in which the projection is.")
        for (name, status) in shown {
            for state in states {
                let labels: Labels = [("projection", name), ("state", state)]
                out.sample("projection_state", labels, status.state.name == state ? "1" : "0")
            }
        }
        out.metric("lag_seconds", "gauge", "How far the read model is behind the log; absent while that is not known.")
        for (name, status) in shown {
            guard let lag = status.lag else { continue }
            let seconds = Double(Attempt.milliseconds(lag)) / 1_000
            out.sample("lag_seconds", [("projection", name)], String(seconds))
        }
        out.metric("wal_bytes", "gauge", "The size of the write-ahead log of the generation's file.")
        for (name, status) in shown { out.sample("wal_bytes", [("projection", name)], String(status.logBytes)) }
        out.metric("stalls_total", "counter", "How often reading was begun anew because nothing came.")
        for (name, status) in shown { out.sample("stalls_total", [("projection", name)], String(status.stalls)) }
        out.metric("kafka_clients_abandoned_total", "counter", "Kafka clients given up because they hung on closing.")
        out.sample("kafka_clients_abandoned_total", [], String(Projector.abandonedClients))
    }

    private func builds(_ out: inout MetricsText) {
        let gauges: [(name: String, help: String, value: (BuildFigures) -> String?)] = [
            ("build_records", "Offsets from where the build began to the log's end.", { $0.total.map { String($0) } }),
            ("build_records_done", "Offsets that the build has worked off.", { String($0.done) }),
            ("build_records_per_second", "How fast the build goes.", { $0.rate.map { String($0) } }),
            ("build_left_seconds", "About how long the build still takes.", { $0.leftSeconds.map { String($0) } }),
        ]
        for gauge in gauges {
            out.metric(gauge.name, "gauge", gauge.help)
            for status in statuses {
                guard let build = status.build, let value = gauge.value(build.figures) else { continue }
                out.sample(gauge.name, [("projection", status.name)], value)
            }
        }
    }

    private func held(_ out: inout MetricsText) {
        out.metric("held_keys", "gauge", "The record keys that are held, one without a key for each record.")
        for (name, status) in shown { out.sample("held_keys", [("projection", name)], String(status.heldKeys)) }
        out.metric("held_records", "gauge", "The records that are held, with those that wait behind a held one.")
        for (name, status) in shown { out.sample("held_records", [("projection", name)], String(status.heldRecords)) }
    }

    private func views(_ out: inout MetricsText) {
        let figures: [(name: String, kind: String, help: String, value: (ViewBoard.Status) -> String)] = [
            ("view_failed", "gauge", "1 for a view that is not kept any more.", { $0.failure == nil ? "0" : "1" }),
            ("view_delta_rows_total", "counter", "Changed rows that views were told of.", { String($0.deltaRows) }),
            ("view_rows_written_total", "counter", "Rows that views stored or removed.", { String($0.rowsWritten) }),
            (
                "view_keys_recomputed_total", "counter", "Keys and groups that views computed again.",
                { String($0.keysRecomputed) }
            ),
            (
                "view_largest_fan_out_rows", "gauge", "The most rows of a view that one transaction touched.",
                { String($0.largestFanOut) }
            ),
            (
                "view_seconds_total", "counter", "The time that views took in transactions.",
                { String(Double($0.nanoseconds) / 1e9) }
            ),
        ]
        for figure in figures {
            out.metric(figure.name, figure.kind, figure.help)
            for (name, status) in shown {
                for view in status.views {
                    out.sample(figure.name, [("projection", name), ("view", view.name)], figure.value(view))
                }
            }
        }
    }

    private func partitions(_ out: inout MetricsText) {
        let gauges: [(name: String, help: String, value: (PartitionProgress) -> Int64?)] = [
            ("consumer_lag_records", "Offsets between what is applied and the end of the log.", { $0.lagRecords }),
            ("log_start_offset", "The first offset of the log.", { $0.logStart }),
            ("log_end_offset", "The end of the log for readers of committed records.", { $0.logEnd }),
            ("position_offset", "The offset up to which the log is worked off.", { $0.done }),
        ]
        transactions(&out)
        for gauge in gauges {
            out.metric(gauge.name, "gauge", gauge.help)
            for (name, status) in shown {
                for partition in status.partitions {
                    guard let value = gauge.value(partition) else { continue }
                    out.sample(gauge.name, Self.labels(name, partition), String(value))
                }
            }
        }
    }

    private func transactions(_ out: inout MetricsText) {
        out.metric("open_transaction_records", "gauge", "Offsets that open transactions hide from readers.")
        for (name, status) in shown {
            for partition in status.partitions where partition.fetchedEnd != nil {
                out.sample(
                    "open_transaction_records", Self.labels(name, partition), String(partition.hiddenRecords))
            }
        }
        out.metric(
            "open_transaction_seconds", "gauge", "How long an open transaction has held the readable end; 0 if none.")
        for (name, status) in shown {
            for partition in status.partitions where partition.fetchedEnd != nil {
                let age = partition.hiddenSince.map { Attempt.milliseconds(ContinuousClock.now - $0) } ?? 0
                out.sample(
                    "open_transaction_seconds", Self.labels(name, partition), String(Double(age) / 1_000))
            }
        }
    }

    private func records(_ out: inout MetricsText) {
        out.metric("records_total", "counter", "The records of the generation by what became of them.")
        for (name, status) in shown {
            for partition in status.partitions {
                let accounting = partition.position.accounting
                let outcomes = [
                    ("applied", accounting.applied), ("held", accounting.held), ("skipped", accounting.skipped),
                ]
                let labels = Self.labels(name, partition)
                for (outcome, count) in outcomes {
                    out.sample("records_total", labels + [("outcome", outcome)], String(count))
                }
                for (reason, count) in accounting.ignoredByReason {
                    let reasoned = labels + [("outcome", "ignored"), ("reason", reason)]
                    out.sample("records_total", reasoned, String(count))
                }
            }
        }
    }

    private static func labels(_ name: String, _ partition: PartitionProgress) -> Labels {
        [
            ("projection", name), ("topic", partition.position.topic),
            ("partition", String(partition.position.partition)),
        ]
    }
}
