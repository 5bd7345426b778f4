/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_run.c -- tables that only some runs have: what they come to, then their picture. */
#include "answer.h"
#include "bedflow/base/arena.h"
#include "bedflow/base/date.h"
#include "bedflow/base/text.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"
#include "bedflow/stats/quantile.h"
#include "sections.h"

#include <math.h>
#include <string.h>

enum { CELL = 200, SCARCEST = 8, MONTHS = 24, RULES = 40, USES = 4096 };

static bool has_table(const struct page *page, const char *file, const char *column)
{
    struct bf_sheet t;
    bool has = page->dossier->kind == BF_DOSSIER_RUN && bf_dossier_has(page->dossier, file) &&
               bf_dossier_table(page->dossier, file, &t, page->said);
    if (!has) return false;
    has = t.rows > 0 && bf_sheet_column(&t, column) >= 0;
    bf_sheet_free(&t);
    return has;
}

/* "Jan 2022" of "2022-01". */
static void month_words(const char *month, char text[], size_t size)
{
    char iso[32];
    bf_day day;
    bf_format(iso, sizeof iso, "%s-01", month);
    bf_format(text, size, "%s", month);
    if (!bf_day_parse(iso, &day)) return;
    bf_day_words(day, iso, sizeof iso);
    const char *space = strchr(iso, ' ');
    if (space != NULL) bf_format(text, size, "%s", space + 1);
}

static bool same(const struct bf_sheet *t, size_t a, size_t b, const char *column)
{
    return bf_dossier_is(t, a, column, bf_dossier_text(t, b, column));
}

static void number_cell(struct page *page, double value, double error)
{
    char text[CELL];
    bf_answer_rounded(value, error, text, sizeof text);
    bf_page_cell(page, isnan(value) ? "–" : text, true);
}

/* ---- demand, capacity and gap ---------------------------------------------------------- */

struct shortage {
    size_t first, worst; /* rows: of the service, of its worst month */
    double demand, capacity, gap;
    unsigned months, months_short;
};

bool bf_has_capacity(const struct page *page)
{
    return has_table(page, "capacity_demand.csv", "gap");
}

/* Rows of a service are together. Those without a limit have no gap. */
static bool next_shortage(const struct bf_sheet *t, size_t *row, struct shortage *s)
{
    if (*row >= t->rows) return false;
    *s = (struct shortage){.first = *row, .worst = *row};
    for (; *row < t->rows && same(t, s->first, *row, "service"); ++*row) {
        double gap = bf_dossier_number(t, *row, "gap");
        if (isnan(gap)) continue;
        s->demand += bf_dossier_number(t, *row, "demand");
        s->capacity += bf_dossier_number(t, *row, "capacity");
        s->gap += gap;
        s->months++;
        s->months_short += gap < 0;
        if (!(bf_dossier_number(t, s->worst, "gap") <= gap)) s->worst = *row;
    }
    return true;
}

static double share_of(const struct shortage *s)
{
    return s->demand > 0 ? s->gap / s->demand : HUGE_VAL;
}

/* The scarcest first, at most SCARCEST. */
static unsigned scarcest(const struct bf_sheet *t, struct shortage list[SCARCEST], unsigned *others)
{
    struct shortage s;
    unsigned count = 0;
    *others = 0;
    for (size_t row = 0; next_shortage(t, &row, &s);) {
        if (s.months == 0 || !(s.demand > 0)) continue;
        unsigned at = count;
        while (at > 0 && share_of(&list[at - 1]) > share_of(&s))
            at--;
        *others += count == SCARCEST;
        if (at == SCARCEST) continue;
        count += count < SCARCEST;
        memmove(&list[at + 1], &list[at], (count - 1 - at) * sizeof *list);
        list[at] = s;
    }
    return count;
}

static void shortage_row(struct page *page, const struct bf_sheet *t, const struct shortage *s)
{
    char text[CELL], month[32], low[64], high[64], gap[64];
    double p05 = bf_dossier_number(t, s->worst, "gap_p05");
    double p95 = bf_dossier_number(t, s->worst, "gap_p95"), wide = (p95 - p05) / 4;
    bf_page_row(page, bf_dossier_text(t, s->first, "label"));
    number_cell(page, s->demand / s->months, s->demand / s->months / 20);
    number_cell(page, s->capacity / s->months, s->capacity / s->months / 20);
    bf_format(text, sizeof text, "%+.0f%%", 100 * share_of(s));
    bf_page_cell(page, text, true);
    bf_format(text, sizeof text, "%u of %u", s->months_short, s->months);
    bf_page_cell(page, text, true);
    month_words(bf_dossier_text(t, s->worst, "month"), month, sizeof month);
    bf_answer_rounded(bf_dossier_number(t, s->worst, "gap"), wide, gap, sizeof gap);
    bf_answer_rounded(p05, wide, low, sizeof low);
    bf_answer_rounded(p95, wide, high, sizeof high);
    bf_format(text, sizeof text, "%s: %s (%s to %s)", month, gap, low, high);
    bf_page_cell(page, text, false);
    bf_page_end_row(page);
}

void bf_put_capacity(struct page *page)
{
    static const struct column column[] = {{"Service", false},
                                           {"Asked for it, people a month", true},
                                           {"Could have started, a month", true},
                                           {"Spare (+) or short (-)", true},
                                           {"Months short on average", true},
                                           {"Worst month: people (range over winters)", false}};
    struct shortage list[SCARCEST + 1];
    struct bf_sheet t;
    unsigned others, count;
    char text[400];
    if (bf_dossier_table(page->dossier, "capacity_demand.csv", &t, page->said)) {
        count = scarcest(&t, list, &others);
        bf_page_table(page, "The services out of hospital with least to spare", column,
                      sizeof column / sizeof column[0]);
        for (unsigned i = 0; i < count; i++)
            shortage_row(page, &t, &list[i]);
        bf_page_end_table(page);
        bf_format(text, sizeof text,
                  "Who asked counts first choices. Who could have started: were the service full "
                  "all the time, at the mean stay or package of the run; spot places, where some "
                  "are bought, come on top. A service that spares little on average has queues in "
                  "some weeks.%s",
                  others > 0 ? " The others have more to spare; the appendix has every service by "
                               "month."
                             : "");
        bf_page_paragraph(page, text);
    }
    bf_sheet_free(&t);
    bf_page_picture(page, "capacity", 0, 1);
}

bool bf_has_gaps_by_month(const struct page *page)
{
    return bf_has_capacity(page);
}

void bf_put_gaps_by_month(struct page *page)
{
    struct column column[MONTHS + 1] = {{"Service", false}};
    char head[MONTHS][32];
    struct shortage s;
    struct bf_sheet t;
    size_t months = 0, row = 0;
    if (bf_dossier_table(page->dossier, "capacity_demand.csv", &t, page->said)) {
        for (; months < t.rows && months < MONTHS && same(&t, 0, months, "service"); months++) {
            month_words(bf_dossier_text(&t, months, "month"), head[months], sizeof head[months]);
            column[months + 1] = (struct column){head[months], true};
        }
        bf_page_table(page, "People who could have started less people who asked, by month", column,
                      months + 1);
        while (next_shortage(&t, &row, &s)) {
            if (s.months == 0) continue;
            bf_page_row(page, bf_dossier_text(&t, s.first, "label"));
            for (size_t m = 0; m < months; m++) {
                double gap = bf_dossier_number(&t, s.first + m, "gap");
                number_cell(page, gap, fmax(1, fabs(gap) / 10));
            }
            bf_page_end_row(page);
        }
        bf_page_end_table(page);
        bf_page_paragraph(page, "Means over winters; below zero more asked than could start. "
                                "capacity_demand.csv has their ranges, and demand and capacity "
                                "apart.");
    }
    bf_sheet_free(&t);
}

/* ---- spend ----------------------------------------------------------------------------- */

bool bf_has_spend(const struct page *page)
{
    return has_table(page, "spend_by_month.csv", "mean");
}

/* Several purchases may be of one service, so each is told by its own name. */
static void spend_words(const char *group, const char *label, char text[], size_t size)
{
    if (strncmp(group, "payer:", 6) == 0) {
        bf_format(text, size, "%s: all that it pays", group + 6);
    } else if (strncmp(group, "purchase:", 9) == 0) {
        bf_format(text, size, "%s, bought: %s", label, group + 9);
        for (char *at = text + strlen(text) - strlen(group + 9); *at; at++)
            *at = *at == '_' ? ' ' : *at;
    } else {
        bf_format(text, size, strncmp(group, "plan:", 5) == 0 ? "%s, a plan" : "%s", label);
    }
}

static void spend_row(struct page *page, const struct bf_sheet *t, size_t first, size_t after)
{
    const char *group = bf_dossier_text(t, first, "group"),
               *label = bf_dossier_text(t, first, "label");
    char text[CELL], amount[64], low[64], high[64], month[32];
    double sum = 0;
    size_t dearest = first;
    for (size_t row = first; row < after; row++) {
        double mean = bf_dossier_number(t, row, "mean");
        if (!isnan(mean)) sum += mean;
        if (mean > bf_dossier_number(t, dearest, "mean")) dearest = row;
    }
    spend_words(group, label, text, sizeof text);
    bf_page_row(page, text);
    bf_answer_pounds(sum, sum / 100, text, sizeof text);
    bf_page_cell(page, text, true);
    double p05 = bf_dossier_number(t, dearest, "p05"), p95 = bf_dossier_number(t, dearest, "p95");
    double mean = bf_dossier_number(t, dearest, "mean"), wide = fmax((p95 - p05) / 4, mean / 100);
    month_words(bf_dossier_text(t, dearest, "month"), month, sizeof month);
    bf_answer_pounds(mean, wide, amount, sizeof amount);
    bf_answer_pounds(p05, wide, low, sizeof low);
    bf_answer_pounds(p95, wide, high, sizeof high);
    bf_format(text, sizeof text, "%s: %s (%s to %s)", month, amount, low, high);
    bf_page_cell(page, text, false);
    bf_page_end_row(page);
}

void bf_put_spend(struct page *page)
{
    static const struct column column[] = {{"Payer, purchase or plan", false},
                                           {"Mean of the period", true},
                                           {"Dearest month (range over winters)", false}};
    struct bf_sheet t;
    if (bf_dossier_table(page->dossier, "spend_by_month.csv", &t, page->said)) {
        bf_page_table(page, "Spend in the period", column, sizeof column / sizeof column[0]);
        for (size_t row = 0, first; row < t.rows;) {
            for (first = row; row < t.rows && same(&t, first, row, "service") &&
                              same(&t, first, row, "group") && same(&t, first, row, "label");)
                row++;
            spend_row(page, &t, first, row);
        }
        bf_page_end_table(page);
        bf_page_paragraph(page, "Purchases, and services whose cost the scenario states. What a "
                                "payer pays holds its purchases, and so does a plan: rows do not "
                                "add up.");
    }
    bf_sheet_free(&t);
    bf_page_picture(page, "spend", 0, 1);
}

/* ---- budgets --------------------------------------------------------------------------- */

bool bf_has_budgets(const struct page *page)
{
    return has_table(page, "plans_by_month.csv", "chance_overspent");
}

/* A heading for each plan, and a row for each month. */
static void budget_row(struct page *page, const struct bf_sheet *t, size_t row)
{
    static const char *const amount[] = {"spent", "set_aside", "left"};
    char text[CELL], month[32], pounds[64], low[16], high[16];
    double budget = bf_dossier_number(t, row, "budget");
    month_words(bf_dossier_text(t, row, "month"), month, sizeof month);
    bf_answer_pounds(budget, budget / 1000, pounds, sizeof pounds);
    bf_format(text, sizeof text, "%s (%s): end of %s", bf_dossier_text(t, row, "label"), pounds,
              month);
    bf_page_row(page, text);
    for (size_t k = 0; k < sizeof amount / sizeof amount[0]; k++) {
        bf_answer_pounds(bf_dossier_number(t, row, amount[k]), budget / 100, pounds, sizeof pounds);
        bf_page_cell(page, pounds, true);
    }
    bf_answer_share(bf_dossier_number(t, row, "chance_overspent"), text, sizeof text);
    bf_answer_share(bf_dossier_number(t, row, "chance_low"), low, sizeof low);
    bf_answer_share(bf_dossier_number(t, row, "chance_high"), high, sizeof high);
    bf_format(pounds, sizeof pounds, "%s (%s to %s)", text, low, high);
    bf_page_cell(page, pounds, true);
    bf_page_end_row(page);
}

void bf_put_budgets(struct page *page)
{
    static const struct column column[] = {{"Budget", false},
                                           {"Spent so far", true},
                                           {"Set aside", true},
                                           {"Left", true},
                                           {"Winters overspent", true}};
    struct bf_sheet t;
    bool stops = false;
    if (bf_dossier_table(page->dossier, "plans_by_month.csv", &t, page->said)) {
        bf_page_table(page, "Budgets, month by month", column, sizeof column / sizeof column[0]);
        for (size_t row = 0; row < t.rows; row++) {
            budget_row(page, &t, row);
            stops = stops || bf_dossier_number(&t, row, "stops") > 0;
        }
        bf_page_end_table(page);
        bf_page_paragraph(page,
                          "Means over possible winters, in the period. Set aside: what contracts, "
                          "calls and places in use will cost in it. Overspent: the share of "
                          "winters with less than nothing left, and its 95% simulation error.");
        if (stops)
            bf_page_paragraph(page,
                              "Where a plan says so, spot places and calls stop when what is left "
                              "would not pay for one more; people who stay longer than planned can "
                              "still overspend it. days_out in summary.csv tells on how many days "
                              "money was wanting.");
    }
    bf_sheet_free(&t);
    bf_page_picture(page, "plans", 0, 1);
}

/* ---- rules of escalation --------------------------------------------------------------- */

bool bf_has_rules(const struct page *page)
{
    return has_table(page, "policy_log.csv", "policy");
}

struct rule_use {
    size_t row; /* the first of the rule */
    double winters, times, hours, last_winter;
    double first_day[USES]; /* of each winter that used it; [winters] */
};

static void gather(const struct bf_sheet *t, const char *policy, struct rule_use *use)
{
    use->winters = use->times = use->hours = 0;
    use->last_winter = -1;
    for (size_t row = 0; row < t->rows; row++) {
        char day[16];
        bf_day on;
        if (!bf_dossier_is(t, row, "policy", policy)) continue;
        double hours = bf_dossier_number(t, row, "hours"),
               winter = bf_dossier_number(t, row, "replication");
        if (use->times++ == 0) use->row = row;
        use->hours += hours;
        if (winter - use->last_winter < 0.5 && winter - use->last_winter > -0.5) continue;
        use->last_winter = winter;
        bf_format(day, sizeof day, "%.10s", bf_dossier_text(t, row, "on"));
        if (use->winters < USES && bf_day_parse(day, &on))
            use->first_day[(size_t)use->winters++] = on;
    }
}

/* Occupancy is a share. */
static void level_words(const char *measure, double level, char text[], size_t size)
{
    bool share = strncmp(measure, "occupancy", 9) == 0;
    char plain[64];
    bf_value_print(share ? 100 * level : level, (double)NAN, plain, sizeof plain);
    bf_format(text, size, "%s%s", plain, share ? "%" : "");
}

static void rule_row(struct page *page, const struct bf_sheet *t, struct rule_use *use)
{
    double winters = page->dossier->record.replication_count;
    char text[CELL], low[64], day[48];
    bf_page_row(page, bf_dossier_text(t, use->row, "label"));
    char when[3 * CELL];
    const char *measure = bf_dossier_text(t, use->row, "measure");
    level_words(measure, bf_dossier_number(t, use->row, "above"), text, sizeof text);
    level_words(measure, bf_dossier_number(t, use->row, "until_below"), low, sizeof low);
    bf_format(when, sizeof when, "%s above %s, until it is below %s", measure, text, low);
    bf_page_cell(page, when, false);
    bf_format(text, sizeof text, "%.0f of %.0f", use->winters, winters);
    bf_page_cell(page, text, true);
    bf_format(text, sizeof text, "%.1f", use->times / winters);
    bf_page_cell(page, text, true);
    bf_format(text, sizeof text, "%.1f", use->hours / 24 / winters);
    bf_page_cell(page, text, true);
    size_t count = bf_quantile_sort(use->first_day, (size_t)use->winters);
    bf_day_words((bf_day)lround(bf_quantile_sorted(use->first_day, count, 0.5)), day, sizeof day);
    bf_page_cell(page, count > 0 ? day : "–", false);
    bf_page_end_row(page);
}

void bf_put_rules(struct page *page)
{
    static const struct column column[] = {{"Rule", false},
                                           {"When", false},
                                           {"Winters that use it", true},
                                           {"Times a winter", true},
                                           {"Days on, a winter", true},
                                           {"First use, middle winter", false}};
    const char *seen[RULES];
    size_t count = 0;
    struct bf_sheet t;
    struct rule_use *use = bf_heap_take(1, sizeof *use);
    if (use != NULL && bf_dossier_table(page->dossier, "policy_log.csv", &t, page->said)) {
        bf_page_table(page, "How often each rule is used", column,
                      sizeof column / sizeof column[0]);
        for (size_t row = 0; row < t.rows; row++) {
            const char *policy = bf_dossier_text(&t, row, "policy");
            size_t k = 0;
            while (k < count && strcmp(seen[k], policy) != 0)
                k++;
            if (k < count || count == RULES) continue;
            seen[count++] = policy;
            gather(&t, policy, use);
            rule_row(page, &t, use);
        }
        bf_page_end_table(page);
        bf_page_paragraph(page, "Times and days are means over all winters, those that never use "
                                "the rule among them; a rule that no winter used is not listed. "
                                "The middle winter: of those that use it, half do so by that day. "
                                "policy_log.csv has every use, and what each rule changes.");
        bf_sheet_free(&t);
    }
    bf_heap_give(use);
    bf_page_picture(page, "rules", 0, 1);
}

/* ---- who waits longer ------------------------------------------------------------------ */

/* Nobody left a bed: there is no mean of nobody. */
static void print_days(double days, char text[], size_t size)
{
    bf_format(text, size, isnan(days) ? "–" : "%.2f", days);
}

bool bf_has_who_waits(const struct page *page)
{
    return has_table(page, "who_waits.csv", "delay_days");
}

/* What a row's team has of another measure: its column, or NaN. */
static double of_team(const struct bf_sheet *t, size_t row, const char *measure, const char *column)
{
    for (size_t k = 0; k < t->rows; k++)
        if (same(t, row, k, "service") && same(t, row, k, "area") &&
            bf_dossier_is(t, k, "measure", measure))
            return bf_dossier_number(t, k, column);
    return (double)NAN;
}

static double half_of_team(const struct bf_sheet *t, size_t row, const char *measure)
{
    return (of_team(t, row, measure, "mc_high") - of_team(t, row, measure, "mc_low")) / 2;
}

static void hours_cell(struct page *page, double hours)
{
    char text[CELL];
    bf_format(text, sizeof text, isnan(hours) ? "–" : "%.1f", hours);
    bf_page_cell(page, text, true);
}

static void team_row(struct page *page, const struct bf_sheet *t, size_t row)
{
    char text[CELL];
    bf_page_row(page, bf_dossier_text(t, row, "service_label"));
    bf_page_cell(page, bf_dossier_text(t, row, "label"), false);
    hours_cell(page, of_team(t, row, "area_hours_offered", "mean"));
    hours_cell(page, of_team(t, row, "area_hours_booked", "mean"));
    hours_cell(page, half_of_team(t, row, "area_hours_booked"));
    bf_answer_rounded(of_team(t, row, "area_hours_short", "mean"), 0.2, text, sizeof text);
    bf_page_cell(page, text, true);
    double share = of_team(t, row, "area_hours_share", "mean");
    bf_format(text, sizeof text, isnan(share) ? "–" : "%.1f%%", share);
    bf_page_cell(page, text, true);
    hours_cell(page, half_of_team(t, row, "area_hours_share"));
    double least = of_team(t, row, "area_hours_share", "p05");
    bf_format(text, sizeof text, isnan(least) ? "–" : "%.1f%% to %.1f%%", least,
              of_team(t, row, "area_hours_share", "p95"));
    bf_page_cell(page, text, true);
    bf_page_end_row(page);
}

static void put_team_hours(struct page *page)
{
    static const struct column column[] = {
        {"Service", false},          {"Team or locality", false}, {"Hours offered", true},
        {"Hours wanted", true},      {"± (95%)", true},           {"Short", true},
        {"Wanted of offered", true}, {"± points", true},          {"Range over winters", true}};
    struct bf_sheet t;
    if (!has_table(page, "team_hours.csv", "measure") ||
        !bf_dossier_table(page->dossier, "team_hours.csv", &t, page->said))
        return;
    bf_page_table(page, "Care hours a day by team", column, sizeof column / sizeof column[0]);
    for (size_t row = 0; row < t.rows; row++)
        if (bf_dossier_is(&t, row, "measure", "area_hours_offered")) team_row(page, &t, row);
    bf_page_end_table(page);
    bf_page_paragraph(page, "Means of all days. Teams lend each other no hours: one can be full "
                            "while another has hours left. People who wait for a start are not yet "
                            "among the hours wanted, so a team near 100% is one that people wait "
                            "for; “short” are hours promised that it does not have, day by day.");
    bf_sheet_free(&t);
}

void bf_put_who_waits(struct page *page)
{
    static const struct column column[] = {{"People", false},
                                           {"Left a bed, a winter", true},
                                           {"Mean delay, days", true},
                                           {"± (95%)", true},
                                           {"Range over winters", true}};
    struct bf_sheet t;
    char text[CELL], low[64], high[64];
    if (bf_dossier_table(page->dossier, "who_waits.csv", &t, page->said)) {
        bf_page_table(page, "Days of delay by locality and by age", column,
                      sizeof column / sizeof column[0]);
        for (size_t row = 0; row < t.rows; row++) {
            bool all_ages = bf_dossier_is(&t, row, "ages", "all");
            bool everywhere = bf_dossier_is(&t, row, "locality", "all");
            if (!all_ages && !everywhere) continue;
            double half =
                (bf_dossier_number(&t, row, "mc_high") - bf_dossier_number(&t, row, "mc_low")) / 2;
            double left = bf_dossier_number(&t, row, "left_beds");
            bf_format(text, sizeof text, all_ages ? "%s" : "Aged %s",
                      bf_dossier_text(&t, row, "label"));
            bf_page_row(page, text);
            number_cell(page, left, left / 100);
            print_days(bf_dossier_number(&t, row, "delay_days"), text, sizeof text);
            bf_page_cell(page, text, true);
            print_days(half, text, sizeof text);
            bf_page_cell(page, text, true);
            double least = bf_dossier_number(&t, row, "p05");
            print_days(least, low, sizeof low);
            print_days(bf_dossier_number(&t, row, "p95"), high, sizeof high);
            bf_format(text, sizeof text, isnan(least) ? "–" : "%s to %s", low, high);
            bf_page_cell(page, text, true);
            bf_page_end_row(page);
        }
        bf_page_end_table(page);
        bf_page_paragraph(page, "Of all who left an acute or other hospital bed, those without any "
                                "delay among them. Only adults are counted as delayed. A wide age "
                                "band holds the narrower ones that lie within it.");
    }
    bf_sheet_free(&t);
    bf_page_picture(page, "who-waits", 0, 1);
    put_team_hours(page);
}

/* ---- discharges ------------------------------------------------------------------------ */

bool bf_has_discharges(const struct page *page)
{
    return has_table(page, "discharges_by_time.csv", "measure");
}

static double figure(const struct bf_sheet *t, const char *name, const char *measure)
{
    for (size_t row = 0; row < t->rows; row++)
        if (bf_dossier_is(t, row, "name", name) && bf_dossier_is(t, row, "measure", measure))
            return bf_dossier_number(t, row, "mean");
    return (double)NAN;
}

void bf_put_discharges(struct page *page)
{
    static const struct column column[] = {
        {"Weekday", false}, {"Discharges, mean", true}, {"Range over winters", true}};
    struct bf_sheet t;
    char text[CELL], low[64], high[64];
    if (bf_dossier_table(page->dossier, "discharges_by_time.csv", &t, page->said)) {
        bf_page_table(page, "Adults discharged after at least a night, a day", column,
                      sizeof column / sizeof column[0]);
        for (size_t row = 0; row < t.rows; row++) {
            double p05 = bf_dossier_number(&t, row, "p05"), p95 = bf_dossier_number(&t, row, "p95");
            if (!bf_dossier_is(&t, row, "by", "weekday") ||
                !bf_dossier_is(&t, row, "measure", "discharges_overnight"))
                continue;
            bf_page_row(page, bf_dossier_text(&t, row, "name"));
            bf_value_print(bf_dossier_number(&t, row, "mean"), 1, text, sizeof text);
            bf_page_cell(page, text, true);
            bf_value_print(p05, 1, low, sizeof low);
            bf_value_print(p95, 1, high, sizeof high);
            bf_format(text, sizeof text, isnan(p05) ? "–" : "%s to %s", low, high);
            bf_page_cell(page, text, true);
            bf_page_end_row(page);
        }
        bf_page_end_table(page);
        double noon = figure(&t, "12", "discharges_before"),
               five = figure(&t, "17", "discharges_before");
        bf_format(text, sizeof text, "%.0f%% are gone by noon, %.0f%% by 17:00.", noon, five);
        if (!isnan(noon) && !isnan(five)) bf_page_paragraph(page, text);
    }
    bf_sheet_free(&t);
    bf_page_picture(page, "discharges", 0, 1);
}
