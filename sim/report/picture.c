/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture_job.h"

#include "bedflow/base/text.h"
#include "bedflow/report/discharges.h"
#include "bedflow/report/table_picture.h"
#include "bedflow/report/who_waits.h"

#include <math.h>
#include <string.h>

const char *bf_picture_name(enum bf_picture picture)
{
    static const char *const name[BF_PICTURE_COUNT] = {
        "delayed",  "system",   "readmissions", "occupancy", "queues",    "waits",     "rules",
        "outcomes", "capacity", "spend",        "plans",     "who-waits", "discharges"};
    return name[picture];
}

/* "Winter ... | 1 Nov 2021 to 31 Mar 2022 | seed 7 | 200 replications | bedflow 0.1.0 (abc)" */
static void print_footer(const struct bf_record *record, char text[], size_t size)
{
    char first[32], last[32], title[160], commit[48] = "", count[64];
    bf_day_words(record->first_day, first, sizeof first);
    bf_day_words(record->first_day + (bf_day)record->day_count - (record->day_count > 0), last,
                 sizeof last);
    /* the title keeps room for what identifies the run */
    bool cut = !bf_format(title, 64, "%s", record->title);
    while (cut && ((unsigned char)title[strlen(title) - 1] & 0x80) != 0) {
        title[strlen(title) - 1] = '\0';
    }
    if (record->commit[0] != '\0') {
        bf_format(commit, sizeof commit, " (%.12s)", record->commit);
    }
    bf_format(count, sizeof count, "%u replication%s", record->replication_count,
              record->replication_count == 1 ? "" : "s");
    if (record->replication_count != record->planned) {
        bf_format(count, sizeof count, "%u of %u replications", record->replication_count,
                  record->planned);
    }
    bf_format(text, size, "%s%s   |   %s to %s   |   seed %s   |   %s   |   bedflow %s%s", title,
              cut ? "…" : "", first, last, record->seed, count, record->version, commit);
}

void bf_picture_caption(const struct bf_record *record, char text[], size_t size)
{
    const char *chance = record->chance_only ? " Chance only: inputs assumed exact." : "";
    if (record->replication_count <= 1) {
        bf_format(text, size, "One replication is one possible winter: no range can be shown.%s",
                  chance);
        return;
    }
    bf_format(text, size,
              "Line: the median of %u possible winters at each date. Dark band: half of them (p25 "
              "to p75). Light band: nine in ten (p05 to p95). "
              "The bands are the range over possible winters, not the error of a mean.%s",
              record->replication_count, chance);
}

bool bf_picture_path(const struct bf_picture_job *job, char path[BF_FILE_CAP], const char *name)
{
    char file[128];
    bf_format(file, sizeof file, "data/%s.csv", name);
    return bf_path_join(path, job->plots_dir, file, job->err);
}

enum bf_band bf_picture_line(const struct bf_record *record)
{
    return record->replication_count > 1 ? BF_BAND_P50 : BF_BAND_MEAN;
}

/* ---- panels ---- */

double bf_picture_mean(const struct bf_record *record, const struct bf_series_record *series)
{
    double sum = 0;
    uint32_t defined = 0;
    for (uint32_t d = 0; series != NULL && d < record->day_count; d++) {
        double value = series->band[BF_BAND_MEAN][d];
        if (!isnan(value)) {
            sum += value;
            defined++;
        }
    }
    return defined > 0 ? sum / defined : (double)NAN;
}

void bf_picture_panels(struct bf_picture_job *job, const char *prefix, uint32_t count)
{
    static const char *const part[] = {"label", "note", "top", "step", "file"};
    char name[64];
    bf_script_prefixed(&job->script, prefix, "panels", count);
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
        bf_format(name, sizeof name, "%s_%s", prefix, part[i]);
        bf_script_array(&job->script, name, count);
    }
}

void bf_picture_panel(struct bf_picture_job *job, const char *prefix, uint32_t number,
                      const struct bf_picture_panel *panel)
{
    char name[64];
    struct bf_axis axis = bf_axis_for(0, panel->highest, true);
    double step = axis.step * (axis.top / axis.step > 4.5 ? 2 : 1);
    bf_format(name, sizeof name, "%s_label", prefix);
    char entry[96];
    bf_format(entry, sizeof entry, "%s[%u]", name, number);
    bf_script_wrapped(&job->script, "panel_label", panel->label, panel->width, 1);
    bf_sink_format(&job->script.sink, "%s = panel_label\n", entry);
    bf_format(name, sizeof name, "%s_note", prefix);
    bf_script_array_text(&job->script, name, number, panel->note);
    bf_format(name, sizeof name, "%s_top", prefix);
    bf_script_array_number(&job->script, name, number, ceil(axis.top / step - 1e-9) * step);
    bf_format(name, sizeof name, "%s_step", prefix);
    bf_script_array_number(&job->script, name, number, step);
    bf_format(name, sizeof name, "%s_file", prefix);
    bf_script_array_number(&job->script, name, number, panel->file);
}

/* ---- tables ---- */

static bool picture_tables(struct bf_picture_job *job)
{
    struct bf_table_picture picture = {job->record, job->plots_dir, &job->script};
    return bf_outcomes_picture(&picture, &job->has[BF_PICTURE_OUTCOMES], job->err) &&
           bf_capacity_picture(&picture, &job->has[BF_PICTURE_CAPACITY], job->err) &&
           bf_spend_picture(&picture, &job->has[BF_PICTURE_SPEND], job->err) &&
           bf_plans_picture(&picture, &job->has[BF_PICTURE_PLANS], job->err) &&
           bf_who_waits_picture(&picture, &job->has[BF_PICTURE_WHO_WAITS], job->err) &&
           bf_discharges_picture(&picture, &job->has[BF_PICTURE_DISCHARGES], job->err);
}

/* ---- all ---- */

static void set_common(struct bf_picture_job *job)
{
    const struct bf_record *record = job->record;
    char text[700];
    bf_script_remark(&job->script, "Written by bedflow; the scripts beside it read it.");
    bf_script_remark(&job->script, "Draw a picture again, in this folder: gnuplot delayed.gp");
    print_footer(record, text, sizeof text);
    bf_script_text(&job->script, "footer", text);
    bf_picture_caption(record, text, sizeof text);
    bf_script_wrapped(&job->script, "caption", text, BF_PICTURE_CAPTION, 2);
    bf_script_number(&job->script, "has_range", record->replication_count > 1);
    bf_script_days(&job->script, record->first_day, record->day_count);
}

bool bf_picture_write(const struct bf_record *record, const char *plots_dir,
                      bool has[BF_PICTURE_COUNT], struct bf_err *err)
{
    static bool (*const draw[])(struct bf_picture_job *) = {
        bf_picture_delayed, bf_picture_system, bf_picture_readmissions, bf_picture_services,
        bf_picture_waits,   bf_picture_rules,  picture_tables};
    struct bf_picture_job job = {.record = record, .plots_dir = plots_dir, .err = err, .has = has};
    char path[BF_FILE_CAP];
    memset(has, 0, BF_PICTURE_COUNT * sizeof has[0]);
    if (!bf_path_join(path, plots_dir, "run.gp", err) || !bf_script_open(&job.script, path, err)) {
        return false;
    }
    set_common(&job);
    bool good = true;
    bool worth_it = record->day_count > 0 && record->replication_count > 0;
    for (size_t i = 0; good && worth_it && i < sizeof draw / sizeof draw[0]; i++) {
        good = draw[i](&job);
    }
    struct bf_err late;
    if (!bf_script_close(&job.script, good ? err : &late)) {
        return false;
    }
    return good;
}
