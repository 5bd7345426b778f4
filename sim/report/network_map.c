/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/network_map.h"

#include "bedflow/report/graphviz.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW = 6 }; /* services beside each other on a crowded map */

/* ---- nodes ----------------------------------------------------------------------------- */

static bool is_home(const struct bf_network *n, uint32_t service)
{
    return n->service[service].kind == BF_KIND_HOME;
}

static uint32_t node_of(const struct bf_network *n, uint32_t to)
{
    uint32_t ends = n->service_count + n->stream_count;
    if (bf_is_service(to)) return is_home(n, to) ? ends + BF_MAP_HOME : to;
    return ends + (to == BF_TO_HOME ? BF_MAP_HOME : to == BF_TO_DIED ? BF_MAP_DIED : BF_MAP_LEFT);
}

const char *bf_map_label(const struct bf_map *map, uint32_t node)
{
    static const char *const end[BF_MAP_ENDS] = {"home", "elsewhere", "death"};
    const struct bf_network *n = map->network;
    if (node < n->service_count) return n->service[node].label;
    node -= n->service_count;
    return node < n->stream_count ? n->stream[node].label : end[node - n->stream_count];
}

static const char *unit_of(const struct bf_service_info *info)
{
    static const char *const unit[BF_KIND_COUNT] = {"beds", "places", "staff", "starts a week",
                                                    "people"};
    return info->kind == BF_KIND_CASELOAD && info->has_hours ? "care hours a week"
                                                             : unit[info->kind];
}

void bf_map_capacity(const struct bf_map *map, uint32_t service, char text[], size_t size)
{
    const struct bf_service_info *info = &map->network->service[service];
    char number[64];
    double capacity = map->load[service].capacity * (info->has_hours ? 7 : 1);
    if (isinf(capacity)) {
        bf_format(text, size, "as many as come");
        return;
    }
    bf_value_print(capacity, info->kind == BF_KIND_TEAM ? 0.1 : (double)NAN, number, sizeof number);
    bf_format(text, size, "%s %s", number, unit_of(info));
}

/* ---- ways ------------------------------------------------------------------------------ */

/* The way from one node to another, made if it is new. */
static struct bf_map_way *find(struct bf_map *map, uint32_t from, uint32_t to)
{
    for (uint32_t i = map->way_count; i > 0 && map->way[i - 1].from == from; i--)
        if (map->way[i - 1].to == to) return &map->way[i - 1];
    struct bf_map_way *way = &map->way[map->way_count++];
    *way = (struct bf_map_way){.from = from, .to = to, .second = true};
    return way;
}

/* Shares of one list of choices, added up by destination in share[nodes]. */
static void add_list(const struct bf_map *map, uint32_t first, uint32_t count, double share[])
{
    const struct bf_choice *choice = &map->network->numbers.choice[first];
    for (uint32_t i = 0; i < count; i++)
        share[node_of(map->network, choice[i].to)] +=
            choice[i].cumulative - (i > 0 ? choice[i - 1].cumulative : 0);
}

static void add_second(struct bf_map *map, uint32_t from, uint32_t first, uint32_t count)
{
    const struct bf_numbers *numbers = &map->network->numbers;
    for (uint32_t i = first; i < first + count; i++) {
        const struct bf_choice *choice = &numbers->choice[i];
        for (uint32_t k = choice->alt; k < choice->alt + choice->alt_count; k++)
            find(map, from, node_of(map->network, numbers->alt[k].to));
    }
}

static void take_shares(struct bf_map *map, uint32_t from, const double share[], bool first_list)
{
    uint32_t nodes = map->network->service_count + map->network->stream_count + BF_MAP_ENDS;
    for (uint32_t to = 0; to < nodes; to++) {
        bool known = false;
        for (uint32_t i = map->way_count; i > 0 && map->way[i - 1].from == from; i--)
            known = known || map->way[i - 1].to == to;
        if (!(share[to] > 0) && !known) continue;
        struct bf_map_way *way = find(map, from, to);
        bool fresh = way->second;
        if (share[to] > 0) way->second = false;
        way->low = first_list ? share[to] : fresh ? 0 : fmin(way->low, share[to]);
        way->high = first_list ? share[to] : fmax(way->high, share[to]);
    }
}

/* ---- add-ons --------------------------------------------------------------------------- */

static struct bf_map_add_on *find_add_on(struct bf_map *map, const struct bf_map_add_on *key)
{
    for (uint32_t i = map->add_on_count; i > 0 && map->add_on[i - 1].from == key->from; i--) {
        struct bf_map_add_on *add_on = &map->add_on[i - 1];
        if (add_on->place == key->place && add_on->service == key->service &&
            add_on->beside == key->beside)
            return add_on;
    }
    map->add_on[map->add_on_count] = *key;
    return &map->add_on[map->add_on_count++];
}

static void add_company(struct bf_map *map, uint32_t from, uint32_t index, double share)
{
    const struct bf_numbers *numbers = &map->network->numbers;
    const struct bf_company *company = &numbers->company[index];
    uint32_t place = node_of(map->network, numbers->choice[index].to);
    for (uint32_t k = 0; k < (uint32_t)company->count + company->beside; k++) {
        const struct bf_companion *companion = &numbers->companion[company->first + k];
        struct bf_map_add_on key = {.from = from,
                                    .place = place,
                                    .service = companion->service,
                                    .low = (double)NAN,
                                    .beside = k >= company->count};
        find_add_on(map, &key)->now += share * companion->share;
    }
}

/* What people of one list of choices have beside where they go: shares as those of ways. */
static void take_add_ons(struct bf_map *map, uint32_t from, struct bf_ways list, bool first_list)
{
    const struct bf_choice *choice = map->network->numbers.choice;
    if (map->network->numbers.company == NULL) return;
    for (uint32_t i = list.first; i < list.first + list.count; i++) {
        double before = i > list.first ? choice[i - 1].cumulative : 0;
        if (choice[i].company) add_company(map, from, i, choice[i].cumulative - before);
    }
    for (uint32_t i = map->add_on_count; i > 0 && map->add_on[i - 1].from == from; i--) {
        struct bf_map_add_on *add_on = &map->add_on[i - 1];
        double known = isnan(add_on->low) ? 0 : add_on->low;
        add_on->low = first_list ? add_on->now : fmin(known, add_on->now);
        add_on->high = fmax(add_on->high, add_on->now);
        add_on->now = 0;
    }
}

/* ---- of a service, of a stream --------------------------------------------------------- */

static void add_destination(struct bf_map *map, uint32_t from, uint32_t to)
{
    if (to != BF_TO_LEFT) find(map, from, node_of(map->network, to));
}

static void add_service(struct bf_map *map, uint32_t i, double share[], size_t nodes)
{
    const struct bf_network *n = map->network;
    const struct bf_site *site = &n->numbers.site[(size_t)i * n->group_count];
    bool first_list = true;
    for (uint32_t k = 0; k < n->group_count; k++) {
        if (site[k].permanent) continue;
        memset(share, 0, nodes * sizeof *share);
        add_list(map, site[k].choice, site[k].choice_count, share);
        take_shares(map, i, share, first_list);
        take_add_ons(map, i, (struct bf_ways){site[k].choice, site[k].choice_count}, first_list);
        first_list = false;
    }
    for (uint32_t k = 0; k < n->group_count; k++)
        if (!site[k].permanent) add_second(map, i, site[k].choice, site[k].choice_count);
    add_destination(map, i, n->service[i].gives_up_to);
    add_destination(map, i, n->service[i].turned_away_to);
    for (uint32_t k = 0; k < n->group_count; k++) {
        if (n->service[i].some_give_up) add_destination(map, i, n->service[i].some_give_up[k]);
        if (n->service[i].some_turned_away)
            add_destination(map, i, n->service[i].some_turned_away[k]);
    }
}

static void add_stream(struct bf_map *map, uint32_t s, double share[], size_t nodes)
{
    const struct bf_network *n = map->network;
    const struct bf_stream_info *info = &n->stream[s];
    uint32_t from = n->service_count + s;
    uint32_t groups = info->enter ? n->group_count : 1;
    for (uint32_t k = 0; k < groups; k++) {
        struct bf_ways ways = bf_enter_ways(info, k);
        memset(share, 0, nodes * sizeof *share);
        add_list(map, ways.first, ways.count, share);
        take_shares(map, from, share, k == 0);
        take_add_ons(map, from, ways, k == 0);
    }
    for (uint32_t k = 0; k < groups; k++) {
        struct bf_ways ways = bf_enter_ways(info, k);
        add_second(map, from, ways.first, ways.count);
    }
    add_destination(map, from, info->offer_to);
}

static int by_ends(const void *left, const void *right)
{
    const struct bf_map_way *a = left, *b = right;
    if (a->from != b->from) return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

static struct bf_load *loads_of(const struct bf_network *n)
{
    double emergencies, readmissions;
    struct bf_load *load = bf_heap_take(n->service_count + 1, sizeof *load);
    if (load != NULL && !bf_network_load(n, load, &emergencies, &readmissions)) {
        bf_heap_give(load);
        return NULL;
    }
    return load;
}

bool bf_map_make(struct bf_map *map, const struct bf_network *network, struct bf_err *err)
{
    size_t nodes = (size_t)network->service_count + network->stream_count + BF_MAP_ENDS;
    size_t sources = nodes - BF_MAP_ENDS;
    size_t most = (size_t)network->choice_count + network->alt_count + 3 * sources + 1;
    for (uint32_t i = 0; i < network->service_count; i++)
        most += (size_t)(network->service[i].some_give_up != NULL) * network->group_count +
                (size_t)(network->service[i].some_turned_away != NULL) * network->group_count;
    most = most < sources * nodes ? most : sources * nodes;
    double *share = bf_heap_take(nodes, sizeof *share);
    *map = (struct bf_map){.network = network};
    /* every class of a service may share one list of choices: pairs are the bound */
    map->way = bf_heap_take(most + 1, sizeof *map->way);
    map->add_on = bf_heap_take((size_t)network->companion_count + 1, sizeof *map->add_on);
    bool good = share != NULL && map->way != NULL && map->add_on != NULL;
    for (uint32_t i = 0; good && i < network->service_count; i++)
        if (!is_home(network, i)) add_service(map, i, share, nodes);
    for (uint32_t s = 0; good && s < network->stream_count; s++)
        add_stream(map, s, share, nodes);
    bf_heap_give(share);
    if (!good) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the map of services");
    qsort(map->way, map->way_count, sizeof *map->way, by_ends);
    map->load = loads_of(network);
    return map->load || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the map of services");
}

void bf_map_free(struct bf_map *map)
{
    bf_heap_give(map->way);
    bf_heap_give(map->add_on);
    bf_heap_give(map->load);
    *map = (struct bf_map){.way = NULL};
}

static void range_words(double low, double high, char text[], size_t size)
{
    if (high < 0.0095)
        bf_format(text, size, "less than 1%%");
    else if (round(100 * high) - round(100 * low) < 0.5)
        bf_format(text, size, "%.0f%%", round(100 * high));
    else
        bf_format(text, size, "%.0f to %.0f%%", round(100 * low), round(100 * high));
}

void bf_map_share(const struct bf_map_way *way, char text[], size_t size)
{
    if (way->second)
        bf_format(text, size, "if first choices are full");
    else
        range_words(way->low, way->high, text, size);
}

void bf_map_add_on_share(const struct bf_map_add_on *add_on, char text[], size_t size)
{
    range_words(add_on->low, add_on->high, text, size);
}

/* ---- the graph ------------------------------------------------------------------------- */

/* Kinds differ in shape as well as in colour. */
static const char *const kind_style[BF_KIND_COUNT] = {
    "shape=box, style=filled, fillcolor=\"#DCEBF7\"",
    "shape=box, style=\"filled,rounded\", fillcolor=\"#DDF3EA\"",
    "shape=octagon, margin=\"0.02,0.02\", style=filled, fillcolor=\"#FBE9D0\"",
    "shape=cds, margin=\"0.3,0.12\", style=filled, fillcolor=\"#F6E3EE\"", "shape=box"};

/* An octagon takes more room than a box with its corners cut. */
static const char *style_of(const struct bf_map *map, const struct bf_service_info *info)
{
    if (info->kind == BF_KIND_TEAM && bf_map_is_crowded(map))
        return "shape=box, style=\"filled,diagonals\", fillcolor=\"#FBE9D0\"";
    return kind_style[info->kind];
}

/* A label of a few short lines: broken at spaces beyond `width` bytes. */
static void wrap(const char *text, size_t width, char out[], size_t size)
{
    size_t column = 0;
    bf_format(out, size, "%s", text);
    for (char *at = out; *at != '\0'; at++, column++) {
        if (*at != ' ' || column + strcspn(at + 1, " ") < width) continue;
        *at = '\n';
        column = 0;
    }
}

static void add_out(const struct bf_map *map, uint32_t node, uint32_t end, struct bf_text *label)
{
    uint32_t to = map->network->service_count + map->network->stream_count + end;
    char share[64];
    for (uint32_t i = 0; i < map->way_count; i++) {
        const struct bf_map_way *way = &map->way[i];
        bool starts = node < map->network->service_count && end == BF_MAP_LEFT &&
                      map->network->service[node].kind == BF_KIND_MARKET;
        /* who has a bought place is out of sight by definition */
        if (way->from != node || way->to != to || way->second || starts) continue;
        bf_map_share(way, share, sizeof share);
        bf_text_add(label, "\n%s %s", bf_map_label(map, to), share);
    }
}

/* People a day who come from outside: instead of a node for each stream. */
static void add_arrivals(const struct bf_map *map, uint32_t node, struct bf_text *label)
{
    const struct bf_network *n = map->network;
    char text[64];
    double a_day = 0;
    for (uint32_t i = 0; i < map->way_count; i++) {
        const struct bf_map_way *way = &map->way[i];
        if (way->to == node && way->from >= n->service_count)
            a_day += way->high * n->numbers.stream[way->from - n->service_count].rate_per_day;
    }
    if (!(a_day > 0)) return;
    bf_value_print(a_day, a_day < 10 ? 1 : 10, text, sizeof text);
    bf_text_add(label, "\n%s a day come", text);
}

static void add_node(const struct bf_map *map, uint32_t node, struct bf_text *graph)
{
    const struct bf_network *n = map->network;
    struct bf_text label = {.bytes = NULL};
    char text[200];
    wrap(bf_map_label(map, node), bf_map_is_crowded(map) ? 15 : 20, text, sizeof text);
    bf_text_add(&label, "%s", text);
    if (node < n->service_count) {
        bf_map_capacity(map, node, text, sizeof text);
        bf_text_add(&label, "\n%s", text);
        if (bf_map_is_crowded(map)) add_arrivals(map, node, &label);
    } else {
        double rate = n->numbers.stream[node - n->service_count].rate_per_day;
        bf_value_print(rate, rate < 10 ? 1 : 10, text, sizeof text);
        bf_text_add(&label, "\n%s a day", text);
    }
    for (uint32_t end = 0; end < BF_MAP_ENDS; end++)
        add_out(map, node, end, &label);
    bf_text_add(graph, "  n%u [%s, label=", node,
                node < n->service_count ? style_of(map, &n->service[node])
                                        : "shape=plain, style=\"\"");
    bf_graphviz_quote(graph, label.bytes != NULL ? label.bytes : "");
    bf_text_add(graph, "];\n");
    graph->failed = graph->failed || label.failed;
    bf_text_free(&label);
}

/* Whether a crowded map has room for it. */
static bool is_drawn(const struct bf_map *map, const struct bf_map_way *way)
{
    if (!bf_map_is_crowded(map)) return true;
    if (way->from >= map->network->service_count) return false;
    if (!way->second && way->high >= BF_MAP_RARE) return true;
    for (uint32_t i = 0; i < map->way_count; i++) {
        const struct bf_map_way *other = &map->way[i];
        bool inside = other->from < map->network->service_count && other->from != other->to;
        if (other->to == way->to && inside &&
            (other->high > way->high || (other->high >= way->high && other < way)))
            return false;
    }
    return true;
}

static void add_edge(const struct bf_map *map, const struct bf_map_way *way, struct bf_text *graph)
{
    char share[64];
    bool crowded = bf_map_is_crowded(map);
    if (bf_map_is_end(map, way->to) || !is_drawn(map, way)) return;
    bf_map_share(way, share, sizeof share);
    bf_text_add(graph, "  n%u -> n%u [", way->from, way->to);
    if (crowded) bf_text_add(graph, "constraint=false, ");
    if (way->second)
        bf_text_add(graph, "style=dashed, color=\"#767676\", weight=0];\n");
    else if (crowded) /* labels would hold lines and services apart */
        bf_text_add(graph, "penwidth=%.1f];\n", 1 + 3 * way->high);
    else
        bf_text_add(graph, "label=\"%s\", penwidth=%.1f, weight=%d];\n", share, 1 + 2 * way->high,
                    1 + (int)(4 * way->high));
}

/* One line for all places that people have it with, and the share if it is the same for all classes
 * or of one place. Hollow heads: nobody goes there and leaves the place. */
static void add_add_on(const struct bf_map *map, uint32_t i, struct bf_text *graph)
{
    const struct bf_map_add_on *add_on = &map->add_on[i];
    const char *what = add_on->beside ? "beside" : "with";
    double low = 0, high = 0;
    uint32_t places = 0;
    for (uint32_t k = 0; k < map->add_on_count; k++) {
        const struct bf_map_add_on *other = &map->add_on[k];
        if (other->from != add_on->from || other->service != add_on->service ||
            other->beside != add_on->beside)
            continue;
        if (k < i) return; /* drawn */
        low += other->low;
        high += other->high;
        places++;
    }
    char share[64] = "";
    if (places == 1 || high - low < 1e-9) range_words(low, high, share, sizeof share);
    bf_text_add(graph, "  n%u -> n%u [", add_on->from, add_on->service);
    if (bf_map_is_crowded(map))
        bf_text_add(graph, "constraint=false, ");
    else
        bf_text_add(graph, "label=\"%s%s%s\", weight=0, ", what, share[0] ? " " : "", share);
    bf_text_add(graph, "style=%s, color=\"%s\", penwidth=1.6, arrowhead=onormal];\n",
                add_on->beside ? "dotted" : "dashed", add_on->beside ? "#6B3FA0" : "#A34A00");
}

/* Where a service stands on a crowded map: rows of its own, from top to bottom. */
static unsigned frame_of(const struct bf_service_info *info)
{
    switch (info->setting) {
    case BF_SETTING_AE:
    case BF_SETTING_ACUTE:
        return 1;
    case BF_SETTING_NON_ACUTE:
    case BF_SETTING_CARE_HOME:
        return 2;
    default:
        return info->kind == BF_KIND_TEAM ? 0 : 3;
    }
}

/* Rows are held by their first nodes, which no drawn line may pull apart. */
static void add_frames(const struct bf_map *map, struct bf_text *graph)
{
    static const char *const frame[] = {"Teams", "In hospital", "In other beds and care homes",
                                        "At home, and places that are bought"};
    const struct bf_network *n = map->network;
    uint32_t above = UINT32_MAX;
    for (unsigned k = 0; k < sizeof frame / sizeof frame[0]; k++) {
        unsigned in_row = 0;
        bf_text_add(graph,
                    "  subgraph cluster_%u {\n    label=\"%s\"; labeljust=l; fontname=\"Arial\"; "
                    "fontsize=15; color=\"#B0B0B0\"; margin=8;\n",
                    k, frame[k]);
        for (uint32_t node = 0; node < n->service_count; node++) {
            if (is_home(n, node) || frame_of(&n->service[node]) != k) continue;
            add_node(map, node, graph);
            if (in_row == 0 && above != UINT32_MAX)
                bf_text_add(graph, "    n%u -> n%u [style=invis, weight=50];\n", above, node);
            if (in_row == 0) bf_text_add(graph, "    n%u [group=left];\n", node);
            if (in_row == 0) above = node;
            bf_text_add(graph, in_row == 0 ? "    { rank=same; n%u;" : " n%u;", node);
            in_row = (in_row + 1) % ROW;
            if (in_row == 0) bf_text_add(graph, " }\n");
        }
        bf_text_add(graph, in_row > 0 ? " }\n  }\n" : "  }\n");
    }
}

void bf_map_graph(const struct bf_map *map, struct bf_text *graph)
{
    const struct bf_network *n = map->network;
    bool crowded = bf_map_is_crowded(map);
    bf_text_add(graph,
                "digraph services {\n  graph [rankdir=%s, nodesep=%s, ranksep=%s, "
                "splines=true, nslimit=3, mclimit=3, bgcolor=\"#FFFFFF\", pad=0.1%s];\n"
                "  node [fontname=\"Arial\", fontsize=13, fontcolor=\"#222222\", "
                "color=\"#555555\", margin=\"%s\"];\n"
                "  edge [fontname=\"Arial\", fontsize=11, fontcolor=\"#333333\", "
                "color=\"#3B6E91\", arrowsize=0.7];\n",
                crowded ? "TB" : "LR", crowded ? "0.12" : "0.22", crowded ? "0.6" : "0.75",
                crowded ? ", newrank=true" : "", crowded ? "0.04,0.03" : "0.12,0.06");
    if (crowded) add_frames(map, graph);
    for (uint32_t node = 0; !crowded && node < n->service_count + n->stream_count; node++)
        if (node >= n->service_count || !is_home(n, node)) add_node(map, node, graph);
    for (uint32_t i = 0; i < map->way_count; i++)
        add_edge(map, &map->way[i], graph);
    for (uint32_t i = 0; i < map->add_on_count; i++)
        if (!crowded || map->add_on[i].from < n->service_count) add_add_on(map, i, graph);
    bf_text_add(graph, "}\n");
}
