// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// A document that is a change as Debezium sends it, or the key of one.
#include "document.hpp"

using namespace projectord;

namespace {

/// What a count that is said to be "adaptive" must reach to be microseconds for sure: as milliseconds it would be in
/// the year 5138, and as microseconds all before it lies within three years of 1970.
const int64_t surelyMicros = 100000000000000;

bool isName(Bytes key, std::string_view name) {
    return key.count == name.size() && memcmp(key.start, name.data(), key.count) == 0;
}

bool maybeMillis(Bytes text) {
    Number number;
    int64_t count = 0;
    if (!readNumber(text, number) || scaled(number, 0, count)) return false;
    return count != 0 && count > -surelyMicros && count < surelyMicros;
}

/// The content of a string that holds no escape.
Bytes contentOf(Bytes raw) { return {raw.start + 1, raw.count - 2}; }

} // namespace

void csimdjson_document::readChanges(uint8_t decimals, uint8_t times) {
    changes = std::make_unique<Changes>();
    changes->decimals = decimals;
    changes->times = times;
    changes->texts = std::make_unique<csimdjson_document>();
    changes->op = field(0, "op");
    changes->after = field(0, "after");
    changes->heartbeat = field(0, "ts_ms");
    changes->status = field(0, "status");
    changes->eventCount = field(0, "event_count");
    changes->dataCollections = field(0, "data_collections");
}

void csimdjson_document::setEncoding(uint32_t node, uint8_t encoding) {
    if (!changes) return;
    changes->fixed.resize(nodes.size());
    changes->fixed[node] = {(Encoding)encoding, 0};
}

void csimdjson_document::setColumn(uint32_t node, uint32_t column) {
    changes->columns[node] = column;
    for (const Node::Field &field : nodes[node].fields) setColumn(field.node, column);
    for (const Node::Element &element : nodes[node].elements) setColumn(element.node, column);
}

void csimdjson_document::setImage(uint32_t image) {
    if (!changes) return;
    changes->columns.assign(nodes.size(), 0);
    for (const Node::Field &column : nodes[image].fields) setColumn(column.node, column.node);
}

/// Reads a document that starts with a schema seen before, without reading that.
bool csimdjson_document::readKnown(Bytes document) {
    const Schema *known = schemas.find(document);
    if (!known || document.start[document.count - 1] != '}') return false;
    size_t prefix = known->prefix.size();
    if (index(document.start + prefix, document.count - prefix - 1)) return false;
    if (byte(0) != '{' || byte(entryCount - 1) != '}') return false;
    depth = 1;
    if (object(0) || next != entryCount) return false;
    found[0] = {0, next};
    schema = known;
    return true;
}

char csimdjson_document::change() const {
    if (!changes) return 0;
    if (!has(changes->op)) {
        bool isHeartbeat = rootFields == 1 && has(changes->heartbeat);
        bool isTransaction = has(changes->status) && has(changes->eventCount) && has(changes->dataCollections);
        return isHeartbeat || isTransaction ? CSIMDJSON_CHANGE_MESSAGE : 0;
    }
    Bytes op = rawText(found[changes->op]);
    if (op.count != 3 || *op.start != '"') return 0;
    char letter = (char)op.start[1];
    switch (letter) {
    case 'c': case 'r': case 'u':
        return has(changes->after) && byte(found[changes->after].start) == '{' ? letter : 0;
    case 'd': case 't': case 'm': return letter;
    default: return 0;
    }
}

Coding csimdjson_document::codingOf(uint32_t node) const {
    const std::vector<Coding> &codings = schema && !schema->codings.empty() ? schema->codings : changes->fixed;
    return node < codings.size() ? codings[node] : Coding{};
}

void csimdjson_document::convertChange(uint32_t node, csimdjson_type type, uint32_t cell, Writer &writer) {
    if (node < changes->columns.size() && changes->columns[node]) {
        uint32_t column = changes->columns[node];
        if (has(column) && isUnavailable(rawText(found[column]))) return writer.unavailable(cell);
    }
    Found place = found[node];
    if (!place.end) return writer.null(cell);
    Bytes raw = rawText(place);
    switch (*raw.start) {
    case '"': return convertChangedText(raw, place, codingOf(node), type, cell, writer);
    case '{':
        if (convertVariableDecimal(place, type, cell, writer)) return;
        break;
    case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        if (type.type == CSIMDJSON_TYPE_JSON) break;
        return convertChangedNumber(raw, codingOf(node).encoding, type, cell, writer);
    default: break;
    }
    convert(place, type, cell, writer);
}

void csimdjson_document::convertChangedNumber(
    Bytes raw, Encoding encoding, csimdjson_type type, uint32_t cell, Writer &writer) {
    bool isMoment = encoding >= Encoding::momentMs, isTime = encoding >= Encoding::timeMs && !isMoment;
    switch (type.type) {
    case CSIMDJSON_TYPE_TEXT:
        if (!isTime) break;
        return convertCount(raw, encoding, type, cell, writer, raw);
    case CSIMDJSON_TYPE_DATE:
        if (encoding != Encoding::days && encoding != Encoding::unknown) break;
        return convertCount(raw, encoding, type, cell, writer, raw);
    case CSIMDJSON_TYPE_TIMESTAMP:
        if (encoding == Encoding::plain) break;
        if (encoding == Encoding::unknown) {
            encoding = statedTimes(raw);
            if (encoding == Encoding::unknown) return writer.bad(cell, CSIMDJSON_FAULT_ENCODING_MISSING, raw);
        } else if (!isMoment) {
            return writer.bad(cell, CSIMDJSON_FAULT_WRONG_TYPE, raw);
        }
        return convertCount(raw, encoding, type, cell, writer, raw);
    default: break;
    }
    convertNumber(raw, type, cell, writer, raw);
}

/// How the source says that timestamps are written, unless it leaves open what `raw` is.
Encoding csimdjson_document::statedTimes(Bytes raw) const {
    switch (changes->times) {
    case CSIMDJSON_TIMES_CONNECT: return Encoding::momentMs;
    case CSIMDJSON_TIMES_MICROS: return Encoding::momentUs;
    case CSIMDJSON_TIMES_NANOS: return Encoding::momentNs;
    case CSIMDJSON_TIMES_ADAPTIVE: return maybeMillis(raw) ? Encoding::unknown : Encoding::momentUs;
    default: return Encoding::unknown;
    }
}

void csimdjson_document::convertChangedText(
    Bytes raw, Found place, Coding coding, csimdjson_type type, uint32_t cell, Writer &writer) {
    bool isDecimal = coding.encoding == Encoding::decimal;
    switch (type.type) {
    case CSIMDJSON_TYPE_DECIMAL:
        if (isDecimal) return convertBytes(contentOf(raw), coding.scale, type, cell, writer, raw);
        if (coding.encoding != Encoding::unknown || changes->decimals == CSIMDJSON_DECIMALS_TEXT) break;
        if (changes->decimals == CSIMDJSON_DECIMALS_BASE64)
            return convertBytes(contentOf(raw), type.scale, type, cell, writer, raw);
        if (changes->decimals == CSIMDJSON_DECIMALS_NUMBER) return writer.bad(cell, CSIMDJSON_FAULT_WRONG_TYPE, raw);
        return writer.bad(cell, CSIMDJSON_FAULT_ENCODING_MISSING, raw);
    case CSIMDJSON_TYPE_INTEGER:
    case CSIMDJSON_TYPE_REAL:
        if (!isDecimal) break;
        return convertBytes(contentOf(raw), coding.scale, type, cell, writer, raw);
    case CSIMDJSON_TYPE_TEXT:
        if (!isDecimal) break;
        return writer.bad(cell, CSIMDJSON_FAULT_WRONG_TYPE, raw);
    case CSIMDJSON_TYPE_DATE:
        // io.debezium.time.IsoDate has a zone's Z behind the date.
        if (raw.count != 13 || raw.start[11] != 'Z') break;
        return convertString({raw.start + 1, 10}, type, cell, writer, raw);
    case CSIMDJSON_TYPE_JSON: return convertJSONText(raw, cell, writer);
    default: break;
    }
    convert(place, type, cell, writer);
}

/// A string that holds JSON text.
void csimdjson_document::convertJSONText(Bytes raw, uint32_t cell, Writer &writer) {
    Bytes text = contentOf(raw);
    if (mayEscape && hasEscape(text)) {
        scratch.resize(text.count);
        size_t count;
        Escapes escapes = unescape(text, scratch.data(), count);
        if (escapes == Escapes::faulty) return writer.bad(cell, CSIMDJSON_FAULT_NOT_JSON, raw);
        if (escapes == Escapes::nonText) return writer.bad(cell, CSIMDJSON_FAULT_NOT_UTF8, raw);
        text = {scratch.data(), count};
    }
    csimdjson_document &texts = *changes->texts;
    if (uint8_t fault = texts.check(text)) return writer.bad(cell, fault, raw);
    writer.text(cell, texts.rawText(texts.found[0]));
}

/// An object of a decimal's scale and bytes (io.debezium.data.VariableScaleDecimal), if `place` and type are of it.
bool csimdjson_document::convertVariableDecimal(Found place, csimdjson_type type, uint32_t cell, Writer &writer) {
    bool isNumber = type.type == CSIMDJSON_TYPE_DECIMAL || type.type == CSIMDJSON_TYPE_INTEGER
        || type.type == CSIMDJSON_TYPE_REAL;
    if (!isNumber || place.end != place.start + 9) return false;
    uint32_t first = place.start + 1, second = place.start + 5;
    if (byte(second) != '"' || byte(second + 1) != ':') return false; // another object of as many entries
    bool isScaleFirst = isName(keyText(first), "scale");
    if (!isName(keyText(isScaleFirst ? second : first), "value")) return false;
    if (!isScaleFirst && !isName(keyText(second), "scale")) return false;
    uint32_t scaleAt = (isScaleFirst ? first : second) + 2, valueAt = (isScaleFirst ? second : first) + 2;
    Bytes raw = rawText(place), value = rawText({valueAt, valueAt + 1});
    Number number;
    int64_t scale = 0;
    if (!readNumber(rawText({scaleAt, scaleAt + 1}), number) || scaled(number, 0, scale)) return false;
    if (*value.start != '"' || scale < -9999 || scale > 99999) return false;
    convertBytes(contentOf(value), (int)scale, type, cell, writer, raw);
    return true;
}
