// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Definition
import ReadModel

extension Model {
    /// A model that holds what cannot be applied.
    static func holding(
        _ text: String = Definitions.orders, partitions: Int32 = 1, stopAbove: Double? = nil
    ) throws -> Model {
        var projection = try Definitions.read(text)
        projection.stopAbove = stopAbove
        let model = try Model(projection, partitions: partitions)
        model.holds = true
        return model
    }

    /// Works on a task until it is done, and commits.
    @discardableResult
    func tend(_ aim: HeldTask.Aim, limit: Int = 1_000) throws -> HeldTask.Result {
        let task = HeldTask(aim)
        while !task.isFinished {
            try writer.commit()
            try writer.tend(task, limit: limit)
        }
        try writer.commit()
        return task.result
    }

    /// The held records, each as its place, whether it failed, and why.
    func held() throws -> [String] {
        try rows("SELECT partition || '@' || \"offset\" || ' ' || coalesce(code, '-') FROM _held ORDER BY 1")
            .map { $0.replacing("'", with: "") }
    }

    /// Decides to skip the held record at a place, beside the generation's file.
    func skip(_ offset: Int64, partition: Int32 = 0, hash: UInt64? = nil) throws {
        let topic = try position(partition).topic
        try writer.commit()
        let held = try HeldReader(file).record(topic: topic, partition: partition, offset: offset)
        let log = try decisions ?? DecisionLog(path: file.path + ".decisions")
        if decisions == nil {
            decisions = log
            try reopen()
        }
        try log.add(
            .skip(
                topic: topic, partition: partition, offset: offset, hash: hash ?? held?.hash ?? 0, reason: "a test"))
    }
}
