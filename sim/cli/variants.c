/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "variants.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "place.h"
#include "say.h"

#include <string.h>

static int no_memory(void)
{
    return bf_complain(BF_EXIT_STOPPED, "memory ran out while reading the options");
}

/* ---- settings of --alt ----------------------------------------------------------------- */

static bool is_path_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '[' || c == ']';
}

/* Does "path =" begin here? */
static bool begins_setting(const char *text)
{
    text += strspn(text, " \t");
    size_t length = 0;
    while (is_path_char(text[length]))
        length++;
    bool letter = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
    return letter && text[length + strspn(text + length, " \t")] == '=';
}

/* A setting ends at the comma before the next, or where the next alternative begins. */
static bool ends_setting(const char *at)
{
    return *at == ';' || begins_setting(at + 1);
}

static int refuse_alt(const char *typed)
{
    return bf_complain(BF_EXIT_USAGE,
                       "--alt: expected a name, a colon and changes, such as \"more-beds: "
                       "services.ward.beds=92, services.team.staff=4.5\", received \"%s\"",
                       typed);
}

static bool add_setting(struct bf_variant *v, char *text)
{
    char *equals = strchr(text, '=');
    if (equals == NULL) return false;
    *equals = '\0';
    const char *path = bf_text_trim(text), *value = bf_text_trim(equals + 1);
    if (path[0] == '\0' || value[0] == '\0') return false;
    v->set[v->set_count++] = (struct bf_setting){path, value};
    return true;
}

static size_t count_equals(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += *text == '=';
    return count;
}

static int read_alt(struct bf_variant *v, const struct bf_arguments *a, const char *typed)
{
    const char *colon = strchr(typed, ':'), *equals = strchr(typed, '=');
    if (colon == NULL || equals == NULL || equals < colon) return refuse_alt(typed);
    char name[sizeof v->name];
    if (!bf_format(name, sizeof name, "%.*s", (int)(colon - typed), typed))
        return bf_complain(BF_EXIT_USAGE,
                           "--alt: expected a name of at most %d bytes, received "
                           "\"%s\"",
                           (int)sizeof name - 1, typed);
    bf_format(v->name, sizeof v->name, "%s", bf_text_trim(name));
    v->words = colon + 1 + strspn(colon + 1, " \t");
    v->text = bf_heap_text(v->words);
    v->set = bf_heap_take(a->set_count + count_equals(typed) + 1, sizeof *v->set);
    if (v->text == NULL || v->set == NULL) return no_memory();
    for (size_t i = 0; i < a->set_count; i++)
        v->set[v->set_count++] = a->set[i];
    if (v->name[0] == '\0') return refuse_alt(typed);
    for (char *at = v->text; *at != '\0';) {
        size_t length = bf_text_value_length(at, ";,", ends_setting);
        bool last = at[length] == '\0';
        at[length] = '\0';
        if (!add_setting(v, at)) return refuse_alt(typed);
        at += length + !last;
    }
    return BF_EXIT_DONE;
}

/* ---- all options ----------------------------------------------------------------------- */

static int read_file(struct bf_variant *v, const struct bf_arguments *a, const char *file)
{
    bf_place_name(file, v->name, sizeof v->name);
    v->set = bf_heap_take(a->set_count + 1, sizeof *v->set);
    if (v->set == NULL) return no_memory();
    for (size_t i = 0; i < a->set_count; i++)
        v->set[v->set_count++] = a->set[i];
    return BF_EXIT_DONE;
}

static bool is_name_taken(const struct bf_variants *variants, uint32_t before, const char *name)
{
    for (uint32_t i = 0; i < before; i++)
        if (bf_text_same(variants->item[i].name, name)) return true;
    return false;
}

/* Two files of one name in two folders: the second is "winter (2)". */
static void tell_apart(struct bf_variants *variants)
{
    for (uint32_t i = 1; i < variants->count; i++) {
        char plain[40];
        bf_format(plain, sizeof plain, "%s", variants->item[i].name);
        for (uint32_t k = 2; is_name_taken(variants, i, variants->item[i].name); k++)
            bf_format(variants->item[i].name, sizeof variants->item[i].name, "%s (%u)", plain, k);
    }
}

int bf_variants_read(struct bf_variants *variants, const struct bf_arguments *a)
{
    size_t count = a->operand_count + a->alt.count;
    memset(variants, 0, sizeof *variants);
    if (count < 2)
        return bf_complain(BF_EXIT_USAGE,
                           "bedflow compare: expected something to compare %s with, received "
                           "nothing: another scenario, or --alt \"name: path=value\"",
                           a->operand[0]);
    if (count > BF_VARIANTS_CAP)
        return bf_complain(BF_EXIT_USAGE,
                           "bedflow compare: expected at most %d options with the base, received "
                           "%zu",
                           BF_VARIANTS_CAP, count);
    for (size_t i = 0; i < count; i++) {
        struct bf_variant *v = &variants->item[variants->count++];
        bool is_file = i < a->operand_count;
        v->file = a->operand[is_file ? i : 0];
        int code =
            is_file ? read_file(v, a, v->file) : read_alt(v, a, a->alt.text[i - a->operand_count]);
        if (code != BF_EXIT_DONE) return code;
    }
    tell_apart(variants);
    return BF_EXIT_DONE;
}

void bf_variants_free(struct bf_variants *variants)
{
    for (uint32_t i = 0; i < variants->count; i++) {
        bf_heap_give(variants->item[i].set);
        bf_heap_give(variants->item[i].text);
    }
    variants->count = 0;
}
