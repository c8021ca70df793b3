#!/usr/bin/env bash
# The story parley exists for: one shopper, one agent, real calls on the winter campaign.
# Usage: scripts/story.sh [PARLEY]   (default: build/release/bin/parley)
set -euo pipefail
cd "$(dirname "$0")/.."
parley=$(realpath "${1:-build/release/bin/parley}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd rules-examples/winter-campaign

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; else bold='' dim='' plain=''; fi
says() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
# Shows a command and what it prints. parley's exit code is part of the answer, so it is shown, not obeyed;
# a code the story doesn't expect stops it.
calls() {
  local expected=$1 code=0
  shift
  printf '%s$ parley %s%s\n' "$dim" "$*" "$plain"
  "$parley" "$@" || code=$?
  if [ "$code" != 0 ]; then printf '%s(exit %s)%s\n' "$dim" "$code" "$plain"; fi
  if [ "$code" != "$expected" ]; then
    printf 'the story expected exit code %s here\n' "$expected" >&2
    exit 1
  fi
}

says '1. Shopper: "Can I stack this 10% coupon with free shipping?"'
calls 0 validate winter.yaml --facts facts.yaml --offer WELCOME10 --offer FREESHIP

says '2. What would unlock more?'
calls 0 suggest winter.yaml --facts facts.yaml --catalog catalog.yaml --offer WELCOME10 --offer FREESHIP

says '3. Shopper: "I want 25% off instead." The agent concedes on purpose, step by step.'
session=$work/session.json
ask() {
  printf '%s\n' "$2" > "$work/ask.yaml"
  printf '%s   ask: %s%s\n' "$dim" "$2" "$plain"
  calls "$1" negotiate winter.yaml --facts facts.yaml --session "$session" --ask "$work/ask.yaml" --audience customer
}
ask 0 '{target_percent: 25%}'
ask 0 '{target_percent: 25%}'
ask 0 '{target_percent: 20%}'
ask 0 '{target_percent: 18%}'
ask 0 '{target_percent: 16%}'

says '4. A customer nobody has verified asks for 10%: that takes a supervisor.'
calls 5 validate winter.yaml --facts facts-unverified.yaml --offer HAGGLE=10%
"$parley" validate winter.yaml --facts facts-unverified.yaml --offer HAGGLE=10% --json > "$work/decision.json" || true
field() { sed -n "s/.*\"approvals\":\[{[^]]*\"$1\":\"\([^\"]*\)\".*/\1/p" "$work/decision.json"; }
cp facts-unverified.yaml "$work/approved.yaml"
cat >> "$work/approved.yaml" <<YAML
approvals:
  - {role: supervisor, limit: unverified-cap, customer: c-2002, pack: $(field pack), cart: $(field cart),
     up_to: 6.40, until: 2026-11-22T18:00:00Z}
YAML
printf '   the supervisor approves up to 6.40 until 18:00\n'
calls 0 validate winter.yaml --facts "$work/approved.yaml" --offer HAGGLE=10%

says '5. "Can you send it express?" The stock figure is an hour old, so the answer is not a guess.'
calls 4 validate winter.yaml --facts facts-stale.yaml --offer EXPRESS

says '6. The coupon and a negotiated discount together? No, and what would make it right.'
calls 3 validate winter.yaml --facts facts.yaml --offer WELCOME10 --offer HAGGLE=2%
calls 3 explain winter.yaml --facts facts.yaml --offer WELCOME10 --offer HAGGLE=2%
