# Sourced by check, test and proof: runs named steps one after the other, goes on after a failure, and sums up at the end.
# A step's output goes to .work/NAME.log; the screen shows its name, its time, and the log's end when it fails.
# A step that prints « N passed, N failed » as its last line counts for N; any other counts for one.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p .work

passed=0 failed=0 summary='' began=$SECONDS

# step NAME COMMAND… runs one step. It always succeeds: the verdict falls in finish.
step() {
  local name=$1 start=$SECONDS verdict=ok counted
  shift
  printf '%-28s' "$name"
  "$@" >".work/$name.log" 2>&1 </dev/null || verdict=FAILED
  counted=$(tail -n 1 ".work/$name.log" | grep -E '^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' || true)
  if [[ -n $counted ]]; then
    local words
    read -ra words <<<"$counted"
    ((passed += words[0], failed += words[2])) || true
    if [[ $verdict = FAILED && ${words[2]} = 0 ]]; then ((++failed)); fi # e.g. skipped tests, or a runner that died after its count
  elif [[ $verdict = ok ]]; then
    ((++passed))
  else
    ((++failed))
  fi
  local line
  line=$(printf '%5ds  %-6s  %s' "$((SECONDS - start))" "$verdict" "$counted")
  echo "$line"
  summary+=$(printf '%-28s%s' "$name" "$line")$'\n'
  if [[ $verdict = FAILED ]]; then
    tail -n 80 ".work/$name.log" | sed 's/^/    /'
    echo "    (all of it: .work/$name.log)"
  fi
}

# finish prints the summary and exits 0 if nothing failed. Its last line is the count that CI reads.
finish() {
  printf '\n%s%-28s%5ds\n\n%d passed, %d failed\n' "$summary" total "$((SECONDS - began))" "$passed" "$failed"
  ((failed == 0))
  exit
}

gofmt_clean() {
  local untidy
  untidy=$(git ls-files -co --exclude-standard '*.go' | grep -v '_templ\.go$' | xargs gofmt -l)
  [[ -z $untidy ]] || { echo "not formatted (make fmt): $untidy"; return 1; }
}

# generated_fresh generates every template again in a copy, and compares with what stands in the tree.
generated_fresh() {
  local copy template stale=0
  copy=$(mktemp -d)
  git ls-files -co --exclude-standard '*.templ' | while read -r template; do
    [[ ! -e $template ]] || cp --parents "$template" "$copy"
  done
  cp go.mod "$copy" # templ checks its own version there
  go tool templ generate -path "$copy" -log-level warn
  while read -r template; do
    cmp "$copy/${template%.templ}_templ.go" "${template%.templ}_templ.go" || stale=1
  done < <(cd "$copy" && find . -name '*.templ' -printf '%P\n')
  rm -rf "$copy"
  ((stale == 0)) || { echo 'run make generate at the root, and commit'; return 1; }
}

staticcheck() { go tool -modfile=tools/go.mod staticcheck "$@"; }
