/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#include "bedflow/study/factor.h"

static const char small[] =
    "format = 1;\n"
    "period = { from = \"2021-01-04\"; to = \"2021-01-31\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"14 days\"; };\n"
    "demand: { people: { rate = \"3.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; setting = \"acute\";\n"
    "    beds = { value = 17; range = [14, 23]; assumption = \"a test\"; };\n"
    "    stay = { mean = { value = \"2.9 days\"; range = [\"60 hours\", \"3.5 days\"];\n"
    "                      assumption = \"a test\"; }; };\n"
    "    then = ( { to = \"home\"; share = 1; } ); };\n"
    "};\n"
    "changes: { more: { label = \"More beds\"; what = \"services.ward.beds\"; add = \"4\"; from = "
    "\"2021-01-11\"; }; };\n"
    "purchases: { block: { service = \"ward\"; kind = \"block\"; beds = 3; from = \"2021-01-06\";\n"
    "  to = \"2021-01-20\"; price = \"\xC2\xA3"
    "1,050 per bed per week\"; }; };\n";

struct bench {
    struct fixture f;
    struct bf_factors factors;
    struct bf_faults faults;
};

static bool try_factors(struct bench *b, const char *const typed[], size_t count)
{
    memset(b, 0, sizeof *b);
    assert_true(fixture_try(&b->f, small, "given.cfg", NULL, 0));
    return bf_factors_read("--over", typed, count, &b->f.model.scenario.bound, &b->factors,
                           &b->faults);
}

static void end(struct bench *b)
{
    bf_factors_free(&b->factors);
    bf_faults_free(&b->faults);
    fixture_close(&b->f);
}

static struct bf_factor *one(struct bench *b, const char *typed)
{
    if (!try_factors(b, &typed, 1)) {
        fixture_show(&b->faults);
        fail_msg("%s was refused", typed);
    }
    return &b->factors.factor[0];
}

static void assert_text(const struct bf_factor *factor, double x, const char *expected)
{
    char text[BF_FACTOR_TEXT];
    bf_factor_text(factor, x, text);
    assert_string_equal(text, expected);
}

static void whole_numbers_are_a_lattice_of_ones(void **state)
{
    (void)state;
    struct bench b;
    struct bf_factor *f = one(&b, "services.ward.beds=13..29");
    assert_int_equal(f->kind, BF_FACTOR_LATTICE);
    assert_int_equal(f->count, 17);
    assert_close(bf_factor_at(f, 16), 29, 0);
    assert_close(f->base, 17, 0);
    assert_close(bf_factor_quantile(f, 0), 13, 0);
    assert_close(bf_factor_quantile(f, 1), 29, 0);
    assert_close(bf_factor_quantile(f, 4.5 / 17), 17, 0);
    assert_text(f, 23, "23");
    end(&b);
}

static void a_range_keeps_the_unit_it_was_typed_in(void **state)
{
    (void)state;
    struct bench b;
    struct bf_factor *f = one(&b, "services.ward.stay.mean=2.3 days..4.7 days");
    assert_int_equal(f->kind, BF_FACTOR_RANGE);
    assert_int_equal(f->count, 0);
    assert_close(f->base, 2.9, 1e-12);
    assert_close(bf_factor_quantile(f, 0.25), 2.9, 1e-12);
    assert_text(f, 3.625, "3.625 days");
    char unit[BF_FACTOR_TEXT];
    bf_factor_unit(f, unit);
    assert_string_equal(unit, "days");
    bf_factor_span(f, unit);
    assert_string_equal(unit, "2.3 to 4.7 days");
    assert_string_equal(f->label, "services.ward.stay.mean");
    end(&b);
}

static void one_unit_is_enough_and_two_are_reconciled(void **state)
{
    (void)state;
    struct bench b;
    struct bf_factor *f = one(&b, "services.ward.stay.mean=2..4 days/0.5");
    assert_int_equal(f->count, 5);
    assert_text(f, bf_factor_at(f, 3), "3.5 days");
    end(&b);
    f = one(&b, "services.ward.stay.mean=\"36 hours..4 days/12 h\"");
    assert_close(f->high, 96, 1e-9);
    assert_int_equal(f->count, 6);
    assert_text(f, bf_factor_at(f, 1), "48 hours");
    end(&b);
}

static void the_last_of_a_lattice_is_not_beyond_the_end(void **state)
{
    (void)state;
    struct bench b;
    struct bf_factor *f = one(&b, "services.ward.beds=13..30/5");
    assert_int_equal(f->count, 4);
    assert_close(f->high, 28, 0);
    end(&b);
}

static void dates_step_by_days(void **state)
{
    (void)state;
    struct bench b;
    struct bf_factor *f = one(&b, "changes.more.from=2021-01-06..2021-01-28/7 days");
    assert_true(f->is_date);
    assert_int_equal(f->count, 4);
    assert_text(f, bf_factor_at(f, 3), "2021-01-27");
    assert_text(f, f->base, "2021-01-11");
    end(&b);
}

static void amounts_and_prices_are_numbers_too(void **state)
{
    (void)state;
    struct bench b;
    struct bf_factor *f = one(&b, "changes.more.add=-3..9/3");
    assert_int_equal(f->count, 5);
    assert_text(f, bf_factor_at(f, 0), "-3");
    assert_close(f->base, 4, 0);
    assert_string_equal(f->label, "More beds: add");
    end(&b);
    f = one(&b, "purchases.block.price=\xC2\xA3"
                "900 per bed per week;"
                "\xC2\xA3"
                "1,050 per bed per week; \xC2\xA3"
                "1,310 per bed per week");
    assert_int_equal(f->count, 3);
    assert_close(f->number[2], 1310, 1e-9);
    assert_close(f->base, 1050, 1e-9);
    assert_text(f, f->number[1],
                "\xC2\xA3"
                "1050 per bed per week");
    end(&b);
}

static void texts_are_a_list(void **state)
{
    (void)state;
    struct bench b;
    struct bf_factor *f = one(&b, "purchases.block.paid=full or empty, when used");
    assert_int_equal(f->count, 2);
    assert_false(f->is_number);
    assert_close(f->base, 0, 0);
    assert_text(f, 1, "when used");
    assert_close(bf_factor_quantile(f, 0.51), 1, 0);
    end(&b);
}

static void every_value_loads_as_a_setting(void **state)
{
    (void)state;
    struct bench b;
    const char *typed[] = {"services.ward.stay.mean=2..4 days", "services.ward.beds=19,23",
                           "changes.more.from=2021-01-06..2021-01-28"};
    assert_true(try_factors(&b, typed, 3));
    double x[3] = {3.0 + 1.0 / 7, 23, bf_factor_at(&b.factors.factor[2], 9)};
    char text[3][BF_FACTOR_TEXT];
    struct bf_setting set[3];
    bf_factors_set(&b.factors, x, text, set);
    struct fixture moved;
    assert_true(fixture_try(&moved, small, "given.cfg", set, 3));
    const struct bf_bound *bound = &moved.model.scenario.bound;
    double mean;
    memcpy(&mean, bound->region + bf_bound_find(bound, "services.ward.stay.mean")->offset,
           sizeof mean);
    assert_close(mean, 24 * x[0], 1e-9);
    assert_close(moved.model.network.numbers.service[0].places, 23, 0);
    /* what a factor varies is not drawn a second time */
    assert_true(isnan(bf_bound_find(bound, "services.ward.beds")->low));
    fixture_close(&moved);
    end(&b);
}

static void declared_ranges_are_triangles(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    memset(&b, 0, sizeof b);
    assert_true(fixture_try(&b.f, small, "given.cfg", NULL, 0));
    assert_true(bf_factors_declared(&b.f.model.scenario.bound, &b.factors, &err));
    assert_int_equal(b.factors.count, 2);
    const struct bf_factor *stay = &b.factors.factor[0], *beds = &b.factors.factor[1];
    assert_string_equal(stay->path, "services.ward.stay.mean");
    assert_close(stay->low, 2.5, 1e-12);
    assert_close(stay->high, 3.5, 1e-12);
    assert_close(bf_factor_quantile(stay, 0.4), 2.9,
                 1e-9); /* the mode cuts off (m - a) / (b - a) */
    assert_close(bf_factor_quantile(stay, 0), 2.5, 1e-12);
    assert_close(bf_factor_quantile(stay, 1), 3.5, 1e-12);
    assert_close(bf_factor_quantile(beds, 1.0 / 3), 17, 0);
    assert_int_equal(beds->count, 10);
    end(&b);
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *says;
        enum bf_errcode code;
    } fault[] = {
        {"services.ward.bedz=3..5", "did you mean services.ward.beds?", BF_E_KEY},
        {"services.ward.beds", "expected a path", BF_E_SYNTAX},
        {"services.ward.stay.mean=3..5", "expected a duration", BF_E_TYPE},
        {"services.ward.beds=9..3", "the first value below the last", BF_E_RANGE},
        {"services.ward.stay.p95=-4 days..3 days", "holds", BF_E_KEY},
        {"services.ward.beds=-4..3", "expected 0", BF_E_RANGE},
        {"changes.more.from=2021-01-06..2021-02-30", "expected a date", BF_E_TYPE},
        {"purchases.block.beds=1,050", "semicolons", BF_E_SYNTAX},
        {"demand.people.rate=3 per day..4 per day/0 per day", "a step above 0", BF_E_RANGE},
        {"purchases.block.paid=sometimes", "full or empty", BF_E_KEY},
        {"purchases.block.to=2021-01-20,2021-01-20", "every value once", BF_E_KEY},
        {"purchases.block.price=\xC2\xA3"
         "900 per bed, \xC2\xA3"
         "950 per bed",
         "by time", BF_E_TYPE},
        {"demand.people.rate=1 h 30 min..3 h", "expected a rate", BF_E_TYPE},
        {"services.ward.stay.mean=1 h 30 min..3 h", "one unit", BF_E_TYPE},
        {"services.ward.beds=0..5000000", "expected 0 to 1,000,000, received 5000000", BF_E_RANGE},
    };
    const char *typed[UNIT_COUNT(fault)];
    for (size_t i = 0; i < UNIT_COUNT(fault); i++)
        typed[i] = fault[i].typed;
    struct bench b;
    assert_false(try_factors(&b, typed, UNIT_COUNT(fault)));
    for (size_t i = 0; i < UNIT_COUNT(fault); i++) {
        bool said = false;
        for (size_t k = 0; k < b.faults.count; k++)
            said = said || (strstr(b.faults.fault[k].err.what, fault[i].says) &&
                            b.faults.fault[k].err.code == fault[i].code);
        if (!said) {
            fixture_show(&b.faults);
            fail_msg("nothing says \"%s\" of %s", fault[i].says, fault[i].typed);
        }
    }
    assert_string_equal(b.faults.fault[0].err.where.file, "--over");
    end(&b);
}

static void a_path_given_twice_is_refused(void **state)
{
    (void)state;
    struct bench b;
    const char *typed[] = {"services.ward.beds=13..29", "services.ward.beds=3,4"};
    assert_false(try_factors(&b, typed, 2));
    assert_int_equal(b.faults.errors, 1);
    assert_contains(b.faults.fault[0].err.what, "once");
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_a_lattice_of_ones),
        cmocka_unit_test(a_range_keeps_the_unit_it_was_typed_in),
        cmocka_unit_test(one_unit_is_enough_and_two_are_reconciled),
        cmocka_unit_test(the_last_of_a_lattice_is_not_beyond_the_end),
        cmocka_unit_test(dates_step_by_days),
        cmocka_unit_test(amounts_and_prices_are_numbers_too),
        cmocka_unit_test(texts_are_a_list),
        cmocka_unit_test(every_value_loads_as_a_setting),
        cmocka_unit_test(declared_ranges_are_triangles),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(a_path_given_twice_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
