/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections.h -- the parts of a page (report/page.h), and what they share. */
#ifndef BF_REPORT_SECTIONS_H
#define BF_REPORT_SECTIONS_H

#include "bedflow/report/html.h"
#include "bedflow/report/network_map.h"
#include "bedflow/report/page.h"

struct column {
    const char *head;
    bool number; /* set to the right */
};

struct page {
    struct bf_html html;
    const struct bf_page_request *request;
    const struct bf_dossier *dossier;
    const struct bf_model *model; /* the first that could be read; NULL: none */
    struct bf_map map;            /* of that model; no network if there is none */
    struct bf_text drawing;       /* SVG of the map; empty: not drawn */
    const char *not_drawn;        /* why; NULL: it was */
    struct bf_text *said;
    uint32_t pictures;           /* shown so far: for ids */
    const struct column *column; /* of the table that is open */
    uint32_t next;               /* column of the next cell */
};

struct section {
    const char *id, *heading;
    bool (*applies)(const struct page *page);
    void (*write)(struct page *page);
};

/* ---- tables ---------------------------------------------------------------------------- */

/* A table in a box of its own that scrolls where the screen is narrow; on a phone
 * its rows are cards. The caption names it for everybody; the first cell of a row is its heading.
 * `column` must stay until the end of the table. */
void bf_page_table(struct page *page, const char *caption, const struct column column[],
                   size_t columns);
void bf_page_row(struct page *page, const char *heading);
/* With a line of its own below the heading, that says what it is; NULL: none. */
void bf_page_row_about(struct page *page, const char *heading, const char *about);
void bf_page_cell(struct page *page, const char *text, bool number);
void bf_page_cell_of(struct page *page, const char *text, const char *class_);
void bf_page_end_row(struct page *page);
void bf_page_end_table(struct page *page);

/* What a service does, in the words of the scenario (`about`); NULL if it does not say. */
const char *bf_page_about(const struct page *page, uint32_t service);

/* A value, or a range, as a table of results says it: with its unit where that is short; a dash for
 * a range that is not known. `error` says how many digits matter. */
void bf_page_value(double value, double error, const char *unit, char text[], size_t size);
void bf_page_range(double low, double high, double error, const char *unit, char text[],
                   size_t size);

/* Parts first..last of a picture, by its name: 0 of one that is whole, 1.. of one in parts. What is
 * not there is left out. */
#define BF_PAGE_PARTS 40u
void bf_page_picture(struct page *page, const char *name, unsigned first, unsigned last);

void bf_page_paragraph(struct page *page, const char *text);

/* ---- parts ----------------------------------------------------------------------------- */

/* sections_results.c: what came out of a run */
bool bf_has_headlines(const struct page *page);
void bf_put_headlines(struct page *page);
bool bf_has_outcomes(const struct page *page);
void bf_put_outcomes(struct page *page);
bool bf_has_reasons(const struct page *page);
void bf_put_reasons(struct page *page);
bool bf_has_services(const struct page *page);
void bf_put_services(struct page *page);

/* sections_comparison.c: options against the base */
bool bf_has_comparison(const struct page *page);
void bf_put_comparison(struct page *page);
bool bf_has_money(const struct page *page);
void bf_put_money(struct page *page);
bool bf_has_changes(const struct page *page);
void bf_put_changes(struct page *page);
bool bf_has_targets(const struct page *page);
void bf_put_targets(struct page *page);

/* sections_pictures.c */
bool bf_has_pictures(const struct page *page);
void bf_put_pictures(struct page *page);
bool bf_has_details(const struct page *page);
void bf_put_details(struct page *page);

/* sections_run.c: tables that only some runs have */
bool bf_has_capacity(const struct page *page);
void bf_put_capacity(struct page *page);
bool bf_has_gaps_by_month(const struct page *page);
void bf_put_gaps_by_month(struct page *page);
bool bf_has_spend(const struct page *page);
void bf_put_spend(struct page *page);
bool bf_has_budgets(const struct page *page);
void bf_put_budgets(struct page *page);
bool bf_has_rules(const struct page *page);
void bf_put_rules(struct page *page);
bool bf_has_who_waits(const struct page *page);
void bf_put_who_waits(struct page *page);
bool bf_has_discharges(const struct page *page);
void bf_put_discharges(struct page *page);

/* sections_choice.c: an optimisation */
bool bf_has_frontier(const struct page *page);
void bf_put_frontier(struct page *page);
bool bf_has_worth(const struct page *page);
void bf_put_worth(struct page *page);
bool bf_has_options(const struct page *page);
void bf_put_options(struct page *page);

/* sections_causes.c: an explanation */
bool bf_has_causes(const struct page *page);
void bf_put_causes(struct page *page);
bool bf_has_held_up(const struct page *page);
void bf_put_held_up(struct page *page);

/* sections_tables.c */
bool bf_has_tables(const struct page *page);
void bf_put_tables(struct page *page);

/* sections_inputs.c */
bool bf_has_scenario(const struct page *page);
void bf_put_map(struct page *page);
bool bf_has_ways(const struct page *page);
void bf_put_ways(struct page *page);
bool bf_has_key_inputs(const struct page *page);
void bf_put_key_inputs(struct page *page);
void bf_put_gaps(struct page *page);
bool bf_has_evidence(const struct page *page);
void bf_put_assumptions(struct page *page);
void bf_put_sources(struct page *page);

/* sections_method.c */
void bf_put_method(struct page *page);
void bf_put_verification(struct page *page);
void bf_put_reproduce(struct page *page);

/* stress.c */
bool bf_has_stress(const struct page *page);
void bf_put_stress(struct page *page);

#endif
