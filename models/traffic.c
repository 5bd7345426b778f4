/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "traffic.h"

#include "bedflow/base/arena.h"
#include "load.h"

#include <math.h>
#include <string.h>

#define FOLLOWED 1e-12 /* of all demand: fewer people than these are not followed on */

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

void traffic_free(struct traffic *t)
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
bool traffic_contains_readmissions(const struct bf_network *n, uint32_t stream)
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

enum outcome traffic_solve(struct traffic *t, const struct bf_network *n, double scale)
{
    if (!traffic_init(t, n)) return NO_MEMORY;
    double all = 0;
    for (uint32_t i = 0; i < n->stream_count; i++)
        all += n->numbers.stream[i].rate_per_day;
    t->least = n->service_count ? FOLLOWED * all / n->service_count : 0;
    find_returns(t);
    for (uint32_t i = 0; i < n->stream_count; i++)
        enter_stream(t, i,
                     n->numbers.stream[i].rate_per_day *
                         (traffic_contains_readmissions(n, i) ? scale : 1));
    uint64_t steps = 200000 + UINT64_C(1000) * n->service_count;
    while (t->count && steps--)
        follow(t);
    if (t->count) return ROUND_FOR_EVER;
    add_companions(t);
    add_contacts(t);
    return SETTLED;
}
