/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/page.h"

#include "answer.h"
#include "bedflow/report/graphviz.h"
#include "sections.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define GENERATOR "bedflow report"

/* One place for the look. Nothing here is fetched; no & and no < (XML). */
static const char style[] =
    ":root{--ink:#1a1a1a;--soft:#4a4a4a;--line:#c9c9c9;--wash:#f3f6f9;--accent:#004f80}\n"
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%;text-size-adjust:100%}\n"
    "body{margin:0;background:#fff;color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"
    "'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}\n"
    "header,main,footer,nav{max-width:62rem;margin:0 auto;padding:0 1.25rem}\n"
    "p,li,dd{max-width:44rem;overflow-wrap:break-word}\n"
    "h1{font-size:clamp(1.5rem,4.5vw,2.25rem);line-height:1.2;margin:2.5rem 0 .25rem;"
    "overflow-wrap:break-word}\n"
    "h2{font-size:1.4rem;line-height:1.25;margin:3rem 0 .75rem;padding-top:.75rem;"
    "border-top:2px solid var(--accent)}\n"
    "h3{font-size:1.1rem;margin:1.75rem 0 .5rem}h4{font-size:1rem;margin:.75rem 0 .25rem}\n"
    "ul{margin:.25rem 0;padding-left:1.25rem}\n"
    "a{color:var(--accent)}\n"
    "a:focus-visible,.scroll:focus-visible{outline:3px solid #d55e00;outline-offset:2px}\n"
    ".skip{position:absolute;left:-100rem}\n"
    ".skip:focus{position:static}\n"
    ".period,.small,figcaption,footer{color:var(--soft);font-size:.95rem}\n"
    ".question{font-size:1.2rem;margin:.75rem 0}\n"
    ".answer{background:var(--wash);border-left:6px solid var(--accent);padding:1rem 1.25rem;"
    "margin:1.5rem 0}\n"
    ".answer h2{border:0;padding:0;margin:0 0 .5rem}\n"
    ".answer p{max-width:none;margin:.5rem 0}\n"
    ".answer .lead{font-size:1.15rem}.answer ul{margin:.5rem 0;padding-left:1.25rem}\n"
    "nav ol{columns:2 16rem;padding-left:1.5rem}\n"
    "figure{margin:1.5rem 0 2.25rem}\n"
    "figure svg{display:block;width:100%;height:auto}\n"
    "figcaption{max-width:44rem;margin-top:.5rem}\n"
    ".scroll{overflow-x:auto;max-width:100%;margin:1rem 0}\n"
    "table{border-collapse:collapse;font-size:.95rem;line-height:1.35}\n"
    "caption{text-align:left;font-weight:600;padding:0 0 .5rem;caption-side:top}\n"
    "th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;"
    "border-bottom:1px solid var(--line)}\n"
    "thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}\n"
    "tbody th{font-weight:400}\n"
    ".number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
    ".open{white-space:normal;min-width:10.5rem}\n"
    ".gap{font-weight:600;color:#8a2b00}\n"
    "code,pre{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;"
    "font-size:.9rem;overflow-wrap:anywhere}\n"
    "pre{background:var(--wash);padding:.75rem 1rem;white-space:pre-wrap;max-width:100%}\n"
    ".code{font-family:ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;font-size:.8rem;"
    "overflow-wrap:anywhere;min-width:8rem}\n"
    "dt{font-weight:600;margin-top:.6rem}\n"
    "dd{margin:0 0 .2rem 0;overflow-wrap:anywhere}\n"
    "footer{margin-top:3rem;padding-bottom:2rem;border-top:1px solid var(--line)}\n"
    "thead .number{white-space:normal}\n"
    "tbody th{min-width:9rem}.standing{min-width:7rem}\n"
    ".about{display:block;font-weight:400;font-size:.875rem;color:var(--soft)}\n"
    "@media screen and (max-width:44rem){.wide svg{width:46rem}.wide.map svg{width:60rem}"
    ".cards table,.cards tbody,.cards tr,.cards th,.cards td,.cards caption{display:block;"
    "text-align:left;white-space:normal;overflow-wrap:anywhere}"
    ".cards thead{position:absolute;left:-100rem}.cards tr{border-bottom:1px solid var(--line);"
    "padding:.5rem 0}.cards th,.cards td{border:0;padding:.1rem 0}.cards tbody th{font-weight:600}"
    ".cards td::before{content:attr(data-head) ': ';color:var(--soft)}}\n"
    "@page{size:A4;margin:16mm 14mm}@page wide{size:A4 landscape;margin:12mm 14mm}\n"
    "@media "
    "print{html{font-size:9.4pt}body{font-size:10pt;line-height:1.4}header,main,footer,nav{max-"
    "width:none;"
    "padding:0}h1{margin-top:0;font-size:20pt}h2{font-size:14pt;margin-top:8mm;"
    "break-after:avoid}h3,h4,caption{break-after:avoid}figure,tr,.answer,pre{break-inside:avoid}"
    "figure svg{max-height:112mm}#map{page:wide}#map "
    "svg{max-height:128mm}figcaption{font-size:8.5pt;margin-top:1mm}figure{margin:3mm "
    "0}p,li,dd,figcaption{max-width:none}.scroll{overflow:visible}"
    "table{width:100%;font-size:8.5pt}th,td{padding:1mm 2mm 1mm 0;overflow-wrap:break-word}"
    "thead,tbody tr:first-child,tbody tr:nth-last-child(2){break-after:avoid}"
    "tbody tr:first-child{break-before:avoid}"
    "thead{display:table-header-group}nav,.skip{display:none}"
    "a{color:inherit;text-decoration:none}.answer{border-left-width:2mm}}\n";

/* ---- what sections share --------------------------------------------------------------- */

void bf_page_paragraph(struct page *page, const char *text)
{
    bf_html_leaf(&page->html, "p", text);
}

static void begin_with_role(struct bf_html *h, const char *element, const char *role)
{
    bf_html_begin(h, element);
    bf_html_attribute(h, "role", role);
}

void bf_page_table(struct page *page, const char *caption, const struct column column[],
                   size_t columns)
{
    struct bf_html *h = &page->html;
    bf_html_begin_of(h, "div", "scroll cards");
    bf_html_attribute(h, "role", "region");
    bf_html_attribute(h, "aria-label", caption);
    bf_html_attribute(h, "tabindex", "0");
    page->column = column;
    bf_html_begin(h, "table");
    bf_html_attribute(h, "role", "table"); /* it stays one where a phone shows rows as cards */
    bf_html_leaf(h, "caption", caption);
    begin_with_role(h, "thead", "rowgroup");
    begin_with_role(h, "tr", "row");
    for (size_t i = 0; i < columns; i++) {
        begin_with_role(h, "th", "columnheader");
        bf_html_attribute(h, "scope", "col");
        if (column[i].number) bf_html_attribute(h, "class", "number");
        bf_html_text(h, column[i].head);
        bf_html_end(h);
    }
    bf_html_end(h);
    bf_html_end(h);
    begin_with_role(h, "tbody", "rowgroup");
}

void bf_page_row(struct page *page, const char *heading)
{
    bf_page_row_about(page, heading, NULL);
}

void bf_page_row_about(struct page *page, const char *heading, const char *about)
{
    page->next = 1;
    begin_with_role(&page->html, "tr", "row");
    begin_with_role(&page->html, "th", "rowheader");
    bf_html_attribute(&page->html, "scope", "row");
    bf_html_text(&page->html, heading);
    if (about != NULL && about[0] != '\0') {
        bf_html_text(&page->html, " "); /* read aloud or copied, they are two words */
        bf_html_leaf_of(&page->html, "span", "about", about);
    }
    bf_html_end(&page->html);
}

void bf_page_cell(struct page *page, const char *text, bool number)
{
    bf_page_cell_of(page, text, number ? "number" : "words");
}

void bf_page_cell_of(struct page *page, const char *text, const char *class_)
{
    begin_with_role(&page->html, "td", "cell");
    bf_html_attribute(&page->html, "class", class_);
    bf_html_attribute(&page->html, "data-head", page->column[page->next++].head);
    bf_html_text(&page->html, text);
    bf_html_end(&page->html);
}

void bf_page_end_row(struct page *page)
{
    bf_html_end(&page->html);
}

void bf_page_end_table(struct page *page)
{
    for (int i = 0; i < 3; i++) /* tbody, table, div */
        bf_html_end(&page->html);
}

/* ---- the sections ---------------------------------------------------------------------- */

static bool always(const struct page *page)
{
    (void)page;
    return true;
}

static void put_reading(struct page *page)
{
    static const char *const term[][2] = {
        {"Possible winter",
         "One run of the whole simulation from beginning to end (a replication), with its own "
         "chance: who falls ill when, how long they stay, when the flu comes. Many are run, since "
         "no one of them is a forecast."},
        {"Delayed transfer",
         "A person in a hospital bed who is ready to leave it, and cannot, because a place or a "
         "task elsewhere is missing. Counted at midnight."},
        {"Range over winters, band",
         "From what is exceeded in all but one winter in twenty (p05) to what is exceeded in only "
         "one in twenty (p95). It stays however many winters are run: this is what to plan for."},
        {"95% interval, ±",
         "How well an average is known from the winters that were run. It shrinks when more are "
         "run, and says nothing about whether the inputs are right."},
        {"Fewer delays",
         "are not the only aim: a service with no delay at all usually stands half empty. Look at "
         "readmissions and cost beside it."}};
    bf_html_begin(&page->html, "dl");
    for (size_t i = 0; i < sizeof term / sizeof term[0]; i++) {
        bf_html_leaf(&page->html, "dt", term[i][0]);
        bf_html_leaf(&page->html, "dd", term[i][1]);
    }
    bf_html_end(&page->html);
}

static const struct section section[] = {
    {"options", "The options side by side", bf_has_comparison, bf_put_comparison},
    {"tables", "The figures", bf_has_tables, bf_put_tables},
    {"frontier", "What the next pound would do", bf_has_frontier, bf_put_frontier},
    {"worth", "Is it worth it?", bf_has_worth, bf_put_worth},
    {"causes", "What made it so", bf_has_causes, bf_put_causes},
    {"money", "What it costs", bf_has_money, bf_put_money},
    {"headlines", "The main figures", bf_has_headlines, bf_put_headlines},
    {"pictures", "Pictures", bf_has_pictures, bf_put_pictures},
    {"outcomes", "Outcomes against their targets", bf_has_outcomes, bf_put_outcomes},
    {"changes", "What the options change", bf_has_changes, bf_put_changes},
    {"targets", "Targets", bf_has_targets, bf_put_targets},
    {"reasons", "Why people are delayed", bf_has_reasons, bf_put_reasons},
    {"held-up", "Who was held up, and where it was short", bf_has_held_up, bf_put_held_up},
    {"who-waits", "Who waits longer", bf_has_who_waits, bf_put_who_waits},
    {"discharges", "When people leave", bf_has_discharges, bf_put_discharges},
    {"rules", "Rules of escalation: how often, and when", bf_has_rules, bf_put_rules},
    {"capacity", "Demand, capacity and gap", bf_has_capacity, bf_put_capacity},
    {"spend", "What is spent", bf_has_spend, bf_put_spend},
    {"budgets", "Budgets: spent, set aside, left", bf_has_budgets, bf_put_budgets},
    {"map", "How the services hang together", bf_has_scenario, bf_put_map},
    {"inputs", "What went in, and its gaps", bf_has_scenario, bf_put_gaps},
    {"reading", "How to read this", always, put_reading},
    {"method", "Method", always, bf_put_method},
    {"verification", "What was verified", always, bf_put_verification},
    {"reproduce", "How to make it again", always, bf_put_reproduce},
    {"stress", "STRESS-DES checklist", bf_has_stress, bf_put_stress},
    {"services", "Appendix: service by service, and what each does", bf_has_services,
     bf_put_services},
    {"details", "Appendix: every service in pictures", bf_has_details, bf_put_details},
    {"gaps", "Appendix: the gap by month", bf_has_gaps_by_month, bf_put_gaps_by_month},
    {"ways", "Appendix: the ways between services", bf_has_ways, bf_put_ways},
    {"every-option", "Appendix: every option", bf_has_options, bf_put_options},
    {"numbers", "Appendix: the main numbers", bf_has_key_inputs, bf_put_key_inputs},
    {"assumptions", "Appendix: every assumption", bf_has_evidence, bf_put_assumptions},
    {"sources", "Appendix: every source", bf_has_evidence, bf_put_sources},
};
enum { SECTIONS = sizeof section / sizeof section[0] };

/* ---- the frame ------------------------------------------------------------------------- */

static const char *title_of(const struct bf_dossier *d)
{
    const struct bf_dossier_option *o = &d->option[0];
    const struct bf_model *model = bf_dossier_model(d); /* a calibration keeps no title */
    const char *own = model != NULL ? model->care->title : NULL;
    return o->title[0] != '\0'                                             ? o->title
           : own != NULL && own[0] != '\0' && strcmp(own, "untitled") != 0 ? own
           : o->file[0] != '\0'                                            ? o->file
                                : "Results of a simulation";
}

static void meta(struct bf_html *h, const char *name, const char *content)
{
    bf_html_begin(h, "meta");
    bf_html_attribute(h, "name", name);
    bf_html_attribute(h, "content", content);
    bf_html_end(h);
}

static void put_head(struct page *page)
{
    struct bf_html *h = &page->html;
    bf_html_begin(h, "head");
    bf_html_begin(h, "meta");
    bf_html_attribute(h, "charset", "utf-8");
    bf_html_end(h);
    meta(h, "generator", GENERATOR);
    meta(h, "viewport", "width=device-width, initial-scale=1");
    /* a second lock: even markup that slipped in could load and run nothing */
    bf_html_begin(h, "meta");
    bf_html_attribute(h, "http-equiv", "Content-Security-Policy");
    bf_html_attribute(h, "content", "default-src 'none'; style-src 'unsafe-inline'");
    bf_html_end(h);
    bf_html_begin(h, "title");
    bf_html_format(h, "%s%s", title_of(page->dossier),
                   page->dossier->kind == BF_DOSSIER_COMPARISON ? ": options compared" : "");
    bf_html_end(h);
    bf_html_begin(h, "style");
    bf_html_raw(h, style);
    bf_html_end(h);
    bf_html_end(h);
}

static const char *question_of(const struct page *page)
{
    if (page->request->question != NULL) return page->request->question;
    if (page->dossier->kind == BF_DOSSIER_EXPLANATION) return "Why were these days as they were?";
    for (uint32_t i = 0; i < page->dossier->option_count; i++) {
        const struct bf_model *model = page->dossier->option[i].model;
        if (model != NULL && model->care->question != NULL && model->care->question[0] != '\0')
            return model->care->question;
    }
    return NULL;
}

static void put_period(struct page *page)
{
    char from[48], to[48];
    if (page->model == NULL) return;
    const struct bf_catalogue *c = &page->model->measures.catalogue;
    bf_day_print_words(c->first_day, from, sizeof from);
    bf_day_print_words(c->first_day + (bf_day)c->day_count - 1, to, sizeof to);
    bf_html_begin_of(&page->html, "p", "period");
    bf_html_format(&page->html, "%s to %s; %u days; %u simulated winters%s", from, to, c->day_count,
                   page->dossier->option[0].finished, bf_dossier_each(page->dossier));
    bf_html_end(&page->html);
}

void bf_page_answer(const struct bf_dossier *dossier, struct bf_text *answer, struct bf_text *doubt)
{
    bf_answer(dossier, answer);
    bf_answer_doubt(dossier, doubt);
    bf_answer_break(doubt);
    struct bf_text *const text[] = {answer, doubt};
    for (int i = 0; i < 2; i++)
        if (text[i]->length > 0) text[i]->bytes[--text[i]->length] = '\0'; /* the last line's end */
}

/* Lines of an answer (answer.h): the first larger, those that begin with "- " as a list. */
static void put_lines(struct page *page, char *line)
{
    struct bf_html *h = &page->html;
    bool first = true, listed = false;
    for (char *next = line; next != NULL; line = next, first = false) {
        bool item = line[0] == '-' && line[1] == ' ';
        next = strchr(line, '\n');
        if (next != NULL) *next++ = '\0';
        if (item && !listed) bf_html_begin(h, "ul");
        if (listed && !item) bf_html_end(h);
        listed = item;
        if (item)
            bf_html_leaf(h, "li", line + 2);
        else
            bf_html_leaf_of(h, "p", first ? "lead" : "more", line);
    }
    if (listed) bf_html_end(h);
}

static void put_answer(struct page *page)
{
    struct bf_html *h = &page->html;
    struct bf_text answer = {.bytes = NULL}, doubt = {.bytes = NULL};
    bf_page_answer(page->dossier, &answer, &doubt);
    bf_html_begin_of(h, "section", "answer");
    bf_html_attribute(h, "id", "answer");
    bf_html_leaf(h, "h2", "The answer");
    if (answer.bytes != NULL) put_lines(page, answer.bytes);
    bf_html_leaf_of(h, "p", "small", doubt.bytes != NULL ? doubt.bytes : "");
    bf_html_end(h);
    if (answer.failed || doubt.failed) h->sink.error = ENOMEM;
    bf_text_free(&answer);
    bf_text_free(&doubt);
}

static void put_top(struct page *page)
{
    struct bf_html *h = &page->html;
    static const char *const kind[BF_DOSSIER_KINDS] = {"",
                                                       "Options compared with: ",
                                                       "What matters: ",
                                                       "Fitted to what was observed: ",
                                                       "What to choose: ",
                                                       "Why it was so: "};
    const char *question = question_of(page);
    bf_html_begin_of(h, "a", "skip");
    bf_html_attribute(h, "href", "#answer");
    bf_html_text(h, "To the answer");
    bf_html_end(h);
    bf_html_begin(h, "header");
    bf_html_begin(h, "h1");
    bf_html_format(h, "%s%s", kind[page->dossier->kind], title_of(page->dossier));
    bf_html_end(h);
    put_period(page);
    if (question != NULL) {
        bf_html_begin_of(h, "p", "question");
        bf_html_leaf(h, "b", "The question: ");
        bf_html_text(h, question);
        bf_html_end(h);
    }
    bf_html_end(h);
}

static void put_contents(struct page *page)
{
    struct bf_html *h = &page->html;
    bf_html_begin(h, "nav");
    bf_html_attribute(h, "aria-label", "Contents");
    bf_html_begin(h, "ol");
    for (size_t i = 0; i < SECTIONS; i++) {
        char target[64];
        if (!section[i].applies(page)) continue;
        bf_format(target, sizeof target, "#%s", section[i].id);
        bf_html_begin(h, "li");
        bf_html_begin(h, "a");
        bf_html_attribute(h, "href", target);
        bf_html_text(h, section[i].heading);
        bf_html_end(h);
        bf_html_end(h);
    }
    bf_html_end(h);
    bf_html_end(h);
}

static void put_sections(struct page *page)
{
    struct bf_html *h = &page->html;
    for (size_t i = 0; i < SECTIONS; i++) {
        if (!section[i].applies(page)) continue;
        bf_html_begin(h, "section");
        bf_html_attribute(h, "id", section[i].id);
        bf_html_leaf(h, "h2", section[i].heading);
        section[i].write(page);
        bf_html_end(h);
    }
}

static void put_page(struct page *page)
{
    struct bf_html *h = &page->html;
    const struct bf_run_identity *writer = page->request->writer;
    bf_html_raw(h, "<!DOCTYPE html>\n");
    bf_html_begin(h, "html");
    bf_html_attribute(h, "xmlns", "http://www.w3.org/1999/xhtml");
    bf_html_attribute(h, "lang", "en-GB");
    put_head(page);
    bf_html_begin(h, "body");
    put_top(page);
    bf_html_begin(h, "main");
    put_answer(page);
    put_contents(page);
    put_sections(page);
    bf_html_end(h);
    bf_html_begin(h, "footer");
    bf_html_begin(h, "p");
    bf_html_format(h,
                   "Written by bedflow %s%s%s%s, free software without warranty. A simulation "
                   "is an argument from its inputs, not a forecast.",
                   writer->version, writer->commit ? " (" : "",
                   writer->commit ? writer->commit : "", writer->commit ? ")" : "");
    bf_html_end(h);
    bf_html_end(h);
    bf_html_end(h);
    bf_html_end(h);
}

/* ---- writing --------------------------------------------------------------------------- */

static void draw_map(struct page *page, const char *path)
{
    struct bf_text graph = {.bytes = NULL};
    bf_map_graph(&page->map, &graph);
    enum bf_graphviz_end end = BF_GRAPHVIZ_FAILED;
    if (graph.failed)
        page->said->failed = true;
    else
        end = bf_graphviz_draw(page->request->dot, graph.bytes, path, &page->drawing);
    bf_text_free(&graph);
    if (page->drawing.failed) page->said->failed = true;
    if (end == BF_GRAPHVIZ_DONE) return;
    page->not_drawn =
        end == BF_GRAPHVIZ_MISSING
            ? "The diagram is not drawn here, because the program Graphviz was not "
              "installed where this page was written; the table says the same."
            : "The diagram is not drawn here, because Graphviz could not draw it; the "
              "table says the same.";
    bf_text_add(page->said,
                end == BF_GRAPHVIZ_MISSING
                    ? "no diagram of services: Graphviz is not installed (apt install graphviz); "
                      "the report has a table in its place\n"
                    : "no diagram of services: Graphviz failed; the report has a table in its "
                      "place\n");
}

static bool write_page(struct page *page, const char *partial, struct bf_err *err)
{
    if (!bf_html_open(&page->html, partial, err)) return false;
    put_page(page);
    /* what could not be read for want of memory is not left out as if it were not there */
    bf_sink_whole(&page->html.sink, page->said);
    return bf_html_close(&page->html, err);
}

static void look_at_model(struct page *page)
{
    page->model = bf_dossier_model(page->dossier);
    if (page->model != NULL || page->dossier->option[0].text[0] == '\0') return;
    bf_text_add(page->said, "the stored scenario could not be read again by this version, so the "
                            "report lacks its map, sources and gaps\n");
}

bool bf_page_write(const struct bf_page_request *request, const char *path, struct bf_text *said,
                   struct bf_err *err)
{
    char partial[BF_FILE_CAP];
    struct page page = {.request = request, .dossier = request->dossier, .said = said};
    if (!bf_format(partial, sizeof partial, "%s.partial-%ld", path, (long)getpid()))
        return bf_io_fail(err, path, "create the file", ENAMETOOLONG);
    look_at_model(&page);
    bool good = page.model == NULL || bf_map_make(&page.map, &page.model->network, err);
    if (good && page.model != NULL) draw_map(&page, partial);
    good = good && write_page(&page, partial, err);
    if (good && rename(partial, path) != 0) good = bf_io_fail(err, path, "write", errno);
    if (!good) unlink(partial);
    bf_map_free(&page.map);
    bf_text_free(&page.drawing);
    return good;
}

bool bf_page_is_ours(const char *path)
{
    char start[600] = "";
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    size_t got = fread(start, 1, sizeof start - 1, file);
    fclose(file);
    start[got] = '\0';
    return strstr(start, "content=\"" GENERATOR "\"") != NULL;
}
