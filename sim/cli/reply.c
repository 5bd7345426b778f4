/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reply.h"

#include "bedflow/report/members.h"
#include "bedflow/report/result_json.h"
#include "identity.h"
#include "say.h"

#include <string.h>
#include <unistd.h>

/* The process has one stdout, and so one document. */
static struct {
    bool wanted;
    const struct bf_command *command;
    struct bf_text typed;
    struct bf_text errors; /* objects with commas between */
    uint32_t error_count;
    struct bf_text result, words;
    struct bf_json json; /* of result */
    bool has_result;
    struct bf_text our_bug; /* ready for a signal handler */
} reply;

enum { MARGIN = 1, FAULT_MARGIN = 2, SCHEMA_NAME = 64 };

/* ---- the tables of the envelope -------------------------------------------------------- */

static const char *const severity_name[] = {"error", "warning", "note", NULL};

static const struct bf_member error_members[] = {
    {"severity", BF_MEMBER_TEXT, "only an error stops anything", NULL, severity_name},
    WORDS_OR_NULL("file", "file that it is about, as typed"),
    COUNT_OR_NULL("line", "line in that file, from 1"),
    WORDS_OR_NULL("path", "setting of the scenario, services.ward.beds, or option, --reps"),
    WORDS_OR_NULL("expected", "what should be there"),
    WORDS_OR_NULL("received", "what is there"),
    WORDS_OR_NULL("cure", "what to do about it"),
    WORDS("text", "all of it as people read it"),
    END};

static const struct bf_member words_members[] = {
    WORDS("words", "what the command prints for people"), END};

static const struct bf_member *result_members(const struct bf_command *command)
{
    return command != NULL && command->result != NULL ? command->result : words_members;
}

static uint32_t version_of(const struct bf_command *command)
{
    return command != NULL && command->result_version > 0 ? command->result_version : 1;
}

/* The envelope's table for one command; room for its parts is the caller's. */
struct envelope {
    char format[SCHEMA_NAME];
    char version[16];
    const char *formats[2], *versions[2];
    struct bf_member field[9];
};

static void describe(const struct bf_command *command, struct envelope *e)
{
    bf_format(e->format, sizeof e->format, "bedflow.%s", command ? command->name : "error");
    e->formats[0] = e->format;
    e->formats[1] = NULL;
    bf_format(e->version, sizeof e->version, "%u", version_of(command));
    e->versions[0] = e->version;
    e->versions[1] = NULL;
    const struct bf_member field[] = {
        {"format", BF_MEMBER_TEXT, "what this document is", NULL, e->formats},
        {"version", BF_MEMBER_COUNT,
         "of the format: members may be added within one; nothing else changes", NULL, e->versions},
        OBJECT("program", "what wrote it", bf_program_members),
        COUNT("exit", "the exit code; bedflow help lists them"),
        WORDS("exit_meaning", "what it means"),
        LIST("errors", "errors, warnings and notes", error_members),
        {"result", BF_MEMBER_OBJECT | BF_MEMBER_OR_NULL,
         "what the command found; null if it did not come so far", result_members(command), NULL},
        END};
    memcpy(e->field, field, sizeof field);
}

void bf_reply_schema(const struct bf_command *command, struct bf_text *out)
{
    struct envelope e;
    struct bf_json json;
    struct bf_err err;
    char text[128];
    describe(command, &e);
    bf_json_open_text(&json, out, 0);
    bf_json_text(&json, "$schema", "https://json-schema.org/draft/2020-12/schema");
    bf_format(text, sizeof text, "urn:bedflow:%s:%u", command->name, version_of(command));
    bf_json_text(&json, "$id", text);
    bf_format(text, sizeof text, "bedflow %s --json, version %u", command->name,
              version_of(command));
    bf_json_text(&json, "title", text);
    bf_json_schema(e.field, &json);
    if (!bf_json_close(&json, &err)) out->failed = true;
}

/* ---- keeping --------------------------------------------------------------------------- */

bool bf_reply_wanted(void)
{
    return reply.wanted;
}

void bf_reply_is_of(const struct bf_command *command)
{
    reply.command = command;
}

struct bf_json *bf_reply_result(void)
{
    if (!reply.wanted) return NULL;
    if (!reply.has_result) bf_json_open_text(&reply.json, &reply.result, MARGIN);
    reply.has_result = true;
    return &reply.json;
}

void bf_reply_words(const char bytes[], size_t length)
{
    bf_text_add_bytes(&reply.words, bytes, length);
}

static void text_or_null(struct bf_json *json, const char *name, const char *text)
{
    bf_json_text(json, name, text[0] != '\0' ? text : NULL);
}

/* "--reps" is what a fault of the command line is about; other words before "expected" are not
 * a path. */
static const char *path_of(const struct bf_where *where, const struct bf_err_parts *parts)
{
    if (where->path[0] != '\0') return where->path;
    return strncmp(parts->about, "--", 2) == 0 && strchr(parts->about, ' ') == NULL ? parts->about
                                                                                    : "";
}

static void fault_text(const struct bf_where *where, const char *what, struct bf_text *out)
{
    if (where->file[0] != '\0') bf_text_add(out, "%s:", where->file);
    if (where->line > 0)
        bf_text_add(out, "%s%d: ", where->file[0] != '\0' ? "" : "line ", where->line);
    else if (where->file[0] != '\0')
        bf_text_add(out, " ");
    bf_text_add(out, "%s%s%s", where->path, where->path[0] != '\0' ? ": " : "", what);
}

void bf_reply_fault(enum bf_severity severity, const struct bf_where *where, const char *what)
{
    static const struct bf_where nowhere = {.line = 0};
    struct bf_err_parts parts;
    struct bf_text text = {.bytes = NULL};
    struct bf_json json;
    struct bf_err err;
    if (!reply.wanted || reply.error_count == BF_FAULTS_CAP) return;
    if (where == NULL) where = &nowhere;
    bf_err_take_apart(what, &parts);
    fault_text(where, what, &text);
    if (reply.error_count++ > 0) bf_text_add(&reply.errors, ",\n    ");
    bf_json_open_text(&json, &reply.errors, FAULT_MARGIN);
    bf_json_text(&json, "severity", severity_name[severity]);
    text_or_null(&json, "file", where->file);
    if (where->line > 0)
        bf_json_count(&json, "line", (uint64_t)where->line);
    else
        bf_json_text(&json, "line", NULL);
    text_or_null(&json, "path", path_of(where, &parts));
    text_or_null(&json, "expected", parts.expected);
    text_or_null(&json, "received", parts.received);
    text_or_null(&json, "cure", parts.cure);
    bf_json_text(&json, "text", text.bytes != NULL ? text.bytes : "");
    if (!bf_json_close(&json, &err) || text.failed) reply.errors.failed = true;
    bf_text_free(&text);
}

/* ---- the document ---------------------------------------------------------------------- */

static void add_errors(struct bf_json *json)
{
    struct bf_text list = {.bytes = NULL};
    if (reply.error_count > 0)
        bf_text_add(&list, "[\n    %s\n  ]", reply.errors.bytes ? reply.errors.bytes : "");
    else
        bf_text_add(&list, "[]");
    bf_json_whole(json, "errors", list.bytes != NULL ? list.bytes : "[]");
    bf_sink_whole(&json->sink, &list);
    bf_text_free(&list);
}

static void close_result(void)
{
    struct bf_err err;
    bool words = reply.command != NULL && reply.command->result == NULL && reply.words.length > 0;
    if (words && !reply.has_result) bf_json_text(bf_reply_result(), "words", reply.words.bytes);
    if (reply.has_result && !bf_json_close(&reply.json, &err)) reply.result.failed = true;
}

static void write_document(int code, struct bf_text *out)
{
    struct envelope e;
    struct bf_run_identity identity;
    struct bf_json json;
    struct bf_err err;
    describe(reply.command, &e);
    bf_identity(&identity);
    identity.command = reply.typed.bytes;
    bf_json_open_text(&json, out, 0);
    bf_json_text(&json, "format", e.format);
    bf_json_count(&json, "version", version_of(reply.command));
    bf_json_program(&json, &identity);
    bf_json_count(&json, "exit", (uint64_t)code);
    bf_json_text(&json, "exit_meaning", bf_exit_meaning(code));
    add_errors(&json);
    if (reply.has_result)
        bf_json_whole(&json, "result", reply.result.bytes);
    else
        bf_json_text(&json, "result", NULL);
    if (!bf_json_close(&json, &err)) out->failed = true;
    bool whole = !reply.typed.failed && !reply.errors.failed && !reply.result.failed;
    if (!whole || reply.words.failed) out->failed = true;
}

/* A mistake of ours if not. The document may serve its reader all the same. */
static int compare_with_schema(const struct bf_text *text, int code)
{
    struct envelope e;
    struct bf_json_document document = {.bytes = NULL};
    struct bf_err err;
    describe(reply.command, &e);
    if (bf_json_parse(&document, text->bytes, text->length, "--json", &err) &&
        bf_json_schema_check(e.field, &document, &document.value[0], &err))
        err.code = BF_OK;
    else if (err.code != BF_E_NOMEM)
        code = bf_complain(BF_EXIT_OUR_BUG,
                           "this is a mistake in bedflow: the document differs from its schema at "
                           "%s: %s",
                           err.where.path, err.what);
    bf_json_document_free(&document);
    return code;
}

/* A document for the worst case, made while all is well. */
static void prepare_our_bug(void)
{
    bf_reply_fault(BF_ERROR, NULL,
                   "a mistake in bedflow, not in your scenario; please report what is on stderr, "
                   "and the scenario");
    write_document(BF_EXIT_OUR_BUG, &reply.our_bug);
    bf_text_free(&reply.errors);
    reply.error_count = 0;
}

void bf_reply_begin(int argc, char *argv[])
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--json") == 0) reply.wanted = true;
    if (!reply.wanted) return;
    bf_typed_words(&reply.typed, argc, argv);
    prepare_our_bug();
}

int bf_reply_end(int code)
{
    struct bf_text out = {.bytes = NULL};
    if (!reply.wanted) return code;
    close_result();
    write_document(code, &out);
    reply.wanted = false; /* what is printed now is the document */
    int printed = BF_EXIT_DONE;
    if (out.failed) {
        printed = bf_complain(BF_EXIT_STOPPED, "memory ran out while writing the document");
    } else {
        printed = bf_print_bytes(&out);
        code = compare_with_schema(&out, code);
    }
    struct bf_text *const all[] = {&out,          &reply.typed, &reply.errors,
                                   &reply.result, &reply.words, &reply.our_bug};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        bf_text_free(all[i]);
    return printed != BF_EXIT_DONE ? printed : code;
}

void bf_reply_abort(void)
{
    const struct bf_text *text = &reply.our_bug;
    if (reply.wanted && write(STDOUT_FILENO, text->bytes, text->length) < 0) return;
}
