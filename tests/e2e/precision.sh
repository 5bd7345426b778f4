# bedflow run --precision: enough replications and no more, or what it would take.
. "$TOP/tests/e2e/tap.inc"
scenario_with 's/9.1 days/10.6 days/' >busy.cfg
finished() { grep -o '"replications_finished": *[0-9]*' "$1/run.json" | grep -o '[0-9]*$'; }

run run busy.cfg --no-plots -o a --precision "delayed_days: 15%; occupancy: 1"
case_is "it goes on until the means are known so well" sh -c '[ "$1" -eq 0 ] && grep -q "Exact enough after" err' - "$status"
case_is "with more than the least, and not the most" sh -c '[ "$1" -gt 20 ] && [ "$1" -lt 1000 ]' - "$(finished a)"
case_is "the interval in the table is as narrow as asked" \
    awk -F, '$2 == "system" && $3 == "all" && $4 == "delayed_days" { found = 1; exit !($8 - $6 <= 0.15 * $6) } END { if (!found) exit 1 }' a/summary.csv
run run busy.cfg --no-plots -q -o b --reps "$(finished a)"
case_is "and the result is that of so many at once" sh -c '[ "$1" = "$2" ] && cmp a/daily.csv b/daily.csv && cmp a/replications.csv b/replications.csv' - "$(digest a)" "$(digest b)"
run run busy.cfg --no-plots -q -o easy --precision "occupancy: 50%"
case_is "it never stops before 20" test "$(finished easy)" = 20
refused 2 "if it runs out, it says what is missing" "about " run busy.cfg --no-plots -o few --precision "delayed_days: 0.5%" --max-reps 30
case_is "and keeps what there is" test "$(finished few)" = 30
refused 64 "an unknown measure is refused before the run" "did you mean occupancy?" run busy.cfg --no-plots -o x --precision "occupancyy: 1"
refused 64 "so is an amount that is none" "--precision: delayed_days: expected a number" run busy.cfg --no-plots -o x --precision "delayed_days: few"
case_is "what is refused leaves nothing" nothing_left x
finish
