//! The rule `"drops": "trash"` and `schemig.purge()`: what is dropped in the source leaves the target's way with its
//! rows, comes back with them, and is gone for good only when it is purged.

mod later;
mod sequences;

use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::{must_give, must_have};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let trials: [(&str, Case); 23] = [
        ("column", column),
        ("column_of_partitions_and_heirs", column_of_partitions_and_heirs),
        ("table_with_what_it_needs", table_with_what_it_needs),
        ("purged", purged),
        ("purged_in_part_by_hand", purged_in_part_by_hand),
        ("not_applied", not_applied),
        ("name_taken_again", name_taken_again),
        ("odd_names", odd_names),
        ("partition_and_heir", partition_and_heir),
        ("used_by_others", used_by_others),
        ("needed_by_earlier_trash", needed_by_earlier_trash),
        ("column_and_then_its_table", later::column_and_then_its_table),
        ("column_whose_type_is_made_anew", later::column_whose_type_is_made_anew),
        ("table_whose_type_is_made_anew", later::table_whose_type_is_made_anew),
        ("partitions_of_what_has_lost_columns", later::partitions_of_what_has_lost_columns),
        ("heirs_of_what_has_lost_columns", later::heirs_of_what_has_lost_columns),
        ("type_that_changes_meanwhile", later::type_that_changes_meanwhile),
        ("uses_of_a_type_that_changes_meanwhile", later::uses_of_a_type_that_changes_meanwhile),
        ("sequence_of_a_default", sequences::sequence_of_a_default),
        ("sequence_of_a_column_that_stays", sequences::sequence_of_a_column_that_stays),
        ("sequence_that_a_default_leaves", sequences::sequence_that_a_default_leaves),
        ("extension_stays", extension_stays),
        ("script_and_renames", script_and_renames),
    ];
    trials.map(|(name, run)| trial(format!("trash::{name}"), run)).into()
}

/// A target that follows a schema under the rule, with rows.
fn followed(hint: &str, script: &str, rows: &str) -> Outcome<Pair> {
    let script = format!("CREATE SCHEMA dbo; {script}");
    let pair = Pair::of_schema(&format!("trash_{hint}"), &script, "'dbo'")?;
    pair.target.sql(r#"SELECT schemig.configure('src_server', 'dbo', '{"drops": "trash"}')"#)?;
    pair.follow()?;
    pair.target.sql(rows)?;
    Ok(pair)
}

/// Changes the source; the target must follow without a word about lost data, be taken back to what it was,
/// rows included, and follow again. Returns the plan.
fn there_and_back(pair: &Pair, change: &str, rows: &str) -> Outcome<String> {
    let (before, had) = (Dump::of(&pair.target)?, pair.target.sql(rows)?);
    pair.source.sql(change)?;
    let plan = pair.plan()?;
    if plan.contains("data_loss") {
        return Err(format!("the plan speaks of data_loss:\n{plan}"));
    }
    pair.upgrade()?;
    pair.must_be_unchanged("after the upgrade")?;
    must_give(&pair.target, "SELECT * FROM schemig.drift()", "")?;
    pair.target.sql("SELECT schemig.downgrade('-1');")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    must_give(&pair.target, rows, &had)?;
    pair.upgrade()?;
    Ok(plan)
}

/// Purges what the last revision moved; then a downgrade makes it anew.
fn purged_and_back(pair: &Pair, before: &Dump) -> Outcome<String> {
    let said = pair.target.sql("SELECT schemig.purge()")?;
    must_give(
        &pair.target,
        "SELECT count(*) FROM pg_namespace WHERE nspname = 'schemig_trash'",
        "0",
    )?;
    pair.must_be_unchanged("after the purge")?;
    pair.target.sql("SELECT schemig.downgrade('-1');")?;
    before.must_equal(&Dump::of(&pair.target)?, "after purge and downgrade")?;
    pair.upgrade()?;
    Ok(said)
}

/// What the current revision has added to a name.
const END: &str = "SELECT '_' || current FROM schemig.status";

fn column() -> Outcome {
    let pair = followed(
        "column",
        "CREATE TYPE dbo.mood AS ENUM ('sad', 'glad');
         CREATE TABLE dbo.t (id serial PRIMARY KEY, code text NOT NULL UNIQUE CHECK (code <> ''), big int GENERATED ALWAYS AS IDENTITY,
             mood dbo.mood NOT NULL DEFAULT 'sad', rest text, twice text GENERATED ALWAYS AS (rest || rest) STORED);
         CREATE TABLE dbo.g (a int, b int GENERATED ALWAYS AS (a * 2) STORED);
         CREATE INDEX ON dbo.t (code, rest); COMMENT ON COLUMN dbo.t.code IS 'what it is';
         CREATE TABLE dbo.f (code text REFERENCES dbo.t (code));
         CREATE VIEW dbo.v AS SELECT id, code, rest FROM dbo.t;",
        "INSERT INTO dbo.t (code, mood) VALUES ('a', 'glad'), ('b', 'sad'); INSERT INTO dbo.f VALUES ('a');
         INSERT INTO dbo.g VALUES (3);",
    )?;
    let before = Dump::of(&pair.target)?;
    let file = "SELECT relfilenode FROM pg_class WHERE oid = 'dbo.t'::regclass";
    let had = pair.target.sql(file)?;
    let plan = there_and_back(
        &pair,
        "DROP VIEW dbo.v; ALTER TABLE dbo.g DROP COLUMN a CASCADE; ALTER TABLE dbo.t DROP COLUMN id CASCADE, DROP COLUMN code CASCADE, DROP COLUMN big,
             DROP COLUMN mood; DROP TYPE dbo.mood; CREATE VIEW dbo.v AS SELECT rest FROM dbo.t;",
        "SELECT id, code, big, mood, twice, rest, a, b FROM dbo.t, dbo.g ORDER BY 1",
    )?;
    let end = pair.target.sql(END)?;
    let end = end.trim();
    must_have(
        &plan,
        &[
            "  - column dbo.t.code to code_",
            "  - constraint dbo.f.f_code_fkey\n",
            "  - enum dbo.mood to schemig_trash.mood_",
        ],
    )?;
    // New rows know nothing of what is in the trash.
    pair.target.sql("INSERT INTO dbo.t (rest) VALUES ('new')")?;
    must_give(
        &pair.target,
        &format!("SELECT code{end}, mood{end}, rest FROM dbo.t ORDER BY 1"),
        "a|glad|\nb|sad|\n||new",
    )?;
    must_give(&pair.target, file, &had)?;
    pair.target.sql("DELETE FROM dbo.t WHERE rest = 'new'")?;
    let said = pair.target.sql("SELECT schemig.purge()")?;
    must_have(&said, &["Purged column dbo.t.code: 2 values.", "Purged enum dbo.mood."])?;
    must_give(&pair.target, "SELECT * FROM dbo.t", "|\n|")?;
    pair.target.sql("TRUNCATE dbo.t, dbo.f; SELECT schemig.downgrade('-1');")?;
    before.columns_sorted().must_equal(&Dump::of(&pair.target)?.columns_sorted(), "at the end")
}

fn column_of_partitions_and_heirs() -> Outcome {
    let pair = followed(
        "families",
        "CREATE TABLE dbo.p (id int PRIMARY KEY, x text NOT NULL DEFAULT '-', y int) PARTITION BY RANGE (id);
         CREATE TABLE dbo.p1 PARTITION OF dbo.p FOR VALUES FROM (0) TO (10);
         CREATE TABLE dbo.p2 (y int NOT NULL, x text NOT NULL, id int NOT NULL);
         ALTER TABLE dbo.p ATTACH PARTITION dbo.p2 FOR VALUES FROM (10) TO (20);
         CREATE TABLE dbo.a (id int, c int NOT NULL); CREATE TABLE dbo.h (e int) INHERITS (dbo.a);
         CREATE TABLE dbo.b (id int, d int); CREATE TABLE dbo.l (d int) INHERITS (dbo.b);",
        "INSERT INTO dbo.p VALUES (1, 'x', 3), (11, 'y', 4); INSERT INTO dbo.a VALUES (1, 2);
         INSERT INTO dbo.h VALUES (3, 4, 5); INSERT INTO dbo.b VALUES (6, 7)",
    )?;
    there_and_back(
        &pair,
        "ALTER TABLE dbo.p DROP COLUMN x, DROP COLUMN y; ALTER TABLE dbo.a DROP COLUMN c",
        "SELECT id, x, y FROM dbo.p UNION ALL SELECT id, c::text, NULL FROM dbo.a ORDER BY 1, 2",
    )?;
    pair.target.sql("INSERT INTO dbo.p VALUES (2), (12); INSERT INTO dbo.a VALUES (8); INSERT INTO dbo.h (id) VALUES (9)")?;
    let said = pair.target.sql("SELECT schemig.purge()")?;
    must_have(&said, &["column dbo.p.x: 2 values", "column dbo.a.c: 2 values"])?;
    // The heir's own column stays, and the server renames none without the other.
    pair.source.sql("ALTER TABLE dbo.b DROP COLUMN d")?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.notices, &["column dbo.b.d is dropped, not moved to the trash"])?;
    must_have(&said.rows, &["- column dbo.b.d  [data_loss: 1 value]"])?;
    pair.upgrade_with_loss()?;
    pair.must_be_unchanged("after the drop of the parent's column")?;
    must_give(
        &pair.target,
        "SELECT count(*) FROM pg_attribute WHERE attname ~ '_[0-9a-f]{12}$'",
        "0",
    )
}

const MODEL: &str = "CREATE TYPE dbo.mood AS ENUM ('sad', 'glad'); CREATE DOMAIN dbo.word AS text CHECK (VALUE <> '');
    CREATE FUNCTION dbo.one() RETURNS int LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION dbo.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TYPE dbo.span AS RANGE (subtype = int4);
    CREATE TABLE dbo.u (id int PRIMARY KEY, at dbo.span);
    CREATE TABLE dbo.t (id serial PRIMARY KEY, mood dbo.mood NOT NULL DEFAULT 'sad', k int DEFAULT dbo.one() CHECK (k > 0),
        u int REFERENCES dbo.u, word dbo.word NOT NULL, big int GENERATED ALWAYS AS IDENTITY,
        UNIQUE (word), EXCLUDE USING btree (k WITH =));
    CREATE TABLE dbo.s (id int DEFAULT nextval('dbo.t_id_seq'), t int REFERENCES dbo.t);
    CREATE INDEX words ON dbo.t (word DESC) WHERE k > 0; COMMENT ON INDEX dbo.words IS 'backwards';
    CREATE STATISTICS dbo.st ON mood, k FROM dbo.t; COMMENT ON TABLE dbo.u IS 'users';
    CREATE TRIGGER touch BEFORE UPDATE ON dbo.t FOR EACH ROW EXECUTE FUNCTION dbo.touch();
    CREATE RULE log AS ON DELETE TO dbo.t DO ALSO DELETE FROM dbo.u WHERE id = old.u;
    ALTER TABLE dbo.u ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON dbo.u USING (true);
    CREATE VIEW dbo.v AS SELECT id, mood FROM dbo.t;";

const ROWS: &str = "INSERT INTO dbo.u VALUES (7, '[1,3)'); INSERT INTO dbo.t (mood, k, u, word) VALUES ('glad', 5, 7, 'w');
    INSERT INTO dbo.s (t) VALUES (1);";

const EMPTY: &str = "DROP VIEW dbo.v; DROP TABLE dbo.t, dbo.u, dbo.s; DROP TYPE dbo.mood, dbo.span; DROP DOMAIN dbo.word;
    DROP FUNCTION dbo.one, dbo.touch";

const ALL_ROWS: &str = "SELECT t.*, u.*, s.* FROM dbo.t, dbo.u, dbo.s";

fn table_with_what_it_needs() -> Outcome {
    let pair = followed("table", MODEL, ROWS)?;
    let before = Dump::of(&pair.target)?;
    let files = "SELECT string_agg(relfilenode::text, ',' ORDER BY oid) FROM pg_class WHERE relname ~ '^(t|u|s|words)'";
    let had = pair.target.sql(files)?;
    let plan = there_and_back(&pair, EMPTY, ALL_ROWS)?;
    must_give(&pair.target, files, &had)?;
    must_have(
        &plan,
        &[
            "  - table dbo.t to schemig_trash.t_",
            "      - trigger touch\n",
            "      - constraint t_u_fkey\n",
            "  - routine dbo.touch()",
        ],
    )?;
    if plan.contains("- sequence") || plan.contains("- index") || plan.contains("trash.touch_") {
        return Err(format!("what goes along is told:\n{plan}"));
    }
    let end = pair.target.sql(END)?;
    let end = end.trim();
    must_give(&pair.target, &format!("SELECT mood, word FROM schemig_trash.t{end}"), "glad|w")?;
    let said = purged_and_back(&pair, &before)?;
    must_have(&said, &["Purged table dbo.t: 1 row, ", "Purged domain dbo.word.", "without data"])
}

/// A purged revision's undo makes anew what was purged; applied again, the revision moves that to the trash again.
fn purged() -> Outcome {
    let pair = followed("purged", MODEL, ROWS)?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql(EMPTY)?;
    pair.follow()?;
    purged_and_back(&pair, &before)?;
    must_give(
        &pair.target,
        "SELECT count(*) > 0 FROM pg_class WHERE relnamespace = 'schemig_trash'::regnamespace",
        "t",
    )?;
    purged_and_back(&pair, &before)?;
    pair.target.sql("SELECT schemig.purge()")?;
    let again = pair.target.sql("SELECT schemig.purge()")?;
    must_have(&again, &["Nothing to purge: ", " has nothing in the trash."])
}

/// Somebody has emptied a part of the trash: the rest goes, and the undo works.
fn purged_in_part_by_hand() -> Outcome {
    let pair = followed("by_hand", MODEL, ROWS)?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql(EMPTY)?;
    pair.follow()?;
    let end = pair.target.sql(END)?;
    pair.target.sql(&format!("DROP TABLE schemig_trash.u{}", end.trim()))?;
    pair.target.fails("SELECT schemig.downgrade('-1')", "42P01", &["schemig_trash.u_"])?;
    purged_and_back(&pair, &before)?;
    Ok(())
}

fn not_applied() -> Outcome {
    let pair =
        followed("not_applied", "CREATE TABLE dbo.t (id int); CREATE TABLE dbo.u (id int)", "")?;
    must_have(&pair.target.sql("SELECT schemig.purge()")?, &["Nothing to purge: "])?;
    pair.source.sql("DROP TABLE dbo.t")?;
    pair.plan()?;
    let pending = pair.target.sql("SELECT pending FROM schemig.status")?;
    let purge = format!("SELECT schemig.purge('{}')", pending.trim());
    pair.target.fails(&purge, "55000", &["is not applied", "HINT"])?;
    must_have(&pair.target.sql("SELECT schemig.purge('base')")?, &["is at base"])
}

/// Another table and another column get the names of old ones, twice; each old one is kept.
fn name_taken_again() -> Outcome {
    let pair = followed(
        "taken",
        "CREATE TABLE dbo.t (id int PRIMARY KEY, a int); CREATE TABLE dbo.t1 (id int PRIMARY KEY);
         CREATE TABLE dbo.t2 (id int PRIMARY KEY); CREATE TABLE dbo.u (id int, a int NOT NULL, a1 text, a2 date);",
        "INSERT INTO dbo.t VALUES (1, 2); INSERT INTO dbo.u VALUES (3, 4, '5')",
    )?;
    for n in [1, 2] {
        there_and_back(
            &pair,
            &format!(
                "DROP TABLE dbo.t; ALTER TABLE dbo.t{n} RENAME TO t; ALTER INDEX dbo.t{n}_pkey RENAME TO t_pkey;
                 ALTER TABLE dbo.u DROP COLUMN a; ALTER TABLE dbo.u RENAME a{n} TO a;"
            ),
            "SELECT * FROM dbo.u, dbo.t",
        )?;
    }
    must_give(
        &pair.target,
        "SELECT count(*) FROM pg_class WHERE relname LIKE 't\\_____________' AND relkind = 'r'",
        "2",
    )?;
    must_give(
        &pair.target,
        "SELECT count(*) FROM pg_attribute WHERE attname LIKE 'a\\_____________'",
        "2",
    )?;
    pair.target.sql(
        "SELECT schemig.purge(); SELECT schemig.purge(down_revision) FROM schemig.history LIMIT 1",
    )?;
    must_give(
        &pair.target,
        "SELECT count(*) FROM pg_attribute WHERE attname LIKE 'a\\_____________'",
        "0",
    )
}

fn odd_names() -> Outcome {
    let long = "ä".repeat(31);
    // As long as a name that must be cut for the trash.
    let (range, multirange) = ("r".repeat(51), "m".repeat(51));
    let script = format!(
        r#"CREATE TABLE dbo."a ""b"" 'c'; --" (id int PRIMARY KEY, "x ""y""; --" int, "{long}" int, "{long}1" int);
           CREATE TABLE dbo."{long}" (id int PRIMARY KEY); CREATE TABLE dbo."{long}1" (id int PRIMARY KEY);
           CREATE TYPE dbo.{range} AS RANGE (subtype = int4, multirange_type_name = dbo.{multirange});
           CREATE TABLE dbo.held (a dbo.{range}, b dbo.{multirange});
           COMMENT ON TABLE dbo."{long}" IS '{long}';"#
    );
    let rows = format!(
        r#"INSERT INTO dbo."a ""b"" 'c'; --" VALUES (1, 2, 3, 4); INSERT INTO dbo."{long}1" VALUES (7)"#
    );
    let pair = followed("odd", &script, &rows)?;
    let before = Dump::of(&pair.target)?;
    let change = format!(
        r#"DROP TABLE dbo."{long}", dbo."{long}1", dbo.held; DROP TYPE dbo.{range};
           ALTER TABLE dbo."a ""b"" 'c'; --" DROP "x ""y""; --", DROP "{long}", DROP "{long}1""#
    );
    let rows = r#"SELECT * FROM dbo."a ""b"" 'c'; --""#;
    there_and_back(&pair, &change, rows)?;
    let said = pair.target.sql("SELECT schemig.purge()")?;
    must_have(&said, &[&format!("Purged table dbo.\"{long}1\": 1 row")])?;
    pair.target.sql("SELECT schemig.downgrade('-1');")?;
    before.must_equal(&Dump::of(&pair.target)?, "after purge and downgrade")
}

fn partition_and_heir() -> Outcome {
    let pair = followed(
        "members",
        "CREATE TABLE dbo.p (id int PRIMARY KEY, x text) PARTITION BY RANGE (id); CREATE INDEX ON dbo.p (x);
         CREATE TABLE dbo.p1 PARTITION OF dbo.p FOR VALUES FROM (0) TO (10);
         CREATE TABLE dbo.p2 PARTITION OF dbo.p FOR VALUES FROM (10) TO (20);
         CREATE TABLE dbo.a (id serial PRIMARY KEY); CREATE TABLE dbo.h (e int) INHERITS (dbo.a);",
        "INSERT INTO dbo.p VALUES (1, 'x'), (11, 'y'); INSERT INTO dbo.a DEFAULT VALUES; INSERT INTO dbo.h VALUES (5, 6)",
    )?;
    let rows = "SELECT id FROM dbo.p UNION ALL SELECT id FROM dbo.a ORDER BY 1";
    there_and_back(&pair, "DROP TABLE dbo.p2", rows)?;
    must_give(&pair.target, rows, "1\n1\n5")?;
    // An heir cannot be parted from what stays and be put back as it was.
    pair.source.sql("DROP TABLE dbo.h")?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.notices, &["table dbo.h is dropped, not moved to the trash"])?;
    pair.target.fails("SELECT schemig.upgrade()", "55000", &["table dbo.h: 1 row"])?;
    let had = Dump::of(&pair.target)?;
    pair.upgrade_with_loss()?;
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    had.must_equal(&Dump::of(&pair.target)?, "after the heir's drop is taken back")?;
    pair.target.sql("INSERT INTO dbo.h VALUES (5, 6)")?;
    pair.source.sql("CREATE TABLE dbo.h (e int) INHERITS (dbo.a)")?;
    pair.target.sql("SELECT schemig.discard()")?;
    pair.must_be_unchanged("with another heir of the same kind")?;
    let before = Dump::of_schemas(&pair.target, &["dbo"])?;
    there_and_back(&pair, "DROP TABLE dbo.p, dbo.a CASCADE", rows)?;
    must_give(
        &pair.target,
        "SELECT count(*) FROM pg_inherits WHERE inhrelid::regclass::text LIKE 'schemig_trash.%'",
        "4",
    )?;
    pair.target.sql("SELECT schemig.purge(down_revision) FROM schemig.history LIMIT 1")?;
    pair.target.sql("SELECT schemig.purge(); SELECT schemig.downgrade('-1')")?;
    before.must_equal(&Dump::of_schemas(&pair.target, &["dbo"])?, "after purge and downgrade")
}

/// A user's own view goes on to see what is in the trash, and is what a purge will not drop.
fn used_by_others() -> Outcome {
    let pair = followed(
        "used",
        "CREATE TABLE dbo.t (id int, a int); CREATE TABLE dbo.u (id int, a int);",
        "INSERT INTO dbo.t VALUES (1, 2); INSERT INTO dbo.u VALUES (3, 4); CREATE SCHEMA mine;
         CREATE VIEW mine.v AS SELECT t.a, u.a AS b FROM dbo.t, dbo.u",
    )?;
    there_and_back(
        &pair,
        "DROP TABLE dbo.t; ALTER TABLE dbo.u DROP COLUMN a",
        "SELECT * FROM mine.v",
    )?;
    must_give(&pair.target, "SELECT * FROM mine.v", "2|4")?;
    pair.target.fails(
        "SELECT schemig.purge()",
        "2BP01",
        &["view mine.v", "drop what depends on it"],
    )?;
    must_give(&pair.target, "SELECT * FROM mine.v", "2|4")?;
    pair.target.sql("DROP VIEW mine.v; SELECT schemig.purge()")?;
    must_give(&pair.target, "SELECT * FROM dbo.u", "3")
}

/// What an older revision has in the trash keeps the types and functions that it needs.
fn needed_by_earlier_trash() -> Outcome {
    let pair = followed("earlier", MODEL, ROWS)?;
    there_and_back(&pair, "DROP VIEW dbo.v; DROP TABLE dbo.t, dbo.u, dbo.s", ALL_ROWS)?;
    let rows = "SELECT 1";
    let plan = there_and_back(
        &pair,
        "DROP TYPE dbo.mood, dbo.span; DROP DOMAIN dbo.word; DROP FUNCTION dbo.one, dbo.touch",
        rows,
    )?;
    must_have(
        &plan,
        &[
            "- enum dbo.mood to schemig_trash.",
            "- routine dbo.one() to schemig_trash.",
            "- routine dbo.touch()",
        ],
    )?;
    pair.target.fails("SELECT schemig.purge()", "2BP01", &["Purge older revisions first"])?;
    pair.target.sql("SELECT schemig.downgrade('-2')")?;
    must_give(&pair.target, "SELECT mood, word, at FROM dbo.t, dbo.u", "glad|w|[1,3)")
}

/// An extension cannot go to the trash: where something there needs it, it stays.
fn extension_stays() -> Outcome {
    let pair = followed(
        "extension",
        "CREATE EXTENSION citext SCHEMA dbo; CREATE TABLE dbo.t (id int, name dbo.citext);",
        "INSERT INTO dbo.t VALUES (1, 'Abc')",
    )?;
    pair.source.sql("DROP TABLE dbo.t; DROP EXTENSION citext")?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(&said.notices, &["extension citext is gone from the source, and kept"])?;
    pair.upgrade()?;
    let end = pair.target.sql(END)?;
    must_give(
        &pair.target,
        &format!("SELECT name FROM schemig_trash.t{} WHERE name OPERATOR(dbo.=) 'aBC'", end.trim()),
        "Abc",
    )?;
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    must_give(&pair.target, "SELECT name FROM dbo.t", "Abc")
}

/// The script does the same in plain psql, and a table that is renamed meanwhile keeps its columns in the trash.
fn script_and_renames() -> Outcome {
    let pair = followed(
        "script",
        "CREATE TABLE dbo.t (id int, a int); CREATE TABLE dbo.u (id int)",
        "INSERT INTO dbo.t VALUES (1, 2); INSERT INTO dbo.u VALUES (3)",
    )?;
    let before = Dump::of(&pair.target)?;
    pair.source.sql("ALTER TABLE dbo.t DROP COLUMN a; DROP TABLE dbo.u")?;
    pair.plan()?;
    let script = pair.target.sql("SELECT schemig.script()")?;
    pair.target.sql(&script)?;
    must_have(&pair.target.sql("SELECT schemig.stamp('head')")?, &["the target is as recorded"])?;
    pair.must_be_unchanged("after script and stamp")?;
    pair.source.sql("ALTER TABLE dbo.t RENAME TO t2")?;
    pair.follow()?;
    pair.must_be_unchanged("after the rename")?;
    must_give(&pair.target, "SELECT * FROM schemig.drift()", "")?;
    pair.target.sql("SELECT schemig.downgrade('-2')")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    must_give(&pair.target, "SELECT a FROM dbo.t UNION ALL SELECT id FROM dbo.u", "2\n3")?;
    pair.target.sql("SELECT schemig.upgrade(); SELECT schemig.purge(down_revision) FROM schemig.history LIMIT 1")?;
    must_give(&pair.target, "SELECT * FROM dbo.t2", "1")
}
