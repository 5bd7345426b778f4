/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/request.h"

#include "bedflow/base/digest.h"
#include "bedflow/base/sha256.h"
#include "bedflow/base/text.h"
#include "bedflow/report/disk_hook.h"
#include "bedflow/report/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- writing --------------------------------------------------------------------------- */

static void json_options(struct bf_json *json, const struct bf_request *request)
{
    bf_json_array(json, "options");
    for (uint32_t o = 0; o < request->option_count; o++) {
        const struct bf_request_option *option = &request->option[o];
        char hex[BF_SHA256_TEXT];
        bf_sha256_text(option->text, strlen(option->text), hex);
        bf_json_object(json, NULL);
        bf_json_text(json, "name", option->name);
        bf_json_text(json, "title", option->title);
        bf_json_text(json, "file", option->file);
        bf_json_text(json, "sha256", hex);
        bf_json_text(json, "text", option->text);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static bool write_to(const struct bf_request *request, const char *path, struct bf_err *err)
{
    struct bf_json json;
    char seed[24];
    if (!bf_json_open(&json, path, err)) return false;
    bf_format(seed, sizeof seed, "%" PRIu64, request->seed);
    bf_json_count(&json, "format", 1);
    bf_json_object(&json, "program");
    bf_json_text(&json, "name", "bedflow");
    bf_json_text(&json, "version", request->version);
    bf_json_text(&json, "commit", request->commit);
    bf_json_text(&json, "command", request->typed);
    bf_json_end_object(&json);
    bf_json_text(&json, "command", request->command);
    bf_json_text(&json, "seed", seed);
    bf_json_count(&json, "replications", request->replications);
    bf_json_count(&json, "most", request->most);
    bf_json_text(&json, "precision", request->precision);
    bf_json_text(&json, "matters", request->matters);
    bf_json_text(&json, "target", request->target);
    bf_json_text(&json, "best_by", request->best_by);
    bf_json_flag(&json, "fixed_inputs", request->fixed_inputs);
    bf_json_flag(&json, "replaces", request->replaces);
    bf_json_flag(&json, "no_plots", request->no_plots);
    json_options(&json, request);
    return bf_json_close(&json, err);
}

bool bf_request_write(const struct bf_request *request, const char *folder, struct bf_err *err)
{
    char path[BF_FILE_CAP], part[BF_FILE_CAP];
    if (!bf_path_join(path, folder, BF_REQUEST_FILE, err) ||
        !bf_path_join(part, folder, BF_REQUEST_FILE ".part", err))
        return false;
    if (!write_to(request, part, err)) {
        remove(part);
        return false;
    }
    if (!bf_disk_fails() && rename(part, path) == 0) return true;
    int error = errno;
    remove(part);
    return bf_io_fail(err, path, "write", error);
}

/* ---- reading --------------------------------------------------------------------------- */

struct reading {
    struct bf_request *request;
    const char *path;
    struct bf_err *err;
};

static bool fail(const struct reading *r, enum bf_errcode code, const char *member,
                 const char *what)
{
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", r->path);
    bf_format(where.path, sizeof where.path, "%s", member);
    return bf_fail(r->err, code, &where, "%s", what);
}

static bool missing(const struct reading *r, const char *member)
{
    return fail(r, BF_E_KEY, member,
                "expected a value that says what was asked for, found none; was it written by "
                "another version?");
}

static const char *text_of(const struct bf_json_value *value, const char *otherwise)
{
    return value && value->type == BF_JSON_TEXT ? value->text : otherwise;
}

static const char *text_at(const struct reading *r, const char *member)
{
    return text_of(bf_json_at(&r->request->document, member), "");
}

static bool read_flag(const struct reading *r, const char *member, bool *flag)
{
    const struct bf_json_value *value = bf_json_at(&r->request->document, member);
    if (!value || (value->type != BF_JSON_TRUE && value->type != BF_JSON_FALSE))
        return missing(r, member);
    *flag = value->type == BF_JSON_TRUE;
    return true;
}

static bool read_option(const struct reading *r, const struct bf_json_value *value)
{
    const struct bf_json_document *d = &r->request->document;
    struct bf_request_option *option = &r->request->option[r->request->option_count++];
    char hex[BF_SHA256_TEXT];
    option->name = text_of(bf_json_member(d, value, "name"), "");
    option->title = text_of(bf_json_member(d, value, "title"), NULL);
    option->file = text_of(bf_json_member(d, value, "file"), NULL);
    option->text = text_of(bf_json_member(d, value, "text"), NULL);
    if (!option->file) return missing(r, "options.file");
    if (!option->text) return missing(r, "options.text");
    bf_sha256_text(option->text, strlen(option->text), hex);
    return strcmp(hex, text_of(bf_json_member(d, value, "sha256"), "")) == 0 ||
           fail(r, BF_E_RANGE, "options.text",
                "expected the scenario that was run, received another (its SHA-256 differs); was "
                "this file changed by hand?");
}

static bool read_options(const struct reading *r)
{
    const struct bf_json_document *d = &r->request->document;
    const struct bf_json_value *v = bf_json_first(d, bf_json_at(d, "options"));
    for (; v; v = bf_json_next(d, v)) {
        if (r->request->option_count == BF_REQUEST_OPTIONS)
            return fail(r, BF_E_RANGE, "options", "expected fewer options");
        if (!read_option(r, v)) return false;
    }
    return r->request->option_count > 0 || missing(r, "options");
}

static bool read_all(const struct reading *r)
{
    struct bf_request *q = r->request;
    const struct bf_json_document *d = &q->document;
    q->command = text_at(r, "command");
    q->typed = text_at(r, "program.command");
    q->version = text_at(r, "program.version");
    q->commit = text_at(r, "program.commit");
    q->precision = text_at(r, "precision");
    q->matters = text_at(r, "matters");
    q->target = text_at(r, "target");
    q->best_by = text_at(r, "best_by");
    if (!bf_json_to_u64(bf_json_at(d, "seed"), 10, &q->seed)) return missing(r, "seed");
    if (!bf_json_to_u32(bf_json_at(d, "replications"), &q->replications) || q->replications == 0)
        return missing(r, "replications");
    if (!bf_json_to_u32(bf_json_at(d, "most"), &q->most)) return missing(r, "most");
    if (q->command[0] == '\0') return missing(r, "command");
    return read_flag(r, "fixed_inputs", &q->fixed_inputs) &&
           read_flag(r, "replaces", &q->replaces) && read_flag(r, "no_plots", &q->no_plots) &&
           read_options(r);
}

bool bf_request_read(struct bf_request *request, const char *folder, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    struct reading r = {request, path, err};
    *request = (struct bf_request){.command = ""};
    return bf_path_join(path, folder, BF_REQUEST_FILE, err) &&
           bf_json_read(&request->document, path, err) && read_all(&r);
}

void bf_request_free(struct bf_request *request)
{
    bf_json_document_free(&request->document);
    *request = (struct bf_request){.command = ""};
}

/* ---- which one ------------------------------------------------------------------------- */

static void add_text(struct bf_digest *digest, const char *text)
{
    bf_digest_add_u64(digest, strlen(text));
    bf_digest_add(digest, text, strlen(text));
}

uint64_t bf_request_key(const struct bf_request *request)
{
    struct bf_digest digest;
    bf_digest_init(&digest);
    add_text(&digest, request->version);
    add_text(&digest, request->commit);
    bf_digest_add_u64(&digest, request->seed);
    bf_digest_add_u64(&digest, request->fixed_inputs);
    for (uint32_t o = 0; o < request->option_count; o++)
        add_text(&digest, request->option[o].text);
    return bf_digest_end(&digest);
}
