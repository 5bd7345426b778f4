/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pictures.h"

#include "bedflow/report/members.h"
#include "bedflow/report/plot.h"
#include "interrupt.h"
#include "say.h"

#include <string.h>

#ifndef BF_PLOTS_DIR
#define BF_PLOTS_DIR "plots"
#endif

/* What the layer below says, as lines of ours. */
static void say_lines(const struct bf_text *said)
{
    size_t length = said->length;
    while (length > 0 && said->bytes[length - 1] == '\n')
        length--;
    if (length > 0) bf_say("%.*s", (int)length, said->bytes);
}

const struct bf_member bf_pictures_members[] = {
    WORDS("folder", "where the pictures are, as PNG and SVG"), COUNT("pictures", "pictures drawn"),
    FLAG("gnuplot_missing", "tables and scripts were written, but nothing drawn"),
    WORDS("remarks", "advice for people, in lines"), END};

static void add_result(struct bf_json *json, const struct bf_plot_outcome *outcome)
{
    bf_json_text(json, "folder", outcome->folder);
    bf_json_count(json, "pictures", outcome->drawn);
    bf_json_flag(json, "gnuplot_missing", outcome->gnuplot_missing);
    bf_json_text(json, "remarks", outcome->said.length > 0 ? outcome->said.bytes : "");
}

int bf_pictures(const char *const dir[], uint32_t count, const char *out, bool quiet,
                struct bf_json *json)
{
    struct bf_plot_outcome outcome;
    struct bf_err err;
    struct bf_plot_request request = {
        .dir = dir, .dir_count = count, .out = out, .scripts = BF_PLOTS_DIR};
    int code = BF_EXIT_DONE;
    if (!bf_plot_draw(&request, &outcome, &err)) {
        code = bf_interrupted() ? BF_EXIT_INTERRUPTED : bf_complain_err(&err);
        if (code == BF_EXIT_STOPPED && err.code == BF_E_RANGE) code = BF_EXIT_USAGE;
    } else {
        if (json != NULL) add_result(json, &outcome);
        if (!quiet || outcome.gnuplot_missing) say_lines(&outcome.said);
        if (outcome.drawn > 0 && !quiet)
            bf_say("Pictures: %s/*.png (%u of them; the same as .svg)", outcome.folder,
                   outcome.drawn);
    }
    bf_plot_outcome_free(&outcome);
    return code;
}

struct bf_drawing bf_drawing_in(const char *plots, bool now)
{
    return (struct bf_drawing){
        .plots = plots, .scripts = BF_PLOTS_DIR, .program = now ? NULL : BF_GNUPLOT_NOT_NOW};
}

int bf_drawing_told(struct bf_drawing *drawing, bool drawn, const struct bf_err *err, bool quiet)
{
    int code = BF_EXIT_DONE;
    if (!drawn)
        code = bf_complain_err(err);
    else if (drawing->end == BF_GNUPLOT_MISSING)
        bf_say("No picture: gnuplot is not installed. With it: cd %s && gnuplot %s.gp",
               drawing->plots, drawing->name[0]);
    else if (drawing->end == BF_GNUPLOT_FAILED)
        code = bf_complain(BF_EXIT_IO, "gnuplot could not draw: %s",
                           drawing->said.bytes ? drawing->said.bytes : "it gave no reason");
    else if (drawing->end == BF_GNUPLOT_DONE)
        for (uint32_t i = 0; i < drawing->count && !quiet; i++)
            bf_say("Picture:  %s/%s.png (and .svg)", drawing->plots, drawing->name[i]);
    bf_text_free(&drawing->said);
    return code;
}
