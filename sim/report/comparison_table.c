/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_table.h"

#include "answer.h"

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

/* The one that holds with all others, where the measure is among them; else its own. */
static double low_of(const struct bf_paired *p)
{
    return isnan(p->together_low) ? p->low : p->together_low;
}

static double high_of(const struct bf_paired *p)
{
    return isnan(p->together_low) ? p->high : p->together_high;
}

static bool has_interval(const struct bf_paired *p)
{
    return !isnan(low_of(p));
}

/* The digits of a difference follow its interval; an exact one has three figures. */
static double error_of(const struct bf_paired *p)
{
    double half = (high_of(p) - low_of(p)) / 2;
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
    bf_value_print(low_of(p), error_of(p), low, sizeof low);
    bf_value_print(high_of(p), error_of(p), high, sizeof high);
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

static void add_avoided(const struct bf_decision *d, uint32_t option, bool together,
                        struct bf_text *out)
{
    uint32_t m = bf_decision_find(d, "delayed_days");
    if (m == UINT32_MAX) return;
    const struct bf_paired *p = bf_paired_at(d, option, m);
    if (p->pairs == 0 || p->verdict == BF_VERDICT_SAME) return;
    double sign = p->difference > 0 ? 1 : -1;
    double ends[2] = {sign * (together ? p->together_low : p->low),
                      sign * (together ? p->together_high : p->high)};
    double error = together ? error_of(p) : fabs(ends[1] - ends[0]) / 2;
    char mean[64], low[64], high[64];
    bf_value_print(sign * p->difference, error, mean, sizeof mean);
    bf_value_print(fmin(ends[0], ends[1]), error, low, sizeof low);
    bf_value_print(fmax(ends[0], ends[1]), error, high, sizeof high);
    bf_text_add(out, "Delayed bed days %s: %s", sign > 0 ? "added" : "avoided", mean);
    if (has_interval(p)) bf_text_add(out, " (%s to %s)", low, high);
    bf_text_add(out, "%s\n", p->verdict == BF_VERDICT_OPEN ? "; not decided" : "");
}

/* "£1,234,500", "-£52", to what the error leaves meaningful, as on a page */
static void pounds(double value, double error, char text[], size_t size)
{
    bf_answer_pounds(value, isnan(error) ? 0 : error, text, size);
}

/* "£1,234 (£1,000 to £1,468)"; the interval is left out where it has no width. */
static void pounds_between(const struct bf_interval *of, char text[], size_t size)
{
    char mean[80], low[80], high[80];
    double half = bf_answer_error(of->estimate, of->low, of->high);
    bool has_width = half > 1e-6 * fabs(of->estimate);
    pounds(of->estimate, half, mean, sizeof mean);
    pounds(of->low, half, low, sizeof low);
    pounds(of->high, half, high, sizeof high);
    bf_format(text, size, has_width ? "%s (%s to %s)" : "%s", mean, low, high);
}

/* "£600", and "£7,300 less to £6,200 more; not decided": an amount whose interval has zero in it.
 */
static void pounds_open(const struct bf_interval *of, const char *below, const char *above,
                        char amount[80], char ends[240])
{
    char low[80], high[80];
    double half = (of->high - of->low) / 2;
    pounds(fabs(of->estimate), half, amount, 80);
    pounds(-of->low, half, low, sizeof low);
    pounds(of->high, half, high, sizeof high);
    bf_format(ends, 240, "%s %s to %s %s; not decided", low, below, high, above);
}

/* A difference said as a difference: "£1,234 more (£1,000 to £1,468)", "£52 less (...)", "£600 less
 * (£7,300 less to £6,200 more; not decided)". */
static void pounds_more(const struct bf_interval *of, char text[], size_t size)
{
    struct bf_interval turned = {-of->estimate, -of->high, -of->low};
    bool less = of->estimate < 0;
    char amount[260];
    if (!(fabs(of->estimate) > 0) && !(of->high > of->low)) {
        bf_format(text, size, "nothing more");
        return;
    }
    if (bf_answer_open(of->low, of->high)) {
        char mean[80], ends[240];
        pounds_open(of, "less", "more", mean, ends);
        bf_format(text, size, "%s %s (%s)", mean, less ? "less" : "more", ends);
        return;
    }
    pounds_between(less ? &turned : of, amount, sizeof amount);
    char *gap = strchr(amount, ' ');
    if (gap) *gap = '\0';
    bf_format(text, size, "%s %s%s%s", amount, less ? "less" : "more", gap ? " " : "",
              gap ? gap + 1 : "");
}

static void add_paragraph(struct bf_text *out, struct bf_text *line)
{
    if (!line->failed && line->bytes) bf_table_paragraph(out, line->bytes);
    out->failed = out->failed || line->failed;
    bf_text_free(line);
}

static void add_payers(const struct bf_comparison_view *view, uint32_t option, struct bf_text *line)
{
    const struct bf_decision *d = view->decision;
    uint32_t told = 0;
    for (uint32_t m = 0; m < d->measure_count; m++) {
        struct bf_interval extra;
        char text[300];
        if (!bf_worth_of_payer(d, view->result, option, m, &extra) || isnan(extra.estimate))
            continue;
        pounds_more(&extra, text, sizeof text);
        bf_text_add(line, "%s %s %s", told++ > 0 ? ";" : "By payer:", bf_worth_payer(d->measure[m]),
                    text);
    }
    if (told > 0) bf_text_add(line, ".");
}

static void add_parts(const struct bf_worth *w, struct bf_text *line)
{
    char paid[300], other[80];
    double rest = w->spend.estimate - w->paid.estimate;
    if (isnan(rest)) return;
    pounds_more(&w->paid, paid, sizeof paid);
    pounds(fabs(rest), (w->spend.high - w->spend.low) / 2, other, sizeof other);
    bf_text_add(line, ": %s for what is bought", paid);
    if (fabs(rest) > 0.5)
        bf_text_add(line, ", and %s %s for other services that people use otherwise", other,
                    rest < 0 ? "less" : "more");
    bf_text_add(line, "; acute beds are not in it");
}

/* What is paid: purchases, and what other services cost as people use them otherwise. */
static void add_cost(const struct bf_comparison_view *view, uint32_t option, struct bf_text *out)
{
    struct bf_text line = {.bytes = NULL};
    struct bf_worth w;
    char text[300];
    bf_worth_of(view->decision, view->result, option, &w);
    if (isnan(w.spend.estimate)) return;
    struct bf_interval saved = {-w.spend.estimate, -w.spend.high, -w.spend.low};
    bool open = bf_answer_open(w.spend.low, w.spend.high);
    bool saves = w.spend.estimate < 0 && !open;
    if (open)
        pounds_more(&w.spend, text, sizeof text);
    else
        pounds_between(saves ? &saved : &w.spend, text, sizeof text);
    bf_text_add(&line, "%s: %s", saves ? "Spent less" : "Extra spend", text);
    add_parts(&w, &line);
    bf_text_add(&line, ".");
    add_paragraph(out, &line);
    add_payers(view, option, &line);
    add_paragraph(out, &line);
    if (!w.known || !(w.spend.estimate > 0)) return;
    pounds_between(&w.per_day, text, sizeof text);
    bool avoids = w.avoided.estimate > 0 && !isnan(w.per_day.low);
    bf_text_add(out, "For each delayed bed day avoided: %s\n",
                avoids ? text : "cannot be said, it may avoid none");
}

/* What one acute day is worth by a valuation, from what it does to the net cost. */
static void day_words(const struct bf_worth *w, int valuation, char text[], size_t size)
{
    char each[80];
    double days = w->released.estimate;
    double value = (w->net[BF_DAY_AT_NOTHING].estimate - w->net[valuation].estimate) / days;
    if (valuation == BF_DAY_AT_NOTHING) {
        bf_format(text, size, "nothing");
        return;
    }
    pounds(value, (double)NAN, each, sizeof each);
    bf_format(text, size,
              valuation == BF_DAY_AT_MARGINAL ? "%s (its marginal cost)" : "%s (its average cost)",
              each);
}

static void add_break_even(const struct bf_worth *w, struct bf_text *out)
{
    char text[300];
    if (!(w->spend.estimate > 0)) return;
    if (isnan(w->break_even.low) || !(w->released.estimate > 0)) {
        bf_text_add(out, "Worth its cost: cannot be said, it may release no acute day\n");
        return;
    }
    pounds_between(&w->break_even, text, sizeof text);
    bf_text_add(out, "Worth its cost if an acute day is worth at least %s\n", text);
}

/* "it costs, net, £1,234 (£1,000 to £1,468)", "it may gain, net, £30,000 (...; not decided)" */
static void net_words(const struct bf_interval *net, char text[], size_t size)
{
    struct bf_interval turned = {-net->estimate, -net->high, -net->low};
    bool gains = net->estimate < 0;
    char amount[300], ends[240];
    if (bf_answer_open(net->low, net->high)) {
        pounds_open(net, "gained", "paid", amount, ends);
        bf_format(text, size, "it may %s, net, %s (%s)", gains ? "gain" : "cost", amount, ends);
        return;
    }
    pounds_between(gains ? &turned : net, amount, sizeof amount);
    bf_format(text, size, "it %s, net, %s", gains ? "gains" : "costs", amount);
}

/* What acute days released are worth: nothing, what they really save, their average cost. */
static void add_value(const struct bf_comparison_view *view, uint32_t option, struct bf_text *out)
{
    struct bf_worth w;
    char days[80], low[80], high[80], each[120], net[400];
    struct bf_text line = {.bytes = NULL};
    bf_worth_of(view->decision, view->result, option, &w);
    if (!w.valued || isnan(w.released.estimate) || !(fabs(w.released.estimate) > 0)) return;
    double half = (w.released.high - w.released.low) / 2;
    bool fewer = w.released.estimate > 0;
    double sign = fewer ? 1 : -1;
    bf_value_print(fabs(w.released.estimate), half, days, sizeof days);
    bf_value_print(fewer ? w.released.low : -w.released.high, half, low, sizeof low);
    bf_value_print(sign * (fewer ? w.released.high : w.released.low), half, high, sizeof high);
    bf_text_add(&line, "Acute bed days %s: %s (%s to %s%s): beds %s. With each day worth",
                fewer ? "released" : "used more", days, low, high,
                bf_answer_open(w.released.low, w.released.high) ? "; not decided" : "",
                fewer ? "for others, and cash only where beds close" : "that others lack");
    for (int v = 0, told = 0; v < BF_VALUATIONS; v++) {
        if (isnan(w.net[v].estimate)) continue;
        day_words(&w, v, each, sizeof each);
        net_words(&w.net[v], net, sizeof net);
        bf_text_add(&line, "%s %s %s", told++ ? ";" : "", each, net);
    }
    bf_text_add(&line, ".");
    add_paragraph(out, &line);
    add_break_even(&w, out);
}

void bf_comparison_money(const struct bf_comparison_view *view, uint32_t option, bool together,
                         struct bf_text *out)
{
    add_avoided(view->decision, option, together, out);
    add_cost(view, option, out);
    add_value(view, option, out);
}

/* A delay that has only been moved is seen here. */
static void add_elsewhere(const struct bf_comparison_view *view, uint32_t option,
                          struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    uint32_t told = 0;
    for (uint32_t m = 0; m < d->measure_count; m++) {
        const struct bf_paired *p = bf_paired_at(d, option, m);
        bool nobody = p->pairs == 0 || (p->verdict == BF_VERDICT_SAME && !(p->base > 0));
        if (!bf_measure_is_elsewhere(d->measure[m]) || nobody) continue;
        if (told++ == 0) row(out, "Held up, and not among the delayed", "", "", "95%, each", "");
        add_difference(view, option, m, out);
    }
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
    add_elsewhere(view, option, out);
    bf_comparison_money(view, option, true, out);
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

const char *bf_comparison_target_remark(double least, double most)
{
    if (least >= 1)
        return "Every option met it in all simulated winters: it does not tell the options apart, "
               "and a miss is rare, not impossible (see the interval). A stricter --target would "
               "tell more.";
    if (most <= 0)
        return "No option met it in any simulated winter: it does not tell the options apart, and "
               "to meet it is rare, not impossible (see the interval). An easier --target would "
               "tell more.";
    if (least <= 0 || most >= 1)
        return "0% and 100% are what these winters showed, and no certainty: the interval says how "
               "rare the other may be.";
    return NULL;
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
    double least = 1, most = 0;
    for (uint32_t o = 0; o < d->option_count; o++) {
        const struct bf_interval *meets = &d->meets[(size_t)o * d->measure_count + m];
        char share[16], low[16], high[16];
        least = fmin(least, meets->estimate);
        most = fmax(most, meets->estimate);
        percent(meets->estimate, share, sizeof share);
        percent(meets->low, low, sizeof low);
        percent(meets->high, high, sizeof high);
        bf_text_add(&line, "%s %s %s (%s to %s)", o > 0 ? "," : "", view->name[o], share, low,
                    high);
    }
    const char *remark = bf_comparison_target_remark(least, most);
    bf_text_add(&line, ".%s%s", remark ? " " : "", remark ? remark : "");
    if (line.bytes) bf_table_paragraph(out, line.bytes);
    out->failed = out->failed || line.failed;
    bf_text_free(&line);
}

/* A bed is priced by the week, an hour by the hour. */
static double priced_units(const struct bf_measure *bought, const char **words)
{
    bool beds = strcmp(bought->unit, "bed days") == 0;
    *words = beds ? "a bed a week" : "an hour";
    return beds ? 7 : 1;
}

static void add_prices(const struct bf_comparison_view *view, struct bf_text *out)
{
    struct bf_price price[BF_PRICES_CAP];
    uint32_t count = bf_prices_of(view->decision, view->result, price, BF_PRICES_CAP);
    for (uint32_t i = 0; i < count; i++) {
        const struct bf_price *p = &price[i];
        struct bf_text line = {.bytes = NULL};
        const char *unit;
        double units = priced_units(p->bought, &unit);
        char text[300];
        pounds(p->now * units, (double)NAN, text, sizeof text);
        bf_text_add(&line, "A spot place of %s costs %s %s. It is worth as much as %s up to",
                    view->name[p->own], text, unit, view->name[p->other]);
        for (int v = 0, told = 0; v < BF_VALUATIONS; v++) {
            struct bf_interval at = {units * p->at[v].estimate, units * p->at[v].low,
                                     units * p->at[v].high};
            if (isnan(at.estimate)) continue;
            pounds_between(&at, text, sizeof text);
            bf_text_add(&line, "%s %s with an acute day at %s%s", told++ ? "," : "",
                        isnan(at.low) ? "a price that cannot be said" : text,
                        v == BF_DAY_AT_NOTHING ? "" : "its ", bf_valuation_words[v]);
        }
        bf_text_add(&line, ".");
        add_paragraph(out, &line);
    }
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

/* Seen in their digests, not promised; of results that tell. */
static void add_people(const struct bf_decision *d, const char *const name[], struct bf_text *line)
{
    uint32_t others = 0;
    for (uint32_t o = 1; o < d->option_count; o++) {
        uint32_t same = d->same_people[o];
        if (same == UINT32_MAX || same == d->pair_count) continue;
        bf_text_add(line, "%s %s (in %u of %u winters)",
                    others++ ? "," : ". Other people than in the base come in:", name[o],
                    d->pair_count - same, d->pair_count);
    }
    if (others == 0)
        bf_text_add(line, ", the same people in each option.");
    else
        bf_text_add(line, ", where demand is another or a rule of escalation changes it%s",
                    others + 1 < d->option_count ? "; the same people in the rest." : ".");
}

/* How well the base itself is known, since its column has the digits of the differences. */
static void add_base(const struct bf_decision *d, struct bf_text *line)
{
    const struct bf_paired *p = bf_paired_at(d, 0, d->best_by);
    char what[200], mean[64], half[64];
    if (!(p->base_half > 0)) return;
    bf_comparison_measure(d->measure[d->best_by], what, sizeof what);
    bf_value_print(p->base, p->base_half, mean, sizeof mean);
    bf_value_print(p->base_half, p->base_half, half, sizeof half);
    bf_text_add(line,
                " By itself its “%s” is known as %s ± %s; differences are known better, and the "
                "column “base” has their digits.",
                what, mean, half);
}

void bf_comparison_table(const struct bf_comparison_view *view, struct bf_text *out)
{
    const struct bf_decision *d = view->decision;
    struct bf_text line = {.bytes = NULL};
    bf_text_add(&line, "Base: %s: %s. %u possible winters", view->name[0], view->result[0].title,
                d->pair_count);
    add_people(d, view->name, &line);
    add_base(d, &line);
    bf_table_paragraph(out, line.bytes ? line.bytes : "");
    out->failed = out->failed || line.failed;
    bf_text_free(&line);
    for (uint32_t o = 1; o < d->option_count; o++)
        add_option(view, o, out);
    bf_text_add(out, "\n");
    add_best(view, out);
    for (uint32_t m = 0; m < d->measure_count; m++)
        if (is_target_shown(d, m)) add_target(view, m, out);
    add_prices(view, out);
    add_method(view, out);
    add_remarks(view, out);
}
