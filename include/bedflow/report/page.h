/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/page.h -- a folder of results as one page for people who decide.
 *
 * One HTML file that needs nothing else: no network, no script, no other file;
 * pictures are inside it as SVG. It can be printed on A4 and read on a phone or
 * by a screen reader. In order: the question; the answer in a paragraph, with its doubt;
 * tables and pictures; how services hang together; the numbers that went in, with
 * their sources and their gaps; method; what was verified; how to make it again.
 *
 * Sections are a table in page.c; each looks at the dossier and says whether it
 * has something to show, so a folder with other tables needs a row there.
 *
 * Pictures are those in <dir>/plots; what is not there is left out, and said.
 */
#ifndef BF_REPORT_PAGE_H
#define BF_REPORT_PAGE_H

#include "bedflow/base/text.h"
#include "bedflow/report/dossier.h"
#include "bedflow/report/identity.h"

struct bf_page_request {
    const struct bf_dossier *dossier;
    const struct bf_run_identity *writer; /* the program that writes the page */
    const char *question;                 /* NULL: the scenario's own */
    const char *dot;                      /* "dot" when NULL */
    bool stress;                          /* with the STRESS-DES checklist */
};

/* Write the page to `path`, whole or not at all: first beside it, then renamed.
 * `said` gets remarks for the user, lines: what could not be shown, and why.
 * Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_page_write(const struct bf_page_request *request, const char *path, struct bf_text *said,
                   struct bf_err *err) __attribute__((warn_unused_result));

/* Draw the pictures that a page shows, have a script in <dir>/plots, and are not there yet: those
 * of --no-plots, or of a machine without gnuplot. `program`: "gnuplot" if NULL. `said` gets
 * remarks, lines. */
void bf_page_draw(const struct bf_dossier *dossier, const char *program, struct bf_text *said);

/* The two paragraphs of the answer, appended: what came out, and how sure it is.
 * Plain text. Check ->failed. */
void bf_page_answer(const struct bf_dossier *dossier, struct bf_text *answer,
                    struct bf_text *doubt);

/* Whether the file is a page that this program wrote, and may be replaced. */
bool bf_page_is_ours(const char *path);

#endif
