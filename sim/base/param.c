/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/param.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <math.h>
#include <string.h>

/* ---- what a scenario holds ---- */

void bf_bound_copy(const struct bf_bound *bound, unsigned char copy[])
{
    const uintptr_t region = (uintptr_t)bound->region;

    memcpy(copy, bound->region, bound->size);
    for (size_t i = 0; i < bound->pointer_count; i++) {
        const size_t at = bound->pointer[i];
        unsigned char *target;

        BF_REQUIRE(at <= bound->size && bound->size - at >= sizeof target);
        /* Through memcpy: the field is a double * or a const char *, and all
         * pointers to objects look alike on the machines we build for. */
        memcpy(&target, copy + at, sizeof target);
        if (target == NULL) continue;
        const uintptr_t address = (uintptr_t)target;
        /* The end itself is allowed: it is where an empty array may point. */
        BF_REQUIRE(address >= region && address - region <= bound->size);
        target = copy + (address - region);
        memcpy(copy + at, &target, sizeof target);
    }
}

const struct bf_given *bf_bound_find(const struct bf_bound *bound, const char *path)
{
    for (size_t i = 0; i < bound->given_count; i++)
        if (strcmp(bound->given[i].path, path) == 0) return &bound->given[i];
    return NULL;
}

void bf_bound_free(struct bf_bound *bound)
{
    bf_heap_give(bound->region);
    bf_heap_give(bound->pointer);
    bf_heap_give(bound->given);
    *bound = (struct bf_bound){0};
}

/* ---- the manual ---- */

const struct bf_param *bf_table_selector(const struct bf_table *table)
{
    if (table->selector == NULL) return NULL;
    for (const struct bf_param *p = table->params; p->name != NULL; p++)
        if (strcmp(p->name, table->selector) == 0) return p;
    return NULL;
}

enum { NAME, KIND, RANGE, DEFAULT, COLUMNS }; /* the meaning follows, unpadded */

#define CELL_CAP   128
#define PAGE_WIDTH 96
#define TABLES_CAP 64 /* tables of one manual */
#define DEPTH_MAX  16

struct page {
    struct bf_text *out;
    const struct bf_table *seen[TABLES_CAP]; /* described, or about to be */
    size_t seen_count;
};

/* Characters, not bytes: "£" is one column wide. */
static int width(const char *text)
{
    int columns = 0;

    for (; *text != '\0'; text++)
        columns += ((unsigned char)*text & 0xC0) != 0x80;
    return columns;
}

/* "a duration such as ..." without its article, for a cell. */
static const char *quantity_kind(enum bf_dim dim)
{
    const char *expected = bf_units_expected(dim);

    return expected + (strncmp(expected, "an ", 3) == 0 ? 3 : 2);
}

static void kind_cell(const struct bf_param *p, char cell[CELL_CAP])
{
    static const char *const plain[] = {
        [BF_PARAM_TEXT] = "text",
        [BF_PARAM_FLAG] = "true or false",
        [BF_PARAM_CHOICE] = "choice",
        [BF_PARAM_DATE] = "date such as \"2021-11-01\"",
        [BF_PARAM_HOURS] = "hours such as \"Mon-Fri 09:00-17:00\"",
        [BF_PARAM_DATES] = "list of dates",
        [BF_PARAM_NAMES] = "list of names",
    };

    switch (p->type) {
    case BF_PARAM_QUANTITY:
        bf_format(cell, CELL_CAP, "%s", quantity_kind(p->dim));
        break;
    case BF_PARAM_SERIES:
        bf_format(cell, CELL_CAP, "list, each %s", bf_units_expected(p->dim));
        break;
    case BF_PARAM_SHARES:
        bf_format(cell, CELL_CAP, "named, each %s", bf_units_expected(p->dim));
        break;
    case BF_PARAM_GROUP:
        bf_format(cell, CELL_CAP, "{ %s }", p->table->name);
        break;
    case BF_PARAM_LIST:
        bf_format(cell, CELL_CAP, "list of { %s }", p->table->name);
        break;
    case BF_PARAM_MAP:
        bf_format(cell, CELL_CAP, "named, each { %s }", p->table->name);
        break;
    case BF_PARAM_TEXT:
    case BF_PARAM_FLAG:
    case BF_PARAM_CHOICE:
    case BF_PARAM_DATE:
    case BF_PARAM_HOURS:
    case BF_PARAM_DATES:
    case BF_PARAM_NAMES:
        bf_format(cell, CELL_CAP, "%s", plain[p->type]);
        break;
    }
}

static void range_cell(const struct bf_param *p, char cell[CELL_CAP])
{
    const bool has_numbers =
        p->type == BF_PARAM_QUANTITY || p->type == BF_PARAM_SERIES || p->type == BF_PARAM_SHARES;
    char low[48], high[48];

    if (!has_numbers || (p->min == 0 && p->max == 0)) {
        bf_format(cell, CELL_CAP, "-");
        return;
    }
    bf_units_print(p->dim, p->min, low, sizeof low);
    bf_units_print(p->dim, p->max, high, sizeof high);
    if (isinf(p->max) && isinf(p->min))
        bf_format(cell, CELL_CAP, "-");
    else if (isinf(p->max))
        bf_format(cell, CELL_CAP, "from %s", low);
    else if (isinf(p->min))
        bf_format(cell, CELL_CAP, "up to %s", high);
    else
        bf_format(cell, CELL_CAP, "%s to %s", low, high);
}

static void make_cells(const struct bf_param *p, char cell[COLUMNS][CELL_CAP])
{
    const bool required = (p->flags & BF_PARAM_REQUIRED) != 0;

    bf_format(cell[NAME], CELL_CAP, "%s", p->name);
    kind_cell(p, cell[KIND]);
    range_cell(p, cell[RANGE]);
    bf_format(cell[DEFAULT], CELL_CAP, "%s",
              required              ? "required"
              : p->fallback != NULL ? p->fallback
                                    : "-");
}

void bf_param_words(const struct bf_param *param, struct bf_param_words *words)
{
    char cell[COLUMNS][CELL_CAP];

    make_cells(param, cell);
    bf_format(words->write, sizeof words->write, "%s", cell[KIND]);
    bf_format(words->range, sizeof words->range, "%s", cell[RANGE]);
    bf_format(words->fallback, sizeof words->fallback, "%s", cell[DEFAULT]);
}

static void add_spaces(struct page *page, int count)
{
    bf_text_add(page->out, "%*s", count, "");
}

/* Help is "meaning", then the choices and whether dated changes may alter it. */
static void add_meaning(struct page *page, const struct bf_param *p)
{
    bf_text_add(page->out, "%s", p->help != NULL ? p->help : "");
    if (p->type == BF_PARAM_CHOICE && p->choices != NULL)
        for (int i = 0; p->choices[i] != NULL; i++)
            bf_text_add(page->out, "%s%s", i == 0 ? "; one of " : ", ", p->choices[i]);
    if (p->flags & BF_PARAM_FIXED) bf_text_add(page->out, "; the same for the whole run");
    bf_text_add(page->out, "\n");
}

static void widen(int widths[COLUMNS], char cell[COLUMNS][CELL_CAP])
{
    for (int c = 0; c < COLUMNS; c++)
        if (width(cell[c]) > widths[c]) widths[c] = width(cell[c]);
}

static void add_row(struct page *page, int indent, const int widths[COLUMNS],
                    char cell[COLUMNS][CELL_CAP])
{
    add_spaces(page, indent);
    for (int c = 0; c < COLUMNS; c++) {
        bf_text_add(page->out, "%s", cell[c]);
        add_spaces(page, widths[c] - width(cell[c]) + 2);
    }
}

/* The rows of one array of parameters, with its own widths. */
static void add_rows(struct page *page, int indent, const struct bf_param *params)
{
    char head[COLUMNS][CELL_CAP] = {"name", "write", "range", "default"};
    char cell[COLUMNS][CELL_CAP];
    int widths[COLUMNS] = {0};

    if (params == NULL || params->name == NULL) return;
    widen(widths, head);
    for (const struct bf_param *p = params; p->name != NULL; p++) {
        make_cells(p, cell);
        widen(widths, cell);
    }
    add_row(page, indent, widths, head);
    bf_text_add(page->out, "meaning\n");
    for (const struct bf_param *p = params; p->name != NULL; p++) {
        make_cells(p, cell);
        add_row(page, indent, widths, cell);
        add_meaning(page, p);
    }
}

/* A paragraph, broken at spaces to the width of the page. */
static void add_paragraph(struct page *page, int indent, const char *text)
{
    int column = 0;

    while (text != NULL && *text != '\0') {
        const size_t length = strcspn(text, " \n");
        char word[CELL_CAP];

        bf_format(word, sizeof word, "%.*s", (int)(length < CELL_CAP ? length : CELL_CAP - 1),
                  text);
        if (length > 0 && column > 0 && column + 1 + width(word) > PAGE_WIDTH) {
            bf_text_add(page->out, "\n");
            column = 0;
        }
        if (length > 0) {
            add_spaces(page, column == 0 ? indent : 1);
            column += (column == 0 ? indent : 1) + width(word);
            bf_text_add_bytes(page->out, text, length);
        }
        text += length + (text[length] != '\0');
    }
    if (column > 0) bf_text_add(page->out, "\n");
}

/* The tables that these parameters hold and that are not yet described. */
static void add_inner(struct page *page, const struct bf_param *params, int depth);

enum { NO_VARIANT = -1, ALL_VARIANTS = BF_ALL_VARIANTS };

static void add_variant(struct page *page, const struct bf_table *table, int variant, int depth)
{
    const struct bf_param *selector = bf_table_selector(table);
    const int indent = 2 * depth;

    bf_text_add(page->out, "\n");
    add_spaces(page, indent);
    bf_text_add(page->out, "%s = \"%s\"\n", selector->name, selector->choices[variant]);
    if (table->variant_help != NULL) add_paragraph(page, indent + 2, table->variant_help[variant]);
    add_rows(page, indent + 2, table->variant[variant]);
}

static bool is_shown(int variant, int shown)
{
    return shown == ALL_VARIANTS || shown == variant;
}

static void add_table(struct page *page, const struct bf_table *table, int variant, int depth)
{
    const struct bf_param *selector = bf_table_selector(table);
    const bool varies = selector != NULL && table->variant != NULL && selector->choices != NULL;

    add_spaces(page, 2 * depth);
    bf_text_add(page->out, "%s\n", table->name);
    add_paragraph(page, 2 * depth + 2, table->help);
    add_rows(page, 2 * depth + 2, table->params);
    for (int v = 0; varies && selector->choices[v] != NULL; v++)
        if (is_shown(v, variant)) add_variant(page, table, v, depth + 1);
    add_inner(page, table->params, depth + 1);
    for (int v = 0; varies && selector->choices[v] != NULL; v++)
        if (is_shown(v, variant)) add_inner(page, table->variant[v], depth + 1);
}

static bool note_seen(struct page *page, const struct bf_table *table)
{
    for (size_t i = 0; i < page->seen_count; i++)
        if (page->seen[i] == table) return false;
    if (page->seen_count == TABLES_CAP) return false;
    page->seen[page->seen_count++] = table;
    return true;
}

static void add_inner(struct page *page, const struct bf_param *params, int depth)
{
    if (params == NULL || depth > DEPTH_MAX) return;
    for (const struct bf_param *p = params; p->name != NULL; p++) {
        if (p->table == NULL || !note_seen(page, p->table)) continue;
        bf_text_add(page->out, "\n");
        add_table(page, p->table, ALL_VARIANTS, depth);
    }
}

void bf_table_manual(const struct bf_table *table, int variant, struct bf_text *out)
{
    struct page page = {.out = out};
    const struct bf_param *selector = bf_table_selector(table);
    int choices = 0;

    while (selector != NULL && selector->choices != NULL && selector->choices[choices] != NULL)
        choices++;
    BF_REQUIRE(variant >= ALL_VARIANTS && variant < choices);
    note_seen(&page, table);
    add_table(&page, table, variant, 0);
}
