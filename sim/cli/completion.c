/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "completion.h"

#include "command.h"
#include "parts.h"

#include <string.h>

/* What completes a word that the table calls so: a function of the script below. */
static const char *kind_of(const char *words)
{
    static const struct {
        const char *word, *kind;
    } row[] = {{"SCENARIO", "scenario"}, {"BASE", "scenario"}, {"FROM", "scenario"},
               {".cfg", "scenario"},     {"DIR", "folder"},    {".csv", "table"},
               {"COMMAND", "command"},   {"NAME]", "part"},    {"PATH", "path"},
               {"FILE", "any"}};
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        if (words != NULL && strstr(words, row[i].word) != NULL) return row[i].kind;
    return "nothing";
}

static void add_names(struct bf_text *out)
{
    struct bf_parts parts;
    uint32_t count;
    const struct bf_command *const *command = bf_commands(&count);
    bf_text_add(out, "_bedflow_command() { _bedflow_words '");
    for (uint32_t i = 0; i < count; i++)
        bf_text_add(out, "%s%s", i > 0 ? " " : "", command[i]->name);
    bf_text_add(out, "'; }\n_bedflow_part() { _bedflow_words 'all");
    bf_parts_find(&parts);
    for (size_t i = 0; i < parts.count; i++) {
        char name[64];
        bf_format(name, sizeof name, "%s", parts.part[i].name);
        for (char *at = name; *at != '\0'; at++)
            *at = *at == ' ' ? '-' : *at;
        bf_text_add(out, " %s", name);
    }
    bf_text_add(out, "'; }\n");
}

static void add_options(const struct bf_command *c, struct bf_text *out)
{
    bf_text_add(out, "        %s) options='", c->name);
    for (const struct bf_option *o = c->options; o->name != NULL; o++)
        bf_text_add(out, "%s--%s", o == c->options ? "" : " ", o->name);
    bf_text_add(out, "'; operand=%s\n            case $prev in\n", kind_of(c->operands));
    for (const struct bf_option *o = c->options; o->name != NULL; o++) {
        if (o->value == NULL) continue;
        bf_text_add(out, "                --%s", o->name);
        if (o->letter != 0) bf_text_add(out, "|-%c", o->letter);
        bf_text_add(out, ") value=%s ;;\n", kind_of(o->value));
    }
    bf_text_add(out, "            esac ;;\n");
}

/* bash breaks words at "=", so `--out=x` comes as three. */
void bf_completion_bash(struct bf_text *out)
{
    uint32_t count;
    const struct bf_command *const *command = bf_commands(&count);
    bf_text_add(
        out,
        "# Completion of bedflow for bash. Made by bedflow from its tables: bedflow help "
        "--completion\n"
        "_bedflow_words() { COMPREPLY=($(compgen -W \"$1\" -- \"$cur\")); }\n"
        "_bedflow_files() { # pattern of names; folders are always among them\n"
        "    local file\n"
        "    COMPREPLY=()\n"
        "    while IFS= read -r file; do\n"
        "        if [[ -d $file ]]; then COMPREPLY+=(\"$file/\")\n"
        "        elif [[ $file == $1 ]]; then COMPREPLY+=(\"$file\"); fi\n"
        "    done < <(compgen -f -- \"$cur\")\n"
        "    compopt -o filenames 2>/dev/null\n"
        "    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == */ ]]; then compopt -o nospace "
        "2>/dev/null; fi\n"
        "}\n"
        "_bedflow_scenario() { _bedflow_files '*.cfg'; }\n"
        "_bedflow_table() { _bedflow_files '*.csv'; }\n"
        "_bedflow_folder() { _bedflow_files '/'; }\n"
        "_bedflow_any() { _bedflow_files '*'; }\n"
        "_bedflow_nothing() { COMPREPLY=(); }\n"
        "_bedflow_path() { # settings of the first scenario on the line\n"
        "    local word\n"
        "    for word in \"${COMP_WORDS[@]:2}\"; do\n"
        "        [[ $word == *.cfg && -f $word ]] || continue\n"
        "        _bedflow_words \"$(\"${COMP_WORDS[0]}\" check \"$word\" --paths 2>/dev/null | sed "
        "'s/ = .*//')\"\n"
        "        compopt -o nospace 2>/dev/null\n"
        "        return\n"
        "    done\n"
        "    COMPREPLY=()\n"
        "}\n");
    add_names(out);
    bf_text_add(out, "_bedflow() {\n"
                     "    local cur=${COMP_WORDS[COMP_CWORD]} options='' operand=nothing value=''\n"
                     "    local prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                     "    COMPREPLY=()\n"
                     "    if [[ $cur == = ]]; then cur=''\n"
                     "    elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
                     "    # a value of --set PATH= is the user's own\n"
                     "    if [[ ${COMP_WORDS[COMP_CWORD]} == = || ${COMP_WORDS[COMP_CWORD-1]} == = "
                     "]] && [[ $prev != -* ]]; then\n"
                     "        return\n"
                     "    fi\n"
                     "    if [[ $COMP_CWORD -eq 1 ]]; then\n"
                     "        _bedflow_command\n"
                     "        if [[ $cur == -* ]]; then _bedflow_words '--help --version'; fi\n"
                     "        return\n"
                     "    fi\n"
                     "    case ${COMP_WORDS[1]} in\n");
    for (uint32_t i = 0; i < count; i++)
        add_options(command[i], out);
    bf_text_add(out, "    esac\n"
                     "    if [[ -n $value ]]; then _bedflow_$value\n"
                     "    elif [[ $cur == -* ]]; then _bedflow_words \"$options\"\n"
                     "    else _bedflow_$operand; fi\n"
                     "}\n"
                     "complete -F _bedflow bedflow\n");
}
