//! Security labels where their provider is not loaded, does not take them, or gives them by itself. What else becomes of
//! them is in `corpus/security_label`; `label.c` has the providers.

use crate::dump::Dump;
use crate::follow::Pair;
use crate::must::{must_give, must_have, must_lack};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 7] = [
        ("not_loaded", not_loaded),
        ("no_longer_loaded", no_longer_loaded),
        ("refused", refused),
        ("given_by_the_provider", given_by_the_provider),
        ("of_a_language", of_a_language),
        ("left_out_by_a_rule", left_out_by_a_rule),
        ("of_a_counter", of_a_counter),
    ];
    cases.map(|(name, case)| trial(format!("security_labels::{name}"), case)).into()
}

const OBJECTS: &str = "
    CREATE SCHEMA app;
    CREATE TABLE app.t (id integer, a text);
    CREATE VIEW app.v AS SELECT id FROM app.t;
    SECURITY LABEL FOR keeper ON TABLE app.t IS 'one';
    SECURITY LABEL FOR keeper ON COLUMN app.t.a IS 'two';
    SECURITY LABEL FOR other ON VIEW app.v IS 'three';";

/// What the target's labels are.
const LABELS: &str = "SELECT provider, objtype, objname, label FROM pg_seclabels ORDER BY 1, 2, 3";

const COUNTED: &str = "SELECT total, carried, filtered, unsupported FROM schemig.coverage()
                        WHERE kind = 'security label'";

impl Pair {
    /// Whether the target's sessions load the providers.
    fn provide(&self, wanted: bool) -> Outcome {
        let name = &self.target.name;
        let change = if wanted { "RESET" } else { "SET" };
        let value = if wanted { "" } else { " = plpgsql" };
        let sql = format!("ALTER DATABASE \"{name}\" {change} session_preload_libraries{value}");
        self.target.sql(&sql).map(|_| ())
    }
}

/// They are left out, with a WARNING a provider, and come when it is loaded; that needs no change of a catalog.
fn not_loaded() -> Outcome {
    let pair = Pair::of_schema("labels_not_loaded", OBJECTS, "'app'")?;
    pair.provide(false)?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_have(
        &said.notices,
        &[
            "2 security labels of provider \"keeper\" are not carried",
            "1 security label of provider \"other\" is not carried",
            "session_preload_libraries",
        ],
    )?;
    must_lack(&said.rows, &["security label"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("without the providers")?;
    pair.must_plan_nothing("without the providers, again")?;
    must_give(&pair.target, LABELS, "")?;
    must_give(&pair.target, COUNTED, "3|0|0|3")?;
    pair.provide(true)?;
    must_give(&pair.target, COUNTED, "3|3|0|0")?;
    must_have(&pair.follow()?, &["+ security label keeper on column app.t.a"])?;
    pair.must_be_unchanged("with the providers")?;
    must_give(
        &pair.target,
        LABELS,
        "keeper|column|app.t.a|two\nkeeper|table|app.t|one\nother|view|app.v|three",
    )?;
    pair.downgrade("-1")?;
    must_give(&pair.target, LABELS, "")
}

/// What has been carried stays, and is followed further; a session without the provider can only not change it.
fn no_longer_loaded() -> Outcome {
    let pair = Pair::of_schema("labels_no_longer", OBJECTS, "'app'")?;
    pair.follow()?;
    pair.provide(false)?;
    pair.must_be_unchanged("in a session without the providers")?;
    pair.source.sql("ALTER TABLE app.t RENAME TO u; ALTER TABLE app.u ADD COLUMN b text")?;
    pair.follow()?;
    pair.must_be_unchanged("after a rename")?;
    pair.source.sql("SECURITY LABEL FOR keeper ON TABLE app.u IS 'another'")?;
    must_have(&pair.plan()?, &["~ security label keeper on table app.u: label one to another"])?;
    let not_loaded = "security label provider \"keeper\" is not loaded";
    pair.target.fails("SELECT schemig.upgrade()", "22023", &[not_loaded])?;
    pair.provide(true)?;
    pair.upgrade()?;
    pair.must_be_unchanged("with the providers")?;
    must_give(&pair.target, "SELECT label FROM pg_seclabels WHERE objtype = 'table'", "another")
}

/// The provider's error comes through, and nothing is left.
fn refused() -> Outcome {
    let script = "CREATE TABLE t (id integer); CREATE TABLE u (id integer);
        SECURITY LABEL FOR keeper ON TABLE t IS 'taken';
        SECURITY LABEL FOR keeper ON TABLE u IS 'once taken';
        UPDATE pg_seclabel SET label = 'refused' WHERE label = 'once taken';";
    let pair = Pair::new("labels_refused", script)?;
    let before = Dump::of(&pair.target)?;
    pair.plan()?;
    let texts = ["\"refused\" is no label of these", "security label keeper on table public.u"];
    pair.target.fails("SELECT schemig.upgrade()", "42602", &texts)?;
    before.must_equal(&Dump::of(&pair.target)?, "after what was refused")?;
    pair.source.sql("SECURITY LABEL FOR keeper ON TABLE u IS 'better'")?;
    pair.follow()?;
    pair.must_be_unchanged("with another label")
}

/// Some providers label whatever is made: that is the target's own, and gives way to what the source says.
fn given_by_the_provider() -> Outcome {
    let pair =
        Pair::new("labels_given", "CREATE TABLE t (id integer); CREATE TABLE u (id integer)")?;
    pair.source.sql("SECURITY LABEL FOR keeper ON TABLE u IS 'said'")?;
    pair.target.sql(
        "CREATE SCHEMA own;
         CREATE FUNCTION own.label() RETURNS event_trigger LANGUAGE plpgsql AS $$
         DECLARE made record;
         BEGIN
           FOR made IN SELECT * FROM pg_event_trigger_ddl_commands() WHERE schema_name = 'public' LOOP
             EXECUTE format('SECURITY LABEL FOR keeper ON TABLE %s IS ''given''', made.object_identity);
           END LOOP;
         END $$;
         CREATE EVENT TRIGGER label ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION own.label()",
    )?;
    let labels = "SELECT objname, label FROM pg_seclabels ORDER BY 1";
    pair.follow()?;
    must_give(&pair.target, labels, "t|given\nu|said")?;
    pair.must_be_unchanged("with labels of the provider's own")?;
    must_give(&pair.target, "SELECT * FROM schemig.drift()", "")?;
    must_give(
        &pair.target,
        "SELECT * FROM schemig.verify() WHERE kind = 'security label'
                              AND state <> 'same'",
        "",
    )?;
    pair.source.sql("SECURITY LABEL FOR keeper ON TABLE t IS 'said too'")?;
    pair.follow()?;
    must_give(&pair.target, labels, "t|said too\nu|said")?;
    pair.must_be_unchanged("with labels of the source")?;
    pair.downgrade("-1")?;
    must_give(&pair.target, labels, "t|given\nu|said")
}

/// Dumps say less of languages than there is to compare.
fn of_a_language() -> Outcome {
    let script = "CREATE LANGUAGE own HANDLER plpgsql_call_handler;
        SECURITY LABEL FOR keeper ON LANGUAGE own IS 'spoken'";
    let pair = Pair::new("labels_language", script)?;
    pair.follow()?;
    pair.must_be_unchanged("with a language")?;
    must_give(&pair.target, LABELS, "keeper|language|own|spoken")
}

fn left_out_by_a_rule() -> Outcome {
    let pair = Pair::of_schema("labels_excluded", OBJECTS, "'app'")?;
    let rules = r#"{"kinds": {"exclude": ["security label"]}}"#;
    pair.target.sql(&format!("SELECT schemig.configure('src_server', 'app', '{rules}')"))?;
    let said = pair.target.said(&pair.plan_sql())?;
    must_lack(&format!("{}{}", said.rows, said.notices), &["security label"])?;
    pair.upgrade()?;
    pair.must_be_unchanged("without labels")?;
    must_give(&pair.target, LABELS, "")?;
    must_give(&pair.target, COUNTED, "3|0|3|0")
}

/// A sequence keeps its label where a rule makes an identity of it, and back.
fn of_a_counter() -> Outcome {
    let script = "CREATE TABLE t (id serial PRIMARY KEY, n integer GENERATED ALWAYS AS IDENTITY);
        SECURITY LABEL FOR keeper ON SEQUENCE t_id_seq IS 'one';
        SECURITY LABEL FOR other ON SEQUENCE t_n_seq IS 'two'";
    let labels = "SELECT provider, objtype, objname, label FROM pg_seclabels ORDER BY 1";
    let pair = Pair::new("labels_counter", script)?;
    for (rule, identities) in [("identity", "2"), ("serial", "0"), ("keep", "1")] {
        pair.target.sql(&format!(
            "SELECT schemig.configure('src_server', NULL::name, '{{\"identity\": \"{rule}\"}}')"
        ))?;
        pair.follow()?;
        pair.must_be_unchanged(rule)?;
        must_give(
            &pair.target,
            labels,
            "keeper|sequence|t_id_seq|one\nother|sequence|t_n_seq|two",
        )?;
        let counted = "SELECT count(*) FROM pg_attribute
                        WHERE attrelid = 't'::regclass AND attidentity <> ''";
        must_give(&pair.target, counted, identities)?;
    }
    Ok(())
}
