#!/bin/sh
# Before and after of every winter event: make winter-pictures
#
#   BEDFLOW=program sh scenarios/winter/pictures.sh FOLDER [REPLICATIONS]
#
# The same people in a winter without events and with each of them alone, on the dates and of the size
# that are written, so that what it does can be seen. In FOLDER/<event> are the pictures of both over one
# another, with the difference; FOLDER/summary.txt says what changed over the whole winter (±: 95%
# simulation error), and on the day on which the mean of winters differs most. Short events hardly
# change a winter, but a week of it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bedflow=${BEDFLOW:?the program}
folder=${1:?a folder for the pictures}
reps=${2:-40}
quiet=$here/../east-sussex/winter-quiet.cfg
mkdir -p "$folder/runs"
cd "$folder"

table() { sed -E 's/^("[^"]*"|[^,]*),//' "$1"; } # without its first column, the title
# The mean over winters of what the event changes, with its 95% simulation error (the same people).
change() { # folder measure
    {
        table runs/quiet/replications.csv
        table "$1/replications.csv"
    } | awk -F, -v m="$2" '$2 == "system" && $3 == "all" && $4 == m {
            if ($1 in before) { d = $NF - before[$1]; n++; sum += d; squares += d * d } else before[$1] = $NF }
        END { sd = n > 1 ? sqrt((squares - sum * sum / n) / (n - 1)) : 0
              printf "%.2f %.2f\n", sum / n, n < 2 ? 0 : (1.96 + 2.4 / (n - 1)) * sd / sqrt(n) }'
}
# The day on which the mean differs most, and by how much.
peak() { # folder measure
    {
        table runs/quiet/daily.csv
        table "$1/daily.csv"
    } | awk -F, -v m="$2" '$2 == "system" && $3 == "all" && $4 == m {
            if ($1 in before) { d = $6 - before[$1]; if (d * d > most * most) { most = d; day = $1 } }
            else before[$1] = $6 }
        END { printf "%.1f %s\n", most, day == "" ? "-" : day }'
}
printf 'format = 1; extends = "%s"; seasons_differ = false; title = "A winter without events";\n' "$quiet" >runs/quiet.cfg
"$bedflow" run runs/quiet.cfg --reps "$reps" --no-plots --quiet --force -o runs/quiet >/dev/null
printf "%-28s %16s %16s %14s   %-20s %-20s\n" "against a quiet winter" "delayed days" "occupancy, %" readmitted \
    "most: delayed people" "most: occupancy, %" >summary.txt
for file in "$here"/*.cfg; do
    event=$(basename "$file" .cfg)
    [ "$event" = flu-people ] && continue # people, and no event
    {
        echo "format = 1; extends = \"$quiet\";"
        echo "seasons_differ = false;"
        echo "title = \"Winter with $(echo "$event" | tr - ' ' | sed 's/christmas/Christmas/')\";"
        echo "changes: {"
        echo "@include \"$file\""
        echo "};"
    } >"runs/$event.cfg"
    "$bedflow" run "runs/$event.cfg" --reps "$reps" --no-plots --quiet --force -o "runs/$event" >/dev/null
    "$bedflow" plot runs/quiet "runs/$event" --quiet -o "$event" 2>/dev/null || "$bedflow" plot runs/quiet "runs/$event" -o "$event"
    echo "$(change "runs/$event" delayed_days) $(change "runs/$event" occupancy)" \
        "$(change "runs/$event" readmitted) $(peak "runs/$event" delayed) $(peak "runs/$event" occupancy)" |
        awk -v e="$event" '{ printf "%-28s %+8.0f ± %5.0f %+8.2f ± %5.2f %+6.0f ± %5.0f   %+6.1f %-13s %+6.1f %s\n",
                                 e, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 }' |
        tee -a summary.txt
done
echo "Summary:  $folder/summary.txt"
echo "Pictures: $folder/<event>/compare-delayed.png, compare-system.png, compare-services.png"
