# shellcheck shell=bash disable=SC2154 # names come from lab-names.sh
# Starts and stops the relay in a lab. Needs common.sh, java.sh, lab-names.sh and lab-network.sh.

# Prints when a process was started, in clock ticks since boot: with the pid this is one process and no other.
process_start() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The name in parentheses may hold spaces: count the fields after it.
  # shellcheck disable=SC2086 # fields
  set -- ${stat##*) }
  # A zombie has ended.
  [ "$1" != Z ] || return 1
  echo "${20}"
}

# Prints the relay's pid if it runs.
relay_pid() {
  local pid started
  [ -r "$relay_pid_file" ] || return 1
  read -r pid started <"$relay_pid_file" || return 1
  [ "$(process_start "$pid")" = "$started" ] || return 1
  echo "$pid"
}

relay_is_ready() {
  curl -fsS --noproxy '*' --max-time 2 -o /dev/null "$management/ready" 2>/dev/null
}

# relay_exec [--own-session] ARGUMENTS...: becomes the relay.
relay_exec() {
  local own_session=() self=$BASHPID
  if [ "${1:-}" = --own-session ]; then
    own_session=(setsid)
    shift
  fi
  echo "$self $(process_start "$self")" >"$relay_pid_file"
  export RELAY_INTERFACE=client0,dest0 RELAY_PORT=$relay_port
  # Only the client's side: the relay's other address is out of a client's reach.
  export LUMENLINK_RELAY_ENDPOINTS=$relay_address:$relay_port,[$relay_address6]:$relay_port
  export RELAY_DATA_DIR=$data_folder RELAY_PIN_PATH=$pin_parent
  export RELAY_API_ADDRESS=$management_address RELAY_API_PORT=8080
  export RELAY_MANAGEMENT_ADDRESS=$management_address RELAY_MANAGEMENT_PORT=9090
  # Not ip netns exec: that hides the host's mounts, and with them the folder of the pins.
  # shellcheck disable=SC2046 # words
  exec "${own_session[@]}" nsenter --net="/run/netns/$relay_ns" -- \
    "$jdk/bin/java" --enable-native-access=ALL-UNNAMED -Xmx512m $(relay_java_options) -jar "$jar" "$@"
}

relay_prepare() {
  local pid
  if pid=$(relay_pid); then fail "the relay runs already in lab $lab, as process $pid. End it: scripts/lab stop --name $lab"; fi
  require_jdk
  require_jar
  mkdir -p "$data_folder"
}

# Starts the relay in a session of its own and waits until it is ready.
relay_start() {
  local pid waited
  relay_prepare
  (relay_exec --own-session "$@" </dev/null >"$relay_log" 2>&1 9>&-) &
  pid=$!
  for ((waited = 0; waited < 1200; waited++)); do
    if relay_is_ready; then return 0; fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then say "the relay is not ready after 2 min"; else say "the relay ended"; fi
  say "the end of $relay_log:"
  tail -n 40 "$relay_log" | sed 's/^/    /' >&2
  relay_stop
  return 1
}

# Ends the relay, if it runs.
relay_stop() {
  local pid waited
  if ! pid=$(relay_pid); then
    rm -f "$relay_pid_file"
    return 0
  fi
  kill -TERM "$pid" 2>/dev/null || true
  for ((waited = 0; waited < 300; waited++)); do
    relay_pid >/dev/null || break
    sleep 0.1
  done
  if relay_pid >/dev/null; then
    say "the relay (process $pid) did not end within 30 s of SIGTERM: killing it"
    kill -KILL "$pid" 2>/dev/null || true
    while relay_pid >/dev/null; do sleep 0.1; done
  fi
  rm -f "$relay_pid_file"
}
