/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity.h -- what this program was built from, for --version and run.json. */
#ifndef BF_CLI_IDENTITY_H
#define BF_CLI_IDENTITY_H

#include "bedflow/base/text.h"
#include "bedflow/report/identity.h"

/* `command` and `scenario_text` are the caller's to add. */
void bf_identity(struct bf_run_identity *identity);

void bf_version_words(struct bf_text *out);

/* Day of that commit, "2022-01-31"; without git that of the sources; "" if unknown. */
const char *bf_commit_date(void);

#endif
