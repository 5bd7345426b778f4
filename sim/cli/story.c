/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "story.h"

#include "bedflow/report/members.h"

#include "bedflow/base/arena.h"

#include <math.h>
#include <string.h>

/* One step with its neighbours in the same person's life, NULL where there are none. */
struct scene {
    const struct bf_network *n;
    const struct bf_told *at, *before, *after;
    bool granted, leaves; /* later, at this same instant */
};

/* ---- keeping --------------------------------------------------------------------------- */

void bf_story_add(struct bf_story *story, const struct bf_told *told)
{
    if (story->count == story->cap) {
        size_t cap = story->cap > 0 ? 2 * story->cap : 256;
        struct bf_told *grown = bf_heap_grow(story->told, cap * sizeof *grown);
        if (grown == NULL) {
            story->failed = true;
            return;
        }
        story->told = grown;
        story->cap = cap;
    }
    story->told[story->count++] = *told;
}

void bf_story_free(struct bf_story *story)
{
    bf_heap_give(story->told);
    story->told = NULL;
    story->count = story->cap = 0;
}

/* ---- words ----------------------------------------------------------------------------- */

static void time_words(double hours, char text[], size_t size)
{
    if (hours < 1.0 / 120)
        bf_format(text, size, "no time");
    else if (hours < 0.95)
        bf_format(text, size, "%.0f minutes", fmax(1, hours * 60));
    else if (hours < 36)
        bf_format(text, size, "%.1f hours", hours);
    else
        bf_format(text, size, "%.1f days", hours / 24);
}

static const char *place(const struct bf_network *n, uint32_t to)
{
    if (bf_is_service(to) && to < n->service_count) return n->service[to].label;
    return to == BF_TO_HOME ? "home" : to == BF_TO_DIED ? "death" : "elsewhere";
}

static bool at_once(const struct bf_told *a, const struct bf_told *b)
{
    return a != NULL && b != NULL && fabs(a->at_h - b->at_h) < 1e-9;
}

static bool follows_at_once(const struct scene *s, enum bf_step step)
{
    return at_once(s->at, s->after) && s->after->step == step;
}

static bool came_at_once_after(const struct scene *s, enum bf_step step)
{
    return at_once(s->before, s->at) && s->before->step == step;
}

static const char *task_label(const struct bf_network *n, uint32_t task)
{
    return task < n->task_count ? n->task[task].label : "a task";
}

static void task_words(const struct scene *s, const struct bf_told *told, char text[], size_t size)
{
    char time[48];
    const char *task = task_label(s->n, told->other);
    if (isinf(told->value)) {
        bf_format(text, size, "held up by %s, which a team has yet to do", task);
        return;
    }
    time_words(told->value, time, sizeof time);
    bf_format(text, size, "held up by %s for %s", task, time);
}

static void ready_words(const struct scene *s, char text[], size_t size)
{
    const struct bf_told *told = s->at;
    char time[48], why[256] = "";
    bool counts = bf_is_service(told->service) && s->n->service[told->service].counts_delay;
    time_words(told->value, time, sizeof time);
    if (s->granted)
        why[0] = '\0'; /* a wait of no length */
    else if (follows_at_once(s, BF_STEP_WAITS))
        bf_format(why, sizeof why, "waits for %s", place(s->n, s->after->service));
    else if (follows_at_once(s, BF_STEP_TASK))
        task_words(s, s->after, why, sizeof why);
    if (why[0] == '\0')
        bf_format(text, size, "ready to leave %s, after %s", place(s->n, told->service), time);
    else
        bf_format(text, size, "ready to leave %s, after %s (%s%s)", place(s->n, told->service),
                  time, counts ? "delayed: " : "", why);
}

static bool granted_words(const struct scene *s, char text[], size_t size)
{
    const struct bf_told *told = s->at;
    char time[48], what[160];
    bool at_last = told->value >= 1.0 / 120;
    /* the move that follows says it better */
    if (!at_last && (s->leaves || follows_at_once(s, BF_STEP_STARTS))) return false;
    time_words(told->value, time, sizeof time);
    if (bf_is_service(told->service))
        bf_format(what, sizeof what, "a place at %s is there", place(s->n, told->service));
    else
        bf_format(what, sizeof what, told->service == BF_TO_HOME ? "can go home" : "can leave");
    bf_format(text, size, "%s%s%s%s", what, at_last ? ", after " : "", at_last ? time : "",
              s->leaves || follows_at_once(s, BF_STEP_STARTS)
                  ? ""
                  : "; goes when transport and hours allow");
    return true;
}

static void leaves_words(const struct scene *s, char text[], size_t size)
{
    const struct bf_told *told = s->at;
    char time[48];
    time_words(told->value, time, sizeof time);
    if (told->other == BF_TO_DIED)
        bf_format(text, size, "dies at %s, after %s there", place(s->n, told->service), time);
    else if (told->other == BF_TO_LEFT)
        bf_format(text, size, "leaves %s, after %s there%s", place(s->n, told->service), time,
                  follows_at_once(s, BF_STEP_LEFT) ? ", and the system" : "");
    else
        bf_format(text, size, "leaves %s, after %s there, for %s", place(s->n, told->service), time,
                  place(s->n, told->other));
}

static void starts_words(const struct scene *s, char text[], size_t size)
{
    const struct bf_told *told = s->at;
    char time[48];
    time_words(told->value, time, sizeof time);
    if (isinf(told->value))
        bf_format(text, size, "begins at %s, and stays", place(s->n, told->service));
    else
        bf_format(text, size, "begins at %s; will be well enough to leave in %s",
                  place(s->n, told->service), time);
}

/* What a neighbour has said already is left out. */
static bool is_said(const struct scene *s)
{
    switch (s->at->step) {
    case BF_STEP_WAITS:
    case BF_STEP_TASK:
        return s->granted || came_at_once_after(s, BF_STEP_READY);
    case BF_STEP_READY:
        return s->leaves;
    case BF_STEP_LEFT:
        return came_at_once_after(s, BF_STEP_LEAVES);
    case BF_STEP_HOME:
        return came_at_once_after(s, BF_STEP_LEAVES) && s->before->other == BF_TO_HOME;
    case BF_STEP_DIED:
        return came_at_once_after(s, BF_STEP_LEAVES) && s->before->other == BF_TO_DIED;
    case BF_STEP_WELL:
        return follows_at_once(s, BF_STEP_READY);
    default:
        return false;
    }
}

static void presents_words(const struct scene *s, char text[], size_t size)
{
    const struct bf_told *told = s->at;
    if (bf_is_service(told->service))
        bf_format(text, size, "presents at %s", place(s->n, told->service));
    else
        bf_format(text, size, "presents, and needs no service");
}

/* The steps that are a sentence with one name and one time in it. */
static void simple_words(const struct scene *s, char text[], size_t size)
{
    const struct bf_told *told = s->at;
    const char *name = place(s->n, told->service);
    char time[48];
    time_words(told->value, time, sizeof time);
    switch (told->step) {
    case BF_STEP_WAITS:
        bf_format(text, size, "waits for a place at %s", name);
        break;
    case BF_STEP_TURNED_AWAY:
        bf_format(text, size, "is turned away from %s: too many wait there", name);
        break;
    case BF_STEP_GIVES_UP:
        bf_format(text, size, "gives up waiting for %s, after %s", name, time);
        break;
    case BF_STEP_CANCELLED:
        bf_format(text, size, "is cancelled at %s for want of a bed; is called again in %s", name,
                  time);
        break;
    case BF_STEP_WELL:
        bf_format(text, size, "is well enough to leave %s; the next round will decide", name);
        break;
    case BF_STEP_TASK_DONE:
        bf_format(text, size, "%s is done", task_label(s->n, told->other));
        break;
    case BF_STEP_ACCEPTS:
        bf_format(text, size, "would now also accept %s", name);
        break;
    case BF_STEP_RETURNS:
        bf_format(text, size, "is an emergency again, %s after discharge", time);
        break;
    case BF_STEP_EARLY:
        bf_format(text, size, "leaves early with support, which saves %s", time);
        break;
    case BF_STEP_COMES_BACK:
        bf_format(text, size, "is in crisis again: %s had kept them out of hospital", name);
        break;
    case BF_STEP_FOUND:
        bf_format(text, size, "is at %s when the run begins, after %s there", name, time);
        break;
    case BF_STEP_WITH:
        bf_format(text, size, "%s begins, together with %s", name, place(s->n, told->other));
        break;
    case BF_STEP_WITH_ENDS:
        bf_format(text, size, "%s ends, after %s", name, time);
        break;
    case BF_STEP_EXCHANGE:
        bf_format(text, size, "changes places with others, to %s", name);
        break;
    default:
        bf_format(text, size, "%s",
                  told->step == BF_STEP_HOME   ? "is home"
                  : told->step == BF_STEP_DIED ? "dies"
                                               : "leaves the system");
    }
}

/* False if there is nothing to say. */
static bool words(const struct scene *s, char text[], size_t size)
{
    if (is_said(s)) return false;
    switch (s->at->step) {
    case BF_STEP_PRESENTS:
        presents_words(s, text, size);
        return true;
    case BF_STEP_STARTS:
        starts_words(s, text, size);
        return true;
    case BF_STEP_READY:
        ready_words(s, text, size);
        return true;
    case BF_STEP_TASK:
        task_words(s, s->at, text, size);
        return true;
    case BF_STEP_GRANTED:
        return granted_words(s, text, size);
    case BF_STEP_LEAVES:
        leaves_words(s, text, size);
        return true;
    default:
        simple_words(s, text, size);
        return true;
    }
}

/* ---- telling --------------------------------------------------------------------------- */

static struct scene scene_at(const struct bf_story *story, size_t i)
{
    struct scene s = {.n = story->network, .at = &story->told[i]};
    for (size_t k = i; k > 0 && at_once(&story->told[k - 1], s.at) && s.before == NULL; k--)
        if (story->told[k - 1].who == s.at->who) s.before = &story->told[k - 1];
    for (size_t k = i + 1; k < story->count && at_once(&story->told[k], s.at); k++) {
        if (story->told[k].who != s.at->who) continue;
        if (s.after == NULL) s.after = &story->told[k];
        s.granted = s.granted || story->told[k].step == BF_STEP_GRANTED;
        s.leaves = s.leaves || story->told[k].step == BF_STEP_LEAVES;
    }
    return s;
}

static void add_clock(const struct bf_story *story, double at_h, bool with_day, struct bf_text *out)
{
    char day[48];
    int64_t minutes = (int64_t)floor(at_h * 60 + 1e-7);
    bf_day_print_words(story->first_day + (bf_day)(minutes / 1440), day, sizeof day);
    if (with_day) bf_text_add(out, "  %-15s", day);
    bf_text_add(out, "  %02d:%02d  ", (int)(minutes / 60 % 24), (int)(minutes % 60));
}

void bf_story_by_time(const struct bf_story *story, struct bf_text *out)
{
    char text[512], person[BF_PERSON_CAP];
    for (size_t i = 0; i < story->count; i++) {
        struct scene s = scene_at(story, i);
        if (!words(&s, text, sizeof text)) continue;
        if (!bf_person_print(story->network, s.at->who, person, sizeof person)) continue;
        add_clock(story, s.at->at_h, false, out);
        bf_text_add(out, "%s  %s\n", person, text);
    }
}

static void add_heading(const struct bf_story *story, const struct bf_told *told,
                        struct bf_text *out)
{
    const struct bf_network *n = story->network;
    char person[BF_PERSON_CAP] = "";
    bf_person_print(n, told->who, person, sizeof person);
    bf_text_add(out, "%s", person);
    if (n->class_count > 1) bf_text_add(out, ", %s", n->class_[told->class_].label);
    if (n->locality_count > 1) bf_text_add(out, ", %s", n->locality_label[told->locality]);
    bf_text_add(out, "\n");
}

void bf_story_of(const struct bf_story *story, uint64_t who, struct bf_text *out)
{
    char text[512];
    bool headed = false;
    for (size_t i = 0; i < story->count; i++) {
        if (story->told[i].who != who) continue;
        if (!headed) add_heading(story, &story->told[i], out);
        headed = true;
        struct scene s = scene_at(story, i);
        if (!words(&s, text, sizeof text)) continue;
        add_clock(story, s.at->at_h, true, out);
        bf_text_add(out, "%s\n", text);
    }
}

/* ---- for programs ---------------------------------------------------------------------- */

static const char *const step_name[] = {[BF_STEP_PRESENTS] = "presents",
                                        [BF_STEP_WAITS] = "waits",
                                        [BF_STEP_TURNED_AWAY] = "turned_away",
                                        [BF_STEP_GIVES_UP] = "gives_up",
                                        [BF_STEP_CANCELLED] = "cancelled",
                                        [BF_STEP_STARTS] = "starts",
                                        [BF_STEP_WELL] = "well_enough",
                                        [BF_STEP_READY] = "ready",
                                        [BF_STEP_TASK] = "task",
                                        [BF_STEP_TASK_DONE] = "task_done",
                                        [BF_STEP_ACCEPTS] = "accepts",
                                        [BF_STEP_GRANTED] = "granted",
                                        [BF_STEP_LEAVES] = "leaves",
                                        [BF_STEP_HOME] = "home",
                                        [BF_STEP_LEFT] = "left",
                                        [BF_STEP_DIED] = "died",
                                        [BF_STEP_RETURNS] = "returns",
                                        [BF_STEP_EARLY] = "early",
                                        [BF_STEP_EXCHANGE] = "exchange",
                                        [BF_STEP_FOUND] = "found",
                                        [BF_STEP_COMES_BACK] = "comes_back",
                                        [BF_STEP_WITH] = "with",
                                        [BF_STEP_WITH_ENDS] = "with_ends",
                                        NULL};

const struct bf_member bf_story_members[] = {
    WORDS("person", "name of the person, as for --person"),
    COUNT("episode", "0, and one more with each readmission"),
    DAY("date", "day"),
    WORDS("time", "hour and minute, 14:05"),
    NUMBER_ALWAYS("hours", "since the start of the run, warm-up included, h"),
    {"step", BF_MEMBER_TEXT, "what happens", NULL, step_name},
    WORDS_OR_NULL("service", "service that it is about"),
    WORDS_OR_NULL("class", "class of the person"),
    WORDS_OR_NULL("words", "what people read; null: another step at this instant says it"),
    END};

static void add_step(struct bf_json *json, const struct bf_story *story, size_t i)
{
    const struct bf_network *n = story->network;
    const struct bf_told *told = &story->told[i];
    struct scene s = scene_at(story, i);
    char person[BF_PERSON_CAP] = "", text[512], time[16];
    int64_t minutes = (int64_t)floor(told->at_h * 60 + 1e-7);
    bool at_service = bf_is_service(told->service) && told->service < n->service_count;
    bool classed = told->class_ < n->class_count;
    bf_person_print(n, told->who, person, sizeof person);
    bf_format(time, sizeof time, "%02d:%02d", (int)(minutes / 60 % 24), (int)(minutes % 60));
    bool said = words(&s, text, sizeof text);
    bf_json_object(json, NULL);
    bf_json_text(json, "person", person);
    bf_json_count(json, "episode", told->episode);
    bf_json_day(json, "date", story->first_day + (bf_day)(minutes / 1440));
    bf_json_text(json, "time", time);
    bf_json_number(json, "hours", told->at_h);
    bf_json_text(json, "step", step_name[told->step]);
    bf_json_text(json, "service", at_service ? n->service[told->service].name : NULL);
    bf_json_text(json, "class", classed ? n->class_[told->class_].name : NULL);
    bf_json_text(json, "words", said ? text : NULL);
    bf_json_end_object(json);
}

void bf_story_json(const struct bf_story *story, struct bf_json *json)
{
    bf_json_array(json, "steps");
    for (size_t i = 0; i < story->count; i++)
        add_step(json, story, i);
    bf_json_end_array(json);
}
