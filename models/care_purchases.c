/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care_rows.h"

static const char *const purchase_kinds[] = {"block", "spot", "call-off", NULL};
static const char *const when_spent_names[] = {"goes on", "stops", NULL};
static const char *const paid_names[] = {"full or empty", "when used", NULL};

static const struct bf_param purchase_params[] = {
    TEXT(bf_purchase, label, "label", NULL, "name for people"),
    TEXT_NEEDED(bf_purchase, service, "service", "the service whose capacity is bought"),
    CHOICE(bf_purchase, kind, "kind", purchase_kinds, BF_PARAM_REQUIRED, NULL,
           "block: so many places or hours from day to day; spot: a place for one person who has "
           "waited; call-off: so many at most, opened when a policy or a dated change calls them"),
    QTY(bf_purchase, beds, "beds", BF_DIM_COUNT, 0, 1e6, NULL,
        "block: places; call-off: places that can be called at most"),
    QTY(bf_purchase, hours, "hours", BF_DIM_EFFORT, 0, 1e6, NULL,
        "the same in care hours, \"350 hours per week\""),
    QTY(bf_purchase, beds_called, "beds_called", BF_DIM_COUNT, 0, 1e6, "0",
        "call-off: places called now; let a policy or a dated change set it"),
    QTY(bf_purchase, hours_called, "hours_called", BF_DIM_EFFORT, 0, 1e6, "0 hours per week",
        "call-off: the same in care hours"),
    DATE(bf_purchase, from, "from", BF_PARAM_REQUIRED, "first day"),
    DATE(bf_purchase, to, "to", BF_PARAM_REQUIRED, "last day"),
    DATE(bf_purchase, decided, "decided", 0,
         "block: day of the decision; `from` can be no earlier than `notice` after it"),
    DATE(bf_purchase, ended, "ended", 0,
         "block: day on which notice of an early end is given; it stays open for the notice, and "
         "is paid for it and for the minimum term"),
    FIXED(bf_purchase, notice_h, "notice", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "block: from decision to start, and from `ended` to the end; call-off: from call to "
          "opening (what is called opens, even if it is wanted no more)"),
    FIXED(bf_purchase, minimum_call_h, "minimum_call", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "call-off: kept open at least so long after the last increase"),
    QTY(bf_purchase, retainer, "retainer", BF_DIM_PRICE, 0, 1e6, NULL,
        "call-off: paid for all that can be called, called or not, \"£70 per bed per week\""),
    FIXED(bf_purchase, ramp_h, "ramp", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "block: opens in equal daily steps over so long from the first day"),
    FIXED(
        bf_purchase, late_h, "late", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "block: opens so long after `from` on average, as when recruitment is slower than planned; "
        "nothing is paid before; `to` and the end of the minimum term stay as written"),
    FIXED(bf_purchase, late_sd_h, "late_sd", BF_DIM_TIME, 0, YEAR_H, "0 h",
          "block: standard deviation of `late` from winter to winter (lognormal: never early)"),
    QTY(bf_purchase, price, "price", BF_DIM_PRICE, 0, 1e6, NULL,
        "of beds \"£1,050 per bed per week\", of care hours \"£25 per hour\"; spot: also \"£1,722 "
        "per person\""),
    CHOICE(bf_purchase, paid, "paid", paid_names, 0, "full or empty",
           "block, call-off: for all places open, or for those used"),
    QTY(bf_purchase, after_end, "price_after_end", BF_DIM_PRICE, 0, 1e6, NULL,
        "block, call-off: of a place that has closed with somebody in it, until they leave, "
        "\"£1,310 per bed per week\" (a spot price, say); none: the price"),
    FIXED(bf_purchase, minimum_term_h, "minimum_term", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "block: paid at least so long from the first day, even if it ends earlier"),
    TEXT(bf_purchase, payer, "payer", "NHS", "who pays"),
    QTY(bf_purchase, after_h, "after", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "spot: bought for a person who has waited so long for a place"),
    QTY(bf_purchase, lead_h, "lead_time", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "spot: the place is there so long after that"),
    QTY(bf_purchase, weekly_limit, "weekly_limit", BF_DIM_COUNT, 0, 1e6, NULL,
        "spot: places bought in a week at most"),
    QTY(bf_purchase, planned_stay_h, "planned_stay", BF_DIM_TIME, 0, YEAR_H, NULL,
        "spot: for so long at its price money of its plan is set aside when a place is bought; "
        "none: for the mean stay of such a person in the service, delay left out"),
    FLAG(bf_purchase, moves, "moves_to_block", "false",
         "spot: who has been in such a place longest moves, at midnight, to a place of the "
         "service's own, of a block or called off, if one is free and nobody waits for it; the "
         "spot place ends. Else they stay where they are until they leave"),
    END};
const struct bf_table care_purchase_table = {
    "purchase",
    "Capacity that is bought, and its bill. A service fills its own places first, then blocks in "
    "the order written, then what was called off, then spot places; a place bought for one person "
    "ends when they leave. When a block ends or a call closes, nobody is moved out: whoever is "
    "there stays until they leave, and their place is paid for until then.",
    sizeof(struct bf_purchase),
    purchase_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param plan_params[] = {
    TEXT(bf_purchase_plan, label, "label", NULL, "name for people"),
    {"budget", BF_PARAM_QUANTITY, BF_DIM_MONEY, BF_PARAM_REQUIRED | BF_PARAM_FIXED, 0, 1e12, NULL,
     OFF(bf_purchase_plan, budget), NULL, NULL,
     "for what its purchases cost in the period; set aside is what blocks and retainers will cost "
     "for certain, and what spot places and calls are planned to cost yet"},
    NAMES(bf_purchase_plan, purchases, "purchases", NULL, BF_PARAM_REQUIRED | BF_PARAM_LOOSE,
          "what it pays for, \"all\" for every purchase; a purchase belongs to one plan at most"),
    CHOICE(bf_purchase_plan, when_spent, "when_spent", when_spent_names, 0, "goes on",
           "stops: a spot place is bought, or a call made, only if what it is planned to cost (a "
           "spot place its planned_stay, a call its minimum) is neither spent nor set aside; when "
           "nothing is left, what was called off closes as if it were wanted no more"),
    END};
const struct bf_table care_plan_table = {
    "plan",
    "A budget for several purchases: what is spent, owed for certain and left, by month, and the "
    "chance to overspend.",
    sizeof(struct bf_purchase_plan),
    plan_params,
    NULL,
    NULL,
    NULL};
