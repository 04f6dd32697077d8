// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// How Kafka Connect and Debezium write values, and what the schema in a record says of it.
#pragma once
#include "convert.hpp"

#include <memory>
#include <string>
#include <vector>

struct csimdjson_document;

namespace projectord {

struct Node;

/// How a place's value is to be read, beyond its JSON.
enum class Encoding : uint8_t {
    unknown,    // no schema says it
    plain,      // as rule R10 has it
    decimal,    // base64 of an unscaled integer's bytes, highest first, or a number
    days,       // since 1970
    timeMs,     // since midnight
    timeUs,
    timeNs,
    momentMs,   // since 1970
    momentUs,
    momentNs,
};

struct Coding {
    Encoding encoding = Encoding::unknown;
    int16_t scale = 0; // of a decimal
};

/// A schema that records carry, resolved for the wanted places.
struct Schema {
    std::string prefix; // what the records that carry it start with, up to their payload
    std::vector<Coding> codings; // by node; empty where the schema is null or nobody asks
};

/// Schemas seen, so that those of most records need not be read at all: a topic has few, and each repeats byte for
/// byte.
class Schemas {
public:
    /// The schema that a document starts with, if it is known.
    const Schema *find(Bytes document);
    /// Keeps a schema; with nodes, says how the places below node 0 are to be read. Null where it is no JSON.
    const Schema *learn(
        Bytes prefix, Bytes schema, const std::vector<Node> *nodes, const std::vector<Coding> *fixed);

private:
    std::vector<Schema> known;
    size_t last = 0, oldest = 0;
    Schema large; // one with too long a prefix to be kept
};

/// What a document of changes needs besides.
struct Changes {
    uint8_t decimals, times; // CSIMDJSON_DECIMALS_..., CSIMDJSON_TIMES_...
    uint32_t op, after, heartbeat, status, eventCount, dataCollections;
    std::vector<Coding> fixed; // by node: what no schema need say
    std::vector<uint32_t> columns; // by node: the column of the image that it is in, 0 for none
    std::unique_ptr<csimdjson_document> texts; // of JSON in strings
};

/// Whether a value, as it stands in the document, says that the database did not send it.
bool isUnavailable(Bytes raw);

/// A decimal of base64 and a scale as a number of any kind.
void convertBytes(Bytes base64, int scale, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found);
/// A count since 1970 or since midnight as a timestamp, a date or a text.
void convertCount(Bytes number, Encoding encoding, csimdjson_type type, uint32_t cell, Writer &writer, Bytes found);

} // namespace projectord
