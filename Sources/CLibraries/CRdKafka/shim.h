// The door to librdkafka, and to its in-process mock cluster; and to where its threads may run.
#pragma once
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

/// The cores that the calling thread may run on, a bit each; how many bytes were written, below 0 on an error.
static inline long crdkafka_cores(unsigned char *bits, unsigned long capacity) {
    return syscall(SYS_sched_getaffinity, 0, capacity, bits);
}

/// Keeps the calling thread, and those that it starts from now on, to some cores; below 0 on an error.
static inline long crdkafka_keep_to(const unsigned char *bits, unsigned long bytes) {
    return syscall(SYS_sched_setaffinity, 0, bytes, bits);
}
