/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "assert_close.h"
#include "bedflow/report/network_map.h"
#include "model_fixture.h"

static const char scenario[] =
    "format = 1; title = \"x\";\n"
    "period = { from = \"2021-11-01\"; to = \"2021-12-12\"; };\n"
    "start = { warm_up = \"30 days\"; };\n"
    "classes = { frail: {}; fit: {}; };\n"
    "demand: { falls: { label = \"Falls \\\"at home\\\"\"; rate = \"9.7 per day\";\n"
    "  classes = { frail = 0.4; fit = 0.6; }; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; label = \"Ward\"; setting = \"acute\"; beds = 58;\n"
    "    stay = { mean = \"4.3 days\"; }; by_class: { frail: { then = (\n"
    "      { to = \"step_down\"; share = 0.35; with = { care = 0.44; }; or = ( { to = \"care\"; "
    "after = \"3 days\"; } ); "
    "},\n"
    "      { to = \"home\"; share = 0.65; beside = { alarm = 0.25; }; } ); }; };\n"
    "    then = ( { to = \"step_down\"; share = 0.12; beside = { alarm = 0.5; }; },\n"
    "      { to = \"home\"; share = 0.88; beside = { alarm = 0.25; }; } ); };\n"
    "  step_down: { kind = \"beds\"; setting = \"non-acute\"; unlimited = true;\n"
    "    stay = { mean = \"4 weeks\"; }; then = ( { to = \"home\"; share = 0.995; },\n"
    "      { to = \"died\"; share = 0.005; } ); };\n"
    "  care: { kind = \"caseload\"; setting = \"home\"; hours = \"231 hours per week\";\n"
    "    first_visits = \"2 hours per day\"; last_visits = \"1 hours per day\";\n"
    "    stay = { mean = \"3 weeks\"; }; then = ( { to = \"home\"; } ); };\n"
    "  alarm: { kind = \"market\"; label = \"Alarm <b>\"; weekly_limit = 7;\n"
    "    lead_time = { mean = \"9 hours\"; }; stay = { mean = \"9 weeks\"; }; };\n"
    "  own: { kind = \"home\"; };\n"
    "};\n";

static struct fixture f;
static struct bf_map map;

static uint32_t service(const char *name)
{
    for (uint32_t i = 0; i < map.network->service_count; i++)
        if (strcmp(map.network->service[i].name, name) == 0) return i;
    fail_msg("no service %s", name);
    return 0;
}

static const struct bf_map_way *way(uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < map.way_count; i++)
        if (map.way[i].from == from && map.way[i].to == to) return &map.way[i];
    return NULL;
}

static uint32_t end_node(enum bf_map_end end)
{
    return map.network->service_count + map.network->stream_count + end;
}

static void shares_are_ranges_over_classes(void **state)
{
    (void)state;
    char text[64];
    const struct bf_map_way *on = way(service("ward"), service("step_down"));
    assert_non_null(on);
    assert_false(on->second);
    assert_close(on->low, 0.12, 1e-12);
    assert_close(on->high, 0.35, 1e-12);
    bf_map_share(on, text, sizeof text);
    assert_string_equal(text, "12 to 35%");
    on = way(service("ward"), end_node(BF_MAP_HOME));
    assert_close(on->low, 0.65, 1e-12);
    assert_close(on->high, 0.88, 1e-12);
    on = way(service("step_down"), end_node(BF_MAP_DIED));
    bf_map_share(on, text, sizeof text);
    assert_string_equal(text, "less than 1%");
}

static void a_further_preference_is_a_second_way(void **state)
{
    (void)state;
    const struct bf_map_way *on = way(service("ward"), service("care"));
    assert_non_null(on);
    assert_true(on->second);
    assert_close(on->high, 0, 1e-15);
}

static const struct bf_map_add_on *add_on(uint32_t place, uint32_t of)
{
    for (uint32_t i = 0; i < map.add_on_count; i++)
        if (map.add_on[i].place == place && map.add_on[i].service == of) return &map.add_on[i];
    fail_msg("no such add-on");
    return NULL;
}

/* frail: 0.35 step down, 44% of them with care; 0.65 of frail and 0.88 of fit people go home, a
 * quarter with an alarm beside them. */
static void what_people_have_beside_a_place_is_an_add_on_and_no_way(void **state)
{
    (void)state;
    char text[64];
    uint32_t home = end_node(BF_MAP_HOME);
    assert_int_equal(map.add_on_count, 3);
    const struct bf_map_add_on *care = add_on(service("step_down"), service("care"));
    assert_int_equal(care->from, service("ward"));
    assert_false(care->beside);
    assert_close(care->low, 0, 1e-12);
    assert_close(care->high, 0.35 * 0.44, 1e-12);
    const struct bf_map_add_on *alarm = add_on(home, service("alarm"));
    assert_true(alarm->beside);
    assert_close(alarm->low, 0.65 * 0.25, 1e-12);
    assert_close(alarm->high, 0.88 * 0.25, 1e-12);
    bf_map_add_on_share(alarm, text, sizeof text);
    assert_string_equal(text, "16 to 22%");
    alarm = add_on(service("step_down"), service("alarm"));
    assert_close(alarm->low, 0, 1e-12);
    assert_close(alarm->high, 0.12 * 0.5, 1e-12);
    assert_null(way(service("ward"), service("alarm")));
}

static void add_ons_are_drawn_once_for_all_places_with_a_share_that_is_sure(void **state)
{
    (void)state;
    struct bf_text graph = {.bytes = NULL};
    char edge[200];
    bf_map_graph(&map, &graph);
    assert_false(graph.failed);
    snprintf(edge, sizeof edge,
             "n%u -> n%u [label=\"with 0 to 15%%\", weight=0, style=dashed, color=\"#A34A00\", "
             "penwidth=1.6, arrowhead=onormal];\n",
             service("ward"), service("care"));
    assert_contains(graph.bytes, edge);
    snprintf(edge, sizeof edge, "n%u -> n%u [label=\"beside\", weight=0, style=dotted",
             service("ward"), service("alarm"));
    assert_contains(graph.bytes, edge);
    assert_null(strstr(strstr(graph.bytes, edge) + 1, edge));
    bf_text_free(&graph);
}

static void a_stream_leads_to_where_its_people_enter(void **state)
{
    (void)state;
    const struct bf_map_way *on = way(map.network->service_count, service("ward"));
    assert_non_null(on);
    assert_close(on->low, 1, 1e-12);
    assert_string_equal(bf_map_label(&map, map.network->service_count), "Falls \"at home\"");
}

static void capacities_are_said_in_their_own_units(void **state)
{
    (void)state;
    char text[80];
    bf_map_capacity(&map, service("ward"), text, sizeof text);
    assert_string_equal(text, "58 beds");
    bf_map_capacity(&map, service("step_down"), text, sizeof text);
    assert_string_equal(text, "as many as come");
    bf_map_capacity(&map, service("care"), text, sizeof text);
    assert_string_equal(text, "231 care hours a week");
}

static void the_graph_draws_services_and_ways_and_quotes_labels(void **state)
{
    (void)state;
    struct bf_text graph = {.bytes = NULL};
    char edge[64];
    bf_map_graph(&map, &graph);
    assert_false(graph.failed);
    assert_contains(graph.bytes, "Falls \\\"at home\\\"\\n9.7 a day");
    assert_contains(graph.bytes, "\"Ward\\n58 beds\\nhome 65 to 88%\"");
    snprintf(edge, sizeof edge, "n%u -> n%u [label=\"12 to 35%%\"", service("ward"),
             service("step_down"));
    assert_contains(graph.bytes, edge);
    snprintf(edge, sizeof edge, "n%u -> n%u [style=dashed", service("ward"), service("care"));
    assert_contains(graph.bytes, edge);
    snprintf(edge, sizeof edge, "n%u [", service("own")); /* home is written in the others */
    assert_null(strstr(graph.bytes, edge));
    bf_text_free(&graph);
}

/* A ward with two places after it, and so many more that the map is crowded. */
static void crowded_scenario(char text[], size_t size)
{
    size_t used = (size_t)snprintf(
        text, size,
        "format = 1; title = \"Many\"; period = { from = \"2021-11-01\"; to = \"2021-12-12\"; };\n"
        "start = { warm_up = \"30 days\"; };\n"
        "demand: { falls: { rate = \"9.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
        "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 58;\n"
        "  stay = { mean = \"4.3 days\"; }; then = ( { to = \"s0\"; share = 0.5; },\n"
        "  { to = \"s1\"; share = 0.03; }, { to = \"s2\"; share = 0.02; }, { to = \"home\"; share "
        "= "
        "0.45; } ); };\n");
    for (int i = 0; i < 16; i++)
        used += (size_t)snprintf(
            text + used, size - used,
            "s%d: { kind = \"beds\"; setting = \"non-acute\"; beds = 55; stay = { mean = \"17 "
            "days\"; };\n then = ( { to = \"%s\"; share = 0.4; }, { to = \"home\"; share = 0.6; } "
            "); "
            "};\n",
            i, i == 0 ? "s1" : "died");
    snprintf(text + used, size - used, "};\n");
}

static bool has_edge(const char *graph, uint32_t from, uint32_t to)
{
    char edge[64];
    snprintf(edge, sizeof edge, "  n%u -> n%u [constraint=false", from, to);
    return strstr(graph, edge) != NULL;
}

static void a_crowded_map_leaves_out_rare_ways_and_streams(void **state)
{
    (void)state;
    static char text[8000];
    struct fixture many;
    struct bf_map crowd;
    struct bf_err err;
    struct bf_text graph = {.bytes = NULL};
    crowded_scenario(text, sizeof text);
    fixture_text(&many, text);
    assert_true(bf_map_make(&crowd, &many.model.network, &err));
    assert_true(bf_map_is_crowded(&crowd));
    assert_false(bf_map_is_crowded(&map));
    bf_map_graph(&crowd, &graph);
    assert_false(graph.failed);
    assert_contains(graph.bytes, "rankdir=TB");
    assert_contains(graph.bytes, "9.7 a day come");
    assert_null(strstr(graph.bytes, "n17 [")); /* the stream */
    assert_true(has_edge(graph.bytes, 0, 1));
    assert_true(has_edge(graph.bytes, 1, 2));
    assert_false(has_edge(graph.bytes, 0, 2)); /* 3%, and s1 has another way into it */
    assert_true(has_edge(graph.bytes, 0, 3));  /* 2%, but the only one */
    bf_text_free(&graph);
    bf_map_free(&crowd);
    fixture_close(&many);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_ranges_over_classes),
        cmocka_unit_test(a_further_preference_is_a_second_way),
        cmocka_unit_test(what_people_have_beside_a_place_is_an_add_on_and_no_way),
        cmocka_unit_test(add_ons_are_drawn_once_for_all_places_with_a_share_that_is_sure),
        cmocka_unit_test(a_stream_leads_to_where_its_people_enter),
        cmocka_unit_test(capacities_are_said_in_their_own_units),
        cmocka_unit_test(the_graph_draws_services_and_ways_and_quotes_labels),
        cmocka_unit_test(a_crowded_map_leaves_out_rare_ways_and_streams),
    };
    struct bf_err err;
    fixture_text(&f, scenario);
    if (!bf_map_make(&map, &f.model.network, &err)) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bf_map_free(&map);
    fixture_close(&f);
    return failed;
}
