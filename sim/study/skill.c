/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/skill.h"

#include "bedflow/base/arena.h"
#include "bedflow/stats/score.h"

#include <math.h>

/* Days by which a value is divided to be compared with others. */
static double days_of(const struct bf_observed *o, const struct bf_observed_row *row)
{
    return o->measure[row->measure].total ? (double)(row->to - row->from) + 1 : 1;
}

static double as_always(const struct bf_observed *o, const struct bf_observed_row *row)
{
    double *member = bf_heap_take(o->row_count, sizeof *member), score = (double)NAN;
    uint32_t count = 0;
    for (uint32_t k = 0; member && k < o->row_count; k++)
        if (!o->row[k].held_out && o->row[k].measure == row->measure)
            member[count++] = o->row[k].value / days_of(o, &o->row[k]) * days_of(o, row);
    if (count > 0) score = bf_score_crps(member, count, row->value);
    bf_heap_give(member);
    return score;
}

static double as_last(const struct bf_observed *o, const struct bf_observed_row *row)
{
    const struct bf_observed_row *best = NULL;
    for (uint32_t k = 0; k < o->row_count; k++) {
        const struct bf_observed_row *other = &o->row[k];
        if (other->held_out || other->measure != row->measure) continue;
        bool before = other->to < row->from, had = best && best->to < row->from;
        if (!best || (before && (!had || other->to > best->to)) ||
            (!before && !had && other->from < best->from))
            best = other;
    }
    if (!best) return (double)NAN;
    double member = best->value / days_of(o, best) * days_of(o, row);
    return bf_score_crps(&member, 1, row->value);
}

struct bf_skill bf_skill_of(const struct bf_observed *o, const struct bf_calibration *c,
                            uint32_t measure, bool held_out)
{
    struct bf_skill s = {.rows = 0};
    double always = 0, last = 0, crps = 0;
    for (uint32_t i = 0; i < o->row_count; i++) {
        const struct bf_observed_row *row = &o->row[i];
        if (row->measure != measure || row->held_out != held_out) continue;
        s.rows++;
        s.inside += c->row[i].p05 <= row->value && row->value <= c->row[i].p95;
        crps += c->row[i].crps;
        always += held_out ? as_always(o, row) : (double)NAN;
        last += held_out ? as_last(o, row) : (double)NAN;
    }
    s.coverage = bf_interval_of_share(s.inside, s.rows, 0.95);
    s.crps = s.rows ? crps / s.rows : (double)NAN;
    s.as_always = s.rows ? always / s.rows : (double)NAN;
    s.as_last = s.rows ? last / s.rows : (double)NAN;
    double reference = fmin(s.as_always, s.as_last);
    s.skill = reference > 0 ? 1 - s.crps / reference : (double)NAN;
    return s;
}

struct bf_skill bf_skill_all(const struct bf_observed *o, const struct bf_calibration *c,
                             bool held_out)
{
    const double none = (double)NAN;
    struct bf_skill all = {.crps = none, .as_always = none, .as_last = none, .skill = none};
    for (uint32_t m = 0; m < o->measure_count; m++) {
        struct bf_skill s = bf_skill_of(o, c, m, held_out);
        all.rows += s.rows;
        all.inside += s.inside;
    }
    all.coverage = bf_interval_of_share(all.inside, all.rows, 0.95);
    return all;
}
