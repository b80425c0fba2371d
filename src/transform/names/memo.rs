//! What rules make of names, found out once for each: most names stand in many definitions.

use crate::model::QName;
use crate::transform::rules::Rules;
use hashbrown::{Equivalent, HashMap, HashSet};
use std::cell::RefCell;
use std::rc::Rc;

/// A name, what it has become, and by which rules.
#[derive(Debug)]
pub(super) struct Renamed {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) why: Vec<String>,
}

/// What names of each kind have become.
type Known = HashMap<Option<&'static str>, HashMap<String, Rc<Renamed>>>;

/// Names under rules.
pub(super) struct Memo<'a> {
    rules: &'a Rules,
    /// By kind and name, but for those that a rule names exactly.
    known: RefCell<Known>,
    /// Rules that had something to do.
    used: RefCell<HashSet<String>>,
    /// Names that changed since the last fact.
    log: RefCell<Vec<Rc<Renamed>>>,
}

impl<'a> Memo<'a> {
    pub(super) fn new(rules: &'a Rules) -> Memo<'a> {
        let (known, used, log) = Default::default();
        Memo { rules, known, used, log }
    }

    /// A name under the rules; `path` is the whole name in the source.
    pub(super) fn renamed(
        &self,
        kind: Option<&'static str>,
        path: impl FnOnce() -> String,
        name: &str,
    ) -> String {
        let exact = (!self.rules.rename.is_empty()).then(path);
        let exact = exact.filter(|path| self.rules.rename.contains_key(path));
        let it = match exact {
            Some(path) => self.exactly(kind, path, name),
            None => self.by_pattern(kind, name),
        };
        let to = it.to.clone();
        if it.from != it.to {
            self.log.borrow_mut().push(it);
        }
        to
    }

    fn exactly(&self, kind: Option<&str>, path: String, name: &str) -> Rc<Renamed> {
        self.matching(kind, name);
        let rule = format!("rename.{path}");
        self.uses(&rule);
        let to = self.rules.object_name(kind, &path, name);
        Rc::new(Renamed { from: name.to_string(), to, why: vec![rule] })
    }

    fn by_pattern(&self, kind: Option<&'static str>, name: &str) -> Rc<Renamed> {
        let mut known = self.known.borrow_mut();
        let known = known.entry(kind).or_default();
        if let Some(it) = known.get(name) {
            return it.clone();
        }
        let (plain, mut why) = self.matching(kind, name);
        let to = self.rules.case.apply(&plain);
        if why.is_empty() || plain != to {
            why.push("case".to_string());
        }
        let it = Rc::new(Renamed { from: name.to_string(), to, why });
        known.insert(name.to_string(), it.clone());
        it
    }

    /// What the regular expressions for a name make of it, and which these are: they have had something to do.
    fn matching(&self, kind: Option<&str>, name: &str) -> (String, Vec<String>) {
        let (plain, matching) = self.rules.by_patterns(kind, name);
        let rules: Vec<String> = matching.iter().map(|i| format!("names[{i}]")).collect();
        rules.iter().for_each(|rule| self.uses(rule));
        (plain, rules)
    }

    /// Notes that a rule had something to do.
    pub(super) fn uses(&self, rule: &str) {
        self.used.borrow_mut().get_or_insert_with(rule, str::to_string);
    }

    /// What has changed since this was asked last.
    pub(super) fn take_log(&self) -> Vec<Rc<Renamed>> {
        std::mem::take(&mut *self.log.borrow_mut())
    }

    /// Rules for names that had nothing to do.
    pub(super) fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        let all = (0..self.rules.names.len())
            .map(|i| format!("names[{i}]"))
            .chain(self.rules.rename.keys().map(|k| format!("rename.{k}")));
        let idle = all.filter(|rule| !used.contains(rule));
        idle.map(|rule| format!("rule \"{rule}\" matches nothing")).collect()
    }
}

/// A name in a namespace, to look it up.
#[derive(Hash)]
pub(super) struct Key<'k>(pub(super) &'static str, pub(super) &'k QName);

impl Equivalent<(&'static str, QName)> for Key<'_> {
    fn equivalent(&self, key: &(&'static str, QName)) -> bool {
        self.0 == key.0 && *self.1 == key.1
    }
}
