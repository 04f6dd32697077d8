// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// From places in the document, and from plain texts, to cells.
#include "document.hpp"

using namespace projectord;

namespace {

Bytes trimmedEnd(const uint8_t *start, const uint8_t *end) {
    while (end > start && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '\r' || end[-1] == '\t')) end--;
    return {start, (size_t)(end - start)};
}

bool isWord(Bytes text, const char *word, size_t count) {
    return text.count == count && memcmp(text.start, word, count) == 0;
}

} // namespace

/// A value as it stands in the document, quotes and brackets included.
Bytes csimdjson_document::rawText(Found place) const {
    const uint8_t *start = bytes + entries[place.start];
    if (place.end > place.start + 1) return {start, (size_t)(bytes + entries[place.end - 1] + 1 - start)};
    return trimmedEnd(start, bytes + entries[place.end]);
}

bool csimdjson_document::equals(uint32_t node, Bytes text) const {
    if (first(node) != '"') return false;
    Bytes raw = rawText(found[node]);
    return raw.count == text.count + 2 && memcmp(raw.start + 1, text.start, text.count) == 0;
}

size_t csimdjson_document::fill(uint32_t selection, csimdjson_output &output) {
    size_t before = output.arena_count;
    Writer writer(output);
    for (const csimdjson_slot &slot : selections[selection]) {
        convert(slot.node, slot.type, slot.cell, writer);
        if (writer.missing) {
            size_t missing = writer.missing + output.arena_count - before;
            output.arena_count = before;
            return missing;
        }
    }
    return 0;
}

size_t csimdjson_document::convert(uint32_t node, csimdjson_type type, csimdjson_output &output) {
    Writer writer(output);
    convert(node, type, 0, writer);
    return writer.missing;
}

CSIMDJSON_INLINE void csimdjson_document::convert(
    uint32_t node, csimdjson_type type, uint32_t cell, Writer &writer) {
    Found place = found[node];
    if (changes) return convertChange(node, type, cell, writer);
    if (!place.end) return writer.null(cell);
    convert(place, type, cell, writer);
}

void csimdjson_document::convert(Found place, csimdjson_type type, uint32_t cell, Writer &writer) {
    Bytes raw = rawText(place);
    uint8_t first = *raw.start;
    if (first == 'n') return writer.null(cell);
    if (type.type == CSIMDJSON_TYPE_JSON) return convertJSON(place, cell, writer);
    switch (first) {
    case '"': return convertContent(raw, type, cell, writer);
    case '{':
    case '[': return writer.bad(cell, CSIMDJSON_FAULT_WRONG_TYPE, raw);
    case 't':
    case 'f':
        if (type.type != CSIMDJSON_TYPE_BOOLEAN) return writer.bad(cell, CSIMDJSON_FAULT_WRONG_TYPE, raw);
        return writer.integer(cell, first == 't');
    default: return convertNumber(raw, type, cell, writer, raw);
    }
}

/// A string of JSON.
void csimdjson_document::convertContent(Bytes raw, csimdjson_type type, uint32_t cell, Writer &writer) {
    Bytes content = {raw.start + 1, raw.count - 2};
    bool isText = type.type == CSIMDJSON_TYPE_TEXT;
    if (!mayEscape || !hasEscape(content))
        return isText ? writer.text(cell, content) : convertString(content, type, cell, writer, raw);
    scratch.resize(content.count);
    size_t count;
    Escapes escapes = unescape(content, scratch.data(), count);
    if (escapes == Escapes::faulty) return writer.bad(cell, CSIMDJSON_FAULT_NOT_JSON, raw);
    if (escapes == Escapes::nonText) return writer.bad(cell, CSIMDJSON_FAULT_NOT_UTF8, raw);
    Bytes text = {scratch.data(), count};
    return isText ? writer.text(cell, text) : convertString(text, type, cell, writer, raw);
}

/// A value as its own text, of which the escapes have not been checked yet.
void csimdjson_document::convertJSON(Found place, uint32_t cell, Writer &writer) {
    next = place.start;
    depth = 0; // that it is not too deep was seen in the walk
    if (uint8_t fault = skip(true)) return writer.bad(cell, fault, rawText(place));
    writer.text(cell, rawText(place));
}

size_t csimdjson_document::convertText(Bytes text, csimdjson_type type, csimdjson_output &output) {
    Writer writer(output);
    convertPlain(text, type, 0, writer);
    return writer.missing;
}

void csimdjson_document::convertPlain(Bytes text, csimdjson_type type, uint32_t cell, Writer &writer) {
    switch (type.type) {
    case CSIMDJSON_TYPE_TEXT:
        if (memchr(text.start, 0, text.count) || !simdjson::validate_utf8((const char *)text.start, text.count))
            return writer.bad(cell, CSIMDJSON_FAULT_NOT_UTF8, text);
        return writer.text(cell, text);
    case CSIMDJSON_TYPE_BOOLEAN:
        if (isWord(text, "true", 4)) return writer.integer(cell, 1);
        if (isWord(text, "false", 5)) return writer.integer(cell, 0);
        return writer.bad(cell, CSIMDJSON_FAULT_MALFORMED, text);
    case CSIMDJSON_TYPE_JSON:
        if (uint8_t fault = check(text)) return writer.bad(cell, fault, text);
        return convert(found[0], type, cell, writer);
    case CSIMDJSON_TYPE_BLOB:
    case CSIMDJSON_TYPE_DATE: return convertString(text, type, cell, writer, text);
    case CSIMDJSON_TYPE_TIMESTAMP: {
        Number number;
        if (!readNumber(text, number)) return convertString(text, type, cell, writer, text);
        return convertNumber(text, type, cell, writer, text);
    }
    default: return convertNumber(text, type, cell, writer, text);
    }
}

size_t csimdjson_document::convertScalar(Bytes text, csimdjson_type type, csimdjson_output &output) {
    Writer writer(output);
    if (uint8_t fault = check(text)) {
        writer.bad(0, fault, text);
    } else {
        convert(found[0], type, 0, writer);
    }
    return writer.missing;
}
