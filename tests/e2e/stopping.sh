# Runs that do not reach their end: limits, Ctrl-C, a second Ctrl-C.
. "$TOP/tests/e2e/tap.inc"
stored() { grep -o '"replications_finished": *[0-9]*' "$1/run.json" | grep -o '[0-9]*$'; }

scenario_with 's/beds = 33/beds = 10/; s/^start.*/start = { warm_up = "28 days"; }; limits = { waiting = 30; };/' >over.cfg
run run over.cfg --reps 3 --no-plots -o over
case_is "a system that grows without bound stops with exit 1" ended 1
case_is "it names the service, the limit and the cure" \
    grep -q "3 of 3 replications stopped; the first, number 0: expected at most 30 people waiting for rehab.*raise limits.waiting" err
case_is "it names the load of the service" \
    grep -q "Rehabilitation (rehab): needs 27.4 beds on average and has 10 beds, a load of 274%" err
case_is "when all replications stop, no folder is left" sh -c '! test -e over && ! ls over.[!c]* 2>/dev/null'

scenario_with 's/^start.*//; s/beds = 33/beds = 10/; s/^title.*/title = "t"; start = { longest = "90 days"; }; limits = { waiting = 30; };/' >pilot.cfg
run run pilot.cfg --reps 3 --no-plots -o pilot
case_is "a limit reached while choosing the warm-up is told with the load" \
    sh -c '[ "$1" -eq 1 ] && grep -q "raise limits.waiting" err && grep -q "a load of 274%" err' - "$status"

scenario_with 's/beds = 33/beds = 26/; s/^start.*/start = { warm_up = "28 days"; }; limits = { waiting = 35; };/' >some.cfg
run run some.cfg --reps 20 --no-plots -o some
case_is "when some replications stop, exit 1" ended 1
case_is "and the finished ones are stored" \
    sh -c 'n=$(grep -o "\"replications_finished\": *[0-9]*" some/run.json | grep -o "[0-9]*$"); [ "$n" -gt 0 ] && [ "$n" -lt 20 ] && [ "$(grep -c "\"reason\"" some/run.json)" -eq $((20 - n)) ]'

# No machine comes to the end of so many replications before it is stopped.
scenario_with 's/9.7 per day/900 per day/; s/beds = 58/unlimited = true/; s/beds = 33/unlimited = true/' >busy.cfg
"$BEDFLOW" run busy.cfg --reps 20000 --no-plots -o early >out 2>err &
pid=$!
until_kept $pid early 40000
kill -INT "$pid"
wait "$pid"
status=$?
case_is "Ctrl-C ends a run with exit 130" ended 130
case_is "Ctrl-C says how many replications are kept" grep -q "Stopped by you: [1-9][0-9]* of 20000 replications had finished and are kept" err
n=$(stored early)
case_is "Ctrl-C keeps what had finished" sh -c '[ "$1" -gt 0 ] && [ "$1" -lt 20000 ]' - "${n:-0}"
case_is "and says in run.json that it was interrupted" grep -q '"interrupted": *true' early/run.json
run run busy.cfg --reps 2 --no-plots -o whole
first() { awk -F, '$2 < 2 { sub(/^[^,]*,/, ""); print }' "$1/replications.csv"; }
first early >a
first whole >b
case_is "what is kept is what a whole run finds" sh -c 'test -s a && cmp -s a b'

"$BEDFLOW" run busy.cfg --reps 20000 --no-plots -o ended >out 2>err &
pid=$!
until_kept $pid ended 1000
kill -TERM "$pid"
wait "$pid"
status=$?
case_is "a request to end (SIGTERM) is the same as Ctrl-C" sh -c '[ "$1" -eq 130 ] && test -s ended/run.json' - "$status"

# One replication of minutes: the first Ctrl-C waits for it, the second does not.
scenario_with 's/9.7 per day/20000 per day/; s/2021-12-12/2061-12-12/; s/beds = 58/unlimited = true/; s/beds = 33/unlimited = true/' >long.cfg
"$BEDFLOW" run long.cfg --reps 2 --no-plots -o long >out 2>err &
pid=$!
until_kept $pid long 1
worked() { # in hundredths of a second of the processor; no sign but this tells that it has begun
    if [ -r "/proc/$1/stat" ]; then awk '{ print $14 + $15 }' "/proc/$1/stat"; else sleep 3 && echo 200; fi
}
while kill -0 "$pid" 2>/dev/null && [ "$(worked "$pid")" -lt 200 ]; do
    sleep 0.05
done
kill -INT "$pid"
until_told $pid err "Ctrl-C again ends at once"
sleep 0.3
running=no
kill -0 "$pid" 2>/dev/null && running=yes
kill -INT "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
status=$?
case_is "after one Ctrl-C the replication under way goes on" test "$running" = yes
case_is "a second Ctrl-C ends it" ended 130
case_is "at once: the replication under way is not in a folder" test ! -e long
finish
