/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/journal.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/disk_hook.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEAD = 16, SEARCH = 1 << 16 };
static const char magic[8] = {'b', 'f', 'J', 'r', 'n', 'l', '1', '\n'};

static void make_head(unsigned char head[HEAD], uint64_t key)
{
    memcpy(head, magic, sizeof magic);
    for (int i = 0; i < 8; i++)
        head[8 + i] = (unsigned char)(key >> (8 * i));
}

/* ---- the system ------------------------------------------------------------------------ */

static bool write_all(int file, const unsigned char bytes[], size_t length, uint64_t at)
{
    bool fails = bf_disk_fails();
    if (fails) length /= 2; /* a disk that becomes full takes a part */
    for (size_t done = 0; done < length;) {
        ssize_t put = pwrite(file, bytes + done, length - done, (off_t)(at + done));
        if (put < 0 && errno == EINTR) continue;
        if (put == 0) errno = EIO;
        if (put <= 0) return false;
        done += (size_t)put;
    }
    if (fails) errno = ENOSPC;
    return !fails;
}

/* So many bytes from there; false at the end of the file. */
static bool read_all(int file, unsigned char bytes[], size_t length, uint64_t at)
{
    for (size_t done = 0; done < length;) {
        ssize_t got = pread(file, bytes + done, length - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) errno = 0;
        if (got <= 0) return false;
        done += (size_t)got;
    }
    return true;
}

/* A system that has no locks (some network disks) goes without. */
static bool lock(const struct bf_journal *journal, struct bf_err *err)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    if (fcntl(journal->file, F_SETLK, &whole) == 0 || (errno != EACCES && errno != EAGAIN))
        return true;
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", journal->path);
    return bf_fail(err, BF_E_IO, &where,
                   "expected a run that has ended, received one that another bedflow is still "
                   "working on; wait for it, or stop it");
}

static bool begin(struct bf_journal *journal, const char *path, int flags, struct bf_err *err)
{
    *journal = (struct bf_journal){.file = -1};
    if (!bf_format(journal->path, sizeof journal->path, "%s", path))
        return bf_io_fail(err, path, "open the file", ENAMETOOLONG);
    journal->file = bf_disk_fails() ? -1 : open(path, O_RDWR | O_CLOEXEC | flags, 0666);
    if (journal->file < 0)
        return bf_io_fail(err, path, flags & O_CREAT ? "create the file" : "open the file", errno);
    return lock(journal, err);
}

static bool end(struct bf_journal *journal, bool good)
{
    struct bf_err ignored;
    if (!good) bf_journal_close(journal, &ignored);
    return good;
}

bool bf_journal_create(struct bf_journal *journal, const char *path, uint64_t key,
                       struct bf_err *err)
{
    unsigned char head[HEAD];
    make_head(head, key);
    if (!begin(journal, path, O_CREAT, err)) return end(journal, false);
    if (bf_disk_fails() || ftruncate(journal->file, 0) != 0 ||
        !write_all(journal->file, head, HEAD, 0))
        return end(journal, bf_io_fail(err, path, "write", errno));
    journal->end = HEAD;
    return true;
}

/* ---- what is there --------------------------------------------------------------------- */

struct scan {
    struct bf_journal *journal;
    uint64_t size;
    bool no_memory;
};

static bool make_room(struct bf_journal *journal, size_t room)
{
    if (room <= journal->room) return true;
    unsigned char *bytes = bf_heap_grow(journal->bytes, room);
    if (!bytes) return false;
    journal->bytes = bytes;
    journal->room = room;
    return true;
}

/* Read the parcel at `at` into journal->bytes; false if there is none that is whole. */
static bool read_parcel(struct scan *scan, uint64_t at, size_t *length, struct bf_parcel *parcel)
{
    struct bf_journal *journal = scan->journal;
    unsigned char prefix[BF_PARCEL_PREFIX];
    if (at + BF_PARCEL_PREFIX > scan->size ||
        !read_all(journal->file, prefix, BF_PARCEL_PREFIX, at))
        return false;
    *length = bf_parcel_length(prefix);
    if (*length == 0 || *length > scan->size - at) return false;
    if (!make_room(journal, *length)) {
        scan->no_memory = true;
        return false;
    }
    return read_all(journal->file, journal->bytes, *length, at) &&
           bf_parcel_look(journal->bytes, *length, parcel);
}

/* Past damage: where the next parcel may begin, or the end. */
static uint64_t search(struct scan *scan, uint64_t at)
{
    struct bf_journal *journal = scan->journal;
    if (!make_room(journal, SEARCH)) scan->no_memory = true;
    while (!scan->no_memory && at + BF_PARCEL_PREFIX <= scan->size) {
        size_t length = scan->size - at < SEARCH ? (size_t)(scan->size - at) : SEARCH;
        if (!read_all(journal->file, journal->bytes, length, at)) break;
        for (size_t i = 0; i + BF_PARCEL_PREFIX <= length; i++)
            if (bf_parcel_length(journal->bytes + i) > 0) return at + i;
        at += length - BF_PARCEL_PREFIX + 1;
    }
    return scan->size;
}

static bool note(struct bf_journal *journal, const struct bf_parcel *parcel, uint64_t at,
                 size_t length)
{
    if (journal->count == journal->cap) {
        size_t cap = journal->cap ? 2 * journal->cap : 64;
        struct bf_journal_entry *entry = bf_heap_grow(journal->entry, cap * sizeof *entry);
        if (!entry) return false;
        journal->entry = entry;
        journal->cap = cap;
    }
    if (journal->count == 0) journal->warm_up_days = parcel->warm_up_days;
    journal->entry[journal->count++] =
        (struct bf_journal_entry){parcel->option, parcel->replication, at, length};
    return true;
}

static bool scan_all(struct scan *scan)
{
    struct bf_journal *journal = scan->journal;
    uint64_t at = HEAD, used = HEAD;
    journal->end = HEAD;
    while (at < scan->size && !scan->no_memory) {
        struct bf_parcel parcel;
        size_t length;
        if (!read_parcel(scan, at, &length, &parcel)) {
            at = search(scan, at + 1);
            continue;
        }
        if (!note(journal, &parcel, at, length)) return false;
        at += length;
        used += length;
        journal->end = at;
    }
    journal->dropped = scan->size - used;
    return !scan->no_memory;
}

static int by_number(const void *a, const void *b)
{
    const struct bf_journal_entry *x = a, *y = b;
    if (x->option != y->option) return x->option < y->option ? -1 : 1;
    if (x->replication != y->replication) return x->replication < y->replication ? -1 : 1;
    return 0;
}

static bool check_head(const struct bf_journal *journal, uint64_t key, struct bf_err *err)
{
    unsigned char head[HEAD], wanted[HEAD];
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", journal->path);
    make_head(wanted, key);
    if (!read_all(journal->file, head, HEAD, 0) || memcmp(head, magic, sizeof magic) != 0)
        return bf_fail(err, BF_E_RANGE, &where,
                       "expected the finished replications of a run, received something else; was "
                       "it written by another version?");
    if (memcmp(head, wanted, HEAD) != 0)
        return bf_fail(err, BF_E_RANGE, &where,
                       "expected replications of the run that lies beside them, received those of "
                       "another scenario, seed or program");
    return true;
}

bool bf_journal_open(struct bf_journal *journal, const char *path, uint64_t key, struct bf_err *err)
{
    struct stat status;
    if (!begin(journal, path, 0, err)) return end(journal, false);
    if (fstat(journal->file, &status) != 0)
        return end(journal, bf_io_fail(err, path, "read", errno));
    if (status.st_size < HEAD) { /* killed before anything was in it */
        bf_journal_close(journal, err);
        return bf_journal_create(journal, path, key, err);
    }
    if (!check_head(journal, key, err)) return end(journal, false);
    struct scan scan = {journal, (uint64_t)status.st_size, false};
    if (!scan_all(&scan))
        return end(journal, bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read %s", path));
    if (journal->end < scan.size &&
        (bf_disk_fails() || ftruncate(journal->file, (off_t)journal->end) != 0))
        return end(journal, bf_io_fail(err, path, "write", errno));
    if (journal->count > 0)
        qsort(journal->entry, journal->count, sizeof *journal->entry, by_number);
    return true;
}

/* ---- use ------------------------------------------------------------------------------- */

const unsigned char *bf_journal_find(struct bf_journal *journal, uint32_t option,
                                     uint32_t replication, size_t *length)
{
    const struct bf_journal_entry wanted = {option, replication, 0, 0};
    if (journal->count == 0) return NULL;
    const struct bf_journal_entry *entry =
        bsearch(&wanted, journal->entry, journal->count, sizeof wanted, by_number);
    if (!entry || !make_room(journal, (size_t)entry->length)) return NULL;
    *length = (size_t)entry->length;
    return read_all(journal->file, journal->bytes, *length, entry->at) ? journal->bytes : NULL;
}

bool bf_journal_add(struct bf_journal *journal, const unsigned char bytes[], size_t length,
                    struct bf_err *err)
{
    if (write_all(journal->file, bytes, length, journal->end)) {
        journal->end += length;
        return true;
    }
    int error = errno;
    /* if that fails too, the reader finds the torn record by its checksum */
    if (ftruncate(journal->file, (off_t)journal->end) != 0) errno = error;
    return bf_io_fail(err, journal->path, "keep a finished replication", error);
}

bool bf_journal_close(struct bf_journal *journal, struct bf_err *err)
{
    bool good = true;
    if (journal->file >= 0 && ((close(journal->file) != 0 && errno != EINTR) || bf_disk_fails()))
        good = bf_io_fail(err, journal->path, "write", errno);
    journal->file = -1;
    bf_heap_give(journal->entry);
    bf_heap_give(journal->bytes);
    journal->entry = NULL;
    journal->bytes = NULL;
    journal->count = journal->cap = journal->room = 0;
    return good;
}
