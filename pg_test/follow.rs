//! A source and its target, and the verbs a user types.

use crate::Outcome;
use crate::dump::Dump;
use crate::psql::Database;

/// What differs from the source; what the target had before is no difference.
const DIFFERING: &str = "SELECT * FROM schemig.verify() WHERE state NOT IN ('same', 'extra')";

pub const ALLOW: &str = "allow => '{data_loss}'";

/// A source database followed by a target database through the server `src_server`.
pub struct Pair {
    pub source: Database,
    pub target: Database,
    /// What is followed: `NULL` for the whole database, or a schema as an SQL literal.
    pub schema: &'static str,
    pub compare: Compare,
}

/// With what the target is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// The source's dump.
    Exactly,
    /// The source's dump after a restore: some expressions deparse to what parses to another tree.
    Restored,
}

impl Pair {
    /// A source made by a script, and an empty target that follows the whole database.
    pub fn new(hint: &str, script: &str) -> Outcome<Self> {
        let source = Database::new(hint)?;
        source.sql(script)?;
        let target = Database::target_of(&source)?;
        Ok(Self { source, target, schema: "NULL", compare: Compare::Exactly })
    }

    /// The same for one schema.
    pub fn of_schema(hint: &str, script: &str, schema: &'static str) -> Outcome<Self> {
        let pair = Self::new(hint, script)?;
        Ok(Self { schema, ..pair })
    }

    pub fn plan_sql(&self) -> String {
        format!("SELECT schemig.plan('src_server', {});", self.schema)
    }

    /// Plans, and returns what the plan printed.
    pub fn plan(&self) -> Outcome<String> {
        self.target.sql(&self.plan_sql())
    }

    pub fn upgrade(&self) -> Outcome<String> {
        self.target.sql("SELECT schemig.upgrade();")
    }

    pub fn upgrade_with_loss(&self) -> Outcome<String> {
        self.target.sql(&format!("SELECT schemig.upgrade({ALLOW});"))
    }

    pub fn downgrade(&self, revision: &str) -> Outcome<String> {
        self.target.sql(&format!("SELECT schemig.downgrade('{revision}', {ALLOW});"))
    }

    /// Plans and upgrades; the plan must have changes.
    pub fn follow(&self) -> Outcome<String> {
        let plan = self.plan()?;
        if is_unchanged(&plan) {
            return Err(format!("the plan sees no change:\n{plan}"));
        }
        self.upgrade_with_loss()?;
        Ok(plan)
    }

    /// The next plan must find nothing, and nothing may differ from the source.
    pub fn must_be_unchanged(&self, when: &str) -> Outcome {
        self.must_plan_nothing(when)?;
        let differing = self.target.sql(DIFFERING)?;
        match differing.is_empty() {
            true => Ok(()),
            false => Err(format!("{when}: schemig.verify() says\n{differing}")),
        }
    }

    /// The next plan must find nothing, be it told so by what the upgrade has left, or by a reading of all.
    pub fn must_plan_nothing(&self, when: &str) -> Outcome {
        let told = self.plan()?;
        self.target.sql("DELETE FROM schemig.fingerprint")?;
        let plan = self.plan()?;
        if !is_unchanged(&plan) {
            return Err(format!("{when}: the plan should print `No changes.`:\n{plan}"));
        }
        match told == plan {
            true => Ok(()),
            false => Err(format!("{when}: the plan prints\n{told}and when it reads all\n{plan}")),
        }
    }

    /// The target must have what the source has, and what `before` had.
    pub fn must_be_equal(&self, before: &Dump, when: &str) -> Outcome {
        let source = match self.compare {
            Compare::Exactly => Dump::of(&self.source)?,
            Compare::Restored => Dump::restored(&self.source)?,
        };
        let expected = source.and(before);
        expected.must_equal(&Dump::of(&self.target)?, when)
    }
}

/// A line of its own, so that no object named alike can be taken for it.
pub fn is_unchanged(plan: &str) -> bool {
    plan.lines().any(|line| line == "No changes.")
}
