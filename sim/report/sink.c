/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/sink.h"

#include "bedflow/base/text.h"
#include "bedflow/report/disk_hook.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { BUFFER = 4096 };

#ifdef BF_FAULTS
_Thread_local unsigned bf_disk_hook;

bool bf_disk_fails(void)
{
    if (bf_disk_hook == 0 || --bf_disk_hook > 0) {
        return false;
    }
    errno = ENOSPC;
    return true;
}
#endif

static const char *cure(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "make room, or choose another folder";
    case EACCES:
    case EPERM:
    case EROFS:
        return "choose a folder that you may write to";
    case ENOENT:
        return "check the path";
    case ENOMEM:
        return "memory ran out";
    default:
        return "check the path and the disk";
    }
}

bool bf_io_fail(struct bf_err *err, const char *path, const char *verb, int error)
{
    struct bf_where where = {.file = "", .line = 0, .path = ""};
    char reason[160];
    bf_format(where.file, sizeof where.file, "%s", path);
    if (error == 0 || strerror_r(error, reason, sizeof reason) != 0) {
        bf_format(reason, sizeof reason, "the system gave no reason");
    }
    enum bf_errcode code = error == ENOMEM ? BF_E_NOMEM : BF_E_IO;
    return bf_fail(err, code, &where, "cannot %s: %s; %s", verb, reason, cure(error));
}

bool bf_path_join(char out[BF_FILE_CAP], const char *folder, const char *name, struct bf_err *err)
{
    if (!bf_format(out, BF_FILE_CAP, "%s/%s", folder, name)) {
        return bf_io_fail(err, folder, "use this path", ENAMETOOLONG);
    }
    return true;
}

bool bf_sink_open(struct bf_sink *sink, const char *path, struct bf_err *err)
{
    sink->file = NULL;
    sink->text = NULL;
    sink->error = 0;
    sink->since = 0;
    if (!bf_format(sink->path, sizeof sink->path, "%s", path)) {
        return bf_io_fail(err, path, "create the file", ENAMETOOLONG);
    }
    errno = 0;
    sink->file = bf_disk_fails() ? NULL : fopen(path, "wb");
    if (sink->file == NULL) {
        return bf_io_fail(err, path, "create the file", errno);
    }
    return true;
}

void bf_sink_open_text(struct bf_sink *sink, struct bf_text *text)
{
    sink->file = NULL;
    sink->text = text;
    sink->error = 0;
    sink->path[0] = '\0';
}

static void note_failure(struct bf_sink *sink)
{
    if (sink->error == 0) {
        sink->error = errno != 0 ? errno : EIO;
    }
}

/* For tests: a buffer's worth is one write. */
static void count(struct bf_sink *sink, size_t length)
{
    sink->since += length;
    if (sink->since >= BUFFER) {
        sink->since = 0;
        if (bf_disk_fails()) {
            note_failure(sink);
        }
    }
}

void bf_sink_bytes(struct bf_sink *sink, const char bytes[], size_t length)
{
    if (sink->text != NULL) {
        bf_text_add_bytes(sink->text, bytes, length);
        return;
    }
    if (sink->file == NULL || sink->error != 0 || length == 0) {
        return;
    }
    errno = 0;
    if (fwrite(bytes, 1, length, sink->file) != length) {
        note_failure(sink);
    }
    count(sink, length);
}

void bf_sink_whole(struct bf_sink *sink, const struct bf_text *text)
{
    if (!text->failed) return;
    if (sink->text != NULL)
        sink->text->failed = true;
    else if (sink->error == 0)
        sink->error = ENOMEM;
}

void bf_sink_text(struct bf_sink *sink, const char *text)
{
    bf_sink_bytes(sink, text, strlen(text));
}

void bf_sink_format(struct bf_sink *sink, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    errno = 0;
    if (sink->text != NULL) {
        bf_text_add_list(sink->text, fmt, args);
    } else if (sink->file != NULL && sink->error == 0 && vfprintf(sink->file, fmt, args) < 0) {
        note_failure(sink);
    }
    va_end(args);
}

bool bf_sink_close(struct bf_sink *sink, struct bf_err *err)
{
    if (sink->file != NULL) {
        errno = 0;
        if (bf_disk_fails() || fflush(sink->file) != 0) {
            note_failure(sink);
        }
        errno = 0;
        if (fclose(sink->file) != 0 || bf_disk_fails()) {
            note_failure(sink);
        }
        sink->file = NULL;
    }
    return sink->error == 0 || bf_io_fail(err, sink->path, "write", sink->error);
}
