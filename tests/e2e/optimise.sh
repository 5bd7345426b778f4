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
beds="purchases.block.beds=0..32/4"
quick="--no-plots --max-reps 2000"

run optimise base.cfg --choose "$beds" --least delayed_days --budget "£80,000" --matters 20 $quick
case_is "a budget is spent" sh -c '[ "$1" -eq 0 ] && test -s results/optimise-base/optimise.json' - "$status"
case_is "what is chosen is told with its confidence" sh -c 'grep -q "^Chosen: beds = 12: £75,600" out && grep -q "With 95% confidence" out'
case_is "what is too dear misses a limit" sh -c '[ "$(grep -c ",misses a limit," results/optimise-base/options.csv)" -eq 5 ]'
case_is "the frontier has its prices" sh -c 'grep -q "£ for one less" out && [ "$(wc -l <results/optimise-base/frontier.csv)" -ge 4 ]'
case_is "and the reminder" told "no delay at all is rarely the right target"
case_is "no line is wider than 100 columns" sh -c '! LC_ALL=C.UTF-8 grep -qE "^.{101,}" out'

run optimise base.cfg --choose "$beds" --least delayed_days --budget "£80,000" --matters 20 $quick -o again --threads 3
case_is "the same replications give the same answer" cmp results/optimise-base/options.csv again/options.csv

run optimise base.cfg --choose "$beds" --subject "delayed_days: 20 with 80%" --matters "£1,000" --no-plots --max-reps 6000 -o cheap
case_is "the cheapest that meets a target is found" sh -c '[ "$1" -eq 0 ] && grep -q "^Chosen: beds = " out && grep -q ",chosen,1,1" cheap/options.csv' - "$status"
case_is "cheaper ones miss the limit" sh -c 'grep -q "^1,0,.*,misses a limit,0," cheap/options.csv'

run optimise base.cfg --choose "$beds" --subject "delayed_days: 0.01 with 99%" --subject "occupancy: 150" --no-plots --max-reps 300 -o odd
case_is "several targets are taken" sh -c '[ "$1" -eq 0 ] || [ "$1" -eq 2 ]' - "$status"
run optimise base.cfg --choose "$beds" --least delayed_days --matters 0.01 --no-plots --max-reps 200 -o open
case_is "what is not decided has its own exit code, and says what it would take" sh -c '[ "$1" -eq 2 ] && grep -q "^Not decided" out && grep -q "more replications would tell" out' - "$status"
case_is "and is stored" test -s open/optimise.json

run optimise base.cfg --choose purchases.block.beds=0..40 --choose "purchases.block.from=2021-11-01..2021-11-29" --least delayed_days \
    --budget "£70k" --no-plots --max-reps 600 -o search
case_is "a large choice is searched" sh -c '[ -s search/options.csv ] && grep -q "found by search" out' 
if command -v gnuplot >/dev/null; then
    run optimise base.cfg --choose "$beds" --least delayed_days --max-reps 300 -o drawn
    case_is "the frontier is drawn" test -s drawn/plots/optimise-frontier.png
else
    skip "the frontier is drawn" "no gnuplot"
fi

refused 64 "nothing to choose is refused" "--choose PATH=VALUES" optimise base.cfg --least delayed_days
refused 64 "least cost needs a target" "nothing costs least" optimise base.cfg --choose "$beds"
refused 64 "a certainty is refused" "nothing is certain" optimise base.cfg --choose "$beds" --subject "delayed_days: 60 with 100%"
refused 64 "a budget is money" "expected an amount" optimise base.cfg --choose "$beds" --least delayed_days --budget 60
refused 64 "any value between is refused" "add a step" optimise base.cfg --choose "services.rehab.stay.mean=8..10 days" --least delayed_days -o none
refused 64 "too few replications are refused" "at least 160 replications" optimise base.cfg --choose "$beds" --least delayed_days --max-reps 20 -o none
small_scenario >free.cfg
refused 64 "a scenario without costs is refused" "something that costs money" \
    optimise free.cfg --choose services.rehab.beds=30..40 --least delayed_days
finish
