/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets beside what the scenarios give: make targets
 *
 *   targets FOLDER TARGETS.csv SHOWN ALL
 *
 * Runs the scenarios of FOLDER that the table names, and writes the rows with `shown` as Markdown
 * into SHOWN and all rows into ALL. Columns of TARGETS.csv besides those that say what was
 * observed:
 *
 *   reads       the measure as results name it ("acute.occupied", "reason:A.delayed_days"), or
 *               several added up with " + "; empty: not modelled
 *   from, to    days whose mean it is; empty: a measure of the whole period
 *   over        divided by this, and over_from, over_to its days if they are others
 *   run_from, run_to   days of the period, if not the scenario's
 *   use         what a hit proves: input (a number of the scenario: nothing), fitted (assumptions
 * were moved until it was hit: little), held out (nothing was moved for it: the test), scale
 *               (another definition, place or year: shown for its size, and no test)
 *   shown       1: in the short table
 *
 * Percentages are made of a ratio when the unit is %. Every figure is computed in each replication,
 * and told as the mean with the 95% interval of its simulation error, which is what is judged, and
 * as the range of nine replications in ten: what was observed is of one winter.
 */
#include "bedflow/base/arena.h"
#include "bedflow/base/sheet.h"
#include "bedflow/base/text.h"
#include "bedflow/report/table.h"
#include "bedflow/stats/interval.h"
#include "bedflow/stats/quantile.h"
#include "bedflow/study/goal.h"
#include "bedflow/study/study.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RUNS_CAP = 16,
    SEED = 1,
    REPS_WINTER = 300,
    REPS_YEAR = 120,
    REPS_WHOLE = 36,
    TEXT_CAP = 1 << 20
};

/* What a hit proves, from the most to nothing. */
enum use { HELD_OUT, FITTED, INPUT, SCALE, USES };
static const char *const use_name[USES] = {"held out", "fitted", "input", "scale"};

struct run {
    const char *scenario, *from, *to;
    struct bf_model model;
    struct bf_result result;
};

struct table {
    const char *folder;
    struct bf_sheet sheet;
    struct run run[RUNS_CAP];
    uint32_t runs;
    struct {
        uint32_t rows, hits;
    } use[USES];
};

static void stop(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

static void stop(const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fputs("targets: ", stderr);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

/* ---- reading --------------------------------------------------------------------------- */

static bool load(void *context, const char *path, char **text, size_t *length, struct bf_err *err)
{
    (void)context;
    FILE *file = fopen(path, "rb");
    if (!file) return bf_fail(err, BF_E_IO, NULL, "cannot open %s", path);
    *text = bf_heap_take(TEXT_CAP, 1);
    if (!*text) stop("no memory");
    *length = fread(*text, 1, TEXT_CAP - 1, file);
    (*text)[*length] = '\0';
    fclose(file);
    return true;
}

static const char *at(const struct table *t, size_t row, const char *column)
{
    int c = bf_sheet_column(&t->sheet, column);
    if (c < 0) stop("expected a column \"%s\"", column);
    return bf_sheet_at(&t->sheet, row, c);
}

static double number(const struct table *t, size_t row, const char *column)
{
    char *end;
    const char *text = at(t, row, column);
    double value = strtod(text, &end);
    if (end == text || *end) stop("%s: expected a number in \"%s\"", at(t, row, "id"), column);
    return value;
}

static void show_faults(const struct bf_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        char line[BF_WHAT_CAP + 2 * BF_PATH_CAP];
        bf_err_render(&faults->fault[i].err, line, sizeof line);
        if (faults->fault[i].severity == BF_ERROR) fprintf(stderr, "%s\n", line);
    }
}

/* ---- runs ------------------------------------------------------------------------------ */

/* The whole programme takes ten times as long as the county that sums it up. */
static uint32_t replications_of(const char *scenario)
{
    if (strcmp(scenario, "baseline") == 0) return REPS_YEAR;
    bool whole = strcmp(scenario, "programme") == 0 || strcmp(scenario, "two-sites") == 0;
    return whole ? REPS_WHOLE : REPS_WINTER;
}

static const struct run *run_of(struct table *t, const char *scenario, const char *from,
                                const char *to)
{
    for (uint32_t k = 0; k < t->runs; k++)
        if (strcmp(t->run[k].scenario, scenario) == 0 && strcmp(t->run[k].from, from) == 0 &&
            strcmp(t->run[k].to, to) == 0)
            return &t->run[k];
    if (t->runs == RUNS_CAP) stop("expected at most %d different runs", RUNS_CAP);
    struct run *run = &t->run[t->runs++];
    char path[512], first[32], last[32];
    struct bf_faults faults = {.count = 0};
    struct bf_err err;
    struct bf_setting set[2];
    uint32_t sets = 0;
    run->scenario = scenario;
    run->from = from;
    run->to = to;
    bf_format(path, sizeof path, "%s/%s.cfg", t->folder, scenario);
    bf_format(first, sizeof first, "\"%s\"", from);
    bf_format(last, sizeof last, "\"%s\"", to);
    if (*from) set[sets++] = (struct bf_setting){"period.from", first};
    if (*to) set[sets++] = (struct bf_setting){"period.to", last};
    struct bf_loader loader = {NULL, load};
    if (!bf_model_load(&run->model, path, &loader, set, sets, &faults)) {
        show_faults(&faults);
        stop("%s cannot run", path);
    }
    bf_faults_free(&faults);
    struct bf_study study = {.model = &run->model,
                             .seed = SEED,
                             .warm_up_days = -1,
                             .replications = replications_of(scenario)};
    if (!bf_study_run(&study, &run->result, &err)) stop("%s: %s", path, err.what);
    if (run->result.count != study.replications) stop("%s: not every replication ended", path);
    return run;
}

/* ---- values ---------------------------------------------------------------------------- */

static double days_mean(const struct bf_result *result, uint32_t r, uint32_t column,
                        const char *from, const char *to)
{
    const struct bf_catalogue *c = result->catalogue;
    bf_day first, last;
    double sum = 0;
    if (!bf_day_parse(from, &first) || !bf_day_parse(to, &last)) stop("%s: not a day", from);
    if (first < c->first_day || last >= c->first_day + (bf_day)c->day_count || first > last)
        stop("%s to %s: expected days of the run", from, to);
    for (bf_day day = first; day <= last; day++)
        sum +=
            (double)result
                ->daily[((size_t)r * c->day_count + (size_t)(day - c->first_day)) * c->daily_count +
                        column];
    return sum / (double)(last - first + 1);
}

static double term(const struct bf_result *result, uint32_t r, const char *name, const char *from,
                   const char *to)
{
    const struct bf_catalogue *c = result->catalogue;
    uint32_t column = *from ? bf_measure_named(c->daily, c->daily_count, name)
                            : bf_measure_named(c->scalar, c->scalar_count, name);
    if (column == UINT32_MAX) stop("expected a measure, received \"%s\"", name);
    return *from ? days_mean(result, r, column, from, to)
                 : result->scalar[(size_t)r * c->scalar_count + column];
}

/* Terms added up. */
static double sum_of(const struct bf_result *result, uint32_t r, const char *terms,
                     const char *from, const char *to)
{
    double sum = 0;
    for (const char *next = terms; next;) {
        const char *plus = strstr(next, " + ");
        char name[256];
        bf_format(name, sizeof name, "%.*s", (int)(plus ? (size_t)(plus - next) : strlen(next)),
                  next);
        sum += term(result, r, name, from, to);
        next = plus ? plus + 3 : NULL;
    }
    return sum;
}

/* The mean over replications, and between which figures nine in ten of them lie. */
struct figure {
    struct bf_interval mean;
    double p05, p95;
};

static struct figure modelled(struct table *t, size_t row)
{
    const struct run *run =
        run_of(t, at(t, row, "scenario"), at(t, row, "run_from"), at(t, row, "run_to"));
    const char *from = at(t, row, "from"), *to = at(t, row, "to"), *over = at(t, row, "over");
    const char *over_from = at(t, row, "over_from"), *over_to = at(t, row, "over_to");
    bool share = strcmp(at(t, row, "unit"), "%") == 0;
    struct bf_tally tally;
    double values[REPS_WINTER];
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < run->result.count; r++) {
        double value = sum_of(&run->result, r, at(t, row, "reads"), from, to);
        if (*over)
            value *=
                (share ? 100 : 1) / sum_of(&run->result, r, over, *over_from ? over_from : from,
                                           *over_to ? over_to : to);
        if (isnan(value)) stop("%s: undefined in a replication", at(t, row, "id"));
        bf_tally_add(&tally, value);
        values[r] = value;
    }
    bf_quantile_sort(values, run->result.count);
    return (struct figure){.mean = bf_interval_of_mean(&tally, 0.95),
                           .p05 = bf_quantile_sorted(values, run->result.count, 0.05),
                           .p95 = bf_quantile_sorted(values, run->result.count, 0.95)};
}

/* ---- words ----------------------------------------------------------------------------- */

static const char *unit_of(const struct table *t, size_t row)
{
    return strcmp(at(t, row, "unit"), "%") == 0 ? "%" : "";
}

static enum use use_of(const struct table *t, size_t row)
{
    for (int use = 0; use < USES; use++)
        if (strcmp(at(t, row, "use"), use_name[use]) == 0) return (enum use)use;
    stop("%s: expected \"held out\", \"fitted\", \"input\" or \"scale\" in \"use\"",
         at(t, row, "id"));
}

static void judge(struct table *t, size_t row, const struct bf_interval *x, char text[],
                  size_t size)
{
    double low = number(t, row, "low"), high = number(t, row, "high");
    enum use use = use_of(t, row);
    bool hit = x->estimate >= low && x->estimate <= high;
    bool inside = x->low >= low && x->high <= high, outside = x->high < low || x->low > high;
    const char *edge = !inside && !outside ? ", at the edge" : "";
    t->use[use].rows++;
    t->use[use].hits += hit;
    if (use == SCALE)
        bf_format(text, size, "%s, for scale", hit ? "inside" : "outside");
    else
        bf_format(text, size, "%s%s, %s", hit ? "hit" : "**miss**", edge,
                  use == INPUT ? "an input" : use_name[use]);
}

static void write_row(struct table *t, size_t row, FILE *all, FILE *shown)
{
    char mean[64] = "–", error[64] = "", winters[128] = "–", low[64], high[64];
    char result[96] = "not modelled", line[1200];
    if (*at(t, row, "reads")) {
        struct figure x = modelled(t, row);
        double half = (x.mean.high - x.mean.low) / 2;
        bf_figure_print(x.mean.estimate, half, unit_of(t, row), mean, sizeof mean);
        bf_figure_print(half, half, unit_of(t, row), error, sizeof error);
        bf_figure_print(x.p05, 4 * half, unit_of(t, row), low, sizeof low);
        bf_figure_print(x.p95, 4 * half, unit_of(t, row), high, sizeof high);
        bf_format(winters, sizeof winters, "%s–%s", low, high);
        judge(t, row, &x.mean, result, sizeof result);
    }
    bf_figure_print(number(t, row, "low"), (double)NAN, unit_of(t, row), low, sizeof low);
    bf_figure_print(number(t, row, "high"), (double)NAN, unit_of(t, row), high, sizeof high);
    bf_format(line, sizeof line, "| %s %s | %s | %s%s%s | %s | %s–%s | %s | %s | %s |\n",
              at(t, row, "id"), at(t, row, "measure"), at(t, row, "definition"), mean,
              *error ? " ± " : "", error, winters, low, high, at(t, row, "period"),
              at(t, row, "source"), result);
    fputs(line, all);
    if (strcmp(at(t, row, "shown"), "1") == 0) fputs(line, shown);
}

static FILE *open_table(const char *path)
{
    FILE *file = fopen(path, "w");
    if (!file) stop("cannot write %s", path);
    fputs("| measure | definition | modelled | nine winters in ten | target | period observed "
          "| source | result |\n|---|---|---|---|---|---|---|---|\n",
          file);
    return file;
}

static void end_table(const struct table *t, FILE *file)
{
    fprintf(file,
            "\nFitted: %u of %u hit. Held out: %u of %u hit. Inputs: %u of %u hit. "
            "For scale, of another definition: %u of %u inside. Of %zu rows %u are not modelled.\n",
            t->use[FITTED].hits, t->use[FITTED].rows, t->use[HELD_OUT].hits, t->use[HELD_OUT].rows,
            t->use[INPUT].hits, t->use[INPUT].rows, t->use[SCALE].hits, t->use[SCALE].rows,
            t->sheet.rows,
            (unsigned)t->sheet.rows - t->use[FITTED].rows - t->use[HELD_OUT].rows -
                t->use[INPUT].rows - t->use[SCALE].rows);
    if (fclose(file) != 0) stop("cannot write to the end");
}

int main(int argc, char **argv)
{
    static struct table t;
    struct bf_faults faults = {.count = 0};
    struct bf_err err;
    char *text;
    size_t length;
    if (argc != 5) stop("expected FOLDER TARGETS.csv SHOWN ALL");
    t.folder = argv[1];
    if (!load(NULL, argv[2], &text, &length, &err)) stop("%s", err.what);
    if (!bf_sheet_parse(&t.sheet, text, length, argv[2], &faults)) {
        show_faults(&faults);
        return 1;
    }
    FILE *shown = open_table(argv[3]), *all = open_table(argv[4]);
    for (size_t row = 0; row < t.sheet.rows; row++)
        write_row(&t, row, all, shown);
    end_table(&t, shown);
    end_table(&t, all);
    for (uint32_t k = 0; k < t.runs; k++) {
        bf_result_free(&t.run[k].result);
        bf_model_free(&t.run[k].model);
    }
    bf_sheet_free(&t.sheet);
    return 0;
}
