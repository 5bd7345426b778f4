/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/folder.h"

#include "bedflow/base/text.h"
#include "bedflow/report/disk_hook.h"
#include "bedflow/study/errands.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIBLING_TRIES = 1000, DEPTH_CAP = 32, REMOVE_TRIES = 2 };

static bool is_dot(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The file that is written last, by whichever command. */
static bool is_record(const char *name)
{
    static const char *const record[] = {"run.json",         "comparison.json",  "sweep.json",
                                         "calibration.json", "explanation.json", "optimise.json"};
    for (size_t i = 0; i < sizeof record / sizeof record[0]; i++)
        if (strcmp(name, record[i]) == 0) return true;
    return false;
}

enum bf_folder_state bf_folder_look(const char *folder)
{
    struct stat status;
    if (lstat(folder, &status) != 0) {
        return errno == ENOENT ? BF_FOLDER_NONE : BF_FOLDER_OTHER;
    }
    errno = 0;
    DIR *dir = S_ISDIR(status.st_mode) ? opendir(folder) : NULL;
    if (dir == NULL) {
        return BF_FOLDER_OTHER;
    }
    enum bf_folder_state state = BF_FOLDER_EMPTY;
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (is_record(entry->d_name)) {
            state = BF_FOLDER_RESULT;
            break;
        }
        if (!is_dot(entry->d_name)) {
            state = BF_FOLDER_OTHER;
        }
    }
    closedir(dir);
    errno = 0;
    return state;
}

static bool make_one(const char *folder, struct bf_err *err)
{
    struct stat status;
    if (!bf_disk_fails() && mkdir(folder, 0777) == 0) {
        return true;
    }
    int error = errno;
    if (error == EEXIST && stat(folder, &status) == 0 && S_ISDIR(status.st_mode)) {
        return true;
    }
    return bf_io_fail(err, folder, "make the folder", error);
}

bool bf_folder_make(const char *folder, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    if (!bf_format(path, sizeof path, "%s", folder)) {
        return bf_io_fail(err, folder, "make the folder", ENAMETOOLONG);
    }
    for (char *at = path + 1; path[0] != '\0' && *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            bool made = make_one(path, err);
            *at = '/';
            if (!made) {
                return false;
            }
        }
    }
    return make_one(path, err);
}

static void strip_slashes(char path[])
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/') {
        path[--length] = '\0';
    }
}

/* Make `folder` and the missing parents of it only. */
static bool make_parents(const char *folder, struct bf_err *err)
{
    char parent[BF_FILE_CAP];
    bf_format(parent, sizeof parent, "%s", folder);
    char *slash = strrchr(parent, '/');
    if (slash == NULL || slash == parent) {
        return true;
    }
    *slash = '\0';
    return bf_folder_make(parent, err);
}

/* A name beside `folder` that is not taken. With `make`, made as a folder. */
static bool sibling(const char *folder, const char *word, bool make, char out[BF_FILE_CAP],
                    struct bf_err *err)
{
    struct stat status;
    int error = EEXIST;
    for (unsigned i = 0; i < SIBLING_TRIES && error == EEXIST; i++) {
        if (!bf_format(out, BF_FILE_CAP, "%s.%s-%u", folder, word, i)) {
            return bf_io_fail(err, folder, "make the folder", ENAMETOOLONG);
        }
        if (make ? !bf_disk_fails() && mkdir(out, 0777) == 0 : lstat(out, &status) != 0) {
            return true;
        }
        error = make ? errno : EEXIST;
    }
    return bf_io_fail(err, out, "make the folder", error);
}

static bool refuse(const char *folder, enum bf_folder_state state, bool force, struct bf_err *err)
{
    if (state == BF_FOLDER_OTHER && errno != 0) {
        return bf_io_fail(err, folder, "read the folder", errno);
    }
    struct bf_where where = {.file = "", .line = 0, .path = ""};
    bf_format(where.file, sizeof where.file, "%s", folder);
    if (!force) {
        return bf_fail(err, BF_E_IO, &where,
                       "expected a new folder, received one that exists; choose another name, or "
                       "say --force to replace it");
    }
    return bf_fail(err, BF_E_IO, &where,
                   "expected a folder of results (with run.json) or an empty one to replace, "
                   "received something else; choose another name");
}

bool bf_folder_begin(const char *folder, bool force, char partial[BF_FILE_CAP], struct bf_err *err)
{
    char path[BF_FILE_CAP];
    if (folder[0] == '\0' || !bf_format(path, sizeof path, "%s", folder)) {
        return bf_io_fail(err, folder, "make the folder",
                          folder[0] == '\0' ? ENOENT : ENAMETOOLONG);
    }
    strip_slashes(path);
    enum bf_folder_state state = bf_folder_look(path);
    if (state == BF_FOLDER_OTHER || (state != BF_FOLDER_NONE && !force)) {
        return refuse(folder, state, force, err);
    }
    return make_parents(path, err) && sibling(path, "partial", true, partial, err);
}

bool bf_folder_place(const char *partial, const char *folder, bool force, struct bf_err *err)
{
    char path[BF_FILE_CAP], old[BF_FILE_CAP];
    bf_format(path, sizeof path, "%s", folder);
    strip_slashes(path);
    /* Somebody may have made the folder while the study ran: look again. */
    enum bf_folder_state state = bf_folder_look(path);
    bool replace = state != BF_FOLDER_NONE;
    if (state == BF_FOLDER_OTHER || (replace && !force)) {
        return refuse(folder, state, force, err);
    }
    if (replace && !sibling(path, "old", false, old, err)) {
        return false;
    }
    int error = 0;
    if (replace && (bf_disk_fails() || rename(path, old) != 0)) {
        error = errno;
    } else if (bf_disk_fails() || rename(partial, path) != 0) {
        error = errno;
        if (replace) {
            rename(old, path);
        }
    } else if (replace) {
        bf_folder_remove(old);
    }
    return error == 0 || bf_io_fail(err, folder, "put the new folder in place", error);
}

bool bf_folder_commit(const char *partial, const char *folder, bool force, struct bf_err *err)
{
    if (bf_folder_place(partial, folder, force, err)) {
        return true;
    }
    bf_folder_remove(partial);
    return false;
}

/* Empties the folder open as `fd`, which it closes. Names are resolved against
 * descriptors, so a link swapped in on the way is never followed. */
static void empty_folder(int fd, unsigned depth)
{
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        close(fd);
        return;
    }
    for (struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        if (is_dot(entry->d_name) || unlinkat(fd, entry->d_name, 0) == 0 || depth == DEPTH_CAP) {
            continue;
        }
        int inner = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        if (inner >= 0) {
            empty_folder(inner, depth + 1);
            unlinkat(fd, entry->d_name, AT_REMOVEDIR);
        }
    }
    closedir(dir);
}

/* Again if something is left: reading a folder asks for memory, which may be short for a moment. */
void bf_folder_remove(const char *folder)
{
    for (int tries = 0; tries < REMOVE_TRIES; tries++) {
        int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        if (fd < 0) return;
        empty_folder(fd, 0);
        if (rmdir(folder) == 0) return;
    }
}

/* Without those that a failure left half-written: a database cannot be written over. */
static void remove_files(const char *folder, const struct bf_folder_file file[], size_t count)
{
    char path[BF_FILE_CAP];
    struct bf_err ignored;
    for (size_t i = count; i-- > 0;)
        if (bf_path_join(path, folder, file[i].name, &ignored)) remove(path);
}

struct filling {
    const char *folder;
    const struct bf_folder_file *file;
    const void *subject;
};

static bool write_file(void *context, size_t i, struct bf_err *err)
{
    const struct filling *filling = context;
    char path[BF_FILE_CAP];
    return bf_path_join(path, filling->folder, filling->file[i].name, err) &&
           filling->file[i].write(filling->subject, path, err);
}

bool bf_folder_fill(const char *folder, const struct bf_folder_file file[], size_t count,
                    const void *subject, uint32_t threads, struct bf_err *err)
{
    struct filling filling = {folder, file, subject};
#ifdef BF_FAULTS
    threads = 1; /* the n-th write of all is to fail, and each thread counts its own */
#endif
    remove_files(folder, file, count);
    if (count == 0 || (bf_errands(write_file, &filling, count - 1, threads, err) &&
                       write_file(&filling, count - 1, err)))
        return true;
    remove_files(folder, file, count);
    return false;
}

bool bf_folder_write(const char *folder, bool force, const struct bf_folder_file file[],
                     size_t count, const void *subject, struct bf_err *err)
{
    char partial[BF_FILE_CAP];
    if (!bf_folder_begin(folder, force, partial, err)) return false;
    if (bf_folder_fill(partial, file, count, subject, 1, err))
        return bf_folder_commit(partial, folder, force, err);
    bf_folder_remove(partial);
    return false;
}

bool bf_file_copy(const char *from, const char *to, struct bf_err *err)
{
    struct bf_sink sink;
    char bytes[1 << 14];
    errno = 0;
    FILE *file = fopen(from, "rb");
    if (file == NULL) {
        return bf_io_fail(err, from, "read", errno);
    }
    bool good = bf_sink_open(&sink, to, err);
    for (size_t got = good ? fread(bytes, 1, sizeof bytes, file) : 0; got > 0;
         got = fread(bytes, 1, sizeof bytes, file)) {
        bf_sink_bytes(&sink, bytes, got);
    }
    if (good && ferror(file)) {
        bf_sink_close(&sink, err);
        good = bf_io_fail(err, from, "read", errno);
    } else if (good) {
        good = bf_sink_close(&sink, err);
    }
    fclose(file);
    return good;
}

bool bf_file_read(struct bf_text *out, const char *path, struct bf_err *err)
{
    char part[8192];
    size_t got;
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) return bf_io_fail(err, path, "read", errno);
    while ((got = fread(part, 1, sizeof part, file)) > 0)
        bf_text_add_bytes(out, part, got);
    int error = ferror(file) ? errno : 0;
    fclose(file);
    if (error != 0) return bf_io_fail(err, path, "read", error);
    return !out->failed || bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read %s", path);
}
