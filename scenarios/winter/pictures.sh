#!/bin/sh
# Before and after of every winter event: make winter-pictures
#
#   BEDFLOW=program sh scenarios/winter/pictures.sh FOLDER [REPLICATIONS]
#
# The same people in a winter without events and with each of them alone, on the dates and of the size
# that are written, so that what it does can be seen. In FOLDER/<event> are the pictures of both over one
# another, with the difference; FOLDER/summary.txt says what changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bedflow=${BEDFLOW:?the program}
folder=${1:?a folder for the pictures}
reps=${2:-40}
quiet=$here/../east-sussex/winter-quiet.cfg
mkdir -p "$folder/runs"
cd "$folder"

value() { # folder measure: its mean in the whole system
    sed -E 's/^("[^"]*"|[^,]*),//' "$1/summary.csv" | awk -F, -v m="$2" '$1 == "system" && $2 == "all" && $3 == m { print $5 }'
}
printf 'format = 1; extends = "%s"; seasons_differ = false; title = "A winter without events";\n' "$quiet" >runs/quiet.cfg
"$bedflow" run runs/quiet.cfg --reps "$reps" --no-plots --quiet --force -o runs/quiet >/dev/null
printf '%-32s %12s %12s %12s\n' "event, against a quiet winter" "delayed days" "occupancy %" "readmitted" >summary.txt
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
    for m in delayed_days occupancy readmitted; do
        echo "$(value "runs/$event" $m) $(value runs/quiet $m)"
    done | awk -v e="$event" '{ d[NR] = $1 - $2 } END { printf "%-32s %+12.0f %+12.2f %+12.0f\n", e, d[1], d[2], d[3] }' |
        tee -a summary.txt
done
echo "Pictures: $folder/<event>/compare-delayed.png, compare-system.png, compare-services.png"
