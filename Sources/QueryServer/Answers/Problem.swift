// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer

/// An answer that tells what went wrong (RFC 9457); the same shape at every path.
struct Problem: Error, Sendable {
    /// A member beside the common ones.
    enum Member: Sendable {
        case text(String)
        case number(Int64)
        case errors([ParameterFault])
    }

    var kind: ProblemKind
    /// What is wrong with this request; no SQL, no table's name.
    var detail: String
    var members: [(name: String, value: Member)] = []
    /// When to ask again, in seconds, where that makes sense.
    var retryAfterS: Int?
    /// The methods that the path answers, where that is the problem.
    var allow: String?

    init(_ kind: ProblemKind, _ detail: String, _ members: [(name: String, value: Member)] = []) {
        self.kind = kind
        self.detail = detail
        self.members = members
        switch kind {
        case .firstBuild, .overloaded, .stopping, .notReady, .notYetApplied, .tooFarBehind: retryAfterS = 1
        default: break
        }
    }

    /// A 400 with every parameter that is wrong.
    init(_ faults: [ParameterFault]) {
        let detail = faults.map { "\($0.name): \($0.detail)" }.joined(separator: "; ")
        self.init(.badParameters, detail, [("errors", .errors(faults))])
    }

    /// The answer, with `headers` added to its own.
    func response(_ headers: ResponseHeaders = ResponseHeaders()) -> Response {
        var fields: ResponseHeaders = [
            "Content-Type": "application/problem+json", "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        ]
        if let retryAfterS { fields.add("Retry-After", String(retryAfterS)) }
        if let allow { fields.add("Allow", allow) }
        fields.add(headers)
        return Response(status: kind.status, headers: fields, body: body)
    }

    private var body: [UInt8] {
        let common: [(name: String, value: Member)] = [
            ("type", .text("/problems/\(kind.rawValue)")), ("title", .text(kind.title)),
            ("status", .number(Int64(kind.status))), ("detail", .text(detail)),
        ]
        var buffer = JSONBuffer()
        buffer.list("{", common + members, "}") { buffer, member in
            buffer.name(member.name)
            switch member.value {
            case .text(let text): buffer.string(text)
            case .number(let number): buffer.integer(number)
            case .errors(let faults):
                buffer.list("[", faults, "]") { buffer, fault in
                    buffer.raw("{\"name\":")
                    buffer.string(fault.name)
                    buffer.raw(",\"detail\":")
                    buffer.string(fault.detail)
                    buffer.raw("}")
                }
            }
        }
        return buffer.bytes
    }
}
