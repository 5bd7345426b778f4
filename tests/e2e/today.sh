# Runs that start from the people who are there, and arrivals by day, as people use them.
. "$TOP/tests/e2e/tap.inc"
mkdir data
scenario_with 's|start = .*|start = { snapshot = "data/people.csv"; };|
s|rate = "9.7 per day";|rate = "9.7 per day"; daily = "data/falls.csv";|' >today.cfg
printf 'service,days_so_far,waiting_for,delayed_since\n' >data/people.csv
for i in 1 2 3 4 5 6 7 8 9; do printf 'ward,%s,,\nrehab,,,\nward,12,rehab,2021-10-2%s\n' $i $i; done >>data/people.csv
printf ',0.25,ward,\n' >>data/people.csv
printf 'date,count,mean,cv\n2021-11-01,14,,\n2021-11-02,6,,\n2021-11-03,,9.5,0.2\n' >data/falls.csv
quick="--reps 4 --no-plots"

run run today.cfg $quick
case_is "a run says how many people it starts from" \
    sh -c 'grep -qF "Starts from 28 people of the snapshot: 18 in stays, 9 ready to go on, 1 waiting" err'
case_is "and has no warm-up" said "warm-up 0 days"
run run today.cfg $quick -q -o quiet
case_is "--quiet does not say it" sh -c '! grep -qF "Starts from" err'
run check today.cfg
case_is "check counts the people of each service" sh -c 'grep -q "^ward  *58  *18  *9  *1$" out'
case_is "check says what is known of arrivals by day" told "2021-11-01 to 2021-11-03: 2 counted, 1 foreseen"
run reproduce results/today
case_is "a result with tables can be reproduced while they are as they were" told "results/today: reproduced: 4 of 4"
mkdir child && echo 'format = 1; extends = "../today.cfg"; title = "A child";' >child/b.cfg
run run child/b.cfg $quick -o child-out
run reproduce child-out
case_is "also where they are named by a scenario in another folder" told "child-out: reproduced: 4 of 4"
cp results/today/run.json before.json
sed 's/^ward,3,/ward,4,/' data/people.csv >other.csv && mv other.csv data/people.csv
refused 65 "and not when one has changed" "data/people.csv as it was, received one that has changed" \
    reproduce results/today
run run today.cfg $quick --force
sum() { grep -o '"sha256": *"[0-9a-f]*"' "$1" | head -n 1; }
case_is "another snapshot is another scenario by its checksum" \
    test "$(sum before.json)" != "$(sum results/today/run.json)"
run trace today.cfg --day 2021-11-01
case_is "trace calls people of the snapshot by their line" \
    sh -c 'grep -q "snapshot-2  is at Ward when the run begins, after 24.0 hours there" out'
run trace today.cfg --person snapshot-4
case_is "and tells the story of one" sh -c 'grep -q "Ward" out'
refused 64 "a line without a person is told" "no line 99 of a snapshot" trace today.cfg --person snapshot-99
mkdir elsewhere && cp today.cfg elsewhere/
refused 66 "tables are looked for beside the scenario" "elsewhere/data/people.csv" run elsewhere/today.cfg
run run today.cfg $quick --set start.snapshot= -o without
case_is "an empty name turns a snapshot off" sh -c '[ "$1" -eq 0 ] && ! grep -qF "Starts from" err' - "$status"
printf 'service,days_so_far\nwrad,3\nward,many\n' >data/people.csv
refused 65 "a name that is not known is told with its line" \
    'data/people.csv:2: error: service: expected the name of a service, "home" or nothing, received "wrad"; did you mean "ward"?' \
    run today.cfg $quick --force
case_is "and so is the next fault" said "data/people.csv:3: error: days_so_far"
scenario_with 's|rate = "9.7 per day";|rate = "138,500 per day"; daily = "data/many.csv";|' >many.cfg
printf 'date,count\n2021-11-01,138514\n2021-11-02,138486\n' >data/many.csv
run check many.cfg
case_is "many are told as a person writes them" \
    sh -c 'tr "\n" " " <out | grep -qF "138,500 people a day (its own rate on the same days: 138,500)" && ! grep -q "[0-9]e+" out'
{ echo service,days_so_far; for i in 1 2 3 4 5 6 7 8 9; do printf 'wrad,3\nwrad,4\nwrad,5\n'; done; echo ward,many; } >data/people.csv
refused 65 "one name wrong in every row is told once, with its count and places" \
    'the same 26 times more: data/people.csv:3, data/people.csv:4, data/people.csv:5, data/people.csv:6, ...' run today.cfg --force
case_is "and hides no other fault" sh -c '[ "$(wc -l <err)" -le 5 ] && grep -q "data/people.csv:29: error: days_so_far" err'
run kinds start
case_is "the manual has the columns" told "delayed_since"
finish
