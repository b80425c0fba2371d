//! What may surprise, the worst first.

use super::Live;
use crate::kind;
use crate::revision::Stored;

/// Sorts of hazards, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Fails,
    Loss,
    Doubt,
    Rewrite,
    Lock,
    Rebuild,
    Code,
    Other,
}

impl Class {
    pub const ALL: [Class; 8] = [
        Class::Fails,
        Class::Loss,
        Class::Doubt,
        Class::Rewrite,
        Class::Lock,
        Class::Rebuild,
        Class::Code,
        Class::Other,
    ];

    /// As plans have it.
    fn of(name: &str) -> Class {
        match name {
            "table_rewrite" => Class::Rewrite,
            "long_lock" => Class::Lock,
            "rebuild" => Class::Rebuild,
            "code_rewritten" => Class::Code,
            _ => Class::Other,
        }
    }

    /// In a word or two.
    pub fn word(self) -> &'static str {
        match self {
            Class::Fails => "will fail",
            Class::Loss => "data loss",
            Class::Doubt => "may fail",
            Class::Rewrite => "table rewrite",
            Class::Lock => "long lock",
            Class::Rebuild => "rebuild",
            Class::Code => "code rewritten",
            Class::Other => "hazard",
        }
    }

    pub fn meaning(self) -> &'static str {
        match self {
            Class::Fails => {
                "Rows that are here now make a statement fail; then all is rolled back."
            }
            Class::Loss => "Rows or values are gone afterwards.",
            Class::Doubt => {
                "Whoever asked may not look whether rows that are here make a statement fail."
            }
            Class::Rewrite => "A table with rows is written anew; nobody can read it meanwhile.",
            Class::Lock => {
                "A table with rows is read, or an index built, while others wait to write."
            }
            Class::Rebuild => "Dropped and made again as it was, since it depends on what changes.",
            Class::Code => {
                "Names in the body of a function that is a string are others than in the source."
            }
            Class::Other => "See the statement.",
        }
    }

    /// How much it asks for attention: `bad`, `warn` or `note`.
    pub fn tone(self) -> &'static str {
        match self {
            Class::Fails | Class::Loss => "bad",
            Class::Doubt | Class::Rewrite | Class::Lock => "warn",
            Class::Rebuild | Class::Code | Class::Other => "note",
        }
    }
}

/// One hazard of one step.
#[derive(Clone, Debug)]
pub struct Hazard {
    pub class: Class,
    pub step: i64,
    /// What the statement is about.
    pub kind: String,
    pub object: String,
    /// What it is about, and how much.
    pub text: String,
}

/// All of the steps: those of the plan, and what was asked of this database.
pub fn all(steps: &[Stored], live: &Live) -> Vec<Hazard> {
    let mut found = Vec::new();
    let mut add = |class, step: &Stored, text: String| {
        let (kind, object) = (step.kind.clone(), step.object.clone());
        found.push(Hazard { class, step: step.number, kind, object, text });
    };
    for step in steps {
        for it in &step.hazards {
            let (name, text) = it.split_once(": ").unwrap_or((it, ""));
            let class = Class::of(name);
            // What describes something is made again with that.
            if class == Class::Rebuild && kind::find(&step.kind).is_some_and(|it| it.facet) {
                continue;
            }
            let text = if class == Class::Other { it.as_str() } else { text };
            add(class, step, text.to_string());
        }
        for it in live.losses.iter().filter(|it| it.step == step.number) {
            add(Class::Loss, step, it.text.clone());
        }
        for it in live.problems.iter().filter(|it| it.step == step.number) {
            match it.rows {
                Some(rows) => add(Class::Fails, step, it.counted(rows)),
                None => add(Class::Doubt, step, it.problem.clone()),
            }
        }
    }
    found.sort_by_key(|it| (it.class, it.step));
    found
}
