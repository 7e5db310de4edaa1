#!/bin/sh
# Directories, and a link that is put right when it is a link.
set -e
mkdir -p "$STATE/data" "$STATE/library"
if [ -L "$STATE/library/roms" ]; then rm "$STATE/library/roms"; fi
if [ -e "$STATE/library/roms" ]; then
  echo "$0: $STATE/library/roms is in the way" >&2
else
  ln -s "$STATE/data" "$STATE/library/roms"
fi
