/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today.h"

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

static void add_scatter(const struct bf_daily *daily, double stated, struct bf_text *out)
{
    const struct bf_dispersion *s = &daily->scatter;
    if (isnan(s->ratio)) return;
    bf_text_add(out,
                "    variance over mean, weekdays taken apart: %.3g (Poisson counts: %.2f to %.2f)",
                s->ratio, s->chance_low, s->chance_high);
    if (s->ratio > s->chance_high)
        bf_text_add(out,
                    "\n    more scatter than chance: dispersion = %.3g would match it, trend and "
                    "season\n    included; the scenario has %.3g\n",
                    s->dispersion, stated);
    else
        bf_text_add(out, ": chance alone\n");
}

void bf_daily_words(const struct bf_network *n, struct bf_text *out)
{
    for (uint32_t i = 0; n->daily != NULL && i < n->stream_count; i++) {
        const struct bf_daily *daily = &n->daily[i];
        char from[BF_DAY_TEXT], to[BF_DAY_TEXT];
        if (daily->days == 0) continue;
        bf_day_print(daily->first, from);
        bf_day_print(daily->first + (bf_day)daily->days - 1, to);
        bf_text_add(out,
                    "\nArrivals of %s by day, %s to %s: %u counted, %u foreseen, %.4g people a day "
                    "(its own\nrate on the same days: %.4g)\n",
                    n->stream[i].name, from, to, daily->counts, daily->forecasts, daily->mean,
                    daily->own_mean);
        add_scatter(daily, n->numbers.stream[i].dispersion, out);
    }
}
