/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/budgets.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/capacity_demand.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/members.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

/* ---- rows ------------------------------------------------------------------------------ */

static uint32_t column_of(const struct bf_catalogue *c, const struct bf_plan_line *plan,
                          const char *name)
{
    for (uint32_t j = 0; j < c->daily_count; j++)
        if (strcmp(c->daily[j].name, name) == 0 &&
            strncmp(c->daily[j].group, "plan:", strlen("plan:")) == 0 &&
            strcmp(c->daily[j].group + strlen("plan:"), plan->name) == 0)
            return j;
    return UINT32_MAX;
}

/* The columns of a plan, and what it comes to in each winter at the end of a month. */
struct months {
    const struct bf_result *result;
    uint32_t spend, left;
    double *spent, *rest, *aside; /* [count] of each winter */
    double *work;                 /* [count] summaries sort what they are given */
};

static void summarise(const struct months *m, const double value[], struct bf_summary *summary)
{
    memcpy(m->work, value, m->result->count * sizeof *value);
    bf_summarise(m->work, m->result->count, summary);
}

static void fill_row(const struct months *m, struct bf_budget_row *row)
{
    const struct bf_result *result = m->result;
    const struct bf_catalogue *c = result->catalogue;
    uint32_t from = (uint32_t)(row->first - c->first_day),
             to = (uint32_t)(row->last - c->first_day);
    uint64_t over = 0;
    for (uint32_t r = 0; r < result->count; r++) {
        const float *day = &result->daily[(size_t)r * c->day_count * c->daily_count];
        for (uint32_t d = from; d <= to; d++)
            m->spent[r] += (double)day[(size_t)d * c->daily_count + m->spend];
        m->rest[r] = (double)day[(size_t)to * c->daily_count + m->left];
        m->aside[r] = row->plan->budget - m->spent[r] - m->rest[r];
        if (fabs(m->aside[r]) < 0.5) m->aside[r] = 0; /* daily values hold seven digits */
        over += m->rest[r] < -0.5;
    }
    summarise(m, m->spent, &row->spent);
    summarise(m, m->aside, &row->set_aside);
    summarise(m, m->rest, &row->left);
    row->overspent = bf_interval_of_share(over, result->count, 0.95);
}

static uint32_t count_months(const struct bf_catalogue *c)
{
    uint32_t months = 0;
    bf_day end = c->first_day + (bf_day)c->day_count - 1;
    for (bf_day day = c->first_day; day <= end; day = bf_month_end(day) + 1)
        months++;
    return months;
}

bool bf_budget_rows(const struct bf_result *result, struct bf_budget_row **rows, uint32_t *count,
                    struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    bf_day end = c->first_day + (bf_day)c->day_count - 1;
    uint32_t winters = result->count, at = 0;
    *count = winters ? c->plan_count * count_months(c) : 0;
    *rows = NULL;
    if (*count == 0) return true;
    double *work = bf_heap_take(4 * (size_t)winters, sizeof *work);
    *rows = bf_heap_take(*count, sizeof **rows);
    bool good = work && *rows;
    for (uint32_t i = 0; good && i < c->plan_count; i++) {
        const struct bf_plan_line *plan = &c->plan[i];
        struct months m = {.result = result,
                           .spend = column_of(c, plan, "spend"),
                           .left = column_of(c, plan, "left"),
                           .spent = work,
                           .rest = work + winters,
                           .aside = work + 2 * (size_t)winters,
                           .work = work + 3 * (size_t)winters};
        memset(work, 0, winters * sizeof *work);
        for (bf_day day = c->first_day; day <= end; day = bf_month_end(day) + 1) {
            bf_day last = bf_month_end(day) < end ? bf_month_end(day) : end;
            (*rows)[at] = (struct bf_budget_row){.plan = plan, .first = day, .last = last};
            fill_row(&m, &(*rows)[at++]);
        }
    }
    bf_heap_give(work);
    if (good) return true;
    bf_heap_give(*rows);
    *rows = NULL;
    return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a table of months");
}

static void month_of(const struct bf_budget_row *row, char month[BF_DAY_TEXT])
{
    bf_day_print(row->first, month);
    month[7] = '\0'; /* YYYY-MM */
}

/* ---- the table on disk ----------------------------------------------------------------- */

static void write_row(struct bf_csv *csv, const struct bf_budget_row *row)
{
    const struct bf_summary *s = &row->spent, *left = &row->left;
    const double value[] = {s->mean,
                            s->mc_low,
                            s->mc_high,
                            s->p05,
                            s->p50,
                            s->p95,
                            row->set_aside.mean,
                            left->mean,
                            left->mc_low,
                            left->mc_high,
                            left->p05,
                            left->p50,
                            left->p95,
                            row->overspent.estimate,
                            row->overspent.low,
                            row->overspent.high};
    char month[BF_DAY_TEXT];
    month_of(row, month);
    bf_csv_text(csv, month);
    bf_csv_count(csv, (uint64_t)(row->last - row->first + 1));
    bf_csv_text(csv, row->plan->name);
    bf_csv_text(csv, row->plan->label);
    bf_csv_number(csv, row->plan->budget);
    bf_csv_count(csv, row->plan->stops);
    for (size_t k = 0; k < sizeof value / sizeof value[0]; k++)
        bf_csv_number(csv, value[k]);
    bf_csv_count(csv, s->count);
    bf_csv_end_row(csv);
}

bool bf_budgets_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    struct bf_budget_row *rows;
    struct bf_csv csv;
    uint32_t count;
    if (!bf_budget_rows(result, &rows, &count, err)) return false;
    bool good = bf_csv_open(&csv, path,
                            "month,days,plan,label,budget,stops,spent,spent_mc_low,spent_mc_high,"
                            "spent_p05,spent_p50,spent_p95,set_aside,left,left_mc_low,left_mc_high,"
                            "left_p05,left_p50,left_p95,chance_overspent,chance_low,chance_high,"
                            "replications",
                            err);
    for (uint32_t i = 0; good && i < count; i++)
        write_row(&csv, &rows[i]);
    bf_heap_give(rows);
    return good && bf_csv_close(&csv, err);
}

/* ---- the table on the screen ----------------------------------------------------------- */

enum { LABEL_WIDTH = 34, MONEY_WIDTH = 20, LINE_WIDTH = 11 };

static void cell(struct bf_text *out, const char *text, unsigned width, bool to_the_right)
{
    unsigned used = bf_text_width(text);
    int pad = used < width ? (int)(width - used) : 0;
    bf_text_add(out, "%*s%s%*s", to_the_right ? pad : 0, "", text, to_the_right ? 0 : pad, "");
}

static void pounds(struct bf_text *out, double value, double half, unsigned width)
{
    char text[80], figure[32], error[32];
    if (fabs(value) < 0.5) value = 0; /* daily values hold seven digits */
    if (!(half > 0)) half = (double)NAN;
    bf_figure_print(value, half, "£", figure, sizeof figure);
    bf_figure_print(half, half, "£", error, sizeof error);
    if (half > 0)
        bf_format(text, sizeof text, "%s ± %s", figure, error);
    else
        bf_format(text, sizeof text, "%s", figure);
    cell(out, text, width, true);
}

static void add_plan(struct bf_text *out, const struct bf_budget_row *row)
{
    char text[256];
    const struct bf_interval *over = &row->overspent;
    double half = (row->spent.mc_high - row->spent.mc_low) / 2;
    bf_text_fit(row->plan->label, LABEL_WIDTH - 1, text, sizeof text);
    cell(out, text, LABEL_WIDTH, false);
    pounds(out, row->spent.mean, half, MONEY_WIDTH);
    pounds(out, row->plan->budget, (double)NAN, LINE_WIDTH);
    pounds(out, row->left.mean, (row->left.mc_high - row->left.mc_low) / 2, MONEY_WIDTH);
    if (isnan(over->estimate))
        bf_format(text, sizeof text, "–");
    else
        bf_format(text, sizeof text, "%.0f%% (%.0f–%.0f%%)", 100 * over->estimate, 100 * over->low,
                  100 * over->high);
    cell(out, text, 18, true);
    bf_text_add(out, "\n");
}

void bf_budgets_table(const struct bf_result *result, struct bf_text *out)
{
    const struct bf_catalogue *c = result->catalogue;
    struct bf_budget_row *rows;
    struct bf_err err;
    uint32_t count, months = count_months(c);
    if (!bf_budget_rows(result, &rows, &count, &err)) {
        out->failed = true;
        return;
    }
    if (count > 0) {
        bf_text_add(out, "\n");
        cell(out, "Budgets, end of the period", LABEL_WIDTH, false);
        cell(out, "spent ± 95%", MONEY_WIDTH, true);
        cell(out, "budget", LINE_WIDTH, true);
        cell(out, "left ± 95%", MONEY_WIDTH, true);
        cell(out, "overspent", 18, true);
        bf_text_add(out, "\n");
        for (uint32_t i = months - 1; i < count; i += months)
            add_plan(out, &rows[i]);
        bf_text_add(out, "overspent: share of possible winters, and its 95%% simulation error; by "
                         "month in plans_by_month.csv\n");
    }
    bf_heap_give(rows);
}

/* ---- the document ---------------------------------------------------------------------- */

/* clang-format off */
#define AT_AN_END                                                                                  \
    NUMBER_ALWAYS("spent", "pounds spent in the period until then, mean over winters"),           \
    NUMBER_ALWAYS("spent_p05", "one winter in twenty spends less"),                               \
    NUMBER_ALWAYS("spent_p95", "one winter in twenty spends more"),                               \
    NUMBER_ALWAYS("set_aside", "pounds that contracts, calls and places in use will cost, mean"), \
    NUMBER_ALWAYS("left", "pounds neither spent nor set aside, mean; below 0: overspent"),        \
    NUMBER_ALWAYS("left_p05", "one winter in twenty has less left"),                              \
    NUMBER_ALWAYS("left_p95", "one winter in twenty has more left"),                              \
    NUMBER_ALWAYS("chance_overspent", "share of possible winters with less than nothing left"),   \
    NUMBER_ALWAYS("chance_low", "lower end of its 95% interval (simulation error)"),              \
    NUMBER_ALWAYS("chance_high", "its upper end")
/* clang-format on */
static const struct bf_member month_members[] = {WORDS("month", "\"2021-11\""), AT_AN_END, END};
const struct bf_member bf_budget_members[] = {
    WORDS("plan", "name in the scenario"),
    WORDS("label", "its name for people"),
    NUMBER_ALWAYS("budget", "pounds"),
    FLAG("stops", "whether buying stops when it is gone"),
    AT_AN_END,
    LIST("months", "the same at the end of each month", month_members),
    END};

static void add_end(struct bf_json *json, const struct bf_budget_row *row)
{
    bf_json_number(json, "spent", row->spent.mean);
    bf_json_number(json, "spent_p05", row->spent.p05);
    bf_json_number(json, "spent_p95", row->spent.p95);
    bf_json_number(json, "set_aside", row->set_aside.mean);
    bf_json_number(json, "left", row->left.mean);
    bf_json_number(json, "left_p05", row->left.p05);
    bf_json_number(json, "left_p95", row->left.p95);
    bf_json_number(json, "chance_overspent", row->overspent.estimate);
    bf_json_number(json, "chance_low", row->overspent.low);
    bf_json_number(json, "chance_high", row->overspent.high);
}

static void add_document(struct bf_json *json, const struct bf_budget_row row[], uint32_t months)
{
    bf_json_object(json, NULL);
    bf_json_text(json, "plan", row->plan->name);
    bf_json_text(json, "label", row->plan->label);
    bf_json_number(json, "budget", row->plan->budget);
    bf_json_flag(json, "stops", row->plan->stops);
    add_end(json, &row[months - 1]);
    bf_json_array(json, "months");
    for (uint32_t m = 0; m < months; m++) {
        char month[BF_DAY_TEXT];
        month_of(&row[m], month);
        bf_json_object(json, NULL);
        bf_json_text(json, "month", month);
        add_end(json, &row[m]);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    bf_json_end_object(json);
}

bool bf_json_budgets(struct bf_json *json, const struct bf_result *result)
{
    struct bf_budget_row *rows;
    struct bf_err err;
    uint32_t count, months = count_months(result->catalogue);
    bool good = bf_budget_rows(result, &rows, &count, &err);
    bf_json_array(json, "plans");
    for (uint32_t i = 0; good && i < count; i += months)
        add_document(json, &rows[i], months);
    bf_json_end_array(json);
    bf_heap_give(rows);
    return good;
}
