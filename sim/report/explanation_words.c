/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/explanation_words.h"

#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define TOLD_CAUSES 3u  /* in the sentence */
#define TOLD_GROUPS 4u  /* of classes, localities, reasons */
#define TOLD_PLACES 6u  /* services that were short */
#define FULL        0.9 /* a place so full limits what waits for it */
#define WIDE        98u

/* ---- small words ----------------------------------------------------------------------- */

void bf_explanation_days(const struct bf_explanation *x, char text[], size_t size)
{
    char from[32], to[32];
    bf_day_words(x->from, from, sizeof from);
    bf_day_words(x->to, to, sizeof to);
    bf_format(text, size, "%s%s%s", from, x->from == x->to ? "" : " to ",
              x->from == x->to ? "" : to);
}

static const struct bf_measure *measure_of(const struct bf_explanation_view *v)
{
    return &v->model->measures.catalogue.daily[v->explanation->column];
}

void bf_explanation_measure(const struct bf_explanation_view *v, char text[], size_t size)
{
    const struct bf_measure *m = measure_of(v);
    char words[160];
    bf_measure_words(m, words, sizeof words);
    if (strcmp(m->service, "system") == 0 && strcmp(words, "delayed") == 0)
        bf_format(text, size, "Delayed transfers at midnight");
    else
        bf_format(text, size, "%s: %s", m->label, words);
}

static double half_of(const struct bf_interval *i)
{
    double half = (i->high - i->low) / 2;
    return half > 0 ? half : (double)NAN;
}

/* "+14 (11 to 17)" */
static void print_change(const struct bf_interval *i, char text[], size_t size)
{
    char value[40], low[40], high[40];
    bf_value_print(i->estimate, half_of(i), value, sizeof value);
    bf_value_print(i->low, half_of(i), low, sizeof low);
    bf_value_print(i->high, half_of(i), high, sizeof high);
    if (isnan(i->low))
        bf_format(text, size, "%s%s", i->estimate > 0 ? "+" : "", value);
    else
        bf_format(text, size, "%s%s (%s to %s)", i->estimate > 0 ? "+" : "", value, low, high);
}

/* Whether chance alone is no explanation. */
static bool is_sure(const struct bf_interval *i)
{
    return i->low > 0 || i->high < 0;
}

static const struct bf_cause *cause_of(const struct bf_explanation_view *v, uint32_t i)
{
    return &v->model->network.cause[v->explanation->cause[i].cause];
}

/* Break at spaces; later lines begin `indent` columns in. */
static void add_wrapped(struct bf_text *out, const char *text, unsigned indent)
{
    size_t at = 0, length = strlen(text), width = WIDE;
    while (at < length) {
        size_t take = length - at;
        if (take > width) {
            for (take = width; take > 0 && text[at + take] != ' ';)
                take--;
            if (take == 0) take = strcspn(text + at, " ");
        }
        bf_text_add(out, "%.*s\n", (int)take, text + at);
        at += take;
        at += strspn(text + at, " ");
        width = WIDE - indent;
        if (at < length) bf_text_add(out, "%*s", (int)indent, "");
    }
}

static void add_padded(struct bf_text *out, const char *text, unsigned columns)
{
    unsigned width = bf_text_width(text);
    bf_text_add(out, "%s%*s", text, width < columns ? (int)(columns - width) : 0, "");
}

/* ---- the sentence ---------------------------------------------------------------------- */

void bf_explanation_sentence(const struct bf_explanation_view *v, struct bf_text *out)
{
    const struct bf_explanation *x = v->explanation;
    const struct bf_contrast *c = &x->series[x->column];
    char days[80], what[200], in[40], ordinary[40], change[120];
    uint32_t told = 0;
    bf_explanation_days(x, days, sizeof days);
    bf_explanation_measure(v, what, sizeof what);
    bf_value_print(c->in.estimate, half_of(&c->in), in, sizeof in);
    bf_value_print(c->ordinary.estimate, half_of(&c->ordinary), ordinary, sizeof ordinary);
    print_change(&c->difference, change, sizeof change);
    bf_text_add(out, "%s: %s %s on average, against %s on ordinary days of this run: %s.", days,
                what, in, ordinary, change);
    if (!is_sure(&c->difference))
        bf_text_add(out, " That is nothing out of the ordinary: chance alone may do it.");
    for (uint32_t i = 0; i < x->cause_count && told < TOLD_CAUSES; i++) {
        const struct bf_interval *share = &x->cause[i].share;
        if (!is_sure(share)) continue;
        print_change(share, change, sizeof change);
        bf_text_add(out, "%s %s %s", told ? "," : " What did most:", cause_of(v, i)->label, change);
        told++;
    }
    bf_text_add(out, "%s", told ? "." : " No event or measure taken can be told from chance.");
}

/* ---- causes ---------------------------------------------------------------------------- */

static void tell_causes(const struct bf_explanation_view *v, struct bf_text *out)
{
    const struct bf_explanation *x = v->explanation;
    char value[40], change[120];
    if (x->cause_count == 0) {
        bf_text_add(out, "\nNo change, purchase or rule was in force by then.\n");
        return;
    }
    bf_value_print(x->with_none.estimate, half_of(&x->with_none), value, sizeof value);
    char all[32] = "it";
    if (x->cause_count > 1) bf_format(all, sizeof all, "all %u of these", x->cause_count);
    bf_text_add(out, "\nWithout %s: %s. What %s added, %s:\n", all, value,
                x->cause_count > 1 ? "each" : "it",
                x->shapley && x->cause_count == 1 ? "run with it and without"
                : x->shapley                      ? "averaged over all orders (Shapley)"
                                                  : "switched off by itself");
    for (uint32_t i = 0; i < x->cause_count; i++) {
        print_change(&x->cause[i].share, change, sizeof change);
        bf_text_add(out, "  ");
        add_padded(out, cause_of(v, i)->label, 46);
        bf_text_add(out, " %s%s\n", change,
                    is_sure(&x->cause[i].share) ? "" : "  not told from chance");
    }
    if (!x->shapley) {
        print_change(&x->together, change, sizeof change);
        bf_text_add(out, "  ");
        add_padded(out, "only together (negative: they overlap)", 46);
        bf_text_add(out, " %s%s\n", change, is_sure(&x->together) ? "" : "  not told from chance");
    }
    bf_value_print(x->with_all.estimate, half_of(&x->with_all), value, sizeof value);
    print_change(&x->difference, change, sizeof change);
    bf_text_add(out, "  ");
    add_padded(out, "all of them", 46);
    bf_text_add(out, " %s, to %s\n", change, value);
    if (x->left_out > 0) bf_text_add(out, "Left out, as not yet in force: %u.\n", x->left_out);
    if (!x->shapley)
        bf_text_add(out,
                    "With six causes or fewer (--of NAME) shares are averaged over all orders, and "
                    "nothing is left.\n");
}

/* ---- who, and for what ----------------------------------------------------------------- */

static const char *group_label(const struct bf_explanation_view *v, const struct bf_measure *m,
                               const char *kind)
{
    const struct bf_network *n = &v->model->network;
    const char *name = m->group + strlen(kind);
    for (uint32_t k = 0; k < n->class_count; k++)
        if (strcmp(kind, "class:") == 0 && strcmp(n->class_[k].name, name) == 0)
            return n->class_[k].label ? n->class_[k].label : name;
    for (uint32_t k = 0; k < n->locality_count; k++)
        if (strcmp(kind, "locality:") == 0 && strcmp(n->locality_name[k], name) == 0)
            return n->locality_label[k] ? n->locality_label[k] : name;
    return strcmp(kind, "reason:") == 0 ? m->help : name;
}

/* The groups of one kind that were held up more than ordinarily, the most first. */
static void tell_groups(const struct bf_explanation_view *v, const char *kind, const char *head,
                        struct bf_text *out)
{
    const struct bf_catalogue *c = &v->model->measures.catalogue;
    const struct bf_explanation *x = v->explanation;
    struct bf_text line = {.bytes = NULL};
    double above = HUGE_VAL;
    uint32_t told = 0;
    for (; told < TOLD_GROUPS; told++) {
        uint32_t best = UINT32_MAX;
        double most = 0;
        for (uint32_t i = 0; i < c->daily_count; i++) {
            const struct bf_interval *d = &x->series[i].difference;
            if (strncmp(c->daily[i].group, kind, strlen(kind)) != 0) continue;
            if (strcmp(c->daily[i].name, "delayed") != 0 || !(d->low > 0)) continue;
            if (d->estimate >= above || d->estimate <= most) continue;
            most = d->estimate;
            best = i;
        }
        if (best == UINT32_MAX) break;
        char change[120];
        above = most;
        print_change(&x->series[best].difference, change, sizeof change);
        bf_text_add(&line, "%s%s %s", told ? "; " : head, group_label(v, &c->daily[best], kind),
                    change);
    }
    if (told > 0 && line.bytes) bf_text_add(out, "%s.\n", line.bytes);
    out->failed = out->failed || line.failed;
    bf_text_free(&line);
}

/* ---- where it was short ---------------------------------------------------------------- */

static const struct bf_contrast *series_of(const struct bf_explanation_view *v, const char *service,
                                           const char *name)
{
    const struct bf_catalogue *c = &v->model->measures.catalogue;
    for (uint32_t i = 0; i < c->daily_count; i++)
        if (strcmp(c->daily[i].service, service) == 0 && strcmp(c->daily[i].group, "all") == 0 &&
            strcmp(c->daily[i].name, name) == 0)
            return &v->explanation->series[i];
    return NULL;
}

/* Share of `whole` that `part` is, in the window and ordinarily. NaN where there is none. */
static double share_of(const struct bf_contrast *part, const struct bf_contrast *whole, bool in)
{
    if (!part || !whole) return (double)NAN;
    double a = in ? part->in.estimate : part->ordinary.estimate;
    double b = in ? whole->in.estimate : whole->ordinary.estimate;
    return b > 0 ? a / b : (double)NAN;
}

static void limit_words(const struct bf_explanation_view *v, uint32_t s, char text[], size_t size)
{
    const struct bf_service_info *info = &v->model->network.service[s];
    const struct bf_contrast *people = series_of(v, info->name, "occupied");
    const struct bf_contrast *places = series_of(v, info->name, "capacity");
    const struct bf_contrast *booked = series_of(v, info->name, "hours_booked");
    const struct bf_contrast *offered = series_of(v, info->name, "hours_offered");
    double full = share_of(people, places, true), was = share_of(people, places, false);
    double used = share_of(booked, offered, true), had = share_of(booked, offered, false);
    text[0] = '\0';
    if (info->kind == BF_KIND_MARKET)
        bf_format(text, size, "; limited by how many can start in a week");
    else if (info->kind == BF_KIND_TEAM)
        bf_format(text, size, "; limited by who is on duty");
    else if (!isnan(used))
        bf_format(text, size, "; care hours %.0f%% booked (%.0f%%)", 100 * used, 100 * had);
    else if (!isnan(full))
        bf_format(text, size, "; %s %.0f%% full (%.0f%%)%s",
                  info->kind == BF_KIND_CASELOAD ? "places" : "beds", 100 * full, 100 * was,
                  full < FULL ? ", so not for want of them alone" : "");
    size_t used_bytes = strlen(text);
    if (!info->always[BF_WINDOW_ADMITS])
        bf_format(text + used_bytes, size - used_bytes, "; admits at certain hours only");
}

void bf_explanation_places(const struct bf_explanation_view *v, struct bf_text *out)
{
    const struct bf_network *n = &v->model->network;
    double above = HUGE_VAL;
    for (uint32_t told = 0; told < TOLD_PLACES; told++) {
        uint32_t best = UINT32_MAX;
        double most = 0;
        for (uint32_t s = 0; s < n->service_count; s++) {
            const struct bf_contrast *waiting = series_of(v, n->service[s].name, "waiting");
            if (!waiting || !(waiting->difference.low > 0)) continue;
            double more = waiting->difference.estimate;
            if (more >= above || more <= most || waiting->in.estimate < 0.05) continue;
            most = more;
            best = s;
        }
        if (best == UINT32_MAX) return;
        const struct bf_contrast *w = series_of(v, n->service[best].name, "waiting");
        char in[40], was[40], limit[200];
        above = most;
        bf_value_print(w->in.estimate, half_of(&w->difference), in, sizeof in);
        bf_value_print(w->ordinary.estimate, half_of(&w->difference), was, sizeof was);
        limit_words(v, best, limit, sizeof limit);
        bf_text_add(out, "%s: %s waiting (%s)%s\n", n->service[best].label, in, was, limit);
    }
}

void bf_explanation_who(const struct bf_explanation_view *v, struct bf_text *out)
{
    tell_groups(v, "class:", "Who was delayed more: ", out);
    tell_groups(v, "locality:", "From where: ", out);
    tell_groups(v, "reason:", "For what: ", out);
}

void bf_explanation_elsewhere(const struct bf_explanation_view *v, struct bf_text *out)
{
    static const struct {
        const char *name, *words;
    } held[] = {{"waiting_acute", "waiting for an acute bed"},
                {"not_seen", "well enough, not yet seen in a round"},
                {"in_process", "waiting for the discharge itself"}};
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++) {
        const struct bf_contrast *c = series_of(v, "system", held[i].name);
        char in[40], was[40], change[120];
        if (!c || isnan(c->in.estimate) || !(c->in.estimate + c->ordinary.estimate > 0)) continue;
        bf_value_print(c->in.estimate, half_of(&c->difference), in, sizeof in);
        bf_value_print(c->ordinary.estimate, half_of(&c->difference), was, sizeof was);
        print_change(&c->difference, change, sizeof change);
        bf_text_add(out, "%s: %s, and %s on ordinary days: %s%s\n", held[i].words, in, was, change,
                    is_sure(&c->difference) ? "" : ", not told from chance");
    }
}

/* Lines of one text, each begun with `before` and broken where it is too long. */
static void add_lines(struct bf_text *out, const struct bf_text *lines, const char *before,
                      unsigned indent)
{
    for (const char *at = lines->bytes; at != NULL && *at != '\0';) {
        size_t length = strcspn(at, "\n");
        struct bf_text line = {.bytes = NULL};
        bf_text_add(&line, "%s%.*s", before, (int)length, at);
        if (line.bytes != NULL) add_wrapped(out, line.bytes, indent);
        out->failed = out->failed || line.failed;
        bf_text_free(&line);
        at += length + (at[length] == '\n');
    }
}

void bf_explanation_words(const struct bf_explanation_view *v, struct bf_text *out)
{
    const struct bf_explanation *x = v->explanation;
    struct bf_text sentence = {.bytes = NULL}, who = {.bytes = NULL}, places = {.bytes = NULL};
    struct bf_text elsewhere = {.bytes = NULL};
    bf_text_add(out, "%s\n", v->title ? v->title : "Untitled");
    bf_explanation_sentence(v, &sentence);
    add_wrapped(out, sentence.bytes ? sentence.bytes : "", 0);
    out->failed = out->failed || sentence.failed;
    bf_text_free(&sentence);
    tell_causes(v, out);
    bf_text_add(out, "\n");
    bf_explanation_who(v, &who);
    bf_explanation_places(v, &places);
    add_lines(out, &who, "", 2);
    if (places.length > 0)
        bf_text_add(out, "\nMore people waited for (in brackets: on ordinary days)\n");
    add_lines(out, &places, "  ", 4);
    bf_explanation_elsewhere(v, &elsewhere);
    if (elsewhere.length > 0)
        bf_text_add(out, "\nHeld up, and not among the delayed (people at midnight)\n");
    add_lines(out, &elsewhere, "  ", 4);
    out->failed = out->failed || who.failed || places.failed || elsewhere.failed;
    bf_text_free(&elsewhere);
    bf_text_free(&who);
    bf_text_free(&places);
    bf_text_add(out,
                "\nMeans of %u possible winters (seed %" PRIu64 ") with 95%% intervals; ordinary "
                "days: the other days\nof the period on the same weekdays. %u %s, the same "
                "people in each.\n",
                x->replications, v->seed, x->runs, x->runs == 1 ? "run" : "runs");
}
