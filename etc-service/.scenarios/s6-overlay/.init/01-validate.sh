#!/bin/sh
# A missing key aborts the start.
if [ -n "${ROMM_CONFIG+x}" ] && [ ! -r "$ROMM_CONFIG" ]; then
  echo "$0: no configuration at $ROMM_CONFIG" >&2
  exit 1
fi
