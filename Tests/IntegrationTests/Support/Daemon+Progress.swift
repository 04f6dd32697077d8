// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

extension Daemon {
    /// Waits until all places are done, by the daemon's own word, with requests that wait.
    func waitUntilDone(_ places: [Topics.Place], projection: String, seconds: Double) throws {
        let client = try query
        let token = places.map(\.token).joined(separator: ",")
        var last = ""
        try wait(for: "all of \(projection) is done; the last answer was \(last)", seconds: seconds) {
            let answer = try client.get("/v1/\(projection)/_wait?_after=\(token)&_wait=2s")
            last = answer.description
            return answer.status == 204
        }
    }

    /// Waits until the projection says that it is less than a second behind.
    func waitUntilLagIsSmall(projection: String, seconds: Double) throws {
        let client = try query
        var last = ""
        try wait(for: "the lag of \(projection) falls below 1 s; the last answer was \(last)", seconds: seconds) {
            let answer = try client.get("/v1/\(projection)/_position")
            last = answer.description
            return answer.field("lag").flatMap(Double.init).map { $0 < 1 } ?? false
        }
    }

    /// Waits until all models are open and built.
    func waitUntilReady(seconds: Double) throws {
        let client = try admin
        var last = ""
        try wait(for: "the daemon is ready; the last answer was \(last)", seconds: seconds) {
            let answer = try client.get("/readyz")
            last = answer.description
            return answer.status == 200
        }
    }

    /// Waits until the status page shows the projection in this state.
    func waitForState(_ state: String, of projection: String, seconds: Double) throws {
        let client = try admin
        var last = ""
        try wait(for: "\(projection) is \(state); the last status was \(last)", seconds: seconds) {
            let answer = try client.get("/admin/v1/\(projection)")
            last = answer.description
            return answer.field("state") == state
        }
    }
}
