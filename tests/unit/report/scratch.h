/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scratch.h -- a folder that a test may fill, made anew by each program. */
#ifndef BF_TESTS_SCRATCH_H
#define BF_TESTS_SCRATCH_H

#include "unit.h"

#include "bedflow/report/folder.h"

#include <sys/stat.h>

static char scratch[256];

static inline int scratch_begin(void **state)
{
    const char *base = getenv("TMPDIR");
    struct bf_err err;
    (void)state;
    for (unsigned i = 0; i < 1000; i++) {
        snprintf(scratch, sizeof scratch, "%s/bedflow-test-%ld-%u", base != NULL ? base : "/tmp",
                 (long)getpid(), i);
        if (bf_folder_look(scratch) == BF_FOLDER_NONE) {
            return bf_folder_make(scratch, &err) ? 0 : -1;
        }
    }
    return -1;
}

static inline int scratch_end(void **state)
{
    (void)state;
    bf_folder_remove(scratch);
    return bf_folder_look(scratch) == BF_FOLDER_NONE ? 0 : -1;
}

/* scratch/name; the text is overwritten by the ninth call after it. */
static inline const char *scratch_path(const char *name)
{
    static char path[8][512];
    static unsigned turn;
    assert_true(scratch[0] != '\0'); /* or it would be the root of the disk: begin first */
    turn = (turn + 1) % 8;
    snprintf(path[turn], sizeof path[turn], "%s/%s", scratch, name);
    return path[turn];
}

static inline bool scratch_exists(const char *name)
{
    struct stat status;
    return lstat(scratch_path(name), &status) == 0;
}

/* The bytes of a file, NUL-terminated; the caller frees them. */
static inline char *scratch_read(const char *name)
{
    FILE *file = fopen(scratch_path(name), "rb");
    if (file == NULL) {
        fail_msg("no file %s", name);
        return NULL;
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *bytes = calloc(size + 1, 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
    return bytes;
}

static inline void scratch_write(const char *name, const char *text)
{
    FILE *file = fopen(scratch_path(name), "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* The number that a script sets `name` to. */
static inline double scratch_number(const char *script, const char *name)
{
    char line[160];
    snprintf(line, sizeof line, "\n%s = ", name);
    const char *at = strstr(script, line);
    if (at == NULL) fail_msg("%s is not set", name);
    return strtod(at + strlen(line), NULL);
}

/* Replace the first `from` in a file, which must be there. */
static inline void scratch_change(const char *name, const char *from, const char *to)
{
    char *bytes = scratch_read(name), *at = strstr(bytes, from);
    if (at == NULL) fail_msg("no %s in %s", from, name);
    FILE *file = fopen(scratch_path(name), "wb");
    assert_non_null(file);
    fwrite(bytes, 1, (size_t)(at - bytes), file);
    fputs(to, file);
    fputs(at + strlen(from), file);
    assert_int_equal(fclose(file), 0);
    free(bytes);
}

#endif
