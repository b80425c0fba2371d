//! Documents that are refused: nothing of them is written.

use super::{APPLIED, FIRST, SECOND, export, hub, import, tenant};
use crate::dump::Dump;
use crate::follow::{ALLOW, Pair};
use crate::must::{must_give, must_have};
use crate::psql::Database;
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 3] =
        [("not_in_order", not_in_order), ("damaged", damaged), ("documents", documents)];
    cases.into_iter().map(|(name, case)| trial(format!("transfer::{name}"), case)).collect()
}

const RECORD: &str =
    "SELECT s.* FROM schemig.source s ORDER BY 1; SELECT r.* FROM schemig.revision r ORDER BY 1;
    SELECT count(*) FROM schemig.step; SELECT f.* FROM schemig.fact f ORDER BY 1";

/// The import must fail so, and leave everything as it was.
pub fn refuses(
    tenant: &Database,
    document: &str,
    sqlstate: &str,
    texts: &[&str],
) -> Outcome<String> {
    let before = (tenant.sql(RECORD)?, Dump::of(tenant)?);
    let said = tenant.fails(&import(document), sqlstate, texts)?;
    must_give(tenant, RECORD, &before.0)?;
    before.1.must_equal(&Dump::of(tenant)?, "after an import was refused")?;
    Ok(said)
}

/// A hub with two revisions applied, and their documents.
pub fn hub_of_two() -> Outcome<(Pair, String, String)> {
    let hub = hub()?;
    let first = export(&hub.target, "head")?;
    hub.source.sql(SECOND)?;
    hub.follow()?;
    let second = export(&hub.target, "head")?;
    Ok((hub, first, second))
}

fn not_in_order() -> Outcome {
    let (hub, first, second) = hub_of_two()?;
    let tenant = tenant()?;
    refuses(&tenant, &second, "55000", &["cannot come next here", "which is not here"])?;
    tenant.sql(&import(&first))?;
    refuses(&tenant, &second, "55000", &["which is not applied here", "schemig.upgrade()"])?;
    must_have(&tenant.sql(&import(&first))?, &["Nothing to import", "there already"])?;
    tenant.sql(APPLIED)?;
    must_have(&tenant.sql(&import(&first))?, &["Nothing to import", "there already"])?;
    tenant.sql(&import(&second))?;
    // Another second one: the first of them is in the way, pending or applied.
    hub.target
        .sql(&format!("SELECT schemig.downgrade('-1', {ALLOW}); SELECT schemig.discard();"))?;
    hub.follow()?;
    let other = export(&hub.target, "head")?;
    refuses(&tenant, &other, "55000", &["cannot come next here", "schemig.discard()"])?;
    tenant.sql(&format!("SELECT schemig.upgrade({ALLOW})"))?;
    refuses(&tenant, &other, "55000", &["Here revision ", "schemig.downgrade()"])?;
    tenant.sql(&format!("SELECT schemig.downgrade('-1', {ALLOW}); SELECT schemig.discard();"))?;
    tenant.sql(&import(&other))?;
    // Another first one.
    let again = Pair::of_schema("hub", FIRST, "'shop'")?;
    again.follow()?;
    let other = export(&again.target, "head")?;
    refuses(&tenant, &other, "55000", &["follows base"]).map(|_| ())
}

/// An expression over the document `d` that changes it, and how the result is refused.
const WRONG: &[(&str, &str, &str)] = &[
    ("'[]'::jsonb", "22023", "has no format"),
    ("'null'::jsonb", "22023", "has no format"),
    ("'{\"format\": \"1\"}'::jsonb", "22023", "has no format"),
    ("'{\"format\": 1}'::jsonb", "22023", "issing field"),
    ("d || '{\"format\": 2}'", "0A000", "Update the extension"),
    ("d || '{\"more\": 2}'", "22023", "more"),
    ("d - 'before'", "22023", "before"),
    ("jsonb_set(d, '{revision,id}', '\"x\"')", "22023", "\"x\""),
    ("jsonb_set(d, '{revision,rules}', '{\"case\": \"odd\"}')", "22023", "odd"),
    ("jsonb_set(d, '{revision,rules}', '[]')", "22023", ""),
    ("jsonb_set(d, '{revision,planned_at}', '\"never\"')", "22023", "never"),
    ("jsonb_set(d, '{source,name}', '\"other/shop\"')", "22023", "other/shop"),
    ("jsonb_set(d, '{source,database_oid}', 'null')", "22023", "which database"),
    ("jsonb_set(d, '{steps,0,change}', '\"odd\"')", "22023", "step_change_check"),
    ("jsonb_set(d, '{steps,0,kind}', '\"odd\"')", "0A000", "unknown kind \"odd\""),
    ("jsonb_set(d, '{brought,0,kind}', '\"odd\"')", "0A000", "unknown kind \"odd\""),
    ("jsonb_set(d, '{brought,0,def}', '{\"odd\": 1}')", "22023", ""),
    ("jsonb_insert(d, '{brought,0}', d #> '{brought,0}')", "22023", "two facts of schema shop"),
    ("jsonb_set(d, '{steps,0,statement}', '\"DROP DATABASE x\"')", "0A000", "unexpected command DROP DATABASE"),
    ("jsonb_set(d, '{steps,0,statement}', '\"CREATE SCHEMA a; CREATE SCHEMA b\"')", "42601", "found 2"),
    ("jsonb_set(d, '{steps,0,statement}', '\"nonsense\"')", "42601", "nonsense"),
    ("jsonb_set(d, '{steps,0,undo}', '\"GRANT a TO b\"')", "0A000", "unexpected command GRANT ROLE"),
    ("jsonb_set(d, '{steps,0,undo}', '\"\"')", "42601", ""),
    ("jsonb_set(d, '{steps,0,online}', '{\"before\": [], \"last\": [\"DROP ROLE b\"]}')", "0A000", "unexpected command DROP ROLE"),
    ("jsonb_set(d, '{steps,0,online}', '{\"before\": [{\"when\": \"true; DROP ROLE b\", \"sql\": \"CREATE SCHEMA x\"}], \"last\": []}')", "42601", "DROP"),
    ("jsonb_set(d, '{steps,0,parts}', '[\"DROP ROLE b\"]')", "0A000", "unexpected command DROP ROLE"),
    ("jsonb_set(d, '{steps,0,probe}', '\"DELETE FROM a\"')", "0A000", "unexpected command DELETE"),
    ("jsonb_set(d, '{steps,0,probe}', '\"WITH d AS (DELETE FROM a RETURNING 1) SELECT 1 FROM d\"')", "0A000", "does more than read"),
    ("jsonb_set(d, '{steps,0,probe}', '\"SELECT 1 INTO a\"')", "0A000", "does more than read"),
    ("jsonb_set(d, '{source,schemas}', '[]')", "22023", "is not called"),
    ("jsonb_set(d, '{source}', d->'source' || '{\"schemas\": [\"b\", \"a\"], \"name\": \"src_server/b+a\"}')", "22023", "not in order"),
    ("jsonb_set(d, '{steps,0,undo_probe}', '\"SELECT 1; SELECT 2\"')", "42601", "found 2"),
    ("jsonb_set(d, '{steps,0,doubts}', '[{\"problem\": \"x\", \"query\": \"SELECT 1) AS a; DROP TABLE b; SELECT (1\"}]')", "42601", ""),
    ("jsonb_set(d, '{steps,0,doubts}', '[{\"problem\": \"x\", \"query\": \"SELECT 1\", \"each\": \"1); SELECT (1\"}]')", "42601", ""),
    ("jsonb_set(d, '{trash}', '[{\"number\": 1, \"kind\": \"column\", \"object\": \"a\", \"name\": \"id\", \"class\": null,
        \"target\": \"a\", \"probe\": null}]')", "22023", "called \"id\" in the trash"),
    ("jsonb_set(d, '{trash}', jsonb_build_array(jsonb_build_object('number', 1, 'kind', 'table', 'object', 'a', 'name',
        'a_' || (d->'revision'->>'id'), 'class', 'TABLE', 'target', 'a; DROP TABLE b', 'probe', null)))", "42601", "found 2"),
    ("jsonb_set(d, '{trash}', jsonb_build_array(jsonb_build_object('number', 1, 'kind', 'table', 'object', 'a', 'name',
        'a_' || (d->'revision'->>'id'), 'class', 'ROLE', 'target', 'a', 'probe', null)))", "0A000", "unexpected command DROP ROLE"),
];

/// An expression over `d` with the checksum that it would have been given.
fn sealed(change: &str) -> String {
    format!(
        "CASE jsonb_typeof({change}) WHEN 'object' THEN ({change}) || jsonb_build_object('checksum',
            encode(sha256(convert_to((({change}) - 'checksum')::text, 'UTF8')), 'hex')) ELSE {change} END"
    )
}

fn documents() -> Outcome {
    let hub = hub()?;
    let document = export(&hub.target, "head")?;
    let tenant = tenant()?;
    tenant.fails("SELECT schemig.import(NULL)", "22004", &["document must not be null"])?;
    let changed = |change: &str| -> Outcome<String> {
        let literal = document.replace('\'', "''");
        let sql = format!("SELECT {change} FROM (SELECT '{literal}'::jsonb AS d) AS it");
        Ok(tenant.sql(&sql).map_err(|e| format!("{change}: {e}"))?.trim().to_owned())
    };
    for (change, sqlstate, text) in WRONG {
        refuses(&tenant, &changed(&sealed(change))?, sqlstate, &[text])
            .map_err(|e| format!("{change}: {e}"))?;
    }
    must_give(&tenant, "SELECT count(*) FROM schemig.source", "0")?;
    // From another version of the server: told, and tried.
    let elsewhere = changed(&sealed("jsonb_set(d, '{server_version}', '90600')"))?;
    let said = tenant.said(&format!("BEGIN; {} ROLLBACK;", import(&elsewhere)))?;
    must_have(&said.notices, &["comes from PostgreSQL 9, and this is PostgreSQL "])?;
    // The same revision of another source.
    tenant.sql(&import(&document))?;
    tenant.sql("UPDATE schemig.source SET name = 'x', server = 'x'")?;
    refuses(&tenant, &document, "42710", &["is there already, of \"x\""]).map(|_| ())
}

/// What has been changed on the way does not have the checksum that it came with.
fn damaged() -> Outcome {
    let hub = hub()?;
    let document = export(&hub.target, "head")?;
    let tenant = tenant()?;
    let other = [
        document.replace("CREATE SCHEMA shop", "CREATE SCHEMA  shop"),
        document.replace("was ordered", "was sold"),
        document.replace("\"checksum\": \"", "\"checksum\": \"0"),
        document.replace("\"checksum\"", "\"sum\""),
    ];
    for other in other {
        if other == document {
            return Err("nothing was changed".into());
        }
        refuses(
            &tenant,
            &other,
            "22023",
            &["It has been changed since: its checksum is another."],
        )?;
    }
    // Space between its parts means nothing.
    tenant.sql(&(import(&document.replace(", \"", ",\n \"")) + APPLIED)).map(|_| ())
}
