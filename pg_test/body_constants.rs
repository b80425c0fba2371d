//! String constants in bodies that are strings, where what they name is not certain.

use crate::bodies::{SNAKE, body, must_be, must_not_say, must_say, planned};
use crate::{Case, Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let cases: [(&str, Case); 1] = [
        ("overloads_read_a_constant", overloads_read_a_constant),
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
