# code(line): the line without comments and without the insides of strings and characters.
# Call it for every line, in order; call code_begin() at the start of each file.
function code_begin() { in_comment = 0 }
function code(s,    out, c, two, i, n)
{
    out = ""
    n = length(s)
    for (i = 1; i <= n; i++) {
        c = substr(s, i, 1)
        two = substr(s, i, 2)
        if (in_comment) {
            if (two == "*/") { in_comment = 0; i++; out = out " " }
        } else if (two == "/*") {
            in_comment = 1; i++
        } else if (two == "//") {
            break
        } else if (c == "\"" || c == "'") {
            out = out c
            for (i++; i <= n && substr(s, i, 1) != c; i++)
                if (substr(s, i, 1) == "\\") i++
            out = out c
        } else {
            out = out c
        }
    }
    return out
}
# layer(file): base, random, ... models, cli, or tests; "" for anything else.
function layer(file)
{
    sub(/^\.\//, "", file)
    if (file ~ /^tests\//) return "tests"
    if (file ~ /^models\//) return "models"
    if (file ~ /^sim\/[a-z]+\//) sub(/^sim\//, "", file)
    else if (file ~ /^include\/bedflow\/[a-z]+\//) sub(/^include\/bedflow\//, "", file)
    else return ""
    sub(/\/.*/, "", file)
    return file
}
function fail(why) { printf "%s:%d: error: %s\n", FILENAME, FNR, why; bad = 1 }
