# From a table of stays to a scenario that runs.
. "$TOP/tests/e2e/tap.inc"
awk 'BEGIN { print "left,los,kind"; for (i = 0; i < 400; i++) {
    u = ((i * 7919) % 401 + 1) / 402; # every 1/402 once, in no order
    printf "2023-%02d-11,%.0f,%s\n", i % 12 + 1, 1.4 * exp(-log(1 - u)) - log(1 - u) * 4, i % 2 ? "frail" : "fit" } }' >stays.csv

run fit stays.csv --class kind
case_is "a table of stays is fitted" ended 0
case_is "number, dates and rounding are told" \
    sh -c 'grep -qF "stays.csv, column \"los\": 400 stays, 2023-01-11 to 2023-12-11 by \"left\"" out && grep -q "^Whole days" out'
case_is "all three shapes, one of them chosen" \
    sh -c '[ "$(grep -c "^  [* ] \(lognormal\|gamma\|weibull\)" out)" -eq 9 ] && [ "$(grep -c "^  \* " out)" -eq 3 ]'
case_is "the choice is judged" told "resamples of the"
case_is "total stays are warned of" told 'the column "los" speaks for stays that end when people leave'
sed -n '/^# ready to paste/,$p' out >pasted.cfg
scenario_with '/label = "Ward"/,/stay = /{/stay = /d;}
/label = "Ward"/a @include "pasted.cfg"
s|^demand: {|classes: { frail: {}; fit: {}; };\n&|
s|rate = "9.7 per day";|& classes = { frail = 0.5; fit = 0.5; };|' >fitted.cfg
run check fitted.cfg
case_is "what is printed can be pasted" sh -c 'grep -qF "0 errors" out'
run check fitted.cfg --sources
case_is "and carries its source" sh -c '
    sed -n "/^Numbers with a source/,\$p" out | grep -q "pasted.cfg:.*services.ward.by_class.fit.stay.short_mean.*stays.csv, 200 stays" &&
    ! sed "/^Numbers with a source/,\$d" out | grep -q pasted.cfg'
run run fitted.cfg --reps 3 --no-plots
case_is "and runs" ended 0
cp stays.csv again.csv
run fit stays.csv --seed 9 && cp out first && run fit stays.csv --seed 9
case_is "the same table and seed give the same words" cmp -s first out

run fit stays.csv -o picture
if command -v gnuplot >/dev/null; then
    case_is "-o draws a picture" sh -c 'test -s picture/fit.png && test -s picture/fit.svg && grep -qF "picture/fit.png" err'
else
    skip "-o draws a picture" "no gnuplot"
fi
PATH=/nowhere "$BEDFLOW" fit stays.csv -o later >out 2>err </dev/null
status=$?
case_is "without gnuplot the rest is done and told" sh -c '[ "$1" -eq 0 ] && grep -qF "cd later && gnuplot fit.gp" err' - "$status"
refused 65 "a column that is not there is told with the nearest" 'did you mean "los"?' fit stays.csv --column lso
refused 66 "so is a file that is not" "found nothing of this name" fit lost.csv
printf 'days\n3\nx\n' >bad.csv
refused 65 "and a field that is no stay, with its line" 'bad.csv:3: error: days: expected a stay' fit bad.csv
printf 'days;kind\n3;a\n' >semi.csv
refused 65 "semicolons are recognised" "received semicolons" fit semi.csv
printf 'ward,2.5\nward,7\n' >headless.csv
refused 65 "a table without a line of names is not read as one stay fewer" \
    "expected the names of the columns in the first line" fit headless.csv
printf 'days\n"2,5"\n' >comma.csv
refused 65 "a decimal comma gets its cure" 'received "2,5"; write a decimal with a point' fit comma.csv
refused 64 "a table is needed" "expected a table of stays" fit
finish
