# bedflow calibrate: inputs that agree with what was observed, as a scenario that runs.
. "$TOP/tests/e2e/tap.inc"
small_scenario | sed 's/beds = 58/beds = 90/; s/beds = 33/beds = 60/' >base.cfg
quick="--reps 8 --no-plots"

# a history with a longer stay and more people than the scenario says
sed 's/"4.3 days"/"5.1 days"/; s/"9.7 per day"/"11.3 per day"/' base.cfg >truth.cfg
run run truth.cfg --reps 1 --seed 404 --no-plots -o truth
awk -F, 'BEGIN { print "measure,from,to,value,statistic,source,definition" }
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR > 1 && $at["group"] == "all" { name = $at["service"] == "system" ? $at["measure"] : $at["service"] "." $at["measure"]
        if (name != "admissions" && name != "ward.occupied") next
        part = int(n[name] / 14); n[name]++; s[name, part] += $at["mean"]
        if (n[name] % 14 == 1) from[name, part] = $at["date"]
        if (n[name] % 14 == 0) printf "%s,%s,%s,%.6f,mean,test,by hand\n", name, from[name, part], $at["date"], s[name, part] / 14 }' \
    truth/daily.csv >seen.csv
case_is "a history makes six rows" sh -c '[ "$(wc -l <seen.csv)" -eq 7 ]'

run calibrate base.cfg --fit "services.ward.stay.mean=3.5 days..7 days" --fit "demand.falls.rate=8..14 per day" --to seen.csv --hold-out 2021-11-29..2021-12-12 $quick -o c
case_is "inputs are fitted and stored" sh -c '[ "$1" -eq 0 ] && test -s c/calibration.json && test -s c/calibrated.cfg' - "$status"
case_is "within their intervals lies the truth" sh -c '
    awk -F, "NR == 1 { for (i = 1; i <= NF; i++) at[\$i] = i; next } { truth = \$1 ~ /stay/ ? 5.1 : 11.3
        if (!(\$at[\"low\"] <= truth && truth <= \$at[\"high\"])) bad = 1 } END { exit bad || NR != 3 }" c/inputs.csv'
case_is "held-out rows are scored" sh -c 'grep -q "^Held-out rows: [0-2] of 2 within" out && grep -q "score" out && grep -q "^ward.occupied,mean,1,[01],[01]," c/scores.csv'
case_is "no line is wider than a hundred columns" sh -c '! LC_ALL=C.UTF-8 grep -qE "^.{101,}" out'
run report c --no-plots
case_is "its page says what was fitted, and how sure" \
    grep -q "services.ward.stay.mean: [0-9.]* days (95% interval: [0-9.]* to [0-9.]*)" c/report.html
run check c/calibrated.cfg --sources
case_is "the result is a scenario without errors" sh -c '[ "$1" -eq 0 ] && grep -q "0 errors" out' - "$status"
case_is "whose values say what they were fitted to" sh -c 'grep -q "fitted to seen.csv, 2021-11-01 to 2021-11-28" c/calibrated.cfg && grep -q "extends = \"../base.cfg\"" c/calibrated.cfg'
run run c/calibrated.cfg --reps 3 --no-plots -o ran
case_is "and runs" ended 0
cp c/inputs.csv first.csv
run calibrate base.cfg --fit "services.ward.stay.mean=3.5 days..7 days" --fit "demand.falls.rate=8..14 per day" --to seen.csv --hold-out 2021-11-29..2021-12-12 $quick -o one --threads 1
case_is "the number of threads changes nothing" cmp -s first.csv one/inputs.csv

grep -v ^admissions seen.csv >beds.csv
run calibrate base.cfg --fit "services.ward.stay.mean=3.5 days..7 days" --fit "demand.falls.rate=8..14 per day" --to beds.csv --discrepancy 3% $quick -o ridge
case_is "what the data cannot tell apart is said" sh -c 'grep -qE "^- (These data cannot tell|services.*known better|These data say next to nothing|demand.*known better)" out'
case_is "as it is in the record" sh -c 'grep -qE "cannot tell|known better|next to nothing" ridge/calibration.json'
case_is "without a hold-out that is said, too" told "No rows were held out"
run calibrate base.cfg --fit "services.ward.stay.mean=6 days..8 days" --to seen.csv --discrepancy 0% $quick -o end
case_is "a value at the end of its range is said" told "is at the low end of its range"
run report end --no-plots
case_is "on its page, too, under the scenario's title" \
    sh -c 'grep -q ", at the low end of its range: the data would like it lower</li>" end/report.html &&
        grep -q "<h1>Fitted to what was observed: A ward and its rehabilitation</h1>" end/report.html'
run calibrate base.cfg --fit "services.ward.stay.mean=3.5 days..7 days" --set "services.ward.then[0].share=0.31" --set period.to=2021-12-11 --to beds.csv --hold-out 2021-11-29..2021-12-12 --discrepancy 3% $quick -o whole
case_is "a path into a list is written as a whole scenario" sh -c '[ "$1" -eq 0 ] && grep -q "^# Whole" whole/calibrated.cfg' - "$status"
case_is "rows beyond the period are left out with a word" said "left out: its days are not all within"

refused 64 "something to fit is needed" "expected at least one --fit" calibrate base.cfg --to seen.csv -o x
refused 64 "and something to fit it to" "expected --to OBSERVED.csv" calibrate base.cfg --fit "services.ward.beds=50..60" -o x
refused 64 "a path that is not there is told" "services.ward.bedz: expected the path of a value" calibrate base.cfg --fit "services.ward.bedz=50..60" --to seen.csv -o x
refused 64 "a list cannot be fitted" "cannot be fitted" calibrate base.cfg --fit "services.ward.beds=50, 60" --to seen.csv -o x
refused 64 "too few points are refused" "expected at least 17 points for 2 inputs" \
    calibrate base.cfg --fit "services.ward.beds=50..60" --fit "services.rehab.beds=50..60" --to seen.csv --budget 9 -o x
refused 64 "so is a hold-out that is none" "--hold-out: expected two days or months" calibrate base.cfg --fit "services.ward.beds=50..60" --to seen.csv --hold-out winter -o x
refused 64 "and a discrepancy that is none" "--discrepancy: expected a share" calibrate base.cfg --fit "services.ward.beds=50..60" --to seen.csv --discrepancy much -o x
refused 66 "a table that is not there is told" "found nothing of this name" calibrate base.cfg --fit "services.ward.beds=50..60" --to lost.csv -o x
sed 's/^admissions/admission/' seen.csv >bad.csv
refused 65 "an unknown measure is told with line and nearest" 'bad.csv:2: error: measure' calibrate base.cfg --fit "services.ward.beds=50..60" --to bad.csv -o x
case_is "with what may have been meant" said 'did you mean "admissions"?'
refused 73 "results are not overwritten" "nothing was run" calibrate base.cfg --fit "services.ward.beds=50..60" --to seen.csv -o c
case_is "what is refused leaves nothing" nothing_left x
if command -v gnuplot >/dev/null 2>&1; then
    run calibrate base.cfg --fit "services.ward.stay.mean=3.5 days..7 days" --to seen.csv --reps 5 -o c --force
    case_is "the picture is drawn" sh -c 'test -s c/plots/calibrate.png && grep -q "</svg>" c/plots/calibrate.svg'
else
    skip "the picture is drawn" "gnuplot is not installed"
fi
finish
