/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer_run.c -- how many are delayed, when it is worst, why, and how full the beds are. */
#include "answer.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"
#include "bedflow/stats/quantile.h"

#include <math.h>
#include <string.h>

enum { NUMBER = 64, REASONS_TOLD = 3, WEEK = 7 };

/* ---- a run ----------------------------------------------------------------------------- */

static const struct bf_scalar_record *scalar_of(const struct bf_dossier *d, const char *measure)
{
    return bf_record_scalar(&d->record, "system", "all", measure);
}

static double error_of(const struct bf_scalar_record *s)
{
    return (s->mc_high - s->mc_low) / 2;
}

struct shown {
    char mean[NUMBER], low[NUMBER], high[NUMBER], error[NUMBER];
};

/* For reading aloud: whole numbers from ten on. Tables have all the figures. */
static void print_roughly(double value, char text[NUMBER])
{
    bf_value_print(value, fabs(value) < 9.95 ? 1 : 10, text, NUMBER);
}

static struct shown show(const struct bf_scalar_record *s)
{
    struct shown shown;
    print_roughly(s->mean, shown.mean);
    print_roughly(s->p05, shown.low);
    print_roughly(s->p95, shown.high);
    print_roughly(error_of(s), shown.error);
    return shown;
}

static bool is_known(const struct bf_scalar_record *s)
{
    return s != NULL && !isnan(s->mean);
}

static void add_delayed(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_scalar_record *delayed = scalar_of(d, "delayed");
    const struct bf_scalar_record *rate = scalar_of(d, "dtoc_rate");
    if (!is_known(delayed)) return;
    struct shown s = show(delayed);
    bf_text_add(out,
                "On an average midnight %s people are in a hospital bed although they are ready to "
                "leave it, because a place or a task elsewhere is missing (delayed transfers). ",
                s.mean);
    if (d->record.replication_count > 1)
        bf_text_add(out, "In nine possible winters out of ten it is from %s to %s. ", s.low,
                    s.high);
    if (is_known(rate)) {
        s = show(rate);
        bf_text_add(out, "That is %s%% of the occupied bed days. ", s.mean);
    }
}

/* ---- the worst week -------------------------------------------------------------------- */

struct worst {
    uint32_t weeks, first;          /* whole weeks, and the day on which the first begins */
    double *start;                  /* [replications]: index of the worst week of each */
    uint32_t replications, typical; /* the week that is worst on average */
    double level;                   /* people in it, on average */
};

static double week_mean(const double day[], uint32_t first, uint32_t week)
{
    double sum = 0;
    for (uint32_t k = 0; k < WEEK; k++)
        sum += day[first + week * WEEK + k];
    return sum / WEEK;
}

static bool find_worst(const struct bf_dossier *d, const struct bf_series_record *series,
                       struct worst *w, struct bf_text *out)
{
    const struct bf_record *record = &d->record;
    w->first = (uint32_t)((WEEK - bf_day_weekday(record->first_day)) % WEEK);
    w->weeks = record->day_count > w->first ? (record->day_count - w->first) / WEEK : 0;
    w->replications = series->paths != NULL ? record->replication_count : 0;
    if (w->weeks < 2) return false;
    w->start = bf_heap_take((size_t)w->replications + 1, sizeof *w->start);
    if (w->start == NULL) {
        out->failed = true;
        return false;
    }
    w->level = -1;
    for (uint32_t k = 0; k < w->weeks; k++) {
        double level = week_mean(series->band[BF_BAND_MEAN], w->first, k);
        if (level > w->level) w->typical = k;
        w->level = fmax(w->level, level);
    }
    for (uint32_t r = 0; r < w->replications; r++) {
        const double *path = &series->paths[(size_t)r * record->day_count];
        uint32_t worst = 0;
        for (uint32_t k = 1; k < w->weeks; k++)
            if (week_mean(path, w->first, k) > week_mean(path, w->first, worst)) worst = k;
        w->start[r] = worst;
    }
    return true;
}

static void week_words(const struct bf_dossier *d, const struct worst *w, double week, char text[],
                       size_t size)
{
    bf_day_words(d->record.first_day + (bf_day)(w->first + WEEK * (uint32_t)lround(week)), text,
                 size);
}

static void add_worst_week(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_series_record *series =
        bf_record_series(&d->record, "system", "all", "delayed");
    struct worst w = {.start = NULL};
    char day[48], from[48], to[48], level[NUMBER];
    if (series == NULL || !find_worst(d, series, &w, out)) return;
    week_words(d, &w, w.typical, day, sizeof day);
    print_roughly(w.level, level);
    bf_text_add(out, "The worst week is on average the one from %s, with %s people delayed", day,
                level);
    size_t count = bf_quantile_sort(w.start, w.replications);
    week_words(d, &w, bf_quantile_sorted(w.start, count, 0.05), from, sizeof from);
    week_words(d, &w, bf_quantile_sorted(w.start, count, 0.95), to, sizeof to);
    if (count > 1 && strcmp(from, to) != 0)
        bf_text_add(out, ", but which week is worst differs: from that of %s to that of %s", from,
                    to);
    bf_text_add(out, ". ");
    bf_heap_give(w.start);
}

/* ---- reasons --------------------------------------------------------------------------- */

static const struct bf_scalar_record *reason_of(const struct bf_dossier *d, int reason)
{
    char group[32];
    bf_format(group, sizeof group, "reason:%s", bf_reason_names[reason]);
    return bf_record_scalar(&d->record, "system", group, "delayed_days");
}

static void add_reasons(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_scalar_record *all = scalar_of(d, "delayed_days");
    bool told[BF_REASON_COUNT] = {false};
    if (!is_known(all) || !(all->mean > 0)) return;
    bf_text_add(out, "Most delayed days are put down to");
    for (int k = 0; k < REASONS_TOLD; k++) {
        int most = -1;
        for (int r = 0; r < BF_REASON_COUNT; r++) {
            const struct bf_scalar_record *s = reason_of(d, r);
            if (!is_known(s) || !(s->mean > 0) || told[r]) continue;
            if (most < 0 || s->mean > reason_of(d, most)->mean) most = r;
        }
        if (most < 0) break;
        told[most] = true;
        bf_text_add(out, "%s %s (%.0f%% of delayed days)", k > 0 ? "," : "", bf_reason_words[most],
                    100 * reason_of(d, most)->mean / all->mean);
    }
    bf_text_add(out, ". ");
}

static void add_occupancy(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_scalar_record *occupancy = scalar_of(d, "occupancy");
    if (!is_known(occupancy)) return;
    struct shown s = show(occupancy);
    bf_text_add(out, "All acute beds together are %s%% full on average", s.mean);
    if (d->record.replication_count > 1) bf_text_add(out, " (from %s%% to %s%%)", s.low, s.high);
    if (!isnan(occupancy->target))
        bf_text_add(out, ", %s the target of at most %.3g%%",
                    occupancy->mean <= occupancy->target ? "within" : "above", occupancy->target);
    bf_text_add(out, ". ");
}

static void add_readmission(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_scalar_record *rate = scalar_of(d, "readmission_rate");
    if (!is_known(rate)) return;
    if (!(rate->mean > 0)) {
        bf_text_add(out, "%s", BF_NOBODY_RETURNS);
        return;
    }
    struct shown s = show(rate);
    bf_text_add(out,
                "Of the people discharged alive from an acute bed %s%% come back as an emergency "
                "within 30 days.",
                s.mean);
}

bool bf_answer_delayed(const struct bf_dossier *d, char mean[], char error[], size_t size)
{
    const struct bf_scalar_record *delayed = scalar_of(d, "delayed");
    if (!is_known(delayed)) return false;
    struct shown s = show(delayed);
    bf_format(mean, size, "%s", s.mean);
    bf_format(error, size, "%s", s.error);
    return true;
}

void bf_answer_run(const struct bf_dossier *d, struct bf_text *out)
{
    add_delayed(d, out);
    bf_answer_break(out);
    add_worst_week(d, out);
    bf_answer_break(out);
    add_reasons(d, out);
    bf_answer_break(out);
    add_occupancy(d, out);
    add_readmission(d, out);
}
