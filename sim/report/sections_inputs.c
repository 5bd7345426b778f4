/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_inputs.c -- what went in: the map of services, and the evidence of every number. */
#include "bedflow/report/evidence.h"
#include "bedflow/report/svg.h"
#include "sections.h"

#include <string.h>

enum { OBJECT = 240, SHOWN = 8, SHORT = 6 }; /* SHORT: services of a table beside its map */

static void say_no_model(struct page *page)
{
    bf_page_paragraph(page,
                      "The stored scenario could not be read again by the version of bedflow "
                      "that wrote this page, so this part is missing. The version that ran it "
                      "is named under “How to make it again”.");
}

bool bf_has_scenario(const struct page *page)
{
    return page->model != NULL || page->dossier->option[0].text[0] != '\0';
}

/* ---- the map --------------------------------------------------------------------------- */

static void add_map_words(const struct bf_map *map, struct bf_text *words)
{
    static const char plain[] =
        "From left to right: who comes (people a day), the services with what they have, and the "
        "share of people who go on along each line (a range where kinds of people differ). Dashed "
        "lines with a full head are second choices, taken when the first is full. Who goes home, "
        "leaves or dies is written in a service. Boxes are beds, rounded boxes caseloads of care "
        "at home, octagons teams, arrows places that are bought.";
    static const char crowded[] =
        "From top to bottom: teams, hospital, other beds, and care at home or in places that are "
        "bought; in each service what it has, and how many people a day come to it from outside. A "
        "line is a way that people go on, the thicker the more of them. So that it can be read, "
        "ways of fewer than 5% of a service's people and second choices are left out, but for the "
        "likeliest way into a service that would have none; the table has all, with their shares. "
        "Who goes home, leaves or dies is written in a service. Boxes are beds, rounded boxes "
        "caseloads of care at home, boxes with cut corners teams, arrows places that are bought.";
    bf_text_add(words, "%s", bf_map_is_crowded(map) ? crowded : plain);
    if (map->add_on_count > 0)
        bf_text_add(words,
                    " Lines with a hollow head lead to what people have together with the place "
                    "that they go to: dashed, from its first day (\"with\"); dotted, if there is "
                    "room (\"beside\").");
}

static void put_drawing(struct page *page)
{
    static const char title[] = "Services and the ways between them";
    struct bf_text words = {.bytes = NULL};
    struct bf_html *h = &page->html;
    if (page->drawing.bytes == NULL || !bf_svg_is_good(page->drawing.bytes)) {
        if (page->not_drawn != NULL) bf_page_paragraph(page, page->not_drawn);
        return;
    }
    add_map_words(&page->map, &words);
    bf_sink_whole(&h->sink, &words);
    if (!words.failed) {
        bf_html_begin(h, "figure");
        bf_html_begin_of(h, "div", "scroll wide map");
        bf_html_attribute(h, "tabindex", "0");
        bf_html_attribute(h, "role", "region");
        bf_html_attribute(h, "aria-label", title);
        bf_svg_put(h, page->drawing.bytes, "map-of-services", title, words.bytes);
        bf_html_end(h);
        bf_html_begin(h, "figcaption");
        bf_html_leaf(h, "b", title);
        bf_html_format(h, ". %s Capacities are those before dated changes and purchases.",
                       words.bytes);
        bf_html_end(h);
        bf_html_end(h);
    }
    bf_text_free(&words);
}

static void add_on_words(struct page *page, uint32_t node, struct bf_text *out)
{
    for (uint32_t i = 0; i < page->map.add_on_count; i++) {
        const struct bf_map_add_on *add_on = &page->map.add_on[i];
        char share[64];
        if (add_on->from != node) continue;
        bf_map_add_on_share(add_on, share, sizeof share);
        bf_text_add(out, "; %s %s %s %s", add_on->beside ? "beside" : "together with",
                    bf_map_label(&page->map, add_on->place),
                    bf_map_label(&page->map, add_on->service), share);
    }
}

static void way_words(struct page *page, uint32_t node, struct bf_text *out)
{
    for (int second = 0; second < 2; second++)
        for (uint32_t i = 0, found = 0; i < page->map.way_count; i++) {
            const struct bf_map_way *way = &page->map.way[i];
            char share[64];
            if (way->from != node || way->second != (second == 1)) continue;
            bf_map_share(way, share, sizeof share);
            if (second == 1)
                bf_text_add(out, "%s%s", found++ == 0 ? "; when full or late also " : ", ",
                            bf_map_label(&page->map, way->to));
            else
                bf_text_add(out, "%s%s %s", found++ == 0 ? "" : ", ",
                            bf_map_label(&page->map, way->to), share);
        }
}

static void put_ways(struct page *page)
{
    static const struct column column[] = {
        {"From", false}, {"Has", false}, {"Where people go next", false}};
    const struct bf_network *n = &page->model->network;
    bf_page_table(page, "The same as a table", column, 3);
    for (uint32_t k = 0; k < n->stream_count + n->service_count; k++) {
        uint32_t node = k < n->stream_count ? n->service_count + k : k - n->stream_count;
        struct bf_text ways = {.bytes = NULL};
        char has[120] = "demand";
        if (node < n->service_count && n->service[node].kind == BF_KIND_HOME) continue;
        if (node < n->service_count) bf_map_capacity(&page->map, node, has, sizeof has);
        way_words(page, node, &ways);
        add_on_words(page, node, &ways);
        bool told = bf_has_services(page) || node >= n->service_count;
        bf_page_row_about(page, bf_map_label(&page->map, node),
                          told ? NULL : bf_page_about(page, node));
        bf_page_cell(page, has, false);
        bf_page_cell(page, ways.bytes != NULL ? ways.bytes : "they stay", false);
        bf_page_end_row(page);
        bf_sink_whole(&page->html.sink, &ways);
        bf_text_free(&ways);
    }
    bf_page_end_table(page);
}

void bf_put_map(struct page *page)
{
    if (page->model == NULL) {
        say_no_model(page);
        return;
    }
    put_drawing(page);
    if (page->model->network.service_count > SHORT) {
        bf_page_paragraph(page, "The same as a table is in the appendix.");
        return;
    }
    put_ways(page);
}

bool bf_has_ways(const struct page *page)
{
    return page->model != NULL && page->model->network.service_count > SHORT;
}

void bf_put_ways(struct page *page)
{
    put_ways(page);
}

/* ---- names ----------------------------------------------------------------------------- */

static const char *label_in(const struct bf_network *n, const char *group, const char *name)
{
    for (uint32_t i = 0; strcmp(group, "services") == 0 && i < n->service_count; i++)
        if (strcmp(n->service[i].name, name) == 0) return n->service[i].label;
    for (uint32_t i = 0; strcmp(group, "demand") == 0 && i < n->stream_count; i++)
        if (strcmp(n->stream[i].name, name) == 0) return n->stream[i].label;
    for (uint32_t i = 0; strcmp(group, "tasks") == 0 && i < n->task_count; i++)
        if (strcmp(n->task[i].name, name) == 0) return n->task[i].label;
    for (uint32_t i = 0; strcmp(group, "classes") == 0 && i < n->class_count; i++)
        if (strcmp(n->class_[i].name, name) == 0) return n->class_[i].label;
    for (uint32_t i = 0; strcmp(group, "localities") == 0 && i < n->locality_count; i++)
        if (strcmp(n->locality_name[i], name) == 0) return n->locality_label[i];
    for (uint32_t i = 0; i < n->cause_count; i++)
        if (strcmp(n->cause[i].name, name) == 0) return n->cause[i].label;
    return name;
}

/* "services.x.stay.mean" is "The label of x" and "stay mean". */
static void split(const struct page *page, const char *path, char object[OBJECT], char field[],
                  size_t size)
{
    char group[64], name[128];
    size_t first = strcspn(path, ".");
    const char *rest = path[first] == '.' ? path + first + 1 : "";
    size_t second = strcspn(rest, ".");
    bf_format(group, sizeof group, "%.*s", (int)first, path);
    bf_format(name, sizeof name, "%.*s", (int)second, rest);
    if (rest[second] == '.') {
        bf_format(object, OBJECT, "%s", label_in(&page->model->network, group, name));
        bf_format(field, size, "%s", rest + second + 1);
    } else {
        bf_format(object, OBJECT, "%s", "The whole");
        bf_format(field, size, "%s", path);
    }
    for (char *at = field; *at != '\0'; at++)
        *at = *at == '.' || *at == '_' ? ' ' : *at;
}

/* ---- gaps ------------------------------------------------------------------------------ */

static void count_row(struct page *page, const char *what, size_t count, bool is_gap)
{
    char text[32];
    bf_format(text, sizeof text, "%zu", count);
    bf_page_row(page, what);
    bf_page_cell_of(page, text, is_gap && count > 0 ? "number gap" : "number");
    bf_page_end_row(page);
}

static void put_counts(struct page *page)
{
    static const struct column column[] = {{"Numbers", false}, {"How many", true}};
    size_t count[BF_EVIDENCE_COUNT];
    bf_evidence_count(&page->model->scenario.bound, count);
    bf_page_table(page, "What the numbers stand on", column, 2);
    count_row(page, "with a source", count[BF_EVIDENCE_SOURCE], false);
    count_row(page, "assumed, with the reason stated", count[BF_EVIDENCE_ASSUMED], false);
    count_row(page, "with neither source nor reason: gaps", count[BF_EVIDENCE_NONE], true);
    count_row(page, "not stated: bedflow's own defaults", count[BF_EVIDENCE_DEFAULT], false);
    bf_page_end_table(page);
}

static void put_gap_table(struct page *page)
{
    static const struct column column[] = {{"Of", false}, {"Number", false}, {"Value", true}};
    struct bf_evidence_list list;
    if (!bf_evidence_list(&page->model->scenario.bound, BF_EVIDENCE_NONE, &list))
        page->said->failed = true;
    if (list.count > 0)
        bf_page_table(page, "Gaps: numbers with neither source nor reason", column, 3);
    for (size_t i = 0; i < list.count; i++) {
        char path[BF_PATH_CAP], value[300], object[OBJECT], field[BF_PATH_CAP];
        bf_evidence_path(&list.line[i], path, sizeof path);
        bf_evidence_value(&list.line[i], value, sizeof value);
        split(page, path, object, field, sizeof field);
        bf_page_row(page, object);
        bf_page_cell(page, field, false);
        bf_page_cell(page, value, true);
        bf_page_end_row(page);
    }
    if (list.count > 0) bf_page_end_table(page);
    bf_evidence_list_free(&list);
}

/* The numbers that people ask about first: how much there is, how long, how many come. */
static bool is_key(const char *path)
{
    static const char *const end[] = {".beds",
                                      ".hours",
                                      ".places",
                                      ".staff",
                                      ".weekly_limit",
                                      ".rate",
                                      ".stay.mean",
                                      ".stay.median",
                                      ".observed_stay.mean",
                                      ".observed_stay.median",
                                      ".price"};
    static const char *const begin[] = {"services.", "demand.", "purchases."};
    size_t length = strlen(path), dots = 0;
    bool begins = false;
    for (size_t i = 0; i < sizeof begin / sizeof begin[0]; i++)
        begins = begins || strncmp(path, begin[i], strlen(begin[i])) == 0;
    for (size_t i = 0; i < length; i++)
        dots += path[i] == '.' ? 1u : path[i] == '[' ? 9u : 0u; /* lists are for the appendix */
    for (size_t i = 0; begins && dots <= 3 && i < sizeof end / sizeof end[0]; i++) {
        size_t tail = strlen(end[i]);
        if (length > tail && strcmp(path + length - tail, end[i]) == 0) return true;
    }
    return false;
}

static void put_key_inputs(struct page *page)
{
    static const struct column column[] = {
        {"Of", false}, {"Number", false}, {"Value", false}, {"Stands on", false}};
    const struct bf_bound *bound = &page->model->scenario.bound;
    bf_page_table(page, "The main numbers: what comes, what there is, how long people stay", column,
                  4);
    for (size_t i = 0; i < bound->given_count; i++) {
        const struct bf_given *given = &bound->given[i];
        struct bf_evidence_line line = {given, 1};
        char value[300], object[OBJECT], field[BF_PATH_CAP], why[1500];
        bool has_source = given->source != NULL && given->source[0] != '\0';
        bool assumed = given->assumption != NULL && given->assumption[0] != '\0';
        if (given->text == NULL || !is_key(given->path)) continue;
        bf_evidence_value(&line, value, sizeof value);
        split(page, given->path, object, field, sizeof field);
        bf_page_row(page, object);
        bf_page_cell(page, field, false);
        bf_page_cell(page, value, false);
        bf_format(why, sizeof why, "%s%s",
                  has_source ? "source: "
                  : assumed  ? "assumption: "
                             : "gap",
                  has_source ? given->source
                  : assumed  ? given->assumption
                             : "");
        bf_page_cell_of(page, why, has_source || assumed ? "words" : "gap");
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
}

bool bf_has_evidence(const struct page *page)
{
    return page->model != NULL;
}

void bf_put_gaps(struct page *page)
{
    if (page->model == NULL) {
        say_no_model(page);
        return;
    }
    if (page->dossier->kind == BF_DOSSIER_COMPARISON)
        bf_page_paragraph(page, "The numbers are those of the base; what each option changes is "
                                "listed above.");
    put_counts(page);
    bf_page_paragraph(page, "A source is given as the scenario writes it, often as the name of an "
                            "entry in a list of facts. An assumption is somebody's judgement: ask "
                            "what would change if it were wrong. A gap is a number that nobody has "
                            "stood up for.");
    put_gap_table(page);
    bf_page_paragraph(page,
                      "The appendix has the main numbers, every assumption and every source.");
}

bool bf_has_key_inputs(const struct page *page)
{
    return page->model != NULL;
}

void bf_put_key_inputs(struct page *page)
{
    put_key_inputs(page);
}

/* ---- the appendices -------------------------------------------------------------------- */

static const char *reason_of(const struct bf_given *given, enum bf_evidence kind)
{
    return kind == BF_EVIDENCE_SOURCE ? given->source : given->assumption;
}

/* Numbers of one object with one reason are one row. */
static void put_grouped(struct page *page, enum bf_evidence kind, const char *caption,
                        const char *reason)
{
    const struct column column[] = {{"Of", false}, {"Numbers", false}, {reason, false}};
    struct bf_evidence_list list;
    if (!bf_evidence_list(&page->model->scenario.bound, kind, &list)) page->said->failed = true;
    if (list.count == 0) bf_page_paragraph(page, "There are none.");
    if (list.count > 0) bf_page_table(page, caption, column, 3);
    for (size_t i = 0, next; i < list.count; i = next) {
        struct bf_text what = {.bytes = NULL};
        char object[OBJECT] = "", other[OBJECT], field[BF_PATH_CAP];
        for (next = i; next < list.count; next++) {
            char path[BF_PATH_CAP], value[300];
            bf_evidence_path(&list.line[next], path, sizeof path);
            split(page, path, next == i ? object : other, field, sizeof field);
            if (next > i &&
                (strcmp(object, other) != 0 || strcmp(reason_of(list.line[i].given, kind),
                                                      reason_of(list.line[next].given, kind)) != 0))
                break;
            bf_evidence_value(&list.line[next], value, sizeof value);
            if (next - i < SHOWN) bf_text_add(&what, "%s%s %s", next > i ? "; " : "", field, value);
        }
        if (next - i > SHOWN) bf_text_add(&what, "; and %zu more lines", next - i - SHOWN);
        bf_page_row(page, object);
        bf_page_cell(page, what.bytes != NULL ? what.bytes : "", false);
        bf_page_cell(page, reason_of(list.line[i].given, kind), false);
        bf_page_end_row(page);
        bf_sink_whole(&page->html.sink, &what);
        bf_text_free(&what);
    }
    if (list.count > 0) bf_page_end_table(page);
    bf_evidence_list_free(&list);
}

void bf_put_assumptions(struct page *page)
{
    put_grouped(page, BF_EVIDENCE_ASSUMED, "Numbers that are assumptions, with their reasons",
                "Assumption");
}

void bf_put_sources(struct page *page)
{
    put_grouped(page, BF_EVIDENCE_SOURCE, "Numbers that have a source", "Source");
}
