/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

#include "bedflow/scenario/verify.h"

static void the_table_of_these_tests_is_sound(void **state)
{
    (void)state;
    struct bf_faults faults = {0};
    char all[4096];
    if (!bf_table_verify(&county_table, &faults)) fail_msg("%s", said(&faults, all, sizeof all));
    bf_faults_free(&faults);
}

struct pair {
    double first, second;
    int32_t third;
};

static const char *const no_choices[] = {NULL};

#define FIELD(member) .offset = offsetof(struct pair, member), .help = "h"

/* One unsound parameter each; the other one is `second`. */
static const struct {
    struct bf_param param;
    const char *says;
} unsound[] = {
    {{.name = "a", .type = BF_PARAM_QUANTITY, .offset = 20, .help = "h"},
     "t.a: expected a field inside"},
    {{.name = "a", .type = BF_PARAM_QUANTITY, .offset = SIZE_MAX - 7, .help = "h"},
     "inside the struct"},
    {{.name = "a", .type = BF_PARAM_QUANTITY, .offset = 4, .help = "h"}, "misaligned"},
    {{.name = "a", .type = BF_PARAM_HOURS, FIELD(first)}, "inside the struct"},
    {{.name = "a", .type = BF_PARAM_QUANTITY, FIELD(second)},
     "t.second: expected a field of its own, received that of 'a'"},
    {{.name = "second", .type = BF_PARAM_QUANTITY, FIELD(first)},
     "t.second: expected each name once"},
    {{.name = "source", .type = BF_PARAM_QUANTITY, FIELD(first)},
     "source, assumption and note are evidence"},
    {{.name = "a.b", .type = BF_PARAM_QUANTITY, FIELD(first)}, "expected a name of letters"},
    {{.name = "9a", .type = BF_PARAM_QUANTITY, FIELD(first)}, "expected a name of letters"},
    {{.name = "", .type = BF_PARAM_QUANTITY, FIELD(first)}, "expected a name of letters"},
    {{.name = "a", .type = BF_PARAM_QUANTITY, .offset = 0}, "expected one line of help"},
    {{.name = "a", .type = BF_PARAM_QUANTITY, .min = 3, .max = 2, FIELD(first)},
     "expected min <= max"},
    {{.name = "a", .type = BF_PARAM_QUANTITY, .dim = BF_DIM_TIME, .fallback = "3", FIELD(first)},
     "expected a default that fits, received 3: expected a duration"},
    {{.name = "a",
      .type = BF_PARAM_QUANTITY,
      .dim = BF_DIM_COUNT,
      .min = 1,
      .max = 9,
      .fallback = "10",
      FIELD(first)},
     "received 10: expected 1 to 9"},
    {{.name = "a",
      .type = BF_PARAM_QUANTITY,
      .flags = BF_PARAM_REQUIRED,
      .fallback = "3",
      FIELD(first)},
     "expected no default of what is required"},
    {{.name = "a", .type = BF_PARAM_CHOICE, FIELD(third)}, "expected choices"},
    {{.name = "a", .type = BF_PARAM_CHOICE, .choices = no_choices, FIELD(third)},
     "expected choices"},
    {{.name = "a",
      .type = BF_PARAM_CHOICE,
      .choices = depot_kinds,
      .fallback = "stor",
      FIELD(third)},
     "did you mean"},
    {{.name = "a", .type = BF_PARAM_GROUP, FIELD(first)}, "expected the table of what is in it"},
    {{.name = "a", .type = BF_PARAM_GROUP, .table = &depot_table, FIELD(first)},
     "inside the struct"},
};

static void every_unsound_table_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(unsound); i++) {
        const struct bf_param params[] = {
            unsound[i].param, {.name = "second", .type = BF_PARAM_QUANTITY, FIELD(second)}, {0}};
        const struct bf_table table = {
            .name = "t", .help = "h", .size = sizeof(struct pair), .params = params};
        struct bf_faults faults = {0};
        char all[4096];
        assert_false(bf_table_verify(&table, &faults));
        assert_contains(said(&faults, all, sizeof all), unsound[i].says);
        bf_faults_free(&faults);
    }
}

static void variants_are_verified_with_what_is_common(void **state)
{
    (void)state;
    struct bf_param common[] = {
        {.name = "kind", .type = BF_PARAM_CHOICE, .choices = depot_kinds, FIELD(third)}, {0}};
    const struct bf_param one[] = {{.name = "x", .type = BF_PARAM_QUANTITY, FIELD(first)}, {0}};
    const struct bf_param two[] = {
        {.name = "x", .type = BF_PARAM_QUANTITY, FIELD(first)},
        {.name = "y", .type = BF_PARAM_CHOICE, .choices = depot_kinds, FIELD(third)},
        {0}};
    const struct bf_param *good[] = {one, NULL}, *bad[] = {one, two};
    struct bf_table table = {.name = "t",
                             .help = "h",
                             .size = sizeof(struct pair),
                             .params = common,
                             .selector = "kind",
                             .variant = good,
                             .variant_help = depot_variant_help};
    struct bf_faults faults = {0};
    char all[4096];
    assert_true(bf_table_verify(&table, &faults));
    table.variant = bad;
    assert_false(bf_table_verify(&table, &faults));
    assert_contains(said(&faults, all, sizeof all),
                    "t.y: expected a field of its own, received that of 'kind'");
    table.selector = "sort";
    assert_false(bf_table_verify(&table, &faults));
    assert_contains(said(&faults, all, sizeof all), "t: expected a selector that is a choice");
    bf_faults_free(&faults);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_these_tests_is_sound),
        cmocka_unit_test(every_unsound_table_is_found),
        cmocka_unit_test(variants_are_verified_with_what_is_common),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
