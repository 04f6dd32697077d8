// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer
internal import Projector

/// Stands in for the query server.
final class QueryServer: Sendable {
    private let query: HTTPServer
    private let admin: HTTPServer

    init(
        projector: Projector, listen: ListenAddress, admin: ListenAddress, log: @escaping LogSink
    ) throws(HTTPServerError) {
        @Sendable func problem(_ fault: RequestFault) -> Response { Response(status: fault.status) }
        query = try HTTPServer(address: listen, problem: problem) { _ throws(RequestFault) in
            .now(Response(status: 503))
        }
        self.admin = try HTTPServer(address: admin, problem: problem) { _ throws(RequestFault) in
            .now(Response(status: 503))
        }
    }

    func start() throws(HTTPServerError) {
        try query.start()
        try admin.start()
    }

    func stop(graceMs: Int) {
        query.stop(graceMs: graceMs)
        admin.stop(graceMs: 0)
    }

    var queryPort: UInt16 { query.port }
    var adminPort: UInt16 { admin.port }
}
