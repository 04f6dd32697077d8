// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

#include "convert.hpp"

#include <charconv>

namespace projectord {

namespace {

bool sameText(Bytes text, const uint8_t *other, size_t count) {
    return text.count == count && memcmp(text.start, other, count) == 0;
}

/// Whether `text` is how `units` of 10^-scale are printed.
bool isCanonical(Bytes text, int64_t units, int scale) {
    char digits[24], printed[48];
    uint64_t magnitude = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    char *end = std::to_chars(digits, digits + sizeof digits, magnitude).ptr;
    int count = (int)(end - digits), length = 0;
    if (units < 0) printed[length++] = '-';
    int whole = count > scale ? count - scale : 0;
    if (whole == 0) printed[length++] = '0';
    for (int i = 0; i < whole; i++) printed[length++] = digits[i];
    if (scale > 0) printed[length++] = '.';
    for (int i = count; i < scale; i++) printed[length++] = '0';
    for (int i = whole; i < count; i++) printed[length++] = digits[i];
    return sameText(text, (const uint8_t *)printed, (size_t)length);
}

/// The power of ten of the number's first digit that is not 0.
int64_t leadingPower(const Number &number) {
    for (size_t i = 0; i < number.whole.count; i++)
        if (number.whole.start[i] != '0') return (int64_t)(number.whole.count - i) + number.exponent;
    for (size_t i = 0; i < number.fraction.count; i++)
        if (number.fraction.start[i] != '0') return number.exponent - (int64_t)i;
    return -1;
}

/// Whether a text that is no number of JSON is one but for a plus or leading zeros.
bool isOtherNumber(Bytes text) {
    if (text.count > 0 && (*text.start == '+' || *text.start == '-')) text = {text.start + 1, text.count - 1};
    while (text.count > 1 && *text.start == '0') text = {text.start + 1, text.count - 1};
    Number number;
    return readNumber(text, number) && !number.negative;
}

void convertReal(Bytes text, const Number &number, bool canonical, uint32_t cell, Writer &writer, Bytes found) {
    double value = 0;
    auto result = std::from_chars((const char *)text.start, (const char *)text.end(), value);
    if (result.ec == std::errc::result_out_of_range) {
        // Too small is 0, as any number is rounded; too large is no finite number.
        if (leadingPower(number) > 0) return writer.bad(cell, CSIMDJSON_FAULT_OUT_OF_RANGE, found);
        value = 0;
    }
    if (canonical) {
        char printed[32];
        double positive = value == 0 ? 0 : value;
        char *end = std::to_chars(printed, printed + sizeof printed, positive).ptr;
        if (!sameText(text, (const uint8_t *)printed, (size_t)(end - printed)))
            return writer.bad(cell, CSIMDJSON_FAULT_KEY_NOT_CANONICAL, found);
    }
    writer.real(cell, value);
}

void convertUnits(Bytes text, const Number &number, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found) {
    int scale = type.type == CSIMDJSON_TYPE_DECIMAL ? type.scale : 0;
    int64_t units = 0;
    uint8_t fault = scaled(number, scale, units);
    if (fault == CSIMDJSON_FAULT_TOO_MANY_DIGITS && type.type == CSIMDJSON_TYPE_INTEGER)
        fault = CSIMDJSON_FAULT_WRONG_TYPE;
    if (!fault && type.canonical && !isCanonical(text, units, scale)) fault = CSIMDJSON_FAULT_KEY_NOT_CANONICAL;
    if (fault) return writer.bad(cell, fault, found);
    writer.integer(cell, units);
}

/// A moment given as ms since 1970.
void convertMoment(const Number &number, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found) {
    int64_t ms = 0;
    uint8_t fault = scaled(number, 0, ms);
    if (fault == CSIMDJSON_FAULT_TOO_MANY_DIGITS) fault = CSIMDJSON_FAULT_WRONG_TYPE;
    if (!fault && type.canonical) fault = CSIMDJSON_FAULT_KEY_NOT_CANONICAL;
    if (fault) return writer.bad(cell, fault, found);
    if (!writer.reserve(27)) return;
    if (!csimdjson_print_timestamp(ms, writer.free())) return writer.bad(cell, CSIMDJSON_FAULT_OUT_OF_RANGE, found);
    writer.keep(cell, CSIMDJSON_CELL_TEXT, 27);
}

int base64Digit(uint8_t byte) {
    if (byte >= 'A' && byte <= 'Z') return byte - 'A';
    if (byte >= 'a' && byte <= 'z') return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9') return byte - '0' + 52;
    return byte == '+' ? 62 : byte == '/' ? 63 : -1;
}

void convertBlob(Bytes text, uint32_t cell, Writer &writer, Bytes found) {
    if (!writer.reserve(text.count)) return;
    size_t count = 0;
    if (!decodeBase64(text, writer.free(), count)) return writer.bad(cell, CSIMDJSON_FAULT_MALFORMED, found);
    writer.keep(cell, CSIMDJSON_CELL_BLOB, count);
}

void convertTimestamp(Bytes text, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found) {
    if (!writer.reserve(27)) return;
    uint8_t fault = readTimestamp(text, writer.free());
    if (!fault && type.canonical && !sameText(text, writer.free(), 27)) fault = CSIMDJSON_FAULT_KEY_NOT_CANONICAL;
    if (fault) return writer.bad(cell, fault, found);
    writer.keep(cell, CSIMDJSON_CELL_TEXT, 27);
}

} // namespace

bool decodeBase64(Bytes text, uint8_t *out, size_t &count) {
    if (text.count % 4 != 0) return false;
    size_t padding = 0;
    while (padding < 2 && padding < text.count && text.start[text.count - 1 - padding] == '=') padding++;
    count = text.count / 4 * 3 - padding;
    size_t written = 0;
    for (size_t at = 0; at < text.count; at += 4) {
        uint32_t bits = 0;
        size_t pads = at + 4 == text.count ? padding : 0;
        for (size_t i = 0; i < 4; i++) {
            int digit = i < 4 - pads ? base64Digit(text.start[at + i]) : 0;
            if (digit < 0) return false;
            bits = bits << 6 | (uint32_t)digit;
        }
        if (pads > 0 && (bits & (pads == 1 ? 0xFFu : 0xFFFFu)) != 0) return false;
        for (size_t i = 0; i < 3 - pads; i++) out[written++] = (uint8_t)(bits >> (16 - 8 * i));
    }
    return written == count;
}

void convertNumber(Bytes text, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found) {
    Number number;
    if (!readNumber(text, number)) {
        bool isOther = type.canonical && isOtherNumber(text);
        return writer.bad(cell, isOther ? CSIMDJSON_FAULT_KEY_NOT_CANONICAL : CSIMDJSON_FAULT_MALFORMED, found);
    }
    switch (type.type) {
    case CSIMDJSON_TYPE_INTEGER:
    case CSIMDJSON_TYPE_DECIMAL: return convertUnits(text, number, type, cell, writer, found);
    case CSIMDJSON_TYPE_REAL: return convertReal(text, number, type.canonical, cell, writer, found);
    case CSIMDJSON_TYPE_TIMESTAMP: return convertMoment(number, type, cell, writer, found);
    default: return writer.bad(cell, CSIMDJSON_FAULT_WRONG_TYPE, found);
    }
}

void convertString(Bytes text, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found) {
    switch (type.type) {
    case CSIMDJSON_TYPE_DECIMAL: return convertNumber(text, type, cell, writer, found);
    case CSIMDJSON_TYPE_TIMESTAMP: return convertTimestamp(text, type, cell, writer, found);
    case CSIMDJSON_TYPE_BLOB: return convertBlob(text, cell, writer, found);
    case CSIMDJSON_TYPE_DATE:
        if (uint8_t fault = checkDate(text)) return writer.bad(cell, fault, found);
        return writer.text(cell, text);
    default: return writer.bad(cell, CSIMDJSON_FAULT_WRONG_TYPE, found);
    }
}

} // namespace projectord
