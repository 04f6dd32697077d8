// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// libFuzzer on the JSON shim: any bytes as a record's value, key and header, read as every type, and as changes with
// their schemas. What it must not do is touch memory that is not its own, give a text that is outside the arena or no
// text, or read a record otherwise because of one that it read before; scripts/fuzz builds it with AddressSanitizer.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <simdjson.h>

#include "../Sources/CLibraries/CSimdJSON/include/csimdjson.h"

namespace {

const char *const names[] = {"a", "b", "c", "id", "after", "op", "source", "schema", "payload", "items", "\xC3\xA9"};
const csimdjson_type types[] = {
    {CSIMDJSON_TYPE_INTEGER, 0, 0}, {CSIMDJSON_TYPE_REAL, 0, 0},   {CSIMDJSON_TYPE_TEXT, 0, 0},
    {CSIMDJSON_TYPE_BOOLEAN, 0, 0}, {CSIMDJSON_TYPE_BLOB, 0, 0},   {CSIMDJSON_TYPE_JSON, 0, 0},
    {CSIMDJSON_TYPE_DECIMAL, 2, 0}, {CSIMDJSON_TYPE_DECIMAL, 18, 1}, {CSIMDJSON_TYPE_TIMESTAMP, 0, 0},
    {CSIMDJSON_TYPE_DATE, 0, 0},    {CSIMDJSON_TYPE_INTEGER, 0, 1}, {CSIMDJSON_TYPE_TIMESTAMP, 0, 1},
};
/// The columns of the samples' tables, and those of the corpus' own records.
const char *const columns[] = {"id", "a", "num", "numv", "ts6", "da", "ti", "jb", "by", "ta", "tx"};
const char *const moments[] = {"ts_ms", "ts_us", "ts_ns"};
/// What stands between two records of one input.
const uint8_t separator = 0x1E;

uint32_t field(csimdjson_document *document, uint32_t parent, const char *name) {
    return csimdjson_document_field(document, parent, (const uint8_t *)name, strlen(name));
}

/// An array's slots: the element, its place, and a field of it.
struct Elements {
    uint32_t number;
    size_t slots;

    Elements(csimdjson_document *document, std::vector<uint32_t> nodes) {
        uint32_t root = csimdjson_document_root(document);
        uint32_t nodesOf[] = {root, CSIMDJSON_NODE_INDEX, field(document, root, "a")};
        std::vector<csimdjson_slot> all;
        for (uint32_t node : nodesOf)
            for (const csimdjson_type &type : types) all.push_back({node, (uint32_t)all.size(), type});
        slots = all.size();
        number = csimdjson_document_select_array(
            document, nodes.data(), nodes.size(), root, all.data(), all.size());
    }
};

struct Output {
    std::vector<csimdjson_cell> cells;
    std::vector<uint8_t> arena = std::vector<uint8_t>(64);
    csimdjson_output output;

    explicit Output(size_t count) : cells(count) { reset(); }

    void reset() { output = {cells.data(), arena.data(), 0, arena.size()}; }

    /// Calls until there is room, as the decoder does, then looks at every cell.
    template <typename Fill> void run(Fill fill, size_t count) {
        reset();
        while (size_t missing = fill(&output)) {
            std::vector<uint8_t> larger(output.arena_count + missing);
            std::copy(arena.begin(), arena.begin() + (long)output.arena_count, larger.begin());
            arena.swap(larger);
            output.arena = arena.data();
            output.arena_capacity = arena.size();
        }
        for (size_t i = 0; i < count; i++) look(cells[i]);
    }

    void look(const csimdjson_cell &cell) const {
        if (cell.kind > CSIMDJSON_CELL_UNAVAILABLE) abort();
        if (cell.kind < CSIMDJSON_CELL_TEXT || cell.length == 0) return;
        if (cell.payload < 0 || (size_t)cell.payload + cell.length > output.arena_count) abort();
        if (cell.kind != CSIMDJSON_CELL_TEXT) return;
        const char *text = (const char *)arena.data() + cell.payload;
        if (memchr(text, 0, cell.length) || !simdjson::validate_utf8(text, cell.length)) abort();
    }

    /// What a cell says, wherever its text stands.
    std::string meaning(size_t number) const {
        const csimdjson_cell &cell = cells[number];
        std::string text = std::to_string(cell.kind) + " " + std::to_string(cell.fault) + " ";
        if (cell.kind == CSIMDJSON_CELL_INTEGER || cell.kind == CSIMDJSON_CELL_REAL)
            return text + std::to_string(cell.payload);
        if (cell.kind < CSIMDJSON_CELL_TEXT || cell.length == 0) return text;
        return text.append((const char *)arena.data() + cell.payload, cell.length);
    }

    /// Fills an array's cells as the decoder does, which makes room for those that are wanted.
    size_t fillArray(csimdjson_document *document, const Elements &array) {
        size_t used = 0;
        do {
            if (used > cells.size()) cells.resize(used);
            size_t capacity = cells.size();
            reset();
            run([&](csimdjson_output *output) {
                return csimdjson_document_fill_array(document, array.number, capacity, &used, output);
            }, 0);
        } while (used > cells.size());
        for (size_t i = 0; i < used; i++) look(cells[i]);
        bool isCounted = cells[0].kind == CSIMDJSON_CELL_INTEGER;
        if (used != 1 + (isCounted ? (size_t)cells[0].payload * array.slots : 0)) abort();
        return used;
    }
};

/// A document with every name on two levels and an element of each, and one selection of them in every type.
struct Reader {
    csimdjson_document *document = csimdjson_document_create();
    std::vector<uint32_t> nodes{0};
    uint32_t selection;
    size_t cells;

    Reader() {
        for (const char *outer : names) {
            uint32_t node = field(document, 0, outer);
            nodes.push_back(node);
            nodes.push_back(csimdjson_document_element(document, node, 1));
            for (const char *inner : names) nodes.push_back(field(document, node, inner));
        }
        select();
    }

    void select() {
        std::vector<csimdjson_slot> slots;
        for (uint32_t node : nodes)
            for (const csimdjson_type &type : types) slots.push_back({node, (uint32_t)slots.size(), type});
        cells = slots.size();
        selection = csimdjson_document_select(document, slots.data(), slots.size());
    }

    void read(std::vector<uint8_t> bytes, int unwrap, Output &all, Output &one) {
        if (csimdjson_document_read(document, bytes.data(), bytes.size(), unwrap) != CSIMDJSON_FAULT_NONE) return;
        all.run([&](csimdjson_output *output) { return csimdjson_document_fill(document, selection, output); }, cells);
        for (uint32_t node : nodes)
            one.run([&](csimdjson_output *output) {
                return csimdjson_document_convert(document, node, types[node % 12], output);
            }, 1);
        csimdjson_document_field_count(document);
        for (uint32_t node : nodes) {
            if (csimdjson_document_has(document, node) != (csimdjson_document_first(document, node) != 0)) abort();
            csimdjson_document_equals(document, node, (const uint8_t *)"a\"b", 3);
        }
    }
};

/// A document of changes, as a source that says `setting` of its encodings reads them.
struct ChangeReader {
    csimdjson_document *document = csimdjson_document_create();
    std::vector<uint32_t> nodes;
    uint32_t selection;
    size_t cells;
    std::vector<Elements> arrays;

    explicit ChangeReader(size_t setting) {
        csimdjson_document_read_changes(document, (uint8_t)(setting % 4), (uint8_t)(setting % 5));
        uint32_t after = field(document, 0, "after"), source = field(document, 0, "source");
        nodes = {after, source};
        for (const char *name : columns) nodes.push_back(field(document, after, name));
        uint32_t items = field(document, after, "ta");
        nodes.push_back(csimdjson_document_element(document, items, 0));
        nodes.push_back(field(document, field(document, after, "numv"), "value"));
        for (size_t i = 0; i < 3; i++) {
            nodes.push_back(field(document, source, moments[i]));
            csimdjson_document_set_encoding(document, nodes.back(), (uint8_t)(CSIMDJSON_ENCODING_MS + i));
        }
        arrays.push_back(Elements(document, {field(document, after, "items"), items}));
        csimdjson_document_set_image(document, after);
        std::vector<csimdjson_slot> slots;
        for (uint32_t node : nodes)
            for (const csimdjson_type &type : types) slots.push_back({node, (uint32_t)slots.size(), type});
        cells = slots.size();
        selection = csimdjson_document_select(document, slots.data(), slots.size());
    }

    ~ChangeReader() { csimdjson_document_destroy(document); }

    /// All that is found in a record.
    std::vector<std::string> read(std::vector<uint8_t> bytes, int unwrap, Output &output) {
        uint8_t fault = csimdjson_document_read(document, bytes.data(), bytes.size(), unwrap);
        std::vector<std::string> found{std::to_string(fault)};
        if (fault != CSIMDJSON_FAULT_NONE) return found;
        found.push_back(std::string(1, csimdjson_document_change(document)));
        found.push_back(std::to_string(csimdjson_document_field_count(document)));
        if (output.cells.size() < cells) output.cells.resize(cells);
        output.run([&](csimdjson_output *out) { return csimdjson_document_fill(document, selection, out); }, cells);
        for (size_t i = 0; i < cells; i++) found.push_back(output.meaning(i));
        for (const Elements &array : arrays) {
            size_t count = output.fillArray(document, array);
            for (size_t i = 0; i < count; i++) found.push_back(output.meaning(i));
        }
        return found;
    }
};

/// Reads the records of an input one after the other, and each again by a document that knows no schema yet.
void readChanges(const uint8_t *bytes, size_t size, size_t setting) {
    static Output output(64);
    ChangeReader reader(setting);
    const uint8_t *end = bytes + size;
    for (int records = 0; bytes <= end && records < 4; records++) {
        const uint8_t *next = std::find(bytes, end, separator);
        // In memory of its own, so that a read past the end is seen.
        std::vector<uint8_t> record(bytes, next);
        int unwrap = setting % 3 == 0 ? CSIMDJSON_UNWRAP_LOOSELY : CSIMDJSON_UNWRAP_STRICTLY;
        ChangeReader fresh(setting);
        std::vector<std::string> expected = fresh.read(record, unwrap, output);
        // Known schema or not, twice or once, the same must be found.
        for (int times = 0; times < 2; times++)
            if (reader.read(record, unwrap, output) != expected) abort();
        bytes = next + 1;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static Reader reader, plain;
    static Elements array(reader.document, {reader.nodes[1], field(reader.document, 0, "items")});
    static Output all(reader.cells), one(1), elements(1);
    readChanges(bytes, size, size);
    std::vector<uint8_t> copy(bytes, bytes + size);
    for (int unwrap = 0; unwrap < 3; unwrap++) reader.read(copy, unwrap, all, one);
    if (csimdjson_document_read(reader.document, copy.data(), copy.size(), 0) == CSIMDJSON_FAULT_NONE)
        elements.fillArray(reader.document, array);
    for (const csimdjson_type &type : types) {
        one.run([&](csimdjson_output *output) {
            return csimdjson_document_convert_text(plain.document, bytes, size, type, output);
        }, 1);
        if (size > 0 && bytes[0] == '"')
            one.run([&](csimdjson_output *output) {
                return csimdjson_document_convert_scalar(plain.document, bytes, size, type, output);
            }, 1);
    }
    csimdjson_document_check(plain.document, bytes, size);
    return 0;
}
