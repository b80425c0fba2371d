//! What `pg_dump --schema-only` writes, as a set of entries that can be compared.

use crate::psql::Database;
use crate::{Outcome, server};
use std::collections::BTreeSet;
use std::process::Stdio;

/// The entries of a dump, sorted, without what is the follower's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dump(BTreeSet<String>);

impl Dump {
    /// Every object of the database except the extension's, its server's and, as grants follow no
    /// default rule, privileges.
    pub fn of(database: &Database) -> Outcome<Self> {
        Self::with(database, &["--no-privileges"])
    }

    /// The same with privileges.
    pub fn with_privileges(database: &Database) -> Outcome<Self> {
        Self::with(database, &[])
    }

    /// The same with other names of roles.
    pub fn renamed(&self, roles: &[(&str, &str)]) -> Self {
        let rename = |entry: &String| {
            let new = roles.iter().fold(entry.clone(), |text, (from, to)| text.replace(from, to));
            let mut lines: Vec<&str> = new.lines().collect();
            if new.starts_with("-- ACL ") {
                lines[1..].sort_unstable();
                lines.dedup();
            }
            lines.join("\n")
        };
        Self(self.0.iter().map(rename).collect())
    }

    /// The same with the columns of tables, foreign tables and composite types in alphabetical order.
    pub fn columns_sorted(&self) -> Self {
        let sort = |entry: &String| {
            let mut lines: Vec<&str> = entry.lines().collect();
            let composite = entry.starts_with("-- TYPE ") && entry.contains(" AS (\n");
            let foreign = entry.starts_with("-- FOREIGN TABLE ");
            if entry.starts_with("-- TABLE ") || foreign || composite {
                // Options of a foreign table follow, in an order that matters.
                let close = lines.iter().position(|line| foreign && line.starts_with(')'));
                let list = match close {
                    Some(close) => &mut lines[..close],
                    None => &mut lines[..],
                };
                list.iter_mut().for_each(|line| *line = line.trim_end_matches(','));
                let columns = list.iter_mut().filter(|line| line.starts_with(['\t', ' ']));
                let mut columns: Vec<&mut &str> = columns.collect();
                let mut sorted: Vec<&str> = columns.iter().map(|line| **line).collect();
                sorted.sort_unstable();
                columns.iter_mut().zip(sorted).for_each(|(line, column)| **line = column);
            }
            lines.into_iter().map(keys_sorted).collect::<Vec<_>>().join("\n")
        };
        Self(self.0.iter().map(sort).collect())
    }

    /// The objects of some schemas.
    pub fn of_schemas(database: &Database, schemas: &[&str]) -> Outcome<Self> {
        let mut options = vec!["--no-privileges".to_owned()];
        options.extend(schemas.iter().map(|name| format!("--schema=\"{name}\"")));
        let options: Vec<&str> = options.iter().map(String::as_str).collect();
        Self::with(database, &options)
    }

    /// What the dump of a database becomes when it has been restored.
    pub fn restored(database: &Database) -> Outcome<Self> {
        let copy = Database::new(&format!("{}_restored", database.name))?;
        let text = text_of(database, &["--schema-only", "--no-privileges"])?;
        let existing = "CREATE SCHEMA IF NOT EXISTS public;";
        copy.sql(&text.replace("CREATE SCHEMA public;", existing))?;
        Self::of(&copy)
    }

    fn with(database: &Database, options: &[&str]) -> Outcome<Self> {
        let text = text_of(database, &[&["--schema-only"], options].concat())?;
        Ok(Self::parse(&text))
    }

    /// The entries of a text that `pg_dump` has written.
    pub fn parse(text: &str) -> Self {
        Self(
            split(text)
                .filter(|entry| !entry.is_own())
                .map(|entry| format!("-- {}\n{}", entry.title(), entry.body()))
                .collect(),
        )
    }

    /// This dump and another one's entries.
    pub fn and(&self, other: &Dump) -> Dump {
        Dump(self.0.union(&other.0).cloned().collect())
    }

    /// Fails with a unified diff when `actual` is not this dump.
    pub fn must_equal(&self, actual: &Dump, what: &str) -> Outcome {
        match self == actual {
            true => Ok(()),
            false => Err(format!("{what}: the dumps differ\n{}", self.difference(actual)?)),
        }
    }

    /// A unified diff.
    pub fn difference(&self, actual: &Dump) -> Outcome<String> {
        let text = |dump: &Dump| dump.0.iter().cloned().collect::<Vec<_>>().join("\n\n") + "\n";
        unified_diff(&text(self), &text(actual))
    }

    /// The headings of the entries that one has and the other has not.
    pub fn titles_that_differ(&self, other: &Dump) -> BTreeSet<String> {
        let title = |entry: &String| entry.lines().next().unwrap_or_default()[3..].to_owned();
        self.0.symmetric_difference(&other.0).map(title).collect()
    }
}

/// The plain text of a dump.
pub fn text_of(database: &Database, options: &[&str]) -> Outcome<String> {
    let output = server::program("pg_dump")
        .args(options)
        .arg(&database.name)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("pg_dump: {error}"))?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("pg_dump of {}: {message}", database.name));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("pg_dump: {error}"))
}

/// One entry: what its heading says, the statements, and the settings that the statements run under.
struct Entry<'a> {
    heading: &'a str,
    text: &'a str,
    settings: String,
}

impl Entry<'_> {
    fn name(&self) -> &str {
        self.heading.split("; Type: ").next().unwrap_or_default()
    }

    fn field(&self, name: &str) -> &str {
        let mark = format!("; {name}: ");
        let Some(position) = self.heading.rfind(&mark) else {
            return "";
        };
        let rest = &self.heading[position + mark.len()..];
        let end = ["; Schema: ", "; Owner: ", "; Tablespace: "]
            .iter()
            .filter_map(|mark| rest.find(mark))
            .min()
            .unwrap_or(rest.len());
        &rest[..end]
    }

    fn title(&self) -> String {
        format!("{} {}.{}{}", self.field("Type"), self.field("Schema"), self.name(), self.settings)
    }

    /// The statements; grants and labels in one order.
    fn body(&self) -> String {
        const LABEL: &str = "SECURITY LABEL FOR ";
        if self.field("Type") == LABEL.trim_end_matches(" FOR ") {
            let mut labels: Vec<&str> = self.text.split(&format!("\n{LABEL}")).collect();
            labels.iter_mut().for_each(|it| *it = it.strip_prefix(LABEL).unwrap_or(it));
            labels.sort_unstable();
            return labels.join("\n");
        }
        if matches!(self.field("Type"), "ACL" | "DEFAULT ACL") {
            let mut lines: Vec<&str> = self.text.lines().filter(|line| !line.is_empty()).collect();
            lines.sort_unstable();
            return lines.join("\n");
        }
        self.text.to_owned()
    }

    /// Of the follower: the extension, what it needs, its schema and the servers of the tests. And
    /// the schema `public`, which each database has from birth: its entry shows only its owner.
    fn is_own(&self) -> bool {
        let name = self.name();
        let is_comment = self.field("Type") == "COMMENT";
        let (kind, object) = match self.field("Type") {
            "COMMENT" => name.split_once(' ').unwrap_or(("", name)),
            kind => (kind, name),
        };
        match kind {
            "EXTENSION" => matches!(object, "schemig" | "dblink" | "postgres_fdw"),
            "SCHEMA" => object == "schemig" || (object == "public" && !is_comment),
            "SERVER" => object.starts_with("src_server"),
            "USER MAPPING" => name.contains("SERVER src_server"),
            _ => self.field("Schema") == "schemig",
        }
    }
}

/// Entries begin at `--`, `-- Name: ...; Type: ...; Schema: ...; Owner: ...`, `--`.
fn split(text: &str) -> impl Iterator<Item = Entry<'_>> {
    let mut settings = Settings::default();
    let mut parts = text.split("\n--\n-- Name: ");
    settings.follow(parts.next().unwrap_or_default());
    parts.map(move |part| {
        let (heading, rest) = part.split_once('\n').unwrap_or((part, ""));
        let shown = settings.shown();
        let statements = settings.follow(rest.strip_prefix("--\n").unwrap_or(rest));
        Entry { heading, text: statements.trim_matches('\n'), settings: shown }
    })
}

/// `SET` lines between entries: they hold for all that follows, so each entry names them.
#[derive(Default)]
struct Settings {
    tablespace: String,
    access_method: String,
}

impl Settings {
    fn shown(&self) -> String {
        let mut shown = String::new();
        if !matches!(self.tablespace.as_str(), "" | "''") {
            shown += &format!(" tablespace={}", self.tablespace);
        }
        if !matches!(self.access_method.as_str(), "" | "heap") {
            shown += &format!(" access_method={}", self.access_method);
        }
        shown
    }

    /// Takes the lines at the end that belong to no entry, and returns the text before them.
    fn follow<'a>(&mut self, text: &'a str) -> &'a str {
        let mut rest = text;
        loop {
            let trimmed = rest.trim_end_matches('\n');
            let (before, line) = trimmed.rsplit_once('\n').unwrap_or(("", trimmed));
            if let Some(value) = setting(line, "default_tablespace") {
                self.tablespace = value.to_owned();
            } else if let Some(value) = setting(line, "default_table_access_method") {
                self.access_method = value.to_owned();
            } else if !is_noise(line) {
                return trimmed;
            }
            if before.is_empty() {
                return before;
            }
            rest = before;
        }
    }
}

fn setting<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.strip_prefix("SET ")?.strip_prefix(name)?.strip_prefix(" = ")?.strip_suffix(';')
}

fn is_noise(line: &str) -> bool {
    line.is_empty()
        || line == "--"
        || line.starts_with("-- PostgreSQL database dump")
        || line.starts_with("\\restrict ")
        || line.starts_with("\\unrestrict ")
}

/// `diff -u` of two texts.
pub fn unified_diff(expected: &str, actual: &str) -> Outcome<String> {
    let directory = std::env::temp_dir();
    let name = crate::psql::unique(&format!("schemig-diff-{}", std::process::id()));
    let file = |side: &str, text: &str| {
        let path = directory.join(format!("{name}.{side}"));
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok::<_, String>(path)
    };
    let (left, right) = (file("expected", expected)?, file("actual", actual)?);
    let output = std::process::Command::new("diff")
        .args(["-u", "--label=expected", "--label=actual"])
        .args([&left, &right])
        .output()
        .map_err(|error| format!("diff: {error}"));
    let _ = std::fs::remove_file(left);
    let _ = std::fs::remove_file(right);
    Ok(String::from_utf8_lossy(&output?.stdout).into_owned())
}

/// The server prints columns of statistics in the order of the table's.
fn keys_sorted(line: &str) -> String {
    let parts =
        line.split_once(" ON ").and_then(|(head, rest)| Some((head, rest.split_once(" FROM ")?)));
    match parts.filter(|_| line.starts_with("CREATE STATISTICS ")) {
        Some((head, (keys, of))) => {
            let mut keys: Vec<&str> = keys.split(", ").collect();
            keys.sort_unstable();
            format!("{head} ON {} FROM {of}", keys.join(", "))
        }
        None => line.to_owned(),
    }
}
