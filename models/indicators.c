/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* Rows of an outcomes framework are counted where things happen. They read and change nothing that
 * others read, so a run with a framework is the run without it. */

/* The rows of one kind, one after another. */
struct rows {
    const struct bf_indicator_info *row;
    struct indicator *seen; /* what is counted of it */
    uint32_t at, end;
};

static struct rows rows_of(const struct world *w, int kind)
{
    return (struct rows){.at = w->n->indicator_first[kind], .end = w->n->indicator_first[kind + 1]};
}

static bool next(struct world *w, struct rows *r)
{
    if (r->at == r->end) return false;
    uint32_t k = w->n->indicator_order[r->at++];
    r->row = &w->n->indicator[k];
    r->seen = &w->indicator[k];
    return true;
}

static bool is_of(const struct bf_indicator_info *row, const struct patient *p)
{
    return row->class_[p->class_] && row->locality[p->locality] && row->stream[p->stream];
}

/* ---- counts ---------------------------------------------------------------------------- */

/* In a place, admitted or found there: as an emergency, midnights are counted. */
void indicators_in(struct world *w, const struct patient *p, uint32_t service, int change)
{
    if (p->flags & FLAG_PLANNED) return;
    for (struct rows r = rows_of(w, BF_INDICATOR_BED_DAYS); next(w, &r);)
        if (r.row->from[service] && is_of(r.row, p)) r.seen->now += change;
}

void indicators_midnight(struct world *w)
{
    if (!w->measuring) return;
    for (struct rows r = rows_of(w, BF_INDICATOR_BED_DAYS); next(w, &r);)
        r.seen->top += r.seen->now;
}

void indicators_started(struct world *w, const struct patient *p, uint32_t service)
{
    if (!w->measuring) return;
    for (struct rows r = rows_of(w, BF_INDICATOR_STARTS); next(w, &r);)
        if (r.row->from[service] && is_of(r.row, p)) r.seen->top += 1;
}

void indicators_admitted(struct world *w, const struct patient *p, uint32_t service)
{
    if (!w->measuring) return;
    for (struct rows r = rows_of(w, BF_INDICATOR_ADMISSIONS); next(w, &r);)
        if (r.row->from[service] && is_of(r.row, p)) r.seen->top += 1;
}

void indicators_waited(struct world *w, const struct patient *p, uint32_t service, bool in_target)
{
    if (!w->measuring) return;
    for (struct rows r = rows_of(w, BF_INDICATOR_IN_TARGET); next(w, &r);) {
        if (!r.row->from[service] || !is_of(r.row, p)) continue;
        r.seen->bottom += 1;
        r.seen->top += in_target;
    }
}

/* ---- discharge and return -------------------------------------------------------------- */

void indicators_discharged(struct world *w, const struct patient *p, uint32_t from)
{
    if (!w->measuring) return;
    for (struct rows r = rows_of(w, BF_INDICATOR_READMISSION); next(w, &r);)
        if (r.row->from[from] && is_of(r.row, p)) r.seen->bottom += 1;
}

/* Of somebody whose discharge was within the period. */
void indicators_readmitted(struct world *w, const struct patient *p)
{
    for (struct rows r = rows_of(w, BF_INDICATOR_READMISSION); next(w, &r);)
        if (r.row->from[p->after] && is_of(r.row, p)) r.seen->top += 1;
}

/* ---- where are they after so long? ----------------------------------------------------- */

/* Nobody is looked up on the day itself: a place holds until it changes, so what is due is settled
 * just before a change, at the end of a record, and at the end of the run. */

static double *checks_of(struct world *w, uint32_t i)
{
    return &w->check_h[(size_t)i * w->n->check_count];
}

void indicators_new(struct world *w, uint32_t i)
{
    for (uint32_t c = 0; c < w->n->check_count; c++)
        checks_of(w, i)[c] = (double)INFINITY;
}

static bool is_at_home(const struct world *w, const struct patient *p,
                       const struct bf_indicator_info *row)
{
    if (bf_is_service(p->service)) return row->home[p->service];
    if (p->state != ST_WAITING) return true;
    uint8_t setting = w->n->service[p->first].setting;
    return setting != BF_SETTING_ACUTE && setting != BF_SETTING_AE; /* else waits in hospital */
}

void indicators_settle(struct world *w, uint32_t i)
{
    if (!w->n->check_count) return;
    const struct patient *p = patient_at(w, i);
    double *check_h = checks_of(w, i);
    for (struct rows r = rows_of(w, BF_INDICATOR_AT_HOME); next(w, &r);) {
        if (!(check_h[r.row->check] <= w->sim.now_h)) continue;
        if (is_at_home(w, p, r.row)) r.seen->top += 1;
        check_h[r.row->check] = (double)INFINITY;
    }
}

/* The record ends: what is not due yet is settled by where they went for good. */
void indicators_end(struct world *w, uint32_t i, uint32_t to)
{
    if (!w->n->check_count) return;
    const struct patient *p = patient_at(w, i);
    double *check_h = checks_of(w, i);
    for (struct rows r = rows_of(w, BF_INDICATOR_AT_HOME); next(w, &r);) {
        if (!(check_h[r.row->check] < (double)INFINITY)) continue;
        bool home = to == BF_TO_HOME;
        if (to == BF_TO_LEFT) home = !bf_is_service(p->came_from) || r.row->home[p->came_from];
        if (home) r.seen->top += 1;
        check_h[r.row->check] = (double)INFINITY;
    }
}

static bool goes_to(const struct bf_indicator_info *row, uint32_t to)
{
    return bf_is_service(to)
               ? row->to[to]
               : (to == BF_TO_HOME && row->to_home) || (to == BF_TO_LEFT && row->to_left);
}

/* Discharged: from then on they are followed, once at a time, if the run lasts long enough. */
static void follow(struct world *w, uint32_t i, uint32_t from, uint32_t to)
{
    const struct patient *p = patient_at(w, i);
    for (struct rows r = rows_of(w, BF_INDICATOR_AT_HOME); next(w, &r);) {
        double at_h = w->sim.now_h + r.row->after_h;
        if (!r.row->from[from] || !goes_to(r.row, to) || !is_of(r.row, p)) continue;
        if (at_h > w->end_h || checks_of(w, i)[r.row->check] < (double)INFINITY) continue;
        checks_of(w, i)[r.row->check] = at_h;
        r.seen->bottom += 1;
    }
}

/* ---- leaving --------------------------------------------------------------------------- */

void indicators_moved(struct world *w, uint32_t i, uint32_t from, uint32_t to)
{
    if (!w->measuring) return;
    const struct patient *p = patient_at(w, i);
    for (struct rows r = rows_of(w, BF_INDICATOR_LEAVERS); next(w, &r);) {
        if (!r.row->from[from] || !is_of(r.row, p)) continue;
        if (to == BF_TO_DIED && !r.row->interrupted) continue;
        r.seen->bottom += 1;
        r.seen->top += goes_to(r.row, to);
    }
    if (w->n->check_count && to != BF_TO_DIED) follow(w, i, from, to);
}

/* An emergency or a death cuts a stay short. */
void indicators_interrupted(struct world *w, const struct patient *p, uint32_t from)
{
    if (!w->measuring) return;
    for (struct rows r = rows_of(w, BF_INDICATOR_LEAVERS); next(w, &r);)
        if (r.row->interrupted && r.row->from[from] && is_of(r.row, p)) r.seen->bottom += 1;
}

/* ---- values ---------------------------------------------------------------------------- */

static double spent(const struct world *w, const struct bf_indicator_info *row)
{
    double sum = 0;
    for (uint32_t p = 0; p < w->n->payer_count; p++)
        if (row->payer[p]) sum += w->spent[p];
    for (uint32_t k = 0; k < w->n->purchase_count; k++)
        if (row->purchase[k]) sum += w->bill[k].spend;
    return sum;
}

double indicators_value(const struct world *w, uint32_t k)
{
    const struct bf_indicator_info *row = &w->n->indicator[k];
    const struct indicator *seen = &w->indicator[k];
    switch (row->kind) {
    case BF_INDICATOR_SPEND:
        return row->scale * spent(w, row);
    case BF_INDICATOR_ADMISSIONS:
    case BF_INDICATOR_BED_DAYS:
    case BF_INDICATOR_STARTS:
        return row->scale * seen->top;
    default:
        return seen->bottom > 0 ? 100 * seen->top / seen->bottom : (double)NAN;
    }
}

/* The run is over: everybody followed is where they are. */
void indicators_finish(struct world *w)
{
    for (uint32_t i = 1; w->n->check_count && i < w->patients.fresh; i++)
        if (patient_at(w, i)->serial) indicators_settle(w, i);
}
