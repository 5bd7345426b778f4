/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow/booking.h -- working hours promised to customers, day by day.
 *
 * A customer of a caseload needs visits that taper in a straight line from a
 * first to a last daily rate over the length of the stay. A start, today or on a
 * later day, books hours on each day of the stay; whoever leaves early gives the rest back;
 * whoever stays on after the end (nothing to move on to) keeps the last rate,
 * which is not booked but counted as `overrun` until they leave.
 *
 * Hours lie in a ring of BF_BOOKING_DAYS days from today, eleven years; a stay books
 * at most that far. Areas (localities) have separate hours, 32 kB each.
 *
 * Units: hours of work per day; days since the start of the run.
 * Cost: fits, book and release are O(days of the stay).
 */
#ifndef BF_FLOW_BOOKING_H
#define BF_FLOW_BOOKING_H

#include "bedflow/base/arena.h"

#include <stdint.h>

#define BF_BOOKING_DAYS 4096u

struct bf_taper {
    double first, last; /* hours per day on the first and the last day */
    uint32_t start;     /* day of the run, not before today when booked */
    uint32_t days;      /* at least 1 */
};

struct bf_booking {
    double *hours;   /* [areas][BF_BOOKING_DAYS] booked, by day modulo the ring */
    double *overrun; /* [areas] hours per day of those past their end */
    uint32_t areas;
    uint32_t today;
};

/* Bytes of an arena for these areas; take them, with nothing booked; give back all that is booked.
 */
size_t bf_booking_room(uint32_t areas);
void bf_booking_init(struct bf_booking *booking, struct bf_arena *arena, uint32_t areas);
void bf_booking_reset(struct bf_booking *booking);

/* Hours on day i of the taper, 0 <= i < days: the line's value in the middle of that day. */
double bf_taper_hours(const struct bf_taper *taper, uint32_t i);

/* Whether `check_days` days of the taper fit within `offered` hours per day. */
bool bf_booking_fits(const struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                     uint32_t check_days, double offered);
void bf_booking_book(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper);
/* Give back the days of the taper from day `from` on. */
void bf_booking_release(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                        uint32_t from);

/* Hours wanted today: booked and overrun. */
double bf_booking_today(const struct bf_booking *booking, uint32_t area);
/* Midnight: the day that ends is cleared for reuse. */
void bf_booking_next_day(struct bf_booking *booking);

#endif
