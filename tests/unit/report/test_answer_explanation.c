/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_explanation.h"
#include "scratch.h"

#include "bedflow/report/explanation_store.h"
#include "sim/report/answer.h"

static const struct bf_run_identity identity = {.version = "0.1.0", .commit = "abc1234"};
static struct example e;
static struct bf_text out;

static const char *answer(void)
{
    struct bf_dossier d;
    struct bf_err err;
    bf_text_free(&out);
    if (!bf_explanation_write(&e.view, &identity, scratch_path("x"), true, &err))
        fail_msg("%s", err.what);
    if (!bf_dossier_read(&d, scratch_path("x"), &err)) fail_msg("%s", err.what);
    assert_int_equal(d.kind, BF_DOSSIER_EXPLANATION);
    assert_string_equal(d.option[0].text, e.f.model.scenario.resolved);
    bf_answer(&d, &out);
    assert_false(out.failed);
    bf_dossier_free(&d);
    return out.bytes;
}

static void the_days_their_level_and_their_causes_are_told(void **state)
{
    (void)state;
    e.x.cause[1].share.high = -0.4;
    const char *words = answer();
    assert_contains(words, "From 11 Jan 2021 to 17 Jan 2021 “Delayed transfers at midnight” was "
                           "12.4 on average, against 7.1 on ordinary days of the same winters: 5.3 "
                           "more (95% interval: 4.0 to 6.6).\n");
    assert_contains(words, "What did most:\n- “The wave”: ");
    assert_contains(words, "\n- “More beds”: 1.3 fewer (95% interval: 0.4 to 2.8)\n");
    assert_contains(words, "Without any of those that were in force it would have been ");
}

static void what_chance_may_do_is_said(void **state)
{
    (void)state;
    uint32_t i = e.x.column;
    e.x.series[i].difference.low = -0.3;
    e.x.cause[0].share.low = -0.1;
    e.x.cause[1].share.high = 0.1;
    const char *words = answer();
    assert_contains(words, "nothing out of the ordinary: chance alone may do it.\n");
    assert_contains(words, "None of the events and measures in force by then can be told from "
                           "chance.\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_days_their_level_and_their_causes_are_told),
        cmocka_unit_test(what_chance_may_do_is_said),
    };
    if (scratch_begin(NULL) != 0) return 1;
    example_begin(&e);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    example_end(&e);
    bf_text_free(&out);
    return scratch_end(NULL) != 0 || failed;
}
