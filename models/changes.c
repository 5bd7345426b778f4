/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* ---- inputs that differ between replications ------------------------------------------- */

/* Triangular over a declared range with its mode at the value: monotone in u. */
static double within_range(double low, double value, double high, double u)
{
    double at = (value - low) / (high - low);
    return u < at ? low + sqrt(u * (high - low) * (value - low))
                  : high - sqrt((1 - u) * (high - low) * (high - value));
}

static bool is_count(const struct bf_given *given)
{
    return given->param->dim == BF_DIM_COUNT;
}

static void draw_inputs(struct world *w)
{
    for (uint32_t k = 0; k < w->n->uncertain_count; k++) {
        const struct bf_uncertain *uncertain = &w->n->uncertain[k];
        const struct bf_given *given = &w->n->bound->given[uncertain->given];
        struct bf_block u =
            bf_draw_by(&w->sim.keys, bf_thing_key(THING_INPUT, 0), uncertain->key, 0);
        double value;
        memcpy(&value, w->care + given->offset, sizeof value);
        value = within_range(given->low, value, given->high, u.u[0]);
        if (is_count(given)) value = floor(value + 0.5);
        memcpy(w->care + given->offset, &value, sizeof value);
    }
}

static void remember_factors(struct world *w)
{
    for (int cause = 0; cause < CAUSE_COUNT; cause++) {
        double most = 1, beside = 1; /* those had beside a place come on top, each once */
        for (uint32_t s = 0; s < w->n->service_count; s++) {
            most = fmax(most, w->numbers->service[s].factor[cause]);
            if (w->n->service[s].companion) beside *= fmax(1, w->numbers->service[s].factor[cause]);
        }
        w->factor_most[cause] = most * beside;
    }
}

static void derive(struct world *w, uint32_t object, bool capacity)
{
    char why[256];
    const struct bf_care *care = (const struct bf_care *)(const void *)w->care;
    w->derived++;
    if (w->n->purchase_count && object < BF_OBJECT_STREAM)
        w->own.service[object].bought = money_bought(w, object);
    if (capacity) {
        bf_numbers_derive_capacity(w->n, care, object, &w->own);
        return;
    }
    if (!bf_numbers_derive(w->n, care, object, &w->own, why, sizeof why))
        bf_sim_fail(&w->sim, BF_E_RANGE,
                    "a change made a number impossible on day %u of the run: %s",
                    (unsigned)w->today, why);
    remember_factors(w);
}

void world_inputs(struct world *w)
{
    bool vary = w->n->uncertain_count > 0 && !w->fixed_inputs;
    if (vary || w->n->target_count > 0) {
        bf_bound_copy(w->n->bound, w->care);
        memcpy(w->own.block, w->n->numbers.block, w->own.size);
        w->numbers = &w->own;
        if (vary) {
            draw_inputs(w);
            derive(w, BF_OBJECT_ALL, false);
        }
    } else {
        w->numbers = &w->n->numbers;
    }
    world_season(w);
    w->causes_move = w->first_day;
    for (uint32_t k = 0; k < w->n->cause_count; k++)
        w->cause_level[k] = (double)NAN; /* the first day's are others */
    for (uint32_t t = 0; t < w->n->target_count; t++) {
        memcpy(&w->target_base[t], w->care + w->n->target[t].offset, sizeof(double));
        w->target_now[t] = w->target_base[t];
    }
    remember_factors(w);
}

/* ---- dated changes --------------------------------------------------------------------- */

double bf_cause_level(const struct bf_cause *cause, bf_day first, bf_day last, bf_day day)
{
    double since = (double)day - (double)first + 1;
    if (since <= 0) return 0;
    double ramp = cause->ramp_h / 24, fade = cause->fade_h / 24;
    double level = since >= ramp ? 1 : since / ramp;
    if (cause->to != BF_DAY_NONE) {
        double past = (double)day - (double)last;
        if (past > 0) level *= past < fade ? 1 - past / fade : 0;
    }
    return level;
}

double bf_shifted(double value, const struct bf_shift *shift, double amount, double level,
                  double size)
{
    if (shift->op == 's') return value + (amount - value) * level;
    if (shift->op == 'a') return value + amount * level * size;
    return value * (1 + (amount - 1) * level * size);
}

double world_cause_level(const struct world *w, uint32_t k, bf_day day)
{
    const struct bf_cause *cause = &w->n->cause[k];
    if (cause->kind == BF_CAUSE_POLICY) return w->policy[cause->index].on ? 1 : 0;
    if (cause->kind == BF_CAUSE_PURCHASE && w->n->purchase[cause->index].call != UINT16_MAX)
        return 1; /* what is open says it all */
    return bf_cause_level(cause, w->cause_first[k], w->cause_last[k], day);
}

/* A factor may be among the inputs that differ between replications, and what is bought may vary
 * by date. */
static double amount_of(const struct world *w, const struct bf_shift *shift)
{
    const struct bf_cause *cause = &w->n->cause[shift->cause];
    if (cause->kind == BF_CAUSE_PURCHASE) {
        uint16_t call = w->n->purchase[cause->index].call;
        return call == UINT16_MAX ? w->numbers->purchase[cause->index].amount : w->call[call].open;
    }
    if (shift->op != 'f' || cause->kind != BF_CAUSE_CHANGE) return shift->value;
    const struct bf_care *care = (const struct bf_care *)(const void *)w->care;
    return ((const struct bf_change *)care->changes.item)[cause->index].factor;
}

static double value_now(const struct world *w, uint32_t t)
{
    const struct bf_target *target = &w->n->target[t];
    double value = w->target_base[t];
    for (uint32_t k = target->first; k < target->last; k++) {
        const struct bf_shift *shift = &w->n->shift[k];
        double level = w->cause_level[shift->cause];
        if (level == 0) continue;
        value = bf_shifted(value, shift, amount_of(w, shift), level, w->cause_size[shift->cause]);
    }
    const struct bf_param *param = w->n->bound->given[target->given].param;
    if (param->min != 0 || param->max != 0) value = fmin(param->max, fmax(param->min, value));
    return value;
}

static bool is_in_force(const struct world *w, uint32_t t, double value)
{
    return value == w->target_now[t] || (isnan(value) && isnan(w->target_now[t]));
}

/* Whether what follows from one number is what follows from the other, too. */
static bool same_derived(const struct bf_target *a, const struct bf_target *b)
{
    return a->object == b->object && a->capacity == b->capacity;
}

/* Take over the values of a day: those of purchases, or all others. */
static bool take_over(struct world *w, bool purchases)
{
    bool changed = false;
    for (uint32_t t = 0; t < w->n->target_count; t++) {
        const struct bf_target *target = &w->n->target[t];
        uint32_t object = target->object;
        if ((object >= BF_OBJECT_PURCHASE && object != BF_OBJECT_ALL) != purchases) continue;
        double value = value_now(w, t);
        if (is_in_force(w, t, value)) continue;
        w->target_now[t] = value;
        memcpy(w->care + target->offset, &value, sizeof value);
        changed = true;
        w->patience_changed = w->patience_changed || target->patience;
        /* several numbers of one object: derive it once, after the last of them */
        bool last = true;
        for (uint32_t later = t + 1; later < w->n->target_count && last; later++)
            last = !same_derived(target, &w->n->target[later]) ||
                   is_in_force(w, later, value_now(w, later));
        if (last) derive(w, object, target->capacity);
    }
    return changed;
}

/* The first day after this one on which a cause may be in force otherwise; infinite: none. */
static double moves_after(const struct world *w, uint32_t k, double day)
{
    const struct bf_cause *cause = &w->n->cause[k];
    double first = w->cause_first[k], last = w->cause_last[k];
    if (cause->kind == BF_CAUSE_POLICY) return (double)INFINITY; /* told when it turns */
    if (day < first) return first;
    if (day < first + cause->ramp_h / 24) return day + 1;
    if (cause->to == BF_DAY_NONE) return (double)INFINITY;
    if (day <= last) return last + 1;
    return day <= last + cause->fade_h / 24 ? day + 1 : (double)INFINITY;
}

/* How far every cause is in force today, and whether that is otherwise than before. Most days are
 * known to bring nothing. */
static bool causes_moved(struct world *w, bool turned)
{
    const bf_day day = w->first_day + (bf_day)w->today;
    bool moved = false;
    if (day < w->causes_move && !turned) return false;
    w->causes_move = (double)INFINITY;
    for (uint32_t k = 0; k < w->n->cause_count; k++) {
        double level = world_cause_level(w, k, day);
        moved = moved || !(level == w->cause_level[k]);
        w->cause_level[k] = level;
        w->causes_move = fmin(w->causes_move, moves_after(w, k, day));
    }
    return moved;
}

/* What is bought decides how much a service has, so purchases come first. Without purchases, whose
 * amounts may change by themselves, nothing changes but by its cause. */
void world_day_changes(struct world *w, bool turned)
{
    bool moved = causes_moved(w, turned);
    if (w->n->purchase_count) {
        bool changed = take_over(w, true);
        if (w->n->plan_count) plans_day(w, changed);
        world_calls(w);
    }
    if (moved || w->n->purchase_count) take_over(w, false);
    if (w->patience_changed) world_patience_anew(w);
    w->patience_changed = false;
}
