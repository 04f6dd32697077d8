// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import ReadModel

/// What a pipeline's writer does about held records between deliveries: one part a transaction.
final class HeldTending {
    /// The most held records that are applied in one transaction; deliveries wait meanwhile.
    ///
    /// 10,000 take about 0.2 s.
    static let recordsMax = 10_000

    private let pipeline: Pipeline
    private let writer: ModelWriter
    private var tasks: [(task: HeldTask, answer: @Sendable (Result<HeldTask.Result, HeldRefusal>) -> Void)]

    init(_ pipeline: Pipeline, writer: ModelWriter) {
        self.pipeline = pipeline
        self.writer = writer
        // What was decided, or begun, before the start is done first (R19).
        tasks = [(HeldTask(.decisions), { @Sendable _ in })]
        var lines = HeldLines()
        writer.onHeld = { notice in
            for line in lines.lines(of: notice, at: .now) { pipeline.log(line.level, line.message, line.fields) }
        }
        writer.onUnheeded = { decision, reason in
            pipeline.log(.warning, "a decision is not followed", [("decision", "\(decision)"), ("reason", reason)])
        }
        pipeline.heldRequests.open()
    }

    /// Whether there is something to do now.
    var isBusy: Bool { !tasks.isEmpty }

    /// Does the next part; `commit` ends the open transaction.
    func tend(commit: () throws -> Void) throws {
        for request in pipeline.heldRequests.takeAll() { tasks.append((HeldTask(request.aim), request.answer)) }
        guard let (task, answer) = tasks.first else { return }
        try commit()
        try writer.tend(task, limit: HeldTending.recordsMax)
        try commit()
        guard task.isFinished else { return }
        tasks.removeFirst()
        answer(.success(task.result))
    }

    /// Refuses what is not done.
    func close() {
        pipeline.heldRequests.close()
        for entry in tasks { entry.answer(.failure(.notRunning)) }
        tasks = []
    }
}
