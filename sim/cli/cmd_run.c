/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_run.c -- bedflow run: read, simulate, tell, store, draw; in that order. */
#include "command.h"

#include "bedflow/report/folder.h"
#include "bedflow/report/store.h"
#include "bedflow/report/table.h"
#include "bedflow/study/study.h"
#include "files.h"
#include "identity.h"
#include "interrupt.h"
#include "overload.h"
#include "pictures.h"
#include "progress.h"
#include "say.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- where the results go -------------------------------------------------------------- */

/* "results/winter-2021" for "scenarios/winter-2021.cfg". */
static void choose_folder(const struct bf_arguments *a, char folder[BF_FILE_CAP])
{
    const char *slash = strrchr(a->operand[0], '/');
    const char *name = slash != NULL ? slash + 1 : a->operand[0];
    size_t length = strlen(name);
    if (length > 4 && strcmp(name + length - 4, ".cfg") == 0) length -= 4;
    if (a->out != NULL)
        bf_format(folder, BF_FILE_CAP, "%s", a->out);
    else
        bf_format(folder, BF_FILE_CAP, "results/%.*s", (int)length, name);
    for (size_t end = strlen(folder); end > 1 && folder[end - 1] == '/'; end--)
        folder[end - 1] = '\0';
}

/* The part of a path that is missing first; all of it if it is there. */
static void first_missing(const char *folder, char part[BF_FILE_CAP])
{
    struct stat status;
    bf_format(part, BF_FILE_CAP, "%s", folder);
    for (char *at = part + 1; *at != '\0'; at++) {
        if (*at != '/') continue;
        *at = '\0';
        if (stat(part, &status) != 0) return;
        *at = '/';
    }
}

/* Could it be made later? Tried beside it, and taken away again: only the system knows. */
static int try_place(const char *folder)
{
    char part[BF_FILE_CAP], trial[BF_FILE_CAP + 16];
    first_missing(folder, part);
    bf_format(trial, sizeof trial, "%s.trial", part);
    if (mkdir(trial, 0777) != 0)
        return errno == EEXIST
                   ? BF_EXIT_DONE
                   : bf_complain(BF_EXIT_IO,
                                 "%s: results cannot be written there: %s; nothing was run. Choose "
                                 "another folder with -o",
                                 folder, strerror(errno));
    rmdir(trial);
    return BF_EXIT_DONE;
}

static int refuse_other(const char *folder)
{
    struct stat status;
    if (stat(folder, &status) != 0)
        return bf_complain(BF_EXIT_IO,
                           "%s: cannot be a folder for the results: %s; nothing was run. Choose "
                           "another with -o",
                           folder, strerror(errno));
    return bf_complain(BF_EXIT_EXISTS,
                       "%s: exists and does not hold results of bedflow, so it is left alone; "
                       "nothing was run. Choose another folder with -o",
                       folder);
}

/* Before the run, which may take long, and not after it. */
static int look_at_folder(const struct bf_arguments *a, const char *folder)
{
    switch (bf_folder_look(folder)) {
    case BF_FOLDER_NONE:
        break;
    case BF_FOLDER_EMPTY:
        if (a->force) break;
        return bf_complain(
            BF_EXIT_EXISTS,
            "%s: exists, though it is empty; nothing was run. Say --force to use it, "
            "or choose another folder with -o",
            folder);
    case BF_FOLDER_RESULT:
        if (a->force) break;
        return bf_complain(BF_EXIT_EXISTS,
                           "%s: holds results already; nothing was run. Say --force to replace "
                           "them, or choose another folder with -o",
                           folder);
    case BF_FOLDER_OTHER:
        return refuse_other(folder);
    }
    return try_place(folder);
}

/* ---- telling --------------------------------------------------------------------------- */

static void say_overload(const struct bf_model *model)
{
    struct bf_text words = {.bytes = NULL};
    bf_overload_words(&model->network, &words);
    if (words.length > 0)
        bf_say("Asked for more than they have, so that their queues grow without end:\n%.*s",
               (int)words.length - 1, words.bytes);
    else
        bf_say("On yearly averages no service is asked for more than it has. Look at dated changes "
               "and "
               "opening hours,\nand at services that are nearly full: bedflow check %s",
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
    say_overload(model);
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
}

/* ---- storing --------------------------------------------------------------------------- */

static int store(const struct bf_arguments *a, const struct bf_model *model,
                 const struct bf_result *result, const char *folder)
{
    struct bf_run_identity identity;
    struct bf_err err;
    bf_identity(&identity);
    identity.command = a->typed.bytes;
    identity.scenario_text = model->scenario.resolved;
    if (!bf_store_write(result, &identity, folder, a->force, &err)) {
        int code = bf_complain_err(&err);
        bf_say("The results were not stored.");
        return code;
    }
    if (!a->quiet) {
        say_time(result);
        bf_say("Tables:   %s/*.csv (summary.csv first), run.json", folder);
    }
    return BF_EXIT_DONE;
}

static int draw(const struct bf_arguments *a, const char *folder)
{
    if (a->no_plots) return BF_EXIT_DONE;
    if (bf_interrupted()) {
        bf_say("No pictures were drawn; to draw them: bedflow plot %s", folder);
        return BF_EXIT_DONE;
    }
    int code = bf_pictures(&folder, 1, NULL, a->quiet);
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
                    const struct bf_result *result, const char *folder)
{
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
    if (result->count == 0) return code;
    struct bf_text table = {.bytes = NULL};
    bf_table_headline(result, &table);
    code = first_trouble(code, bf_print(&table));
    int stored = store(a, model, result, folder);
    if (stored != BF_EXIT_DONE) return stored;
    code = first_trouble(code, draw(a, folder));
    return bf_interrupted() ? BF_EXIT_INTERRUPTED : code;
}

/* ---- the command ----------------------------------------------------------------------- */

static int simulate(const struct bf_arguments *a, const struct bf_model *model, const char *folder)
{
    struct bf_progress_line line = {.shown = false};
    bool draws = !a->quiet && bf_progress_wanted();
    struct bf_study study = {.model = model,
                             .seed = a->seed,
                             .replications = (uint32_t)a->reps,
                             .threads = (uint32_t)a->threads,
                             .fixed_inputs = a->fixed_inputs,
                             .warm_up_days = -1,
                             .progress = draws ? bf_progress_draw : NULL,
                             .progress_context = &line,
                             .stop = bf_interrupt_watch()};
    struct bf_result result;
    struct bf_err err;
    bool ran = bf_study_run(&study, &result, &err);
    bf_progress_end(&line);
    if (!ran) return nothing_ran(model, &err);
    int code = conclude(a, model, &result, folder);
    bf_result_free(&result);
    return code;
}

static int run(const struct bf_arguments *a)
{
    char folder[BF_FILE_CAP];
    struct bf_model model;
    choose_folder(a, folder);
    int code = bf_model_open(&model, a, !a->quiet);
    if (code == BF_EXIT_DONE) code = look_at_folder(a, folder);
    if (code == BF_EXIT_DONE) code = simulate(a, &model, folder);
    bf_model_free(&model);
    return code;
}

static const struct bf_option options[] = {
    {"reps", 'n', BF_OPTION_NUMBER, "N", "100", 1, 1000000, BF_OPTION_FIELD(reps),
     "replications: possible winters to simulate"},
    BF_OPTION_SEED,
    {"threads", 0, BF_OPTION_NUMBER, "N", "0", 0, 1024, BF_OPTION_FIELD(threads),
     "processors to use; the results are the same for any number (all unless given)"},
    BF_OPTION_SET,
    {"out", 'o', BF_OPTION_TEXT, "DIR", NULL, 0, 0, BF_OPTION_FIELD(out),
     "folder for the results (results/<name of the scenario> unless given)"},
    {"force", 0, BF_OPTION_FLAG, NULL, NULL, 0, 0, BF_OPTION_FIELD(force),
     "replace results that are in that folder"},
    BF_OPTION_FIXED,
    {"no-plots", 0, BF_OPTION_FLAG, NULL, NULL, 0, 0, BF_OPTION_FIELD(no_plots),
     "draw no pictures"},
    {"quiet", 'q', BF_OPTION_FLAG, NULL, NULL, 0, 0, BF_OPTION_FIELD(quiet),
     "only the table, and what went wrong"},
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow run winter.cfg", "a hundred possible winters, with pictures"},
    {"bedflow run winter.cfg --set services.ward.beds=430 -o results/more-beds",
     "the same with another number of beds, beside it"},
    {"bedflow run winter.cfg --reps 1000 --no-plots", "narrower errors, tables only"},
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
        "Ctrl-C stops early and keeps what has finished; once more ends at once.",
    .options = options,
    .examples = examples,
    .run = run};
