// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// From the text of a value to its cell, by rule R10; knows nothing of documents.
#pragma once
#include "csimdjson.h"

#include <string.h>

namespace projectord {

/// Bytes that are not ours.
struct Bytes {
    const uint8_t *start;
    size_t count;
    const uint8_t *end() const { return start + count; }
};

/// Whether two texts of one to two words' bytes are the same.
template <typename Word> inline bool isSameWord(const uint8_t *one, const uint8_t *other, size_t count) {
    Word a, b, c, d;
    memcpy(&a, one, sizeof a);
    memcpy(&b, other, sizeof b);
    memcpy(&c, one + count - sizeof c, sizeof c);
    memcpy(&d, other + count - sizeof d, sizeof d);
    return a == b && c == d;
}

/// Whether two texts of `count` bytes are the same; most are too short for a call of memcmp to pay.
inline bool isSame(const uint8_t *one, const uint8_t *other, size_t count) {
    if (count > 16) return memcmp(one, other, count) == 0;
    if (count >= 8) return isSameWord<uint64_t>(one, other, count);
    if (count >= 4) return isSameWord<uint32_t>(one, other, count);
    for (size_t i = 0; i < count; i++)
        if (one[i] != other[i]) return false;
    return true;
}

/// Whether a string's content has an escape.
inline bool hasEscape(Bytes text) {
    if (text.count > 64) return memchr(text.start, '\\', text.count) != nullptr;
    const uint64_t ones = 0x0101010101010101;
    auto isIn = [&](uint64_t word) {
        word ^= ones * '\\';
        return ((word - ones) & ~word & (ones << 7)) != 0;
    };
    uint64_t word;
    if (text.count >= 8) {
        for (size_t i = 0; i + 8 < text.count; i += 8) {
            memcpy(&word, text.start + i, 8);
            if (isIn(word)) return true;
        }
        memcpy(&word, text.end() - 8, 8);
        return isIn(word);
    }
    if (text.count >= 4) {
        uint32_t first, last;
        memcpy(&first, text.start, 4);
        memcpy(&last, text.end() - 4, 4);
        return isIn((uint64_t)first << 32 | last);
    }
    for (size_t i = 0; i < text.count; i++)
        if (text.start[i] == '\\') return true;
    return false;
}

/// What unescaping came to.
enum class Escapes {
    fine,
    faulty,  // no JSON
    nonText, // JSON, but a NUL or half a surrogate pair
};

/// Writes a string's content without its escapes; `out` has room for as many bytes as the content.
Escapes unescape(Bytes content, uint8_t *out, size_t &count);

/// The parts of a JSON number.
struct Number {
    bool negative;
    Bytes whole, fraction;
    bool hasExponent;
    int64_t exponent; // far beyond any use, it stands still
};

/// Reads all of `text` as a number of JSON's grammar.
bool readNumber(Bytes text, Number &number);

/// The number times 10^scale as an integer; gives a fault if it has more fraction digits or does not fit.
uint8_t scaled(const Number &number, int scale, int64_t &units);

/// A writer of cells into a caller's memory.
class Writer {
public:
    explicit Writer(csimdjson_output &output) : output(output) {}

    /// Whether `count` bytes are free in the arena; if not, notes how many must be.
    bool reserve(size_t count) {
        if (output.arena_capacity - output.arena_count >= count) return true;
        missing = count;
        return false;
    }
    /// The first free byte of the arena.
    uint8_t *free() { return output.arena + output.arena_count; }

    void unavailable(uint32_t cell) { output.cells[cell] = {0, 0, CSIMDJSON_CELL_UNAVAILABLE, 0, 0}; }
    void null(uint32_t cell) { output.cells[cell] = {0, 0, CSIMDJSON_CELL_NULL, 0, 0}; }
    void integer(uint32_t cell, int64_t value) { output.cells[cell] = {value, 0, CSIMDJSON_CELL_INTEGER, 0, 0}; }
    void real(uint32_t cell, double value);
    /// Keeps the `count` bytes that were written to `free()`.
    void keep(uint32_t cell, uint8_t kind, size_t count, uint8_t fault = 0) {
        output.cells[cell] = {(int64_t)output.arena_count, (uint32_t)count, kind, fault, 0};
        output.arena_count += count;
    }
    /// Copies a text into the arena.
    void text(uint32_t cell, Bytes text);
    /// A value that does not fit, with the start of what was found.
    void bad(uint32_t cell, uint8_t fault, Bytes found);

    size_t missing = 0;

private:
    csimdjson_output &output;
};

/// A number as an integer, a real, a decimal or, being ms since 1970, a timestamp; `found` is its text.
void convertNumber(Bytes text, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found);

/// The content of a string as a decimal, a timestamp, a date or a blob; `found` is what to show if it is none.
void convertString(Bytes text, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found);

/// Decodes base64 with its padding and no bits left over, which makes one text of each blob; `out` has room for as
/// many bytes as the text.
bool decodeBase64(Bytes text, uint8_t *out, size_t &count);

/// Writes a day, counted from 1970, as 10 bytes; false if its year is outside 0001 to 9999.
bool printDate(int64_t days, uint8_t *text);

/// Writes a moment of microseconds since 1970 as 27 bytes; false if its year is outside 0001 to 9999.
bool printTimestamp(int64_t seconds, int32_t micros, uint8_t *text);

/// Reads RFC 3339 and writes it normalised; 0 or a fault.
uint8_t readTimestamp(Bytes text, uint8_t *out);
/// Checks `YYYY-MM-DD`; 0 or a fault.
uint8_t checkDate(Bytes text);

} // namespace projectord
