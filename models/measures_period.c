/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures_walk.h"

#include <math.h>
#include <stdio.h>

static void scalar_stays(struct walk *walk, const struct node *x, bool permanent)
{
    static const struct node nobody = {.places = 0};
    if (permanent) x = &nobody; /* people who stay for good have no length of stay */
    put(walk,
        (struct about){"stay_ready", "days", "mean time from start to well enough", false, false,
                       0},
        ratio(x->total_h - x->held_h, (double)x->left_in_period) / 24);
    put(walk,
        (struct about){"stay_process", "days", "mean wait for rounds, transport and windows", false,
                       true, 0},
        ratio(x->process_h, (double)x->left_in_period) / 24);
    put(walk, (struct about){"stay_delay", "days", "mean delay of those who leave", false, true, 0},
        ratio(x->delay_h, (double)x->left_in_period) / 24);
    put(walk,
        (struct about){"stay_total", "days", "mean total stay: ready + process + delay", false,
                       false, 0},
        ratio(x->total_h, (double)x->left_in_period) / 24);
}

static void scalar_waits(struct walk *walk, const struct node *x, const struct bf_histogram *h,
                         bool acute)
{
    bool some = h && x->waited > 0;
    put(walk, (struct about){"wait_mean", "hours", "mean wait for a place", false, true, 0},
        ratio(x->wait_h, (double)x->waited));
    put(walk, (struct about){"wait_p50", "hours", "median wait for a place", false, true, 0},
        some ? bf_histogram_quantile(h, 0.5) : (double)NAN);
    put(walk, (struct about){"wait_p90", "hours", "90th percentile of the wait", false, true, 0},
        some ? bf_histogram_quantile(h, 0.9) : (double)NAN);
    put(walk, (struct about){"wait_p95", "hours", "95th percentile of the wait", false, true, 0},
        some ? bf_histogram_quantile(h, 0.95) : (double)NAN);
    if (!acute) return;
    put(walk,
        (struct about){"wait_over_4h", "%", "waited over 4 hours from decision to admit", false,
                       true, 0},
        some ? 100 * bf_histogram_share_above(h, 4) : (double)NAN);
    put(walk,
        (struct about){"wait_over_12h", "%", "waited over 12 hours from decision to admit", false,
                       true, 0},
        some ? 100 * bf_histogram_share_above(h, 12) : (double)NAN);
}

static void scalar_counts(struct walk *walk, const struct node *x)
{
    put(walk,
        (struct about){"joined", "people", "people who asked for it from outside", false, false, 0},
        (double)x->joined);
    put(walk, (struct about){"started", "people", "people who started", false, false, 0},
        (double)x->started);
    put(walk,
        (struct about){"turned_away", "people", "turned away: the queue was full", false, true, 0},
        (double)x->refused);
    put(walk, (struct about){"gave_up", "people", "gave up waiting", false, true, 0},
        (double)x->gave_up);
    put(walk, (struct about){"cancelled", "people", "planned admissions cancelled", false, true, 0},
        (double)x->cancelled);
}

static void scalar_service(struct walk *walk, uint32_t s)
{
    static const struct node nobody = {.places = 0};
    const struct world *w = fills(walk) ? walk->w : NULL;
    const struct node *x = w ? &w->node[s] : &nobody;
    const struct bf_service_info *info = &walk->n->service[s];
    double now_h = w ? w->sim.now_h : 0;
    double span_h = w ? (w->period_to - w->period_from) * 24.0 : 1;
    double in = (bf_level_area(&x->in, now_h) - x->in_area) / span_h;
    double open = (x->open_area + x->places * (now_h - x->open_since_h)) / span_h;
    walk_service(walk, s);
    put(walk,
        (struct about){"occupied_mean", "people", "people there, averaged over time", false, false,
                       0},
        in);
    put(walk,
        (struct about){"occupied_max", "people", "most people there at once", false, false, 0},
        x->in.max);
    put(walk,
        (struct about){"occupancy", "%", "people there / places open, averaged over time", false,
                       false, 0},
        info->unlimited && !info->has_hours ? (double)NAN
        : info->has_hours                   ? 100 * ratio(x->hours_booked, x->hours_offered)
                                            : 100 * ratio(in, open));
    put(walk,
        (struct about){"waiting_mean", "people", "people waiting, averaged over time", false, true,
                       0},
        (bf_level_area(&x->waiting, now_h) - x->waiting_area) / span_h);
    put(walk,
        (struct about){"waiting_max", "people", "most people waiting at once", false, true, 0},
        x->waiting.max);
    put(walk,
        (struct about){"delayed_mean", "people", "people delayed there, averaged over time", false,
                       true, 0},
        (bf_level_area(&x->delayed, now_h) - x->delayed_area) / span_h);
    scalar_counts(walk, x);
    scalar_waits(walk, x, w ? &w->wait[s] : NULL, info->setting == BF_SETTING_ACUTE);
    scalar_stays(walk, x, walk->n->numbers.site[(size_t)s * walk->n->group_count].permanent);
    const struct bf_service *given = (const struct bf_service *)walk->n->care->services.item + s;
    if (!isnan(given->target_h))
        put(walk,
            (struct about){"in_target", "%", "seen within the response target", false, false, 0},
            100 * ratio((double)x->in_target, (double)x->waited));
    if (!info->has_hours) return;
    put(walk, (struct about){"hours_offered", "hours", "care hours offered", false, false, 0},
        x->hours_offered);
    put(walk, (struct about){"hours_booked", "hours", "care hours wanted", false, false, 0},
        x->hours_booked);
    put(walk,
        (struct about){"hours_short", "hours", "care hours wanted beyond those offered", false,
                       true, 0},
        x->hours_short);
    put(walk,
        (struct about){"hours_unused", "hours", "care hours offered beyond those wanted", false,
                       true, 0},
        x->hours_offered - x->hours_booked + x->hours_short);
}

/* Means of the days, so that teams can be held against each other and against a day's visits. */
static void scalar_area(struct walk *walk, uint32_t column)
{
    double most = 0, days = walk->w ? walk->w->period_to - walk->w->period_from : 1;
    double wanted = measures_sum(walk, column, &most);
    double offered = measures_sum(walk, column + 1, &most);
    put(walk,
        (struct about){"area_hours_offered", "hours per day", "care hours that this team offers",
                       false, false, 0},
        offered / days);
    put(walk,
        (struct about){"area_hours_booked", "hours per day", "care hours wanted of this team",
                       false, false, 0},
        wanted / days);
    put(walk,
        (struct about){"area_hours_short", "hours per day",
                       "care hours wanted of this team beyond those it offers that day", false,
                       true, 0},
        measures_sum(walk, column + 2, &most) / days);
    put(walk,
        (struct about){"area_hours_share", "%", "care hours wanted of this team / offered by it",
                       false, false, 0},
        100 * ratio(wanted, offered));
}

static void scalar_areas(struct walk *walk)
{
    uint32_t column = walk->w ? walk->w->column_areas : 0;
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        for (uint32_t a = 0; measures_has_areas(walk->n, s) && a < walk->n->service[s].area_count;
             a++) {
            walk_area(walk, s, a);
            scalar_area(walk, column);
            column += AREA_COLUMNS;
        }
    walk_system(walk);
}

double measures_sum(const struct walk *walk, uint32_t column, double *most)
{
    const struct world *w = walk->w;
    if (!fills(walk)) return 0;
    uint32_t days = w->period_to - w->period_from;
    double sum = 0;
    *most = 0;
    for (uint32_t d = 0; d < days; d++) {
        double value = (double)w->out->daily[(size_t)d * w->daily_count + column];
        if (isnan(value)) continue;
        sum += value;
        *most = fmax(*most, value);
    }
    return sum;
}

/* The mean of the days on which a column is defined, NaN if there are none. */
static double row_mean(const struct walk *walk, uint32_t column, double *most)
{
    const struct world *w = walk->w;
    uint32_t days = fills(walk) ? w->period_to - w->period_from : 0, defined = 0;
    for (uint32_t d = 0; d < days; d++)
        defined += isnan(w->out->daily[(size_t)d * w->daily_count + column]) ? 0 : 1;
    double sum = measures_sum(walk, column, most);
    if (!defined) *most = (double)NAN;
    return defined ? sum / defined : (double)NAN;
}

static void scalar_dtoc(struct walk *walk)
{
    const struct world *w = walk->w;
    double days = w ? w->period_to - w->period_from : 1, most = 0;
    for (uint32_t k = 0; k < walk->n->census_count; k++) {
        double delayed = measures_sum(walk, 2 * k, &most);
        double beds = w ? w->census_occupied[k] : 0;
        const char *label = walk->n->census[k].label;
        put(walk, (struct about){walk_census(walk, k, "delayed"), "people", label, k == 0, true, 0},
            delayed / days);
        put(walk,
            (struct about){walk_census(walk, k, "rate"), "%",
                           "delayed bed days / occupied bed days of the same settings", k == 0,
                           true, walk->n->census[k].target * 100},
            100 * ratio(delayed, beds));
        if (k) continue;
        put(walk,
            (struct about){"delayed_days", "bed days", "delayed bed days in the period", true, true,
                           0},
            delayed);
        put(walk,
            (struct about){"delayed_max", "people", "most people delayed at one census", true, true,
                           0},
            most);
    }
}

/* People who are held up, and not among the delayed: a measure that only moves them here is none.
 */
static void scalar_not_delayed(struct walk *walk)
{
    uint32_t column = walk->w ? walk->w->column_readmitted + DAILY_WAITING_AFTER_READMITTED : 0;
    double most = 0;
    put(walk,
        (struct about){"waiting_acute", "people",
                       "people waiting for an acute bed, in A&E or elsewhere, mean of midnights",
                       false, true, 0},
        row_mean(walk, column, &most));
    put(walk,
        (struct about){
            "in_process", "people",
            "adults with place and tasks done, waiting for the discharge itself, mean of "
            "midnights",
            false, true, 0},
        row_mean(walk, column + 1, &most));
    put(walk,
        (struct about){"not_seen", "people",
                       "adults well enough to leave an acute or non-acute bed, not yet seen in the "
                       "round that decides it, mean of midnights",
                       false, true, 0},
        row_mean(walk, column + 2, &most));
}

/* A world in which nothing was counted, while describing. */
static const struct world *counted(const struct walk *walk)
{
    static const struct world nothing;
    return walk->w ? walk->w : &nothing;
}

static void scalar_occupancy(struct walk *walk)
{
    const struct world *w = counted(walk);
    uint32_t census = 2 * walk->n->census_count;
    double most = 0;
    double occupancy = row_mean(walk, census, &most);
    put(walk,
        (struct about){"occupancy", "%", "acute beds occupied / available, mean of midnights", true,
                       true, walk->n->care->occupancy_target * 100},
        occupancy);
    put(walk,
        (struct about){"occupancy_max", "%", "highest midnight occupancy of acute beds", false,
                       true, 0},
        most);
    const char *above = "days with acute occupancy above occupancy_watch";
    if (walk->measure)
        above = walk_share(walk, "midnights at which all acute beds together are more than ",
                           walk->n->care->occupancy_watch, " occupied (occupancy_watch)");
    put(walk, (struct about){"days_above", "days", above, true, true, 0}, w->sum.days_above);
}

static void scalar_emergencies(struct walk *walk)
{
    const struct world *w = counted(walk);
    put_late(walk,
             (struct about){"readmission_rate", "%",
                            "emergency readmissions within 30 days / alive discharges", true, true,
                            0},
             100 * ratio((double)w->sum.readmitted, (double)w->sum.discharges_alive));
    put_late(walk,
             (struct about){"readmitted", "people", "emergency readmissions within 30 days", false,
                            true, 0},
             (double)w->sum.readmitted);
    put(walk,
        (struct about){"emergency_admissions", "people", "emergency admissions", true, false, 0},
        (double)w->sum.emergency);
    put(walk,
        (struct about){"wait_over_4h", "%",
                       "emergency admissions that waited over 4 hours from the decision to admit, "
                       "in whichever acute bed",
                       false, true, 0},
        100 * ratio((double)w->sum.waited_4h, (double)w->sum.emergency));
    put(walk, (struct about){"wait_over_12h", "%", "the same, over 12 hours", false, true, 0},
        100 * ratio((double)w->sum.waited_12h, (double)w->sum.emergency));
}

static void scalar_flow(struct walk *walk)
{
    const struct world *w = counted(walk);
    put(walk, (struct about){"planned_admissions", "people", "planned admissions", false, false, 0},
        (double)w->sum.planned);
    put(walk,
        (struct about){"discharges_alive", "people", "alive discharges from acute beds", false,
                       false, 0},
        (double)w->sum.discharges_alive);
    put(walk, (struct about){"cancelled", "people", "planned admissions cancelled", false, true, 0},
        (double)w->sum.cancelled);
    put(walk,
        (struct about){"planned_backlog", "people",
                       "cancelled planned people not yet called again, or on the list, at the end",
                       false, true, 0},
        (double)w->away + w->listed);
    put(walk, (struct about){"presented", "people", "people who presented", false, false, 0},
        (double)w->sum.presented);
    put(walk,
        (struct about){"offered", "people", "referred to a service that may avoid the admission",
                       false, false, 0},
        (double)w->sum.offered);
    put(walk,
        (struct about){"offered_after_admission", "people", "referred only after admission", false,
                       true, 0},
        (double)w->sum.offered_after);
    put(walk,
        (struct about){
            "avoided", "people",
            "admissions avoided: a service answered in time, and the person left it alive "
            "without an acute bed (who died in its care is not among them)",
            false, false, 0},
        (double)w->sum.avoided);
    if (averts(walk->n))
        put(walk,
            (struct about){"came_back", "people",
                           "people whose admission had been avoided and who presented again", false,
                           true, 0},
            (double)w->sum.came_back);
    put(walk,
        (struct about){"early_discharges", "people", "left early with support", false, false, 0},
        (double)w->sum.early);
    put(walk,
        (struct about){"early_days", "bed days", "hospital days that support released", false,
                       false, 0},
        w->sum.early_days);
    put(walk,
        (struct about){"deaths", "people", "deaths in services and after discharge", false, true,
                       0},
        (double)w->sum.deaths);
    put(walk,
        (struct about){"exchanges", "times", "places exchanged on a blocking cycle", false, true,
                       0},
        (double)w->sum.exchanges);
}

static void scalar_groups(struct walk *walk)
{
    static const struct world nothing;
    const struct world *w = walk->w ? walk->w : &nothing;
    double most = 0;
    uint32_t column = walk->w ? w->column_reason : 0;
    for (uint32_t r = 0; r < BF_REASON_COUNT; r++) {
        walk_group(walk, "reason", bf_reason_names[r]);
        put(walk, (struct about){"delayed_days", "bed days", bf_reason_words[r], false, true, 0},
            measures_sum(walk, column++, &most));
    }
    for (uint32_t b = 0; b < BF_BODY_COUNT; b++) {
        walk_group(walk, "body", bf_body_names[b]);
        put(walk, (struct about){"delayed_days", "bed days", "by responsible body", false, true, 0},
            measures_sum(walk, column++, &most));
    }
    for (uint32_t k = 0; k < walk->n->class_count; k++) {
        walk_group(walk, "class", walk->n->class_[k].name);
        put(walk,
            (struct about){"delayed_days", "bed days", "adults of this class", false, true, 0},
            measures_sum(walk, column++, &most));
        put_late(walk,
                 (struct about){"readmission_rate", "%", "within 30 days, of this class", false,
                                true, 0},
                 walk->w ? 100 * ratio((double)w->sum.readmitted_class[k],
                                       (double)w->sum.discharged_class[k])
                         : 0);
        put(walk,
            (struct about){"wait_mean", "hours", "mean wait for any place, of this class", false,
                           true, 0},
            walk->w ? ratio(w->sum.wait_class[k], (double)w->sum.waited_class[k]) : 0);
    }
    for (uint32_t l = 0; l < walk->n->locality_count; l++) {
        walk_group(walk, "locality", walk->n->locality_name[l]);
        put(walk,
            (struct about){"delayed_days", "bed days", "adults of this locality", false, true, 0},
            measures_sum(walk, column++, &most));
        put(walk,
            (struct about){"wait_mean", "hours", "mean wait for any place, of this locality", false,
                           true, 0},
            walk->w ? ratio(w->sum.wait_locality[l], (double)w->sum.waited_locality[l]) : 0);
    }
    for (uint32_t s = 0; s < walk->n->stream_count; s++) {
        if (!bf_is_service(walk->n->stream[s].offer_to)) continue;
        walk_group(walk, "stream", walk->n->stream[s].name);
        put(walk,
            (struct about){"offered", "people",
                           "of this stream, referred to a service that may avoid the admission",
                           false, false, 0},
            walk->w ? (double)w->sum.offered_stream[s] : 0);
        put(walk,
            (struct about){"avoided", "people",
                           "admissions of this stream avoided (as for all streams)", false, false,
                           0},
            walk->w ? (double)w->sum.avoided_stream[s] : 0);
    }
    walk->group = "all";
}

void walk_period(struct walk *walk)
{
    walk_system(walk);
    scalar_dtoc(walk);
    scalar_occupancy(walk);
    scalar_emergencies(walk);
    scalar_not_delayed(walk);
    scalar_flow(walk);
    scalar_groups(walk);
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        scalar_service(walk, s);
    scalar_areas(walk);
}
