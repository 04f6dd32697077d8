// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// Values as Debezium writes them, to cells.
#include "debezium.hpp"

#include <charconv>
#include <iterator>

namespace projectord {

namespace {

#define PLACEHOLDER "__debezium_unavailable_value"

/// The placeholder of Debezium's default settings in all shapes that PostgreSQL's types give it: texts and JSON, bytes
/// in base64, arrays of texts, of numbers (the placeholder's bytes), and hstore as an object or a text.
const std::string_view placeholders[] = {
    "\"" PLACEHOLDER "\"",
    "\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"",
    "[\"" PLACEHOLDER "\"]",
    "[95,95,100,101,98,101,122,105,117,109,95,117,110,97,118,97,105,108,97,98,108,101,95,118,97,108,117,101]",
    "{\"" PLACEHOLDER "\":\"" PLACEHOLDER "\"}",
    "\"{\\\"" PLACEHOLDER "\\\":\\\"" PLACEHOLDER "\\\"}\"",
};

/// An integer of up to 16 bytes, highest first, in two's complement.
bool readInteger(const uint8_t *bytes, size_t count, __int128 &value) {
    if (count == 0 || count > 16) return false;
    unsigned __int128 bits = bytes[0] & 0x80 ? ~(unsigned __int128)0 : 0;
    for (size_t i = 0; i < count; i++) bits = bits << 8 | bytes[i];
    value = (__int128)bits;
    return true;
}

/// Writes `value` times 10^-scale as a number of JSON's grammar, in at most 60 bytes.
size_t printNumber(__int128 value, int scale, uint8_t *out) {
    unsigned __int128 rest = value < 0 ? 0 - (unsigned __int128)value : (unsigned __int128)value;
    uint8_t digits[40], *at = digits + sizeof digits, *start = out;
    do {
        *--at = (uint8_t)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest > 0);
    if (value < 0) *out++ = '-';
    memcpy(out, at, (size_t)(digits + sizeof digits - at));
    out += digits + sizeof digits - at;
    *out++ = 'e';
    return (size_t)(std::to_chars((char *)out, (char *)out + 8, -scale).ptr - (char *)start);
}

int64_t flooredQuotient(int64_t value, int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

int64_t perSecond(Encoding encoding) {
    switch (encoding) {
    case Encoding::timeMs: case Encoding::momentMs: return 1000;
    case Encoding::timeUs: case Encoding::momentUs: return 1000000;
    default: return 1000000000;
    }
}

/// The microseconds of a part of a second.
int32_t microsOf(int64_t part, int64_t perSecond) {
    return (int32_t)(perSecond > 1000000 ? part / (perSecond / 1000000) : part * (1000000 / perSecond));
}

void putDigits(uint8_t *&out, int64_t value, int count) {
    for (int i = count - 1; i >= 0; i--, value /= 10) out[i] = (uint8_t)('0' + value % 10);
    out += count;
}

/// Writes a time of day, or MySQL's longer one, as `HH:MM:SS.ffffff`; gives the bytes, 0 for out of range.
size_t printTimeOfDay(int64_t count, int64_t perSecond, uint8_t *out) {
    const int64_t hoursMax = 9999;
    uint8_t *start = out;
    bool isNegative = count < 0;
    uint64_t rest = isNegative ? 0 - (uint64_t)count : (uint64_t)count;
    int64_t seconds = (int64_t)(rest / (uint64_t)perSecond), hours = seconds / 3600;
    if (hours > hoursMax) return 0;
    if (isNegative) *out++ = '-';
    putDigits(out, hours, hours > 999 ? 4 : hours > 99 ? 3 : 2);
    *out++ = ':';
    putDigits(out, seconds / 60 % 60, 2);
    *out++ = ':';
    putDigits(out, seconds % 60, 2);
    *out++ = '.';
    putDigits(out, microsOf((int64_t)(rest % (uint64_t)perSecond), perSecond), 6);
    return (size_t)(out - start);
}

} // namespace

bool isUnavailable(Bytes raw) {
    for (std::string_view placeholder : placeholders)
        if (placeholder.size() == raw.count && memcmp(placeholder.data(), raw.start, raw.count) == 0) return true;
    return false;
}

void convertBytes(Bytes base64, int scale, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found) {
    const size_t textMax = 24; // base64 of 16 bytes
    uint8_t bytes[textMax], text[64];
    size_t count = 0;
    __int128 value = 0;
    if (base64.count == 0) return writer.bad(cell, CSIMDJSON_FAULT_MALFORMED, found);
    if (base64.count > textMax) return writer.bad(cell, CSIMDJSON_FAULT_OUT_OF_RANGE, found);
    if (!decodeBase64(base64, bytes, count)) return writer.bad(cell, CSIMDJSON_FAULT_MALFORMED, found);
    if (!readInteger(bytes, count, value)) return writer.bad(cell, CSIMDJSON_FAULT_OUT_OF_RANGE, found);
    int wanted = type.type == CSIMDJSON_TYPE_DECIMAL ? type.scale : 0;
    if (type.type != CSIMDJSON_TYPE_REAL && scale == wanted && value >= INT64_MIN && value <= INT64_MAX)
        return writer.integer(cell, (int64_t)value);
    convertNumber({text, printNumber(value, scale, text)}, type, cell, writer, found);
}

void convertCount(Bytes text, Encoding encoding, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found) {
    Number number;
    int64_t count = 0;
    if (!readNumber(text, number)) return writer.bad(cell, CSIMDJSON_FAULT_MALFORMED, found);
    uint8_t fault = scaled(number, 0, count);
    if (fault == CSIMDJSON_FAULT_TOO_MANY_DIGITS) fault = CSIMDJSON_FAULT_WRONG_TYPE;
    if (fault) return writer.bad(cell, fault, found);
    if (!writer.reserve(32)) return;
    size_t length = 0;
    if (type.type == CSIMDJSON_TYPE_DATE) {
        length = printDate(count, writer.free()) ? 10 : 0;
    } else if (type.type == CSIMDJSON_TYPE_TIMESTAMP) {
        int64_t unit = perSecond(encoding), seconds = flooredQuotient(count, unit);
        length = printTimestamp(seconds, microsOf(count - seconds * unit, unit), writer.free()) ? 27 : 0;
    } else {
        length = printTimeOfDay(count, perSecond(encoding), writer.free());
    }
    if (length == 0) return writer.bad(cell, CSIMDJSON_FAULT_OUT_OF_RANGE, found);
    writer.keep(cell, CSIMDJSON_CELL_TEXT, length);
}

} // namespace projectord
