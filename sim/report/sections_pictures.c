/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_pictures.c -- the pictures of a folder of results, and what they show. */
#include "bedflow/report/folder.h"
#include "bedflow/report/gnuplot.h"
#include "bedflow/report/svg.h"
#include "sections.h"

#include <string.h>

/* Pictures that this program draws, with what they show. */
enum place {
    PLACE_MAIN,
    PLACE_OWN,   /* in the part about it */
    PLACE_DETAIL /* in the appendix */
};

static const struct known_picture {
    const char *name, *title, *words;
    enum place place;
} known[] = {
    {"compare-options", "Each option against the base",
     "A dot is the mean difference to the base, a bar its 95% interval; all bars hold together. "
     "The line at 0 is the base: a bar that does not touch it is a difference that chance does not "
     "explain. A grey band, if there is one, holds differences too small to matter. The figures "
     "are in the tables above.",
     PLACE_MAIN},
    {"sweep-curve", "The response to the setting",
     "The measure at each value of the setting. The line is the mean; the bands are the range over "
     "possible winters.",
     PLACE_MAIN},
    {"sweep-seasons", "The measure in each season",
     "A dot is the mean of one season over histories of chance, the dark bar its simulation error, "
     "the pale bar nine histories in ten. The same chance comes in every season.",
     PLACE_MAIN},
    {"sweep-map", "The response to two settings",
     "The mean of the measure at each pair of values of the two settings.", PLACE_MAIN},
    {"sweep-effects", "How far each setting moves the measure",
     "For each setting the change from its low to its high end, with its 95% interval. The figures "
     "are in the table above.",
     PLACE_MAIN},
    {"sweep-indices", "Which settings the variance comes from",
     "For each setting its share of the variance: alone, and with all that it does together with "
     "others. The figures are in the table above.",
     PLACE_MAIN},
    {"optimise-frontier", "Cost against what is left of the harm",
     "Each dot is an option: its cost, and the mean of what is to be small. A bar is the 95% "
     "interval of the difference to the diamond, which is the chosen option or the best so far. "
     "Filled dots, joined, are the frontier: no option is better in both at once. Rings are beaten "
     "by another. The figures are in the table above.",
     PLACE_MAIN},
    {"explain", "From what it would have been to what it was",
     "The first bar is what the days would have been without any of these causes, the last what "
     "they were; between them each bar begins where the one above it ends. The line across the end "
     "of a bar is the 95% interval of its length. The figures are in the table above.",
     PLACE_MAIN},
    {"calibrate", "What was observed beside what the fitted scenario gives",
     "The band holds nine in ten of what the fitted scenario predicts; dots are observed. Rows "
     "that were kept back test the fit, the others made it.",
     PLACE_MAIN},
    {"delayed", "Delayed transfers over the period, and their reasons",
     "Above: people delayed at each midnight. The line is the median of each date, the dark band "
     "holds half of the possible winters, the light band nine in ten; the bands are the range over "
     "winters, not the error of a mean. Below: the mean number of people by the reason of their "
     "delay, one on top of another.",
     PLACE_MAIN},
    {"system", "How full all acute beds together are",
     "Occupied acute beds of every kind, of those open, at midnight. The line is the median of "
     "each date, the dark band holds half of the possible winters, the light band nine in ten.",
     PLACE_MAIN},
    {"outcomes", "Outcomes against their targets",
     "Each outcome with its lines, and in how many possible winters it is green, amber or red. The "
     "figures are in the table above.",
     PLACE_OWN},
    {"readmissions", "People who come back within 30 days",
     "By week of discharge, as a share of those discharged alive. The line is the median of each "
     "date; the bands are the range over winters. The last weeks are followed for 30 more days.",
     PLACE_MAIN},
    {"occupancy", "Every service against its places",
     "People in each service and its places. The line is the median of each date; the bands are "
     "the range over winters.",
     PLACE_DETAIL},
    {"queues", "People waiting for every service",
     "How many wait for each service. The line is the median of each date; the bands are the range "
     "over winters.",
     PLACE_DETAIL},
    {"waits", "How long people wait",
     "For each service the wait that half, nine in ten and nineteen in twenty people do not "
     "exceed, with its range over winters.",
     PLACE_DETAIL},
    {"capacity", "Asked for, and what could have started, by month",
     "For each service out of hospital the people who asked for it in a month, from hospital beds "
     "and from the community, beside those who could have started. The scarcest come first.",
     PLACE_OWN},
    {"spend", "Spend by month",
     "What each payer spends in a month, and what each purchase costs, with the range over "
     "winters.",
     PLACE_OWN},
    {"plans", "What is spent and set aside, against the budget",
     "For each budget, at the end of each month, what has been spent since the period began, with "
     "its range over winters, and what contracts, calls and places in use will cost; the line is "
     "the budget.",
     PLACE_OWN},
    {"rules", "When rules of escalation are on",
     "For each rule the share of possible winters in which it is on at each midnight.", PLACE_OWN},
    {"who-waits", "Who waits longer",
     "Mean days of delay of all who left a bed, by locality and by age, and of both together: "
     "darker is longer.",
     PLACE_OWN},
    {"discharges", "Discharges by weekday and by hour",
     "Adults discharged alive from acute beds after at least a night: by weekday, against the mean "
     "day, and by hour. The line on a bar is the range over winters.",
     PLACE_OWN}};

void bf_page_draw(const struct bf_dossier *dossier, const char *program, struct bf_text *said)
{
    enum { KNOWN = sizeof known / sizeof known[0] };
    const char *name[KNOWN];
    char plots[BF_FILE_CAP];
    struct bf_err err;
    for (size_t i = 0; i < KNOWN; i++)
        name[i] = known[i].name;
    if (!bf_path_join(plots, dossier->dir, "plots", &err)) return;
    if (bf_gnuplot_catch_up(program != NULL ? program : "gnuplot", plots, name, KNOWN, said) ==
        BF_GNUPLOT_MISSING)
        bf_text_add(said, "no pictures: gnuplot is not installed (apt install gnuplot-nox); the "
                          "report is written without them\n");
}

static bool picture_path(const struct page *page, const char *name, unsigned part,
                         char path[BF_FILE_CAP])
{
    struct bf_err err;
    char file[128];
    if (part == 0)
        bf_format(file, sizeof file, "plots/%s.svg", name);
    else
        bf_format(file, sizeof file, "plots/%s-%u.svg", name, part);
    return bf_path_join(path, page->dossier->dir, file, &err);
}

static bool load_picture(const struct page *page, const char *name, unsigned part,
                         struct bf_text *svg)
{
    char path[BF_FILE_CAP];
    struct bf_err err;
    bool there = picture_path(page, name, part, path) && bf_file_read(svg, path, &err);
    if (svg->failed) page->said->failed = true;
    if (!there) return false;
    if (svg->bytes != NULL && bf_svg_is_good(svg->bytes)) return true;
    bf_text_add(page->said, "%s is no picture that can be put into a page; it is left out\n", path);
    return false;
}

static bool exists(const struct page *page, const char *name, unsigned part)
{
    struct bf_text svg = {.bytes = NULL};
    char path[BF_FILE_CAP];
    struct bf_err err;
    bool there = picture_path(page, name, part, path) && bf_file_read(&svg, path, &err);
    if (svg.failed) page->said->failed = true;
    bf_text_free(&svg);
    return there;
}

static bool any_of(const struct page *page, enum place place)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].place == place &&
            (exists(page, known[i].name, 0) || exists(page, known[i].name, 1)))
            return true;
    return false;
}

bool bf_has_pictures(const struct page *page)
{
    return any_of(page, PLACE_MAIN);
}

bool bf_has_details(const struct page *page)
{
    return any_of(page, PLACE_DETAIL) || exists(page, "capacity", 2);
}

static void put_picture(struct page *page, const struct known_picture *picture, unsigned part)
{
    struct bf_html *h = &page->html;
    struct bf_text svg = {.bytes = NULL};
    char prefix[32], title[200];
    if (load_picture(page, picture->name, part, &svg)) {
        bf_format(prefix, sizeof prefix, "picture%u", ++page->pictures);
        bf_format(title, sizeof title, part > 1 ? "%s (part %u)" : "%s", picture->title, part);
        bf_html_begin(h, "figure");
        bf_html_begin_of(h, "div", "scroll wide");
        bf_html_attribute(h, "tabindex", "0");
        bf_html_attribute(h, "role", "region");
        bf_html_attribute(h, "aria-label", title);
        bf_svg_put(h, svg.bytes, prefix, title, picture->words);
        bf_html_end(h);
        bf_html_begin(h, "figcaption");
        bf_html_leaf(h, "b", title);
        bf_html_format(h, ". %s", part > 1 ? "" : picture->words);
        bf_html_end(h);
        bf_html_end(h);
    }
    bf_text_free(&svg);
}

static void put_parts(struct page *page, const struct known_picture *picture, unsigned first,
                      unsigned last)
{
    for (unsigned part = first; part <= last && (part < 2 || exists(page, picture->name, part));
         part++)
        if (exists(page, picture->name, part)) put_picture(page, picture, part);
}

void bf_page_picture(struct page *page, const char *name, unsigned first, unsigned last)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, name) == 0) put_parts(page, &known[i], first, last);
}

static void put_place(struct page *page, enum place place)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].place == place) put_parts(page, &known[i], 0, BF_PAGE_PARTS);
}

void bf_put_pictures(struct page *page)
{
    put_place(page, PLACE_MAIN);
}

void bf_put_details(struct page *page)
{
    put_place(page, PLACE_DETAIL);
    bf_page_picture(page, "capacity", 2, BF_PAGE_PARTS);
}
