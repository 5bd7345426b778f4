/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot_reader.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"

#include <math.h>
#include <string.h>

#define OUTLASTED    1e-12
#define ABSENT_LEAST 2   /* people at once, of whom nobody being there is worth a warning */
#define ABSENT_DAYS  3.0 /* of a stay on average */

static bool has_outlasted(const struct bf_network *n, const struct bf_present *p)
{
    if (!bf_is_service(p->service) || snapshot_waits(p) || isnan(p->elapsed_h)) return false;
    for (uint32_t k = 0; k < n->class_count; k++) {
        const struct bf_site *site = &n->numbers.site[(size_t)p->service * n->group_count + k];
        if (p->class_ != BF_UNKNOWN && p->class_ != k) continue;
        if (site->permanent || !(site->factor > 0) ||
            bf_dist_survival(&site->stay, p->elapsed_h / site->factor) >= OUTLASTED)
            return false;
    }
    return true;
}

/* Care hours of one person on a day, in the middle of the stay. */
static double hours_of_one(const struct bf_service_numbers *numbers)
{
    return (numbers->first_per_day + numbers->last_per_day) / 2;
}

static void note_hours(struct snapshot_reader *r, uint32_t s, uint32_t people)
{
    const struct bf_service_numbers *numbers = &r->n->numbers.service[s];
    double hours = people * hours_of_one(numbers);
    if (!r->n->service[s].has_hours || hours <= numbers->hours_per_day) return;
    bf_rows_fault(&r->rows, BF_NOTE, BF_E_RANGE, 0, "",
                  "%u people are in %s, whose visits take about %.0f hours a day of the %.0f there "
                  "are before dated changes: they keep them, and hardly anybody starts until some "
                  "have left",
                  people, r->n->service[s].name, hours, numbers->hours_per_day);
}

void snapshot_note_services(struct snapshot_reader *r)
{
    for (uint32_t s = 0; s < r->n->service_count; s++) {
        struct bf_snapshot_at at = bf_snapshot_count(r->snapshot, s);
        double places = r->n->numbers.service[s].places;
        uint32_t outlasted = 0;
        if (r->n->service[s].kind != BF_KIND_TEAM && at.in > places)
            bf_rows_fault(
                &r->rows, BF_NOTE, BF_E_RANGE, 0, "",
                "%u people are in %s, which has %.0f places before dated changes: they stay, "
                "and %.0f places close as people leave",
                at.in, r->n->service[s].name, places, at.in - places);
        note_hours(r, s, at.in);
        for (uint32_t i = 0; i < r->snapshot->count; i++)
            outlasted +=
                r->snapshot->person[i].service == s && has_outlasted(r->n, &r->snapshot->person[i]);
        if (outlasted)
            bf_rows_fault(
                &r->rows, BF_WARNING, BF_E_RANGE, 0, "",
                "%u of %u people in %s have been there longer than its stays ever last: they "
                "are taken as ready; are they waiting for something, or are its stays too short?",
                outlasted, at.in, r->n->service[s].name);
    }
}

/* Who was discharged before the start comes back only if the table has them. */
static void note_home(struct snapshot_reader *r, double readmissions)
{
    if (r->snapshot->home || !(readmissions > 0)) return;
    bf_rows_fault(
        &r->rows, BF_WARNING, BF_E_RANGE, 0, "",
        "nobody of the table is at home after a discharge, so that readmissions are missing "
        "at first, about %.3g a day fading over the weeks after the start; add rows with "
        "service \"home\" and days_so_far since the discharge",
        readmissions / 365);
}

/* People at once, on average; 0 where that is not known. */
static double usually_in(const struct bf_network *n, const struct bf_load *load, uint32_t s)
{
    const struct bf_service_numbers *numbers = &n->numbers.service[s];
    if (n->service[s].has_hours)
        return hours_of_one(numbers) > 0 ? load[s].offered / hours_of_one(numbers) : 0;
    bool people = n->service[s].kind == BF_KIND_BEDS || n->service[s].kind == BF_KIND_CASELOAD;
    return people ? fmin(load[s].offered, load[s].capacity) : 0;
}

/* A table of one hospital, or one that came out empty, starts the rest of the county from nothing.
 */
static void note_absent(struct snapshot_reader *r, const struct bf_load *load)
{
    char one[160], all[600] = "";
    uint32_t absent = 0;
    for (uint32_t s = 0; s < r->n->service_count; s++) {
        double people = usually_in(r->n, load, s);
        bool soon = people < ABSENT_DAYS * load[s].arrivals_per_day; /* it fills by itself */
        if (people < ABSENT_LEAST || soon || bf_snapshot_count(r->snapshot, s).in) continue;
        bf_format(one, sizeof one, "%s%s (about %.0f at once on average)", absent++ ? ", " : "",
                  r->n->service[s].name, people);
        if (strlen(all) + strlen(one) < sizeof all)
            bf_format(all + strlen(all), sizeof all - strlen(all), "%s", one);
    }
    if (absent)
        bf_rows_fault(&r->rows, BF_WARNING, BF_E_RANGE, 0, "",
                      "nobody of the table is in %s: what is asked for there finds it empty at "
                      "first, so that delays and waits come out too low; add who is there, "
                      "unless it is new",
                      all);
}

void snapshot_note_county(struct snapshot_reader *r)
{
    double emergency = 0, readmissions = 0;
    struct bf_load *load = bf_heap_take(r->n->service_count, sizeof *load);
    if (load && bf_network_load(r->n, load, &emergency, &readmissions)) {
        note_absent(r, load);
        note_home(r, readmissions);
    }
    bf_heap_give(load);
}
