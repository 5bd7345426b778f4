/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/flow/queue.h"
#include "bedflow/random/draw.h"

#define QUEUES    5
#define CUSTOMERS 60
#define CLAIMS    90

/* The queues against a naive twin: all claims in one array. */
struct naive {
    uint32_t claim; /* 0: none */
    uint32_t queue, customer, level;
    double since_h;
    uint64_t who;
    bool in_line;
};

struct twin {
    struct bf_arena arena;
    struct bf_queues queues;
    uint32_t claims[CUSTOMERS];
    struct naive naive[CLAIMS];
    uint64_t draws;
};

static void twin_open(struct twin *t)
{
    struct bf_err err;
    memset(t, 0, sizeof *t);
    assert_true(bf_arena_init(&t->arena, bf_queues_room(QUEUES, CLAIMS), &err));
    bf_queues_init(&t->queues, &t->arena, QUEUES, CLAIMS);
}

/* Register, and at once in line. */
static uint32_t join_line(struct bf_queues *queues, uint32_t queue, uint32_t customer, uint64_t who,
                          double since_h, uint32_t level, uint8_t arg, uint32_t *claims)
{
    uint32_t claim = bf_queue_register(queues, queue, customer, who, since_h, level, arg, claims);
    if (claim) bf_queue_line_up(queues, claim);
    return claim;
}

static uint32_t below(struct twin *t, uint32_t n)
{
    const struct bf_key key = {919, 47};
    return (uint32_t)(bf_draw(&key, 3, t->draws++).u[0] * n);
}

static bool before(const struct naive *a, const struct naive *b)
{
    if (a->level != b->level) return a->level < b->level;
    if (a->since_h < b->since_h || a->since_h > b->since_h) return a->since_h < b->since_h;
    return a->who < b->who;
}

/* Walk a queue: every claim in line, in order. */
static void check_queue(const struct twin *t, uint32_t queue)
{
    const struct naive *last = NULL;
    uint32_t seen = 0, expected = 0, all = 0;
    for (uint32_t i = 0; i < CLAIMS; i++) {
        bool here = t->naive[i].claim && t->naive[i].queue == queue;
        expected += here && t->naive[i].in_line;
        all += here;
    }
    for (uint32_t c = bf_queue_head(&t->queues.queue[queue]); c;
         c = bf_queue_after(&t->queues, c)) {
        const struct naive *n = NULL;
        for (uint32_t i = 0; i < CLAIMS; i++)
            if (t->naive[i].claim == c) n = &t->naive[i];
        assert_non_null(n);
        assert_int_equal(n->queue, queue);
        assert_int_equal(bf_claim_at(&t->queues, c)->customer, n->customer);
        if (last) assert_true(before(last, n));
        last = n;
        seen++;
    }
    assert_int_equal(seen, expected);
    assert_int_equal(t->queues.queue[queue].count, all);
}

/* A customer's list holds exactly that customer's claims. */
static void check_customer(const struct twin *t, uint32_t customer)
{
    uint32_t seen = 0, expected = 0;
    for (uint32_t i = 0; i < CLAIMS; i++)
        expected += t->naive[i].claim && t->naive[i].customer == customer;
    for (uint32_t c = t->claims[customer]; c; c = bf_claim_at(&t->queues, c)->sibling) {
        assert_int_equal(bf_claim_at(&t->queues, c)->customer, customer);
        seen++;
    }
    assert_int_equal(seen, expected);
}

static void join(struct twin *t)
{
    uint32_t i = 0;
    while (i < CLAIMS && t->naive[i].claim)
        i++;
    uint32_t customer = below(t, CUSTOMERS), queue = below(t, QUEUES);
    uint32_t level = below(t, BF_QUEUE_LEVELS);
    double since_h = (double)below(t, 9) * 1.37; /* many ties */
    /* a key of its own for each claim, so that the order is total */
    uint64_t who = (uint64_t)below(t, 1u << 20) << 20 | t->draws;
    bool in_line = below(t, 3) > 0;
    uint32_t claim = (in_line ? join_line : bf_queue_register)(
        &t->queues, queue, customer, who, since_h, level, 3, &t->claims[customer]);
    if (i == CLAIMS) {
        assert_int_equal(claim, 0);
        return;
    }
    assert_int_not_equal(claim, 0);
    t->naive[i] = (struct naive){claim, queue, customer, level, since_h, who, in_line};
}

static void line_up(struct twin *t)
{
    struct naive *n = &t->naive[below(t, CLAIMS)];
    if (!n->claim) return;
    bf_queue_line_up(&t->queues, n->claim);
    n->in_line = true;
}

static void leave(struct twin *t)
{
    uint32_t i = below(t, CLAIMS);
    struct naive *n = &t->naive[i];
    if (!n->claim) return;
    bf_queue_leave(&t->queues, n->claim, &t->claims[n->customer]);
    n->claim = 0;
}

static void leave_all(struct twin *t)
{
    uint32_t customer = below(t, CUSTOMERS), keep = 0;
    for (uint32_t i = 0; i < CLAIMS; i++)
        if (t->naive[i].claim && t->naive[i].customer == customer && below(t, 2))
            keep = t->naive[i].claim;
    bf_queue_leave_all(&t->queues, &t->claims[customer], keep);
    for (uint32_t i = 0; i < CLAIMS; i++)
        if (t->naive[i].customer == customer && t->naive[i].claim != keep) t->naive[i].claim = 0;
}

static void queues_agree_with_a_naive_twin(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t);
    for (uint32_t step = 0; step < 20000; step++) {
        uint32_t what = below(&t, 100);
        if (what < (step / 2000 % 2 ? 40 : 70))
            join(&t);
        else if (what < 80)
            line_up(&t);
        else if (what < 92)
            leave(&t);
        else
            leave_all(&t);
        if (step % 32) continue;
        assert_true(bf_queues_verify(&t.queues));
        for (uint32_t q = 0; q < QUEUES; q++)
            check_queue(&t, q);
        for (uint32_t c = 0; c < CUSTOMERS; c++)
            check_customer(&t, c);
    }
    bf_queues_reset(&t.queues);
    assert_true(bf_queues_verify(&t.queues));
    for (uint32_t q = 0; q < QUEUES; q++)
        assert_int_equal(bf_queue_head(&t.queues.queue[q]), 0);
    bf_arena_free(&t.arena);
}

static void who_has_waited_longer_goes_first_even_when_they_join_late(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t);
    uint32_t a = join_line(&t.queues, 2, 1, 77, 13.7, 4, 0, &t.claims[1]);
    uint32_t b = join_line(&t.queues, 2, 2, 55, 20.1, 4, 0, &t.claims[2]);
    uint32_t c = join_line(&t.queues, 2, 3, 99, 2.385, 4, 0, &t.claims[3]);
    uint32_t urgent = join_line(&t.queues, 2, 4, 98, 25, 1, 0, &t.claims[4]);
    const struct bf_queue *q = &t.queues.queue[2];
    assert_int_equal(bf_queue_head(q), urgent);
    assert_int_equal(bf_queue_after(&t.queues, urgent), c);
    assert_int_equal(bf_queue_after(&t.queues, c), a);
    assert_int_equal(bf_queue_after(&t.queues, a), b);
    assert_int_equal(bf_queue_after(&t.queues, b), 0);
    bf_arena_free(&t.arena);
}

static void who_only_registers_is_counted_and_passed_over_until_they_line_up(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t);
    uint32_t a = bf_queue_register(&t.queues, 1, 1, 77, 2.385, 4, 0, &t.claims[1]);
    const struct bf_queue *q = &t.queues.queue[1];
    assert_int_equal(q->count, 1);
    assert_int_equal(bf_queue_head(q), 0);
    uint32_t b = join_line(&t.queues, 1, 2, 55, 20.1, 4, 0, &t.claims[2]);
    assert_int_equal(q->count, 2);
    assert_int_equal(bf_queue_head(q), b);
    bf_queue_line_up(&t.queues, a);
    assert_int_equal(bf_queue_head(q), a); /* since 2.385 h, although it stands there only now */
    assert_int_equal(bf_queue_after(&t.queues, a), b);
    bf_queue_line_up(&t.queues, a); /* once is enough */
    assert_true(bf_queues_verify(&t.queues));
    uint32_t never = bf_queue_register(&t.queues, 1, 3, 31, 1.9, 0, 0, &t.claims[3]);
    bf_queue_leave(&t.queues, never, &t.claims[3]);
    assert_int_equal(q->count, 2);
    assert_int_equal(bf_queue_head(q), a);
    bf_arena_free(&t.arena);
}

static void verify_notices_claims_out_of_order(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t);
    uint32_t a = join_line(&t.queues, 0, 1, 77, 13.7, 4, 0, &t.claims[1]);
    join_line(&t.queues, 0, 2, 55, 20.1, 4, 0, &t.claims[2]);
    assert_true(bf_queues_verify(&t.queues));
    bf_claim_at(&t.queues, a)->since_h = 21;
    assert_false(bf_queues_verify(&t.queues));
    bf_claim_at(&t.queues, a)->since_h = 13.7;
    t.queues.queue[0].count++;
    assert_false(bf_queues_verify(&t.queues));
    bf_arena_free(&t.arena);
}

static void a_claim_leaves_only_the_list_that_it_is_in(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t);
    uint32_t a = join_line(&t.queues, 0, 1, 77, 13.7, 4, 0, &t.claims[1]);
    assert_breaks_contract(bf_queue_leave(&t.queues, a, &t.claims[2]), "*link");
    assert_breaks_contract(join_line(&t.queues, QUEUES, 1, 77, 13.7, 4, 0, &t.claims[1]),
                           "queue < ");
    bf_arena_free(&t.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(queues_agree_with_a_naive_twin),
        cmocka_unit_test(who_has_waited_longer_goes_first_even_when_they_join_late),
        cmocka_unit_test(who_only_registers_is_counted_and_passed_over_until_they_line_up),
        cmocka_unit_test(verify_notices_claims_out_of_order),
        cmocka_unit_test(a_claim_leaves_only_the_list_that_it_is_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
