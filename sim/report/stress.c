/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress.c -- the twenty items of STRESS-DES, filled from the scenario and the results.
 *
 * Source of the items: T. Monks, C. Currie, B. Onggo, S. Robinson, M. Kunc, S. Taylor,
 * "Strengthening the reporting of empirical simulation studies: introducing the
 * STRESS guidelines", Journal of Simulation 13 (2019) 55-67. The words are ours.
 */
#include "bedflow/base/text.h"
#include "bedflow/report/evidence.h"
#include "sections.h"

#include <math.h>
#include <string.h>

/* What one item gets: words, and what only the author can add ("" for no gap). */
struct filled {
    struct bf_text words;
    char gap[300];
};

struct item {
    const char *number, *name;
    void (*fill)(const struct page *page, struct filled *out);
};

static void gap(struct filled *out, const char *words)
{
    bf_format(out->gap, sizeof out->gap, "%s", words);
}

static bool compares(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_COMPARISON;
}

static const struct bf_network *network_of(const struct page *page)
{
    return page->model != NULL ? &page->model->network : NULL;
}

static const char no_model[] = "The stored scenario could not be read again; fill this in by hand.";

/* ---- 1 objectives ---------------------------------------------------------------------- */

static void fill_purpose(const struct page *page, struct filled *out)
{
    const char *question = page->request->question;
    if (question == NULL && page->model != NULL) question = page->model->care->question;
    if (question != NULL && question[0] != '\0')
        bf_text_add(&out->words, "The question: %s", question);
    gap(out, question != NULL && question[0] != '\0'
                 ? "Background and who asked are the author's to add."
                 : "The scenario states no question (question = \"...\"), and none was given with "
                   "--question.");
}

static void fill_outputs(const struct page *page, struct filled *out)
{
    if (page->model == NULL) {
        gap(out, no_model);
        return;
    }
    const struct bf_catalogue *c = &page->model->measures.catalogue;
    for (uint32_t i = 0; i < c->scalar_count; i++)
        if (c->scalar[i].headline)
            bf_text_add(&out->words, "%s (%s): %s. ",
                        c->scalar[i].title != NULL ? c->scalar[i].title : c->scalar[i].name,
                        c->scalar[i].unit, c->scalar[i].help);
    bf_text_add(&out->words, "Errors: 95%% intervals of Student's t over replications. All other "
                             "measures are defined in measures.csv of the results.");
}

static void fill_aims(const struct page *page, struct filled *out)
{
    const struct bf_dossier *d = page->dossier;
    if (!compares(page)) {
        bf_text_add(&out->words, "One scenario is looked at: “%s”. No experiment.",
                    d->option[0].title);
        return;
    }
    bf_text_add(&out->words, "Scenarios are compared. Base: “%s”. Options:", d->option[0].title);
    for (uint32_t o = 1; o < d->option_count; o++)
        bf_text_add(&out->words, "%s “%s”", o > 1 ? ";" : "", d->option[o].title);
    bf_text_add(&out->words, ".");
    gap(out, "Why these options and no others is the author's to say.");
}

/* ---- 2 logic --------------------------------------------------------------------------- */

static void fill_diagram(const struct page *page, struct filled *out)
{
    if (page->model == NULL) {
        gap(out, no_model);
        return;
    }
    bf_text_add(&out->words, "See “How the services hang together”.");
    if (page->not_drawn != NULL)
        gap(out, "There is a table, but no diagram: Graphviz was missing.");
}

static void fill_logic(const struct page *page, struct filled *out)
{
    (void)page;
    bf_text_add(&out->words,
                "See “Method”. A person presents, is given a first choice, waits for it where they "
                "are (in the queue of the service, or in the bed they are ready to leave), stays "
                "until well enough, has their discharge tasks done, waits for the next place, and "
                "so on until home, death or away. After an alive discharge they may come back as "
                "an emergency.");
}

static void add_causes(const struct bf_network *n, enum bf_cause_kind kind, const char *what,
                       struct bf_text *out)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < n->cause_count; i++)
        if (n->cause[i].kind == kind)
            bf_text_add(out, "%s“%s”", found++ == 0 ? what : ", ", n->cause[i].label);
    if (found > 0) bf_text_add(out, ". ");
}

static void fill_scenarios(const struct page *page, struct filled *out)
{
    const struct bf_network *n = network_of(page);
    if (compares(page)) bf_text_add(&out->words, "See “What the options change”. ");
    if (n == NULL) {
        gap(out, no_model);
        return;
    }
    add_causes(n, BF_CAUSE_CHANGE, "Dated changes: ", &out->words);
    add_causes(n, BF_CAUSE_PURCHASE, "Purchases: ", &out->words);
    add_causes(n, BF_CAUSE_POLICY, "Rules of escalation: ", &out->words);
    if (out->words.length == 0)
        bf_text_add(&out->words, "No dated change, purchase or rule: one state throughout.");
}

static void fill_algorithms(const struct page *page, struct filled *out)
{
    (void)page;
    bf_text_add(&out->words,
                "Arrivals: a Poisson process whose rate varies by year, month, weekday and hour, "
                "with random days and seasons where the scenario says so. Places: the first choice "
                "if it is free, else a further preference once patience has ended. Queues: by "
                "priority, then order of arrival, with ageing where stated. Care hours: booked "
                "day by day for the whole stay or its first week. Readmission and death after "
                "discharge: competing risks from cumulative curves. Reasons of delay: the unmet "
                "task, else the first choice that is not free.");
}

static void add_labels(struct bf_text *out, const char *what, uint32_t count,
                       const char *(*label)(const struct bf_network *, uint32_t),
                       const struct bf_network *n)
{
    if (count == 0) return;
    bf_text_add(out, "%s", what);
    for (uint32_t i = 0; i < count; i++)
        bf_text_add(out, "%s%s", i > 0 ? ", " : " ", label(n, i));
    bf_text_add(out, ". ");
}

static const char *class_label(const struct bf_network *n, uint32_t i)
{
    return n->class_[i].label;
}
static const char *task_label(const struct bf_network *n, uint32_t i)
{
    return n->task[i].label;
}
static const char *stream_label(const struct bf_network *n, uint32_t i)
{
    return n->stream[i].label;
}

static void fill_components(const struct page *page, struct filled *out)
{
    const struct bf_network *n = network_of(page);
    char has[120];
    if (n == NULL) {
        gap(out, no_model);
        return;
    }
    add_labels(&out->words, "Entities: people, of the classes", n->class_count, class_label, n);
    add_labels(&out->words, "Activities: stays at services, discharge process, and the tasks",
               n->task_count, task_label, n);
    bf_text_add(&out->words, "Resources:");
    for (uint32_t i = 0; i < n->service_count; i++) {
        bf_map_capacity(&page->map, i, has, sizeof has);
        bf_text_add(&out->words, "%s %s (%s)", i > 0 ? "," : "", n->service[i].label, has);
    }
    bf_text_add(&out->words, ". Queues: one for each service; people wait in it where they are. ");
    add_labels(&out->words, "Entry: the streams", n->stream_count, stream_label, n);
    bf_text_add(&out->words, "Exit: home, death, or out of sight.");
}

/* ---- 3 data ---------------------------------------------------------------------------- */

/* False, and a gap, where there is no model whose numbers could be counted. */
static bool count_evidence(const struct page *page, struct filled *out,
                           size_t count[BF_EVIDENCE_COUNT])
{
    if (page->model == NULL)
        gap(out, no_model);
    else
        bf_evidence_count(&page->model->scenario.bound, count);
    return page->model != NULL;
}

static void fill_sources(const struct page *page, struct filled *out)
{
    size_t count[BF_EVIDENCE_COUNT];
    if (!count_evidence(page, out, count)) return;
    bf_text_add(&out->words,
                "%zu numbers name their source; see “Appendix: every source”. The names are those "
                "of the scenario.",
                count[BF_EVIDENCE_SOURCE]);
    if (count[BF_EVIDENCE_NONE] > 0)
        bf_format(out->gap, sizeof out->gap,
                  "%zu numbers have neither source nor reason; see “What went in”.",
                  count[BF_EVIDENCE_NONE]);
    if (count[BF_EVIDENCE_SOURCE] == 0) gap(out, "No number names a source.");
}

static void fill_preprocessing(const struct page *page, struct filled *out)
{
    (void)page;
    bf_text_add(&out->words, "The scenario holds the numbers as they are used; notes beside them "
                             "say how some were worked out.");
    gap(out, "How the data became these numbers (cleaning, fitting) is not recorded by the "
             "program, and is the author's to describe.");
}

static void fill_parameters(const struct page *page, struct filled *out)
{
    size_t count[BF_EVIDENCE_COUNT];
    if (!count_evidence(page, out, count)) return;
    bf_text_add(&out->words,
                "All are in the two appendices; run.json or comparison.json holds the scenario "
                "whole. %zu are the program's defaults. %u have a declared range and are drawn "
                "anew in each replication%s.",
                count[BF_EVIDENCE_DEFAULT], page->model->network.uncertain_count,
                page->dossier->fixed_inputs ? " (not in these results: inputs were fixed)" : "");
    if (page->model->network.uncertain_count == 0)
        gap(out, "No number has a range: how uncertain inputs are is not in the results.");
}

static void fill_assumptions(const struct page *page, struct filled *out)
{
    size_t count[BF_EVIDENCE_COUNT];
    if (!count_evidence(page, out, count)) return;
    bf_text_add(&out->words,
                "%zu numbers are marked as assumptions, each with its reason; see "
                "“Appendix: every assumption”.",
                count[BF_EVIDENCE_ASSUMED]);
    gap(out, "Assumptions of structure (which services and ways there are) are not marked one by "
             "one.");
}

/* ---- 4 experimentation ----------------------------------------------------------------- */

static void fill_initialisation(const struct page *page, struct filled *out)
{
    const struct bf_network *n = network_of(page);
    if (n != NULL && n->snapshot != NULL)
        bf_text_add(&out->words,
                    "The system starts with the people of a snapshot; no warm-up. The "
                    "rest of their stay is drawn given how long they have been there.");
    else
        bf_text_add(&out->words,
                    "The system starts empty; %u days of warm-up are simulated and not counted. "
                    "Unless the scenario states the number, it is the first day from which an "
                    "empty and an over-full start agree.",
                    page->dossier->warm_up_days);
}

static void fill_length(const struct page *page, struct filled *out)
{
    if (page->model == NULL) {
        gap(out, no_model);
        return;
    }
    const struct bf_catalogue *c = &page->model->measures.catalogue;
    char from[48], to[48];
    bf_day_print_words(c->first_day, from, sizeof from);
    bf_day_print_words(c->first_day + (bf_day)c->day_count - 1, to, sizeof to);
    bf_text_add(&out->words,
                "%s to %s (%u days), and %u more days in which readmissions are followed. Time is "
                "continuous, in hours; a day has 24 of them.",
                from, to, c->day_count, page->model->network.follow_up_days);
}

static void fill_estimation(const struct page *page, struct filled *out)
{
    const struct bf_dossier_option *o = &page->dossier->option[0];
    bf_text_add(&out->words, "%u independent replications (%u planned). ", o->finished, o->planned);
    if (compares(page))
        bf_text_add(&out->words, "Options share their random numbers; differences are paired, with "
                                 "simultaneous 95%% intervals (Bonferroni).");
    else
        bf_text_add(&out->words, "95%% intervals of means, and the 5%% to 95%% quantiles over "
                                 "replications.");
    if (o->finished < 20)
        gap(out, "Fewer than 20 replications: intervals rest on means being nearly normal.");
}

/* ---- 5 implementation, 6 code access --------------------------------------------------- */

static void fill_software(const struct page *page, struct filled *out)
{
    const struct bf_dossier *d = page->dossier;
    bf_text_add(&out->words, "bedflow %s, commit %s, in C; built with %s.", d->version,
                d->commit[0] != '\0' ? d->commit : "unknown",
                d->compiler[0] != '\0' ? d->compiler : "an unrecorded compiler");
    const struct bf_json_value *list = bf_json_at(&d->document, "program.libraries");
    for (const struct bf_json_value *v = bf_json_first(&d->document, list); v != NULL;
         v = bf_json_next(&d->document, v))
        if (v->type == BF_JSON_TEXT) bf_text_add(&out->words, " %s %s.", v->name, v->text);
}

static void fill_sampling(const struct page *page, struct filled *out)
{
    bf_text_add(&out->words,
                "Philox4x64-10, keyed by seed (%s) and replication; each draw is a function of the "
                "person and its purpose, so there are no streams to run out of step. Variates by "
                "inversion.",
                page->dossier->seed);
}

static void fill_execution(const struct page *page, struct filled *out)
{
    (void)page;
    bf_text_add(&out->words,
                "Next-event time advance. Events at one instant are ordered by rank, then by when "
                "they were scheduled. Replications run in parallel threads; results do not depend "
                "on how many.");
}

static void fill_system(const struct page *page, struct filled *out)
{
    const struct bf_json_value *wall = bf_json_at(&page->dossier->document, "study.wall_seconds");
    uint32_t threads = 0;
    bool known = bf_json_to_u32(bf_json_at(&page->dossier->document, "study.threads"), &threads);
    if (wall != NULL && wall->type == BF_JSON_NUMBER && known)
        bf_text_add(&out->words, "%.1f seconds on %u threads.", wall->number, threads);
    gap(out, "The processor and the operating system are not recorded.");
}

static void fill_access(const struct page *page, struct filled *out)
{
    (void)page;
    bf_text_add(&out->words,
                "The program is free software (GPL-3.0-or-later). The scenario, with everything it "
                "includes, lies in the folder of results; see “How to make it again”.");
    gap(out, "Where the folder is published is the author's to add.");
}

/* ---- the checklist --------------------------------------------------------------------- */

static const struct item item[] = {
    {"1.1", "Purpose of the model", fill_purpose},
    {"1.2", "What it gives", fill_outputs},
    {"1.3", "Aims of the experiments", fill_aims},
    {"2.1", "Diagram of the base model", fill_diagram},
    {"2.2", "Logic of the base model", fill_logic},
    {"2.3", "Logic of the scenarios", fill_scenarios},
    {"2.4", "Algorithms", fill_algorithms},
    {"2.5", "Components: entities, activities, resources, queues, entry and exit", fill_components},
    {"3.1", "Sources of data", fill_sources},
    {"3.2", "Preparation of data", fill_preprocessing},
    {"3.3", "Input parameters", fill_parameters},
    {"3.4", "Assumptions", fill_assumptions},
    {"4.1", "Initial state", fill_initialisation},
    {"4.2", "Length of a run", fill_length},
    {"4.3", "Estimation", fill_estimation},
    {"5.1", "Software", fill_software},
    {"5.2", "Random sampling", fill_sampling},
    {"5.3", "Execution of the model", fill_execution},
    {"5.4", "System it ran on", fill_system},
    {"6.1", "Access to model and code", fill_access},
};
enum { ITEMS = sizeof item / sizeof item[0] };
_Static_assert(ITEMS == 20, "STRESS-DES has twenty items");

bool bf_has_stress(const struct page *page)
{
    return page->request->stress;
}

static const char *part_of(const struct item *i)
{
    static const char *const part[] = {"Objectives",      "Logic",          "Data",
                                       "Experimentation", "Implementation", "Code access"};
    return part[i->number[0] - '1'];
}

void bf_put_stress(struct page *page)
{
    static const struct column column[] = {
        {"Item", false}, {"In this study", false}, {"Left for the author", false}};
    bf_page_paragraph(page,
                      "The twenty items that a report of a discrete-event simulation should "
                      "cover (Monks and others, Journal of Simulation 13, 2019), filled from "
                      "the scenario and the results. What the program cannot know is marked.");
    for (int i = 0; i < ITEMS; i++) {
        struct filled out = {.words = {.bytes = NULL}, .gap = ""};
        char heading[160];
        bool begins = i == 0 || item[i].number[0] != item[i - 1].number[0];
        bool ends = i == ITEMS - 1 || item[i].number[0] != item[i + 1].number[0];
        if (begins) {
            bf_format(heading, sizeof heading, "%c. %s", item[i].number[0], part_of(&item[i]));
            bf_page_table(page, heading, column, 3);
        }
        bf_format(heading, sizeof heading, "%s %s", item[i].number, item[i].name);
        item[i].fill(page, &out);
        bf_page_row(page, heading);
        bf_page_cell(page, out.words.bytes != NULL ? out.words.bytes : "–", false);
        bf_page_cell_of(page, out.gap[0] != '\0' ? out.gap : "nothing",
                        out.gap[0] != '\0' ? "gap" : "words");
        bf_page_end_row(page);
        if (ends) bf_page_end_table(page);
        bf_text_free(&out.words);
    }
}
