/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/units.h"

#include <locale.h>

static const enum bf_dim every_dim[] = {BF_DIM_COUNT, BF_DIM_NUMBER, BF_DIM_SHARE, BF_DIM_TIME,
                                        BF_DIM_RATE,  BF_DIM_EFFORT, BF_DIM_MONEY, BF_DIM_PRICE};

struct accepted {
    enum bf_dim dim;
    const char *text;
    double want;
};

static void expect_accepted(const struct accepted row[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double value = (double)NAN;
        char why[300] = "";

        if (!bf_units_parse(row[i].dim, row[i].text, &value, why, sizeof why))
            fail_msg("\"%s\": %s", row[i].text, why);
        if (!(fabs(value - row[i].want) <= 1e-15 * fabs(row[i].want)))
            fail_msg("\"%s\" is %.17g, expected %.17g", row[i].text, value, row[i].want);
    }
}

struct refused {
    enum bf_dim dim;
    const char *text, *because;
};

static void expect_refused(const struct refused row[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double value = 2.385;
        char why[300] = "";

        if (bf_units_parse(row[i].dim, row[i].text, &value, why, sizeof why))
            fail_msg("\"%s\" was taken for %.17g", row[i].text, value);
        assert_same_double(value, 2.385);
        assert_contains(why, "expected ");
        assert_contains(why, ", received \"");
        assert_contains(why, row[i].because);
    }
}

static void durations_are_hours(void **state)
{
    static const struct accepted row[] = {
        {BF_DIM_TIME, "3.2 days", 3.2 * 24}, {BF_DIM_TIME, "90 minutes", 1.5},
        {BF_DIM_TIME, "6 weeks", 1008},      {BF_DIM_TIME, "2 h", 2},
        {BF_DIM_TIME, "1 hour", 1},          {BF_DIM_TIME, "2.5hrs", 2.5},
        {BF_DIM_TIME, "45 mins", 0.75},      {BF_DIM_TIME, "45min", 0.75},
        {BF_DIM_TIME, "1,080 seconds", 0.3}, {BF_DIM_TIME, "18 s", 0.005},
        {BF_DIM_TIME, "29 Days", 696},       {BF_DIM_TIME, "5 d", 120},
        {BF_DIM_TIME, "3 nights", 72},       {BF_DIM_TIME, "1 fortnight", 336},
        {BF_DIM_TIME, "3 wks", 504},         {BF_DIM_TIME, "3 months", 2190},
        {BF_DIM_TIME, "1 quarter", 2190},    {BF_DIM_TIME, "1.5 years", 13140},
        {BF_DIM_TIME, "2 yrs", 17520},       {BF_DIM_TIME, "\t 7  \n days ", 168},
        {BF_DIM_TIME, ".5 days", 12},        {BF_DIM_TIME, "1 h 30 min", 1.5},
        {BF_DIM_TIME, "2 days 6 hours", 54}, {BF_DIM_TIME, "-1 h 30 min", -1.5},
        {BF_DIM_TIME, "-2 days", -48},       {BF_DIM_TIME, "+2 days", 48},
        {BF_DIM_TIME, "1e2 hours", 100},     {BF_DIM_TIME, "2.385e-2 H", 0.02385},
        {BF_DIM_TIME, "0 days", 0},
    };

    (void)state;
    expect_accepted(row, UNIT_COUNT(row));
}

static void rates_are_per_hour(void **state)
{
    static const struct accepted row[] = {
        {BF_DIM_RATE, "50,544 per year", 50544.0 / 8760},
        {BF_DIM_RATE, "50544 per annum", 50544.0 / 8760},
        {BF_DIM_RATE, "138.5 per day", 138.5 / 24},
        {BF_DIM_RATE, "138.5/day", 138.5 / 24},
        {BF_DIM_RATE, "12 discharges a day", 0.5},
        {BF_DIM_RATE, "7 people per hour", 7},
        {BF_DIM_RATE, "3 referrals / hr", 3},
        {BF_DIM_RATE, "2 deliveries per day", 2.0 / 24},
        {BF_DIM_RATE, "365 per month", 0.5},
        {BF_DIM_RATE, "1 per 4 weeks", 1.0 / 672},
        {BF_DIM_RATE, "3 per 20 minutes", 9},
        {BF_DIM_RATE, "120 per 1,000 people per year", 0.12 / 8760},
        {BF_DIM_RATE, "0.3 per person per year", 0.3 / 8760},
        {BF_DIM_RATE, "2.4% per day", 0.001},
    };

    (void)state;
    expect_accepted(row, UNIT_COUNT(row));
}

static void efforts_are_hours_per_hour(void **state)
{
    static const struct accepted row[] = {
        {BF_DIM_EFFORT, "2400 hours per week", 2400.0 / 168},
        {BF_DIM_EFFORT, "2,400 care hours per week", 2400.0 / 168},
        {BF_DIM_EFFORT, "9.3 h/week", 9.3 / 168},
        {BF_DIM_EFFORT, "90 minutes per day", 1.5 / 24},
        {BF_DIM_EFFORT, "9.3 hours per person per week", 9.3 / 168},
        {BF_DIM_EFFORT, "1 h 30 min a day", 1.5 / 24},
    };

    (void)state;
    expect_accepted(row, UNIT_COUNT(row));
}

static void money_is_pounds(void **state)
{
    static const struct accepted row[] = {
        {BF_DIM_MONEY, "£1,722", 1722},       {BF_DIM_MONEY, "GBP 25", 25},
        {BF_DIM_MONEY, "-£25.50", -25.5},     {BF_DIM_MONEY, "- £25.50", -25.5},
        {BF_DIM_MONEY, "£-25.50", -25.5},     {BF_DIM_MONEY, "gbp25.50", 25.5},
        {BF_DIM_MONEY, "1,722 pounds", 1722}, {BF_DIM_MONEY, "£ 12,345,678.9", 12345678.9},
        {BF_DIM_MONEY, "£250k", 250e3},       {BF_DIM_MONEY, "£1.2m", 1.2e6},
        {BF_DIM_MONEY, "£-35", -35},
    };

    (void)state;
    expect_accepted(row, UNIT_COUNT(row));
}

static void prices_are_pounds_per_hour_or_per_thing(void **state)
{
    static const struct accepted row[] = {
        {BF_DIM_PRICE, "£1,050 per bed per week", 6.25},
        {BF_DIM_PRICE, "£1,050 per bed-week", 6.25},
        {BF_DIM_PRICE, "£252 per bed day", 10.5},
        {BF_DIM_PRICE, "£252/bed/day", 10.5},
        {BF_DIM_PRICE, "£25 per hour", 25},
        {BF_DIM_PRICE, "£25 per care hour", 25},
        {BF_DIM_PRICE, "GBP 25 an hour", 25},
        {BF_DIM_PRICE, "£1,722 per episode", 1722},
        {BF_DIM_PRICE, "1722 pounds per spell", 1722},
        {BF_DIM_PRICE, "£87.6k per year", 10},
    };

    (void)state;
    expect_accepted(row, UNIT_COUNT(row));
}

static void a_price_says_whether_it_is_by_time(void **state)
{
    (void)state;
    assert_true(bf_units_price_is_by_time("£1,050 per bed per week"));
    assert_true(bf_units_price_is_by_time("£25 per hour"));
    assert_false(bf_units_price_is_by_time("£1,722 per episode"));
    assert_false(bf_units_price_is_by_time("£25 per"));
    assert_true(bf_units_price_is_by_hour("£25 per hour"));
    assert_true(bf_units_price_is_by_hour("£0.4 per minute"));
    assert_false(bf_units_price_is_by_hour("£1,050 per bed per week"));
    assert_false(bf_units_price_is_by_hour("£25 per visit"));
    assert_false(bf_units_price_is_by_hour("£25 per"));
}

static void bare_numbers_and_percentages(void **state)
{
    static const struct accepted row[] = {
        {BF_DIM_COUNT, "30", 30},
        {BF_DIM_COUNT, "1,050", 1050},
        {BF_DIM_COUNT, "30 beds", 30},
        {BF_DIM_COUNT, "-3", -3},
        {BF_DIM_COUNT, "2e3", 2000},
        {BF_DIM_NUMBER, "1.25", 1.25},
        {BF_DIM_NUMBER, "-0.385", -0.385},
        {BF_DIM_NUMBER, "125%", 1.25},
        {BF_DIM_NUMBER, "1e15", 1e15},
        {BF_DIM_SHARE, "0.35", 0.35},
        {BF_DIM_SHARE, "35%", 0.35},
        {BF_DIM_SHARE, "35 %", 0.35},
        {BF_DIM_SHARE, "35 per cent", 0.35},
        {BF_DIM_SHARE, "35 percent", 0.35},
        {BF_DIM_SHARE, "0", 0},
        {BF_DIM_SHARE, "1", 1},
        {BF_DIM_SHARE, "100%", 1},
        {BF_DIM_NUMBER, "000000000000000000000000000000000000000000000000000000007.50", 7.5},
        {BF_DIM_NUMBER, "0.00000000000000000000000000000000000000000000000000238500", 2.385e-51},
    };

    (void)state;
    expect_accepted(row, UNIT_COUNT(row));
}

static void numbers_are_the_nearest_double(void **state)
{
    static const char *const text[] = {"0.1",
                                       "2.3850000000000002",
                                       "123456789.12345678",
                                       "9007199254740.993",
                                       "0.30000000000000004",
                                       "1.7976931348623157",
                                       "2.2250738585072011e-80",
                                       "3.14159265358979323846264338327950288"};

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(text); i++) {
        double value = (double)NAN;
        char why[300];
        assert_true(bf_units_parse(BF_DIM_NUMBER, text[i], &value, why, sizeof why));
        assert_same_double(value, strtod(text[i], NULL));
    }
}

static void a_zero_has_no_sign(void **state)
{
    double value = (double)NAN;
    char why[300];

    (void)state;
    assert_true(bf_units_parse(BF_DIM_NUMBER, "-0.0", &value, why, sizeof why));
    assert_false(signbit(value));
}

static void what_is_not_a_number_is_refused_in_every_dimension(void **state)
{
    static const char *const text[] = {"",
                                       " ",
                                       "nan",
                                       "NaN days",
                                       "inf",
                                       "-inf",
                                       "infinity per day",
                                       "£",
                                       "GBP",
                                       "days",
                                       "%",
                                       "-",
                                       "+",
                                       ".",
                                       "- 5",
                                       "0x10",
                                       "1e",
                                       "--5",
                                       "5.",
                                       "1e400",
                                       "1e-400",
                                       "£nan",
                                       "1..2",
                                       "1,05",
                                       "10,50 per day",
                                       "1,0500 days",
                                       ",500",
                                       "1.2.3",
                                       "5 5",
                                       "3 to 5 days",
                                       "5\x01",
                                       "\xff",
                                       "per day",
                                       "123456789012345678901234567890123456789012345678901 days"};

    (void)state;
    for (size_t d = 0; d < UNIT_COUNT(every_dim); d++)
        for (size_t i = 0; i < UNIT_COUNT(text); i++) {
            const struct refused row = {every_dim[d], text[i], "; "};
            expect_refused(&row, 1);
        }
}

static void a_missing_unit_names_those_that_would_do(void **state)
{
    static const struct refused row[] = {
        {BF_DIM_TIME, "3.2", "minutes, hours, days, weeks, months or years"},
        {BF_DIM_RATE, "138.5", "per hour, per day, per week"},
        {BF_DIM_EFFORT, "2400", "hours or minutes, and per day, per week"},
        {BF_DIM_EFFORT, "2400 hours", "per day, per week"},
        {BF_DIM_MONEY, "1722", "£ or GBP"},
        {BF_DIM_PRICE, "1050 per bed per week", "£ or GBP"},
        {BF_DIM_PRICE, "£1050", "per hour, per bed per week, or per episode"},
    };

    (void)state;
    expect_refused(row, UNIT_COUNT(row));
}

static void the_wrong_kind_of_quantity_is_refused(void **state)
{
    static const struct refused row[] = {
        {BF_DIM_TIME, "3 per day", "a duration such as \"3.2 days\""},
        {BF_DIM_TIME, "£3", "a duration"},
        {BF_DIM_TIME, "3 beds", "a duration"},
        {BF_DIM_TIME, "3 bed days", "a duration"},
        {BF_DIM_RATE, "3 days", "a rate such as"},
        {BF_DIM_RATE, "3 hours per week", "a rate such as"},
        {BF_DIM_RATE, "3 per bed", "a rate such as"},
        {BF_DIM_EFFORT, "3 per week", "an effort such as"},
        {BF_DIM_MONEY, "£25 per hour", "an amount such as"},
        {BF_DIM_SHARE, "35% per day", "a share such as"},
        {BF_DIM_SHARE, "35", "a percentage from 0% to 100%"},
        {BF_DIM_SHARE, "101%", "a percentage from 0% to 100%"},
        {BF_DIM_SHARE, "-0.1", "a percentage from 0% to 100%"},
        {BF_DIM_COUNT, "12.5", "without a unit or a fraction"},
        {BF_DIM_COUNT, "12 days", "a whole number"},
        {BF_DIM_COUNT, "50%", "a whole number"},
        {BF_DIM_NUMBER, "1.25 h", "a number such as 1.25"},
    };

    (void)state;
    expect_refused(row, UNIT_COUNT(row));
}

static void what_is_left_over_is_refused_with_the_reason(void **state)
{
    static const struct refused row[] = {
        {BF_DIM_TIME, "3.2 dyas", "\"dyas\" is not a unit (did you mean \"day\"?)"},
        {BF_DIM_PRICE, "£1,050 per bed per weak", "did you mean \"week\""},
        {BF_DIM_TIME, "30 m", "write min or months"},
        {BF_DIM_RATE, "30 per m", "write min or months"},
        {BF_DIM_TIME, "3 days xyzzyplugh", "\"xyzzyplugh\" is not a unit"},
        {BF_DIM_TIME, "3,2 days", "write a decimal with a point"},
        {BF_DIM_TIME, "3 days 5", "minutes, hours"},
        {BF_DIM_TIME, "3 days 5 beds", "a second number needs a unit of time"},
        {BF_DIM_TIME, "3 days hours", "given twice"},
        {BF_DIM_RATE, "3 per day per week", "given twice"},
        {BF_DIM_RATE, "3 per 0 days", "per 0"},
        {BF_DIM_RATE, "3 per", "per hour"},
        {BF_DIM_RATE, "3 per pound", "comes a time or a thing"},
        {BF_DIM_MONEY, "£5!", "neither a number nor a unit"},
        {BF_DIM_MONEY, "£££5", "£ or GBP"},
        {BF_DIM_MONEY, "-£-5", "£ or GBP"},
        {BF_DIM_MONEY, "--5 pounds", "£ or GBP"},
        {BF_DIM_MONEY, "£5 £6", "neither a number nor a unit"},
        {BF_DIM_MONEY, "€5", "£ or GBP"},
        {BF_DIM_MONEY, "GBPS 5", "£ or GBP"},
        {BF_DIM_TIME, "3 pneumonoultramicroscopicsilicovolcanoconiosis", "is not a unit"},
    };

    (void)state;
    expect_refused(row, UNIT_COUNT(row));
}

static void numbers_too_large_to_mean_anything_are_refused(void **state)
{
    static const struct refused row[] = {
        {BF_DIM_NUMBER, "1.0000001e15", "too large"},
        {BF_DIM_NUMBER, "1e99", "too large"},
        {BF_DIM_NUMBER, "1e100", "exponent"},
        {BF_DIM_NUMBER, "1e999999999999", "exponent"},
        {BF_DIM_TIME, "9e14 years", "too large"},
        {BF_DIM_MONEY, "£999999999999999m", "too large"},
        {BF_DIM_RATE, "1 per 1e-99 days", "too large"},
        {BF_DIM_TIME, "9e14 d 9e14 d", "too large"},
    };

    (void)state;
    expect_refused(row, UNIT_COUNT(row));
}

static void a_long_faulty_text_is_shortened_in_the_message(void **state)
{
    char text[5000], why[300];
    double value;

    (void)state;
    memset(text, '7', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_false(bf_units_parse(BF_DIM_TIME, text, &value, why, sizeof why));
    assert_contains(why, "777...\"; ");
    assert_contains(why, "minutes, hours");
}

static void a_small_buffer_for_the_reason_is_kept_to(void **state)
{
    char why[12] = {0};
    double value;

    (void)state;
    why[8] = 'Z';
    assert_false(bf_units_parse(BF_DIM_TIME, "x", &value, why, 8));
    assert_string_equal(why, "expecte");
    assert_int_equal(why[8], 'Z');
}

/* A locale with a decimal comma, where the system has one. */
static void the_locale_plays_no_part(void **state)
{
    static const char *const name[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
    double value = (double)NAN;
    char why[300], text[40];
    bool found = false;

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(name) && !found; i++)
        found = setlocale(LC_ALL, name[i]) != NULL;
    const bool parsed = bf_units_parse(BF_DIM_TIME, "3.25 h", &value, why, sizeof why);
    bf_units_print(BF_DIM_TIME, 3.25, text, sizeof text);
    setlocale(LC_ALL, "C");
    assert_true(parsed);
    assert_same_double(value, 3.25);
    assert_string_equal(text, "3.25 hours");
    if (!found) print_message("no locale with a decimal comma here: only the C locale was tried\n");
}

static void values_are_printed_for_people(void **state)
{
    static const struct {
        enum bf_dim dim;
        double value;
        const char *want;
    } row[] = {
        {BF_DIM_COUNT, 30, "30"},
        {BF_DIM_COUNT, 50544, "50,544"},
        {BF_DIM_COUNT, 123456789, "123,456,789"},
        {BF_DIM_COUNT, -1050, "-1,050"},
        {BF_DIM_NUMBER, 1.25, "1.25"},
        {BF_DIM_NUMBER, 0.0002385, "0.0002385"},
        {BF_DIM_NUMBER, 0.00002385, "2.385e-5"},
        {BF_DIM_NUMBER, 1e15, "1e15"},
        {BF_DIM_NUMBER, 0, "0"},
        {BF_DIM_NUMBER, -0.05, "-0.05"},
        {BF_DIM_NUMBER, 99999.6, "100,000"},
        {BF_DIM_SHARE, 0.35, "35%"},
        {BF_DIM_SHARE, 0.00123, "0.123%"},
        {BF_DIM_TIME, 76.8, "3.2 days"},
        {BF_DIM_TIME, 1.5, "1.5 hours"},
        {BF_DIM_TIME, 1, "1 hour"},
        {BF_DIM_TIME, 0.75, "45 minutes"},
        {BF_DIM_TIME, 8760, "365 days"},
        {BF_DIM_TIME, 87600, "10 years"},
        {BF_DIM_TIME, 0, "0 hours"},
        {BF_DIM_TIME, -48, "-2 days"},
        {BF_DIM_RATE, 138.5 / 24, "138.5 per day"},
        {BF_DIM_RATE, 3.0 / 168, "3 per week"},
        {BF_DIM_RATE, 5.0 / 8760, "5 per year"},
        {BF_DIM_RATE, 0, "0 per day"},
        {BF_DIM_EFFORT, 2400.0 / 168, "2,400 hours per week"},
        {BF_DIM_MONEY, 1722, "£1,722"},
        {BF_DIM_MONEY, 25.5, "£25.50"},
        {BF_DIM_MONEY, -25.5, "-£25.50"},
        {BF_DIM_PRICE, 6.25, "£6.25 per hour or thing"},
        {BF_DIM_TIME, (double)INFINITY, "no limit"},
        {BF_DIM_TIME, (double)NAN, "none"},
    };

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        char text[60];
        bf_units_print(row[i].dim, row[i].value, text, sizeof text);
        assert_string_equal(text, row[i].want);
    }
}

/* Four figures are kept, so reading what was printed is right to 5e-4. */
static void what_is_printed_can_be_read_again(void **state)
{
    static const double value[] = {0.02385, 0.7319, 2.385, 17.93, 138.5, 9137.25, 250321.0};

    (void)state;
    for (size_t d = 0; d < UNIT_COUNT(every_dim); d++)
        for (size_t i = 0; i < UNIT_COUNT(value); i++) {
            const enum bf_dim dim = every_dim[d];
            const double want = dim == BF_DIM_COUNT   ? floor(value[i])
                                : dim == BF_DIM_SHARE ? value[i] / 1e6
                                                      : value[i];
            char text[60], why[300];
            double got = (double)NAN;

            if (dim == BF_DIM_PRICE) continue;
            bf_units_print(dim, want, text, sizeof text);
            if (!bf_units_parse(dim, text, &got, why, sizeof why)) fail_msg("%s", why);
            assert_close(got, want, 5.001e-4 * want);
        }
}

static void every_dimension_shows_an_example_that_it_accepts(void **state)
{
    (void)state;
    for (size_t d = 0; d < UNIT_COUNT(every_dim); d++) {
        const char *expected = bf_units_expected(every_dim[d]);
        const char *example = strstr(expected, "such as ") + strlen("such as ");
        char text[60], why[300];
        double value;

        snprintf(text, sizeof text, "%s", example + (*example == '"'));
        text[strcspn(text, "\"o")] = '\0'; /* up to the quote, or the "or" of a share */
        if (strstr(expected, "hours") != NULL)
            snprintf(text, sizeof text, "%.*s", (int)strcspn(example + 1, "\""), example + 1);
        if (!bf_units_parse(every_dim[d], text, &value, why, sizeof why)) fail_msg("%s", why);
    }
    assert_breaks_contract(bf_units_expected((enum bf_dim)99), "dim");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_are_hours),
        cmocka_unit_test(rates_are_per_hour),
        cmocka_unit_test(efforts_are_hours_per_hour),
        cmocka_unit_test(money_is_pounds),
        cmocka_unit_test(prices_are_pounds_per_hour_or_per_thing),
        cmocka_unit_test(a_price_says_whether_it_is_by_time),
        cmocka_unit_test(bare_numbers_and_percentages),
        cmocka_unit_test(numbers_are_the_nearest_double),
        cmocka_unit_test(a_zero_has_no_sign),
        cmocka_unit_test(what_is_not_a_number_is_refused_in_every_dimension),
        cmocka_unit_test(a_missing_unit_names_those_that_would_do),
        cmocka_unit_test(the_wrong_kind_of_quantity_is_refused),
        cmocka_unit_test(what_is_left_over_is_refused_with_the_reason),
        cmocka_unit_test(numbers_too_large_to_mean_anything_are_refused),
        cmocka_unit_test(a_long_faulty_text_is_shortened_in_the_message),
        cmocka_unit_test(a_small_buffer_for_the_reason_is_kept_to),
        cmocka_unit_test(the_locale_plays_no_part),
        cmocka_unit_test(values_are_printed_for_people),
        cmocka_unit_test(what_is_printed_can_be_read_again),
        cmocka_unit_test(every_dimension_shows_an_example_that_it_accepts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
