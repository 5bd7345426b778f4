/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#include "bedflow/study/design.h"

static const char small[] =
    "format = 1;\n"
    "period = { from = \"2021-01-04\"; to = \"2021-01-31\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"14 days\"; };\n"
    "demand: { people: { rate = \"3.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; setting = \"acute\"; beds = 17; stay = { mean = \"2.9 days\"; };\n"
    "    then = ( { to = \"home\"; share = 1; } ); };\n"
    "};\n";

struct bench {
    struct fixture f;
    struct bf_factors factors;
    struct bf_design design;
    struct bf_faults faults;
    struct bf_err err;
};

static void open(struct bench *b)
{
    memset(b, 0, sizeof *b);
    assert_true(fixture_try(&b->f, small, "given.cfg", NULL, 0));
}

static bool make(struct bench *b, const char *beds, enum bf_design_kind kind, uint32_t size)
{
    const char *typed[] = {beds, "services.ward.stay.mean=2..4 days"};
    open(b);
    assert_true(
        bf_factors_read("--over", typed, 2, &b->f.model.scenario.bound, &b->factors, &b->faults));
    return bf_design_make(kind, &b->factors, size, 2385, &b->design, &b->err);
}

static void end(struct bench *b)
{
    bf_design_free(&b->design);
    bf_factors_free(&b->factors);
    bf_faults_free(&b->faults);
    fixture_close(&b->f);
}

static void a_grid_has_every_combination_once(void **state)
{
    (void)state;
    struct bench b;
    assert_true(make(&b, "services.ward.beds=11,17,23", BF_DESIGN_GRID, 5));
    assert_int_equal(b.design.count, 15);
    for (uint32_t i = 0; i < 15; i++) {
        assert_close(bf_design_point(&b.design, i)[0], 11 + 6.0 * (i / 5), 0);
        assert_close(bf_design_point(&b.design, i)[1], 2 + 0.5 * (i % 5), 1e-12);
    }
    end(&b);
}

static void a_latin_hypercube_uses_every_stratum_once(void **state)
{
    (void)state;
    struct bench b;
    assert_true(make(&b, "services.ward.beds=10..29", BF_DESIGN_LATIN, 40));
    int beds[20] = {0}, stay[40] = {0};
    for (uint32_t i = 0; i < 40; i++) {
        beds[(int)bf_design_point(&b.design, i)[0] - 10]++;
        stay[(int)((bf_design_point(&b.design, i)[1] - 2) * 20)]++;
    }
    for (int k = 0; k < 40; k++) {
        assert_int_equal(stay[k], 1);
        assert_int_equal(beds[k / 2], 2);
    }
    end(&b);
}

static void sobol_fills_and_repeats_with_its_seed(void **state)
{
    (void)state;
    struct bench a, b;
    assert_true(make(&a, "services.ward.beds=10..29", BF_DESIGN_SOBOL, 64));
    assert_true(make(&b, "services.ward.beds=10..29", BF_DESIGN_SOBOL, 64));
    assert_memory_equal(a.design.x, b.design.x, 128 * sizeof(double));
    double mean = 0;
    for (uint32_t i = 0; i < 64; i++)
        mean += bf_design_point(&a.design, i)[1] / 64;
    assert_close(mean, 3, 0.02);
    end(&a);
    end(&b);
}

static void one_at_a_time_begins_with_the_base(void **state)
{
    (void)state;
    struct bench b;
    assert_true(make(&b, "services.ward.beds=11..23", BF_DESIGN_ONE_AT_A_TIME, 1));
    static const double expected[5][2] = {{17, 2.9}, {11, 2.9}, {23, 2.9}, {17, 2}, {17, 4}};
    assert_int_equal(b.design.count, 5);
    for (uint32_t i = 0; i < 5; i++)
        for (uint32_t f = 0; f < 2; f++)
            assert_close(bf_design_point(&b.design, i)[f], expected[i][f], 1e-12);
    end(&b);
}

static void mixtures_take_one_column_of_b(void **state)
{
    (void)state;
    struct bench b;
    assert_true(make(&b, "services.ward.beds=11..23", BF_DESIGN_INDICES, 8));
    assert_int_equal(b.design.count, 32);
    for (uint32_t i = 0; i < 8; i++)
        for (uint32_t f = 0; f < 2; f++) {
            const double *mixed = bf_design_point(&b.design, (2 + f) * 8 + i);
            assert_close(mixed[f], bf_design_point(&b.design, 8 + i)[f], 0);
            assert_close(mixed[1 - f], bf_design_point(&b.design, i)[1 - f], 0);
        }
    end(&b);
}

static void what_cannot_be_designed_is_refused(void **state)
{
    (void)state;
    struct bench b;
    assert_false(make(&b, "services.ward.beds=1..900", BF_DESIGN_GRID, 50));
    assert_int_equal(b.err.code, BF_E_LIMIT);
    end(&b);
    open(&b);
    const char *typed = "services.ward.discharges=Mon-Fri 09:00; daily 10:00";
    assert_true(
        bf_factors_read("--over", &typed, 1, &b.f.model.scenario.bound, &b.factors, &b.faults));
    assert_false(bf_design_make(BF_DESIGN_ONE_AT_A_TIME, &b.factors, 1, 1, &b.design, &b.err));
    assert_int_equal(b.err.code, BF_E_RANGE);
    end(&b);
}

static bool list(struct bench *b, const char *text)
{
    struct bf_sheet sheet;
    open(b);
    char *copy = bf_heap_text(text);
    assert_true(bf_sheet_parse(&sheet, copy, strlen(text), "points.csv", &b->faults));
    bool good = bf_design_list(&sheet, "points.csv", &b->f.model.scenario.bound, &b->factors,
                               &b->design, &b->faults);
    bf_sheet_free(&sheet);
    return good;
}

static void a_table_is_a_design(void **state)
{
    (void)state;
    struct bench b;
    assert_true(list(&b, "services.ward.beds,services.ward.stay.mean\n"
                         "17,2.9 days\n1, 70 hours \n17,2.9 days\n"));
    assert_int_equal(b.design.count, 3);
    assert_close(bf_design_point(&b.design, 1)[0], 1, 0);
    assert_close(bf_design_point(&b.design, 1)[1], 70.0 / 24, 1e-12);
    assert_close(bf_design_point(&b.design, 2)[0], 17, 0);
    end(&b);
}

static void faults_of_a_table_name_their_column(void **state)
{
    (void)state;
    struct bench b;
    assert_false(list(&b, "services.ward.beds,services.ward.stay.meen\n17,2.9 days\n1,\n"));
    assert_contains(b.faults.fault[0].err.where.path, "meen");
    end(&b);
    assert_false(list(&b, "services.ward.beds,services.ward.stay.meen\n17,2.9 days\n"));
    assert_contains(b.faults.fault[0].err.what, "did you mean services.ward.stay.mean");
    end(&b);
    assert_false(list(&b, "services.ward.beds\n"));
    assert_contains(b.faults.fault[0].err.what, "rows");
    end(&b);
}

static void kinds_are_called_by_their_names(void **state)
{
    (void)state;
    assert_int_equal(bf_design_kind_of("latin"), BF_DESIGN_LATIN);
    assert_int_equal(bf_design_kind_of("One-At-A-Time"), BF_DESIGN_ONE_AT_A_TIME);
    assert_int_equal(bf_design_kind_of("cube"), -1);
    assert_string_equal(bf_design_name(BF_DESIGN_INDICES), "indices");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_has_every_combination_once),
        cmocka_unit_test(a_latin_hypercube_uses_every_stratum_once),
        cmocka_unit_test(sobol_fills_and_repeats_with_its_seed),
        cmocka_unit_test(one_at_a_time_begins_with_the_base),
        cmocka_unit_test(mixtures_take_one_column_of_b),
        cmocka_unit_test(what_cannot_be_designed_is_refused),
        cmocka_unit_test(a_table_is_a_design),
        cmocka_unit_test(faults_of_a_table_name_their_column),
        cmocka_unit_test(kinds_are_called_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
