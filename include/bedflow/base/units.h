/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/units.h -- quantities written with their unit: "3.2 days", "2400 hours per week".
 *
 * Each dimension has one internal unit; conversion happens here when a
 * scenario is read, and in report/ when a result is written, nowhere else.
 *
 *   dimension        internal unit          examples
 *   BF_DIM_COUNT     whole things           30
 *   BF_DIM_NUMBER    bare real              1.25
 *   BF_DIM_SHARE     0..1                   0.35, "35%"
 *   BF_DIM_TIME      hours                  "3.2 days", "90 minutes", "6 weeks"
 *   BF_DIM_RATE      per hour               "50544 per year", "138.5 per day"
 *   BF_DIM_EFFORT    hours per hour         "2400 hours per week", "9.3 h/week"
 *   BF_DIM_MONEY     pounds                 "£1,722"
 *   BF_DIM_PRICE     pounds per thing per   "£1,050 per bed per week" (thing and hour),
 *                    hour, or per thing     "£25 per hour", "£1,722 per episode"
 *
 * A year is 365 days and a month 365/12 days in a rate or a duration. Thousands
 * may be written with commas, and the decimal mark is a point whatever the
 * locale. A bare number where a unit is needed is refused, and the message names
 * units that would do; so are anything left over, what is not finite, and
 * numbers beyond 1e15 as written or in the internal unit.
 *
 * Units: second minute hour day night week fortnight month quarter year, their
 * plurals and usual abbreviations (s sec min h hr d wk mo yr); "m" is refused,
 * as it may be a minute or a month. "per", "/" and "a" mean the same, and a
 * count may follow: "1 per 4 weeks", "120 per 1,000 people per year". What is
 * counted may be named, from a list of such words: "12 discharges per day",
 * "9 care hours per person per week", "£250 per bed day". Durations add up:
 * "1 h 30 min". A share in 0..1 and a rate may be a percentage ("2% per day"),
 * and so may a number ("125%"). Money is "£1,722", "GBP 1,722", "1,722 pounds",
 * "£250k" or "£1.2m" ("1.2 million pounds" is not). No case of letters matters.
 */
#ifndef BF_BASE_UNITS_H
#define BF_BASE_UNITS_H

#include <stdbool.h>
#include <stddef.h>

enum bf_dim {
    BF_DIM_COUNT,
    BF_DIM_NUMBER,
    BF_DIM_SHARE,
    BF_DIM_TIME,
    BF_DIM_RATE,
    BF_DIM_EFFORT,
    BF_DIM_MONEY,
    BF_DIM_PRICE
};

/* Text to the internal unit of `dim`. On failure leaves *value alone and
 * writes "expected ..., received ..." into why[0..size). */
bool bf_units_parse(enum bf_dim dim, const char *text, double *value, char why[], size_t size);

/* A value of internal unit for people, to four figures: "3.2 days", "138.5 per
 * day", "35%", "£1,722". A price does not know whether it is by time, and is
 * written "£6.25 per hour or thing". */
void bf_units_print(enum bf_dim dim, double value, char text[], size_t size);

/* Whether a price that bf_units_parse accepts is by time (and so in pounds per
 * hour inside) and not for a whole thing: true of "£1,050 per bed per week",
 * false of "£1,722 per episode". */
bool bf_units_price_is_by_time(const char *text);

/* Whether that time is an hour or less ("£25 per hour", not "£1,050 per bed per week"): the price
 * of care hours, which have no days and weeks. */
bool bf_units_price_is_by_hour(const char *text);

/* What a person should write, for messages and manuals: "a duration such as \"3.2 days\"". */
const char *bf_units_expected(enum bf_dim dim);

#endif
