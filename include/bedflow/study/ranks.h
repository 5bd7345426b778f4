/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/ranks.h -- one study on many machines, by MPI.
 *
 * Rank 0 is the program as ever: it reads, writes, speaks, and simulates. The other
 * ranks are given scenarios as resolved texts and replications one at a time, as soon
 * as they have a thread that is free, and answer with parcels (study/parcel.h).
 * A replication is a pure function of its scenario, seed and number, so results
 * are the same to the bit for any number of ranks and threads; files are written by
 * rank 0 alone.
 *
 * A rank that says nothing for BF_RANK_SILENCE_S is taken for dead: its replications are given to
 * others, and the run goes on, if the launcher lets it (most end all ranks when one
 * dies; then what was finished is in the journal of rank 0). A rank that cannot read a
 * table which the scenario names, or is of another program, is left out, with words.
 *
 * In a build without MPI there is one rank, and nothing here is needed.
 */
#ifndef BF_STUDY_RANKS_H
#define BF_STUDY_RANKS_H

#include "bedflow/study/model.h"

#define BF_RANK_SILENCE_S 30.0

struct bf_ranks; /* all ranks, as seen from one of them */

/* Is MPI built in? */
bool bf_ranks_are_built(void);

/* Start MPI and learn about the others; once, before anything else. `program` is a digest of
 * what makes two programs the same. NULL if there is one rank only, or MPI is not built in. */
struct bf_ranks *bf_ranks_begin(int *argc, char ***argv, uint64_t program);
uint32_t bf_ranks_mine(const struct bf_ranks *ranks);  /* 0 of NULL */
uint32_t bf_ranks_count(const struct bf_ranks *ranks); /* 1 of NULL */

/* Compile a scenario from its resolved text, reading the tables that it names. The model is freed
 * in any case. */
typedef bool bf_rank_open(struct bf_model *model, const char *file, const char *text);

/* Of every rank but 0: simulate what rank 0 asks for, by so many threads, until it says that it is
 * the end. */
void bf_ranks_serve(struct bf_ranks *ranks, uint32_t threads, bf_rank_open *open);

/* Of rank 0: what became of the others, for words: dead or left out, and why; "" if all is well. */
const char *bf_ranks_trouble(const struct bf_ranks *ranks);

/* The end, of every rank; rank 0 sends the others home. False if a rank is dead: MPI cannot be
 * ended in order, and the caller ends the process at once. NULL is fine. */
bool bf_ranks_end(struct bf_ranks *ranks);

#endif
