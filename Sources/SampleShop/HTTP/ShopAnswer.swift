// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer

/// What a service answers.
struct ShopAnswer {
    var status: Int
    var body: [UInt8]

    /// 200 with the value.
    static func ok(_ value: some Encodable) throws(ShopError) -> ShopAnswer {
        ShopAnswer(status: 200, body: try JSONText.bytes(value))
    }

    /// 201 with what was made.
    static func created(_ value: some Encodable) throws(ShopError) -> ShopAnswer {
        ShopAnswer(status: 201, body: try JSONText.bytes(value))
    }

    /// 204.
    static let done = ShopAnswer(status: 204, body: [])

    var response: Response {
        var headers = ResponseHeaders()
        if !body.isEmpty { headers.add("Content-Type", "application/json") }
        headers.add("Cache-Control", "no-store")
        return Response(status: status, headers: headers, body: body)
    }
}
