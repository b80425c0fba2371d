//! Values of a type that is made anew, within those of composite types that columns hold. The server alters no type that is
//! in use: meanwhile the columns are of spare ones with attributes of the old type, and values go there and back by way
//! of text, as those of the type itself do.

use super::reshape::{Holder, come_back, leave};
use super::wrapped::Wrappers;
use crate::fact::{Held, Remade};
use crate::model::QName;

/// The statements of [`crate::fact::Definition::lend`]; none where values are held by what cannot do without them.
pub(in crate::kind) fn lend(name: &QName, held: &Held, spare: &str) -> Option<Remade> {
    let spare = QName { schema: name.schema.clone(), name: spare.to_string() };
    let facts = held.columns.first().map(|(was, _)| was.facts)?;
    let wrappers = Wrappers::find((name, name), &spare, facts, &held.objects)?;
    let holders: Vec<Holder> = held.columns.iter().map(Holder::of).collect::<Option<_>>()?;
    let casts: Vec<(String, String)> = (wrappers.composites.iter())
        .map(|w| (format!("({} AS {})", w.name, w.spare), format!("({} AS {})", w.spare, w.name)))
        .collect();
    let begin = |cast: &String| format!("CREATE CAST {cast} WITH INOUT AS ASSIGNMENT");
    let end = |cast: &String| format!("DROP CAST {cast}");
    let (mut there, defaults) = wrappers.defaults();
    there.extend(wrappers.create());
    there.extend(casts.iter().map(|(there, _)| begin(there)));
    let spare_of = |text: &str| wrappers.spare_of(text).filter(|_| wrappers.is_moved(text));
    there.extend(leave(&holders, spare_of)?);
    there.extend(casts.iter().map(|(there, _)| end(there)));
    let mut back: Vec<String> = casts.iter().map(|(_, back)| begin(back)).collect();
    back.extend(come_back(&holders));
    back.extend(casts.iter().map(|(_, back)| end(back)));
    back.extend(defaults);
    back.extend(wrappers.composites.iter().rev().map(|w| format!("DROP TYPE {}", w.spare)));
    Some((there, back))
}
