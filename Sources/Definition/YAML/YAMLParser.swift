// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import CYaml

/// Owns a libyaml parser and the text it reads.
///
/// Proof of safe: libyaml keeps pointers into its own struct and into the text, so both stand in memory of their own
/// that never moves; nobody else sees the pointers, which makes the class safe to use. One thread at a time uses a
/// parser.
@safe final class YAMLParser {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    init?(_ bytes: [UInt8]) {
        unsafe text = .allocate(capacity: bytes.count)
        _ = unsafe text.initialize(from: bytes)
        unsafe parser = .allocate(capacity: 1)
        unsafe parser.initialize(to: yaml_parser_t())
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            // deinit runs for a failed init too once all is stored: deleting an all-zero parser frees nothing.
            return nil
        }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    }

    deinit {
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
        unsafe text.deallocate()
    }

    /// The next event.
    ///
    /// - Throws: `YAMLError`, after which the parser tells nothing more.
    func next() throws(YAMLError) -> PlacedYAMLEvent {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw error() }
        defer { unsafe yaml_event_delete(&event) }
        var placed = PlacedYAMLEvent(event: .streamStart, scalar: unsafe Int(clamping: event.start_mark.index))
        switch unsafe event.type {
        case YAML_STREAM_END_EVENT: placed.event = .streamEnd
        case YAML_DOCUMENT_START_EVENT: placed.event = .documentStart
        case YAML_DOCUMENT_END_EVENT: placed.event = .documentEnd
        case YAML_ALIAS_EVENT: placed.event = .alias
        case YAML_SCALAR_EVENT:
            let scalar = unsafe event.data.scalar
            placed.event = unsafe .scalar(Self.text(scalar.value, scalar.length), Self.style(scalar.style))
            unsafe placed.isAnchored = scalar.anchor != nil
            unsafe placed.isTagged = scalar.tag != nil
        case YAML_SEQUENCE_START_EVENT:
            placed.event = .sequenceStart
            unsafe placed.isAnchored = event.data.sequence_start.anchor != nil
            unsafe placed.isTagged = event.data.sequence_start.tag != nil
        case YAML_SEQUENCE_END_EVENT: placed.event = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            placed.event = .mappingStart
            unsafe placed.isAnchored = event.data.mapping_start.anchor != nil
            unsafe placed.isTagged = event.data.mapping_start.tag != nil
        case YAML_MAPPING_END_EVENT: placed.event = .mappingEnd
        default: break
        }
        return placed
    }

    private func error() -> YAMLError {
        let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "out of memory"
        // The reader's errors have their place in bytes alone, all others in characters.
        if unsafe parser.pointee.error == YAML_READER_ERROR {
            return unsafe YAMLError(problem: problem, byte: Int(clamping: parser.pointee.problem_offset))
        }
        let context = unsafe parser.pointee.context.map { unsafe String(cString: $0) } ?? ""
        return unsafe YAMLError(
            problem: problem, scalar: Int(clamping: parser.pointee.problem_mark.index), context: context,
            contextScalar: Int(clamping: parser.pointee.context_mark.index))
    }

    private static func text(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}
