#!/usr/bin/env bash
# One database follows another, step by step. Run by `make demo` on a private server: PGHOST and PGPORT are set.
set -euo pipefail

HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
export PSQL_PAGER=cat PGOPTIONS='-c client_min_messages=warning'
psql() { "$PG_BIN/psql" -X -v ON_ERROR_STOP=1 "$@"; }

PAGES=$HERE/../target/demo
DOCS=$HERE/../docs

title() { printf '\n== %s\n' "$*"; }

# Prints a command as it is typed into psql, then what psql prints.
typed() {
  local database=$1 sql=$2 line prompt="$1=#"
  echo
  while IFS= read -r line; do
    printf '%s %s\n' "$prompt" "$line"
    prompt="${database}-#"
  done <<<"$sql"
}

source_does() {
  typed stackexchange "$1"
  psql -d stackexchange -c "$1" 2>&1
}

# Lines for people: no frame around them.
target_says() {
  typed warehouse "$1"
  psql -A -t -d warehouse -c "$1" 2>&1
}

# Rows of a relation.
target_shows() {
  typed warehouse "$1"
  psql -d warehouse -c "$1" 2>&1
}

# The first lines of something long.
beginning() {
  local limit=$1 count=0 line
  while IFS= read -r line; do
    count=$((count + 1))
    [ "$count" -gt "$limit" ] || printf '%s\n' "$line"
  done
  [ "$count" -le "$limit" ] || echo "... ($((count - limit)) more lines)"
}

# Puts a page where README shows it, unless the one that is there says the same: ids, times and the server's version are
# others each time. README shows those of version 15.
show() {
  local new=$PAGES/$1 old=$DOCS/$1
  [ "${PG:-15}" = 15 ] || return 0
  [ ! -f "$old" ] || ! cmp -s <(alike <"$new") <(alike <"$old") || return 0
  # A page and its picture belong together.
  if [[ $1 = *.html ]] && ! "$HERE/export/picture.sh" "$new" "${old%.html}.png"; then
    echo "(docs/$1 stays as it is: Chromium is not there, or has failed)"
    return 0
  fi
  cp "$new" "$old"
}

alike() {
  sed -E 's/\b[0-9a-f]{12}\b/ID/g; s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}/TIME/g; s/PostgreSQL [0-9.]+/PostgreSQL/g'
}

title "The source: a database of questions and answers, schema dbo, names in mixed case"
psql -q -d postgres -c 'CREATE DATABASE stackexchange' -c 'CREATE DATABASE warehouse'
psql -q -d stackexchange -o /dev/null -f "$HERE/real/dbo/source.sql" -f "$HERE/real/dbo/data.sql"
source_does '\dt dbo.*'

title "The target: an empty database that shall follow it"
target_says 'CREATE EXTENSION schemig CASCADE;'
target_says "CREATE SERVER src_server FOREIGN DATA WRAPPER dblink_fdw
  OPTIONS (host '127.0.0.1', port '$PGPORT', dbname 'stackexchange');"
target_says "CREATE USER MAPPING FOR CURRENT_USER SERVER src_server OPTIONS (user 'postgres');"

title "Under its own naming rules"
target_says "SELECT jsonb_pretty(schemig.configure('src_server', 'dbo',
  '{\"schema\": \"dw__{database}__{schema}\", \"case\": \"lower\"}'));"

title "Plan, read the script, upgrade"
target_says "SELECT schemig.plan('src_server', 'dbo', 'first copy');"
target_says "SELECT schemig.script();" | beginning 30
target_says "SELECT schemig.upgrade();"
target_shows '\d dw__stackexchange__dbo.posts'

title "Nothing has changed since"
target_says "SELECT schemig.plan('src_server', 'dbo');"

title "Rows come in, and somebody makes a view over them"
target_says "INSERT INTO dw__stackexchange__dbo.users (accountid, displayname, reputation, aboutme)
  SELECT n, 'user ' || n, n, CASE WHEN n % 40 = 0 THEN 'I am number ' || n END FROM generate_series(1, 50000) AS n;"
target_says "CREATE SCHEMA reports;"
target_says "CREATE VIEW reports.top_users AS SELECT displayname, reputation
  FROM dw__stackexchange__dbo.users ORDER BY reputation DESC LIMIT 10;"
psql -q -d warehouse -c 'ANALYZE'

title "The source gains a table and a column, loses a column, widens another, and renames a table"
source_does 'CREATE TABLE dbo."PostLinks" (
  "Id" integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "PostId" integer NOT NULL REFERENCES dbo."Posts" ON DELETE CASCADE,
  "RelatedPostId" integer NOT NULL REFERENCES dbo."Posts");'
source_does 'ALTER TABLE dbo."Users" ADD COLUMN "EmailHash" varchar(40) DEFAULT '"''"', DROP COLUMN "AboutMe",
  ALTER COLUMN "Reputation" TYPE bigint;'
source_does 'ALTER TABLE dbo."Badges" RENAME TO "Medals";'
target_says "SELECT schemig.plan('src_server', 'dbo', 'Links, hashes and medals');"

title "A page for whoever has to approve that: target/demo/report.html"
mkdir -p "$PAGES" "$DOCS"
psql -A -t -d warehouse -c "SELECT schemig.report()" >"$PAGES/report.html"
show report.html
target_shows "SELECT count(*) AS lines FROM regexp_split_to_table(schemig.report(), '\n');"
target_says "SELECT schemig.upgrade(allow => '{data_loss}');"
target_shows "SELECT revision, message, state, steps FROM schemig.history;"

title "Models for SQLAlchemy, and a diagram: target/demo/models.py, target/demo/diagram.svg"
psql -A -t -d warehouse -c "SELECT schemig.models()" >"$PAGES/models.py"
show models.py
psql -A -t -d warehouse -c "SELECT schemig.diagram(format => 'svg', tables => '{users,posts,comments,votes,medals,postlinks}')" \
  >"$PAGES/diagram.svg"
show diagram.svg
target_shows "SELECT count(*) AS lines FROM regexp_split_to_table(schemig.models(), '\n');"

title "Back, and forward again"
target_says "SELECT schemig.downgrade(allow => '{data_loss}');"
target_says "SELECT schemig.upgrade();"
target_shows "SELECT source, current, pending FROM schemig.status;"

echo
if [ "${KEEP:-}" = 1 ]; then
  echo "Go on by hand:"
  echo "  source:  $PG_BIN/psql -h $PGHOST -p $PGPORT -U postgres stackexchange"
  echo "  target:  $PG_BIN/psql -h $PGHOST -p $PGPORT -U postgres warehouse"
else
  echo "The server stops now. To go on by hand: make demo KEEP=1"
  echo "leaves it running and prints how to connect."
fi
