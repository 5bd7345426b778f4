/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_loader.h -- texts by name, for tests of scenarios that name tables.
 *
 * Include "unit.h" first.
 *
 *     const struct table_text texts[] = {{"given.cfg", "..."}, {"people.csv", "..."}, {NULL,
 * NULL}}; struct bf_loader loader = table_loader(texts);
 */
#ifndef BF_TESTS_TABLE_LOADER_H
#define BF_TESTS_TABLE_LOADER_H

#include "bedflow/base/arena.h"
#include "bedflow/scenario/read.h"

struct table_text {
    const char *path, *text; /* the last has path == NULL */
};

static inline bool table_load(void *context, const char *path, char **text, size_t *length,
                              struct bf_err *err)
{
    for (const struct table_text *t = context; t->path; t++)
        if (strcmp(t->path, path) == 0) {
            *text = bf_heap_text(t->text);
            *length = strlen(t->text);
            return true;
        }
    return bf_fail(err, BF_E_IO, NULL, "no such file: %s", path);
}

static inline struct bf_loader table_loader(const struct table_text texts[])
{
    return (struct bf_loader){(void *)(uintptr_t)texts, table_load};
}

#endif
