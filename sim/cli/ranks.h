/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranks.h -- bedflow under mpirun or srun: who am I, and who helps? */
#ifndef BF_CLI_RANKS_H
#define BF_CLI_RANKS_H

#include "bedflow/study/ranks.h"

/* Find out, before anything else. Returns true with *code if this process is done: it helped rank
 * 0, or this build cannot do what the launcher wants. */
bool bf_ranks_start(int argc, char *argv[], int *code);

/* Those who help; NULL: nobody. */
struct bf_ranks *bf_ranks_here(void);

/* The end: says what became of them. Returns `code`. */
int bf_ranks_finish(int code);

#endif
