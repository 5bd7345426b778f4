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

# A fragment that no scenario includes is one that nobody has tried.
reached() { # fragment: does the resolved text of some root name it?
    grep -rqF "@include \"$1\"" "$scenarios" || grep -rqE "@include \"[^\"]*/$1\"" "$scenarios"
}
find "$scenarios" -name '*.cfg' -exec grep -L '^format *= *1;' {} + | sort >fragments
while read -r file; do
    case_is "${file#"$scenarios"/} is included by a scenario" reached "${file##*/}"
done <fragments

release_only "every scenario runs"
while read -r file; do
    run run "$file" --reps 2 --no-plots --quiet --force -o results
    case_is "${file#"$scenarios"/} runs" ended 0
done <roots
finish
