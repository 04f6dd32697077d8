// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

/// What the daemon shows where a fault of the log has stopped a projection, as a user would look at it.
extension Daemon {
    /// Holds all that is shown of a stopped projection to its state and, where one mends it, to the rebuild.
    func checkShown(_ state: String, of projection: String, hint: String) throws {
        let status = try command("status")
        try check(status.output.contains(state), "status: \(status.output)")
        try check(status.output.contains(hint), "status has no hint '\(hint)': \(status.output)")
        let ready = try admin.get("/readyz?verbose")
        try check(ready.body.contains(state), "readyz: \(ready.description)")
        let metrics = try admin.get("/metrics").body
        try check(metrics.contains(#"state="\#(state)"} 1"#), "no metric of \(state)")
        try check(said.contains("state=\(state)"), "the log does not tell \(state)")
    }

    /// Makes the model anew as the hint of a fault of the log says.
    func rebuildAccepting(_ projection: String) throws {
        let status = try admin.get("/admin/v1/\(projection)")
        try check(
            status.body.contains("projectord rebuild \(projection) --accept-differences"),
            "no hint: \(status.description)")
        let rebuilt = try command("rebuild", projection, "--accept-differences")
        try check(rebuilt.status == 0, "rebuild: \(rebuilt.status) \(rebuilt.output)")
    }
}
