/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_table.h"

#include "bedflow/report/table.h"
#include "bedflow/study/worth.h"

#include <math.h>
#include <string.h>

enum { WHAT = 37, BASE = 10, DIFFERENCE = 11, INTERVAL = 19 };

/* ---- words ----------------------------------------------------------------------------- */

void bf_comparison_measure(const struct bf_measure *measure, char text[], size_t size)
{
    char words[160];
    bf_measure_words(measure, words, sizeof words);
    if (measure->title)
        bf_format(text, size, "%s", measure->title);
    else
        bf_format(text, size, "%s: %s", measure->label, words);
}

void bf_comparison_verdict(const struct bf_measure *measure, const struct bf_paired *paired,
                           char text[], size_t size)
{
    const char *low = measure->lower_is_better ? "better" : "lower";
    const char *high = measure->lower_is_better ? "worse" : "higher";
    switch (paired->verdict) {
    case BF_VERDICT_LOWER:
    case BF_VERDICT_HIGHER:
        bf_format(text, size, "%s", paired->verdict == BF_VERDICT_LOWER ? low : high);
        return;
    case BF_VERDICT_LOWER_PERHAPS_LITTLE:
        bf_format(text, size, "%s, maybe small", low);
        return;
    case BF_VERDICT_HIGHER_PERHAPS_LITTLE:
        bf_format(text, size, "%s, maybe small", high);
        return;
    case BF_VERDICT_NO_MATTER:
        bf_format(text, size, "too small to matter");
        return;
    case BF_VERDICT_UNKNOWN:
    case BF_VERDICT_SAME:
    case BF_VERDICT_OPEN:
        break;
    }
    bf_format(text, size, "%s", bf_verdict_words(paired->verdict));
}

static bool has_interval(const struct bf_paired *p)
{
    return !isnan(p->together_low);
}

/* The digits of a difference follow its interval; an exact one has three figures. */
static double error_of(const struct bf_paired *p)
{
    double half = (p->together_high - p->together_low) / 2;
    return half > 0 ? half : (double)NAN;
}

static void number(double value, double error, bool with_sign, char text[], size_t size)
{
    char plain[64];
    bf_value_print(value, error, plain, sizeof plain);
    bf_format(text, size, "%s%s", with_sign && value > 0 && strcmp(plain, "0") != 0 ? "+" : "",
              plain);
}

static void interval_words(const struct bf_paired *p, char text[], size_t size)
{
    char low[64], high[64];
    text[0] = '\0';
    if (!has_interval(p) || p->verdict == BF_VERDICT_SAME) return;
    bf_value_print(p->together_low, error_of(p), low, sizeof low);
    bf_value_print(p->together_high, error_of(p), high, sizeof high);
    bf_format(text, size, "%s to %s", low, high);
}

/* A chance from resamples is never quite 0 or 1. */
static void chance_words(double chance, char text[], size_t size)
{
    if (isnan(chance))
        bf_format(text, size, "–");
    else if (chance < 0.005 || chance > 0.995)
        bf_format(text, size, chance < 0.5 ? "<1%%" : ">99%%");
    else
        bf_format(text, size, "%.0f%%", 100 * chance);
}

static void percent(double share, char text[], size_t size)
{
    if (isnan(share))
        bf_format(text, size, "–");
    else if (share > 0 && share < 0.005)
        bf_format(text, size, "<1%%");
    else if (share > 0.995 && share < 1)
        bf_format(text, size, ">99%%");
    else
        bf_format(text, size, "%.0f%%", 100 * share);
}

/* ---- one option ------------------------------------------------------------------------ */

static void row(struct bf_text *out, const char *what, const char *base, const char *difference,
                const char *interval, const char *verdict)
{
    bf_table_cut_cell(out, what, WHAT);
    bf_table_cell(out, base, BASE, true);
    bf_table_cell(out, difference, DIFFERENCE, true);
    bf_text_add(out, "  ");
    bf_table_cell(out, interval, INTERVAL, true);
    bf_text_add(out, "%s%s\n", verdict[0] != '\0' ? "  " : "", verdict);
}

static void add_difference(const struct bf_comparison_view *view, uint32_t option, uint32_t m,
                           struct bf_text *out)
{
    const struct bf_measure *measure = view->decision->measure[m];
    const struct bf_paired *p = bf_paired_at(view->decision, option, m);
    char what[200], base[72], difference[72], interval[160], verdict[80];
    bf_comparison_measure(measure, what, sizeof what);
    bf_value_print(p->base, has_interval(p) ? error_of(p) : (double)NAN, base, sizeof base - 4);
    if (strcmp(measure->unit, "%") == 0 && !isnan(p->base)) bf_format(base + strlen(base), 4, "%%");
    number(p->difference, error_of(p), true, difference, sizeof difference);
    interval_words(p, interval, sizeof interval);
    bf_comparison_verdict(measure, p, verdict, sizeof verdict);
    row(out, what, base, difference, interval, verdict);
}

static void add_avoided(const struct bf_decision *d, uint32_t option, struct bf_text *out)
{
    uint32_t m = bf_decision_find(d, "delayed_days");
    if (m == UINT32_MAX) return;
    const struct bf_paired *p = bf_paired_at(d, option, m);
    if (p->pairs == 0 || p->verdict == BF_VERDICT_SAME) return;
    double sign = p->difference > 0 ? 1 : -1;
    double ends[2] = {sign * p->together_low, sign * p->together_high};
    char mean[64], low[64], high[64];
    bf_value_print(sign * p->difference, error_of(p), mean, sizeof mean);
    bf_value_print(fmin(ends[0], ends[1]), error_of(p), low, sizeof low);
    bf_value_print(fmax(ends[0], ends[1]), error_of(p), high, sizeof high);
    bf_text_add(out, "Delayed bed days %s: %s", sign > 0 ? "added" : "avoided", mean);
    if (has_interval(p)) bf_text_add(out, " (%s to %s)", low, high);
    bf_text_add(out, "%s\n", p->verdict == BF_VERDICT_OPEN ? "; not decided" : "");
}

/* "£1,234,500", "-£52" */
static void pounds(double value, double error, char text[], size_t size)
{
    char plain[64];
    bf_value_print(fabs(value), error, plain, sizeof plain);
    bf_format(text, size, "%s£%s", value < 0 && strcmp(plain, "0") != 0 ? "-" : "", plain);
}

static void add_cost(const struct bf_comparison_view *view, uint32_t option, struct bf_text *out)
{
    struct bf_worth w;
    char spend[80], each[80], low[80], high[80];
    bf_worth_of(view->decision, view->result, option, &w);
    if (!w.known || isnan(w.spend.estimate)) return;
    double half = w.per_day.high - w.per_day.low;
    pounds(w.spend.estimate, w.spend.high - w.spend.low, spend, sizeof spend);
    bf_text_add(out, "Extra spend: %s", spend);
    if (w.spend.estimate > 0 && !isnan(half)) {
        pounds(w.per_day.estimate, half, each, sizeof each);
        pounds(w.per_day.low, half, low, sizeof low);
        pounds(w.per_day.high, half, high, sizeof high);
        bf_text_add(out, "; per delayed bed day avoided: %s (%s to %s)", each, low, high);
    } else if (w.spend.estimate > 0) {
        bf_text_add(out, "; per delayed bed day avoided: cannot be said, it may avoid none");
    }
    bf_text_add(out, "\n");
}

/* What acute days released are worth: nothing, what they really save, their average cost. */
static void add_value(const struct bf_comparison_view *view, uint32_t option, struct bf_text *out)
{
    static const struct {
        const char *measure, *words;
    } net[] = {{"spend_elsewhere", "nothing"},
               {"net_marginal", "its marginal cost"},
               {"net_average", "its average cost"}};
    struct bf_worth w;
    char days[80], low[80], high[80];
    struct bf_text line = {.bytes = NULL};
    bf_worth_of(view->decision, view->result, option, &w);
    if (!w.valued || isnan(w.released.estimate)) return;
    bf_value_print(w.released.estimate, w.released.high - w.released.estimate, days, sizeof days);
    bf_text_add(&line, "Acute bed days released: %s. Net cost with an acute day worth", days);
    for (size_t k = 0, told = 0; k < sizeof net / sizeof net[0]; k++) {
        uint32_t m = bf_decision_find(view->decision, net[k].measure);
        if (m == UINT32_MAX) continue;
        const struct bf_paired *p = bf_paired_at(view->decision, option, m);
        double difference = k == 0 ? w.elsewhere.estimate : p->difference;
        double error = k == 0 ? w.elsewhere.high - difference : error_of(p);
        if (isnan(difference)) continue;
        pounds(difference, error, low, sizeof low);
        bf_text_add(&line, "%s %s: %s", told++ ? ";" : "", net[k].words, low);
    }
    if (!line.failed) bf_table_paragraph(out, line.bytes);
    out->failed = out->failed || line.failed;
    bf_text_free(&line);
    if (!(w.elsewhere.estimate > 0)) return;
    if (isnan(w.break_even.low) || !(w.released.estimate > 0)) {
        bf_text_add(out, "Breaks even: cannot be said, it may release no acute day\n");
        return;
    }
    double half = (w.break_even.high - w.break_even.low) / 2;
    pounds(w.break_even.estimate, half, days, sizeof days);
    pounds(w.break_even.low, half, low, sizeof low);
    pounds(w.break_even.high, half, high, sizeof high);
    bf_text_add(out, "Breaks even if an acute day is worth %s (%s to %s)\n", days, low, high);
}

static void add_option(const struct bf_comparison_view *view, uint32_t option, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    char heading[512];
    bf_format(heading, sizeof heading, "%s: %s", view->name[option], view->result[option].title);
    bf_text_add(out, "\n");
    bf_table_paragraph(out, heading);
    row(out, "", "base", "difference", "95%, all together", "");
    for (uint32_t m = 0; m < d->measure_count; m++)
        if (d->measure[m]->headline) add_difference(view, option, m, out);
    add_avoided(d, option, out);
    add_cost(view, option, out);
    add_value(view, option, out);
}

/* ---- the choice ------------------------------------------------------------------------ */

/* Options from the best chance to the least, base first among equals. */
static void rank(const struct bf_decision *d, uint32_t order[])
{
    for (uint32_t o = 0; o < d->option_count; o++) {
        uint32_t at = o;
        for (; at > 0 && d->chance_best[order[at - 1]] < d->chance_best[o]; at--)
            order[at] = order[at - 1];
        order[at] = o;
    }
}

enum { OPTIONS_CAP = 64 };

static void add_best(const struct bf_comparison_view *view, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    uint32_t order[OPTIONS_CAP];
    char what[200];
    struct bf_text line = {.bytes = NULL};
    if (d->option_count > OPTIONS_CAP || isnan(d->chance_best[0]) || d->pair_count < 2) return;
    rank(d, order);
    bf_comparison_measure(d->measure[d->best_by], what, sizeof what);
    bf_text_add(&line, "Chance of the best mean of “%s”:", what);
    for (uint32_t i = 0; i < d->option_count; i++) {
        char chance[16], share[16];
        chance_words(d->chance_best[order[i]], chance, sizeof chance);
        percent(d->best_share[order[i]], share, sizeof share);
        bf_text_add(&line, "%s %s %s (best in %s of winters)", i > 0 ? "," : "",
                    view->name[order[i]], chance, share);
    }
    bf_text_add(&line, "%s",
                d->chance_best[order[0]] < d->level ? ". Which is best is not decided." : ".");
    if (line.bytes) bf_table_paragraph(out, line.bytes);
    out->failed = out->failed || line.failed;
    bf_text_free(&line);
}

/* Of headlines, and what the user asked for by another number than the measure's own. */
static bool is_target_shown(const struct bf_decision *d, uint32_t m)
{
    double own = d->measure[m]->target, target = d->target[m];
    return !isnan(target) && (d->measure[m]->headline || !(own <= target && own >= target));
}

static void add_target(const struct bf_comparison_view *view, uint32_t m, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    struct bf_text line = {.bytes = NULL};
    char what[200], target[64];
    bf_comparison_measure(d->measure[m], what, sizeof what);
    bf_value_print(d->target[m], (double)NAN, target, sizeof target);
    bf_text_add(&line, "Chance of “%s” at %s %s%s in a winter:", what,
                d->measure[m]->lower_is_better ? "most" : "least", target,
                strcmp(d->measure[m]->unit, "%") == 0 ? "%" : "");
    for (uint32_t o = 0; o < d->option_count; o++) {
        const struct bf_interval *meets = &d->meets[(size_t)o * d->measure_count + m];
        char share[16], low[16], high[16];
        percent(meets->estimate, share, sizeof share);
        percent(meets->low, low, sizeof low);
        percent(meets->high, high, sizeof high);
        bf_text_add(&line, "%s %s %s (%s to %s)", o > 0 ? "," : "", view->name[o], share, low,
                    high);
    }
    bf_text_add(&line, ".");
    if (line.bytes) bf_table_paragraph(out, line.bytes);
    out->failed = out->failed || line.failed;
    bf_text_free(&line);
}

/* ---- how it was made ------------------------------------------------------------------- */

static void add_saving(const struct bf_comparison_view *view, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    struct bf_text line = {.bytes = NULL};
    char what[200];
    uint32_t said = 0;
    bf_comparison_measure(d->measure[d->best_by], what, sizeof what);
    bf_text_add(&line,
                "The same people in every option: with other people in each, “%s” as exact as here "
                "would have needed",
                what);
    for (uint32_t o = 1; o < d->option_count; o++) {
        double times = bf_paired_at(d, o, d->best_by)->fewer;
        if (!isfinite(times)) continue;
        bf_text_add(&line, times < 9.95 ? "%s %.1f (%s)" : "%s %.0f (%s)", said++ > 0 ? "," : "",
                    times, view->name[o]);
    }
    bf_text_add(&line, " times as many replications.");
    if (line.bytes && said > 0) bf_table_paragraph(out, line.bytes);
    out->failed = out->failed || line.failed;
    bf_text_free(&line);
}

static void add_method(const struct bf_comparison_view *view, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    char line[400];
    if (d->family == 0) return;
    bf_format(line, sizeof line,
              "The intervals hold for all %u differences at once with %.0f%% confidence "
              "(Bonferroni: %.2f%% each). Differences of percentages are in points.",
              d->family, 100 * d->level, 100 * d->each_level);
    bf_table_paragraph(out, line);
    add_saving(view, out);
}

static void add_remarks(const struct bf_comparison_view *view, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    bool chance_only = true;
    char line[700];
    for (uint32_t o = 0; o < d->option_count; o++) {
        const struct bf_result *result = &view->result[o];
        chance_only = chance_only && result->chance_only;
        if (result->stopped_count == 0) continue;
        bf_format(
            line, sizeof line,
            "%s: %u of %u replications stopped and are left out of every option; what is left "
            "may be the easier winters.",
            view->name[o], result->stopped_count, result->planned);
        bf_table_paragraph(out, line);
    }
    if (d->pair_count == 1)
        bf_text_add(out, "one replication: a single possible winter, so no intervals\n");
    if (chance_only) bf_text_add(out, "chance only: inputs assumed exact\n");
}

void bf_comparison_table(const struct bf_comparison_view *view, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    char line[700];
    bf_format(line, sizeof line,
              "Base: %s: %s. %u possible winters, the same people in each option.", view->name[0],
              view->result[0].title, d->pair_count);
    bf_table_paragraph(out, line);
    for (uint32_t o = 1; o < d->option_count; o++)
        add_option(view, o, out);
    bf_text_add(out, "\n");
    add_best(view, out);
    for (uint32_t m = 0; m < d->measure_count; m++)
        if (is_target_shown(d, m)) add_target(view, m, out);
    add_method(view, out);
    add_remarks(view, out);
}
