/* SPDX-License-Identifier: GPL-3.0-or-later */
/* money_members.h -- private to report/: rows that comparison.json and optimise.json share. */
#ifndef BF_REPORT_MONEY_MEMBERS_H
#define BF_REPORT_MONEY_MEMBERS_H

#include "bedflow/report/members.h"

/* The money of an option: bf_comparison_worth_name in order (comparison_json.h). */
#define BF_COMPARISON_WORTH_MEMBERS                                                                \
    NUMBER("extra_paid", "what purchases are billed more than in the base, £"),                    \
        NUMBER("extra_paid_low", "lower end of its 95% interval, £"),                              \
        NUMBER("extra_paid_high", "its upper end, £"),                                             \
        NUMBER("extra_spend",                                                                      \
               "what it costs more than the base: purchases, and what other services "             \
               "cost more or less, but acute ones, £; null without bills"),                        \
        NUMBER("extra_spend_low", "lower end of its 95% interval, £"),                             \
        NUMBER("extra_spend_high", "its upper end, £"),                                            \
        NUMBER("spend_per_day_avoided",                                                            \
               "extra_spend for each delayed bed day avoided, £; null where "                     \
               "it may avoid none"),                                                               \
        NUMBER("spend_per_day_low", "lower end of its 95% interval (Fieller), £"),                 \
        NUMBER("spend_per_day_high", "its upper end, £"),                                          \
        NUMBER("acute_days_released", "acute bed days that fewer are used than in the base"),      \
        NUMBER("acute_days_released_low", "lower end of its 95% interval"),                        \
        NUMBER("acute_days_released_high", "its upper end"),                                       \
        NUMBER("net_marginal",                                                                     \
               "extra_spend less the acute days released at the marginal cost, £"),                \
        NUMBER("net_marginal_low", "lower end of its 95% interval, £"),                            \
        NUMBER("net_marginal_high", "its upper end, £"),                                           \
        NUMBER("net_average", "extra_spend less the acute days released at the average cost, £"),  \
        NUMBER("net_average_low", "lower end of its 95% interval, £"),                             \
        NUMBER("net_average_high", "its upper end, £"),                                            \
        NUMBER("break_even_day",                                                                   \
               "extra_spend / acute_days_released: what an acute day must be worth, "              \
               "£; null where none may be released"),                                              \
        NUMBER("break_even_day_low", "lower end of its 95% interval (Fieller), £"),                \
        NUMBER("break_even_day_high", "its upper end, £")

#endif
