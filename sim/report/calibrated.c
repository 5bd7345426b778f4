/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/calibrated.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SETTINGS_CAP 128u
#define DEPTH_CAP    24u

/* ---- texts ----------------------------------------------------------------------------- */

static void add_quoted(struct bf_text *out, const char *text)
{
    bf_text_add(out, "\"");
    for (const char *at = text; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '"' || byte == '\\')
            bf_text_add(out, "\\%c", *at);
        else
            bf_text_add_bytes(out, byte < 0x20 || byte == 0x7f ? " " : at, 1);
    }
    bf_text_add(out, "\"");
}

/* A value as a scenario writes it: numbers and what is bracketed or quoted already as they stand.
 */
static void add_value(struct bf_text *out, const char *text)
{
    const char *digits = text + (text[0] == '-');
    bool number = digits[0] && digits[strspn(digits, "0123456789.")] == '\0';
    bool flag = strcmp(text, "true") == 0 || strcmp(text, "false") == 0;
    if (number || flag || (text[0] && strchr("\"{[(", text[0])))
        bf_text_add(out, "%s", text);
    else
        add_quoted(out, text);
}

/* ---- fitted values --------------------------------------------------------------------- */

static void add_source(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_observed *o = v->observed;
    bf_day first = 0, last = 0;
    char from[BF_DAY_TEXT], to[BF_DAY_TEXT];
    struct bf_text text = {.bytes = NULL};
    bool any = false;
    for (uint32_t i = 0; i < o->row_count; i++) {
        if (o->row[i].held_out) continue;
        first = !any || o->row[i].from < first ? o->row[i].from : first;
        last = !any || o->row[i].to > last ? o->row[i].to : last;
        any = true;
    }
    bf_day_print(first, from);
    bf_day_print(last, to);
    bf_text_add(&text, "bedflow calibrate: fitted to %s, %s to %s:", v->table_file, from, to);
    for (uint32_t m = 0; m < o->measure_count; m++)
        bf_text_add(&text, "%s %s%s%s%s", m ? "," : "", o->measure[m].text,
                    o->measure[m].source[0] ? " (" : "", o->measure[m].source,
                    o->measure[m].source[0] ? ")" : "");
    add_quoted(out, text.bytes ? text.bytes : "");
    out->failed = out->failed || text.failed;
    bf_text_free(&text);
}

/* Ends of the range as the scenario can have them: whole numbers stay whole. */
static void range_of(const struct bf_calibration_view *v, uint32_t j, double end[2])
{
    const struct bf_calibrated_input *in = &v->calibration->input[j];
    const struct bf_factor *f = &v->factors->factor[j];
    bool whole = f->given->param->dim == BF_DIM_COUNT;
    double grain = whole ? 1 : pow(10, floor(log10(f->high - f->low)) - 3);
    end[0] = fmax(f->low, grain * floor(in->range_low / grain + 1e-9));
    end[1] = fmin(f->high, grain * ceil(in->range_high / grain - 1e-9));
}

void bf_calibrated_value(const struct bf_calibration_view *v, uint32_t j, struct bf_text *out)
{
    const struct bf_calibrated_input *in = &v->calibration->input[j];
    const struct bf_factor *f = &v->factors->factor[j];
    char value[BF_FACTOR_TEXT], low[BF_FACTOR_TEXT], high[BF_FACTOR_TEXT];
    double end[2];
    range_of(v, j, end);
    bf_factor_text(f, in->best, value);
    bf_factor_text(f, end[0], low);
    bf_factor_text(f, end[1], high);
    bf_text_add(out, "{ value = ");
    add_value(out, value);
    if (f->given->param->type != BF_PARAM_TEXT && end[0] < end[1]) {
        bf_text_add(out, "; range = [");
        add_value(out, low);
        bf_text_add(out, ", ");
        add_value(out, high);
        bf_text_add(out, "]");
    }
    bf_text_add(out, "; source = ");
    add_source(v, out);
    bf_factor_words(f, in->low, low);
    bf_factor_words(f, in->high, high);
    bf_text_add(
        out, "; note = \"95%% interval %s to %s%s; the range's triangle has the same spread%s\"; }",
        low, high, in->at_low || in->at_high ? "; best at the end of the range that was tried" : "",
        v->calibration->inputs > 1 ? "; correlations with other fitted values are lost" : "");
}

/* ---- groups ---------------------------------------------------------------------------- */

struct entry {
    const char *path;
    const char *value;
    uint32_t input; /* UINT32_MAX: of --set */
};

static int by_path(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    return strcmp(x->path, y->path);
}

static bool can_extend(const struct entry entry[], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strchr(entry[i].path, '[')) return false;
        size_t length = i + 1 < count ? strlen(entry[i].path) : 0;
        if (i + 1 < count && strncmp(entry[i].path, entry[i + 1].path, length) == 0 &&
            (entry[i + 1].path[length] == '.' || entry[i + 1].path[length] == '\0'))
            return false;
    }
    return true;
}

/* Steps that two paths share, the last step left out. */
static uint32_t shared(const char *a, const char *b)
{
    uint32_t depth = 0;
    for (size_t i = 0; a[i] && a[i] == b[i]; i++)
        depth += a[i] == '.';
    return depth;
}

static void indent(struct bf_text *out, uint32_t depth)
{
    bf_text_add(out, "%*s", (int)(2 * depth), "");
}

static void close_to(struct bf_text *out, uint32_t *open, uint32_t depth)
{
    while (*open > depth) {
        (*open)--;
        indent(out, *open);
        bf_text_add(out, "};\n");
    }
}

static void add_groups(const struct bf_calibration_view *v, const struct entry entry[],
                       uint32_t count, struct bf_text *out)
{
    uint32_t open = 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *at = entry[i].path;
        close_to(out, &open, i ? shared(entry[i - 1].path, entry[i].path) : 0);
        for (uint32_t skip = 0; skip < open; skip++)
            at = strchr(at, '.') + 1;
        for (const char *dot = strchr(at, '.'); dot && open < DEPTH_CAP; dot = strchr(at, '.')) {
            indent(out, open++);
            bf_text_add(out, "%.*s: {\n", (int)(dot - at), at);
            at = dot + 1;
        }
        indent(out, open);
        bf_text_add(out, "%s = ", at);
        if (entry[i].input == UINT32_MAX)
            add_value(out, entry[i].value);
        else
            bf_calibrated_value(v, entry[i].input, out);
        bf_text_add(out, ";\n");
    }
    close_to(out, &open, 0);
}

/* The last of several settings of one path wins; fitted values win over all. */
static uint32_t collect(const struct bf_calibration_view *v, struct entry entry[])
{
    uint32_t count = 0;
    for (uint32_t j = 0; j < v->calibration->inputs; j++)
        entry[count++] = (struct entry){v->factors->factor[j].path, NULL, j};
    for (size_t i = v->set_count; i > 0 && count < SETTINGS_CAP; i--) {
        bool known = false;
        for (uint32_t k = 0; k < count; k++)
            known = known || strcmp(entry[k].path, v->set[i - 1].path) == 0;
        if (!known)
            entry[count++] = (struct entry){v->set[i - 1].path, v->set[i - 1].value, UINT32_MAX};
    }
    qsort(entry, count, sizeof *entry, by_path);
    return count;
}

void bf_calibrated_scenario(const struct bf_calibration_view *v, struct bf_text *out)
{
    struct entry entry[SETTINGS_CAP];
    uint32_t count = collect(v, entry);
    bf_text_add(out, "# Written by bedflow calibrate from %s and %s.\n", v->scenario_file,
                v->table_file);
    if (v->set_count >= SETTINGS_CAP - v->calibration->inputs || !can_extend(entry, count)) {
        bf_text_add(out,
                    "# Whole, since a value in a list cannot be set by a file that extends.\n");
        bf_text_add(out, "%s", v->whole);
        return;
    }
    bf_text_add(out, "format = 1;\nextends = ");
    add_quoted(out, v->extends);
    bf_text_add(out, ";\ntitle = ");
    struct bf_text title = {.bytes = NULL};
    bf_text_add(&title, "%s, calibrated", v->title ? v->title : "Untitled");
    add_quoted(out, title.bytes ? title.bytes : "");
    out->failed = out->failed || title.failed;
    bf_text_free(&title);
    bf_text_add(out, ";\n\n");
    add_groups(v, entry, count, out);
}
