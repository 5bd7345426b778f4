/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/date.h"

enum { MON, TUE, WED, THU, FRI, SAT, SUN, HOL };

static void known_days_have_their_numbers_and_weekdays(void **state)
{
    static const struct {
        int year, month, day;
        bf_day want;
        int weekday;
    } row[] = {{1970, 1, 1, 0, THU},      {1969, 12, 31, -1, WED},     {2000, 2, 29, 11016, TUE},
               {2021, 11, 1, 18932, MON}, {2024, 2, 29, 19782, THU},   {1900, 3, 1, -25508, THU},
               {1, 1, 1, -719162, MON},   {9999, 12, 31, 2932896, FRI}};

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        const bf_day day = bf_day_from_civil(row[i].year, row[i].month, row[i].day);
        assert_int_equal(day, row[i].want);
        assert_int_equal(bf_day_weekday(day), row[i].weekday);
    }
}

/* Against the calendar counted day by day, across four centuries. */
static void every_day_of_four_centuries_follows_the_one_before(void **state)
{
    int year = 1799, month = 1, day = 1, weekday = TUE;
    bf_day number = bf_day_from_civil(1799, 1, 1);

    (void)state;
    while (year < 2201) {
        int y, m, d;

        bf_day_to_civil(number, &y, &m, &d);
        if (y != year || m != month || d != day || bf_day_from_civil(y, m, d) != number ||
            bf_day_weekday(number) != weekday)
            fail_msg("day %d is %d-%d-%d, expected %d-%d-%d", (int)number, y, m, d, year, month,
                     day);
        number++;
        weekday = (weekday + 1) % 7;
        if (!bf_date_is_real(year, month, ++day)) {
            day = 1;
            month++;
        }
        if (month > 12) {
            month = 1;
            year++;
        }
    }
    assert_int_equal(number - bf_day_from_civil(1801, 1, 1), 146097);
}

static void dates_that_never_were_are_not_real(void **state)
{
    (void)state;
    assert_true(bf_date_is_real(2024, 2, 29));
    assert_true(bf_date_is_real(2000, 2, 29));
    assert_false(bf_date_is_real(2021, 2, 29));
    assert_false(bf_date_is_real(1900, 2, 29));
    assert_false(bf_date_is_real(2021, 4, 31));
    assert_false(bf_date_is_real(2021, 13, 1));
    assert_false(bf_date_is_real(2021, 0, 1));
    assert_false(bf_date_is_real(2021, 1, 0));
    assert_false(bf_date_is_real(0, 1, 1));
    assert_false(bf_date_is_real(10000, 1, 1));
    assert_breaks_contract(bf_day_from_civil(2021, 2, 29), "bf_date_is_real");
}

static void dates_are_read_in_one_form_only(void **state)
{
    static const char *const wrong[] = {"",           "2021-11-1",   "2021-11-31",  "01-11-2021",
                                        "2021/11/01", "2021-11-01 ", " 2021-11-01", "2021-1a-01",
                                        "+021-11-01", "2021-11-0-",  "0000-01-01",  "2021-02-29"};
    bf_day day = 77;

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
        assert_false(bf_day_parse(wrong[i], &day));
        assert_int_equal(day, 77);
    }
    assert_true(bf_day_parse("2021-11-01", &day));
    assert_int_equal(day, 18932);
}

static void what_is_wrong_with_a_date_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cure;
    } row[] = {
        {"31/11/2021", "; November 2021 has no day 31"},
        {"2021-02-29", "; February 2021 has no day 29"},
        {"03/11/2021", "; write the year first: 2021-11-03, which is 3 November 2021"},
        {"25.11.21", "; write the year first: 2021-11-25, which is 25 November 2021"},
        {"11/25/2021", "; write the year first: 2021-11-25, which is 25 November 2021"},
        {"2021/3/7", "; write 2021-03-07, which is 7 March 2021"},
        {"2021-25-11", "; the order is year, month, day, and there is no month 25"},
        {"3 Nov 2021", "; write the year first: 2021-11-03, which is 3 November 2021"},
        {"25th november 2021", "; write the year first: 2021-11-25, which is 25 November 2021"},
        {"Sept. 7, 2021", "; write the year first: 2021-09-07, which is 7 September 2021"},
        {"2021-Nov-25", "; write 2021-11-25, which is 25 November 2021"},
        {"2021\xE2\x80\x93"
         "11\xE2\x80\x93"
         "03",
         "; write 2021-11-03, which is 3 November 2021"},
        {"31 November 2021", "; November 2021 has no day 31"},
        {"3 Octember 2021", ""},
        {"Nov 2021", ""},
        {"next Tuesday", ""},
        {"2021-11", ""},
        {"12345-11-03", ""},
        {"", ""},
        {"1/2/3/4", ""},
    };
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        char cure[120];
        bf_day day;
        assert_false(bf_day_parse(row[i].text, &day));
        bf_day_cure(row[i].text, cure, sizeof cure);
        assert_string_equal(cure, row[i].cure);
    }
}

static void dates_are_printed(void **state)
{
    char text[BF_DAY_TEXT], words[40];

    (void)state;
    bf_day_print(18932, text);
    assert_string_equal(text, "2021-11-01");
    bf_day_print(bf_day_from_civil(33, 4, 3), text);
    assert_string_equal(text, "0033-04-03");
    bf_day_print(BF_DAY_NONE, text);
    assert_string_equal(text, "none");
    bf_day_print(INT32_MAX, text);
    assert_string_equal(text, "5881580-07-11");
    bf_day_print_words(18932, words, sizeof words);
    assert_string_equal(words, "Mon 1 Nov 2021");
    bf_day_print_words(18932, words, 8);
    assert_string_equal(words, "Mon 1 N");
    bf_day_print_words(BF_DAY_NONE, words, sizeof words);
    assert_string_equal(words, "none");
}

/* A week as text, for comparison: "0 540-1020; 1 540-1020; ...". */
static void describe(const struct bf_week *week, char text[], size_t size)
{
    size_t at = 0;

    text[0] = '\0';
    for (int d = 0; d < 8; d++)
        for (int i = 0; i < week->count[d] && at < size; i++)
            at += (size_t)snprintf(text + at, size - at, "%s%d %d-%d", at > 0 ? "; " : "", d,
                                   week->open[d][i].from_min, week->open[d][i].to_min);
}

static void weekly_hours_are_read(void **state)
{
    static const struct {
        const char *text, *want;
    } row[] = {
        {"Mon-Fri 09:00-17:00, Sat 10:00-14:00",
         "0 540-1020; 1 540-1020; 2 540-1020; 3 540-1020; 4 540-1020; 5 600-840"},
        {"mon - fri 9:00 \xE2\x80\x93 17:00 ; saturday 10:00 to 14:00",
         "0 540-1020; 1 540-1020; 2 540-1020; 3 540-1020; 4 540-1020; 5 600-840"},
        {"Mon to Wed 08:30-12:15, 13:00-17:45",
         "0 510-735; 0 780-1065; 1 510-735; 1 780-1065; 2 510-735; 2 780-1065"},
        {"Tue 08:30-12:15 and 13:00-17:45", "1 510-735; 1 780-1065"},
        {"Tue 08:30-12:15; Tue 12:15-13:00", "1 510-780"},
        {"Mon Wed and Fri 09:15-10:00", "0 555-600; 2 555-600; 4 555-600"},
        {"Mon & Thu 09:15-10:00", "0 555-600; 3 555-600"},
        {"Sat-Mon 10:00-11:00", "0 600-660; 5 600-660; 6 600-660; 7 600-660"},
        {"Fri-Tue; Tue never", "0 0-1440; 4 0-1440; 5 0-1440; 6 0-1440; 7 0-1440"},
        {"Mon, Wed", "0 0-1440; 2 0-1440"},
        {"Mon; Wed 10:00-11:30", "0 0-1440; 2 600-690"},
        {"Mon all day, Wed 10:00-11:30", "0 0-1440; 2 600-690"},
        {"weekdays 23:00-24:00; weekends 00:00-01:00",
         "0 1380-1440; 1 1380-1440; 2 1380-1440; 3 1380-1440; 4 1380-1440; 5 0-60; 6 0-60; 7 0-60"},
        {"Mon-Tue 22:00-06:00", "0 1320-1440; 1 0-360; 1 1320-1440; 2 0-360"},
        {"Sun 22:00-06:00", "0 0-360; 6 1320-1440; 7 1320-1440"},
        {"Sun 22:00-00:00", "6 1320-1440; 7 1320-1440"},
        {"Fri 22:00-06:00, Sat 05:00-14:00", "4 1320-1440; 5 0-840"},
        {"Hol 22:00-06:00", "7 0-360; 7 1320-1440"},
        {"Mon-Sun 09:00-10:30; Hol never",
         "0 540-630; 1 540-630; 2 540-630; 3 540-630; 4 540-630; 5 540-630; 6 540-630"},
        {"Sun 09:00-10:30; bank holidays 11:00-12:00", "6 540-630; 7 660-720"},
        {"Sat 09:00-10:30, Sun closed", "5 540-630"},
        {"Mon 09:00, Sat 11:00", "0 540-541; 5 660-661"},
        {"Mon 09:00 13:30 16:59", "0 540-541; 0 810-811; 0 1019-1020"},
        {"11:07-11:09", "0 667-669; 1 667-669; 2 667-669; 3 667-669; 4 667-669; 5 667-669; "
                        "6 667-669; 7 667-669"},
        {"daily 23:59", "0 1439-1440; 1 1439-1440; 2 1439-1440; 3 1439-1440; 4 1439-1440; "
                        "5 1439-1440; 6 1439-1440; 7 1439-1440"},
        {" never ", ""},
    };

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_week week;
        char why[400] = "", text[400];

        if (!bf_week_parse(row[i].text, &week, why, sizeof why)) fail_msg("%s", why);
        describe(&week, text, sizeof text);
        assert_string_equal(text, row[i].want);
        assert_false(week.always);
    }
}

static void a_week_without_a_closed_minute_is_always(void **state)
{
    static const char *const text[] = {
        "always",
        "ALWAYS",
        "Mon-Sun",
        "00:00-24:00",
        "daily 00:00-12:00, 12:00-24:00",
        "Mon-Sun 07:00-19:00; Mon-Sun 19:00-07:00",
        "every day all day",
    };

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(text); i++) {
        struct bf_week week;
        char why[400];
        assert_true(bf_week_parse(text[i], &week, why, sizeof why));
        assert_true(week.always);
        for (uint8_t kind = 0; kind < 8; kind++)
            assert_true(bf_week_is_open(&week, kind, 719));
    }
}

static void faulty_hours_are_refused_with_their_cure(void **state)
{
    static const struct {
        const char *text, *because;
    } row[] = {
        {"", "write \"always\""},
        {"Mon, Wed, Fri 09:00-17:00", "Mon Wed 09:00-17:00"},
        {"Sat, Sun never", "before a comma"},
        {"Mon, 09:00-17:00", "before a comma"},
        {"Mon-Sun 09:00-17:00; Sat 10:00-14:00", "the same hours twice"},
        {"Mon 09:00-17:00 16:00-18:00", "the same hours twice"},
        {"Mon, Mon", "the same hours twice"},
        {"Mon 09:00-09:00", "00:00-24:00"},
        {"Mon 09:00-25:00", "a time is written"},
        {"Mon 09:00-24:01", "a time is written"},
        {"Mon 09:60-10:00", "a time is written"},
        {"Mon 9-17", "a time is written"},
        {"Mon 9am-5pm", "a time is written"},
        {"Mon 09.00-17.00", "a time is written"},
        {"Mon 009:00-17:00", "a time is written"},
        {"Mon 09:000-17:00", "a time is written"},
        {"Mon 24:00-06:00", "ends at 24:00"},
        {"Mon 09:00-", "a time is written"},
        {"Mon- 09:00", "another day"},
        {"Fri-Hol 09:00-10:00", "Hol stands alone"},
        {"Mon 09:00-10:00 Tue 09:00-10:00", "comma or a semicolon"},
        {"Mon 09:00-10:00,", "days are Mon"},
        {"Mon 09:00-10:00 sharp", "comma or a semicolon"},
        {"Munday 09:00-10:00", "days are Mon"},
        {"always Mon", "days are Mon"},
        {"Mon; sometimes", "days are Mon"},
        {"never mind", "comma or a semicolon"},
        {"Mon 01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00", "at most four"},
    };

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_week week;
        char why[400] = "";

        memset(&week, 0x5A, sizeof week);
        if (bf_week_parse(row[i].text, &week, why, sizeof why))
            fail_msg("\"%s\" was accepted", row[i].text);
        assert_contains(why, "expected opening hours such as");
        assert_contains(why, row[i].because);
        assert_int_equal(week.count[3], 0x5A);
    }
}

/* The next open minute found by asking every minute in turn. */
static int64_t slow_next_open(const struct bf_week *week, const uint8_t kinds[], size_t days,
                              int64_t from)
{
    for (int64_t m = from; m < (int64_t)days * 1440; m++)
        if (bf_week_is_open(week, kinds[m / 1440], (int)(m % 1440))) return m;
    return -1;
}

static void the_next_open_minute_is_the_one_found_minute_by_minute(void **state)
{
    static const uint8_t kinds[] = {THU, FRI, SAT, SUN, HOL, TUE, WED};
    static const char *const text[] = {"Mon-Fri 09:00-17:00, Sat 10:00-14:00",
                                       "Mon-Fri 08:00-12:00, 13:00-16:30; Hol 10:00-11:00",
                                       "Sat 22:00-06:00",
                                       "Mon 09:00, Fri 11:00",
                                       "always",
                                       "never",
                                       "Thu 00:00-00:30; Wed 23:30-24:00"};

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(text); i++) {
        struct bf_week week;
        char why[400];

        assert_true(bf_week_parse(text[i], &week, why, sizeof why));
        for (int64_t from = 0; from < 7 * 1440 + 100; from += 97) {
            const int64_t got = bf_week_next_open(&week, kinds, 7, from);
            const int64_t want = slow_next_open(&week, kinds, 7, from);
            if (got != want)
                fail_msg("\"%s\" from %d: %d, expected %d", text[i], (int)from, (int)got,
                         (int)want);
        }
    }
}

static void the_edges_of_an_interval_are_open_then_closed(void **state)
{
    static const uint8_t kinds[] = {TUE, WED};
    struct bf_week week;
    char why[400];

    (void)state;
    assert_true(bf_week_parse("Mon-Fri 09:00-17:00", &week, why, sizeof why));
    assert_false(bf_week_is_open(&week, TUE, 539));
    assert_true(bf_week_is_open(&week, TUE, 540));
    assert_true(bf_week_is_open(&week, TUE, 1019));
    assert_false(bf_week_is_open(&week, TUE, 1020));
    assert_int_equal(bf_week_next_open(&week, kinds, 2, 1019), 1019);
    assert_int_equal(bf_week_next_open(&week, kinds, 2, 1020), 1440 + 540);
    assert_int_equal(bf_week_next_open(&week, kinds, 2, 1440 + 1020), -1);
    assert_int_equal(bf_week_next_open(&week, kinds, 2, 1440 + 37), 1440 + 540);
    assert_int_equal(bf_week_next_open(&week, kinds, 0, 37), -1);
    assert_breaks_contract(bf_week_next_open(&week, kinds, 2, -1), "from >= 0");
    assert_breaks_contract(bf_week_is_open(&week, 8, 1), "kind < 8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days_have_their_numbers_and_weekdays),
        cmocka_unit_test(every_day_of_four_centuries_follows_the_one_before),
        cmocka_unit_test(dates_that_never_were_are_not_real),
        cmocka_unit_test(dates_are_read_in_one_form_only),
        cmocka_unit_test(what_is_wrong_with_a_date_is_said),
        cmocka_unit_test(dates_are_printed),
        cmocka_unit_test(weekly_hours_are_read),
        cmocka_unit_test(a_week_without_a_closed_minute_is_always),
        cmocka_unit_test(faulty_hours_are_refused_with_their_cure),
        cmocka_unit_test(the_next_open_minute_is_the_one_found_minute_by_minute),
        cmocka_unit_test(the_edges_of_an_interval_are_open_then_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
