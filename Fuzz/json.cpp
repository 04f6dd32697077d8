// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// libFuzzer on the JSON shim: any bytes as a record's value, key and header, read as every type. What it must not do is
// touch memory that is not its own, or give a text outside the arena; scripts/fuzz builds it with AddressSanitizer.
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "../Sources/CLibraries/CSimdJSON/include/csimdjson.h"

namespace {

const char *const names[] = {"a", "b", "c", "id", "after", "op", "source", "schema", "payload", "items", "\xC3\xA9"};
const csimdjson_type types[] = {
    {CSIMDJSON_TYPE_INTEGER, 0, 0}, {CSIMDJSON_TYPE_REAL, 0, 0},   {CSIMDJSON_TYPE_TEXT, 0, 0},
    {CSIMDJSON_TYPE_BOOLEAN, 0, 0}, {CSIMDJSON_TYPE_BLOB, 0, 0},   {CSIMDJSON_TYPE_JSON, 0, 0},
    {CSIMDJSON_TYPE_DECIMAL, 2, 0}, {CSIMDJSON_TYPE_DECIMAL, 18, 1}, {CSIMDJSON_TYPE_TIMESTAMP, 0, 0},
    {CSIMDJSON_TYPE_DATE, 0, 0},    {CSIMDJSON_TYPE_INTEGER, 0, 1}, {CSIMDJSON_TYPE_TIMESTAMP, 0, 1},
};

/// A document with every name on two levels and an element of each, and one selection of them in every type.
struct Reader {
    csimdjson_document *document = csimdjson_document_create();
    std::vector<uint32_t> nodes{0};
    uint32_t selection;
    size_t cells;

    Reader() {
        for (const char *outer : names) {
            uint32_t node = csimdjson_document_field(document, 0, (const uint8_t *)outer, strlen(outer));
            nodes.push_back(node);
            nodes.push_back(csimdjson_document_element(document, node, 1));
            for (const char *inner : names)
                nodes.push_back(csimdjson_document_field(document, node, (const uint8_t *)inner, strlen(inner)));
        }
        std::vector<csimdjson_slot> slots;
        for (uint32_t node : nodes)
            for (const csimdjson_type &type : types) {
                csimdjson_slot slot{};
                slot.node = node;
                slot.cell = (uint32_t)slots.size();
                slot.type = type;
                slots.push_back(slot);
            }
        cells = slots.size();
        selection = csimdjson_document_select(document, slots.data(), slots.size());
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
        for (size_t i = 0; i < count; i++) {
            const csimdjson_cell &cell = cells[i];
            if (cell.kind < CSIMDJSON_CELL_TEXT || cell.length == 0) continue;
            if (cell.payload < 0 || (size_t)cell.payload + cell.length > output.arena_count) abort();
        }
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static Reader reader, plain;
    static Output all(reader.cells), one(1);
    for (int unwrap = 0; unwrap < 2; unwrap++) {
        // In memory of its own, so that a read past the end is seen.
        std::vector<uint8_t> copy(bytes, bytes + size);
        if (csimdjson_document_read(reader.document, copy.data(), copy.size(), unwrap) != CSIMDJSON_FAULT_NONE) continue;
        all.run([&](csimdjson_output *output) { return csimdjson_document_fill(reader.document, reader.selection, output); },
                reader.cells);
        for (uint32_t node : reader.nodes)
            one.run([&](csimdjson_output *output) {
                return csimdjson_document_convert(reader.document, node, types[node % 12], output);
            }, 1);
    }
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
