// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CRdKafka

extension KafkaError {
    /// From a code, with the library's own sentence unless a better one is given.
    init(_ code: rd_kafka_resp_err_t, _ detail: String? = nil, isFatal: Bool = false) {
        let text = unsafe detail ?? String(cString: rd_kafka_err2str(code))
        let kind = KafkaErrorKind(code: code.rawValue)
        self.init(
            kind, code: code.rawValue, codeName: unsafe String(cString: rd_kafka_err2name(code)),
            message: Self.tidy(text), isFatal: isFatal, isRetriable: kind == .transport || kind == .timedOut)
    }

    /// From the callback for errors, which names a partition in its text only.
    init(reported code: rd_kafka_resp_err_t, _ text: String, isFatal: Bool = false) {
        self.init(code, text, isFatal: isFatal)
        guard kind == .unknownTopicOrPartition, let place = Self.place(in: text) else { return }
        (topic, partition) = place
    }

    /// The topic and partition that a text such as `orders [3]: topic does not exist` begins with.
    static func place(in text: String) -> (topic: String, partition: Int32)? {
        let name = text.prefix { $0 != " " }
        guard !name.isEmpty, text.dropFirst(name.count).hasPrefix(" [") else { return nil }
        let rest = text.dropFirst(name.count + 2)
        let digits = rest.prefix { $0 != "]" }
        guard rest.dropFirst(digits.count).hasPrefix("]: "), let partition = Int32(digits) else { return nil }
        return (String(name), partition)
    }

    /// Takes the error object over and frees it; nil stays nil.
    init?(taking error: OpaquePointer?) {
        guard let error = unsafe error else { return nil }
        defer { unsafe rd_kafka_error_destroy(error) }
        self.init(unsafe rd_kafka_error_code(error), unsafe String(cString: rd_kafka_error_string(error)))
        isFatal = unsafe rd_kafka_error_is_fatal(error) != 0
        isRetriable = unsafe rd_kafka_error_is_retriable(error) != 0
        isAbortable = unsafe rd_kafka_error_txn_requires_abort(error) != 0
    }

    /// Throws unless the code is the one of success.
    static func check(_ code: rd_kafka_resp_err_t, _ detail: String? = nil) throws(KafkaError) {
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, detail) }
    }

    /// librdkafka's text in our form: the first letter small unless a short form starts there, no period.
    static func tidy(_ text: String) -> String {
        var rest = Substring(text)
        if rest.hasPrefix("Broker: ") || rest.hasPrefix("Local: ") { rest = rest.drop { $0 != " " }.dropFirst() }
        while let last = rest.last, last == "." || last.isWhitespace { rest = rest.dropLast() }
        guard let first = rest.first, first.isUppercase, rest.dropFirst().first?.isLowercase ?? false else {
            return String(rest)
        }
        return first.lowercased() + rest.dropFirst()
    }
}
