/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include "bedflow/base/text.h"
#include "bedflow/report/folder.h"
#include "say.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void bf_place_name(const char *scenario, char name[], size_t size)
{
    const char *slash = strrchr(scenario, '/');
    const char *last = slash != NULL ? slash + 1 : scenario;
    size_t length = strlen(last);
    if (length > 4 && strcmp(last + length - 4, ".cfg") == 0) length -= 4;
    bf_format(name, size, "%.*s", (int)length, last);
}

void bf_place_choose(const char *out, const char *prefix, const char *scenario,
                     char folder[BF_FILE_CAP])
{
    char name[256];
    bf_place_name(scenario, name, sizeof name);
    if (out != NULL)
        bf_format(folder, BF_FILE_CAP, "%s", out);
    else
        bf_format(folder, BF_FILE_CAP, "results/%s%s", prefix, name);
    for (size_t end = strlen(folder); end > 1 && folder[end - 1] == '/'; end--)
        folder[end - 1] = '\0';
}

/* The part of a path that is missing first; all of it if it is there. */
static void first_missing(const char *folder, char part[BF_FILE_CAP])
{
    struct stat status;
    bf_format(part, BF_FILE_CAP, "%s", folder);
    for (char *at = part + 1; *at != '\0'; at++) {
        if (*at != '/') continue;
        *at = '\0';
        if (stat(part, &status) != 0) return;
        *at = '/';
    }
}

/* Could it be made later? Tried beside it, and taken away again: only the system knows. */
static int try_place(const char *folder)
{
    char part[BF_FILE_CAP], trial[BF_FILE_CAP + 16];
    first_missing(folder, part);
    bf_format(trial, sizeof trial, "%s.trial", part);
    if (mkdir(trial, 0777) != 0)
        return errno == EEXIST
                   ? BF_EXIT_DONE
                   : bf_complain(BF_EXIT_IO,
                                 "%s: results cannot be written there: %s; nothing was run. Choose "
                                 "another folder with -o",
                                 folder, strerror(errno));
    rmdir(trial);
    return BF_EXIT_DONE;
}

int bf_place_unread(const char *folder, int error)
{
    if (error == 0) return BF_EXIT_DONE;
    return bf_complain(error == ENOMEM ? BF_EXIT_STOPPED : BF_EXIT_IO, "%s: cannot be read: %s",
                       folder, strerror(error));
}

static int refuse_other(const char *folder, int error)
{
    struct stat status;
    if (stat(folder, &status) != 0)
        return bf_complain(BF_EXIT_IO,
                           "%s: cannot be a folder for the results: %s; nothing was run. Choose "
                           "another with -o",
                           folder, strerror(errno));
    int code = bf_place_unread(folder, error);
    if (code != BF_EXIT_DONE) return code;
    return bf_complain(BF_EXIT_EXISTS,
                       "%s: exists and does not hold results of bedflow, so it is left alone; "
                       "nothing was run. Choose another folder with -o",
                       folder);
}

int bf_place_look(const char *folder, bool force)
{
    switch (bf_folder_look(folder)) {
    case BF_FOLDER_NONE:
        break;
    case BF_FOLDER_EMPTY:
        if (force) break;
        return bf_complain(
            BF_EXIT_EXISTS,
            "%s: exists, though it is empty; nothing was run. Say --force to use it, "
            "or choose another folder with -o",
            folder);
    case BF_FOLDER_RESULT:
        if (force) break;
        return bf_complain(BF_EXIT_EXISTS,
                           "%s: holds results already; nothing was run. Say --force to replace "
                           "them, or choose another folder with -o",
                           folder);
    case BF_FOLDER_OTHER:
        return refuse_other(folder, errno);
    }
    return try_place(folder);
}

int bf_place_holds(const char *folder, const char *which)
{
    int code = BF_EXIT_DONE;
    switch (bf_folder_look(folder)) {
    case BF_FOLDER_RESULT:
        return BF_EXIT_DONE;
    case BF_FOLDER_NONE:
        return bf_complain(BF_EXIT_NO_FILE,
                           "%s: expected a folder of results, found nothing of this name; to make "
                           "one: bedflow run SCENARIO -o %s",
                           folder, folder);
    case BF_FOLDER_EMPTY:
    case BF_FOLDER_OTHER:
        code = bf_place_unread(folder, errno);
        break;
    }
    if (code != BF_EXIT_DONE) return code;
    size_t length = strlen(folder);
    char name[256];
    bf_place_name(folder, name, sizeof name);
    if (length > 4 && strcmp(folder + length - 4, ".cfg") == 0)
        return bf_complain(BF_EXIT_IO,
                           "%s: expected a folder of results, received a scenario; first bedflow "
                           "run %s, which makes the folder results/%s",
                           folder, folder, name);
    return bf_complain(BF_EXIT_IO, "%s: expected a folder of results %s, received something else",
                       folder, which);
}
