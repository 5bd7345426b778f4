/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care_rows.h"

static const struct bf_param only_params[] = {
    NAMES(bf_only, localities, "localities", NULL, BF_PARAM_LOOSE, "people of these localities"),
    NAMES(bf_only, streams, "streams", NULL, BF_PARAM_LOOSE, "people who came by these streams"),
    NAMES(bf_only, classes, "classes", NULL, BF_PARAM_LOOSE, "people of these classes"), END};
static const struct bf_table only_table = {
    "people",
    "The people to whom something is open: those of every list that is given.",
    sizeof(struct bf_only),
    only_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param some_params[] = {
    TEXT_NEEDED(bf_some, to, "to", "service, or \"home\", \"died\", \"left\""),
    SUB_NEEDED(bf_some, only, "only", BF_PARAM_GROUP, &only_table, "the people who go there"), END};
const struct bf_table care_some_table = {
    "some people",
    "Where some people go; the first in the list that is open to a person counts.",
    sizeof(struct bf_some),
    some_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param way_or_params[] = {
    TEXT_NEEDED(bf_way_or, to, "to", "service that is also acceptable"),
    QTY(bf_way_or, after_h, "after", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "patience: acceptable only after so long since ready"),
    FLAG(bf_way_or, keeps_claim, "keeps_claim", "false",
         "goes on waiting for the first choice from there, and moves when it is free"),
    SUB(bf_way_or, only, "only", BF_PARAM_GROUP, &only_table, "open to these people alone"), END};
static const struct bf_table way_or_table = {
    "alternative",
    "A further preference: taken when it is free first, once patience has ended.",
    sizeof(struct bf_way_or),
    way_or_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param way_params[] = {
    TEXT_NEEDED(bf_way, to, "to",
                "service, or \"home\", \"died\", \"left\"; the first choice of these people"),
    QTY(bf_way, share, "share", BF_DIM_SHARE, 0, 1, "1", "of the people who go this way"),
    SUB(bf_way, or_else, "or", BF_PARAM_LIST, &way_or_table,
        "further preferences, in order, each with the patience after which it is accepted"),
    SHARES(bf_way, needs, "needs",
           "discharge tasks, each with the share of these people needing it"),
    SHARES(
        bf_way, with, "with",
        "services that are used together with the place, each with the share of these people who "
        "need it: { therapy = 0.4; }. They start when all have room at once, nothing is held for "
        "them meanwhile, and the first who asked goes first; until they are ready to leave the "
        "place. A delayed day counts for the first of these without room: `to`, then those of "
        "`with` as written. A further preference is taken without them"),
    SHARES(
        bf_way, beside, "beside",
        "services that are had beside the place or at home, each with the share of these people "
        "who would: { technology_enabled_care = 0.3; }. Nobody waits for them: who finds no room "
        "when the place is granted goes without. They last their own stay, wherever the person "
        "lives, until an acute admission"),
    QTY(bf_way, priority, "priority", BF_DIM_COUNT, 0, 7, "4", "0 is served first, 7 last"),
    SUB(bf_way, only, "only", BF_PARAM_GROUP, &only_table,
        "open to these people alone, and the share is of them; the shares of the ways that are "
        "open to a person add up to 1"),
    END};
const struct bf_table care_way_table = {
    "way",
    "One way on: a share of people, where they go, what they need before they can move.",
    sizeof(struct bf_way),
    way_params,
    NULL,
    NULL,
    NULL};
