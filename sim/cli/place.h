/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.h -- where results go, looked at before the run, which may take long. */
#ifndef BF_CLI_PLACE_H
#define BF_CLI_PLACE_H

#include "bedflow/report/sink.h"

/* "winter-2021" for "scenarios/winter-2021.cfg". */
void bf_place_name(const char *scenario, char name[], size_t size);

/* `out` if given, else results/<prefix><name of the scenario>; no slash at its end. */
void bf_place_choose(const char *out, const char *prefix, const char *scenario,
                     char folder[BF_FILE_CAP]);

/* Is the folder one of results? Returns BF_EXIT_DONE, or says that it is not, and how one is made;
 * `which` says what such a folder holds: "(it holds run.json)". */
int bf_place_holds(const char *folder, const char *which);

/* After bf_folder_look gave BF_FOLDER_OTHER, with its errno: says that the folder cannot be read
 * and why, or returns BF_EXIT_DONE if it could be. */
int bf_place_unread(const char *folder, int error);

/* Can the folder be written, and may it be? Returns BF_EXIT_DONE, or says why not. */
int bf_place_look(const char *folder, bool force);

#endif
