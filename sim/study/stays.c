/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/stays.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/units.h"
#include "bedflow/random/draw.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define RESAMPLES       199u
#define RESAMPLES_LEAST 39u
#define RESAMPLED_MOST  2e5 /* values: fewer resamples of larger tables */
#define RESAMPLED_MIXED 2e4 /* the same of a mixture, which takes longer to fit */
#define RESAMPLES_MIXED 19u
#define STAY_MOST_D     36525.0
#define UNLIKELY        0.05
#define MEAN_OFF        0.1 /* of the mean of the stays: worth a warning */
#define BLOCK           0x66697473u

struct reader {
    const struct bf_sheet *sheet;
    const struct bf_stays_request *request;
    struct bf_stays *stays;
    struct bf_faults *faults;
    int column, by;
};

static void fault(struct reader *r, enum bf_errcode code, uint32_t line, const char *path,
                  const char *what)
{
    struct bf_where where = {.line = (int)line};
    bf_format(where.file, sizeof where.file, "%s", r->request->file);
    bf_format(where.path, sizeof where.path, "%s", path);
    bf_faults_add(r->faults, BF_ERROR, code, &where, "%s", what);
}

/* ---- columns --------------------------------------------------------------------------- */

static bool is_blank(const char *text)
{
    return text[strspn(text, " ")] == '\0';
}

/* Days: a bare number, or a time with its unit. */
static bool parse_stay(const char *text, double *days)
{
    char why[BF_WHAT_CAP];
    double hours;
    if (strchr(text, '%')) return false;
    if (bf_units_parse(BF_DIM_NUMBER, text, days, why, sizeof why)) return true;
    if (!bf_units_parse(BF_DIM_TIME, text, &hours, why, sizeof why)) return false;
    *days = hours / 24;
    return true;
}

static bool is_all_numbers(const struct bf_sheet *sheet, int column)
{
    double days;
    bool any = false;
    for (size_t row = 0; row < sheet->rows; row++) {
        const char *text = bf_sheet_at(sheet, row, column);
        if (is_blank(text)) continue;
        if (!parse_stay(text, &days)) return false;
        any = true;
    }
    return any;
}

static void refuse_column(struct reader *r, const char *name, const char *why)
{
    char what[BF_WHAT_CAP], all[300] = "";
    for (size_t i = 0, used = 0; i < r->sheet->columns && used + 70 < sizeof all; i++) {
        char one[60];
        bf_text_quote(one, sizeof one, r->sheet->head[i]);
        bf_format(all + used, sizeof all - used, "%s%s", i ? ", " : "", one);
        used += strlen(all + used);
    }
    const char *near = name ? bf_text_nearest(name, r->sheet->head, r->sheet->columns) : NULL;
    bf_format(what, sizeof what, "%s; the table has %s%s%s%s", why, all,
              near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    fault(r, BF_E_KEY, 1, "", what);
}

static int named_column(struct reader *r, const char *name)
{
    char what[200];
    int column = bf_sheet_column(r->sheet, name);
    bf_format(what, sizeof what, "expected a column \"%.60s\", received none", name);
    if (column < 0) refuse_column(r, name, what);
    return column;
}

static int stay_column(struct reader *r)
{
    static const char *const usual[] = {"days",     "stay",           "stay_days", "los",
                                        "los_days", "length_of_stay", "duration",  NULL};
    int only = -1, found = 0;
    if (r->request->column) return named_column(r, r->request->column);
    for (int k = 0; usual[k]; k++)
        if (bf_sheet_column(r->sheet, usual[k]) >= 0) return bf_sheet_column(r->sheet, usual[k]);
    for (size_t i = 0; i < r->sheet->columns; i++)
        if (is_all_numbers(r->sheet, (int)i)) {
            only = (int)i;
            found++;
        }
    double days;
    if (found == 1 && parse_stay(r->sheet->head[only], &days)) {
        refuse_column(r, NULL,
                      "expected the names of the columns in the first line, such as days, received "
                      "a stay: write a line of names above it");
        return -1;
    }
    if (found == 1) return only;
    refuse_column(
        r, NULL,
        found ? "expected one column of numbers, received several; say which holds the "
                "stays: --column NAME"
              : "expected a column of stays in days, received none; add one, from dates and times "
                "of admission the days until discharge, with days in its first line");
    return -1;
}

static bool date_of(const char *text, bf_day *day)
{
    char date[11];
    if (strlen(text) < 10) return false;
    memcpy(date, text, 10);
    date[10] = '\0';
    return bf_day_parse(date, day);
}

/* The last column in which every field that is filled is a date: stays end late in a row. */
static void find_dates(struct reader *r)
{
    for (size_t c = 0; c < r->sheet->columns; c++) {
        bf_day first = 0, last = 0, day;
        size_t found = 0, blank = 0;
        for (size_t row = 0; row < r->sheet->rows; row++) {
            const char *text = bf_sheet_at(r->sheet, row, (int)c);
            if (is_blank(text)) {
                blank++;
            } else if (date_of(text, &day)) {
                first = found == 0 || day < first ? day : first;
                last = found == 0 || day > last ? day : last;
                found++;
            }
        }
        if (found == 0 || found + blank < r->sheet->rows) continue;
        r->stays->dated = r->sheet->head[c];
        r->stays->first = first;
        r->stays->last = last;
    }
}

/* Whether a name has one of some words in it, whatever the case of its letters. */
static bool speaks_of(const char *name, const char *const word[])
{
    char lower[80];
    bf_format(lower, sizeof lower, "%s", name);
    for (char *at = lower; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    for (int k = 0; word[k]; k++)
        if (strstr(lower, word[k])) return true;
    return false;
}

static void look_for_totals(struct reader *r)
{
    static const char *const total[] = {"los", "length", "total", "spell", "discharge", NULL};
    static const char *const delay[] = {"delay", "dtoc", "ready", "nctr", "medically", NULL};
    const char *own = r->sheet->head[r->column];
    if (speaks_of(own, total) && !speaks_of(own, delay)) r->stays->looks_total = own;
    for (size_t c = 0; c < r->sheet->columns; c++)
        if ((int)c != r->column && speaks_of(r->sheet->head[c], delay))
            r->stays->looks_total = r->sheet->head[c];
}

/* ---- rows ------------------------------------------------------------------------------ */

/* Whether two names differ in nothing but spaces around them. */
static bool same_name(const char *a, const char *b)
{
    a += strspn(a, " ");
    b += strspn(b, " ");
    while (*a && *a == *b)
        a++, b++;
    return is_blank(a) && is_blank(b);
}

static uint32_t group_of(struct reader *r, const char *name, uint32_t line)
{
    struct bf_stays *s = r->stays;
    for (uint32_t g = 1; g < s->group_count; g++)
        if (same_name(s->group[g].name, name)) return g;
    if (s->group_count > BF_STAYS_CLASSES) {
        if (r->faults->errors == 0)
            fault(r, BF_E_LIMIT, line, r->request->by,
                  "expected at most 64 classes, received more; is this the right column?");
        return 0;
    }
    s->group[s->group_count].name = name;
    return s->group_count++;
}

static const char *cure_of(const char *text)
{
    if (strchr(text, ',')) return "; write a decimal with a point";
    if (text[0] == '-') return "; was it discharged before it came?";
    if (strpbrk(text, "<>+"))
        return "; a stay is fitted when it has ended: take people who came so long ago that nearly "
               "all have left";
    return "";
}

static bool read_stay(struct reader *r, size_t row, double *days)
{
    const char *text = bf_sheet_at(r->sheet, row, r->column);
    char quoted[80], what[300];
    if (is_blank(text)) {
        r->stays->left_out++;
        return false;
    }
    if (parse_stay(text, days) && *days >= 0 && *days <= STAY_MOST_D) return true;
    bf_text_quote(quoted, sizeof quoted, text);
    bf_format(what, sizeof what,
              "expected a stay in days, 0 to 36525, such as 3.5 or \"36 h\", or nothing, received "
              "\"%s\"%s",
              quoted, cure_of(text));
    fault(r, BF_E_TYPE, r->sheet->line[row], r->sheet->head[r->column], what);
    return false;
}

struct row {
    double days;
    uint32_t group; /* 0: of no class */
};

static uint32_t read_rows(struct reader *r, struct row rows[])
{
    uint32_t count = 0;
    int dated = r->stays->dated ? bf_sheet_column(r->sheet, r->stays->dated) : -1;
    r->stays->whole_days = true;
    for (size_t i = 0; i < r->sheet->rows; i++) {
        struct row row = {0, 0};
        if (!read_stay(r, i, &row.days)) continue;
        const char *name = r->by < 0 ? "" : bf_sheet_at(r->sheet, i, r->by);
        if (!is_blank(name)) row.group = group_of(r, name, r->sheet->line[i]);
        if (row.days != floor(row.days)) r->stays->whole_days = false;
        if (dated >= 0 && is_blank(bf_sheet_at(r->sheet, i, dated))) r->stays->undated++;
        rows[count++] = row;
    }
    return count;
}

static bool fill_group(struct reader *r, const struct row rows[], uint32_t count, uint32_t g)
{
    struct bf_stays_group *group = &r->stays->group[g];
    double sum = 0;
    group->value = bf_heap_take(count ? count : 1, sizeof *group->value);
    group->weight = bf_heap_take(count ? count : 1, sizeof *group->weight);
    if (!group->value || !group->weight) {
        fault(r, BF_E_NOMEM, 0, "", "expected memory to fit these stays");
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (g && rows[i].group != g) continue;
        if (!r->stays->whole_days && !(rows[i].days > 0)) {
            group->zeros++;
            continue;
        }
        sum += rows[i].days;
        group->value[group->n++] = rows[i].days;
    }
    group->sample =
        bf_fit_sample_of(group->value, group->weight, group->n, r->stays->whole_days ? 1 : 0);
    group->mean = group->n ? sum / group->n : (double)NAN;
    group->median = group->n ? bf_fit_sample_quantile(&group->sample, 0.5) : (double)NAN;
    return true;
}

/* ---- fitting --------------------------------------------------------------------------- */

struct source {
    struct bf_key key;
    uint64_t who, next;
};

static double uniform(void *context)
{
    struct source *s = context;
    struct bf_block block = bf_draw(&s->key, s->who, s->next++);
    return block.u[0];
}

/* False without memory: a shape that could not be tried is no worse than another. */
static bool fit_group(struct bf_stays_group *group, uint64_t seed, uint32_t index)
{
    group->best = -1;
    group->p_value = (double)NAN;
    if (group->n < BF_STAYS_LEAST) return true;
    for (int k = 0; k < BF_FIT_SHAPES; k++) {
        group->fitted[k] = bf_fit(&group->sample, (enum bf_fit_shape)k, &group->fit[k]);
        if (!group->fitted[k] && group->fit[k].no_memory) return false;
        /* a mean that no scenario takes is that of a tail which nobody saw */
        if (group->fitted[k] && group->fit[k].mean > STAY_MOST_D) group->fitted[k] = false;
        if (group->fitted[k] &&
            (group->best < 0 || group->fit[k].bic < group->fit[group->best].bic))
            group->best = k;
    }
    if (group->best < 0) return true;
    bool mixture = group->best == BF_FIT_MIXTURE;
    double affordable = (mixture ? RESAMPLED_MIXED : RESAMPLED_MOST) / group->n;
    uint32_t least = mixture ? RESAMPLES_MIXED : RESAMPLES_LEAST;
    group->resamples = affordable > RESAMPLES ? RESAMPLES
                       : affordable < least   ? least
                                              : (uint32_t)affordable;
    struct source source = {{seed, BLOCK}, bf_thing_key(1, index), 0};
    group->p_value = bf_fit_p_value(&group->sample, &group->fit[group->best], group->resamples,
                                    uniform, &source);
    return !(group->p_value < 0);
}

static bool find_columns(struct reader *r)
{
    r->column = stay_column(r);
    r->by = r->request->by ? named_column(r, r->request->by) : -1;
    if (r->column < 0 || (r->request->by && r->by < 0)) return false;
    r->stays->column = r->sheet->head[r->column];
    r->stays->by = r->by < 0 ? NULL : r->sheet->head[r->by];
    find_dates(r);
    look_for_totals(r);
    return true;
}

bool bf_stays_fit(const struct bf_sheet *sheet, const struct bf_stays_request *request,
                  struct bf_stays *stays, struct bf_faults *faults)
{
    struct reader r = {sheet, request, stays, faults, -1, -1};
    size_t errors = faults->errors;
    memset(stays, 0, sizeof *stays);
    const char *slash = strrchr(request->file, '/');
    stays->file = slash ? slash + 1 : request->file;
    stays->group_count = 1;
    if (!find_columns(&r)) return false;
    struct row *rows = bf_heap_take(sheet->rows ? sheet->rows : 1, sizeof *rows);
    if (!rows) {
        fault(&r, BF_E_NOMEM, 0, "", "expected memory to fit these stays");
        return false;
    }
    uint32_t count = read_rows(&r, rows);
    for (uint32_t g = 0; g < stays->group_count && faults->errors == errors; g++)
        fill_group(&r, rows, count, g);
    bf_heap_give(rows);
    if (faults->errors != errors) return false;
    if (stays->group[0].n < BF_STAYS_LEAST) {
        char what[160];
        bf_format(what, sizeof what, "expected at least %u stays to fit a shape to, received %u",
                  BF_STAYS_LEAST, stays->group[0].n);
        fault(&r, BF_E_RANGE, 0, stays->column, what);
        return false;
    }
    for (uint32_t g = 0; g < stays->group_count; g++) {
        if (fit_group(&stays->group[g], request->seed, g)) continue;
        fault(&r, BF_E_NOMEM, 0, "", "expected memory to fit these stays");
        return false;
    }
    if (stays->group[0].best < 0)
        fault(&r, BF_E_RANGE, 0, stays->column,
              "expected stays of different lengths, received too few to tell a shape");
    return faults->errors == errors;
}

void bf_stays_free(struct bf_stays *stays)
{
    for (uint32_t g = 0; g <= BF_STAYS_CLASSES; g++) {
        bf_heap_give(stays->group[g].value);
        bf_heap_give(stays->group[g].weight);
    }
    memset(stays, 0, sizeof *stays);
}

/* ---- words ----------------------------------------------------------------------------- */

double bf_stays_worst(const struct bf_stays_group *group, const struct bf_fitted *fit, double *at)
{
    static const double where[] = {0.1, 0.25, 0.5, 0.75, 0.9, 0.95};
    double most = 0;
    *at = where[0];
    for (size_t i = 0; i < sizeof where / sizeof where[0]; i++) {
        double have = bf_fit_sample_quantile(&group->sample, where[i]);
        double off = (bf_fitted_quantile(fit, where[i]) - have) / fmax(have, group->mean / 4);
        if (fabs(off) <= fabs(most)) continue;
        most = off;
        *at = where[i];
    }
    return most;
}

static void add_fit(const struct bf_stays_group *group, int k, struct bf_text *out)
{
    const struct bf_fitted *f = &group->fit[k];
    double at, off;
    if (!group->fitted[k]) {
        bf_text_add(out, "    %-10s  %s\n", bf_fit_shape_name((enum bf_fit_shape)k),
                    k == BF_FIT_MIXTURE ? "no two kinds of stay that hold up"
                                        : "could not be fitted");
        return;
    }
    off = bf_stays_worst(group, f, &at);
    bf_text_add(out, "  %c %-10s %8.4g %8.4g %7.2f %11.1f %7.3f   %+.0f%% at p%.0f\n",
                k == group->best ? '*' : ' ', bf_fit_shape_name((enum bf_fit_shape)k), f->mean,
                f->median, f->sd / f->mean, f->bic, f->distance, 100 * off, 100 * at);
}

static void add_parts(const struct bf_fitted *f, struct bf_text *out)
{
    bf_text_add(
        out,
        "    Two kinds of stay: %.0f%% of mean %.4g and median %.4g days, %.0f%% of mean %.4g "
        "and median %.4g.\n",
        100 * (1 - f->c), exp(f->a + f->b * f->b / 2), exp(f->a), 100 * f->c,
        exp(f->d + f->e * f->e / 2), exp(f->d));
}

static void add_judgement(const struct bf_stays_group *group, struct bf_text *out)
{
    const char *shape = bf_fit_shape_name((enum bf_fit_shape)group->best);
    bf_text_add(out, "    Kolmogorov-Smirnov p = %.3g, from %u resamples of the %s:\n    ",
                group->p_value, group->resamples, shape);
    if (group->p_value >= UNLIKELY)
        bf_text_add(out, "no disagreement is seen%s.\n",
                    group->n < 200 ? "; so few stays would show only a large one" : "");
    else
        bf_text_add(out, "the data are of no such shape.\n    %s\n",
                    group->n > 2000 ? "With so many stays any difference shows: judge by the "
                                      "quantiles and the picture."
                                    : "See how far the quantiles are off, or tell classes apart "
                                      "(--class).");
}

/* Beds go with the mean, which a tail can carry far from that of the stays. */
static void add_mean(const struct bf_stays_group *group, struct bf_text *out)
{
    double off = group->fit[group->best].mean / group->mean - 1;
    if (!(fabs(off) > MEAN_OFF)) return;
    bf_text_add(out,
                "    Take care: its mean is %.0f%% %s than that of the stays, and the beds that a "
                "service needs go\n    with the mean.\n",
                100 * fabs(off), off > 0 ? "more" : "less");
}

static void add_group(const struct bf_stays_group *group, struct bf_text *out)
{
    if (group->name)
        bf_text_add(out, "\nClass %s: ", group->name);
    else
        bf_text_add(out, "\nAll: ");
    if (group->n == 0) {
        bf_text_add(out, "no stays\n");
        return;
    }
    bf_text_add(out, "%u stays, mean %.4g days, median %.4g\n", group->n, group->mean,
                group->median);
    if (group->zeros)
        bf_text_add(out,
                    "    and %u of 0 days, left out: they are a `same_day` share of %.3g of their "
                    "own\n",
                    group->zeros, group->zeros / (double)(group->zeros + group->n));
    if (group->n < BF_STAYS_LEAST) {
        bf_text_add(out, "    too few to fit (%u are needed)\n", BF_STAYS_LEAST);
        return;
    }
    bf_text_add(out, "    %-10s %8s %8s %7s %11s %7s   %s\n", "shape", "mean", "median", "cv",
                "BIC", "KS", "worst quantile");
    for (int k = 0; k < BF_FIT_SHAPES; k++)
        add_fit(group, k, out);
    if (group->best == BF_FIT_MIXTURE) add_parts(&group->fit[BF_FIT_MIXTURE], out);
    if (group->best < 0) return;
    add_judgement(group, out);
    add_mean(group, out);
}

static void add_dates(const struct bf_stays *s, struct bf_text *out)
{
    char first[BF_DAY_TEXT], last[BF_DAY_TEXT];
    if (!s->dated) return;
    bf_day_print(s->first, first);
    bf_day_print(s->last, last);
    bf_text_add(out, ", %s to %s", first, last);
}

void bf_stays_words(const struct bf_stays *s, struct bf_text *out)
{
    bf_text_add(out, "%s, column \"%s\": %u stays", s->file, s->column,
                s->group[0].n + s->group[0].zeros);
    add_dates(s, out);
    if (s->dated) bf_text_add(out, " by \"%s\"", s->dated);
    if (s->left_out) bf_text_add(out, "; %u rows without a stay left out", s->left_out);
    bf_text_add(out, "\n%s\n",
                s->whole_days ? "Whole days: each is fitted as the day about it (3 as 2.5 to 3.5)."
                              : "Exact times.");
    for (uint32_t g = 0; g < s->group_count; g++)
        add_group(&s->group[g], out);
    bf_text_add(out, "\nTimes are in days. cv: standard deviation / mean. BIC: the lowest fits "
                     "best, for its number\nof parameters (* is chosen). KS: the largest gap "
                     "between the shares of stays and of the shape\nthat are shorter than "
                     "anything. Worst quantile: where the shape is furthest off.\n");
    if (s->undated)
        bf_text_add(out,
                    "\nTake care: %u of the stays have no date in \"%s\". If these people have "
                    "not left, their stays are\nlonger than the table says, and so is the shape: "
                    "take people who came so long ago that nearly all\nhave left.\n",
                    s->undated, s->dated);
    if (s->looks_total)
        bf_text_add(
            out,
            "\nTake care: the column \"%s\" speaks for stays that end when people leave, "
            "delay included.\nA scenario's `stay` is the time to ready. Subtract the delay, "
            "or write observed_stay\nfor stay and add delay_share, the part that is "
            "process and delay.\n",
            s->looks_total);
}

/* ---- what to paste --------------------------------------------------------------------- */

/* In the numbers of a scenario, with a digit or two more than its errors: a tail is seen far out.
 */
static void add_mixture(const struct bf_fitted *f, struct bf_text *out)
{
    bf_text_add(out,
                "shape = \"mixture\"; long_share = %.6g;\n"
                "         short_mean = \"%.6g days\"; short_median = \"%.6g days\";\n"
                "         long_mean = \"%.6g days\"; long_median = \"%.6g days\";",
                f->c, exp(f->a + f->b * f->b / 2), exp(f->a), exp(f->d + f->e * f->e / 2),
                exp(f->d));
}

static void add_law(const struct bf_fitted *f, struct bf_text *out)
{
    if (f->shape == BF_FIT_MIXTURE) {
        add_mixture(f, out);
        return;
    }
    bf_text_add(out, "shape = \"%s\"; mean = \"%.4g days\"; ", bf_fit_shape_name(f->shape),
                f->mean);
    if (f->shape == BF_FIT_LOGNORMAL)
        bf_text_add(out, "median = \"%.4g days\";", f->median);
    else
        bf_text_add(out, "cv = %.4g;", f->sd / f->mean);
}

/* Within a text of a scenario. */
static void add_quoted(const char *text, struct bf_text *out)
{
    for (const char *at = text; *at; at++)
        bf_text_add(out, *at == '"' || *at == '\\' ? "\\%c" : "%c",
                    (unsigned char)*at < ' ' ? ' ' : *at);
}

static void add_source(const struct bf_stays *s, const struct bf_stays_group *group,
                       struct bf_text *out)
{
    bf_text_add(out, " source = \"");
    add_quoted(s->file, out);
    bf_text_add(out, ", %u stays", group->n);
    add_dates(s, out);
    bf_text_add(out, "\";");
}

/* A name that a scenario can have: letters, digits, "_" and "-", beginning with a letter. */
static void add_name(const char *name, struct bf_text *out)
{
    bool other = false; /* the last was neither letter nor digit: once is enough */
    if (!isalpha((unsigned char)name[0])) bf_text_add(out, "c");
    for (const char *at = name; *at; at++) {
        bool plain = isalnum((unsigned char)*at) || *at == '-';
        if (plain || !other) bf_text_add(out, "%c", plain ? tolower((unsigned char)*at) : '_');
        other = !plain;
    }
}

void bf_stays_scenario(const struct bf_stays *s, struct bf_text *out)
{
    const struct bf_stays_group *all = &s->group[0];
    bool open = false;
    bf_text_add(out, "stay = { ");
    add_law(&all->fit[all->best], out);
    bf_text_add(out, "\n         ");
    add_source(s, all, out);
    bf_text_add(out, " };\n");
    for (uint32_t g = 1; g < s->group_count; g++) {
        const struct bf_stays_group *group = &s->group[g];
        if (group->n < BF_STAYS_LEAST || group->best < 0) continue;
        if (!open) bf_text_add(out, "by_class = {\n");
        open = true;
        bf_text_add(out, "  ");
        add_name(group->name, out);
        bf_text_add(out, " = { stay = { ");
        add_law(&group->fit[group->best], out);
        bf_text_add(out, "\n    ");
        add_source(s, group, out);
        bf_text_add(out, " }; };\n");
    }
    if (open) bf_text_add(out, "};\n");
}
