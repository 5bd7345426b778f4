/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/explain.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/study/goal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WEEK          7
#define DATE_SDS      3 /* a cause may come so many standard deviations early */
#define LEVEL         0.95
#define CAUSES_CAP    64u
#define SETTINGS_EACH 4u /* that take a cause out, at most */

struct work {
    const struct bf_explain_request *request;
    struct bf_explanation *x;
    const struct bf_network *network;
    const struct bf_measure *measure;
    uint32_t reps, runs, done;
    uint32_t cause[CAUSES_CAP];
    uint32_t causes;
    double *value; /* [runs][reps] */
};

/* ---- measures and days ----------------------------------------------------------------- */

uint32_t bf_daily_find(const struct bf_catalogue *c, const char *name)
{
    return bf_measure_named(c->daily, c->daily_count, name);
}

static double cell(const struct bf_result *result, uint32_t r, uint32_t day, uint32_t column)
{
    const struct bf_catalogue *c = result->catalogue;
    return (double)result->daily[((size_t)r * c->day_count + day) * c->daily_count + column];
}

/* Mean of a column over days from..to of the catalogue's; NaN days left out. */
static double mean_of(const struct bf_result *result, uint32_t r, uint32_t from, uint32_t to,
                      uint32_t column)
{
    double sum = 0;
    uint32_t days = 0;
    for (uint32_t d = from; d <= to; d++) {
        double value = cell(result, r, d, column);
        if (isnan(value)) continue;
        sum += value;
        days++;
    }
    return days ? sum / days : (double)NAN;
}

/* The seven days of the period with the highest mean of a daily column. Requires a period of
 * seven days. */
static bf_day worst_week(const struct bf_result *result, uint32_t column)
{
    const struct bf_catalogue *c = result->catalogue;
    double most = -HUGE_VAL;
    uint32_t worst = 0;
    BF_REQUIRE(c->day_count >= WEEK);
    for (uint32_t d = 0; d + WEEK <= c->day_count; d++) {
        double sum = 0;
        for (uint32_t r = 0; r < result->count; r++) {
            double mean = mean_of(result, r, d, d + WEEK - 1, column);
            sum += isnan(mean) ? 0 : mean;
        }
        if (sum <= most) continue;
        most = sum;
        worst = d;
    }
    return c->first_day + (bf_day)worst;
}

static bool choose_window(struct work *w, const struct bf_result *result, struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    struct bf_explanation *x = w->x;
    bf_day last = c->first_day + (bf_day)c->day_count - 1;
    x->from = w->request->from;
    x->to = w->request->to;
    if (x->from == BF_DAY_NONE && c->day_count >= WEEK) {
        x->from = worst_week(result, x->column);
        x->to = x->from + WEEK - 1;
    }
    if (x->from != BF_DAY_NONE && x->from >= c->first_day && x->from <= x->to && x->to <= last)
        return true;
    char a[BF_DAY_TEXT], b[BF_DAY_TEXT], from[BF_DAY_TEXT], to[BF_DAY_TEXT];
    bf_day_print(c->first_day, a);
    bf_day_print(last, b);
    if (x->from == BF_DAY_NONE)
        return bf_fail(err, BF_E_RANGE, NULL,
                       "expected a period of a week at least to find its worst week, received %s "
                       "to %s; say which day with --date",
                       a, b);
    bf_day_print(x->from, from);
    bf_day_print(x->to, to);
    return bf_fail(err, BF_E_RANGE, NULL,
                   "expected days of the run's period, %s to %s, received %s%s%s", a, b, from,
                   x->from < x->to ? " to " : "", x->from < x->to ? to : "");
}

/* ---- contrasts ------------------------------------------------------------------------- */

/* Whether a day of the period is an ordinary one: a weekday of the window's, outside it. */
static bool is_ordinary(const struct bf_explanation *x, bf_day day)
{
    if (day >= x->from && day <= x->to) return false;
    for (bf_day d = x->from; d <= x->to && d < x->from + WEEK; d++)
        if (bf_day_weekday(d) == bf_day_weekday(day)) return true;
    return false;
}

static double ordinary_of(const struct bf_explanation *x, const struct bf_result *result,
                          uint32_t r, uint32_t column)
{
    const struct bf_catalogue *c = result->catalogue;
    double sum = 0;
    uint32_t days = 0;
    for (uint32_t d = 0; d < c->day_count; d++) {
        double value = cell(result, r, d, column);
        if (isnan(value) || !is_ordinary(x, c->first_day + (bf_day)d)) continue;
        sum += value;
        days++;
    }
    return days ? sum / days : (double)NAN;
}

static void contrast(struct bf_explanation *x, const struct bf_result *result, uint32_t column)
{
    struct bf_tally in, ordinary, difference;
    uint32_t from = (uint32_t)(x->from - result->catalogue->first_day);
    uint32_t to = (uint32_t)(x->to - result->catalogue->first_day);
    bf_tally_init(&in);
    bf_tally_init(&ordinary);
    bf_tally_init(&difference);
    for (uint32_t r = 0; r < result->count; r++) {
        double a = mean_of(result, r, from, to, column), b = ordinary_of(x, result, r, column);
        if (isnan(a) || isnan(b)) continue;
        bf_tally_add(&in, a);
        bf_tally_add(&ordinary, b);
        bf_tally_add(&difference, a - b);
    }
    x->series[column] =
        (struct bf_contrast){bf_interval_of_mean(&in, LEVEL), bf_interval_of_mean(&ordinary, LEVEL),
                             bf_interval_of_mean(&difference, LEVEL)};
}

/* ---- causes ---------------------------------------------------------------------------- */

static bool in_time(const struct bf_cause *cause, bf_day last)
{
    if (cause->kind == BF_CAUSE_POLICY) return true;
    return (double)cause->from - DATE_SDS * cause->varies.date_sd_h / 24 <= (double)last;
}

static bool is_asked_for(const struct bf_explain_request *q, const char *name)
{
    for (size_t i = 0; i < q->of_count; i++)
        if (strcmp(q->of[i], name) == 0) return true;
    return q->of_count == 0;
}

static bool know_names(const struct work *w, struct bf_err *err)
{
    const struct bf_network *n = w->network;
    const char *names[CAUSES_CAP];
    uint32_t count = n->cause_count < CAUSES_CAP ? n->cause_count : CAUSES_CAP;
    for (uint32_t k = 0; k < count; k++)
        names[k] = n->cause[k].name;
    for (size_t i = 0; i < w->request->of_count; i++) {
        const char *name = w->request->of[i];
        bool known = false;
        for (uint32_t k = 0; k < n->cause_count; k++)
            known = known || strcmp(n->cause[k].name, name) == 0;
        if (known) continue;
        const char *near = bf_text_nearest(name, names, count);
        char all[300];
        bf_text_list(names, count, all, sizeof all);
        return bf_fail(err, BF_E_KEY, NULL,
                       "expected the name of a change, a purchase or a policy of this scenario, "
                       "received \"%s\"; %s%s%s",
                       name,
                       near    ? "did you mean \""
                       : count ? "there are "
                               : "there is none",
                       near ? near : all, near ? "\"?" : "");
    }
    return true;
}

static bool choose_causes(struct work *w, struct bf_err *err)
{
    if (!know_names(w, err)) return false;
    for (uint32_t k = 0; k < w->network->cause_count; k++) {
        const struct bf_cause *cause = &w->network->cause[k];
        bool acts = cause->kind != BF_CAUSE_POLICY || w->network->policy[cause->index].acts;
        if (!is_asked_for(w->request, cause->name)) continue;
        if (!acts && w->request->of_count == 0) continue;
        if (!acts)
            return bf_fail(err, BF_E_KEY, NULL,
                           "expected what changes something; \"%s\" only watches, for other rules",
                           cause->name);
        if (!in_time(cause, w->x->to)) {
            w->x->left_out++;
            continue;
        }
        if (w->causes == CAUSES_CAP)
            return bf_fail(err, BF_E_LIMIT, NULL,
                           "expected at most %u causes, received more; name those of interest",
                           CAUSES_CAP);
        w->cause[w->causes++] = k;
    }
    w->x->cause_count = w->causes;
    w->x->shapley = w->causes >= 1 && w->causes <= BF_SHAPLEY_CAUSES;
    w->runs = w->x->shapley ? 1u << w->causes : w->causes ? w->causes + 2 : 1;
    w->x->runs = w->runs;
    return true;
}

/* Whether a cause is in force in a run. Runs of Shapley are sets of causes; else run 0 has all, the
 * last none, and run i + 1 lacks cause i. */
static bool in_force(const struct work *w, uint32_t run, uint32_t i)
{
    if (w->x->shapley) return run >> i & 1u;
    return run + 1 != w->runs && run != i + 1;
}

static uint32_t run_with_all(const struct work *w)
{
    return w->x->shapley ? w->runs - 1 : 0;
}

static uint32_t run_with_none(const struct work *w)
{
    return w->x->shapley ? 0 : w->runs - 1;
}

/* ---- runs ------------------------------------------------------------------------------ */

/* Settings that take causes out of a scenario. */
struct without {
    char path[CAUSES_CAP * SETTINGS_EACH][BF_PATH_CAP];
    struct bf_setting set[CAUSES_CAP * SETTINGS_EACH + 2];
    size_t count;
};

static void change(struct without *out, const char *group, const char *name, const char *field,
                   const char *value)
{
    char *path = out->path[out->count];
    bf_format(path, BF_PATH_CAP, "%s.%s%s", group, name, field);
    out->set[out->count++] = (struct bf_setting){path, value};
}

/* Rules and plans may name a purchase, so that it stays, long over. */
static void take_purchase_out(const struct work *w, const struct bf_cause *cause,
                              struct without *out)
{
    static const char decided[] = "1850-01-01", then[] = "1870-01-01";
    const struct bf_purchase *p =
        (const struct bf_purchase *)w->network->care->purchases.item + cause->index;
    if (p->decided != BF_DAY_NONE) change(out, "purchases", cause->name, ".decided", decided);
    if (p->ended != BF_DAY_NONE) change(out, "purchases", cause->name, ".ended", then);
    change(out, "purchases", cause->name, ".from", then);
    change(out, "purchases", cause->name, ".to", then);
}

static bool is_counted(const struct bf_network *n, uint32_t policy)
{
    for (uint32_t k = 0; k < n->policy_count; k++)
        for (uint32_t j = 0; j < n->policy[k].rule_count; j++)
            if (n->policy[k].rule[j] == policy) return true;
    return false;
}

/* Another rule may count it, so that it stays, and never begins. */
static void take_policy_out(const struct work *w, const struct bf_cause *cause, struct without *out)
{
    const struct bf_policy_info *info = &w->network->policy[cause->index];
    if (!is_counted(w->network, cause->index)) {
        change(out, "policies", cause->name, "", "remove");
        return;
    }
    bool share = info->signal == BF_SIGNAL_OCCUPANCY;
    change(out, "policies", cause->name, ".above", share ? "1.99" : "1000000");
    change(out, "policies", cause->name, ".for", "365 days");
}

static void take_out(const struct work *w, uint32_t run, struct without *out)
{
    out->count = 0;
    for (uint32_t i = 0; i < w->causes; i++) {
        const struct bf_cause *cause = &w->network->cause[w->cause[i]];
        if (in_force(w, run, i)) continue;
        if (cause->kind == BF_CAUSE_PURCHASE)
            take_purchase_out(w, cause, out);
        else if (cause->kind == BF_CAUSE_POLICY)
            take_policy_out(w, cause, out);
        else
            change(out, "changes", cause->name, "", "remove");
    }
}

static bool load_run(const struct work *w, uint32_t run, struct bf_model *model, struct bf_err *err)
{
    char last[BF_DAY_TEXT];
    struct without out;
    struct bf_faults faults = {.count = 0};
    bf_day_print(w->x->to, last);
    take_out(w, run, &out);
    out.set[out.count++] = (struct bf_setting){"period.to", last};
    out.set[out.count++] = (struct bf_setting){"period.follow_up", "0 days"};
    bool ok =
        bf_model_load(model, w->request->file, w->request->loader, out.set, out.count, &faults);
    if (!ok) bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a run");
    for (size_t i = 0; i < faults.count && !ok && !faults.no_memory; i++) {
        if (faults.fault[i].severity != BF_ERROR) continue;
        bf_fail(err, faults.fault[i].err.code, &faults.fault[i].err.where,
                "without some of the causes the scenario cannot run: %.300s",
                faults.fault[i].err.what);
        break;
    }
    bf_faults_free(&faults);
    return ok;
}

static bool keep_values(struct work *w, uint32_t run, const struct bf_result *result,
                        struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    uint32_t column = UINT32_MAX;
    for (uint32_t i = 0; i < c->daily_count; i++)
        if (strcmp(c->daily[i].service, w->measure->service) == 0 &&
            strcmp(c->daily[i].group, w->measure->group) == 0 &&
            strcmp(c->daily[i].name, w->measure->name) == 0)
            column = i;
    if (result->stopped_count) {
        *err = result->stopped[0].err;
        return false;
    }
    if (result->count < w->reps)
        return bf_fail(err, BF_E_STOPPED, NULL, "stopped while explaining");
    if (column == UINT32_MAX)
        return bf_fail(err, BF_E_KEY, NULL,
                       "expected a measure that is there without the causes, too; %s is not",
                       w->measure->name);
    for (uint32_t r = 0; r < w->reps; r++)
        w->value[(size_t)run * w->reps + r] =
            mean_of(result, r, (uint32_t)(w->x->from - c->first_day),
                    (uint32_t)(w->x->to - c->first_day), column);
    return true;
}

static bool do_run(struct work *w, uint32_t run, struct bf_err *err)
{
    struct bf_model model;
    struct bf_result result = {.catalogue = NULL};
    const struct bf_explain_request *q = w->request;
    if (q->progress) q->progress(q->progress_context, ++w->done, w->runs);
    bool ok = load_run(w, run, &model, err);
    if (ok) {
        struct bf_study study = *q->study;
        study.model = &model;
        study.progress = NULL;
        ok = bf_study_run(&study, &result, err) && keep_values(w, run, &result, err);
    }
    bf_result_free(&result);
    bf_model_free(&model);
    return ok;
}

/* The run as it was, over all its period: contrasts, the window, and with all causes. */
static bool look(struct work *w, struct bf_err *err)
{
    struct bf_result result = {.catalogue = NULL};
    struct bf_study study = *w->request->study;
    study.progress = NULL;
    if (w->request->progress) w->request->progress(w->request->progress_context, 0, 1);
    bool ok = bf_study_run(&study, &result, err);
    if (ok && (result.count < w->reps || result.stopped_count))
        ok = bf_fail(err, BF_E_STOPPED, NULL, "stopped while explaining");
    ok = ok && choose_window(w, &result, err) && choose_causes(w, err);
    if (ok) {
        w->value = bf_heap_take((size_t)w->runs * w->reps, sizeof *w->value);
        ok = w->value || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u runs", w->runs);
    }
    ok = ok && keep_values(w, run_with_all(w), &result, err);
    for (uint32_t j = 0; ok && j < result.catalogue->daily_count; j++)
        contrast(w->x, &result, j);
    if (ok && isnan(w->x->series[w->x->column].ordinary.estimate))
        ok = bf_fail(err, BF_E_RANGE, NULL,
                     "expected an ordinary day to compare with: a day of the period outside these "
                     "days, on the same weekdays, on which %s is defined",
                     w->measure->name);
    bf_result_free(&result);
    return ok;
}

/* ---- shares ---------------------------------------------------------------------------- */

static double value_in(const struct work *w, uint32_t run, uint32_t r)
{
    return w->value[(size_t)run * w->reps + r];
}

static void shares_of(const struct work *w, uint32_t r, double share[])
{
    double value[1u << BF_SHAPLEY_CAUSES];
    if (w->x->shapley) {
        for (uint32_t run = 0; run < w->runs; run++)
            value[run] = value_in(w, run, r);
        bf_shapley(value, w->causes, share);
        return;
    }
    for (uint32_t i = 0; i < w->causes; i++)
        share[i] = value_in(w, 0, r) - value_in(w, i + 1, r);
}

static struct bf_interval interval_of(const double value[], uint32_t count)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < count; r++)
        bf_tally_add(&tally, value[r]);
    return bf_interval_of_mean(&tally, LEVEL);
}

static bool conclude(struct work *w, struct bf_err *err)
{
    struct bf_explanation *x = w->x;
    uint32_t n = w->reps;
    double *gap = bf_heap_take(n, sizeof *gap), *rest = bf_heap_take(n, sizeof *rest);
    x->all = bf_heap_take(n, sizeof(double));
    x->none = bf_heap_take(n, sizeof(double));
    x->share = bf_heap_take((size_t)(w->causes + 1) * n, sizeof(double));
    x->cause = bf_heap_take(w->causes + 1, sizeof *x->cause);
    bool ok = gap && rest && x->all && x->none && x->share && x->cause;
    for (uint32_t r = 0; ok && r < n; r++) {
        double share[CAUSES_CAP];
        shares_of(w, r, share);
        x->all[r] = value_in(w, run_with_all(w), r);
        x->none[r] = value_in(w, run_with_none(w), r);
        gap[r] = rest[r] = x->all[r] - x->none[r];
        for (uint32_t i = 0; i < w->causes; i++) {
            x->share[(size_t)i * n + r] = share[i];
            rest[r] -= share[i];
        }
        if (x->shapley) rest[r] = 0;
    }
    if (ok) {
        x->with_all = interval_of(x->all, n);
        x->with_none = interval_of(x->none, n);
        x->difference = interval_of(gap, n);
        x->together = interval_of(rest, n);
    }
    for (uint32_t i = 0; ok && i < w->causes; i++)
        x->cause[i] = (struct bf_explained){w->cause[i], interval_of(x->share + (size_t)i * n, n)};
    bf_heap_give(gap);
    bf_heap_give(rest);
    return ok || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the shares");
}

/* The largest effect first, its replications with it. */
static void sort_causes(struct bf_explanation *x, uint32_t n)
{
    for (uint32_t i = 1; i < x->cause_count; i++)
        for (uint32_t k = i;
             k > 0 && fabs(x->cause[k].share.estimate) > fabs(x->cause[k - 1].share.estimate);
             k--) {
            struct bf_explained moving = x->cause[k];
            x->cause[k] = x->cause[k - 1];
            x->cause[k - 1] = moving;
            for (uint32_t r = 0; r < n; r++) {
                double value = x->share[(size_t)k * n + r];
                x->share[(size_t)k * n + r] = x->share[(size_t)(k - 1) * n + r];
                x->share[(size_t)(k - 1) * n + r] = value;
            }
        }
}

bool bf_explain(const struct bf_explain_request *q, struct bf_explanation *x, struct bf_err *err)
{
    const struct bf_catalogue *c = &q->study->model->measures.catalogue;
    struct work w = {
        .request = q, .x = x, .network = &q->study->model->network, .reps = q->study->replications};
    memset(x, 0, sizeof *x);
    x->replications = w.reps;
    x->column = bf_daily_find(c, q->measure);
    if (x->column == UINT32_MAX)
        return bf_fail(err, BF_E_KEY, NULL,
                       "expected a measure by day, as in daily.csv: of the whole system such as "
                       "delayed, or of a service such as ward.waiting, received \"%s\"",
                       q->measure);
    w.measure = &c->daily[x->column];
    x->series = bf_heap_take(c->daily_count, sizeof *x->series);
    bool ok = x->series || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the contrasts");
    ok = ok && look(&w, err);
    for (uint32_t run = 0; ok && run < w.runs; run++)
        if (run != run_with_all(&w)) ok = do_run(&w, run, err);
    ok = ok && conclude(&w, err);
    if (ok) sort_causes(x, w.reps);
    bf_heap_give(w.value);
    return ok;
}

void bf_explanation_free(struct bf_explanation *x)
{
    bf_heap_give(x->series);
    bf_heap_give(x->cause);
    bf_heap_give(x->all);
    bf_heap_give(x->none);
    bf_heap_give(x->share);
    memset(x, 0, sizeof *x);
}
