/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/request.h"

#include "bedflow/base/digest.h"
#include "bedflow/base/sha256.h"
#include "bedflow/base/text.h"
#include "bedflow/report/disk_hook.h"
#include "bedflow/report/json.h"
#include "wanted.h"

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
    struct bf_wanted wanted;
};

static const char *text_of(const struct bf_json_value *value, const char *otherwise)
{
    return value && value->type == BF_JSON_TEXT ? value->text : otherwise;
}

static bool read_option(const struct reading *r, const struct bf_json_value *value)
{
    const struct bf_json_document *d = &r->request->document;
    struct bf_request_option *option = &r->request->option[r->request->option_count++];
    option->name = text_of(bf_json_member(d, value, "name"), "");
    option->title = text_of(bf_json_member(d, value, "title"), NULL);
    option->file = text_of(bf_json_member(d, value, "file"), NULL);
    option->text = text_of(bf_json_member(d, value, "text"), NULL);
    if (!option->file) return bf_wanted_missing(&r->wanted, "options.file");
    if (!option->text) return bf_wanted_missing(&r->wanted, "options.text");
    return bf_wanted_scenario(&r->wanted, "options.text", option->text,
                              text_of(bf_json_member(d, value, "sha256"), ""));
}

static bool read_options(const struct reading *r)
{
    const struct bf_json_document *d = &r->request->document;
    const struct bf_json_value *v = bf_json_first(d, bf_json_at(d, "options"));
    for (; v; v = bf_json_next(d, v)) {
        if (r->request->option_count == BF_REQUEST_OPTIONS)
            return bf_wanted_fail(&r->wanted, BF_E_RANGE, "options", "expected fewer options");
        if (!read_option(r, v)) return false;
    }
    return r->request->option_count > 0 || bf_wanted_missing(&r->wanted, "options");
}

static bool read_all(const struct reading *r)
{
    struct bf_request *q = r->request;
    const struct bf_json_document *d = &q->document;
    q->command = bf_wanted_text(&r->wanted, "command");
    q->typed = bf_wanted_text(&r->wanted, "program.command");
    q->version = bf_wanted_text(&r->wanted, "program.version");
    q->commit = bf_wanted_text(&r->wanted, "program.commit");
    q->precision = bf_wanted_text(&r->wanted, "precision");
    q->matters = bf_wanted_text(&r->wanted, "matters");
    q->target = bf_wanted_text(&r->wanted, "target");
    q->best_by = bf_wanted_text(&r->wanted, "best_by");
    if (!bf_json_to_u64(bf_json_at(d, "seed"), 10, &q->seed))
        return bf_wanted_missing(&r->wanted, "seed");
    if (!bf_json_to_u32(bf_json_at(d, "replications"), &q->replications) || q->replications == 0)
        return bf_wanted_missing(&r->wanted, "replications");
    if (!bf_wanted_count(&r->wanted, "most", &q->most)) return false;
    if (q->command[0] == '\0') return bf_wanted_missing(&r->wanted, "command");
    return bf_wanted_flag(&r->wanted, "fixed_inputs", &q->fixed_inputs) &&
           bf_wanted_flag(&r->wanted, "replaces", &q->replaces) &&
           bf_wanted_flag(&r->wanted, "no_plots", &q->no_plots) && read_options(r);
}

bool bf_request_read(struct bf_request *request, const char *folder, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    const struct reading r = {
        request,
        {&request->document, path,
         "expected a value that says what was asked for, found none; was it written by another "
         "version?",
         err}};
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
