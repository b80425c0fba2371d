//! What is not carried is named in a WARNING; all else is followed.

use crate::follow::Pair;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

/// Name of the case, script, name that the warning must contain.
const OBJECTS: &[(&str, &str, &str)] = &[
    (
        "views_in_a_circle",
        "CREATE VIEW the_one AS SELECT 1 AS x;
         CREATE VIEW the_other AS SELECT x FROM the_one;
         CREATE OR REPLACE VIEW the_one AS SELECT x FROM the_other;",
        "the_one",
    ),
    (
        "operator",
        "CREATE OPERATOR |+| (FUNCTION = int4pl, LEFTARG = integer, RIGHTARG = integer);",
        "|+|",
    ),
    (
        "operator_class",
        "CREATE OPERATOR CLASS the_class FOR TYPE integer USING btree AS
           OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer);",
        "the_class",
    ),
    ("operator_family", "CREATE OPERATOR FAMILY the_family USING btree;", "the_family"),
    (
        "text_search_configuration",
        "CREATE TEXT SEARCH CONFIGURATION the_configuration (COPY = simple);",
        "the_configuration",
    ),
    (
        "text_search_dictionary",
        "CREATE TEXT SEARCH DICTIONARY the_dictionary (TEMPLATE = simple);",
        "the_dictionary",
    ),
    ("collation", "CREATE COLLATION the_collation FROM \"C\";", "the_collation"),
    (
        "conversion",
        "CREATE CONVERSION the_conversion FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;",
        "the_conversion",
    ),
    (
        "foreign_table",
        "CREATE EXTENSION file_fdw;
         CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
         CREATE FOREIGN TABLE the_foreign (line text) SERVER files OPTIONS (filename '/dev/null');",
        "the_foreign",
    ),
    ("publication", "CREATE PUBLICATION the_publication FOR TABLE t;", "the_publication"),
    (
        "base_type",
        "CREATE TYPE the_type;
         CREATE FUNCTION the_in(cstring) RETURNS the_type LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
         CREATE FUNCTION the_out(the_type) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
         CREATE TYPE the_type (INPUT = the_in, OUTPUT = the_out, LIKE = integer);",
        "the_type",
    ),
];

pub fn trials() -> Vec<Trial> {
    OBJECTS
        .iter()
        .map(|(kind, script, name)| {
            trial(format!("not_carried::{kind}"), move || named(kind, script, name))
        })
        .collect()
}

fn named(kind: &str, script: &str, name: &str) -> Outcome {
    let base = "CREATE TABLE t (id integer PRIMARY KEY, name text);";
    let pair = Pair::new(&format!("not_carried_{kind}"), &format!("{base}\n{script}"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    if !said.succeeded {
        return Err(said.notices);
    }
    let warned = said.notices.lines().any(|line| line.contains("WARNING:") && line.contains(name));
    if !warned {
        return Err(format!(
            "no WARNING names {name}; the plan printed\n{}\n{}",
            said.rows, said.notices
        ));
    }
    pair.upgrade()?;
    pair.target.sql("TABLE t")?;
    pair.must_be_unchanged("after the upgrade")
}
