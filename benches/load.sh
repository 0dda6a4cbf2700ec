#!/usr/bin/env bash
# Load on a running server: benches/load.sh path/to/bilateral ARCHIVE MORE.jsonl
#
# Needs wrk. Serves a copy of the archive, asks it over loopback with 16 connections for 10 seconds each, and prints
# requests a second and the 50th and 99th percentile for an overview that is kept, for overviews that are not (each
# asks for another day), and for the first again while MORE.jsonl is being added; then asks 100,000 times and prints
# the memory of the process before and after.
set -euo pipefail
binary="$(realpath "$1")"
archive="$(realpath "$2")"
more="$(realpath "$3")"
place="$(mktemp -d)"
trap 'kill "${server:-}" 2>/dev/null; rm -rf "$place"' EXIT
cp -r "$archive" "$place/archive"

"$binary" serve --listen 127.0.0.1:0 --rate 0 --data "$place/archive" >"$place/address" 2>/dev/null &
server=$!
until [[ -s "$place/address" ]]; do :; done
address="$(head -n 1 "$place/address")"
question="Russia+vs+Azerbaijan+and+Kazakhstan"
cat >"$place/other.lua" <<'LUA'
-- Another day with each request, other threads other years.
local threads = 0
function setup(thread) thread:set("year", 2010 + threads % 10); threads = threads + 1 end
local n = 0
function request()
  n = n + 1
  local day = string.format("%d-%02d-%02d", year + math.floor(n / 336) % 10, math.floor(n / 28) % 12 + 1, n % 28 + 1)
  return wrk.format("GET", "/overview?q=Russia+vs+Azerbaijan&since=" .. day)
end
LUA

measure() {
    local name="$1"
    shift
    wrk --latency -t 2 -c 16 -d "${seconds:-10}s" --timeout 30s "$@" | awk -v name="$name" '
        /50%/ { half = $2 } /99%/ { most = $2 } /Requests\/sec/ { rate = $2 } /Non-2xx/ { bad = $NF }
        END { printf "%-34s %9.1f requests/s   p50 %8s   p99 %8s   refused %d\n", name, rate, half, most, bad }'
}
memory() { awk '/VmRSS/ { printf "%.1f MB\n", $2 / 1024 }' "/proc/$server/status"; }

curl -s "${address}overview?q=$question" >/dev/null
measure "an overview that is kept" "${address}overview?q=$question"
measure "overviews that are not" -s "$place/other.lua" "$address"
"$binary" add "$more" --quiet --data "$place/archive" >/dev/null &
adding=$!
measure "the first, while texts are added" "${address}overview?q=$question"
wait "$adding" || true
for _ in 1 2 3 4 5; do curl -s "${address}overview?q=$question" >/dev/null; done
before="$(memory)"
asked=0
while ((asked < 100000)); do
    asked=$((asked + $(wrk -t 2 -c 16 -d 5s "${address}overview?q=$question" | awk '/requests in/ { print $1 }')))
done
echo "memory before $before, after $asked requests $(memory)"
