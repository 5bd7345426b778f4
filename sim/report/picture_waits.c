/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture_job.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

/* ---- waits ---- */

enum { WAIT_P50, WAIT_P90, WAIT_P95, WAIT_COUNT };

struct wait {
    const char *label;
    const struct bf_scalar_record *quantile[WAIT_COUNT]; /* each may be NULL */
};

static double wait_mean(const struct wait *wait, int which)
{
    return wait->quantile[which] == NULL ? (double)NAN : wait->quantile[which]->mean;
}

/* The longest first; beyond BF_PICTURE_SERVICES the others are left out. */
static uint32_t find_waits(const struct bf_record *record, struct wait wait[])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->scalar_count; i++) {
        const struct bf_scalar_record *scalar = &record->scalar[i];
        if (strcmp(scalar->measure, "wait_p50") != 0 || strcmp(scalar->group, "all") != 0 ||
            strcmp(scalar->service, "system") == 0) {
            continue;
        }
        struct wait found = {.label = scalar->label, .quantile = {scalar}};
        found.quantile[WAIT_P90] = bf_record_scalar(record, scalar->service, "all", "wait_p90");
        found.quantile[WAIT_P95] = bf_record_scalar(record, scalar->service, "all", "wait_p95");
        double key = wait_mean(&found, WAIT_P95);
        if (isnan(scalar->mean) && isnan(key)) {
            continue;
        }
        bool full = count == BF_PICTURE_SERVICES;
        if (full && !(wait_mean(&wait[count - 1], WAIT_P95) < key)) {
            continue;
        }
        uint32_t at = full ? count - 1 : count++;
        for (; at > 0 && wait_mean(&wait[at - 1], WAIT_P95) < key; at--) {
            wait[at] = wait[at - 1];
        }
        wait[at] = found;
    }
    return count;
}

struct wait_tick {
    double hours;
    const char *words;
    bool spare; /* gives way where its words would touch the next ones */
};

enum { LETTERS = 75 }; /* of ticks that fit side by side along the axis */

static bool touch(const struct wait_tick *a, const struct wait_tick *b, double low, double high)
{
    double apart = LETTERS * log(b->hours / a->hours) / log(high / low);
    return apart < (double)(strlen(a->words) + strlen(b->words)) / 2 + 2;
}

static void set_wait_ticks(struct bf_picture_job *job, double low, double high)
{
    static const struct wait_tick tick[] = {
        {1.0 / 60, "1 min", false}, {0.1, "6 min or less", false},
        {0.5, "30 min", false},     {2, "2 h", false},
        {8, "8 h", true},           {24, "1 day", false},
        {72, "3 days", true},       {168, "1 week", false},
        {672, "4 weeks", true},     {2016, "12 weeks", false},
        {8760, "1 year", false},    {43800, "5 years", false}};
    enum { TICKS = sizeof tick / sizeof tick[0] };
    char text[1000] = "set xtics (";
    const struct wait_tick *last = NULL;
    for (size_t i = 0; i < TICKS; i++) {
        const struct wait_tick *next = i + 1 < TICKS ? &tick[i + 1] : NULL;
        bool follows = next && next->hours <= high * 1.001;
        if (tick[i].hours < low * 0.999 || tick[i].hours > high * 1.001 ||
            (last && touch(last, &tick[i], low, high)) ||
            (tick[i].spare && follows && touch(&tick[i], next, low, high)))
            continue;
        size_t used = strlen(text);
        bf_format(text + used, sizeof text - used, "%s\"%s\" %.6f", last ? ", " : "", tick[i].words,
                  tick[i].hours);
        last = &tick[i];
    }
    size_t used = strlen(text);
    bf_format(text + used, sizeof text - used, ")");
    for (char *at = text; *at != '\0'; at++) {
        if (*at == ',' && at[1] != ' ') {
            *at = '.'; /* the decimal point of the host program's locale */
        }
    }
    bf_script_text(&job->script, "waits_ticks", text);
}

/* Ends of the axis of waits, in hours. Waits under six minutes count as none. */
static void set_wait_axis(struct bf_picture_job *job, const struct wait wait[], uint32_t count)
{
    double low = 2, high = 24;
    for (uint32_t i = 0; i < count; i++) {
        for (int k = 0; k < WAIT_COUNT; k++) {
            const struct bf_scalar_record *scalar = wait[i].quantile[k];
            if (scalar != NULL && !isnan(scalar->p05)) {
                low = scalar->p05 < low ? scalar->p05 : low;
                high = scalar->p95 > high ? scalar->p95 : high;
            }
        }
    }
    low = low < 0.1 ? 0.1 : low * 0.8;
    high *= 1.25;
    bf_script_number(&job->script, "waits_low", low);
    bf_script_number(&job->script, "waits_high", high);
    set_wait_ticks(job, low, high);
}

static bool write_wait_table(const struct bf_picture_job *job, const struct wait wait[],
                             uint32_t count)
{
    char path[BF_FILE_CAP];
    struct bf_csv csv;
    if (!bf_picture_path(job, path, "waits") ||
        !bf_csv_open(&csv, path,
                     "row,p50,p50_low,p50_high,p90,p90_low,p90_high,p95,p95_low,p95_high,label",
                     job->err)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        bf_csv_count(&csv, i + 1);
        for (int k = 0; k < WAIT_COUNT; k++) {
            const struct bf_scalar_record *scalar = wait[i].quantile[k];
            bf_csv_number(&csv, scalar == NULL ? (double)NAN : scalar->mean);
            bf_csv_number(&csv, scalar == NULL ? (double)NAN : scalar->p05);
            bf_csv_number(&csv, scalar == NULL ? (double)NAN : scalar->p95);
        }
        bf_csv_text(&csv, wait[i].label);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

static void wait_words(struct bf_picture_job *job, const struct wait wait[], uint32_t count)
{
    char title[400], longest[64];
    bf_hours_print(wait_mean(&wait[0], WAIT_P95), longest, sizeof longest);
    bf_format(title, sizeof title, "The longest waits are for %s: one in twenty waits over %s",
              wait[0].label, longest);
    if (!(wait_mean(&wait[0], WAIT_P95) >= 1.0 / 60)) {
        bf_format(title, sizeof title, "Nobody waits for any service");
    }
    bf_script_words(&job->script, "waits", "title", title, BF_PICTURE_TITLE);
    bf_script_words(
        &job->script, "waits", "below",
        "From being ready for the service to its start. Each step to the right multiplies "
        "the wait (logarithmic scale).",
        BF_PICTURE_BELOW);
    bf_script_array(&job->script, "waits_label", count);
    bf_script_array(&job->script, "waits_half", count);
    bf_script_array(&job->script, "waits_long", count);
    for (uint32_t i = 0; i < count; i++) {
        char half[64], long_one[64];
        bf_hours_print(wait_mean(&wait[i], WAIT_P50), half, sizeof half);
        bf_hours_print(wait_mean(&wait[i], WAIT_P95), long_one, sizeof long_one);
        bf_script_wrapped(&job->script, "row_label", wait[i].label, 30, 1);
        bf_sink_format(&job->script.sink, "waits_label[%u] = row_label\n", i + 1);
        bf_script_array_text(&job->script, "waits_half", i + 1, half);
        bf_script_array_text(&job->script, "waits_long", i + 1, long_one);
    }
}

static void set_wait_caption(struct bf_picture_job *job)
{
    char text[500];
    bf_picture_caption(job->record, text, sizeof text);
    if (job->record->replication_count > 1) {
        bf_format(
            text, sizeof text,
            "Marks: the mean over %u possible winters. Pale bars: nine in ten winters (p05 to "
            "p95), the range over possible winters, not the error of a mean.%s",
            job->record->replication_count,
            job->record->chance_only ? " Chance only: inputs assumed exact." : "");
    }
    bf_script_wrapped(&job->script, "waits_caption", text, BF_PICTURE_CAPTION, 2);
}

bool bf_picture_waits(struct bf_picture_job *job)
{
    struct wait *wait = bf_heap_take((size_t)job->record->scalar_count + 1, sizeof *wait);
    if (wait == NULL) {
        return bf_fail(job->err, BF_E_NOMEM, NULL, "expected memory for the waits");
    }
    uint32_t count = find_waits(job->record, wait);
    bool good = true;
    if (count > 0) {
        job->has[BF_PICTURE_WAITS] = true;
        bf_script_number(&job->script, "waits_rows", count);
        bf_script_number(&job->script, "waits_key_p50", wait_mean(&wait[0], WAIT_P50));
        bf_script_number(&job->script, "waits_key_p95", wait_mean(&wait[0], WAIT_P95));
        set_wait_caption(job);
        set_wait_axis(job, wait, count);
        wait_words(job, wait, count);
        good = write_wait_table(job, wait, count);
    }
    bf_heap_give(wait);
    return good;
}
