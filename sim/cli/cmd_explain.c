/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_explain.c -- bedflow explain: why was this day or week so bad? */
#include "command.h"

#include "again.h"
#include "bedflow/report/explanation_json.h"
#include "bedflow/report/explanation_store.h"
#include "bedflow/study/observed.h"
#include "identity.h"
#include "interrupt.h"
#include "pictures.h"
#include "place.h"
#include "progress.h"
#include "reply.h"
#include "say.h"
#include "studying.h"

#include <string.h>

enum { REPS = 60 };

struct explaining {
    const struct bf_arguments *a;
    struct bf_again again;
    struct bf_hold_out window;
    struct bf_explanation explanation;
    char folder[BF_FILE_CAP];
};

/* ---- what was asked -------------------------------------------------------------------- */

/* "2022-01-16..2022-01-10": two days, the later one first. */
static bool is_turned_round(const char *date)
{
    char first[BF_DAY_TEXT];
    const char *dots = strstr(date, "..");
    bf_day from, to;
    return dots && bf_format(first, sizeof first, "%.*s", (int)(dots - date), date) &&
           bf_day_parse(first, &from) && bf_day_parse(dots + 2, &to) && to < from;
}

static int read_window(struct explaining *e)
{
    const char *date = e->a->when;
    struct bf_err err;
    e->window = (struct bf_hold_out){BF_DAY_NONE, BF_DAY_NONE};
    if (e->a->worst && strcmp(e->a->worst, "week") != 0)
        return bf_complain(BF_EXIT_USAGE, "--worst: expected week, received \"%s\"", e->a->worst);
    if (e->a->worst && date)
        return bf_complain(BF_EXIT_USAGE, "expected --date or --worst, received both: which days?");
    if (!date) return BF_EXIT_DONE;
    if (bf_day_parse(date, &e->window.from)) {
        e->window.to = e->window.from;
        return BF_EXIT_DONE;
    }
    if (bf_hold_out_parse(date, &e->window, &err)) return BF_EXIT_DONE;
    if (is_turned_round(date))
        return bf_complain(BF_EXIT_USAGE,
                           "--date: expected the first day before the last, received \"%s\"", date);
    char cure[120];
    bf_day_cure(date, cure, sizeof cure);
    return bf_complain(BF_EXIT_USAGE,
                       "--date: expected a day such as 2022-01-10, or two with two dots between, "
                       "2022-01-10..2022-01-16, received \"%s\"%s",
                       date, cure);
}

static int choose_folder(struct explaining *e)
{
    char name[BF_FILE_CAP], from[BF_DAY_TEXT] = "worst-week";
    if (e->window.from != BF_DAY_NONE) bf_day_print(e->window.from, from);
    bool fits = bf_format(name, sizeof name, "%s/explain-%s", e->a->operand[0], from);
    if (!fits) return bf_complain(BF_EXIT_USAGE, "%s: the path is too long", e->a->operand[0]);
    bf_place_choose(e->a->out ? e->a->out : name, "", "", e->folder);
    return bf_place_look(e->folder, e->a->force);
}

/* ---- what came out --------------------------------------------------------------------- */

static bool draw(const void *view, const struct bf_run_identity *identity,
                 struct bf_drawing *drawing, struct bf_err *err)
{
    return bf_explanation_draw(view, identity, drawing, err);
}

static int conclude(const struct explaining *e)
{
    struct bf_explanation_view view = {.explanation = &e->explanation,
                                       .model = &e->again.model,
                                       .title = e->again.recipe.title,
                                       .folder = e->a->operand[0],
                                       .file = e->again.recipe.file,
                                       .seed = e->again.recipe.seed,
                                       .warm_up_days = e->again.recipe.warm_up_days,
                                       .fixed_inputs = e->again.recipe.fixed_inputs};
    struct bf_run_identity identity;
    struct bf_text words = {.bytes = NULL};
    struct bf_err err;
    bf_explanation_words(&view, &words);
    int code = bf_print(&words);
    bf_identity(&identity);
    identity.command = e->a->typed.bytes;
    if (!bf_explanation_write(&view, &identity, e->folder, e->a->force, &err)) {
        code = bf_complain_err(&err);
        bf_say("The explanation was not stored.");
        return code;
    }
    struct bf_json *json = bf_reply_result();
    if (json != NULL) bf_json_explanation(json, &view);
    if (json != NULL) bf_json_text(json, "folder", e->folder);
    if (!e->a->quiet) bf_say("Tables:   %s/causes.csv, contrasts.csv", e->folder);
    int drawn = bf_draw_asked(e->a, e->folder, draw, &view, &identity);
    return code == BF_EXIT_DONE ? drawn : code;
}

/* ---- the command ----------------------------------------------------------------------- */

static int explain(struct explaining *e)
{
    const struct bf_recipe *recipe = &e->again.recipe;
    struct bf_stored stored = {recipe->file, recipe->text};
    struct bf_loader loader = bf_stored_loader(&stored);
    struct bf_progress_line line = {.shown = false};
    bool draws = !e->a->quiet && bf_progress_wanted();
    uint64_t reps = e->a->reps ? e->a->reps : recipe->planned < REPS ? recipe->planned : REPS;
    struct bf_study study = {.model = &e->again.model,
                             .seed = recipe->seed,
                             .first = recipe->replication[0],
                             .replications = (uint32_t)reps,
                             .threads = (uint32_t)e->a->threads,
                             .fixed_inputs = recipe->fixed_inputs,
                             .warm_up_days = (int32_t)recipe->warm_up_days,
                             .stop = bf_interrupt_watch()};
    struct bf_explain_request request = {.file = recipe->file,
                                         .loader = &loader,
                                         .study = &study,
                                         .from = e->window.from,
                                         .to = e->window.to,
                                         .measure = e->a->measure,
                                         .of = e->a->over.text,
                                         .of_count = e->a->over.count,
                                         .progress = draws ? bf_progress_step : NULL,
                                         .progress_context = &line};
    struct bf_err err;
    bool done = bf_explain(&request, &e->explanation, &err);
    bf_progress_end(&line);
    if (done) return conclude(e);
    if (bf_interrupted() || err.code == BF_E_STOPPED) {
        bf_say("Stopped by you; nothing is written.");
        return BF_EXIT_INTERRUPTED;
    }
    int code = bf_complain_err(&err);
    return err.code == BF_E_KEY || err.code == BF_E_RANGE ? BF_EXIT_USAGE : code;
}

static int run(const struct bf_arguments *a)
{
    struct explaining *e = bf_heap_take(1, sizeof *e);
    if (e == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out");
    e->a = a;
    int code = read_window(e);
    if (code == BF_EXIT_DONE) code = bf_again_open(&e->again, a->operand[0]);
    if (code == BF_EXIT_DONE) code = choose_folder(e);
    if (code == BF_EXIT_DONE) code = explain(e);
    bf_explanation_free(&e->explanation);
    bf_again_free(&e->again);
    bf_heap_give(e);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXT_OPTION("date", 0, "DAY or FROM..TO", NULL, when, "the day or days to explain"),
    BF_TEXT_OPTION("worst", 0, "week", NULL, worst,
                   "the seven days with the highest mean; so it is without --date"),
    BF_TEXT_OPTION("measure", 'm', "MEASURE", "delayed", measure,
                   "what to explain, by day as in daily.csv: occupancy, ward.waiting"),
    BF_TEXTS_OPTION("of", 0, "NAME", over,
                    "only this change, purchase or policy; may be repeated (all in force by then "
                    "unless given)"),
    BF_NUMBER_OPTION("reps", 'n', "N", NULL, 2, 1000000, reps,
                     "replications (those of the run, at most 60, unless given)"),
    BF_OPTION_THREADS,
    BF_TEXT_OPTION("out", 'o', "DIR", NULL, out,
                   "folder for tables and picture (DIR/explain-<first day> unless given)"),
    BF_OPTION_FORCE,
    BF_OPTION_PLOTS_LATER,
    BF_FLAG_OPTION("quiet", 'q', quiet, "only the words, and what went wrong"),
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow explain results/winter-2021 --date 2022-01-10..2022-01-16",
     "why was the second week of January so bad?"},
    {"bedflow explain results/winter-2021 --worst week", "the worst week, whenever it was"},
    {"bedflow explain results/winter-2021 --date 2022-01-10..2022-01-16 --of omicron --of "
     "staff_sickness",
     "what of it is Omicron and what is staff off sick, shared out fairly"},
    {NULL, NULL}};

const struct bf_command bf_command_explain = {
    .name = "explain",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .missing = "a folder of results",
    .summary = "why was this day or week so bad?",
    .about =
        "Compares the days with ordinary days of the same run (the other days of the period on\n"
        "the same weekdays): who was delayed, for what, and which services were short. Then runs\n"
        "it again with changes, purchases and policies taken out, the same people in every run.\n"
        "Up to six causes: shares averaged over all orders (Shapley); they add up to all. More:\n"
        "each taken out by itself, and what they do only together is the rest. What comes into\n"
        "force after these days is left out.",
    .options = options,
    .examples = examples,
    .result = bf_explanation_members,
    .run = run};
