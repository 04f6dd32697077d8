// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import HTTPServer
internal import Projector
internal import ReadModel
internal import SQLite

/// One try to answer a call, from one snapshot: token, position and rows belong together (R32).
struct Attempt {
    /// How much a query may do.
    enum Budget {
        /// What an event thread may spend, so that others are not kept waiting.
        case quick
        /// What the slow pool may spend.
        case slow
    }

    /// How it went.
    enum Outcome {
        case answer(Response)
        /// The query did more than its budget.
        case exceeded
        /// Some places of the token are not done.
        case unmet([UnmetPlace])
    }

    /// The steps of SQLite's machine that a query may do on an event thread.
    ///
    /// 20 rows by an index take some 600; 50,000 take about half a millisecond, which others can wait for.
    static let quickSteps = 50_000
    /// How long a query may run in the slow pool, in milliseconds.
    static let slowMs = 2_000

    let call: Call
    let budget: Budget
    /// Whether conditions that are not met are told instead of refused.
    var acceptsUnmet = false
    let log: @Sendable (String) -> Void

    func run() -> Outcome {
        do {
            let served = try call.projection.current()
            return try served.withSnapshot { reader, marks in try answer(served, reader, marks) }
        } catch {
            return .answer(response(to: error))
        }
    }

    private func answer(_ served: ServedGeneration, _ reader: ModelReader, _ marks: SnapshotMarks) throws -> Outcome {
        let lagMs = served.board.lag.map(Attempt.milliseconds)
        var headers = AnswerHeaders(call, lagMs: lagMs)
        var unmet: [String] = []
        if call.freshness.isConditional {
            let places = marks.unmet(call.freshness.places).filter {
                $0.lastDone != nil || !call.projection.isOutgrown($0.place.topic, in: served)
            }
            if !places.isEmpty, call.projection.label != nil {
                guard call.freshness.isLenient else { throw Problem(past: call.projection, lacks: places) }
            } else if !places.isEmpty, !acceptsUnmet {
                return .unmet(places)
            }
            unmet = places.map(\.text)
            for (place, problem) in try notApplied(reader, besides: places) {
                guard call.freshness.isLenient else { throw problem }
                unmet.append("\(place) \(problem.kind == .recordHeld ? "held" : "skipped")")
            }
            if let problem = tooFarBehind(lagMs) {
                guard call.freshness.isLenient else { throw problem }
                unmet.append("lag at " + (lagMs.map { DecimalText.string(Int64($0), scale: 3) } ?? "unknown"))
            }
        }
        headers.unmet = unmet
        switch call.question {
        case .wait:
            headers.position = marks.header(0, of: served)
            return .answer(Response(status: 204, headers: headers.fields()))
        case .position:
            headers.position = marks.header(0, of: served)
            return .answer(Response(headers: headers.fields(), body: position(served, marks, lagMs)))
        case .rows(let rows):
            let rows = try rows.asked(of: served)
            if let failed = served.board.views.failure(of: rows.plan.query.views) {
                throw Problem(failed: failed.view, failed.cause, call.projection.name)
            }
            headers.position = marks.header(rows.plan.sourceSet, of: served)
            return try run(rows, reader, headers)
        }
    }

    private func run(_ rows: Call.Rows, _ reader: ModelReader, _ headers: AnswerHeaders) throws -> Outcome {
        switch budget {
        case .quick: reader.allow(steps: Attempt.quickSteps, until: nil)
        case .slow: reader.allow(steps: .max, until: .now + .milliseconds(Attempt.slowMs))
        }
        do {
            let result = try rows.plan.run(reader, rows.values, limit: rows.limit)
            var headers = headers
            headers.sqlNs = result.sqlNs
            headers.encodeNs = result.encodeNs
            return .answer(Response(headers: headers.fields(), body: result.body))
        } catch {
            switch error.kind {
            case .interrupted: return .exceeded
            case .io, .corrupt, .busy, .full: throw error
            default:
                log("query \(call.projection.name)/\(rows.plan.query.name) failed: \(error)")
                throw Problem(.queryFailed, "the query cannot be evaluated for these parameters")
            }
        }
    }

    private func tooFarBehind(_ lagMs: Int?) -> Problem? {
        guard let maxLagMs = call.freshness.maxLagMs else { return nil }
        if let lagMs, lagMs <= maxLagMs { return nil }
        let found =
            lagMs.map { "is \(DecimalText.string(Int64($0), scale: 3)) s behind" } ?? "does not know its lag yet"
        let asked = DecimalText.string(Int64(maxLagMs), scale: 3)
        return Problem(.tooFarBehind, "\(call.projection.name) \(found), asked for at most \(asked) s")
    }

    private func position(_ served: ServedGeneration, _ marks: SnapshotMarks, _ lagMs: Int?) -> [UInt8] {
        var buffer = JSONBuffer()
        buffer.raw("{\"position\":")
        marks.write(to: &buffer)
        if let lagMs {
            buffer.raw(",\"lag\":")
            buffer.thousandths(Int64(lagMs))
        }
        buffer.raw(",\"generation\":")
        buffer.integer(Int64(served.generation.file.number))
        buffer.raw(",\"state\":")
        if let past = call.projection.past {
            buffer.raw("\"sealed\",\"as_of\":")
            buffer.string(past.time)
        } else {
            buffer.string(served.board.state.name)
        }
        buffer.raw("}")
        return buffer.bytes
    }

    // MARK: - Problems

    /// The answer to what went wrong, with the position as it is.
    func response(to error: any Error) -> Response {
        guard let problem = error as? Problem else {
            let statement = (error as? SQLiteError)?.sql.map { ", running \($0)" } ?? ""
            log("reading \(call.projection.name): \(error)\(statement)")
            return Problem(.internalError, "the read model cannot be read").response()
        }
        return response(problem)
    }

    /// The answer to a problem, with the position as it is.
    func response(_ problem: Problem) -> Response {
        guard let served = try? call.projection.current() else { return problem.response() }
        var headers = AnswerHeaders(call, lagMs: served.board.lag.map(Attempt.milliseconds))
        let set = if let target = call.target, target.generation === served { target.plan.sourceSet } else { 0 }
        headers.position = (try? served.withSnapshot { $1.header(set, of: served) }) ?? ResponseHeaders()
        return problem.response(headers.state())
    }

    static func milliseconds(_ duration: Duration) -> Int {
        Int(duration.components.seconds) * 1_000 + Int(duration.components.attoseconds / 1_000_000_000_000_000)
    }
}
