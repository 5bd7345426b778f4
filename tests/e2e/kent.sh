# The two Kent winters of 2015/16 beside the figures that are known of them (scenarios/kent/targets.csv).
. "$TOP/tests/e2e/tap.inc"
. "$TOP/tests/e2e/catalogue.inc"
release_only "both winters are where their figures are"
targets=$scenarios/kent/targets.csv

# The mean of a measure of the whole system from one day to another.
between() { # folder measure from to
    table "$1/daily.csv" | awk -F, -v m="$2" -v from="$3" -v to="$4" \
        '$2 == "system" && $3 == "all" && $4 == m && $1 >= from && $1 <= to { sum += $6; n++ }
         END { if (n) printf "%.4f\n", sum / n }'
}
# Is it within the lines of a target?
hits() { # id value
    awk -F, -v id="$1" -v x="$2" \
        '$1 == id { found = x != "" && x + 0 >= $7 && ($8 == "" || x + 0 <= $8) } END { exit !found }' "$targets"
}
less() { awk -v a="$1" -v b="$2" 'BEGIN { if (a != "" && b != "") print a - b }'; }

run run "$scenarios/kent/north-2015.cfg" --reps 60 --no-plots --quiet -o north
case_is "north Kent runs" ended 0
case_is "delayed transfers of November are those of the slide" \
    hits KN1 "$(between north dtoc_rate 2015-11-01 2015-11-30)"
case_is "and of December those of the minutes" hits KN2 "$(between north dtoc_rate 2015-12-01 2015-12-31)"
case_is "and rise in January" hits KN3 "$(between north dtoc_rate 2016-01-01 2016-01-31)"

run run "$scenarios/kent/east-2015.cfg" --reps 60 --no-plots --quiet -o east
case_is "east Kent runs" ended 0
case_is "beds are as full on Christmas Eve as was told" \
    hits KE1 "$(between east occupancy 2015-12-24 2015-12-24)"
january=$(between east occupancy 2016-01-04 2016-01-24)
case_is "and fuller in January than in December" \
    hits KE2 "$(less "$january" "$(between east occupancy 2015-12-01 2015-12-24)")"
eve=$(between east occupancy 2015-12-31 2015-12-31)
case_is "it gets worse from New Year's Eve, not before" \
    awk -v eve="$eve" -v january="$january" 'BEGIN { exit !(eve > 80 && eve < 85 && january > eve + 5) }'
finish
