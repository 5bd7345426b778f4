# Put a table into a text, between its two marks: sh splice.sh TABLE TEXT
# Nothing is written if a mark is missing, or if the text has this table already.
set -eu
grep -q '^<!-- targets: made by `make targets` -->$' "$2" && grep -q '^<!-- end of targets -->$' "$2" ||
    { echo "$2: expected the marks <!-- targets: made by \`make targets\` --> and <!-- end of targets -->" >&2; exit 1; }
awk -v table="$1" '
    /^<!-- end of targets -->$/ { inside = 0 }
    !inside { print }
    /^<!-- targets: made by / { inside = 1; while ((getline line < table) > 0) print line }
' "$2" >"$2.new"
if cmp -s "$2" "$2.new"; then
    rm "$2.new"
else
    mv "$2.new" "$2"
    echo "$2: the table was made anew"
fi
