# bedflow sweep: one scenario at many settings, what matters, and how much is chance.
. "$TOP/tests/e2e/tap.inc"
scenario_with 's/9.1 days/10.6 days/' >base.cfg
quick="--reps 4 --no-plots"
value() { # FILE ROW-PATTERN COLUMN-NAME
    awk -F, -v p="$2" -v c="$3" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $0 ~ p { print $at[c] }' "$1"
}

run sweep base.cfg --over services.rehab.beds=20..40/10 -m delayed_days -m occupancy $quick
case_is "a lattice is swept and stored" sh -c '[ "$1" -eq 0 ] && test -s results/sweep-base/sweep.json' - "$status"
case_is "each point is told" sh -c 'grep -qE "^20 +[0-9]" out && grep -qE "^40 +[0-9]" out'
case_is "and the split of inputs and chance, in words" told "of the spread between winters"
case_is "no line is wider than 100 columns" sh -c '! LC_ALL=C.UTF-8 grep -qE "^.{101,}" out'
run run base.cfg --set services.rehab.beds=30 $quick -o single
sed 's/^"[^"]*"/title/' single/summary.csv >summary.csv
case_is "a point is what run gives for its setting" sh -c '
    [ "${1:-0}" != 0 ] && [ "$1" = "$2" ]' - "$(value results/sweep-base/response.csv '^2,system,all,delayed_days,' mean)" \
    "$(value summary.csv ',system,all,delayed_days,' mean)"

run sweep base.cfg --over services.rehab.beds=20..40/10 -m delayed_days -m occupancy $quick --threads 3 -o three
run sweep base.cfg --over services.rehab.beds=20..40/10 -m delayed_days -m occupancy $quick --threads 1 -o one
case_is "threads leave no trace" cmp three/replications.csv one/replications.csv

run sweep base.cfg --over services.rehab.beds=20..40 --over services.ward.beds=50..60 --over "services.rehab.stay.mean=8..12 days" \
    -m delayed_days $quick -o oat
case_is "three settings are moved one at a time" sh -c '[ "$(wc -l <oat/points.csv)" -eq 8 ] && grep -q "^services.rehab.beds,.*,20,40," oat/effects.csv'
run sweep base.cfg --over services.rehab.beds=20..40 --over "services.rehab.stay.mean=8..12 days" --design indices --points 4 \
    -m delayed_days --reps 2 --no-plots -o indices
case_is "indices cost rows x (settings + 2) points" sh -c '[ "$(wc -l <indices/points.csv)" -eq 17 ] && test -s indices/indices.csv'

cat >winter.cfg <<'END'
format = 1; extends = "base.cfg";
changes: { wave: { what = ["services.ward.beds"]; add = "-14"; from = "2021-11-08"; to = "2021-11-28"; date_sd = "9 days";
                   length_cv = 0.4; size_cv = 0.9; }; };
END
run sweep winter.cfg --seasons 12 -m delayed_days -m occupancy $quick -o seasons
case_is "seasons are all that is varied" sh -c '[ "$(wc -l <seasons/points.csv)" -eq 13 ]'
case_is "how much of the spread is the season is told" sh -c 'tr -d "\n" <out | grep -q "is the season, dates and"'
run report seasons
case_is "a page about seasons speaks of nothing else" sh -c 'grep -q "is the season (95% interval" seasons/report.html &&
    grep -q "Share of the season" seasons/report.html && ! grep -q "low end" seasons/report.html'
run sweep base.cfg --seasons 12 -m occupancy $quick -o alike
case_is "without events that differ every season is the same" sh -c '[ "$(grep -c "^[0-9]*,system,all,occupancy,%,$1," alike/response.csv)" -eq 12 ]' - \
    "$(value alike/response.csv '^1,system,all,occupancy,' mean)"
refused 64 "seasons are varied alone" "expected neither --over" sweep winter.cfg --seasons 12 --over services.rehab.beds=20..40/10
printf 'services.rehab.beds,services.rehab.stay.mean\n33,10 days\n21, 7.5 days\n' >ideas.csv
run sweep base.cfg --points ideas.csv -m delayed_days $quick -o list
case_is "a table of points is swept" sh -c '[ "$1" -eq 0 ] && grep -q "^2,21,7.5 days,run," list/points.csv' - "$status"

run sweep base.cfg --over services.rehab.beds=20..40/20 -m delayed_days --reps 3 -o drawn
if command -v gnuplot >/dev/null; then
    case_is "a curve is drawn" test -s drawn/plots/sweep-curve.png
else
    skip "a curve is drawn" "no gnuplot"
fi

ls results >before
refused 64 "a path that is not there is named" "did you mean services.rehab.beds" sweep base.cfg --over services.rehab.bedz=1..5
refused 64 "all mistakes are told at once" "expected a duration" \
    sweep base.cfg --over services.rehab.bedz=1..5 --over services.rehab.stay.mean=3..5
case_is "the first as well" said "did you mean services.rehab.beds"
refused 64 "an unknown measure is named" "did you mean delayed_days" sweep base.cfg --over services.rehab.beds=20..40/10 -m delayed_day
refused 64 "an unknown design too" "one-at-a-time" sweep base.cfg --over services.rehab.beds=20..40/10 --design cube
refused 64 "too many points are refused before anything runs" "at most 20000 points" \
    sweep base.cfg --over services.rehab.beds=1..300 --over services.ward.beds=1..300
refused 64 "a scenario without ranges asks for --over" "declared range" sweep base.cfg
refused 64 "a setting beyond its range is refused" "expected 0 to" sweep base.cfg --over services.rehab.beds=-4..4
case_is "nothing is left of what was refused" sh -c 'ls results >after && cmp -s before after'
finish
