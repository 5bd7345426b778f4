/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "measures_walk.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- who waits longer ------------------------------------------------------------------ */

const char *measures_ages(const struct bf_network *n, uint32_t class_)
{
    if (class_ >= n->care->classes.count) return NULL;
    return ((const struct bf_class *)n->care->classes.item)[class_].ages;
}

static bool same_band(const struct bf_network *n, uint32_t a, uint32_t b)
{
    const char *x = measures_ages(n, a), *y = measures_ages(n, b);
    return x && y && strcmp(x, y) == 0;
}

/* "75-84", "85+": from and to, in years. False for other words. */
static bool years_of(const char *ages, unsigned long *from, unsigned long *to)
{
    static const char digits[] = "0123456789";
    const char *second = ages + strspn(ages, digits);
    *from = strtoul(ages, NULL, 10);
    *to = ULONG_MAX;
    if (second == ages) return false;
    if (strcmp(second, "+") == 0) return true;
    if (*second++ != '-' || strspn(second, digits) == 0) return false;
    *to = strtoul(second, NULL, 10);
    return second[strspn(second, digits)] == 0;
}

/* A class is of each band that holds its own: who is 75 to 84 is 65 and over, too. */
static bool in_band(const struct bf_network *n, uint32_t band, uint32_t class_)
{
    const char *wide = measures_ages(n, band), *own = measures_ages(n, class_);
    unsigned long from[2], to[2];
    if (same_band(n, band, class_)) return true;
    return own && years_of(wide, &from[0], &to[0]) && years_of(own, &from[1], &to[1]) &&
           from[0] <= from[1] && to[1] <= to[0];
}

/* Classes of one age band stand for it by the first of them. */
static bool begins_band(const struct bf_network *n, uint32_t class_)
{
    for (uint32_t k = 0; k < class_; k++)
        if (same_band(n, k, class_)) return false;
    return measures_ages(n, class_) != NULL;
}

/* Of an age band (its first class, or UINT32_MAX: all) and a locality (or UINT32_MAX: all). */
static void scalar_delay(struct walk *walk, uint32_t band, uint32_t locality)
{
    const struct bf_network *n = walk->n;
    double left = 0, delay_h = 0;
    for (uint32_t k = 0; fills(walk) && k < n->class_count; k++) {
        if (band != UINT32_MAX && !in_band(n, band, k)) continue;
        for (uint32_t l = 0; l < n->locality_count; l++) {
            if (locality != UINT32_MAX && l != locality) continue;
            left += walk->w->sum.left_cell[cell_of(walk->w, k, l)];
            delay_h += walk->w->sum.delay_cell[cell_of(walk->w, k, l)];
        }
    }
    put(walk,
        (struct about){"left_beds", "people", "left acute and non-acute beds", false, false, 0},
        left);
    put(walk,
        (struct about){"delay_mean", "days",
                       "days delayed before leaving an acute or non-acute bed, of all who left",
                       false, true, 0},
        ratio(delay_h, left) / 24);
}

static void scalar_who_waits(struct walk *walk)
{
    const struct bf_network *n = walk->n;
    char name[256] = "";
    walk_system(walk);
    for (uint32_t l = 0; n->care->localities.count && l < n->locality_count; l++) {
        walk_group(walk, "locality", n->locality_name[l]);
        walk->label = n->locality_label[l];
        scalar_delay(walk, UINT32_MAX, l);
    }
    for (uint32_t k = 0; k < n->class_count; k++) {
        if (!begins_band(n, k)) continue;
        walk_system(walk);
        walk_group(walk, "ages", measures_ages(n, k));
        walk->label = measures_ages(n, k);
        scalar_delay(walk, k, UINT32_MAX);
        for (uint32_t l = 0; n->care->localities.count && l < n->locality_count; l++) {
            if (walk->measure)
                bf_format(name, sizeof name, "%s, locality:%s", measures_ages(n, k),
                          n->locality_name[l]);
            walk_group(walk, "ages", name);
            walk->label = n->locality_label[l];
            scalar_delay(walk, k, l);
        }
    }
    walk_system(walk);
}

/* ---- when people leave ----------------------------------------------------------------- */

/* Of all days that fall on a weekday: their mean of the daily counts. */
static double weekday_mean(const struct world *w, int weekday)
{
    uint32_t days = w->period_to - w->period_from, count = 0;
    double sum = 0;
    for (uint32_t d = 0; d < days; d++) {
        if (bf_day_weekday(w->n->from + (bf_day)d) != weekday) continue;
        sum += (double)w->out->daily[(size_t)d * w->daily_count + w->column_overnight];
        count++;
    }
    return ratio(sum, count);
}

static void scalar_weekdays(struct walk *walk, double per_day)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (int k = 0; k < 7; k++) {
        double mean = fills(walk) ? weekday_mean(walk->w, k) : 0;
        walk_group(walk, "weekday", names[k]);
        put(walk,
            (struct about){"discharges_overnight", "per day",
                           "adults discharged alive after at least a night, on such a day", false,
                           false, 0},
            mean);
        put(walk,
            (struct about){"discharges_index", "ratio", "the same, to the mean of all days", false,
                           false, 0},
            ratio(mean, per_day));
    }
}

static void scalar_hours(struct walk *walk, double people)
{
    char name[8] = "";
    double before = 0;
    for (uint32_t h = 0; h < 24; h++) {
        double now = walk->w ? walk->w->sum.discharges_hour[h] : 0;
        if (walk->measure) bf_format(name, sizeof name, "%02u", (unsigned)h);
        walk_group(walk, "hour", name);
        put(walk,
            (struct about){"discharges_share", "%",
                           "of adults discharged alive after at least a night: within this hour",
                           false, false, 0},
            100 * ratio(now, people));
        put(walk,
            (struct about){"discharges_before", "%", "the same: gone by the start of this hour",
                           false, false, 0},
            100 * ratio(before, people));
        before += now;
    }
}

static void scalar_discharges(struct walk *walk)
{
    double most = 0, days = walk->w ? walk->w->period_to - walk->w->period_from : 1;
    double people = walk->w ? measures_sum(walk, walk->w->column_overnight, &most) : 0;
    walk_system(walk);
    put(walk,
        (struct about){"discharges_overnight", "people",
                       "adults discharged alive from acute beds after at least a night there",
                       false, false, 0},
        people);
    scalar_weekdays(walk, people / days);
    scalar_hours(walk, people);
    walk_system(walk);
}

void walk_patterns(struct walk *walk)
{
    scalar_who_waits(walk);
    scalar_discharges(walk);
}
