/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_kinds.c -- bedflow kinds: the manual of a scenario's parts, from the tables that read them.
 */
#include "command.h"

#include "bedflow/report/members.h"

#include "bedflow/models/care.h"
#include "parts.h"
#include "reply.h"
#include "say.h"

#include <string.h>

/* ---- printing -------------------------------------------------------------------------- */

static void add_entry(struct bf_text *out, const struct bf_part *part)
{
    char where[80] = "";
    if (part->holds != NULL && part->holds[0] != '\0')
        bf_format(where, sizeof where, "%s", part->holds);
    bf_text_add(out, "  %-20s %-18s ", part->name, where);
    bf_add_paragraph(out, 42, bf_part_help(part));
}

static int list(const struct bf_parts *parts)
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

static const struct bf_part *find(const struct bf_parts *parts, const char *name)
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

static int unknown(const struct bf_parts *parts, const char *name)
{
    const char *known[2 * BF_PARTS_CAP];
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

/* ---- for programs ---------------------------------------------------------------------- */

static const struct bf_member setting_members[] = {
    WORDS("name", "name of the setting"),
    WORDS("write", "what to write"),
    WORDS_OR_NULL("range", "its range with units; null: none"),
    WORDS_OR_NULL("fallback", "its value unless given; null: none"),
    FLAG("required", "has to be given"),
    FLAG("fixed", "no dated change can alter it"),
    {"choices", BF_MEMBER_TEXTS, "what it is one of; none: anything as in `write`", NULL, NULL},
    WORDS_OR_NULL("part", "part that it holds"),
    WORDS("help", "its meaning"),
    END};
static const struct bf_member part_members[] = {
    WORDS("name", "name of the part or kind"),
    FLAG("is_kind", "a kind of service"),
    WORDS_OR_NULL("held_by", "setting under which it is written"),
    WORDS("help", "what it is"),
    LIST("settings", "its settings", setting_members),
    END};
static const struct bf_member members[] = {
    LIST("parts", "the kinds and parts asked about", part_members), END};

static void text_or_null(struct bf_json *json, const char *name, const char *text)
{
    bool none = text == NULL || text[0] == '\0' || strcmp(text, "-") == 0;
    bf_json_text(json, name, none ? NULL : text);
}

static void add_setting(struct bf_json *json, const struct bf_param *p)
{
    struct bf_param_words words;
    bool required = (p->flags & BF_PARAM_REQUIRED) != 0;
    bf_param_words(p, &words);
    bf_json_object(json, NULL);
    bf_json_text(json, "name", p->name);
    bf_json_text(json, "write", words.write);
    text_or_null(json, "range", words.range);
    text_or_null(json, "fallback", required ? NULL : words.fallback);
    bf_json_flag(json, "required", required);
    bf_json_flag(json, "fixed", (p->flags & BF_PARAM_FIXED) != 0);
    bf_json_array(json, "choices");
    for (int i = 0; p->choices != NULL && p->choices[i] != NULL; i++)
        bf_json_text(json, NULL, p->choices[i]);
    bf_json_end_array(json);
    bf_json_text(json, "part", p->table != NULL ? p->table->name : NULL);
    bf_json_text(json, "help", p->help);
    bf_json_end_object(json);
}

static void add_settings(struct bf_json *json, const struct bf_param *params)
{
    for (const struct bf_param *p = params; p != NULL && p->name != NULL; p++)
        add_setting(json, p);
}

static void add_part_json(struct bf_json *json, const struct bf_part *part)
{
    bf_json_object(json, NULL);
    bf_json_text(json, "name", part->name);
    bf_json_flag(json, "is_kind", part->holds == NULL);
    text_or_null(json, "held_by", part->holds);
    bf_json_text(json, "help", bf_part_help(part));
    bf_json_array(json, "settings");
    add_settings(json, part->table->params);
    if (part->variant >= 0) add_settings(json, part->table->variant[part->variant]);
    bf_json_end_array(json);
    bf_json_end_object(json);
}

/* `only`: one part; NULL: all. */
static void reply(const struct bf_parts *parts, const struct bf_part *only)
{
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_array(json, "parts");
    for (size_t i = 0; i < parts->count; i++)
        if (only == NULL || only == &parts->part[i]) add_part_json(json, &parts->part[i]);
    bf_json_end_array(json);
}

static int run(const struct bf_arguments *a)
{
    struct bf_parts parts;
    struct bf_text out = {.bytes = NULL};
    bf_parts_find(&parts);
    if (a->operand_count == 0 || strcmp(a->operand[0], "all") == 0) {
        reply(&parts, NULL);
        return a->operand_count == 0 ? list(&parts) : everything();
    }
    const struct bf_part *part = find(&parts, a->operand[0]);
    if (part == NULL) return unknown(&parts, a->operand[0]);
    reply(&parts, part);
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
    .result = members,
    .run = run};
