/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_results.c -- what came out of a run: its main figures, outcomes, reasons, services. */
#include "answer.h"
#include "bedflow/report/table.h"
#include "sections.h"

#include <math.h>
#include <string.h>

enum { CELL = 160 };

void bf_page_value(double value, double error, const char *unit, char text[], size_t size)
{
    char plain[64];
    if (strcmp(unit, "£") == 0) {
        bf_answer_pounds(value, error, text, size);
        return;
    }
    bf_value_print(value, error, plain, sizeof plain);
    bf_format(text, size, "%s%s", plain, strcmp(unit, "%") == 0 && !isnan(value) ? "%" : "");
}

void bf_page_range(double low, double high, double error, const char *unit, char text[],
                   size_t size)
{
    char ends[2][64];
    if (isnan(low) || isnan(high)) {
        bf_format(text, size, "–");
        return;
    }
    bf_page_value(low, error, unit, ends[0], sizeof ends[0]);
    bf_page_value(high, error, unit, ends[1], sizeof ends[1]);
    bf_format(text, size, "%s to %s", ends[0], ends[1]);
}

/* ---- the main figures of a run --------------------------------------------------------- */

static const struct bf_measure *headline_of(const struct page *page, uint32_t i)
{
    const struct bf_measure *m = &page->model->measures.catalogue.scalar[i];
    return m->headline ? m : NULL;
}

bool bf_has_headlines(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_RUN && page->model != NULL;
}

static void target_words(const struct bf_scalar_record *s, bool lower, char text[], size_t size)
{
    char target[64];
    if (isnan(s->target)) {
        bf_format(text, size, "–");
        return;
    }
    bf_page_value(s->target, (double)NAN, s->unit, target, sizeof target);
    if (isnan(s->p05) || isnan(s->p95)) {
        bf_format(text, size, "%s %s: there is no figure to hold against it",
                  lower ? "at most" : "at least", target);
        return;
    }
    double good = lower ? s->p95 : s->p05, bad = lower ? s->p05 : s->p95;
    bool surely = lower ? good <= s->target : good >= s->target;
    bool hardly = lower ? bad > s->target : bad < s->target;
    bf_format(text, size, "%s %s: %s", lower ? "at most" : "at least", target,
              surely   ? "met by the whole period in at least 19 of 20 simulated winters"
              : hardly ? "missed by the whole period in at least 19 of 20 simulated winters"
                       : "met by the whole period in some winters, missed in others");
}

static double mean_of(const struct page *page, const char *measure)
{
    const struct bf_scalar_record *s =
        bf_record_scalar(&page->dossier->record, "system", "all", measure);
    return s == NULL ? (double)NAN : s->mean;
}

static void put_what_is_left_out(struct page *page)
{
    double back = mean_of(page, "readmission_rate");
    if (isnan(mean_of(page, "occupancy")) && !isnan(mean_of(page, "days_above")))
        bf_page_paragraph(page, BF_NO_ACUTE_SHARE);
    if (!(back > 0) && !isnan(back)) bf_page_paragraph(page, BF_NOBODY_RETURNS);
}

void bf_put_headlines(struct page *page)
{
    static const struct column column[] = {{"Measure", false}, {"Mean", true},
                                           {"± (95%)", true},  {"Range over winters", true},
                                           {"Unit", false},    {"Target", false}};
    char text[CELL];
    bf_page_table(page, "The main figures over the period", column,
                  sizeof column / sizeof column[0]);
    for (uint32_t i = 0; i < page->model->measures.catalogue.scalar_count; i++) {
        const struct bf_measure *m = headline_of(page, i);
        const struct bf_scalar_record *s =
            m == NULL ? NULL
                      : bf_record_scalar(&page->dossier->record, m->service, m->group, m->name);
        if (s == NULL) continue;
        double error = (s->mc_high - s->mc_low) / 2, wide = (s->p95 - s->p05) / 4;
        bf_dossier_measure(page->dossier, m->service, m->group, m->name, text, sizeof text);
        bf_page_row(page, text);
        bf_page_value(s->mean, error, s->unit, text, sizeof text);
        bf_page_cell(page, text, true);
        bf_value_print(error, error, text, sizeof text);
        bf_page_cell(page, error > 0 || isnan(error) ? text : "the same in each", true);
        bf_page_range(s->p05, s->p95, wide, s->unit, text, sizeof text);
        bf_page_cell(page, text, true);
        bf_page_cell(page, s->unit, false);
        target_words(s, m->lower_is_better, text, sizeof text);
        bf_page_cell(page, text, false);
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    put_what_is_left_out(page);
    bf_page_paragraph(page, "±: how far the mean may be off for want of more simulated winters. "
                            "Range over winters: nine possible winters out of ten lie in it.");
}

/* ---- outcomes -------------------------------------------------------------------------- */

bool bf_has_outcomes(const struct page *page)
{
    return page->dossier->outcomes.rows > 0;
}

static void outcome_row(struct page *page, size_t row)
{
    const struct bf_sheet *t = &page->dossier->outcomes;
    const char *unit = bf_dossier_text(t, row, "unit"), *label = bf_dossier_text(t, row, "label");
    double low = bf_dossier_number(t, row, "mc_low"), high = bf_dossier_number(t, row, "mc_high");
    double p05 = bf_dossier_number(t, row, "p05"), p95 = bf_dossier_number(t, row, "p95");
    char text[CELL], plain[CELL];
    bf_page_row(page, label[0] != '\0' ? label : bf_dossier_text(t, row, "outcome"));
    bf_page_value(bf_dossier_number(t, row, "mean"), (high - low) / 2, unit, text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_range(p05, p95, (p95 - p05) / 4, unit, text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_cell(page, unit, false);
    double target = bf_dossier_number(t, row, "target");
    bf_page_value(target, (double)NAN, unit, plain, sizeof plain);
    bf_format(text, sizeof text, isnan(target) ? "–" : "%s %s",
              bf_dossier_is(t, row, "better", "lower") ? "at most" : "at least", plain);
    bf_page_cell(page, text, false);
    bf_format(text, sizeof text, "%s%s", bf_dossier_text(t, row, "status"),
              bf_dossier_is(t, row, "sure", "0") ? " (not sure)" : "");
    bf_page_cell(page, text, false);
    bf_answer_share(bf_dossier_number(t, row, "chance_green"), text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_end_row(page);
}

void bf_put_outcomes(struct page *page)
{
    static const struct column column[] = {{"Outcome", false},
                                           {"Mean", true},
                                           {"Range over winters", true},
                                           {"Unit", false},
                                           {"Target", false},
                                           {"Status of the mean", false},
                                           {"Winters that meet it", true}};
    bf_page_table(page, "Outcomes as the scenario defines them", column,
                  sizeof column / sizeof column[0]);
    for (size_t row = 0; row < page->dossier->outcomes.rows; row++)
        outcome_row(page, row);
    bf_page_end_table(page);
    bf_page_paragraph(page,
                      "Green meets the target, amber is near it, red is not. “Not sure”: more "
                      "simulated winters could change the status.");
    bf_page_picture(page, "outcomes", 0, 0);
}

/* ---- reasons --------------------------------------------------------------------------- */

static const struct bf_scalar_record *of_group(const struct page *page, const char *kind,
                                               const char *name)
{
    char group[64];
    bf_format(group, sizeof group, "%s:%s", kind, name);
    return bf_record_scalar(&page->dossier->record, "system", group, "delayed_days");
}

static double all_days(const struct page *page)
{
    const struct bf_scalar_record *s =
        bf_record_scalar(&page->dossier->record, "system", "all", "delayed_days");
    return s == NULL ? (double)NAN : s->mean;
}

bool bf_has_reasons(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_RUN && all_days(page) > 0;
}

static void share_row(struct page *page, const char *what, const struct bf_scalar_record *s)
{
    char text[CELL];
    if (s == NULL || isnan(s->mean)) return;
    double error = (s->mc_high - s->mc_low) / 2;
    bf_page_row(page, what);
    bf_value_print(s->mean, error, text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_range(s->p05, s->p95, (s->p95 - s->p05) / 4, "", text, sizeof text);
    bf_page_cell(page, text, true);
    bf_format(text, sizeof text, "%.1f%%", 100 * s->mean / all_days(page));
    bf_page_cell(page, text, true);
    bf_page_end_row(page);
}

void bf_put_reasons(struct page *page)
{
    static const struct column column[] = {{"Reason", false},
                                           {"Delayed bed days", true},
                                           {"Range over winters", true},
                                           {"Share", true}};
    struct column by_body[4];
    char text[CELL];
    memcpy(by_body, column, sizeof by_body);
    by_body[0].head = "Responsible";
    bf_page_table(page, "Delayed bed days by official reason", column, 4);
    for (int r = 0; r < BF_REASON_COUNT; r++) {
        bf_format(text, sizeof text, "%s: %s", bf_reason_names[r], bf_reason_words[r]);
        share_row(page, text, of_group(page, "reason", bf_reason_names[r]));
    }
    bf_page_end_table(page);
    bf_page_table(page, "Delayed bed days by the body responsible", by_body, 4);
    for (int b = 0; b < BF_BODY_COUNT; b++)
        share_row(page, bf_body_names[b], of_group(page, "body", bf_body_names[b]));
    bf_page_end_table(page);
    bf_page_paragraph(page, "Each delayed day has one reason: the task that is not done, else the "
                            "place that is the first choice and not free.");
}

/* ---- services -------------------------------------------------------------------------- */

bool bf_has_services(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_RUN && page->model != NULL;
}

const char *bf_page_about(const struct page *page, uint32_t service)
{
    const struct bf_items *services = &page->model->care->services;
    if (service >= services->count) return NULL; /* home, unless the scenario describes it */
    return ((const struct bf_service *)services->item)[service].about;
}

static void number_cell(struct page *page, const char *service, const char *measure, double scale,
                        const char *after)
{
    const struct bf_scalar_record *s =
        bf_record_scalar(&page->dossier->record, service, "all", measure);
    char text[CELL], plain[64];
    if (s == NULL || isnan(s->mean)) {
        bf_page_cell(page, "–", true);
        return;
    }
    double error = fmax((s->mc_high - s->mc_low) / 2, fabs(s->mean) / 50) * scale;
    bf_value_print(s->mean * scale, error, plain, sizeof plain);
    bf_format(text, sizeof text, "%s%s", plain, after);
    bf_page_cell(page, text, true);
}

static void wait_cell(struct page *page, const char *service, const char *measure)
{
    const struct bf_scalar_record *s =
        bf_record_scalar(&page->dossier->record, service, "all", measure);
    char text[CELL];
    bf_hours_print(s == NULL ? (double)NAN : s->mean, text, sizeof text);
    bf_page_cell(page, text, true);
}

void bf_put_services(struct page *page)
{
    static const struct column column[] = {{"Service", false},
                                           {"Has", false},
                                           {"People in it", true},
                                           {"Full", true},
                                           {"People waiting for it", true},
                                           {"Mean wait", true},
                                           {"19 in 20 wait less than", true},
                                           {"Delayed in it", true}};
    const struct bf_network *n = &page->model->network;
    char text[CELL];
    bf_page_table(page, "Means over the period and over winters", column,
                  sizeof column / sizeof column[0]);
    for (uint32_t i = 0; i < n->service_count; i++) {
        const char *name = n->service[i].name;
        if (n->service[i].kind == BF_KIND_HOME) continue;
        bf_page_row_about(page, n->service[i].label, bf_page_about(page, i));
        bf_map_capacity(&page->map, i, text, sizeof text);
        bf_page_cell(page, text, false);
        number_cell(page, name, "occupied_mean", 1, "");
        number_cell(page, name, "occupancy", 1, "%");
        number_cell(page, name, "waiting_mean", 1, "");
        wait_cell(page, name, "wait_mean");
        wait_cell(page, name, "wait_p95");
        number_cell(page, name, "delayed_mean", 1, "");
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    bf_page_paragraph(page,
                      "“Has” is the capacity that the scenario states, before dated changes and "
                      "purchases. People wait for a service wherever they are meanwhile, and are "
                      "counted at their first choice; a wait is that of those who came in the end, "
                      "also of people who had waited for another. Those delayed in it are ready to "
                      "leave it. summary.csv has the simulation error of each figure.");
}
