// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// Hashes of rows, and their sum over many rows, which their order does not change.
#include "csqlite.h"
#include <string.h>

typedef struct {
    uint64_t low, high;
} hash128;

/// By kind of value, from SQLITE_INTEGER on: a value of another kind is another value.
static const uint64_t low_factors[] = {
    0xa0761d6478bd642f, 0xe7037ed1a0b428db, 0x8ebc6af09c88c6e3, 0x589965cc75374cc3, 0x1d8e4e27c47d124f,
};
static const uint64_t high_factors[] = {
    0x9e3779b97f4a7c15, 0xd6e8feb86659fd93, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9, 0xff51afd7ed558ccd,
};

static inline uint64_t fold(uint64_t one, uint64_t other) {
    unsigned __int128 product = (unsigned __int128)one * other;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline hash128 mix(hash128 hash, uint64_t word, int kind) {
    // The halves go through different products, so that what one of them loses stays in the other.
    hash.low = fold(hash.low ^ word, low_factors[kind]) + hash.high;
    hash.high = fold(hash.high + word, high_factors[kind]) ^ (hash.high >> 29);
    return hash;
}

static inline hash128 mix_bytes(hash128 hash, const unsigned char *bytes, uint64_t count, int kind) {
    uint64_t word, rest = count;
    for (; rest >= sizeof word; rest -= sizeof word, bytes += sizeof word) {
        memcpy(&word, bytes, sizeof word);
        hash = mix(hash, word, kind);
    }
    word = 0;
    if (rest) memcpy(&word, bytes, rest);
    return mix(mix(hash, word, kind), count, kind);
}

static hash128 hash_of(int count, sqlite3_value **values) {
    hash128 hash = {0x2d358dccaa6c78a5, 0x8bb84b93962eacc9};
    for (int i = 0; i < count; i++) {
        int kind = sqlite3_value_type(values[i]) - SQLITE_INTEGER;
        switch (kind + SQLITE_INTEGER) {
        case SQLITE_INTEGER: hash = mix(hash, (uint64_t)sqlite3_value_int64(values[i]), kind); break;
        case SQLITE_FLOAT: {
            double real = sqlite3_value_double(values[i]);
            uint64_t bits;
            memcpy(&bits, &real, sizeof bits);
            hash = mix(hash, bits, kind);
            break;
        }
        case SQLITE_TEXT: {
            const unsigned char *text = sqlite3_value_text(values[i]);
            hash = mix_bytes(hash, text, (uint64_t)sqlite3_value_bytes(values[i]), kind);
            break;
        }
        case SQLITE_BLOB: {
            const unsigned char *blob = sqlite3_value_blob(values[i]);
            hash = mix_bytes(hash, blob, (uint64_t)sqlite3_value_bytes(values[i]), kind);
            break;
        }
        default: hash = mix(hash, 0, kind);
        }
    }
    return mix(mix(hash, (uint64_t)count, 0), 0, 1);
}

static void hash_row(sqlite3_context *context, int count, sqlite3_value **values) {
    hash128 hash = hash_of(count, values);
    sqlite3_result_blob(context, &hash, sizeof hash, SQLITE_TRANSIENT);
}

static void add_row(sqlite3_context *context, int count, sqlite3_value **values) {
    hash128 *sum = sqlite3_aggregate_context(context, sizeof *sum);
    if (!sum) return sqlite3_result_error_nomem(context);
    hash128 hash = hash_of(count, values);
    sum->low += hash.low;
    sum->high += hash.high + (sum->low < hash.low);
}

static void end_rows(sqlite3_context *context) {
    hash128 none = {0, 0};
    const hash128 *sum = sqlite3_aggregate_context(context, 0);
    sqlite3_result_blob(context, sum ? sum : &none, sizeof none, SQLITE_TRANSIENT);
}

int csqlite_add_digest(sqlite3 *db) {
    int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int rc = sqlite3_create_function_v2(db, "_hash", -1, flags, NULL, hash_row, NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_create_function_v2(db, "_digest", -1, flags, NULL, NULL, add_row, end_rows, NULL);
    return rc;
}
