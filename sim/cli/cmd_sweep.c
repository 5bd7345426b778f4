/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_sweep.c -- bedflow sweep: one scenario at many points, and which inputs matter. */
#include "command.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/members.h"
#include "bedflow/report/sweep_view.h"
#include "bedflow/study/goal.h"
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

enum {
    REPS = 20,       /* of a design whose points are looked at one by one */
    REPS_SPREAD = 8, /* of one that fills the space: more points say more than more winters */
    POINTS = 40,     /* of latin and sobol */
    LEVELS = 5,      /* of a factor of any value in a grid */
    ROWS = 32,       /* of indices */
    MEASURES = 64
};

struct sweeping {
    const struct bf_arguments *a;
    struct bf_arguments own; /* with --seasons: what it stands for */
    char seasons[64];
    const char *over[1];
    struct bf_setting *set; /* heap */
    struct bf_model model;
    struct bf_factors factors;
    struct bf_design design;
    struct bf_disk disk;
    struct bf_loader loader;
    struct bf_study study;
    struct bf_points points;
    struct bf_responses responses;
    uint32_t measure[MEASURES];
    const struct bf_measure *words[MEASURES];
    uint32_t measures, reps;
    char folder[BF_FILE_CAP];
};

/* ---- what is asked --------------------------------------------------------------------- */

static int say_and_free(struct bf_faults *faults, int code)
{
    if (code != BF_EXIT_DONE) {
        char words[80];
        bf_faults_count_words(faults, words, sizeof words);
        bf_say_faults(stderr, faults, BF_WITHOUT_NOTES);
        bf_say("Nothing was run: %s.", words);
    }
    code = bf_faults_code(faults, code);
    bf_faults_free(faults);
    return code;
}

/* Every replication of a point has the season of one: --set season=0 --over season=0..19/1. */
static int take_seasons(struct sweeping *s)
{
    struct bf_arguments *own = &s->own;
    if (s->a->seasons == 0) return BF_EXIT_DONE;
    if (s->a->over.count > 0 || s->a->points || s->a->design)
        return bf_complain(BF_EXIT_USAGE, "--seasons: expected neither --over, --points nor "
                                          "--design beside it: seasons are all that is varied");
    *own = *s->a;
    s->set = bf_heap_take(own->set_count + 1, sizeof *s->set);
    if (s->set == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out before the sweep");
    for (size_t i = 0; i < own->set_count; i++)
        s->set[i] = own->set[i];
    s->set[own->set_count++] = (struct bf_setting){"season", "0"};
    own->set = s->set;
    bf_format(s->seasons, sizeof s->seasons, "season=0..%u/1", (unsigned)own->seasons - 1);
    s->over[0] = s->seasons;
    own->over = (struct bf_texts){s->over, 1};
    s->a = own;
    return BF_EXIT_DONE;
}

static int read_list(struct sweeping *s)
{
    struct bf_faults faults = {.count = 0};
    struct bf_sheet sheet = {.bytes = NULL};
    if (s->a->over.count > 0)
        return bf_complain(BF_EXIT_USAGE,
                           "--over: expected nothing beside --points %s, whose "
                           "columns say what is varied",
                           s->a->points);
    int code = bf_sheet_open(s->a->points, &sheet, &faults);
    if (code == BF_EXIT_DONE && !bf_design_list(&sheet, s->a->points, &s->model.scenario.bound,
                                                &s->factors, &s->design, &faults))
        code = BF_EXIT_USAGE;
    bf_sheet_free(&sheet);
    return say_and_free(&faults, code);
}

static int read_factors(struct sweeping *s)
{
    struct bf_faults faults = {.count = 0};
    struct bf_err err;
    if (s->a->over.count > 0) {
        bool good = bf_factors_read("--over", s->a->over.text, s->a->over.count,
                                    &s->model.scenario.bound, &s->factors, &faults);
        return say_and_free(&faults, good ? BF_EXIT_DONE : BF_EXIT_USAGE);
    }
    if (!bf_factors_declared(&s->model.scenario.bound, &s->factors, &err))
        return bf_complain_err(&err);
    if (s->factors.count > 0) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE,
                       "expected --over PATH=LOW..HIGH, as no number of %s has a declared range; "
                       "for example --over services.NAME.beds=20..40/5",
                       s->a->operand[0]);
}

/* "40", or the name of a table. */
static bool is_count(const char *text, uint32_t *count)
{
    uint64_t sum = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || sum > BF_DESIGN_POINTS) return false;
        sum = sum * 10 + (uint64_t)(*at - '0');
    }
    *count = (uint32_t)sum;
    return sum > 0;
}

static int choose_kind(const struct sweeping *s, enum bf_design_kind *kind)
{
    int named = s->a->design ? bf_design_kind_of(s->a->design) : -1;
    if (s->a->design && (named < 0 || named == BF_DESIGN_LIST))
        return bf_complain(BF_EXIT_USAGE,
                           "--design: expected grid, latin, sobol, one-at-a-time or indices%s, "
                           "received \"%s\"",
                           named < 0 ? "" : " (a list is --points FILE.csv)", s->a->design);
    if (named >= 0)
        *kind = (enum bf_design_kind)named;
    else if (s->a->over.count == 0)
        *kind = BF_DESIGN_LATIN;
    else
        *kind = s->factors.count <= 2 ? BF_DESIGN_GRID : BF_DESIGN_ONE_AT_A_TIME;
    return BF_EXIT_DONE;
}

static int make_design(struct sweeping *s, uint32_t size)
{
    enum bf_design_kind kind = BF_DESIGN_GRID;
    struct bf_err err;
    int code = choose_kind(s, &kind);
    if (code != BF_EXIT_DONE) return code;
    static const uint32_t usual[] = {
        [BF_DESIGN_GRID] = LEVELS,  [BF_DESIGN_LIST] = 1,          [BF_DESIGN_LATIN] = POINTS,
        [BF_DESIGN_SOBOL] = POINTS, [BF_DESIGN_ONE_AT_A_TIME] = 1, [BF_DESIGN_INDICES] = ROWS};
    if (kind == BF_DESIGN_INDICES && size == 1)
        return bf_complain(BF_EXIT_USAGE, "--points: expected at least 2 with --design indices");
    if (bf_design_make(kind, &s->factors, size > 0 ? size : usual[kind], s->a->seed, &s->design,
                       &err))
        return BF_EXIT_DONE;
    if (err.code == BF_E_NOMEM) return bf_complain_err(&err);
    return bf_complain(BF_EXIT_USAGE, "%s", err.what);
}

static int read_design(struct sweeping *s)
{
    uint32_t size = 0;
    const char *design = s->a->design;
    bool table = s->a->points && !is_count(s->a->points, &size);
    if (table && design && bf_design_kind_of(design) != BF_DESIGN_LIST)
        return bf_complain(BF_EXIT_USAGE,
                           "--points: expected a number from 1 to %d with --design %s, received "
                           "\"%s\"",
                           BF_DESIGN_POINTS, design, s->a->points);
    if (table) return read_list(s);
    int code = read_factors(s);
    return code == BF_EXIT_DONE ? make_design(s, size) : code;
}

static int read_measures(struct sweeping *s)
{
    const struct bf_catalogue *catalogue = &s->model.measures.catalogue;
    if (s->a->measures.count > MEASURES)
        return bf_complain(BF_EXIT_USAGE, "--measure: expected at most %d", MEASURES);
    for (size_t i = 0; i < s->a->measures.count; i++) {
        uint32_t found;
        int code = bf_measure_asked(catalogue, "--measure", s->a->measures.text[i], &found);
        if (code != BF_EXIT_DONE) return code;
        s->measure[s->measures++] = found;
    }
    for (uint32_t i = 0; s->a->measures.count == 0 && i < catalogue->scalar_count; i++)
        if (catalogue->scalar[i].headline && s->measures < MEASURES) s->measure[s->measures++] = i;
    for (uint32_t i = 0; i < s->measures; i++)
        s->words[i] = &catalogue->scalar[s->measure[i]];
    return BF_EXIT_DONE;
}

static void choose_reps(struct sweeping *s)
{
    enum bf_design_kind kind = s->design.kind;
    bool fills = s->a->seasons > 0 || kind == BF_DESIGN_LATIN || kind == BF_DESIGN_SOBOL ||
                 kind == BF_DESIGN_INDICES;
    s->reps = s->a->reps > 0 ? (uint32_t)s->a->reps : fills ? REPS_SPREAD : REPS;
}

/* ---- running --------------------------------------------------------------------------- */

static int failed_run(const struct bf_err *err)
{
    if (err->code != BF_E_STOPPED) return bf_complain_err(err);
    bf_say("Stopped before a replication had finished; nothing is written.");
    return BF_EXIT_INTERRUPTED;
}

static void set_up(struct sweeping *s, struct bf_progress_line *line)
{
    s->loader = bf_disk_loader(&s->disk);
    s->study = bf_study_asked(s->a, &s->model, line);
    s->study.replications = s->reps;
    s->points = bf_points_asked(s->a, &s->study, &s->loader, &s->factors);
    s->points.x = s->design.x;
    s->points.count = s->design.count;
    s->points.measure = s->measure;
    s->points.measure_count = s->measures;
}

static int simulate(struct sweeping *s)
{
    struct bf_progress_line line = {.shown = false};
    struct bf_err err;
    set_up(s, &line);
    bool ran = bf_points_warm_up(&s->points, &err) &&
               bf_points_respond(&s->points, s->reps, &s->responses, &err);
    bf_progress_end(&line);
    return ran ? BF_EXIT_DONE : failed_run(&err);
}

/* ---- telling --------------------------------------------------------------------------- */

static bool draw(const void *view, const struct bf_run_identity *identity,
                 struct bf_drawing *drawing, struct bf_err *err)
{
    return bf_sweep_draw(view, identity, drawing, err);
}

static const struct bf_member members[] = {
    WORDS_OR_NULL("title", "title of the scenario"),
    WORDS("file", "file of the scenario"),
    OBJECT("method", "how the sweep was made", bf_sweep_method_members),
    LIST("factors", "what was varied", bf_sweep_factor_members),
    LIST("points", "where it was run, and each measure there", bf_sweep_point_members),
    LIST("measures", "what moves each measure, and how much of its spread is chance",
         bf_sweep_measure_members),
    WORDS_OR_NULL("folder",
                  "where the tables (response.csv, ...) are; null if they could not be stored"),
    END};

static void reply(const struct sweeping *s, const struct bf_sweep_view *view, bool stored)
{
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_sweep(json, view, false);
    bf_json_text(json, "folder", stored ? s->folder : NULL);
}

static int store(const struct sweeping *s, const struct bf_sweep_view *view)
{
    struct bf_run_identity identity;
    struct bf_err err;
    bf_identity(&identity);
    identity.command = s->a->typed.bytes;
    bool stored = bf_sweep_write(view, &identity, s->folder, s->a->force, &err);
    reply(s, view, stored);
    if (!stored) {
        int code = bf_complain_err(&err);
        bf_say("The sweep was not stored.");
        return code;
    }
    if (!s->a->quiet)
        bf_say("Tables:   %s/response.csv, points.csv, effects.csv, variance.csv, sweep.json",
               s->folder);
    return bf_draw_asked(s->a, s->folder, draw, view, &identity);
}

static int conclude(const struct sweeping *s)
{
    const struct bf_network *network = &s->model.network;
    const struct bf_catalogue *catalogue = &s->model.measures.catalogue;
    struct bf_sweep sweep;
    struct bf_text table = {.bytes = NULL};
    struct bf_err err;
    struct bf_sweep_view view = {.sweep = &sweep,
                                 .title = s->model.care->title,
                                 .file = s->a->operand[0],
                                 .text = s->model.scenario.resolved,
                                 .seed = s->a->seed,
                                 .warm_up_days = s->points.warm_up_days,
                                 .chance_only = network->chance_only || s->a->fixed_inputs,
                                 .fixed_inputs = s->a->fixed_inputs,
                                 .first_day = catalogue->first_day,
                                 .day_count = catalogue->day_count};
    if (!bf_sweep_analyse(&s->factors, &s->design, &s->responses, s->words, s->a->seed, &sweep,
                          &err)) {
        bf_sweep_free(&sweep);
        return bf_complain_err(&err);
    }
    bf_sweep_table(&view, &table);
    int code = bf_print(&table);
    int stored = store(s, &view);
    bf_sweep_free(&sweep);
    return code != BF_EXIT_DONE ? code : stored;
}

static void say_time(const struct sweeping *s)
{
    char time[48];
    bf_time_words(s->responses.wall_s, time, sizeof time);
    bf_say("%u of %u replications in %s; warm-up %u days; seed %" PRIu64 "; digest %016" PRIx64,
           s->responses.done, s->responses.points * s->responses.replications, time,
           s->points.warm_up_days, s->a->seed, s->responses.digest);
}

/* What went wrong at some points, though the others ran. */
static int say_trouble(const struct sweeping *s)
{
    const struct bf_responses *r = &s->responses;
    char reason[2 * BF_PATH_CAP + BF_WHAT_CAP];
    int code = BF_EXIT_DONE;
    for (uint32_t p = 0; p < r->points && code == BF_EXIT_DONE; p++)
        if (r->refused[p].code != BF_OK) {
            bf_err_render(&r->refused[p], reason, sizeof reason);
            code = bf_complain(BF_EXIT_STOPPED, "%u of %u points refused; the first, number %u: %s",
                               r->refused_count, r->points, p + 1, reason);
        }
    if (r->stopped_count > 0) {
        bf_err_render(&r->stopped, reason, sizeof reason);
        code = bf_complain(BF_EXIT_STOPPED, "%u replications stopped; the first: %s",
                           r->stopped_count, reason);
    }
    return code;
}

static int tell(const struct sweeping *s)
{
    int trouble = say_trouble(s);
    if (s->responses.done == 0) {
        bf_say("No replication finished; nothing is written.");
        return trouble != BF_EXIT_DONE ? trouble : BF_EXIT_INTERRUPTED;
    }
    int code = conclude(s);
    if (!s->a->quiet) say_time(s);
    if (s->responses.interrupted) {
        bf_say("Stopped by you: the points that had finished are told.");
        return BF_EXIT_INTERRUPTED;
    }
    return code != BF_EXIT_DONE ? code : trouble;
}

/* ---- the command ----------------------------------------------------------------------- */

static int run(const struct bf_arguments *a)
{
    struct sweeping *s = bf_heap_take(1, sizeof *s);
    if (s == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out before the sweep");
    s->a = a;
    s->disk.keeps = true;
    int code = take_seasons(s);
    a = s->a;
    if (code == BF_EXIT_DONE) code = bf_model_open_from(&s->disk, &s->model, a, !a->quiet);
    if (code == BF_EXIT_DONE) code = read_design(s);
    if (code == BF_EXIT_DONE) code = read_measures(s);
    if (code == BF_EXIT_DONE) {
        choose_reps(s);
        bf_place_choose(a->out, "sweep-", a->operand[0], s->folder);
        code = bf_place_look(s->folder, a->force);
    }
    if (code == BF_EXIT_DONE && !a->quiet)
        bf_say("%u points of %u replications: %u winters to simulate", s->design.count, s->reps,
               s->design.count * s->reps);
    if (code == BF_EXIT_DONE) code = simulate(s);
    if (code == BF_EXIT_DONE) code = tell(s);
    bf_responses_free(&s->responses);
    bf_design_free(&s->design);
    bf_factors_free(&s->factors);
    bf_disk_forget(&s->disk);
    bf_model_free(&s->model);
    bf_heap_give(s->set);
    bf_heap_give(s);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXTS_OPTION("over", 0, "PATH=VALUES", over,
                    "vary this: LOW..HIGH, LOW..HIGH/STEP or A,B,C; may be repeated (all numbers "
                    "that declare a range unless given)"),
    BF_TEXT_OPTION("design", 0, "NAME", NULL, design,
                   "grid, latin, sobol, one-at-a-time or indices (grid for one or two, else "
                   "one-at-a-time; latin for declared ranges)"),
    BF_TEXT_OPTION("points", 0, "N|FILE.csv", NULL, points,
                   "latin, sobol: points (40); grid: values of what can be any (5); indices: rows "
                   "(32); or a table of points, a column a path"),
    BF_NUMBER_OPTION("seasons", 0, "N", NULL, 2, 1000, seasons,
                     "nothing but the season: N of them (dates and sizes of events, winters' "
                     "demand), each with the same --reps histories of chance"),
    BF_NUMBER_OPTION("reps", 'n', "N", NULL, 1, 100000, reps,
                     "replications of each point (8 for latin, sobol, indices and seasons, else 20 "
                     "unless given)"),
    BF_TEXTS_OPTION(
        "measure", 'm', "MEASURE", measures,
        "what to look at, as in summary.csv; may be repeated (the headline measures unless given)"),
    BF_OPTION_SEED,
    BF_OPTION_THREADS,
    BF_OPTION_SET,
    BF_TEXT_OPTION("out", 'o', "DIR", NULL, out,
                   "folder for the sweep (results/sweep-<name of the scenario> unless given)"),
    BF_OPTION_FORCE,
    BF_OPTION_FIXED,
    BF_OPTION_PLOTS_LATER,
    BF_OPTION_QUIET,
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow sweep winter.cfg --over services.ward.beds=400..460/10 -m delayed_days",
     "delayed bed days as beds are added: a curve with its bands"},
    {"bedflow sweep winter.cfg --over \"services.ward.stay.mean=6..8 days\" --over "
     "services.ward.beds=400..440/20",
     "two at once: a map with lines of equal means, and how sure they are"},
    {"bedflow sweep winter.cfg",
     "everything that declares a range: what moves the winter, and how much of it is chance"},
    {"bedflow sweep winter.cfg --seasons 30",
     "how much of the spread between winters is the season, and how much is chance"},
    {"bedflow sweep winter.cfg --design indices --points 64 --reps 4",
     "Sobol's indices of the same"},
    {"bedflow sweep winter.cfg --points ideas.csv", "the rows of a table, a column a setting"},
    {NULL, NULL}};

const struct bf_command bf_command_sweep = {
    .name = "sweep",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .missing = "a scenario file",
    .summary = "one scenario at many settings: what matters, and how much?",
    .about =
        "Runs the scenario at many points, each a value for every setting named by --over, with\n"
        "the same people at every point. Tells each point's mean with its simulation error and\n"
        "the range over possible winters, how far each setting moves each measure, and how much\n"
        "of the spread between winters comes from the inputs and how much is chance.\n"
        "Numbers have the unit that the scenario wants: \"6..8 days\"; dates step by days:\n"
        "\"2021-11-01..2021-12-31/7 days\"; texts are listed. The design indices costs\n"
        "points x (settings + 2) runs and gives Sobol's indices.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
