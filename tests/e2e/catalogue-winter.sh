# Every winter event changes a winter; bills come to what they are by hand; rules of escalation are
# used.
. "$TOP/tests/e2e/tap.inc"
. "$TOP/tests/e2e/catalogue.inc"
release_only "every winter event changes a winter"

run run "$scenarios/east-sussex/winter-quiet.cfg" --reps 2 --no-plots --quiet --force -o on
for file in "$scenarios"/winter/*.cfg; do
    event=${file##*/}
    [ "$event" = flu-people.cfg ] && continue # people, and no event
    {
        echo "format = 1; extends = \"$scenarios/east-sussex/winter-quiet.cfg\";"
        echo "changes: {"
        echo "@include \"$file\""
        echo "};"
    } >winter.cfg
    run run winter.cfg --reps 2 --no-plots --quiet --force -o off
    case_is "the winter has an event: ${event%.cfg}" ended 0
    case_is "and it changes the winter" something
done

# ---- bills by hand, rules in use --------------------------------------------------------------

# What a purchase of the last run came to: "amount spend 633150".
amount() { table bill/summary.csv | grep ",purchase:[a-z0-9_]*,$1," | cut -d, -f5 | grep -qx "$2"; }
buy() { run run "$scenarios/east-sussex/purchases-$1.cfg" --reps 2 --no-plots --quiet --force -o bill; }

# 30 beds for 151 days are 4,530 bed days; on the first 20 days floor(30 k / 21) are open, 309 fewer.
# 4,221 at £150 are £633,150, full or empty.
buy block
case_is "thirty beds in a block are 4,221 bed days" amount bought 4221
case_is "and cost £633,150, full or empty" amount spend 633150
# 202 hours a day for 131 days and k / 21 of them on the first 20: 202 x 141 = 28,482 at £22.28.
buy home-first
case_is "1,414 hours a week are 28,482 hours" amount bought 28482
case_is "and cost £634,578.96" amount spend 634578.96
# A spot bed is paid by the day used: £1,310 / 7.
buy spot
case_is "a spot bed costs £187.14 a day that it is used" amount price_per_used 187.142857
case_is "and none stands empty" amount void 0

run run "$scenarios/east-sussex/escalation.cfg" --reps 4 --no-plots --quiet --force -o rules
in_use() {
    table rules/summary.csv | awk -F, -v rule="policy:$1" \
        '$2 == rule && $3 == "share_on" { used = $5 > 0 && $5 < 100 } END { exit !used }'
}
case_is "escalation beds are opened in a severe winter, and shut again" in_use escalation_beds
case_is "a second choice is accepted sooner when many wait, and not always" in_use relaxed_route

run run "$scenarios/east-sussex/opel.cfg" --reps 4 --no-plots --quiet --force -o rules
for rule in full many_delayed many_waiting level_2 level_3_beds level_3_team level_4_operations level_4_spot; do
    case_is "a level of escalation is reached in a severe winter, and left: $rule" in_use "$rule"
done
finish
