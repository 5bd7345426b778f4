# The three worked examples of the README, with few replications: what they say is there, and their figures agree.
. "$TOP/tests/e2e/tap.inc"
county=$TOP/scenarios/east-sussex
quick="--no-plots --quiet"
# A table of results as "column=value" would be read by a person: field FILE ROW-PATTERN COLUMN
field() {
    awk -v row="$2" -v name="$3" '
        { n = split_csv($0, cell) }
        NR == 1 { for (i = 1; i <= n; i++) at[cell[i]] = i; next }
        $0 ~ row { print cell[at[name]]; exit }
        function split_csv(line, out,   k, c, quoted, text) {
            k = 1; text = ""; quoted = 0
            for (c = 1; c <= length(line); c++) {
                ch = substr(line, c, 1)
                if (ch == "\"") quoted = !quoted
                else if (ch == "," && !quoted) { out[k++] = text; text = "" }
                else text = text ch
            }
            out[k] = text
            return k
        }' "$1"
}
# near A B: equal to a millionth, or a penny
near() { awk -v a="$1" -v b="$2" 'BEGIN { d = a - b; if (d < 0) d = -d; s = a < 0 ? -a : a; exit !(a != "" && b != "" && d <= 0.01 + 1e-6 * s) }'; }
calc() { awk "BEGIN { printf \"%.9g\", $1 }"; }

# ---- the scenario that README writes out --------------------------------------------------------------

mkdir county && cp "$county"/*.cfg "$county"/*.csv county
cp -R "$TOP/scenarios/services" "$TOP/scenarios/winter" "$TOP/scenarios/options" .
awk '/^```$/ { inside = !inside; next } inside && /^format  = 1;/ { found = 1 } inside && found { print }
    found && !inside { exit }' "$TOP"/README.md >county/more-beds.cfg
run check county/more-beds.cfg
case_is "what README says to save beside winter-2021.cfg is a scenario" sh -c '[ "$1" -eq 0 ] && tail -n 1 out | grep -qx "0 errors, 0 warnings" && grep -q "^Winter 2021/22 with thirty more" out' - "$status"
run run county/winter-2021.cfg --set services.d2a_beds.beds=77 --reps 1 $quick -o county/set
case_is "and its number can be set" ended 0

# ---- thirty block beds, Home First hours, or spot only? -----------------------------------------------

run compare "$county/purchases-none.cfg" "$county/purchases-block.cfg" "$county/purchases-home-first.cfg" \
    "$county/purchases-spot.cfg" --reps 10 $quick -o offers
case_is "offers are compared" ended 0
case_is "what is bought is told apart from what days are worth" sh -c '
    tr "\n" " " <out | tr -s " " >flat
    grep -q ": £633,150 more for what is bought" flat && grep -q "acute beds are not in it" flat &&
    grep -q "beds for others, and cash only where beds close" flat && grep -q "its marginal cost" flat && grep -q "its average cost" flat'
case_is "each payer has a balance of its own" sh -c 'grep -q "^By payer: NHS £.* more" out && grep -q "social care £" flat'
case_is "a spot bed has the price up to which it is worth as much as the block" sh -c '
    grep -q "A spot place of purchases-spot costs £1,310 a bed a week. It is worth as much as purchases-block up to" flat'
for option in purchases-block purchases-home-first purchases-spot; do
    total=$(field offers/options.csv "^$option," extra_spend)
    payers=$(awk -F, -v o="$option" '$1 == o { s += $3 } END { printf "%.9g", s }' offers/payers.csv)
    case_is "payers add up to the total: $option" near "$payers" "$total"
    released=$(field offers/options.csv "^$option," acute_days_released)
    case_is "a day at £346 is a day at £346: $option" \
        near "$(field offers/options.csv "^$option," net_average)" "$(calc "$total - 346 * $released")"
    case_is "and at £60: $option" near "$(field offers/options.csv "^$option," net_marginal)" "$(calc "$total - 60 * $released")"
done
spot=$(field offers/options.csv "^purchases-spot," extra_spend) block=$(field offers/options.csv "^purchases-block," extra_spend)
paid=$(field offers/options.csv "^purchases-spot," extra_paid) now=$(field offers/prices.csv ",nothing," price_now)
price=$(field offers/prices.csv "^purchases-spot,.*,purchases-block,.*,nothing," break_even)
case_is "at the price that breaks even, spot beds cost what the block costs" near "$(calc "$spot + ($price - $now) * $paid / $now")" "$block"
run report offers
case_is "the board has a page" sh -c '
    for words in "own balance" "What is paid, more than in the base" \
        "Net cost: what is paid, less the worth of the days released" "How dear a spot place may be"; do
        grep -q "$words" offers/report.html || { echo "# not there: $words" >&2; exit 1; }
    done'

run compare "$county/purchases-spot.cfg" "$county/purchases-block-equal.cfg" "$county/purchases-home-first-equal.cfg" --reps 3 $quick -o equal
case_is "and for the same money they are compared too" sh -c '
    [ "$1" -eq 0 ] && tr "\n" " " <out | tr -s " " | grep -q "for what is bought, and .* for other services that people use otherwise"' - "$status"
same() { field equal/comparison.csv "^$1,.*,system,all,purchases," option_mean; }
case_is "block beds and hours at equal spend are billed within 5% of each other" awk -v a="$(same purchases-block-equal)" -v b="$(same purchases-home-first-equal)" \
    'BEGIN { exit !(a > 0.95 * b && b > 0 && a < 1.05 * b) }'

# ---- £1.5m for winter: what should we buy? ------------------------------------------------------------

run optimise "$county/winter-offers.cfg" --least delayed_days --budget "£1.5m" --max-reps 200 $quick -o money \
    --choose purchases.d2a_block.beds=0..30/15 \
    --choose "purchases.home_first_hours.hours=0 hours per week,400 hours per week" --choose purchases.d2a_spot.weekly_limit=8
case_is "money is spent, or it is said that this is not decided" sh -c '
    [ "$1" -eq 0 ] && grep -q "^Chosen: " out || { [ "$1" -eq 2 ] && grep -q "^Not decided" out && grep -q "more replications would" out; }' - "$status"
case_is "the frontier tells its options apart" sh -c '
    sed -n "/^option .*cost/,/^\$/p" out | grep "^[0-9]* beds, " | cut -c1-46 | sort | uniq -d | grep -q . && exit 1
    grep -q "^0 beds, 0 hours per week, at most 8 starts a week" out'
case_is "no point of the frontier is beaten by another" awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { n++; cost[n] = $at["cost"]; harm[n] = $at["harm"]; on[n] = $at["on_frontier"] }
    END { for (i = 1; i <= n; i++) for (k = 1; k <= n; k++)
              if (on[i] && (cost[k] < cost[i] && harm[k] <= harm[i] || cost[k] <= cost[i] && harm[k] < harm[i])) exit 1
          exit !(n >= 6) }' money/options.csv
case_is "nothing is chosen that costs more than there is" awk -F, '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["standing"] == "chosen" && $at["cost"] > 1500000 { bad = 1 } END { exit bad }' money/options.csv
run optimise "$county/winter-offers.cfg" --least delayed_days --budget "£1.5m" --max-reps 200 $quick -o one --choose purchases.d2a_block.beds=5
case_is "a choice of one is not called a choice" sh -c 'grep -q "^1 option looked at" out && grep -q "^There is only one option, so nothing was chosen: " out'

# ---- why was the second week of January so bad? -------------------------------------------------------

run run "$county/winter-severe.cfg" --reps 4 $quick -o severe
run explain severe --date 2022-01-10..2022-01-16 $quick --of sickness_at_home --of packages_slower
case_is "the week is explained" sh -c '[ "$1" -eq 0 ] && grep -q "10 Jan 2022 to 16 Jan 2022: Delayed transfers at midnight" out && grep -q "What each added, averaged over all orders" out' - "$status"
case_is "shares add up to the difference" awk -F, '
    { label = $0; sub(/^[^,]*,[^,]*,("[^"]*"|[^,]*),/, "", label); split(label, v, ",") }
    $2 == "without_all" { without = v[3] } $2 == "with_all" { with = v[3] } $2 == "difference" { difference = v[3] }
    $2 == "change" || $2 == "purchase" || $2 == "policy" || $2 == "together" { sum += v[3]; n++ }
    END { d = sum - difference; t = with - without - difference
          exit !(n >= 2 && d < 1e-6 && d > -1e-6 && t < 1e-6 && t > -1e-6) }' severe/explain-2022-01-10/causes.csv
refused 64 "a day of another winter is not" "received 2023-01-10" explain severe --date 2023-01-10
refused 64 "nor days in the wrong order" "the first day before the last" explain severe --date 2022-01-16..2022-01-10
refused 74 "nor a comparison" "expected results of bedflow run" explain offers --date 2022-01-10
finish
