# shellcheck shell=bash disable=SC2034 # read by the scripts that include this
# What every script needs: where the project is, how to speak, how to fail, how to run long work quietly.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# Some of the tools live in sbin, which is not on everybody's path.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
script=${0##*/}

say() { echo "$script: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

# usage_error MESSAGE: for a wrong command line.
usage_error() {
  say "$1 (see: scripts/$script --help)"
  exit 2
}

need_root() {
  [ "$(id -u)" -eq 0 ] || fail "needs root, for $1. Run it again as root: sudo scripts/$script"
}

# Prints 75 as 1 min 15 s.
duration() {
  if [ "$1" -lt 60 ]; then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}

# run_logged WHAT LOG COMMAND...: runs a long command with its output in LOG; says that it goes on, and on
# failure shows the end of LOG and returns the command's status.
run_logged() {
  local what=$1 log=$2 status=0 progress
  shift 2
  mkdir -p "$(dirname "$log")"
  say "$what (log: $log)"
  tell_progress &
  progress=$!
  # In the foreground, so that Ctrl-C ends it too.
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$progress" 2>/dev/null || true
  wait "$progress" 2>/dev/null || true
  [ "$status" -eq 0 ] && return 0
  say "$what: failed with status $status. The end of $log:"
  tail -n 40 "$log" | sed 's/^/    /' >&2
  return "$status"
}

# Says every 15 seconds that the work goes on, until it is killed or the script has ended.
tell_progress() {
  local waited=0
  while kill -0 "$$" 2>/dev/null; do
    sleep 1
    waited=$((waited + 1))
    if [ $((waited % 15)) -eq 0 ]; then say "  still at it after $(duration "$waited")"; fi
  done
}
