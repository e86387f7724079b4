#!/bin/bash
# What is shown of a database, as text, JSON and CSV, and what is said where there is nothing to show. Speaks TAP.
# stored.sh NORMA MAKE_STORE FOLDER [--update]
# FOLDER/cases: NAME STATUS ARGUMENT... a line; standard output must be FOLDER/NAME.out, standard error FOLDER/NAME.err,
# where there are such files; otherwise it must be empty. --update writes them anew: look at the difference.
norma=$(realpath "$1")
make=$(realpath "$2")
folder=$(realpath "$3")
update=${4-}
dir=$(mktemp -d /tmp/norma-stored-XXXXXX)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
"$make" norma.db || exit 1
sed 's/^ready = .*/ready = 0.95/; s/^name = .*/name = proposal/' <("$norma" show framework manrs-2024) >proposal.ini
n=0

ok() { # STATUS NAME
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else
		echo "not ok $n - $2"
		head -n 30 diff | sed 's/^/# /'
	fi
}

keep() { # WHAT FILE
	if [ -s "$1" ]; then cp "$1" "$2"; else rm -f "$2"; fi
}

while read -r name want arguments; do
	[ -n "$name" ] || continue
	eval "words=($arguments)"
	"$norma" "${words[@]}" >out 2>err </dev/null
	got=$?
	if [ "$update" = --update ]; then
		keep out "$folder/$name.out"
		keep err "$folder/$name.err"
	fi
	bad=0
	: >diff
	for what in out err; do
		[ -e "$folder/$name.$what" ] && should=$folder/$name.$what || should=/dev/null
		diff -u "$should" $what >>diff || bad=1
	done
	[ $got = "$want" ] || {
		echo "exit status $got, not $want" >>diff
		bad=1
	}
	ok $bad "$name"
done <"$folder/cases"

# ---- promises of the forms, from their text

: >diff
keys() { "$norma" show asn 3333 --format json | jq -c "$1"; }
[ "$(keys keys_unsorted)" = '["asn","holder","economy","rir","participant","period","framework","coverage","scores","metrics","routes","inputs"]' ]; ok $? "members of show asn"
[ "$(keys '.metrics | keys_unsorted')" = '["M1","M1C","M2","M2C","M3","M3C","M4","M4C","M5","M8","M7IRR","M7RPKI","M6","M7RPKIN","M9"]' ]; ok $? "every metric, in order"
[ "$(keys '.scores | keys_unsorted')" = '["filtering","antiSpoofing","coordination","routingInformationIRR","routingInformationRPKI"]' ]; ok $? "every action"
[ "$(keys '.metrics | map(select(.raw == null) | .noData) | unique')" = '["not measured"]' ]; ok $? "each null has its reason"
"$norma" show asn 5555 --format json | jq -e '[.metrics[], .scores[]] | all((.raw // .value) != null or .raw == 0 or .value == 0 or (.noData | length > 0))' >/dev/null; ok $? "a network with nothing: reasons throughout"
"$norma" show incident 4 | grep -A 4 '^Others$' | grep -qx '  GRIP: moas-1-4444 from 2014-05-04T00:05:00Z to 2014-05-04T00:15:00Z'; ok $? "beside an incident what others say of it"
"$norma" show incident 4 | grep -qx '    they accuse AS9'; ok $? "and whom else they accuse"
"$norma" show incident 4 --format json | jq -e '[.external[] | .agreement] == ["same", "other_culprit"]' >/dev/null; ok $? "in JSON too"
"$norma" show incident 5 --format json | jq -e 'has("external") | not' >/dev/null; ok $? "and nothing where they say nothing"
"$norma" show scores --format csv | head -n 1 | tr -d '\r' | grep -qx 'asn,holder,economy,rir,participant,filtering,filteringReadiness,antiSpoofing,antiSpoofingReadiness,coordination,coordinationReadiness,routingInformationIRR,routingInformationIRRReadiness,routingInformationRPKI,routingInformationRPKIReadiness'; ok $? "header of show scores"
"$norma" show routes asn 3333 --format csv | head -n 1 | tr -d '\r' | grep -qx 'prefix,origin,peersMax,firstSeen,lastSeen,counted,whyNot,rov,irr,bogon'; ok $? "header of show routes"
[ "$("$norma" show sources --format json | jq -c '.[0] | keys_unsorted')" = '["file","kind","asOf","age","fresh","records","rejected","reasons","used","whyNot"]' ]; ok $? "members of show sources"
# 29 min 0.5, 24 h 2 (doc/measurement.md section 5); the curve of section 6.1: 0.6^sqrt(5)
"$norma" show asn 4444 --format json | jq -e '.metrics.M3 | .raw == 2.5 and .incidents == 2 and ((.score - 0.31910) | fabs) < 0.00001' >/dev/null; ok $? "an incident's weight and score"
# an event that is open ends with the period where the data reach it: 2 h
"$norma" show asn 4444 --format json | jq -e '.metrics.M4.raw == 1' >/dev/null; ok $? "an open event"

# ---- the raw messages

"$norma" incident 1 --replay --format mrt >replayed.mrt 2>/dev/null
"$norma" mrt --format count replayed.mrt 2>/dev/null | grep -qx 'records 2'; ok $? "a replay as MRT can be read again"
[ "$("$norma" mrt replayed.mrt 2>/dev/null | grep -c 'BGP4MP|1399161601|A|198.51.100.20|20|192.168.7.0/24|20 3333 4444|IGP|198.51.100.20')" = 1 ]; ok $? "and says the same"

# ---- databases that are none

run() { # STATUS WORDS ARG...
	local want=$1 words=$2
	shift 2
	"$norma" "$@" >out 2>err </dev/null
	[ $? = "$want" ] && [ ! -s out ] && grep -qF -- "$words" err
}
for verb in "show asn 1" "show scores" "show sources" "show economy NL" "show prefix 5.0.0.0/16" "show incident 1" "show routes asn 1" incidents "incident 1" "score --framework norma-1"; do
	# shellcheck disable=SC2086
	run 3 'missing.db: there is no such database; norma measure' $verb --db missing.db
	ok $? "norma $verb without a database"
done
echo 'this is no database, though it has more than a hundred octets: that is what the first page begins with, in others' >text.db
run 3 'text.db: ' show scores --db text.db && grep -q 'not a database' err; ok $? "a text for a database"
mkdir folder.db; run 3 'folder.db: ' show scores --db folder.db; ok $? "a folder for a database"
: >empty.db; run 3 'empty.db: not a database of norma' show scores --db empty.db; ok $? "an empty file for a database"
head -c 20000 norma.db >cut.db; run 3 'cut.db: ' show scores --db cut.db; ok $? "a database that is cut off"
"$make" only.db && chmod 400 only.db && "$norma" show scores --db only.db >out 2>err; [ $? = 0 ] && [ -s out ]; ok $? "a database that may only be read"
echo "1..$n"
