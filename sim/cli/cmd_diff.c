/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_diff.c -- bedflow diff: how two scenarios differ, in words. */
#include "command.h"

#include "bedflow/report/differences.h"
#include "bedflow/report/members.h"
#include "files.h"
#include "reply.h"
#include "say.h"

#include <string.h>

static int open_one(struct bf_model *model, const struct bf_arguments *a, const char *file)
{
    struct bf_arguments own = *a;
    own.operand[0] = file;
    own.operand_count = 1;
    return bf_model_open(model, &own, false);
}

static const struct bf_member side_members[] = {WORDS("file", "scenario file, as typed"),
                                                WORDS_OR_NULL("title", "its title"), END};
static const struct bf_member difference_members[] = {
    WORDS("section", "part of the scenario"), WORDS("text", "the difference in words"), END};
static const struct bf_member members[] = {
    OBJECT("from", "first scenario", side_members),
    OBJECT("to", "second scenario", side_members),
    COUNT("count", "differences that a run would use; 0: none"),
    LIST("differences", "each of them", difference_members),
    WORDS_OR_NULL("remark", "what differs besides: evidence alone"),
    END};

static void reply(const struct bf_arguments *a, const struct bf_model model[2], uint32_t found,
                  const char *text)
{
    struct bf_json *json = bf_reply_result();
    struct bf_text item = {.bytes = NULL}, remark = {.bytes = NULL};
    char section[BF_DIFFERENCE_SECTION] = "";
    if (json == NULL) return;
    for (int i = 0; i < 2; i++) {
        bf_json_object(json, i == 0 ? "from" : "to");
        bf_json_text(json, "file", a->operand[i]);
        bf_json_text(json, "title", model[i].care->title);
        bf_json_end_object(json);
    }
    bf_json_count(json, "count", found);
    bf_json_array(json, "differences");
    while (bf_difference_next(&text, section, &item)) {
        bf_sink_whole(&json->sink, &item);
        if (section[0] == '\0') {
            bf_text_add(&remark, "%s", item.bytes);
            continue;
        }
        bf_json_object(json, NULL);
        bf_json_text(json, "section", section);
        bf_json_text(json, "text", item.bytes);
        bf_json_end_object(json);
    }
    bf_sink_whole(&json->sink, &item);
    bf_sink_whole(&json->sink, &remark);
    bf_json_end_array(json);
    bf_json_text(json, "remark", remark.bytes);
    bf_text_free(&item);
    bf_text_free(&remark);
}

static int tell(const struct bf_arguments *a, const struct bf_model model[2])
{
    struct bf_text out = {.bytes = NULL};
    for (int i = 0; i < 2; i++)
        bf_text_add(&out, "%s %s: %s\n", i == 0 ? "from" : "to  ", a->operand[i],
                    model[i].care->title);
    bf_text_add(&out, "\n");
    size_t begin = out.length;
    uint32_t found = bf_differences(&model[0], &model[1], &out);
    reply(a, model, found, out.bytes != NULL && !out.failed ? out.bytes + begin : "");
    if (found == 0)
        bf_text_add(&out, "No difference that a run would use.\n");
    else
        bf_text_add(&out, "\n%u %s\n", found, bf_plural(found, "difference", "differences"));
    return bf_print(&out);
}

static int run(const struct bf_arguments *a)
{
    struct bf_model model[2];
    memset(model, 0, sizeof model);
    int code = open_one(&model[0], a, a->operand[0]);
    if (code == BF_EXIT_DONE) code = open_one(&model[1], a, a->operand[1]);
    if (code == BF_EXIT_DONE) code = tell(a, model);
    bf_model_free(&model[0]);
    bf_model_free(&model[1]);
    return code;
}

static const struct bf_option options[] = {BF_OPTION_SET, BF_OPTION_HELP, BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow diff winter.cfg more-beds.cfg", "what would the second buy that the first does not?"},
    {NULL, NULL}};

const struct bf_command bf_command_diff = {
    .name = "diff",
    .operands = "FROM TO",
    .least = 2,
    .most = 2,
    .missing = "two scenario files",
    .summary = "how two scenarios differ, in words",
    .about =
        "Compares what a run would use: values after extends, includes, defaults and --set (which\n"
        "changes both). Order, layout and comments make no difference, and neither does the unit\n"
        "that a value is written in. Nothing is simulated.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
