/* SPDX-License-Identifier: GPL-3.0-or-later */
/* files.h -- scenarios from the disk, for scenario/read.h.
 *
 * Ordinary files only: a folder, a device or a pipe is refused with words, and
 * so is what is larger than a scenario can be.
 */
#ifndef BF_CLI_FILES_H
#define BF_CLI_FILES_H

#include "bedflow/base/sheet.h"
#include "bedflow/scenario/read.h"
#include "bedflow/study/model.h"
#include "command.h"

#define BF_FILES_LIMIT ((size_t)64 << 20) /* bytes of one file */

struct bf_disk_file;
struct bf_disk {
    bool absent;     /* a file that was asked for does not exist */
    bool unreadable; /* it exists, and cannot be read */
    bool keeps;      /* a file is read once, and is what it was then whenever it is asked for: for
                        commands that read a scenario again and again while somebody may edit it */
    struct bf_disk_file *kept;
};

struct bf_loader bf_disk_loader(struct bf_disk *disk);
void bf_disk_forget(struct bf_disk *disk); /* what was kept */

/* Load the scenario that a command names, with its --set, and say its errors,
 * and its warnings if they are wanted. Returns BF_EXIT_DONE, or the exit code of what
 * was said. Free the model in either case. */
int bf_model_open(struct bf_model *model, const struct bf_arguments *arguments, bool warnings);

/* The same, and what was read is kept on `disk` for the next time. */
int bf_model_open_from(struct bf_disk *disk, struct bf_model *model,
                       const struct bf_arguments *arguments, bool warnings);

/* As bf_model_open, but faults are the caller's to say and to free. */
int bf_model_try(struct bf_model *model, const struct bf_arguments *arguments,
                 struct bf_faults *faults);

/* Read a table. Returns BF_EXIT_DONE or the exit code of what was said; faults of the
 * table itself are the caller's to say and to free. */
int bf_sheet_open(const char *path, struct bf_sheet *sheet, struct bf_faults *faults);

#endif
