# shellcheck shell=bash disable=SC2154 # from common.sh
# Looks through logs for what they must never have. Needs common.sh.

# Clients of every lab (lab-names.sh). Not in the logs of Maven: tests may name an address.
client_address_pattern='(^|[^0-9.])10\.201\.0\.1[01]([^0-9]|$)|fd00:201:(:|0:0:0:0:0:)1[01]([^0-9a-f]|$)'
# API keys (ApiKeySecret): these can be told from anything else.
api_key_pattern='lumenlink_[A-Za-z0-9_-]{43}'

# Prints FILE:LINE for each line, never the line itself.
places() { cut -d: -f1,2 | sort -u; }

# log_leaks SECRETS LOG...: prints where one of the texts in the file SECRETS, a line each, or an API key stands in a log.
log_leaks() {
  local secrets=$1
  shift
  {
    grep -aHnE -e "$api_key_pattern" -- "$@" || true
    if [ -s "$secrets" ]; then grep -aHnF -f "$secrets" -- "$@" || true; fi
  } | places
}

# address_leaks LOG...: prints where the address of a lab's client stands in the log of a relay.
address_leaks() {
  { grep -aHnE -e "$client_address_pattern" -- "$@" || true; } | places
}

# Fails if a log of the tests has a ticket, a session key, an API key or a client's address.
check_logs() {
  local logs=() relay_logs=() found
  mapfile -t logs < <(find "$top/target/logs" "$top/target/relay-logs" "$top/target/surefire-reports" \
    "$top/target/failsafe-reports" -type f \( -name '*.log' -o -name '*.txt' -o -name '*.xml' \) 2>/dev/null)
  mapfile -t relay_logs < <(find "$top/target/relay-logs" -type f 2>/dev/null)
  [ ${#logs[@]} -gt 0 ] || fail "no logs to look through"
  found=$(log_leaks "$top/target/test-secrets" "${logs[@]}")
  if [ ${#relay_logs[@]} -gt 0 ]; then found+=$(address_leaks "${relay_logs[@]}"); fi
  if [ -n "$found" ]; then
    say "these lines have a ticket, a session key, an API key or a client's address:"
    # shellcheck disable=SC2001 # each line
    sed 's/^/    /' <<<"$found" >&2
    return 1
  fi
  say "${#logs[@]} logs have none of $(count_lines "$top/target/test-secrets") secrets of the tests"
}

count_lines() { if [ -e "$1" ]; then wc -l <"$1"; else echo 0; fi; }
