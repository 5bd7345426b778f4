/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/sha256.h -- the SHA-256 of bytes, to name a scenario by its content.
 *
 * A result records the hash of every file it was made from, so that a reader
 * can prove which inputs gave which numbers. For comparing results inside the
 * program, base/digest.h is many times faster.
 *
 * Use: init, add any number of times, end. The state holds no pointers and may
 * be copied to branch. Nothing can fail. Cost: about 5 ns a byte.
 *
 * Source: NIST, FIPS PUB 180-4, Secure Hash Standard, 2015, sections 4.1.2,
 * 4.2.2, 5 and 6.2.
 */
#ifndef BF_BASE_SHA256_H
#define BF_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define BF_SHA256_BYTES 32
#define BF_SHA256_TEXT  65 /* hex digits and a NUL */

struct bf_sha256 {
    uint32_t state[8];
    uint64_t length;         /* bytes added */
    unsigned char block[64]; /* the last length % 64 bytes */
};

void bf_sha256_init(struct bf_sha256 *sha);
void bf_sha256_add(struct bf_sha256 *sha, const void *bytes, size_t length);
/* The hash of all that was added; `sha` needs an init before it is used again. */
void bf_sha256_end(struct bf_sha256 *sha, unsigned char hash[BF_SHA256_BYTES]);

/* A hash as 64 lower-case hex digits. */
void bf_sha256_hex(const unsigned char hash[BF_SHA256_BYTES], char text[BF_SHA256_TEXT]);
/* The hash of one piece of memory, as text. */
void bf_sha256_text(const void *bytes, size_t length, char text[BF_SHA256_TEXT]);

#endif
