/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/plot.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/compare.h"
#include "bedflow/report/drawing.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/gnuplot.h"
#include "bedflow/report/picture.h"

#include <string.h>

enum { PICTURES_CAP = BF_PICTURE_COUNT > 8 ? BF_PICTURE_COUNT : 8 };

/* Pictures to draw; their scripts need the shared ones beside them. */
struct list {
    const char *name[PICTURES_CAP];
    uint32_t count;
};

static const char *const shared_script[] = {"style", "frame", "curve", "compare", "months"};

/* Last part of a path, slashes at its end left out. */
static void base_name(const char *path, char name[], size_t size)
{
    size_t end = strlen(path), start;
    while (end > 1 && path[end - 1] == '/') {
        end--;
    }
    for (start = end; start > 0 && path[start - 1] != '/'; start--) {
    }
    bf_format(name, size, "%.*s", (int)(end - start), path + start);
}

static bool choose_folder(const struct bf_plot_request *request, char out[BF_FILE_CAP],
                          struct bf_err *err)
{
    char name[BF_FILE_CAP] = "plots";
    if (request->out != NULL) {
        return bf_format(out, BF_FILE_CAP, "%s", request->out) ||
               bf_path_join(out, request->out, "", err);
    }
    for (uint32_t i = 1; i < request->dir_count; i++) {
        char other[256];
        size_t used = strlen(name);
        base_name(request->dir[i], other, sizeof other);
        bf_format(name + used, sizeof name - used, "-%s-%s", i == 1 ? "with" : "and", other);
    }
    return bf_path_join(out, request->dir[0], name, err);
}

static bool copy_scripts(const struct bf_plot_request *request, const char *folder,
                         const struct list *list, struct bf_err *err)
{
    bool good = true;
    for (size_t i = 0; good && i < sizeof shared_script / sizeof shared_script[0]; i++) {
        good = bf_drawing_copy(request->scripts, folder, shared_script[i], err);
    }
    for (uint32_t i = 0; good && i < list->count; i++) {
        good = bf_drawing_copy(request->scripts, folder, list->name[i], err);
    }
    return good;
}

static bool write_tables(const struct bf_record record[], uint32_t count, const char *folder,
                         struct list *list, struct bf_text *said, struct bf_err *err)
{
    bool has[PICTURES_CAP] = {false};
    if (count > 1) {
        if (!bf_compare_write(record, count, folder, has, said, err)) {
            return false;
        }
        for (int i = 0; i < BF_COMPARE_COUNT; i++) {
            if (has[i]) {
                list->name[list->count++] = bf_comparison_name((enum bf_comparison)i);
            }
        }
        return true;
    }
    if (!bf_picture_write(record, folder, has, err)) {
        return false;
    }
    for (int i = 0; i < BF_PICTURE_COUNT; i++) {
        if (has[i]) {
            list->name[list->count++] = bf_picture_name((enum bf_picture)i);
        }
    }
    return true;
}

static bool run_gnuplot(const struct bf_plot_request *request, struct bf_plot_outcome *outcome,
                        const struct list *list, struct bf_err *err)
{
    const char *program = request->program == NULL ? "gnuplot" : request->program;
    struct bf_where where = {.file = "", .line = 0, .path = ""};
    switch (bf_gnuplot_run(program, outcome->folder, list->name, list->count, &outcome->said)) {
    case BF_GNUPLOT_DONE:
        outcome->drawn = list->count;
        return true;
    case BF_GNUPLOT_LATER:
        return true;
    case BF_GNUPLOT_MISSING:
        outcome->gnuplot_missing = true;
        bf_gnuplot_advice(request->dir[0], &outcome->said);
        return true;
    case BF_GNUPLOT_FAILED:
        break;
    }
    bf_format(where.file, sizeof where.file, "%s", outcome->folder);
    return bf_fail(err, BF_E_IO, &where, "gnuplot could not draw: %.400s",
                   outcome->said.bytes == NULL ? "it gave no reason" : outcome->said.bytes);
}

static bool draw(const struct bf_plot_request *request, const struct bf_record record[],
                 struct bf_plot_outcome *outcome, struct bf_err *err)
{
    struct list list = {.count = 0};
    char data[BF_FILE_CAP];
    if (!choose_folder(request, outcome->folder, err) ||
        !bf_path_join(data, outcome->folder, "data", err) || !bf_folder_make(data, err) ||
        !write_tables(record, request->dir_count, outcome->folder, &list, &outcome->said, err) ||
        !copy_scripts(request, outcome->folder, &list, err)) {
        return false;
    }
    if (list.count == 0) {
        bf_text_add(&outcome->said, "no pictures: the results hold no series to draw\n");
    }
    return run_gnuplot(request, outcome, &list, err);
}

bool bf_plot_draw(const struct bf_plot_request *request, struct bf_plot_outcome *outcome,
                  struct bf_err *err)
{
    *outcome = (struct bf_plot_outcome){.drawn = 0};
    if (request->dir_count < 1 || request->dir_count > BF_PLOT_RUNS) {
        return bf_fail(err, BF_E_RANGE, NULL,
                       "expected from 1 to %d result folders, received %u; compare fewer at once",
                       BF_PLOT_RUNS, request->dir_count);
    }
    struct bf_record *record = bf_heap_take(request->dir_count, sizeof *record);
    if (record == NULL) {
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read the results");
    }
    uint32_t loaded = 0;
    while (loaded < request->dir_count &&
           bf_record_read(&record[loaded], request->dir[loaded], err)) {
        loaded++;
    }
    bool good = loaded == request->dir_count && draw(request, record, outcome, err);
    for (uint32_t i = 0; i < loaded; i++) {
        bf_record_free(&record[i]);
    }
    bf_heap_give(record);
    return good;
}

void bf_plot_outcome_free(struct bf_plot_outcome *outcome)
{
    bf_text_free(&outcome->said);
}
