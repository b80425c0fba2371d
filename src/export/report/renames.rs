//! What has another name only, and what refers to that.

use super::state::Entry;
use crate::error::Result;
use crate::fact::{Fields, Object, Part, Space, Sql};
use crate::model::QName;
use crate::pg::parser::tokens;
use hashbrown::HashSet;

/// Old and new names of what a revision renames.
type Names = HashSet<(String, String)>;

#[derive(Debug, Default)]
pub struct Renames {
    here: Names,
    source: Names,
}

/// The name of its own that a definition gives.
pub fn own(def: &dyn Object) -> Option<String> {
    def.boxed().own().map(|own| own.name.clone())
}

impl Renames {
    /// Of facts before and after.
    pub fn new<'a>(pairs: impl Iterator<Item = (Entry<'a>, Entry<'a>)>) -> Renames {
        let mut renames = Renames::default();
        for ((was, old), (is, new)) in pairs {
            let source = own(was.source.as_ref()).zip(own(is.source.as_ref()));
            renames.here.extend(own(old).zip(own(new)).filter(|(a, b)| a != b));
            renames.source.extend(source.filter(|(a, b)| a != b));
        }
        renames
    }

    /// Whether two definitions of this database differ in such names only.
    pub fn only_here(&self, old: &dyn Object, new: &dyn Object) -> Result<bool> {
        only(old, new, &self.here)
    }

    /// The same of the source.
    pub fn only_source(&self, old: &dyn Object, new: &dyn Object) -> Result<bool> {
        only(old, new, &self.source)
    }
}

fn only(old: &dyn Object, new: &dyn Object, names: &Names) -> Result<bool> {
    let (mut old, mut new) = (old.boxed(), new.boxed());
    let (mut was, mut is) = (Taken::default(), Taken::default());
    old.fields(&mut was)?;
    new.fields(&mut is)?;
    let known = |a: &String, b: &String| a == b || names.contains(&(a.clone(), b.clone()));
    let same_names = |a: &[String], b: &[String]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| known(a, b))
    };
    let same_texts = |(a, b): (&String, &String)| {
        let read = |text| tokens(text).ok();
        a == b || {
            let (Some(a), Some(b)) = (read(a), read(b)) else { return false };
            a.len() == b.len()
                && a.iter()
                    .zip(&b)
                    .all(|(a, b)| a.value == b.value || (a.is_name() && known(&a.value, &b.value)))
        }
    };
    Ok(old.same(new.as_ref())
        && same_names(&was.names, &is.names)
        && was.texts.len() == is.texts.len()
        && was.texts.iter().zip(&is.texts).all(same_texts))
}

/// Takes names and SQL texts out of a definition, one by one.
#[derive(Default)]
struct Taken {
    names: Vec<String>,
    texts: Vec<String>,
}

impl Fields for Taken {
    fn schema(&mut self, name: &mut String) -> Result<()> {
        self.names.push(std::mem::take(name));
        Ok(())
    }
    fn object(&mut self, _space: Space, name: &mut QName) -> Result<()> {
        self.names.push(std::mem::take(&mut name.schema));
        self.names.push(std::mem::take(&mut name.name));
        Ok(())
    }
    fn part(&mut self, _part: Part, _of: &QName, name: &mut String) -> Result<()> {
        self.names.push(std::mem::take(name));
        Ok(())
    }
    fn sql(&mut self, _sql: Sql, text: &mut String) -> Result<()> {
        self.texts.push(std::mem::take(text));
        Ok(())
    }
}
