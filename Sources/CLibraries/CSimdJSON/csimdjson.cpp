// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The C interface.
#include "document.hpp"

using namespace projectord;

namespace {

/// An empty text may come without an address.
Bytes lent(const uint8_t *bytes, size_t length) {
    static const uint8_t nothing = 0;
    return {bytes ? bytes : &nothing, length};
}

} // namespace

uint32_t csimdjson_document::field(uint32_t parent, std::string name) {
    for (const Node::Field &field : nodes[parent].fields)
        if (field.name == name) return field.node;
    uint32_t node = (uint32_t)nodes.size();
    nodes.emplace_back();
    found.push_back({0, 0});
    nodes[parent].marks |= Node::mark({(const uint8_t *)name.data(), name.size()});
    bool hasBackslash = name.find('\\') != std::string::npos;
    nodes[parent].fields.push_back({std::move(name), node, hasBackslash});
    return node;
}

uint32_t csimdjson_document::element(uint32_t parent, uint32_t index) {
    for (const Node::Element &element : nodes[parent].elements)
        if (element.index == index) return element.node;
    uint32_t node = (uint32_t)nodes.size();
    nodes.emplace_back();
    found.push_back({0, 0});
    nodes[parent].elements.push_back({index, node});
    return node;
}

uint32_t csimdjson_document::select(const csimdjson_slot *slots, size_t count) {
    selections.emplace_back(slots, slots + count);
    return (uint32_t)selections.size() - 1;
}

extern "C" {

csimdjson_document *csimdjson_document_create(void) noexcept { return new csimdjson_document(); }

void csimdjson_document_destroy(csimdjson_document *document) noexcept { delete document; }

uint32_t csimdjson_document_field(
    csimdjson_document *document, uint32_t parent, const uint8_t *name, size_t length) noexcept {
    return document->field(parent, length ? std::string((const char *)name, length) : std::string());
}

uint32_t csimdjson_document_element(csimdjson_document *document, uint32_t parent, uint32_t index) noexcept {
    return document->element(parent, index);
}

uint32_t csimdjson_document_select(
    csimdjson_document *document, const csimdjson_slot *slots, size_t count) noexcept {
    return document->select(slots, count);
}

uint8_t csimdjson_document_read(
    csimdjson_document *document, const uint8_t *bytes, size_t length, int unwrap) noexcept {
    return document->read(lent(bytes, length), unwrap);
}

void csimdjson_document_read_changes(csimdjson_document *document, uint8_t decimals, uint8_t times) noexcept {
    document->readChanges(decimals, times);
}

void csimdjson_document_set_encoding(csimdjson_document *document, uint32_t node, uint8_t encoding) noexcept {
    document->setEncoding(node, encoding);
}

void csimdjson_document_set_image(csimdjson_document *document, uint32_t node) noexcept { document->setImage(node); }

char csimdjson_document_change(const csimdjson_document *document) noexcept { return document->change(); }

int csimdjson_document_equals(
    const csimdjson_document *document, uint32_t node, const uint8_t *text, size_t length) noexcept {
    return document->equals(node, lent(text, length)) ? 1 : 0;
}

uint8_t csimdjson_document_first(const csimdjson_document *document, uint32_t node) noexcept {
    return document->first(node);
}

uint8_t csimdjson_document_check(csimdjson_document *document, const uint8_t *bytes, size_t length) noexcept {
    return document->check(lent(bytes, length));
}

int64_t csimdjson_document_field_count(const csimdjson_document *document) noexcept {
    return document->fieldCount();
}

int csimdjson_document_has(const csimdjson_document *document, uint32_t node) noexcept {
    return document->has(node) ? 1 : 0;
}

size_t csimdjson_document_fill(
    csimdjson_document *document, uint32_t selection, csimdjson_output *output) noexcept {
    return document->fill(selection, *output);
}

size_t csimdjson_document_convert(
    csimdjson_document *document, uint32_t node, csimdjson_type type, csimdjson_output *output) noexcept {
    return document->convert(node, type, *output);
}

size_t csimdjson_document_convert_text(
    csimdjson_document *document, const uint8_t *bytes, size_t length, csimdjson_type type,
    csimdjson_output *output) noexcept {
    return document->convertText(lent(bytes, length), type, *output);
}

size_t csimdjson_document_convert_scalar(
    csimdjson_document *document, const uint8_t *bytes, size_t length, csimdjson_type type,
    csimdjson_output *output) noexcept {
    return document->convertScalar(lent(bytes, length), type, *output);
}

} // extern "C"
