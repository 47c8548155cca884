#!/bin/sh
# The demonstration: a synthetic province in a store of its own, and proposals for one pact of each kind.
# Run it as `make demo`. LEGAMI and PYTHON name the two programs that it calls.
set -eu

LEGAMI=${LEGAMI:-.venv/bin/legami}
PYTHON=${PYTHON:-.venv/bin/python}
export LEGAMI_STORE=sqlite:///demo/legami.sqlite
export LEGAMI_CACHE=demo/cache

first_pact() {
  "$PYTHON" -c '
import json, sys
print(next((pact["id"] for pact in json.load(sys.stdin) if pact["kind"] == sys.argv[1]), ""))
' "$1"
}

proposals() { # kind, title
  pact=$(printf '%s' "$pacts" | first_pact "$1")
  if [ -z "$pact" ]; then
    echo "The store in demo/ holds no $1. Remove the folder demo/ and run make demo again." >&2
    exit 1
  fi
  printf '\n== %s (%s) ==\n' "$2" "$1"
  "$LEGAMI" propose "$pact" --limit 5
}

if [ -e demo/legami.sqlite ]; then
  echo "1/3 using the demonstration province in demo/"
else
  echo "1/3 building the demonstration province in demo/"
  mkdir -p demo
  "$LEGAMI" init --demo --persons 5000 --seed 1
fi
echo "2/3 what it holds"
"$LEGAMI" info || {
  echo "The store in demo/ cannot be read. Remove the folder demo/ and run make demo again." >&2
  exit 3
}
echo "3/3 proposals for one pact of each kind"
pacts=$("$LEGAMI" pacts --json)
proposals inclusion_pact "Patto di inclusione, an inclusion pact"
proposals autonomy_pact "Patto di autonomia, an autonomy pact"

cat <<END

Every person and family above is synthetic. What to try next:
  export LEGAMI_STORE=$LEGAMI_STORE LEGAMI_CACHE=$LEGAMI_CACHE
  $LEGAMI pacts               every pact
  $LEGAMI propose PACT        proposals for another pact, --lang en for English
  $LEGAMI show PACT           both sides of a pact, what it asks and what it offers
  $LEGAMI search biblioteca   find something by name
  $LEGAMI concepts doposcuola what a need, an offer or a skill is called
  $LEGAMI --help              everything else
END
