# bedflow compare: options with the same people in each, how sure, and when to stop.
. "$TOP/tests/e2e/tap.inc"
scenario_with 's/9.1 days/10.6 days/' >base.cfg
sed 's/beds = 33/beds = 40/; s/^title.*/title = "Seven more beds";/' base.cfg >more.cfg
cp base.cfg twin.cfg
quick="--reps 24 --no-plots"
column() { # FILE OPTION MEASURE COLUMN of comparison.csv
    awk -F, -v o="$2" -v m="$3" -v c="$4" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        $at["option"] == o && $at["measure"] == m && $at["service"] == "system" && $at["group"] == "all" { print $at[c] }' "$1"
}

run compare base.cfg more.cfg twin.cfg $quick
case_is "options are compared and stored" sh -c '[ "$1" -eq 0 ] && test -s results/compare-base/comparison.json' - "$status"
case_is "the table tells each option, the verdict and the chance of being best" \
    sh -c 'grep -q "^more: Seven more beds" out && grep -q "better$" out && grep -q "Chance of the best mean" out'
case_is "no line of it is wider than 100 columns" sh -c '! LC_ALL=C.UTF-8 grep -qE "^.{101,}" out'
case_is "a twin differs by exactly 0 in every measure" \
    sh -c 'grep "^twin," results/compare-base/comparison.csv | awk -F, "\$11 != \"\" { n++; if (\$11 != 0) bad = 1 } END { exit bad || n < 50 }"'
case_is "and has the digest of the base" \
    sh -c '[ "$(grep "^twin," results/compare-base/options.csv | cut -d, -f9)" = "$(grep "^base," results/compare-base/options.csv | cut -d, -f9)" ]'
case_is "more beds mean fewer delayed bed days" \
    test "$(column results/compare-base/comparison.csv more delayed_days verdict)" = lower
case_is "pairs.csv gives the difference again" sh -c '
    awk -F, "\$5 == \"delayed_days\" { s[\$1] += \$7; n[\$1]++ } END { printf \"%.6f\", s[\"more\"] / n[\"more\"] - s[\"base\"] / n[\"base\"] }" results/compare-base/pairs.csv >a
    printf "%.6f" "$1" >b; cmp a b' - "$(column results/compare-base/comparison.csv more delayed_days difference)"

run run base.cfg $quick -o single
run run more.cfg $quick -o single-more
case_is "an option is what run gives for it" sh -c '
    for o in base:single more:single-more; do
        want=$(grep -o "\"digest\": *\"[0-9a-f]*\"" ${o#*:}/run.json | head -n 1 | sed "s/.*\"\([0-9a-f]*\)\"/\1/")
        grep "^${o%:*}," results/compare-base/options.csv | grep -q "$want" || exit 1
    done'

run compare base.cfg --alt "seven more: services.rehab.beds=40" --alt "two: services.rehab.beds=41, services.ward.beds = 59" $quick -o alt
case_is "--alt makes options of the base" ended 0
case_is "and the same option however it is written" sh -c '
    [ "$(grep "^seven more," alt/options.csv | cut -d, -f9)" = "$(grep "^more," results/compare-base/options.csv | cut -d, -f9)" ]'
case_is "with both changes of the second" sh -c 'grep -q "^two," alt/options.csv && grep "\"text\": .*beds = 59" alt/comparison.json | grep -q "beds = 41"'
run compare base.cfg --alt "hours: services.ward.discharges=\"Mon-Fri 09:00-12:00, 13:00-17:00\", services.rehab.beds=34" $quick -o commas
case_is "a comma inside a value does not end it" ended 0
run compare base.cfg more.cfg --alt "grown: demand.falls.rate=11 per day" $quick -o who
case_is "options with other people are named" sh -c '
    tr -s "\n " " " <out | grep -qE "Other people than in the base come in: grown \(in ([0-9]+) of \1 winters\), where demand is another or a rule of escalation changes it; the same people in the rest\."'
sed 's/setting = "acute"/setting = "acute"; rounds = "Mon-Fri 10:00-11:00"/' base.cfg >rounds.cfg
run compare base.cfg rounds.cfg $quick -o moved
case_is "delay that is only moved is seen beside the delayed" sh -c '
    grep -A 4 "^Held up, and not among the delayed" out | grep -qE "^Well, not seen in a round.* 0 +\+[0-9.]+ .*worse"'
run compare base.cfg more.cfg $quick -o who --force
case_is "and the same people are seen" sh -c 'tr -s "\n " " " <out | grep -q "the same people in each option" && grep -q "\"same_people\": [1-9]" who/comparison.json'
run compare base.cfg --alt "a: services.rehab.beds=40" --set services.ward.beds=61 $quick -o set
case_is "--set changes every option" sh -c '[ "$(grep -c "\"text\": .*beds = 61" set/comparison.json)" -eq 2 ]'
case_is "and the base says so in its title" told "with services.ward.beds = 61"

run compare base.cfg more.cfg $quick -o m --matters "delayed_days: 100000"
case_is "a difference can be too small to matter" sh -c 'grep -q "^Delayed bed days .*too small to matter" out && [ "$1" -eq 0 ]' - "$status"
run compare base.cfg more.cfg $quick -o t --target "delayed_days: 40; ward.wait_p95: 100" --best-by delayed
case_is "targets of any measure have their chances" sh -c 'grep -q "^more,system,all,delayed_days,bed days,40,.*[0-9]" t/targets.csv && grep -q "^base,ward,all,wait_p95,hours,100," t/targets.csv && grep -q "Chance of .*Delayed bed days.* at most 40 in a winter: base" out'

run compare base.cfg more.cfg --no-plots -o p --precision "delayed_days: 15%"
case_is "--precision goes on until it is exact enough" sh -c '[ "$1" -eq 0 ] && grep -q "Exact enough after" err' - "$status"
reps=$(grep "^base," p/options.csv | cut -d, -f7)
case_is "and is the same as so many replications at once" sh -c '
    "$BEDFLOW" compare base.cfg more.cfg --no-plots -q -o p2 --reps "$1" >/dev/null 2>&1 && cmp p/comparison.csv p2/comparison.csv' - "$reps"
refused 2 "when it is not reached, what it would take is said" "replications would be enough (--max-reps)" \
    compare base.cfg more.cfg --no-plots -o few --precision "delayed_days: 1" --max-reps 25
case_is "and what there is is stored" test -s few/comparison.json
run compare base.cfg more.cfg $quick -o one --threads 1
run compare base.cfg more.cfg $quick -o three --threads 3
case_is "the number of threads changes nothing" cmp one/comparison.csv three/comparison.csv

refused 73 "a comparison is not overwritten" "holds results already; nothing was run" compare base.cfg more.cfg $quick
run compare base.cfg more.cfg $quick --force
case_is "but with --force it is" ended 0
refused 64 "nothing to compare with is told" "expected something to compare base.cfg with" compare base.cfg $quick -o x
refused 64 "an option without a change is told" "--alt: expected a name, a colon and changes" compare base.cfg --alt more $quick -o x
refused 64 "an unknown measure is told with the nearest" "did you mean delayed_days?" compare base.cfg more.cfg $quick -o x --matters "delayed_day: 5"
refused 64 "and in --best-by" "--best-by: expected a measure" compare base.cfg more.cfg $quick -o x --best-by nothing_like_it
refused 66 "an option that is not there is told" "nothere.cfg" compare base.cfg nothere.cfg $quick -o x
refused 65 "an error in an option names the option" "That was option bad: services.rehab.bedz=3" \
    compare base.cfg --alt "bad: services.rehab.bedz=3" $quick -o x
sed 's/2021-12-12/2021-12-13/' base.cfg >longer.cfg
refused 65 "options over other days are refused" "options can be compared over the same days only" compare base.cfg longer.cfg $quick -o x
case_is "what is refused leaves nothing" nothing_left x

cat >buy.cfg <<'END'
format = 1;
extends = "base.cfg";
purchases: { block: { service = "rehab"; kind = "block"; beds = 7; from = "2021-11-01"; to = "2021-12-12"; price = "£1,050 per bed per week"; }; };
END
run compare base.cfg buy.cfg $quick -o buy
case_is "what is bought has its price for each delayed day avoided" sh -c '
    grep -qE "^Extra spend: £44,100: £44,100 more for what is bought; acute beds are not in it" out &&
    grep -qE "^By payer: NHS £44,100 more\.$" out && grep -qE "^For each delayed bed day avoided: £[0-9,]+ \(£" out &&
    grep -q "^buy,.*,44100,44100,44100,44100,44100,44100,[0-9]" buy/options.csv'

if command -v gnuplot >/dev/null 2>&1; then
    run compare base.cfg more.cfg --reps 8 -o pic
    case_is "the picture is drawn" sh -c 'test -s pic/plots/compare-options.png && grep -q "</svg>" pic/plots/compare-options.svg'
else
    skip "the picture is drawn" "gnuplot is not installed"
fi
finish
