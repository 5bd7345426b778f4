/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/parcel.h -- one finished replication as bytes, to be kept or sent, and back to the bit.
 *
 * A parcel holds all that a study keeps of a replication (scalars, daily values,
 * uses of rules, digest, events, people), or why a limit stopped it. It is the same on every
 * machine: numbers lie lowest byte first, reals as the bits of IEEE 754. Its last 8 bytes are the
 * XXH64 (base/digest.h) of all before them, so that a parcel which was cut off or damaged is known
 * as such and never read.
 *
 *   bytes  what
 *   4      "bfP3": a parcel, in version 3 of this format
 *   4      length of the whole parcel
 *   4 * 7  option, replication, warm-up in days, scalars, days, daily columns, uses
 *   8 * 3  digest, events, people
 *   ...    scalars, 8 bytes each; uses: rule (4), decided, on, off, value (8 each); then daily
 *          values, packed; or, if scalars is 0xFFFFFFFF, why it
 *          stopped: code, line (4 each), then file, path and what, each a length (4) and bytes
 *   8      checksum
 *
 * A daily value is a number of 7-bit groups, lowest first, each but the last
 * with its high bit set: 1, then 4 bytes of the value's own bits; 3: the bits of the
 * same column the day before; an even number 2 z: a whole number below 2^24, z its
 * difference to the day before (to 0 where that is not whole) as 2 d or -2 d - 1.
 * People are counted in whole numbers, so most values take one byte.
 *
 * Cost: some 100 microseconds and 30 to 40 kB for a county's winter of 182 days and 115 series.
 */
#ifndef BF_STUDY_PARCEL_H
#define BF_STUDY_PARCEL_H

#include "bedflow/base/err.h"
#include "bedflow/stats/measure.h"

#include <stdint.h>

#define BF_PARCEL_PREFIX 8 /* bytes that tell how long a parcel is */

/* What a parcel is about. */
struct bf_parcel {
    uint32_t option; /* which of several studies; 0 when there is one */
    uint32_t replication, warm_up_days;
    bool is_stopped;
    uint32_t scalar_count, day_count, daily_count, use_count; /* 0 of a stopped one */
    uint64_t digest, events, people;
};

/* Bytes that a parcel of this shape takes at most, stopped or not. */
size_t bf_parcel_room(uint32_t scalar_count, uint32_t day_count, uint32_t daily_count,
                      uint32_t use_cap);

/* Write a parcel into bytes[], which has that room; return its length. With
 * parcel->is_stopped `why` says the reason, else scalar[], daily[day][column] and use[use_count]
 * the results. */
size_t bf_parcel_pack(const struct bf_parcel *parcel, const double scalar[], const float daily[],
                      const struct bf_use use[], const struct bf_err *why, unsigned char bytes[]);

/* The length that the first BF_PARCEL_PREFIX bytes tell; 0 if they do not begin a parcel. */
size_t bf_parcel_length(const unsigned char prefix[BF_PARCEL_PREFIX]);

/* Whether bytes[length] are a whole and undamaged parcel; if so, what it is about. */
bool bf_parcel_look(const unsigned char bytes[], size_t length, struct bf_parcel *parcel);

/* Unpack one that bf_parcel_look has passed: scalar[scalar_count], daily[day_count][daily_count]
 * and use[use_count], or *why. False if it contradicts itself. */
bool bf_parcel_unpack(const unsigned char bytes[], size_t length, double scalar[], float daily[],
                      struct bf_use use[], struct bf_err *why);

#endif
