/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>

static void check_shares(struct bf_compile *c, const struct bf_shares *shares,
                         const struct bf_compile_names *names, const char *stream,
                         const char *field, const char *what)
{
    char path[BF_PATH_CAP];
    double sum = 0;
    for (uint32_t i = 0; i < shares->count; i++) {
        bf_format(path, sizeof path, "demand.%s.%s.%s", stream, field, shares->name[i]);
        bf_compile_name(c, names, shares->name[i], path, what);
        sum += shares->value[i];
    }
    bf_format(path, sizeof path, "demand.%s.%s", stream, field);
    if (shares->count && fabs(sum - 1) > 1e-6)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected shares that add to 1, received %.6g; change one by %+.6g", sum,
                         1 - sum);
}

static void check_factors(struct bf_compile *c, const struct bf_series *series, uint32_t count,
                          const char *stream, const char *field)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "demand.%s.%s", stream, field);
    double sum = 0;
    for (uint32_t i = 0; i < series->count; i++)
        sum += series->value[i];
    if (series->count && series->count != count)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path, "expected %u numbers, received %u",
                         (unsigned)count, (unsigned)series->count);
    else if (series->count && !(sum > 0))
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path, "expected some number above 0");
}

/* Streams of a scenario keep their people when another stream is added, so the key comes from the
 * name; the few that collide in 15 bits step on to the next free one. */
static uint32_t stream_key(const struct bf_network *n, uint32_t index)
{
    uint32_t key = (uint32_t)(bf_name_key(n->stream[index].name) % 32749) + 1;
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < index; i++)
            if (n->stream[i].key == key) {
                key = key % 32749 + 1;
                again = true;
            }
    }
    return key;
}

/* Asked in order, each once, so that nobody is sent round for ever. */
static void compile_offer_or(struct bf_compile *c, const struct bf_stream *s,
                             struct bf_stream_info *info)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "demand.%s.offer.or", info->name);
    info->offer_or = bf_arena_take(&c->network->arena, s->offer.or_else.count, sizeof(uint16_t));
    if (s->offer.or_else.count && !s->offer.to)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path, "expected `to`, the service asked first");
    for (uint32_t i = 0; i < s->offer.or_else.count; i++) {
        uint16_t to = bf_compile_destination(c, s->offer.or_else.name[i], path, false);
        bool again = to == info->offer_to;
        for (uint32_t k = 0; k < info->offer_or_count; k++)
            again = again || info->offer_or[k] == to;
        if (again && bf_is_service(to))
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                             "expected each service once, received \"%s\" again",
                             s->offer.or_else.name[i]);
        else if (bf_is_service(to))
            info->offer_or[info->offer_or_count++] = to;
    }
}

static void compile_offer(struct bf_compile *c, const struct bf_stream *s,
                          struct bf_stream_info *info)
{
    char path[BF_PATH_CAP];
    info->offer_to = info->early_to = BF_TO_LEFT;
    info->offers_again = s->offer.readmissions;
    if (s->offer.to) {
        bf_format(path, sizeof path, "demand.%s.offer.to", info->name);
        info->offer_to = bf_compile_destination(c, s->offer.to, path, false);
    }
    compile_offer_or(c, s, info);
    if (s->offer.early_to) {
        bf_format(path, sizeof path, "demand.%s.offer.early_to", info->name);
        info->early_to = bf_compile_destination(c, s->offer.early_to, path, false);
        if (bf_is_service(info->early_to) &&
            c->network->service[info->early_to].kind == BF_KIND_TEAM)
            bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                             "expected a service where people stay, received a team");
    }
}

/* To whom a stream's offer is made. */
static void compile_offered(struct bf_compile *c, const struct bf_stream *s,
                            struct bf_stream_info *info)
{
    struct bf_network *n = c->network;
    const struct bf_only *only = &s->offer.only;
    if (!only->classes.count && !only->localities.count) return;
    bool *offered = bf_arena_take(&n->arena, n->group_count, sizeof *offered);
    for (uint32_t g = 0; g < n->group_count; g++)
        offered[g] = bf_compile_open_to(n, only, g);
    info->offered = offered;
}

static void compile_enter(struct bf_compile *c, const struct bf_stream *s,
                          struct bf_stream_info *info)
{
    struct bf_network *n = c->network;
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "demand.%s.enter", info->name);
    info->choice = n->choice_count;
    if (bf_compile_by_group(&s->enter)) {
        struct bf_ways *enter = bf_arena_take(&n->arena, n->group_count, sizeof *enter);
        bf_compile_ways_by_group(c, &s->enter, path, UINT32_MAX, enter);
        info->enter = enter;
    } else {
        struct bf_ways all = bf_compile_ways(c, &s->enter, path);
        info->choice_count = all.count;
    }
    for (uint32_t k = info->choice; k < n->choice_count; k++)
        if (n->numbers.choice[k].need_count) {
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected no needs on a way into the system: tasks come between a "
                             "service and the next");
            break;
        }
    for (uint32_t k = info->choice; k < n->choice_count; k++)
        if (n->numbers.choice[k].company) {
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected no `with` on a way into the system: it is for those who go "
                             "on from a service");
            break;
        }
}

/* One table for two streams brings everybody in it twice. */
static void check_table(struct bf_compile *c, uint32_t i)
{
    const struct bf_items *demand = &c->network->care->demand;
    const struct bf_stream *stream = demand->item;
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "demand.%s.daily", demand->name[i]);
    for (uint32_t k = 0; k < i && stream[i].daily; k++)
        if (stream[k].daily && stream[i].daily[0] &&
            strcmp(stream[k].daily, stream[i].daily) == 0) {
            bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                             "the table of demand.%s as well: everybody in it comes twice",
                             demand->name[k]);
            return;
        }
}

void bf_compile_streams(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_items *demand = &n->care->demand;
    if (demand->count == 0)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, "demand", "expected at least one stream of demand");
    for (uint32_t i = 0; i < demand->count; i++) {
        const struct bf_stream *s = (const struct bf_stream *)demand->item + i;
        struct bf_stream_info *info = &n->stream[i];
        char path[BF_PATH_CAP];
        info->name = demand->name[i];
        info->label = s->label ? s->label : info->name;
        info->planned = s->kind == 1;
        info->season_correlation = s->season_correlation;
        info->key = stream_key(n, i);
        compile_enter(c, s, info);
        bf_format(path, sizeof path, "demand.%s.rate", info->name);
        if (!(s->rate > 0) && !s->daily)
            bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                             "nobody ever presents here: the rate is 0");
        check_table(c, i);
        bf_format(path, sizeof path, "demand.%s.cancelled", info->name);
        if (s->cancelled > 0 && !info->planned)
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected `kind = \"planned\"`: only planned people can be cancelled");
        if (s->contains_readmissions && s->first_presentations > 0)
            n->stream_scale[i] = s->first_presentations;
        compile_offer(c, s, info);
        compile_offered(c, s, info);
        check_shares(c, &s->classes, c->classes, info->name, "classes", "a class");
        check_shares(c, &s->localities, c->localities, info->name, "localities", "a locality");
        check_factors(c, &s->by_month, 12, info->name, "by_month");
        check_factors(c, &s->by_weekday, 7, info->name, "by_weekday");
        check_factors(c, &s->by_hour, 24, info->name, "by_hour");
        bf_format(path, sizeof path, "demand.%s.classes", info->name);
        if (s->classes.count == 0 && n->care->classes.count > 1)
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected the share of each class, since there are %u classes",
                             (unsigned)n->care->classes.count);
    }
}
