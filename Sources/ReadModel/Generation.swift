// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

public import Definition
public import Synchronization

/// A generation as its readers see it: its definition, its readers, and how often it was committed.
public final class Generation: Sendable {
    /// The file.
    public let file: GenerationFile
    /// The definition whose queries it answers.
    public let projection: Projection
    /// Its readers.
    public let readers: ReaderPool
    /// The commits since it was opened; a snapshot is as new as the count that was read before it.
    public let commits = Atomic<UInt64>(1)

    /// Makes the reading side of a generation.
    public init(file: GenerationFile, projection: Projection) {
        self.file = file
        self.projection = projection
        readers = ReaderPool(file: file, projection: projection)
    }

    /// Tells the readers that there is something new; by the writer, after COMMIT.
    public func noteCommit() {
        commits.add(1, ordering: .releasing)
    }
}
