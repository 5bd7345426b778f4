/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/flow/booking.h"

#include "bedflow/base/contract.h"

#include <string.h>

size_t bf_booking_room(uint32_t areas)
{
    return bf_arena_room((size_t)areas * BF_BOOKING_DAYS, sizeof(double)) +
           bf_arena_room(areas, sizeof(double));
}

void bf_booking_init(struct bf_booking *booking, struct bf_arena *arena, uint32_t areas)
{
    booking->areas = areas;
    booking->hours = bf_arena_take(arena, (size_t)areas * BF_BOOKING_DAYS, sizeof(double));
    booking->overrun = bf_arena_take(arena, areas, sizeof(double));
    bf_booking_reset(booking);
}

void bf_booking_reset(struct bf_booking *booking)
{
    booking->today = 0;
    if (!booking->areas) return;
    memset(booking->hours, 0, sizeof(double) * booking->areas * BF_BOOKING_DAYS);
    memset(booking->overrun, 0, sizeof(double) * booking->areas);
}

/* Days are fewer than 2^31: signed numbers turn into doubles several at once. */
static inline double on_line(double first, double rise, double days, int32_t i)
{
    return first + rise * (((double)i + 0.5) / days);
}

double bf_taper_hours(const struct bf_taper *taper, uint32_t i)
{
    return on_line(taper->first, taper->last - taper->first, (double)taper->days, (int32_t)i);
}

static double *cell(const struct bf_booking *booking, uint32_t area, uint32_t day)
{
    BF_INVARIANT(area < booking->areas);
    return &booking->hours[(size_t)area * BF_BOOKING_DAYS + day % BF_BOOKING_DAYS];
}

/* The days of a taper that the ring can hold. */
static uint32_t held_days(const struct bf_booking *booking, const struct bf_taper *taper)
{
    uint32_t end = booking->today + BF_BOOKING_DAYS;
    return taper->start + taper->days <= end ? taper->days
                                             : (end > taper->start ? end - taper->start : 0);
}

bool bf_booking_fits(const struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                     uint32_t check_days, double offered)
{
    BF_INVARIANT(area < booking->areas);
    uint32_t days = held_days(booking, taper);
    if (check_days < days) days = check_days;
    const double room = offered - booking->overrun[area] + 1e-9;
    const double *hours = &booking->hours[(size_t)area * BF_BOOKING_DAYS];
    const double first = taper->first, rise = taper->last - first, length = (double)taper->days;
    for (uint32_t i = 0; i < days; i++)
        if (hours[(taper->start + i) % BF_BOOKING_DAYS] + on_line(first, rise, length, (int32_t)i) >
            room)
            return false;
    return true;
}

void bf_booking_book(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper)
{
    BF_REQUIRE(taper->start >= booking->today && taper->days > 0);
    BF_INVARIANT(area < booking->areas);
    const double first = taper->first, rise = taper->last - first, length = (double)taper->days;
    double *hours = &booking->hours[(size_t)area * BF_BOOKING_DAYS];
    const int32_t days = (int32_t)held_days(booking, taper);
    const int32_t start = (int32_t)(taper->start % BF_BOOKING_DAYS);
    const int32_t to_end = (int32_t)BF_BOOKING_DAYS - start; /* of the ring, then from its front */
    const int32_t before = days < to_end ? days : to_end;
    for (int32_t i = 0; i < before; i++)
        hours[start + i] += on_line(first, rise, length, i);
    for (int32_t i = before; i < days; i++)
        hours[i - to_end] += on_line(first, rise, length, i);
}

void bf_booking_release(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                        uint32_t from)
{
    /* what was booked lay within the ring as it stood on the day of the booking: on that of the
     * start, or earlier for a stay that does not fill it */
    uint32_t days = taper->days < BF_BOOKING_DAYS ? taper->days : BF_BOOKING_DAYS;
    uint32_t first = from > booking->today ? from : booking->today;
    for (uint32_t day = first > taper->start ? first : taper->start; day < taper->start + days;
         day++) {
        double *hours = cell(booking, area, day);
        *hours -= bf_taper_hours(taper, day - taper->start);
        if (*hours < 1e-9) *hours = 0;
    }
}

double bf_booking_today(const struct bf_booking *booking, uint32_t area)
{
    return *cell(booking, area, booking->today) + booking->overrun[area];
}

void bf_booking_next_day(struct bf_booking *booking)
{
    for (uint32_t area = 0; area < booking->areas; area++)
        *cell(booking, area, booking->today) = 0;
    booking->today++;
}
