/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parts.h"

#include "bedflow/base/text.h"
#include "bedflow/models/care.h"

#include <string.h>

static void add_part(struct bf_parts *parts, const char *name, const struct bf_table *table,
                     int variant, const char *holds)
{
    if (parts->count >= BF_PARTS_CAP) return;
    struct bf_part *part = &parts->part[parts->count++];
    bf_format(part->name, sizeof part->name, "%s", name);
    part->table = table;
    part->variant = variant;
    part->holds = holds;
}

static bool knows_table(const struct bf_parts *parts, const struct bf_table *table)
{
    for (size_t i = 0; i < parts->count; i++)
        if (parts->part[i].table == table && parts->part[i].holds != NULL) return true;
    return false;
}

static void add_inside(struct bf_parts *parts, const struct bf_param *params);

static void add_table(struct bf_parts *parts, const struct bf_param *param)
{
    const struct bf_table *table = param->table;
    if (table == NULL || knows_table(parts, table)) return;
    /* kinds of service stand at the head of the list, each with a page of its own */
    const bool service = table == &bf_service_table;
    add_part(parts, table->name, table, service ? -1 : BF_ALL_VARIANTS, param->name);
    add_inside(parts, table->params);
    const struct bf_param *selector = bf_table_selector(table);
    for (int i = 0; selector != NULL && selector->choices[i] != NULL; i++) {
        add_inside(parts, table->variant[i]);
        if (!service) add_part(parts, selector->choices[i], table, i, param->name);
    }
}

static void add_inside(struct bf_parts *parts, const struct bf_param *params)
{
    for (const struct bf_param *p = params; p != NULL && p->name != NULL; p++)
        add_table(parts, p);
}

void bf_parts_find(struct bf_parts *parts)
{
    parts->count = 0;
    for (int i = 0; bf_kind_names[i] != NULL; i++)
        add_part(parts, bf_kind_names[i], &bf_service_table, i, NULL);
    add_part(parts, bf_care_table.name, &bf_care_table, -1, "");
    add_inside(parts, bf_care_table.params);
}

const char *bf_part_help(const struct bf_part *part)
{
    if (part->variant < 0) return part->table->help;
    const char *help = part->table->variant_help[part->variant];
    const char *colon = strstr(help, ": ");
    return colon != NULL ? colon + 2 : help;
}
