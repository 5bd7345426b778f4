/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "say.h"

#include "bedflow/base/units.h"
#include "reply.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_coloured(FILE *stream)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    bool plain = no_color != NULL && no_color[0] != '\0';
    int fd = stream == stdout ? STDOUT_FILENO : STDERR_FILENO;
    return !plain && term != NULL && strcmp(term, "dumb") != 0 && isatty(fd);
}

/* A text from outside could hold sequences that a terminal obeys. */
static void put(FILE *stream, const char bytes[], size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        bool control = (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f;
        putc(control ? '?' : byte, stream);
    }
}

static void put_marked(FILE *stream, const char *colour, const char *word)
{
    if (is_coloured(stream))
        fprintf(stream, "\033[%sm%s\033[0m", colour, word);
    else
        fputs(word, stream);
}

enum { LINE_CAP = 4096 };

static void put_line(const char *text)
{
    put(stderr, text, strlen(text));
    putc('\n', stderr);
}

void bf_say(const char *fmt, ...)
{
    char text[LINE_CAP];
    va_list args;
    va_start(args, fmt);
    bf_format_list(text, sizeof text, fmt, args);
    va_end(args);
    put_line(text);
}

static void put_complaint(const char *text)
{
    fputs("bedflow: ", stderr);
    put_marked(stderr, "1;31", "error: ");
    put_line(text);
}

int bf_complain(int code, const char *fmt, ...)
{
    char text[LINE_CAP];
    va_list args;
    va_start(args, fmt);
    bf_format_list(text, sizeof text, fmt, args);
    va_end(args);
    put_complaint(text);
    bf_reply_fault(BF_ERROR, NULL, text);
    return code;
}

static int exit_of(enum bf_errcode code)
{
    switch (code) {
    case BF_E_SYNTAX:
    case BF_E_KEY:
    case BF_E_TYPE:
        return BF_EXIT_SCENARIO;
    case BF_E_IO:
        return BF_EXIT_IO;
    case BF_E_STOPPED:
        return BF_EXIT_INTERRUPTED;
    case BF_OK:
    case BF_E_RANGE:
    case BF_E_LIMIT:
    case BF_E_NOMEM:
        break;
    }
    return BF_EXIT_STOPPED;
}

int bf_complain_err(const struct bf_err *err)
{
    char text[2 * BF_PATH_CAP + BF_WHAT_CAP + 64];
    bf_err_render(err, text, sizeof text);
    put_complaint(text);
    bf_reply_fault(BF_ERROR, &err->where, err->what);
    return exit_of(err->code);
}

static void say_fault(FILE *stream, const struct bf_fault *fault)
{
    static const char *const word[] = {"error: ", "warning: ", "note: "};
    static const char *const colour[] = {"1;31", "1;33", "1;36"};
    const struct bf_where *where = &fault->err.where;
    char place[BF_PATH_CAP + 32] = "";
    if (where->file[0] != '\0' && where->line > 0)
        bf_format(place, sizeof place, "%s:%d: ", where->file, where->line);
    else if (where->file[0] != '\0')
        bf_format(place, sizeof place, "%s: ", where->file);
    put(stream, place, strlen(place));
    put_marked(stream, colour[fault->severity], word[fault->severity]);
    put(stream, where->path, strlen(where->path));
    if (where->path[0] != '\0') fputs(": ", stream);
    put(stream, fault->err.what, strlen(fault->err.what));
    putc('\n', stream);
}

/* ---- the same fault again and again ---------------------------------------------------- */

enum { TOLD_EACH = 3, TOLD_AGAIN = 4 }; /* times it is told in full; places told after that */

/* How often the fault at `i` was found before it and after it. */
static void count_same(const struct bf_faults *faults, size_t i, size_t *before, size_t *after)
{
    *before = 0;
    *after = faults->fault[i].again;
    for (size_t k = 0; k < faults->count; k++)
        if (k != i && bf_fault_same(&faults->fault[k], &faults->fault[i]))
            ++*(k < i ? before : after);
}

/* "the same 996 times more: x.csv:5, x.csv:6, x.csv:7, x.csv:8, ..." */
static void say_again(FILE *stream, const struct bf_faults *faults, size_t i, size_t after)
{
    size_t told = 0;
    char times[40];
    bf_units_print(BF_DIM_NUMBER, (double)after, times, sizeof times);
    fprintf(stream, "  the same %s times more: ", times);
    for (size_t k = i + 1; k < faults->count && told < TOLD_AGAIN; k++) {
        const struct bf_where *where = &faults->fault[k].err.where;
        char place[BF_PATH_CAP + 32];
        if (!bf_fault_same(&faults->fault[k], &faults->fault[i])) continue;
        bf_format(place, sizeof place, where->line > 0 ? "%s%s:%d" : "%s%s", told++ > 0 ? ", " : "",
                  where->file[0] != '\0' ? where->file : where->path, where->line);
        put(stream, place, strlen(place));
    }
    fputs(after > told ? ", ...\n" : "\n", stream);
}

static void say_or_count(FILE *stream, const struct bf_faults *faults, size_t i)
{
    size_t before, after;
    count_same(faults, i, &before, &after);
    bool many = before + 1 + after > TOLD_EACH;
    if (many && before > 0) return;
    say_fault(stream, &faults->fault[i]);
    if (many) say_again(stream, faults, i, after);
}

void bf_say_faults(FILE *stream, const struct bf_faults *faults, enum bf_say_notes notes)
{
    size_t kept[3] = {0};
    for (size_t i = 0; i < faults->count; i++) {
        const struct bf_fault *fault = &faults->fault[i];
        kept[fault->severity] += 1 + fault->again;
        bf_reply_fault(fault->severity, &fault->err.where, fault->err.what);
        if (fault->severity == BF_NOTE && notes != BF_WITH_NOTES) continue;
        if (stream != stdout || !bf_reply_wanted()) say_or_count(stream, faults, i);
    }
    size_t hidden = faults->errors + faults->warnings - kept[BF_ERROR] - kept[BF_WARNING];
    if (hidden > 0 && (stream != stdout || !bf_reply_wanted()))
        fprintf(stream, "... and %zu more\n", hidden);
}

void bf_faults_count_words(const struct bf_faults *faults, char text[], size_t size)
{
    bf_format(text, size, "%zu %s, %zu %s", faults->errors,
              bf_plural(faults->errors, "error", "errors"), faults->warnings,
              bf_plural(faults->warnings, "warning", "warnings"));
}

int bf_faults_code(const struct bf_faults *faults, int code)
{
    if (!faults->no_memory) return code;
    return bf_complain(BF_EXIT_STOPPED, "memory ran out; end other programs, or use fewer threads");
}

static int end_print(void)
{
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    int error = errno;
    if (written) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_IO, "cannot write to the standard output: %s",
                       error != 0 ? strerror(error) : "the system gave no reason");
}

int bf_print(struct bf_text *text)
{
    bool whole = !text->failed;
    errno = 0;
    if (text->bytes != NULL && bf_reply_wanted())
        bf_reply_words(text->bytes, text->length);
    else if (text->bytes != NULL)
        put(stdout, text->bytes, text->length);
    int code = bf_reply_wanted() ? BF_EXIT_DONE : end_print();
    bf_text_free(text);
    if (code != BF_EXIT_DONE || whole) return code;
    return bf_complain(BF_EXIT_STOPPED, "memory ran out while writing the results");
}

int bf_print_bytes(const struct bf_text *text)
{
    errno = 0;
    fwrite(text->bytes, 1, text->length, stdout);
    return end_print();
}

const char *bf_exit_meaning(int code)
{
    switch (code) {
#define CASE(number, meaning)                                                                      \
    case number:                                                                                   \
        return meaning;
        BF_EXIT_TABLE(CASE)
#undef CASE
    default:
        return "";
    }
}

const char *bf_plural(uint64_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}
