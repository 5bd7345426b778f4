/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_compare.c -- bedflow compare: options side by side, with the same people in each. */
#include "command.h"

#include "bedflow/report/comparison_json.h"
#include "bedflow/report/comparison_picture.h"
#include "bedflow/report/comparison_store.h"
#include "bedflow/report/members.h"
#include "bedflow/study/extend.h"
#include "bedflow/study/precision.h"
#include "again.h"
#include "again_comparison.h"
#include "exactness.h"
#include "files.h"
#include "identity.h"
#include "interrupt.h"
#include "keeping.h"
#include "outcome.h"
#include "pictures.h"
#include "place.h"
#include "progress.h"
#include "ranks.h"
#include "reply.h"
#include "say.h"
#include "studying.h"
#include "variants.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { REPS = 100 };

struct comparing {
    const struct bf_arguments *a;
    struct bf_variants variants;
    struct bf_model model[BF_VARIANTS_CAP];   /* [opened] */
    struct bf_result result[BF_VARIANTS_CAP]; /* [variants.count] */
    const char *name[BF_VARIANTS_CAP], *text[BF_VARIANTS_CAP];
    const char *called[BF_VARIANTS_CAP]; /* titles */
    char title[BF_VARIANTS_CAP][400];
    uint32_t opened;
    struct bf_plan plan;
    struct bf_goals matters, targets;
    uint32_t best_by;
    struct bf_keeping *keeping;
    const struct bf_dossier *stored; /* what is extended, or NULL */
};

/* ---- before the run -------------------------------------------------------------------- */

static int open_option(struct comparing *c, uint32_t i)
{
    const struct bf_variant *v = &c->variants.item[i];
    struct bf_arguments own = *c->a;
    own.operand[0] = v->file;
    own.operand_count = 1;
    own.set = v->set;
    own.set_count = v->set_count;
    c->opened++;
    int code = bf_model_open(&c->model[i], &own, i == 0 && !c->a->quiet);
    if (code == BF_EXIT_SCENARIO && v->words) bf_say("That was option %s: %s", v->name, v->words);
    c->name[i] = v->name;
    c->text[i] = c->model[i].scenario.resolved;
    return code;
}

/* A difference between two periods would be the difference of two calendars. */
static int same_period(const struct comparing *c, uint32_t i)
{
    const struct bf_catalogue *base = &c->model[0].measures.catalogue;
    const struct bf_catalogue *own = &c->model[i].measures.catalogue;
    char from[2][BF_DAY_TEXT], to[2][BF_DAY_TEXT];
    if (base->first_day == own->first_day && base->day_count == own->day_count) return BF_EXIT_DONE;
    bf_day_print(base->first_day, from[0]);
    bf_day_print(own->first_day, from[1]);
    bf_day_print(base->first_day + (bf_day)base->day_count - 1, to[0]);
    bf_day_print(own->first_day + (bf_day)own->day_count - 1, to[1]);
    return bf_complain(BF_EXIT_SCENARIO,
                       "%s: period: expected %s to %s as in %s, received %s to %s; options can be "
                       "compared over the same days only",
                       c->variants.item[i].file, from[0], to[0], c->name[0], from[1], to[1]);
}

static int open_all(struct comparing *c)
{
    int code = bf_variants_read(&c->variants, c->a);
    for (uint32_t i = 0; code == BF_EXIT_DONE && i < c->variants.count; i++) {
        code = open_option(c, i);
        if (code == BF_EXIT_DONE) code = same_period(c, i);
    }
    return code;
}

static int read_goals(struct comparing *c, const char *option, const char *text,
                      struct bf_goals *goals)
{
    struct bf_err err;
    if (bf_goals_parse(text, &c->model[0].measures.catalogue, goals, &err)) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE, "--%s: %s", option, err.what);
}

static int read_questions(struct comparing *c)
{
    int code =
        bf_measure_asked(&c->model[0].measures.catalogue, "--best-by", c->a->best_by, &c->best_by);
    if (code == BF_EXIT_DONE) code = read_goals(c, "matters", c->a->matters, &c->matters);
    if (code == BF_EXIT_DONE) code = read_goals(c, "target", c->a->target, &c->targets);
    if (code == BF_EXIT_DONE)
        code = read_goals(c, "precision", c->a->precision, &c->plan.precision);
    return code;
}

/* ---- after the run --------------------------------------------------------------------- */

static bool draw(const void *view, const struct bf_run_identity *identity,
                 struct bf_drawing *drawing, struct bf_err *err)
{
    uint32_t panels;
    return bf_comparison_draw(view, identity, drawing, &panels, err);
}

struct filling {
    const struct bf_comparison_view *view;
    const struct bf_run_identity *identity;
};

static bool fill(const void *context, const char *folder, struct bf_err *err)
{
    const struct filling *f = context;
    return bf_comparison_fill(f->view, f->identity, folder, err);
}

static int store(const struct comparing *c, const struct bf_comparison_view *view,
                 const struct bf_run_identity *identity)
{
    struct filling filling = {view, identity};
    bool interrupted = false;
    for (uint32_t o = 0; o < c->variants.count; o++)
        interrupted = interrupted || c->result[o].interrupted;
    int code = bf_keeping_store(c->keeping, fill, &filling, interrupted);
    if (code == BF_EXIT_DONE && !c->a->quiet)
        bf_say("Tables:   %s/comparison.csv, pairs.csv, options.csv, targets.csv, "
               "comparison.json",
               c->keeping->folder);
    return code;
}

static const struct bf_member members[] = {
    OBJECT("method", "how the options were compared", bf_comparison_method_members),
    LIST("options", "every option; the first is the base", bf_comparison_option_members),
    OBJECT_OR_NULL("precision", "how exact it is against --precision; null if that was not asked",
                   bf_exactness_members),
    WORDS_OR_NULL("folder",
                  "where the tables (comparison.csv, ...) are; null if they could not be stored"),
    END};

static void reply(const struct comparing *c, const struct bf_comparison_view *view,
                  const struct bf_reached *reached, bool stored)
{
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_comparison(json, view, false);
    bf_exactness_json(json, reached, &c->model[0].measures.catalogue, c->name);
    bf_json_text(json, "folder", stored ? c->keeping->folder : NULL);
}

static int first_trouble(int a, int b)
{
    return a != BF_EXIT_DONE ? a : b;
}

static int conclude(struct comparing *c, const struct bf_reached *reached)
{
    struct bf_decision decision;
    struct bf_decision_request request = {.result = c->result,
                                          .count = c->variants.count,
                                          .matters = &c->matters,
                                          .targets = &c->targets,
                                          .best_by = c->best_by,
                                          .resamples = BF_COMPARE_RESAMPLES};
    struct bf_comparison_view view = {&decision, c->result, c->name, c->text};
    struct bf_run_identity identity;
    struct bf_text table = {.bytes = NULL};
    struct bf_err err;
    if (!bf_decide(&request, &decision, &err)) {
        bf_decision_free(&decision);
        return bf_complain_err(&err);
    }
    bf_comparison_table(&view, &table);
    int code = bf_print(&table);
    bf_identity(&identity);
    identity.command = c->a->typed.bytes;
    int stored = store(c, &view, &identity);
    reply(c, &view, reached, stored == BF_EXIT_DONE);
    code = first_trouble(code, stored);
    if (stored == BF_EXIT_DONE)
        code = first_trouble(code, bf_draw_asked(c->a, c->keeping->folder, draw, &view, &identity));
    bf_decision_free(&decision);
    return code;
}

static void say_time(const struct comparing *c)
{
    char time[48];
    double wall_s = 0;
    for (uint32_t o = 0; o < c->variants.count; o++)
        wall_s += c->result[o].wall_s;
    bf_time_words(wall_s, time, sizeof time);
    bf_say("%u options, %u replications each, in %s; warm-up %u days; seed %" PRIu64,
           c->variants.count, c->result[0].count, time, c->result[0].warm_up_days,
           c->result[0].seed);
}

static int tell(struct comparing *c, const struct bf_reached *reached)
{
    bool stopped = false;
    for (uint32_t o = 0; o < c->variants.count; o++) {
        const struct bf_result *r = &c->result[o];
        char reason[2 * BF_PATH_CAP + BF_WHAT_CAP];
        if (r->stopped_count > 0) {
            bf_err_render(&r->stopped[0].err, reason, sizeof reason);
            bf_complain(BF_EXIT_STOPPED,
                        "%s: %u of %u replications stopped; the first, number %u: %s", c->name[o],
                        r->stopped_count, r->planned, r->stopped[0].replication, reason);
            stopped = true;
        }
        if (r->catalogue == NULL || r->count == 0) {
            bf_say("No replication of %s finished; nothing is written.", c->name[o]);
            if (stopped) bf_keeping_drop(c->keeping);
            return stopped ? BF_EXIT_STOPPED : BF_EXIT_INTERRUPTED;
        }
    }
    int code = conclude(c, reached);
    if (!c->a->quiet) say_time(c);
    if (bf_interrupted()) {
        bf_say("Stopped by you: the replications that had finished in every option are compared.");
        return BF_EXIT_INTERRUPTED;
    }
    if (code == BF_EXIT_DONE && stopped) code = BF_EXIT_STOPPED;
    return first_trouble(code, bf_exactness_say(reached, &c->model[0].measures.catalogue,
                                                c->result[0].count, c->name, c->a->quiet));
}

/* ---- the command ----------------------------------------------------------------------- */

/* An option of --alt is called what it changes; --set is said of those from files. */
static void name_option(struct comparing *c, uint32_t i)
{
    const char *own = c->model[i].care->title;
    char *title = c->title[i];
    c->called[i] = c->variants.item[i].words ? c->variants.item[i].words : own;
    if (c->variants.item[i].words || c->a->set_count == 0 || !own) return;
    bf_format(title, sizeof c->title[i], "%s", own);
    for (size_t k = 0; k < c->a->set_count; k++) {
        size_t used = strlen(title);
        bf_format(title + used, sizeof c->title[i] - used, "%s%s = %s", k > 0 ? ", " : ", with ",
                  c->a->set[k].path, c->a->set[k].value);
    }
    c->called[i] = title;
}

static uint32_t replications(const struct comparing *c)
{
    return c->a->reps > 0                ? (uint32_t)c->a->reps
           : c->plan.precision.count > 0 ? BF_PRECISION_LEAST
                                         : REPS;
}

/* Replications that are there already must come out as they did. Of an interrupted comparison
 * there may be gaps; those that were kept have been tried (keeping.h). */
static int refuse_difference(const struct comparing *c)
{
    for (uint32_t o = 0; c->stored != NULL && !c->stored->interrupted && o < c->variants.count;
         o++) {
        const struct bf_dossier_option *option = &c->stored->option[o];
        struct bf_result first = c->result[o];
        char digest[32];
        if (first.count < option->finished) return BF_EXIT_DONE; /* stopped by the user */
        first.count = option->finished;
        bf_format(digest, sizeof digest, "%016" PRIx64, bf_result_digest(&first));
        if (strcmp(digest, option->digest) == 0) continue;
        bf_complain(BF_EXIT_STOPPED,
                    "%s: option %s: its stored replications come out differently, so more of them "
                    "would be another result; nothing is changed",
                    c->stored->dir, option->name);
        bf_again_say_versions(c->stored->version, c->stored->commit);
        return BF_EXIT_STOPPED;
    }
    return BF_EXIT_DONE;
}

static int simulate(struct comparing *c)
{
    struct bf_progress_line line = {.shown = false};
    struct bf_study study[BF_VARIANTS_CAP];
    struct bf_reached reached;
    struct bf_err err;
    uint32_t failed = 0;
    for (uint32_t i = 0; i < c->variants.count; i++) {
        study[i] = bf_study_asked(c->a, &c->model[i], &line);
        study[i].option = i;
        study[i].replications = replications(c);
        study[i].warm_up_days = bf_keeping_warm_up(c->keeping);
        study[i].keeper = bf_keeping_of(c->keeping);
        study[i].ranks = bf_ranks_here();
    }
    c->plan.study = study;
    c->plan.count = c->variants.count;
    c->plan.most = (uint32_t)c->a->most_reps;
    int code = bf_keeping_verify(c->keeping, study);
    if (code != BF_EXIT_DONE) return code;
    bool ran = bf_plan_run(&c->plan, c->result, &reached, &failed, &err);
    bf_progress_end(&line);
    if (!ran && err.code == BF_E_STOPPED) {
        bf_say("Stopped before a replication had finished; nothing is written.");
        return BF_EXIT_INTERRUPTED;
    }
    if (!ran) {
        bf_say("Option %s could not be run:", c->name[failed]);
        return bf_complain_err(&err);
    }
    for (uint32_t i = 0; i < c->variants.count; i++)
        c->result[i].title = c->called[i];
    code = refuse_difference(c);
    if (code == BF_EXIT_DONE) return tell(c, &reached);
    bf_keeping_drop(c->keeping);
    return code;
}

static int begin(struct comparing *c, const char *folder)
{
    const struct bf_arguments *a = c->a;
    struct bf_run_identity identity;
    bf_identity(&identity);
    struct bf_request request = {.command = "compare",
                                 .typed = a->typed.bytes,
                                 .version = identity.version,
                                 .commit = identity.commit,
                                 .seed = a->seed,
                                 .replications = replications(c),
                                 .most = (uint32_t)a->most_reps,
                                 .precision = a->precision,
                                 .matters = a->matters,
                                 .target = a->target,
                                 .best_by = a->best_by,
                                 .fixed_inputs = a->fixed_inputs,
                                 .replaces = a->force,
                                 .no_plots = a->no_plots,
                                 .option_count = c->variants.count};
    for (uint32_t i = 0; i < c->variants.count; i++) {
        name_option(c, i);
        request.option[i] = (struct bf_request_option){c->name[i], c->called[i],
                                                       c->variants.item[i].file, c->text[i]};
    }
    return bf_keeping_begin(c->keeping, &request, folder, a->force, a->no_journal);
}

static void end(struct comparing *c)
{
    for (uint32_t i = 0; i < BF_VARIANTS_CAP; i++)
        bf_result_free(&c->result[i]);
    for (uint32_t i = 0; i < c->opened; i++)
        bf_model_free(&c->model[i]);
    bf_variants_free(&c->variants);
}

static int run(const struct bf_arguments *a)
{
    struct comparing c;
    struct bf_keeping keeping;
    char folder[BF_FILE_CAP];
    memset(&c, 0, sizeof c);
    c.a = a;
    c.keeping = &keeping;
    bf_place_choose(a->out, "compare-", a->operand[0], folder);
    int code = open_all(&c);
    if (code == BF_EXIT_DONE) code = read_questions(&c);
    if (code == BF_EXIT_DONE) code = bf_place_look(folder, a->force);
    if (code == BF_EXIT_DONE) code = bf_keeping_look(folder, a->force, "--force");
    if (code == BF_EXIT_DONE) {
        code = begin(&c, folder);
        if (code == BF_EXIT_DONE) code = simulate(&c);
        bf_keeping_end(&keeping);
    }
    end(&c);
    return code;
}

static const char *given(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

/* The options as they were resolved then, under the names that they had. */
static int reopen_all(struct comparing *c)
{
    const struct bf_request *request = &c->keeping->request;
    int code = request->option_count >= 2 && request->option_count <= BF_VARIANTS_CAP
                   ? BF_EXIT_DONE
                   : bf_complain(BF_EXIT_IO, "%s: expected 2 to %d options, received %u",
                                 c->keeping->folder, BF_VARIANTS_CAP, request->option_count);
    for (uint32_t i = 0; code == BF_EXIT_DONE && i < request->option_count; i++) {
        const struct bf_request_option *option = &request->option[i];
        struct bf_variant *v = &c->variants.item[c->variants.count++];
        bf_format(v->name, sizeof v->name, "%s", option->name);
        v->file = option->file;
        c->name[i] = v->name;
        c->text[i] = option->text;
        c->opened++;
        code = bf_stored_open(&c->model[i], option->file, option->text);
        if (code == BF_EXIT_DONE)
            c->called[i] = option->title ? option->title : c->model[i].care->title;
    }
    return code;
}

int bf_compare_go_on(const struct bf_arguments *a, struct bf_keeping *keeping)
{
    return bf_compare_extend(a, keeping, NULL);
}

int bf_compare_extend(const struct bf_arguments *a, struct bf_keeping *keeping,
                      const struct bf_dossier *stored)
{
    const struct bf_request *request = &keeping->request;
    struct bf_arguments own = {.reps = request->replications,
                               .most_reps = request->most,
                               .seed = request->seed,
                               .precision = given(request->precision),
                               .matters = given(request->matters),
                               .target = given(request->target),
                               .best_by = request->best_by,
                               .fixed_inputs = request->fixed_inputs,
                               .no_plots = a->no_plots || request->no_plots,
                               .threads = a->threads,
                               .quiet = a->quiet};
    struct comparing c;
    memset(&c, 0, sizeof c);
    c.a = &own;
    c.keeping = keeping;
    c.stored = stored;
    bf_text_add(&own.typed, "%s", request->typed);
    int code = own.typed.failed ? bf_complain(BF_EXIT_STOPPED, "memory ran out") : reopen_all(&c);
    if (code == BF_EXIT_DONE) code = read_questions(&c);
    if (code == BF_EXIT_DONE) code = simulate(&c);
    end(&c);
    bf_text_free(&own.typed);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXTS_OPTION("alt", 0, "\"NAME: PATH=VALUE, ...\"", alt,
                    "one more option: the base with these values changed; may be repeated"),
    BF_NUMBER_OPTION(
        "reps", 'n', "N", NULL, 1, 1000000, reps,
        "replications of each option (100 unless given; with --precision the first look)"),
    BF_TEXT_OPTION("precision", 0, "\"MEASURE: AMOUNT\"", NULL, precision,
                   "go on until the difference is known this well: 50 or, of the base's mean, 5%"),
    BF_OPTION_MAX_REPS,
    BF_TEXT_OPTION("matters", 0, "\"MEASURE: AMOUNT\"", NULL, matters,
                   "the smallest difference that matters"),
    BF_TEXT_OPTION("target", 0, "\"MEASURE: AMOUNT\"", NULL, target,
                   "what has to be met; the chance of it is told for each option"),
    BF_TEXT_OPTION("best-by", 0, "MEASURE", "delayed_days", best_by,
                   "the measure that decides which option is best"),
    BF_OPTION_SEED,
    BF_OPTION_THREADS,
    BF_OPTION_SET,
    BF_TEXT_OPTION("out", 'o', "DIR", NULL, out,
                   "folder for the comparison (results/compare-<name of the base> unless given)"),
    BF_OPTION_FORCE,
    BF_OPTION_FIXED,
    BF_OPTION_NO_PLOTS,
    BF_OPTION_NO_JOURNAL,
    BF_OPTION_QUIET,
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow compare winter.cfg more-beds.cfg home-care.cfg",
     "two offers against the winter as it is"},
    {"bedflow compare winter.cfg --alt \"ten more: services.ward.beds=440\" --matters "
     "\"delayed_days: 50\"",
     "is there a difference that matters?"},
    {"bedflow compare winter.cfg more-beds.cfg --precision \"delayed_days: 2%\"",
     "as many replications as the decision needs, and no more"},
    {NULL, NULL}};

const struct bf_command bf_command_compare = {
    .name = "compare",
    .operands = "BASE [OPTION...]",
    .least = 1,
    .most = BF_OPERANDS_CAP,
    .missing = "a base scenario, and options to compare it with",
    .summary = "which option, how sure, and does it matter?",
    .about =
        "Runs the base and every option with the same people, winter by winter, and compares them\n"
        "in pairs: differences with intervals that hold for all of them at once, the chance that\n"
        "each option is best, and the chance of meeting each target. --set changes all options,\n"
        "--alt makes one. A measure is called as in summary.csv: delayed_days of the whole\n"
        "system, ward.wait_p95 of a service. Several are separated by semicolons.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
