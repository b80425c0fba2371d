//! Texts that are what they should be, and do something when they are worked out: a plan does not.

use super::definitions::{EXPRESSIONS, Lie, followed, lies, tell_each};
use super::replay::LOOK;
use super::{FIRED, everything};
use crate::follow::Pair;
use crate::{Outcome, trial};
use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    let of = |name: &str, run: fn() -> Outcome| trial(format!("hostile::planned::{name}"), run);
    vec![
        of("first", || only_planned(everything("planned")?)),
        of("later", || only_planned(followed()?)),
    ]
}

/// What the target has besides: code of its users, which the source knows of and has no business with.
const OWN: &str = "
    CREATE FUNCTION canary.fire(anyelement) RETURNS anyelement LANGUAGE plpgsql AS
        'BEGIN PERFORM pg_catalog.nextval(''canary.fired''); RETURN $1; END';
    CREATE DOMAIN canary.hot AS integer CHECK (VALUE <> canary.fire(0));
    CREATE DOMAIN canary.hotter AS text CHECK (VALUE <> '' AND pg_catalog.nextval('canary.fired') > 0);";

/// What runs something when it is worked out.
const RUN: [&str; 4] =
    [FIRED, "canary.fire(1)", "(1)::canary.hot", "('a'::canary.hotter = 'a')::pg_catalog.int4"];

fn all() -> Vec<Lie> {
    let of = |shapes: &[&str]| -> Vec<String> {
        let each = |run: &&str| shapes.iter().map(|s| s.replace('?', run)).collect::<Vec<_>>();
        RUN.iter().flat_map(each).collect()
    };
    let expressions = of(&["(?)::pg_catalog.int4", "(? > 0)"]);
    let bounds = of(&[
        "FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'::pg_catalog.date + (?)::pg_catalog.int4)",
        "FOR VALUES FROM (('2019-01-01'::pg_catalog.date + (?)::pg_catalog.int4)) TO ('2021-01-01')",
    ]);
    let places = EXPRESSIONS.iter().filter(|place| place.0 != "bound");
    let places: Vec<(&str, &str)> = places.copied().collect();
    let bound: Vec<(&str, &str)> =
        EXPRESSIONS.iter().filter(|place| place.0 == "bound").copied().collect();
    [
        lies(&places, &expressions),
        lies(&bound, &bounds),
        lies(&[("query", "*")], &of(&["SELECT (?)::pg_catalog.int4 AS id"])),
    ]
    .concat()
}

/// The source tells each lie once, to a plan and all that looks at it.
fn only_planned(pair: Pair) -> Outcome {
    pair.target.sql(OWN)?;
    let lies = all();
    let came = tell_each(LOOK, &pair, &lies)?;
    let believed = came.iter().filter(|(came, _)| came.sqlstate == "HY000").count();
    let broken =
        lies.iter().zip(&came).find(|(_, (came, told))| came.sqlstate == "XX000" || *told == 0);
    match (broken, believed > 0) {
        (None, true) => Ok(()),
        (broken, _) => Err(format!("{believed} of {} were believed; {broken:?}", lies.len())),
    }
}
