/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"
#include "compile.h"
#include "load_further.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define YEAR_D   365.0 /* as in base/units.h */
#define NOTED    0.001 /* of published admissions: a difference worth a note */
#define FOLLOWED 1e-12 /* of all demand: fewer people than these are not followed on */

/* Why people are there: counts of admissions tell them apart. */
enum origin { FIRST, PLANNED, RETURN, ORIGINS };
/* People followed together. The first three lanes are the origins; streams whose people may be
 * offered a service when they are readmitted, or come back when a crisis was averted, have lanes
 * of their own: of each origin, those in the hands of that service, those admitted, those seen by
 * another that averts crises, and the others. */
struct lane {
    enum origin origin;
    uint32_t stream;   /* UINT32_MAX: any */
    uint32_t other[2]; /* lane of the same origin: not offered, offered */
    uint32_t admitted; /* lane of the same origin: has been in an acute service */
    uint32_t seen;     /* first lane of those seen by services that avert; UINT32_MAX: not told */
    uint32_t again;    /* lane when readmitted */
    uint16_t by;       /* service that averts, if they are not admitted; BF_TO_LEFT: none */
};
enum outcome { SETTLED, ROUND_FOR_EVER, NO_MEMORY };

/* The traffic equations flow = from outside + flow x ways, solved by following people on from
 * service to service until fewer than `least` a day wait to be followed at any. Each step takes
 * what waits at one service, so this is Gauss-Seidel in the order in which people move. */
struct traffic {
    const struct bf_network *n;
    double *flow;    /* [site] people a day; contacts for tasks come on top at the end */
    double *contact; /* [site] of a team, for tasks, a day */
    double *beside, *beside_people; /* [service] who use it with a place: a day, and at once */
    double *waiting;                /* [site][lane] people a day not yet followed on */
    double *mass;                   /* [service] their sum */
    double *returns;                /* [site] probability of readmission after a discharge alive */
    struct lane *lane;
    uint32_t *own; /* [stream] first lane: FIRST or PLANNED, or those of its own */
    uint32_t lanes;
    uint32_t *avert; /* [service] number among those that avert; UINT32_MAX: does not */
    uint32_t averts; /* how many do */
    uint32_t *queue; /* [service] a ring */
    bool *queued;
    uint32_t head, count;
    double least;
    double admitted[ORIGINS]; /* to acute services from outside them, a day */
};

static uint32_t service_of(const struct bf_network *n, uint32_t to)
{
    if (to == BF_TO_HOME) to = n->home;
    return bf_is_service(to) ? to : UINT32_MAX;
}

static bool is_acute(const struct bf_network *n, uint32_t to)
{
    return bf_is_service(to) && n->service[to].setting == BF_SETTING_ACUTE;
}

/* Of the ways first..first+i, the share of the last. */
static double share_of(const struct bf_choice choice[], uint32_t i)
{
    return i ? choice[i].cumulative - choice[i - 1].cumulative : choice[0].cumulative;
}

/* ---- readmission ----------------------------------------------------------------------- */

/* Share not yet affected at t, straight between the points, flat after. */
static double survival_at(const struct bf_incidence *curve, double t)
{
    for (uint32_t i = 1; i < curve->count; i++)
        if (t < curve->at_h[i]) {
            double x = (t - curve->at_h[i - 1]) / (curve->at_h[i] - curve->at_h[i - 1]);
            return 1 - curve->share[i - 1] - x * (curve->share[i] - curve->share[i - 1]);
        }
    return curve->count ? 1 - curve->share[curve->count - 1] : 1;
}

/* Share readmitted between two times with no point of either curve between them: the sum of
 * survival x (fall of the share not readmitted), hazards being the curves' times the factors. */
static double readmitted_between(const struct bf_incidence after[2], const double factor[2],
                                 double from, double to)
{
    enum { STEPS = 32 };
    double r0 = survival_at(&after[0], from), r1 = survival_at(&after[0], to);
    double d0 = survival_at(&after[1], from), d1 = survival_at(&after[1], to);
    double sum = 0, left = pow(r0, factor[0]);
    for (int i = 0; i < STEPS; i++) {
        double end = pow(r0 + (r1 - r0) * (i + 1) / STEPS, factor[0]);
        sum += (left - end) * pow(d0 + (d1 - d0) * (i + 0.5) / STEPS, factor[1]);
        left = end;
    }
    return sum;
}

static double next_point(const struct bf_incidence *curve, double t)
{
    for (uint32_t i = 0; i < curve->count; i++)
        if (curve->at_h[i] > t) return curve->at_h[i];
    return (double)INFINITY;
}

static double readmission_share(const struct bf_incidence after[2], const double factor[2])
{
    double share = 0, t = 0;
    for (;;) {
        if (isinf(next_point(&after[0], t))) return share;
        double end = fmin(next_point(&after[0], t), next_point(&after[1], t));
        share += readmitted_between(after, factor, t, end);
        t = end;
    }
}

static void find_returns(struct traffic *t)
{
    const struct bf_network *n = t->n;
    for (uint32_t i = 0; i < n->service_count; i++)
        for (uint32_t k = 0; n->numbers.service[i].after[0].count && k < n->group_count; k++)
            t->returns[(size_t)i * n->group_count + k] =
                readmission_share(n->numbers.service[i].after,
                                  &n->numbers.class_factor[(size_t)(k % n->class_count) * 2]);
}

/* ---- following people ------------------------------------------------------------------ */

static void deliver(struct traffic *t, uint32_t to, uint32_t k, uint32_t lane, double people,
                    bool from_acute)
{
    const struct bf_network *n = t->n;
    uint32_t i = service_of(n, to);
    if (i == UINT32_MAX || !(people > 0)) return;
    if (is_acute(n, i)) {
        if (!from_acute) t->admitted[t->lane[lane].origin] += people;
        lane = t->lane[lane].admitted; /* not avoided */
    } else if (t->avert[i] != UINT32_MAX && t->lane[lane].seen != UINT32_MAX) {
        lane = t->lane[lane].seen + t->avert[i];
    }
    t->waiting[((size_t)i * n->group_count + k) * t->lanes + lane] += people;
    t->mass[i] += people;
    if (t->queued[i] || !(t->mass[i] > t->least)) return;
    t->queued[i] = true;
    t->queue[(t->head + t->count++) % n->service_count] = i;
}

static double offered_share(const struct bf_network *n, uint32_t stream, uint32_t k)
{
    const struct bf_stream_numbers *numbers = &n->numbers.stream[stream];
    if (!bf_is_service(n->stream[stream].offer_to)) return 0;
    if (n->stream[stream].offered && !n->stream[stream].offered[k]) return 0;
    return numbers->offer_share * (1 - numbers->offer_after);
}

/* People of one group present. First preferences only; an offer that is made before admission is
 * taken to be kept. */
static void enter(struct traffic *t, uint32_t stream, uint32_t k, double people)
{
    const struct bf_stream_info *info = &t->n->stream[stream];
    struct bf_ways ways = bf_enter_ways(info, k);
    const struct bf_choice *choice = &t->n->numbers.choice[ways.first];
    const struct lane *lane = &t->lane[t->own[stream]];
    double offered = offered_share(t->n, stream, k);
    deliver(t, info->offer_to, k, lane->other[1], people * offered, false);
    for (uint32_t w = 0; w < ways.count; w++)
        deliver(t, choice[w].to, k, lane->other[0], people * (1 - offered) * share_of(choice, w),
                false);
}

static double part_of(const double cumulative[], uint32_t i)
{
    return i ? cumulative[i] - cumulative[i - 1] : cumulative[0];
}

/* Class and locality are drawn independently; localities matter only where filters do. */
static void enter_stream(struct traffic *t, uint32_t stream, double rate)
{
    const struct bf_network *n = t->n;
    const double *classes = &n->numbers.class_share[(size_t)stream * n->class_count];
    const double *places = &n->numbers.locality_share[(size_t)stream * n->locality_count];
    for (uint32_t l = 0; l < (n->stream_cell ? n->locality_count : 1); l++)
        for (uint32_t k = 0; k < n->class_count; k++)
            enter(t, stream, bf_group_of(n, stream, l, k),
                  rate * part_of(classes, k) * (n->stream_cell ? part_of(places, l) : 1));
}

/* Readmitted: offered the stream's service first, where the scenario says so. */
static void readmit(struct traffic *t, uint32_t i, uint32_t k, uint32_t lane, double people)
{
    const struct bf_network *n = t->n;
    const struct lane *again = &t->lane[t->lane[lane].again];
    double offered = 0;
    if (again->stream != UINT32_MAX && n->stream[again->stream].offers_again) {
        offered = offered_share(n, again->stream, k);
        deliver(t, n->stream[again->stream].offer_to, k, again->other[1], people * offered, false);
    }
    deliver(t, n->service[i].returns_to, k, again->other[0], people * (1 - offered), false);
}

/* Out, and the admission was avoided: some come back. */
static void avoid(struct traffic *t, uint32_t k, uint32_t lane, double people)
{
    const struct bf_network *n = t->n;
    uint32_t stream = t->lane[lane].stream;
    if (!bf_is_service(t->lane[lane].by) || stream == UINT32_MAX) return;
    const struct bf_incidence *curve = &n->numbers.service[t->lane[lane].by].averted;
    if (!curve->count) return;
    double hazard =
        curve->hazard[curve->count - 1] * n->numbers.class_factor[(size_t)(k % n->class_count) * 2];
    enter(t, stream, k, -expm1(-hazard) * people);
}

/* People of one group leave a service; those discharged alive, and not lost from sight, may present
 * again. */
static void leave(struct traffic *t, uint32_t i, uint32_t k, uint32_t lane, double people)
{
    const struct bf_network *n = t->n;
    size_t at = (size_t)i * n->group_count + k;
    const struct bf_site *site = &n->numbers.site[at];
    const struct bf_choice *choice = &n->numbers.choice[site->choice];
    bool acute = is_acute(n, i);
    for (uint32_t w = 0; w < site->choice_count; w++) {
        double part = people * share_of(choice, w);
        deliver(t, choice[w].to, k, lane, part, acute);
        if (!bf_is_service(choice[w].to) && choice[w].to != BF_TO_DIED) avoid(t, k, lane, part);
        if (choice[w].to == BF_TO_HOME ||
            (bf_is_service(choice[w].to) && !is_acute(n, choice[w].to)))
            readmit(t, i, k, lane, part * t->returns[at]);
    }
}

static void follow(struct traffic *t)
{
    const struct bf_network *n = t->n;
    uint32_t i = t->queue[t->head];
    t->head = (t->head + 1) % n->service_count;
    t->count--;
    t->queued[i] = false;
    t->mass[i] = 0;
    for (uint32_t k = 0; k < n->group_count; k++) {
        size_t at = (size_t)i * n->group_count + k;
        for (uint32_t lane = 0; lane < t->lanes; lane++) {
            double people = t->waiting[at * t->lanes + lane];
            if (!(people > 0)) continue;
            t->waiting[at * t->lanes + lane] = 0;
            t->flow[at] += people;
            if (!n->numbers.site[at].permanent) leave(t, i, k, lane, people);
        }
    }
}

/* ---- solving --------------------------------------------------------------------------- */

static void traffic_free(struct traffic *t)
{
    bf_heap_give(t->flow);
    bf_heap_give(t->contact);
    bf_heap_give(t->beside);
    bf_heap_give(t->beside_people);
    bf_heap_give(t->waiting);
    bf_heap_give(t->mass);
    bf_heap_give(t->returns);
    bf_heap_give(t->queue);
    bf_heap_give(t->queued);
    bf_heap_give(t->lane);
    bf_heap_give(t->own);
    bf_heap_give(t->avert);
    memset(t, 0, sizeof *t);
}

static bool needs_lanes(const struct traffic *t, uint32_t stream)
{
    const struct bf_stream_info *info = &t->n->stream[stream];
    return (bf_is_service(info->offer_to) && info->offers_again) ||
           (t->averts > 0 && !info->planned);
}

static bool find_averts(struct traffic *t)
{
    const struct bf_network *n = t->n;
    t->avert = bf_heap_take(n->service_count + 1, sizeof *t->avert);
    for (uint32_t i = 0; t->avert && i < n->service_count; i++)
        t->avert[i] = n->service[i].averts ? t->averts++ : UINT32_MAX;
    return t->avert != NULL;
}

/* The lanes of a stream and an origin, in the order: open, offered, admitted, seen. */
static void make_own(struct traffic *t, uint32_t stream, uint32_t at, enum origin origin,
                     uint32_t again)
{
    const struct lane own = {origin, stream, {at, at + 1}, at + 2, UINT32_MAX, again, BF_TO_LEFT};
    for (uint32_t k = 0; k < 3 + t->averts; k++)
        t->lane[at + k] = own;
    t->lane[at + 1].by = t->n->stream[stream].offer_to;
    t->lane[at].seen = at + 3;
    for (uint32_t i = 0; i < t->n->service_count; i++)
        if (t->avert[i] != UINT32_MAX) {
            t->lane[at + 3 + t->avert[i]].by = (uint16_t)i;
            t->lane[at + 3 + t->avert[i]].seen = at + 3;
        }
}

static bool make_lanes(struct traffic *t)
{
    const struct bf_network *n = t->n;
    if (!find_averts(t)) return false;
    uint32_t each = 3 + t->averts;
    t->lanes = ORIGINS;
    for (uint32_t s = 0; s < n->stream_count; s++)
        t->lanes += needs_lanes(t, s) ? 2 * each : 0;
    t->lane = bf_heap_take(t->lanes, sizeof *t->lane);
    t->own = bf_heap_take(n->stream_count + 1, sizeof *t->own);
    if (!t->lane || !t->own) return false;
    for (uint32_t o = 0; o < ORIGINS; o++)
        t->lane[o] =
            (struct lane){(enum origin)o, UINT32_MAX, {o, o}, o, UINT32_MAX, RETURN, BF_TO_LEFT};
    uint32_t at = ORIGINS;
    for (uint32_t s = 0; s < n->stream_count; s++) {
        enum origin first = n->stream[s].planned ? PLANNED : FIRST;
        t->own[s] = needs_lanes(t, s) ? at : (uint32_t)first;
        if (!needs_lanes(t, s)) continue;
        make_own(t, s, at, first, at + each);
        make_own(t, s, at + each, RETURN, at + each);
        at += 2 * each;
    }
    return true;
}

static bool traffic_init(struct traffic *t, const struct bf_network *n)
{
    size_t sites = (size_t)n->service_count * n->group_count;
    *t = (struct traffic){.n = n};
    t->flow = bf_heap_take(sites, sizeof *t->flow);
    t->contact = bf_heap_take(sites, sizeof *t->contact);
    t->beside = bf_heap_take(n->service_count + 1, sizeof *t->beside);
    t->beside_people = bf_heap_take(n->service_count + 1, sizeof *t->beside_people);
    if (!t->beside || !t->beside_people || !make_lanes(t)) {
        traffic_free(t);
        return false;
    }
    t->waiting = bf_heap_take(sites * t->lanes, sizeof *t->waiting);
    t->mass = bf_heap_take(n->service_count, sizeof *t->mass);
    t->returns = bf_heap_take(sites, sizeof *t->returns);
    t->queue = bf_heap_take(n->service_count, sizeof *t->queue);
    t->queued = bf_heap_take(n->service_count, sizeof *t->queued);
    if (t->flow && t->contact && t->waiting && t->mass && t->returns && t->queue && t->queued)
        return true;
    traffic_free(t);
    return false;
}

/* A published total whose first presentations are to be solved. */
static bool contains_readmissions(const struct bf_network *n, uint32_t stream)
{
    const struct bf_stream *s = (const struct bf_stream *)n->care->demand.item + stream;
    return s->contains_readmissions && !(s->first_presentations > 0);
}

/* Contacts of teams, for tasks between ready and moving. */
static void add_contacts(struct traffic *t)
{
    const struct bf_network *n = t->n;
    size_t sites = (size_t)n->service_count * n->group_count;
    for (size_t at = 0; at < sites; at++) {
        const struct bf_site *site = &n->numbers.site[at];
        const struct bf_choice *choice = &n->numbers.choice[site->choice];
        if (site->permanent) continue;
        for (uint32_t w = 0; w < site->choice_count; w++)
            for (uint32_t k = 0; k < choice[w].need_count; k++) {
                const struct bf_need *need = &n->numbers.need[choice[w].need + k];
                uint32_t team = n->task[need->task].team;
                if (bf_is_service(team))
                    t->contact[(size_t)team * n->group_count + at % n->group_count] +=
                        t->flow[at] * share_of(choice, w) * need->share;
            }
    }
    for (size_t at = 0; at < sites; at++)
        t->flow[at] += t->contact[at];
}

double load_mean_stay_h(const struct bf_network *n, uint32_t i, uint32_t k)
{
    const struct bf_site *site = &n->numbers.site[(size_t)i * n->group_count + k];
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    if (site->permanent || n->service[i].kind == BF_KIND_HOME) return 0;
    double stay = bf_dist_mean(&site->stay) * site->factor;
    if (!n->service[i].same_day) return stay;
    return (1 - numbers->same_day) * stay +
           numbers->same_day * bf_dist_mean(&numbers->same_day_stay);
}

/* People who use a service together with a place, for the stay in that place. */
static void add_companions(struct traffic *t)
{
    const struct bf_network *n = t->n;
    size_t sites = (size_t)n->service_count * n->group_count;
    for (size_t at = 0; n->companion_count && at < sites; at++) {
        const struct bf_site *site = &n->numbers.site[at];
        if (site->permanent) continue;
        for (uint32_t w = site->choice; w < site->choice + site->choice_count; w++) {
            const struct bf_company *company = &n->numbers.company[w];
            if (!n->numbers.choice[w].company) continue;
            double people =
                t->flow[at] * share_of(&n->numbers.choice[site->choice], w - site->choice);
            uint32_t to = n->numbers.choice[w].to, group = (uint32_t)(at % n->group_count);
            double days = bf_is_service(to) ? load_mean_stay_h(n, to, group) / 24 : 0;
            for (uint32_t k = company->first; k < company->first + company->count; k++) {
                const struct bf_companion *it = &n->numbers.companion[k];
                t->beside[it->service] += people * it->share;
                t->beside_people[it->service] += people * it->share * days;
            }
            for (uint32_t k = company->first + company->count;
                 k < company->first + company->count + company->beside; k++) {
                const struct bf_companion *it = &n->numbers.companion[k];
                double own = load_mean_stay_h(n, it->service, group) / 24;
                t->beside[it->service] += people * it->share;
                t->beside_people[it->service] += people * it->share * own;
            }
        }
    }
}

/* With the rates of streams that contain readmissions times `scale`. Unless it is out of memory,
 * the caller frees *t. */
static enum outcome traffic_solve(struct traffic *t, const struct bf_network *n, double scale)
{
    if (!traffic_init(t, n)) return NO_MEMORY;
    double all = 0;
    for (uint32_t i = 0; i < n->stream_count; i++)
        all += n->numbers.stream[i].rate_per_day;
    t->least = n->service_count ? FOLLOWED * all / n->service_count : 0;
    find_returns(t);
    for (uint32_t i = 0; i < n->stream_count; i++)
        enter_stream(t, i,
                     n->numbers.stream[i].rate_per_day * (contains_readmissions(n, i) ? scale : 1));
    uint64_t steps = 200000 + UINT64_C(1000) * n->service_count;
    while (t->count && steps--)
        follow(t);
    if (t->count) return ROUND_FOR_EVER;
    add_companions(t);
    add_contacts(t);
    return SETTLED;
}

/* ---- load ------------------------------------------------------------------------------ */

static double open_hours(const struct bf_week *week)
{
    double minutes = 0;
    if (week->always) return 168;
    for (int day = 0; day < 7; day++)
        for (int i = 0; i < week->count[day]; i++)
            minutes += week->open[day][i].to_min - week->open[day][i].from_min;
    return minutes / 60;
}

/* Share of the period's days on which a line of a rota counts. */
static double share_of_period(const struct bf_network *n, const struct bf_on_duty *line)
{
    bf_day from = line->from == BF_DAY_NONE || line->from < n->from ? n->from : line->from;
    bf_day to = line->to == BF_DAY_NONE || line->to > n->to ? n->to : line->to;
    return to < from ? 0 : (double)(to - from + 1) / (double)(n->to - n->from + 1);
}

static double staff_on_duty(const struct bf_network *n, uint32_t i)
{
    const struct bf_service_info *info = &n->service[i];
    double hours = 0;
    for (uint32_t k = 0; k < info->on_duty_count; k++)
        hours += info->on_duty[k].staff * open_hours(&info->on_duty[k].hours) *
                 share_of_period(n, &info->on_duty[k]);
    return n->numbers.service[i].places * (info->on_duty_count ? hours / 168 : 1);
}

static double visits_per_day(const struct bf_service_numbers *numbers)
{
    return (numbers->first_per_day + numbers->last_per_day) / 2;
}

/* Load of one service, and the people there at once. */
static double load_of(const struct traffic *t, uint32_t i, struct bf_load *load)
{
    const struct bf_network *n = t->n;
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    double people = t->beside_people[i];
    *load = (struct bf_load){.capacity = numbers->places, .arrivals_per_day = t->beside[i]};
    for (uint32_t k = 0; k < n->group_count; k++) {
        double flow = t->flow[(size_t)i * n->group_count + k];
        load->arrivals_per_day += flow;
        if (flow > 0) people += flow * load_mean_stay_h(n, i, k) / 24;
    }
    load->starts_per_week = load->arrivals_per_day * 7;
    load->offered = people;
    if (n->service[i].has_hours) {
        load->offered = people * visits_per_day(numbers);
        load->capacity = numbers->hours_per_day;
    } else if (n->service[i].kind == BF_KIND_TEAM) {
        load->capacity = staff_on_duty(n, i);
    } else if (n->service[i].kind == BF_KIND_MARKET) {
        load->offered = load->starts_per_week;
        load->capacity = numbers->weekly_limit;
    }
    return people;
}

/* Loads by first choices, and what further choices make of them. False without memory. */
static bool find_loads(const struct traffic *t, struct bf_load load[])
{
    const struct bf_network *n = t->n;
    double *people = bf_heap_take(n->service_count + 1, sizeof *people);
    size_t sites = (size_t)n->service_count * n->group_count;
    double *going = bf_heap_take(sites + 1, sizeof *going);
    bool ok = people != NULL && going != NULL;
    for (uint32_t i = 0; ok && i < n->service_count; i++)
        people[i] = load_of(t, i, &load[i]);
    for (size_t at = 0; ok && at < sites; at++)
        going[at] = n->numbers.site[at].permanent ? 0 : t->flow[at] - t->contact[at];
    if (ok) ok = load_further(n, going, people, load);
    bf_heap_give(people);
    bf_heap_give(going);
    return ok;
}

static double emergencies_per_year(const struct traffic *t)
{
    return (t->admitted[FIRST] + t->admitted[RETURN]) * YEAR_D;
}

bool bf_network_load(const struct bf_network *network, struct bf_load load[],
                     double *emergency_per_year, double *readmissions_per_year)
{
    struct traffic t;
    enum outcome outcome = traffic_solve(&t, network, 1);
    if (outcome == NO_MEMORY) return false;
    if (outcome == SETTLED && !find_loads(&t, load)) outcome = ROUND_FOR_EVER;
    if (outcome == SETTLED) {
        *emergency_per_year = emergencies_per_year(&t);
        *readmissions_per_year = t.admitted[RETURN] * YEAR_D;
    }
    traffic_free(&t);
    return outcome == SETTLED;
}

/* ---- when compiling: solving ----------------------------------------------------------- */

static bool solve_or_fault(struct bf_compile *c, struct traffic *t, double scale)
{
    enum outcome outcome = traffic_solve(t, c->network, scale);
    if (outcome == SETTLED) return true;
    if (outcome == NO_MEMORY) {
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "demand",
                         "expected memory for the flows between services, received none");
        return false;
    }
    uint32_t most = 0;
    for (uint32_t i = 1; i < c->network->service_count; i++)
        if (t->mass[i] > t->mass[most]) most = i;
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "services.%s.then", c->network->service[most].name);
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                     "expected people to leave in the end, received ways or readmissions that lead "
                     "them round without end; give some of these people a way to \"home\", "
                     "\"died\" or \"left\"");
    traffic_free(t);
    return false;
}

/* ---- when compiling: first presentations ----------------------------------------------- */

struct people_text {
    char text[40];
};

/* "50,544" */
static struct people_text people(double count)
{
    struct people_text people;
    bf_units_print(BF_DIM_COUNT, round(count), people.text, sizeof people.text);
    return people;
}

static void note_balance(struct bf_compile *c, const struct traffic *t, double scale,
                         double published)
{
    const struct bf_network *n = c->network;
    double first = t->admitted[FIRST] * YEAR_D, again = t->admitted[RETURN] * YEAR_D;
    double presenting = 0;
    char of[96] = "";
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (contains_readmissions(n, i))
            presenting += n->numbers.stream[i].rate_per_day * YEAR_D * scale;
    if (fabs(presenting - first) > 0.5)
        bf_format(of, sizeof of, " that are admitted (%s people present in these streams)",
                  people(presenting).text);
    bf_compile_fault(c, BF_NOTE, BF_E_RANGE, "demand",
                     "first presentations %s a year%s + readmissions %s = %s published; the stated "
                     "rate times %.4f",
                     people(first).text, of, people(again).text, people(published).text, scale);
}

/* First presentations that were found elsewhere: does the total still hold here? */
static void note_given(struct bf_compile *c)
{
    const struct bf_network *n = c->network;
    const struct bf_stream *s = n->care->demand.item;
    struct traffic t;
    double published = 0;
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (s[i].contains_readmissions && s[i].first_presentations > 0)
            published += s[i].rate * 24 * YEAR_D;
    if (!(published > 0) || !solve_or_fault(c, &t, 1)) return;
    double come = emergencies_per_year(&t);
    /* the same people, and no fewer come back: nothing to be told */
    if (fabs(come - published) >= NOTED * published)
        bf_compile_fault(c, BF_NOTE, BF_E_RANGE, "demand",
                         "the same people present as in the scenario that this one extends or "
                         "changes; with readmissions that makes %s emergency admissions a "
                         "year, where %s are published in these streams",
                         people(come).text, people(published).text);
    traffic_free(&t);
}

static bool derive_scaled(struct bf_compile *c, double scale)
{
    struct bf_network *n = c->network;
    char why[256];
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (contains_readmissions(n, i)) n->stream_scale[i] = scale;
    if (bf_numbers_derive(n, n->care, BF_OBJECT_ALL, &n->numbers, why, sizeof why)) return true;
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "demand", "%s", why);
    return false;
}

/* Emergency admissions are affine in the scale, so two evaluations find it. */
static bool find_scale(struct bf_compile *c, double published, double *scale)
{
    struct traffic t;
    double at[2];
    for (int i = 0; i < 2; i++) {
        if (!solve_or_fault(c, &t, i)) return false;
        at[i] = emergencies_per_year(&t);
        traffic_free(&t);
    }
    if (!(at[1] > at[0])) {
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "demand",
                         "contains_readmissions: expected people of these streams to be admitted "
                         "to a service whose setting is acute, received none; let their `enter` "
                         "lead to one, or leave contains_readmissions out");
        return false;
    }
    *scale = (published - at[0]) / (at[1] - at[0]);
    if (*scale > 0) return true;
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "demand",
                     "contains_readmissions: expected a published total above the %s emergency "
                     "admissions a year that other streams bring (readmissions after them "
                     "included), received %s; raise the rate, or leave contains_readmissions out",
                     people(at[0]).text, people(published).text);
    return false;
}

static bool balance_readmissions(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    struct traffic t;
    double published = 0, scale;
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (contains_readmissions(n, i)) published += n->numbers.stream[i].rate_per_day * YEAR_D;
    if (!(published > 0)) {
        note_given(c);
        return true;
    }
    if (!find_scale(c, published, &scale) || !solve_or_fault(c, &t, scale)) return false;
    note_balance(c, &t, scale, published);
    traffic_free(&t);
    return derive_scaled(c, scale);
}

/* ---- when compiling: load against capacity --------------------------------------------- */

/* Three figures, without an exponent. */
static const char *figure(char text[24], double value)
{
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 4;
    bf_format(text, 24, "%.*f", decimals, value);
    return text;
}

static bool has_changes(const struct bf_network *n, uint32_t i)
{
    for (uint32_t k = 0; k < n->target_count; k++)
        if (n->target[k].object == i) return true;
    return false;
}

static void warn_load(struct bf_compile *c, uint32_t i, const struct bf_load *load, double ratio,
                      const char *arithmetic)
{
    const struct bf_network *n = c->network;
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    char path[BF_PATH_CAP], of[24], rest[160];
    bool some_go = !isnan(numbers->patience_h) || !isinf(numbers->queue_limit);
    bf_format(rest, sizeof rest, "%s",
              some_go ? "the rest give up or are turned away" : "the queue grows without bound");
    if (load->taken)
        bf_format(rest, sizeof rest, "%s a day take a further choice, which has room for them",
                  figure(of, load->elsewhere_per_day));
    else if (load->elsewhere_per_day > 0)
        bf_format(rest, sizeof rest, "%s a day take a further choice, and %s",
                  figure(of, load->elsewhere_per_day),
                  some_go ? "more give up or are turned away"
                          : "the queue grows without bound all the same");
    bf_format(path, sizeof path, "services.%s", n->service[i].name);
    bf_compile_fault(c, load->taken ? BF_NOTE : BF_WARNING, BF_E_RANGE, path,
                     "%s%s%s%s: %s; %s (0.85 to 0.92 is usual)",
                     isinf(ratio) ? "no capacity" : "offered load ",
                     isinf(ratio) ? "" : figure(of, ratio), isinf(ratio) ? "" : " of capacity",
                     has_changes(n, i) ? " before dated changes" : "", arithmetic, rest);
}

/* Whatever holds people is compared in people; a caseload may be short of hours and of places. */
static void check_service(struct bf_compile *c, const struct traffic *t, uint32_t i,
                          const struct bf_load *further)
{
    const struct bf_network *n = c->network;
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    const struct bf_service_info *info = &n->service[i];
    static const char *const of[] = {"beds", "places", "staff on duty on average", "", ""};
    char a[24], b[24], d[24], e[24], f[24], words[256];
    struct bf_load load;
    double people = load_of(t, i, &load), stay = people / load.arrivals_per_day;
    double room = info->kind == BF_KIND_TEAM ? load.capacity : numbers->places;
    if (!(load.arrivals_per_day > 0)) return;
    figure(a, load.arrivals_per_day);
    if (info->kind == BF_KIND_MARKET && load.offered >= load.capacity) {
        bf_format(words, sizeof words, "%s people a day x 7 days = %s starts a week, for %.6g", a,
                  figure(b, load.offered), load.capacity);
        warn_load(c, i, further, load.offered / load.capacity, words);
    }
    if (info->has_hours && load.offered > 0 && load.offered >= load.capacity) {
        bf_format(words, sizeof words,
                  "%s people a day x %s days x %s hours a day = %s hours a day, for %s", a,
                  figure(b, stay), figure(d, visits_per_day(numbers)), figure(e, load.offered),
                  figure(f, load.capacity));
        warn_load(c, i, further, load.offered / load.capacity, words);
    }
    if (people > 0 && people >= room) {
        bool team = info->kind == BF_KIND_TEAM;
        bf_format(words, sizeof words, "%s %s a day x %s %s = %s at once, for %.4g %s", a,
                  team ? "contacts" : "people", figure(b, team ? stay * 24 : stay),
                  team ? "hours / 24" : "days", figure(d, people), room, of[info->kind]);
        warn_load(c, i, further, people / room, words);
    }
}

void bf_compile_demand(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    struct traffic t;
    if (!balance_readmissions(c) || !solve_or_fault(c, &t, 1)) return;
    struct bf_load *load = bf_heap_take(n->service_count + 1, sizeof *load);
    if (load == NULL || !find_loads(&t, load)) {
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "demand",
                         "expected memory for the loads of services, received none");
        bf_heap_give(load);
        traffic_free(&t);
        return;
    }
    double arrivals = 0;
    for (uint32_t i = 0; i < n->service_count; i++) {
        arrivals += load[i].arrivals_per_day;
        check_service(c, &t, i, &load[i]);
    }
    n->events_per_day = 3 * arrivals + 50;
    bf_heap_give(load);
    traffic_free(&t);
}
