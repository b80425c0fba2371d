//! A column as an attribute of a class.

use super::Column;
use crate::fact::Modelled;
use crate::fact::modelled::Attribute;

pub(super) fn column(it: &Column) -> Modelled {
    let computed = it.generated.as_ref().map(|g| (g.expression.clone(), !g.r#virtual));
    Modelled::Column {
        of: it.relation.clone(),
        column: Attribute {
            name: it.name.clone(),
            type_name: it.type_name.clone(),
            collation: it.collation.clone(),
            not_null: it.not_null,
            computed,
        },
    }
}
