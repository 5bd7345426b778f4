/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/digest.h"

#include <string.h>

/* The primes of the XXH64 specification. */
#define P1 0x9E3779B185EBCA87u
#define P2 0xC2B2AE3D27D4EB4Fu
#define P3 0x165667B19E3779F9u
#define P4 0x85EBCA77C2B2AE63u
#define P5 0x27D4EB2F165667C5u

static uint64_t turned(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

/* Compilers turn this into one load where the machine is little-endian. */
static uint64_t word(const unsigned char *b)
{
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

static uint64_t half_word(const unsigned char *b)
{
    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24;
}

static uint64_t mixed(uint64_t lane, uint64_t input)
{
    return turned(lane + input * P2, 31) * P1;
}

static void absorb(uint64_t lane[4], const unsigned char block[32])
{
    for (size_t i = 0; i < 4; i++)
        lane[i] = mixed(lane[i], word(block + 8 * i));
}

void bf_digest_init(struct bf_digest *digest)
{
    *digest = (struct bf_digest){.lane = {P1 + P2, P2, 0, 0 - P1}};
}

void bf_digest_add(struct bf_digest *digest, const void *bytes, size_t length)
{
    const unsigned char *from = bytes;
    const size_t held = (size_t)(digest->length % 32);

    if (length == 0) return;
    digest->length += length;
    if (held > 0) {
        const size_t part = length < 32 - held ? length : 32 - held;

        memcpy(digest->block + held, from, part);
        if (held + part < 32) return;
        absorb(digest->lane, digest->block);
        from += part;
        length -= part;
    }
    for (; length >= 32; from += 32, length -= 32)
        absorb(digest->lane, from);
    memcpy(digest->block, from, length);
}

void bf_digest_add_u64(struct bf_digest *digest, uint64_t value)
{
    unsigned char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    bf_digest_add(digest, bytes, sizeof bytes);
}

static uint64_t bits_of(double value)
{
    uint64_t bits = 0x7ff8000000000000u;

    if (value == value) memcpy(&bits, &value, sizeof bits);
    return bits;
}

void bf_digest_add_double(struct bf_digest *digest, double value)
{
    bf_digest_add_u64(digest, bits_of(value));
}

void bf_digest_add_doubles(struct bf_digest *digest, const double value[], size_t count)
{
    size_t i = 0;

    for (; i < count && digest->length % 32 != 0; i++)
        bf_digest_add_double(digest, value[i]);
    for (; i + 4 <= count; i += 4) { /* a block at a time */
        for (size_t k = 0; k < 4; k++)
            digest->lane[k] = mixed(digest->lane[k], bits_of(value[i + k]));
        digest->length += 32;
    }
    for (; i < count; i++)
        bf_digest_add_double(digest, value[i]);
}

/* Specification, steps 3 and 4: bring the lanes together, add the length. */
static uint64_t converged(const struct bf_digest *digest)
{
    const uint64_t *lane = digest->lane;

    if (digest->length < 32) return P5 + digest->length;
    uint64_t sum =
        turned(lane[0], 1) + turned(lane[1], 7) + turned(lane[2], 12) + turned(lane[3], 18);
    for (int i = 0; i < 4; i++)
        sum = (sum ^ mixed(0, lane[i])) * P1 + P4;
    return sum + digest->length;
}

uint64_t bf_digest_end(const struct bf_digest *digest)
{
    const unsigned char *rest = digest->block;
    size_t length = (size_t)(digest->length % 32);
    uint64_t sum = converged(digest);

    for (; length >= 8; rest += 8, length -= 8)
        sum = turned(sum ^ mixed(0, word(rest)), 27) * P1 + P4;
    if (length >= 4) {
        sum = turned(sum ^ half_word(rest) * P1, 23) * P2 + P3;
        rest += 4;
        length -= 4;
    }
    for (; length > 0; rest++, length--)
        sum = turned(sum ^ *rest * P5, 11) * P1;
    sum = (sum ^ sum >> 33) * P2;
    sum = (sum ^ sum >> 29) * P3;
    return sum ^ sum >> 32;
}
