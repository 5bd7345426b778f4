/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h -- commands and their options as tables: one description serves the
 * parsing, the help, and whatever else is made from it.
 *
 * A command line is `bedflow COMMAND OPERANDS OPTIONS` in any order after the
 * command. Options are `--reps 20`, `--reps=20`, `-o DIR` or `-oDIR`; `--` ends
 * them. An option given twice: the last counts, but every --set is kept.
 *
 * Ownership: texts are those of argv; what parsing allocates, bf_arguments_free
 * gives back.
 */
#ifndef BF_CLI_COMMAND_H
#define BF_CLI_COMMAND_H

#include "bedflow/base/date.h"
#include "bedflow/base/text.h"
#include "bedflow/report/json_schema.h"
#include "bedflow/scenario/read.h"

#define BF_OPERANDS_CAP 8

/* Every text that was given to an option that may be repeated. */
struct bf_texts {
    const char **text; /* [count] */
    size_t count;
};

/* Everything that any command can be told; a command's options fill its part. */
struct bf_arguments {
    const char *operand[BF_OPERANDS_CAP];
    uint32_t operand_count;
    struct bf_setting *set; /* [set_count] */
    size_t set_count;
    struct bf_texts alt, over, measures, choose, subject;
    uint64_t budget; /* points of a calibration */
    uint64_t reps, most_reps, seed, threads, replication, first;
    const char *question; /* of a report */
    const char *shape;    /* of an event log */
    const char *format;   /* likewise */
    const char *out, *person, *precision, *matters, *target, *best_by;
    const char *column, *by_class;   /* of a table to fit */
    const char *design, *points;     /* of a sweep */
    uint64_t seasons;                /* of a sweep; 0: not given */
    const char *least, *money_limit; /* of an optimisation */
    uint64_t within;                 /* seconds */
    uint64_t look;
    const char *observed, *hold_out, *discrepancy;
    const char *when, *worst, *measure; /* of an explanation */
    bf_day day, from, to;               /* BF_DAY_NONE: not given */
    bool force, fixed_inputs, no_plots, no_journal, quiet, sources, stress, json, schema, man,
        completion, paths, help;
    struct bf_text typed; /* the command line, for the record */
    bool no_memory;       /* why they could not be read */
};

enum bf_option_type {
    BF_OPTION_FLAG,    /* bool */
    BF_OPTION_NUMBER,  /* uint64_t in least..most */
    BF_OPTION_TEXT,    /* const char * */
    BF_OPTION_DATE,    /* bf_day */
    BF_OPTION_SETTING, /* path=value, added to set[] */
    BF_OPTION_TEXTS    /* text, added to a struct bf_texts */
};

struct bf_option {
    const char *name; /* without its dashes */
    char letter;      /* 0: none */
    enum bf_option_type type;
    const char *value;    /* what follows it, as the help says it; NULL for a flag */
    const char *fallback; /* as if it had been given; NULL: none */
    uint64_t least, most; /* of a number */
    size_t offset;        /* in struct bf_arguments */
    const char *help;
};

struct bf_example {
    const char *command, *about; /* the last has command == NULL */
};

struct bf_command {
    const char *name;
    const char *operands;            /* "SCENARIO" */
    uint32_t least, most;            /* operands */
    const char *missing;             /* "a scenario file": for the message when there are too few */
    const char *summary;             /* one line */
    const char *about;               /* paragraphs, wrapped as they stand */
    const struct bf_option *options; /* the last has name == NULL */
    const struct bf_example *examples;
    const struct bf_member *result;                   /* of --json (reply.h); NULL: its words */
    uint32_t result_version;                          /* of that; 0 means 1 */
    int (*run)(const struct bf_arguments *arguments); /* an enum bf_exit */
};

/* Fill *arguments from argv[2..argc). Says what is wrong and returns false. Free
 * the arguments in either case. */
bool bf_arguments_read(struct bf_arguments *arguments, const struct bf_command *command, int argc,
                       char *argv[]);
void bf_arguments_free(struct bf_arguments *arguments);

/* argv as a shell would take it again. */
void bf_typed_words(struct bf_text *out, int argc, char *argv[]);

/* The help of one command: how to call it, options, examples. */
void bf_command_manual(const struct bf_command *command, struct bf_text *out);

/* Rows of a table of options: name, letter (0: none), what follows it, the field that it fills. */
/* clang-format off */
#define BF_OPTION_ROW(name, letter, type, value, fallback, least, most, field, help) \
    {name, letter, type, value, fallback, least, most, offsetof(struct bf_arguments, field), help}
#define BF_FLAG_OPTION(name, letter, field, help) \
    BF_OPTION_ROW(name, letter, BF_OPTION_FLAG, NULL, NULL, 0, 0, field, help)
#define BF_TEXT_OPTION(name, letter, value, fallback, field, help) \
    BF_OPTION_ROW(name, letter, BF_OPTION_TEXT, value, fallback, 0, 0, field, help)
#define BF_TEXTS_OPTION(name, letter, value, field, help) \
    BF_OPTION_ROW(name, letter, BF_OPTION_TEXTS, value, NULL, 0, 0, field, help)
#define BF_DATE_OPTION(name, field, help) \
    BF_OPTION_ROW(name, 0, BF_OPTION_DATE, "DATE", NULL, 0, 0, field, help)
#define BF_NUMBER_OPTION(name, letter, value, fallback, least, most, field, help) \
    BF_OPTION_ROW(name, letter, BF_OPTION_NUMBER, value, fallback, least, most, field, help)

/* Options that several commands have, in the same words. */
#define BF_OPTION_SEED \
    BF_NUMBER_OPTION("seed", 0, "S", "1", 0, UINT64_MAX, seed, \
                     "which random numbers; the same seed gives the same winters")
#define BF_OPTION_SET \
    BF_OPTION_ROW("set", 0, BF_OPTION_SETTING, "PATH=VALUE", NULL, 0, 0, set, \
                  "change one value of the scenario for this time; may be repeated")
#define BF_OPTION_THREADS \
    BF_NUMBER_OPTION("threads", 0, "N", "0", 0, 1024, threads, \
                     "processors to use; the results are the same for any number " \
                     "(all unless given)")
#define BF_OPTION_MAX_REPS \
    BF_NUMBER_OPTION("max-reps", 0, "N", "1000", 1, 1000000, most_reps, \
                     "with --precision: replications at most")
#define BF_OPTION_NO_PLOTS BF_FLAG_OPTION("no-plots", 0, no_plots, "draw no pictures")
/* Where `bedflow report` draws what was left out. */
#define BF_OPTION_PLOTS_LATER \
    BF_FLAG_OPTION("no-plots", 0, no_plots, "draw no picture; `bedflow report` can draw it later")
#define BF_OPTION_FORCE BF_FLAG_OPTION("force", 0, force, "replace what is in that folder")
#define BF_OPTION_QUIET BF_FLAG_OPTION("quiet", 'q', quiet, "only the table, and what went wrong")
#define BF_OPTION_FIXED \
    BF_FLAG_OPTION("fixed-inputs", 0, fixed_inputs, \
                   "take every input as exact, also those with a range")
#define BF_OPTION_NO_JOURNAL \
    BF_FLAG_OPTION("no-journal", 0, no_journal, \
                   "do not keep replications as they finish: nothing to resume, slower to extend")
/* Two options that every command has. */
#define BF_OPTION_HELP \
    BF_FLAG_OPTION("json", 0, json, \
                   "one JSON document on stdout in place of words; its schema: " \
                   "bedflow help --schema"), \
    BF_FLAG_OPTION("help", 'h', help, "this help")
#define BF_OPTION_END {.name = NULL}
/* clang-format on */

/* Every command that there is (main.c). */
const struct bf_command *const *bf_commands(uint32_t *count);
const struct bf_command *bf_command_find(const char *name); /* NULL: there is none */
/* The name of a command is wrong: say so, and what may have been meant. Returns an exit code. */
int bf_command_unknown(const char *name);

/* A paragraph, wrapped to the width of a terminal: `text` from column `indent` on. */
void bf_add_paragraph(struct bf_text *out, size_t indent, const char *text);

extern const struct bf_command bf_command_run;       /* cmd_run.c */
extern const struct bf_command bf_command_check;     /* cmd_check.c */
extern const struct bf_command bf_command_kinds;     /* cmd_kinds.c */
extern const struct bf_command bf_command_trace;     /* cmd_trace.c */
extern const struct bf_command bf_command_plot;      /* cmd_plot.c */
extern const struct bf_command bf_command_compare;   /* cmd_compare.c */
extern const struct bf_command bf_command_reproduce; /* cmd_reproduce.c */
extern const struct bf_command bf_command_extend;    /* cmd_extend.c */
extern const struct bf_command bf_command_resume;    /* cmd_resume.c */
extern const struct bf_command bf_command_diff;      /* cmd_diff.c */
extern const struct bf_command bf_command_calibrate; /* cmd_calibrate.c */
extern const struct bf_command bf_command_explain;   /* cmd_explain.c */
extern const struct bf_command bf_command_fit;       /* cmd_fit.c */
extern const struct bf_command bf_command_sweep;     /* cmd_sweep.c */
extern const struct bf_command bf_command_report;    /* cmd_report.c */
extern const struct bf_command bf_command_log;       /* cmd_log.c */
extern const struct bf_command bf_command_optimise;  /* cmd_optimise.c */
extern const struct bf_command bf_command_help;      /* cmd_help.c */
extern const struct bf_command bf_command_version;   /* cmd_version.c */

#endif
