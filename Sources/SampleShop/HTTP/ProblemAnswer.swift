// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer

/// A fault as RFC 9457 has it.
struct ProblemAnswer: Encodable {
    var type = "about:blank"
    var title: String
    var status: Int
    var detail: String

    static func response(_ fault: RequestFault) -> Response {
        let problem = ProblemAnswer(title: fault.title, status: fault.status, detail: fault.detail)
        let body = (try? JSONText.bytes(problem)) ?? []
        return Response(
            status: fault.status, headers: ["Content-Type": "application/problem+json", "Cache-Control": "no-store"],
            body: body)
    }
}
