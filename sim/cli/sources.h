/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sources.h -- which numbers of a scenario have no evidence, and which are assumed. */
#ifndef BF_CLI_SOURCES_H
#define BF_CLI_SOURCES_H

#include "bedflow/base/param.h"
#include "bedflow/base/text.h"

void bf_sources_table(const struct bf_bound *bound, struct bf_text *out);

#endif
