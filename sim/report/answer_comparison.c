/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer_comparison.c -- which option is best, by how much, at what price, and how sure that is. */
#include "answer.h"

#include "bedflow/report/comparison_table.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { NUMBER = 64, OTHERS_TOLD = 7 };

/* ---- a comparison: which option is best ------------------------------------------------ */

enum standing { STANDS_OPEN, STANDS_NO_MATTER, STANDS_BETTER, STANDS_WORSE, STANDS_KINDS };

/* The row of comparison.csv of this option and measure of the whole system, or SIZE_MAX. */
static size_t find_row(const struct bf_dossier *d, const char *option, const char *service,
                       const char *measure)
{
    const struct bf_sheet *t = &d->differences;
    for (size_t row = 0; row < t->rows; row++)
        if (bf_dossier_is(t, row, "option", option) && bf_dossier_is(t, row, "measure", measure) &&
            bf_dossier_is(t, row, "service", service) && bf_dossier_is(t, row, "group", "all"))
            return row;
    return SIZE_MAX;
}

static bool lower_is_better(const struct bf_sheet *t, size_t row)
{
    return bf_dossier_is(t, row, "lower_is_better", "1");
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
        if (bf_dossier_is(&d->options, row, "option", d->option[option].name)) return row;
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
    bf_value_print(fabs(value), error, plain, sizeof plain);
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
    bf_value_print(fmin(fabs(ends[0]), fabs(ends[1])), error, low, NUMBER);
    bf_value_print(fmax(fabs(ends[0]), fabs(ends[1])), error, high, NUMBER);
    bf_value_print(bf_dossier_number(t, row, "base_mean"), error, base, NUMBER);
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
        bf_answer_break(out);
        if (told++ == 0) bf_text_add(out, "The others, by “%s”:\n", c->label);
        bf_text_add(out, "- “%s”: %s %s, %s", title_of(d, o), mean,
                    difference < 0 ? "fewer" : "more", verdict);
    }
    bf_answer_break(out);
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
    double half = bf_answer_error(value, end[0], end[1]), sign = value < 0 ? -1 : 1;
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
    char days[NUMBER], end[2][NUMBER];
    double released = bf_dossier_number(&d->options, row, "acute_days_released");
    double low = bf_dossier_number(&d->options, row, "acute_days_released_low");
    double high = bf_dossier_number(&d->options, row, "acute_days_released_high");
    struct bf_text worth = {.bytes = NULL};
    if (isnan(released) || !(low > 0)) return;
    double half = (high - low) / 2;
    bf_value_print(released, half, days, NUMBER);
    bf_value_print(low, half, end[0], NUMBER);
    bf_value_print(high, half, end[1], NUMBER);
    bf_text_add(out, "It releases %s acute bed days", days);
    if (half > 0) bf_text_add(out, " (95%% interval: %s to %s)", end[0], end[1]);
    bf_text_add(out, ". Those are beds for others, not cash, unless beds close");
    if (told_pounds(d, row, "break_even_day", "break_even_day", &worth) && !worth.failed)
        bf_text_add(out, "; it is worth its cost if such a day is worth at least %s", worth.bytes);
    bf_text_add(out, ". ");
    out->failed = out->failed || worth.failed;
    bf_text_free(&worth);
}

static void add_price(const struct bf_dossier *d, size_t row, struct bf_text *out)
{
    struct bf_text price = {.bytes = NULL};
    bool avoids = bf_dossier_number(&d->options, row, "spend_per_day_avoided") > 0;
    if (avoids && told_pounds(d, row, "spend_per_day_avoided", "spend_per_day", &price) &&
        !price.failed)
        bf_text_add(out, "That is %s for each delayed bed day avoided. ", price.bytes);
    else
        bf_text_add(out, "It may avoid so few delayed bed days that a price for each cannot be "
                         "told. ");
    out->failed = out->failed || price.failed;
    bf_text_free(&price);
}

/* The rest of what is spent: ": £633,150 for what is bought, less £88,000 that other services
 * then cost less". */
static void add_parts(const struct bf_dossier *d, size_t row, struct bf_text *out)
{
    char paid[NUMBER], other[NUMBER];
    double bought = bf_dossier_number(&d->options, row, "extra_paid");
    double rest = bf_dossier_number(&d->options, row, "extra_spend") - bought;
    double half = (bf_dossier_number(&d->options, row, "extra_paid_high") -
                   bf_dossier_number(&d->options, row, "extra_paid_low")) /
                  2;
    double width = (bf_dossier_number(&d->options, row, "extra_spend_high") -
                    bf_dossier_number(&d->options, row, "extra_spend_low")) /
                   2;
    if (!(bought > 0)) return;
    bf_answer_pounds(bought, isnan(half) ? 0 : half, paid, sizeof paid);
    bf_answer_pounds(fabs(rest), isnan(width) ? 0 : width, other, sizeof other);
    bf_text_add(out, ": %s for what is bought", paid);
    if (strcmp(other, "£0") != 0)
        bf_text_add(out,
                    rest < 0 ? ", less %s that other services then cost less"
                             : " and %s more in other services",
                    other);
}

static void add_money(const struct bf_dossier *d, uint32_t option, struct bf_text *out)
{
    size_t row = row_of_option(d, option);
    struct bf_text extra = {.bytes = NULL};
    if (row == SIZE_MAX) return;
    double spend = bf_dossier_number(&d->options, row, "extra_spend");
    if (told_pounds(d, row, "extra_spend", "extra_spend", &extra) && !extra.failed) {
        bf_text_add(out, "It costs %s %s than the base", extra.bytes, spend < 0 ? "less" : "more");
        add_parts(d, row, out);
        bf_text_add(out, ". ");
        if (bf_answer_open(bf_dossier_number(&d->options, row, "extra_spend_low"),
                           bf_dossier_number(&d->options, row, "extra_spend_high")))
            bf_text_add(out, "Whether it costs more or less in all is not decided. ");
        if (spend > 0) add_price(d, row, out);
        add_days_worth(d, row, out);
    }
    out->failed = out->failed || extra.failed;
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
        bf_text_add(out, "“%s” pays least for each delayed bed day avoided: %s. ",
                    title_of(d, least), each.bytes);
    out->failed = out->failed || each.failed;
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
        if (!bf_dossier_is(t, row, "option", d->option[option].name) ||
            !bf_dossier_is(t, row, "headline", "1") || !lower_is_better(t, row) ||
            standing_of(d, row) != STANDS_WORSE || bf_dossier_is(t, row, "measure", c->measure))
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

void bf_answer_comparison(const struct bf_dossier *d, struct bf_text *out)
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
        bf_answer_break(out);
        add_money(d, c.leader, out);
        bf_answer_break(out);
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
