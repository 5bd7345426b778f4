/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "say.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_CAP = 32, WIDTH = 92 };

struct reading {
    const struct bf_command *command;
    struct bf_arguments *arguments;
    int argc, next; /* next argument to look at */
    char **argv;
};

/* How the user spells an option: the shell cannot tell "-o" from "--out" in a message. */
static void spell(const struct bf_option *option, char text[], size_t size)
{
    bf_format(text, size, "--%s", option->name);
}

static void hint(const struct reading *r)
{
    bf_say("see: bedflow %s --help", r->command->name);
}

/* ---- one value ------------------------------------------------------------------------- */

static bool without_memory(struct bf_arguments *arguments)
{
    arguments->no_memory = true;
    bf_complain(BF_EXIT_STOPPED, "memory ran out while reading the command line");
    return false;
}

static bool parse_number(const char *text, uint64_t *value)
{
    uint64_t sum = 0;
    if (text[0] == '\0') return false;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at < '0' || *at > '9') return false;
        uint64_t digit = (uint64_t)(*at - '0');
        if (sum > (UINT64_MAX - digit) / 10) return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

static bool take_number(const struct bf_option *option, void *field, const char *text)
{
    uint64_t value = 0;
    if (!parse_number(text, &value) || value < option->least || value > option->most) {
        bf_complain(BF_EXIT_USAGE,
                    "--%s: expected a whole number from %llu to %llu, received \"%s\"",
                    option->name, (unsigned long long)option->least,
                    (unsigned long long)option->most, text);
        return false;
    }
    *(uint64_t *)field = value;
    return true;
}

static bool take_date(const struct bf_option *option, void *field, const char *text)
{
    bf_day day;
    if (!bf_day_parse(text, &day)) {
        char cure[120];
        bf_day_cure(text, cure, sizeof cure);
        bf_complain(BF_EXIT_USAGE, "--%s: expected a date such as 2022-01-03, received \"%s\"%s",
                    option->name, text, cure);
        return false;
    }
    *(bf_day *)field = day;
    return true;
}

static bool take_setting(struct bf_arguments *arguments, const struct bf_option *option,
                         const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text) {
        bf_complain(BF_EXIT_USAGE,
                    "--%s: expected a path, \"=\" and a value, such as services.ward.beds=400, "
                    "received \"%s\"; `bedflow check --paths` lists them",
                    option->name, text);
        return false;
    }
    struct bf_setting *grown =
        bf_heap_grow(arguments->set, (arguments->set_count + 1) * sizeof *arguments->set);
    char *path = bf_heap_text(text);
    if (grown != NULL) arguments->set = grown;
    if (grown == NULL || path == NULL) {
        bf_heap_give(path);
        return without_memory(arguments);
    }
    /* "path = value" as in a scenario */
    size_t end = (size_t)(equals - text);
    while (end > 1 && path[end - 1] == ' ')
        end--;
    path[end] = '\0';
    arguments->set[arguments->set_count++] =
        (struct bf_setting){path, equals + 1 + strspn(equals + 1, " ")};
    return true;
}

static bool take_text(struct bf_arguments *arguments, struct bf_texts *texts, const char *text)
{
    const char **grown = bf_heap_grow(texts->text, (texts->count + 1) * sizeof *grown);
    if (grown == NULL) return without_memory(arguments);
    texts->text = grown;
    texts->text[texts->count++] = text;
    return true;
}

static bool take(struct bf_arguments *arguments, const struct bf_option *option, const char *text)
{
    void *field = (unsigned char *)arguments + option->offset;
    switch (option->type) {
    case BF_OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case BF_OPTION_NUMBER:
        return take_number(option, field, text);
    case BF_OPTION_TEXT:
        if (text[0] == '\0') {
            bf_complain(BF_EXIT_USAGE, "--%s: expected %s, received an empty text", option->name,
                        option->value);
            return false;
        }
        *(const char **)field = text;
        return true;
    case BF_OPTION_DATE:
        return take_date(option, field, text);
    case BF_OPTION_SETTING:
        return take_setting(arguments, option, text);
    case BF_OPTION_TEXTS:
        return take_text(arguments, field, text);
    }
    BF_REQUIRE(false && "a type of option");
}

/* ---- one argument ---------------------------------------------------------------------- */

static const struct bf_option *find_option(const struct bf_command *command, const char *name,
                                           size_t length)
{
    for (const struct bf_option *o = command->options; o->name != NULL; o++)
        if (strlen(o->name) == length && strncmp(o->name, name, length) == 0) return o;
    return NULL;
}

static const struct bf_option *find_letter(const struct bf_command *command, char letter)
{
    for (const struct bf_option *o = command->options; o->name != NULL; o++)
        if (o->letter != 0 && o->letter == letter) return o;
    return NULL;
}

static bool unknown_option(const struct reading *r, const char *typed)
{
    const char *name[NAMES_CAP];
    char bare[64];
    size_t count = 0;
    for (const struct bf_option *o = r->command->options; o->name != NULL && count < NAMES_CAP; o++)
        name[count++] = o->name;
    const char *start = typed + strspn(typed, "-");
    bf_format(bare, sizeof bare, "%.*s", (int)strcspn(start, "="), start);
    const char *near = bf_text_nearest(bare, name, count);
    if (near != NULL)
        bf_complain(BF_EXIT_USAGE, "bedflow %s has no option %s; did you mean --%s?",
                    r->command->name, typed, near);
    else
        bf_complain(BF_EXIT_USAGE, "bedflow %s has no option %s", r->command->name, typed);
    hint(r);
    return false;
}

/* `inner` is the value in the same argument ("--reps=20", "-oDIR"), or NULL. */
static bool give_value(struct reading *r, const struct bf_option *option, const char *inner)
{
    char spelled[64];
    spell(option, spelled, sizeof spelled);
    if (option->type == BF_OPTION_FLAG) {
        if (inner == NULL) return take(r->arguments, option, "");
        bf_complain(BF_EXIT_USAGE, "%s takes no value, received \"%s\"", spelled, inner);
        return false;
    }
    if (inner == NULL && (r->next >= r->argc || strncmp(r->argv[r->next], "--", 2) == 0)) {
        bf_complain(BF_EXIT_USAGE, "%s: expected %s after it, received %s", spelled, option->value,
                    r->next < r->argc ? r->argv[r->next] : "nothing");
        hint(r);
        return false;
    }
    return take(r->arguments, option, inner != NULL ? inner : r->argv[r->next++]);
}

static bool read_long(struct reading *r, const char *typed)
{
    size_t length = strcspn(typed + 2, "=");
    const struct bf_option *option = find_option(r->command, typed + 2, length);
    if (option == NULL) return unknown_option(r, typed);
    return give_value(r, option, typed[2 + length] == '=' ? typed + 3 + length : NULL);
}

static bool read_short(struct reading *r, const char *typed)
{
    const struct bf_option *option = find_letter(r->command, typed[1]);
    if (option == NULL) return unknown_option(r, typed);
    return give_value(r, option, typed[2] != '\0' ? typed + 2 : NULL);
}

static bool read_operand(struct reading *r, const char *typed)
{
    struct bf_arguments *a = r->arguments;
    if (a->operand_count >= r->command->most) {
        if (r->command->most == 0)
            bf_complain(BF_EXIT_USAGE, "bedflow %s: expected options only, received \"%s\"",
                        r->command->name, typed);
        else
            bf_complain(BF_EXIT_USAGE, "bedflow %s: expected at most %u (%s), received also \"%s\"",
                        r->command->name, r->command->most, r->command->operands, typed);
        hint(r);
        return false;
    }
    a->operand[a->operand_count++] = typed;
    return true;
}

static bool read_all(struct reading *r)
{
    bool options = true;
    while (r->next < r->argc) {
        const char *typed = r->argv[r->next++];
        bool good = true;
        if (options && strcmp(typed, "--") == 0)
            options = false;
        else if (options && strncmp(typed, "--", 2) == 0)
            good = read_long(r, typed);
        else if (options && typed[0] == '-' && typed[1] != '\0')
            good = read_short(r, typed);
        else
            good = read_operand(r, typed);
        if (!good) return false;
    }
    return true;
}

/* ---- the whole ------------------------------------------------------------------------- */

void bf_typed_words(struct bf_text *out, int argc, char *argv[])
{
    bf_text_add(out, "bedflow");
    for (int i = 1; i < argc; i++) {
        static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789_-+=.,:/@%";
        if (argv[i][0] != '\0' && argv[i][strspn(argv[i], plain)] == '\0') {
            bf_text_add(out, " %s", argv[i]);
            continue;
        }
        bf_text_add(out, " '");
        for (const char *at = argv[i]; *at != '\0'; at++)
            bf_text_add(out, *at == '\'' ? "'\\%c'" : "%c", *at);
        bf_text_add(out, "'");
    }
}

static void set_defaults(struct bf_arguments *arguments, const struct bf_command *command)
{
    *arguments = (struct bf_arguments){.day = BF_DAY_NONE, .from = BF_DAY_NONE, .to = BF_DAY_NONE};
    for (const struct bf_option *o = command->options; o->name != NULL; o++)
        if (o->fallback != NULL) BF_REQUIRE(take(arguments, o, o->fallback));
}

bool bf_arguments_read(struct bf_arguments *arguments, const struct bf_command *command, int argc,
                       char *argv[])
{
    struct reading r = {.command = command, .arguments = arguments, .argc = argc, .next = 2};
    r.argv = argv;
    set_defaults(arguments, command);
    bf_typed_words(&arguments->typed, argc, argv);
    if (arguments->typed.failed) return without_memory(arguments);
    if (!read_all(&r)) return false;
    if (arguments->help || arguments->operand_count >= command->least) return true;
    bf_complain(BF_EXIT_USAGE, "bedflow %s: expected %s, received none; for example: %s",
                command->name, command->missing, command->examples[0].command);
    hint(&r);
    return false;
}

void bf_arguments_free(struct bf_arguments *arguments)
{
    for (size_t i = 0; i < arguments->set_count; i++) {
        const void *path = arguments->set[i].path;
        bf_heap_give((void *)(uintptr_t)path); /* ours; const only for the reader's sake */
    }
    bf_heap_give(arguments->set);
    bf_heap_give(arguments->alt.text);
    bf_heap_give(arguments->over.text);
    bf_heap_give(arguments->measures.text);
    bf_heap_give(arguments->choose.text);
    bf_heap_give(arguments->subject.text);
    bf_text_free(&arguments->typed);
    *arguments = (struct bf_arguments){.day = BF_DAY_NONE, .from = BF_DAY_NONE, .to = BF_DAY_NONE};
}

/* ---- help ------------------------------------------------------------------------------ */

void bf_add_paragraph(struct bf_text *out, size_t indent, const char *text)
{
    size_t column = indent;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (column > indent && column + 1 + length > WIDTH) {
            bf_text_add(out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            bf_text_add(out, " ");
            column++;
        }
        bf_text_add_bytes(out, text, length);
        column += length;
        text += length;
        text += strspn(text, " ");
    }
    bf_text_add(out, "\n");
}

static void option_head(const struct bf_option *o, char text[], size_t size)
{
    char letter[8] = "    ";
    if (o->letter != 0) bf_format(letter, sizeof letter, "-%c, ", o->letter);
    bf_format(text, size, "%s--%s%s%s", letter, o->name, o->value != NULL ? " " : "",
              o->value != NULL ? o->value : "");
}

static void add_options(const struct bf_command *command, struct bf_text *out)
{
    char head[96];
    size_t widest = 0;
    for (const struct bf_option *o = command->options; o->name != NULL; o++) {
        option_head(o, head, sizeof head);
        widest = strlen(head) > widest ? strlen(head) : widest;
    }
    bf_text_add(out, "\nOptions:\n");
    for (const struct bf_option *o = command->options; o->name != NULL; o++) {
        option_head(o, head, sizeof head);
        struct bf_text words = {.bytes = NULL};
        bf_text_add(&words, "%s", o->help);
        if (o->fallback != NULL && strcmp(o->fallback, "0") != 0)
            bf_text_add(&words, " (%s unless given)", o->fallback);
        bf_text_add(out, "  %-*s  ", (int)widest, head);
        bf_add_paragraph(out, widest + 4, words.bytes != NULL ? words.bytes : "");
        out->failed = out->failed || words.failed;
        bf_text_free(&words);
    }
}

void bf_command_manual(const struct bf_command *command, struct bf_text *out)
{
    bf_text_add(out, "bedflow %s: %s\n\nUsage: bedflow %s%s%s [OPTIONS]\n", command->name,
                command->summary, command->name, command->operands[0] != '\0' ? " " : "",
                command->operands);
    bf_text_add(out, "\n%s\n", command->about);
    add_options(command, out);
    bf_text_add(out, "\nExamples:\n");
    for (const struct bf_example *e = command->examples; e->command != NULL; e++)
        bf_text_add(out, "  %s\n      %s\n", e->command, e->about);
}
