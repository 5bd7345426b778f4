#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Instructions of one replication by callgrind: repeatable, whatever else the machine does. The
# difference of two run lengths leaves out reading the scenario and setting up.
#
#   instructions.sh PROGRAM          both reference workloads beside the hand-coded limit, a county,
#                                    and what each kind of event takes
#   instructions.sh PROGRAM --gate   the balanced workload against the last line of trend.csv for
#                                    this compiler: more than 5% off fails, until a line says why
#
# PROGRAM is tests/bench/reference of the release build.
set -eu
program=${1:?the bench program reference}
trend=$(dirname "$0")/trend.csv
county=scenarios/east-sussex/winter-2021.cfg
command -v valgrind >/dev/null || { echo "instructions: valgrind is not installed; skipped"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

count() { # who workload replications
    valgrind --tool=callgrind --callgrind-out-file="$scratch/out.$3" "$program" "$1" "$2" "$3" \
        >"$scratch/events" 2>"$scratch/log" || { cat "$scratch/log" >&2; exit 1; }
    awk '/^(summary|totals):/ { print $2; exit }' "$scratch/out.$3"
}

measure() { # who workload: sets instructions and events, of one replication
    short=$(count "$1" "$2" 1)
    long=$(count "$1" "$2" 3)
    instructions=$(((long - short) / 2))
    events=$(cat "$scratch/events")
}

compiler() {
    readelf -p .comment "$program" 2>/dev/null |
        awk '/GCC|clang/ { print /clang/ ? "clang" : "gcc"; for (i = 1; i <= NF; i++)
             if ($i ~ /^[0-9]+\.[0-9]/) { split($i, v, "."); print v[1]; exit } }' | paste -sd' ' -
}

gate() {
    measure engine balanced
    awk -F, -v now=$((instructions / events)) -v with="$(compiler)" -v file="$trend" '
        NR > 1 && $1 == with { last = $2 }
        END {
            if (last == "") {
                printf "instructions: %d an event, built by %s; %s has no line for it\n", now, with, file
                exit 0
            }
            off = 100 * (now / last - 1)
            printf "instructions: %d an event, built by %s; %+.1f%% from the last line of %s\n",
                now, with, off, file
            if (off > 5 || off < -5) {
                printf "instructions: expected within 5%% of %d; if it is meant, add a line that says why\n", last
                exit 1
            }
        }' "$trend"
}

# What a call of a handler takes, with all that it calls.
kinds() { # callgrind's file
    awk '
        /^c?fn=/ {
            name = $0
            sub(/^c?fn=/, "", name)
            id = name
            sub(/\).*/, ")", id)
            sub(/^\([0-9]+\) */, "", name)
            if (name != "") known[id] = name
            if (/^cfn=/) called = known[id]
            next
        }
        /^calls=/ { split($1, part, "="); calls[called] += part[2]; take = 1; next }
        take { cost[called] += $NF; take = 0 }
        END {
            n = split("world_enter:somebody presents|world_stay_over:a stay ends|world_round:a round|" \
                "world_tasks:a task is done|world_patience:patience ends|world_hazard:back, or dies|" \
                "world_day_demand:the day'"'"'s people|observe_midnight:midnight", row, "|")
            for (i = 1; i <= n; i++) {
                split(row[i], word, ":")
                if (calls[word[1]] > 0)
                    printf "  %-20s %9d times %8.0f instructions each\n", word[2], calls[word[1]],
                        cost[word[1]] / calls[word[1]]
            }
        }' "$1"
}

if [ "${2:-}" = --gate ]; then
    gate
    exit
fi
for workload in balanced pressed; do
    measure limit $workload
    limit=$instructions
    measure keyed $workload
    keyed=$instructions
    measure engine $workload
    awk -v w=$workload -v e="$instructions" -v l="$limit" -v k="$keyed" -v n="$events" 'BEGIN {
        printf "%-9s engine %.1fM instructions a replication, limit %.1fM: ratio %.2f; limit with the engine'"'"'s draws %.1fM: ratio %.2f; %.0f an event\n",
            w, e / 1e6, l / 1e6, e / l, k / 1e6, e / k, e / n }'
    [ $workload = pressed ] || reference=$((instructions / events))
done
measure engine $county
awk -v e="$instructions" -v n="$events" -v r="$reference" -v f=$county 'BEGIN {
    printf "%s: %d events a replication, %.0f instructions an event: %.2f of the balanced workload\n",
        f, n, e / n, e / n / r }'
echo "the county's events, in one replication with reading and setting up:"
measure engine $county
kinds "$scratch/out.1"
