# bedflow optimise: what to buy, how sure, and what the next pound would do.
. "$TOP/tests/e2e/tap.inc"
scenario_with 's/9.1 days/10.6 days/; s/beds = 33/beds = 28/' >base.cfg
cat >>base.cfg <<'END'
purchases: {
  block: {
    label = "Rehabilitation beds"; service = "rehab"; kind = "block"; beds = 3;
    from = "2021-11-01"; to = "2021-12-12"; price = "£1,050 per bed per week";
  };
};
END
echo 'acute_day_marginal = "£60"; acute_day_average = "£346";' >>base.cfg
beds="purchases.block.beds=0..32/4"
quick="--no-plots --max-reps 2000"

run optimise base.cfg --choose "$beds" --least delayed_days --budget "£80,000" --matters 20 $quick
case_is "a budget is spent" sh -c '[ "$1" -eq 0 ] && test -s results/optimise-base/optimise.json' - "$status"
case_is "what is chosen is told with its confidence" sh -c 'grep -q "^Chosen: 12 beds: £75,600" out && grep -q "With 95% confidence" out'
case_is "what is too dear misses a limit" sh -c '[ "$(grep -c ",misses a limit," results/optimise-base/options.csv)" -eq 5 ]'
case_is "the frontier has its prices" sh -c 'grep -q "£ for one less" out && [ "$(wc -l <results/optimise-base/frontier.csv)" -ge 4 ]'
case_is "and the reminder" told "no delay at all is rarely the right target"
case_is "the choice is set against doing nothing, with an acute day at nothing, marginal and average cost" sh -c '
    tr "\n" " " <out | tr -s " " >flat
    grep -q "Against doing nothing (the scenario as it stands), over 2. other winters" flat &&
    grep -q "The chosen one, 12 beds Delayed bed days avoided: [0-9.]* (" flat &&
    grep -q "£60 (its marginal cost) it" flat && grep -q "£346 (its average cost) it" flat && grep -q "^Worth its cost" out'
case_is "and its money adds up: net is what is spent less the days released at their value" awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { n++; days = $at["acute_days_released"]; spend = $at["extra_spend"]
      m = $at["net_marginal"] - (spend - 60 * days); a = $at["net_average"] - (spend - 346 * days)
      p = $at["extra_paid"] - 9 * 6 * 1050; b = $at["break_even_day"] * days - spend
      if (m * m > 1e-4 || a * a > 1e-4 || p * p > 1e-4 || ($at["break_even_day"] != "" && b * b > 1) || $at["winters"] < 20) bad = 1 }
    END { exit bad || n < 1 }' results/optimise-base/worth.csv
case_is "no line is wider than 100 columns" sh -c '! LC_ALL=C.UTF-8 grep -qE "^.{101,}" out'

case_is "the days avoided have on the screen the interval that the table and a page have" sh -c '
    awk -F, "NR == 2 { printf \"%.0f %.0f\\n\", \$4, \$5 }" results/optimise-base/worth.csv >of-table
    sed -n "s/^Delayed bed days avoided: .*(\([0-9,]*\)[.0-9]* to \([0-9,]*\).*/\1 \2/p" out | tr -d , | head -n 1 >of-screen
    awk "NR == FNR { low = \$1; high = \$2; next } { n++; bad = (\$1 - low) ^ 2 > 1.1 || (\$2 - high) ^ 2 > 1.1 } END { exit bad || !n }" of-table of-screen'
run optimise base.cfg --choose "$beds" --least delayed_days --budget "£80,000" --matters 20 $quick -o again --threads 3
case_is "the same replications give the same answer" cmp results/optimise-base/options.csv again/options.csv
case_is "and the same worth" cmp results/optimise-base/worth.csv again/worth.csv
run optimise base.cfg --choose purchases.block.beds=3,4 --least delayed_days --budget "£20,000" --matters 20 $quick -o stands
case_is "a choice that is the scenario as it stands is not set against itself" sh -c '
    grep -q "^Chosen: 3 beds" out && ! grep -q "Against doing nothing" out && [ "$(wc -l <stands/worth.csv)" -eq 1 ]'

run optimise base.cfg --choose "$beds" --subject "delayed_days: 20 with 80%" --matters "£1,000" --no-plots --max-reps 6000 -o cheap
case_is "the cheapest that meets a target is found" sh -c '[ "$1" -eq 0 ] && grep -q "^Chosen: [0-9]* beds: " out && grep -q ",chosen,1,1" cheap/options.csv' - "$status"
case_is "cheaper ones miss the limit" sh -c 'grep -q "^1,0,.*,misses a limit,0," cheap/options.csv'

run optimise base.cfg --choose "$beds" --subject "delayed_days: 0.01 with 99%" --subject "occupancy: 150" --no-plots --max-reps 300 -o odd
case_is "several targets are taken" sh -c '[ "$1" -eq 0 ] || [ "$1" -eq 2 ]' - "$status"
run optimise base.cfg --choose "$beds" --least delayed_days --matters 0.01 --no-plots --max-reps 200 -o open
case_is "what is not decided has its own exit code, and says what it would take" sh -c '[ "$1" -eq 2 ] && grep -q "^Not decided" out && grep -q "more winters would tell" out' - "$status"
case_is "and is stored" test -s open/optimise.json
run optimise base.cfg --choose "$beds" --least delayed_days --matters 0.01 --no-plots --look 9 --max-reps 198 -o again-open
case_is "and is had again from two numbers" cmp open/options.csv again-open/options.csv

from="purchases.block.from=2021-11-01..2021-11-29/7 days"
run optimise base.cfg --choose "$beds" --choose "$from" --least delayed_days --budget "£70k" --matters 30 --no-plots --look 30 --max-reps 3000 -o search
case_is "a large choice is searched" sh -c '[ "$1" -eq 0 ] && grep -q "30 options found by a search" out' - "$status"
case_is "the best are judged by winters that the search had not seen, and the rest is put aside" sh -c \
    'grep -q "15 that looked best judged by winters that" out && [ "$(grep -c "put aside by the search" search/options.csv)" -eq 15 ]'
case_is "nothing is promised about the others" told "Nothing is promised about options that the search put aside"
case_is "the document says so too" grep -q '"fresh_winters": true' search/optimise.json
chosen=$(awk -F, '$(NF-2) == "chosen" { print $2 "," $3 }' search/options.csv)
run sweep base.cfg --over "$beds" --over "$from" --measure delayed_days --reps 60 --seed 99 --no-plots -o all
# the bill of every point is known; of those within the budget, which delays least?
known=$(awk -F, -v pick="$chosen" 'FNR == 1 { next }
    FILENAME ~ /points/ { name[$1] = $2 "," $3; split($3, d, "-"); days = 42 - (d[3] - 1); bill[$1] = $2 * 150 * days; next }
    $4 == "delayed_days" && $3 == "all" && bill[$1] <= 70000 { if (least == "" || $6 < least) least = $6; if (name[$1] == pick) own = $6 }
    END { print own != "" && own <= least + 30 ? "found" : "missed " own " " least }' all/points.csv all/response.csv)
case_is "it is the optimum that enumeration knows, to within what matters" test "$known" = found
finer="--choose purchases.block.beds=0..40 --choose purchases.block.from=2021-11-01..2021-11-29"
for seconds in 2 5 12 30; do # the least that this machine can begin to choose in
    run optimise base.cfg $finer --least delayed_days --budget "£70k" --matters 0.01 --no-plots --within $seconds -o timed
    [ "$status" -eq 64 ] || break
done
again=$(sed -n 's/.*to have this again: \(--look [0-9]* --max-reps [0-9]*\);.*/\1/p' err)
run optimise base.cfg $finer --least delayed_days --budget "£70k" --matters 0.01 --no-plots $again -o untimed
case_is "what was reached by then is had again without a clock" cmp timed/options.csv untimed/options.csv
if command -v gnuplot >/dev/null; then
    run optimise base.cfg --choose "$beds" --least delayed_days --max-reps 300 -o drawn
    case_is "the frontier is drawn" test -s drawn/plots/optimise-frontier.png
else
    skip "the frontier is drawn" "no gnuplot"
fi

refused 64 "nothing to choose is refused" "--choose PATH=VALUES" optimise base.cfg --least delayed_days
refused 64 "least cost needs a target" "nothing costs least" optimise base.cfg --choose "$beds"
refused 64 "a certainty is refused" "nothing is certain" optimise base.cfg --choose "$beds" --subject "delayed_days: 60 with 100%"
refused 64 "a budget is money" "expected an amount" optimise base.cfg --choose "$beds" --least delayed_days --budget "80 beds"
refused 64 "any value between is refused" "add a step" optimise base.cfg --choose "services.rehab.stay.mean=8..10 days" --least delayed_days -o none
refused 64 "too few replications are refused" "at least 160 replications" optimise base.cfg --choose "$beds" --least delayed_days --max-reps 20 -o none
small_scenario >free.cfg
refused 64 "a scenario without costs is refused" "something that costs money" \
    optimise free.cfg --choose services.rehab.beds=30..40 --least delayed_days
refused 64 "a range with a dash gets its cure" "a range has two dots, LOW..HIGH" optimise base.cfg --choose purchases.block.beds=0-12 --least delayed_days $quick -o dash
run optimise base.cfg --choose "$beds" --least delayed_days --budget 80k --matters 20 $quick -o sterling
case_is "a budget without its sign is in pounds" cmp results/optimise-base/options.csv sterling/options.csv
finish
