// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// What went wrong in librdkafka or at the broker, or a setting that is refused.
public struct KafkaError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller decides on.
    public var kind: KafkaErrorKind
    /// librdkafka's number: negative for its own faults, positive for a broker's; 0 if it is ours.
    public var code: Int32
    /// librdkafka's name of the code, such as `_AUTO_OFFSET_RESET`.
    public var codeName: String
    /// What happened; lower case, no period.
    public var message: String
    /// What to do about it; nil if nothing sure can be said.
    public var hint: String?
    /// The topic it is about, where the library says so.
    public var topic: String?
    /// The partition it is about, where the library says so.
    public var partition: Int32?
    /// Whether the client handle can never work again and must be replaced.
    public var isFatal: Bool
    /// Whether the same call may be made again.
    public var isRetriable: Bool
    /// Whether the current transaction can only be aborted.
    public var isAbortable: Bool

    /// Makes an error; `code` 0 is for what librdkafka has no number for.
    public init(
        _ kind: KafkaErrorKind, code: Int32 = 0, codeName: String = "", message: String, hint: String? = nil,
        isFatal: Bool = false, isRetriable: Bool = false, isAbortable: Bool = false
    ) {
        self.kind = kind
        self.code = code
        self.codeName = codeName
        self.message = message
        self.hint = hint ?? kind.hint
        self.isFatal = isFatal
        self.isRetriable = isRetriable
        self.isAbortable = isAbortable
    }

    /// The message and the code's name.
    public var description: String { codeName.isEmpty ? message : "\(message) (\(codeName))" }

    /// What every call on a closed client gets.
    static let closed = KafkaError(.closed, message: "the client is closed")
}
