//! Revisions that come after one that has something in the trash, and the ways back when that is purged.

use super::{followed, there_and_back};
use crate::Outcome;
use crate::dump::Dump;
use crate::must::must_give;

/// A column goes to the trash with its type, and its table after it. The table is purged last, and comes back without
/// the column, which the older revision makes anew.
pub(super) fn column_and_then_its_table() -> Outcome {
    let model = "CREATE TYPE dbo.mood AS ENUM ('sad', 'glad'); CREATE TABLE dbo.kept (id int); \
        CREATE TABLE dbo.t (id int PRIMARY KEY, mood dbo.mood NOT NULL, word text)";
    let rows = "INSERT INTO dbo.t VALUES (1, 'glad', 'w')";
    let pair = followed("column_and_table", model, rows)?;
    let before = Dump::of(&pair.target)?;
    there_and_back(
        &pair,
        "ALTER TABLE dbo.t DROP mood; DROP TYPE dbo.mood",
        "SELECT id, word FROM dbo.t",
    )?;
    there_and_back(&pair, "DROP TABLE dbo.t", "SELECT 1")?;
    pair.target.sql("SELECT schemig.downgrade('-2')")?;
    before.must_equal(&Dump::of(&pair.target)?, "after two downgrades with the trash")?;
    must_give(&pair.target, "SELECT * FROM dbo.t", "1|glad|w")?;
    pair.upgrade()?;
    pair.target.fails(
        "SELECT schemig.purge()",
        "2BP01",
        &["cannot purge table dbo.t", "column dbo.t.mood", "Purge older revisions first"],
    )?;
    let older = "SELECT revision FROM schemig.history WHERE state = 'applied'";
    let ids = pair.target.sql(older)?;
    let ids: Vec<&str> = ids.split_whitespace().collect();
    for id in ids.iter().take(2).rev() {
        pair.target.sql(&format!("SELECT schemig.purge('{id}')"))?;
    }
    pair.target.sql("SELECT schemig.downgrade('-2')")?;
    before.columns_sorted().must_equal(
        &Dump::of(&pair.target)?.columns_sorted(),
        "after two downgrades without the trash",
    )?;
    pair.target.sql("SELECT schemig.downgrade('base')")?;
    Ok(())
}

/// A column in the trash goes along when its type is made anew; when it is purged, the way back does without it.
pub(super) fn column_whose_type_is_made_anew() -> Outcome {
    let model = "CREATE TYPE dbo.mood AS ENUM ('sad', 'glad', 'gone'); CREATE TYPE dbo.state AS (m dbo.mood);
        CREATE TABLE dbo.t (id int PRIMARY KEY, \"o\"\"ld\" dbo.mood, mood dbo.mood, was dbo.state, is_so dbo.state)";
    let rows = "INSERT INTO dbo.t VALUES (1, 'glad', 'sad', ROW('sad'), ROW('glad'))";
    let pair = followed("type_anew", model, rows)?;
    let before = Dump::of(&pair.target)?;
    let kept = "SELECT id, mood, is_so FROM dbo.t";
    there_and_back(&pair, "ALTER TABLE dbo.t DROP \"o\"\"ld\", DROP was", kept)?;
    let first = pair.target.sql("SELECT current FROM schemig.status")?.trim().to_owned();
    let anew = "ALTER TABLE dbo.t ALTER is_so TYPE text; ALTER TYPE dbo.mood RENAME TO retired;
        CREATE TYPE dbo.mood AS ENUM ('sad', 'glad');
        ALTER TABLE dbo.t ALTER mood TYPE dbo.mood USING mood::text::dbo.mood;
        ALTER TYPE dbo.state ALTER ATTRIBUTE m TYPE dbo.mood;
        ALTER TABLE dbo.t ALTER is_so TYPE dbo.state USING is_so::dbo.state; DROP TYPE dbo.retired";
    there_and_back(&pair, anew, kept)?;
    let in_trash = format!("SELECT \"o\"\"ld_{first}\", was_{first} FROM dbo.t");
    must_give(&pair.target, &in_trash, "glad|(sad)")?;
    pair.target.sql(&format!("SELECT schemig.purge('{first}')"))?;
    let script = pair.target.sql("SELECT schemig.script('head', undo => true)")?;
    if script.contains(&format!("_{first}")) {
        return Err(format!("the way back speaks of what is purged:\n{script}"));
    }
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    pair.upgrade()?;
    pair.target.sql("SELECT schemig.downgrade('-2')")?;
    let after = Dump::of(&pair.target)?;
    before.columns_sorted().must_equal(&after.columns_sorted(), "after two downgrades")?;
    must_give(&pair.target, kept, "1|sad|(glad)")
}

/// The same of a table.
pub(super) fn table_whose_type_is_made_anew() -> Outcome {
    let model = "CREATE TYPE dbo.point AS (a int, b int); CREATE TABLE dbo.\"t\"\"1\" (id int PRIMARY KEY, c dbo.point);
        CREATE TABLE dbo.kept (id int, c dbo.point)";
    let rows = "INSERT INTO dbo.\"t\"\"1\" VALUES (1, ROW(1, 2)); INSERT INTO dbo.kept VALUES (1, ROW(3, 4))";
    let pair = followed("table_anew", model, rows)?;
    let before = Dump::of(&pair.target)?;
    let kept = "SELECT * FROM dbo.kept";
    there_and_back(&pair, "DROP TABLE dbo.\"t\"\"1\"", kept)?;
    let first = pair.target.sql("SELECT current FROM schemig.status")?.trim().to_owned();
    there_and_back(
        &pair,
        "ALTER TABLE dbo.kept ALTER c TYPE text; ALTER TYPE dbo.point ALTER ATTRIBUTE b TYPE bigint;
         ALTER TABLE dbo.kept ALTER c TYPE dbo.point USING c::dbo.point",
        kept,
    )?;
    let in_trash = format!("SELECT * FROM schemig_trash.\"t\"\"1_{first}\"");
    must_give(&pair.target, &in_trash, "1|(1,2)")?;
    pair.target.sql(&format!("SELECT schemig.purge('{first}')"))?;
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    pair.upgrade()?;
    pair.target.sql("SELECT schemig.downgrade('-2')")?;
    before.must_equal(&Dump::of(&pair.target)?, "after two downgrades")?;
    must_give(&pair.target, kept, "1|(3,4)")
}

/// New partitions have what their parent has in the trash as well, be it of the same revision or an earlier one, and tables
/// that were there before have it as long as they are attached.
pub(super) fn partitions_of_what_has_lost_columns() -> Outcome {
    let model = "CREATE TYPE dbo.mood AS ENUM ('sad', 'glad');
        CREATE TABLE dbo.p (id int, mood dbo.mood NOT NULL DEFAULT 'sad', w text COLLATE \"C\", twice int GENERATED ALWAYS AS (id * 2) STORED)
            PARTITION BY LIST (id);
        CREATE TABLE dbo.p1 PARTITION OF dbo.p FOR VALUES IN (1); CREATE TABLE dbo.own (id int)";
    let rows = "INSERT INTO dbo.p VALUES (1, 'glad', 'w'); INSERT INTO dbo.own VALUES (2)";
    let pair = followed("partitions", model, rows)?;
    let before = Dump::of(&pair.target)?;
    let kept = "SELECT id FROM dbo.p1 UNION ALL SELECT id FROM dbo.own";
    there_and_back(
        &pair,
        "ALTER TABLE dbo.p DROP mood, DROP w, DROP twice; DROP TYPE dbo.mood;
         CREATE TABLE dbo.p3 PARTITION OF dbo.p FOR VALUES IN (3); ALTER TABLE dbo.p ATTACH PARTITION dbo.own FOR VALUES IN (2)",
        kept,
    )?;
    let first = pair.target.sql("SELECT current FROM schemig.status")?.trim().to_owned();
    there_and_back(
        &pair,
        "CREATE TABLE dbo.p4 PARTITION OF dbo.p FOR VALUES IN (4, 5) PARTITION BY LIST (id);
         CREATE TABLE dbo.p5 PARTITION OF dbo.p4 FOR VALUES IN (5)",
        kept,
    )?;
    pair.target.sql("INSERT INTO dbo.p VALUES (3), (5)")?;
    let trashed =
        "SELECT count(*) FROM pg_attribute WHERE attname ~ '^(mood|w)_' AND NOT attisdropped";
    must_give(&pair.target, trashed, "12")?;
    must_give(&pair.target, &format!("SELECT mood_{first} FROM dbo.p WHERE id = 1"), "glad")?;
    pair.target.sql(&format!("SELECT schemig.purge('{first}')"))?;
    must_give(&pair.target, trashed, "0")?;
    pair.must_be_unchanged("after the purge")?;
    pair.target.sql("SELECT schemig.downgrade('-1', allow => '{data_loss}')")?;
    pair.upgrade()?;
    pair.must_be_unchanged("after the purge and another upgrade")?;
    pair.target.sql("SELECT schemig.downgrade('-2', allow => '{data_loss}')")?;
    let after = Dump::of(&pair.target)?;
    before.columns_sorted().must_equal(&after.columns_sorted(), "after two downgrades")?;
    must_give(&pair.target, kept, "1\n2")
}

/// The same of heirs: one that is made as such has it from the server.
pub(super) fn heirs_of_what_has_lost_columns() -> Outcome {
    let model = "CREATE TABLE dbo.a (id int, x varchar(9)); CREATE TABLE dbo.b (w text);
        CREATE TABLE dbo.c (id int, x int, z int)";
    let rows = "INSERT INTO dbo.a VALUES (1, 'x'); INSERT INTO dbo.b VALUES ('w'); INSERT INTO dbo.c VALUES (2, 3, 4)";
    let pair = followed("heirs", model, rows)?;
    let before = Dump::of(&pair.target)?;
    let kept = "SELECT z FROM dbo.c";
    there_and_back(
        &pair,
        "ALTER TABLE dbo.a DROP x; ALTER TABLE dbo.c DROP x; ALTER TABLE dbo.c INHERIT dbo.a; CREATE TABLE dbo.d (y int) INHERITS (dbo.a)",
        kept,
    )?;
    let first = pair.target.sql("SELECT current FROM schemig.status")?.trim().to_owned();
    there_and_back(
        &pair,
        "ALTER TABLE dbo.b DROP w, ADD id int; CREATE TABLE dbo.e (id int, y int)",
        kept,
    )?;
    there_and_back(
        &pair,
        "ALTER TABLE dbo.b INHERIT dbo.a; ALTER TABLE dbo.e INHERIT dbo.d, INHERIT dbo.b",
        kept,
    )?;
    let there = format!("SELECT tableoid::regclass, x_{first} FROM dbo.a");
    must_give(&pair.target, &there, "dbo.a|x\ndbo.b|\ndbo.c|")?;
    let trashed = "SELECT count(*) FROM pg_attribute WHERE attname ~ '^[xw]_' AND NOT attisdropped";
    must_give(&pair.target, trashed, "8")?;
    for revision in
        pair.target.sql("SELECT id FROM schemig.revision ORDER BY planned_at")?.split_whitespace()
    {
        pair.target.sql(&format!("SELECT schemig.purge('{revision}')"))?;
    }
    must_give(&pair.target, trashed, "0")?;
    pair.must_be_unchanged("after the purge")?;
    pair.target.sql("SELECT schemig.downgrade('-3', allow => '{data_loss}')")?;
    let after = Dump::of(&pair.target)?;
    before.columns_sorted().must_equal(&after.columns_sorted(), "after three downgrades")?;
    must_give(&pair.target, kept, "4")
}

/// What goes to the trash has values of a type that changes in the same revision, and takes part in the way back.
pub(super) fn type_that_changes_meanwhile() -> Outcome {
    let model = "CREATE TYPE dbo.mood AS ENUM ('calm'); CREATE TABLE dbo.kept (id int, mood dbo.mood);
        CREATE TABLE dbo.gone (id int, mood dbo.mood); CREATE TABLE dbo.loses (id int, mood dbo.mood);
        CREATE TYPE dbo.needed AS (mood dbo.mood); CREATE TABLE dbo.goes_too (id int, it dbo.needed);
        CREATE TYPE dbo.unneeded AS (mood dbo.mood)";
    let rows = "INSERT INTO dbo.kept VALUES (1, 'calm'); INSERT INTO dbo.gone VALUES (2, 'calm'); INSERT INTO dbo.loses VALUES (3, 'calm')";
    let pair = followed("type_meanwhile", model, rows)?;
    let before = Dump::of(&pair.target)?;
    let change = "DROP TABLE dbo.gone; ALTER TABLE dbo.loses DROP mood; ALTER TABLE dbo.loses RENAME id TO mood;
        ALTER TABLE dbo.kept RENAME id TO key; DROP TYPE dbo.unneeded; DROP TABLE dbo.goes_too; DROP TYPE dbo.needed;
        ALTER TYPE dbo.mood ADD VALUE 'cross'";
    there_and_back(&pair, change, "SELECT * FROM dbo.kept")?;
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    before.must_equal(&Dump::of(&pair.target)?, "after the downgrade")?;
    must_give(&pair.target, "SELECT * FROM dbo.gone, dbo.loses", "2|calm|3|calm")
}

/// What goes to the trash has more that uses a type which changes in the same revision than values: that is no part of
/// the trash, comes back with it, be it purged or not, and is in the way of the type neither there nor back.
pub(super) fn uses_of_a_type_that_changes_meanwhile() -> Outcome {
    let enumeration =
        "CREATE TYPE dbo.it AS ENUM ('a', 'b', 'c'); CREATE TABLE dbo.kept (id int, it dbo.it)";
    let relabelled = "ALTER TYPE dbo.it RENAME TO retired; CREATE TYPE dbo.it AS ENUM ('a', 'b');
        ALTER TABLE dbo.kept ALTER it TYPE dbo.it USING it::text::dbo.it; DROP TYPE dbo.retired";
    let domain = "CREATE DOMAIN dbo.it AS char(3); CREATE TABLE dbo.kept (id int, it dbo.it)";
    let redomained =
        "ALTER TABLE dbo.kept ALTER it TYPE text; DROP DOMAIN dbo.it; CREATE DOMAIN dbo.it AS text;
        ALTER TABLE dbo.kept ALTER it TYPE dbo.it";
    let composite =
        "CREATE TYPE dbo.it AS (a int, b int); CREATE TABLE dbo.kept (id int, it dbo.it)";
    let recomposed =
        "ALTER TABLE dbo.kept ALTER it TYPE text; ALTER TYPE dbo.it ALTER ATTRIBUTE b TYPE bigint;
        ALTER TABLE dbo.kept ALTER it TYPE dbo.it USING it::dbo.it";
    for (hint, model, value, change) in [
        ("added", enumeration, "'b'", "ALTER TYPE dbo.it ADD VALUE 'aa' AFTER 'a'"),
        ("relabelled", enumeration, "'b'", relabelled),
        ("redomained", domain, "'b'", redomained),
        ("recomposed", composite, "ROW(1, 2)", recomposed),
    ] {
        for renamed in ["", "; ALTER TABLE dbo.kept RENAME id TO key"] {
            uses_of_a_type(hint, model, value, &format!("{change}{renamed}"))
                .map_err(|error| format!("{hint}{renamed}: {error}"))?;
        }
    }
    Ok(())
}

fn uses_of_a_type(hint: &str, model: &str, value: &str, change: &str) -> Outcome {
    let value = format!("{value}::dbo.it");
    let tables = ["gone", "loses"].map(|table| {
        format!(
            "CREATE TABLE dbo.{table} (id int PRIMARY KEY, it dbo.it DEFAULT {value}, CHECK (it = {value}));
             COMMENT ON CONSTRAINT {table}_it_check ON dbo.{table} IS 'only that';
             CREATE INDEX {table}_some ON dbo.{table} (id) WHERE it = {value};"
        )
    });
    let rows = "INSERT INTO dbo.kept VALUES (0); INSERT INTO dbo.gone VALUES (1); INSERT INTO dbo.loses VALUES (2)";
    let more = format!(
        "ALTER TABLE dbo.gone ADD same boolean GENERATED ALWAYS AS (it = {value}) STORED UNIQUE; CREATE INDEX ON dbo.gone (same, id);
         CREATE TABLE dbo.parts (id int, it dbo.it DEFAULT {value}) PARTITION BY LIST (id);
         CREATE TABLE dbo.part PARTITION OF dbo.parts FOR VALUES IN (1)"
    );
    let model = format!("{model};{}{more}", tables.concat());
    let pair = followed(&format!("uses_{hint}"), &model, rows)?;
    let before = Dump::of(&pair.target)?;
    let change = format!(
        "DROP TABLE dbo.gone; ALTER TABLE dbo.loses DROP it; ALTER TABLE dbo.parts DROP it; {change}"
    );
    there_and_back(&pair, &change, "SELECT count(*) FROM dbo.kept, dbo.loses")?;
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    must_give(&pair.target, "SELECT gone.it = loses.it FROM dbo.gone, dbo.loses", "t")?;
    pair.upgrade()?;
    pair.target.sql("SELECT schemig.purge(); SELECT schemig.downgrade('-1')")?;
    before.must_equal(&Dump::of(&pair.target)?, "after purge and downgrade")
}
