// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer

/// A request to a service, taken apart: `/{collection}/{id}/{action}`.
struct ShopCall {
    private static let partsMax = 3

    let method: String
    let collection: String
    let id: String?
    let action: String?
    let body: [UInt8]

    init(_ request: borrowing Request) throws(RequestFault) {
        method =
            switch request.method {
            case .get, .head: "GET"
            case .post: "POST"
            case .query: "QUERY"
            case .other(let name): name
            }
        let parts = try request.pathSegments()
        guard parts.count <= Self.partsMax, parts.dropFirst().allSatisfy({ !$0.isEmpty }) else {
            throw RequestFault(status: 404, title: "not-found", detail: "there is nothing here")
        }
        collection = parts.first ?? ""
        id = parts.count > 1 ? parts[1] : nil
        action = parts.count > 2 ? parts[2] : nil
        body = request.body
        guard body.isEmpty || Self.isJSON(request.header("content-type")) else {
            throw RequestFault(
                status: 415, title: "unsupported-media-type", detail: "send Content-Type: application/json")
        }
    }

    /// The body as a value.
    func value<Value: Decodable>(_ type: Value.Type) throws(ShopError) -> Value {
        try JSONText.value(type, body)
    }

    /// What a service says to a method and path that it does not have.
    var unknown: ShopError {
        let path = [collection, id, action].compactMap(\.self).joined(separator: "/")
        return ShopError(.notFound, "there is no \(method) /\(path) here")
    }

    /// A page of another site can make a browser send other types without asking, but not this one.
    private static func isJSON(_ type: String?) -> Bool {
        guard let type else { return false }
        return type.split(separator: ";").first?.lowercased().filter { $0 != " " } == "application/json"
    }
}
