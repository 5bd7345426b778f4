/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"

#include "bedflow/base/arena.h"
#include "say.h"

#include <dirent.h>
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

/* ---- a file that is not there ---------------------------------------------------------- */

#ifndef BF_PLOTS_DIR
#define BF_PLOTS_DIR "plots"
#endif
#define SCENARIOS BF_PLOTS_DIR "/../scenarios" /* those that came with the program */

enum { PLACE = 1024, NEAR_CAP = 400 };

static bool is_there(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* The file in the same folder whose name is nearest. */
static bool find_near(const char *path, char near[PLACE])
{
    struct bf_text names = {.bytes = NULL};
    const char *candidate[NEAR_CAP], *best = NULL;
    size_t start[NEAR_CAP], count = 0;
    int folder = (int)(last_part(path) - path);
    bf_format(near, PLACE, "%.*s", folder, folder ? path : "");
    DIR *dir = opendir(folder ? near : ".");
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry != NULL && count < NEAR_CAP;
         entry = readdir(dir)) {
        const char *end = strrchr(entry->d_name, '.');
        if (!end || (strcmp(end, ".cfg") != 0 && strcmp(end, ".csv") != 0)) continue;
        start[count++] = names.length;
        bf_text_add_bytes(&names, entry->d_name, strlen(entry->d_name) + 1);
    }
    if (dir) closedir(dir);
    for (size_t i = 0; i < count && !names.failed; i++)
        candidate[i] = names.bytes + start[i];
    if (!names.failed && count > 0) best = bf_text_nearest(last_part(path), candidate, count);
    if (best) bf_format(near + folder, PLACE - (size_t)folder, "%s", best);
    bf_text_free(&names);
    return best != NULL && is_there(near);
}

/* A scenario that came with the program, in the folder of all or one below. */
static bool find_own(const char *path, char own[PLACE])
{
    bool found = false;
    bf_format(own, PLACE, "%s/%s", SCENARIOS, path);
    if (path[0] == '/' || is_there(own)) return path[0] != '/';
    DIR *dir = opendir(SCENARIOS);
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry != NULL && !found;
         entry = readdir(dir)) {
        if (entry->d_name[0] == '.') continue;
        bf_format(own, PLACE, "%s/%s/%s", SCENARIOS, entry->d_name, last_part(path));
        found = is_there(own);
    }
    if (dir) closedir(dir);
    return found;
}

/* What may have been meant: the same with .cfg, a name like it, or one of the program's own. */
static void add_advice(const char *path, char text[], size_t size)
{
    char with[PLACE], meant[PLACE], plain[PLACE];
    bf_format(with, sizeof with, "%s.cfg", path);
    if (is_there(with)) {
        bf_format(text, size, "did you mean %s?", with);
    } else if (find_near(path, meant)) {
        bf_format(text, size, "did you mean %s?", meant);
    } else if (find_own(path, meant) || find_own(with, meant)) {
        const char *up = strstr(meant, "/plots/../");
        bf_format(plain, sizeof plain, "%.*s%s", up ? (int)(up - meant) : 0, meant,
                  up ? up + strlen("/plots/..") : meant);
        bf_format(text, size, "one of this name came with bedflow: %s", plain);
    } else {
        bf_format(text, size, "check its name and the folder you are in");
    }
}

static bool refuse_errno(struct bf_disk *disk, const char *path, struct bf_err *err, int error)
{
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", path);
    if (error == ENOENT || error == ENOTDIR) {
        char advice[PLACE + 64];
        add_advice(path, advice, sizeof advice);
        disk->absent = true;
        return bf_fail(err, BF_E_IO, &where, "expected a file, found nothing of this name; %s",
                       advice);
    }
    if (error == ENOMEM)
        return bf_fail(err, BF_E_NOMEM, &where, "expected memory to read the file, received none");
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

struct bf_disk_file {
    struct bf_disk_file *next;
    char *path, *text;
    size_t length;
};

static bool copy(const char *bytes, size_t length, char **text)
{
    *text = bf_heap_take(length + 1, 1);
    if (*text != NULL) memcpy(*text, bytes, length);
    return *text != NULL;
}

static const struct bf_disk_file *kept(const struct bf_disk *disk, const char *path)
{
    const struct bf_disk_file *file = disk->kept;
    while (file != NULL && strcmp(file->path, path) != 0)
        file = file->next;
    return file;
}

static void forget(struct bf_disk_file *file)
{
    bf_heap_give(file->path);
    bf_heap_give(file->text);
    bf_heap_give(file);
}

static bool keep(struct bf_disk *disk, const char *path, const char *text, size_t length)
{
    struct bf_disk_file *file = bf_heap_take(1, sizeof *file);
    if (file == NULL) return false;
    file->length = length;
    file->path = bf_heap_text(path);
    if (file->path == NULL || !copy(text, length, &file->text)) {
        forget(file);
        return false;
    }
    file->next = disk->kept;
    disk->kept = file;
    return true;
}

void bf_disk_forget(struct bf_disk *disk)
{
    while (disk->kept != NULL) {
        struct bf_disk_file *file = disk->kept;
        disk->kept = file->next;
        forget(file);
    }
}

static bool no_memory(const char *path, struct bf_err *err)
{
    return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read %s", path);
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
    if (!whole) return no_memory(path, err);
    if (!failed) return true;
    bf_heap_give(*text);
    return refuse_errno(disk, path, err, error);
}

static bool load_kept(void *context, const char *path, char **text, size_t *length,
                      struct bf_err *err)
{
    struct bf_disk *disk = context;
    const struct bf_disk_file *file = kept(disk, path);
    if (file != NULL) {
        *length = file->length;
        return copy(file->text, file->length, text) || no_memory(path, err);
    }
    if (!load(context, path, text, length, err)) return false;
    if (keep(disk, path, *text, *length)) return true;
    bf_heap_give(*text);
    return no_memory(path, err);
}

struct bf_loader bf_disk_loader(struct bf_disk *disk)
{
    return (struct bf_loader){disk, disk->keeps ? load_kept : load};
}

static int try_from(struct bf_disk *disk, struct bf_model *model,
                    const struct bf_arguments *arguments, struct bf_faults *faults)
{
    struct bf_loader loader = bf_disk_loader(disk);
    bool good = bf_model_load(model, arguments->operand[0], &loader, arguments->set,
                              arguments->set_count, faults);
    if (faults->no_memory) {
        if (good) bf_model_free(model);
        return bf_faults_code(faults, BF_EXIT_STOPPED);
    }
    if (good) return BF_EXIT_DONE;
    return disk->absent ? BF_EXIT_NO_FILE : disk->unreadable ? BF_EXIT_IO : BF_EXIT_SCENARIO;
}

int bf_model_try(struct bf_model *model, const struct bf_arguments *arguments,
                 struct bf_faults *faults)
{
    struct bf_disk disk = {.absent = false};
    return try_from(&disk, model, arguments, faults);
}

int bf_model_open(struct bf_model *model, const struct bf_arguments *arguments, bool warnings)
{
    struct bf_disk disk = {.absent = false};
    return bf_model_open_from(&disk, model, arguments, warnings);
}

int bf_model_open_from(struct bf_disk *disk, struct bf_model *model,
                       const struct bf_arguments *arguments, bool warnings)
{
    struct bf_faults faults = {.count = 0};
    int code = try_from(disk, model, arguments, &faults);
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
