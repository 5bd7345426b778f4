/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture_job.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- every service ---- */

/* One service's daily series; any may be NULL. */
struct service {
    const char *key, *label;
    const struct bf_series_record *occupied, *capacity, *waiting, *delayed;
    double full;   /* share of its places over all hours; NaN without places */
    double people; /* in it and waiting for it, on average */
    bool drawn;
    double waiting_mean;
    double peak, waiting_peak; /* of people in it or places; of people who wait */
};

static void band_of(const struct bf_series_record *series, struct bf_csv *csv, uint32_t day)
{
    for (size_t k = 0; k < BF_BAND_COUNT; k++) {
        bf_csv_number(csv, series == NULL ? (double)NAN : series->band[k][day]);
    }
}

static bool write_service(const struct bf_picture_job *job, const struct service *service,
                          uint32_t file)
{
    char name[32], path[BF_FILE_CAP];
    struct bf_csv csv;
    bf_format(name, sizeof name, "service-%02u", file);
    if (!bf_picture_path(job, path, name) ||
        !bf_csv_open(&csv, path,
                     "date,in_mean,in_p05,in_p25,in_p50,in_p75,in_p95,places,waiting_mean,"
                     "waiting_p05,waiting_p25,waiting_p50,waiting_p75,waiting_p95,delayed_mean,"
                     "delayed_p05,delayed_p25,delayed_p50,delayed_p75,delayed_p95",
                     job->err)) {
        return false;
    }
    for (uint32_t d = 0; d < job->record->day_count; d++) {
        bf_csv_day(&csv, job->record->first_day + (bf_day)d);
        band_of(service->occupied, &csv, d);
        bf_csv_number(&csv, service->capacity == NULL ? (double)NAN
                                                      : service->capacity->band[BF_BAND_MEAN][d]);
        band_of(service->waiting, &csv, d);
        band_of(service->delayed, &csv, d);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

static double highest_of(const struct bf_record *record, const struct bf_series_record *series)
{
    double highest = 0;
    for (uint32_t d = 0; series != NULL && d < record->day_count; d++) {
        for (size_t k = 0; k < BF_BAND_COUNT; k++) {
            double value = series->band[k][d];
            highest = value > highest ? value : highest;
        }
    }
    return highest;
}

/* Services in the order of the catalogue. */
static uint32_t find_services(const struct bf_record *record, struct service service[])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->series_count; i++) {
        const struct bf_series_record *series = &record->series[i];
        bool known = strcmp(series->service, "system") == 0;
        for (uint32_t k = 0; k < count && !known; k++) {
            known = strcmp(service[k].key, series->service) == 0;
        }
        if (known) {
            continue;
        }
        struct service *found = &service[count];
        const char *key = series->service;
        *found = (struct service){.key = key, .label = series->label};
        found->occupied = bf_record_series(record, key, "all", "occupied");
        found->capacity = bf_record_series(record, key, "all", "capacity");
        found->waiting = bf_record_series(record, key, "all", "waiting");
        found->delayed = bf_record_series(record, key, "all", "delayed");
        found->waiting_mean = bf_picture_mean(record, found->waiting);
        found->waiting_peak = highest_of(record, found->waiting);
        found->peak =
            fmax(highest_of(record, found->occupied), highest_of(record, found->capacity));
        /* over all hours, as the tables have it: midnights are a little fuller */
        const struct bf_scalar_record *full = bf_record_scalar(record, key, "all", "occupancy");
        found->full = full == NULL ? (double)NAN : full->mean / 100;
        count += found->occupied != NULL || found->waiting != NULL;
    }
    return count;
}

static int most_first(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Beyond BF_PICTURE_SERVICES, those with the most people; of equals the first in the scenario. */
static bool choose_services(struct bf_picture_job *job, struct service service[], uint32_t count)
{
    double *people = bf_heap_take((size_t)count + 1, sizeof *people);
    uint32_t left = BF_PICTURE_SERVICES;
    if (people == NULL) {
        return bf_fail(job->err, BF_E_NOMEM, NULL, "expected memory for the services");
    }
    for (uint32_t i = 0; i < count; i++) {
        double in = service[i].occupied ? bf_picture_mean(job->record, service[i].occupied) : 0;
        service[i].people =
            (in > 0 ? in : 0) + (service[i].waiting_mean > 0 ? service[i].waiting_mean : 0);
        people[i] = service[i].people;
    }
    qsort(people, count, sizeof *people, most_first);
    double least = count > BF_PICTURE_SERVICES ? people[BF_PICTURE_SERVICES - 1] : -1;
    bf_heap_give(people);
    for (uint32_t i = 0; i < count; i++) {
        service[i].drawn = service[i].people > least;
        left -= service[i].drawn;
    }
    for (uint32_t i = 0; i < count && left > 0; i++) {
        bool equal = !service[i].drawn && service[i].people >= least;
        left -= equal;
        service[i].drawn = service[i].drawn || equal;
    }
    return true;
}

/* What a page says below its title, and that not every service is drawn. */
static void services_below(struct bf_picture_job *job, const char *picture, const char *text,
                           uint32_t count)
{
    char words[400], all[24];
    bf_value_print(count, 10, all, sizeof all);
    bf_format(words, sizeof words, "%s", text);
    if (count > BF_PICTURE_SERVICES) {
        bf_format(words, sizeof words, "%s Drawn: the %d with the most people of %s services.",
                  text, BF_PICTURE_SERVICES, all);
    }
    bf_script_words(&job->script, picture, "below", words, BF_PICTURE_BELOW);
}

static void occupancy_note(const struct service *service, char text[], size_t size)
{
    text[0] = '\0';
    if (!isnan(service->full)) {
        bf_format(text, size, "%.0f%% full", 100 * service->full);
    }
}

static void queue_note(const struct service *service, char text[], size_t size)
{
    char number[48];
    double mean = service->waiting_mean;
    bf_value_print(mean, mean < 10 ? 1 : 10, number, sizeof number);
    bf_format(text, size, mean > 0 ? "mean %s" : "none", number);
}

static void occupancy_words(struct bf_picture_job *job, const struct service service[],
                            uint32_t count)
{
    char title[400];
    uint32_t with_places = 0, nearly_full = 0;
    const struct service *fullest = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (service[i].occupied != NULL && !isnan(service[i].full)) {
            with_places++;
            nearly_full += service[i].full > 0.95;
            fullest = fullest == NULL || service[i].full > fullest->full ? &service[i] : fullest;
        }
    }
    if (fullest == NULL) {
        bf_format(title, sizeof title, "People in every service");
    } else if (nearly_full == 0) {
        bf_format(title, sizeof title, "The fullest service is %s, at %.0f%% of its places",
                  fullest->label, 100 * fullest->full);
    } else {
        bf_format(title, sizeof title,
                  "%u of %u services %s more than 95%% full on average; fullest: %s (%.0f%%)",
                  nearly_full, with_places, nearly_full == 1 ? "is" : "are", fullest->label,
                  100 * fullest->full);
    }
    bf_script_words(&job->script, "occupancy", "title", title, BF_PICTURE_TITLE);
    services_below(job, "occupancy",
                   "People in each service (blue) and its places (black line). Each panel has its "
                   "own scale, from 0.",
                   count);
}

static void queue_words(struct bf_picture_job *job, const struct service service[], uint32_t count)
{
    char title[400], number[48];
    const struct service *longest = NULL;
    for (uint32_t i = 0; i < count; i++) {
        bool longer = longest == NULL || service[i].waiting_mean > longest->waiting_mean;
        if (service[i].waiting_mean > 0 && longer) {
            longest = &service[i];
        }
    }
    if (longest == NULL) {
        bf_format(title, sizeof title, "Nobody waits for any service");
    } else {
        bf_value_print(longest->waiting_mean, longest->waiting_mean < 10 ? 1 : 10, number,
                       sizeof number);
        bf_format(title, sizeof title, "The longest queue is for %s: %s people on an average day",
                  longest->label, number);
    }
    bf_script_words(&job->script, "queues", "title", title, BF_PICTURE_TITLE);
    services_below(job, "queues",
                   "People waiting for each service. Each panel has its own scale, from 0.", count);
}

static bool on_page(const struct service *service, bool queues)
{
    return service->drawn && (queues ? service->waiting : service->occupied) != NULL;
}

/* A panel for each service: its queue, or who is in it. */
static void set_panels(struct bf_picture_job *job, const struct service service[], uint32_t count,
                       bool queues)
{
    const char *page = queues ? "queues" : "occupancy";
    uint32_t panels = 0, number = 0;
    char note[96];
    for (uint32_t i = 0; i < count; i++) {
        panels += on_page(&service[i], queues);
    }
    job->has[queues ? BF_PICTURE_QUEUES : BF_PICTURE_OCCUPANCY] = panels > 0;
    bf_picture_panels(job, page, panels);
    for (uint32_t i = 0; i < count; i++) {
        const struct service *s = &service[i];
        if (on_page(s, queues)) {
            (queues ? queue_note : occupancy_note)(s, note, sizeof note);
            const struct bf_picture_panel panel = {.file = i + 1,
                                                   .label = s->label,
                                                   .note = note,
                                                   .width = panels > 4 ? BF_PICTURE_PANEL_LABEL
                                                                       : BF_PICTURE_WIDE_LABEL,
                                                   .highest = queues ? s->waiting_peak : s->peak};
            bf_picture_panel(job, page, ++number, &panel);
        }
    }
}

bool bf_picture_services(struct bf_picture_job *job)
{
    struct service *service = bf_heap_take((size_t)job->record->series_count + 1, sizeof *service);
    if (service == NULL) {
        return bf_fail(job->err, BF_E_NOMEM, NULL, "expected memory for the services");
    }
    uint32_t count = find_services(job->record, service);
    if (!choose_services(job, service, count)) {
        bf_heap_give(service);
        return false;
    }
    set_panels(job, service, count, false);
    occupancy_words(job, service, count);
    set_panels(job, service, count, true);
    queue_words(job, service, count);
    bool good = true;
    for (uint32_t i = 0; good && i < count; i++) {
        good = !service[i].drawn || write_service(job, &service[i], i + 1);
    }
    bf_heap_give(service);
    return good;
}
