/* SPDX-License-Identifier: GPL-3.0-or-later */
/* interrupt.h -- Ctrl-C: the first asks, the second insists.
 *
 * The handler sets an atomic flag, says so with write(2), and gives both
 * signals back their usual meaning; all of it is async-signal-safe.
 */
#ifndef BF_CLI_INTERRUPT_H
#define BF_CLI_INTERRUPT_H

#include "bedflow/study/study.h"

/* From now on SIGINT and SIGTERM set the flag, which is returned. */
const atomic_int *bf_interrupt_watch(void);

/* What is said at SIGTERM in place of what is said at Ctrl-C, lines with their ends; before the
 * watch begins. */
void bf_interrupt_words(const char *words);

bool bf_interrupted(void);

#endif
