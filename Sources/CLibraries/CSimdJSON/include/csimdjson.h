// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The door to simdjson: documents become typed cells without leaving C++, since its API is C++ alone.
//
// A document is one thread's. Nothing is allocated per document but for growth to the largest one seen.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define CSIMDJSON_ENDS noexcept // where memory ends, the process does, rather than unwind through Swift
extern "C" {
#else
#define CSIMDJSON_ENDS
#endif

/// One value; the layout of Events.Cell.
typedef struct {
    int64_t payload;   // the integer, the bits of the real, or the place of the text in the arena
    uint32_t length;   // bytes of a text, a blob or an excerpt
    uint8_t kind;      // CSIMDJSON_CELL_...
    uint8_t fault;     // CSIMDJSON_FAULT_... of a bad cell
    uint16_t reserved;
} csimdjson_cell;

enum {
    CSIMDJSON_CELL_NULL = 0,
    CSIMDJSON_CELL_INTEGER = 1,
    CSIMDJSON_CELL_REAL = 2,
    CSIMDJSON_CELL_TEXT = 3,
    CSIMDJSON_CELL_BLOB = 4,
    CSIMDJSON_CELL_BAD = 5,
    CSIMDJSON_CELL_UNAVAILABLE = 6,
};

/// The raw values of Events.ConversionFault.
enum {
    CSIMDJSON_FAULT_NONE = 0,
    CSIMDJSON_FAULT_NOT_JSON = 1,
    CSIMDJSON_FAULT_NOT_AN_OBJECT = 2,
    CSIMDJSON_FAULT_WRONG_TYPE = 3,
    CSIMDJSON_FAULT_OUT_OF_RANGE = 4,
    CSIMDJSON_FAULT_TOO_MANY_DIGITS = 5,
    CSIMDJSON_FAULT_MALFORMED = 6,
    CSIMDJSON_FAULT_NOT_UTF8 = 7,
    CSIMDJSON_FAULT_KEY_MISSING = 8,
    CSIMDJSON_FAULT_KEY_FIELDS = 9,
    CSIMDJSON_FAULT_KEY_NOT_CANONICAL = 10,
    CSIMDJSON_FAULT_TYPE_MISSING = 11,
    CSIMDJSON_FAULT_TOO_DEEP = 12,
    CSIMDJSON_FAULT_ENCODING_MISSING = 13,
};

/// How a source says that Debezium writes decimals.
enum {
    CSIMDJSON_DECIMALS_UNSAID = 0,
    CSIMDJSON_DECIMALS_TEXT = 1,
    CSIMDJSON_DECIMALS_BASE64 = 2,
    CSIMDJSON_DECIMALS_NUMBER = 3,
};

/// How a source says that Debezium writes timestamps.
enum {
    CSIMDJSON_TIMES_UNSAID = 0,
    CSIMDJSON_TIMES_ADAPTIVE = 1,
    CSIMDJSON_TIMES_CONNECT = 2,
    CSIMDJSON_TIMES_MICROS = 3,
    CSIMDJSON_TIMES_NANOS = 4,
};

/// How a moment is written whatever a schema says.
enum {
    CSIMDJSON_ENCODING_MS = 7,
    CSIMDJSON_ENCODING_US = 8,
    CSIMDJSON_ENCODING_NS = 9,
};

/// What `csimdjson_document_change` says of a heartbeat or a transaction's mark; else it gives Debezium's letters.
enum { CSIMDJSON_CHANGE_MESSAGE = 'h' };

/// Whether a document of the two fields `schema` and `payload` stands for its payload.
enum {
    CSIMDJSON_UNWRAP_NEVER = 0,
    CSIMDJSON_UNWRAP_LOOSELY = 1,  // whatever they are, as in a key
    CSIMDJSON_UNWRAP_STRICTLY = 2, // if the schema is one of Kafka Connect; the payload must then be an object
};

enum {
    CSIMDJSON_TYPE_INTEGER = 0,
    CSIMDJSON_TYPE_REAL = 1,
    CSIMDJSON_TYPE_TEXT = 2,
    CSIMDJSON_TYPE_BOOLEAN = 3,
    CSIMDJSON_TYPE_BLOB = 4,
    CSIMDJSON_TYPE_JSON = 5,
    CSIMDJSON_TYPE_DECIMAL = 6,
    CSIMDJSON_TYPE_TIMESTAMP = 7,
    CSIMDJSON_TYPE_DATE = 8,
};

/// What a value is read as.
typedef struct {
    uint8_t type;      // CSIMDJSON_TYPE_...
    uint8_t scale;     // fraction digits of a decimal, at most 18
    uint8_t canonical; // 1: the text must be the one that the value is printed as (a key's column)
} csimdjson_type;

/// One cell of a selection.
typedef struct {
    uint32_t node; // where the value is
    uint32_t cell; // the place of its cell
    csimdjson_type type;
} csimdjson_slot;

/// Where cells and their texts go. The memory is the caller's.
typedef struct {
    csimdjson_cell *cells;
    uint8_t *arena;
    size_t arena_count;
    size_t arena_capacity;
} csimdjson_output;

/// Bytes of an excerpt in a bad cell, at most.
enum { CSIMDJSON_EXCERPT_BYTES_MAX = 64 };

/// The deepest nesting that is read, objects and arrays together; simdjson's own default.
enum { CSIMDJSON_DEPTH_MAX = 1024 };

/// Wanted places of documents, and of the document read last where they are.
typedef struct csimdjson_document csimdjson_document;

csimdjson_document *csimdjson_document_create(void) CSIMDJSON_ENDS;
void csimdjson_document_destroy(csimdjson_document *document) CSIMDJSON_ENDS;

/// The node of a field below `parent` (0 is the root), made if there is none yet.
uint32_t csimdjson_document_field(
    csimdjson_document *document, uint32_t parent, const uint8_t *name, size_t length) CSIMDJSON_ENDS;
/// The node of an array's element below `parent`, made if there is none yet.
uint32_t csimdjson_document_element(
    csimdjson_document *document, uint32_t parent, uint32_t index) CSIMDJSON_ENDS;
/// Keeps a list of slots to be filled together, and gives its number.
uint32_t csimdjson_document_select(
    csimdjson_document *document, const csimdjson_slot *slots, size_t count) CSIMDJSON_ENDS;

/// In a slot of an array's elements, in place of a node: the element's place in its array, from 0.
#define CSIMDJSON_NODE_INDEX 0xFFFFFFFFu

/// A node below nothing, to stand for each element of an array.
uint32_t csimdjson_document_root(csimdjson_document *document) CSIMDJSON_ENDS;
/// Keeps an array and the slots of each of its elements, and gives its number. The array is at the first of `nodes`
/// that a document holds; the slots are at `root` and below it.
uint32_t csimdjson_document_select_array(
    csimdjson_document *document, const uint32_t *nodes, size_t node_count, uint32_t root,
    const csimdjson_slot *slots, size_t slot_count) CSIMDJSON_ENDS;

/// Checks `bytes` for being one JSON object and finds the wanted places in it; they lend from `bytes` from now on.
///
/// All of it is checked but for the escapes in strings that nobody reads. `unwrap` is CSIMDJSON_UNWRAP_... Gives a
/// fault, or 0.
uint8_t csimdjson_document_read(
    csimdjson_document *document, const uint8_t *bytes, size_t length, int unwrap) CSIMDJSON_ENDS;
/// Makes the document read values as Debezium writes them, by the schema in the document or else by what is said
/// here: CSIMDJSON_DECIMALS_... and CSIMDJSON_TIMES_...
void csimdjson_document_read_changes(
    csimdjson_document *document, uint8_t decimals, uint8_t times) CSIMDJSON_ENDS;
/// Fixes how the number at a node is read; CSIMDJSON_ENCODING_...
void csimdjson_document_set_encoding(csimdjson_document *document, uint32_t node, uint8_t encoding) CSIMDJSON_ENDS;
/// Says where a row's image is, in whose columns values may be unavailable. To be said after all nodes are made.
void csimdjson_document_set_image(csimdjson_document *document, uint32_t node) CSIMDJSON_ENDS;
/// The kind of change that was read last: c, r, u, d, t, m, or CSIMDJSON_CHANGE_MESSAGE; 0 if it is none.
char csimdjson_document_change(const csimdjson_document *document) CSIMDJSON_ENDS;
/// Whether the string at `node` has `text` for its content, escapes apart.
int csimdjson_document_equals(
    const csimdjson_document *document, uint32_t node, const uint8_t *text, size_t length) CSIMDJSON_ENDS;
/// The first byte of the value at `node`, 0 if there is none.
uint8_t csimdjson_document_first(const csimdjson_document *document, uint32_t node) CSIMDJSON_ENDS;
/// Checks `bytes` for being JSON of any kind, escapes too. Forgets the document read last. Gives a fault, or 0.
uint8_t csimdjson_document_check(
    csimdjson_document *document, const uint8_t *bytes, size_t length) CSIMDJSON_ENDS;

/// The number of fields of the root, repeated ones counted; -1 where what `unwrap` found is no object.
int64_t csimdjson_document_field_count(const csimdjson_document *document) CSIMDJSON_ENDS;
/// Whether the document holds a value at `node`, be it null.
int csimdjson_document_has(const csimdjson_document *document, uint32_t node) CSIMDJSON_ENDS;

/// Fills the cells of a selection from the document read last.
///
/// Gives 0, or the bytes that must be free in the arena for another try; `arena_count` then stands as before.
size_t csimdjson_document_fill(
    csimdjson_document *document, uint32_t selection, csimdjson_output *output) CSIMDJSON_ENDS;

/// Fills the cells of an array of the document read last: the number of its elements, then the slots of each.
///
/// `used` is the number of cells that this takes; above `capacity` they are not filled, and another try is needed.
/// Otherwise as `csimdjson_document_fill`.
size_t csimdjson_document_fill_array(
    csimdjson_document *document, uint32_t array, size_t capacity, size_t *used,
    csimdjson_output *output) CSIMDJSON_ENDS;

/// Converts one value of the document read last into `cells[0]`; as `csimdjson_document_fill`.
size_t csimdjson_document_convert(
    csimdjson_document *document, uint32_t node, csimdjson_type type, csimdjson_output *output) CSIMDJSON_ENDS;

/// Converts plain text, as of a key, a header or a parameter, into `cells[0]`; as `csimdjson_document_fill`.
///
/// Forgets the document read last if the type is JSON.
size_t csimdjson_document_convert_text(
    csimdjson_document *document, const uint8_t *bytes, size_t length, csimdjson_type type,
    csimdjson_output *output) CSIMDJSON_ENDS;

/// Converts a JSON scalar, as of a key, into `cells[0]`; as `csimdjson_document_fill`. Forgets the document read last.
size_t csimdjson_document_convert_scalar(
    csimdjson_document *document, const uint8_t *bytes, size_t length, csimdjson_type type,
    csimdjson_output *output) CSIMDJSON_ENDS;

/// Writes a moment of ms since 1970 as a timestamp's 27 bytes; 0 if its year is outside 0001 to 9999.
int csimdjson_print_timestamp(int64_t ms, uint8_t *text) CSIMDJSON_ENDS;

#ifdef __cplusplus
}
#endif
