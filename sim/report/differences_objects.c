/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "differences_words.h"

#include "bedflow/report/script.h"

#include <math.h>
#include <string.h>

enum { WORDS = 700, WRITTEN_SHOWN = 6, PATHS_SHOWN = 3 };

/* ---- what a dated change does ---------------------------------------------------------- */

static void add_words(char text[], size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void add_words(char text[], size_t size, const char *fmt, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, fmt);
    bf_format_list(text + used, size - used, fmt, args);
    va_end(args);
}

/* "+30", "-4", "£25": a signed amount of a dimension. */
static bool parse_signed(enum bf_dim dim, const char *text, double *value)
{
    char why[160];
    bool negative = text[0] == '-';
    if (!bf_units_parse(dim, text + (text[0] == '-' || text[0] == '+'), value, why, sizeof why))
        return false;
    if (negative) *value = -*value;
    return true;
}

/* Like the price that is changed is written: "£1,400 per bed per week" times 1.5 is "£2,100 per bed
 * per week". False if that cannot be said. */
static bool price_words(const struct bf_given *target, double before, double after, char text[],
                        size_t size)
{
    const char *per = target->text ? strstr(target->text, " per ") : NULL;
    char pounds[80], why[160];
    double written;
    if (target->param->dim != BF_DIM_PRICE || !per || !(before > 0)) return false;
    bf_format(pounds, sizeof pounds, "%.*s", (int)(per - target->text), target->text);
    if (!bf_units_parse(BF_DIM_MONEY, pounds, &written, why, sizeof why)) return false;
    bf_units_print(BF_DIM_MONEY, written * (after / before), pounds, sizeof pounds);
    bf_format(text, size, "%s%s", pounds, per);
    return true;
}

/* One number: "Step-down beds: beds 62 -> 92". False if that cannot be said. */
static bool effect_words(const struct bf_bound *bound, const struct bf_change *change, char text[],
                         size_t size)
{
    const struct bf_given *target =
        change->what.count == 1 ? bf_bound_find(bound, change->what.name[0]) : NULL;
    if (!target || !bf_diff_is_number(target)) return false;
    double before = bf_diff_number_of(bound, target), after = before, amount;
    if (!isfinite(before)) return false;
    enum bf_dim dim = target->param->dim;
    if (change->set) {
        if (!parse_signed(dim, change->set, &after)) return false;
    } else if (change->add) {
        if (!parse_signed(dim, change->add, &amount)) return false;
        after = before + amount;
    } else if (!isnan(change->factor)) {
        after = before * change->factor;
    }
    char what[400], from[80], to[80];
    bf_diff_path_words(bound, target->path, what, sizeof what);
    if (!price_words(target, before, before, from, sizeof from))
        bf_units_print(dim, before, from, sizeof from);
    if (!price_words(target, before, after, to, sizeof to))
        bf_units_print(dim, after, to, sizeof to);
    bf_format(text, size, "%s %s -> %s", what, from, to);
    return true;
}

static void effects_words(const struct bf_bound *bound, const struct bf_change *change, char text[],
                          size_t size)
{
    if (bf_hours_given(&change->other_hours)) {
        bf_hours_words(&change->other_hours, text, size);
        add_words(text, size, ": ");
    } else if (change->set)
        bf_format(text, size, "set to %s: ", change->set);
    else if (change->add)
        bf_format(text, size, "%s%s: ", change->add[0] == '-' || change->add[0] == '+' ? "" : "+",
                  change->add);
    else
        bf_format(text, size, "times %g: ", change->factor);
    for (uint32_t i = 0; i < change->what.count && i < PATHS_SHOWN; i++) {
        char what[400];
        bf_diff_path_words(bound, change->what.name[i], what, sizeof what);
        add_words(text, size, "%s%s", i > 0 ? "; " : "", what);
    }
    if (change->what.count > PATHS_SHOWN)
        add_words(text, size, "; and %u more", change->what.count - PATHS_SHOWN);
}

static void days_words(bf_day from, bf_day to, double ramp_h, double fade_h, char text[],
                       size_t size)
{
    char day[32], time[48];
    bf_day_words(from, day, sizeof day);
    add_words(text, size, ", from %s", day);
    if (to != BF_DAY_NONE) {
        bf_day_words(to, day, sizeof day);
        add_words(text, size, " to %s", day);
    }
    if (ramp_h > 0) {
        bf_units_print(BF_DIM_TIME, ramp_h, time, sizeof time);
        add_words(text, size, ", reached over %s", time);
    }
    if (fade_h > 0) {
        bf_units_print(BF_DIM_TIME, fade_h, time, sizeof time);
        add_words(text, size, ", leaving over %s", time);
    }
}

/* The first evidence of an object's own numbers. */
static void source_words(const struct bf_bound *bound, const char *object, char text[], size_t size)
{
    for (size_t i = 0; i < bound->given_count; i++) {
        const struct bf_given *given = &bound->given[i];
        if (!bf_diff_is_within(given->path, object) || !given->source || !given->source[0])
            continue;
        add_words(text, size, " (source %s)", given->source);
        return;
    }
}

void bf_diff_change_words(const struct bf_bound *bound, const char *object, const void *item,
                          char text[], size_t size)
{
    const struct bf_change *change = item;
    if (!effect_words(bound, change, text, size)) effects_words(bound, change, text, size);
    days_words(change->from, change->to, change->ramp_h, change->fade_h, text, size);
    const struct bf_by_winter *by = &change->by_winter;
    if (by->date_sd_h > 0 || by->length_cv > 0 || by->size_cv > 0)
        add_words(text, size, "; differs by winter");
    source_words(bound, object, text, size);
}

static void written_words(const struct bf_bound *bound, const char *object, const char *name,
                          const char *before, char text[], size_t size)
{
    char path[BF_PATH_CAP], value[200];
    bf_format(path, sizeof path, "%s.%s", object, name);
    const struct bf_given *given = bf_bound_find(bound, path);
    if (!given || !given->text) return;
    bf_diff_value_words(bound, given, value, sizeof value);
    add_words(text, size, "%s%s", before, value);
}

/* "block of 30 beds at Step-down beds, from 1 Nov 2021 to 31 Mar 2022, £1,050 per bed per week" */
void bf_diff_purchase_words(const struct bf_bound *bound, const char *object, const void *item,
                            char text[], size_t size)
{
    const struct bf_purchase *purchase = item;
    char service[BF_PATH_CAP], label[160];
    bf_format(service, sizeof service, "services.%s", purchase->service);
    bf_diff_label_words(bound, service, label, sizeof label);
    text[0] = '\0';
    written_words(bound, object, "kind", "", text, size);
    if (!isnan(purchase->beds)) add_words(text, size, " of %g beds", purchase->beds);
    written_words(bound, object, "hours", " of ", text, size);
    written_words(bound, object, "beds_called", ", called at first: ", text, size);
    written_words(bound, object, "hours_called", ", called at first: ", text, size);
    add_words(text, size, " at %s", label);
    days_words(purchase->from, purchase->to, purchase->ramp_h, 0, text, size);
    written_words(bound, object, "after", ", for who has waited ", text, size);
    written_words(bound, object, "lead_time", ", there after ", text, size);
    written_words(bound, object, "weekly_limit", ", at most a week: ", text, size);
    written_words(bound, object, "price", ", ", text, size);
    written_words(bound, object, "paid", ", paid ", text, size);
    written_words(bound, object, "minimum_term", ", at least for ", text, size);
    written_words(bound, object, "notice", ", notice ", text, size);
    written_words(bound, object, "minimum_call", ", a call lasts at least ", text, size);
    written_words(bound, object, "retainer", ", held ready for ", text, size);
    written_words(bound, object, "payer", ", by ", text, size);
    source_words(bound, object, text, size);
}

/* ---- any other object ------------------------------------------------------------------ */

/* What was written in it, but its label and words about it. */
void bf_diff_object_words(const struct bf_bound *bound, const char *object, const void *item,
                          char text[], size_t size)
{
    uint32_t shown = 0, more = 0;
    size_t length = strlen(object);
    (void)item;
    text[0] = '\0';
    for (size_t i = 0; i < bound->given_count; i++) {
        const struct bf_given *given = &bound->given[i];
        const char *rest = given->path + length + 1;
        char setting[200], value[200];
        if (!bf_diff_is_within(given->path, object) || given->path[length] != '.' || !given->text)
            continue;
        if (strcmp(rest, "label") == 0 || strcmp(rest, "about") == 0) continue;
        if (shown >= WRITTEN_SHOWN || strchr(rest, '[') != NULL) {
            more++;
            continue;
        }
        bf_diff_setting_words(rest, setting, sizeof setting);
        bf_diff_value_words(bound, given, value, sizeof value);
        add_words(text, size, "%s%s %s", shown++ > 0 ? ", " : "", setting, value);
    }
    if (more > 0)
        add_words(text, size, "; and %u more %s", more, more == 1 ? "setting" : "settings");
    source_words(bound, object, text, size);
}
