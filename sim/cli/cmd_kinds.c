/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_kinds.c -- bedflow kinds: the manual of a scenario's parts, from the tables that read them.
 */
#include "command.h"

#include "bedflow/models/care.h"
#include "say.h"

#include <string.h>

enum { PARTS_CAP = 128 };

/* One thing that the manual can be asked about. */
struct part {
    char name[64]; /* "beds", "demand", "after discharge" */
    const struct bf_table *table;
    int variant;       /* -1: all of the table */
    const char *holds; /* setting under which it is written; NULL: a kind of service */
};
struct parts {
    struct part part[PARTS_CAP];
    size_t count;
};

/* ---- finding the parts ----------------------------------------------------------------- */

static void add_part(struct parts *parts, const char *name, const struct bf_table *table,
                     int variant, const char *holds)
{
    if (parts->count >= PARTS_CAP) return;
    struct part *part = &parts->part[parts->count++];
    bf_format(part->name, sizeof part->name, "%s", name);
    part->table = table;
    part->variant = variant;
    part->holds = holds;
}

static bool knows_table(const struct parts *parts, const struct bf_table *table)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->part[i].table == table && parts->part[i].holds != NULL) return true;
    return false;
}

static void add_inside(struct parts *parts, const struct bf_param *params);

static void add_table(struct parts *parts, const struct bf_param *param)
{
    const struct bf_table *table = param->table;
    if (table == NULL || knows_table(parts, table)) return;
    add_part(parts, table->name, table, -1, param->name);
    add_inside(parts, table->params);
    const struct bf_param *selector = bf_table_selector(table);
    for (int i = 0; selector != NULL && selector->choices[i] != NULL; i++)
        add_inside(parts, table->variant[i]);
}

static void add_inside(struct parts *parts, const struct bf_param *params)
{
    for (const struct bf_param *p = params; p != NULL && p->name != NULL; p++)
        add_table(parts, p);
}

static void find_parts(struct parts *parts)
{
    parts->count = 0;
    for (int i = 0; bf_kind_names[i] != NULL; i++)
        add_part(parts, bf_kind_names[i], &bf_service_table, i, NULL);
    add_part(parts, bf_care_table.name, &bf_care_table, -1, "");
    add_inside(parts, bf_care_table.params);
}

/* ---- printing -------------------------------------------------------------------------- */

static const char *help_of(const struct part *part)
{
    if (part->variant < 0) return part->table->help;
    const char *help = part->table->variant_help[part->variant];
    const char *colon = strstr(help, ": ");
    return colon != NULL ? colon + 2 : help;
}

static void add_entry(struct bf_text *out, const struct part *part)
{
    char where[80] = "";
    if (part->holds != NULL && part->holds[0] != '\0')
        bf_format(where, sizeof where, "%s", part->holds);
    bf_text_add(out, "  %-20s %-18s ", part->name, where);
    bf_add_paragraph(out, 42, help_of(part));
}

static int list(const struct parts *parts)
{
    struct bf_text out = {.bytes = NULL};
    bf_text_add(&out, "Kinds of service (kind = \"beds\"):\n");
    for (size_t i = 0; i < parts->count; i++)
        if (parts->part[i].holds == NULL) add_entry(&out, &parts->part[i]);
    bf_text_add(&out, "\nParts of a scenario, and the setting that holds them:\n");
    for (size_t i = 0; i < parts->count; i++)
        if (parts->part[i].holds != NULL) add_entry(&out, &parts->part[i]);
    bf_text_add(&out, "\nFor the settings of one: bedflow kinds beds, or bedflow kinds demand; of "
                      "everything: bedflow kinds all\n");
    return bf_print(&out);
}

static int everything(void)
{
    struct bf_text out = {.bytes = NULL};
    bf_table_manual(&bf_care_table, -1, &out);
    return bf_print(&out);
}

/* "rota-line" and "Rota line" are the same. */
static void plain(const char *name, char text[], size_t size)
{
    bf_format(text, size, "%s", name);
    for (char *at = text; *at != '\0'; at++)
        if (*at == '-' || *at == '_') *at = ' ';
}

static const struct part *find(const struct parts *parts, const char *name)
{
    char asked[64], known[64];
    plain(name, asked, sizeof asked);
    for (size_t i = 0; i < parts->count; i++) {
        plain(parts->part[i].name, known, sizeof known);
        if (bf_text_same(asked, known)) return &parts->part[i];
    }
    for (size_t i = 0; i < parts->count; i++) {
        plain(parts->part[i].holds != NULL ? parts->part[i].holds : "", known, sizeof known);
        if (bf_text_same(asked, known)) return &parts->part[i];
    }
    return NULL;
}

static int unknown(const struct parts *parts, const char *name)
{
    const char *known[2 * PARTS_CAP];
    size_t count = 0;
    for (size_t i = 0; i < parts->count; i++) {
        known[count++] = parts->part[i].name;
        if (parts->part[i].holds != NULL && parts->part[i].holds[0] != '\0')
            known[count++] = parts->part[i].holds;
    }
    const char *near = bf_text_nearest(name, known, count);
    if (near != NULL)
        bf_complain(BF_EXIT_USAGE, "there is no kind or part called \"%s\"; did you mean \"%s\"?",
                    name, near);
    else
        bf_complain(BF_EXIT_USAGE, "there is no kind or part called \"%s\"", name);
    bf_say("for a list of them: bedflow kinds");
    return BF_EXIT_USAGE;
}

static int run(const struct bf_arguments *a)
{
    struct parts parts;
    struct bf_text out = {.bytes = NULL};
    find_parts(&parts);
    if (a->operand_count == 0) return list(&parts);
    if (strcmp(a->operand[0], "all") == 0) return everything();
    const struct part *part = find(&parts, a->operand[0]);
    if (part == NULL) return unknown(&parts, a->operand[0]);
    bf_table_manual(part->table, part->variant, &out);
    return bf_print(&out);
}

static const struct bf_option options[] = {BF_OPTION_HELP, BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow kinds", "what a scenario is made of"},
    {"bedflow kinds caseload", "every setting of a caseload, with its unit, range and default"},
    {"bedflow kinds changes", "how to open, close or buy something on a date"},
    {NULL, NULL}};

const struct bf_command bf_command_kinds = {
    .name = "kinds",
    .operands = "[NAME]",
    .least = 0,
    .most = 1,
    .missing = "a name",
    .summary = "what can be written in a scenario: the manual of its parts",
    .about =
        "Without a name: the kinds of service and the other parts of a scenario. With a name:\n"
        "every setting of that part, what to write, its range, its default, its meaning.\n"
        "It is printed from the same tables by which scenarios are read.",
    .options = options,
    .examples = examples,
    .run = run};
