#!/bin/sh
# Boots a kernel with the release programs, busybox and the stage scripts of etc-service/.runit in QEMU, and checks that
# the system comes up, keeps its services up, and goes down as it should. Takes one to three minutes, without KVM.
#
#   boot.sh [--programs DIRECTORY]   the programs to boot, .build/release without it
#   boot.sh --reference              Debian's runit in their place
#   boot.sh --compare                both, and their memory and start-up time side by side
#   boot.sh --keep                   leave the console logs behind, and say where
#
# QEMU and busybox are installed, and the kernel is fetched, with apt-get when they are missing. Exit code: 0 passed,
# 1 failed, 77 could not be run.
set -u

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
cache=${RUNIT_BOOT_CACHE:-/var/tmp/runit-boot}
programs=$root/.build/release
mode=ours
keep=no
failures=0

say() { echo "boot: $*"; }
cannot() {
  say "cannot be run: $*"
  exit 77
}
fail() {
  say "FAILED: $*"
  failures=$((failures + 1))
}

while [ $# -gt 0 ]; do
  case $1 in
    --programs) programs=$(cd "$2" && pwd) || exit 1; shift ;;
    --reference) mode=debian ;;
    --compare) mode=compare ;;
    --keep) keep=yes ;;
    *)
      echo "usage: $0 [--programs directory] [--reference | --compare] [--keep]" >&2
      exit 1
      ;;
  esac
  shift
done

# need PROGRAM PACKAGE
need() {
  command -v "$1" >/dev/null && return
  say "installing $2"
  { apt-get install -y --no-install-recommends "$2" || { apt-get update && apt-get install -y --no-install-recommends "$2"; }; } \
    >"$work/apt.log" 2>&1 || cannot "$1 is missing and apt-get install $2 failed"
}

# fetch PACKAGE: unpacks it below the cache and prints where.
fetch() {
  if ! [ -d "$cache/$1" ]; then
    (
      mkdir -p "$cache" && cd "$cache" && rm -rf "$1.new" && mkdir "$1.new" && cd "$1.new" &&
        { apt-get download "$1" || { apt-get update && apt-get download "$1"; }; } && dpkg-deb -x ./*.deb . &&
        rm ./*.deb && mv "../$1.new" "../$1"
    ) >"$work/apt.log" 2>&1 || return 1
  fi
  echo "$cache/$1"
}

work=$(mktemp -d /tmp/runit-boot-XXXXXX) || exit 1
qemu=
clean_up() {
  [ -n "$qemu" ] && kill "$qemu" 2>/dev/null
  if [ "$keep" = yes ]; then say "logs in $work"; else rm -rf "$work"; fi
}
trap clean_up EXIT
trap 'exit 1' INT TERM

need qemu-system-x86_64 qemu-system-x86
need busybox busybox-static
package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1)
[ -n "$package" ] || { apt-get update >/dev/null 2>&1; package=$(apt-cache depends linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[^ ]*\)$/\1/p' | head -n 1); }
[ -n "$package" ] || cannot 'there is no package linux-image-cloud-amd64'
kernel=$(fetch "$package") || cannot "apt-get download $package failed"
kernel=$(ls "$kernel"/boot/vmlinuz-*) || cannot "there is no kernel in $package"

# put PROGRAM NAME: installs it in the guest with the shared libraries that it needs.
put() {
  install -D "$1" "$guest/$2" || cannot "$1 is missing: swift build -c release"
  ldd "$1" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do
    [ -e "$guest/$library" ] || install -D "$library" "$guest/$library"
  done
}

# build ours|debian: makes the initramfs with these programs.
build() {
  guest=$work/$1
  mkdir -p "$guest/bin" "$guest/usr/bin" "$guest/root" "$guest/tmp"
  put "$(command -v busybox)" bin/busybox
  for applet in $(busybox --list); do
    case $applet in
      busybox | init | halt | poweroff | reboot | runsv* | sv* | chpst) ;;
      *) ln "$guest/bin/busybox" "$guest/bin/$applet" ;;
    esac
  done
  if [ "$1" = debian ]; then
    reference=$(fetch runit) || cannot 'apt-get download runit failed'
    for name in runsv runsvdir sv svlogd chpst; do put "$reference/usr/bin/$name" "bin/$name"; done
    put "$reference/sbin/runit" sbin/runit
    put "$reference/lib/runit/runit-init" sbin/runit-init
  else
    for name in runsv runsvdir sv svlogd chpst; do put "$programs/$name" "bin/$name"; done
    for name in runit runit-init; do put "$programs/$name" "sbin/$name"; done
  fi
  ln "$guest/sbin/runit-init" "$guest/sbin/init"
  install -D -t "$guest/etc/runit" "$root"/etc-service/.runit/*
  cp -a "$here/guest/init.d" "$guest/etc/runit/init.d"
  cp -a "$here/guest/service" "$guest/etc/service"
  cp -a "$here/guest/sv" "$guest/etc/sv"
  cp "$here/guest/check" "$guest/check"
  echo guest >"$guest/etc/hostname"
  (cd "$guest" && find . | busybox cpio -o -H newc 2>/dev/null) >"$work/$1.cpio" || cannot 'busybox has no cpio'
}

# console NAME: what the guest of that name has said.
console() { tr -d '\r' <"$work/$1.console"; }

# await NAME SECONDS TEXT: waits until the guest has said it.
await() {
  deadline=$(($(date +%s) + $2))
  until console "$1" | grep -q -- "$3"; do
    [ "$(date +%s)" -lt "$deadline" ] && kill -0 "$qemu" 2>/dev/null || return 1
    sleep 0.2
  done
}

# boot NAME PROGRAMS PARAMETERS [OPTION...]: starts the guest NAME, with further options of QEMU.
boot() {
  name=$1 initramfs=$2 parameters=$3
  shift 3
  mkfifo "$work/$name.control"
  : >"$work/$name.console"
  timeout 90 qemu-system-x86_64 -accel tcg -m 256 -display none -no-reboot -net none \
    -kernel "$kernel" -initrd "$work/$initramfs.cpio" "$@" \
    -append "rdinit=/sbin/init console=ttyS0 panic=-1 $parameters" \
    -serial "file:$work/$name.console" -qmp stdio <"$work/$name.control" >"$work/$name.events" &
  qemu=$!
  exec 3>"$work/$name.control"
  tell '{"execute": "qmp_capabilities"}'
}

tell() { echo "$1" >&3; }

# finish NAME REASON: waits for the guest's end, which is to have this reason.
finish() {
  wait "$qemu"
  qemu=
  exec 3>&-
  grep -q "\"reason\": \"$2\"" "$work/$1.events" || fail "$1: the machine did not end with $2"
  if console "$1" | grep -q 'Kernel panic'; then fail "$1: kernel panic"; fi
}

# in_order NAME TEXT...: whether the guest has said all this, in this order.
in_order() {
  name=$1
  shift
  from=0
  for text in "$@"; do
    line=$(console "$name" | awk -v from="$from" -v text="$text" 'NR > from && index($0, text) { print NR; exit }')
    if [ -z "$line" ]; then
      fail "$name: no \"$text\" at its place"
      return
    fi
    from=$line
  done
  say "$name: passed: $# lines in order"
}

# checks NAME: passes on what the checks in the guest have found.
checks() {
  await "$1" 60 'CHECK done' || fail "$1: the checks did not come to their end"
  console "$1" | sed -n "s/.*CHECK passed: /boot: $1: passed: /p"
  console "$1" | grep -q 'CHECK failed' && fail "$1: $(console "$1" | grep -c 'CHECK failed') checks in the guest"
  console "$1" | sed -n "s/.*CHECK failed: /boot: $1: FAILED: /p"
}

# The stages of a boot and of a shutdown, as they are to show on the console.
up='- runit: enter stage: /etc/runit/1|init.d: first|init.d: second|- runit: leave stage: /etc/runit/1|- runit: enter stage: /etc/runit/2'
down='- runit: leave stage: /etc/runit/2|- runit: enter stage: /etc/runit/3|ok: down: /etc/service/plain|ok: down: /etc/service/chatty|stopping everything else|unmounting|- runit: leave stage: /etc/runit/3|sending KILL signal to all processes...'

# try NAME: the whole life of a machine with these programs, by each of its ends. The kernel keeps quiet, or it would
# break into the lines that are looked for.
try() {
  boot "$1-ctrlaltdel" "$1" "loglevel=1 programs=$1 end=ctrlaltdel"
  checks "$1-ctrlaltdel"
  tell '{"execute": "send-key", "arguments": {"keys": [{"type": "qcode", "data": "ctrl"}, {"type": "qcode", "data": "alt"}, {"type": "qcode", "data": "delete"}]}}'
  finish "$1-ctrlaltdel" guest-reset
  expect "$1-ctrlaltdel" "$up|ctrl-alt-del request...|enter stage: /etc/runit/ctrlaltdel|$down|system reboot."

  boot "$1-poweroff" "$1" "loglevel=1 programs=$1 end=poweroff"
  checks "$1-poweroff"
  finish "$1-poweroff" guest-shutdown
  expect "$1-poweroff" "$up|$down|power off..."

  boot "$1-reboot" "$1" "loglevel=1 programs=$1 end=reboot"
  checks "$1-reboot"
  finish "$1-reboot" guest-reset
  expect "$1-reboot" "$up|$down|system reboot."

  # Without a console nothing is seen but the end.
  boot "$1-headless" "$1" 'console=null end=poweroff'
  finish "$1-headless" guest-shutdown
}

# expect NAME TEXT|TEXT...
expect() {
  expected_of=$1
  old_ifs=$IFS
  IFS='|'
  # shellcheck disable=SC2086 # the text is split on purpose
  set -- $2
  IFS=$old_ifs
  in_order "$expected_of" "$@"
}

# measure NAME: boots these programs with a clock that counts instructions, so that what else the machine does makes
# no difference.
measure() {
  boot "$1" "$1" "programs=$1 end=poweroff" -icount shift=0,sleep=off
  checks "$1"
  finish "$1" guest-shutdown
}

# figure NAME FIELD: memory that the guest has reported, in kB.
figure() { console "$1" | sed -n "s/.*FIGURE $2 \([0-9]*\)$/\1/p"; }

# startup NAME: microseconds from the start of process 1 to the last service's, by the kernel's time stamps.
startup() {
  console "$1" | tr -d '[]' | awk '
    /Run \/sbin\/init as init process/ { from = $1 }
    /service up: / { to = $1; count++ }
    END { if (count >= 4) printf "%d\n", (to - from) * 1000000 }'
}

# at_most WHAT OURS LIMIT UNIT REFERENCE
at_most() {
  if [ -n "$2" ] && [ -n "$3" ] && [ "$2" -le "$3" ]; then
    say "passed: $1: $2 $4, Debian's runit $5 $4"
  else
    fail "$1: ${2:-none} $4, Debian's runit ${5:-none} $4"
  fi
}

compare() {
  build ours
  build debian
  measure ours
  measure debian
  for field in Rss Pss; do
    at_most "$field of process 1, runsvdir and all runsv, at most a quarter" \
      "$(figure ours $field)" "$(($(figure debian $field) / 4))" kB "$(figure debian $field)"
  done
  at_most 'start of process 1 to the last service, not longer' "$(startup ours)" "$(startup debian)" us "$(startup debian)"
}

case $mode in
  ours | debian)
    build "$mode"
    try "$mode"
    ;;
  compare) compare ;;
esac
[ "$failures" -eq 0 ] || { keep=yes; exit 1; }
say 'all passed'
