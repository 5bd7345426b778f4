/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/table_picture.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { TITLE_WIDTH = 92, BELOW_WIDTH = 132, LABEL_WIDTH = 46, FEW_PANELS = 4 };

/* ---- reading a table ------------------------------------------------------------------- */

static bool find_columns(const struct bf_sheet *sheet, const char *const name[], int column[],
                         size_t count, struct bf_err *err)
{
    for (size_t i = 0; i < count; i++) {
        column[i] = bf_sheet_column(sheet, name[i]);
        if (column[i] < 0)
            return bf_fail(err, BF_E_KEY, NULL,
                           "expected a column \"%s\" in a table of the results, found none; was "
                           "this folder written by another version?",
                           name[i]);
    }
    return true;
}

static double number_at(const struct bf_sheet *sheet, size_t row, int column)
{
    double value;
    return bf_number_parse(bf_sheet_at(sheet, row, column), &value) ? value : (double)NAN;
}

static void set_words(const struct bf_table_picture *picture, const char *name, const char *title,
                      const char *below)
{
    char full[64];
    bf_format(full, sizeof full, "%s_title", name);
    bf_script_title(picture->script, full, title, TITLE_WIDTH, 2);
    bf_format(full, sizeof full, "%s_below", name);
    bf_script_wrapped(picture->script, full, below, BELOW_WIDTH, 2);
}

static void set_text(const struct bf_table_picture *picture, const char *array, size_t i,
                     const char *text)
{
    bf_script_array_text(picture->script, array, (uint32_t)i + 1, text);
}

/* ---- the outcomes framework ------------------------------------------------------------ */

enum {
    O_LABEL,
    O_UNIT,
    O_BETTER,
    O_TARGET,
    O_AMBER,
    O_MEAN,
    O_LOW,
    O_HIGH,
    O_STATUS,
    O_SURE,
    O_GREEN,
    O_YELLOW,
    O_RED,
    O_WINTERS,
    O_COUNT
};
static const char *const outcome_column[] = {
    "label",   "unit",   "better", "target",       "amber",        "mean",       "mc_low",
    "mc_high", "status", "sure",   "chance_green", "chance_amber", "chance_red", "replications"};

/* "green from 82.9%, amber from 79%" */
static void lines_words(const struct bf_sheet *sheet, size_t row, const int at[], char text[],
                        size_t size)
{
    const char *unit = bf_sheet_at(sheet, row, at[O_UNIT]);
    bool lower = strcmp(bf_sheet_at(sheet, row, at[O_BETTER]), "lower") == 0;
    char target[64], amber[64];
    bf_figure_print(number_at(sheet, row, at[O_TARGET]), (double)NAN, unit, target, sizeof target);
    bf_figure_print(number_at(sheet, row, at[O_AMBER]), (double)NAN, unit, amber, sizeof amber);
    const char *word = lower ? "to" : "from";
    if (isnan(number_at(sheet, row, at[O_TARGET])))
        bf_format(text, size, "no target");
    else if (isnan(number_at(sheet, row, at[O_AMBER])))
        bf_format(text, size, "%s %s", word, target);
    else
        bf_format(text, size, "%s %s | %s %s", word, target, word, amber);
}

static void outcome_row(const struct bf_table_picture *picture, const struct bf_sheet *sheet,
                        size_t row, const int at[])
{
    char text[200], mean[64], error[64];
    const char *unit = bf_sheet_at(sheet, row, at[O_UNIT]);
    double half = (number_at(sheet, row, at[O_HIGH]) - number_at(sheet, row, at[O_LOW])) / 2;
    bf_text_fit(bf_sheet_at(sheet, row, at[O_LABEL]), LABEL_WIDTH, text, sizeof text);
    set_text(picture, "outcome_label", row, text);
    bf_figure_print(number_at(sheet, row, at[O_MEAN]), half, unit, mean, sizeof mean);
    bf_figure_print(half, half, unit, error, sizeof error);
    if (half > 0)
        bf_format(text, sizeof text, "%s ± %s", mean, error);
    else
        bf_format(text, sizeof text, "%s", mean);
    set_text(picture, "outcome_mean", row, text);
    lines_words(sheet, row, at, text, sizeof text);
    set_text(picture, "outcome_lines", row, text);
    for (int c = 0; c < 3; c++) {
        static const char *const share[] = {"outcome_green", "outcome_amber", "outcome_red"};
        double value = number_at(sheet, row, at[O_GREEN + c]);
        bf_script_array_number(picture->script, share[c], (uint32_t)row + 1,
                               isnan(value) ? 0 : value);
    }
    const char *status = bf_sheet_at(sheet, row, at[O_STATUS]);
    bool sure = strcmp(bf_sheet_at(sheet, row, at[O_SURE]), "1") == 0;
    set_text(picture, "outcome_status", row, status);
    set_text(picture, "outcome_doubt", row, sure || strcmp(status, "none") == 0 ? "" : "?");
}

static void outcome_title(const struct bf_table_picture *picture, const struct bf_sheet *sheet,
                          const int at[])
{
    static const char *const word[] = {"green", "amber", "red"};
    uint32_t seen[3] = {0}, judged = 0;
    char title[200];
    for (size_t row = 0; row < sheet->rows; row++)
        for (int c = 0; c < 3; c++)
            if (strcmp(bf_sheet_at(sheet, row, at[O_STATUS]), word[c]) == 0) {
                seen[c]++;
                judged++;
            }
    bf_format(title, sizeof title, "Of %u outcomes with a target, %u green, %u amber and %u red",
              judged, seen[0], seen[1], seen[2]);
    set_words(picture, "outcomes", title,
              "Status of the mean over possible winters (±: 95% simulation error); \"?\": too near "
              "a line to be sure. Bars: the share of winters in which the figure is green, amber "
              "or red.");
}

bool bf_outcomes_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err)
{
    const struct bf_sheet *sheet = picture->record->extra[BF_EXTRA_OUTCOMES];
    static const char *const array[] = {"outcome_label",  "outcome_mean",  "outcome_lines",
                                        "outcome_status", "outcome_doubt", "outcome_green",
                                        "outcome_amber",  "outcome_red"};
    int at[O_COUNT];
    *has = false;
    if (!sheet || sheet->rows == 0) return true;
    if (!find_columns(sheet, outcome_column, at, O_COUNT, err)) return false;
    for (size_t i = 0; i < sizeof array / sizeof array[0]; i++)
        bf_script_array(picture->script, array[i], (uint32_t)sheet->rows);
    for (size_t row = 0; row < sheet->rows; row++)
        outcome_row(picture, sheet, row, at);
    bf_script_number(picture->script, "outcomes_rows", (double)sheet->rows);
    outcome_title(picture, sheet, at);
    *has = true;
    return true;
}

/* ---- months ---------------------------------------------------------------------------- */

/* Rows of one panel stand together in their table: [first, last). */
struct panel {
    size_t first, last;
    double order; /* panels ascend by it */
};

/* How a table of months becomes bars: columns of the table, and what scales them. */
struct months {
    const struct bf_table_picture *picture;
    const struct bf_sheet *sheet;
    const char *name;                     /* of the picture */
    int month, one, two, mark, low, high; /* columns; two -1: none */
    int line;                             /* drawn across a panel; 0: none */
    double by;
    struct panel *panel; /* [count] */
    uint32_t count;
};

static bool same_panel(const struct bf_sheet *sheet, size_t a, size_t b, const int key[2])
{
    for (int k = 0; k < 2; k++)
        if (strcmp(bf_sheet_at(sheet, a, key[k]), bf_sheet_at(sheet, b, key[k])) != 0) return false;
    return true;
}

/* Cut the table into panels: a handful to a few dozen. */
static bool cut_panels(struct months *m, const int key[2], struct bf_err *err)
{
    m->panel = bf_heap_take(m->sheet->rows, sizeof *m->panel);
    if (!m->panel) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for pictures");
    for (size_t row = 0; row < m->sheet->rows; row++) {
        if (row == 0 || !same_panel(m->sheet, row - 1, row, key))
            m->panel[m->count++] = (struct panel){row, row, 0};
        m->panel[m->count - 1].last = row + 1;
    }
    return true;
}

static double panel_sum(const struct months *m, const struct panel *panel, int column)
{
    double sum = 0;
    for (size_t row = panel->first; row < panel->last; row++)
        sum += number_at(m->sheet, row, column);
    return sum;
}

/* Keep those with a defined order, ascending. */
static void order_panels(struct months *m)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        struct panel moving = m->panel[i];
        if (isnan(moving.order)) continue;
        uint32_t k = kept++;
        for (; k > 0 && m->panel[k - 1].order > moving.order; k--)
            m->panel[k] = m->panel[k - 1];
        m->panel[k] = moving;
    }
    m->count = kept;
}

static void set_in(const struct months *m, const char *field, uint32_t i, const char *text)
{
    char name[64];
    bf_format(name, sizeof name, "%s_%s", m->name, field);
    bf_script_array_text(m->picture->script, name, i + 1, text);
}

static void number_in(const struct months *m, const char *field, uint32_t i, double value)
{
    char name[64];
    bf_format(name, sizeof name, "%s_%s", m->name, field);
    bf_script_array_number(m->picture->script, name, i + 1, value);
}

static void text_of(const struct months *m, const char *field, const char *text)
{
    char name[64];
    bf_format(name, sizeof name, "%s_%s", m->name, field);
    bf_script_text(m->picture->script, name, text);
}

/* "Jan", and with the year in January and first: months.gp puts it below. */
static void month_words(const char *month, bool first, char text[], size_t size)
{
    static const char *const name[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int k = (month[5] - '0') * 10 + month[6] - '0';
    bool valid = strlen(month) == 7 && k >= 1 && k <= 12;
    if (!valid)
        bf_format(text, size, "%.20s", month);
    else if (first || k == 1)
        bf_format(text, size, "%s %.4s", name[k - 1], month);
    else
        bf_format(text, size, "%s", name[k - 1]);
}

static double panel_values(const struct months *m, uint32_t i, struct bf_csv *csv)
{
    double most = 0;
    for (size_t row = m->panel[i].first; row < m->panel[i].last; row++) {
        double one = number_at(m->sheet, row, m->one) / m->by;
        double two = m->two < 0 ? 0 : number_at(m->sheet, row, m->two) / m->by;
        const double mark[] = {number_at(m->sheet, row, m->mark) / m->by,
                               number_at(m->sheet, row, m->low) / m->by,
                               number_at(m->sheet, row, m->high) / m->by};
        bf_csv_count(csv, i + 1);
        bf_csv_count(csv, row - m->panel[i].first + 1);
        bf_csv_number(csv, one);
        bf_csv_number(csv, two);
        for (int k = 0; k < 3; k++)
            bf_csv_number(csv, mark[k]);
        bf_csv_end_row(csv);
        most = fmax(fmax(most, one + two), fmax(mark[0], mark[2]));
    }
    return most;
}

static void declare(const struct months *m)
{
    static const char *const field[] = {"label", "note", "top", "step", "line"};
    char name[64], text[32];
    uint32_t months = (uint32_t)(m->panel[0].last - m->panel[0].first);
    for (size_t k = 0; k < sizeof field / sizeof field[0]; k++) {
        bf_format(name, sizeof name, "%s_%s", m->name, field[k]);
        bf_script_array(m->picture->script, name, m->count);
    }
    bf_format(name, sizeof name, "%s_month", m->name);
    bf_script_array(m->picture->script, name, months);
    for (uint32_t k = 0; k < months; k++) {
        month_words(bf_sheet_at(m->sheet, m->panel[0].first + k, m->month), k == 0, text,
                    sizeof text);
        set_in(m, "month", k, text);
    }
    bf_format(name, sizeof name, "%s_panels", m->name);
    bf_script_number(m->picture->script, name, m->count);
    bf_format(name, sizeof name, "%s_months", m->name);
    bf_script_number(m->picture->script, name, months);
}

/* Labels and notes are the caller's; tables, axes and months are written here. */
static bool write_panels(const struct months *m, struct bf_err *err)
{
    char file[64], path[BF_FILE_CAP];
    struct bf_csv csv;
    bf_format(file, sizeof file, "data/%s.csv", m->name);
    if (!bf_path_join(path, m->picture->plots_dir, file, err) ||
        !bf_csv_open(&csv, path, "panel,month,one,two,mark,low,high", err))
        return false;
    for (uint32_t i = 0; i < m->count; i++) {
        double line = m->line ? number_at(m->sheet, m->panel[i].first, m->line) / m->by : 0;
        double most = fmax(line, panel_values(m, i, &csv));
        struct bf_axis axis = bf_axis_for(0, fmax(1e-9, most), true);
        number_in(m, "line", i, line);
        number_in(m, "top", i, axis.top);
        bool low_panel = m->count > FEW_PANELS && axis.top > 5.5 * axis.step;
        number_in(m, "step", i, axis.step * (low_panel ? 2 : 1));
    }
    return bf_csv_close(&csv, err);
}

/* ---- demand, capacity and gap ---------------------------------------------------------- */

enum {
    C_SERVICE,
    C_LABEL,
    C_MONTH,
    C_HOSPITAL,
    C_COMMUNITY,
    C_DEMAND,
    C_CAPACITY,
    C_LOW,
    C_HIGH,
    C_GAP,
    C_COUNT
};

/* A service with room to spare over the period can be short for months of it. */
static uint32_t months_short(const struct months *m, uint32_t i, int gap)
{
    uint32_t count = 0;
    for (size_t row = m->panel[i].first; row < m->panel[i].last; row++)
        count += number_at(m->sheet, row, gap) < 0;
    return count;
}

static void capacity_title(const struct months *m, const int at[], char text[], size_t size)
{
    uint32_t scarce = 0, at_times = 0;
    for (uint32_t i = 0; i < m->count; i++) {
        scarce += m->panel[i].order < 0;
        at_times += months_short(m, i, at[C_GAP]) > 0;
    }
    if (scarce == 0 && at_times == 0)
        bf_format(text, size, "No service out of hospital is asked for more than it could start");
    else
        bf_format(text, size,
                  "Asked for more than could start: %u of %u services out of hospital in some "
                  "month, %u over the whole period",
                  at_times, m->count, scarce);
}

static void capacity_words(const struct months *m, const int at[])
{
    char text[200], label[160];
    for (uint32_t i = 0; i < m->count; i++) {
        double share = m->panel[i].order;
        bf_text_fit(bf_sheet_at(m->sheet, m->panel[i].first, at[C_LABEL]), m->count < 3 ? 40 : 20,
                    label, sizeof label);
        set_in(m, "label", i, label);
        bf_format(text, sizeof text, "%.0f%% %s", 100 * fabs(share), share < 0 ? "short" : "spare");
        set_in(m, "note", i, text);
    }
    capacity_title(m, at, text, sizeof text);
    set_words(m->picture, m->name, text,
              "People a month. Capacity: who could have started, were it full all the time, at the "
              "mean stay or package of the run. Short or spare: the gap of the whole period, of "
              "its demand.");
    text_of(m, "key_one", "asked for from hospital beds");
    text_of(m, "key_two", "asked for from the community");
    text_of(m, "key_mark", "capacity, and its range over winters");
    text_of(m, "caption",
            "Each panel has its own scale, from 0. The scarcest come first. A month "
            "that the period cuts holds its days only. Table: capacity_demand.csv");
}

bool bf_capacity_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err)
{
    static const char *const column[C_COUNT] = {
        "service", "label",    "month",        "demand_hospital", "demand_community",
        "demand",  "capacity", "capacity_p05", "capacity_p95",    "gap"};
    int at[C_COUNT];
    struct months m = {.picture = picture,
                       .sheet = picture->record->extra[BF_EXTRA_CAPACITY],
                       .name = "capacity",
                       .by = 1};
    *has = false;
    if (!m.sheet || m.sheet->rows == 0) return true;
    if (!find_columns(m.sheet, column, at, C_COUNT, err)) return false;
    m.month = at[C_MONTH];
    m.one = at[C_HOSPITAL];
    m.two = at[C_COMMUNITY];
    m.mark = at[C_CAPACITY];
    m.low = at[C_LOW];
    m.high = at[C_HIGH];
    bool good = cut_panels(&m, (int[2]){at[C_SERVICE], at[C_SERVICE]}, err);
    for (uint32_t i = 0; good && i < m.count; i++) {
        double demand = panel_sum(&m, &m.panel[i], at[C_DEMAND]);
        m.panel[i].order =
            demand > 0 ? panel_sum(&m, &m.panel[i], at[C_GAP]) / demand : (double)NAN;
    }
    if (good) order_panels(&m);
    *has = good && m.count > 0;
    if (*has) {
        declare(&m);
        capacity_words(&m, at);
        good = write_panels(&m, err);
    }
    bf_heap_give(m.panel);
    return good;
}

/* ---- spend ----------------------------------------------------------------------------- */

enum { S_SERVICE, S_LABEL, S_GROUP, S_MONTH, S_MEAN, S_LOW, S_HIGH, S_COUNT };

static void spend_words(const struct months *m, const int at[])
{
    double payers = 0;
    bool plans = false;
    char text[200], label[160], total[64];
    for (uint32_t i = 0; i < m->count; i++) {
        const char *group = bf_sheet_at(m->sheet, m->panel[i].first, at[S_GROUP]);
        const char *name = strchr(group, ':');
        double sum = panel_sum(m, &m->panel[i], at[S_MEAN]);
        bool payer = strncmp(group, "payer:", 6) == 0, plan = strncmp(group, "plan:", 5) == 0;
        payers += payer ? sum : 0;
        plans = plans || plan;
        bf_format(text, sizeof text, "%s%s",
                  payer  ? ""
                  : plan ? "plan: "
                         : "bought: ",
                  plan   ? bf_sheet_at(m->sheet, m->panel[i].first, at[S_LABEL])
                  : name ? name + 1
                         : group);
        for (char *c = text; !payer && !plan && *c; c++)
            *c = *c == '_' ? ' ' : *c;
        bf_text_fit(text, 34, label, sizeof label);
        set_in(m, "label", i, label);
        bf_figure_print(sum, sum / 50, "£", total, sizeof total);
        set_in(m, "note", i, total);
    }
    bf_figure_print(payers, payers / 50, "£", total, sizeof total);
    bf_format(text, sizeof text, "%s spent in the period, by payer and month", total);
    set_words(m->picture, m->name, text,
              plans
                  ? "£ thousand a month: purchases, and services whose cost the scenario states. A "
                    "payer's spend holds its purchases, and so does a plan."
                  : "£ thousand a month: purchases, and services whose cost the scenario states. A "
                    "payer's spend holds its purchases.");
    text_of(m, "key_one", "mean over possible winters");
    text_of(m, "key_two", "");
    text_of(m, "key_mark", "the mean, and its range over winters");
    text_of(m, "caption",
            "Each panel has its own scale, from 0. A month that the period cuts holds "
            "its days only. Table: spend_by_month.csv");
}

bool bf_spend_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err)
{
    static const char *const column[S_COUNT] = {"service", "label", "group", "month",
                                                "mean",    "p05",   "p95"};
    int at[S_COUNT];
    struct months m = {.picture = picture,
                       .sheet = picture->record->extra[BF_EXTRA_SPEND],
                       .name = "spend",
                       .two = -1,
                       .by = 1000};
    *has = false;
    if (!m.sheet || m.sheet->rows == 0) return true;
    if (!find_columns(m.sheet, column, at, S_COUNT, err)) return false;
    m.month = at[S_MONTH];
    m.one = m.mark = at[S_MEAN];
    m.low = at[S_LOW];
    m.high = at[S_HIGH];
    bool good = cut_panels(&m, (int[2]){at[S_SERVICE], at[S_GROUP]}, err);
    for (uint32_t i = 0; good && i < m.count; i++)
        m.panel[i].order = panel_sum(&m, &m.panel[i], at[S_MEAN]) > 0 ? i : (double)NAN;
    if (good) order_panels(&m);
    *has = good && m.count > 0;
    if (*has) {
        declare(&m);
        spend_words(&m, at);
        good = write_panels(&m, err);
    }
    bf_heap_give(m.panel);
    return good;
}

/* ---- budgets --------------------------------------------------------------------------- */

enum { P_PLAN, P_LABEL, P_BUDGET, P_MONTH, P_SPENT, P_LOW, P_HIGH, P_ASIDE, P_CHANCE, P_COUNT };

static void plan_words(const struct months *m, const int at[])
{
    char text[200], label[160], budget[64];
    double worst = -1;
    for (uint32_t i = 0; i < m->count; i++) {
        size_t first = m->panel[i].first, last = m->panel[i].last - 1;
        double chance = number_at(m->sheet, last, at[P_CHANCE]);
        bf_text_fit(bf_sheet_at(m->sheet, first, at[P_LABEL]), 40, label, sizeof label);
        set_in(m, "label", i, label);
        bf_figure_print(number_at(m->sheet, first, at[P_BUDGET]), (double)NAN, "£", budget,
                        sizeof budget);
        bf_format(text, sizeof text, "budget %s, overspent in %.0f%% of winters", budget,
                  100 * chance);
        set_in(m, "note", i, text);
        worst = fmax(worst, chance);
    }
    if (worst > 0)
        bf_format(text, sizeof text, "%s %.0f%% of possible winters",
                  m->count == 1 ? "The budget is overspent in" : "Budgets are overspent in up to",
                  100 * worst);
    else
        bf_format(text, sizeof text, "%s kept in every winter that was simulated",
                  m->count == 1 ? "The budget is" : "Budgets are");
    set_words(
        m->picture, m->name, text,
        "£ thousand, at the end of each month: what the plan's purchases have cost since the "
        "period began, and what contracts, calls and places in use will cost in it. Line: the "
        "budget.");
    text_of(m, "key_one", "spent so far, mean over winters");
    text_of(m, "key_two", "set aside");
    text_of(m, "key_mark", "spent, and its range over winters");
    text_of(m, "caption",
            "Each panel has its own scale, from 0. Above the line: overspent. Table: "
            "plans_by_month.csv");
}

bool bf_plans_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err)
{
    static const char *const column[P_COUNT] = {"plan",      "label",     "budget",
                                                "month",     "spent",     "spent_p05",
                                                "spent_p95", "set_aside", "chance_overspent"};
    int at[P_COUNT];
    struct months m = {.picture = picture,
                       .sheet = picture->record->extra[BF_EXTRA_PLANS],
                       .name = "plans",
                       .by = 1000};
    *has = false;
    if (!m.sheet || m.sheet->rows == 0) return true;
    if (!find_columns(m.sheet, column, at, P_COUNT, err)) return false;
    m.month = at[P_MONTH];
    m.one = m.mark = at[P_SPENT];
    m.two = at[P_ASIDE];
    m.low = at[P_LOW];
    m.high = at[P_HIGH];
    m.line = at[P_BUDGET];
    bool good = cut_panels(&m, (int[2]){at[P_PLAN], at[P_PLAN]}, err);
    *has = good && m.count > 0;
    if (*has) {
        declare(&m);
        plan_words(&m, at);
        good = write_panels(&m, err);
    }
    bf_heap_give(m.panel);
    return good;
}
