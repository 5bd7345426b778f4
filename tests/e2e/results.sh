# Where results go, and what is left when they cannot: all of a folder, or none of it.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
quick="--reps 4 --no-plots"
same_numbers() { [ "$(digest "$1")" = "$(digest "$2")" ] && cmp -s "$1/replications.csv" "$2/replications.csv" && cmp -s "$1/daily.csv" "$2/daily.csv"; }

run run good.cfg $quick
case_is "without -o the results go to results/<scenario>" test -s results/good/summary.csv
case_is "run.json names program, compiler, libraries, command and scenario" \
    sh -c 'for w in version commit compiler GSL libconfig "bedflow run good.cfg" sha256; do grep -qF "$w" results/good/run.json || exit 1; done'
case_is "the standard output is the table and nothing else" \
    sh -c '! grep -qF results/good out && grep -q "people" out && grep -qF "results/good/*.csv" err'
before=$(cat results/good/run.json)
refused 73 "results that exist are not overwritten, and the cure is told" \
    "results/good: holds results already; nothing was run. Say --force" run good.cfg $quick
refused 73 "the existing folder is found before the simulation begins" "nothing was run" \
    run good.cfg --reps 1000000 --no-plots
case_is "refused results are as they were" test "$before" = "$(cat results/good/run.json)"
run run good.cfg $quick --seed 7 --force
case_is "--force replaces results" sh -c '[ "$1" -eq 0 ] && grep -q "\"seed\": *\"7\"" results/good/run.json' - "$status"
mkdir work && echo precious >work/thesis.txt
refused 73 "a folder of other things is refused even with --force" "is left alone" \
    run good.cfg $quick -o work --force
case_is "and it is left alone" test "$(cat work/thesis.txt)" = precious
mkdir empty
refused 73 "an empty folder that exists is refused before the run" "though it is empty; nothing was run" \
    run good.cfg --reps 1000000 -o empty
run run good.cfg $quick -o empty --force
case_is "and is used with --force" test -s empty/run.json
refused 74 "a file in the way of the folder is told" "Not a directory" run good.cfg $quick -o good.cfg/x
run run good.cfg $quick -o deep/er/folder/
case_is "missing parents are made" test -s deep/er/folder/run.json

if [ -d /proc/self ]; then
    refused 74 "a place where nothing can be made is told before the run" "nothing was run" \
        run good.cfg --reps 1000000 --no-plots -o /proc/results
else
    skip "a place where nothing can be made is told before the run" "no /proc"
fi
mkdir locked && chmod 555 locked
if [ -w locked ]; then
    skip "a read-only folder is told before the run" "this user may write everywhere"
else
    refused 74 "a read-only folder is told before the run" "Permission denied; nothing was run" \
        run good.cfg $quick -o locked/results
fi
chmod 755 locked

if [ -w /dev/full ]; then
    "$BEDFLOW" run good.cfg $quick -o full-out >/dev/full 2>err
    status=$?
    case_is "a standard output that is full is an error" \
        sh -c '[ "$1" -eq 74 ] && grep -qF "cannot write to the standard output: No space left" err' - "$status"
else
    skip "a standard output that is full is an error" "no /dev/full"
fi
(trap '' XFSZ && ulimit -f 4 && exec "$BEDFLOW" run good.cfg $quick -o big) >out 2>err
status=$?
case_is "a file that cannot be written to its end is an error that names it" \
    sh -c '[ "$1" -eq 74 ] && grep -q "big.*cannot .*: File too large; make room" err' - "$status"
case_is "and no results stand there; what finished is kept" \
    sh -c '[ ! -e big ] && grep -q "To go on: bedflow resume big" err'
mkdir disk
if mount -t tmpfs -o size=48k none disk 2>/dev/null; then
    run run good.cfg $quick -o disk/results
    case_is "a full disk is an error that says so" sh -c '[ "$1" -eq 74 ] && grep -q "No space left on device\|disk is full; make room" err' - "$status"
    case_is "and no results stand there that look whole" \
        sh -c '[ ! -e disk/results ] && [ -z "$(find disk -name "*.csv" -o -name run.json)" ]'
    umount disk
else
    skip "a full disk is an error that says so" "a small disk cannot be mounted here"
    skip "and no results stand there that look whole" "a small disk cannot be mounted here"
fi

for threads in 1 2 3 7; do
    run run good.cfg --reps 9 --no-plots --seed 2385 --threads $threads -o t$threads
done
case_is "1 and 2 threads give the same results to the last bit" same_numbers t1 t2
case_is "1 and 3 threads give the same results to the last bit" same_numbers t1 t3
case_is "1 and 7 threads give the same results to the last bit" same_numbers t1 t7
run run good.cfg --reps 9 --no-plots --seed 2386 -o other
case_is "another seed gives other results" sh -c '! cmp -s t1/replications.csv other/replications.csv'
run run good.cfg --reps 4 --no-plots --seed 2385 -o fewer
case_is "fewer replications are the first of more" \
    sh -c 'awk -F, "NR == 1 || \$2 < 4 { sub(/^[^,]*,/, \"\"); print }" t1/replications.csv >a; sed "s/^[^,]*,//" fewer/replications.csv >b; cmp -s a b'

scenario_with 's/beds = 33/beds = 27/' >edited.cfg
run run edited.cfg $quick -o edited
run run good.cfg $quick --set services.rehab.beds=27 -o set
run run good.cfg $quick -o unset
case_is "--set gives what editing the scenario gives" test "$(digest edited)" = "$(digest set)"
case_is "--set changes the results" test "$(digest unset)" != "$(digest set)"
case_is "run.json keeps the scenario with --set in it" grep -q 'beds = 27' set/run.json
run run good.cfg $quick --set services.rehab.beds=31 --set services.rehab.beds=27 -o twice
case_is "of two --set of one path the last counts" test "$(digest twice)" = "$(digest set)"
run run good.cfg $quick --quiet -o quiet
case_is "--quiet leaves stderr empty" test ! -s err
case_is "no colour and no progress reach a file" sh -c '! grep -q "$(printf "\033")" err out'

{
    cat good.cfg
    echo 'outcomes: { home: { kind = "leavers"; services = "ward"; to = "home"; target = "30%"; amber = "20%"; };'
    echo '  dtoc: { kind = "measure"; measure = "delayed_days"; target = 100000; }; };'
} >aims.cfg
run run aims.cfg $quick -o aims
case_is "an outcomes framework is told in words" sh -c 'grep -q "^Outcomes framework" out && grep -q "^dtoc .* green " out'
case_is "and stored with the chance of each status" \
    sh -c 'grep -q "^home,home,,%,higher,30,20," aims/outcomes.csv && grep -q "^dtoc.*,green,1,1," aims/outcomes.csv'
case_is "a scenario without one has no such table" test ! -e t1/outcomes.csv
finish
