//! A revision as a version file of Alembic: <https://alembic.sqlalchemy.org/en/latest/tutorial.html>.

use super::python::{call, sentence};
use crate::line::line;
use crate::print::SETTINGS;
use crate::revision::{Note, Source, Stored};

/// What the two functions of a file call.
const HELPERS: &str = r#"

def run(statement: str) -> None:
    """Run a statement as it stands: a colon in it begins no parameter."""
    op.execute(sa.text(statement.replace(":", r"\:")))


@contextmanager
def settings() -> Iterator[None]:
    """Give the session what the statements want, and back what it had."""
    for name, value in SETTINGS.items():
        run(
            f"SELECT pg_catalog.set_config('schemig_before.{name}',"
            f" pg_catalog.current_setting('{name}'), true),"
            f" pg_catalog.set_config('{name}', '{value}', true)"
        )
    yield
    for name in SETTINGS:
        run(
            f"SELECT pg_catalog.set_config('{name}',"
            f" pg_catalog.current_setting('schemig_before.{name}'), true)"
        )
"#;

/// The whole file, but for the end of its last line.
pub fn alembic(source: &Source, note: &Note, steps: &[Stored]) -> String {
    let Note { id, down, message, planned_at } = note;
    let about = match message {
        Some(message) if !message.trim().is_empty() => sentence(message),
        _ => format!("Follow {}", sentence(&source.name)),
    };
    let revises = down.as_ref().map_or(String::new(), |down| format!(" {down}"));
    let down = down.as_ref().map_or("None".to_string(), |down| format!("\"{down}\""));
    let settings = SETTINGS.map(|(name, value)| format!("    \"{name}\": \"{value}\",\n")).concat();
    let mut text = format!(
        "\"\"\"{about}\n\nRevision ID: {id}\nRevises:{revises}\nCreate Date: {planned_at}\n\n\"\"\"\n\n\
         from __future__ import annotations\n\n\
         from collections.abc import Iterator, Sequence\nfrom contextlib import contextmanager\n\n\
         import sqlalchemy as sa\nfrom alembic import op\n\n\
         revision: str = \"{id}\"\ndown_revision: str | Sequence[str] | None = {down}\n\
         branch_labels: str | Sequence[str] | None = None\ndepends_on: str | Sequence[str] | None = None\n\n\
         SETTINGS = {{\n{settings}}}\n{HELPERS}"
    );
    text += &function(
        "upgrade",
        steps.iter().filter_map(|s| Some((s, s.statement.as_ref()?, s.probe.is_some()))),
    );
    text += &function(
        "downgrade",
        steps.iter().rev().filter_map(|s| Some((s, s.undo.as_ref()?, s.undo_probe.is_some()))),
    );
    text.trim_end().to_string()
}

/// `upgrade` or `downgrade`: each statement below what it is a step of.
fn function<'a>(
    name: &str,
    statements: impl Iterator<Item = (&'a Stored, &'a String, bool)>,
) -> String {
    let mut body = String::new();
    for (step, statement, loses) in statements {
        let loss = if loses { "; what it held is lost" } else { "" };
        body += &format!("        # step {}: {}{loss}\n", step.number, line(&step.label));
        body += &call("run", statement);
    }
    if body.is_empty() {
        body += "        pass\n";
    }
    format!("\n\ndef {name}() -> None:\n    with settings():\n{body}")
}
