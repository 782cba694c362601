# shellcheck shell=bash disable=SC2154 # from common.sh
# Sums what Surefire and Failsafe reported. Needs common.sh.

reports_remove() {
  rm -rf "$top/target/surefire-reports" "$top/target/failsafe-reports"
}

# Prints: passed failed skipped
reports_sum() {
  local files=() file
  for file in "$top"/target/surefire-reports/TEST-*.xml "$top"/target/failsafe-reports/TEST-*.xml; do
    if [ -e "$file" ]; then files+=("$file"); fi
  done
  if [ ${#files[@]} -eq 0 ]; then
    echo 0 0 0
    return 0
  fi
  # The root element may stand on several lines: read up to its closing bracket.
  awk '
    function count(name) {
      if (match(element, "[[:space:]]" name "=\"[0-9]+\"") == 0) return 0
      return substr(element, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    }
    FNR == 1 { element = ""; inside = 0 }
    /<testsuite[[:space:]]/ && !inside { inside = 1 }
    inside == 1 {
      element = element " " $0
      if (element ~ /<testsuite[^>]*>/) {
        inside = 2
        tests += count("tests"); failed += count("failures") + count("errors"); skipped += count("skipped")
      }
    }
    END { print tests - failed - skipped + 0, failed + 0, skipped + 0 }
  ' "${files[@]}"
}
