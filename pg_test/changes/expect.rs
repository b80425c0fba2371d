//! What a case expects of a change: the lines of `expect.txt`, explained at the head of `changes.rs`.

use crate::{Outcome, server};

/// Whether something loses data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Loss {
    /// It must run without `allow`.
    #[default]
    No,
    /// It must be refused without `allow`.
    Yes,
    /// Either will do.
    Maybe,
}

/// A query that gives the same before and after, under the names of each.
#[derive(Clone, Debug)]
pub struct Same {
    pub before: String,
    pub after: String,
}

#[derive(Clone, Debug, Default)]
pub struct Expect {
    pub altered_only: bool,
    /// Known to fail.
    pub not_yet: bool,
    pub order_differs: bool,
    pub order_differs_on_downgrade: bool,
    pub no_changes: bool,
    pub privileges: bool,
    pub rules: Option<String>,
    pub loss: Loss,
    pub loss_on_downgrade: Loss,
    pub hazards: Vec<String>,
    pub no_hazards: Vec<String>,
    pub has: Vec<String>,
    pub lacks: Vec<String>,
    pub signs: Option<String>,
    pub preflight: Option<String>,
    pub refused: Option<String>,
    pub may_refuse: Option<String>,
    pub same: Vec<Same>,
    pub keeps: Vec<Same>,
    pub gives: Vec<(String, String)>,
    pub no_rows: bool,
}

impl Expect {
    pub fn parse(text: &str) -> Outcome<Self> {
        let mut expect = Self { loss_on_downgrade: Loss::Maybe, ..Self::default() };
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in lines.filter_map(here) {
            if let Some(query) = line.strip_prefix("same before ") {
                before.push(query.to_owned());
            } else if let Some(query) = line.strip_prefix("same after ") {
                after.push(query.to_owned());
            } else if !expect.word(line) && !expect.with_text(line) {
                return Err(format!("expect.txt: not a directive: {line}"));
            }
        }
        if before.len() != after.len() {
            return Err("expect.txt: each `same before` has its `same after`".to_owned());
        }
        let pairs = before.into_iter().zip(after);
        expect.same.extend(pairs.map(|(before, after)| Same { before, after }));
        Ok(expect)
    }

    /// Takes a directive that stands by itself.
    fn word(&mut self, line: &str) -> bool {
        match line {
            "not yet" => self.not_yet = true,
            "altered only" => self.altered_only = true,
            "order differs" => self.order_differs = true,
            "order differs on downgrade" => self.order_differs_on_downgrade = true,
            "no changes" => self.no_changes = true,
            "privileges" => self.privileges = true,
            "data_loss" => self.loss = Loss::Yes,
            "may lose" => self.loss = Loss::Maybe,
            "loss on downgrade" => self.loss_on_downgrade = Loss::Yes,
            "no loss on downgrade" => self.loss_on_downgrade = Loss::No,
            "no rows" => self.no_rows = true,
            _ => return false,
        }
        true
    }

    /// Takes a directive that is followed by a text.
    fn with_text(&mut self, line: &str) -> bool {
        let texts: [(&str, &mut Vec<String>); 4] = [
            ("hazard ", &mut self.hazards),
            ("no hazard ", &mut self.no_hazards),
            ("plan has ", &mut self.has),
            ("plan lacks ", &mut self.lacks),
        ];
        for (word, list) in texts {
            if let Some(text) = line.strip_prefix(word) {
                list.push(text.to_owned());
                return true;
            }
        }
        if let Some(query) = line.strip_prefix("same ") {
            self.same.push(Same { before: query.to_owned(), after: query.to_owned() });
        } else if let Some(query) = line.strip_prefix("keeps ") {
            self.keeps.push(Same { before: query.to_owned(), after: query.to_owned() });
        } else if let Some((query, text)) = given(line) {
            self.gives.push((query.to_owned(), text.to_owned()));
        } else if let Some(signs) = line.strip_prefix("signs ") {
            self.signs = Some(signs.to_owned());
        } else if let Some(words) = line.strip_prefix("preflight ") {
            self.preflight = Some(words.to_owned());
        } else if let Some(words) = line.strip_prefix("refused ") {
            self.refused = Some(words.to_owned());
        } else if let Some(words) = line.strip_prefix("may refuse ") {
            self.may_refuse = Some(words.to_owned());
        } else if let Some(rules) = line.strip_prefix("rules ") {
            self.rules = Some(rules.to_owned());
        } else {
            return false;
        }
        true
    }

    /// Checks what a plan printed.
    pub fn check(&self, plan: &str) -> Outcome {
        let mut faults: Vec<String> = Vec::new();
        let shown = |text: &String| plan.lines().any(|line| in_brackets(line, text));
        faults.extend(self.hazards.iter().filter(|t| !shown(t)).map(|t| format!("no hazard {t}")));
        faults.extend(self.no_hazards.iter().filter(|t| shown(t)).map(|t| format!("hazard {t}")));
        let has = |text: &String| plan.contains(text.as_str());
        faults.extend(self.has.iter().filter(|t| !has(t)).map(|t| format!("no text {t}")));
        faults.extend(self.lacks.iter().filter(|t| has(t)).map(|t| format!("text {t}")));
        if let Some(allowed) = &self.signs {
            let other = |sign: &char| !allowed.contains(*sign);
            let other: Vec<char> = plan.lines().filter_map(sign).filter(other).collect();
            faults.extend(other.iter().map(|sign| format!("a line with {sign}")));
        }
        match faults.is_empty() {
            true => Ok(()),
            false => Err(format!("the plan has {}:\n{plan}", faults.join(", "))),
        }
    }
}

/// The directive of a line, unless it is of other server versions: `since 17: ...`, `before 17: ...`.
fn here(line: &str) -> Option<&str> {
    let split = |word| line.strip_prefix(word)?.split_once(": ");
    let parse = |text: &str| text.parse::<u32>().ok();
    if let Some((version, rest)) = split("since ").and_then(|(v, r)| Some((parse(v)?, r))) {
        return (server::version() >= version).then_some(rest);
    }
    if let Some((version, rest)) = split("before ").and_then(|(v, r)| Some((parse(v)?, r))) {
        return (server::version() < version).then_some(rest);
    }
    Some(line)
}

/// `gives SELECT ... => text`.
fn given(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("gives ")?.rsplit_once(" => ")
}

/// Hazards stand in brackets at the end of a line.
fn in_brackets(line: &str, text: &str) -> bool {
    line.split_once("  [").is_some_and(|(_, hazards)| hazards.contains(text))
}

/// What a line of a plan does: `+ table a`.
fn sign(line: &str) -> Option<char> {
    let mut letters = line.trim_start().chars();
    let sign = letters.next().filter(|sign| "+~>-=".contains(*sign))?;
    (line.starts_with("  ") && letters.next() == Some(' ')).then_some(sign)
}
