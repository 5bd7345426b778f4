# Names that other languages would take for commands: they come out as they went in, in every table,
# database, document and picture, and nothing of them is ever carried out. And scenarios of a size
# that nobody writes by hand: run or refused in words, in good time.
. "$TOP/tests/e2e/tap.inc"
unset MAKEFLAGS MFLAGS MAKELEVEL

# In a scenario a quote and a backslash are written with one before them.
text='q"uo,te'\''s; <b>&lt;</b> `touch carried-1` $(touch carried-2) %s %n {/Symbol a}_b^c @x \ '\''; system("touch carried-3"); x='\''; DROP TABLE summary; -- ]]> é'
said_in=$(printf '%s' "$text" | sed 's/[\\"]/\\&/g')
quoted_for_sed=$(printf '%s' "$said_in" | sed 's/[\\|&]/\\&/g')
sed "s|TEXT|$quoted_for_sed|g" >names.cfg <<'END'
format = 1; title = "TEXT"; question = "TEXT";
period = { from = "2021-11-01"; to = "2021-12-12"; follow_up = "0 days"; };
start = { warm_up = "28 days"; };
classes: { old: { label = "TEXT"; ages = "TEXT"; }; };
localities: { east: { label = "TEXT"; }; };
demand: { falls: { label = "TEXT"; enter = ( { to = "ward"; } );
  rate = { value = "9.7 per day"; source = "TEXT"; note = "TEXT"; }; }; };
tasks: { kit: { label = "TEXT"; reason = "F"; duration = { mean = "1 day"; }; }; };
services: {
  ward: { kind = "beds"; label = "TEXT"; about = "TEXT"; beds = 58; setting = "acute"; payer = "TEXT";
    cost = "£300 per bed per day"; stay = { mean = "4.3 days"; };
    then = ( { to = "rehab"; share = 0.31; needs = { kit = 0.4; }; }, { to = "home"; share = 0.69; } ); };
  rehab: { kind = "beds"; label = "TEXT"; beds = 25; setting = "non-acute";
    stay = { mean = "9.1 days"; }; then = ( { to = "home"; } ); };
};
changes: { shut: { label = "TEXT"; what = ["services.rehab.beds"]; add = "-3"; from = "2021-11-20"; }; };
purchases: { block: { label = "TEXT"; service = "rehab"; kind = "block"; beds = 3; payer = "TEXT";
  from = "2021-11-10"; to = "2021-11-30"; price = "£900 per bed per week"; }; };
policies: { more: { label = "TEXT"; when = "delayed"; above = 5; until_below = 2;
  what = ["services.rehab.beds"]; add = "4"; }; };
census: { mine: { label = "TEXT"; }; other: { label = "TEXT"; hour = "8 h"; }; };
END
file='it'\''s "odd" `touch carried-4` <i>.cfg' folder='re'\''s "ults" `touch carried-5`'
cp names.cfg "$file"
nothing_carried_out() { [ -z "$(find . -name 'carried-*' -print)" ]; }

run check "$file"
case_is "check reads names that look like commands" ended 0
case_is "and says them as they are" told "$text"
run run "$file" --reps 3 --quiet -o "$folder"
case_is "a scenario of such names runs, and so do its pictures" ended 0
run trace "$file" --first 2
case_is "trace says them as they are" sh -c '[ "$1" -eq 0 ] && grep -qF -- "$2" out' - "$status" "$text"
run plot "$folder"
case_is "pictures are drawn again from a folder of such a name" ended 0
run reproduce "$folder"
case_is "run.json is read back to the same digest" ended 0
run compare "$file" --alt 'a "b`touch carried-6`'\'' {/Symbol x} <b>: services.ward.beds=60' --reps 4 -o compared
case_is "alternatives of such names are compared" ended 0
{
    echo 'days,"by ""x"" `touch carried-7`"'
    for k in 1 2 3 4 5 6 7; do
        printf '%s\n' "$k.25,\"$(printf '%s' "$text" | sed 's/"/""/g')\"" "$k.5,b" "$k.75,\"c,\"" "$k,d"
    done
} >'a "table" `touch carried-8`.csv'
run fit 'a "table" `touch carried-8`.csv' --class 'by "x" `touch carried-7`' -o fitted
case_is "a table of such names is fitted and drawn" ended 0
sed -n '/^stay = /,$p' out >pasted.cfg
scenario_with '/label = "Ward"/,/stay = /{/stay = /d;}
/label = "Ward"/a stay_here' | sed -e '/stay_here/r pasted.cfg' -e '/stay_here/d' -e '/^by_class/,/^};/d' >fitted.cfg
run check fitted.cfg
case_is "and what is printed can be pasted" ended 0
case_is "nothing of any name was carried out" nothing_carried_out

cat >back.py <<'END'
import csv, glob, json, sqlite3, sys
import xml.etree.ElementTree as tree
text, folder = sys.argv[1:3]
what = sys.argv[3]
if what == "csv":
    for name in glob.glob(glob.escape(folder) + "/*.csv"):
        with open(name, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file, strict=True))
        assert len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows), name
    with open(folder + "/summary.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(row["scenario"] == text for row in rows)
    assert any(row["group"] == "payer:" + text for row in rows)
elif what == "json":
    with open(folder + "/run.json", encoding="utf-8") as file:
        document = json.dumps(json.load(file), ensure_ascii=False)
    assert json.dumps(text, ensure_ascii=False)[1:-1] in document
elif what == "sqlite":
    base = sqlite3.connect(folder + "/results.sqlite")
    tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found = rows = 0
    for name in tables:
        for row in base.execute('SELECT * FROM "' + name + '"'):
            rows += 1
            found += any(isinstance(cell, str) and (cell == text or cell == "payer:" + text) for cell in row)
    assert rows > 100 and found > 0, (rows, found)
else:
    drawn = glob.glob(glob.escape(folder) + "/plots/*.svg")
    assert drawn
    for name in drawn:
        tree.parse(name)
END
if command -v python3 >/dev/null; then
    for what in csv json sqlite svg; do
        sentence="$what reads back to the same names"
        if [ $what = sqlite ] && ! [ -e "$folder/results.sqlite" ]; then
            skip "$sentence" "built without SQLite"
        elif [ $what = svg ] && ! command -v gnuplot >/dev/null; then
            skip "$sentence" "gnuplot is not installed"
        else
            python3 back.py "$text" "$folder" $what 2>err
            report $? "$sentence"
        fi
    done
else
    skip "tables and documents read back to the same names" "python3 is not installed"
fi

sed 's|title = ".*"; question|title = "two\\nlines"; question|' names.cfg >lines.cfg
refused 65 "a title of two lines is refused, for it would break tables" "one line of text" run lines.cfg -o none
sed 's|title = ".*"; question|title = "\\x1b[31mred"; question|' names.cfg >red.cfg
refused 65 "a title that would colour the screen is refused" "an escape of the byte 0x1B" run red.cfg -o none
scenario_with 's/"lognormal"/"lggnormal"/' >shape.cfg
refused 65 "a shape that there is not is refused with the nearest" 'did you mean "lognormal"' run shape.cfg -o none
finish
