#!/bin/bash
# The command as a person or a script meets it: exit codes, messages, pipes. Speaks TAP.
# command.sh NORMA SOURCE
norma=$(realpath "$1")
source=$(realpath "$2")
dir=$(mktemp -d /tmp/norma-test-XXXXXX)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
n=0

ok() { # STATUS NAME
	n=$((n + 1))
	if [ "$1" = 0 ]; then echo "ok $n - $2"; else
		echo "not ok $n - $2"
		sed 's/^/# /' out err 2>/dev/null
	fi
}
# run STATUS ARG...: is that the exit status?
run() {
	local want=$1
	shift
	"$norma" "$@" >out 2>err </dev/null
	local got=$?
	[ $got = "$want" ] || {
		echo "# norma $*: exit $got, not $want"
		return 1
	}
}

run 0 version && grep -qx 'norma [0-9.]*' out && [ ! -s err ]; ok $? "version"
run 0 --version && grep -qx 'norma [0-9.]*' out; ok $? "--version"
run 0 version --format json && jq -e '.version' out >/dev/null; ok $? "version as JSON"
run 0 -q version -v && run 0 --threads 2 version && run 0 version --threads=2; ok $? "global options before and after the verb"
run 2 && grep -qx 'norma: a verb is missing (norma help)' err; ok $? "no verb"
run 2 versoin && grep -q 'did you mean version?' err && [ ! -s out ]; ok $? "a mistyped verb"
run 2 version --fromat json && grep -q 'did you mean --format?' err; ok $? "a mistyped option"
run 2 config chekc && grep -q 'did you mean check?' err; ok $? "a mistyped word"
run 2 version --threads 0 && run 2 version --threads 65 && run 2 version --threads x; ok $? "a number out of range"
run 2 version more && run 2 config; ok $? "too many and too few arguments"
run 0 help && run 0 --help && run 0 -h; ok $? "help"
verbs=$("$norma" help --complete -- '' | cut -f1)
bad=0
[ -n "$verbs" ] || bad=1
for verb in $verbs; do
	run 0 help "$verb" && cp out long && run 0 "$verb" --help && cmp -s out long && grep -q '^Usage' out || bad=1
	awk 'length > 110' out | grep -q . && bad=1
done; ok $bad "help of every verb, in two ways, in lines that fit"
run 2 help nothing; ok $? "help of what is not there"
"$norma" help | head -n 1 >/dev/null; [ "${PIPESTATUS[0]}" = 0 ] || [ "${PIPESTATUS[0]}" = 141 ]; ok $? "a closed pipe ends it quietly"
"$norma" help >/dev/full 2>err; [ $? = 4 ] && grep -q 'standard output: cannot be written: No space' err; ok $? "a full disk is told"
"$norma" help >out && ! grep -q $'\033' out; ok $? "no colours without a terminal"

echo 'threads = 3' >norma.ini
run 0 config check && run 0 config dump && grep -q '^threads = 3 ; ./norma.ini$' out; ok $? "norma.ini here is read"
cp out dumped.ini && run 0 config check dumped.ini; ok $? "what dump prints is a right norma.ini"
echo 'thraeds = 3' >norma.ini
run 1 config check && grep -q '^norma: norma.ini:1:1: no such option: thraeds; did you mean threads?$' err; ok $? "config check names line and remedy"
run 2 version; ok $? "a fault in it is wrong usage"
rm norma.ini
run 3 version --config missing.ini && grep -q '^norma: missing.ini: cannot be opened: No such file' err; ok $? "a missing --config"

run 0 help --complete -- ver && grep -q "^version$(printf '\t')" out; ok $? "completion of verbs"
run 0 help --complete -- version --f && grep -q '^--format' out; ok $? "completion of options"
run 0 help --complete -- version --format j && [ "$(cut -f1 out)" = json ]; ok $? "completion of choices"
run 0 help --complete -- config '' && [ "$(cut -f1 out | tr '\n' ' ')" = 'check dump ' ]; ok $? "completion of words"
COMP_WORDS=("$norma" con) COMP_CWORD=1
source "$source/tools/completion/norma.bash" && _norma && [ "${COMPREPLY[*]}" = config ]; ok $? "completion in bash"

# The manual page knows every verb and every option that the tables have.
"$source/tools/gen-man" "$norma" "$source/doc/norma.1" >page
sed 's/\\-/-/g' page >plain
bad=0
for verb in $verbs; do
	grep -qx "\.SS norma $verb" page || { echo "# no section on $verb"; bad=1; }
	for option in $("$norma" help --complete -- "$verb" -- 2>/dev/null | cut -f1); do
		grep -qE -- "$option\b" plain || { echo "# nothing of $option ($verb)"; bad=1; }
	done
done; ok $bad "the manual page names every verb and option"
grep -q '^.SH EXIT STATUS' page && ! grep -q '^\.\\" ' page; ok $? "the manual page is put together"
if command -v man >/dev/null && command -v groff >/dev/null; then
	man --warnings -l page >/dev/null 2>err; [ ! -s err ]; ok $? "and is right roff"
fi

# What is wrong with a file as a whole has no place in it.
mkdir -p data/rpki data/irr data/rir
echo hello >data/rpki/x.json && : >data/irr/nothing.db &&
	printf 'ripencc|SE|asn|2|1|20200101|allocated\nripencc|SE|asn|none|1|20200101|allocated\n' >data/rir/x
run 0 measure --data data --from 2026-10-01 --to 2026-10-02 --db m.db
ok $? "measure goes on whatever is in the folder"
cat >want <<END
norma: data/irr/nothing.db: not used: it holds nothing
norma: data/rir/x:2:16: bad asn: "none" is not an AS number
norma: data/rpki/x.json: not used: these are no VRPs
END
LC_ALL=C sort err | cmp -s - want; ok $? "a position where there is one, and none where there is none"
run 0 validate --data data 10.0.0.0/8 1 && grep -q '^norma: data/rpki/x.json: not used: these are no VRPs$' err
ok $? "and validate says the same"
echo "1..$n"
