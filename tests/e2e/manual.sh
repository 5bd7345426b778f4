# Manual pages and completion: made from the tables, and so complete.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
"$BEDFLOW" help --json | sed -n 's/^ *"format": "bedflow\.\([a-z-]*\)",$/\1/p' | sort -u >commands
case_is "help --json lists the commands" grep -qx compare commands

run help --man
cp out bedflow.1
case_is "bedflow(1) names every command" sh -c 'for c in $(cat commands); do grep -q "fB$c.fR" bedflow.1 || exit 1; done'
case_is "bedflow(1) has the exit codes, NO_COLOR and --json" \
    sh -c 'grep -qx ".B 130" bedflow.1 && grep -qx ".B NO_COLOR" bedflow.1 && grep -qF "\\-\\-json" bedflow.1'
run help scenario --man
cp out bedflow-scenario.5
case_is "bedflow-scenario(5) has every kind and part" \
    sh -c '"$BEDFLOW" kinds --json | sed -n "s/^        \"name\": \"\(.*\)\",$/\1/p" >parts && [ "$(wc -l <parts)" -gt 30 ] &&
        while read -r p; do grep -q "^.SS $p" bedflow-scenario.5 || { echo "# no $p" >&2; exit 1; }; done <parts'
case_is "and the settings of one, with range and default" \
    sh -c 'grep -A4 "^.B weekly_limit" bedflow-scenario.5 | grep -q " to "'
options_are_there() { # command
    "$BEDFLOW" help "$1" --man >"bedflow-$1.1" || return 1
    sed -n 's/^ *"name": "--\(.*\)",$/\1/p' "$1.json" | sed 's/-/\\-/g' >options && test -s options || return 1
    while read -r option; do
        grep -qF -- "\\-\\-$option\\fR" "bedflow-$1.1" || return 1
    done <options
}
for command in $(cat commands); do
    "$BEDFLOW" help "$command" --json >"$command.json"
    case_is "bedflow-$command(1) has every option" options_are_there "$command"
done

case_is "columns of a table are a list, each with its words" \
    sh -c 'grep -A2 "^.fBmeasure.fR$" bedflow-calibrate.1 | grep -q "^service ward.occupied" &&
        grep -B1 "^.fBlow, high.fR$" bedflow-calibrate.1 | grep -qx .TP'
clean() { # formatter...
    for page in bedflow*.[15]; do
        "$@" "$page" >>formatted 2>>warnings || return 1
    done
    cat warnings >err
    [ ! -s warnings ]
}
if command -v groff >/dev/null; then
    case_is "groff formats every page without a warning" clean groff -man -Tutf8 -Kutf8 -ww -P-cbou
    case_is "quotes of an example come through" grep -qF -- '--precision "delayed_days: 5%"' formatted
else
    skip "groff formats every page without a warning" "groff is not installed"
    skip "quotes of an example come through" "groff is not installed"
fi
if command -v mandoc >/dev/null; then
    rm -f warnings
    case_is "mandoc finds nothing to warn of" clean mandoc -T lint -W warning
else
    skip "mandoc finds nothing to warn of" "mandoc is not installed"
fi

# What bash offers after these words; the last one is being typed.
offers() {
    PATH="$(dirname "$BEDFLOW"):$PATH" bash -c '
        . ./completion
        COMP_WORDS=("$@")
        COMP_CWORD=$(($# - 1))
        _bedflow
        printf "%s\n" "${COMPREPLY[@]}"' complete "$@"
}
offered() { # sentence, what is offered (spaces between), words...
    local sentence=$1 want=$2
    shift 2
    [ "$(offers "$@" 2>err | sort | tr '\n' ' ')" = "$want " ]
    report $? "$sentence"
}
if command -v bash >/dev/null; then
    mkdir -p folder results
    : >stays.csv
    run help --completion
    cp out completion
    case_is "the completion is valid bash" bash -n completion
    offered "a command is completed" "compare" bedflow com
    offered "an option of this command is completed" "--reps" bedflow run --rep
    offered "an option of another command is not" "" bedflow kinds --rep
    offered "a scenario is a .cfg or a folder on the way" "folder/ good.cfg results/" bedflow run ""
    offered "a result is a folder" "folder/ results/" bedflow plot ""
    offered "a folder is the value of --out" "results/" bedflow run good.cfg --out res
    offered "also after an equals sign" "results/" bedflow run good.cfg --out = res
    offered "and of -o" "results/" bedflow run good.cfg -o res
    offered "a number is not guessed" "" bedflow run good.cfg --reps ""
    offered "a table is a .csv" "stays.csv" bedflow fit st
    offered "a part of the manual is completed" "caseload" bedflow kinds casel
    offered "a path of the scenario on the line is completed" "services.rehab.beds" bedflow run good.cfg --set services.rehab.be
    offered "what follows the path is the user's own" "" bedflow run good.cfg --set services.rehab.beds = ""
    offered "help completes commands" "reproduce" bedflow help repr
else
    skip "completion" "bash is not installed"
fi

refused 64 "one kind of page at a time" "expected one of --schema, --man" help run --man --schema
refused 64 "a schema is of a command" "for example: bedflow help run --schema" help --schema
run check good.cfg --paths
case_is "check --paths lists what --set can change, and nothing else" \
    sh -c 'grep -qx "services.ward.beds = 58" out && ! grep -qv " = " out'
finish
