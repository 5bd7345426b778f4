/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_calibrate.c -- bedflow calibrate: inputs that agree with what was observed, and how sure. */
#include "command.h"

#include "bedflow/report/calibrated.h"
#include "bedflow/report/calibration_json.h"
#include "bedflow/report/calibration_picture.h"
#include "bedflow/report/calibration_store.h"
#include "files.h"
#include "identity.h"
#include "interrupt.h"
#include "pictures.h"
#include "place.h"
#include "progress.h"
#include "reply.h"
#include "say.h"
#include "studying.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPS = 30 };

struct calibrating {
    const struct bf_arguments *a;
    struct bf_model model;
    struct bf_disk disk;
    struct bf_factors factors;
    struct bf_sheet sheet;
    struct bf_hold_out hold_out;
    struct bf_observed observed;
    struct bf_calibration calibration;
    double discrepancy;
    struct bf_text whole; /* the calibrated scenario in full */
    char folder[BF_FILE_CAP], extends[BF_FILE_CAP];
};

/* ---- what was asked -------------------------------------------------------------------- */

static int say_all(struct bf_faults *faults, int code)
{
    bf_say_faults(stderr, faults, BF_WITH_NOTES);
    code = bf_faults_code(faults, faults->errors == 0 ? BF_EXIT_DONE : code);
    bf_faults_free(faults);
    return code;
}

static int read_factors(struct calibrating *c)
{
    struct bf_faults faults = {.count = 0};
    struct bf_err err;
    if (c->a->over.count == 0)
        return bf_complain(
            BF_EXIT_USAGE,
            "bedflow calibrate: expected at least one --fit PATH=LOW..HIGH, received "
            "none; for example: --fit \"services.ward.stay.mean=4 days..7 days\"");
    bf_factors_read("--fit", c->a->over.text, c->a->over.count, &c->model.scenario.bound,
                    &c->factors, &faults);
    int code = say_all(&faults, BF_EXIT_USAGE);
    if (code == BF_EXIT_DONE && !bf_calibrate_accepts(&c->factors, &err))
        code = bf_complain(BF_EXIT_USAGE, "--fit: %s", err.what);
    return code;
}

static int read_numbers(struct calibrating *c)
{
    struct bf_err err;
    char why[BF_WHAT_CAP];
    uint32_t least = bf_calibrate_points_least(c->factors.count);
    c->hold_out = (struct bf_hold_out){.from = 1, .to = 0};
    c->discrepancy = (double)NAN;
    if (c->a->hold_out && !bf_hold_out_parse(c->a->hold_out, &c->hold_out, &err))
        return bf_complain(BF_EXIT_USAGE, "--hold-out: %s", err.what);
    if (c->a->discrepancy &&
        (!bf_units_parse(BF_DIM_SHARE, c->a->discrepancy, &c->discrepancy, why, sizeof why) ||
         !(c->discrepancy >= 0 && c->discrepancy <= 1)))
        return bf_complain(BF_EXIT_USAGE,
                           "--discrepancy: expected a share of the values such as 5%%, "
                           "received \"%s\"",
                           c->a->discrepancy);
    if (c->a->budget > 0 && c->a->budget < least)
        return bf_complain(BF_EXIT_USAGE,
                           "--budget: expected at least %u points for %u inputs, received %llu",
                           least, c->factors.count, (unsigned long long)c->a->budget);
    return BF_EXIT_DONE;
}

static int read_table(struct calibrating *c)
{
    struct bf_faults faults = {.count = 0};
    struct bf_disk disk = {.absent = false};
    struct bf_loader loader = bf_disk_loader(&disk);
    struct bf_err err = {.code = BF_OK};
    char *text = NULL;
    size_t length = 0;
    if (c->a->observed == NULL)
        return bf_complain(BF_EXIT_USAGE,
                           "bedflow calibrate: expected --to OBSERVED.csv, a table of what was "
                           "observed; bedflow calibrate --help tells its columns");
    if (!loader.load(loader.context, c->a->observed, &text, &length, &err)) {
        int code = bf_complain_err(&err);
        return disk.absent ? BF_EXIT_NO_FILE : disk.unreadable ? BF_EXIT_IO : code;
    }
    if (bf_sheet_parse(&c->sheet, text, length, c->a->observed, &faults))
        bf_observed_read(&c->sheet, c->a->observed, &c->model.measures.catalogue, &c->hold_out,
                         &c->observed, &faults);
    return say_all(&faults, BF_EXIT_SCENARIO);
}

static int read_questions(struct calibrating *c)
{
    int code = read_factors(c);
    if (code == BF_EXIT_DONE) code = read_numbers(c);
    if (code == BF_EXIT_DONE) code = read_table(c);
    bf_place_choose(c->a->out, "calibrate-", c->a->operand[0], c->folder);
    return code == BF_EXIT_DONE ? bf_place_look(c->folder, c->a->force) : code;
}

/* ---- what came out --------------------------------------------------------------------- */

/* Whether "../" from within a folder leads back up its name: not through links, nor "..". */
static bool climbs(const char *folder)
{
    char part[BF_FILE_CAP];
    struct stat status;
    if (folder[0] == '/' || strstr(folder, "..")) return false;
    bf_format(part, sizeof part, "%s", folder);
    for (char *at = part + strlen(part); at > part; at--) {
        if (*at != '/' && *at != '\0') continue;
        *at = '\0';
        if (lstat(part, &status) == 0 && S_ISLNK(status.st_mode)) return false;
    }
    return true;
}

/* The scenario's path as seen from the folder: relative if both are, so that they can be moved
 * together; else absolute. */
static void find_extends(struct calibrating *c)
{
    const char *scenario = c->a->operand[0], *folder = c->folder;
    char here[BF_FILE_CAP] = "";
    while (strncmp(folder, "./", 2) == 0)
        folder += 2;
    if (scenario[0] != '/' && climbs(folder)) {
        size_t used = 0;
        for (const char *at = folder; at; at = strchr(at, '/')) {
            at += *at == '/';
            bf_format(c->extends + used, sizeof c->extends - used, "../");
            used = strlen(c->extends);
        }
        bf_format(c->extends + used, sizeof c->extends - used, "%s", scenario);
        return;
    }
    bool absolute = scenario[0] == '/' || getcwd(here, sizeof here) == NULL;
    bf_format(c->extends, sizeof c->extends, "%s%s%s", absolute ? "" : here, absolute ? "" : "/",
              scenario);
}

static void fill_view(const struct calibrating *c, struct bf_calibration_view *view)
{
    const struct bf_network *n = &c->model.network;
    *view = (struct bf_calibration_view){.calibration = &c->calibration,
                                         .observed = &c->observed,
                                         .factors = &c->factors,
                                         .title = c->model.care->title,
                                         .scenario_file = c->a->operand[0],
                                         .table_file = c->a->observed,
                                         .extends = c->extends,
                                         .set = c->a->set,
                                         .set_count = c->a->set_count,
                                         .whole = c->whole.bytes ? c->whole.bytes : "",
                                         .seed = c->a->seed,
                                         .fixed_inputs = c->a->fixed_inputs,
                                         .first_day = n->from,
                                         .last_day = n->to};
}

/* The calibrated scenario in full, for paths into lists and for the record. */
static int make_whole(struct calibrating *c)
{
    struct bf_calibration_view view;
    struct bf_model model;
    struct bf_loader loader = bf_disk_loader(&c->disk);
    struct bf_faults faults = {.count = 0};
    bool short_of_memory = false;
    struct bf_text value[BF_EMULATOR_INPUTS] = {{.bytes = NULL}};
    size_t own = c->a->set_count, count = own + c->factors.count;
    struct bf_setting *set = bf_heap_take(count, sizeof *set);
    if (set == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out");
    fill_view(c, &view);
    for (size_t i = 0; i < own; i++)
        set[i] = c->a->set[i];
    for (uint32_t j = 0; j < c->factors.count; j++) {
        bf_calibrated_value(&view, j, &value[j]);
        short_of_memory = short_of_memory || value[j].failed;
        set[own + j] =
            (struct bf_setting){c->factors.factor[j].path, value[j].bytes ? value[j].bytes : ""};
    }
    bool ok = bf_model_load(&model, c->a->operand[0], &loader, set, count, &faults);
    if (ok) bf_text_add(&c->whole, "%s", model.scenario.resolved);
    if (short_of_memory || c->whole.failed) faults.no_memory = true;
    bf_model_free(&model);
    for (uint32_t j = 0; j < c->factors.count; j++)
        bf_text_free(&value[j]);
    bf_heap_give(set);
    if (!ok && !faults.no_memory) bf_say("The fitted values do not make a scenario that runs:");
    return say_all(&faults, BF_EXIT_SCENARIO);
}

static bool draw(const void *view, const struct bf_run_identity *identity,
                 struct bf_drawing *drawing, struct bf_err *err)
{
    return bf_calibration_draw(view, identity, drawing, err);
}

static int conclude(struct calibrating *c)
{
    struct bf_calibration_view view;
    struct bf_run_identity identity;
    struct bf_text words = {.bytes = NULL};
    struct bf_err err;
    int code = make_whole(c);
    if (code != BF_EXIT_DONE) return code;
    find_extends(c);
    fill_view(c, &view);
    bf_calibration_words(&view, &words);
    code = bf_print(&words);
    bf_identity(&identity);
    identity.command = c->a->typed.bytes;
    identity.scenario_text = c->whole.bytes;
    if (!bf_calibration_write(&view, &identity, c->folder, c->a->force, &err)) {
        code = bf_complain_err(&err);
        bf_say("The calibration was not stored.");
        return code;
    }
    struct bf_json *json = bf_reply_result();
    if (json != NULL) bf_json_calibration(json, &view);
    if (json != NULL) bf_json_text(json, "folder", c->folder);
    if (!c->a->quiet)
        bf_say("Scenario: %s/calibrated.cfg\nTables:   %s/inputs.csv, correlations.csv, rows.csv, "
               "scores.csv, points.csv",
               c->folder, c->folder);
    int drawn = bf_draw_asked(c->a, c->folder, draw, &view, &identity);
    return code == BF_EXIT_DONE ? drawn : code;
}

/* ---- the command ----------------------------------------------------------------------- */

static int calibrate(struct calibrating *c)
{
    struct bf_loader loader = bf_disk_loader(&c->disk);
    struct bf_progress_line line = {.shown = false};
    bool draws = !c->a->quiet && bf_progress_wanted();
    struct bf_study study = {.model = &c->model,
                             .seed = c->a->seed,
                             .replications = (uint32_t)c->a->reps,
                             .threads = (uint32_t)c->a->threads,
                             .fixed_inputs = c->a->fixed_inputs,
                             .warm_up_days = -1,
                             .stop = bf_interrupt_watch()};
    struct bf_calibrate_request request = {.file = c->a->operand[0],
                                           .loader = &loader,
                                           .set = c->a->set,
                                           .set_count = c->a->set_count,
                                           .factors = &c->factors,
                                           .observed = &c->observed,
                                           .study = &study,
                                           .points = (uint32_t)c->a->budget,
                                           .discrepancy = c->discrepancy,
                                           .progress = draws ? bf_progress_step : NULL,
                                           .progress_context = &line};
    struct bf_err err;
    bool done = bf_calibrate(&request, &c->calibration, &err);
    bf_progress_end(&line);
    if (done) return conclude(c);
    if (bf_interrupted() || err.code == BF_E_STOPPED) {
        bf_say("Stopped by you; nothing is written.");
        return BF_EXIT_INTERRUPTED;
    }
    return bf_complain_err(&err);
}

static int run(const struct bf_arguments *a)
{
    struct calibrating *c = bf_heap_take(1, sizeof *c);
    if (c == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out");
    c->a = a;
    c->disk.keeps = true;
    int code = bf_model_open_from(&c->disk, &c->model, a, !a->quiet);
    if (code == BF_EXIT_DONE) code = read_questions(c);
    if (code == BF_EXIT_DONE) code = calibrate(c);
    bf_calibration_free(&c->calibration);
    bf_text_free(&c->whole);
    bf_observed_free(&c->observed);
    bf_sheet_free(&c->sheet);
    bf_factors_free(&c->factors);
    bf_disk_forget(&c->disk);
    bf_model_free(&c->model);
    bf_heap_give(c);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXTS_OPTION("fit", 0, "PATH=LOW..HIGH", over,
                    "an input to fit, and the range to look in; may be repeated, up to 8"),
    BF_TEXT_OPTION("to", 0, "OBSERVED.csv", NULL, observed,
                   "what was observed (columns: see above)"),
    BF_TEXT_OPTION("hold-out", 0, "FROM..TO", NULL, hold_out,
                   "days or months not to fit: they are predicted and scored"),
    BF_NUMBER_OPTION("reps", 'n', "N", "30", BF_CALIBRATE_REPLICATIONS_LEAST, 1000000, reps,
                     "replications at each point"),
    BF_NUMBER_OPTION("budget", 0, "POINTS", NULL, 1, 10000, budget,
                     "points to simulate (16, 25, 37, 52 for 1, 2, 3, 4 inputs unless given)"),
    BF_TEXT_OPTION(
        "discrepancy", 0, "SHARE", NULL, discrepancy,
        "how far the model may be off beyond chance: 5% (found from the misfit unless given)"),
    BF_OPTION_SEED,
    BF_OPTION_THREADS,
    BF_OPTION_SET,
    BF_TEXT_OPTION("out", 'o', "DIR", NULL, out,
                   "folder for the result (results/calibrate-<name of the scenario> unless given)"),
    BF_OPTION_FORCE,
    BF_OPTION_FIXED,
    BF_OPTION_PLOTS_LATER,
    BF_OPTION_QUIET,
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow calibrate winter.cfg --fit \"services.ward.stay.mean=4 days..7 days\" --to "
     "observed.csv",
     "which stays agree with the beds that were occupied?"},
    {"bedflow calibrate winter.cfg --fit services.home_care.weekly_limit=30..45 --fit "
     "services.ward.beds=380..440 --to observed.csv --hold-out 2022-01..2022-03",
     "two inputs, fitted to the months before January and held against those after"},
    {"bedflow run results/calibrate-winter/calibrated.cfg", "go on with what was found"},
    {NULL, NULL}};

const struct bf_command bf_command_calibrate = {
    .name = "calibrate",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .missing = "a scenario file",
    .summary = "fit inputs to what was observed, and say how sure",
    .about =
        "Simulates points of the inputs' ranges with the same random numbers, puts a quadratic\n"
        "surface through them, and finds the inputs that agree with a table of observations;\n"
        "says which inputs these data cannot tell apart; predicts what was held out, and scores\n"
        "that. The result is a scenario, DIR/calibrated.cfg, with the values, their ranges and\n"
        "what they were fitted to.\n"
        "\n"
        "OBSERVED.csv has a row an observation, with these columns:\n"
        "  measure      as in daily.csv: occupancy, emergency_admissions, nctr_delayed; of a\n"
        "               service ward.occupied; of a reason reason:E.delayed; a sum with \" + \"\n"
        "  from, to     first and last day (2021-10-01), or a month (2021-10) with `to` empty\n"
        "  value        what was counted, in the measure's unit\n"
        "  low, high    90% sure that the true value is between; both or neither\n"
        "  statistic    mean of the days (unless given), or total\n"
        "  source, definition, comparability, note    words, for the reader\n"
        "All but measure, from and value may be left out.\n"
        "\n"
        "Only numbers of one definition can be compared: a difference of definition moves the\n"
        "inputs. Rows are taken to be wrong independently of each other.",
    .options = options,
    .examples = examples,
    .result = bf_calibration_members,
    .run = run};
