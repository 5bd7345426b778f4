/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"
#include "scratch.h"

#include "bedflow/report/page.h"
#include "bedflow/report/store.h"
#include "bedflow/study/study.h"

#define EVIL "</script><script>alert(1)</script><img src=x onerror='y'> & \\\"q\\\""

static const char scenario[] =
    "format = 1; title = \"" EVIL "\"; question = \"" EVIL "\";\n"
    "period = { from = \"2021-11-01\"; to = \"2021-12-12\"; };\n"
    "start = { warm_up = { value = \"30 days\"; source = \"" EVIL "\"; }; };\n"
    "demand: { falls: { label = \"" EVIL "\"; rate = \"9.7 per day\";\n"
    "  enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; label = \"" EVIL "\"; setting = \"acute\"; assumption = \"" EVIL
    "\";\n"
    "    beds = 58; stay = { mean = \"4.3 days\"; };\n"
    "    then = ( { to = \"step_down\"; share = 0.3; }, { to = \"home\"; share = 0.7; } ); };\n"
    "  step_down: { kind = \"beds\"; about = \"2.385 weeks of care; " EVIL
    "\"; setting = \"non-acute\"; beds = 55;\n"
    "    stay = { mean = \"17 days\"; }; then = ( { to = \"home\"; } ); };\n"
    "};\n";

static struct fixture f;
static const struct bf_run_identity writer = {.version = "0.1.0", .commit = "abc1234"};
static struct bf_text said;

static void store(const char *folder)
{
    struct bf_result result;
    struct bf_err err;
    struct bf_run_identity identity = {.version = "0.1.0<v>",
                                       .commit = "<c>",
                                       .compiler = "<gcc>",
                                       .command = "bedflow run '<x>.cfg'",
                                       .scenario_text = f.model.scenario.resolved};
    struct bf_study study = {.model = &f.model, .seed = 7, .replications = 4, .warm_up_days = 30};
    assert_true(bf_study_run(&study, &result, &err));
    if (!bf_store_write(&result, &identity, scratch_path(folder), false, &err))
        fail_msg("%s", err.what);
    bf_result_free(&result);
}

/* The page of a folder, and what was remarked. */
static char *page_of(const char *folder, bool with_model, bool stress, const char *dot)
{
    struct bf_dossier d;
    struct bf_err err;
    char dir[300];
    snprintf(dir, sizeof dir, "%s", scratch_path(folder));
    bf_text_free(&said);
    assert_true(bf_dossier_read(&d, dir, &err));
    if (with_model) d.option[0].model = &f.model;
    struct bf_page_request request = {
        .dossier = &d, .writer = &writer, .stress = stress, .dot = dot};
    if (!bf_page_write(&request, scratch_path("page.html"), &said, &err)) fail_msg("%s", err.what);
    bf_dossier_free(&d);
    return scratch_read("page.html");
}

static void assert_absent(const char *page, const char *part)
{
    const char *at = strstr(page, part);
    if (at != NULL) fail_msg("\"%s\" is in the page: %.80s", part, at);
}

static void no_text_of_a_scenario_becomes_markup(void **state)
{
    (void)state;
    char *page = page_of("run", true, true, "no-such-program-anywhere");
    assert_absent(page, "<script");
    assert_absent(page, "<img");
    assert_absent(page, "</script");
    assert_absent(page, "<v>");
    assert_absent(page, "<gcc>");
    assert_absent(page, "<x>");
    assert_contains(page, "&lt;script&gt;alert(1)&lt;/script&gt;");
    assert_contains(page, "<span class=\"about\">2.385 weeks of care; &lt;/script&gt;");
    assert_contains(page, "&amp; &quot;q&quot;");
    free(page);
}

static void a_page_needs_nothing_from_elsewhere(void **state)
{
    (void)state;
    char *page = page_of("run", true, true, "no-such-program-anywhere");
    assert_absent(page, "src=\"");
    assert_absent(page, "url(");
    assert_absent(page, "@import");
    assert_absent(page, "href=\"http");
    assert_absent(page, "<link");
    assert_contains(page, "default-src &#39;none&#39;");
    for (const char *at = page; (at = strstr(at, "href=\"")) != NULL; at += 6)
        assert_int_equal(at[6], '#');
    free(page);
}

static void every_part_that_the_contents_name_is_there(void **state)
{
    (void)state;
    uint32_t found = 0;
    char *page = page_of("run", true, true, "no-such-program-anywhere");
    for (const char *at = page; (at = strstr(at, "href=\"#")) != NULL; at += 7, found++) {
        char target[80];
        snprintf(target, sizeof target, " id=\"%.*s\"", (int)strcspn(at + 7, "\""), at + 7);
        assert_contains(page, target);
    }
    assert_true(found > 10);
    assert_contains(page, "The twenty items");
    assert_contains(page, ">6.1 Access to model and code<");
    free(page);
}

static void without_graphviz_it_says_so_and_goes_on(void **state)
{
    (void)state;
    char *page = page_of("run", true, false, "no-such-program-anywhere");
    assert_contains(page, "the program Graphviz was not installed");
    assert_contains(page, "The same as a table");
    assert_contains(said.bytes, "apt install graphviz");
    assert_absent(page, "The twenty items");
    free(page);
}

static void without_its_scenario_it_says_what_is_missing(void **state)
{
    (void)state;
    char *page = page_of("run", false, true, NULL);
    assert_contains(page, "could not be read again");
    assert_contains(page, "On an average midnight");
    assert_contains(said.bytes, "lacks its map, sources and gaps");
    free(page);
}

static void a_picture_that_was_tampered_with_is_left_out(void **state)
{
    (void)state;
    struct bf_err err;
    assert_true(bf_folder_make(scratch_path("run/plots"), &err));
    scratch_write("run/plots/delayed.svg", "<svg viewBox='0 0 1 1'><script>alert(2)</script>");
    scratch_write("run/plots/system.svg",
                  "<svg viewBox='0 0 1 1'><script>alert(2)</script><circle r='2.385'/></svg>");
    char *page = page_of("run", true, false, NULL);
    assert_contains(said.bytes, "delayed.svg is no picture that can be put into a page");
    assert_contains(page, "<circle r=\"2.385\">");
    assert_absent(page, "alert(2)");
    free(page);
}

/* Tables of a run with everything, made by hand; see what each part of the page makes of them. */
static void tables_that_some_runs_have_get_their_own_parts(void **state)
{
    (void)state;
    scratch_write("run/capacity_demand.csv",
                  "month,service,label,demand,capacity,gap,gap_p05,gap_p95\n"
                  "2021-11,rich,Rich,100,150,50,45,55\n2021-12,rich,Rich,100,150,50,45,55\n"
                  "2021-11,poor,Poor,40,36,-4,-9,2\n2021-12,poor,Poor,40,25,-15,-21,-9\n"
                  "2021-11,free,Free,40,,,,\n2021-12,free,Free,40,,,,\n");
    scratch_write("run/spend_by_month.csv",
                  "month,service,label,group,mean,p05,p95\n"
                  "2021-11,system,Whole system,payer:NHS,1000000,900000,1100000\n"
                  "2021-12,system,Whole system,payer:NHS,1250000,1100000,1400000\n"
                  "2021-12,block,Thirty beds,all,70000,70000,70000\n"
                  "2021-12,beds,Beds,purchase:on_call,31000,0,75000\n"
                  "2021-12,beds,Beds,purchase:spot,17900,0,53000\n"
                  "2021-12,system,Winter fund,plan:fund,48900,0,128000\n");
    scratch_write("run/plans_by_month.csv",
                  "month,days,plan,label,budget,stops,spent,set_aside,left,chance_overspent,"
                  "chance_low,chance_high\n"
                  "2021-11,30,fund,Winter <fund>,700000,1,115701,538747,45552,0,0,0.17\n"
                  "2021-12,31,fund,Winter <fund>,700000,1,255373,398083,46544,0.1,0.012,0.32\n");
    scratch_write("run/policy_log.csv",
                  "replication,policy,label,measure,value,above,decided,on,off,hours,until_below,"
                  "action\n"
                  "0,beds,Escalation beds,occupancy of ward,0.97,0.95,2021-11-20 08:00,2021-11-20 "
                  "20:00,2021-11-22 08:00,36,0.9,x\n"
                  "0,beds,Escalation beds,occupancy of ward,0.97,0.95,2021-12-01 08:00,2021-12-01 "
                  "20:00,2021-12-02 08:00,12,0.9,x\n"
                  "2,beds,Escalation beds,occupancy of ward,0.97,0.95,2021-11-22 08:00,2021-11-22 "
                  "20:00,2021-11-24 20:00,48,0.9,x\n");
    scratch_write("run/who_waits.csv",
                  "ages,locality,label,left_beds,delay_days,mc_low,mc_high,p05,"
                  "p50,p95\nall,east,East <b>,2385,0.612,0.58,0.64,0.5,0.6,0.7\n"
                  "85+,all,85+,700,2.04,1.9,2.2,1.8,2,2.3\n"
                  "85+,east,East,90,9.87,1.9,2.2,1.8,2,2.3\n"
                  "all,west,Nobody's,0,,,,,,\n");
    scratch_write("run/team_hours.csv",
                  "service,service_label,area,label,measure,unit,mean,mc_low,mc_high,p05,p50,p95\n"
                  "jcr,Visits,team:a,Team <a>,area_hours_offered,hours per day,9.13,,,,,\n"
                  "jcr,Visits,team:a,Team <a>,area_hours_booked,hours per day,6.72,6.1,7.3,,,\n"
                  "jcr,Visits,team:a,Team <a>,area_hours_short,hours per day,0.37,,,,,\n"
                  "jcr,Visits,team:a,Team <a>,area_hours_share,%,73.6,70,77,61.4,73,88.8\n"
                  "jcr,Visits,locality:b,Bee,area_hours_offered,hours per day,0,0,0,0,0,0\n"
                  "jcr,Visits,locality:b,Bee,area_hours_share,%,,,,,,\n");
    scratch_write("run/discharges_by_time.csv",
                  "by,name,measure,unit,mean,mc_low,mc_high,p05,p50,p95\n"
                  "weekday,Sun,discharges_overnight,per day,23.9,,,20.2,23,27.7\n"
                  "hour,12,discharges_before,%,22.7,,,,,\nhour,17,discharges_before,%,69.2,,,,,\n");
    char *page = page_of("run", true, false, "no-such-program-anywhere");
    static const char *const holds[] = {">-24%</td>",
                                        ">2 of 2</td>",
                                        ">Dec 2021: -15.0 (-21.0 to -9.0)</td>",
                                        ">+50%</td>",
                                        "NHS: all that it pays",
                                        "Beds, bought: on call",
                                        "Beds, bought: spot",
                                        "Winter fund, a plan",
                                        ">£2,250,000</td>",
                                        "Thirty beds",
                                        "Winter &lt;fund&gt; (£700,000): end of Dec 2021",
                                        ">£398,100</td>",
                                        ">10% (1% to 32%)</td>",
                                        "days_out in summary.csv",
                                        ">£70,000</td>",
                                        "occupancy of ward above 95%, until it is below 90%",
                                        ">2 of 4</td>", /* 2 winters of 4 */
                                        ">0.8</td>",
                                        ">1.0</td>",
                                        ">21 Nov 2021</td>", /* 3 times, 96 hours */
                                        "East &lt;b&gt;",
                                        ">0.61</td>",
                                        "Aged 85+",
                                        ">2.04</td>",
                                        "Team &lt;a&gt;",
                                        ">9.1</td>",
                                        ">6.7</td>",
                                        ">0.37</td>",
                                        ">73.6%</td>",
                                        ">61.4% to 88.8%</td>",
                                        ">Bee</td>",
                                        "Sun</th>",
                                        "23% are gone by noon, 69% by 17:00."};
    for (size_t i = 0; i < UNIT_COUNT(holds); i++)
        assert_contains(page, holds[i]);
    assert_absent(page, "9.87");
    assert_absent(page, ">nan");
    assert_contains(page, "Nobody");
    const char *poor = strstr(page, "Poor</th>"), *rich = strstr(page, "Rich</th>");
    assert_true(poor != NULL && rich != NULL && poor < rich);
    assert_absent(page, "Free</th>");
    free(page);
}

static void only_our_own_pages_are_taken_for_ours(void **state)
{
    (void)state;
    char *page = page_of("run", true, false, NULL);
    assert_true(bf_page_is_ours(scratch_path("page.html")));
    scratch_write("other.html", "<html><p>bedflow report</p></html>");
    assert_false(bf_page_is_ours(scratch_path("other.html")));
    assert_false(bf_page_is_ours(scratch_path("none.html")));
    free(page);
}

static void a_page_that_cannot_be_written_leaves_nothing(void **state)
{
    (void)state;
    struct bf_dossier d;
    struct bf_err err;
    char dir[300];
    snprintf(dir, sizeof dir, "%s", scratch_path("run"));
    assert_true(bf_dossier_read(&d, dir, &err));
    struct bf_page_request request = {.dossier = &d, .writer = &writer};
    assert_false(bf_page_write(&request, scratch_path("none/page.html"), &said, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_true(bf_folder_make(scratch_path("taken.html"), &err));
    assert_false(bf_page_write(&request, scratch_path("taken.html"), &said, &err));
    bf_dossier_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_of_a_scenario_becomes_markup),
        cmocka_unit_test(a_page_needs_nothing_from_elsewhere),
        cmocka_unit_test(every_part_that_the_contents_name_is_there),
        cmocka_unit_test(without_graphviz_it_says_so_and_goes_on),
        cmocka_unit_test(without_its_scenario_it_says_what_is_missing),
        cmocka_unit_test(a_picture_that_was_tampered_with_is_left_out),
        cmocka_unit_test(tables_that_some_runs_have_get_their_own_parts),
        cmocka_unit_test(only_our_own_pages_are_taken_for_ours),
        cmocka_unit_test(a_page_that_cannot_be_written_leaves_nothing),
    };
    if (scratch_begin(NULL) != 0) return 1;
    fixture_text(&f, scenario);
    store("run");
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_close(&f);
    bf_text_free(&said);
    return scratch_end(NULL) != 0 || failed;
}
