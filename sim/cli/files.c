/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"

#include "bedflow/base/arena.h"
#include "say.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool refuse(struct bf_disk *disk, const char *path, struct bf_err *err, const char *what)
{
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", path);
    disk->unreadable = true;
    return bf_fail(err, BF_E_IO, &where, "%s", what);
}

static bool refuse_errno(struct bf_disk *disk, const char *path, struct bf_err *err, int error)
{
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", path);
    if (error == ENOENT || error == ENOTDIR) {
        disk->absent = true;
        return bf_fail(err, BF_E_IO, &where,
                       "expected a file, found nothing of this name; check its name and the "
                       "folder you are in");
    }
    disk->unreadable = true;
    if (error == EACCES)
        return bf_fail(err, BF_E_IO, &where,
                       "expected a file that you may read, received one that you may not; ask its "
                       "owner, or copy it");
    return bf_fail(err, BF_E_IO, &where, "cannot read the file: %s",
                   error != 0 ? strerror(error) : "the system gave no reason");
}

static bool is_ordinary(struct bf_disk *disk, const char *path, struct bf_err *err)
{
    struct stat status;
    if (path[0] == '\0') return refuse(disk, path, err, "expected the name of a file");
    if (stat(path, &status) != 0) return refuse_errno(disk, path, err, errno);
    if (S_ISDIR(status.st_mode))
        return refuse(disk, path, err,
                      "expected a file, received a folder; name the .cfg file inside it");
    if (!S_ISREG(status.st_mode))
        return refuse(disk, path, err, "expected an ordinary file, received a device or a pipe");
    if ((uint64_t)status.st_size > BF_FILES_LIMIT)
        return refuse(disk, path, err,
                      "expected at most 64 MB of text, received more; is this the right file?");
    return true;
}

/* The size may change while it is read: what is read counts. */
static bool read_all(FILE *file, char **text, size_t *length)
{
    size_t cap = 1 << 14, used = 0;
    char *bytes = bf_heap_take(cap, 1);
    while (bytes != NULL) {
        used += fread(bytes + used, 1, cap - used - 1, file);
        if (used < cap - 1 || used > BF_FILES_LIMIT) break;
        char *grown = bf_heap_grow(bytes, cap * 2);
        if (grown == NULL) bf_heap_give(bytes);
        bytes = grown;
        cap *= 2;
    }
    if (bytes == NULL) return false;
    bytes[used] = '\0';
    *text = bytes;
    *length = used;
    return true;
}

static bool load(void *context, const char *path, char **text, size_t *length, struct bf_err *err)
{
    struct bf_disk *disk = context;
    if (!is_ordinary(disk, path, err)) return false;
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return refuse_errno(disk, path, err, errno);
    errno = 0;
    bool whole = read_all(file, text, length);
    int error = ferror(file) ? errno : 0;
    bool failed = ferror(file) != 0;
    fclose(file);
    if (!whole) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read %s", path);
    if (!failed) return true;
    bf_heap_give(*text);
    return refuse_errno(disk, path, err, error);
}

struct bf_loader bf_disk_loader(struct bf_disk *disk)
{
    return (struct bf_loader){disk, load};
}

int bf_model_try(struct bf_model *model, const struct bf_arguments *arguments,
                 struct bf_faults *faults)
{
    struct bf_disk disk = {.absent = false};
    struct bf_loader loader = bf_disk_loader(&disk);
    bool good = bf_model_load(model, arguments->operand[0], &loader, arguments->set,
                              arguments->set_count, faults);
    if (faults->no_memory) {
        if (good) bf_model_free(model);
        return bf_faults_code(faults, BF_EXIT_STOPPED);
    }
    if (good) return BF_EXIT_DONE;
    return disk.absent ? BF_EXIT_NO_FILE : disk.unreadable ? BF_EXIT_IO : BF_EXIT_SCENARIO;
}

int bf_model_open(struct bf_model *model, const struct bf_arguments *arguments, bool warnings)
{
    struct bf_faults faults = {.count = 0};
    int code = bf_model_try(model, arguments, &faults);
    char words[80];
    bf_faults_count_words(&faults, words, sizeof words);
    if (warnings || code != BF_EXIT_DONE) bf_say_faults(stderr, &faults, BF_WITHOUT_NOTES);
    if (code == BF_EXIT_SCENARIO)
        bf_say("Nothing was run: %s. Mend what is said above, then run again.", words);
    bf_faults_free(&faults);
    return code;
}

int bf_sheet_open(const char *path, struct bf_sheet *sheet, struct bf_faults *faults)
{
    struct bf_disk disk = {.absent = false};
    struct bf_loader loader = bf_disk_loader(&disk);
    struct bf_err err = {.code = BF_OK};
    char *text = NULL;
    size_t length = 0;
    if (!loader.load(loader.context, path, &text, &length, &err)) {
        int code = bf_complain_err(&err);
        return disk.absent ? BF_EXIT_NO_FILE : disk.unreadable ? BF_EXIT_IO : code;
    }
    bool good = bf_sheet_parse(sheet, text, length, path, faults);
    return bf_faults_code(faults, good ? BF_EXIT_DONE : BF_EXIT_SCENARIO);
}
