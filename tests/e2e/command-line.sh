# The command line: what is not understood is told with a suggestion, exit 64; help is for people.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg

refused 64 "no command at all points to the help" "see: bedflow --help"
refused 64 "an unknown command gets a suggestion" 'did you mean bedflow run?' rnu good.cfg
refused 64 "a scenario without a command gets the command" "to run it: bedflow run good.cfg" good.cfg
refused 64 "an unknown option gets a suggestion" "did you mean --seed?" run good.cfg --sed 4
refused 64 "an unknown short option is refused" "bedflow run has no option -x" run good.cfg -x
refused 64 "a missing scenario is asked for with an example" "expected a scenario file, received none" run
refused 64 "a second scenario is refused" 'received also "b.cfg"' run good.cfg b.cfg
refused 64 "a missing value is asked for" "--reps: expected N after it, received nothing" run good.cfg --reps
refused 64 "an option is not taken for a value" "--out: expected DIR after it, received --force" \
    run good.cfg --out --force
refused 64 "no replications are refused" 'expected a whole number from 1 to 1000000, received "0"' \
    run good.cfg --reps 0
refused 64 "words for a number are refused" 'received "ten"' run good.cfg --reps=ten
refused 64 "a negative number is refused" 'received "-4"' run good.cfg --reps=-4
refused 64 "a number too large for a seed is refused" "expected a whole number" \
    run good.cfg --seed 99999999999999999999
refused 64 "a flag with a value is refused" "--force takes no value" run good.cfg --force=yes
refused 64 "--set without an equals sign is refused" 'expected a path, "=" and a value' run good.cfg --set beds
refused 64 "trace without a choice says what to ask for" "expected one of --person ID, --day DATE and --first N" \
    trace good.cfg
refused 64 "a date that is none is refused" "expected a date such as 2022-01-03" trace good.cfg --day yesterday
refused 64 "an unknown part of the manual gets a suggestion" 'did you mean "beds"?' kinds bedds
refused 64 "a day outside the run is refused with the days there are" \
    "from Mon 4 Oct 2021 (warm-up included) to Sun 12 Dec 2021" trace good.cfg --day 2023-01-01
refused 64 "a person who cannot exist is refused with an example" "such as falls-2022-01-03-17" \
    trace good.cfg --person bob
refused 64 "a person who does not come is told so" "nobody called falls-2021-11-02-9999 presents" \
    trace good.cfg --person falls-2021-11-02-9999
case_is "no folder is made by a command line that is refused" nothing_left results

run --help
case_is "--help lists every command" \
    sh -c 'for c in run check kinds trace plot; do grep -q "^  $c " out || exit 1; done'
case_is "--help documents every exit code" \
    sh -c 'for c in 0 1 2 64 65 66 70 73 74 130; do grep -q "^ *$c  " out || exit 1; done'
case_is "what they mean stands beside them" \
    sh -c '[ -z "$(sed "1,/^Exit codes:/d" out | grep "^[^ ]")" ]'
for command in run check kinds trace plot; do
    run "$command" --help
    case_is "bedflow $command --help has examples and its options, on stdout" \
        sh -c 'grep -q "^Examples:" out && grep -q -- "--help" out && ! test -s err'
done
run --version
case_is "--version says version, commit, compiler and libraries" \
    sh -c 'grep -q "^bedflow [0-9]" out && grep -q "^commit:" out && grep -q "^compiler:" out && grep -q "GSL [0-9]" out'

# The program on a terminal of its own: its words, as the terminal gets them.
cat >terminal.py <<'END'
import os, pty, sys
words = b""
child, master = pty.fork()
if child == 0:
    os.execv(sys.argv[1], sys.argv[1:])
while True:
    try: part = os.read(master, 65536)
    except OSError: break
    if not part: break
    words += part
os.waitpid(child, 0)
sys.stdout.buffer.write(words)
END
coloured() { TERM=$1 python3 terminal.py "$BEDFLOW" check nothere.cfg >shown && grep -q "$(printf '\033')" shown; }
plain() { ! coloured "$1" && grep -q nothere shown; }
if python3 -c 'import pty' 2>/dev/null; then
    case_is "errors are coloured on a terminal" coloured xterm
    case_is "and not on a dumb one" plain dumb
    export NO_COLOR=1
    case_is "and not with NO_COLOR" plain xterm
    unset NO_COLOR
else
    skip "errors are coloured on a terminal alone" "python3 is not installed"
fi
run check nothere.cfg
case_is "and not in a file" sh -c '! grep -q "$(printf "\033")" err'

run kinds
case_is "kinds lists the kinds of service and the parts of a scenario" \
    sh -c 'for p in beds caseload team market demand tasks changes census; do grep -qw "$p" out || exit 1; done'
run kinds caseload
case_is "kinds caseload has the settings of a caseload and not of a market" \
    sh -c 'grep -q first_visits out && ! grep -q weekly_limit out'
run kinds changes
case_is "kinds changes is found by the name of the setting" told "ramp"
run kinds outcomes
case_is "kinds outcomes has the settings of every kind of outcome" \
    sh -c 'for w in "kind = \"leavers\"" interrupted elsewhere payers measure; do grep -qF "$w" out || exit 1; done'
run kinds "at home"
case_is "and each kind of outcome has a page of its own" \
    sh -c 'grep -q "elsewhere" out && ! grep -q "interrupted " out'
run kinds all
case_is "kinds all has every kind" sh -c 'grep -q weekly_limit out && grep -q first_visits out'

run check good.cfg
case_is "check exits 0 and ends with the number of errors and warnings" \
    sh -c 'tail -n 1 out | grep -qx "0 errors, 0 warnings"'
case_is "check tells load in per cent of capacity" sh -c 'grep "^Ward " out | grep -q "58 beds.*72%"'
run check good.cfg --set services.rehab.beds=10
case_is "check warns of a service that is asked for more than it has, and exits 0" \
    sh -c 'grep -q "warning: services.rehab: offered load" out && grep "^Rehab" out | grep -q "without end"'
case_is "a warning is no error" ended 0
scenario_with 's/beds = 58/beds = { value = 58; assumption = "a guess"; range = [50, 66]; }/; s/beds = 33/beds = { value = 33; source = "E20"; }/' >evidence.cfg
run check evidence.cfg --sources
case_is "check --sources lists a number without evidence with its place" \
    grep -q 'evidence.cfg:6: demand.falls.rate = 9.7 per day' out
case_is "check --sources lists an assumption with its reason and range" \
    grep -q 'services.ward.beds = 58 (range 50 to 66): a guess' out
case_is "check --sources lists what has a source apart, with it" \
    sh -c 'grep -A 9 "^Numbers with a source: 1" out | grep -q "services.rehab.beds = 33: E20" && [ "$(grep -c services.rehab.beds out)" -eq 1 ]'

run trace good.cfg --day 2021-11-05
case_is "trace --day tells a day with everybody's name" told "presents at Ward"
who=$(grep -m 1 'presents at Ward' out | grep -o 'falls-[0-9-]*')
run trace good.cfg --person "$who"
case_is "trace --person tells one person's story from that name" \
    sh -c 'head -n 1 out | grep -qx "$0" && grep -q "presents at Ward" out && grep -q "begins at Ward" out' "$who"
run trace good.cfg --first 3
case_is "trace --first tells as many stories as asked" sh -c '[ "$(grep -c "^falls-" out)" -eq 3 ]'
run trace good.cfg --day 2021-11-20 --set services.rehab.beds=12
case_is "trace says for what somebody is delayed" told "(delayed: waits for Rehabilitation)"
finish
