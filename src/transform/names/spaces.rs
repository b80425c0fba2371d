//! Namespaces by the words that queries call them.

use crate::fact::Space;

pub(super) const SPACES: [Space; 14] = [
    Space::Relation,
    Space::Type,
    Space::Routine,
    Space::Collation,
    Space::Conversion,
    Space::Operator,
    Space::OpClass,
    Space::TextSearch,
    Space::Statistics,
    Space::Language,
    Space::EventTrigger,
    Space::ForeignDataWrapper,
    Space::Server,
    Space::Publication,
];

pub(super) fn space_word(space: Space) -> &'static str {
    match space {
        Space::Relation => "relation",
        Space::Type => "type",
        Space::Routine => "routine",
        Space::Collation => "collation",
        Space::Conversion => "conversion",
        Space::Operator => "operator",
        Space::OpClass => "opclass",
        Space::TextSearch => "text search",
        Space::Statistics => "statistics",
        Space::Language => "language",
        Space::EventTrigger => "event trigger",
        Space::ForeignDataWrapper => "foreign-data wrapper",
        Space::Server => "server",
        Space::Publication => "publication",
    }
}
