/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/compare.h"

#include "answer.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/curve.h"
#include "bedflow/report/plot.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { TITLE_WIDTH = 92, BELOW_WIDTH = 132, RUN_LABEL_WIDTH = 30, PANEL_LABEL_WIDTH = 21 };

struct job {
    const struct bf_record *record; /* [count] */
    uint32_t count;
    bool paired[BF_PLOT_RUNS]; /* run i has the seed of the first */
    const char *plots_dir;
    struct bf_script script;
    struct bf_err *err;
};

const char *bf_comparison_name(enum bf_comparison comparison)
{
    static const char *const name[BF_COMPARE_COUNT] = {"compare-delayed", "compare-system",
                                                       "compare-readmissions", "compare-services"};
    return name[comparison];
}

/* What one of the three curves is called, and where it comes from. */
struct subject {
    const char *name;        /* of variables and files */
    const char *words;       /* "Delayed transfers of care" */
    const char *less, *more; /* of a difference in the title */
    const char *axis;
    const char *difference_axis;
    bool from_zero;
};

static const struct subject subject[] = {
    {"delayed", "Delayed transfers of care", "fewer people on an average day",
     "more people on an average day", "People delayed, at midnight", "Difference, people", true},
    {"system", "Occupancy", "percentage points lower on an average day",
     "percentage points higher on an average day", "Beds occupied, %",
     "Difference, percentage points", false},
    {"readmissions", "Readmissions", "percentage points lower in an average week",
     "percentage points higher in an average week",
     "Readmitted, % of people discharged alive in the week", "Difference, percentage points",
     false},
};

static bool join_numbered(const struct job *job, char path[BF_FILE_CAP], const char *stem,
                          uint32_t i)
{
    char file[128];
    bf_format(file, sizeof file, "data/%s-%u.csv", stem, i);
    return bf_path_join(path, job->plots_dir, file, job->err);
}

static bool take_curve(struct job *job, enum bf_comparison which, uint32_t i,
                       struct bf_curve *curve, double *target, const char **help)
{
    const struct bf_record *record = &job->record[i];
    const struct bf_series_record *whole =
        bf_record_series(record, "system", "all", "discharges_alive");
    static const char *const measure[] = {"delayed", "occupancy", "readmitted"};
    const struct bf_series_record *series =
        bf_record_series(record, "system", "all", measure[which]);
    if (i == 0) {
        *target = series == NULL ? (double)NAN : series->target;
        *help = series == NULL ? "" : series->help;
    }
    if (which == BF_COMPARE_READMISSIONS) {
        return bf_curve_weekly_share(curve, record, series, whole, job->err);
    }
    return bf_curve_daily(curve, record, series, job->err);
}

static void widen(const struct bf_curve *curve, double *low, double *high)
{
    double own_low, own_high;
    if (bf_curve_range(curve, &own_low, &own_high)) {
        *low = !(*low <= own_low) ? own_low : *low;
        *high = !(*high >= own_high) ? own_high : *high;
    }
}

/* "12.3 fewer people on an average day", and the interval of that; "" where it has zero in it. */
static void difference_words(const struct subject *about, const struct bf_summary *s, char text[],
                             size_t size, char interval[], size_t interval_size)
{
    char by[48], low[48], high[48];
    double mean = fabs(s->mean), half = (s->mc_high - s->mc_low) / 2;
    const char *phrase = s->mean < 0 ? about->less : about->more;
    interval[0] = '\0';
    bf_value_print(mean, fmax(10 * half, mean), by, sizeof by);
    if (mean < 1e-12) {
        bf_format(text, size, "no difference");
        return;
    }
    bf_format(text, size, "%s %s", by, phrase);
    if (bf_answer_open(s->mc_low, s->mc_high)) {
        text[0] = '\0';
        bf_value_print(s->mean, half, by, sizeof by);
        bf_value_print(s->mc_low, half, low, sizeof low);
        bf_value_print(s->mc_high, half, high, sizeof high);
        bf_format(interval, interval_size, " Mean difference: %s (95%% interval: %s to %s).", by,
                  low, high);
    } else if (!isnan(half)) {
        bf_value_print(s->mc_low, fmax(10 * half, mean / 30), low, sizeof low);
        bf_value_print(s->mc_high, fmax(10 * half, mean / 30), high, sizeof high);
        bf_format(interval, interval_size, " 95%% interval of that mean difference: %s to %s.", low,
                  high);
    }
}

static void set_titles(struct job *job, const struct subject *about,
                       const struct bf_summary overall[], const char *help, bool from_zero)
{
    char title[600], words[300], interval[200], below[900], axis[200];
    bool known = job->paired[1] && overall[1].count > 0;
    difference_words(about, &overall[1], words, sizeof words, interval, sizeof interval);
    bf_format(title, sizeof title, "%s: %s", about->words,
              known ? words : "several runs, not paired");
    if (known) {
        bf_format(title, sizeof title, "%s: %s in “%s”", about->words, words, job->record[1].title);
    }
    if (known && words[0] == '\0') {
        bf_format(title, sizeof title, "%s: not decided whether “%s” differs", about->words,
                  job->record[1].title);
    }
    if (known && fabs(overall[1].mean) < 1e-12) {
        bf_format(title, sizeof title, "%s: no difference between “%s” and “%s”", about->words,
                  job->record[1].title, job->record[0].title);
    }
    bf_format(below, sizeof below, "%s%s%s", help, known ? interval : "",
              known ? " Lower panel: each run minus the first, winter by winter (the same "
                      "people in both)."
                    : " Nothing pairs these winters (other seeds, or one run), so no difference "
                      "is drawn.");
    bf_script_words(&job->script, about->name, "title", title, TITLE_WIDTH);
    bf_script_words(&job->script, about->name, "below", below, BELOW_WIDTH);
    bf_format(axis, sizeof axis, "%s%s", about->axis,
              from_zero ? "" : " (the scale does not begin at 0)");
    bf_script_text(&job->script, "axis_of_runs", axis);
    bf_sink_format(&job->script.sink, "%s_axis = axis_of_runs\n", about->name);
    bf_script_text(&job->script, "axis_of_differences", about->difference_axis);
    bf_sink_format(&job->script.sink, "%s_difference_axis = axis_of_differences\n", about->name);
}

static bool write_one(const struct job *job, const char *stem, uint32_t i,
                      const struct bf_curve *curve)
{
    char path[BF_FILE_CAP];
    return join_numbered(job, path, stem, i) && bf_curve_write(curve, path, job->err);
}

/* Labels of runs beside the last point of their line, moved apart. */
static void set_run_places(struct job *job, const struct subject *about,
                           const struct bf_curve curve[], struct bf_axis axis)
{
    double place[BF_PLOT_RUNS];
    uint32_t order[BF_PLOT_RUNS];
    char name[64];
    for (uint32_t i = 0; i < job->count; i++) {
        enum bf_band line = job->record[i].replication_count > 1 ? BF_BAND_P50 : BF_BAND_MEAN;
        double end = curve[i].count > 0 ? curve[i].band[line][curve[i].count - 1] : axis.bottom;
        uint32_t at = i;
        end = isnan(end) ? axis.bottom : end;
        for (; at > 0 && place[at - 1] > end; at--) {
            place[at] = place[at - 1];
            order[at] = order[at - 1];
        }
        place[at] = end;
        order[at] = i;
    }
    bf_labels_spread(place, job->count, (axis.top - axis.bottom) * 0.21, axis.bottom, axis.top);
    bf_format(name, sizeof name, "%s_place", about->name);
    bf_script_array(&job->script, name, job->count);
    for (uint32_t k = 0; k < job->count; k++) {
        bf_script_array_number(&job->script, name, order[k] + 1, place[k]);
    }
}

static bool write_differences(struct job *job, const struct subject *about,
                              const struct bf_curve curve[], struct bf_summary overall[])
{
    char stem[64];
    double low = 0, high = 0;
    uint32_t drawn = 0;
    bf_format(stem, sizeof stem, "%s-difference", about->name);
    for (uint32_t i = 1; i < job->count; i++) {
        struct bf_curve difference;
        struct bf_curve nobody = {.count = 0};
        const struct bf_curve *pair = job->paired[i] ? &curve[i] : &nobody;
        if (!bf_curve_difference(&difference, &curve[0], pair, &overall[i], job->err)) {
            return false;
        }
        widen(&difference, &low, &high);
        drawn += difference.count > 0;
        bool good = write_one(job, stem, i + 1, &difference);
        bf_curve_free(&difference);
        if (!good) {
            return false;
        }
    }
    struct bf_axis axis = bf_axis_for(low, high, true);
    bf_script_prefixed(&job->script, about->name, "differences", drawn);
    bf_script_prefixed(&job->script, about->name, "difference_bottom", axis.bottom);
    bf_script_prefixed(&job->script, about->name, "difference_top", axis.top);
    bf_script_prefixed(&job->script, about->name, "difference_step", axis.step);
    return true;
}

static bool fill_subject(struct job *job, const struct subject *about, struct bf_curve curve[],
                         double target, const char *help, bool *has)
{
    struct bf_summary overall[BF_PLOT_RUNS];
    double low = (double)NAN, high = (double)NAN;
    for (uint32_t i = 0; i < job->count; i++) {
        widen(&curve[i], &low, &high);
    }
    *has = !isnan(low);
    if (!*has) {
        return true;
    }
    low = target < low ? target : low;
    high = target > high ? target : high;
    struct bf_axis axis = bf_axis_for(low, high, about->from_zero);
    bf_script_prefixed(&job->script, about->name, "bottom", axis.bottom);
    bf_script_prefixed(&job->script, about->name, "top", axis.top);
    bf_script_prefixed(&job->script, about->name, "step", axis.step);
    bf_script_prefixed(&job->script, about->name, "target", target);
    set_run_places(job, about, curve, axis);
    for (uint32_t i = 0; i < job->count; i++) {
        if (!write_one(job, about->name, i + 1, &curve[i])) {
            return false;
        }
    }
    if (!write_differences(job, about, curve, overall)) {
        return false;
    }
    set_titles(job, about, overall, help, !(axis.bottom > 0));
    return true;
}

static bool compare_subject(struct job *job, enum bf_comparison which, bool *has)
{
    struct bf_curve curve[BF_PLOT_RUNS];
    double target = (double)NAN;
    const char *help = "";
    uint32_t made = 0;
    while (made < job->count && take_curve(job, which, made, &curve[made], &target, &help)) {
        made++;
    }
    bool good = made == job->count && fill_subject(job, &subject[which], curve, target, help, has);
    for (uint32_t i = 0; i < made; i++) {
        bf_curve_free(&curve[i]);
    }
    return good;
}

/* ---- services ---- */

static const struct bf_series_record *in_service(const struct bf_record *record, const char *key,
                                                 const char *measure)
{
    return bf_record_series(record, key, "all", measure);
}

/* The value of a run's series on a civil day; NaN outside its window. */
static double on_day(const struct bf_record *record, const struct bf_series_record *series,
                     enum bf_band band, bf_day day)
{
    bool known = series != NULL && day >= record->first_day &&
                 day - record->first_day < (int64_t)record->day_count;
    return known ? series->band[band][day - record->first_day] : (double)NAN;
}

/* What a panel says in words: highest value, fullness and mean people of each run. */
struct panel {
    double highest;
    double full[BF_PLOT_RUNS], people[BF_PLOT_RUNS];
};

static bool write_service(const struct job *job, const char *key, uint32_t file,
                          struct panel *panel)
{
    char stem[32], path[BF_FILE_CAP], head[256] = "date";
    struct bf_csv csv;
    bf_format(stem, sizeof stem, "data/compare-service-%02u.csv", file);
    for (uint32_t i = 0; i < job->count; i++) {
        size_t used = strlen(head);
        bf_format(head + used, sizeof head - used, ",in_%u,places_%u", i + 1, i + 1);
    }
    if (!bf_path_join(path, job->plots_dir, stem, job->err) ||
        !bf_csv_open(&csv, path, head, job->err)) {
        return false;
    }
    double in_sum[BF_PLOT_RUNS] = {0};
    panel->highest = 0;
    for (uint32_t d = 0; d < job->record[0].day_count; d++) {
        bf_day day = job->record[0].first_day + (bf_day)d;
        bf_csv_day(&csv, day);
        for (uint32_t i = 0; i < job->count; i++) {
            const struct bf_record *record = &job->record[i];
            enum bf_band line = record->replication_count > 1 ? BF_BAND_P50 : BF_BAND_MEAN;
            double in = on_day(record, in_service(record, key, "occupied"), line, day);
            double places = on_day(record, in_service(record, key, "capacity"), BF_BAND_MEAN, day);
            bf_csv_number(&csv, in);
            bf_csv_number(&csv, places);
            panel->highest = in > panel->highest ? in : panel->highest;
            panel->highest = places > panel->highest ? places : panel->highest;
            double mean = on_day(record, in_service(record, key, "occupied"), BF_BAND_MEAN, day);
            in_sum[i] += isnan(mean) ? 0 : mean;
        }
        bf_csv_end_row(&csv);
    }
    for (uint32_t i = 0; i < job->count; i++) {
        /* as the tables have it: over all hours, and the mean of winters */
        const struct bf_scalar_record *full =
            bf_record_scalar(&job->record[i], key, "all", "occupancy");
        panel->full[i] = full == NULL ? (double)NAN : full->mean / 100;
        panel->people[i] = in_sum[i] / job->record[0].day_count;
    }
    return bf_csv_close(&csv, job->err);
}

/* "82%", or "82% → 91%" where runs 1 and 2 differ. */
static void full_words(const double full[], char text[], size_t size)
{
    double before = floor(100 * full[0] + 0.5), after = floor(100 * full[1] + 0.5);
    text[0] = '\0';
    if (isnan(before) || isnan(after)) {
        return;
    }
    if (fabs(before - after) < 0.5) {
        bf_format(text, size, "%.0f%%", before);
    } else {
        bf_format(text, size, "%.0f%% → %.0f%%", before, after);
    }
}

/* The service whose people change most from run 1 to run 2. */
struct change {
    const char *label;
    double from, to;
};

static bool write_panel(struct job *job, const struct bf_series_record *series, uint32_t number,
                        struct change *change)
{
    struct panel panel;
    char note[96];
    if (!write_service(job, series->service, number, &panel)) {
        return false;
    }
    if (fabs(panel.people[1] - panel.people[0]) > fabs(change->to - change->from)) {
        *change = (struct change){series->label, panel.people[0], panel.people[1]};
    }
    struct bf_axis axis = bf_axis_for(0, panel.highest, true);
    double step = axis.step * (axis.top / axis.step > 4.5 ? 2 : 1);
    full_words(panel.full, note, sizeof note);
    unsigned wide = bf_text_width(note) > 5 ? 3 : 0; /* "92% → 89%" takes of the label's room */
    bf_script_wrapped(&job->script, "panel_label", series->label, PANEL_LABEL_WIDTH - wide, 1);
    bf_sink_format(&job->script.sink, "services_label[%u] = panel_label\n", number);
    bf_script_array_text(&job->script, "services_note", number, note);
    bf_script_array_number(&job->script, "services_top", number,
                           ceil(axis.top / step - 1e-9) * step);
    bf_script_array_number(&job->script, "services_step", number, step);
    return true;
}

static void services_words(struct job *job, const struct change *change)
{
    char title[400], from[48], to[48];
    double digits = change->from < 10 || change->to < 10 ? 1 : 10;
    bf_value_print(change->from, digits, from, sizeof from);
    bf_value_print(change->to, digits, to, sizeof to);
    if (change->label == NULL) {
        bf_format(title, sizeof title, "People in each service: no change");
    } else {
        bf_format(title, sizeof title,
                  "%s: from %s to %s people on an average day, the largest change", change->label,
                  from, to);
    }
    bf_script_words(&job->script, "services", "title", title, TITLE_WIDTH);
    bf_script_words(
        &job->script, "services", "below",
        "Lines: people in each service, the median of possible winters. Dashed: its places. "
        "Right: how full it is in runs 1 and 2.",
        BELOW_WIDTH);
}

static bool is_panel(const struct bf_series_record *series)
{
    return strcmp(series->service, "system") != 0 && strcmp(series->group, "all") == 0 &&
           strcmp(series->measure, "occupied") == 0;
}

static bool compare_services(struct job *job, bool *has)
{
    const struct bf_record *first = &job->record[0];
    uint32_t panels = 0, panel = 0;
    struct change change = {NULL, 0, 0};
    for (uint32_t i = 0; i < first->series_count; i++) {
        panels += is_panel(&first->series[i]);
    }
    *has = panels > 0;
    bf_script_number(&job->script, "services_panels", panels);
    bf_script_array(&job->script, "services_label", panels);
    bf_script_array(&job->script, "services_note", panels);
    bf_script_array(&job->script, "services_top", panels);
    bf_script_array(&job->script, "services_step", panels);
    bool good = true;
    for (uint32_t i = 0; good && i < first->series_count; i++) {
        if (is_panel(&first->series[i])) {
            good = write_panel(job, &first->series[i], ++panel, &change);
        }
    }
    services_words(job, &change);
    return good;
}

/* ---- all ---- */

static bool same_program(const struct bf_record *a, const struct bf_record *b)
{
    return strcmp(a->seed, b->seed) == 0 && strcmp(a->version, b->version) == 0 &&
           strcmp(a->commit, b->commit) == 0;
}

/* What a title adds to that of the first run, since little room is left beside a line. */
static const char *own_part(const struct job *job, uint32_t run)
{
    const char *first = job->record[0].title, *own = job->record[run].title;
    size_t length = strlen(first);
    if (run == 0 || length == 0 || strncmp(own, first, length) != 0) return own;
    own += length + strspn(own + length, ", :;");
    return own[0] != '\0' ? own : job->record[run].title;
}

/* Seed, replications and version of each run, said once where they agree; and
 * the titles of the runs. */
static void set_identity(struct job *job)
{
    char footer[1500] = "", first[32], last[32];
    const struct bf_record *base = &job->record[0];
    bool alike = true;
    for (uint32_t i = 1; i < job->count; i++) {
        alike = alike && same_program(base, &job->record[i]);
    }
    for (uint32_t i = 0; i < job->count; i++) {
        const struct bf_record *record = &job->record[i];
        size_t used = strlen(footer);
        if (alike) {
            bf_format(footer + used, sizeof footer - used, "%s%u", i == 0 ? "Replications " : ", ",
                      record->replication_count);
            continue;
        }
        bf_format(footer + used, sizeof footer - used,
                  "%s%u: seed %s, %u replications, bedflow %s%s%.12s", i == 0 ? "" : "   |   ",
                  i + 1, record->seed, record->replication_count, record->version,
                  record->commit[0] == '\0' ? "" : " ", record->commit);
    }
    bf_day_words(base->first_day, first, sizeof first);
    bf_day_words(base->first_day + (bf_day)base->day_count - (base->day_count > 0), last,
                 sizeof last);
    if (alike) {
        size_t used = strlen(footer);
        bf_format(footer + used, sizeof footer - used, "   |   seed %s   |   bedflow %s%s%.12s",
                  base->seed, base->version, base->commit[0] == '\0' ? "" : " ", base->commit);
    }
    size_t used = strlen(footer);
    bf_format(footer + used, sizeof footer - used, "   |   %s to %s", first, last);
    bf_script_wrapped(&job->script, "footer", footer, 175, 1);
    bf_script_array(&job->script, "run_title", job->count);
    for (uint32_t i = 0; i < job->count; i++) {
        char title[600];
        bf_format(title, sizeof title, "%u  %s", i + 1, own_part(job, i));
        bf_script_wrapped(&job->script, "one_title", title, RUN_LABEL_WIDTH, 2);
        bf_sink_format(&job->script.sink, "run_title[%u] = one_title\n", i + 1);
    }
}

static void set_common(struct job *job)
{
    const struct bf_record *base = &job->record[0];
    bool has_range = true, chance_only = false;
    for (uint32_t i = 0; i < job->count; i++) {
        has_range = has_range && job->record[i].replication_count > 1;
        chance_only = chance_only || job->record[i].chance_only;
    }
    char caption[500];
    bf_format(caption, sizeof caption, "%s%s",
              has_range ? "Lines: the median of possible winters at each date. Bands: nine in ten "
                          "winters (p05 to p95), in the difference also half of them (p25 to "
                          "p75). The bands are the range over possible winters, not the error of "
                          "a mean."
                        : "One replication is one possible winter: no range can be shown.",
              chance_only ? " Chance only: inputs assumed exact." : "");
    bf_script_remark(&job->script, "Written by bedflow; the scripts beside it read it.");
    bf_script_remark(&job->script,
                     "Draw a picture again, in this folder: gnuplot compare-delayed.gp");
    bf_script_wrapped(&job->script, "caption", caption, 150, 2);
    bf_script_number(&job->script, "runs", job->count);
    bf_script_number(&job->script, "has_range", has_range);
    bf_script_days(&job->script, base->first_day, base->day_count);
    set_identity(job);
}

bool bf_compare_write(const struct bf_record record[], uint32_t count, const char *plots_dir,
                      bool has[BF_COMPARE_COUNT], struct bf_text *said, struct bf_err *err)
{
    struct job job = {.record = record, .count = count, .plots_dir = plots_dir, .err = err};
    char path[BF_FILE_CAP];
    BF_REQUIRE(count >= 2 && count <= BF_PLOT_RUNS);
    memset(has, 0, BF_COMPARE_COUNT * sizeof has[0]);
    for (uint32_t i = 0; i < count; i++) {
        job.paired[i] = strcmp(record[i].seed, record[0].seed) == 0;
        if (!job.paired[i]) {
            bf_text_add(said,
                        "%s: expected seed %s as in the first run, received %s; without common "
                        "random numbers no paired difference is drawn: run it again with --seed "
                        "%s\n",
                        record[i].title, record[0].seed, record[i].seed, record[0].seed);
        }
    }
    if (!bf_path_join(path, plots_dir, "run.gp", err) || !bf_script_open(&job.script, path, err)) {
        return false;
    }
    set_common(&job);
    bool good = compare_subject(&job, BF_COMPARE_DELAYED, &has[BF_COMPARE_DELAYED]) &&
                compare_subject(&job, BF_COMPARE_SYSTEM, &has[BF_COMPARE_SYSTEM]) &&
                compare_subject(&job, BF_COMPARE_READMISSIONS, &has[BF_COMPARE_READMISSIONS]) &&
                compare_services(&job, &has[BF_COMPARE_SERVICES]);
    struct bf_err late;
    return bf_script_close(&job.script, good ? err : &late) && good;
}
