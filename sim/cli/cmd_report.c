/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_report.c -- bedflow report: a folder of results as one page for people who decide. */
#include "command.h"

#include "bedflow/report/folder.h"
#include "bedflow/report/members.h"
#include "bedflow/report/page.h"
#include "again.h"
#include "identity.h"
#include "pictures.h"
#include "place.h"
#include "reply.h"
#include "say.h"

#include <string.h>

struct reporting {
    struct bf_dossier dossier;
    struct bf_model model[BF_DOSSIER_OPTIONS]; /* [dossier.option_count] */
    char file[BF_FILE_CAP];
};

/* Of any command that leaves a folder. */
static const char which[] =
    "of run, compare, sweep, calibrate, optimise or explain (it holds run.json, comparison.json, "
    "sweep.json, calibration.json, optimise.json or explanation.json)";

static int choose_file(struct reporting *r, const struct bf_arguments *a)
{
    FILE *there;
    struct bf_err err;
    if (a->out != NULL)
        bf_format(r->file, sizeof r->file, "%s", a->out);
    else if (!bf_path_join(r->file, a->operand[0], "report.html", &err))
        return bf_complain_err(&err);
    if (a->force || bf_page_is_ours(r->file) || (there = fopen(r->file, "rb")) == NULL)
        return BF_EXIT_DONE;
    fclose(there);
    return bf_complain(BF_EXIT_EXISTS,
                       "%s: exists and is no report of bedflow, so it is left alone. Choose "
                       "another name with -o, or say --force",
                       r->file);
}

/* Pictures that were not drawn are drawn now; without them it is a report still. */
static void draw(const struct reporting *r, const struct bf_arguments *a, struct bf_text *said)
{
    char plots[BF_FILE_CAP];
    struct bf_err err;
    const char *dir = a->operand[0];
    if (a->no_plots) return;
    if (r->dossier.kind != BF_DOSSIER_RUN) {
        bf_page_draw(&r->dossier, NULL, said);
        return;
    }
    if (!bf_path_join(plots, dir, "plots/run.gp", &err)) return;
    FILE *there = fopen(plots, "rb");
    if (there != NULL)
        fclose(there);
    else if (bf_pictures(&dir, 1, NULL, true, NULL) != BF_EXIT_DONE)
        bf_say("The report is written without pictures.");
}

/* Without memory the page would say that the scenario cannot be read. */
static int load_models(struct reporting *r)
{
    for (uint32_t i = 0; i < r->dossier.option_count; i++) {
        struct bf_dossier_option *o = &r->dossier.option[i];
        if (o->text[0] == '\0') continue;
        int code = bf_stored_open(&r->model[i], o->file, o->text);
        if (code == BF_EXIT_STOPPED) return code;
        if (code == BF_EXIT_DONE) o->model = &r->model[i];
    }
    return BF_EXIT_DONE;
}

static const struct bf_member members[] = {
    WORDS("file", "the report"), WORDS("answer", "its answer, a paragraph"),
    WORDS("doubt", "how sure that is, a paragraph"),
    WORDS("remarks", "what could not be shown, and why, in lines"), END};

static void reply(const struct reporting *r, const struct bf_text *said)
{
    struct bf_json *json = bf_reply_result();
    struct bf_text answer = {.bytes = NULL}, doubt = {.bytes = NULL};
    if (json == NULL) return;
    bf_page_answer(&r->dossier, &answer, &doubt);
    bf_json_text(json, "file", r->file);
    bf_json_text(json, "answer", answer.bytes != NULL ? answer.bytes : "");
    bf_json_text(json, "doubt", doubt.bytes != NULL ? doubt.bytes : "");
    bf_json_text(json, "remarks", said->bytes != NULL ? said->bytes : "");
    bf_sink_whole(&json->sink, &answer);
    bf_text_free(&answer);
    bf_sink_whole(&json->sink, &doubt);
    bf_text_free(&doubt);
}

static int write_page(const struct reporting *r, const struct bf_arguments *a)
{
    struct bf_run_identity identity;
    struct bf_text said = {.bytes = NULL};
    struct bf_err err;
    bf_identity(&identity);
    draw(r, a, &said);
    struct bf_page_request request = {
        .dossier = &r->dossier, .writer = &identity, .question = a->question, .stress = a->stress};
    int code = BF_EXIT_DONE;
    if (!bf_page_write(&request, r->file, &said, &err)) code = bf_complain_err(&err);
    if (code == BF_EXIT_DONE) reply(r, &said);
    if (said.length > 0) bf_say("%.*s", (int)said.length - 1, said.bytes);
    if (code == BF_EXIT_DONE && !a->quiet)
        bf_say("Report: %s (one file; open it in a browser, or print it)", r->file);
    bf_text_free(&said);
    return code;
}

static int run(const struct bf_arguments *a)
{
    static struct reporting r;
    struct bf_err err;
    int code = bf_place_holds(a->operand[0], which);
    if (code == BF_EXIT_DONE) code = choose_file(&r, a);
    if (code != BF_EXIT_DONE) return code;
    if (!bf_dossier_read(&r.dossier, a->operand[0], &err)) {
        bf_dossier_free(&r.dossier);
        return bf_complain_err(&err);
    }
    code = load_models(&r);
    if (code == BF_EXIT_DONE) code = write_page(&r, a);
    for (uint32_t i = 0; i < BF_DOSSIER_OPTIONS; i++)
        bf_model_free(&r.model[i]);
    bf_dossier_free(&r.dossier);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXT_OPTION("out", 'o', "FILE.html", NULL, out,
                   "the file to write (report.html in the folder unless given)"),
    BF_TEXT_OPTION("question", 0, "\"TEXT\"", NULL, question,
                   "the question that it answers (the scenario's own unless given)"),
    BF_FLAG_OPTION("stress", 0, stress,
                   "with the STRESS-DES checklist for scientific reports, gaps marked"),
    BF_FLAG_OPTION("no-plots", 0, no_plots, "draw no pictures that the folder lacks"),
    BF_FLAG_OPTION("force", 0, force, "replace a file that is no report"),
    BF_FLAG_OPTION("quiet", 'q', quiet, "only what went wrong"),
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow report results/winter-2021", "a page for the board, beside the results"},
    {"bedflow report results/compare-options -o for-the-board.html --question \"Which offer?\"",
     "options compared, under the board's own question"},
    {"bedflow report results/winter-2021 --stress", "with the checklist that journals ask for"},
    {NULL, NULL}};

const struct bf_command bf_command_report = {
    .name = "report",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .missing = "a folder of results",
    .summary = "one page about results, to read, send and print",
    .about =
        "Writes one HTML file about the results of `run`, `compare`, `sweep`, `calibrate`,\n"
        "`optimise` or `explain`: the question, the answer in a paragraph with its doubt, tables\n"
        "and pictures, how services hang together, the numbers that went in with their sources\n"
        "and gaps, method, verification, and how to make it again. The file needs nothing else:\n"
        "it opens without a network, and prints on A4.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
