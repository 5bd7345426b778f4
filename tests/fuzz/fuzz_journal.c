/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_journal.c -- what a killed run left: parcels of replications, and the file that holds them.
 *
 * The first byte says which: p one parcel, anything else a journal behind its head. Length and
 * checksum of a parcel are put right first, or hardly anything would be read.
 */
#include "fuzz.h"

#include "bedflow/base/digest.h"
#include "bedflow/report/journal.h"

#include <unistd.h>

#define CHECKSUM 8
#define VALUES   100000u

static const uint64_t key = UINT64_C(0x2385417093861127);

static void put(unsigned char at[], uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        at[i] = (unsigned char)(value >> 8 * i);
}

static void seal(unsigned char bytes[], size_t length)
{
    struct bf_digest digest;
    put(bytes + 4, length, 4);
    bf_digest_init(&digest);
    bf_digest_add(&digest, bytes, length - CHECKSUM);
    put(bytes + length - CHECKSUM, bf_digest_end(&digest), CHECKSUM);
}

static void unpack(const unsigned char bytes[], size_t length)
{
    struct bf_parcel parcel;
    struct bf_err why;
    if (!bf_parcel_look(bytes, length, &parcel)) return;
    FUZZ_MUST(bf_parcel_length(bytes) == length);
    uint64_t daily = (uint64_t)parcel.day_count * parcel.daily_count;
    if (parcel.scalar_count > VALUES || daily > VALUES || parcel.use_count > VALUES) return;
    double *scalar = calloc(parcel.scalar_count + 1, sizeof *scalar);
    float *day = calloc(daily + 1, sizeof *day);
    struct bf_use *use = calloc(parcel.use_count + 1, sizeof *use);
    FUZZ_MUST(scalar && day && use);
    memset(&why, 0, sizeof why);
    if (bf_parcel_unpack(bytes, length, scalar, day, use, &why) && !parcel.is_stopped) {
        /* packed again and unpacked, it says the same */
        unsigned char *again = malloc(bf_parcel_room(parcel.scalar_count, parcel.day_count,
                                                     parcel.daily_count, parcel.use_count));
        struct bf_parcel same;
        FUZZ_MUST(again);
        size_t size = bf_parcel_pack(&parcel, scalar, day, use, NULL, again);
        FUZZ_MUST(bf_parcel_look(again, size, &same));
        FUZZ_MUST(same.digest == parcel.digest && same.events == parcel.events &&
                  same.replication == parcel.replication && same.use_count == parcel.use_count);
        free(again);
    }
    free(scalar);
    free(day);
    free(use);
}

static void open_journal(const unsigned char bytes[], size_t size)
{
    char path[64];
    unsigned char head[16] = "bfJrnl1\n";
    struct bf_journal journal;
    struct bf_err err;
    snprintf(path, sizeof path, "/tmp/bedflow-fuzz-%ld", (long)getpid());
    FILE *file = fopen(path, "wb");
    if (!file) return;
    put(head + 8, key, 8);
    bool written = fwrite(head, sizeof head, 1, file) == 1 && fwrite(bytes, size, 1, file) == 1;
    fclose(file);
    if (written && bf_journal_open(&journal, path, key, &err)) {
        for (size_t i = 0; i < journal.count; i++) {
            size_t length = 0;
            const unsigned char *found = bf_journal_find(&journal, journal.entry[i].option,
                                                         journal.entry[i].replication, &length);
            if (found) unpack(found, length);
        }
        FUZZ_MUST(journal.end >= sizeof head && journal.end <= sizeof head + size);
        bf_journal_close(&journal, &err);
    } else if (written) {
        FUZZ_MUST(err.what[0]);
    }
    unlink(path);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size < 1 + BF_PARCEL_PREFIX + CHECKSUM) return 0;
    unsigned char *copy = malloc(size - 1);
    FUZZ_MUST(copy);
    memcpy(copy, bytes + 1, size - 1);
    if (bytes[0] == 'p') {
        seal(copy, size - 1);
        unpack(copy, size - 1);
    } else {
        /* the first record is sound if it says how long it is */
        size_t length = bf_parcel_length(copy);
        if (length > BF_PARCEL_PREFIX + CHECKSUM && length <= size - 1) seal(copy, length);
        open_journal(copy, size - 1);
    }
    free(copy);
    return 0;
}
