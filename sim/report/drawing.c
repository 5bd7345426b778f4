/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/drawing.h"

#include "bedflow/base/contract.h"
#include "bedflow/report/folder.h"

void bf_drawing_add(struct bf_drawing *drawing, const char *name)
{
    BF_REQUIRE(drawing->count < BF_DRAWING_CAP);
    drawing->name[drawing->count++] = name;
}

bool bf_drawing_begin(const struct bf_drawing *drawing, struct bf_err *err)
{
    char data[BF_FILE_CAP];
    return bf_path_join(data, drawing->plots, "data", err) && bf_folder_make(data, err);
}

bool bf_drawing_script(const struct bf_drawing *drawing, struct bf_script *script,
                       const char *remark, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    if (!bf_path_join(path, drawing->plots, "run.gp", err) || !bf_script_open(script, path, err))
        return false;
    bf_script_remark(script, remark);
    return true;
}

bool bf_drawing_copy(const char *scripts, const char *plots, const char *name, struct bf_err *err)
{
    char file[128], from[BF_FILE_CAP], to[BF_FILE_CAP];
    bf_format(file, sizeof file, "%s.gp", name);
    return bf_path_join(from, scripts, file, err) && bf_path_join(to, plots, file, err) &&
           bf_file_copy(from, to, err);
}

bool bf_drawing_end(struct bf_drawing *drawing, struct bf_err *err)
{
    if (!bf_drawing_copy(drawing->scripts, drawing->plots, "style", err) ||
        !bf_drawing_copy(drawing->scripts, drawing->plots, "frame", err))
        return false;
    for (uint32_t i = 0; i < drawing->count; i++)
        if (!bf_drawing_copy(drawing->scripts, drawing->plots, drawing->name[i], err)) return false;
    drawing->end = bf_gnuplot_run(drawing->program ? drawing->program : "gnuplot", drawing->plots,
                                  drawing->name, drawing->count, &drawing->said);
    return true;
}
