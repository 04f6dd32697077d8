// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
//
// Counts the allocations of a process by the library that asks for them, and prints them at its end:
//
//   LD_PRELOAD=allocations.so projectord bench pipeline ...
//
// librdkafka makes what it makes for each message; what projectord itself asks for is counted as `own`.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

enum { OWN, KAFKA, SQLITE, OTHER, KINDS };
static const char *const names[KINDS] = {"own", "librdkafka", "sqlite", "other"};
static atomic_ulong counts[KINDS];
static struct { unsigned long first, last; int kind; } ranges[1024];
static int rangeCount;

static int kindOf(const char *name) {
    if (!*name || strstr(name, "libswift") || strstr(name, "libFoundation") || strstr(name, "libdispatch")) return OWN;
    if (strstr(name, "librdkafka")) return KAFKA;
    if (strstr(name, "libsqlite3")) return SQLITE;
    return OTHER;
}

static int note(struct dl_phdr_info *info, size_t size, void *data) {
    (void)size, (void)data;
    for (int part = 0; part < info->dlpi_phnum && rangeCount < 1024; part++) {
        if (info->dlpi_phdr[part].p_type != PT_LOAD) continue;
        unsigned long first = info->dlpi_addr + info->dlpi_phdr[part].p_vaddr;
        ranges[rangeCount].first = first;
        ranges[rangeCount].last = first + info->dlpi_phdr[part].p_memsz;
        ranges[rangeCount++].kind = kindOf(info->dlpi_name);
    }
    return 0;
}

__attribute__((constructor)) static void start(void) { dl_iterate_phdr(note, NULL); }

static void count(void *caller) {
    unsigned long place = (unsigned long)caller;
    int kind = OTHER;
    for (int index = 0; index < rangeCount; index++)
        if (place >= ranges[index].first && place < ranges[index].last) kind = ranges[index].kind;
    atomic_fetch_add_explicit(&counts[kind], 1, memory_order_relaxed);
}

void *malloc(size_t size) {
    count(__builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count(__builtin_return_address(0));
    return __libc_calloc(number, size);
}

void *realloc(void *block, size_t size) {
    count(__builtin_return_address(0));
    return __libc_realloc(block, size);
}

__attribute__((destructor)) static void tell(void) {
    fprintf(stderr, "{");
    for (int kind = 0; kind < KINDS; kind++)
        fprintf(stderr, "%s\"%s\":%lu", kind ? "," : "", names[kind], atomic_load(&counts[kind]));
    fprintf(stderr, "}\n");
}
