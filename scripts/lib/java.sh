# shellcheck shell=bash disable=SC2154 # from common.sh
# Finds JDK 25 and the application's jar. Needs common.sh.

jdk_wanted=25

# is_wanted_jdk FOLDER: whether it is a whole JDK (with a compiler) of the wanted version.
is_wanted_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -Eq "^JAVA_VERSION=\"$jdk_wanted([.\"]|-)" "$1/release"
}

# Prints the home of an installed JDK 25: JAVA_HOME, JAVA25_HOME, the java on the path, or the usual folders.
find_jdk() {
  local home on_path
  on_path=$(command -v java || true)
  if [ -n "$on_path" ]; then on_path=$(readlink -f "$on_path"); fi
  for home in "${JAVA_HOME:-}" "${JAVA25_HOME:-}" "${on_path%/bin/java}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*; do
    if [ -n "$home" ] && is_wanted_jdk "$home"; then
      echo "$home"
      return 0
    fi
  done
  return 1
}

# Prints the options of the relay's Java: those of the environment, and a collector if they name none. What the relay keeps
# is small (30 MB) and no packet waits for it: one thread is enough, and leaves the CPUs to others.
relay_java_options() {
  case "${RELAY_JAVA_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${JAVA_TOOL_OPTIONS:-}" in
    *-XX:+Use*GC*) ;;
    *) echo -XX:+UseSerialGC ;;
  esac
  echo "${RELAY_JAVA_OPTIONS:-}"
}

require_jdk() {
  jdk=$(find_jdk) || fail "no JDK $jdk_wanted on this machine. Install it: scripts/install-prerequisites"
  # Maven's toolchain discovery looks at this one as well as in the usual folders.
  export JAVA25_HOME=$jdk
  # Maven itself needs a whole JDK for its formatter; the Java that comes with its package may be less.
  export JAVA_HOME=${JAVA_HOME:-$jdk}
}

# Prints the path of the packaged application: $LUMENLINK_JAR, or what is built here.
find_jar() {
  local jar
  if [ -n "${LUMENLINK_JAR:-}" ]; then
    [ -e "$LUMENLINK_JAR" ] || fail "LUMENLINK_JAR names $LUMENLINK_JAR, which is not there"
    echo "$LUMENLINK_JAR"
    return 0
  fi
  for jar in "$top"/target/lumenlink-relay-*.jar; do
    if [ -e "$jar" ]; then
      echo "$jar"
      return 0
    fi
  done
  return 1
}

build_jar() {
  run_logged "building the jar" "$top/target/logs/build.log" mvn -B -ntp -f "$top/pom.xml" -DskipTests package
}

require_jar() {
  if ! jar=$(find_jar); then
    build_jar
    jar=$(find_jar) || fail "the build made no target/lumenlink-relay-*.jar: see target/logs/build.log"
  fi
}

# Prints the project's version, which is written in pom.xml and nowhere else.
project_version() {
  sed -n '/<artifactId>lumenlink-relay</{n;s|.*<version>\(.*\)</version>.*|\1|p;q}' "$top/pom.xml"
}
