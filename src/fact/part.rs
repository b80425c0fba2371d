//! Names within something.

/// The namespaces inside one relation or domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Column,
    Constraint,
    DomainConstraint,
    Trigger,
    Rule,
    Policy,
    /// A value of an enum: no rule changes it, but the source can.
    Label,
}

impl Part {
    /// The kind of what has such names, where that is one.
    pub fn kind(self) -> Option<&'static str> {
        match self {
            Part::Column => Some("column"),
            Part::Constraint => Some("constraint"),
            Part::DomainConstraint => Some("domain constraint"),
            Part::Trigger => Some("trigger"),
            Part::Rule => Some("rule"),
            Part::Policy => Some("policy"),
            Part::Label => None,
        }
    }
}
