//! Follows a walk: after each group of statements the target must be like the source.

use super::{Group, START};
use crate::dump::Dump;
use crate::follow::{ALLOW, Pair, is_unchanged};
use crate::psql::Said;
use crate::{Outcome, tally};

/// Rows for the tables of the target.
const ROWS: &str = include_str!("rows.sql");

/// Empties all tables.
const EMPTY: &str = "
    SET client_min_messages = error;
    SELECT format('TRUNCATE %s CASCADE', string_agg(c.oid::regclass::text, ', '))
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'schemig')
    HAVING count(*) > 0 \\gexec
    SELECT format('REFRESH MATERIALIZED VIEW %s', c.oid::regclass)
      FROM pg_class c WHERE c.relkind = 'm' AND c.relispopulated ORDER BY c.oid \\gexec";

/// How schemig says so.
const UNCHECKED: &str = "within another type, where they cannot be checked";

/// With this set, walks are followed under the rule that moves what is dropped to the trash.
pub const TRASH: &str = "SCHEMIG_WALK_TRASH";

const RULE: &str = r#"SELECT schemig.configure('src_server', NULL::name, '{"drops": "trash"}')"#;

/// Purges all revisions, the oldest first, which must leave no trash.
const PURGE: &str = "SELECT schemig.purge(revision) FROM (SELECT revision FROM schemig.history ORDER BY planned_at) AS r;
    SELECT 'left: ' || nspname FROM pg_namespace WHERE nspname = 'schemig_trash';
    SELECT 'left: ' || t.name FROM schemig.trash t JOIN pg_attribute a ON a.attname = t.name;";

/// What went wrong, and in which group; the one after the last stands for the way down and up.
pub struct Fault {
    pub group: usize,
    pub what: String,
}

/// How a walk is gone.
#[derive(Clone, Copy)]
pub struct Manner {
    /// Each statement must be accepted, as it was when the walk was made.
    pub strict: bool,
    /// At the end all the way down, and up again.
    pub down: bool,
}

/// Goes a walk in a pair of databases of its own.
pub fn follow(hint: &str, groups: &[Group], manner: Manner) -> Result<(), Fault> {
    let at = |group: usize| move |what: String| Fault { group, what };
    let pair = Pair::new(hint, START).map_err(at(0))?;
    let before = Dump::of(&pair.target).map_err(at(0))?;
    let trash = std::env::var_os(TRASH).is_some();
    if trash {
        pair.target.sql(RULE).map_err(at(0))?;
    }
    let follower = Follower { pair, before, trash };
    for (number, group) in groups.iter().enumerate() {
        follower.group(group, manner.strict).map_err(at(number))?;
    }
    match manner.down {
        true => follower.down_and_up().map_err(at(groups.len())),
        false => Ok(()),
    }
}

struct Follower {
    pair: Pair,
    /// The target before anything was followed.
    before: Dump,
    trash: bool,
}

impl Follower {
    fn group(&self, group: &Group, strict: bool) -> Outcome {
        for statement in &group.statements {
            let said = attempt(&self.pair, statement)?;
            if strict && said.notices.contains("ERROR: ") {
                return Err(format!("when it was made, this was accepted:\n{}", said.notices));
            }
        }
        let old = Dump::of(&self.pair.target)?;
        let plan = self.pair.plan()?;
        if is_unchanged(&plan) {
            return self.equal("when there is nothing to do");
        }
        self.with_rows(&format!("SELECT schemig.upgrade({ALLOW});"))?;
        tally::count("upgrades of walks", 1);
        self.equal("after the upgrade")?;
        self.nothing_left("after the upgrade")?;
        if group.rows {
            self.pair.target.sql(ROWS)?;
        }
        if group.back && self.down("-1")? {
            // A column that is made again is the last one.
            let back = Dump::of(&self.pair.target)?.columns_sorted();
            old.columns_sorted().must_equal(&back, "after downgrade('-1')")?;
            self.with_rows(&format!("SELECT schemig.upgrade({ALLOW});"))?;
            self.equal("after downgrade('-1') and upgrade()")?;
        }
        Ok(())
    }

    fn down_and_up(&self) -> Outcome {
        if !self.down("base")? {
            return Ok(());
        }
        self.before.must_equal(&Dump::of(&self.pair.target)?, "after downgrade('base')")?;
        self.all_up()?;
        self.equal("after downgrade('base') and upgrade()")?;
        self.pair.must_be_unchanged("after downgrade('base') and upgrade()")?;
        if self.trash { self.purged() } else { Ok(()) }
    }

    /// Whether there is a way down: the server gives no check to a domain that is within another type.
    fn down(&self, to: &str) -> Outcome<bool> {
        let verb = format!("SELECT schemig.downgrade('{to}', {ALLOW});");
        let said = self.pair.target.said(&verb)?;
        if said.notices.contains(UNCHECKED) {
            return Ok(false);
        }
        match self.or_without_rows(&verb, &said) {
            Err(message) if message.contains(UNCHECKED) => Ok(false),
            result => result.map(|()| true),
        }
    }

    /// Once everything is purged the way down is still there.
    fn purged(&self) -> Outcome {
        let said = self.pair.target.sql(PURGE)?;
        if said.contains("left: ") {
            return Err(format!("after all is purged\n{said}"));
        }
        self.pair.must_be_unchanged("after all is purged")?;
        if !self.down("base")? {
            return Ok(());
        }
        self.before.must_equal(&Dump::of(&self.pair.target)?, "after purge and downgrade('base')")
    }

    /// Upgrades over all revisions at once; or by one at a time, where one uses a value that another one
    /// adds to an enum: the server does not allow that in one transaction.
    fn all_up(&self) -> Outcome {
        let target = &self.pair.target;
        let said = target.said(&format!("SELECT schemig.upgrade({ALLOW});"))?;
        if said.succeeded {
            return Ok(());
        }
        if !said.notices.contains("ERROR:  55P04: ") {
            return Err(format!("upgrade of all revisions\n{}", said.notices));
        }
        let revisions = target.sql("SELECT count(*) FROM schemig.revision;")?;
        let revisions: usize = revisions.trim().parse().map_err(|e| format!("{revisions}: {e}"))?;
        for _ in 0..revisions {
            target.sql(&format!("SELECT schemig.upgrade('+1', {ALLOW});"))?;
        }
        Ok(())
    }

    /// Dumps say what else there is, but for the trash.
    fn nothing_left(&self, when: &str) -> Outcome {
        match self.trash {
            true => self.pair.must_be_unchanged(when),
            false => self.pair.must_plan_nothing(when),
        }
    }

    fn equal(&self, when: &str) -> Outcome {
        if self.trash {
            // The source has no trash: `schemig.verify()` compares the rest, with each plan.
            return Ok(());
        }
        self.pair.must_be_equal(&self.before, when)
    }

    /// Runs a verb; once more without rows where it is the rows that stand in the way, since the
    /// source had none.
    fn with_rows(&self, verb: &str) -> Outcome {
        self.or_without_rows(verb, &self.pair.target.said(verb)?)
    }

    fn or_without_rows(&self, verb: &str, said: &Said) -> Outcome {
        if !said.succeeded && of_rows(said) {
            self.pair.target.sql(EMPTY)?;
            return self.pair.target.sql(verb).map(|_| ());
        }
        match said.succeeded {
            true => Ok(()),
            false => Err(format!("{verb}\n{}", said.notices)),
        }
    }
}

/// Classes 22, data exceptions, and 23, violated constraints.
fn of_rows(said: &Said) -> bool {
    said.notices.lines().any(|line| {
        let state = line.split_once("ERROR:  ").and_then(|(_, rest)| rest.split(": ").next());
        state.is_some_and(|s| s.len() == 5 && (s.starts_with("22") || s.starts_with("23")))
    })
}

/// Runs a statement in the source, all of it or nothing.
fn attempt(pair: &Pair, statement: &str) -> Outcome<Said> {
    pair.source.said(&super::attempt(statement))
}
