/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow/booking.h -- working hours promised to customers, day by day.
 *
 * A customer of a caseload needs visits that taper in a straight line from a
 * first to a last daily rate over the length of the stay. A start, today or on a
 * later day, books hours on each day of the stay; whoever leaves early gives the rest back;
 * whoever stays on after the end (nothing to move on to) keeps the last rate,
 * which is not booked but counted as `overrun` until they leave.
 *
 * Shape: what is booked changes by a step or a bend where a stay begins and ends,
 * and by a constant from day to day between: those differences lie in a ring of
 * BF_BOOKING_DAYS days from today, and their sums to today in `level` and `slope`.
 * Areas (localities) have separate hours, 64 kB each.
 *
 * Hours are whole numbers of grains of 2^-36 of an hour (a fifth of a microsecond),
 * so that sums are exact up to 131,072 hours a day of an area: what is given back
 * is what was booked, to the last digit, in whatever order. A day of a taper is
 * within its number of grains of the straight line: 1e-9 hours in two months.
 *
 * Units: hours of work per day; days since the start of the run.
 * Cost: book, release and overrun O(1); fits O(days until the start, and then looked
 * at); next_day O(areas).
 */
#ifndef BF_FLOW_BOOKING_H
#define BF_FLOW_BOOKING_H

#include "bedflow/base/arena.h"

#include <stdint.h>

#define BF_BOOKING_DAYS 4096u

struct bf_taper {
    double first, last; /* hours per day on the first and the last day */
    uint32_t start;     /* day of the run, not before today when booked */
    uint32_t days;      /* at least 1; start + days within BF_BOOKING_DAYS - 1 days of today */
};

/* What changes on a day: hours per day by `step`, and from then on each day by `bend` more. */
struct bf_booking_turn {
    double step, bend;
};
/* Of an area: hours of today booked; how many more of tomorrow, but for its turn; those of people
 * past their end. */
struct bf_booking_now {
    double level, slope, overrun;
};

struct bf_booking {
    struct bf_booking_turn *turn; /* [areas][BF_BOOKING_DAYS] by day modulo the ring */
    struct bf_booking_now *now;   /* [areas] */
    uint32_t areas;
    uint32_t today;
    uint32_t last; /* no turn is later */
};

/* Bytes of an arena for these areas; take them, with nothing booked; give back all that is booked.
 */
size_t bf_booking_room(uint32_t areas);
void bf_booking_init(struct bf_booking *booking, struct bf_arena *arena, uint32_t areas);
void bf_booking_reset(struct bf_booking *booking);

/* Hours on day i of the taper, 0 <= i < days: the line's value in the middle of that day. */
double bf_taper_hours(const struct bf_taper *taper, uint32_t i);

/* Whether the first `check_days` days of the taper fit within `offered` hours per day. */
bool bf_booking_fits(const struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                     uint32_t check_days, double offered);
void bf_booking_book(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper);
/* Give back the days of a taper that was booked, from day `from` on; those past are past. */
void bf_booking_release(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                        uint32_t from);
/* From now on the taper's last rate is wanted on every day, without being booked; and no more. */
void bf_booking_overrun(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper);
void bf_booking_overrun_end(struct bf_booking *booking, uint32_t area,
                            const struct bf_taper *taper);

/* Hours wanted today: booked and overrun. */
double bf_booking_today(const struct bf_booking *booking, uint32_t area);
/* Midnight: the day that ends is cleared for reuse. */
void bf_booking_next_day(struct bf_booking *booking);

#endif
