/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz.h -- a reader fed with anything: what the targets in this folder share.
 *
 * A target is one file fuzz_NAME.c with one function, LLVMFuzzerTestOneInput, which must come back
 * from any bytes: no crash, no leak, no read of what is not there, no hang. It aborts (by
 * FUZZ_MUST) when what it read breaks a promise of the reader's header.
 *
 * `make fuzz MINUTES=n` links it with libFuzzer (clang), which makes inputs up by what they reach.
 * `make test` links it with replay.c, which feeds it tests/fuzz/corpus/NAME and changed copies.
 */
#ifndef BF_TESTS_FUZZ_H
#define BF_TESTS_FUZZ_H

#include "bedflow/base/arena.h"
#include "bedflow/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define FUZZ_MUST(x)                                                                               \
    do {                                                                                           \
        if (!(x)) {                                                                                \
            fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #x);                \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* A copy from the library's heap with a NUL behind it. */
static inline char *fuzz_text(const uint8_t *bytes, size_t size)
{
    char *text = bf_heap_take(size + 1, 1);
    FUZZ_MUST(text);
    if (size) memcpy(text, bytes, size);
    text[size] = '\0';
    return text;
}

/* Every fault has words, and they are text. */
static inline void fuzz_faults(struct bf_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        char line[BF_WHAT_CAP + 2 * BF_PATH_CAP];
        bf_err_render(&faults->fault[i].err, line, sizeof line);
        FUZZ_MUST(line[0] && faults->fault[i].err.what[0]);
    }
    bf_faults_free(faults);
}

#endif
