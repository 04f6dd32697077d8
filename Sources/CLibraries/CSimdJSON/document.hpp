// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// Finds the wanted values of a document in one walk over simdjson's index of it.
#pragma once
#include "convert.hpp"
#include "debezium.hpp"

#include <memory>
#include <string>
#include <vector>

#include <simdjson.h>

/// For what the walk does at every value: a call costs as much as the work.
#define CSIMDJSON_INLINE __attribute__((always_inline)) inline

namespace projectord {

/// A wanted place, and the wanted places in it: the trie of all paths.
struct Node {
    struct Field {
        std::string name;
        uint32_t node;
        bool hasBackslash; // never equal to a key's raw bytes, in which a backslash is an escape
    };
    struct Element {
        uint32_t index;
        uint32_t node;
    };
    std::vector<Field> fields;
    std::vector<Element> elements;
    uint64_t marks = 0; // the mark of each field's name

    /// A bit by which most other names are told from those that are wanted.
    static uint64_t mark(Bytes name) {
        if (name.count == 0) return 1;
        return 1ull << ((name.count + 7u * name.start[0] + 11u * name.start[name.count - 1]) & 63);
    }
    bool isInner() const { return !fields.empty() || !elements.empty(); }
};

/// Where a value stands, in entries of the index; nothing was found while `end` is 0.
struct Found {
    uint32_t start;
    uint32_t end;
};

/// An array whose elements are wanted: where it may be, the node that stands for each element, and its cells.
struct Array {
    std::vector<uint32_t> nodes;
    uint32_t root;
    std::vector<csimdjson_slot> slots;
};

} // namespace projectord

struct csimdjson_document {
public:
    csimdjson_document() : nodes(1), found(1) {}

    uint32_t field(uint32_t parent, std::string name);
    uint32_t element(uint32_t parent, uint32_t index);
    uint32_t select(const csimdjson_slot *slots, size_t count);
    uint32_t root();
    uint32_t selectArray(projectord::Array array);

    uint8_t read(projectord::Bytes bytes, int unwrap);
    uint8_t check(projectord::Bytes bytes);

    bool has(uint32_t node) const { return found[node].end != 0; }
    int64_t fieldCount() const { return rootFields; }

    void readChanges(uint8_t decimals, uint8_t times);
    void setEncoding(uint32_t node, uint8_t encoding);
    void setImage(uint32_t image);
    char change() const;
    bool equals(uint32_t node, projectord::Bytes text) const;
    uint8_t first(uint32_t node) const { return has(node) ? byte(found[node].start) : 0; }

    size_t fill(uint32_t selection, csimdjson_output &output);
    size_t fillArray(uint32_t number, size_t capacity, size_t &used, csimdjson_output &output);
    size_t convert(uint32_t node, csimdjson_type type, csimdjson_output &output);
    size_t convertText(projectord::Bytes bytes, csimdjson_type type, csimdjson_output &output);
    size_t convertScalar(projectord::Bytes bytes, csimdjson_type type, csimdjson_output &output);

private:
    uint8_t index(const uint8_t *bytes, size_t length);
    uint8_t object(uint32_t node);
    uint8_t array(uint32_t node);
    uint8_t value(uint32_t node);
    uint8_t skip(bool withEscapes);
    uint8_t member(uint32_t child);
    uint8_t scalar(bool withEscapes);
    bool isScalar(uint32_t at) const;
    uint8_t escapesFault(uint32_t entry);
    uint8_t match(const projectord::Node &node, projectord::Bytes key, size_t &hint, uint32_t &matched);
    uint8_t matchEscaped(const projectord::Node &node, projectord::Bytes key, uint32_t &matched);
    void forget(uint32_t node);
    uint8_t payload(bool isStrict);
    bool readKnown(projectord::Bytes document);

    uint8_t byte(uint32_t entry) const { return bytes[entries[entry]]; }
    projectord::Bytes rawText(projectord::Found place) const;
    /// A key's content, escapes and all.
    projectord::Bytes keyText(uint32_t entry) const {
        const uint8_t *start = bytes + entries[entry] + 1, *end = bytes + entries[entry + 1] - 1;
        while (*end != '"') end--;
        return {start, (size_t)(end - start)};
    }
    void convert(uint32_t node, csimdjson_type type, uint32_t cell, projectord::Writer &writer);
    void convert(projectord::Found place, csimdjson_type type, uint32_t cell, projectord::Writer &writer);
    void convertContent(
        projectord::Bytes raw, csimdjson_type type, uint32_t cell, projectord::Writer &writer);
    void convertJSON(projectord::Found place, uint32_t cell, projectord::Writer &writer);
    void convertPlain(
        projectord::Bytes text, csimdjson_type type, uint32_t cell, projectord::Writer &writer);

    void setColumn(uint32_t node, uint32_t column);
    projectord::Coding codingOf(uint32_t node) const;
    projectord::Encoding statedTimes(projectord::Bytes raw) const;
    void convertChange(uint32_t node, csimdjson_type type, uint32_t cell, projectord::Writer &writer);
    void convertChangedNumber(
        projectord::Bytes raw, projectord::Encoding encoding, csimdjson_type type, uint32_t cell,
        projectord::Writer &writer);
    void convertChangedText(
        projectord::Bytes raw, projectord::Found place, projectord::Coding coding, csimdjson_type type, uint32_t cell,
        projectord::Writer &writer);
    void convertJSONText(projectord::Bytes raw, uint32_t cell, projectord::Writer &writer);
    bool convertVariableDecimal(
        projectord::Found place, csimdjson_type type, uint32_t cell, projectord::Writer &writer);
    uint8_t elements(
        const projectord::Array &array, projectord::Found place, size_t capacity, int64_t &count, size_t &used,
        projectord::Writer &writer);
    void elementCell(const csimdjson_slot &slot, int64_t index, uint32_t cell, projectord::Writer &writer);
    void convertIndex(int64_t index, csimdjson_type type, uint32_t cell, projectord::Writer &writer);

    std::vector<projectord::Node> nodes;
    std::vector<std::vector<csimdjson_slot>> selections;
    std::vector<projectord::Array> arrays;

    // The document read last.
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
    const uint8_t *bytes = nullptr;
    const uint32_t *entries = nullptr; // the place of each bracket, comma, colon and start of a scalar
    uint32_t entryCount = 0;
    bool mayEscape = false; // a backslash stands somewhere in it
    uint32_t next = 0;  // the entry that the walk is at
    uint32_t depth = 0; // objects and arrays around it
    std::vector<projectord::Found> found; // by node
    int64_t rootFields = 0;
    const projectord::Schema *schema = nullptr; // that of the document, where it carries one

    projectord::Schemas schemas;
    std::unique_ptr<projectord::Changes> changes; // null but in a document of changes

    std::vector<uint8_t> scratch; // a string without its escapes
    std::vector<uint8_t> copy;    // a checked text with room after it
};
