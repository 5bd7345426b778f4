/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_method.c -- how the figures were made, what was checked, and how to make them again. */
#include "sections.h"

#include <math.h>
#include <string.h>

static void term(struct page *page, const char *what, const char *words)
{
    bf_html_leaf(&page->html, "dt", what);
    bf_html_leaf(&page->html, "dd", words[0] != '\0' ? words : "not recorded");
}

/* How figures were set against each other. */
static const char *comparing(const struct bf_dossier *d)
{
    switch (d->kind) {
    case BF_DOSSIER_COMPARISON:
        return "Differences are taken winter by winter between options with the same people. "
               "Intervals are Student's t of those differences, widened so that all headline "
               "differences hold together with 95% confidence (Bonferroni). The chance of the best "
               "mean is from resampling the winters (bootstrap). Money for each delayed bed day "
               "avoided has Fieller's interval, since both may be uncertain.";
    case BF_DOSSIER_OPTIMISATION:
        return "Options are compared winter by winter, with the same people in each. An option is "
               "ruled out as soon as another is surely better (ranking and selection: Kim and "
               "Nelson's procedure KN; limits as Andradottir and Kim treat them), so that the "
               "chance of a wrong choice is at most what is stated. Intervals of means are "
               "Student's t; the price of a step along the frontier has Fieller's interval.";
    case BF_DOSSIER_EXPLANATION:
        return strcmp(bf_dossier_words(d, NULL, "shares"), "Shapley") == 0
                   ? "Ordinary days are the other days of the period that fall on the same "
                     "weekdays. The winters are run again without each cause and each set of "
                     "causes; a cause's share is what it adds on average over all orders in which "
                     "the causes could come (Shapley's value), so that the shares add up. "
                     "Intervals are Student's t of means over winters."
                   : "Ordinary days are the other days of the period that fall on the same "
                     "weekdays. The winters are run again without each cause by itself; what the "
                     "causes do only in company is told apart. Intervals are Student's t of means "
                     "over winters.";
    default:
        return "± is half of the 95% interval of a mean over replications (Student's t). The "
               "range over winters is from the 5% to the 95% quantile over replications.";
    }
}

/* ---- method ---------------------------------------------------------------------------- */

void bf_put_method(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    const struct bf_dossier_option *o = &d->option[0];
    char text[700], finished[200];
    if (d->kind == BF_DOSSIER_OPTIMISATION)
        bf_format(finished, sizeof finished,
                  "%u replications were simulated in all, most of them of the options that may be "
                  "best.",
                  o->planned);
    else if (d->kind == BF_DOSSIER_EXPLANATION)
        bf_format(finished, sizeof finished,
                  "%u replications of the run were simulated %.0f times, with and without its "
                  "causes.",
                  o->planned, bf_dossier_value(d, NULL, "runs"));
    else if (d->kind > BF_DOSSIER_COMPARISON)
        bf_format(finished, sizeof finished, "Each setting was simulated in %u replications.",
                  o->planned);
    else
        bf_format(finished, sizeof finished, "%u of %u replications finished.", o->finished,
                  o->planned);
    bf_page_paragraph(
        page, "bedflow follows people one by one (discrete-event simulation). People present by "
              "the hour; each wants a first-choice service, waits for it where they are, stays as "
              "long as they need, and goes on. Beds, care hours, staff on duty and places that can "
              "be bought are limited; who waits in a hospital bed for what comes next is a delayed "
              "transfer. Dated changes, purchases and rules of escalation change the numbers on "
              "their days.");
    bf_format(text, sizeof text,
              "%s Each has its own chance%s. Every random draw is a "
              "function of the seed, the replication, the person and the purpose of the draw, so "
              "the same person falls ill on the same day, with the same needs, whatever else is "
              "changed.",
              finished,
              o->chance_only || d->fixed_inputs
                  ? ", and inputs are taken as exact"
                  : " and its own inputs, drawn from the ranges that the scenario declares");
    bf_page_paragraph(page, text);
    bool snapshot = page->model != NULL && page->model->network.snapshot != NULL;
    if (snapshot)
        bf_page_paragraph(page, "The run starts from a list of the people who were there on the "
                                "first day.");
    else if (d->warm_up_days > 0) {
        bf_format(text, sizeof text,
                  "Before the period %u days are simulated and not counted (warm-up), so that the "
                  "services are as full as they would be.",
                  d->warm_up_days);
        bf_page_paragraph(page, text);
    }
    bf_page_paragraph(page, comparing(d));
}

/* ---- verification ---------------------------------------------------------------------- */

void bf_put_verification(struct page *page)
{
    static const char *const law[] = {
        "people in are people out plus people inside, at every service and in all;",
        "the area under the number in a service is the sum of the times spent there (Little);",
        "the reasons of delay add up to the delayed days;",
        "nobody is admitted beyond the places that are open."};
    const struct bf_dossier *d = page->dossier;
    uint32_t stopped = 0;
    char text[400];
    for (uint32_t i = 0; i < d->option_count; i++)
        stopped += d->option[i].stopped;
    bf_page_paragraph(page, "Held in every replication of these results, or the program would have "
                            "ended with an error:");
    bf_html_begin(&page->html, "ul");
    for (size_t i = 0; i < sizeof law / sizeof law[0]; i++)
        bf_html_leaf(&page->html, "li", law[i]);
    bf_html_end(&page->html);
    if (stopped > 0) {
        bf_format(text, sizeof text,
                  "%u replications reached a limit and stopped; they are left out, which favours "
                  "milder winters.",
                  stopped);
        bf_page_paragraph(page, text);
    }
    if (d->interrupted)
        bf_page_paragraph(page, "The run was stopped early; what had finished is reported.");
    bf_page_paragraph(
        page,
        "Of the program: its engine is compared with what queueing theory says of small "
        "systems (make verify in its sources), and faults planted on purpose must be found "
        "by its tests (make mutants). Those are checks of the program, not of this scenario.");
    bf_page_paragraph(
        page, "Not verified here: that the scenario is a good picture of the county. Compare its "
              "figures with what was observed, in a period that it was not fitted to, before money "
              "is spent on what it says.");
}

/* ---- reproduction ---------------------------------------------------------------------- */

static void put_digests(struct page *page)
{
    static const struct column column[] = {{"Option", false},
                                           {"Scenario file", false},
                                           {"SHA-256 of the scenario", false},
                                           {"Digest of the results", false}};
    const struct bf_dossier *d = page->dossier;
    bf_page_table(page, "What was run", column, 4);
    for (uint32_t i = 0; i < d->option_count; i++) {
        const struct bf_dossier_option *o = &d->option[i];
        bf_page_row(page, o->title[0] != '\0' ? o->title : o->name);
        bf_page_cell_of(page, o->file, "code");
        bf_page_cell_of(page, o->sha256[0] != '\0' ? o->sha256 : "–", "code");
        bf_page_cell_of(page, o->digest[0] != '\0' ? o->digest : "–", "code");
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
}

void bf_put_reproduce(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    char text[600];
    struct bf_html *h = &page->html;
    bool is_run = d->kind == BF_DOSSIER_RUN;
    bf_page_paragraph(page, is_run ? "The folder of results holds the whole scenario. This runs it "
                                     "again and compares everything that was measured, to the last "
                                     "bit:"
                                   : "This command made it; the same figures must come out "
                                     "again:");
    bf_html_begin(h, "pre");
    if (is_run)
        bf_html_format(h, "bedflow reproduce %s", d->dir);
    else
        bf_html_text(h, d->command[0] != '\0' ? d->command : "not recorded");
    bf_html_end(h);
    bf_html_begin(h, "dl");
    bf_format(text, sizeof text, "bedflow %s%s%s%s", d->version, d->commit[0] ? ", commit " : "",
              d->commit, d->commit[0] ? "" : ", commit unknown");
    term(page, "Program that ran it", text);
    term(page, "Built with", d->compiler);
    term(page, "Command", d->command);
    term(page, "Seed", d->seed);
    bf_format(text, sizeof text, "%u of %u finished%s", d->option[0].finished, d->option[0].planned,
              bf_dossier_each(d));
    term(page, "Replications", text);
    bf_html_end(h);
    put_digests(page);
}
