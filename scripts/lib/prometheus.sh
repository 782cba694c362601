# shellcheck shell=bash disable=SC2154 # from common.sh
# Fetches Debian's Prometheus for the tests of metrics, rules and the dashboard. Unpacked, not installed: the package's
# service would start, and take the port of the relay's own metrics. Needs common.sh.

prometheus_cache=${LUMENLINK_PROMETHEUS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lumenlink-relay/prometheus}

prometheus_is_there() {
  if command -v promtool >/dev/null && command -v prometheus >/dev/null; then return 0; fi
  [ -x "$prometheus_cache/promtool" ] && [ -x "$prometheus_cache/prometheus" ]
}

download_prometheus() {
  (cd "$1" && apt-get -o APT::Sandbox::User= download prometheus)
}

# Unpacks it into $prometheus_cache if it is neither there nor installed; says so.
fetch_prometheus() {
  local folder
  prometheus_is_there && return 0
  command -v apt-get >/dev/null || fail "no prometheus and promtool on the path, and no apt-get to fetch them with"
  folder=$(mktemp -d)
  say "missing on this machine: prometheus and promtool. Unpacking Debian's package into $prometheus_cache"
  if ! run_logged "downloading prometheus" "$top/target/logs/prometheus.log" download_prometheus "$folder"; then
    rm -rf "$folder"
    fail "Debian's package prometheus cannot be downloaded"
  fi
  dpkg -x "$folder"/prometheus_*.deb "$folder/root"
  mkdir -p "$prometheus_cache"
  # Renamed into place: another run may be doing the same.
  for name in promtool prometheus; do
    cp "$folder/root/usr/bin/$name" "$prometheus_cache/$name.$$"
    mv "$prometheus_cache/$name.$$" "$prometheus_cache/$name"
  done
  rm -rf "$folder"
}
