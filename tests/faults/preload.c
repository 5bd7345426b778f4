/* SPDX-License-Identifier: GPL-3.0-or-later */
/* preload.c -- makes memory or the disk fail in a whole process, libraries included.
 *
 *   LD_PRELOAD=.../preload.so BF_FAIL_MALLOC=n bedflow ...
 *
 * base/heap_hook.h and report/disk_hook.h fail what our own code asks for. This stands between a
 * program as it is shipped and the C library, so that what GSL, SQLite, libconfig and the C library
 * itself ask for fails too:
 *
 *   BF_FAIL_MALLOC=n   the n-th malloc, calloc or realloc since the program began gives NULL
 *   BF_FAIL_WRITE=n    the n-th pwrite, ftruncate or fsync fails with ENOSPC: SQLite's calls, since
 *                      nobody else here makes them
 *   BF_FAIL_STAY=1     and so do all that follow: memory, or the disk, stays full
 *   BF_FAIL_PLACES=F   the n of the first request from each place (a place is how the program came
 *                      there) are written to the file F, one in a line
 *
 * A failure is told on stderr with the object whose request it was; if none came, how many were
 * made is. Programs that this one starts are left alone. With the GNU C library only, and not under
 * a sanitizer, which stands in the same place.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DEPTH = 16, PLACES = 1 << 16 };

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

struct counter {
    const char *name;
    unsigned long fails_at; /* 0: never */
    atomic_ulong made;
};

static struct counter memory = {.name = "BF_FAIL_MALLOC"}, disk = {.name = "BF_FAIL_WRITE"};
static bool counting, stays;
static pid_t own;
static int places = -1;
static uint64_t seen[PLACES];
static ssize_t (*next_pwrite)(int, const void *, size_t, off64_t);
static int (*next_truncate)(int, off64_t), (*next_sync)(int);

static void tell(const struct counter *counter, const char *what, unsigned long n, const char *more)
{
    char line[300];
    int length = snprintf(line, sizeof line, "%s: %s %lu %s\n", counter->name, what, n, more);
    if (length > (int)sizeof line) length = sizeof line;
    if (write(STDERR_FILENO, line, (size_t)length) < 0) return;
}

/* How the program came here, as one number. Frames of different depth differ. */
static uint64_t place(void)
{
    void *frame[DEPTH];
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    int depth = backtrace(frame, DEPTH);
    for (int i = 3; i < depth; i++)
        hash = (hash ^ (uint64_t)(uintptr_t)frame[i]) * 1099511628211u;
    return hash | 1;
}

static void note_place(unsigned long n)
{
    uint64_t hash = place();
    size_t at = hash % PLACES;
    for (size_t tries = 0; tries < PLACES; tries++, at = (at + 1) % PLACES) {
        if (seen[at] == hash) return;
        if (seen[at] != 0) continue;
        seen[at] = hash;
        char line[32];
        int length = snprintf(line, sizeof line, "%lu\n", n);
        if (write(places, line, (size_t)length) < 0) places = -1;
        return;
    }
}

/* The program or library that asked, by itself or by a function of the C library. */
static void tell_whose(const struct counter *counter, unsigned long n)
{
    void *frame[DEPTH];
    Dl_info own_info, info;
    char more[200] = "of libc";
    int depth = backtrace(frame, DEPTH);
    if (dladdr((void *)(uintptr_t)tell_whose, &own_info) == 0) return;
    for (int i = 0; i < depth; i++) {
        if (dladdr(frame[i], &info) == 0 || info.dli_fname == own_info.dli_fname) continue;
        const char *slash = strrchr(info.dli_fname, '/'), *name = info.dli_fname;
        if (slash) name = slash + 1;
        if (strncmp(name, "libc.", 5) == 0 || strncmp(name, "ld-", 3) == 0) continue;
        snprintf(more, sizeof more, "of %.150s", name);
        break;
    }
    tell(counter, "refused request", n, more);
}

/* backtrace() and snprintf() may ask for memory themselves. */
static _Thread_local bool busy;

static bool fails(struct counter *counter)
{
    if (!counting || busy) return false;
    unsigned long n = ++counter->made;
    bool first = n == counter->fails_at;
    bool refused = counter->fails_at > 0 && (first || (stays && n > counter->fails_at));
    if (!first && places < 0) return refused && getpid() == own;
    busy = true;
    if (places >= 0 && counter == &memory) note_place(n);
    if (getpid() != own) refused = false;
    if (first && refused) tell_whose(counter, n);
    busy = false;
    return refused;
}

static bool no_memory(void)
{
    if (!fails(&memory)) return false;
    errno = ENOMEM;
    return true;
}

static bool no_room(void)
{
    if (!fails(&disk)) return false;
    errno = ENOSPC;
    return true;
}

void *malloc(size_t size)
{
    return no_memory() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return no_memory() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    return no_memory() ? NULL : __libc_realloc(block, size);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at)
{
    return no_room() ? -1 : next_pwrite(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at)
{
    return no_room() ? -1 : next_pwrite(file, bytes, count, at);
}

int ftruncate(int file, off_t size)
{
    return no_room() ? -1 : next_truncate(file, size);
}

int ftruncate64(int file, off64_t size)
{
    return no_room() ? -1 : next_truncate(file, size);
}

int fsync(int file)
{
    return no_room() ? -1 : next_sync(file);
}

static unsigned long number(const char *name)
{
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 10) : 0;
}

__attribute__((constructor)) static void begin(void)
{
    void *warm[DEPTH];
    const char *file = getenv("BF_FAIL_PLACES");
    *(void **)&next_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    *(void **)&next_truncate = dlsym(RTLD_NEXT, "ftruncate64");
    *(void **)&next_sync = dlsym(RTLD_NEXT, "fsync");
    memory.fails_at = number(memory.name);
    disk.fails_at = number(disk.name);
    stays = number("BF_FAIL_STAY") > 0;
    own = getpid();
    if (file) places = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    backtrace(warm, DEPTH); /* asks for memory the first time */
    unsetenv("LD_PRELOAD");
    counting = true;
}

__attribute__((destructor)) static void end(void)
{
    counting = false;
    if (getpid() != own) return;
    struct counter *const all[] = {&memory, &disk};
    for (int i = 0; i < 2; i++)
        if (all[i]->fails_at > all[i]->made) tell(all[i], "made", all[i]->made, "requests");
}
