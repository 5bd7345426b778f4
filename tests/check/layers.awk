# Every #include that points up, or at a library whose door is elsewhere.
# Usage: awk -f code.awk -f layers.awk layers.txt FILE...
NR == FNR {
    if ($0 ~ /^#/ || NF == 0) next
    split($0, half, "|")
    name = half[1]
    sub(/:.*/, "", name)
    sub(/^[^:]*:/, "", half[1])
    known[name] = 1
    n = split(half[1], word, " ")
    for (i = 1; i <= n; i++) may[name, word[i]] = 1
    headers[name] = half[2]
    next
}
FNR == 1 { from = layer(FILENAME) }
from == "tests" || from == "" { next }
!(from in known) {
    if (!(from in told)) fail("layer \"" from "\" is not in layers.txt")
    told[from] = 1
    next
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    to = quoted[2]
    if (to ~ /^bedflow\/[a-z]+\//) {
        sub(/^bedflow\//, "", to)
        sub(/\/.*/, "", to)
        if (to != from && !((from, to) in may))
            fail(from " may not include \"" quoted[2] "\": arrows point down only")
    } else if (to ~ /\// && to !~ /^bedflow\/[a-z_]+\.h$/) {
        fail("write \"bedflow/<layer>/<name>.h\", or a private header of this folder by its bare name")
    }
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    split($0, quoted, /[<>]/)
    if (!allowed(quoted[2], headers[from]) && !allowed(quoted[2], headers["everyone"]))
        fail(from " may not include <" quoted[2] ">: its door is another layer")
}
END { exit bad }
function allowed(header, list,    word, i, n)
{
    n = split(list, word, " ")
    for (i = 1; i <= n; i++) {
        if (header == word[i]) return 1
        if (word[i] ~ /\/$/ && index(header, word[i]) == 1) return 1
    }
    return 0
}
