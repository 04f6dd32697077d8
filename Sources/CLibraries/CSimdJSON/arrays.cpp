// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The elements of an array, each a small document of its own: walked again, after the walk that checked everything,
// and only for records that a table wants them of.
#include "document.hpp"

#include <stdio.h>

using namespace projectord;

uint32_t csimdjson_document::root() {
    uint32_t node = (uint32_t)nodes.size();
    nodes.emplace_back();
    found.push_back({0, 0});
    return node;
}

uint32_t csimdjson_document::selectArray(Array array) {
    arrays.push_back(std::move(array));
    return (uint32_t)arrays.size() - 1;
}

size_t csimdjson_document::fillArray(uint32_t number, size_t capacity, size_t &used, csimdjson_output &output) {
    const Array &array = arrays[number];
    size_t before = output.arena_count;
    Writer writer(output);
    used = 1;
    Found place = {0, 0};
    for (size_t i = 0; i < array.nodes.size() && !place.end; i++) place = found[array.nodes[i]];
    if (!place.end || byte(place.start) == 'n') {
        writer.integer(0, 0);
        return 0;
    }
    int64_t count = 0;
    uint8_t fault = byte(place.start) == '[' ? elements(array, place, capacity, count, used, writer)
                                             : (uint8_t)CSIMDJSON_FAULT_WRONG_TYPE;
    if (fault) {
        output.arena_count = before;
        used = 1;
        writer.bad(0, fault, rawText(place));
    } else {
        writer.integer(0, count);
    }
    size_t missing = writer.missing ? writer.missing + output.arena_count - before : 0;
    if (missing || used > capacity) output.arena_count = before;
    return missing;
}

/// Fills the cells of each element as long as there is room; counts them all.
uint8_t csimdjson_document::elements(
    const Array &array, Found place, size_t capacity, int64_t &count, size_t &used, Writer &writer) {
    next = place.start + 1;
    if (byte(next) == ']') return 0;
    for (;; count++) {
        size_t first = used;
        used += array.slots.size();
        depth = 0; // that it is not too deep was seen in the first walk
        if (uint8_t fault = used <= capacity ? value(array.root) : skip(false)) return fault;
        uint32_t after = next; // converting JSON walks too
        if (used <= capacity) {
            for (const csimdjson_slot &slot : array.slots) {
                elementCell(slot, count, (uint32_t)first + slot.cell, writer);
                if (writer.missing) return 0;
            }
        }
        next = after + 1;
        if (byte(after) == ']') break;
    }
    count++;
    return 0;
}

void csimdjson_document::elementCell(const csimdjson_slot &slot, int64_t index, uint32_t cell, Writer &writer) {
    if (slot.node == CSIMDJSON_NODE_INDEX) return convertIndex(index, slot.type, cell, writer);
    Found place = found[slot.node];
    if (place.end) {
        convert(place, slot.type, cell, writer);
    } else {
        writer.null(cell);
    }
}

/// An element's place in its array, read as plain text of its digits is.
void csimdjson_document::convertIndex(int64_t index, csimdjson_type type, uint32_t cell, Writer &writer) {
    if (type.type == CSIMDJSON_TYPE_INTEGER) return writer.integer(cell, index);
    char digits[24];
    size_t count = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)index);
    Bytes text = {(const uint8_t *)digits, count};
    if (type.type == CSIMDJSON_TYPE_JSON) return writer.text(cell, text);
    convertPlain(text, type, cell, writer);
}

extern "C" {

uint32_t csimdjson_document_root(csimdjson_document *document) noexcept { return document->root(); }

uint32_t csimdjson_document_select_array(
    csimdjson_document *document, const uint32_t *nodes, size_t node_count, uint32_t root,
    const csimdjson_slot *slots, size_t slot_count) noexcept {
    return document->selectArray({{nodes, nodes + node_count}, root, {slots, slots + slot_count}});
}

size_t csimdjson_document_fill_array(
    csimdjson_document *document, uint32_t array, size_t capacity, size_t *used,
    csimdjson_output *output) noexcept {
    return document->fillArray(array, capacity, *used, *output);
}

} // extern "C"
