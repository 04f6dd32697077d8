// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The walk. Why it never leaves the index: the last entry is a closing bracket (seen before the walk), so any other
// byte is followed by an entry; after a closing bracket the walk looks whether one is left.
#include "document.hpp"

#include <algorithm>

using namespace projectord;

namespace {

/// The index takes 4 bytes a byte of the document, so memory of a very large one is given back after it.
const size_t keptCapacity = 4 * 1024 * 1024;
const size_t leastCapacity = 4096;

bool isSpace(uint8_t byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

bool endsScalar(uint8_t byte) {
    return byte == ',' || byte == '}' || byte == ']' || byte == ':' || isSpace(byte);
}

/// Past a number of JSON's grammar, or null.
inline const uint8_t *pastNumber(const uint8_t *at) {
    auto digit = [&] { return (uint8_t)(*at - '0') < 10; };
    if (*at == '-') at++;
    if (!digit()) return nullptr;
    if (*at == '0') {
        at++;
    } else {
        while (digit()) at++;
    }
    if (*at == '.') {
        at++;
        if (!digit()) return nullptr;
        while (digit()) at++;
    }
    if ((*at | 0x20) == 'e') {
        at++;
        if (*at == '-' || *at == '+') at++;
        if (!digit()) return nullptr;
        while (digit()) at++;
    }
    return at;
}

const uint8_t *pastWord(const uint8_t *at, const char *word) {
    for (; *word; word++, at++)
        if (*at != (uint8_t)*word) return nullptr;
    return at;
}

} // namespace

/// Whether the entry at byte `at` is a string, a number, true, false or null.
CSIMDJSON_INLINE bool csimdjson_document::isScalar(uint32_t at) const {
    const uint8_t *start = bytes + at, *end;
    switch (*start) {
    case '"': return true; // the index has checked that it ends, and that it is UTF-8
    case 't': end = pastWord(start, "true"); break;
    case 'f': end = pastWord(start, "false"); break;
    case 'n': end = pastWord(start, "null"); break;
    default: end = pastNumber(start);
    }
    return end && endsScalar(*end);
}

/// The fault of an escape in the string at `entry`, or 0.
uint8_t csimdjson_document::escapesFault(uint32_t entry) {
    Bytes raw = rawText({entry, entry + 1});
    if (!mayEscape || !hasEscape(raw)) return 0;
    scratch.resize(raw.count);
    size_t count;
    Escapes escapes = unescape({raw.start + 1, raw.count - 2}, scratch.data(), count);
    return escapes == Escapes::faulty ? CSIMDJSON_FAULT_NOT_JSON : 0;
}

/// Walks over a string, a number, true, false or null.
uint8_t csimdjson_document::scalar(bool withEscapes) {
    if (!isScalar(entries[next])) return CSIMDJSON_FAULT_NOT_JSON;
    uint8_t fault = withEscapes && byte(next) == '"' ? escapesFault(next) : 0;
    next++;
    return fault;
}

/// Walks over any value, checking all of it; strings' escapes only if asked to.
uint8_t csimdjson_document::skip(bool withEscapes) {
    if (byte(next) != '{' && byte(next) != '[') return scalar(withEscapes);
    const uint8_t *const all = bytes; // in locals, which no store below can change
    const uint32_t *const places = entries;
    const uint32_t count = entryCount;
    uint64_t isObject[CSIMDJSON_DEPTH_MAX / 64 + 1] = {};
    uint32_t at = next, level = 0, limit = CSIMDJSON_DEPTH_MAX - depth;
    uint8_t opening, mark;
    auto levelIsObject = [&] { return isObject[level / 64] >> (level % 64) & 1; };

value:
    opening = all[places[at]];
    if (opening != '{' && opening != '[') {
        if (opening != '"' && !isScalar(places[at])) return CSIMDJSON_FAULT_NOT_JSON;
        if (withEscapes && opening == '"')
            if (uint8_t fault = escapesFault(at)) return fault;
        at++;
        goto after;
    }
    at++;
    if (++level > limit) return CSIMDJSON_FAULT_TOO_DEEP;
    if (opening == '[') {
        isObject[level / 64] &= ~(1ull << (level % 64));
        if (all[places[at]] != ']') goto value;
        at++;
        level--;
        goto after;
    }
    isObject[level / 64] |= 1ull << (level % 64);
    if (all[places[at]] == '}') {
        at++;
        level--;
        goto after;
    }
key:
    if (all[places[at]] != '"' || all[places[at + 1]] != ':') return CSIMDJSON_FAULT_NOT_JSON;
    if (withEscapes)
        if (uint8_t fault = escapesFault(at)) return fault;
    at += 2;
    goto value;
after:
    next = at;
    if (level == 0) return 0;
    if (at >= count) return CSIMDJSON_FAULT_NOT_JSON;
    mark = all[places[at++]];
    if (mark == ',') {
        if (levelIsObject()) goto key;
        goto value;
    }
    if (mark != (levelIsObject() ? '}' : ']')) return CSIMDJSON_FAULT_NOT_JSON;
    level--;
    goto after;
}

/// Forgets what was found below a node that the document holds again.
void csimdjson_document::forget(uint32_t node) {
    for (const auto &field : nodes[node].fields) {
        found[field.node] = {0, 0};
        forget(field.node);
    }
    for (const auto &element : nodes[node].elements) {
        found[element.node] = {0, 0};
        forget(element.node);
    }
}

/// The field of a node that a key names, 0 for none; gives a fault for a key that is no JSON.
CSIMDJSON_INLINE uint8_t csimdjson_document::match(const Node &node, Bytes key, size_t &hint, uint32_t &matched) {
    matched = 0;
    if (node.marks & Node::mark(key)) {
        // Producers write fields in one order, most often the one in which they are wanted.
        size_t count = node.fields.size();
        for (size_t i = 0, at = hint; i < count; i++, at++) {
            if (at >= count) at = 0;
            const Node::Field &field = node.fields[at];
            if (field.name.size() != key.count || field.hasBackslash) continue;
            if (!isSame((const uint8_t *)field.name.data(), key.start, key.count)) continue;
            hint = at + 1;
            matched = field.node;
            return 0;
        }
    }
    return mayEscape && hasEscape(key) ? matchEscaped(node, key, matched) : 0;
}

uint8_t csimdjson_document::matchEscaped(const Node &node, Bytes key, uint32_t &matched) {
    scratch.resize(key.count);
    size_t length;
    Escapes escapes = unescape(key, scratch.data(), length);
    if (escapes == Escapes::faulty) return CSIMDJSON_FAULT_NOT_JSON;
    if (escapes == Escapes::nonText) return 0;
    for (const Node::Field &field : node.fields)
        if (field.name.size() == length && memcmp(field.name.data(), scratch.data(), length) == 0) matched = field.node;
    return 0;
}

/// Walks over a value in which there are wanted places.
uint8_t csimdjson_document::value(uint32_t node) {
    if (found[node].end) forget(node);
    uint32_t start = next;
    uint8_t opening = byte(next), fault;
    if (opening == '{' && !nodes[node].fields.empty()) {
        fault = object(node);
    } else if (opening == '[' && !nodes[node].elements.empty()) {
        fault = array(node);
    } else {
        fault = skip(false);
    }
    found[node] = {start, next};
    return fault;
}

/// Walks over a value that is at `child`, or at no wanted place if that is 0.
CSIMDJSON_INLINE uint8_t csimdjson_document::member(uint32_t child) {
    if (child && nodes[child].isInner()) return value(child);
    uint32_t start = next;
    uint8_t opening = byte(start), fault = 0;
    if (opening == '"') {
        next = start + 1;
    } else if (opening == '{' || opening == '[') {
        fault = skip(false);
    } else {
        if (!isScalar(entries[start])) fault = CSIMDJSON_FAULT_NOT_JSON;
        next = start + 1;
    }
    if (child) found[child] = {start, next};
    return fault;
}

uint8_t csimdjson_document::object(uint32_t node) {
    if (++depth > CSIMDJSON_DEPTH_MAX) return CSIMDJSON_FAULT_TOO_DEEP;
    const Node &wanted = nodes[node];
    const uint8_t *const all = bytes; // in locals, which no store below can change
    const uint32_t *const places = entries;
    size_t hint = 0;
    int64_t count = 0;
    next++;
    if (byte(next) == '}') {
        next++;
    } else {
        for (;;) {
            uint32_t at = next;
            const uint8_t *key = all + places[at], *colon = all + places[at + 1];
            if (*key != '"' || *colon != ':') return CSIMDJSON_FAULT_NOT_JSON;
            const uint8_t *end = colon - 1;
            while (*end != '"') end--;
            uint32_t child;
            if (uint8_t fault = match(wanted, {key + 1, (size_t)(end - key - 1)}, hint, child)) return fault;
            next = at + 2;
            count++;
            if (uint8_t fault = member(child)) return fault;
            at = next;
            if (at >= entryCount) return CSIMDJSON_FAULT_NOT_JSON;
            next = at + 1;
            uint8_t mark = all[places[at]];
            if (mark == '}') break;
            if (mark != ',') return CSIMDJSON_FAULT_NOT_JSON;
        }
    }
    if (node == 0) rootFields = count;
    depth--;
    return 0;
}

uint8_t csimdjson_document::array(uint32_t node) {
    if (++depth > CSIMDJSON_DEPTH_MAX) return CSIMDJSON_FAULT_TOO_DEEP;
    const Node &wanted = nodes[node];
    next++;
    if (byte(next) == ']') {
        next++;
        depth--;
        return 0;
    }
    for (uint32_t index = 0;; index++) {
        uint32_t child = 0;
        for (const Node::Element &element : wanted.elements)
            if (element.index == index) child = element.node;
        if (uint8_t fault = member(child)) return fault;
        if (next >= entryCount) return CSIMDJSON_FAULT_NOT_JSON;
        uint8_t mark = byte(next++);
        if (mark == ']') break;
        if (mark != ',') return CSIMDJSON_FAULT_NOT_JSON;
    }
    depth--;
    return 0;
}

/// Lets simdjson index a document: it checks UTF-8, control characters and that strings end.
uint8_t csimdjson_document::index(const uint8_t *start, size_t length) {
    bytes = start;
    mayEscape = length > 0 && memchr(start, '\\', length) != nullptr;
    next = depth = entryCount = 0;
    rootFields = 0;
    std::fill(found.begin(), found.end(), Found{0, 0});
    if (length == 0) return CSIMDJSON_FAULT_NOT_JSON;
    size_t capacity = parser ? parser->capacity() : 0;
    if (length > capacity || (capacity > keptCapacity && length < capacity / 8)) {
        size_t wanted = leastCapacity;
        while (wanted < length) wanted *= 2;
        parser.reset();
        auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(wanted, 1, parser);
        if (error) return CSIMDJSON_FAULT_NOT_JSON;
    }
    auto error = parser->stage1(start, length, simdjson::stage1_mode::regular);
    if (error == simdjson::UTF8_ERROR) return CSIMDJSON_FAULT_NOT_UTF8;
    if (error) return CSIMDJSON_FAULT_NOT_JSON;
    entryCount = parser->n_structural_indexes;
    if (entryCount == 0) return CSIMDJSON_FAULT_NOT_JSON;
    parser->structural_indexes[entryCount] = (uint32_t)length; // where the last scalar ends
    entries = parser->structural_indexes.get();
    return 0;
}

uint8_t csimdjson_document::read(Bytes document, int unwrap) {
    schema = nullptr;
    if (unwrap && readKnown(document)) return 0;
    if (uint8_t fault = index(document.start, document.count)) return fault;
    if (byte(0) != '{') {
        if (uint8_t fault = check(document)) return fault;
        return CSIMDJSON_FAULT_NOT_AN_OBJECT;
    }
    if (byte(entryCount - 1) != '}') return CSIMDJSON_FAULT_NOT_JSON;
    uint8_t fault = object(0);
    if (!fault && next != entryCount) fault = CSIMDJSON_FAULT_NOT_JSON;
    found[0] = {0, next};
    if (!fault && unwrap && rootFields == 2) fault = payload(unwrap == CSIMDJSON_UNWRAP_STRICTLY);
    return fault;
}

/// Takes the payload of a Connect envelope for the document, if it is one.
uint8_t csimdjson_document::payload(bool isStrict) {
    Found envelope = {0, 0}, content = {0, 0};
    next = 1;
    for (int i = 0; i < 2; i++) {
        Bytes key = keyText(next);
        next += 2;
        Found place = {next, next};
        skip(false);
        place.end = next;
        if (key.count == 6 && memcmp(key.start, "schema", 6) == 0) envelope = place;
        if (key.count == 7 && memcmp(key.start, "payload", 7) == 0) content = place;
        next++;
    }
    uint32_t all = entryCount;
    next = all;
    if (!envelope.end || !content.end) return 0;
    if (isStrict) {
        if (byte(envelope.start) != '{' || envelope.end < envelope.start + 5) return 0;
        Bytes key = keyText(envelope.start + 1); // Connect writes it first
        if (key.count != 4 || memcmp(key.start, "type", 4) != 0) return 0;
        if (byte(content.start) != '{') return CSIMDJSON_FAULT_NOT_AN_OBJECT;
    }
    bool isFirst = envelope.start < content.start;
    schema = schemas.learn(
        {bytes, isFirst ? entries[content.start] : 0}, rawText(envelope), changes ? &nodes : nullptr,
        changes ? &changes->fixed : nullptr);
    if (!schema) return CSIMDJSON_FAULT_NOT_JSON;
    std::fill(found.begin(), found.end(), Found{0, 0});
    next = content.start;
    depth = 1;
    rootFields = -1;
    uint8_t fault = byte(content.start) == '{' ? object(0) : skip(false);
    found[0] = {content.start, next};
    next = all;
    return fault;
}

uint8_t csimdjson_document::check(Bytes text) {
    copy.assign(text.start, text.end());
    copy.insert(copy.end(), 8, ' '); // what stands after a scalar
    if (uint8_t fault = index(copy.data(), text.count)) return fault;
    uint8_t last = byte(entryCount - 1);
    if (entryCount > 1 && last != '}' && last != ']') return CSIMDJSON_FAULT_NOT_JSON;
    if (entryCount == 1 && !isScalar(entries[0])) return CSIMDJSON_FAULT_NOT_JSON;
    uint8_t fault = skip(true);
    if (!fault && next != entryCount) fault = CSIMDJSON_FAULT_NOT_JSON;
    found[0] = {0, next};
    return fault;
}
