/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/contract.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

_Thread_local const struct bf_contract_context *bf_contract_context;

void bf_contract_broken(const char *file, int line, const char *condition)
{
    const struct bf_contract_context *run = bf_contract_context;

    fprintf(stderr, "%s:%d: broken contract: %s\n", file, line, condition);
    if (run != NULL && run->now_h != NULL)
        fprintf(stderr, "in replication %u of seed %llu, at %.17g h\n", run->replication, run->seed,
                *run->now_h);
    else if (run != NULL)
        fprintf(stderr, "in replication %u of seed %llu\n", run->replication, run->seed);
    fprintf(stderr, "This is a fault of bedflow, not of your scenario: please report it.\n");
    abort();
}
