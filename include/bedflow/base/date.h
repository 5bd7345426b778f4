/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/date.h -- civil dates and weekly hours, in whole days and minutes.
 *
 * A civil day is the number of days since 1970-01-01 in the proleptic
 * Gregorian calendar; a model day has 24 local hours, so days on which clocks
 * change are an approximation. Minutes are integers; conversion to hours
 * happens once, at the edge of the kernel.
 *
 * Source: days from civil, H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms" (the era formula).
 */
#ifndef BF_BASE_DATE_H
#define BF_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t bf_day; /* civil day; 0 is Thursday 1970-01-01 */

#define BF_DAY_NONE INT32_MIN

/* Requires a real date (bf_date_is_real): year 1-9999, month 1-12, day 1-31. */
bf_day bf_day_from_civil(int year, int month, int day);
void bf_day_to_civil(bf_day day, int *year, int *month, int *day_of_month);
int bf_day_weekday(bf_day day); /* 0 Monday .. 6 Sunday */
bool bf_date_is_real(int year, int month, int day);

/* "2021-11-01" to a civil day. False if the text is not exactly a real date. */
bool bf_day_parse(const char *text, bf_day *day);

/* Why a text that bf_day_parse refuses is no date, to be put behind what was received: "; November
 * 2021 has 30 days", "; write the year first: 2021-11-01 is 1 November 2021". "" if it looks like
 * none. Days before months are supposed where both orders would do, and the month is named. */
void bf_day_cure(const char *text, char cure[], size_t size);
#define BF_DAY_TEXT 16
void bf_day_print(bf_day day, char text[BF_DAY_TEXT]);         /* "2021-11-01" */
void bf_day_print_words(bf_day day, char text[], size_t size); /* "Mon 1 Nov 2021" */

/* Weekly opening hours: for each of eight kinds of day (Monday..Sunday, bank
 * holiday) a few open intervals in minutes of the day, sorted, not touching. */
#define BF_WEEK_HOLIDAY   7
#define BF_WEEK_INTERVALS 4
struct bf_week {
    struct {
        int16_t from_min, to_min; /* 0 <= from < to <= 1440 */
    } open[8][BF_WEEK_INTERVALS];
    int8_t count[8];
    bool always; /* open at every minute */
};

/* Parse weekly hours. The text is "always", "never", or parts separated by ","
 * or ";", each of days and hours:
 *
 *   Mon-Fri 09:00-17:00, Sat 10:00-14:00   two parts
 *   Mon-Fri 09:00-12:00, 13:00-17:00       hours alone: the days before them once more
 *   08:00-20:00                            hours alone at the beginning: every day
 *   Mon Wed Fri 09:00-17:00                days that share hours, without commas
 *   Sat-Mon; daily; weekdays; weekends     ranges may pass Sunday
 *   Mon-Fri                                days alone: open all day ("all day" says so)
 *   Mon-Fri 22:00-06:00                    past midnight: ends on the next day
 *   Mon-Sun 09:00-17:00; Wed never         "never" takes back the hours given before
 *   Hol 10:00-14:00                        bank holidays, which are otherwise as Sunday;
 *                                          past midnight: the end falls on the holiday itself
 *   Mon-Fri 09:00, Sat 11:00               instants, kept as one-minute intervals
 *
 * Refused, because people would read them in two ways: "Mon, Wed 09:00-17:00"
 * (all of Monday?) and hours that overlap on one day. On failure leaves *week
 * alone and writes "expected ..., received ...; cure" into why[0..size). */
bool bf_week_parse(const char *text, struct bf_week *week, char why[], size_t size);

/* The first open minute at or after minute `from` of a day of kind `kinds[0]`,
 * looking ahead over the kinds of the following days; minutes count from the
 * midnight that begins kinds[0]. Returns -1 if none in `days` days. Requires
 * from >= 0. Cost: O(days looked at). */
int64_t bf_week_next_open(const struct bf_week *week, const uint8_t kinds[], size_t days,
                          int64_t from);
bool bf_week_is_open(const struct bf_week *week, uint8_t kind, int minute_of_day);

#endif
