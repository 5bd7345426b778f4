/* SPDX-License-Identifier: GPL-3.0-or-later */
/* man_page.h -- manual pages, man(7), from the tables of commands and of scenarios. */
#ifndef BF_CLI_MAN_PAGE_H
#define BF_CLI_MAN_PAGE_H

#include "command.h"

/* bedflow(1). */
void bf_man_program(struct bf_text *out);
/* bedflow-run(1) and so on. */
void bf_man_command(const struct bf_command *command, struct bf_text *out);
/* bedflow-scenario(5): every kind and part with its settings. */
void bf_man_scenario(struct bf_text *out);

#endif
