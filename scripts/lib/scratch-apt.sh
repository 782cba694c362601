# shellcheck shell=bash disable=SC2154 # from common.sh
# Downloads Debian packages of other releases with an apt configuration of its own: nothing of the host changes, and
# signatures are checked as ever. Needs common.sh.

debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# The exit status when something cannot be had on this machine, rather than failing.
unavailable_status=3

unavailable() {
  say "$*"
  exit "$unavailable_status"
}

# archive_uri NAME: the mirror of the archive NAME (debian or debian-security) that this machine uses itself.
archive_uri() {
  { cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
    grep -v '^[[:space:]]*#' | grep -oE '[a-z+]+:/[^[:space:]]+' | grep -E -m 1 "/$1/?\$"
}

# write_sources SUITE...: the lines of a sources.list for these suites.
write_sources() {
  local suite uri
  for suite in "$@"; do
    case $suite in
      *-security) uri=$(archive_uri debian-security) || continue ;; # a plain suite has the version too, if older
      *) uri=$(archive_uri debian) || return 1 ;;
    esac
    echo "deb [arch=amd64 signed-by=$debian_keyring] $uri $suite main"
  done | sort -u
}

# prepare_apt FOLDER SUITE...: an apt configuration in FOLDER, with fresh lists of these suites, used from now on.
prepare_apt() {
  local folder=$1
  shift
  [ -r "$debian_keyring" ] || unavailable "no $debian_keyring. Install it: apt-get install debian-archive-keyring"
  mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial"
  write_sources "$@" >"$folder/sources.list" ||
    unavailable "no mirror of Debian in this machine's /etc/apt/sources.list*: nothing can be downloaded"
  cat >"$folder/apt.conf" <<EOF
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::State "$folder/state";
Dir::State::Status "/dev/null";
Dir::Cache "$folder/cache";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "2";
Acquire::http::Timeout "20";
APT::Update::Error-Mode "any";
EOF
  APT_CONFIG=$folder/apt.conf
  export APT_CONFIG
  run_logged "reading Debian's lists of packages" "$top/target/logs/scratch-apt.log" apt-get update ||
    unavailable "Debian's lists of packages cannot be read, so nothing can be downloaded"
}
