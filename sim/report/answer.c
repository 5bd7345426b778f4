/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/comparison_table.h"
#include "bedflow/report/evidence.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"
#include "bedflow/stats/quantile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER = 64, REASONS_TOLD = 3, OTHERS_TOLD = 5, WEEK = 7 };

/* ---- words ----------------------------------------------------------------------------- */

void bf_answer_pounds(double value, double error, char text[], size_t size)
{
    char plain[NUMBER];
    double step = error > 10 ? pow(10, floor(log10(error)) - 1) : 1;
    bf_value_print(round(fabs(value) / step) * step, fmax(error, 10), plain, sizeof plain);
    bf_format(text, size, "%s£%s", value < 0 && strcmp(plain, "0") != 0 ? "-" : "", plain);
}

void bf_answer_rounded(double value, double error, char text[], size_t size)
{
    double step = error > 10 ? pow(10, floor(log10(error)) - 1) : 0;
    bf_value_print(step > 0 ? round(value / step) * step : value, error, text, size);
}

void bf_answer_chance(double share, char text[], size_t size)
{
    if (isnan(share))
        bf_format(text, size, "–");
    else if (share > 0.99)
        bf_format(text, size, ">99%%");
    else if (share < 0.01)
        bf_format(text, size, "<1%%");
    else
        bf_format(text, size, "%.0f%%", 100 * share);
}

static void print(double value, double error, char text[NUMBER])
{
    bf_value_print(value, error, text, NUMBER);
}

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
    print(value, fabs(value) < 9.95 ? 1 : 10, text);
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
                       struct worst *w)
{
    const struct bf_record *record = &d->record;
    w->first = (uint32_t)((WEEK - bf_day_weekday(record->first_day)) % WEEK);
    w->weeks = record->day_count > w->first ? (record->day_count - w->first) / WEEK : 0;
    w->replications = series->paths != NULL ? record->replication_count : 0;
    if (w->weeks < 2) return false;
    w->start = bf_heap_take((size_t)w->replications + 1, sizeof *w->start);
    if (w->start == NULL) return false;
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
    if (series == NULL || !find_worst(d, series, &w)) return;
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
    bf_text_add(out, "Acute beds are %s%% full on average", s.mean);
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
    struct shown s = show(rate);
    bf_text_add(out,
                "Of the people discharged alive from an acute bed %s%% come back as an emergency "
                "within 30 days.",
                s.mean);
}

/* ---- a comparison: which option is best ------------------------------------------------ */

enum standing { STANDS_OPEN, STANDS_NO_MATTER, STANDS_BETTER, STANDS_WORSE, STANDS_KINDS };

/* The row of comparison.csv of this option and measure of the whole system, or SIZE_MAX. */
static size_t find_row(const struct bf_dossier *d, const char *option, const char *service,
                       const char *measure)
{
    const struct bf_sheet *t = &d->differences;
    for (size_t row = 0; row < t->rows; row++)
        if (strcmp(bf_dossier_text(t, row, "option"), option) == 0 &&
            strcmp(bf_dossier_text(t, row, "measure"), measure) == 0 &&
            strcmp(bf_dossier_text(t, row, "service"), service) == 0 &&
            strcmp(bf_dossier_text(t, row, "group"), "all") == 0)
            return row;
    return SIZE_MAX;
}

static bool lower_is_better(const struct bf_sheet *t, size_t row)
{
    return strcmp(bf_dossier_text(t, row, "lower_is_better"), "1") == 0;
}

static enum bf_verdict verdict_of(const struct bf_sheet *t, size_t row)
{
    const char *words = bf_dossier_text(t, row, "verdict");
    for (int v = BF_VERDICT_UNKNOWN; v <= BF_VERDICT_OPEN; v++)
        if (strcmp(words, bf_verdict_words((enum bf_verdict)v)) == 0) return (enum bf_verdict)v;
    return BF_VERDICT_UNKNOWN;
}

void bf_answer_verdict(const struct bf_sheet *t, size_t row, char text[], size_t size)
{
    struct bf_measure measure = {.lower_is_better = lower_is_better(t, row)};
    struct bf_paired paired = {.verdict = verdict_of(t, row)};
    bf_comparison_verdict(&measure, &paired, text, size);
}

static bool is_perhaps_little(const struct bf_sheet *t, size_t row)
{
    enum bf_verdict verdict = verdict_of(t, row);
    return verdict == BF_VERDICT_LOWER_PERHAPS_LITTLE ||
           verdict == BF_VERDICT_HIGHER_PERHAPS_LITTLE;
}

/* What the comparison decides by. */
struct contest {
    const char *service, *measure;
    char label[200];
    uint32_t count[STANDS_KINDS];
    uint32_t best;   /* option with the largest chance of the best mean; 0 is the base */
    uint32_t leader; /* of the options that are better than the base, the one with the best mean */
    uint32_t rival;  /* option or base with the next largest chance */
};

static enum standing standing_of(const struct bf_dossier *d, size_t row)
{
    bool lower = lower_is_better(&d->differences, row);
    switch (row == SIZE_MAX ? BF_VERDICT_UNKNOWN : verdict_of(&d->differences, row)) {
    case BF_VERDICT_SAME:
    case BF_VERDICT_NO_MATTER:
        return STANDS_NO_MATTER;
    case BF_VERDICT_LOWER:
    case BF_VERDICT_LOWER_PERHAPS_LITTLE:
        return lower ? STANDS_BETTER : STANDS_WORSE;
    case BF_VERDICT_HIGHER:
    case BF_VERDICT_HIGHER_PERHAPS_LITTLE:
        return lower ? STANDS_WORSE : STANDS_BETTER;
    case BF_VERDICT_UNKNOWN:
    case BF_VERDICT_OPEN:
        break;
    }
    return STANDS_OPEN;
}

static size_t row_of_option(const struct bf_dossier *d, uint32_t option)
{
    for (size_t row = 0; row < d->options.rows; row++)
        if (strcmp(bf_dossier_text(&d->options, row, "option"), d->option[option].name) == 0)
            return row;
    return SIZE_MAX;
}

static double chance_of(const struct bf_dossier *d, uint32_t option)
{
    size_t row = row_of_option(d, option);
    return row == SIZE_MAX ? (double)NAN : bf_dossier_number(&d->options, row, "chance_best");
}

static void consider(const struct bf_dossier *d, struct contest *c, uint32_t option, double *lead)
{
    size_t row = find_row(d, d->option[option].name, c->service, c->measure);
    enum standing standing = standing_of(d, row);
    c->count[standing]++;
    if (standing != STANDS_BETTER) return;
    double gain = fabs(bf_dossier_number(&d->differences, row, "difference"));
    if (c->leader != 0 && !(gain > *lead)) return;
    c->leader = option;
    *lead = gain;
}

static const char *method_text(const struct bf_dossier *d, const char *path, const char *otherwise)
{
    const struct bf_json_value *value = bf_json_at(&d->document, path);
    return value != NULL && value->type == BF_JSON_TEXT ? value->text : otherwise;
}

static struct contest judge(const struct bf_dossier *d)
{
    struct contest c = {.service = method_text(d, "method.best_by_service", "system"),
                        .measure = method_text(d, "method.best_by", "delayed_days")};
    double lead = 0;
    bf_dossier_measure(d, c.service, "all", c.measure, c.label, sizeof c.label);
    for (uint32_t o = 1; o < d->option_count; o++) {
        consider(d, &c, o, &lead);
        if (chance_of(d, o) > chance_of(d, c.best)) c.best = o;
    }
    c.rival = c.best == 0 ? 1 : 0;
    for (uint32_t o = 0; o < d->option_count; o++)
        if (o != c.best && chance_of(d, o) > chance_of(d, c.rival)) c.rival = o;
    return c;
}

/* ---- a comparison: words --------------------------------------------------------------- */

static const char *title_of(const struct bf_dossier *d, uint32_t option)
{
    const struct bf_dossier_option *o = &d->option[option];
    return o->title[0] != '\0' ? o->title : o->name;
}

/* A difference with what it is counted in; differences of percentages are in points. */
static void amount(const char *unit, double value, double error, char text[], size_t size)
{
    char plain[NUMBER];
    print(fabs(value), error, plain);
    bool percent = strcmp(unit, "%") == 0;
    if (strcmp(unit, "£") == 0)
        bf_format(text, size, "£%s", plain);
    else
        bf_format(text, size, "%s %s", plain, percent ? "percentage points" : unit);
}

static void add_gain(const struct bf_dossier *d, const struct contest *c, uint32_t option,
                     struct bf_text *out)
{
    const struct bf_sheet *t = &d->differences;
    size_t row = find_row(d, d->option[option].name, c->service, c->measure);
    double difference = bf_dossier_number(t, row, "difference");
    double ends[2] = {bf_dossier_number(t, row, "together_low"),
                      bf_dossier_number(t, row, "together_high")};
    if (isnan(ends[0])) ends[0] = bf_dossier_number(t, row, "low");
    if (isnan(ends[1])) ends[1] = bf_dossier_number(t, row, "high");
    double error = (ends[1] - ends[0]) / 2;
    const char *unit = bf_dossier_text(t, row, "unit");
    char mean[128], low[NUMBER], high[NUMBER], base[NUMBER];
    amount(unit, difference, error, mean, sizeof mean);
    print(fmin(fabs(ends[0]), fabs(ends[1])), error, low);
    print(fmax(fabs(ends[0]), fabs(ends[1])), error, high);
    print(bf_dossier_number(t, row, "base_mean"), error, base);
    bf_text_add(out, "%s %s than the base's %s", mean, difference < 0 ? "fewer" : "more", base);
    if (error > 0) bf_text_add(out, " (95%% interval: %s to %s)", low, high);
    if (is_perhaps_little(t, row)) bf_text_add(out, ", perhaps too few to matter");
}

static void add_others(const struct bf_dossier *d, const struct contest *c, struct bf_text *out)
{
    const struct bf_sheet *t = &d->differences;
    uint32_t told = 0;
    for (uint32_t o = 1; o < d->option_count && told < OTHERS_TOLD; o++) {
        size_t row = find_row(d, d->option[o].name, c->service, c->measure);
        char mean[128], verdict[80];
        if (o == c->leader || row == SIZE_MAX) continue;
        double difference = bf_dossier_number(t, row, "difference");
        double half = (bf_dossier_number(t, row, "high") - bf_dossier_number(t, row, "low")) / 2;
        amount(bf_dossier_text(t, row, "unit"), difference, half, mean, sizeof mean);
        bf_answer_verdict(t, row, verdict, sizeof verdict);
        bf_text_add(out, "%s“%s”: %s %s, %s", told++ == 0 ? "The others: " : "; ", title_of(d, o),
                    mean, difference < 0 ? "fewer" : "more", verdict);
    }
    if (told > 0) bf_text_add(out, ". ");
}

/* A number of options.csv with its interval: "£1,234 (95% interval: £1,000 to £1,468)". The
 * columns NAME_low and NAME_high, or those of `ends`. False if it has none. */
static bool told_pounds(const struct bf_dossier *d, size_t row, const char *column,
                        const char *ends, struct bf_text *out)
{
    char name[NUMBER], mean[NUMBER], low[NUMBER], high[NUMBER];
    double value = bf_dossier_number(&d->options, row, column), end[2];
    for (int k = 0; k < 2; k++) {
        bf_format(name, sizeof name, "%s_%s", ends, k == 0 ? "low" : "high");
        end[k] = bf_dossier_number(&d->options, row, name);
    }
    double half = (end[1] - end[0]) / 2, sign = value < 0 ? -1 : 1;
    if (isnan(value) || isnan(half)) return false;
    bf_answer_pounds(fabs(value), half, mean, sizeof mean);
    bf_answer_pounds(fmin(sign * end[0], sign * end[1]), half, low, sizeof low);
    bf_answer_pounds(fmax(sign * end[0], sign * end[1]), half, high, sizeof high);
    bf_text_add(out, half > 1 ? "%s (95%% interval: %s to %s)" : "%s", mean, low, high);
    return true;
}

/* Acute days are valued, not paid for: what they must be worth for the option to be worth it. */
static void add_days_worth(const struct bf_dossier *d, size_t row, struct bf_text *out)
{
    char days[NUMBER];
    double released = bf_dossier_number(&d->options, row, "acute_days_released");
    double low = bf_dossier_number(&d->options, row, "acute_days_released_low");
    double high = bf_dossier_number(&d->options, row, "acute_days_released_high");
    struct bf_text worth = {.bytes = NULL};
    if (isnan(released) || !(low > 0)) return;
    print(released, (high - low) / 2, days);
    bf_text_add(out,
                "It releases %s acute bed days. Those are beds for others, not cash, unless beds "
                "close",
                days);
    if (told_pounds(d, row, "break_even_day", "break_even_day", &worth) && !worth.failed)
        bf_text_add(out, "; it is worth its cost if such a day is worth at least %s", worth.bytes);
    bf_text_add(out, ". ");
    bf_text_free(&worth);
}

static void add_price(const struct bf_dossier *d, size_t row, struct bf_text *out)
{
    struct bf_text price = {.bytes = NULL};
    if (told_pounds(d, row, "spend_per_day_avoided", "spend_per_day", &price) && !price.failed)
        bf_text_add(out, ": %s for each delayed bed day avoided", price.bytes);
    else
        bf_text_add(out, "; it may avoid so few delayed bed days that a price for each cannot be "
                         "told");
    bf_text_free(&price);
}

static void add_money(const struct bf_dossier *d, uint32_t option, struct bf_text *out)
{
    size_t row = row_of_option(d, option);
    struct bf_text extra = {.bytes = NULL};
    char paid[NUMBER];
    if (row == SIZE_MAX) return;
    double spend = bf_dossier_number(&d->options, row, "extra_spend");
    double bought = bf_dossier_number(&d->options, row, "extra_paid");
    if (told_pounds(d, row, "extra_spend", "extra_spend", &extra) && !extra.failed) {
        bf_text_add(out, "It costs %s %s than the base", extra.bytes, spend < 0 ? "less" : "more");
        if (bought > 0) {
            double half = (bf_dossier_number(&d->options, row, "extra_paid_high") -
                           bf_dossier_number(&d->options, row, "extra_paid_low")) /
                          2;
            bf_answer_pounds(bought, isnan(half) ? 0 : half, paid, sizeof paid);
            bf_text_add(out, ", %s of it for what is bought", paid);
        }
        if (spend > 0) add_price(d, row, out);
        bf_text_add(out, ". ");
        add_days_worth(d, row, out);
    }
    bf_text_free(&extra);
}

/* Of the options that are better than the base, the one that pays least for a delayed day. */
static void add_thriftiest(const struct bf_dossier *d, const struct contest *c, struct bf_text *out)
{
    uint32_t least = 0;
    double price = (double)INFINITY;
    struct bf_text each = {.bytes = NULL};
    for (uint32_t o = 1; o < d->option_count; o++) {
        size_t row = row_of_option(d, o);
        if (row == SIZE_MAX ||
            standing_of(d, find_row(d, d->option[o].name, c->service, c->measure)) != STANDS_BETTER)
            continue;
        double each_o = bf_dossier_number(&d->options, row, "spend_per_day_avoided");
        if (!(each_o > 0) || !(each_o < price)) continue;
        least = o;
        price = each_o;
    }
    if (least == 0 || least == c->leader) return;
    if (told_pounds(d, row_of_option(d, least), "spend_per_day_avoided", "spend_per_day", &each) &&
        !each.failed)
        bf_text_add(out, "The lowest mean cost of a delayed bed day avoided has “%s”: %s. ",
                    title_of(d, least), each.bytes);
    bf_text_free(&each);
}

/* Where the leader makes something else worse. */
static void add_harm(const struct bf_dossier *d, const struct contest *c, uint32_t option,
                     struct bf_text *out)
{
    const struct bf_sheet *t = &d->differences;
    uint32_t found = 0;
    for (size_t row = 0; row < t->rows; row++) {
        char label[200], mean[128];
        if (strcmp(bf_dossier_text(t, row, "option"), d->option[option].name) != 0 ||
            strcmp(bf_dossier_text(t, row, "headline"), "1") != 0 || !lower_is_better(t, row) ||
            standing_of(d, row) != STANDS_WORSE ||
            strcmp(bf_dossier_text(t, row, "measure"), c->measure) == 0)
            continue;
        double error =
            bf_dossier_number(t, row, "together_high") - bf_dossier_number(t, row, "together_low");
        bf_dossier_measure(d, bf_dossier_text(t, row, "service"), bf_dossier_text(t, row, "group"),
                           bf_dossier_text(t, row, "measure"), label, sizeof label);
        amount(bf_dossier_text(t, row, "unit"), bf_dossier_number(t, row, "difference"), error / 2,
               mean, sizeof mean);
        bf_text_add(out, "%s“%s” by %s", found++ == 0 ? "It makes worse: " : ", ", label, mean);
    }
    if (found > 0) bf_text_add(out, ". ");
}

static void add_best(const struct bf_dossier *d, const struct contest *c, struct bf_text *out)
{
    char chance[16], other[16];
    bf_answer_chance(chance_of(d, c->best), chance, sizeof chance);
    bf_answer_chance(chance_of(d, c->rival), other, sizeof other);
    if (isnan(chance_of(d, c->best))) return;
    if (chance_of(d, c->best) >= 0.95)
        bf_text_add(out,
                    d->option_count > 2 ? "No other option does as well (chance of the best "
                                          "mean: %s). "
                                        : "The chance that its mean is the better one is %s. ",
                    chance);
    else
        bf_text_add(out,
                    "Which is best is not decided: “%s” has the best mean with a chance of "
                    "%s, “%s” with %s. ",
                    title_of(d, c->best), chance, title_of(d, c->rival), other);
}

static void add_decision(const struct bf_dossier *d, struct bf_text *out)
{
    struct contest c = judge(d);
    const char *base = title_of(d, 0);
    const char *them = d->option_count > 2 ? "any of the options" : "the option";
    if (c.leader > 0) {
        bf_text_add(out, "“%s” is better than “%s”. Judged by “%s”, it has ", title_of(d, c.leader),
                    base, c.label);
        add_gain(d, &c, c.leader, out);
        bf_text_add(out, ". ");
        add_best(d, &c, out);
        add_money(d, c.leader, out);
        add_harm(d, &c, c.leader, out);
        add_others(d, &c, out);
        add_thriftiest(d, &c, out);
    } else if (c.count[STANDS_OPEN] > 0) {
        bf_text_add(out,
                    "Not decided: judged by “%s”, these replications cannot tell whether %s "
                    "is better than “%s”. ",
                    c.label, them, base);
        add_best(d, &c, out);
        bf_text_add(out, "More replications would narrow the intervals. ");
    } else if (c.count[STANDS_WORSE] > 0) {
        bf_text_add(out, "“%s” stays best: judged by “%s”, no option is better than it. ", base,
                    c.label);
    } else {
        bf_text_add(out, "No difference that matters: judged by “%s”, %s does as well as “%s”. ",
                    c.label, d->option_count > 2 ? "each option" : "the option", base);
    }
}

/* ---- a sweep, a calibration ------------------------------------------------------------ */

const char *bf_answer_factor(const struct bf_dossier *d, const char *path)
{
    const struct bf_json_document *doc = &d->document;
    const struct bf_json_value *list = bf_json_at(doc, "factors");
    for (const struct bf_json_value *v = bf_json_first(doc, list); v != NULL;
         v = bf_json_next(doc, v)) {
        const struct bf_json_value *own = bf_json_member(doc, v, "path");
        const struct bf_json_value *label = bf_json_member(doc, v, "label");
        if (own != NULL && own->type == BF_JSON_TEXT && strcmp(own->text, path) == 0 &&
            label != NULL && label->type == BF_JSON_TEXT && label->text[0] != '\0')
            return label->text;
    }
    return path;
}

/* The measure that people ask about first, else the first there is. */
static const char *chief_measure(const struct bf_sheet *t)
{
    for (size_t row = 0; row < t->rows; row++)
        if (strcmp(bf_dossier_text(t, row, "measure"), "delayed_days") == 0) return "delayed_days";
    return t->rows > 0 ? bf_dossier_text(t, 0, "measure") : "";
}

static void add_strongest(const struct bf_dossier *d, const struct bf_sheet *t, struct bf_text *out)
{
    const char *measure = chief_measure(t);
    size_t best = SIZE_MAX;
    double most = 0;
    char label[200], change[NUMBER], low[NUMBER], high[NUMBER], ends[2][NUMBER];
    for (size_t row = 0; row < t->rows; row++) {
        double size = fabs(bf_dossier_number(t, row, "change"));
        if (strcmp(bf_dossier_text(t, row, "measure"), measure) != 0 || !(size > most)) continue;
        best = row;
        most = size;
    }
    if (best == SIZE_MAX) return;
    double from = bf_dossier_number(t, best, "change_low");
    double to = bf_dossier_number(t, best, "change_high"), half = (to - from) / 2;
    bf_dossier_measure(d, bf_dossier_text(t, best, "service"), bf_dossier_text(t, best, "group"),
                       measure, label, sizeof label);
    print(bf_dossier_number(t, best, "change"), half, change);
    print(from, half, low);
    print(to, half, high);
    print(bf_dossier_number(t, best, "low"), (double)NAN, ends[0]);
    print(bf_dossier_number(t, best, "high"), (double)NAN, ends[1]);
    bf_text_add(
        out,
        "Of the settings that were tried, “%s” moves “%s” most: from %s to %s it changes by "
        "%s %s (95%% interval: %s to %s)%s. ",
        bf_answer_factor(d, bf_dossier_text(t, best, "factor")), label, ends[0], ends[1], change,
        bf_dossier_text(t, best, "unit"), low, high,
        from < 0 && to > 0 ? ", so it is not decided in which direction" : "");
}

static void add_split(const struct bf_dossier *d, const struct bf_sheet *t, struct bf_text *out)
{
    const char *measure = chief_measure(t);
    for (size_t row = 0; row < t->rows; row++) {
        double share = bf_dossier_number(t, row, "input_share");
        if (strcmp(bf_dossier_text(t, row, "measure"), measure) != 0 || isnan(share)) continue;
        char label[200];
        bf_dossier_measure(d, bf_dossier_text(t, row, "service"), bf_dossier_text(t, row, "group"),
                           measure, label, sizeof label);
        bf_text_add(out,
                    "If every point were equally likely, %.0f%% of the variance of “%s” between "
                    "winters would come from these settings, and the rest would be chance. ",
                    100 * share, label);
        return;
    }
}

static void answer_sweep(const struct bf_dossier *d, struct bf_text *out)
{
    struct bf_sheet effects, variance;
    if (bf_dossier_table(d, "effects.csv", &effects)) add_strongest(d, &effects, out);
    if (bf_dossier_table(d, "variance.csv", &variance)) add_split(d, &variance, out);
    bf_sheet_free(&effects);
    bf_sheet_free(&variance);
}

static void answer_calibration(const struct bf_dossier *d, struct bf_text *out)
{
    struct bf_sheet inputs, rows;
    size_t fitted = 0, held = 0, inside = 0;
    bool known = bf_dossier_table(d, "inputs.csv", &inputs);
    bool told = bf_dossier_table(d, "rows.csv", &rows);
    for (size_t row = 0; told && row < rows.rows; row++) {
        bool is_held = strcmp(bf_dossier_text(&rows, row, "held_out"), "1") == 0;
        held += is_held;
        fitted += !is_held;
        inside += is_held && strcmp(bf_dossier_text(&rows, row, "inside"), "1") == 0;
    }
    if (known)
        bf_text_add(out, "%zu %s fitted to %zu observed rows. ", inputs.rows,
                    inputs.rows == 1 ? "number was" : "numbers were", fitted);
    if (held > 0)
        bf_text_add(out,
                    "Of %zu rows that were kept back, %zu lie inside the range that nine in ten "
                    "should lie in. ",
                    held, inside);
    else if (told)
        bf_text_add(out, "No rows were kept back, so how well it predicts has not been tested. ");
    bf_sheet_free(&inputs);
    bf_sheet_free(&rows);
}

/* ---- the two paragraphs ---------------------------------------------------------------- */

void bf_answer(const struct bf_dossier *d, struct bf_text *out)
{
    switch (d->kind) {
    case BF_DOSSIER_COMPARISON:
        add_decision(d, out);
        break;
    case BF_DOSSIER_SWEEP:
        answer_sweep(d, out);
        break;
    case BF_DOSSIER_CALIBRATION:
        answer_calibration(d, out);
        break;
    case BF_DOSSIER_OPTIMISATION:
        bf_answer_optimum(d, out);
        break;
    case BF_DOSSIER_EXPLANATION:
        bf_answer_explanation(d, out);
        break;
    case BF_DOSSIER_RUN:
    case BF_DOSSIER_KINDS:
        add_delayed(d, out);
        add_worst_week(d, out);
        add_reasons(d, out);
        add_occupancy(d, out);
        add_readmission(d, out);
        break;
    }
    if (out->length == 0)
        bf_text_add(out, "The results hold none of the measures that an answer is made of; see the "
                         "tables below.");
}

static void add_evidence_doubt(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_model *model = bf_dossier_model(d);
    size_t count[BF_EVIDENCE_COUNT];
    if (model == NULL) return;
    bf_evidence_count(&model->scenario.bound, count);
    size_t stated =
        count[BF_EVIDENCE_SOURCE] + count[BF_EVIDENCE_ASSUMED] + count[BF_EVIDENCE_NONE];
    bf_text_add(out,
                "Of the %zu numbers that the scenario states, %zu have a source, %zu are "
                "assumptions and %zu %s neither: the answer is as good as those.",
                stated, count[BF_EVIDENCE_SOURCE], count[BF_EVIDENCE_ASSUMED],
                count[BF_EVIDENCE_NONE], count[BF_EVIDENCE_NONE] == 1 ? "has" : "have");
}

void bf_answer_doubt(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_dossier_option *o = &d->option[0];
    bf_text_add(out, "How sure is this? It rests on %u simulated winter%s%s", o->finished,
                o->finished == 1 ? "" : "s", bf_dossier_each(d));
    if (d->kind > BF_DOSSIER_CALIBRATION) {
        bf_text_add(out, ", the same people in each. ");
    } else if (d->kind > BF_DOSSIER_COMPARISON) {
        bf_text_add(out, ". ");
    } else if (d->kind == BF_DOSSIER_COMPARISON) {
        bf_text_add(out, ", with the same people in every option. The intervals of "
                         "the main figures hold all at once with 95%% confidence. ");
    } else {
        const struct bf_scalar_record *delayed = scalar_of(d, "delayed");
        if (is_known(delayed) && o->finished > 1) {
            struct shown s = show(delayed);
            bf_text_add(out,
                        "; with many more the mean of %s could come out up to %s higher or "
                        "lower (95%% confidence)",
                        s.mean, s.error);
        }
        bf_text_add(out, ". ");
    }
    if (o->stopped > 0)
        bf_text_add(out, "%u of %u replications stopped at a limit and are left out. ", o->stopped,
                    o->planned);
    if ((d->kind == BF_DOSSIER_OPTIMISATION ? bf_answer_fewest(d) : o->finished) < 20)
        bf_text_add(out, "So few replications make intervals and ranges rough. ");
    if (o->chance_only || d->fixed_inputs)
        bf_text_add(out, d->kind == BF_DOSSIER_SWEEP
                             ? "Inputs that were not varied are taken as exact. "
                             : "Inputs are taken as exact: the range is chance alone, and too "
                               "narrow. ");
    add_evidence_doubt(d, out);
}
