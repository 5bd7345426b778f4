/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_trace.c -- bedflow trace: the story of a person, of a day, or of the first few people. */
#include "command.h"

#include "bedflow/base/arena.h"
#include "bedflow/study/study.h"
#include "files.h"
#include "interrupt.h"
#include "progress.h"
#include "bedflow/report/members.h"
#include "bedflow/report/result_json.h"
#include "reply.h"
#include "say.h"
#include "story.h"

#include <inttypes.h>

enum { FIRST_CAP = 100 };

/* What is kept of all that is told. */
struct filter {
    struct bf_story story;
    double from_h, to_h;      /* --day, or the period for --first */
    uint64_t who[FIRST_CAP];  /* --person, --first */
    uint32_t who_count, most; /* most > 0: add people until there are so many */
    bool by_day;
};

static bool is_followed(const struct filter *f, uint64_t who)
{
    for (uint32_t i = 0; i < f->who_count; i++)
        if (f->who[i] == who) return true;
    return false;
}

static void hear(void *context, const struct bf_told *told)
{
    struct filter *f = context;
    if (f->by_day) {
        if (told->at_h >= f->from_h && told->at_h < f->to_h) bf_story_add(&f->story, told);
        return;
    }
    bool presents = told->step == BF_STEP_PRESENTS && told->episode == 0;
    if (presents && f->who_count < f->most && told->at_h >= f->from_h && !is_followed(f, told->who))
        f->who[f->who_count++] = told->who;
    if (is_followed(f, told->who)) bf_story_add(&f->story, told);
}

/* ---- what was asked -------------------------------------------------------------------- */

static int set_day(struct filter *f, const struct bf_network *n, bf_day day, uint32_t warm_up)
{
    char from[48], to[48];
    bf_day last = f->story.first_day + (bf_day)bf_run_days(n, warm_up) - 1;
    if (day < f->story.first_day || day > last) {
        bf_day_print_words(f->story.first_day, from, sizeof from);
        bf_day_print_words(last, to, sizeof to);
        return bf_complain(BF_EXIT_USAGE,
                           "--day: expected a day of the run, from %s (warm-up "
                           "included) to %s",
                           from, to);
    }
    f->by_day = true;
    f->from_h = (day - f->story.first_day) * 24.0;
    f->to_h = f->from_h + 24;
    return BF_EXIT_DONE;
}

static int set_filter(struct filter *f, const struct bf_arguments *a, const struct bf_model *model,
                      uint32_t warm_up)
{
    char why[512];
    f->story.network = &model->network;
    f->story.first_day = model->network.from - (bf_day)warm_up;
    f->from_h = warm_up * 24.0;
    if (a->day != BF_DAY_NONE) return set_day(f, &model->network, a->day, warm_up);
    if (a->person == NULL) {
        f->most = (uint32_t)a->first;
        return BF_EXIT_DONE;
    }
    if (!bf_person_parse(&model->network, a->person, &f->who[0], why, sizeof why))
        return bf_complain(BF_EXIT_USAGE, "--person: %s", why);
    f->who_count = 1;
    return BF_EXIT_DONE;
}

static int only_one(const struct bf_arguments *a)
{
    int asked = (a->day != BF_DAY_NONE) + (a->person != NULL) + (a->first > 0);
    if (asked == 1) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE,
                       "bedflow trace: expected one of --person ID, --day DATE and "
                       "--first N, received %s; for example: bedflow trace %s "
                       "--first 3",
                       asked == 0 ? "none" : "more", a->operand[0]);
}

/* ---- running --------------------------------------------------------------------------- */

static bool replicate(const struct bf_model *model, const struct bf_arguments *a, uint32_t warm_up,
                      struct filter *f, struct bf_err *err)
{
    const struct bf_catalogue *columns = &model->measures.catalogue;
    struct bf_workspace *space = NULL;
    struct bf_outcome outcome = {.coupling = NULL};
    struct bf_replication replication = {.seed = a->seed,
                                         .number = (uint32_t)a->replication,
                                         .warm_up_days = warm_up,
                                         .fixed_inputs = a->fixed_inputs,
                                         .trace = hear,
                                         .trace_context = f};
    outcome.scalar = bf_heap_take(columns->scalar_count + 1, sizeof *outcome.scalar);
    outcome.daily =
        bf_heap_take((size_t)columns->daily_count * columns->day_count + 1, sizeof *outcome.daily);
    bool good = outcome.scalar != NULL && outcome.daily != NULL
                    ? bf_workspace_init(&space, &model->network, columns, err)
                    : bf_fail(err, BF_E_NOMEM, NULL, "expected memory for one replication");
    if (good) good = bf_replicate(space, &replication, &outcome, err);
    bf_workspace_free(space);
    bf_heap_give(outcome.scalar);
    bf_heap_give(outcome.daily);
    return good;
}

static const struct bf_member members[] = {
    COUNT("replication", "which replication"),
    WORDS("seed", "seed of the random numbers, in decimal"),
    LIST("steps", "what happens, in the order of time", bf_story_members), END};

static void reply(const struct filter *f, const struct bf_arguments *a)
{
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_count(json, "replication", a->replication);
    bf_json_seed(json, "seed", a->seed);
    bf_story_json(&f->story, json);
}

static int tell(const struct filter *f, const struct bf_arguments *a)
{
    struct bf_text out = {.bytes = NULL};
    char day[48];
    reply(f, a);
    if (f->by_day) {
        bf_day_print_words(a->day, day, sizeof day);
        bf_text_add(&out, "%s, replication %" PRIu64 ", seed %" PRIu64 "\n", day, a->replication,
                    a->seed);
        bf_story_by_time(&f->story, &out);
    }
    for (uint32_t i = 0; i < f->who_count; i++) {
        if (i > 0) bf_text_add(&out, "\n");
        bf_story_of(&f->story, f->who[i], &out);
    }
    if (f->story.failed) out.failed = true;
    return bf_print(&out);
}

static int trace(const struct bf_arguments *a, const struct bf_model *model)
{
    static struct filter f;
    struct bf_progress_line line = {.shown = false};
    struct bf_study study = {.model = model,
                             .seed = a->seed,
                             .replications = 1,
                             .fixed_inputs = a->fixed_inputs,
                             .warm_up_days = -1,
                             .progress = bf_progress_wanted() ? bf_progress_draw : NULL,
                             .progress_context = &line,
                             .stop = bf_interrupt_watch()};
    struct bf_err err;
    uint32_t warm_up = 0;
    bool known = bf_study_warm_up(&study, &warm_up, &err);
    bf_progress_end(&line);
    if (!known) return bf_complain_err(&err);
    int code = set_filter(&f, a, model, warm_up);
    if (code != BF_EXIT_DONE) return code;
    bool whole = replicate(model, a, warm_up, &f, &err);
    if (f.story.count == 0 && whole && a->person != NULL)
        code = bf_complain(BF_EXIT_USAGE,
                           "--person: nobody called %s presents in replication %" PRIu64
                           " with seed %" PRIu64 "; --day lists who does",
                           a->person, a->replication, a->seed);
    else
        code = tell(&f, a);
    if (!whole) code = bf_complain_err(&err);
    bf_story_free(&f.story);
    return code;
}

static int run(const struct bf_arguments *a)
{
    struct bf_model model;
    int code = only_one(a);
    if (code != BF_EXIT_DONE) return code;
    code = bf_model_open(&model, a, false);
    if (code == BF_EXIT_DONE) code = trace(a, &model);
    bf_model_free(&model);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXT_OPTION("person", 0, "ID", NULL, person,
                   "one person's story; --day prints the names of people"),
    BF_DATE_OPTION("day", day, "all that happens on one day"),
    BF_NUMBER_OPTION("first", 0, "N", NULL, 1, FIRST_CAP, first,
                     "the stories of the first people of the period"),
    BF_NUMBER_OPTION("rep", 0, "R", "0", 0, 999999, replication,
                     "which replication: as numbered in replications.csv"),
    BF_OPTION_SEED,
    BF_OPTION_SET,
    BF_OPTION_FIXED,
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow trace winter.cfg --first 3", "three people, from their first hour to their last"},
    {"bedflow trace winter.cfg --day 2022-01-03", "everything on one day, with everybody's name"},
    {"bedflow trace winter.cfg --person falls-2022-01-03-17", "one of them, from beginning to end"},
    {NULL, NULL}};

const struct bf_command bf_command_trace = {
    .name = "trace",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .missing = "a scenario file",
    .summary = "tell what happens to one person, or on one day",
    .about =
        "Runs one replication, the same as `bedflow run` does, and tells what happened in words.\n"
        "Ask for one of --person, --day and --first.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
