#!/bin/sh
# Feeds every parser, codec and machine of RunitCore with inputs of libFuzzer's, under the address sanitizer: none may
# trap, hang, read out of bounds, or break one of the promises written in the files beside this one.
#
#   fuzz.sh [-n RUNS] [TARGET...]   RUNS inputs a target, ten million without it; all targets unless some are named
#   fuzz.sh -l                      the names of the targets
#
# Repeatable: the seed is always the same. What is built and found lies in .build/fuzz; the input that broke a target is
# .build/fuzz/failed/TARGET-…, and `FUZZ_TARGET=TARGET .build/fuzz/fuzz FILE` shows it again. Exit code 1: one failed.
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/.build/fuzz
runs=10000000

# Prints the line of the table of one target, whose longest input is $2.
fuzz() {
  rm -rf "$work/corpus/$1" "$work/failed/$1-"*
  mkdir -p "$work/corpus/$1" "$work/failed"
  began=$(date +%s)
  code=0
  FUZZ_TARGET=$1 FUZZ_SEEDS=$work/corpus/$1 "$work/fuzz" "$work/corpus/$1" -seed=1 -runs="$runs" -max_len="$2" \
    -timeout=10 -rss_limit_mb=1024 -detect_leaks=0 -reload=0 -print_final_stats=1 -verbosity=1 \
    -artifact_prefix="$work/failed/$1-" >"$work/$1.log" 2>&1 || code=$?
  inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$1.log")
  coverage=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$work/$1.log" | tail -n 1)
  result=passed
  [ "$code" = 0 ] || result="FAILED $(sed -n 's/^fuzz: broken: //p' "$work/$1.log" | head -n 1)"
  printf '%-16s %9s %7s %8s  %s\n' "$1" "${inputs:--}" $(($(date +%s) - began)) "${coverage:--}" "$result"
}

build() {
  flags="-O -wmo -package-name runit -parse-as-library -swift-version 6 -sanitize=fuzzer,address -enable-experimental-feature Lifetimes
    -enable-upcoming-feature ExistentialAny -enable-upcoming-feature MemberImportVisibility -warnings-as-errors"
  # shellcheck disable=SC2046,SC2086 # lists of words, and no path of this repository holds a blank
  mkdir -p "$work" && cd "$work" &&
    swiftc $flags -module-name RunitCore -emit-module -emit-module-path RunitCore.swiftmodule -c -o RunitCore.o \
      $(find ../../Sources/RunitCore -name '*.swift') &&
    swiftc $flags -module-name Fuzz -I . ../../Tests/Fuzz/*.swift RunitCore.o -use-ld=lld -o fuzz
}

case ${1-} in
  --one) # how this script calls itself
    runs=$2
    fuzz "$3" "$4"
    exit 0
    ;;
  -n)
    runs=${2:?"how many?"}
    shift 2
    ;;
esac

(build) || exit 1
targets=$(FUZZ_TARGET=list "$work/fuzz")
if [ "${1-}" = -l ]; then
  echo "$targets" | sed 's/ .*//'
  exit 0
fi
for name in "$@"; do
  echo "$targets" | grep -q "^$name " || { echo "fuzz: no such target: $name" >&2; exit 1; }
done
table=$work/table
printf '%-16s %9s %7s %8s  %s\n' TARGET INPUTS SECONDS COVERAGE RESULT | tee "$table"
echo "$targets" | while read -r name length; do
  case " $* " in *" $name "* | "  ") echo "$runs $name $length" ;; esac
done | xargs -P 2 -L 1 "$0" --one | tee -a "$table"
! grep -q FAILED "$table"
