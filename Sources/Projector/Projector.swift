// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
public import Foundation
internal import KafkaClient
public import ReadModel

/// All projections of a daemon, over one data folder.
public final class Projector: Sendable {
    /// The runners, in the order of their names.
    public let runners: [ProjectionRunner]
    private let folder: DataFolder

    /// Prepares the projections.
    public init(_ projections: [Projection], folder: DataFolder, options: PipelineOptions) {
        self.folder = folder
        runners = projections.sorted { $0.name < $1.name }.map {
            ProjectionRunner($0, folder: folder, options: options)
        }
    }

    /// How many Kafka clients were given up in this process because they hung while they closed.
    public static var abandonedClients: Int { Consumer.abandonedCount }

    /// The runner of a projection.
    public func runner(_ name: String) -> ProjectionRunner? { runners.first { $0.projection.name == name } }

    /// Sets all projections going.
    public func start() {
        for runner in runners { runner.start() }
    }

    /// Lets all commit, checkpoint and close; false if that was not done by the deadline.
    public func stop(deadline: DispatchTime) -> Bool {
        for runner in runners { runner.requestStop() }
        return runners.reduce(true) { $1.waitUntilStopped(deadline: deadline) && $0 }
    }
}
