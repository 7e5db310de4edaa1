#!/bin/sh
# A file for each variable that all services get.
set -e
printf 6379 >"$STATE/environment/VALKEY_PORT"
printf '%s' "${WORKER_LOG_LEVEL:-info}" >"$STATE/environment/WORKER_LOG_LEVEL"
