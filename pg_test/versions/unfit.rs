//! What an older target has no place for, and what a newer one no longer allows, is named in a WARNING, and all else
//! arrives.

use super::{PLAN, Source, must_be_unchanged, version};
use crate::{Outcome, server, trial};
use libtest_mimic::Trial;

struct Case {
    name: &'static str,
    /// The version that brought it, or that ended it.
    turn: u32,
    source: &'static str,
    /// What the plan warns of.
    warning: &'static str,
    /// A query in the target, and what it must return.
    there: (&'static str, &'static str),
}

const NO_TABLE: &str = "SELECT pg_catalog.to_regclass('public.t')";

const CASES: [Case; 8] = [
    Case {
        name: "virtual_column",
        turn: 18,
        source: "CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL);
                 CREATE TABLE u (a integer);",
        warning: "table public.t is not carried, since it needs virtual generated columns of PostgreSQL 18",
        there: (NO_TABLE, ""),
    },
    Case {
        name: "without_overlaps",
        turn: 18,
        source: "CREATE TABLE t (a int4range, b daterange NOT NULL, UNIQUE (a, b WITHOUT OVERLAPS));",
        warning: "constraint public.t.t_a_b_key is not carried, since it needs WITHOUT OVERLAPS of PostgreSQL 18",
        there: ("SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint WHERE conrelid = 't'::regclass AND contype IN ('u', 'x')", "0"),
    },
    Case {
        name: "not_enforced",
        turn: 18,
        source: "CREATE TABLE t (a integer, CONSTRAINT c CHECK (a > 0) NOT ENFORCED);",
        warning: "constraint public.t.c is not carried, since it needs NOT ENFORCED of PostgreSQL 18",
        there: ("SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint WHERE conname = 'c'", "0"),
    },
    Case {
        name: "not_null_no_inherit",
        turn: 18,
        source: "CREATE TABLE t (a integer CONSTRAINT mine NOT NULL NO INHERIT);",
        warning: "NO INHERIT of NOT NULL of column public.t.a is not carried: PostgreSQL 18 brought it",
        there: ("SELECT attnotnull FROM pg_catalog.pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'", "t"),
    },
    Case {
        name: "not_null_not_valid",
        turn: 18,
        source: "CREATE TABLE t (a integer);
                 ALTER TABLE t ADD CONSTRAINT mine NOT NULL a NOT VALID;",
        warning: "NOT VALID of NOT NULL of column public.t.a is not carried: PostgreSQL 18 brought it",
        there: ("SELECT attnotnull FROM pg_catalog.pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'", "t"),
    },
    Case {
        name: "partitioned_exclusion",
        turn: 17,
        source: "CREATE TABLE t (a integer, r int4range, CONSTRAINT c EXCLUDE USING btree (a WITH =)) PARTITION BY LIST (a);",
        warning: "constraint public.t.c is not carried, since it needs exclusion constraints of partitioned tables of \
                  PostgreSQL 17",
        there: ("SELECT pg_catalog.count(*) FROM pg_catalog.pg_constraint WHERE conname = 'c'", "0"),
    },
    Case {
        name: "builtin_collation",
        turn: 17,
        source: "CREATE COLLATION c (provider = builtin, locale = 'C.UTF-8'); CREATE TABLE u (a integer);",
        warning: "collation public.c is not carried, since it needs the builtin provider of PostgreSQL 17",
        there: ("SELECT pg_catalog.count(*) FROM pg_catalog.pg_collation WHERE collname = 'c'", "0"),
    },
    Case {
        name: "maintain",
        turn: 17,
        source: "CREATE TABLE t (a integer); GRANT SELECT, MAINTAIN ON t TO PUBLIC;",
        warning: "MAINTAIN of grant",
        there: (
            "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) AS x
              WHERE c.relname = 't' AND x.grantee = 0 AND x.privilege_type = 'SELECT'",
            "1",
        ),
    },
];

const OUTDATED: [Case; 3] = [
    Case {
        name: "generated_child",
        turn: 16,
        source: "CREATE TABLE t (a integer, b integer);
                 CREATE TABLE c (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED) INHERITS (t);",
        warning: "table public.c is not carried, since it needs a generated column where its parent's column is none, \
                  which PostgreSQL 16 no longer allows",
        there: ("SELECT pg_catalog.to_regclass('public.t'), pg_catalog.to_regclass('public.c')", "t|"),
    },
    Case {
        name: "identity_of_a_partition",
        turn: 17,
        source: "CREATE TABLE t (a integer NOT NULL, b integer NOT NULL) PARTITION BY LIST (a);
                 CREATE TABLE p (b integer NOT NULL, a integer NOT NULL GENERATED ALWAYS AS IDENTITY);
                 ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1);",
        warning: "identity public.p.a is not carried, since it needs an identity of a partition's own, which \
                  PostgreSQL 17 no longer allows",
        there: ("SELECT attidentity = '' FROM pg_catalog.pg_attribute WHERE attrelid = 'p'::regclass AND attname = 'a'", "t"),
    },
    Case {
        name: "null_child",
        turn: 18,
        source: "CREATE TABLE t (a integer NOT NULL);
                 CREATE TABLE c () INHERITS (t);
                 CREATE TABLE d () INHERITS (c);
                 ALTER TABLE c ALTER a DROP NOT NULL;
                 ALTER TABLE d ALTER a DROP NOT NULL;",
        warning: "NULL, where its parent's column is NOT NULL, of column public.d.a is not carried: PostgreSQL 18 no longer \
                  allows it",
        there: ("SELECT attnotnull FROM pg_catalog.pg_attribute WHERE attrelid = 'd'::regclass AND attname = 'a'", "t"),
    },
];

pub fn trials() -> impl Iterator<Item = Trial> {
    let unfit = CASES.iter().filter(|c| c.turn <= version() && server::version() < c.turn);
    let outdated = OUTDATED.iter().filter(|c| version() < c.turn && c.turn <= server::version());
    unfit
        .chain(outdated)
        .map(|case| trial(format!("versions::unfit::{}", case.name), || warned_of(case)))
}

fn warned_of(case: &Case) -> Outcome {
    let source = Source::new(case.name, case.source)?;
    let target = source.target()?;
    target.sql(r#"SELECT schemig.configure('src_server', NULL::name, '{"grants": "keep"}');"#)?;
    let said = target.said(PLAN)?;
    if !said.succeeded || !said.notices.contains(case.warning) {
        return Err(format!("the plan should warn of {:?}:\n{}", case.warning, said.notices));
    }
    target.sql("SELECT schemig.upgrade();")?;
    let (query, expected) = case.there;
    let found = target.sql(query)?;
    if found.trim() != expected {
        return Err(format!("{query} returned {found}"));
    }
    must_be_unchanged(&target, "after the upgrade")
}
