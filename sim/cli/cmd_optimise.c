/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_optimise.c -- bedflow optimise: what to buy, how sure, and what the next pound would do. */
#include "command.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/members.h"
#include "bedflow/report/optimum_view.h"
#include "bedflow/study/goal.h"
#include "appraisal.h"
#include "files.h"
#include "identity.h"
#include "interrupt.h"
#include "pictures.h"
#include "place.h"
#include "progress.h"
#include "reply.h"
#include "say.h"
#include "studying.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define ALPHA         0.05
#define SHARE_OF_TIME 0.9 /* the rest is for drawing */
enum { PILOT = 4 };

struct seeking {
    const struct bf_arguments *a;
    struct bf_model model;
    struct bf_factors factors;
    struct bf_disk disk;
    struct bf_loader loader;
    struct bf_study study;
    struct bf_points points;
    struct bf_optimise_request request;
    struct bf_optimum optimum;
    struct bf_appraisal appraisal;
    const char *limit[BF_OPTIMISE_LIMITS];
    const struct bf_measure *harm;
    double began_s, seconds; /* of a replication */
    char budget[120], folder[BF_FILE_CAP];
};

/* ---- what is asked --------------------------------------------------------------------- */

static int read_factors(struct seeking *s)
{
    struct bf_faults faults = {.count = 0};
    if (s->a->choose.count == 0)
        return bf_complain(BF_EXIT_USAGE, "expected --choose PATH=VALUES, what may be chosen; for "
                                          "example --choose purchases.NAME.beds=0..60/10");
    bool good = bf_factors_read("--choose", s->a->choose.text, s->a->choose.count,
                                &s->model.scenario.bound, &s->factors, &faults);
    if (!good) bf_say_faults(stderr, &faults, BF_WITHOUT_NOTES);
    int code = bf_faults_code(&faults, good ? BF_EXIT_DONE : BF_EXIT_USAGE);
    bf_faults_free(&faults);
    return code;
}

/* "delayed_days: 15,000 with 90%" */
static int read_subject(struct seeking *s, const char *typed)
{
    const struct bf_catalogue *catalogue = &s->model.measures.catalogue;
    struct bf_limit *limit = &s->request.limit[s->request.limit_count];
    const char *with = strstr(typed, " with ");
    char head[300], why[BF_WHAT_CAP];
    struct bf_goals goals;
    struct bf_err err;
    bf_format(head, sizeof head, "%.*s", with ? (int)(with - typed) : (int)strlen(typed), typed);
    *limit = (struct bf_limit){.chance = (double)NAN};
    if (with &&
        !bf_units_parse(BF_DIM_SHARE, with + strlen(" with "), &limit->chance, why, sizeof why))
        return bf_complain(BF_EXIT_USAGE, "--subject: %s", why);
    if (with && !(limit->chance > 0 && limit->chance < 1))
        return bf_complain(BF_EXIT_USAGE, "--subject: expected a chance between 0%% and 100%%, "
                                          "such as 90%%: nothing is certain");
    if (!bf_goals_parse(head, catalogue, &goals, &err))
        return bf_complain(BF_EXIT_USAGE, "--subject: %s", err.what);
    if (goals.count != 1 || goals.goal[0].is_share)
        return bf_complain(BF_EXIT_USAGE,
                           "--subject: expected one measure and a number in its unit, such as "
                           "\"delayed_days: 15,000 with 90%%\", received \"%s\"",
                           typed);
    limit->column = goals.goal[0].scalar;
    limit->bound = goals.goal[0].amount;
    limit->at_least = !catalogue->scalar[limit->column].lower_is_better;
    s->limit[s->request.limit_count++] = typed;
    return BF_EXIT_DONE;
}

static int read_budget(struct seeking *s)
{
    char why[BF_WHAT_CAP], amount[64], pounds[128];
    struct bf_limit *limit = &s->request.limit[s->request.limit_count];
    if (s->a->money_limit == NULL) return BF_EXIT_DONE;
    *limit = (struct bf_limit){.column = UINT32_MAX, .chance = (double)NAN, .exact = true};
    bf_format(pounds, sizeof pounds, "£%s", s->a->money_limit); /* "1.5m" can be nothing else */
    if (!bf_units_parse(BF_DIM_MONEY, s->a->money_limit, &limit->bound, why, sizeof why) &&
        !bf_units_parse(BF_DIM_MONEY, pounds, &limit->bound, amount, sizeof amount))
        return bf_complain(BF_EXIT_USAGE, "--budget: %s", why);
    bf_units_print(BF_DIM_MONEY, limit->bound, amount, sizeof amount);
    bf_format(s->budget, sizeof s->budget, "cost at most %s", amount);
    s->limit[s->request.limit_count++] = s->budget;
    return BF_EXIT_DONE;
}

static int read_limits(struct seeking *s)
{
    int code = BF_EXIT_DONE;
    if (s->a->subject.count + 1 > BF_OPTIMISE_LIMITS)
        return bf_complain(BF_EXIT_USAGE, "--subject: expected at most %d", BF_OPTIMISE_LIMITS - 1);
    for (size_t i = 0; i < s->a->subject.count && code == BF_EXIT_DONE; i++)
        code = read_subject(s, s->a->subject.text[i]);
    return code == BF_EXIT_DONE ? read_budget(s) : code;
}

static int read_aim(struct seeking *s)
{
    struct bf_optimise_request *r = &s->request;
    r->least_cost = strcmp(s->a->least, "cost") == 0;
    if (r->least_cost && s->a->subject.count == 0)
        return bf_complain(BF_EXIT_USAGE,
                           "--least cost: expected what has to be met, since nothing costs least; "
                           "for example --subject \"delayed_days: 15,000 with 90%%\"");
    int code = BF_EXIT_DONE;
    if (!r->least_cost)
        code = bf_measure_asked(&s->model.measures.catalogue, "--least", s->a->least, &r->harm);
    else
        r->harm = r->limit[0].column;
    if (code != BF_EXIT_DONE) return code;
    s->harm = &s->model.measures.catalogue.scalar[r->harm];
    r->harm_is_negative = !s->harm->lower_is_better;
    if (!r->least_cost && r->harm_is_negative)
        return bf_complain(BF_EXIT_USAGE,
                           "--least: expected a measure of which less is better; of %s more is",
                           s->a->least);
    return BF_EXIT_DONE;
}

static int read_matters(struct seeking *s)
{
    char why[BF_WHAT_CAP];
    bool money = s->request.least_cost;
    if (s->a->matters == NULL) return BF_EXIT_DONE;
    if (!bf_units_parse(money ? BF_DIM_MONEY : BF_DIM_NUMBER, s->a->matters, &s->request.delta, why,
                        sizeof why))
        return bf_complain(BF_EXIT_USAGE, "--matters: %s", why);
    if (s->request.delta > 0) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE, "--matters: expected more than 0");
}

/* ---- running --------------------------------------------------------------------------- */

static int failed_run(const struct bf_err *err)
{
    if (err->code == BF_E_RANGE || err->code == BF_E_KEY)
        return bf_complain(BF_EXIT_USAGE, "%s", err->what);
    if (err->code != BF_E_STOPPED) return bf_complain_err(err);
    bf_say("Stopped before anything could be said; nothing is written.");
    return BF_EXIT_INTERRUPTED;
}

/* How long a replication takes here: from a few of the scenario itself. */
static bool time_pilot(struct seeking *s, struct bf_err *err)
{
    struct bf_result result;
    struct bf_study pilot = s->study;
    pilot.replications = PILOT * (s->a->threads > 0 ? (uint32_t)s->a->threads : bf_processors());
    pilot.warm_up_days = (int32_t)s->points.warm_up_days;
    if (s->model.network.snapshot) pilot.warm_up_days = -1;
    if (!bf_study_run(&pilot, &result, err)) return false;
    s->seconds = result.count > 0 ? result.wall_s / result.count : 1;
    double left = SHARE_OF_TIME * (double)s->a->within - (bf_wall_s() - s->began_s);
    s->request.look = (uint32_t)s->a->look;
    s->request.replications = s->a->most_reps;
    if (s->a->most_reps == 0) {
        s->request.within_s = fmax(left, 1e-3);
        s->request.replications = (uint64_t)fmax(0, left / s->seconds);
    }
    bf_result_free(&result);
    return true;
}

static int seek(struct seeking *s)
{
    struct bf_progress_line line = {.shown = false};
    struct bf_err err;
    s->loader = bf_disk_loader(&s->disk);
    s->study = bf_study_asked(s->a, &s->model, &line);
    s->points = bf_points_asked(s->a, &s->study, &s->loader, &s->factors);
    s->request.points = &s->points;
    s->request.alpha = ALPHA;
    bool ran = bf_points_warm_up(&s->points, &err) && time_pilot(s, &err) &&
               bf_optimise(&s->request, &s->optimum, &err);
    bf_progress_end(&line);
    return ran ? BF_EXIT_DONE : failed_run(&err);
}

/* ---- telling --------------------------------------------------------------------------- */

static bool draw(const void *view, const struct bf_run_identity *identity,
                 struct bf_drawing *drawing, struct bf_err *err)
{
    return bf_optimum_draw(view, identity, drawing, err);
}

static const struct bf_member members[] = {
    WORDS_OR_NULL("title", "title of the scenario"),
    WORDS("file", "file of the scenario"),
    OBJECT("method", "what was asked, and how it was answered", bf_optimum_method_members),
    OBJECT("answer", "what can be said", bf_optimum_answer_members),
    LIST("options", "every option that was looked at", bf_optimum_option_members),
    LIST("worth",
         "the chosen option, or the best so far, and the cheapest that is as good, against the "
         "scenario as it stands; empty: nothing is chosen that it has not",
         bf_optimum_worth_members),
    LIST("frontier", "those that no other beats, cheapest first", bf_optimum_step_members),
    WORDS_OR_NULL("folder",
                  "where the tables (options.csv, ...) are; null if they could not be stored"),
    END};

static int store(const struct seeking *s, const struct bf_optimum_view *view)
{
    struct bf_run_identity identity;
    struct bf_err err;
    bf_identity(&identity);
    identity.command = s->a->typed.bytes;
    bool stored = bf_optimum_write(view, &identity, s->folder, s->a->force, &err);
    struct bf_json *json = bf_reply_result();
    if (json != NULL) {
        bf_json_optimum(json, view, false);
        bf_json_text(json, "folder", stored ? s->folder : NULL);
    }
    if (!stored) {
        int code = bf_complain_err(&err);
        bf_say("The answer was not stored.");
        return code;
    }
    if (!s->a->quiet)
        bf_say("Tables:   %s/options.csv, frontier.csv, worth.csv, optimise.json", s->folder);
    return bf_draw_asked(s->a, s->folder, draw, view, &identity);
}

static int exit_of(const struct seeking *s)
{
    if (s->optimum.interrupted) {
        bf_say("Stopped by you: what had finished is told.");
        return BF_EXIT_INTERRUPTED;
    }
    return s->optimum.selected.end == BF_SELECTED_OPEN ? BF_EXIT_NOT_EXACT : BF_EXIT_DONE;
}

/* After the search: the winters that it has not seen. */
static void appraise(struct seeking *s)
{
    struct bf_study study = s->study;
    study.warm_up_days = s->model.network.snapshot ? -1 : (int32_t)s->points.warm_up_days;
    study.progress = NULL;
    bf_appraise(s->a, &s->disk, &s->optimum, &study, s->request.harm, &s->appraisal);
}

static int tell(struct seeking *s)
{
    const struct bf_catalogue *catalogue = &s->model.measures.catalogue;
    struct bf_text table = {.bytes = NULL};
    struct bf_optimum_view view = {
        .optimum = &s->optimum,
        .harm = s->harm,
        .least_cost = s->request.least_cost,
        .limit = s->limit,
        .title = s->model.care->title,
        .file = s->a->operand[0],
        .text = s->model.scenario.resolved,
        .seed = s->a->seed,
        .warm_up_days = s->points.warm_up_days,
        .level = 1 - ALPHA,
        .day_worth = s->model.care->acute_day_average,
        .seconds = s->optimum.used > 0 ? s->optimum.wall_s / (double)s->optimum.used : s->seconds,
        .first_day = catalogue->first_day,
        .day_count = catalogue->day_count};
    if (s->optimum.systems.count == 0) {
        bf_say("Stopped before any option had been looked at; nothing is written.");
        return BF_EXIT_INTERRUPTED;
    }
    appraise(s);
    if (s->appraisal.known) {
        view.worth = &s->appraisal.view;
        view.worth_point = s->appraisal.point;
    }
    bf_optimum_table(&view, &table);
    int code = bf_print(&table);
    if (code == BF_EXIT_DONE) code = store(s, &view);
    if (!s->a->quiet)
        bf_say("%" PRIu64
               " replications in %.0f s; to have this again: --look %u --max-reps %" PRIu64
               "; warm-up %u days; seed %" PRIu64,
               s->optimum.used, s->optimum.wall_s, s->optimum.systems.count, s->optimum.used,
               s->points.warm_up_days, s->a->seed);
    int end = exit_of(s);
    if (s->appraisal.missed && end != BF_EXIT_INTERRUPTED) end = BF_EXIT_STOPPED;
    return code != BF_EXIT_DONE ? code : end;
}

/* ---- the command ----------------------------------------------------------------------- */

static int run(const struct bf_arguments *a)
{
    struct seeking *s = bf_heap_take(1, sizeof *s);
    if (s == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out before the search");
    s->a = a;
    s->began_s = bf_wall_s();
    s->disk.keeps = true;
    int code = bf_model_open_from(&s->disk, &s->model, a, !a->quiet);
    if (code == BF_EXIT_DONE) code = read_factors(s);
    if (code == BF_EXIT_DONE) code = read_limits(s);
    if (code == BF_EXIT_DONE) code = read_aim(s);
    if (code == BF_EXIT_DONE) code = read_matters(s);
    if (code == BF_EXIT_DONE) {
        bf_place_choose(a->out, "optimise-", a->operand[0], s->folder);
        code = bf_place_look(s->folder, a->force);
    }
    if (code == BF_EXIT_DONE) code = seek(s);
    if (code == BF_EXIT_DONE) code = tell(s);
    bf_appraisal_free(&s->appraisal);
    bf_optimum_free(&s->optimum);
    bf_factors_free(&s->factors);
    bf_disk_forget(&s->disk);
    bf_model_free(&s->model);
    bf_heap_give(s);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXTS_OPTION("choose", 0, "PATH=VALUES", choose,
                    "what may be chosen: LOW..HIGH, LOW..HIGH/STEP or A,B,C; may be repeated"),
    BF_TEXT_OPTION("least", 0, "cost|MEASURE", "cost", least,
                   "what is to be as little as possible"),
    BF_TEXTS_OPTION(
        "subject", 0, "\"MEASURE: LIMIT [with 90%]\"", subject,
        "what has to be met: with that chance in a winter, or on average; may be repeated"),
    BF_TEXT_OPTION("budget", 0, "AMOUNT", NULL, money_limit, "cost at most so much, \"£1.5m\""),
    BF_TEXT_OPTION("matters", 0, "AMOUNT", NULL, matters,
                   "the smallest difference that matters in what is least (2% of it unless given)"),
    BF_NUMBER_OPTION("within", 0, "SECONDS", "60", 1, 1000000, within,
                     "take at most about so long, however fast the machine is meanwhile; what is "
                     "not decided by then is said"),
    BF_NUMBER_OPTION("max-reps", 0, "N", NULL, 1, 100000000, most_reps,
                     "replications in all, in place of --within: with --look, the same number "
                     "gives the same answer"),
    BF_NUMBER_OPTION(
        "look", 0, "N", NULL, 1, BF_OPTIMISE_POINTS, look,
        "options to look at, all or by search (as many as a part of the time allows unless given)"),
    BF_OPTION_SEED,
    BF_NUMBER_OPTION("threads", 0, "N", "0", 0, 1024, threads,
                     "processors to use (all unless given)"),
    BF_OPTION_SET,
    BF_TEXT_OPTION("out", 'o', "DIR", NULL, out,
                   "folder for the answer (results/optimise-<name of the scenario> unless given)"),
    BF_OPTION_FORCE,
    BF_OPTION_FIXED,
    BF_OPTION_PLOTS_LATER,
    BF_FLAG_OPTION("quiet", 'q', quiet, "only the answer, and what went wrong"),
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow optimise winter.cfg --choose purchases.block.beds=0..60/10 --least delayed_days "
     "--budget \"£1.5m\"",
     "what to buy for the money"},
    {"bedflow optimise winter.cfg --choose purchases.block.beds=0..60/5 --choose "
     "\"purchases.block.from=2021-11-01..2021-12-27/2 weeks\" --subject \"delayed_days: 15,000 "
     "with 90%\"",
     "the cheapest beds and date that keep delay low in nine winters of ten"},
    {NULL, NULL}};

const struct bf_command bf_command_optimise = {
    .name = "optimise",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .missing = "a scenario file",
    .summary = "what to buy, how sure, and what the next pound would do",
    .about =
        "Looks for the cheapest choice that meets what was asked, or for the least harm within a\n"
        "budget, with the same people in every option. It says which is best with 95% confidence\n"
        "(ranking and selection), or that this is not decided and what it would take; which\n"
        "options cannot be told apart; and the frontier of cost and harm with the price of each\n"
        "further step; and what the choice costs and is worth against doing nothing, with an "
        "acute\n"
        "day released worth nothing, its marginal and its average cost. Cost is what the "
        "purchases\n"
        "are billed or, where there are none, all that the scenario spends. Small sets of options\n"
        "are all looked at. Large ones are searched: what the search found best is then judged by\n"
        "winters that it had not seen, and the confidence is about these options alone.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
