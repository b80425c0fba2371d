//! What bodies that are strings can name: followed objects by name, triggers by routine.

use crate::fact::Space;
use crate::model::QName;
use crate::transform::rewrite::Trigger;
use hashbrown::{HashMap, HashSet};

/// Followed names, as far as bodies need them.
#[derive(Default)]
pub struct Bodies {
    objects: HashMap<(Space, String), Vec<QName>>,
    triggers: HashMap<QName, Vec<Trigger>>,
    /// Names of schemas, objects and columns that change.
    changed: HashSet<String>,
    /// Names of schemas and relations that change, in lower case: single words, and others.
    words: HashSet<String>,
    phrases: Vec<String>,
}

impl Bodies {
    pub fn add_object(&mut self, space: Space, name: &QName) {
        let list = self.objects.entry((space, name.name.clone())).or_default();
        // Overloads of a routine have one name.
        if !list.contains(name) {
            list.push(name.clone());
        }
    }

    pub fn add_trigger(&mut self, routine: QName, trigger: Trigger) {
        self.triggers.entry(routine).or_default().push(trigger);
    }

    /// Notes a name that changes; `told` where text in other languages is searched for it.
    pub fn add_change(&mut self, old: &str, new: &str, told: bool) {
        if old == new {
            return;
        }
        self.changed.insert(old.to_string());
        let lower = old.to_lowercase();
        match told.then(|| lower.chars().all(is_word)) {
            None => {}
            Some(true) => drop(self.words.insert(lower)),
            Some(false) => self.phrases.push(lower),
        }
    }

    pub fn find(&self, space: Space, name: &str) -> Vec<QName> {
        let find = |space| self.objects.get(&(space, name.to_string())).cloned();
        let row_types = || find(Space::Relation).filter(|_| space == Space::Type);
        find(space).or_else(row_types).unwrap_or_default()
    }

    pub fn triggers(&self, routine: &QName) -> Vec<Trigger> {
        self.triggers.get(routine).cloned().unwrap_or_default()
    }

    pub fn changes(&self, name: &str) -> bool {
        self.changed.contains(name)
    }

    pub fn mentions(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        lower.split(|c| !is_word(c)).any(|word| self.words.contains(word))
            || self.phrases.iter().any(|phrase| lower.contains(phrase))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::Bodies;

    #[test]
    fn other_languages_are_searched_for_whole_words() {
        let mut bodies = Bodies::default();
        bodies.add_change("Users", "users", true);
        bodies.add_change("My Table", "my_table", true);
        bodies.add_change("Id", "id", false);
        bodies.add_change("same", "same", true);
        assert!(bodies.mentions("return users();"));
        assert!(bodies.mentions("x = 'my table'"));
        assert!(!bodies.mentions("superusers, same, id"));
        assert!(bodies.changes("Id") && !bodies.changes("id"));
    }
}
