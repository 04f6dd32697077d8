// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import ReadModel

/// What a generation's file notes of its views.
struct ViewNotes {
    /// The name of the note that says that the views were built.
    static let built = "views"
    /// How the names of the notes begin that say why a view is not kept; the view's name follows.
    static let failure = "view failed: "

    /// Whether the views were built.
    var areBuilt: Bool
    /// Why views are not kept, by name, without those that read them.
    var failures: [String: String] = [:]

    /// Reads them; `note` gives one by its name.
    init(_ projection: Projection, note: (String) throws(ReadModelError) -> String?) throws(ReadModelError) {
        areBuilt = projection.views.isEmpty ? true : try note(ViewNotes.built) != nil
        for view in projection.views { failures[view.name] = try note(ViewNotes.failure + view.name) }
    }

    /// The failures, with those of the views that read a failed one.
    func shown(_ projection: Projection) -> [String: String] {
        let reads = ViewReads(tables: projection.tables, views: projection.views)
        var shown = failures
        for view in projection.views where shown[view.name] == nil {
            let read = reads.views[view.name] ?? []
            guard let first = projection.views.first(where: { failures[$0.name] != nil && read.contains($0.name) })
            else { continue }
            shown[view.name] = "it reads the view \(first.name), which failed: \(failures[first.name] ?? "")"
        }
        return shown
    }
}
