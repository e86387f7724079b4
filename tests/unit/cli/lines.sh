#!/bin/bash
# tests/unit/cli/lines.sh NORMA: the engine under `norma validate`, by its standard input and output.
norma=$1
dir=$(mktemp -d /tmp/norma-lines-XXXXXX)
trap 'rm -rf "$dir"' EXIT
n=0 bad=0
result() { # STATUS NAME
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else
		echo "not ok $n - $2"
		bad=1
	fi
}

# Many pieces, threads, lines of all lengths: the same answers in the same order, one each.
awk 'BEGIN { srand(7); for (i = 0; i < 300000; i++) {
	if (i % 1000 == 1) printf "# a comment\n\n"
	if (i % 5000 == 2) { for (k = 0; k < 30000; k++) printf "x"; print ""; bad++ }
	printf "%d.%d.%d.0/24%s%d%s\n", rand() * 224, rand() * 256, rand() * 256, i % 2 ? " " : ",", i, i % 3 ? "" : "\r"
} }' >"$dir/in"
"$norma" --threads 1 validate <"$dir/in" >"$dir/one" 2>/dev/null
[ $? = 3 ]
result $? "lines that cannot be read make the status 3"
"$norma" --threads 4 validate <"$dir/in" >"$dir/four" 2>/dev/null
cmp "$dir/one" "$dir/four"
result $? "four threads answer as one does"
(while read -rN 40000 part; do printf %s "$part"; done <"$dir/in"; printf %s "$part") | "$norma" --threads 4 validate >"$dir/pipe" 2>/dev/null
cmp "$dir/one" "$dir/pipe"
result $? "a slow pipe is answered as a file"
tr -d '\r' <"$dir/in" | tr ',' ' ' | grep -v '^#' | grep . | awk '{ print $1, $2 }' >"$dir/asked"
sed 's/ rov=.*//; s/ error$//' "$dir/one" | awk '{ print $1, $2 }' | cmp - "$dir/asked"
result $? "300,060 answers, each to its question"

# A line that no memory would hold, with a good one behind it; the same as a comment; the last one without an end.
{
	head -c 20000000 /dev/zero | tr '\0' y
	printf '\n1.0.0.0/24 1\n#'
	head -c 20000000 /dev/zero | tr '\0' y
	printf '\n2.0.0.0/24 2'
} >"$dir/long"
# The address sanitizer reserves terabytes of addresses: no limit on them is possible there.
limit=400000
! ldd "$norma" | grep -q libasan || limit=unlimited
(ulimit -v $limit; "$norma" --threads 1 validate <"$dir/long" >"$dir/out" 2>"$dir/err")
[ "$(tail -n 2 "$dir/out" | cut -d' ' -f1,2 | tr '\n' '|')" = "1.0.0.0/24 1|2.0.0.0/24 2|" ]
result $? "a line of 20 MB costs only itself"
[ "$(wc -c <"$dir/out")" -gt 20000000 ] && grep -q '^norma: standard input:1:1: too long' "$dir/err"
result $? "and is given back as it came, with a message"

# Answers come before the input ends.
mkfifo "$dir/ask" "$dir/answer"
"$norma" validate <"$dir/ask" >"$dir/answer" &
exec 3>"$dir/ask" 4<"$dir/answer"
echo "1.0.0.0/24 1" >&3
read -r -t 10 line <&4 && [ "${line%% rov*}" = "1.0.0.0/24 1" ]
result $? "an answer comes before the next question"
exec 3>&-
wait $!
result $? "the end of input is the end"
exec 4<&-

"$norma" validate <"$dir/in" 2>/dev/null | head -n 1 >/dev/null
[ "${PIPESTATUS[0]}" = 141 ]
result $? "a closed pipe ends it quietly"
"$norma" validate <"$dir" >"$dir/out" 2>"$dir/err"
[ $? = 3 ] && grep -q 'standard input: cannot be read' "$dir/err"
result $? "a folder as input is told"
[ ! -e /dev/full ] || {
	"$norma" validate <"$dir/in" >/dev/full 2>"$dir/err"
	[ $? = 4 ]
	result $? "a full disk is told"
}
: | "$norma" validate >"$dir/out" && [ ! -s "$dir/out" ]
result $? "no questions, no answers"
echo "1..$n"
exit $bad
