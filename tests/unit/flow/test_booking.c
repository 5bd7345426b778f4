/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/flow/booking.h"
#include "bedflow/random/draw.h"

struct diary {
    struct bf_arena arena;
    struct bf_booking booking;
};

static void diary_open(struct diary *d, uint32_t areas)
{
    struct bf_err err;
    memset(d, 0, sizeof *d);
    assert_true(bf_arena_init(&d->arena, bf_booking_room(areas), &err));
    bf_booking_init(&d->booking, &d->arena, areas);
}

static void a_taper_is_a_straight_line_whose_total_is_its_mean_times_its_days(void **state)
{
    (void)state;
    const struct bf_taper taper = {2.0, 0.6, 17, 21};
    double sum = 0;
    for (uint32_t i = 0; i < 21; i++)
        sum += bf_taper_hours(&taper, i);
    assert_close(sum, 1.3 * 21, 1e-8);
    assert_close(bf_taper_hours(&taper, 10), 1.3, 1e-9);
    assert_close(bf_taper_hours(&taper, 0) - bf_taper_hours(&taper, 1), 1.4 / 21, 1e-9);
}

static void what_fits_is_decided_by_the_fullest_day_looked_at(void **state)
{
    (void)state;
    struct diary d;
    diary_open(&d, 1);
    const struct bf_taper even = {3, 3, 0, 10}, rising = {1, 5, 0, 10};
    bf_booking_book(&d.booking, 0, &even);
    assert_close(bf_booking_today(&d.booking, 0), 3, 1e-12);
    assert_true(bf_booking_fits(&d.booking, 0, &rising, 10, 7.8 + 1e-6));
    assert_false(bf_booking_fits(&d.booking, 0, &rising, 10, 7.8 - 1e-6));
    /* a week: the seventh day wants 1 + 4 x 6.5 / 10 = 3.6 */
    assert_true(bf_booking_fits(&d.booking, 0, &rising, 7, 6.6 + 1e-6));
    assert_false(bf_booking_fits(&d.booking, 0, &rising, 7, 6.6 - 1e-6));
    /* those past their end take hours on every day */
    const struct bf_taper over = {1.7, 0.5, 0, 1};
    bf_booking_overrun(&d.booking, 0, &over);
    assert_false(bf_booking_fits(&d.booking, 0, &rising, 7, 6.6 + 1e-6));
    assert_close(bf_booking_today(&d.booking, 0), 3.5, 1e-12);
    bf_arena_free(&d.arena);
}

static void a_stay_given_up_gives_back_its_days_from_then_on(void **state)
{
    (void)state;
    struct diary d;
    diary_open(&d, 2);
    const struct bf_taper stay = {2.4, 1.2, 0, 30};
    bf_booking_book(&d.booking, 1, &stay);
    assert_close(bf_booking_today(&d.booking, 0), 0, 0);
    for (uint32_t day = 0; day < 11; day++) {
        assert_close(bf_booking_today(&d.booking, 1), bf_taper_hours(&stay, day), 1e-12);
        bf_booking_next_day(&d.booking);
    }
    bf_booking_release(&d.booking, 1, &stay, 11);
    for (uint32_t day = 11; day < 40; day++) {
        assert_close(bf_booking_today(&d.booking, 1), 0, 1e-12);
        bf_booking_next_day(&d.booking);
    }
    bf_arena_free(&d.arena);
}

static void a_stay_of_years_that_begins_later_is_booked_day_by_day(void **state)
{
    (void)state;
    struct diary d;
    diary_open(&d, 1);
    for (uint32_t day = 0; day < 300; day++)
        bf_booking_next_day(&d.booking);
    const struct bf_taper stay = {2.4, 0.6, 317, 1095}, other = {0.3, 0.3, 310, 20};
    bf_booking_book(&d.booking, 0, &stay);
    assert_true(bf_booking_fits(&d.booking, 0, &other, 20, 2.7));
    assert_false(bf_booking_fits(&d.booking, 0, &other, 20, 2.69));
    assert_true(bf_booking_fits(&d.booking, 0, &other, 7, 0.3)); /* before it begins */
    for (uint32_t day = 300; day < 1500; day++) {
        bool there = day >= 317 && day < 317 + 1095;
        assert_close(bf_booking_today(&d.booking, 0), there ? bf_taper_hours(&stay, day - 317) : 0,
                     1e-12);
        bf_booking_next_day(&d.booking);
    }
    bf_booking_reset(&d.booking);
    const struct bf_taper again = {1.7, 1.7, 40, 700};
    bf_booking_book(&d.booking, 0, &again);
    bf_booking_release(&d.booking, 0, &again, 0); /* given up before it began */
    for (uint32_t day = 0; day < 800; day++) {
        assert_close(bf_booking_today(&d.booking, 0), 0, 0);
        bf_booking_next_day(&d.booking);
    }
    bf_arena_free(&d.arena);
}

static void a_stay_may_be_as_long_as_the_diary_goes_and_no_longer(void **state)
{
    (void)state;
    struct diary d;
    diary_open(&d, 1);
    for (uint32_t day = 0; day < 17; day++)
        bf_booking_next_day(&d.booking);
    const struct bf_taper stay = {1.3, 1.3, 17, BF_BOOKING_DAYS - 1};
    const struct bf_taper longer = {1.3, 1.3, 17, BF_BOOKING_DAYS};
    assert_breaks_contract(bf_booking_book(&d.booking, 0, &longer), "BF_BOOKING_DAYS");
    assert_true(bf_booking_fits(&d.booking, 0, &stay, stay.days, 1.3));
    bf_booking_book(&d.booking, 0, &stay);
    assert_false(bf_booking_fits(&d.booking, 0, &stay, stay.days, 2.59));
    for (uint32_t day = 17; day < 4200; day++) {
        assert_close(bf_booking_today(&d.booking, 0), day < 17 + stay.days ? 1.3 : 0, 1e-9);
        bf_booking_next_day(&d.booking);
    }
    bf_booking_release(&d.booking, 0, &stay, 4200); /* over: nothing is left to give back */
    assert_close(bf_booking_today(&d.booking, 0), 0, 0);
    bf_arena_free(&d.arena);
}

/* Many stays that start, end early or go on, against an array of all days. */
static void a_diary_agrees_with_a_naive_one(void **state)
{
    (void)state;
    enum { DAYS = 900, LIVE = 25 };
    static double naive[3][DAYS + 300];
    struct {
        struct bf_taper taper;
        uint32_t area;
    } live[LIVE] = {0};
    struct diary d;
    const struct bf_key key = {2385, 3};
    memset(naive, 0, sizeof naive);
    diary_open(&d, 3);
    for (uint32_t day = 0; day < DAYS; day++) {
        for (uint32_t k = 0; k < LIVE; k++) {
            struct bf_block u = bf_draw(&key, k, day);
            struct bf_taper *t = &live[k].taper;
            if (t->days && u.u[0] < 0.03) { /* ends, early or late, or on a later day */
                const uint32_t from = day + (u.u[3] < 0.2 ? (uint32_t)(u.u[2] * 9) : 0);
                bf_booking_release(&d.booking, live[k].area, t, from);
                for (uint32_t i = 0; i < t->days; i++)
                    if (t->start + i >= from)
                        naive[live[k].area][t->start + i] -= bf_taper_hours(t, i);
                t->days = 0;
            } else if (!t->days && u.u[0] < 0.1) {
                live[k].area = (uint32_t)(u.u[1] * 3);
                const uint32_t ahead = (uint32_t)(u.u[3] * 12); /* a start may be days away */
                *t =
                    (struct bf_taper){u.u[2] * 3, u.u[3], day + ahead, 1 + (uint32_t)(u.u[1] * 90)};
                double most = 0;
                for (uint32_t i = 0; i < t->days; i++)
                    most = fmax(most, naive[live[k].area][t->start + i] + bf_taper_hours(t, i));
                assert_true(bf_booking_fits(&d.booking, live[k].area, t, t->days, most + 1e-6));
                assert_false(bf_booking_fits(&d.booking, live[k].area, t, t->days, most - 1e-6));
                bf_booking_book(&d.booking, live[k].area, t);
                for (uint32_t i = 0; i < t->days; i++)
                    naive[live[k].area][t->start + i] += bf_taper_hours(t, i);
            }
        }
        for (uint32_t area = 0; area < 3; area++)
            assert_close(bf_booking_today(&d.booking, area), naive[area][day], 1e-9);
        bf_booking_next_day(&d.booking);
    }
    /* what is given back is what was booked, to the last digit */
    for (uint32_t k = 0; k < LIVE; k++)
        if (live[k].taper.days) bf_booking_release(&d.booking, live[k].area, &live[k].taper, DAYS);
    for (uint32_t day = DAYS; day < DAYS + 300; day++) {
        for (uint32_t area = 0; area < 3; area++)
            assert_true(bf_booking_today(&d.booking, area) == 0);
        bf_booking_next_day(&d.booking);
    }
    bf_arena_free(&d.arena);
}

static void a_reset_empties_the_diary(void **state)
{
    (void)state;
    struct diary d;
    diary_open(&d, 1);
    const struct bf_taper stay = {2.4, 1.2, 0, 30};
    bf_booking_book(&d.booking, 0, &stay);
    bf_booking_next_day(&d.booking);
    bf_booking_overrun(&d.booking, 0, &stay);
    bf_booking_reset(&d.booking);
    assert_int_equal(d.booking.today, 0);
    for (uint32_t day = 0; day < BF_BOOKING_DAYS; day++) {
        assert_close(bf_booking_today(&d.booking, 0), 0, 0);
        bf_booking_next_day(&d.booking);
    }
    bf_arena_free(&d.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_taper_is_a_straight_line_whose_total_is_its_mean_times_its_days),
        cmocka_unit_test(what_fits_is_decided_by_the_fullest_day_looked_at),
        cmocka_unit_test(a_stay_given_up_gives_back_its_days_from_then_on),
        cmocka_unit_test(a_stay_of_years_that_begins_later_is_booked_day_by_day),
        cmocka_unit_test(a_stay_may_be_as_long_as_the_diary_goes_and_no_longer),
        cmocka_unit_test(a_diary_agrees_with_a_naive_one),
        cmocka_unit_test(a_reset_empties_the_diary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
