/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/sheet.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"

#include <string.h>

#define COLUMNS_MAX 4096u

struct cursor {
    char *at, *end;
    uint32_t line;
    bool row_done;    /* the field just cut was the last of its row */
    const char *slip; /* what is wrong with the field just cut, or NULL */
    uint32_t slip_line;
    const char *file;
    struct bf_faults *faults;
};

static void fault(const struct cursor *c, enum bf_errcode code, uint32_t line, const char *what)
{
    struct bf_where where = {.line = (int)line};
    bf_format(where.file, sizeof where.file, "%s", c->file);
    bf_faults_add(c->faults, BF_ERROR, code, &where, "%s", what);
}

static bool is_line_end(char byte)
{
    return byte == '\n' || byte == '\r';
}

/* ---- fields ---------------------------------------------------------------------------- */

static char *cut_quoted(struct cursor *c)
{
    char *start = ++c->at, *to = start;
    uint32_t opened = c->line;
    for (; c->at < c->end; c->at++) {
        if (*c->at == '"') {
            if (c->at[1] != '"') break;
            c->at++;
        }
        c->line += *c->at == '\n' || (*c->at == '\r' && c->at[1] != '\n');
        *to++ = *c->at;
    }
    if (c->at >= c->end) {
        c->slip = "expected a closing quote for the quote that opens here, received the end of "
                  "the file";
        c->slip_line = opened;
    } else {
        c->at++;
    }
    *to = '\0';
    return start;
}

static char *cut_bare(struct cursor *c)
{
    char *start = c->at;
    while (c->at < c->end && *c->at != ',' && !is_line_end(*c->at)) {
        if (*c->at == '"' && !c->slip) {
            c->slip = "expected a field without quotes, or one that begins with a quote and has "
                      "those inside doubled (\"\"), received a quote in its middle";
            c->slip_line = c->line;
        }
        if (*c->at == '\0' && !c->slip) {
            c->slip = "expected text, received a NUL byte; is this the right file?";
            c->slip_line = c->line;
        }
        c->at++;
    }
    return start;
}

/* One field, unquoted in place; moves past its separator. */
static const char *cut_field(struct cursor *c)
{
    bool quoted = c->at < c->end && *c->at == '"';
    c->slip = NULL;
    char *start = quoted ? cut_quoted(c) : cut_bare(c);
    char *close = c->at;
    if (quoted && !c->slip && c->at < c->end && *c->at != ',' && !is_line_end(*c->at)) {
        c->slip = "expected a comma or the end of the line after a closing quote, received a "
                  "stray byte";
        c->slip_line = c->line;
        cut_bare(c);
        close = NULL;
    }
    bool at_end = c->at >= c->end;
    char stop = at_end ? '\n' : *c->at;
    if (stop == '\r' && c->at[1] == '\n') c->at++;
    if (!at_end) c->at++;
    c->row_done = stop != ',';
    c->line += c->row_done && !at_end;
    if (!quoted && close) *close = '\0';
    return start;
}

/* ---- rows ------------------------------------------------------------------------------ */

/* The list with room for one more, moved or not; NULL when memory has run out. */
static void *with_room(void *list, size_t size, size_t count, size_t *cap)
{
    if (count < *cap) return list;
    size_t wanted = *cap ? 2 * *cap : 256;
    void *grown = bf_heap_grow(list, wanted * size);
    if (grown) *cap = wanted;
    return grown;
}

static bool no_memory(const struct cursor *c)
{
    fault(c, BF_E_NOMEM, 0, "expected memory to read this table");
    return false;
}

static bool cut_head(struct bf_sheet *sheet, struct cursor *c)
{
    size_t cap = 0;
    if (c->at >= c->end) {
        fault(c, BF_E_SYNTAX, 1, "expected a header line, received an empty file");
        return false;
    }
    do {
        const char *field = cut_field(c);
        if (c->slip) {
            fault(c, BF_E_SYNTAX, c->slip_line, c->slip);
            return false;
        }
        if (sheet->columns >= COLUMNS_MAX) {
            fault(c, BF_E_LIMIT, 1, "expected at most 4096 columns; is this the right file?");
            return false;
        }
        const char **head = with_room(sheet->head, sizeof *head, sheet->columns, &cap);
        if (!head) return no_memory(c);
        sheet->head = head;
        head[sheet->columns++] = field;
    } while (!c->row_done);
    if (sheet->columns == 1 && strpbrk(sheet->head[0], ";\t")) {
        bool tab = strchr(sheet->head[0], '\t') != NULL;
        fault(c, BF_E_SYNTAX, 1,
              tab ? "expected commas between the fields, received tabs; save the table again as "
                    "comma-separated values"
                  : "expected commas between the fields, received semicolons; save the table "
                    "again as comma-separated values");
        return false;
    }
    return true;
}

/* Two columns of one name could not be told apart. */
static bool heads_differ(const struct bf_sheet *sheet, const struct cursor *c)
{
    for (size_t i = 0; i < sheet->columns; i++)
        for (size_t j = 0; j < i; j++)
            if (sheet->head[i][0] && strcmp(sheet->head[i], sheet->head[j]) == 0) {
                char name[64], what[160];
                bf_text_quote(name, sizeof name, sheet->head[i]);
                bf_format(what, sizeof what,
                          "expected columns of different names, received \"%s\" "
                          "twice",
                          name);
                fault(c, BF_E_SYNTAX, 1, what);
                return false;
            }
    return true;
}

static bool only_line_ends(const struct cursor *c)
{
    for (const char *at = c->at; at < c->end; at++)
        if (!is_line_end(*at)) return false;
    return true;
}

struct room {
    size_t fields, rows, used;
};

/* One row; false only when reading cannot go on. */
static bool cut_row(struct bf_sheet *sheet, struct cursor *c, struct room *room)
{
    uint32_t line = c->line;
    size_t in_row = 0;
    bool good = true;
    do {
        const char *field = cut_field(c);
        if (c->slip && good) fault(c, BF_E_SYNTAX, c->slip_line, c->slip);
        good = good && !c->slip;
        if (in_row++ >= sheet->columns) continue; /* counted, and refused below */
        const char **fields = with_room(sheet->field, sizeof *fields, room->used, &room->fields);
        if (!fields) return no_memory(c);
        sheet->field = fields;
        fields[room->used++] = field;
    } while (!c->row_done);
    if (good && in_row != sheet->columns) {
        char what[160];
        bf_format(what, sizeof what, "expected %zu field%s as in the header, received %zu",
                  sheet->columns, sheet->columns == 1 ? "" : "s", in_row);
        fault(c, BF_E_SYNTAX, line, what);
        good = false;
    }
    if (!good) {
        room->used = sheet->rows * sheet->columns;
        return true;
    }
    uint32_t *lines = with_room(sheet->line, sizeof *lines, sheet->rows, &room->rows);
    if (!lines) return no_memory(c);
    sheet->line = lines;
    lines[sheet->rows++] = line;
    return true;
}

bool bf_sheet_parse(struct bf_sheet *sheet, char text[], size_t length, const char *file,
                    struct bf_faults *faults)
{
    size_t errors = faults->errors;
    struct cursor c = {.at = text, .end = text + length, .line = 1, .file = file, .faults = faults};
    struct room room = {0};
    *sheet = (struct bf_sheet){.bytes = text};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) c.at += 3;
    if (!cut_head(sheet, &c) || !heads_differ(sheet, &c)) return false;
    while (c.at < c.end && !only_line_ends(&c))
        if (!cut_row(sheet, &c, &room)) return false;
    return faults->errors == errors;
}

int bf_sheet_column(const struct bf_sheet *sheet, const char *name)
{
    for (size_t i = 0; i < sheet->columns; i++)
        if (strcmp(sheet->head[i], name) == 0) return (int)i;
    return -1;
}

void bf_sheet_free(struct bf_sheet *sheet)
{
    bf_heap_give(sheet->line);
    bf_heap_give(sheet->field);
    bf_heap_give(sheet->head);
    bf_heap_give(sheet->bytes);
    *sheet = (struct bf_sheet){.bytes = NULL};
}
