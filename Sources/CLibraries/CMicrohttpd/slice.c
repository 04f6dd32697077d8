// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

#include "slice.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

// As the kernel lays it out in its first version; newer C libraries have a type of this name, older ones none.
typedef struct {
    uint32_t size;
    uint32_t policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime;
    uint64_t deadline;
    uint64_t period;
} attributes;

uint64_t cmhd_set_slice(uint64_t nanoseconds) {
    attributes now = {0};
    if (syscall(SYS_sched_getattr, 0, &now, sizeof now, 0) != 0) return 0;
    // Other policies have no slices, and what they have in its place is not ours to change.
    if (now.policy != SCHED_OTHER) return 0;
    uint64_t before = now.runtime;
    now.size = sizeof now;
    now.flags = 0;
    now.runtime = nanoseconds;
    return syscall(SYS_sched_setattr, 0, &now, 0) == 0 ? before : 0;
}
