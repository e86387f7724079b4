#!/bin/bash
# tests/unit/cli/mrt.sh NORMA SOURCE: what goes into norma mrt and what comes out, exit codes and messages.
norma=$(realpath "$1")
make=$(realpath "$2")/tests/interop/mrt_make.py
dir=$(mktemp -d /tmp/norma-mrt-XXXXXX)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
n=0 bad=0

ok() { # GOOD NAME
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else
		echo "not ok $n - $2"
		bad=1
	fi
}
status() { # WANT NAME COMMAND...
	local want=$1 name=$2
	shift 2
	"$@" >out 2>err
	local got=$?
	[ $got = "$want" ]
	ok $? "$name (exit status $got)"
}

"$make" general >general
"$make" path-ids >ids
"$norma" mrt general >lines 2>told
"$norma" mrt --format json general >json 2>/dev/null
"$norma" mrt --format count general >count 2>/dev/null

status 0 "damage costs only itself" "$norma" mrt general
grep -q '^norma: general:[0-9]*: damaged record: ' told
ok $? "damage is told with file and position"
"$norma" mrt - <general 2>/dev/null | cmp -s - lines
ok $? "standard input"
"$norma" mrt - <general 2>&1 >/dev/null | grep -q '^norma: standard input:'
ok $? "messages name it"
for pack in "gzip -c" "bzip2 -c" "xz -c" "zstd -qc"; do
	command -v "${pack%% *}" >/dev/null || continue
	$pack <general >packed.txt
	"$norma" mrt packed.txt 2>/dev/null | cmp -s - lines
	ok $? "told by content: ${pack%% *}"
done
cat general general | gzip -c >twice
"$norma" mrt --format count twice 2>/dev/null | grep -q "^records $(($(awk '/^records/ {print $2}' count) * 2))$"
ok $? "two files in one: the second table of peers applies"
cat lines >both
"$norma" mrt ids >>both
"$norma" mrt general ids 2>/dev/null | cmp -s - both
ok $? "one file after the other"

for case in $("$make"); do
	"$make" "$case" >case
	for format in bgpdump json count; do "$norma" mrt --format $format case >/dev/null 2>&1 || echo "$case $format"; done
done >failed
[ ! -s failed ]
ok $? "every made case in every form"

python3 - json <<'E2'
import json, sys
members = ["time", "source", "file", "record", "offset", "collector", "peer", "prefix", "pathId", "path", "origin", "nextHop",
    "localPref", "med", "atomicAggregate", "aggregator", "communities", "largeCommunities", "extendedCommunities", "otc",
    "unknownAttributes", "errors", "originated", "oldState", "newState", "code", "subcode"]
for line in open(sys.argv[1]):
    o = json.loads(line)
    keys = list(o)
    assert all(k in members for k in keys), keys
    assert o["source"] in "rib announce withdraw state open notification keepalive refresh".split()
    assert keys == sorted(keys, key=members.index), keys
E2
ok $? "every line is an object with the members of the contract, in their order"
for pair in "rib rib" "announcements announce" "withdrawals withdraw" "states state"; do
	[ "$(awk -v k="${pair% *}" '$1 == k {print $2}' count)" = "$(grep -c "\"source\":\"${pair#* }\"" json)" ]
	ok $? "count and JSON agree: ${pair% *}"
done
[ "$(awk '/^elements|^states/ {s += $2} END {print s}' count)" = "$(wc -l <lines)" ]
ok $? "count and lines agree"
[ "$(awk '/^type\./ {s += $2} END {print s}' count)" = "$(awk '/^records/ {print $2}' count)" ]
ok $? "types add up to the records"
[ "$(awk '/^rejected\./ {s += $2} END {print s}' count)" = "$(awk '/^rejected / {print $2}' count)" ]
ok $? "reasons add up to what was rejected"
head -n 13 count | cut -d' ' -f1 | tr '\n' ' ' |
	grep -q '^files octets records elements rib announcements withdrawals states messages peers first last rejected $'
ok $? "names of the counts in their order"

: >empty
echo "This is no MRT file." >words
status 3 "an empty file" "$norma" mrt empty
status 3 "a file of something else" "$norma" mrt words
grep -q '^norma: words:' err
ok $? "it is named"
status 3 "no such file" "$norma" mrt none
status 3 "a folder" "$norma" mrt .
status 0 "one of two gives something" "$norma" mrt none ids
grep -q '^norma: none: ' err
ok $? "the other is named"
status 2 "no file" "$norma" mrt
status 2 "no such form" "$norma" mrt --format xml ids
gzip -c <general | head -c 600 >short.gz
status 0 "a compressed file that is cut off" "$norma" mrt short.gz
grep -q '^norma: short.gz:' err
ok $? "the cut is told"
for i in $(seq 2000); do cat ids; done >many
"$norma" mrt many 2>err | head -n 1 >/dev/null
[ ! -s err ]
ok $? "a closed pipe ends it quietly"
echo "1..$n"
exit $bad
