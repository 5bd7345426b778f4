/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_run.c -- bedflow run: read, simulate, tell, store, draw; in that order. */
#include "command.h"

#include "bedflow/report/outcomes.h"
#include "bedflow/report/budgets.h"
#include "bedflow/report/store.h"
#include "bedflow/report/table.h"
#include "bedflow/study/precision.h"
#include "again.h"
#include "exactness.h"
#include "files.h"
#include "identity.h"
#include "interrupt.h"
#include "keeping.h"
#include "outcome.h"
#include "overload.h"
#include "pictures.h"
#include "place.h"
#include "progress.h"
#include "ranks.h"
#include "say.h"
#include "studying.h"
#include "today.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- telling --------------------------------------------------------------------------- */

static void say_overload(const struct bf_model *model)
{
    struct bf_text words = {.bytes = NULL};
    bf_overload_words(&model->network, &words);
    if (words.length > 0)
        bf_say("Asked for more than they have, so that their queues grow without end:\n%.*s",
               (int)words.length - 1, words.bytes);
    else
        bf_say(
            "On yearly averages no service is asked for more than it has. Look at dated changes, "
            "tables of\narrivals and opening hours, and at services that are nearly full: bedflow "
            "check %s",
            model->scenario.file);
    bf_text_free(&words);
}

static int nothing_ran(const struct bf_model *model, const struct bf_err *err)
{
    if (err->code == BF_E_STOPPED) {
        bf_say("Stopped before a replication had finished; nothing is written.");
        return BF_EXIT_INTERRUPTED;
    }
    int code = bf_complain_err(err);
    if (err->code == BF_E_LIMIT || err->code == BF_E_RANGE) say_overload(model);
    return code;
}

static void say_stopped(const struct bf_model *model, const struct bf_result *result)
{
    char reason[2 * BF_PATH_CAP + BF_WHAT_CAP];
    bf_err_render(&result->stopped[0].err, reason, sizeof reason);
    bf_complain(BF_EXIT_STOPPED, "%u of %u replications stopped; the first, number %u: %s",
                result->stopped_count, result->planned, result->stopped[0].replication, reason);
    if (result->stopped[0].err.code == BF_E_LIMIT) say_overload(model);
}

static void say_time(const struct bf_result *result)
{
    char time[48];
    if (result->wall_s < 10)
        bf_format(time, sizeof time, "%.1f s", fmax(0.1, result->wall_s));
    else
        bf_time_words(result->wall_s, time, sizeof time);
    bf_say("%u of %u %s in %s on %u %s; warm-up %u days; seed %" PRIu64 "; digest %016" PRIx64,
           result->count, result->planned,
           bf_plural(result->planned, "replication", "replications"), time, result->threads,
           bf_plural(result->threads, "thread", "threads"), result->warm_up_days, result->seed,
           result->total_digest);
    if (bf_ranks_count(bf_ranks_here()) > 1)
        bf_say("That many threads on each of %u ranks.", bf_ranks_count(bf_ranks_here()));
    if (result->found > 0)
        bf_say("%u of them had been simulated before and were kept.", result->found);
}

/* ---- storing --------------------------------------------------------------------------- */

struct filling {
    const struct bf_result *result;
    const struct bf_run_identity *identity;
};

static bool fill(const void *context, const char *folder, struct bf_err *err)
{
    const struct filling *f = context;
    return bf_store_fill(f->result, f->identity, folder, err);
}

static int store(const struct bf_arguments *a, const struct bf_run_identity *identity,
                 const struct bf_result *result, struct bf_keeping *keeping)
{
    struct filling filling = {result, identity};
    int code = bf_keeping_store(keeping, fill, &filling, result->interrupted);
    if (code == BF_EXIT_DONE && !a->quiet) {
        say_time(result);
        bf_say("Tables:   %s/*.csv (summary.csv first), run.json", keeping->folder);
    }
    return code;
}

static int draw(const struct bf_arguments *a, const char *folder)
{
    if (a->no_plots) return BF_EXIT_DONE;
    if (bf_interrupted()) {
        bf_say("No pictures were drawn; to draw them: bedflow plot %s", folder);
        return BF_EXIT_DONE;
    }
    int code = bf_pictures(&folder, 1, NULL, a->quiet, NULL);
    if (code != BF_EXIT_DONE)
        bf_say("The results are complete without pictures. To draw again: bedflow plot %s", folder);
    return code;
}

static int first_trouble(int a, int b)
{
    return a != BF_EXIT_DONE ? a : b;
}

/* A study has ended: tell, store, draw, and settle what the end was. */
static int conclude(const struct bf_arguments *a, const struct bf_model *model,
                    const struct bf_result *result, const struct bf_reached *reached,
                    struct bf_keeping *keeping)
{
    struct bf_run_identity identity;
    int code = BF_EXIT_DONE;
    if (result->stopped_count > 0) {
        say_stopped(model, result);
        code = BF_EXIT_STOPPED;
    }
    if (result->interrupted) {
        bf_say("Stopped by you: %u of %u replications had finished%s.", result->count,
               result->planned, result->count > 0 ? " and are kept" : "; nothing is written");
        code = BF_EXIT_INTERRUPTED;
    }
    if (result->count == 0) {
        bf_keeping_drop(keeping);
        return code;
    }
    struct bf_text table = {.bytes = NULL};
    bf_table_headline(result, &table);
    bf_outcomes_table(result, &table);
    bf_budgets_table(result, &table);
    code = first_trouble(code, bf_print(&table));
    bf_identity(&identity);
    identity.command = a->typed.bytes;
    identity.scenario_text = model->scenario.resolved;
    int stored = store(a, &identity, result, keeping);
    code = first_trouble(code, bf_outcome_reply(result, &identity, reached,
                                                stored == BF_EXIT_DONE ? keeping->folder : NULL));
    if (stored != BF_EXIT_DONE) return stored;
    code = first_trouble(code, draw(a, keeping->folder));
    return bf_interrupted() ? BF_EXIT_INTERRUPTED : code;
}

/* ---- the command ----------------------------------------------------------------------- */

enum { REPS = 100 };

/* So many replications as were asked for, or as --precision needs. */
static bool run_study(const struct bf_study *study, const struct bf_arguments *a,
                      const struct bf_goals *precision, struct bf_result *result,
                      struct bf_reached *reached, struct bf_err *err)
{
    struct bf_plan plan = {.study = study,
                           .count = 1,
                           .keep_days = true,
                           .precision = *precision,
                           .most = (uint32_t)a->most_reps};
    uint32_t failed;
    *reached = (struct bf_reached){.met = true};
    *result = (struct bf_result){.catalogue = NULL};
    return precision->count > 0 ? bf_plan_run(&plan, result, reached, &failed, err)
                                : bf_study_run(study, result, err);
}

/* A run with --set is not the scenario of its title: say so wherever the title stands. */
static void name_variant(const struct bf_arguments *a, const char *title, char text[], size_t size)
{
    bf_format(text, size, "%s", title ? title : "untitled");
    for (size_t i = 0; i < a->set_count; i++) {
        size_t length = strlen(text);
        bf_format(text + length, size - length, "%s%s = %s", i ? ", " : ", with ", a->set[i].path,
                  a->set[i].value);
    }
}

static uint32_t replications(const struct bf_arguments *a, const struct bf_goals *precision)
{
    return a->reps > 0 ? (uint32_t)a->reps : precision->count > 0 ? BF_PRECISION_LEAST : REPS;
}

static void say_start(const struct bf_network *network)
{
    struct bf_text words = {.bytes = NULL};
    bf_today_words(network, &words);
    if (words.length > 0) bf_say("%.*s", (int)words.length - 1, words.bytes);
    bf_text_free(&words);
}

static int simulate(const struct bf_arguments *a, const struct bf_model *model,
                    const struct bf_goals *precision, const char *title, struct bf_keeping *keeping)
{
    struct bf_progress_line line = {.shown = false};
    if (!a->quiet) say_start(&model->network);
    struct bf_study study = bf_study_asked(a, model, &line);
    study.replications = replications(a, precision);
    study.warm_up_days = bf_keeping_warm_up(keeping);
    study.keeper = bf_keeping_of(keeping);
    study.ranks = bf_ranks_here();
    struct bf_result result;
    struct bf_reached reached;
    struct bf_err err;
    int code = bf_keeping_verify(keeping, &study);
    if (code != BF_EXIT_DONE) return code;
    bool ran = run_study(&study, a, precision, &result, &reached, &err);
    bf_progress_end(&line);
    result.title = title;
    code = ran ? conclude(a, model, &result, &reached, keeping) : nothing_ran(model, &err);
    if (ran && result.count > 0)
        code = first_trouble(code, bf_exactness_say(&reached, &model->measures.catalogue,
                                                    result.count, NULL, a->quiet));
    bf_result_free(&result);
    return code;
}

static int read_precision(const struct bf_arguments *a, const struct bf_model *model,
                          struct bf_goals *precision)
{
    struct bf_err err;
    if (bf_goals_parse(a->precision, &model->measures.catalogue, precision, &err))
        return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE, "--precision: %s", err.what);
}

static int begin(const struct bf_arguments *a, const struct bf_model *model,
                 const struct bf_goals *precision, const char *title, const char *folder,
                 struct bf_keeping *keeping)
{
    struct bf_run_identity identity;
    bf_identity(&identity);
    struct bf_request request = {.command = "run",
                                 .typed = a->typed.bytes,
                                 .version = identity.version,
                                 .commit = identity.commit,
                                 .seed = a->seed,
                                 .replications = replications(a, precision),
                                 .most = (uint32_t)a->most_reps,
                                 .precision = a->precision,
                                 .fixed_inputs = a->fixed_inputs,
                                 .replaces = a->force,
                                 .no_plots = a->no_plots,
                                 .option_count = 1};
    request.option[0] = (struct bf_request_option){
        .title = title, .file = model->scenario.file, .text = model->scenario.resolved};
    return bf_keeping_begin(keeping, &request, folder, a->force, a->no_journal);
}

static int run(const struct bf_arguments *a)
{
    char folder[BF_FILE_CAP], title[400];
    struct bf_model model;
    struct bf_goals precision;
    struct bf_keeping keeping;
    bf_place_choose(a->out, "", a->operand[0], folder);
    int code = bf_model_open(&model, a, !a->quiet);
    if (code == BF_EXIT_DONE) code = read_precision(a, &model, &precision);
    if (code == BF_EXIT_DONE) code = bf_place_look(folder, a->force);
    if (code == BF_EXIT_DONE) code = bf_keeping_look(folder, a->force, "--force");
    if (code == BF_EXIT_DONE) {
        name_variant(a, model.care->title, title, sizeof title);
        code = begin(a, &model, &precision, title, folder, &keeping);
        if (code == BF_EXIT_DONE) code = simulate(a, &model, &precision, title, &keeping);
        bf_keeping_end(&keeping);
    }
    bf_model_free(&model);
    return code;
}

/* As if what was asked for then were asked for now. */
int bf_run_go_on(const struct bf_arguments *a, struct bf_keeping *keeping)
{
    const struct bf_request *request = &keeping->request;
    const struct bf_request_option *option = &request->option[0];
    struct bf_arguments own = {.reps = request->replications,
                               .most_reps = request->most,
                               .seed = request->seed,
                               .precision = request->precision[0] ? request->precision : NULL,
                               .fixed_inputs = request->fixed_inputs,
                               .no_plots = a->no_plots || request->no_plots,
                               .threads = a->threads,
                               .quiet = a->quiet};
    struct bf_model model;
    struct bf_goals precision;
    bf_text_add(&own.typed, "%s", request->typed);
    int code = bf_stored_open(&model, option->file, option->text);
    if (code == BF_EXIT_DONE && own.typed.failed)
        code = bf_complain(BF_EXIT_STOPPED, "memory ran out");
    if (code == BF_EXIT_DONE) code = read_precision(&own, &model, &precision);
    if (code == BF_EXIT_DONE)
        code = simulate(&own, &model, &precision, option->title ? option->title : model.care->title,
                        keeping);
    bf_model_free(&model);
    bf_text_free(&own.typed);
    return code;
}

static const struct bf_option options[] = {
    BF_NUMBER_OPTION("reps", 'n', "N", NULL, 1, 1000000, reps,
                     "replications: possible winters to simulate (100 unless given; with "
                     "--precision the first look)"),
    BF_TEXT_OPTION("precision", 0, "\"MEASURE: AMOUNT\"", NULL, precision,
                   "go on until the mean is known this well: 50 or, of itself, 5%"),
    BF_OPTION_MAX_REPS,
    BF_OPTION_SEED,
    BF_OPTION_THREADS,
    BF_OPTION_SET,
    BF_TEXT_OPTION("out", 'o', "DIR", NULL, out,
                   "folder for the results (results/<name of the scenario> unless given)"),
    BF_FLAG_OPTION("force", 0, force, "replace results that are in that folder"),
    BF_OPTION_FIXED,
    BF_OPTION_NO_PLOTS,
    BF_OPTION_NO_JOURNAL,
    BF_OPTION_QUIET,
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow run winter.cfg", "a hundred possible winters, with pictures"},
    {"bedflow run winter.cfg --set services.ward.beds=430 -o results/more-beds",
     "the same with another number of beds, beside it"},
    {"bedflow run winter.cfg --reps 1000 --no-plots", "narrower errors, tables only"},
    {"bedflow run winter.cfg --precision \"delayed_days: 5%\"",
     "as many as make the mean exact to 5%, and no more"},
    {NULL, NULL}};

const struct bf_command bf_command_run = {
    .name = "run",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .missing = "a scenario file",
    .summary = "simulate a scenario many times, and draw what happens",
    .about =
        "Simulates the scenario as many times as --reps says. The table on the screen gives, for\n"
        "each headline, the mean with its simulation error, and the range over winters.\n"
        "Everything else is in the folder of results: tables (.csv), run.json, pictures.\n"
        "Ctrl-C stops early and keeps what has finished; once more ends at once. Every\n"
        "replication is kept as it finishes: after a crash, `bedflow resume` goes on.\n"
        "Replication: one possible winter. Warm-up: days simulated before the period and not\n"
        "counted. Digest: a fingerprint of all that was measured, the same for the same results.",
    .options = options,
    .examples = examples,
    .result = bf_outcome_members,
    .run = run};
