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

# As an XES document: the same steps, those of a person together.
scenario_with 's/label = "Rehabilitation"/label = "Rehab <a> \& \\"b\\""/' >odd.cfg
run log odd.cfg --format xes --reps 2
case_is "XES is written beside the tables" sh -c '[ "$1" -eq 0 ] && grep -q "Event log: odd-log.xes ([0-9]* steps of 2 replications)" err' - "$status"
if command -v xmllint >/dev/null 2>&1; then
    case_is "any parser of XML reads it" xmllint --nonet --noout odd-log.xes
else
    skip "any parser of XML reads it" "xmllint is not installed"
fi
case_is "labels cannot become markup" grep -q 'key="org:resource" value="Rehab &lt;a&gt; &amp; &quot;b&quot;"' odd-log.xes
case_is "it names the standard's extensions" sh -c 'for e in concept lifecycle time org; do grep -q "prefix=\"$e\" uri=\"http://www.xes-standard.org/$e.xesext\"" odd-log.xes || exit 1; done'
run log odd.cfg --reps 2 -o odd.csv
if command -v python3 >/dev/null 2>&1; then
    cat >read.py <<'END'
import csv, datetime, sys, xml.etree.ElementTree as tree
def attributes(element):
    return {a.get("key"): a.get("value") for a in element if a.get("key")}
events, cases = [], []
for trace in tree.parse("odd-log.xes").getroot():
    if not trace.tag.endswith("}trace"): continue
    person = attributes(trace); last = ""
    cases.append(person["concept:name"])
    for event in trace:
        if not event.tag.endswith("}event"): continue
        e = attributes(event); at = e["time:timestamp"]
        assert at >= last and e["lifecycle:transition"] in ("schedule", "start", "complete", "withdraw"), e
        datetime.datetime.fromisoformat(at); last = at
        events.append((person["concept:name"], e["concept:name"], e["concept:instance"], e["lifecycle:transition"], at[:-6],
                       e.get("org:resource", ""), person["replication"], e["episode"], e["step"], e.get("service", ""),
                       e.get("setting", ""), person["class"], person.get("ages", ""), "yes" if person["adult"] == "true" else "no",
                       person.get("locality", ""), e.get("reason", "")))
assert len(set(cases)) == len(cases), "a person has two traces"
rows = [tuple(r) for r in csv.reader(open("odd.csv", encoding="utf-8"))][1:]
assert sorted(rows) == sorted(events) and len(rows) > 1000, (len(rows), len(events))
END
    case_is "and it holds every step of the table, and no other, a trace a person in the order of time" python3 read.py
else
    skip "and it holds every step of the table, and no other, a trace a person in the order of time" "python3 is not installed"
fi
refused 64 "another format is refused" "expected csv or xes" log good.cfg --format json -o y.csv
refused 64 "a document has no columns to name" "with --format csv alone" log good.cfg --format xes --shape bupar -o y.xes
run log odd.cfg --format xes --json -o j.xes
case_is "--json tells the format" sh -c 'grep -q "\"format\": \"xes\"" out && grep -q "\"rows\": [1-9]" out'

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
