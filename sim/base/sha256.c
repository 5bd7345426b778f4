/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/sha256.h"

#include <string.h>

/* FIPS 180-4, 4.2.2: the first 32 bits of the fractional parts of the cube
 * roots of the first 64 primes. */
static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turned(uint32_t x, int bits)
{
    return (x >> bits) | (x << (32 - bits));
}

/* 6.2.2 step 1: the message schedule. */
static void expand(uint32_t w[64], const unsigned char block[64])
{
    for (int t = 0; t < 16; t++)
        w[t] = (uint32_t)block[4 * t] << 24 | (uint32_t)block[4 * t + 1] << 16 |
               (uint32_t)block[4 * t + 2] << 8 | (uint32_t)block[4 * t + 3];
    for (int t = 16; t < 64; t++) {
        const uint32_t s0 = turned(w[t - 15], 7) ^ turned(w[t - 15], 18) ^ (w[t - 15] >> 3);
        const uint32_t s1 = turned(w[t - 2], 17) ^ turned(w[t - 2], 19) ^ (w[t - 2] >> 10);
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
}

/* 6.2.2 steps 2 to 4, with the standard's names a..h for v[0..8). */
static void compress(uint32_t state[8], const unsigned char block[64])
{
    uint32_t w[64], v[8];

    expand(w, block);
    memcpy(v, state, sizeof v);
    for (int t = 0; t < 64; t++) {
        const uint32_t a = v[0], e = v[4];
        const uint32_t s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
        const uint32_t choose = (e & v[5]) ^ (~e & v[6]);
        const uint32_t t1 = v[7] + s1 + choose + K[t] + w[t];
        const uint32_t s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
        const uint32_t majority = (a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]);

        memmove(v + 1, v, 7 * sizeof v[0]);
        v[4] += t1;
        v[0] = t1 + s0 + majority;
    }
    for (int i = 0; i < 8; i++)
        state[i] += v[i];
}

void bf_sha256_init(struct bf_sha256 *sha)
{
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

    *sha = (struct bf_sha256){0};
    memcpy(sha->state, start, sizeof start);
}

void bf_sha256_add(struct bf_sha256 *sha, const void *bytes, size_t length)
{
    const unsigned char *from = bytes;

    while (length > 0) {
        const size_t held = (size_t)(sha->length % 64);
        const size_t part = length < 64 - held ? length : 64 - held;

        memcpy(sha->block + held, from, part);
        sha->length += part;
        from += part;
        length -= part;
        if (held + part == 64) compress(sha->state, sha->block);
    }
}

void bf_sha256_end(struct bf_sha256 *sha, unsigned char hash[BF_SHA256_BYTES])
{
    static const unsigned char padding[64] = {0x80};
    const uint64_t bits = 8 * sha->length;
    const size_t held = (size_t)(sha->length % 64);
    unsigned char tail[8];

    for (int i = 0; i < 8; i++)
        tail[i] = (unsigned char)(bits >> (56 - 8 * i));
    bf_sha256_add(sha, padding, held < 56 ? 56 - held : 120 - held);
    bf_sha256_add(sha, tail, sizeof tail);
    for (int i = 0; i < BF_SHA256_BYTES; i++)
        hash[i] = (unsigned char)(sha->state[i / 4] >> (24 - 8 * (i % 4)));
}

void bf_sha256_hex(const unsigned char hash[BF_SHA256_BYTES], char text[BF_SHA256_TEXT])
{
    static const char digit[] = "0123456789abcdef";

    for (int i = 0; i < BF_SHA256_BYTES; i++) {
        text[2 * i] = digit[hash[i] >> 4];
        text[2 * i + 1] = digit[hash[i] & 15];
    }
    text[BF_SHA256_TEXT - 1] = '\0';
}

void bf_sha256_text(const void *bytes, size_t length, char text[BF_SHA256_TEXT])
{
    struct bf_sha256 sha;
    unsigned char hash[BF_SHA256_BYTES];

    bf_sha256_init(&sha);
    bf_sha256_add(&sha, bytes, length);
    bf_sha256_end(&sha, hash);
    bf_sha256_hex(hash, text);
}
