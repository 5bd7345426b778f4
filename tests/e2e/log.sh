# Event logs: files, shapes, and that what they tell is what a run measures.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
run log good.cfg
case_is "log writes a file named after the scenario, and says how many steps" \
    sh -c '[ "$1" -eq 0 ] && grep -q "Event log: good-log.csv ([0-9]* steps of 1 replication)" err && test -s good-log.csv' - "$status"
case_is "its columns are bupaR's" sh -c 'head -n 1 good-log.csv | grep -q "^case_id,activity,activity_instance_id,lifecycle_id,timestamp,resource,"'
refused 73 "a file that is there is left alone" "good-log.csv: exists; nothing was run" log good.cfg
run log good.cfg --force --shape xes --reps 3 --rep 4 -o x.csv
case_is "the other shape has XES's names" sh -c 'head -n 1 x.csv | grep -q "^case:concept:name,concept:name,concept:instance,lifecycle:transition,time:timestamp,"'
case_is "replications are told apart" sh -c '[ "$(cut -d, -f7 x.csv | sort -u | tr "\n" " ")" = "4 5 6 replication " ]'
refused 64 "another shape is refused" "expected bupar or xes" log good.cfg --shape xml -o y.csv
refused 64 "days beyond the run are refused" "expected days of the run" log good.cfg --from 2020-01-01 -o y.csv
refused 74 "a folder that is not there is said" "cannot create the file" log good.cfg -o none/y.csv
case_is "and nothing is left" nothing_left y.csv
run log good.cfg --json -o z.csv
case_is "--json tells the file and its rows" sh -c 'grep -q "\"rows\": [1-9]" out && grep -q "\"file\": \"z.csv\"" out'

# A county: the people delayed at each midnight, counted from the log, beside those of the run.
county=$TOP/scenarios/east-sussex/winter-2021.cfg
run log "$county" --rep 2 --from 2021-02-12 -o county.csv
case_is "a county's year is logged from the warm-up on" ended 0
run run "$county" --reps 3 --no-plots -o county
awk -F, '$1 == 2 && $3 == "system" && $4 == "all" && $5 == "delayed" { print $2, $6 }' county/replication_days.csv >measured
# A label may hold commas inside quotes; they are taken out before columns are counted.
awk -F, '
BEGIN { while ((getline line < "measured") > 0) { split(line, part, " "); date[++days] = part[1]; people[days] = part[2] } next_day = 1 }
NR > 1 {
    n = index($0, "\"") ? quoted($0) : split($0, column, ",")
    today = substr(column[5], 1, 10)
    while (next_day <= days && today > date[next_day]) { if (delayed != people[next_day]) wrong++; next_day++ }
    step = column[9]
    if (step == "ready" && column[14] == "yes" && (column[11] == "acute" || column[11] == "non-acute")) { if (!(column[1] in waits)) { waits[column[1]]; delayed++ } }
    else if ((step == "granted" || step == "leaves") && (column[1] in waits)) { delete waits[column[1]]; delayed-- }
}
function quoted(line,   i, n, piece, m) {
    m = split(line, piece, "\""); n = 0; rest = ""
    for (i = 1; i <= m; i++) { if (i % 2 == 0) gsub(",", ";", piece[i]); rest = rest piece[i] }
    return split(rest, column, ",")
}
END { print next_day - 1, wrong + 0 }' county.csv >agreed
case_is "people delayed at every midnight but the last come out of the log as they were measured" \
    sh -c '[ "$(cat agreed)" = "181 0" ] || { cat agreed >&2; exit 1; }'
finish
