/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "overload.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/members.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { NAME_WIDTH = 34, KIND_WIDTH = 9, CELL_WIDTH = 25, LOAD_WIDTH = 6 };

/* What a service's load is counted in, one and many. */
static const char *unit_of(const struct bf_service_info *info)
{
    switch (info->kind) {
    case BF_KIND_BEDS:
        return "beds";
    case BF_KIND_CASELOAD:
        return info->has_hours ? "care hours a week" : "places";
    case BF_KIND_TEAM:
        return "staff";
    case BF_KIND_MARKET:
        return "starts a week";
    default:
        return "people";
    }
}

/* Capacities as stated; what is needed is an estimate, and has three figures. */
static void amount(const struct bf_service_info *info, double value, bool exact, char text[],
                   size_t size)
{
    char number[64];
    if (info->has_hours) value *= 7; /* people plan care hours by the week */
    if (!exact && value >= 1000) value = round(value / 10) * 10;
    if (!exact && value >= 10000) value = round(value / 100) * 100;
    bf_value_print(value, exact ? (double)NAN : value / 10, number, sizeof number);
    bf_format(text, size, "%s %s", number, unit_of(info));
}

static double ratio_of(const struct bf_load *load)
{
    if (isinf(load->capacity) || !(load->offered > 0)) return 0;
    return load->capacity > 0 ? load->offered / load->capacity : (double)INFINITY;
}

static bool some_leave_queue(const struct bf_network *n, uint32_t i)
{
    const struct bf_service_numbers *s = &n->numbers.service[i];
    return !isnan(s->patience_h) || !isinf(s->queue_limit);
}

static void first_words(const struct bf_network *n, uint32_t i, const struct bf_load *load,
                        char text[], size_t size)
{
    double ratio = ratio_of(load);
    char people[64];
    text[0] = '\0';
    if (!(load->arrivals_per_day > 0))
        bf_format(text, size, "nobody's first choice");
    else if (load->taken) {
        bf_value_print(load->elsewhere_per_day, load->elsewhere_per_day / 10, people,
                       sizeof people);
        bf_format(text, size, "full: %s a day take a further choice", people);
    } else if (ratio >= 1)
        bf_format(text, size, "%s",
                  some_leave_queue(n, i) ? "too much: many give up or are turned away"
                                         : "too much: the queue grows without end");
    else if (ratio >= 0.95)
        bf_format(text, size, "nearly always full: long waits");
    else if (ratio >= 0.85)
        bf_format(text, size, "full at peaks: some wait");
}

/* What further choices add is told where it could fill the service. */
static void verdict(const struct bf_network *n, uint32_t i, const struct bf_load *load, char text[],
                    size_t size)
{
    double capacity = load->capacity, all = load->offered + load->could_add;
    first_words(n, i, load, text, size);
    size_t used = strlen(text);
    if (isinf(capacity) || !(load->could_add > 0) || !(all >= 0.85 * capacity)) return;
    bf_format(text + used, size - used, "%sfurther choices could add up to ", used ? "; " : "");
    used = strlen(text);
    if (capacity > 0)
        bf_format(text + used, size - used, "%.0f%%", 100 * load->could_add / capacity);
    else
        amount(&n->service[i], load->could_add, false, text + used, size - used);
    used = strlen(text);
    if (!(load->taken_over > 0)) return;
    bf_format(text + used, size - used, ", full services send ");
    amount(&n->service[i], load->taken_over, false, text + strlen(text), size - strlen(text));
}

static void add_cell(struct bf_text *out, const char *text, unsigned width, bool to_the_right)
{
    unsigned used = bf_text_width(text);
    int pad = used < width ? (int)(width - used) : 0;
    bf_text_add(out, "%*s%s%*s  ", to_the_right ? pad : 0, "", text, to_the_right ? 0 : pad, "");
}

static void add_row(struct bf_text *out, const char *name, const char *kind, const char *capacity,
                    const char *needed, const char *load, const char *words)
{
    add_cell(out, name, NAME_WIDTH, false);
    add_cell(out, kind, KIND_WIDTH, false);
    add_cell(out, capacity, CELL_WIDTH, true);
    add_cell(out, needed, CELL_WIDTH, true);
    bf_text_add(out, "%*s%s%s\n", LOAD_WIDTH, load, words[0] != '\0' ? "  " : "", words);
}

static void load_words(double ratio, char text[], size_t size)
{
    if (isinf(ratio))
        bf_format(text, size, "no end");
    else if (ratio > 0)
        bf_format(text, size, "%.0f%%", 100 * ratio);
    else
        bf_format(text, size, "-");
}

static void add_service(const struct bf_network *n, uint32_t i, const struct bf_load *load,
                        struct bf_text *out)
{
    const struct bf_service_info *info = &n->service[i];
    char capacity[96] = "as many as come", needed[96] = "-", share[32], words[256];
    if (!isinf(load->capacity)) amount(info, load->capacity, true, capacity, sizeof capacity);
    if (load->offered > 0)
        amount(info, load->offered, false, needed, sizeof needed);
    else if (load->arrivals_per_day > 0 && n->numbers.site[(size_t)i * n->group_count].permanent)
        bf_format(needed, sizeof needed, "people stay for good");
    load_words(ratio_of(load), share, sizeof share);
    verdict(n, i, load, words, sizeof words);
    add_row(out, info->label, bf_kind_names[info->kind], capacity, needed, share, words);
}

static struct bf_load *loads_of(const struct bf_network *n, double *emergencies,
                                double *readmissions)
{
    struct bf_load *load = bf_heap_take(n->service_count + 1, sizeof *load);
    if (load != NULL && !bf_network_load(n, load, emergencies, readmissions)) {
        bf_heap_give(load);
        return NULL;
    }
    return load;
}

static bool offers_anything(const struct bf_network *n)
{
    for (uint32_t s = 0; s < n->stream_count; s++)
        if (bf_is_service(n->stream[s].offer_to)) return true;
    return false;
}

void bf_load_table(const struct bf_network *n, struct bf_text *out)
{
    double emergencies = 0, readmissions = 0;
    char all[64], again[64];
    struct bf_load *load = loads_of(n, &emergencies, &readmissions);
    if (load == NULL) {
        out->failed = true; /* for want of memory alone */
        return;
    }
    bf_value_print(emergencies, (double)NAN, all, sizeof all);
    bf_value_print(readmissions, (double)NAN, again, sizeof again);
    bf_text_add(
        out, "Emergency admissions: %s a year, of which %s are readmissions%s.\n\n", all, again,
        offers_anything(n) ? ", if every service that may avoid one\nanswers in time: a run "
                             "counts those that it does not"
                           : "");
    add_row(out, "service", "kind", "has", "needs on average", "load", "");
    for (uint32_t i = 0; i < n->service_count; i++)
        add_service(n, i, &load[i], out);
    bf_text_add(out,
                "\nLoad: what a service would need if nobody ever waited, as a share of what "
                "it has, by\nfirst choices, yearly averages and before dated changes. From 85%% "
                "to 92%% is usual; above\n100%% no queue ends, unless people take a further "
                "choice. Further choices could add as much as\nis told if all people who have "
                "the service as one came.\n");
    bf_heap_give(load);
}

static const struct bf_member service_members[] = {
    WORDS("service", "name of the service"),
    WORDS("label", "what people call it"),
    WORDS("kind", "kind of service"),
    WORDS("unit", "unit of has and needs"),
    NUMBER("has", "its capacity; null: as many as come"),
    NUMBER(
        "needs",
        "what it would need if nobody ever waited, a yearly average; null: people stay for good"),
    NUMBER("load", "needs as a share of has; null where one of them has no number or has is 0"),
    NUMBER_ALWAYS("further_choices",
                  "what all who have it as a further choice would need if they came: a bound"),
    NUMBER_ALWAYS("taken_over", "of that, from services that are full in the long run"),
    NUMBER_ALWAYS("go_elsewhere_per_day",
                  "people who want it first and take a further choice, since it is full"),
    WORDS("verdict", "what that means, in words; empty: nothing to say"),
    END};

const struct bf_member bf_load_members[] = {
    NUMBER("emergency_admissions_per_year", "people, readmissions included"),
    NUMBER("readmissions_per_year", "of them, who come back"),
    LIST("services", "every service", service_members), END};

static void add_service_json(struct bf_json *json, const struct bf_network *n, uint32_t i,
                             const struct bf_load *load)
{
    const struct bf_service_info *info = &n->service[i];
    const double none = (double)NAN;
    double week = info->has_hours ? 7 : 1;
    bool for_good = !(load->offered > 0) && load->arrivals_per_day > 0;
    char words[256];
    verdict(n, i, load, words, sizeof words);
    bf_json_object(json, NULL);
    bf_json_text(json, "service", info->name);
    bf_json_text(json, "label", info->label);
    bf_json_text(json, "kind", bf_kind_names[info->kind]);
    bf_json_text(json, "unit", unit_of(info));
    bf_json_number(json, "has", load->capacity * week);
    bf_json_number(json, "needs", for_good ? none : load->offered * week);
    bf_json_number(json, "load", for_good || isinf(load->capacity) ? none : ratio_of(load));
    bf_json_number(json, "further_choices", load->could_add * week);
    bf_json_number(json, "taken_over", load->taken_over * week);
    bf_json_number(json, "go_elsewhere_per_day", load->elsewhere_per_day);
    bf_json_text(json, "verdict", words);
    bf_json_end_object(json);
}

void bf_load_json(struct bf_json *json, const struct bf_network *n)
{
    double emergencies = 0, readmissions = 0;
    struct bf_load *load = loads_of(n, &emergencies, &readmissions);
    if (load == NULL) {
        bf_json_text(json, "loads", NULL);
        bf_sink_whole(&json->sink, &(struct bf_text){.failed = true});
        return;
    }
    bf_json_object(json, "loads");
    bf_json_number(json, "emergency_admissions_per_year", emergencies);
    bf_json_number(json, "readmissions_per_year", readmissions);
    bf_json_array(json, "services");
    for (uint32_t i = 0; i < n->service_count; i++)
        add_service_json(json, n, i, &load[i]);
    bf_json_end_array(json);
    bf_json_end_object(json);
    bf_heap_give(load);
}

void bf_overload_words(const struct bf_network *n, struct bf_text *out)
{
    double emergencies, readmissions;
    struct bf_load *load = loads_of(n, &emergencies, &readmissions);
    for (uint32_t i = 0; load != NULL && i < n->service_count; i++) {
        char capacity[96], needed[96], share[32];
        if (ratio_of(&load[i]) < 1 || load[i].taken) continue;
        amount(&n->service[i], load[i].capacity, true, capacity, sizeof capacity);
        amount(&n->service[i], load[i].offered, false, needed, sizeof needed);
        load_words(ratio_of(&load[i]), share, sizeof share);
        bf_text_add(out, "  %s (%s): needs %s on average and has %s, a load of %s\n",
                    n->service[i].label, n->service[i].name, needed, capacity, share);
    }
    bf_heap_give(load);
}
