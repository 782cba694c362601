# shellcheck shell=bash disable=SC2154 # from common.sh and scratch-apt.sh
# Fetches, starts and stops Docker's engine, as Debian builds it. Needs common.sh, prerequisites.sh and scratch-apt.sh.

# Debian 12's engine cannot grant CAP_BPF; that of Debian 13 can, and runs on Debian 12, but for its runc (GLIBC_2.38).
engine_suites="trixie trixie-security"
engine_packages="docker.io docker-cli docker-buildx containerd"
runc_suites="bookworm bookworm-security"
engine_cache=${LUMENLINK_ENGINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lumenlink-relay/engine}
engine_programs=$engine_cache/programs
base_suite=bookworm
base_image=local/debian:$base_suite
base_archive=$engine_cache/debian-$base_suite.tar

# Another engine beside the first, for a test that needs one of its own.
engine_name=docker-engine${LUMENLINK_ENGINE_NAME:+-$LUMENLINK_ENGINE_NAME}
engine_data=$top/target/$engine_name
engine_log=$top/target/logs/$engine_name.log
# The path of a socket has 107 characters at most: not below the work tree, but named after it.
engine_run=/run/lumenlink/$engine_name-$(cksum <<<"$top" | cut -d ' ' -f 1)
engine_host=unix://$engine_run/docker.sock

engine_env() {
  cat <<EOF
export DOCKER_HOST=$engine_host
export DOCKER_CONFIG=$engine_run/config
export PATH=$engine_programs/usr/bin:\$PATH
export TESTCONTAINERS_HOST_OVERRIDE=localhost
export TESTCONTAINERS_RYUK_DISABLED=true
export TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE=$base_image
EOF
}

# From here on this shell and its children use the engine.
engine_use() { eval "$(engine_env)"; }

engine_is_up() {
  [ -S "$engine_run/docker.sock" ] && (engine_use && docker version >/dev/null 2>&1)
}

# fetch_packages FOLDER SUITES PACKAGE...: downloads packages of these suites and unpacks them into FOLDER/programs.
fetch_packages() (
  folder=$1
  # shellcheck disable=SC2086 # words
  prepare_apt "$folder/apt" $2
  shift 2
  mkdir "$folder/packages"
  cd "$folder/packages" || exit
  run_logged "downloading $*" "$top/target/logs/engine-download.log" apt-get download "$@" ||
    unavailable "Docker's engine cannot be downloaded"
  for package in *.deb; do dpkg -x "$package" "$folder/programs"; done
  rm -rf "$folder/packages" "$folder/apt"
)

# fetch_engine FOLDER: downloads the programs into the cache; FOLDER is for work.
fetch_engine() {
  # shellcheck disable=SC2086 # words
  fetch_packages "$1" "$engine_suites" $engine_packages
  fetch_packages "$1" "$runc_suites" runc
  rm -rf "$engine_programs"
  mv "$1/programs" "$engine_programs"
}

# make_base_image FOLDER: Debian without what a container never reads, as an archive in the cache; FOLDER is for work.
make_base_image() {
  local root=$1/root mirror
  mirror=$(archive_uri debian) || unavailable "no mirror of Debian in this machine's /etc/apt/sources.list*: no base image can be made"
  run_logged "making a base image of Debian $base_suite" "$top/target/logs/debootstrap.log" \
    debootstrap --variant=minbase --keyring="$debian_keyring" "$base_suite" "$root" "$mirror" ||
    unavailable "debootstrap failed: no base image"
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/share/locale/* "$root"/usr/share/man/* "$root"/usr/share/info/*
  find "$root/usr/share/doc" -type f ! -name copyright -delete
  # As in other base images: no manuals, and no waiting for the disk with each file.
  printf '%s\n' 'path-exclude /usr/share/man/*' force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/container"
  # Not the devices: the engine makes those that a container needs. No time is later than that of the image's own files,
  # or its layers would hold these once more.
  tar -C "$root" --one-file-system --sort=name --clamp-mtime --mtime=@1767225600 --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -cf "$base_archive.new" .
  mv "$base_archive.new" "$base_archive"
}

# Fills the cache. In a subshell: apt's configuration must not stay.
engine_fetch() (
  mkdir -p "$engine_cache"
  exec 8>"$engine_cache.lock"
  flock 8
  if [ -x "$engine_programs/usr/sbin/dockerd" ] && [ -s "$base_archive" ]; then exit 0; fi
  say "keeping Docker's engine and a base image in $engine_cache"
  work=$(mktemp -d)
  trap 'rm -rf --one-file-system "$work"' EXIT
  [ -s "$base_archive" ] || make_base_image "$work"
  [ -x "$engine_programs/usr/sbin/dockerd" ] || fetch_engine "$work"
)

engine_launch() {
  local waited
  mkdir -p "$engine_run/config/cli-plugins" "$engine_data" "${engine_log%/*}"
  chmod 700 "$engine_run"
  ln -sfn "$engine_programs/usr/libexec/docker/cli-plugins/docker-buildx" "$engine_run/config/cli-plugins/docker-buildx"
  PATH=$engine_programs/usr/sbin:$engine_programs/usr/bin:$PATH setsid dockerd --host "$engine_host" \
    --data-root "$engine_data" --exec-root "$engine_run/exec" --pidfile "$engine_run/docker.pid" \
    --storage-driver overlay2 --bridge none --iptables=false --ip6tables=false \
    </dev/null >"$engine_log" 2>&1 8>&- &
  for ((waited = 0; waited < 1200; waited++)); do
    if engine_is_up; then return 0; fi
    kill -0 $! 2>/dev/null || break
    sleep 0.1
  done
  say "Docker's engine does not run here. The end of $engine_log:"
  tail -n 20 "$engine_log" | sed 's/^/    /' >&2
  engine_stop
  return 1
}

engine_start() {
  if engine_is_up; then return 0; fi
  [ "$(uname -m)" = x86_64 ] || unavailable "the engine is fetched for amd64 and this machine is $(uname -m)"
  [ "$(id -u)" -eq 0 ] || unavailable "an engine needs root"
  command -v apt-get >/dev/null || unavailable "an engine is fetched from Debian, and apt-get is not here"
  (install_prerequisites_of "$engine_prerequisites") || unavailable "what fetches the engine cannot be installed"
  engine_fetch || exit
  engine_launch || exit "$unavailable_status"
  engine_use
  docker image inspect "$base_image" >/dev/null 2>&1 || docker import "$base_archive" "$base_image" >/dev/null
}

engine_stop() {
  local pid waited containers mounted
  if engine_is_up; then
    mapfile -t containers < <(engine_use; docker ps -q)
    [ ${#containers[@]} -eq 0 ] || (engine_use; docker kill "${containers[@]}" >/dev/null) || true
  fi
  if pid=$(cat "$engine_run/docker.pid" 2>/dev/null) && grep -qs "$engine_run" "/proc/$pid/cmdline"; then
    kill -TERM "$pid" 2>/dev/null || true
    for ((waited = 0; waited < 300; waited++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  fi
  # What it leaves mounted of containers without a network.
  while read -r mounted; do umount "$mounted"; done < <(awk -v below="$engine_run/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r)
  rm -rf --one-file-system "$engine_run"
}
