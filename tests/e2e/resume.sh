# bedflow resume: kill -9, full disks and Ctrl-C cost only what was under way.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
resumed_same() { # after run resume: ended well, as the whole run, and nothing else left
    ended 0 && same "$1" "$2" && [ ! -e "$1.unfinished" ] && [ -z "$(find . -maxdepth 1 -name "$1.*" -not -name '*.cfg')" ]
}
# The middle of a run, as a kill leaves it: request and journal, no tables.
unfinished() { # FROM TO
    rm -rf "$2" "$2.unfinished"
    mkdir "$2.unfinished"
    cp "$1/request.json" "$1/replications.journal" "$2.unfinished/"
}

run run good.cfg --reps 7 --seed 2385 --set services.rehab.beds=31 --no-plots -o whole
case_is "there is a whole run to compare with" sh -c '[ "$1" -eq 0 ] && test -s whole/replications.journal' - "$status"

# Every record boundary, and places inside every record. The head has 16 bytes; a record tells its
# length in bytes 4 to 7.
offsets() { # FILE: where its records begin, and the end
    local at=16 size length
    size=$(wc -c <"$1")
    while [ "$at" -lt "$size" ]; do
        echo "$at"
        length=$(od -An -tu4 -j $((at + 4)) -N 4 "$1")
        at=$((at + length))
    done
    echo "$size"
}
offsets whole/replications.journal >at
case_is "the journal has a record for each replication" test "$(wc -l <at)" -eq 8
bad_cuts=0 inside=0
for at in $(cat at) $(awk 'NR > 1 { print before + 1; print before + 7; print int((before + $1) / 2); print $1 - 1 } { before = $1 }' at | awk 'NR % 3 == 1') 0 9; do
    unfinished whole cut
    head -c "$at" whole/replications.journal >cut.unfinished/replications.journal
    run resume cut --no-plots
    grep -qx "$at" at || inside=$((inside + 1))
    resumed_same cut whole || { echo "# cut at $at" >&2 && bad_cuts=$((bad_cuts + 1)); }
done
case_is "cut at every record and inside records, it is finished to the same bits" test "$bad_cuts" -eq 0 -a "$inside" -gt 5


third=$(sed -n 3p at)
bad_flips=0
for at in "$third" $((third + 5)) $((third + 31)) $((third + 400)); do
    unfinished whole flipped
    byte=$(od -An -tu1 -j "$at" -N 1 whole/replications.journal)
    printf "\\$(printf %03o $((byte ^ 16)))" | dd of=flipped.unfinished/replications.journal bs=1 seek="$at" conv=notrunc 2>/dev/null
    run resume flipped --no-plots
    said "6 finished replications are kept" && said "damaged or cut off" && resumed_same flipped whole || bad_flips=$((bad_flips + 1))
done
case_is "a replication with a damaged byte is simulated again, the others are not" test "$bad_flips" -eq 0

# Killed for good, several times over: by the system when the journal has grown by so many kB (the
# rest of a run of 300 is larger), and by kill -9 at any moment.
scenario_with 's/9.7 per day/29.7 per day/; s/beds = 58/beds = 178/; s/beds = 33/beds = 99/' >busy.cfg
run run busy.cfg --reps 300 --no-plots -o once
kills=0
# A shell counts files in blocks of 512 or of 1024 bytes: what it lets through of four says which.
(trap '' XFSZ && ulimit -f 4 && head -c 9000 /dev/zero >four) 2>/dev/null
block=$(($(bytes_of four) / 4))
grown() { # FOLDER KB ARGS...
    local most=$((($(bytes_of "$1.unfinished/replications.journal") + $2 * 1024) / block))
    shift 2
    (ulimit -c 0 && ulimit -f $most && exec "$BEDFLOW" "$@") >out 2>err </dev/null
    status=$?
    [ "$status" -gt 128 ] && kills=$((kills + 1))
}
killed() { # SECONDS ARGS...: kill -9 after so long; may have ended by then
    local wait=$1 pid
    shift
    "$BEDFLOW" "$@" >out 2>err &
    pid=$!
    sleep "$wait"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
}
grown victim 90 run busy.cfg --reps 300 --no-plots -o victim
for kb in 60 110 40; do
    grown victim $kb resume victim --no-plots
done
for wait in 0.03 0.11 0.07 0.19 0.05; do
    [ -e victim ] || killed $wait resume victim --no-plots
done
[ -e victim ] || run resume victim.unfinished/ --no-plots
case_is "a run is killed again and again" test "$kills" -eq 4
case_is "and ends with the digest and the tables of one that was never stopped" same victim once
case_is "and nothing else is left" test ! -e victim.unfinished
grown kept 90 run busy.cfg --reps 3000 --no-plots -o kept
refused 73 "a new run does not overwrite what an unfinished one kept, and says how to go on" "bedflow resume kept" \
    run busy.cfg --reps 3000 --no-plots -o kept
run run busy.cfg --reps 3 --no-plots -o kept --force
case_is "--force starts over" sh -c '[ "$1" -eq 0 ] && test ! -e kept.unfinished && grep -q "\"replications_planned\": *3," kept/run.json' - "$status"

run resume whole
case_is "of a complete result it is said that there is nothing to resume" sh -c '[ "$1" -eq 0 ] && grep -q "whole is complete: nothing to resume" out' - "$status"
refused 66 "a folder that is not there is told" "found nothing of this name" resume nowhere
mkdir other && echo precious >other/thesis.txt
refused 74 "a folder of other things is told" "received something else" resume other

unfinished whole old
sed 's/"version": *"[^"]*"/"version": "0.0.9"/' whole/request.json >old.unfinished/request.json
refused 1 "a run that another version began is not gone on with, and both are named" "was begun by bedflow 0.0.9" resume old
case_is "with the command that starts it over" grep -q "bedflow run good.cfg .* -o whole --force" err
unfinished whole old
sed 's/mean = \\"4.3 days\\"/mean = \\"4.4 days\\"/' whole/request.json >old.unfinished/request.json
refused 1 "a scenario text that was changed is refused" "its SHA-256 differs" resume old
unfinished whole old
sed 's/"seed": *"2385"/"seed": "2386"/' whole/request.json >old.unfinished/request.json
refused 1 "replications of another seed are refused" "received those of another scenario, seed or program" resume old
head -n 9 whole/request.json >old.unfinished/request.json
refused 65 "half a request is refused with its line" "request.json:" resume old
case_is "and what is there stays" cmp -s old.unfinished/replications.journal whole/replications.journal

unfinished whole tables
head -c 40000 /dev/zero >tables.unfinished/results.sqlite
echo "half a" >tables.unfinished/summary.csv
run resume tables --no-plots
case_is "tables that were half written are written anew" resumed_same tables whole

"$BEDFLOW" run busy.cfg --reps 20000 --no-plots -o early >out 2>err &
pid=$!
until_kept $pid early 40000
run run busy.cfg --reps 2 --no-plots -o early
case_is "two programs do not write one result" sh -c '[ "$1" -eq 73 ] && grep -q "another bedflow is still working" err' - "$status"
kill -INT "$pid"
wait "$pid"
n=$(grep -o '"replications_finished": *[0-9]*' early/run.json | grep -o '[0-9]*$')
sed 's/"replications": 20000/"replications": '"$((n + 20))"'/' early/request.json >request && mv request early/request.json
run resume early --no-plots
case_is "after Ctrl-C it goes on, too" sh -c '[ "$1" -eq 0 ] && grep -q "$2 of them had been simulated before" err && test ! -e early.unfinished' - "$status" "$n"
run run busy.cfg --reps $((n + 20)) --no-plots -o straight
case_is "to what a straight run writes" same early straight

mkdir disk
if mount -t tmpfs -o size=120k none disk 2>/dev/null; then
    run run good.cfg --reps 7 --seed 2385 --set services.rehab.beds=31 --no-plots -o disk/r
    case_is "on a full disk what was simulated is kept" \
        sh -c '[ "$1" -eq 74 ] && grep -q "No space left on device\|disk is full; make room" err && grep -q "To go on: bedflow resume disk/r" err && test ! -e disk/r' - "$status"
    mount -o remount,size=40m disk
    run resume disk/r --no-plots
    case_is "and gone on with when there is room" same disk/r whole
    umount disk
else
    skip "on a full disk what was simulated is kept" "a small disk cannot be mounted here"
    skip "and gone on with when there is room" "a small disk cannot be mounted here"
fi

cp -r whole more
rm good.cfg
run extend more --reps 12 --no-plots
case_is "extend takes what was kept" sh -c '[ "$1" -eq 0 ] && grep -q "12 replications (there were 7, 7 of them taken as they were kept)" err' - "$status"
small_scenario >good.cfg
run run good.cfg --reps 12 --seed 2385 --set services.rehab.beds=31 --no-plots -o twelve
case_is "and gives what one run of so many gives" same more twelve
cp -r whole bare && rm bare/replications.journal bare/request.json
run extend bare --reps 12 --no-plots
case_is "without a journal it simulates again, to the same" sh -c '[ "$1" -eq 0 ] && grep -q "0 of them taken" err' - "$status"
case_is "and keeps one from then on" sh -c 'test -s bare/replications.journal'
cp once/replications.journal before.journal
before=$(bytes_of before.journal)
grown once $((before / 1024 + 90)) extend once --reps 2000 --no-plots
case_is "results whose extension is killed are as they were" \
    sh -c '[ "$1" -gt 128 ] && [ "$(wc -c <once.unfinished/replications.journal)" -gt "$2" ]' - "$status" "$before"
untouched() { same victim once && cmp once/replications.journal before.journal; }
case_is "to the byte" untouched
sed 's/"replications": 2000/"replications": 330/' once.unfinished/request.json >request && mv request once.unfinished/request.json
run run busy.cfg --reps 330 --no-plots -o longer
run resume once --no-plots --quiet
case_is "and the extension is gone on with" resumed_same once longer
run run good.cfg --reps 3 --no-plots --no-journal -o none
case_is "--no-journal keeps none" sh -c '[ "$1" -eq 0 ] && [ ! -e none/replications.journal ] && [ ! -e none/request.json ]' - "$status"

# With a precision the number of replications is found, not given.
goal='delayed_days: 5%'
run run busy.cfg --precision "$goal" --max-reps 90 --no-plots -o exact
end=$status
cp -r exact exact2 && unfinished exact exact2
head -c $(($(wc -c <exact/replications.journal) / 2)) exact/replications.journal >exact2.unfinished/replications.journal
run resume exact2 --no-plots
case_is "a run to a precision ends after as many replications" sh -c '[ "$1" -eq "$2" ]' - "$status" "$end"
case_is "with the same results" same exact2 exact

cfiles="comparison.csv pairs.csv options.csv targets.csv"
csame() { for f in $cfiles; do cmp "$1/$f" "$2/$f" >&2 || return 1; done; }
alts() { "$BEDFLOW" compare good.cfg --alt "more beds: services.rehab.beds=36" --alt "fewer: services.rehab.beds=30" \
    --matters "delayed_days: 5" --target "delayed_days: 400" --reps "$1" --no-plots -o "$2" >out 2>err; }
alts 30 cwhole
case_is "a comparison keeps its replications" test -s cwhole/replications.journal
unfinished cwhole chalf
head -c $(($(wc -c <cwhole/replications.journal) * 2 / 5)) cwhole/replications.journal >chalf.unfinished/replications.journal
run resume chalf --no-plots
case_is "an unfinished comparison is gone on with" sh -c '[ "$1" -eq 0 ] && grep -q "finished replications are kept" err' - "$status"
case_is "to the same tables" csame chalf cwhole
case_is "and the same digests" sh -c 'a=$(grep "\"digest\"" cwhole/comparison.json) && test "$a" = "$(grep "\"digest\"" chalf/comparison.json)"'
finish
