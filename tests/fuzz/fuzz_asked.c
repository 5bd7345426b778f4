/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_asked.c -- what people ask of a scenario on the command line, and what they observed.
 *
 * The first byte says which: f settings to vary (a line each), g goals, h days held out,
 * w somebody's name, o a table of observations, anything else days, weeks and numbers.
 */
#include "fuzz_model.h"

#include "bedflow/base/date.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/person.h"
#include "bedflow/study/factor.h"
#include "bedflow/study/goal.h"
#include "bedflow/study/observed.h"

#include <math.h>

static char scenario[] =
    "format = 1; title = \"asked\"; period = { from = \"2021-03-01\"; to = \"2021-04-30\"; };\n"
    "classes: { old: {}; young: { adult = false; }; };\n"
    "demand: { one: { rate = { value = \"9.3 per day\"; range = [\"8 per day\", \"11 per day\"]; "
    "};\n"
    "  classes = { old = 0.3; young = 0.7; }; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: { ward: { kind = \"beds\"; beds = { value = 37; range = [30, 40]; };\n"
    "  setting = \"acute\"; stay = { shape = \"lognormal\"; mean = \"3.8 days\"; cv = 1.3; };\n"
    "  then = ( { to = \"home\"; } ); }; };\n"
    "changes: { more: { what = [\"services.ward.beds\"]; add = \"3\"; from = \"2021-03-03\"; }; "
    "};\n";

static void vary(const struct bf_model *model, char *text)
{
    const char *typed[BF_FACTORS_CAP + 2];
    size_t count = 0;
    for (char *at = text; *at && count < sizeof typed / sizeof typed[0];) {
        char *end = strchr(at, '\n');
        typed[count++] = at;
        if (!end) break;
        *end = '\0';
        at = end + 1;
    }
    struct bf_factors *factors = calloc(1, sizeof *factors);
    struct bf_faults faults = {0};
    FUZZ_MUST(factors);
    if (bf_factors_read("--over", typed, count, &model->scenario.bound, factors, &faults))
        for (uint32_t i = 0; i < factors->count; i++) {
            const struct bf_factor *f = &factors->factor[i];
            char words[BF_FACTOR_TEXT];
            double x = f->count > 0 ? bf_factor_at(f, f->count - 1) : bf_factor_quantile(f, 0.7);
            FUZZ_MUST(!isnan(x) || !f->is_number);
            bf_factor_text(f, x, words);
            FUZZ_MUST(words[0]);
            bf_factor_words(f, x, words);
            bf_factor_span(f, words);
        }
    else
        FUZZ_MUST(faults.errors > 0);
    bf_factors_free(factors);
    free(factors);
    fuzz_faults(&faults);
}

static void observed(const struct bf_model *model, char *text, size_t length)
{
    struct bf_sheet sheet;
    struct bf_faults faults = {0};
    struct bf_hold_out hold_out = {18700, 18710};
    struct bf_observed *seen = calloc(1, sizeof *seen);
    FUZZ_MUST(seen);
    memset(&sheet, 0, sizeof sheet);
    if (bf_sheet_parse(&sheet, text, length, "given.csv", &faults) &&
        bf_observed_read(&sheet, "given.csv", &model->measures.catalogue, &hold_out, seen, &faults))
        FUZZ_MUST(seen->fit_count > 0 && seen->fit_count + seen->held_count == seen->row_count);
    bf_observed_free(seen);
    free(seen);
    bf_sheet_free(&sheet);
    fuzz_faults(&faults);
}

static void name(const struct bf_model *model, const char *text)
{
    char why[BF_WHAT_CAP] = "", back[BF_PERSON_CAP];
    uint64_t who, again;
    if (!bf_person_parse(&model->network, text, &who, why, sizeof why)) {
        FUZZ_MUST(why[0]);
        return;
    }
    FUZZ_MUST(bf_person_print(&model->network, who, back, sizeof back));
    FUZZ_MUST(bf_person_parse(&model->network, back, &again, why, sizeof why) && again == who);
}

static void plain(const char *text)
{
    bf_day day;
    struct bf_week week;
    char why[BF_WHAT_CAP] = "", written[BF_NUMBER_CAP];
    double number, again;
    bf_day_parse(text, &day);
    if (!bf_week_parse(text, &week, why, sizeof why)) FUZZ_MUST(why[0]);
    if (bf_number_parse(text, &number) && isfinite(number)) {
        bf_number_print_exact(number, written);
        FUZZ_MUST(bf_number_parse(written, &again) && !(again < number) && !(again > number));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const struct bf_model *model = fuzz_model_once(scenario);
    struct bf_hold_out hold_out;
    struct bf_goals goals;
    struct bf_err err;
    if (size == 0) return 0;
    char *text = fuzz_text(bytes + 1, size - 1);
    if (bytes[0] == 'o') { /* the table has the text from here on */
        observed(model, text, size - 1);
        return 0;
    }
    if (bytes[0] == 'f') vary(model, text);
    if (bytes[0] == 'g' && !bf_goals_parse(text, &model->measures.catalogue, &goals, &err))
        FUZZ_MUST(err.what[0]);
    if (bytes[0] == 'h' && !bf_hold_out_parse(text, &hold_out, &err)) FUZZ_MUST(err.what[0]);
    if (bytes[0] == 'w') name(model, text);
    if (!strchr("fghw", bytes[0])) plain(text);
    bf_heap_give(text);
    return 0;
}
