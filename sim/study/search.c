/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/search.h"

#include "bedflow/base/contract.h"
#include "bedflow/random/draw.h"

#include <math.h>
#include <string.h>

enum { THING_SEARCH = 0x5345, ELITE = 2, SPREADS = 200 };

struct looking {
    const struct bf_search *s;
    uint32_t *level;
    double *score;
    uint32_t count, scored;
    uint32_t from; /* points since the last spread: the climb is from the best of these */
    uint32_t spreads;
};

static const uint32_t *at(const struct looking *l, uint32_t i)
{
    return l->level + (size_t)i * l->s->factors;
}

/* Add a point unless it is there or there is no room. */
static bool add(struct looking *l, const uint32_t point[])
{
    size_t size = l->s->factors * sizeof *point;
    if (l->count == l->s->cap) return false;
    for (uint32_t i = 0; i < l->count; i++)
        if (memcmp(at(l, i), point, size) == 0) return false;
    memcpy(l->level + (size_t)l->count * l->s->factors, point, size);
    l->count++;
    return true;
}

static bool score_new(struct looking *l)
{
    bool good = l->scored == l->count ||
                l->s->score(l->s->context, l->level, l->scored, l->count, l->score);
    if (good) l->scored = l->count;
    return good;
}

static uint64_t lattice_size(const struct bf_search *s)
{
    uint64_t size = 1;
    for (uint32_t f = 0; f < s->factors && size <= s->cap; f++)
        size *= s->levels[f];
    return size;
}

static void add_all(struct looking *l, uint64_t size)
{
    uint32_t point[BF_SEARCH_FACTORS];
    for (uint64_t i = 0; i < size; i++) {
        uint64_t rest = i;
        for (uint32_t f = l->s->factors; f-- > 0;) {
            point[f] = (uint32_t)(rest % l->s->levels[f]);
            rest /= l->s->levels[f];
        }
        add(l, point);
    }
}

/* Place of draw i among `count` in a random order of coordinate f: a rank, so a Latin hypercube. */
static uint32_t stratum(const struct looking *l, uint32_t f, uint32_t i, uint32_t count)
{
    const struct bf_key key = {l->s->seed, l->spreads};
    double own = bf_draw(&key, bf_thing_key(THING_SEARCH, f), i).u[0];
    uint32_t rank = 0;
    for (uint32_t k = 0; k < count; k++)
        rank += bf_draw(&key, bf_thing_key(THING_SEARCH, f), k).u[0] < own;
    return rank;
}

static void add_corners(struct looking *l)
{
    uint32_t point[BF_SEARCH_FACTORS];
    memset(point, 0, sizeof point);
    add(l, point);
    for (uint32_t f = 0; f < l->s->factors; f++)
        point[f] = l->s->levels[f] - 1;
    add(l, point);
}

/* How many does not hang on `cap`: the points of a smaller one are the first of a larger. */
static void add_spread(struct looking *l)
{
    uint32_t point[BF_SEARCH_FACTORS], spread = 2 + 2 * l->s->factors;
    for (uint32_t i = 0; i < spread; i++) {
        for (uint32_t f = 0; f < l->s->factors; f++)
            point[f] = (uint32_t)((stratum(l, f, i, spread) + 0.5) / spread * l->s->levels[f]);
        add(l, point);
    }
    l->spreads++;
}

/* The best few since the last spread, best first. */
static uint32_t find_elite(const struct looking *l, uint32_t elite[ELITE])
{
    uint32_t count = 0;
    for (uint32_t i = l->from; i < l->scored; i++) {
        if (isnan(l->score[i])) continue;
        uint32_t place = count < ELITE ? count++ : ELITE;
        for (; place > 0 && l->score[i] < l->score[elite[place - 1]]; place--)
            if (place < ELITE) elite[place] = elite[place - 1];
        if (place < ELITE) elite[place] = i;
    }
    return count;
}

static uint32_t moved(uint32_t level, uint32_t levels, uint32_t step, bool up)
{
    if (up) return level + step < levels ? level + step : levels - 1;
    return level > step ? level - step : 0;
}

static void add_neighbours(struct looking *l, uint32_t of, uint32_t part)
{
    uint32_t point[BF_SEARCH_FACTORS];
    for (uint32_t f = 0; f < l->s->factors; f++)
        for (int up = 0; up < 2; up++) {
            uint32_t step = l->s->levels[f] / part;
            memcpy(point, at(l, of), l->s->factors * sizeof point[0]);
            point[f] = moved(point[f], l->s->levels[f], step > 0 ? step : 1, up);
            add(l, point);
        }
}

/* Up from the best until no neighbour is better. False when the search is at its end. */
static bool climb(struct looking *l)
{
    uint32_t widest = 1, part = 4;
    for (uint32_t f = 0; f < l->s->factors; f++)
        widest = l->s->levels[f] > widest ? l->s->levels[f] : widest;
    while (l->count < l->s->cap) {
        uint32_t elite[ELITE], count = find_elite(l, elite), before = l->count;
        if (count == 0) return true;
        double best = l->score[elite[0]];
        for (uint32_t e = 0; e < count; e++)
            add_neighbours(l, elite[e], part);
        if (!score_new(l)) return false;
        find_elite(l, elite);
        if (l->count > before && l->score[elite[0]] < best) continue;
        if (part >= widest) return true;
        part *= 2;
    }
    return false;
}

/* Spread and climb, again and again, until there is no room. */
static void look_through(struct looking *l)
{
    add_corners(l);
    do {
        add_spread(l);
        if (!score_new(l) || !climb(l)) return;
        l->from = l->count;
    } while (l->spreads < SPREADS);
}

void bf_search_run(const struct bf_search *s, uint32_t level[], double score[], uint32_t *count,
                   bool *whole)
{
    struct looking l = {.s = s, .level = level, .score = score};
    BF_REQUIRE(s->factors >= 1 && s->factors <= BF_SEARCH_FACTORS && s->cap >= BF_SEARCH_LEAST);
    uint64_t size = lattice_size(s);
    *whole = size <= s->cap;
    if (*whole) {
        add_all(&l, size);
        score_new(&l);
    } else {
        look_through(&l);
    }
    *count = l.scored;
    *whole = *whole && l.scored == size;
}
