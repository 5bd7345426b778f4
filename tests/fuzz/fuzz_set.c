/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_set.c -- what people write after --set: lines of path=value, put into one scenario. */
#include "fuzz_model.h"

#define SETTINGS 8

static char scenario[] =
    "format = 1; title = \"set\";\n"
    "period = { from = \"2021-03-01\"; to = \"2021-03-07\"; follow_up = \"0 days\"; };\n"
    "classes: { old: {}; young: { adult = false; }; };\n"
    "demand: { one: { rate = \"9.3 per day\"; by_weekday = [1, 2, 3, 4, 5, 6, 7];\n"
    "  classes = { old = 0.3; young = 0.7; }; enter = ( { to = \"ward\"; } ); }; };\n"
    "tasks: { kit: { reason = \"F\"; duration = { mean = \"1 day\"; }; }; };\n"
    "services: { ward: { kind = \"beds\"; beds = { value = 37; range = [30, 40]; }; setting = "
    "\"acute\";\n"
    "  stay = { shape = \"lognormal\"; mean = \"3.8 days\"; cv = 1.3; };\n"
    "  then = ( { to = \"home\"; needs = { kit = 0.3; }; } ); discharges = \"daily 08:00-20:00\"; "
    "};"
    " };\n"
    "changes: { more: { what = [\"services.ward.beds\"]; add = \"3\"; from = \"2021-03-03\"; }; "
    "};\n";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = fuzz_text(bytes, size), *at = text;
    struct bf_setting set[SETTINGS];
    size_t count = 0;
    while (*at && count < SETTINGS) {
        char *line = at, *end = strchr(at, '\n');
        at = end ? end + 1 : at + strlen(at);
        if (end) *end = '\0';
        char *sign = strchr(line, '=');
        if (!sign) continue;
        *sign = '\0';
        set[count++] = (struct bf_setting){line, sign + 1};
    }
    struct bf_model model;
    struct bf_faults faults = {0};
    struct bf_loader loader = {scenario, fuzz_load_given};
    bool ok = bf_model_load(&model, "given.cfg", &loader, set, count, &faults);
    FUZZ_MUST(ok == (faults.errors == 0));
    fuzz_faults(&faults);
    bf_model_free(&model);
    bf_heap_give(text);
    return 0;
}
