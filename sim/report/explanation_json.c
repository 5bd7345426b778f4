/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/explanation_json.h"

#include "bedflow/report/members.h"
#include "bedflow/report/result_json.h"

static const struct bf_member interval_members[] = {NUMBER("estimate", "mean over replications"),
                                                    NUMBER("low", "lower end of its 95% interval"),
                                                    NUMBER("high", "upper end"), END};

static const char *const kinds[] = {[BF_CAUSE_CHANGE] = "change",
                                    [BF_CAUSE_PURCHASE] = "purchase",
                                    [BF_CAUSE_POLICY] = "policy",
                                    NULL};
static const char *const ways[] = {"Shapley", "one at a time", NULL};

static const struct bf_member cause_members[] = {
    WORDS("name", "as in the scenario"),
    {"kind", BF_MEMBER_TEXT, "what it is there", NULL, kinds},
    WORDS("label", "what people call it"),
    OBJECT("share", "what it adds to the measure, in its unit", interval_members),
    END};

static const struct bf_member series_members[] = {
    WORDS("service", "key of the service, or system"),
    WORDS("group", "all, class:..., locality:..., reason:..."),
    WORDS("measure", "name of the daily series"),
    WORDS("unit", "its unit"),
    NUMBER("in_window", "mean on the days explained"),
    NUMBER("ordinary", "mean on ordinary days"),
    OBJECT("difference", "the first less the second", interval_members),
    END};

const struct bf_member bf_explanation_members[] = {
    DAY("from", "first day explained"),
    DAY("to", "last"),
    WORDS("service", "service of the measure explained, or system"),
    WORDS("group", "group of people of it: all, class:..., ..."),
    WORDS("measure", "its name"),
    WORDS("label", "what people call it"),
    WORDS("unit", "its unit"),
    WORDS("sentence", "the answer in words"),
    WORDS("who", "who was delayed more, from where and for what, in lines"),
    WORDS("places", "services that more people waited for, and their limits, in lines"),
    WORDS("elsewhere", "people who are held up and not among the delayed, on these and on ordinary "
                       "days, in lines"),
    {"shares", BF_MEMBER_TEXT, "how the causes' shares were found", NULL, ways},
    OBJECT("with_all", "the measure as it was", interval_members),
    OBJECT("with_none", "without all of the causes", interval_members),
    OBJECT("difference", "the first less the second", interval_members),
    OBJECT("together", "what causes do only together; 0 with Shapley", interval_members),
    LIST("causes", "those in force by then, the largest share first", cause_members),
    COUNT("causes_left_out", "not in force by then"),
    LIST("series", "every daily series against ordinary days", series_members),
    COUNT("replications", "replications of each run"),
    COUNT("runs", "runs with and without causes"),
    WORDS("seed", "seed of the random numbers, in decimal"),
    WORDS("folder", "where tables and picture are"),
    END};

static void put_interval(struct bf_json *json, const char *name, const struct bf_interval *i)
{
    bf_json_object(json, name);
    bf_json_number(json, "estimate", i->estimate);
    bf_json_number(json, "low", i->low);
    bf_json_number(json, "high", i->high);
    bf_json_end_object(json);
}

static void put_causes(struct bf_json *json, const struct bf_explanation_view *v)
{
    const struct bf_explanation *x = v->explanation;
    bf_json_array(json, "causes");
    for (uint32_t i = 0; i < x->cause_count; i++) {
        const struct bf_cause *cause = &v->model->network.cause[x->cause[i].cause];
        bf_json_object(json, NULL);
        bf_json_text(json, "name", cause->name);
        bf_json_text(json, "kind", kinds[cause->kind]);
        bf_json_text(json, "label", cause->label);
        put_interval(json, "share", &x->cause[i].share);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static void put_series(struct bf_json *json, const struct bf_explanation_view *v)
{
    const struct bf_catalogue *c = &v->model->measures.catalogue;
    bf_json_array(json, "series");
    for (uint32_t i = 0; i < c->daily_count; i++) {
        const struct bf_contrast *s = &v->explanation->series[i];
        bf_json_object(json, NULL);
        bf_json_measure_name(json, &c->daily[i]);
        bf_json_text(json, "unit", c->daily[i].unit);
        bf_json_number(json, "in_window", s->in.estimate);
        bf_json_number(json, "ordinary", s->ordinary.estimate);
        put_interval(json, "difference", &s->difference);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

void bf_json_explanation(struct bf_json *json, const struct bf_explanation_view *v)
{
    const struct bf_explanation *x = v->explanation;
    const struct bf_measure *m = &v->model->measures.catalogue.daily[x->column];
    struct bf_text sentence = {.bytes = NULL}, who = {.bytes = NULL}, places = {.bytes = NULL};
    struct bf_text elsewhere = {.bytes = NULL};
    char label[200];
    bf_explanation_measure(v, label, sizeof label);
    bf_explanation_sentence(v, &sentence);
    bf_explanation_who(v, &who);
    bf_explanation_places(v, &places);
    bf_explanation_elsewhere(v, &elsewhere);
    bf_json_day(json, "from", x->from);
    bf_json_day(json, "to", x->to);
    bf_json_measure_name(json, m);
    bf_json_text(json, "label", label);
    bf_json_text(json, "unit", m->unit);
    bf_json_text(json, "sentence", sentence.bytes ? sentence.bytes : "");
    bf_json_text(json, "who", who.bytes ? who.bytes : "");
    bf_json_text(json, "places", places.bytes ? places.bytes : "");
    bf_json_text(json, "elsewhere", elsewhere.bytes ? elsewhere.bytes : "");
    bf_sink_whole(&json->sink, &elsewhere);
    bf_text_free(&elsewhere);
    bf_json_text(json, "shares", ways[x->shapley ? 0 : 1]);
    put_interval(json, "with_all", &x->with_all);
    put_interval(json, "with_none", &x->with_none);
    put_interval(json, "difference", &x->difference);
    put_interval(json, "together", &x->together);
    put_causes(json, v);
    bf_json_count(json, "causes_left_out", x->left_out);
    put_series(json, v);
    bf_json_count(json, "replications", x->replications);
    bf_json_count(json, "runs", x->runs);
    bf_json_seed(json, "seed", v->seed);
    bf_sink_whole(&json->sink, &sentence);
    bf_text_free(&sentence);
    bf_sink_whole(&json->sink, &who);
    bf_text_free(&who);
    bf_sink_whole(&json->sink, &places);
    bf_text_free(&places);
}
