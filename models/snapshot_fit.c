/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot_reader.h"

#include "present.h"

#include <math.h>

/* ---- what fits together ---------------------------------------------------------------- */

/* Whether somebody of a class, who came by this stream and from a place that the row allows, may
 * wait as it says. */
static bool has_way_from(const struct snapshot_reader *r, const struct bf_present *p,
                         uint32_t class_, uint32_t stream)
{
    const struct bf_numbers *numbers = &r->n->numbers;
    for (uint32_t l = 0; l < r->n->locality_count; l++) {
        if (p->locality != BF_UNKNOWN && p->locality != l) continue;
        struct bf_ways ways = present_ways(r->n, numbers, p, bf_group_of(r->n, stream, l, class_));
        for (uint32_t k = 0; k < ways.count; k++)
            if (present_weight(r->n, numbers, p, ways, k) >= 0) return true;
        if (!r->n->stream_cell) return false;
    }
    return false;
}

static bool has_way(const struct snapshot_reader *r, const struct bf_present *p, uint32_t class_)
{
    for (uint32_t s = 0; s < r->n->stream_count; s++) {
        if (has_way_from(r, p, class_, s)) return true;
        if (!r->n->stream_cell) return false;
    }
    return false;
}

static void check_way(struct snapshot_reader *r, const struct bf_present *p)
{
    bool found = false;
    char to[SNAPSHOT_CELL_CAP];
    for (uint32_t k = 0; k < r->n->class_count && !found; k++)
        if (p->class_ == BF_UNKNOWN || p->class_ == k) found = has_way(r, p, k);
    if (found) return;
    snapshot_cell(r, WAITING, to);
    bf_rows_fault(
        &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), snapshot_column_name[WAITING],
        "expected what people in %s%s%s can wait for, received \"%s\": no way on from there %s "
        "it; add one to services.%s.then (its share may be 0)",
        r->n->service[p->service].name, p->class_ == BF_UNKNOWN ? "" : " of class ",
        p->class_ == BF_UNKNOWN ? "" : r->n->class_[p->class_].name, to,
        p->awaits == BF_AWAITS_TASK ? "needs" : "leads to", r->n->service[p->service].name);
}

static void check_outside(struct snapshot_reader *r, const struct bf_present *p)
{
    if (p->awaits == BF_AWAITS_NOTHING || p->awaits == BF_AWAITS_UNKNOWN)
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), snapshot_column_name[SERVICE],
            "expected the service they are in, or in waiting_for the one that they wait for "
            "outside, received neither");
    else if (p->awaits != BF_AWAITS_PLACE)
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), snapshot_column_name[WAITING],
            "expected a service, since nobody outside waits for a task or for home; name in "
            "service where they are");
}

static void check_home(struct snapshot_reader *r, const struct bf_present *p)
{
    if (p->awaits != BF_AWAITS_NOTHING)
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), snapshot_column_name[WAITING],
            "expected nothing for somebody at home; leave service empty if they wait outside");
    if (isnan(p->elapsed_h))
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows),
                      snapshot_column_name[DAYS],
                      "expected the days since their discharge from hospital, received nothing");
}

static void check_inside(struct snapshot_reader *r, const struct bf_present *p)
{
    const struct bf_service_info *info = &r->n->service[p->service];
    bool permanent = r->n->numbers.site[(size_t)p->service * r->n->group_count].permanent;
    if (p->awaits == BF_AWAITS_NOTHING) return;
    if (permanent)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows),
                      snapshot_column_name[WAITING],
                      "expected nothing for people in %s, who are there for good", info->name);
    else
        check_way(r, p);
}

void snapshot_check_row(struct snapshot_reader *r, const struct bf_present *p)
{
    if (p->service == BF_TO_LEFT)
        check_outside(r, p);
    else if (p->service == BF_TO_HOME)
        check_home(r, p);
    else
        check_inside(r, p);
}

/* ---- by which stream they came --------------------------------------------------------- */

/* Share of the people of one group who come to a service, at once or as a further preference. */
static double share_brought(const struct bf_network *n, struct bf_ways ways, uint32_t to)
{
    const struct bf_choice *way = &n->numbers.choice[ways.first];
    double share = 0;
    for (uint32_t k = 0; k < ways.count; k++) {
        bool there = way[k].to == to;
        for (uint32_t a = 0; a < way[k].alt_count && !there; a++)
            there = n->numbers.alt[way[k].alt + a].to == to;
        if (there) share += 1e-9 + way[k].cumulative - (k ? way[k - 1].cumulative : 0);
    }
    return share;
}

/* How many a day a stream brings to a service: directly, or by an offer. */
static double brings(const struct bf_network *n, uint32_t stream, uint32_t to, uint32_t class_,
                     bool offered)
{
    const struct bf_stream_numbers *numbers = &n->numbers.stream[stream];
    const struct bf_stream_info *info = &n->stream[stream];
    const double *classes = &n->numbers.class_share[(size_t)stream * n->class_count];
    double rate = 1e-9 + numbers->rate_per_day, share = 0;
    if (class_ != BF_UNKNOWN) rate *= 1e-9 + classes[class_] - (class_ ? classes[class_ - 1] : 0);
    if (offered)
        return info->offer_to == to ? rate * numbers->offer_share * (1 - numbers->offer_after) : 0;
    for (uint32_t g = 0; g < (info->enter ? n->group_count : 1); g++) /* those most of whom come */
        share = fmax(share, share_brought(n, bf_enter_ways(info, g), to));
    return rate * share * (info->planned ? 1e-3 : 1); /* planned people do not wait for beds */
}

/* Whether people of a stream can wait for what the row says: not all may, with filters. */
static bool may_wait(const struct snapshot_reader *r, const struct bf_present *p, uint32_t stream)
{
    if (!r->n->stream_cell || p->awaits == BF_AWAITS_NOTHING || !bf_is_service(p->service))
        return true;
    for (uint32_t k = 0; k < r->n->class_count; k++)
        if ((p->class_ == BF_UNKNOWN || p->class_ == k) && has_way_from(r, p, k, stream))
            return true;
    return false;
}

static double best_stream(const struct snapshot_reader *r, const struct bf_present *p, uint32_t to,
                          bool offered, uint16_t *stream)
{
    double best = 0;
    for (uint32_t s = 0; s < r->n->stream_count; s++) {
        if (!may_wait(r, p, s)) continue;
        double people = brings(r->n, s, to, p->class_, offered);
        if (people > best) {
            best = people;
            *stream = (uint16_t)s;
        }
    }
    return best;
}

/* The busiest stream, planned people last: for those who came by way of other services. */
static uint16_t any_stream(const struct snapshot_reader *r, const struct bf_present *p)
{
    const struct bf_network *n = r->n;
    uint32_t best = 0;
    while (best + 1 < n->stream_count && !may_wait(r, p, best))
        best++;
    for (uint32_t s = best + 1; s < n->stream_count; s++) {
        if (!may_wait(r, p, s)) continue;
        bool better = n->stream[s].planned == n->stream[best].planned
                          ? n->numbers.stream[s].rate_per_day > n->numbers.stream[best].rate_per_day
                          : n->stream[best].planned;
        if (better) best = s;
    }
    return (uint16_t)best;
}

void snapshot_find_stream(struct snapshot_reader *r, struct bf_present *p)
{
    uint32_t at = p->service == BF_TO_LEFT ? p->target : p->service;
    p->stream = any_stream(r, p);
    if (!bf_is_service(at)) return;
    if (best_stream(r, p, at, false, &p->stream) > 0) return;
    p->offered = best_stream(r, p, at, true, &p->stream) > 0;
    if (p->service == BF_TO_LEFT && !p->offered)
        bf_rows_fault(
            &r->rows, BF_WARNING, BF_E_RANGE, bf_rows_line(&r->rows), snapshot_column_name[WAITING],
            "nobody comes to %s from outside in this scenario: they wait for it all the same",
            r->n->service[at].name);
}
