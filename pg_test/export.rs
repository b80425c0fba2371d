//! What other tools make of what is written for them: the real ones, from PyPI.

mod alembic;
mod diagram;
mod report;
mod models;

use crate::private::run;
use crate::psql::Database;
use crate::{Outcome, server};
use libtest_mimic::Trial;
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn trials() -> Vec<Trial> {
    let all = [alembic::trials(), diagram::trials(), models::trials(), report::trials()];
    all.into_iter().flatten().collect()
}

/// A folder of its own, gone at the end of the case.
struct Folder(PathBuf);

impl Folder {
    fn new(hint: &str) -> Outcome<Self> {
        let path = std::env::temp_dir().join(format!("schemig_{hint}_{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(Self(path))
    }

    fn write(&self, name: &str, text: &str) -> Outcome<PathBuf> {
        let path = self.0.join(name);
        let folder = path.parent().ok_or("no folder")?;
        std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What a Python program prints; an error where it fails.
fn python(folder: &Path, program: &str, arguments: &[&str]) -> Outcome<String> {
    let script = server::directory().join("export/python.sh");
    run(Command::new(script).arg(program).args(arguments).current_dir(folder))
}

/// A database's address, as SQLAlchemy has it.
fn url(database: &Database) -> String {
    format!(
        "postgresql+psycopg://postgres@/{}?host={}&port={}",
        database.name,
        server::host(),
        server::port()
    )
}
