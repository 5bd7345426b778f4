/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "present.h"

#include <math.h>

static double share_of(const struct bf_choice ways[], uint32_t k)
{
    return k ? ways[k].cumulative - ways[k - 1].cumulative : ways[0].cumulative;
}

struct bf_ways present_ways(const struct bf_network *n, const struct bf_numbers *numbers,
                            const struct bf_present *person, uint32_t group)
{
    if (!bf_is_service(person->service)) return bf_enter_ways(&n->stream[person->stream], group);
    const struct bf_site *site = &numbers->site[(size_t)person->service * n->group_count + group];
    return (struct bf_ways){site->choice, site->choice_count};
}

uint32_t present_need(const struct bf_numbers *numbers, uint32_t way, uint32_t task)
{
    const struct bf_choice *choice = &numbers->choice[way];
    for (uint32_t k = 0; k < choice->need_count; k++)
        if (numbers->need[choice->need + k].task == task) return k;
    return UINT32_MAX;
}

static bool leads_to(const struct bf_numbers *numbers, const struct bf_choice *way, uint32_t to,
                     bool others)
{
    if (way->to == to) return true;
    for (uint32_t k = 0; others && k < way->alt_count; k++)
        if (numbers->alt[way->alt + k].to == to) return true;
    return false;
}

/* A further preference counts only where nobody has the place as first choice. */
static bool is_first_choice(const struct bf_choice ways[], uint32_t count, uint32_t to)
{
    for (uint32_t k = 0; k < count; k++)
        if (ways[k].to == to) return true;
    return false;
}

double present_weight(const struct bf_network *n, const struct bf_numbers *numbers,
                      const struct bf_present *person, struct bf_ways ways, uint32_t k)
{
    (void)n;
    const struct bf_choice *choice = &numbers->choice[ways.first];
    double share = fmax(0, share_of(choice, k));
    uint32_t need;
    switch (person->awaits) {
    case BF_AWAITS_PLACE:
        return leads_to(numbers, &choice[k], person->target,
                        !is_first_choice(choice, ways.count, person->target))
                   ? share
                   : -1;
    case BF_AWAITS_TASK:
        need = present_need(numbers, ways.first + k, person->target);
        return need == UINT32_MAX ? -1 : share * numbers->need[choice[k].need + need].share;
    case BF_AWAITS_HOME:
        return bf_is_service(choice[k].to) ? -1 : share;
    default:
        return share;
    }
}

double present_discharge_weight(const struct bf_network *n, const struct bf_numbers *numbers,
                                uint32_t from, uint32_t to)
{
    const struct bf_service_info *info = &n->service[from];
    if (info->setting != BF_SETTING_ACUTE || !info->after) return 0;
    double sum = 0, places = numbers->service[from].places;
    for (uint32_t k = 0; k < n->group_count; k++) {
        const struct bf_site *site = &numbers->site[(size_t)from * n->group_count + k];
        const struct bf_choice *way = &numbers->choice[site->choice];
        for (uint32_t i = 0; i < site->choice_count; i++)
            if (to == BF_TO_HOME ? way[i].to == BF_TO_HOME : leads_to(numbers, &way[i], to, true))
                sum += fmax(1e-9, share_of(way, i));
    }
    return sum * (places > 0 && places < 1e6 ? places : 1);
}
