#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Instructions of one replication of the reference workload, ours and the hand-coded limit's, by
# callgrind: repeatable, whatever else the machine does. The difference of two run lengths leaves
# out reading the scenario and setting up.
#
#   instructions.sh build/release/tests/bench/reference
set -eu
program=${1:?the bench program reference}
command -v valgrind >/dev/null || { echo "instructions: valgrind is not installed; skipped"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

count() { # who workload replications
    valgrind --tool=callgrind --callgrind-out-file="$scratch/out" "$program" "$1" "$2" "$3" \
        >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 1; }
    awk '/^(summary|totals):/ { print $2; exit }' "$scratch/out"
}

for workload in balanced pressed; do
    for who in engine limit; do
        short=$(count $who $workload 1)
        long=$(count $who $workload 3)
        eval "$who=$(((long - short) / 2))"
    done
    awk -v w=$workload -v e="$engine" -v l="$limit" 'BEGIN {
        printf "%-9s engine %.1fM instructions a replication, limit %.1fM: ratio %.2f; %.0f an event\n",
            w, e / 1e6, l / 1e6, e / l, e / 130200 }'
done
