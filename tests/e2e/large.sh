# Scenarios of a size that nobody writes by hand: they run, or are refused in words, in good time.
. "$TOP/tests/e2e/tap.inc"

county() { # services
    awk -v n="$1" 'BEGIN {
        print "format = 1; title = \"" n " wards\"; start = { warm_up = \"3 days\"; };"
        print "period = { from = \"2021-11-01\"; to = \"2021-11-03\"; follow_up = \"0 days\"; };"
        printf "demand: { falls: { rate = \"97 per day\"; enter = ("
        for (k = 0; k < n; k++)
            printf "%s{ to = \"ward_%d\"; share = %.12g; }\n", k ? "," : "", k, 1 / n
        print "); }; };\nservices: {"
        for (k = 0; k < n; k++)
            printf "ward_%d: { kind = \"beds\"; beds = 3; setting = \"acute\"; stay = { mean = \"2.3 days\"; };\n" \
                "then = ( { to = \"ward_%d\"; share = 0.1; }, { to = \"home\"; share = 0.9; } ); };\n", k, (k + 1) % n
        print "};"
    }'
}
# Seconds of the processor, more than ten times what is needed, so that a busy machine is no failure;
# what takes the square of the services' number would take hours.
within() { # seconds, ARGS
    local limit=$1
    shift
    (ulimit -t "$limit" && exec "$BEDFLOW" "$@") >out 2>err </dev/null
    status=$?
    times >clock
    echo "# $1 $2: $(tail -n 1 clock) of the processor so far" >&2
}

county 10000 >wards.cfg
within 100 check wards.cfg
case_is "10,000 services are checked" sh -c '[ "$1" -eq 0 ] && tail -n 1 out | grep -q "^0 errors"' - "$status"
within 150 run wards.cfg --reps 1 --no-plots --quiet -o wards
case_is "and run" sh -c '[ "$1" -eq 0 ] && grep -q ",ward_9999," wards/summary.csv' - "$status"
county 12001 >more.cfg
within 100 check more.cfg
case_is "more than can be are refused in words" sh -c '[ "$1" -eq 65 ] && grep -q "at most 12000" out err' - "$status"

county 300 | sed '/^ward_299:/s/2.3 days/23 days/' >few.cfg
sed 's/beds = 3/beds = 4/' few.cfg >other.cfg
within 60 diff few.cfg other.cfg
case_is "hundreds of differences are told" sh -c '[ "$(grep -c "beds" out)" -ge 300 ]'
if command -v gnuplot >/dev/null; then
    within 100 run few.cfg --set "demand.falls.rate=970 per day" --reps 1 --quiet -o few
    case_is "of 300 services the 96 with the most people are drawn, and it is said" \
        sh -c '[ "$1" -eq 0 ] && [ "$(find few/plots/data -name "service-*.csv" | wc -l)" -eq 96 ] && [ -e few/plots/data/service-300.csv ] &&
               grep -q "the 96 with the most people of 300" few/plots/run.gp' - "$status"
else
    skip "of 300 services the 96 with the most people are drawn, and it is said" "gnuplot is not installed"
fi

{ small_scenario && awk 'BEGIN { for (k = 0; k < 200000; k++) print "# a comment of fifty characters, give or take one or two" }'; } >long.cfg
case_is "a scenario of 10 MB" test "$(wc -c <long.cfg)" -gt 10000000
within 60 run long.cfg --reps 2 --no-plots --quiet -o long
case_is "runs" ended 0
small_scenario | awk '{ print } /^demand:/ { printf "  many: { enter = ( { to = \"ward\"; } ); rate = \"1 per day\"; by_hour = [0"
    for (k = 0; k < 2500000; k++) printf ", 1"
    print "]; };" }' >words.cfg
within 60 run words.cfg --reps 2 --no-plots --quiet -o none
case_is "one of five million words is refused in words" sh -c '[ "$1" -eq 65 ] && grep -q "at most 4000000 words" err' - "$status"
awk 'BEGIN { for (k = 0; k < 300000; k++) printf "x = { a = " }' >deep.cfg
within 60 run deep.cfg --reps 2 --no-plots --quiet -o none
case_is "one of groups within groups is refused in words" sh -c '[ "$1" -eq 65 ] && grep -q "at most 64 deep" err' - "$status"
case_is "no refused run leaves a folder" nothing_left none
finish
