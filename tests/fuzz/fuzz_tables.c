/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_tables.c -- tables of others: the CSV reader, and what is made of days, people and stays.
 *
 * The first byte says which: d daily arrivals, s a snapshot, anything else stays to fit.
 */
#include "fuzz_model.h"

#include "bedflow/models/daily.h"
#include "bedflow/models/snapshot.h"
#include "bedflow/study/stays.h"

#define ROWS_FITTED 60 /* fits take their time, and say nothing new of more */

static char scenario[] =
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-05-31\"; };\n"
    "classes: { old: {}; young: { adult = false; }; }; localities: { east: {}; west: {}; };\n"
    "demand: { one: { rate = \"9.3 per day\"; contains_readmissions = true; classes = { old = 0.6; "
    "young = 0.4; };\n"
    "    enter = ( { to = \"ward\"; } ); };\n"
    "  two: { rate = \"2.9 per day\"; classes = { old = 1.0; }; enter = ( { to = \"care\"; } ); }; "
    "};\n"
    "tasks: { kit: { reason = \"F\"; duration = { mean = \"1.7 days\"; }; }; };\n"
    "services: { ward: { kind = \"beds\"; beds = 37; setting = \"acute\";\n"
    "    stay = { shape = \"uniform\"; min = \"1 day\"; max = \"6 days\"; };\n"
    "    then = ( { to = \"home\"; share = 0.7; needs = { kit = 0.3; }; },\n"
    "      { to = \"care\"; share = 0.3; } );\n"
    "    after_discharge = { readmission = { days = [\"30 days\"]; share = [0.12]; }; }; };\n"
    "  care: { kind = \"caseload\"; places = 9; hours = \"70 hours per week\";\n"
    "    first_visits = \"14 hours per week\"; stay = { mean = \"11 days\"; };\n"
    "    then = ( { to = \"home\"; } ); }; };\n";

static void fit(const struct bf_sheet *sheet, struct bf_faults *faults)
{
    struct bf_stays_request request = {
        .file = "given.csv", .by = bf_sheet_column(sheet, "class") < 0 ? NULL : "class", .seed = 5};
    struct bf_stays *stays = calloc(1, sizeof *stays);
    FUZZ_MUST(stays);
    if (sheet->rows <= ROWS_FITTED && bf_stays_fit(sheet, &request, stays, faults)) {
        struct bf_text words = {0};
        bf_stays_words(stays, &words);
        bf_stays_scenario(stays, &words);
        FUZZ_MUST(words.length > 0);
        bf_text_free(&words);
    }
    bf_stays_free(stays);
    free(stays);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct bf_network *n = &fuzz_model_once(scenario)->network;
    struct bf_faults faults = {0};
    struct bf_sheet sheet;
    if (size == 0) return 0;
    memset(&sheet, 0, sizeof sheet);
    if (bf_sheet_parse(&sheet, fuzz_text(bytes + 1, size - 1), size - 1, "given.csv", &faults)) {
        if (bytes[0] == 'd') {
            bf_daily_read(n, 0, &sheet, "given.csv", &faults);
            bf_daily_free(n);
        } else if (bytes[0] == 's') {
            bf_snapshot_read(n, &sheet, "given.csv", &faults);
            bf_snapshot_free(n->snapshot);
            n->snapshot = NULL;
        } else {
            fit(&sheet, &faults);
        }
    }
    bf_sheet_free(&sheet);
    fuzz_faults(&faults);
    return 0;
}
