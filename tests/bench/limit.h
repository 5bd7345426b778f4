/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/limit.h -- how fast can it be? The reference workload written by hand, only for speed.
 *
 * The yardstick of the engine: no scenario, no choices; every number a constant.
 * Twice: with the fastest draws there are, and with the engine's own (keyed, by
 * inversion: bf_draw and bf_dist_draw), which the first does without. Time in days from 0; 60 days
 * of warm-up, then 365.
 *
 * - Arrivals: Poisson, 50,000 / 365 a day x hour factor 1 + 0.45 sin(2 pi (h - 8.5) / 24)
 *   x weekday factor (1.06 1.02 1 1 1.02 0.96 0.94, day 0 first).
 * - 20% to crisis response: no limit, lognormal stay of mean 2, sigma 1; they leave for good.
 *   80% to the acute queue: 700 beds, first come first served, lognormal mean 5, sigma 1.
 * - After acute a share p needs an onward service, chosen in proportion to places / mean stay:
 *   150 places of mean 21, 60 of 28, 40 of 35, 80 of 42 (lognormal, sigma 0.6). When it is
 *   full the person waits in the acute bed; first come first served.
 * - Who leaves acute without that need, or leaves an onward service, comes back to the acute
 *   queue with probability 0.1, after a time uniform on (0, 30).
 * - Observed: time-weighted occupancy and queue of every service, and a row of them each midnight.
 *
 * balanced p = 0.09; pressed p = 0.105 (blocking); overload p = 0.20 (a queue of thousands).
 *
 * Shape: 16-byte persons in one array with a free list; a person is a link of at
 * most one list: a bucket of the wheel, a page beyond it, or a queue. Events go
 * in the total order (time, rank, sequence): midnight, then stays by service,
 * returns, arrivals. The next arrival is held apart and merged. A sentinel at
 * the bottom of the sorted current bucket turns the wheel. Buckets divide the
 * day, so that the day ends with a bucket. Areas under a level are sums of the
 * times of leaving less those of entering.
 */
#ifndef BF_BENCH_LIMIT_H
#define BF_BENCH_LIMIT_H

#include "fast_random.h"

#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Put together twice, with `keyed` a constant. */
#define STEP static inline __attribute__((always_inline))

enum bf_limit_workload { BF_LIMIT_BALANCED, BF_LIMIT_PRESSED, BF_LIMIT_OVERLOAD };

enum { BF_LIMIT_CRISIS, BF_LIMIT_ACUTE, BF_LIMIT_ONWARD, BF_LIMIT_SERVICES = 6 };

#define BF_LIMIT_WARM_DAYS 60u
#define BF_LIMIT_DAYS      365u
#define BF_LIMIT_END_DAY   (BF_LIMIT_WARM_DAYS + BF_LIMIT_DAYS)

/* All but `events` and `people_max` are of the 365 days after warm-up. */
struct bf_limit_result {
    double busy[BF_LIMIT_SERVICES];          /* time-weighted mean; acute includes those delayed */
    double waiting[BF_LIMIT_SERVICES];       /* likewise; for an onward service: in an acute bed */
    double delayed;                          /* sum of waiting[] over the onward services */
    double midnight_busy[BF_LIMIT_SERVICES]; /* means of the 365 midnights that end a day */
    double midnight_waiting[BF_LIMIT_SERVICES];
    uint32_t waiting_last[BF_LIMIT_SERVICES]; /* at the last midnight */
    uint64_t begun[BF_LIMIT_SERVICES];        /* stays */
    uint64_t arrivals, returns;
    uint64_t events; /* arrivals, ends of stays, returns and midnights, warm-up included */
    uint32_t people_max;
};

/* private from here on; the entry is bf_limit_run at the end */

#define BF_LIMIT_WHEEL   4096u
#define BF_LIMIT_PER_DAY 64u /* buckets: about 3 events each (arrivals apart), 64 days a turn */
#define BF_LIMIT_PAGES   (BF_LIMIT_END_DAY * BF_LIMIT_PER_DAY / BF_LIMIT_WHEEL + 2)
#define BF_LIMIT_PEOPLE  65536u
#define BF_LIMIT_NEAR    1024u

/* Kinds of event: a service (its stay ends), or: */
enum { BF_LIMIT_RETURN = BF_LIMIT_SERVICES, BF_LIMIT_TURN };

struct bf_limit_person {
    double at;      /* of the pending event */
    uint32_t order; /* rank << 28 | sequence; the rank is the kind */
    uint32_t next;  /* in the list it is in; 0 ends */
};

struct bf_limit_event {
    double at;
    uint32_t order;
    uint32_t who;
};

struct bf_limit_service {
    uint32_t places, busy;
    uint32_t head, tail, waiting; /* queue */
    uint32_t begun;
    double busy_sum, waiting_sum; /* times of leaving less times of entering */
    double median;                /* of the stay */
    const struct bf_strips *shape;
    const struct bf_dist *law; /* the same for keyed draws */
    uint64_t key;
};

/* What a person's keyed draws are made from, and those made last. */
struct bf_limit_keyed {
    uint64_t who;
    uint32_t stays;
    double fate, back;
};

struct bf_limit {
    struct bf_limit_service service[BF_LIMIT_SERVICES];
    struct bf_xoshiro rng;
    double arrival_at, arrival_need; /* next arrival: when, and its cumulative rate in the week */
    double week_start;
    uint32_t hour;   /* of the week */
    uint32_t bucket; /* current */
    uint32_t seq;
    uint32_t free_person, fresh_person;
    uint32_t near_count;
    double fate[5]; /* cumulative: the four onward services, return */
    uint64_t arrivals, returns, events;
    struct bf_limit_event near[BF_LIMIT_NEAR]; /* falling; near[0] turns the wheel */
    uint32_t wheel[BF_LIMIT_WHEEL];            /* heads */
    uint32_t page[BF_LIMIT_PAGES]; /* heads, a turn of the wheel each; the last: never */
    double cumulative[169];        /* expected arrivals from the start of the week */
    double days_per_arrival[168];
    uint32_t row[BF_LIMIT_END_DAY][2 * BF_LIMIT_SERVICES]; /* busy and waiting each midnight */
    struct bf_strips wide, narrow, exponential;            /* sigma 1, 0.6, and Exp(1) */
    bool ready;                                            /* the constant tables */
    struct bf_dist lognormal[2], gap;                      /* sigma 1 and 0.6 of median 1, Exp(1) */
    struct bf_key_schedule keys;
    uint64_t presented; /* of keyed draws: who */
    bool next_crisis;
    /* The rest is kept from run to run and not cleared. */
    struct bf_limit_person person[BF_LIMIT_PEOPLE]; /* 0 is nobody */
    struct bf_limit_keyed keyed[BF_LIMIT_PEOPLE];
};

static inline void bf_limit_schedule(struct bf_limit *sim, uint32_t who, uint32_t kind, double at)
{
    const uint32_t bucket = (uint32_t)(at * BF_LIMIT_PER_DAY);
    const uint32_t order = kind << 28 | sim->seq++;
    if (bucket <= sim->bucket) {
        uint32_t i = sim->near_count++;
        if (i + 1 >= BF_LIMIT_NEAR) abort();
        struct bf_limit_event *near = sim->near;
        for (; near[i - 1].at < at || (near[i - 1].at == at && near[i - 1].order < order); i--)
            near[i] = near[i - 1];
        near[i] = (struct bf_limit_event){at, order, who};
        return;
    }
    uint32_t *head;
    if (bucket - sim->bucket < BF_LIMIT_WHEEL) {
        head = &sim->wheel[bucket % BF_LIMIT_WHEEL];
    } else {
        const uint32_t page = bucket / BF_LIMIT_WHEEL;
        head = &sim->page[page < BF_LIMIT_PAGES ? page : BF_LIMIT_PAGES - 1];
    }
    sim->person[who] = (struct bf_limit_person){at, order, *head};
    *head = who;
}

static inline uint32_t bf_limit_person_new(struct bf_limit *sim)
{
    const uint32_t who = sim->free_person;
    if (who) {
        sim->free_person = sim->person[who].next;
        return who;
    }
    if (sim->fresh_person == BF_LIMIT_PEOPLE) abort();
    return sim->fresh_person++;
}

static inline void bf_limit_person_gone(struct bf_limit *sim, uint32_t who)
{
    sim->person[who].next = sim->free_person;
    sim->free_person = who;
}

/* Schedule the end of a stay that begins now; the place is counted by the caller. */
STEP void bf_limit_stay(struct bf_limit *sim, uint32_t who, uint32_t place, double now, bool keyed)
{
    struct bf_limit_service *service = &sim->service[place];
    service->begun++;
    double stay;
    if (keyed) {
        struct bf_limit_keyed *person = &sim->keyed[who];
        const struct bf_block u =
            bf_draw_by(&sim->keys, person->who, service->key, bf_occasion(0, person->stays++, 0));
        person->fate = u.u[1];
        person->back = u.u[2];
        stay = bf_dist_draw(service->law, u.u[0]);
    } else {
        stay = bf_strips_draw(service->shape, &sim->rng);
    }
    bf_limit_schedule(sim, who, place, now + service->median * stay);
}

/* Take a free place, or join the queue: false. */
STEP bool bf_limit_join(struct bf_limit *sim, uint32_t who, uint32_t place, double now, bool keyed)
{
    struct bf_limit_service *service = &sim->service[place];
    if (service->busy < service->places) {
        service->busy++;
        service->busy_sum -= now;
        bf_limit_stay(sim, who, place, now, keyed);
        return true;
    }
    sim->person[who].next = 0;
    *(service->waiting++ ? &sim->person[service->tail].next : &service->head) = who;
    service->tail = who;
    service->waiting_sum -= now;
    return false;
}

/* A place is free: the first in the queue takes it and is returned; or 0, and it stays free. */
STEP uint32_t bf_limit_release(struct bf_limit *sim, uint32_t place, double now, bool keyed)
{
    struct bf_limit_service *service = &sim->service[place];
    if (!service->waiting) {
        service->busy--;
        service->busy_sum += now;
        return 0;
    }
    const uint32_t who = service->head;
    service->head = sim->person[who].next;
    service->waiting--;
    service->waiting_sum += now;
    bf_limit_stay(sim, who, place, now, keyed);
    return who;
}

STEP void bf_limit_come_back(struct bf_limit *sim, uint32_t who, double now, bool keyed)
{
    const double u = keyed ? sim->keyed[who].back : bf_xoshiro_uniform(&sim->rng);
    sim->returns++;
    bf_limit_schedule(sim, who, BF_LIMIT_RETURN, now + 30.0 * u);
}

STEP void bf_limit_acute_ends(struct bf_limit *sim, uint32_t who, double now, bool keyed)
{
    const double u = keyed ? sim->keyed[who].fate : bf_xoshiro_uniform(&sim->rng);
    if (u >= sim->fate[4]) {
        bf_limit_person_gone(sim, who);
    } else if (u >= sim->fate[3]) {
        bf_limit_come_back(sim, who, now, keyed);
    } else {
        uint32_t place = BF_LIMIT_ONWARD;
        while (u >= sim->fate[place - BF_LIMIT_ONWARD])
            place++;
        if (!bf_limit_join(sim, who, place, now, keyed)) return;
    }
    bf_limit_release(sim, BF_LIMIT_ACUTE, now, keyed);
}

STEP void bf_limit_onward_ends(struct bf_limit *sim, uint32_t who, uint32_t place, double now,
                               bool keyed)
{
    const double u = keyed ? sim->keyed[who].fate : bf_xoshiro_uniform(&sim->rng);
    if (u < 0.1)
        bf_limit_come_back(sim, who, now, keyed);
    else
        bf_limit_person_gone(sim, who);
    if (bf_limit_release(sim, place, now, keyed)) bf_limit_release(sim, BF_LIMIT_ACUTE, now, keyed);
}

/* Invert the cumulative rate at one more exponential. */
STEP void bf_limit_next_arrival(struct bf_limit *sim, bool keyed)
{
    double need = sim->arrival_need;
    if (keyed) {
        const struct bf_block u = bf_draw_by(&sim->keys, ++sim->presented, 0, 0);
        need += bf_dist_draw(&sim->gap, u.u[0]);
        sim->next_crisis = u.u[1] < 0.2;
    } else {
        need += bf_strips_draw(&sim->exponential, &sim->rng);
    }
    uint32_t hour = sim->hour;
    while (need >= sim->cumulative[hour + 1]) {
        if (++hour == 168) {
            hour = 0;
            need -= sim->cumulative[168];
            sim->week_start += 7.0;
        }
    }
    sim->hour = hour;
    sim->arrival_need = need;
    sim->arrival_at = sim->week_start + hour * (1.0 / 24.0) +
                      (need - sim->cumulative[hour]) * sim->days_per_arrival[hour];
}

STEP void bf_limit_arrival(struct bf_limit *sim, bool keyed)
{
    const double now = sim->arrival_at;
    const bool crisis = keyed ? sim->next_crisis : bf_xoshiro_uniform(&sim->rng) < 0.2;
    const uint32_t who = bf_limit_person_new(sim);
    if (keyed) sim->keyed[who] = (struct bf_limit_keyed){.who = sim->presented};
    sim->arrivals++;
    bf_limit_join(sim, who, crisis ? BF_LIMIT_CRISIS : BF_LIMIT_ACUTE, now, keyed);
    bf_limit_next_arrival(sim, keyed);
}

/* Warm-up is over: everyone inside counts as having entered now. */
static inline void bf_limit_forget(struct bf_limit *sim, double now)
{
    for (int i = 0; i < BF_LIMIT_SERVICES; i++) {
        struct bf_limit_service *service = &sim->service[i];
        service->busy_sum = -now * service->busy;
        service->waiting_sum = -now * service->waiting;
        service->begun = 0;
    }
    sim->arrivals = sim->returns = 0;
}

static inline void bf_limit_midnight(struct bf_limit *sim, uint32_t day)
{
    uint32_t *row = sim->row[day - 1];
    for (int i = 0; i < BF_LIMIT_SERVICES; i++) {
        row[i] = sim->service[i].busy;
        row[BF_LIMIT_SERVICES + i] = sim->service[i].waiting;
    }
    if (day == BF_LIMIT_WARM_DAYS) bf_limit_forget(sim, day);
}

/* Bring the people of a page, one turn of the wheel, into their buckets. */
static inline void bf_limit_open_page(struct bf_limit *sim, uint32_t page)
{
    uint32_t who = sim->page[page];
    while (who) {
        const uint32_t next = sim->person[who].next;
        uint32_t *head =
            &sim->wheel[(uint32_t)(sim->person[who].at * BF_LIMIT_PER_DAY) % BF_LIMIT_WHEEL];
        sim->person[who].next = *head;
        *head = who;
        who = next;
    }
}

/* Sort the next bucket into near[]. False at the end of the run. */
static inline bool bf_limit_turn(struct bf_limit *sim)
{
    const uint32_t bucket = ++sim->bucket;
    struct bf_limit_event *near = sim->near;
    uint32_t count = 1;
    if (bucket % BF_LIMIT_PER_DAY == 0) {
        bf_limit_midnight(sim, bucket / BF_LIMIT_PER_DAY);
        if (bucket == BF_LIMIT_END_DAY * BF_LIMIT_PER_DAY) return false;
        if (bucket % BF_LIMIT_WHEEL == 0) bf_limit_open_page(sim, bucket / BF_LIMIT_WHEEL);
    }
    near[0].at = (bucket + 1) * (1.0 / BF_LIMIT_PER_DAY);
    for (uint32_t who = sim->wheel[bucket % BF_LIMIT_WHEEL]; who; who = sim->person[who].next) {
        const struct bf_limit_person person = sim->person[who];
        uint32_t i = count++;
        if (count >= BF_LIMIT_NEAR) abort();
        for (; near[i - 1].at < person.at ||
               (near[i - 1].at == person.at && near[i - 1].order < person.order);
             i--)
            near[i] = near[i - 1];
        near[i] = (struct bf_limit_event){person.at, person.order, who};
    }
    sim->wheel[bucket % BF_LIMIT_WHEEL] = 0;
    sim->near_count = count;
    return true;
}

STEP void bf_limit_loop(struct bf_limit *sim, bool keyed)
{
    for (;; sim->events++) {
        const struct bf_limit_event top = sim->near[sim->near_count - 1];
        if (sim->arrival_at < top.at) {
            bf_limit_arrival(sim, keyed);
            continue;
        }
        sim->near_count--;
        switch (top.order >> 28) {
        case BF_LIMIT_TURN:
            if (!bf_limit_turn(sim)) return;
            break;
        case BF_LIMIT_CRISIS:
            bf_limit_release(sim, BF_LIMIT_CRISIS, top.at, keyed);
            bf_limit_person_gone(sim, top.who);
            break;
        case BF_LIMIT_ACUTE:
            bf_limit_acute_ends(sim, top.who, top.at, keyed);
            break;
        case BF_LIMIT_RETURN:
            bf_limit_join(sim, top.who, BF_LIMIT_ACUTE, top.at, keyed);
            break;
        default:
            bf_limit_onward_ends(sim, top.who, top.order >> 28, top.at, keyed);
        }
    }
}

/* What no run changes: the tables of the distributions and of the arrival rate. */
static inline void bf_limit_tables(struct bf_limit *sim)
{
    static const double weekday[7] = {1.06, 1.02, 1.0, 1.0, 1.02, 0.96, 0.94};
    bf_strips_init(&sim->wide, 1.0);
    bf_strips_init(&sim->narrow, 0.6);
    bf_strips_init(&sim->exponential, 0.0);
    for (int k = 0; k < 2; k++)
        sim->lognormal[k] = (struct bf_dist){
            .shape = BF_SHAPE_LOGNORMAL, .b = k ? 0.6 : 1.0, .u_max = 1.0, .max = (double)INFINITY};
    sim->gap = (struct bf_dist){
        .shape = BF_SHAPE_EXPONENTIAL, .a = 1.0, .u_max = 1.0, .max = (double)INFINITY};
    for (int hour = 0; hour < 168; hour++) {
        const double angle = 2.0 * 3.14159265358979323846 * (hour % 24 - 8.5) / 24.0;
        const double a_day = 50000.0 / 365.0 * weekday[hour / 24] * (1.0 + 0.45 * sin(angle));
        sim->cumulative[hour + 1] = sim->cumulative[hour] + a_day / 24.0;
        sim->days_per_arrival[hour] = 1.0 / a_day;
    }
    sim->ready = true;
}

STEP void bf_limit_begin(struct bf_limit *sim, enum bf_limit_workload workload, uint64_t seed,
                         bool keyed)
{
    static const double share[] = {0.09, 0.105, 0.20};
    static const double mean[] = {2.0, 5.0, 21.0, 28.0, 35.0, 42.0};
    static const uint32_t places[] = {UINT32_MAX, 700, 150, 60, 40, 80};
    double flow = 0.0, sum = 0.0;
    if (!sim->ready) bf_limit_tables(sim);
    for (int i = 0; i < BF_LIMIT_SERVICES; i++) {
        const double sigma = i < BF_LIMIT_ONWARD ? 1.0 : 0.6;
        sim->service[i] = (struct bf_limit_service){
            .places = places[i],
            .median = mean[i] * exp(-0.5 * sigma * sigma),
            .shape = i < BF_LIMIT_ONWARD ? &sim->wide : &sim->narrow,
            .law = &sim->lognormal[i >= BF_LIMIT_ONWARD],
            .key = 1 + (uint64_t)i,
        };
        if (i >= BF_LIMIT_ONWARD) flow += places[i] / mean[i];
    }
    for (int i = BF_LIMIT_ONWARD; i < BF_LIMIT_SERVICES; i++)
        sim->fate[i - BF_LIMIT_ONWARD] = share[workload] * (sum += places[i] / mean[i]) / flow;
    sim->fate[4] = share[workload] + (1.0 - share[workload]) * 0.1;
    memset(sim->wheel, 0, sizeof sim->wheel);
    memset(sim->page, 0, sizeof sim->page);
    sim->bucket = sim->seq = sim->free_person = 0;
    sim->fresh_person = 1;
    sim->arrivals = sim->returns = sim->events = 0;
    sim->near[0] = (struct bf_limit_event){1.0 / BF_LIMIT_PER_DAY, BF_LIMIT_TURN << 28, 0};
    sim->near_count = 1;
    bf_xoshiro_seed(&sim->rng, seed);
    sim->hour = 0;
    sim->week_start = sim->arrival_need = 0.0;
    sim->keys = bf_key_schedule(&(struct bf_key){seed, 0});
    sim->presented = 0;
    bf_limit_next_arrival(sim, keyed);
}

static inline void bf_limit_report(const struct bf_limit *sim, struct bf_limit_result *out)
{
    const double end = BF_LIMIT_END_DAY;
    *out = (struct bf_limit_result){.arrivals = sim->arrivals, .returns = sim->returns};
    for (int i = 0; i < BF_LIMIT_SERVICES; i++) {
        const struct bf_limit_service *service = &sim->service[i];
        out->busy[i] = (service->busy_sum + end * service->busy) / BF_LIMIT_DAYS;
        out->waiting[i] = (service->waiting_sum + end * service->waiting) / BF_LIMIT_DAYS;
        out->waiting_last[i] = service->waiting;
        out->begun[i] = service->begun;
        if (i >= BF_LIMIT_ONWARD) out->delayed += out->waiting[i];
        for (uint32_t day = BF_LIMIT_WARM_DAYS; day < BF_LIMIT_END_DAY; day++) {
            out->midnight_busy[i] += sim->row[day][i] * (1.0 / BF_LIMIT_DAYS);
            out->midnight_waiting[i] +=
                sim->row[day][BF_LIMIT_SERVICES + i] * (1.0 / BF_LIMIT_DAYS);
        }
    }
    /* The loop counted the turns of the wheel, bar the last; a day has one midnight. */
    out->events = sim->events - (BF_LIMIT_PER_DAY - 1) * (uint64_t)BF_LIMIT_END_DAY + 1;
    out->people_max = sim->fresh_person - 1;
}

/* One replication. Memory is a thread's own, 3 MB of which balanced touches about 0.3;
 * the first call also fills the tables (under a millisecond). */
STEP void bf_limit_run_by(enum bf_limit_workload workload, uint64_t seed, bool keyed,
                          struct bf_limit_result *out)
{
    static _Thread_local struct bf_limit sim;
    bf_limit_begin(&sim, workload, seed, keyed);
    bf_limit_loop(&sim, keyed);
    bf_limit_report(&sim, out);
}
__attribute__((noinline, unused)) static void bf_limit_run(enum bf_limit_workload workload,
                                                           uint64_t seed,
                                                           struct bf_limit_result *out)
{
    bf_limit_run_by(workload, seed, false, out);
}
__attribute__((noinline, unused)) static void bf_limit_run_keyed(enum bf_limit_workload workload,
                                                                 uint64_t seed,
                                                                 struct bf_limit_result *out)
{
    bf_limit_run_by(workload, seed, true, out);
}

#endif
