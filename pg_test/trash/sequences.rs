//! Sequences that defaults of tables count by, and no column of these owns.

use super::{followed, purged_and_back, there_and_back};
use crate::Outcome;
use crate::dump::Dump;
use crate::must::{must_give, must_have};

/// The tables keep their defaults, and so the sequence goes along, with its last value.
pub(super) fn sequence_of_a_default() -> Outcome {
    let pair = followed(
        "sequence",
        "CREATE SEQUENCE dbo.s; CREATE TABLE dbo.t (id int DEFAULT nextval('dbo.s'), x text);
         CREATE TABLE dbo.u (id int, n int DEFAULT nextval('dbo.s'))",
        "INSERT INTO dbo.t (x) VALUES ('a'), ('b'); INSERT INTO dbo.u VALUES (1)",
    )?;
    let before = Dump::of(&pair.target)?;
    let rows = "SELECT t.id, x, n, last_value FROM dbo.t, dbo.u, dbo.s ORDER BY 1";
    let plan = there_and_back(&pair, "DROP TABLE dbo.t, dbo.u; DROP SEQUENCE dbo.s", "SELECT 1")?;
    must_have(&plan, &["- sequence dbo.s to schemig_trash."])?;
    pair.target.sql("SELECT schemig.downgrade('-1')")?;
    must_give(&pair.target, rows, "1|a|3|3\n2|b|3|3")?;
    pair.upgrade()?;
    let said = purged_and_back(&pair, &before)?;
    must_have(&said, &["Purged table dbo.t: 2 rows", "Purged sequence dbo.s"])
}

/// The sequence stays as it is where a column owns it that stays.
pub(super) fn sequence_of_a_column_that_stays() -> Outcome {
    let pair = followed(
        "owned",
        "CREATE SEQUENCE dbo.s; CREATE TABLE dbo.u (id int DEFAULT nextval('dbo.s')); ALTER SEQUENCE dbo.s OWNED BY dbo.u.id;
         CREATE TABLE dbo.t (id int DEFAULT nextval('dbo.s'))",
        "INSERT INTO dbo.t DEFAULT VALUES; INSERT INTO dbo.u DEFAULT VALUES",
    )?;
    let change = "DROP TABLE dbo.t; ALTER TABLE dbo.u ALTER id DROP DEFAULT; DROP SEQUENCE dbo.s";
    let plan = there_and_back(&pair, change, "SELECT id FROM dbo.u")?;
    must_have(&plan, &["- default dbo.u.id", "- table dbo.t to schemig_trash.", "1 warning"])?;
    must_give(&pair.target, "SELECT nextval('dbo.s')", "3")
}

/// A default that counts by another sequence from now on is altered before the sequence goes with its table, and after
/// both have come back.
pub(super) fn sequence_that_a_default_leaves() -> Outcome {
    let pair = followed(
        "left",
        "CREATE TABLE dbo.note (id serial PRIMARY KEY, x int); CREATE TABLE dbo.t (id int DEFAULT nextval('dbo.note_id_seq'));
         CREATE TABLE dbo.part (id serial, x int); CREATE VIEW dbo.v AS SELECT last_value FROM dbo.part_id_seq",
        "INSERT INTO dbo.note (x) VALUES (7); INSERT INTO dbo.t DEFAULT VALUES; INSERT INTO dbo.part (x) VALUES (8)",
    )?;
    let change = "CREATE SEQUENCE dbo.s START 50; ALTER TABLE dbo.t ALTER id SET DEFAULT nextval('dbo.s'); DROP TABLE dbo.note;
         CREATE OR REPLACE VIEW dbo.v AS SELECT last_value FROM dbo.s; ALTER TABLE dbo.part DROP COLUMN id";
    there_and_back(&pair, change, "SELECT id FROM dbo.t")?;
    must_give(&pair.target, "INSERT INTO dbo.t DEFAULT VALUES RETURNING id", "50")
}
