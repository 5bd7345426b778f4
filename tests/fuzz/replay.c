/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.c -- feed a target its corpus, and changed copies of it, without libFuzzer.
 *
 *   fuzz_NAME          every file of tests/fuzz/corpus/NAME below TOP, and 24 changed copies of
 * each fuzz_NAME FILE...  these files as they are: to see a crash again
 *
 * The changes are the same in every run. Prints one TAP case.
 */
#include "fuzz.h"

#include <dirent.h>

#define COPIES 24
#define MOST   (1u << 20)

static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

static size_t below(size_t n)
{
    uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return n ? (size_t)((z ^ z >> 31) % n) : 0;
}

/* One of the usual accidents; `bytes` has room for twice the size and 64 more. */
static size_t change(uint8_t bytes[], size_t size)
{
    static const char *const odd[] = {
        "\"", "{", "};", "(", "[",   "=",    "-1", "1e308",
        "\n", ",", "'",  "%", "nan", "\xff", "0",  "@include \"given.cfg\"\n"};
    size_t at = below(size), length = below(size - at < 40 ? size - at : 40);
    const char *word = odd[below(sizeof odd / sizeof odd[0])];
    switch (below(5)) {
    case 0: /* another byte */
        if (size) bytes[at] = (uint8_t)below(256);
        return size;
    case 1: /* broken off */
        return at;
    case 2: /* something missing */
        memmove(bytes + at, bytes + at + length, size - at - length);
        return size - length;
    case 3: /* something twice */
        memmove(bytes + at + length, bytes + at, size - at);
        return size + length;
    default:
        memmove(bytes + at + strlen(word), bytes + at, size - at);
        memcpy(bytes + at, word, strlen(word));
        return size + strlen(word);
    }
}

static bool feed(const char *path, size_t copies)
{
    uint8_t *bytes = malloc(2 * MOST + 64), *other = malloc(2 * MOST + 64);
    FILE *file = fopen(path, "rb");
    if (!bytes || !other || !file) {
        printf("Bail out! cannot read %s\n", path);
        return false;
    }
    size_t size = fread(bytes, 1, MOST, file);
    fclose(file);
    LLVMFuzzerTestOneInput(bytes, size);
    for (size_t k = 0; k < copies; k++) {
        memcpy(other, bytes, size);
        size_t changed = size;
        for (size_t times = below(3) + 1; times > 0 && changed <= MOST; times--)
            changed = change(other, changed);
        /* in a block of its own size, so that a sanitizer sees every byte too far */
        uint8_t *exact = malloc(changed ? changed : 1);
        if (!exact) break;
        memcpy(exact, other, changed);
        LLVMFuzzerTestOneInput(exact, changed);
        free(exact);
    }
    free(bytes);
    free(other);
    return true;
}

static int corpus(const char *name)
{
    char folder[600], path[1200];
    const char *top = getenv("TOP");
    size_t files = 0;
    snprintf(folder, sizeof folder, "%s/tests/fuzz/corpus/%s", top ? top : ".", name);
    DIR *directory = opendir(folder);
    printf("1..1\n");
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (entry->d_name[0] == '.') continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!feed(path, COPIES)) return 1;
        files++;
    }
    if (directory) closedir(directory);
    printf("%sok 1 - %zu inputs of %s and %zu changed copies do no harm\n", files ? "" : "not ",
           files, name, files * COPIES);
    return files ? 0 : 1;
}

int main(int count, char *argument[])
{
    if (count > 1) {
        bool ok = true;
        for (int i = 1; i < count; i++)
            ok = feed(argument[i], 0) && ok;
        return ok ? 0 : 1;
    }
    const char *name = strrchr(argument[0], '/');
    name = name ? name + 1 : argument[0];
    return corpus(strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name);
}
