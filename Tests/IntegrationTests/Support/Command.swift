// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import Foundation

extension Daemon {
    /// Runs a command of the binary against this daemon, to its end.
    func command(_ arguments: String...) throws -> Script {
        try Script(Repository.daemon, arguments + ["--admin", admin.address])
    }

    /// The number of a projection's generation, `live` or `building`; nil if there is none.
    func generation(_ role: String = "live", of projection: String) throws -> Int? {
        let status = try admin.get("/admin/v1/\(projection)").object
        return (status[role] as? [String: Any])?["generation"] as? Int
    }
}
