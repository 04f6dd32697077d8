// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

#include "convert.hpp"

namespace projectord {

namespace {

bool isDigit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

int hexDigit(uint8_t byte) {
    if (isDigit(byte)) return byte - '0';
    byte |= 0x20;
    return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/// The four hexadecimal digits of a \u escape, or -1.
int32_t codeUnit(const uint8_t *at, const uint8_t *end) {
    if (end - at < 4) return -1;
    int32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hexDigit(at[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

uint8_t *putScalar(uint32_t scalar, uint8_t *out) {
    if (scalar < 0x80) {
        *out++ = (uint8_t)scalar;
    } else if (scalar < 0x800) {
        *out++ = (uint8_t)(0xC0 | scalar >> 6);
        *out++ = (uint8_t)(0x80 | (scalar & 0x3F));
    } else if (scalar < 0x10000) {
        *out++ = (uint8_t)(0xE0 | scalar >> 12);
        *out++ = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
        *out++ = (uint8_t)(0x80 | (scalar & 0x3F));
    } else {
        *out++ = (uint8_t)(0xF0 | scalar >> 18);
        *out++ = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
        *out++ = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
        *out++ = (uint8_t)(0x80 | (scalar & 0x3F));
    }
    return out;
}

/// Reads the escape after `\u` at `at`, moving past it.
Escapes unicodeEscape(const uint8_t *&at, const uint8_t *end, uint8_t *&out) {
    int32_t unit = codeUnit(at, end);
    if (unit < 0) return Escapes::faulty;
    at += 4;
    if (unit == 0) return Escapes::nonText;
    uint32_t scalar = (uint32_t)unit;
    if (unit >= 0xD800 && unit < 0xE000) {
        bool paired = unit < 0xDC00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u';
        int32_t low = paired ? codeUnit(at + 2, end) : -1;
        if (low < 0xDC00 || low > 0xDFFF) return Escapes::nonText;
        at += 6;
        scalar = 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
    }
    out = putScalar(scalar, out);
    return Escapes::fine;
}

/// What a one-letter escape stands for, or 0.
uint8_t simpleEscape(uint8_t letter) {
    switch (letter) {
    case '"': case '\\': case '/': return letter;
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return 0;
    }
}

Bytes digitsFrom(const uint8_t *&at, const uint8_t *end) {
    const uint8_t *start = at;
    while (at < end && isDigit(*at)) at++;
    return {start, (size_t)(at - start)};
}

/// Digits as a number; up to 19 of them.
struct Magnitude {
    unsigned __int128 value = 0;
    void add(Bytes digits) {
        for (size_t i = 0; i < digits.count; i++) value = value * 10 + (uint64_t)(digits.start[i] - '0');
    }
};

const uint8_t *leadingZeros(Bytes digits) {
    const uint8_t *at = digits.start;
    while (at < digits.end() && *at == '0') at++;
    return at;
}

size_t trailingZeros(Bytes digits) {
    size_t count = 0;
    while (count < digits.count && digits.start[digits.count - 1 - count] == '0') count++;
    return count;
}

uint8_t signedUnits(unsigned __int128 magnitude, bool negative, int64_t &units) {
    unsigned __int128 limit = (unsigned __int128)INT64_MAX + (negative ? 1 : 0);
    if (magnitude > limit) return CSIMDJSON_FAULT_OUT_OF_RANGE;
    units = (int64_t)(negative ? 0 - (uint64_t)magnitude : (uint64_t)magnitude);
    return 0;
}

const int64_t exponentLimit = 1000000000000;

} // namespace

Escapes unescape(Bytes content, uint8_t *out, size_t &count) {
    const uint8_t *at = content.start, *end = content.end();
    uint8_t *start = out;
    Escapes result = Escapes::fine;
    while (at < end) {
        const uint8_t *escape = (const uint8_t *)memchr(at, '\\', (size_t)(end - at));
        size_t plain = (size_t)((escape ? escape : end) - at);
        memcpy(out, at, plain);
        out += plain;
        if (!escape) break;
        at = escape + 1;
        if (at >= end) return Escapes::faulty;
        uint8_t letter = *at++;
        if (letter == 'u') {
            Escapes one = unicodeEscape(at, end, out);
            if (one == Escapes::faulty) return one;
            if (one == Escapes::nonText) result = one;
        } else {
            uint8_t byte = simpleEscape(letter);
            if (!byte) return Escapes::faulty;
            *out++ = byte;
        }
    }
    count = (size_t)(out - start);
    return result;
}

bool readNumber(Bytes text, Number &number) {
    const uint8_t *at = text.start, *end = text.end();
    number.negative = at < end && *at == '-';
    if (number.negative) at++;
    number.whole = digitsFrom(at, end);
    if (number.whole.count == 0 || (number.whole.count > 1 && number.whole.start[0] == '0')) return false;
    number.fraction = {at, 0};
    number.hasExponent = false;
    number.exponent = 0;
    if (at < end && *at == '.') {
        at++;
        number.fraction = digitsFrom(at, end);
        if (number.fraction.count == 0) return false;
    }
    if (at < end && (*at | 0x20) == 'e') {
        at++;
        bool negative = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+')) at++;
        Bytes digits = digitsFrom(at, end);
        if (digits.count == 0) return false;
        for (size_t i = 0; i < digits.count && number.exponent < exponentLimit; i++)
            number.exponent = number.exponent * 10 + (digits.start[i] - '0');
        if (negative) number.exponent = -number.exponent;
        number.hasExponent = true;
    }
    return at == end;
}

uint8_t scaled(const Number &number, int scale, int64_t &units) {
    Bytes whole = number.whole, fraction = number.fraction;
    if (!number.hasExponent && whole.count + (size_t)scale <= 18 && fraction.count <= (size_t)scale) {
        int64_t value = 0;
        for (size_t i = 0; i < whole.count; i++) value = value * 10 + (whole.start[i] - '0');
        for (size_t i = 0; i < fraction.count; i++) value = value * 10 + (fraction.start[i] - '0');
        for (size_t i = fraction.count; i < (size_t)scale; i++) value *= 10;
        units = number.negative ? -value : value;
        return 0;
    }
    // The digits without zeros at either end, and the power of ten they are to be multiplied with.
    fraction.count -= trailingZeros(fraction);
    int64_t power = number.exponent - (int64_t)fraction.count + scale;
    if (fraction.count == 0) {
        size_t zeros = trailingZeros(whole);
        whole.count -= zeros;
        power += (int64_t)zeros;
    }
    const uint8_t *first = leadingZeros(whole);
    whole = {first, (size_t)(whole.end() - first)};
    if (whole.count == 0) {
        first = leadingZeros(fraction);
        fraction = {first, (size_t)(fraction.end() - first)};
    }
    if (whole.count + fraction.count == 0) {
        units = 0;
        return 0;
    }
    if ((int64_t)(whole.count + fraction.count) + power > 19) return CSIMDJSON_FAULT_OUT_OF_RANGE;
    if (power < 0) return CSIMDJSON_FAULT_TOO_MANY_DIGITS;
    Magnitude magnitude;
    magnitude.add(whole);
    magnitude.add(fraction);
    while (power-- > 0) magnitude.value *= 10;
    return signedUnits(magnitude.value, number.negative, units);
}

void Writer::real(uint32_t cell, double value) {
    if (value == 0) value = 0; // SQLite knows no negative zero
    int64_t bits;
    memcpy(&bits, &value, sizeof bits);
    output.cells[cell] = {bits, 0, CSIMDJSON_CELL_REAL, 0, 0};
}

void Writer::text(uint32_t cell, Bytes text) {
    if (!reserve(text.count)) return;
    memcpy(free(), text.start, text.count);
    keep(cell, CSIMDJSON_CELL_TEXT, text.count);
}

void Writer::bad(uint32_t cell, uint8_t fault, Bytes found) {
    size_t count = found.count;
    if (count > CSIMDJSON_EXCERPT_BYTES_MAX) {
        count = CSIMDJSON_EXCERPT_BYTES_MAX;
        while (count > 0 && (found.start[count] & 0xC0) == 0x80) count--; // not in the midst of a character
    }
    if (!reserve(count)) return;
    if (count > 0) memcpy(free(), found.start, count);
    keep(cell, CSIMDJSON_CELL_BAD, count, fault);
}

} // namespace projectord
