/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/flow/booking.h"

#include "bedflow/base/contract.h"

#include <string.h>

size_t bf_booking_room(uint32_t areas)
{
    return bf_arena_room((size_t)areas * BF_BOOKING_DAYS, sizeof(struct bf_booking_turn)) +
           bf_arena_room(areas, sizeof(struct bf_booking_now));
}

void bf_booking_init(struct bf_booking *booking, struct bf_arena *arena, uint32_t areas)
{
    const size_t turns = (size_t)areas * BF_BOOKING_DAYS;
    booking->areas = areas;
    booking->turn = bf_arena_take(arena, turns, sizeof *booking->turn);
    booking->now = bf_arena_take(arena, areas, sizeof *booking->now);
    booking->today = 0;
    booking->last = BF_BOOKING_DAYS - 1;
    bf_booking_reset(booking);
}

static struct bf_booking_turn *turn_on(const struct bf_booking *booking, uint32_t area,
                                       uint32_t day)
{
    return &booking->turn[(size_t)area * BF_BOOKING_DAYS + day % BF_BOOKING_DAYS];
}

void bf_booking_reset(struct bf_booking *booking)
{
    for (uint32_t area = 0; area < booking->areas; area++) {
        for (uint32_t day = booking->today; day <= booking->last; day++)
            *turn_on(booking, area, day) = (struct bf_booking_turn){0, 0};
        booking->now[area] = (struct bf_booking_now){0, 0, 0};
    }
    booking->today = booking->last = 0;
}

/* ---- lines in grains ------------------------------------------------------------------- */

/* To the nearest grain: the sum has no bits for less. */
static inline double in_grains(double hours)
{
    const double no_less = 0x1.8p16;
    return (hours + no_less) - no_less;
}

/* Hours on the first day, and how many more on each that follows. */
struct line {
    double at, rise;
};

static inline struct line line_of(const struct bf_taper *taper)
{
    const double rise = (taper->last - taper->first) / (double)taper->days;
    return (struct line){in_grains(taper->first + 0.5 * rise), in_grains(rise)};
}

double bf_taper_hours(const struct bf_taper *taper, uint32_t i)
{
    const struct line line = line_of(taper);
    return line.at + line.rise * (double)i;
}

/* What the line wants on `days` days from `from` on, which is not before today, is booked. */
static inline void add(struct bf_booking *booking, uint32_t area, uint32_t from, uint32_t days,
                       struct line line)
{
    struct bf_booking_turn *end = turn_on(booking, area, from + days);
    if (from == booking->today)
        booking->now[area].level += line.at;
    else
        turn_on(booking, area, from)->step += line.at;
    turn_on(booking, area, from + 1)->bend += line.rise;
    end->bend -= line.rise;
    end->step -= line.at + line.rise * (double)(days - 1);
}

/* ---- booked and given back ------------------------------------------------------------- */

bool bf_booking_fits(const struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                     uint32_t check_days, double offered)
{
    BF_INVARIANT(area < booking->areas);
    const struct bf_booking_turn *ring = &booking->turn[(size_t)area * BF_BOOKING_DAYS];
    const struct bf_booking_now *now = &booking->now[area];
    const double room = offered - now->overrun + 1e-9;
    const struct line line = line_of(taper);
    double level = now->level, slope = now->slope, own = line.at;
    uint32_t day = booking->today;
    while (day < taper->start) {
        const struct bf_booking_turn *turn = &ring[++day % BF_BOOKING_DAYS];
        slope += turn->bend;
        level += slope + turn->step;
    }
    for (uint32_t left = check_days < taper->days ? check_days : taper->days; left > 0; left--) {
        if (level + own > room) return false;
        const struct bf_booking_turn *turn = &ring[++day % BF_BOOKING_DAYS];
        slope += turn->bend;
        level += slope + turn->step;
        own += line.rise;
    }
    return true;
}

void bf_booking_book(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper)
{
    const uint32_t end = taper->start + taper->days;
    BF_REQUIRE(taper->start >= booking->today && taper->days > 0);
    BF_REQUIRE(end - booking->today < BF_BOOKING_DAYS);
    BF_INVARIANT(area < booking->areas);
    if (end > booking->last) booking->last = end;
    add(booking, area, taper->start, taper->days, line_of(taper));
}

void bf_booking_release(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper,
                        uint32_t from)
{
    BF_INVARIANT(area < booking->areas);
    const uint32_t end = taper->start + taper->days;
    if (from < booking->today) from = booking->today;
    if (from < taper->start) from = taper->start;
    if (from >= end) return;
    const struct line line = line_of(taper);
    const double at = line.at + line.rise * (double)(from - taper->start);
    add(booking, area, from, end - from, (struct line){-at, -line.rise});
}

void bf_booking_overrun(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper)
{
    booking->now[area].overrun += in_grains(taper->last);
}

void bf_booking_overrun_end(struct bf_booking *booking, uint32_t area, const struct bf_taper *taper)
{
    booking->now[area].overrun -= in_grains(taper->last);
}

/* ---- days ------------------------------------------------------------------------------ */

double bf_booking_today(const struct bf_booking *booking, uint32_t area)
{
    return booking->now[area].level + booking->now[area].overrun;
}

void bf_booking_next_day(struct bf_booking *booking)
{
    booking->today++;
    if (booking->last < booking->today) booking->last = booking->today;
    for (uint32_t area = 0; area < booking->areas; area++) {
        struct bf_booking_turn *turn = turn_on(booking, area, booking->today);
        struct bf_booking_now *now = &booking->now[area];
        now->slope += turn->bend;
        now->level += now->slope + turn->step;
        *turn = (struct bf_booking_turn){0, 0};
    }
}
