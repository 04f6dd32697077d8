// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The schemas of records, and how they say that values are written.
#include "document.hpp"

#include <charconv>

namespace projectord {

namespace {

/// Schemas kept at most. A table has a few in its life; a source of more reads each record's anew.
const size_t schemasMax = 32;
/// Bytes of a prefix that is kept, at most. A table of 28 columns takes 8 KB.
const size_t prefixMax = 256 * 1024;

using Element = simdjson::dom::element;

struct Name {
    std::string_view name;
    Encoding encoding;
};

const Name names[] = {
    {"io.debezium.time.Date", Encoding::days},
    {"io.debezium.time.Time", Encoding::timeMs},
    {"io.debezium.time.MicroTime", Encoding::timeUs},
    {"io.debezium.time.NanoTime", Encoding::timeNs},
    {"io.debezium.time.Timestamp", Encoding::momentMs},
    {"io.debezium.time.MicroTimestamp", Encoding::momentUs},
    {"io.debezium.time.NanoTimestamp", Encoding::momentNs},
    {"org.apache.kafka.connect.data.Date", Encoding::days},
    {"org.apache.kafka.connect.data.Time", Encoding::timeMs},
    {"org.apache.kafka.connect.data.Timestamp", Encoding::momentMs},
    {"org.apache.kafka.connect.data.Decimal", Encoding::decimal},
};

/// The scale of a decimal, which Connect writes as a string.
bool readScale(Element schema, int16_t &scale) {
    std::string_view text;
    if (schema["parameters"]["scale"].get(text)) return false;
    auto result = std::from_chars(text.data(), text.data() + text.size(), scale);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

Coding codingOf(Element schema) {
    Coding coding{Encoding::plain, 0};
    std::string_view name;
    if (schema["name"].get(name)) return coding;
    for (const Name &known : names)
        if (known.name == name) coding.encoding = known.encoding;
    if (coding.encoding == Encoding::decimal && !readScale(schema, coding.scale)) coding.encoding = Encoding::plain;
    return coding;
}

/// Says for a node, and all below it, what a schema says.
void resolve(const std::vector<Node> &nodes, uint32_t node, Element schema, std::vector<Coding> &codings) {
    codings[node] = codingOf(schema);
    simdjson::dom::array fields;
    if (!nodes[node].fields.empty() && !schema["fields"].get(fields)) {
        for (const Node::Field &wanted : nodes[node].fields) {
            for (Element field : fields) {
                std::string_view name;
                if (!field["field"].get(name) && name == wanted.name) resolve(nodes, wanted.node, field, codings);
            }
        }
    }
    Element items;
    if (nodes[node].elements.empty() || schema["items"].get(items)) return;
    for (const Node::Element &wanted : nodes[node].elements) resolve(nodes, wanted.node, items, codings);
}

} // namespace

const Schema *Schemas::find(Bytes document) {
    size_t count = known.size();
    for (size_t i = 0, at = last; i < count; i++, at++) {
        if (at >= count) at = 0;
        const std::string &prefix = known[at].prefix;
        if (prefix.size() >= document.count || memcmp(prefix.data(), document.start, prefix.size()) != 0) continue;
        last = at;
        return &known[at];
    }
    return nullptr;
}

const Schema *Schemas::learn(
    Bytes prefix, Bytes text, const std::vector<Node> *nodes, const std::vector<Coding> *fixed) {
    for (const Schema &schema : known)
        if (schema.prefix == std::string_view((const char *)prefix.start, prefix.count)) return &schema;
    std::vector<Coding> codings;
    if (nodes) {
        simdjson::dom::parser parser;
        Element schema;
        if (parser.parse((const char *)text.start, text.count).get(schema)) return nullptr;
        if (schema.is_object()) {
            codings.assign(nodes->size(), Coding{Encoding::plain, 0});
            resolve(*nodes, 0, schema, codings);
            for (size_t node = 0; node < fixed->size(); node++)
                if ((*fixed)[node].encoding != Encoding::unknown) codings[node] = (*fixed)[node];
        }
    }
    Schema *place = &large;
    bool isKept = prefix.count > 0 && prefix.count <= prefixMax;
    if (isKept && known.size() < schemasMax) {
        known.emplace_back();
        last = known.size() - 1;
        place = &known.back();
    } else if (isKept) {
        last = oldest;
        oldest = (oldest + 1) % schemasMax;
        place = &known[last];
    }
    place->prefix.assign((const char *)prefix.start, isKept ? prefix.count : 0);
    place->codings = std::move(codings);
    return place;
}

} // namespace projectord
