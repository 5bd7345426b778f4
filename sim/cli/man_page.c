/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "man_page.h"

#include "exit_codes.h"
#include "identity.h"
#include "parts.h"

#include <string.h>

/* ---- roff ------------------------------------------------------------------------------ */

/* Text as it is: nothing in it is a request, and a hyphen can be copied into a shell. Line feeds
 * are spaces. */
static void add_plain(struct bf_text *out, const char *text)
{
    bool begins = out->length == 0 || out->bytes[out->length - 1] == '\n';
    for (const char *at = text; *at != '\0'; at++) {
        if (begins && (*at == '.' || *at == '\'')) bf_text_add(out, "\\&");
        if (*at == '\\')
            bf_text_add(out, "\\e");
        else if (*at == '-')
            bf_text_add(out, "\\-");
        else
            bf_text_add(out, "%c", *at == '\n' ? ' ' : *at);
        begins = false;
    }
}

static void add_line(struct bf_text *out, const char *text)
{
    add_plain(out, text);
    bf_text_add(out, "\n");
}

enum { FURTHER = 6 }; /* spaces before a line that goes on with the item above it */

/* "  low, high    90% sure ...": a name and what it means; any other indented line stands alone. */
static bool add_item(struct bf_text *out, const char *line)
{
    char name[120];
    const char *gap = strstr(line, "  ");
    if (gap == NULL) {
        bf_text_add(out, ".br\n");
        add_line(out, line);
        return false;
    }
    bf_format(name, sizeof name, "%.*s", (int)(gap - line), line);
    bf_text_add(out, ".TP\n\\fB");
    add_plain(out, name);
    bf_text_add(out, "\\fR\n");
    add_line(out, gap + strspn(gap, " "));
    return true;
}

/* Lines of a paragraph flow; an indented one stands alone, or begins an item of a list, which goes
 * on in lines that are indented further; an empty one ends the paragraph. */
static void add_paragraphs(struct bf_text *out, const char *text)
{
    bool listed = false;
    for (const char *at = text; *at != '\0'; at += *at == '\n') {
        char line[256];
        size_t length = strcspn(at, "\n");
        bf_format(line, sizeof line, "%.*s", (int)length, at);
        size_t indent = strspn(line, " ");
        at += length;
        if (indent > 0 && !(listed && indent >= FURTHER)) {
            listed = add_item(out, line + indent);
            continue;
        }
        if (length == 0 || (listed && indent == 0)) {
            bf_text_add(out, ".PP\n");
            listed = false;
        }
        if (length > 0) add_line(out, line + indent);
    }
}

static void begin_page(struct bf_text *out, const char *name, int section, const char *summary)
{
    struct bf_run_identity identity;
    bf_identity(&identity);
    bf_text_add(out, ".\\\" Made by bedflow from its tables: bedflow help --man\n.TH ");
    for (const char *at = name; *at != '\0'; at++)
        bf_text_add(out, "%c", *at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
    bf_text_add(out, " %d \"%s\" \"bedflow %s\" \"bedflow manual\"\n.SH NAME\n", section,
                bf_commit_date(), identity.version);
    add_plain(out, name);
    bf_text_add(out, " \\- ");
    add_line(out, summary);
}

static void add_example(struct bf_text *out, const struct bf_example *example)
{
    bf_text_add(out, ".TP\n\\fB"); /* not .B: it would eat the quotes */
    add_plain(out, example->command);
    bf_text_add(out, "\\fR\n");
    add_line(out, example->about);
}

/* ---- commands -------------------------------------------------------------------------- */

static void add_exit_code(struct bf_text *out, int code, const char *meaning)
{
    bf_text_add(out, ".TP\n.B %d\n", code);
    add_line(out, meaning);
}

static void add_exit_codes(struct bf_text *out)
{
    bf_text_add(out, ".SH EXIT STATUS\n");
#define ADD(code, meaning) add_exit_code(out, code, meaning);
    BF_EXIT_TABLE(ADD)
#undef ADD
}

static void add_option(struct bf_text *out, const struct bf_option *o)
{
    bf_text_add(out, ".TP\n");
    if (o->letter != 0) bf_text_add(out, "\\fB\\-%c\\fR, ", o->letter);
    bf_text_add(out, "\\fB\\-\\-");
    add_plain(out, o->name);
    bf_text_add(out, "\\fR");
    if (o->value != NULL) {
        bf_text_add(out, " \\fI");
        add_plain(out, o->value);
        bf_text_add(out, "\\fR");
    }
    bf_text_add(out, "\n");
    add_plain(out, o->help);
    if (o->fallback != NULL && strcmp(o->fallback, "0") != 0) {
        bf_text_add(out, " (");
        add_plain(out, o->fallback);
        bf_text_add(out, " unless given)");
    }
    bf_text_add(out, "\n");
}

static void add_see_also(struct bf_text *out, const struct bf_command *but)
{
    uint32_t count;
    const struct bf_command *const *command = bf_commands(&count);
    bf_text_add(out, ".SH SEE ALSO\n");
    if (but != NULL) bf_text_add(out, ".BR bedflow (1),\n");
    for (uint32_t i = 0; i < count; i++)
        if (command[i] != but) bf_text_add(out, ".BR bedflow\\-%s (1),\n", command[i]->name);
    bf_text_add(out, ".BR bedflow\\-scenario (5)\n");
}

void bf_man_command(const struct bf_command *command, struct bf_text *out)
{
    char name[64];
    bf_format(name, sizeof name, "bedflow-%s", command->name);
    begin_page(out, name, 1, command->summary);
    bf_text_add(out, ".SH SYNOPSIS\n.B bedflow %s\n", command->name);
    if (command->operands[0] != '\0') {
        bf_text_add(out, "\\fI");
        add_plain(out, command->operands);
        bf_text_add(out, "\\fR\n");
    }
    bf_text_add(out, "[\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n");
    add_paragraphs(out, command->about);
    bf_text_add(out, ".SH OPTIONS\n");
    for (const struct bf_option *o = command->options; o->name != NULL; o++)
        add_option(out, o);
    bf_text_add(out, ".SH EXAMPLES\n");
    for (const struct bf_example *e = command->examples; e->command != NULL; e++)
        add_example(out, e);
    add_exit_codes(out);
    add_see_also(out, command);
}

static void add_names(struct bf_text *out)
{
    uint32_t count;
    const struct bf_command *const *command = bf_commands(&count);
    bf_text_add(out, ".SH COMMANDS\n");
    for (uint32_t i = 0; i < count; i++) {
        bf_text_add(out, ".TP\n\\fB%s\\fR \\fI", command[i]->name);
        add_plain(out, command[i]->operands);
        bf_text_add(out, "\\fR\n");
        add_line(out, command[i]->summary);
    }
}

static void add_examples(struct bf_text *out)
{
    uint32_t count;
    const struct bf_command *const *command = bf_commands(&count);
    bf_text_add(out, ".SH EXAMPLES\n");
    for (uint32_t i = 0; i < count; i++)
        add_example(out, &command[i]->examples[0]);
}

void bf_man_program(struct bf_text *out)
{
    begin_page(out, "bedflow", 1, "simulate a county's health and care system");
    bf_text_add(out,
                ".SH SYNOPSIS\n.B bedflow\n\\fICOMMAND\\fR [\\fIOPERANDS\\fR] [\\fIOPTIONS\\fR]\n"
                ".SH DESCRIPTION\n"
                "Simulates a county's health and care system day by day, person by person: who "
                "waits in which bed for what, who comes back, and what another bed or care hour "
                "would change. Scenarios are text files,\n.BR bedflow\\-scenario (5).\n"
                "Each command has a page of its own.\n");
    add_names(out);
    bf_text_add(out, ".SH OPTIONS\nEvery command takes these; the others are on its page.\n"
                     ".TP\n.B \\-\\-json\nprint one JSON document on standard output in place of "
                     "words, errors included; its schema is printed by\n"
                     ".B bedflow help COMMAND \\-\\-schema\n"
                     ".TP\n.B \\-\\-help\nall about the command\n");
    add_exit_codes(out);
    bf_text_add(out, ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\n"
                     "if set and not empty, nothing is coloured\n"
                     ".TP\n.B TERM\nif it is dumb, nothing is coloured\n");
    add_examples(out);
    add_see_also(out, NULL);
}

/* ---- scenarios ------------------------------------------------------------------------- */

static void add_setting(struct bf_text *out, const struct bf_param *p)
{
    struct bf_param_words words;
    bf_param_words(p, &words);
    bf_text_add(out, ".TP\n.B ");
    add_line(out, p->name);
    add_plain(out, p->help);
    for (int i = 0; p->choices != NULL && p->choices[i] != NULL; i++) {
        bf_text_add(out, "%s", i == 0 ? "; one of " : ", ");
        add_plain(out, p->choices[i]);
    }
    bf_text_add(out, "\n.br\n");
    add_plain(out, p->choices != NULL ? "a text in double quotes" : words.write);
    if (strcmp(words.range, "-") != 0) {
        bf_text_add(out, "; ");
        add_plain(out, words.range);
    }
    if (strcmp(words.fallback, "required") == 0)
        bf_text_add(out, "; required");
    else if (strcmp(words.fallback, "-") != 0) {
        bf_text_add(out, "; ");
        add_plain(out, words.fallback);
        bf_text_add(out, " unless given");
    }
    bf_text_add(out, "\n");
}

static void add_settings(struct bf_text *out, const struct bf_param *params)
{
    for (const struct bf_param *p = params; p != NULL && p->name != NULL; p++)
        add_setting(out, p);
}

static void add_part(struct bf_text *out, const struct bf_part *part)
{
    bf_text_add(out, ".SS ");
    add_plain(out, part->name);
    if (part->holds != NULL && part->holds[0] != '\0') {
        bf_text_add(out, " (");
        add_plain(out, part->holds);
        bf_text_add(out, ")");
    }
    bf_text_add(out, "\n");
    add_line(out, bf_part_help(part));
    if (part->variant >= 0) {
        add_settings(out, part->table->variant[part->variant]);
        return;
    }
    add_settings(out, part->table->params);
    const struct bf_param *selector = bf_table_selector(part->table);
    bool services = part->holds != NULL && strcmp(part->holds, "services") == 0;
    for (int v = 0; selector != NULL && !services && selector->choices[v] != NULL; v++) {
        if (part->table->variant[v] == NULL) continue;
        bf_text_add(out, ".PP\nWith %s = \"%s\":\n", selector->name, selector->choices[v]);
        add_settings(out, part->table->variant[v]);
    }
}

void bf_man_scenario(struct bf_text *out)
{
    struct bf_parts parts;
    bf_parts_find(&parts);
    begin_page(out, "bedflow-scenario", 5, "what can be written in a scenario of bedflow");
    bf_text_add(
        out,
        ".SH DESCRIPTION\n"
        "A scenario is a text file in the syntax of libconfig: settings are\n"
        ".IR name \" = \" value ;\n"
        "groups are { ... }, lists ( ... ), and comments begin with #. Quantities are numbers, "
        "or texts with a unit (\"4.3 days\", \"9.7 per day\", \"35%%\"), or groups with their "
        "evidence: { value = 30; source = \"E20\"; range = [25, 35]; }. A setting "
        "\\fBextends\\fR builds on another scenario, and \\fB@include\\fR takes in a piece of "
        "one. Pieces may add to one group (two options to one service), but not say the same "
        "thing twice.\n.PP\nA service has the settings of every service, and those of its kind. A "
        "path names a setting from the outside in, services.ward.beds; so do \\fB\\-\\-set\\fR "
        "and dated changes.\n.SH KINDS OF SERVICE\n");
    for (size_t i = 0; i < parts.count; i++)
        if (parts.part[i].holds == NULL) add_part(out, &parts.part[i]);
    bf_text_add(out, ".SH PARTS OF A SCENARIO\nIn brackets: the setting that holds the part.\n");
    for (size_t i = 0; i < parts.count; i++)
        if (parts.part[i].holds != NULL) add_part(out, &parts.part[i]);
    bf_text_add(out, ".SH SEE ALSO\n.BR bedflow (1),\n.BR bedflow\\-check (1),\n"
                     ".BR bedflow\\-kinds (1)\n");
}
