// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Foundation

/// The folder of a demo: named and kept, or temporary.
///
/// It must be empty: the demo's Kafka begins anew each time, and what was folded from another would not fit it.
struct DemoFolder {
    /// Where it is.
    let path: String
    private let isTemporary: Bool

    init(named name: String?) throws(CommandError) {
        isTemporary = name == nil
        path = name ?? FileManager.default.temporaryDirectory.appending(path: "projectord-demo-\(UUID())").path
        let found = try? FileManager.default.contentsOfDirectory(atPath: path)
        guard found?.isEmpty ?? true else {
            throw CommandError(
                .store, "\(path) is not empty: the demo's Kafka begins anew, so its read model must too",
                hint: "name another folder, or none")
        }
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw CommandError(
                .store, "\(path) cannot be made: \(error.localizedDescription)", hint: "--data DIR names another")
        }
    }

    /// Removes it with all it holds, if it was temporary.
    func remove() {
        if isTemporary { try? FileManager.default.removeItem(atPath: path) }
    }
}
