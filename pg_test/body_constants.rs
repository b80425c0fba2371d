//! String constants in bodies that are strings, where what they name is not certain.

use crate::bodies::{SNAKE, body, must_be, must_not_say, must_say, planned};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 3] = [
        ("overloads_read_a_constant", overloads_read_a_constant),
        ("fired_on_others", fired_on_others),
        ("keys_of_rows", keys_of_rows),
    ];
    cases.into_iter().map(|(name, case)| trial(format!("bodies::{name}"), case)).collect()
}

/// A constant is an object's name to one overload, and a text to another.
fn overloads_read_a_constant() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Log"(regclass, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION dbo."Log"(text, bigint) RETURNS integer LANGUAGE sql AS 'SELECT 2';
        CREATE FUNCTION dbo."Log"(text) RETURNS integer LANGUAGE sql AS 'SELECT 3';
        CREATE FUNCTION dbo."Unsure"() RETURNS integer LANGUAGE sql AS $$ SELECT dbo."Log"('dbo."Users"', (SELECT 1)) $$;
        CREATE FUNCTION dbo."Sure"(i integer) RETURNS integer LANGUAGE sql AS
            $$ SELECT dbo."Log"('dbo."Users"', i) + dbo."Log"('dbo."Users"') + dbo."Log"('other', (SELECT 1)) $$;"#;
    let (pair, plan) = planned("overloads_read", script, SNAKE)?;
    must_say(&plan, &[r#"name "Users" in the body of routine dbo."Unsure"() is not changed"#])?;
    must_not_say(&plan, r#"dbo."Sure"(integer) is not"#)?;
    must_be(
        &body(&pair, "sure")?,
        r#"SELECT dw__dbo.log('dw__dbo.users', i) + dw__dbo.log('dbo."Users"') + dw__dbo.log('other', (SELECT 1))"#,
    )
}

/// A relation that the function's triggers are not on, or two that do not change alike.
fn fired_on_others() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Fired"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_TABLE_NAME IN ('Leads', 'Users', 'leads', 'nothing') OR TG_TABLE_SCHEMA = 'public' THEN RETURN NULL; END IF;
            RETURN NEW;
        END $$;
        CREATE FUNCTION dbo."Same"() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_TABLE_NAME = 'Users' AND TG_TABLE_SCHEMA = 'crm' THEN RAISE NOTICE 'Users %', 'crm'; END IF;
            RETURN NEW;
        END $$;
        CREATE FUNCTION dbo."Plain"(tg_table_name text) RETURNS boolean LANGUAGE plpgsql AS
            $$ BEGIN RETURN tg_table_name = 'Leads'; END $$;
        CREATE TRIGGER a BEFORE INSERT ON dbo."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Fired"();
        CREATE TRIGGER a BEFORE INSERT ON crm."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Fired"();
        CREATE TRIGGER b BEFORE INSERT ON crm."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Same"();"#;
    let rules = r#"{"schema": "dw__{schema}", "case": "snake", "rename": {"crm.Users": "people"}}"#;
    let (pair, plan) = planned("fired_on_others", script, rules)?;
    must_say(
        &plan,
        &[
            r#"name "Leads" in the body of routine dbo."Fired"() is not changed"#,
            r#"name "Users" in the body of routine dbo."Fired"() is not changed"#,
        ],
    )?;
    must_be(&plan.matches("is not certain").count().to_string(), "2")?;
    must_say(
        &body(&pair, "same")?,
        &[
            "TG_TABLE_NAME = 'people' AND TG_TABLE_SCHEMA = 'dw__crm' THEN RAISE NOTICE 'Users %', 'crm'",
        ],
    )
}

/// What makes keys of columns that get other names is told; what makes none of them is not.
fn keys_of_rows() -> Outcome {
    let script = r#"
        CREATE FUNCTION dbo."Row"() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE NOTICE '%', to_jsonb(NEW); RETURN NEW; END $$;
        CREATE TRIGGER a BEFORE INSERT ON dbo."Users" FOR EACH ROW EXECUTE FUNCTION dbo."Row"();
        CREATE FUNCTION dbo."List"() RETURNS json LANGUAGE sql AS
            $$ SELECT json_agg(q) FROM (SELECT u."UserId" AS id, u."Name" FROM dbo."Users" u) q $$;
        CREATE FUNCTION dbo."None"() RETURNS json LANGUAGE sql AS
            $$ SELECT to_json(q) FROM (SELECT u."UserId" AS "UserId", count(u) FROM dbo."Users" u GROUP BY 1) q $$;
        CREATE FUNCTION dbo."Other"(r dbo."Users") RETURNS jsonb LANGUAGE sql AS
            $$ SELECT to_jsonb(r."Name") || to_jsonb(upper(r."Name")) || to_jsonb(count(r)) $$;"#;
    let (_, plan) = planned("keys_of_rows", script, SNAKE)?;
    let told = [
        r#"to_jsonb in the body of routine dbo."Row"() makes keys of the new names of columns: "user_id" of "UserId""#,
        r#"json_agg in the body of routine dbo."List"() makes keys of the new names of columns: "name" of "Name""#,
    ];
    must_say(&plan, &told)?;
    must_be(&plan.matches("makes keys").count().to_string(), "2")?;
    let (_, plan) = planned("keys_kept", script, "{}")?;
    must_not_say(&plan, "WARNING")
}
