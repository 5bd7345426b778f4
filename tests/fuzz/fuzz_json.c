/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_json.c -- the reader of JSON, with which results are made again. */
#include "fuzz.h"

#include "bedflow/report/json_read.h"

/* Siblings lie behind one another, so the walk ends. */
static uint32_t walk(const struct bf_json_document *document, const struct bf_json_value *value,
                     int depth)
{
    uint32_t seen = 1, number;
    uint64_t wide;
    FUZZ_MUST(depth <= BF_JSON_READ_DEPTH + 1);
    bf_json_to_u32(value, &number);
    bf_json_to_u64(value, 16, &wide);
    bf_json_to_u64(value, 10, &wide);
    if (value->type == BF_JSON_TEXT) FUZZ_MUST(strlen(value->text) < SIZE_MAX);
    uint32_t members = 0;
    for (const struct bf_json_value *v = bf_json_first(document, value); v;
         v = bf_json_next(document, v)) {
        if (v->name && value->type == BF_JSON_OBJECT && members++ < 40)
            FUZZ_MUST(bf_json_member(document, value, v->name) == v);
        seen += walk(document, v, depth + 1);
    }
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct bf_json_document document;
    struct bf_err err;
    memset(&document, 0, sizeof document);
    if (bf_json_parse(&document, (const char *)bytes, size, "given.json", &err)) {
        FUZZ_MUST(document.count > 0 && walk(&document, &document.value[0], 0) == document.count);
        bf_json_at(&document, "study.seed");
        bf_json_document_free(&document);
    } else {
        FUZZ_MUST(err.what[0]);
    }
    return 0;
}
