/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/errands.h"

#include "bedflow/base/arena.h"

#include <pthread.h>
#include <stdatomic.h>

struct round {
    bf_errand *errand;
    void *context;
    size_t count;
    atomic_size_t next;
    pthread_mutex_t lock; /* guards what follows */
    size_t failed;        /* the first of those that failed; count: none */
    struct bf_err err;
};

static bool goes_on(struct round *round)
{
    pthread_mutex_lock(&round->lock);
    bool none_failed = round->failed == round->count;
    pthread_mutex_unlock(&round->lock);
    return none_failed;
}

static void *run(void *context)
{
    struct round *round = context;
    while (goes_on(round)) {
        struct bf_err err;
        size_t i = atomic_fetch_add(&round->next, 1);
        if (i >= round->count) break;
        if (round->errand(round->context, i, &err)) continue;
        pthread_mutex_lock(&round->lock);
        if (i < round->failed) {
            round->failed = i;
            round->err = err;
        }
        pthread_mutex_unlock(&round->lock);
    }
    return NULL;
}

bool bf_errands(bf_errand *errand, void *context, size_t count, uint32_t threads,
                struct bf_err *err)
{
    struct round round = {.errand = errand, .context = context, .count = count, .failed = count};
    const size_t wanted = threads < count ? threads : count;
    size_t made = 0;
    pthread_mutex_init(&round.lock, NULL);
    /* fewer threads than wanted only make it slower */
    pthread_t *thread = wanted > 1 ? bf_heap_take(wanted - 1, sizeof *thread) : NULL;
    while (thread && made + 1 < wanted && pthread_create(&thread[made], NULL, run, &round) == 0)
        made++;
    run(&round);
    for (size_t k = 0; k < made; k++)
        pthread_join(thread[k], NULL);
    bf_heap_give(thread);
    pthread_mutex_destroy(&round.lock);
    if (round.failed < count) *err = round.err;
    return round.failed == count;
}
