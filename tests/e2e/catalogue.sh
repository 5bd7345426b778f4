# Every scenario that the repository carries: it is in order and runs. Beside this: catalogue-services.sh,
# catalogue-winter.sh.
. "$TOP/tests/e2e/tap.inc"
. "$TOP/tests/e2e/catalogue.inc"

# Scenarios are told from fragments by their first setting.
find "$scenarios" -name '*.cfg' -exec grep -l '^format *= *1;' {} + | sort >roots
case_is "there are scenarios to look at" test "$(wc -l <roots)" -ge 20

while read -r file; do
    name=${file#"$scenarios"/}
    run check "$file"
    case_is "check finds no error in $name" \
        sh -c '[ "$1" -eq 0 ] && tail -n 1 out | grep -q "^0 errors"' - "$status"
done <roots

run check "$scenarios/east-sussex/programme.cfg"
case_is "check says that its admissions suppose services that answer in time" told "answers in time"
run check "$scenarios/12-dated-change.cfg"
case_is "and does not where no service may avoid one" \
    sh -c 'grep -q "^Emergency admissions" out && ! grep -qF "answers in time" out'

# The numbered files teach one idea with round numbers; every other says where each number is from.
while read -r file; do
    name=${file#"$scenarios"/}
    case $name in [0-9][0-9]-*) continue ;; esac
    run check "$file" --sources
    case_is "every number of $name has a source or is marked as assumed" \
        grep -qx "Numbers with neither source nor assumption: 0" out
done <roots

# A fragment that no scenario includes is one that nobody has tried.
reached() { # fragment: does the resolved text of some root name it?
    grep -rqF "@include \"$1\"" "$scenarios" || grep -rqE "@include \"[^\"]*/$1\"" "$scenarios"
}
find "$scenarios" -name '*.cfg' -exec grep -L '^format *= *1;' {} + | sort >fragments
while read -r file; do
    case_is "${file#"$scenarios"/} is included by a scenario" reached "${file##*/}"
done <fragments

# Options of one county may speak of one service, so long as no two say the same thing.
{
    echo "format = 1; extends = \"$scenarios/east-sussex/programme.cfg\"; title = \"All options\";"
    echo "changes: {"
    grep -l '`changes`' "$scenarios"/options/*.cfg | sed 's/.*/@include "&"/'
    echo "}; services: {"
    grep -l '`services`' "$scenarios"/options/*.cfg | sed 's/.*/@include "&"/'
    echo "};"
} >all-options.cfg
run check all-options.cfg
case_is "all options compose in one file" \
    sh -c '[ "$1" -eq 0 ] && [ "$(grep -c @include all-options.cfg)" -eq "$2" ] &&
        tail -n 1 out | grep -q "^0 errors"' - "$status" "$(ls "$scenarios"/options/*.cfg | wc -l)"

release_only "every scenario runs"
while read -r file; do
    run run "$file" --reps 2 --no-plots --quiet --force -o results
    case_is "${file#"$scenarios"/} runs" ended 0
done <roots
finish
