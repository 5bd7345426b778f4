/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "keeping.h"

#include "bedflow/report/folder.h"
#include "identity.h"
#include "interrupt.h"
#include "place.h"
#include "ranks.h"
#include "say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* ---- places ---------------------------------------------------------------------------- */

static bool place_of(const char *folder, char place[BF_FILE_CAP])
{
    return bf_format(place, BF_FILE_CAP, "%s.unfinished", folder);
}

static bool has(const char *folder, const char *name)
{
    char path[BF_FILE_CAP];
    struct bf_err ignored;
    struct stat status;
    return bf_path_join(path, folder, name, &ignored) && stat(path, &status) == 0;
}

/* Made by us: a kill may come before the first file has its name. */
static bool is_ours(const char *place)
{
    return bf_folder_look(place) == BF_FOLDER_EMPTY || has(place, BF_REQUEST_FILE) ||
           has(place, BF_REQUEST_FILE ".part");
}

static bool open_journal(struct bf_journal *journal, const char *place,
                         const struct bf_request *request, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    return bf_path_join(path, place, BF_JOURNAL_FILE, err) &&
           bf_journal_open(journal, path, bf_request_key(request), err);
}

/* Replications that an unfinished run holds. False with *err when another program is at work on
 * it, or it cannot be told. */
static bool count_kept(const char *place, uint64_t *kept, uint32_t *planned, struct bf_err *err)
{
    struct bf_request request;
    struct bf_journal journal = {.file = -1};
    *kept = *planned = 0;
    bool good = bf_request_read(&request, place, err);
    if (good && has(place, BF_JOURNAL_FILE)) good = open_journal(&journal, place, &request, err);
    if (good) {
        struct bf_err ignored;
        *kept = journal.count;
        *planned = request.replications * request.option_count;
        bf_journal_close(&journal, &ignored);
    }
    bf_request_free(&request);
    return good;
}

int bf_keeping_look(const char *folder, bool force, const char *cure)
{
    char place[BF_FILE_CAP];
    struct bf_err err;
    uint64_t kept;
    uint32_t planned;
    if (!place_of(folder, place) || bf_folder_look(place) == BF_FOLDER_NONE) return BF_EXIT_DONE;
    if (!is_ours(place))
        return bf_complain(BF_EXIT_EXISTS,
                           "%s: exists and is no unfinished run of bedflow, so it is left alone; "
                           "nothing was run. Choose another folder with -o",
                           place);
    if (!has(place, BF_REQUEST_FILE)) return BF_EXIT_DONE;
    if (!count_kept(place, &kept, &planned, &err)) {
        if (force && err.code != BF_E_IO) return BF_EXIT_DONE;
        bf_complain_err(&err);
        return bf_complain(BF_EXIT_EXISTS, "%s: an unfinished run is there; nothing was run",
                           folder);
    }
    if (kept == 0 || force) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_EXISTS,
                       "%s: a run that did not finish is there, with %" PRIu64
                       " of %u replications; nothing was "
                       "run.\nTo go on with it: bedflow resume %s; to start over: %s",
                       folder, kept, planned, folder, cure);
}

/* ---- keeping --------------------------------------------------------------------------- */

static const unsigned char *find(void *context, uint32_t option, uint32_t replication,
                                 size_t *length)
{
    struct bf_keeping *k = context;
    return bf_journal_find(&k->journal, option, replication, length);
}

static bool keep(void *context, const unsigned char bytes[], size_t length, struct bf_err *err)
{
    struct bf_keeping *k = context;
    if (!bf_journal_add(&k->journal, bytes, length, err)) return false;
    k->added++;
    return true;
}

static void set_up(struct bf_keeping *k, const char *folder, bool force)
{
    *k = (struct bf_keeping){.force = force, .journal = {.file = -1}};
    k->request.command = "";
    bf_format(k->folder, sizeof k->folder, "%s", folder);
    k->keeper = (struct bf_keeper){k, find, keep};
}

const struct bf_keeper *bf_keeping_of(const struct bf_keeping *k)
{
    return k->on ? &k->keeper : NULL;
}

int32_t bf_keeping_warm_up(const struct bf_keeping *k)
{
    return k->on && k->found > 0 ? (int32_t)k->journal.warm_up_days : -1;
}

/* A new place that says what is asked for. */
static bool make_place(struct bf_keeping *k, const struct bf_request *request, struct bf_err *err)
{
    if (!place_of(k->folder, k->place)) return bf_io_fail(err, k->folder, "use this path", 0);
    if (is_ours(k->place)) bf_folder_remove(k->place);
    if (!bf_folder_make(k->place, err)) return false;
    if (bf_request_write(request, k->place, err)) return true;
    bf_folder_remove(k->place);
    return false;
}

static bool begin_journal(struct bf_keeping *k, const struct bf_request *request,
                          struct bf_err *err)
{
    char path[BF_FILE_CAP];
    k->on = bf_path_join(path, k->place, BF_JOURNAL_FILE, err) &&
            bf_journal_create(&k->journal, path, bf_request_key(request), err);
    return k->on;
}

/* Most launchers end all ranks when one dies, this one too: then only these words are left. */
static int began(const struct bf_keeping *k)
{
    char words[BF_FILE_CAP + 256];
    uint32_t count = bf_ranks_count(bf_ranks_here());
    if (count < 2) return BF_EXIT_DONE;
    bf_say("%u ranks. If one dies, most launchers end them all; what had finished is kept then, "
           "and goes on with: bedflow resume %s",
           count, k->folder);
    bf_format(words, sizeof words,
              "\nThe launcher ends this run, as it does when a rank has died. What had finished is "
              "kept.\nTo go on: bedflow resume %s\n",
              k->folder);
    bf_interrupt_words(words);
    return BF_EXIT_DONE;
}

static int give_up(struct bf_keeping *k, const struct bf_err *err)
{
    if (k->place[0] != '\0') bf_folder_remove(k->place);
    k->on = false;
    int code = bf_complain_err(err);
    bf_say("Nothing was run.");
    return code;
}

int bf_keeping_begin(struct bf_keeping *k, const struct bf_request *request, const char *folder,
                     bool force, bool off)
{
    struct bf_err err;
    set_up(k, folder, force);
    if (off) return BF_EXIT_DONE;
    if (make_place(k, request, &err) && begin_journal(k, request, &err)) return began(k);
    return give_up(k, &err);
}

/* The journal of finished results, copied: they stay whole while more is added. */
static bool copy_journal(struct bf_keeping *k, const struct bf_request *request, struct bf_err *err)
{
    char from[BF_FILE_CAP], to[BF_FILE_CAP];
    if (!bf_path_join(from, k->folder, BF_JOURNAL_FILE, err) ||
        !bf_path_join(to, k->place, BF_JOURNAL_FILE, err) || !bf_file_copy(from, to, err) ||
        !open_journal(&k->journal, k->place, request, err))
        return false;
    k->found = (uint32_t)k->journal.count;
    k->on = true;
    return true;
}

int bf_keeping_begin_from(struct bf_keeping *k, const struct bf_request *request,
                          const char *folder)
{
    struct bf_err err;
    set_up(k, folder, true);
    if (!make_place(k, request, &err)) return give_up(k, &err);
    if (has(folder, BF_JOURNAL_FILE)) {
        if (copy_journal(k, request, &err)) return began(k);
        if (err.code != BF_E_RANGE) return give_up(k, &err);
    }
    /* of another program, or none: all is simulated again */
    if (begin_journal(k, request, &err)) return began(k);
    return give_up(k, &err);
}

/* ---- going on -------------------------------------------------------------------------- */

static int refuse_program(const struct bf_keeping *k)
{
    struct bf_run_identity now;
    const struct bf_request *q = &k->request;
    bf_identity(&now);
    if (strcmp(q->version, now.version) == 0 && strcmp(q->commit, now.commit) == 0)
        return BF_EXIT_DONE;
    bf_complain(BF_EXIT_STOPPED,
                "%s was begun by bedflow %s (%s), and this is %s (%s): replications of two "
                "programs do not\nbelong in one result; nothing is changed",
                k->folder, q->version, q->commit, now.version, now.commit);
    bf_say("Go on with that program, or start over with this one: %s --force", q->typed);
    return BF_EXIT_STOPPED;
}

static int open_place(struct bf_keeping *k)
{
    struct bf_err err;
    if (!bf_request_read(&k->request, k->place, &err)) return bf_complain_err(&err);
    int code = refuse_program(k);
    if (code != BF_EXIT_DONE) return code;
    k->force = k->request.replaces;
    if (has(k->place, BF_JOURNAL_FILE)) {
        if (!open_journal(&k->journal, k->place, &k->request, &err)) return bf_complain_err(&err);
        k->found = (uint32_t)k->journal.count;
        k->on = true;
    } else if (!begin_journal(k, &k->request, &err)) {
        return bf_complain_err(&err);
    }
    if (k->journal.dropped > 0)
        bf_say("%" PRIu64 " bytes of %s are damaged or cut off; what they held is simulated again.",
               k->journal.dropped, k->journal.path);
    return began(k);
}

/* run.json or comparison.json says so. */
static bool was_interrupted(const char *folder)
{
    static const char *const file[] = {"run.json", "comparison.json"};
    static const char *const member[] = {"study.interrupted", "method.interrupted"};
    bool interrupted = false;
    for (size_t i = 0; i < 2; i++) {
        char path[BF_FILE_CAP];
        struct bf_json_document document = {.bytes = NULL};
        struct bf_err ignored;
        if (!bf_path_join(path, folder, file[i], &ignored)) continue;
        const struct bf_json_value *value =
            bf_json_read(&document, path, &ignored) ? bf_json_at(&document, member[i]) : NULL;
        interrupted = interrupted || (value && value->type == BF_JSON_TRUE);
        bf_json_document_free(&document);
    }
    return interrupted;
}

static int nothing_to_resume(const char *folder)
{
    int code;
    switch (bf_folder_look(folder)) {
    case BF_FOLDER_NONE:
        return bf_complain(BF_EXIT_NO_FILE,
                           "%s: expected a run that did not finish, found nothing of this name",
                           folder);
    case BF_FOLDER_EMPTY:
    case BF_FOLDER_OTHER:
        code = bf_place_unread(folder, errno);
        if (code != BF_EXIT_DONE) return code;
        return bf_complain(
            BF_EXIT_IO, "%s: expected a run that did not finish, received something else", folder);
    case BF_FOLDER_RESULT:
        break;
    }
    if (was_interrupted(folder))
        return bf_complain(BF_EXIT_STOPPED,
                           "%s: was interrupted and kept no journal, so there is nothing to go on "
                           "from; to complete a run: bedflow extend %s --reps N",
                           folder, folder);
    struct bf_text words = {.bytes = NULL};
    bf_text_add(
        &words,
        "%s is complete: nothing to resume. For more replications: bedflow extend %s --reps "
        "N\n",
        folder, folder);
    return bf_print(&words);
}

/* An interrupted result goes on beside itself, and is replaced at the end. */
static int reopen(struct bf_keeping *k)
{
    struct bf_err err;
    struct bf_request request;
    int code = BF_EXIT_DONE;
    bool good = bf_request_read(&request, k->folder, &err);
    if (good) {
        k->request = request;
        code = refuse_program(k);
        k->request = (struct bf_request){.command = ""};
        request.replaces = true;
        if (code == BF_EXIT_DONE)
            good = make_place(k, &request, &err) && copy_journal(k, &request, &err);
    }
    bf_request_free(&request);
    if (code != BF_EXIT_DONE) return code;
    if (!good) return give_up(k, &err);
    bf_journal_close(&k->journal, &err);
    k->on = false;
    return open_place(k);
}

int bf_keeping_open(struct bf_keeping *k, const char *folder)
{
    static const char suffix[] = ".unfinished";
    char name[BF_FILE_CAP];
    bf_format(name, sizeof name, "%s", folder);
    for (size_t end = strlen(name); end > 1 && name[end - 1] == '/'; end--)
        name[end - 1] = '\0';
    size_t length = strlen(name);
    if (length > sizeof suffix - 1 && strcmp(name + length - (sizeof suffix - 1), suffix) == 0)
        name[length - (sizeof suffix - 1)] = '\0';
    set_up(k, name, false);
    if (!place_of(name, k->place))
        return bf_complain(BF_EXIT_IO, "%s: this path is too long", folder);
    if (has(k->place, BF_REQUEST_FILE)) return open_place(k);
    if (has(name, BF_REQUEST_FILE) && has(name, BF_JOURNAL_FILE) && was_interrupted(name))
        return reopen(k);
    return nothing_to_resume(name);
}

/* A whole parcel that finished, to try the program on. */
static bool pick(struct bf_keeping *k, struct bf_parcel *parcel)
{
    for (size_t i = 0; i < k->journal.count; i++) {
        const struct bf_journal_entry *entry = &k->journal.entry[i];
        size_t length;
        const unsigned char *bytes =
            bf_journal_find(&k->journal, entry->option, entry->replication, &length);
        if (bytes && bf_parcel_look(bytes, length, parcel) && !parcel->is_stopped) return true;
    }
    return false;
}

int bf_keeping_verify(struct bf_keeping *k, const struct bf_study study[])
{
    struct bf_parcel parcel;
    struct bf_result result;
    struct bf_err err;
    if (!k->on || !pick(k, &parcel)) return BF_EXIT_DONE;
    struct bf_study one = study[parcel.option];
    one.keeper = NULL;
    one.progress = NULL;
    one.first = parcel.replication;
    one.replications = 1;
    one.threads = 1;
    one.warm_up_days = (int32_t)parcel.warm_up_days;
    if (!bf_study_run(&one, &result, &err)) return bf_complain_err(&err);
    bool interrupted = result.interrupted;
    bool same = result.count == 1 && result.digest[0] == parcel.digest;
    bf_result_free(&result);
    if (interrupted) return BF_EXIT_INTERRUPTED;
    if (same) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_STOPPED,
                       "%s: replication %u comes out differently here, so more of them would be "
                       "another result;\nnothing is changed. Another compiler or mathematical "
                       "library can be the reason. Start over: run it with --force",
                       k->folder, parcel.replication);
}

/* ---- the end --------------------------------------------------------------------------- */

static bool store_unkept(const struct bf_keeping *k, bf_fill *fill, const void *context,
                         struct bf_err *err)
{
    char partial[BF_FILE_CAP];
    if (!bf_folder_begin(k->folder, k->force, partial, err)) return false;
    if (fill(context, partial, err)) return bf_folder_commit(partial, k->folder, k->force, err);
    bf_folder_remove(partial);
    return false;
}

static void forget(const struct bf_keeping *k)
{
    static const char *const name[] = {BF_JOURNAL_FILE, BF_REQUEST_FILE};
    for (size_t i = 0; i < 2; i++) {
        char path[BF_FILE_CAP];
        struct bf_err ignored;
        if (bf_path_join(path, k->place, name[i], &ignored)) remove(path);
    }
}

static bool store_kept(struct bf_keeping *k, bf_fill *fill, const void *context, bool interrupted,
                       struct bf_err *err)
{
    bool large = k->journal.end > BF_KEPT_MOST && !interrupted;
    if (!fill(context, k->place, err) || !bf_journal_close(&k->journal, err)) return false;
    if (!large) return bf_folder_place(k->place, k->folder, k->force, err);
    /* not before the tables have their place: until then it is all there is */
    if (!bf_folder_place(k->place, k->folder, k->force, err)) return false;
    bf_format(k->place, sizeof k->place, "%s", k->folder);
    forget(k);
    return true;
}

int bf_keeping_store(struct bf_keeping *k, bf_fill *fill, const void *context, bool interrupted)
{
    struct bf_err err;
    bool stored = k->on ? store_kept(k, fill, context, interrupted, &err)
                        : store_unkept(k, fill, context, &err);
    if (!stored) {
        int code = bf_complain_err(&err);
        bf_say("The results were not stored.");
        return code;
    }
    k->on = false;
    return BF_EXIT_DONE;
}

void bf_keeping_drop(struct bf_keeping *k)
{
    struct bf_err ignored;
    if (k->on) {
        bf_journal_close(&k->journal, &ignored);
        bf_folder_remove(k->place);
    }
    k->on = false;
}

void bf_keeping_end(struct bf_keeping *k)
{
    struct bf_err ignored;
    uint32_t kept = k->found + k->added;
    if (k->on && kept == 0) bf_keeping_drop(k);
    if (k->on)
        bf_say("%u finished %s kept. To go on: bedflow resume %s", kept,
               bf_plural(kept, "replication is", "replications are"), k->folder);
    bf_journal_close(&k->journal, &ignored);
    bf_request_free(&k->request);
    k->on = false;
}
