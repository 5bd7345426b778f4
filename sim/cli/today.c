/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today.h"

#include "bedflow/report/members.h"
#include "bedflow/report/table.h"

#include "bedflow/models/daily.h"
#include "bedflow/models/snapshot.h"
#include "say.h"

#include <math.h>

void bf_today_words(const struct bf_network *n, struct bf_text *out)
{
    const struct bf_snapshot *s = n->snapshot;
    if (s == NULL) return;
    bf_text_add(out,
                "Starts from %u %s of the snapshot: %u in stays, %u ready to go on, %u waiting "
                "outside",
                s->count, bf_plural(s->count, "person", "people"), s->in, s->ready, s->outside);
    if (s->home > 0) bf_text_add(out, ",\n%u at home since a discharge", s->home);
    if (s->unknown > 0)
        bf_text_add(out, "%sof %u in stays it is not known how long they have been there",
                    s->home > 0 ? "; " : ";\n", s->unknown);
    bf_text_add(out, "\n");
}

void bf_today_table(const struct bf_network *n, struct bf_text *out)
{
    if (n->snapshot == NULL) return;
    bf_text_add(out, "\n");
    bf_today_words(n, out);
    bf_text_add(out, "%-35s %8s %8s %8s %10s\n", "service", "places", "in it", "ready", "waiting");
    for (uint32_t i = 0; i < n->service_count; i++) {
        struct bf_snapshot_at at = bf_snapshot_count(n->snapshot, i);
        double places = n->numbers.service[i].places;
        if (at.in == 0 && at.outside == 0) continue;
        bf_text_add(out, "%-35s ", n->service[i].name);
        if (places < 1e6)
            bf_text_add(out, "%8.0f ", places);
        else
            bf_text_add(out, "%8s ", "-");
        bf_text_add(out, "%8u %8u %10u\n", at.in, at.ready, at.outside);
    }
}

enum { FIGURES = 40 };

/* As a person writes a number: 12,385 and 9.72. */
static const char *figures(double value, char text[FIGURES])
{
    bf_value_print(value, (double)NAN, text, FIGURES);
    return text;
}

static void add_scatter(const struct bf_daily *daily, double stated, struct bf_text *out)
{
    const struct bf_dispersion *s = &daily->scatter;
    char ratio[FIGURES], would[FIGURES], has[FIGURES];
    if (isnan(s->ratio)) return;
    bf_text_add(out,
                "    variance over mean, weekdays taken apart: %s (Poisson counts: %.2f to %.2f)",
                figures(s->ratio, ratio), s->chance_low, s->chance_high);
    if (s->ratio > s->chance_high)
        bf_text_add(out,
                    "\n    more scatter than chance: dispersion = %s would match it, trend and "
                    "season\n    included; the scenario has %s\n",
                    figures(s->dispersion, would), figures(stated, has));
    else
        bf_text_add(out, ": chance alone\n");
}

void bf_daily_words(const struct bf_network *n, struct bf_text *out)
{
    for (uint32_t i = 0; n->daily != NULL && i < n->stream_count; i++) {
        const struct bf_daily *daily = &n->daily[i];
        char from[BF_DAY_TEXT], to[BF_DAY_TEXT], counted[32], foreseen[32];
        char mean[FIGURES], own[FIGURES];
        if (daily->days == 0) continue;
        bf_day_print(daily->first, from);
        bf_day_print(daily->first + (bf_day)daily->days - 1, to);
        bf_value_print(daily->counts, (double)NAN, counted, sizeof counted);
        bf_value_print(daily->forecasts, (double)NAN, foreseen, sizeof foreseen);
        bf_text_add(out,
                    "\nArrivals of %s by day, %s to %s: %s counted, %s foreseen, %s people a day "
                    "(its own\nrate on the same days: %s)\n",
                    n->stream[i].name, from, to, counted, foreseen, figures(daily->mean, mean),
                    figures(daily->own_mean, own));
        add_scatter(daily, n->numbers.stream[i].dispersion, out);
    }
}

/* ---- for programs ---------------------------------------------------------------------- */

static const struct bf_member at_members[] = {WORDS("service", "name of the service"),
                                              NUMBER("places", "places; null: as many as come"),
                                              COUNT("in_it", "people in it"),
                                              COUNT("ready", "of these, who are ready to go on"),
                                              COUNT("waiting", "people waiting for it outside"),
                                              END};

const struct bf_member bf_snapshot_members[] = {
    COUNT("people", "people with whom the run begins"),
    COUNT("in_stays", "of these, in a service"),
    COUNT("ready", "in a service and ready to go on"),
    COUNT("waiting_outside", "waiting, in no service"),
    COUNT("at_home", "at home since a discharge"),
    COUNT("elapsed_unknown", "in a service, not known for how long"),
    LIST("services", "services with people in them or waiting", at_members),
    END};

const struct bf_member bf_daily_members[] = {
    WORDS("stream", "stream of demand"),
    DAY("first_day", "first day of its table"),
    DAY("last_day", "last day"),
    COUNT("counted_days", "days with a count"),
    COUNT("forecast_days", "days with a forecast"),
    NUMBER("mean", "people a day in the table"),
    NUMBER("own_mean", "people a day by the stream's own rate, on the same days"),
    NUMBER("variance_over_mean", "of the counts, weekdays taken apart; 1 is chance alone"),
    NUMBER("chance_low", "chance alone stays above this in 97.5% of tables"),
    NUMBER("chance_high", "and below this"),
    NUMBER("matching_dispersion", "dispersion that would give this variance"),
    NUMBER("stated_dispersion", "dispersion that the scenario has"),
    END};

static void add_snapshot(struct bf_json *json, const struct bf_network *n)
{
    const struct bf_snapshot *s = n->snapshot;
    bf_json_object(json, "snapshot");
    bf_json_count(json, "people", s->count);
    bf_json_count(json, "in_stays", s->in);
    bf_json_count(json, "ready", s->ready);
    bf_json_count(json, "waiting_outside", s->outside);
    bf_json_count(json, "at_home", s->home);
    bf_json_count(json, "elapsed_unknown", s->unknown);
    bf_json_array(json, "services");
    for (uint32_t i = 0; i < n->service_count; i++) {
        struct bf_snapshot_at at = bf_snapshot_count(s, i);
        double places = n->numbers.service[i].places;
        if (at.in == 0 && at.outside == 0) continue;
        bf_json_object(json, NULL);
        bf_json_text(json, "service", n->service[i].name);
        bf_json_number(json, "places", places < 1e6 ? places : (double)NAN);
        bf_json_count(json, "in_it", at.in);
        bf_json_count(json, "ready", at.ready);
        bf_json_count(json, "waiting", at.outside);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    bf_json_end_object(json);
}

static void add_daily(struct bf_json *json, const struct bf_network *n, uint32_t i)
{
    const struct bf_daily *daily = &n->daily[i];
    const struct bf_dispersion *s = &daily->scatter;
    bf_json_object(json, NULL);
    bf_json_text(json, "stream", n->stream[i].name);
    bf_json_day(json, "first_day", daily->first);
    bf_json_day(json, "last_day", daily->first + (bf_day)daily->days - 1);
    bf_json_count(json, "counted_days", daily->counts);
    bf_json_count(json, "forecast_days", daily->forecasts);
    bf_json_number(json, "mean", daily->mean);
    bf_json_number(json, "own_mean", daily->own_mean);
    bf_json_number(json, "variance_over_mean", s->ratio);
    bf_json_number(json, "chance_low", s->chance_low);
    bf_json_number(json, "chance_high", s->chance_high);
    bf_json_number(json, "matching_dispersion", s->dispersion);
    bf_json_number(json, "stated_dispersion", n->numbers.stream[i].dispersion);
    bf_json_end_object(json);
}

void bf_today_json(struct bf_json *json, const struct bf_network *n)
{
    if (n->snapshot != NULL)
        add_snapshot(json, n);
    else
        bf_json_text(json, "snapshot", NULL);
    bf_json_array(json, "daily");
    for (uint32_t i = 0; n->daily != NULL && i < n->stream_count; i++)
        if (n->daily[i].days > 0) add_daily(json, n, i);
    bf_json_end_array(json);
}
