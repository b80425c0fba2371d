//! Accounts for everything that a source has to carry, as its catalogs have it: carried, filtered by a rule, member of
//! an extension, or not supported. Names no kind: what is listed comes from the catalogs, and what is carried from the
//! facts, so that a row which no kind's query returns shows as not supported.

use crate::catalog::Side;
use crate::error::Result;
use crate::fact::Facts;
use crate::model::Address;
use hashbrown::HashSet;

const COVERAGE: &str = include_str!("../sql/coverage.sql");

/// Something that there is to carry.
#[derive(Debug)]
pub struct Row {
    /// As the registry names it, or the server.
    kind: String,
    at: Address,
    /// Belongs to the database and to none of the followed schemas.
    global: bool,
    /// Of an extension, or belongs to a member of one.
    member: bool,
}

/// One row of `schemig.coverage`: the last four add up to the total.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub kind: String,
    pub total: i64,
    pub carried: i64,
    pub filtered: i64,
    pub extension: i64,
    pub unsupported: i64,
}

/// Kinds and addresses of facts.
pub type Known<'a> = HashSet<(&'a str, Address)>;

/// What the catalogs list of the schemas that were read last.
pub fn rows(side: &Side) -> Result<Vec<Row>> {
    let sql = format!(
        "SELECT c.kind::text, c.class::text, c.oid::text, c.sub::text, c.is_global::text, c.is_member::text
           FROM ({COVERAGE}) AS c"
    );
    side.collect(&sql, 6, |row| {
        Ok(Row {
            kind: row.text(0).to_string(),
            at: Address(row.parse(1)?, row.parse(2)?, row.parse(3)?),
            global: row.is_true(4),
            member: row.is_true(5),
        })
    })
}

pub fn addresses(facts: &Facts) -> Known<'static> {
    facts.all.iter().map(|f| (f.kind(), f.at)).collect()
}

/// Adds rows to the counts of their kinds. The first of `known` are all facts that can be read, the second those that
/// the rules let through; `excluded` are kinds that a rule leaves out. What is `global` counts with the whole database
/// only, or where something followed needs it.
pub fn count(
    rows: &[Row],
    whole: bool,
    [readable, followed]: &[Known; 2],
    excluded: &[String],
    counts: &mut Vec<Count>,
) {
    for row in rows {
        let at = (row.kind.as_str(), row.at);
        let carried = followed.contains(&at);
        if row.global && !whole && !carried {
            continue;
        }
        let place = match counts.iter().position(|c| c.kind == row.kind) {
            Some(place) => place,
            None => {
                counts.push(Count { kind: row.kind.clone(), ..Count::default() });
                counts.len() - 1
            }
        };
        let count = &mut counts[place];
        count.total += 1;
        *match () {
            () if carried => &mut count.carried,
            () if row.member => &mut count.extension,
            () if readable.contains(&at) || excluded.contains(&row.kind) => &mut count.filtered,
            () => &mut count.unsupported,
        } += 1;
    }
}

/// Puts counts in the order of the registry, and behind it what is not there.
pub fn sort(counts: &mut [Count], registry: &[&str]) {
    let rank = |c: &Count| registry.iter().position(|k| *k == c.kind).unwrap_or(registry.len());
    counts.sort_by(|a, b| (rank(a), &a.kind).cmp(&(rank(b), &b.kind)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(kind: &str, oid: u32) -> Row {
        Row { kind: kind.to_string(), at: Address(1, oid, 0), global: false, member: false }
    }

    fn one(rows: &[Row], known: &[Known; 2], excluded: &[String]) -> Vec<Count> {
        let mut counts = Vec::new();
        count(rows, false, known, excluded, &mut counts);
        for c in &counts {
            assert_eq!(c.total, c.carried + c.filtered + c.extension + c.unsupported, "{c:?}");
        }
        counts
    }

    /// What is read are the facts of the kinds that are registered; the catalogs list all the same.
    #[test]
    fn a_kind_that_is_not_registered_is_not_supported() {
        let registry = ["table", "column", "view"];
        let rows = registry.map(|kind| row(kind, 1));
        for missing in registry {
            let left: Vec<&str> = registry.into_iter().filter(|k| *k != missing).collect();
            let known: Known = left.iter().map(|k| (*k, Address(1, 1, 0))).collect();
            let mut counts = one(&rows, &[known.clone(), known], &[]);
            sort(&mut counts, &left);
            let expected = [(left[0], 1, 0), (left[1], 1, 0), (missing, 0, 1)];
            let found = counts.iter().map(|c| (c.kind.as_str(), c.carried, c.unsupported));
            assert!(found.eq(expected), "{counts:?}");
        }
    }

    #[test]
    fn each_row_counts_once() {
        let mut rows: Vec<Row> = (1..=6).map(|oid| row("a", oid)).collect();
        rows[2].member = true;
        rows[4].global = true;
        rows[5].global = true;
        let at = |oids: &[u32]| oids.iter().map(|o| ("a", Address(1, *o, 0))).collect::<Known>();
        let counts = one(&rows, &[at(&[1, 2, 5]), at(&[1, 5])], &[]);
        let a = |filtered, unsupported| Count {
            kind: "a".to_string(),
            total: 5,
            carried: 2,
            filtered,
            extension: 1,
            unsupported,
        };
        assert_eq!(counts, [a(1, 1)]);
        assert_eq!(one(&rows, &[at(&[1, 2, 5]), at(&[1, 5])], &["a".to_string()]), [a(2, 0)]);
    }
}
