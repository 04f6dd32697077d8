// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CCurl

/// libcurl's list of a request's header fields.
///
/// Proof of safe: the list is made and freed here alone; its one user frees the handle that points to it before.
@safe
final class FieldList {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    deinit { unsafe curl_slist_free_all(first) }

    func append(_ field: String) throws(HTTPFault) {
        precondition(!field.utf8.contains { $0 < 0x20 }, "a header field is one line")
        guard let longer = unsafe curl_slist_append(first, field) else {
            throw HTTPFault(kind: .other, message: "libcurl takes no header field: out of memory")
        }
        unsafe first = longer
    }
}
