/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* Rules of escalation, looked at every hour: a measure above its line for long enough decides;
 * after the notice the change is made; it is taken back when the measure is below the other line
 * and the shortest time has passed. Two lines and a time keep a rule from flapping. */

static double signal_of(const struct world *w, const struct bf_policy_info *policy,
                        const struct acute_beds *acute)
{
    double on = 0;
    if (policy->signal == BF_SIGNAL_RULES) {
        for (uint32_t k = 0; k < policy->rule_count; k++)
            on += w->policy[policy->rule[k]].on;
        return on;
    }
    if (bf_is_service(policy->service)) {
        const struct node *node = &w->node[policy->service];
        if (policy->signal == BF_SIGNAL_WAITING) return node->waiting.value;
        if (policy->signal == BF_SIGNAL_DELAYED) return node->delayed.value;
        return node->places > 0 ? (double)node->occupied / node->places : 1;
    }
    if (policy->signal == BF_SIGNAL_WAITING) return acute->waiting;
    if (policy->signal == BF_SIGNAL_DELAYED) return w->delayed;
    return acute->open > 0 ? acute->occupied / acute->open : 0;
}

/* A use that reaches into the period, for the log. */
static void note_use(struct world *w, uint32_t k, double off_h)
{
    const struct policy *policy = &w->policy[k];
    double from_h = w->period_from * 24.0;
    if (!w->measuring || !w->out->use) return;
    BF_REQUIRE(w->out->use_count < bf_measures_uses(w->n));
    w->out->use[w->out->use_count++] = (struct bf_use){.rule = (uint16_t)k,
                                                       .decided_h = policy->decided_h - from_h,
                                                       .on_h = policy->on_since_h - from_h,
                                                       .off_h = off_h - from_h,
                                                       .value = policy->value};
}

void policies_period_end(struct world *w)
{
    for (uint32_t k = 0; k < w->n->policy_count; k++)
        if (w->policy[k].on) note_use(w, k, (double)NAN);
}

/* Whether the rule turned on or off at this hour. */
static bool turn(struct world *w, uint32_t k, const struct acute_beds *acute)
{
    const struct bf_policy_info *info = &w->n->policy[k];
    struct policy *policy = &w->policy[k];
    double now_h = w->sim.now_h, value = signal_of(w, info, acute);
    if (policy->on) {
        bool over = value < info->below && now_h - policy->on_since_h >= info->at_least_h - 1e-9;
        policy->on = !over;
        if (over) policy->above = false;
        if (over) note_use(w, k, now_h);
        return over;
    }
    if (!policy->decided) {
        if (value > info->above && !policy->above) policy->above_since_h = now_h;
        policy->above = value > info->above;
        if (!policy->above || now_h - policy->above_since_h < info->for_h - 1e-9) return false;
        policy->decided = true;
        policy->decided_h = now_h;
        policy->value = value;
    }
    /* once decided it comes into effect, even if the measure falls meanwhile */
    if (now_h - policy->decided_h < info->notice_h - 1e-9) return false;
    policy->on = true;
    policy->decided = false;
    policy->on_since_h = now_h;
    if (w->measuring) policy->activations++;
    return true;
}

void world_policies(struct world *w)
{
    const struct acute_beds acute = observe_acute_beds(w); /* rules turn hours, not beds */
    bool turned = false;
    for (uint32_t k = 0; k < w->n->policy_count; k++) {
        if (turn(w, k, &acute)) {
            turned = true;
            world_hours_turned(w, k);
        }
        if (w->policy[k].on && w->measuring) w->policy[k].hours_on += 1;
    }
    if (world_calls(w)) turned = true;
    if (turned) {
        world_day_changes(w, true);
        for (uint32_t s = 0; s < w->n->service_count; s++)
            world_open(w, s);
    }
    double next_h = w->sim.now_h + 1;
    if (next_h < (w->today + 1) * 24.0 - 1e-6)
        bf_sim_schedule(&w->sim, next_h, RANK_ROTA, EV_POLICY, 0, 0);
}
