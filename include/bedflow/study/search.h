/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/search.h -- a short look through a lattice for points worth a careful look.
 *
 * Where the lattice has at most `cap` points, all of them. Else the corner of all lowest and
 * of all highest levels and a few spread by Latin hypercube (two, and two a factor);
 * then, from the best two of these, neighbours in each coordinate are tried at a step that
 * begins at a quarter of the levels and is halved when no neighbour is better, until the
 * step is below one. Then all of it again from another spread, until `cap` is reached.
 * Scores are noisy, so this promises nothing: what it finds is
 * judged by study/select.h with other winters.
 *
 * It may end at any time: a search with cap n, unless n is the whole lattice, looks at the
 * first n points of any longer one.
 *
 * Deterministic in the seed and the scores.
 */
#ifndef BF_STUDY_SEARCH_H
#define BF_STUDY_SEARCH_H

#include "bedflow/base/err.h"

#include <stdint.h>

#define BF_SEARCH_FACTORS 64
#define BF_SEARCH_LEAST   8u /* of cap */

struct bf_search {
    const uint32_t *levels; /* [factors], each at least 1 */
    uint32_t factors, cap;  /* cap at least BF_SEARCH_LEAST */
    uint64_t seed;
    /* Score points from..to (to not included) of level[][factors]; least is best, NaN worst.
     * False ends the search with what there is. */
    bool (*score)(void *context, const uint32_t level[], uint32_t from, uint32_t to,
                  double score[]);
    void *context;
};

/* level[cap][factors] and score[cap] are filled; *count tells how many, *whole whether they are
 * the whole lattice. */
void bf_search_run(const struct bf_search *search, uint32_t level[], double score[],
                   uint32_t *count, bool *whole);

#endif
