// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
public import KafkaClient
public import ReadModel

/// What a daemon would do about a projection's read model if it were started now.
public struct RebuildOutlook: Hashable, Sendable {
    /// The projection's name.
    public var projection: String
    /// The number of the generation that answers; nil before the first build.
    public var live: Int?
    /// The number of the build that goes on; nil if there is none.
    public var building: Int?
    /// What the definition asks of the live generation.
    public var plan: RebuildPlan
    /// What a build from the log reads; nil if none is begun.
    public var estimate: RebuildEstimate?

    /// Looks into a data folder, which a daemon may have, and changes nothing in it.
    ///
    /// - Parameter kafka: Where the brokers are, which are then asked what a build would read, for
    ///   `RebuildEstimate.brokersMs` at most; without it, and without their answer, what the live generation had read
    ///   counts.
    public init(of projection: Projection, data: String, kafka: KafkaSettings?) throws(ReadModelError) {
        let pointer = try GenerationPointer(path: DataFolder.pointerPath(projection.name, in: data))
        self.projection = projection.name
        live = pointer.live
        plan = .firstBuild
        let files = [pointer.live, pointer.building].map { number in
            number.map {
                GenerationFile(path: DataFolder.generationPath(projection.name, $0, in: data), number: $0)
            }
        }
        if let file = files[0] { plan = try Self.plan(file, projection) }
        if let file = files[1], let rest = try? Self.plan(file, projection), rest.way == .none {
            building = file.number
        } else if plan.way == .log {
            var estimate = RebuildEstimate(projection, live: files[0])
            if let kafka { estimate.ask(kafka) }
            self.estimate = estimate
        }
    }

    private static func plan(_ file: GenerationFile, _ projection: Projection) throws(ReadModelError) -> RebuildPlan {
        let stored = try file.storedDefinition(of: projection.name)
        return RebuildPlan(stored, read: GenerationPlan.read(stored, or: projection), wanted: projection)
    }
}
