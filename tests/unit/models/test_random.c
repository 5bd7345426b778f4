/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios made up at random: the laws of models/observe.c hold in each, or the run aborts. */
#include "unit.h"

#include "model_fixture.h"
#include "random_scenario.h"

#include "bedflow/study/study.h"

static struct random_scenario made;
static uint64_t number;

static void on_abort(int signal_number)
{
    (void)signal_number;
    char line[64];
    int length = snprintf(line, sizeof line, "in the scenario made up from %llu\n",
                          (unsigned long long)number);
    if (write(STDERR_FILENO, line, (size_t)length) < 0) _exit(1);
}

/* What a person does, as the trace tells it. */
struct life {
    uint64_t who;
    uint16_t in, granted; /* service, BF_TO_LEFT: none */
    bool over;
};

static struct life *find(struct life life[], size_t *count, uint64_t who)
{
    for (size_t i = *count; i-- > 0;)
        if (life[i].who == who && !life[i].over) return &life[i];
    life[*count] = (struct life){who, BF_TO_LEFT, BF_TO_LEFT, false};
    return &life[(*count)++];
}

/* People are in one place at a time, start only where they were granted a place, and the numbers
 * inside are those that the engine counts at midnight. */
static void check_lives(struct fixture *f)
{
    const struct fixture_story *story = &f->story;
    struct life *life = calloc(story->count + 1, sizeof *life);
    size_t lives = 0;
    for (size_t k = 0; k < story->count; k++) {
        const struct bf_told *told = &story->told[k];
        assert_true(k == 0 || told->at_h >= story->told[k - 1].at_h);
        struct life *l = find(life, &lives, told->who);
        switch (told->step) {
        case BF_STEP_PRESENTS:
            assert_int_equal(l->in, BF_TO_LEFT);
            break;
        case BF_STEP_GRANTED:
            assert_true(told->value >= 0);
            l->granted = told->service;
            break;
        case BF_STEP_STARTS:
            assert_int_equal(l->in, BF_TO_LEFT);
            assert_int_equal(l->granted, told->service);
            l->in = told->service;
            l->granted = BF_TO_LEFT;
            break;
        case BF_STEP_READY:
        case BF_STEP_WELL:
            assert_int_equal(l->in, told->service);
            break;
        case BF_STEP_LEAVES:
            assert_int_equal(l->in, told->service);
            l->in = BF_TO_LEFT;
            break;
        case BF_STEP_HOME:
            assert_int_equal(l->in, BF_TO_LEFT);
            break;
        case BF_STEP_LEFT:
        case BF_STEP_DIED:
            assert_int_equal(l->in, BF_TO_LEFT);
            l->over = true;
            break;
        default:
            break;
        }
    }
    free(life);
}

/* A study of three replications: the same with one thread and with three. */
static void check_threads(const struct fixture *f)
{
    uint64_t digest[2];
    for (uint32_t k = 0; k < 2; k++) {
        struct bf_study study = {.model = &f->model,
                                 .seed = 31,
                                 .replications = 3,
                                 .threads = 1 + 2 * k,
                                 .warm_up_days = (int32_t)fixture_warm_up(f)};
        struct bf_result result;
        struct bf_err err;
        if (!bf_study_run(&study, &result, &err)) {
            fail_msg("%s", err.what);
            return;
        }
        digest[k] = result.total_digest;
        bf_result_free(&result);
    }
    assert_true(digest[0] == digest[1]);
}

static void run_one(uint64_t n, uint32_t odd, uint32_t *ran)
{
    struct fixture f;
    number = n;
    bool ok = fixture_try(&f, random_scenario_of(&made, n, odd), "given.cfg", NULL, 0);
    if (ok) {
        struct bf_err err;
        fixture_ready(&f);
        bool full = n % 5 == 0;
        f.over_full = full;
        if (fixture_try_run(&f, 1, &err)) {
            uint64_t digest = f.outcome.digest;
            (*ran)++;
            if (!fixture_try_run(&f, 2, &err)) assert_int_equal(err.code, BF_E_LIMIT);
            fixture_follow(&f, 1);
            assert_int_equal(f.outcome.digest, digest);
            check_lives(&f);
            if (odd) check_threads(&f);
        } else {
            assert_int_equal(err.code, BF_E_LIMIT);
            if (getenv("FIXTURE_SHOW"))
                fprintf(stderr, "%llu: %s\n", (unsigned long long)n, err.what);
        }
    } else if (getenv("FIXTURE_SHOW")) {
        fixture_show(&f.faults);
    }
    fixture_close(&f);
}

static void run_all(uint32_t odd, uint64_t usual, uint32_t least_percent)
{
    const char *only = getenv("FIXTURE_ONLY"), *upto = getenv("FIXTURE_UPTO");
    uint64_t from = only ? strtoull(only, NULL, 10) : 0;
    uint64_t to = only ? from + 1 : upto ? strtoull(upto, NULL, 10) : usual;
    uint32_t ran = 0;
    signal(SIGABRT, on_abort);
    for (uint64_t n = from; n < to; n++)
        run_one(n, odd, &ran);
    if (only && getenv("FIXTURE_SHOW")) fputs(made.text, stderr);
    if (!only) assert_in_range(ran, (to - from) * least_percent / 100, to - from);
}

static void the_laws_hold_in_whatever_scenario(void **state)
{
    (void)state;
    run_all(0, 400, 70);
}

static void the_laws_hold_under_odd_loads_with_any_number_of_threads(void **state)
{
    (void)state;
    run_all(15, 200, 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_laws_hold_in_whatever_scenario),
        cmocka_unit_test(the_laws_hold_under_odd_loads_with_any_number_of_threads)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
