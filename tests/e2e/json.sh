# --json: one document on stdout whatever happens, and each as its schema says.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
scenario_with 's/beds = 58/bedz = 58/; s/rate = "9.7 per day"/rate = "9.7 apples"/' >broken.cfg
printf 'days\n' >stays.csv
for i in 3 5 8 2 9 4 7 6 12 1 15 5 3 4 6 8 21 2 3 5 6 7 11 9; do echo "$i"; done >>stays.csv

# A validator of the part of JSON Schema that bedflow writes; unknown members are faults here.
cat >validate.py <<'END'
import datetime, json, sys
def no_nan(word): raise ValueError(word)
def check(schema, value, at):
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    kind = ("null" if value is None else "boolean" if isinstance(value, bool) else
            "number" if isinstance(value, (int, float)) else "string" if isinstance(value, str) else
            "array" if isinstance(value, list) else "object")
    whole = kind == "number" and float(value).is_integer()
    if kinds and kind not in kinds and not (whole and "integer" in kinds):
        sys.exit(f"{at}: {kind} instead of {kinds}")
    if "enum" in schema and value not in schema["enum"]: sys.exit(f"{at}: {value} not in enum")
    if "const" in schema and value != schema["const"]: sys.exit(f"{at}: {value} is not const")
    if "minimum" in schema and value is not None and value < schema["minimum"]: sys.exit(f"{at}: {value}")
    if schema.get("format") == "date" and value is not None: datetime.date.fromisoformat(value)
    if kind == "array":
        for i, item in enumerate(value): check(schema["items"], item, f"{at}[{i}]")
    if kind == "object":
        for name in schema.get("required", []):
            if name not in value: sys.exit(f"{at}: no {name}")
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name) or schema.get("additionalProperties")
            if not inner: sys.exit(f"{at}.{name}: not in the schema")
            check(inner, item, f"{at}.{name}")
def pairs(list):
    if len(dict(list)) != len(list): sys.exit("a name twice")
    return dict(list)
schema, document = (json.load(open(f, encoding="utf-8"), parse_constant=no_nan, object_pairs_hook=pairs) for f in sys.argv[1:3])
if not schema["$schema"].endswith("2020-12/schema"): sys.exit("another schema")
check(schema, document, "$")
END
python=no
command -v python3 >/dev/null && python=yes

# The document of `run`: valid, of this command, with this exit code.
is_document() { # command, exit code
    ended "$2" || return 1
    grep -q "^  \"format\": \"bedflow.$1\"," out && grep -q "^  \"exit\": $2," out || return 1
    [ "$python" = yes ] || return 0
    local of=$1
    [ "$of" = error ] && of=version && sed -i 's/bedflow.error/bedflow.version/' out
    "$BEDFLOW" help "$of" --schema >schema.json && python3 validate.py schema.json out 2>>err
}
has_result() { ! grep -q '^  "result": null' out; }
# No schema with the words for people in place of members.
has_table() { "$BEDFLOW" help "$1" --schema | grep -q '"what the command prints for people"' && return 1 || return 0; }
told_once() { [ "$(grep -cF -- "$1" out)" -eq 1 ]; }

document() { # exit code, sentence, command...
    local code=$1 sentence=$2 command=$3
    shift 2
    run "$@" --json
    case_is "$sentence" is_document "$command" "$code"
}

document 0 "run tells of its result" run good.cfg --reps 3 -o r --no-plots
case_is "with its curves: a number a day for each band" awk -F, '
    /"days":/ { split($1, d, ": "); days = d[2] + 0 }
    /^ *"p(05|25|50|75|95)": \[[0-9]/ { n++; if (NF - ($NF == "") != days) bad = 1 }
    END { exit bad || n < 20 }' out
case_is "run has a result" has_result
case_is "run names its folder" told '"folder": "r"'
case_is "run has the definition of each measure" told '"definition": "delayed bed days in the period"'
case_is "an undefined number is null" told '"target": null'
case_is "and never NaN or infinite" sh -c '! grep -qiE ": (-?nan|-?inf)" out'
document 73 "a run that is refused says why" run good.cfg --reps 3 -o r --no-plots
case_is "a refused run has no result" sh -c 'grep -q "^  \"result\": null" out && grep -q "holds results already" out'
document 0 "extend tells of its result" extend r --reps 5 --no-plots
document 0 "resume says that there is nothing to do" resume r
mkdir u.unfinished && cp r/request.json r/replications.journal u.unfinished/
run resume u --no-plots --json
case_is "resume tells the result of the run that it finishes" is_document run 0
document 0 "reproduce tells of its verdict" reproduce r
document 0 "compare tells of its options" compare good.cfg --alt 'x: services.ward.beds=61' --reps 3 -o c --no-plots \
    --target 'delayed_days: 20'
case_is "compare has paired differences" told '"together_low": '
document 0 "check tells the load" check good.cfg --sources
document 65 "check tells faults" check broken.cfg
case_is "a fault has file, line, path and what was expected" \
    sh -c 'grep -q "\"file\": \"broken.cfg\"" out && grep -q "\"line\": 6" out && grep -q "\"path\": \"demand.falls.rate\"" out && grep -q "\"expected\": \"" out && grep -q "\"received\": \".*apples" out'
document 0 "kinds tells the parts" kinds
document 0 "kinds tells the settings of one" kinds beds
document 0 "trace tells people's steps" trace good.cfg --first 2
document 0 "trace tells a day" trace good.cfg --day 2021-11-05
document 0 "diff tells the differences" diff good.cfg good.cfg --set services.ward.beds=61
document 0 "fit tells the shapes" fit stays.csv
document 0 "sweep tells of its points" sweep good.cfg --over services.ward.beds=50..60/5 --over services.rehab.beds=30..36 \
    --design indices --points 4 --reps 2 -o w --no-plots
cat good.cfg - >bought.cfg <<'END'
purchases: { block: { service = "rehab"; kind = "block"; beds = 3; from = "2021-11-01"; to = "2021-12-12";
  price = "£1,050 per bed per week"; }; };
END
document 0 "optimise tells of its choice" optimise bought.cfg --choose purchases.block.beds=0..12/4 --least delayed_days \
    --matters 50 --max-reps 400 -o bought --no-plots
case_is "optimise has an answer" told '"end": "decided"'
document 0 "sweep tells of its points again" sweep good.cfg --over services.ward.beds=50..60/5 --reps 2 -o w2 --no-plots
case_is "sweep has the share of inputs" told '"input_share": '
cat >seen.csv <<'END'
measure,from,to,value,statistic
ward.occupied,2021-11-01,2021-11-14,41.3,mean
ward.occupied,2021-11-15,2021-11-28,42.1,mean
ward.occupied,2021-11-29,2021-12-12,40.6,mean
END
document 0 "calibrate tells the inputs it finds" calibrate good.cfg --fit "services.ward.stay.mean=3.5 days..5 days" \
    --to seen.csv --reps 8 --no-plots -o k
document 0 "explain tells the causes" explain r --date 2021-11-15..2021-11-21 --no-plots -o x
document 0 "help tells the commands" help
document 0 "version tells the version" version
document 66 "a file that is not there is told" run nothere.cfg
document 66 "so is a folder" reproduce nothere
document 64 "an option that there is not is told" check good.cfg --jsno
document 64 "a value that does not fit is told" run good.cfg --reps 0
case_is "with the option as its path" told '"path": "--reps"'
run rnu --json
case_is "a command that there is not is told" is_document error 64
run --json
case_is "no command at all is told" is_document error 64
document 2 "a run that is not exact enough says what it would take" \
    run good.cfg --precision 'delayed_days: 0.1%' --max-reps 20 -o p --no-plots
case_is "with its own member" told '"replications_needed": '
document 0 "plot tells of its pictures" plot r
document 0 "report tells its answer" report r
document 0 "log tells of its file" log good.cfg -o log.csv
run run good.cfg --reps 2 -o q --no-plots --set title='"Ward \"A\": £5 →"' --json
case_is "quotes and letters beyond ASCII come out whole" told '"title": "Ward \"A\": £5 →'
run run good.cfg --json -- --json
case_is "what stands after -- is no option" ended 64

if [ -c /dev/full ]; then
    "$BEDFLOW" check good.cfg --json >/dev/full 2>err
    status=$?
    case_is "a full disk is an error with --json, too" ended 74
else
    skip "a full disk is an error with --json, too" "there is no /dev/full"
fi

# Every command that there is: from the program's own list.
"$BEDFLOW" help --json | sed -n 's/^ *"format": "bedflow\.\([a-z-]*\)",$/\1/p' | sort -u >commands
for command in $(cat commands); do
    case_is "bedflow $command describes its document member by member" has_table "$command"
    case_is "bedflow $command is tried with --json here" \
        grep -qE "(document [0-9]+ \".*\"|run) $command( |\$)" "$TOP/tests/e2e/json.sh"
done
[ "$python" = yes ] || skip "documents are valid by their schemas" "python3 is not installed; bedflow's own check ran"
finish
