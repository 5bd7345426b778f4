/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/digest.h -- a fast 64-bit digest, to compare results bit for bit.
 *
 * Two runs agree when their digests do: "the same for any number of threads"
 * is one comparison of 8 bytes. It is no protection against malice; to name
 * files by their content use base/sha256.h.
 *
 * The digest is of a stream of bytes: where one add ends and the next begins
 * leaves no trace, so add a length where that matters. A u64 adds its 8 bytes,
 * lowest first; a double adds the u64 of its IEEE 754 bits, so -0 and 0 differ;
 * every NaN adds 0x7ff8000000000000, as its sign and payload depend on the
 * compiler. The digest is the same on every machine, whatever its byte order.
 *
 * Cost: a few ns an add, some 0.3 ns a byte for long pieces. Never fails.
 * Source: Y. Collet, "xxHash fast digest algorithm", version 0.1.1, section
 * XXH64, with seed 0.
 */
#ifndef BF_BASE_DIGEST_H
#define BF_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

struct bf_digest {
    uint64_t lane[4];
    uint64_t length;         /* bytes added */
    unsigned char block[32]; /* the last length % 32 bytes */
};

void bf_digest_init(struct bf_digest *digest);
void bf_digest_add(struct bf_digest *digest, const void *bytes, size_t length);
void bf_digest_add_u64(struct bf_digest *digest, uint64_t value);
void bf_digest_add_double(struct bf_digest *digest, double value);
void bf_digest_add_doubles(struct bf_digest *digest, const double value[], size_t count);
/* The digest of all added so far; more may be added afterwards. */
uint64_t bf_digest_end(const struct bf_digest *digest);

#endif
