//! Functions that do something: those that print lines for people, and `configure`.

use super::{hazards, lines, one, or, required, server_name, several};
use crate::catalog::Schemas;
use crate::error::{Error, ErrorReport};
use crate::migrate;
use crate::pg::name::Name;
use crate::pg::settings::pinned;
use pgrx::JsonB;
use pgrx::prelude::*;

/// Reads a schema of another database, or all of them, compares it with this database, and writes
/// down as a pending revision what makes this database follow. It replaces the revisions that are
/// not in effect. Nothing else of this database changes.
///
/// - `server name`: foreign server of `dblink_fdw` or `postgres_fdw`, with a user mapping
/// - `schema name DEFAULT NULL`: schema to follow; null for every user schema
/// - `message text DEFAULT NULL`: a note for `schemig.history`
///
/// Result: a head line, one line a change (`+` create, `~` alter, `>` rename, `-` drop, `=` there
/// already), with hazards in brackets, lines `!` for what differs from the record or will fail, a summary and what to type next; `No changes.` when there are none. What cannot be
/// carried is named in a WARNING.
///
/// Errors: 22004 server is null; 42704 no such server, user mapping, extension or role; 08001 the server
/// cannot be reached; 3F000 no such schema; 55P03 another session is at it; 55000 a reference to a
/// schema that is not followed, or an object that has changed in the source and here; 2BP01 something that cannot be made
/// again depends on what must be dropped; 0A000 an extension that this server does not have; 42710 an object of that name is there and not ours, or two names become one; 42622 a
/// name becomes too long; 42602 nothing of a name is left; 42702 a name in SQL text would be
/// ambiguous; those of the server where an expression does not fit the type that a rule gives it. What the source's server raises keeps its SQLSTATE; 08P01 what it says cannot be read or was not asked for; 54000 it is more than `schemig.source_limit`; 42939 the rules put a schema where the server or schemig has its own.
///
/// ```sql
/// SELECT schemig.plan('shop', 'public', 'first import');
/// ```
#[pg_extern(name = "plan")]
fn plan(
    server: Option<Name>,
    schema: default!(Option<Name>, "NULL"),
    message: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::plan(&server_name(server)?, &one(schema), message.as_deref()))
}

/// The same for several schemas, which are followed as one source.
///
/// - `server name`: foreign server of `dblink_fdw` or `postgres_fdw`, with a user mapping
/// - `schemas name[]`: schemas to follow, in any order; null for every user schema
/// - `message text DEFAULT NULL`: a note for `schemig.history`
///
/// Result: as of the other form.
///
/// Errors: those of the other form; 22023 no schema in the list, or a null.
///
/// ```sql
/// SELECT schemig.plan('shop', ARRAY['sales', 'stock']);
/// ```
#[pg_extern(name = "plan")]
fn plan_schemas(
    server: Option<Name>,
    schemas: Option<Vec<Option<Name>>>,
    message: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::plan(&server_name(server)?, &several(schemas)?, message.as_deref()))
}

/// Plans and upgrades in one call, for a scheduler. What would lose data that `allow` does not name stays pending, with
/// lines that say so; while another session plans or upgrades, one line says that this one was skipped.
///
/// - `server name`: foreign server of `dblink_fdw` or `postgres_fdw`, with a user mapping
/// - `schema name DEFAULT NULL`: schema to follow; null for every user schema
/// - `allow text[] DEFAULT '{}'`: hazards that may come to pass, such as `data_loss`
///
/// Result: the lines of `schemig.plan` and of `schemig.upgrade`.
///
/// Errors: those of `schemig.plan` and `schemig.upgrade`, but for 55P03 and for 55000 where data would be lost. After
/// any error this database is as it was, and no revision is pending that was not before.
///
/// ```sql
/// SELECT cron.schedule('follow shop', '* * * * *', $$SELECT schemig.sync('shop', 'public')$$);
/// ```
#[pg_extern(name = "sync")]
fn sync(
    server: Option<Name>,
    schema: default!(Option<Name>, "NULL"),
    allow: default!(Option<Vec<Option<String>>>, "'{}'"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::sync(&server_name(server)?, &one(schema), &hazards(allow)))
}

/// The same for several schemas, which are followed as one source.
///
/// - `server name`: foreign server of `dblink_fdw` or `postgres_fdw`, with a user mapping
/// - `schemas name[]`: schemas to follow, in any order; null for every user schema
/// - `allow text[] DEFAULT '{}'`: hazards that may come to pass, such as `data_loss`
///
/// Result: as of the other form.
///
/// Errors: those of the other form; 22023 no schema in the list, or a null.
///
/// ```sql
/// SELECT schemig.sync('shop', ARRAY['sales', 'stock']);
/// ```
#[pg_extern(name = "sync")]
fn sync_schemas(
    server: Option<Name>,
    schemas: Option<Vec<Option<Name>>>,
    allow: default!(Option<Vec<Option<String>>>, "'{}'"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::sync(&server_name(server)?, &several(schemas)?, &hazards(allow)))
}

/// Applies pending revisions in the caller's transaction, then reads this database back and compares
/// it with what the plan said.
///
/// - `revision text DEFAULT 'head'`: the last revision to apply
/// - `source text DEFAULT NULL`: name of the source; null for every source, in the order in which they were planned
/// - `allow text[] DEFAULT '{}'`: hazards that may come to pass, such as `data_loss`
/// - `dry_run boolean DEFAULT false`: run and compare everything, then roll it back
///
/// Result: one line a revision, or one that says why there is nothing to do; with `dry_run` also how long each step took,
/// and which locks on what was there before would be held until the end and keep others from writing.
///
/// Errors: 42704 no such source or revision; 42725 several revisions begin so; 22023 an unknown
/// hazard; 55P03 another session is at it; 55000 data would be lost and that is not allowed, or this
/// database is not as planned after the last step. A statement that fails keeps its SQLSTATE; DETAIL
/// has its number, object and text. After any error this database is as it was.
///
/// ```sql
/// SELECT schemig.upgrade();
/// SELECT schemig.upgrade('+1', 'shop/public', allow => '{data_loss}');
/// ```
#[pg_extern]
fn upgrade(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
    allow: default!(Option<Vec<Option<String>>>, "'{}'"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    let (revision, dry_run) = (or(&revision, "head"), dry_run.unwrap_or(false));
    lines(|| migrate::upgrade(revision, source.as_deref(), &hazards(allow), dry_run))
}

/// One batch of `schemig.upgrade_in_batches`, which calls it until it returns null, and commits in between. Not meant to
/// be called by itself.
///
/// - `revision text`: the last revision to apply
/// - `source text`: name of the source; null for every source
/// - `allow text[]`: hazards that may come to pass, such as `data_loss`
/// - `batch integer`: how many statements to run
///
/// Result: how far it is; null when nothing is left.
///
/// Errors: those of `schemig.upgrade`; 22023 a batch below 1.
///
/// ```sql
/// SELECT schemig.upgrade_batch('head', NULL, '{}', 500);
/// ```
#[pg_extern]
fn upgrade_batch(
    revision: Option<String>,
    source: Option<String>,
    allow: Option<Vec<Option<String>>>,
    batch: Option<i32>,
) -> Result<Option<String>, ErrorReport> {
    let (revision, batch) = (or(&revision, "head"), batch.unwrap_or(500));
    Ok(pinned(|| migrate::upgrade_batch(revision, source.as_deref(), &hazards(allow), batch))?)
}

/// Takes back applied revisions in the caller's transaction, newest first. They stay written down and
/// can be applied again.
///
/// - `revision text DEFAULT '-1'`: the last revision to stay in effect; `base` takes back all
/// - `source text DEFAULT NULL`: name of the source; null for every source
/// - `allow text[] DEFAULT '{}'`: hazards that may come to pass, such as `data_loss`
/// - `dry_run boolean DEFAULT false`: run and compare everything, then roll it back
///
/// Result: one line a revision, or one that says why there is nothing to do.
///
/// Errors: those of `schemig.upgrade`.
///
/// ```sql
/// SELECT schemig.downgrade();
/// SELECT schemig.downgrade('base', 'shop/public', allow => '{data_loss}');
/// ```
#[pg_extern]
fn downgrade(
    revision: default!(Option<String>, "'-1'"),
    source: default!(Option<String>, "NULL"),
    allow: default!(Option<Vec<Option<String>>>, "'{}'"),
    dry_run: default!(Option<bool>, "false"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    let (revision, dry_run) = (or(&revision, "-1"), dry_run.unwrap_or(false));
    lines(|| migrate::downgrade(revision, source.as_deref(), &hazards(allow), dry_run))
}

/// Prints the statements of a revision as a script that runs in plain psql, in one transaction, with
/// comment lines that name steps and hazards. The script does not record that it was run.
///
/// - `revision text DEFAULT 'head'`: the revision
/// - `source text DEFAULT NULL`: name of the source; null for every source
/// - `undo boolean DEFAULT false`: what takes it back instead
/// - `online boolean DEFAULT false`: for a database in use: each statement in a transaction of its own, indexes built
///   `CONCURRENTLY`, constraints `NOT VALID` first and then validated. That script records how far it is, goes on
///   there when it is run again, and ends with `schemig.upgrade`, which proves the result and records the revision
///
/// Result: the lines of the script; none when there is no revision.
///
/// Errors: 42704 no such source or revision; 42725 several revisions begin so; 0A000 both `undo` and `online`.
///
/// ```sql
/// SELECT schemig.script('head', 'shop/public', undo => true);
/// SELECT schemig.script(online => true);
/// ```
#[pg_extern]
fn script(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
    undo: default!(Option<bool>, "false"),
    online: default!(Option<bool>, "false"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    let (revision, undo) = (or(&revision, "head"), undo.unwrap_or(false));
    let online = online.unwrap_or(false);
    // Statements have lines of their own.
    Ok(SetOfIterator::new(pinned(|| migrate::script(revision, source.as_deref(), undo, online))?))
}

/// Begins a script of `schemig.script(online => true)`, which calls it: from here until its session ends, or the script
/// does, nobody else plans or upgrades. Not meant to be called by itself.
///
/// - `revision text`: id of the revision
///
/// Result: how many of its statements have been run.
///
/// Errors: 22004 revision is null; 42704 no such revision; 55000 another revision comes first; 55P03 another session is
/// at it.
///
/// ```sql
/// SELECT schemig.begin_online('575166381ba5');
/// ```
#[pg_extern]
fn begin_online(revision: Option<String>) -> Result<i32, ErrorReport> {
    let revision = required(revision, "revision")?;
    let done = pinned(|| migrate::begin_online(&revision))?;
    Ok(i32::try_from(done).map_err(|e| Error::internal(e.to_string()))?)
}

/// Records how far a script of `schemig.script(online => true)` is, which calls it. Not meant to be called by itself.
///
/// - `revision text`: id of the revision
/// - `done integer`: how many of its statements have been run
///
/// Result: `done`.
///
/// Errors: 22004 revision or done are null; 22023 fewer than have been run before, or more than there are; 42704 no such
/// revision; 55000 another revision comes first, or it is in effect; 55P03 another session is at it.
///
/// ```sql
/// SELECT schemig.reach('575166381ba5', 4);
/// ```
#[pg_extern]
fn reach(revision: Option<String>, done: Option<i32>) -> Result<i32, ErrorReport> {
    let (revision, done) = (required(revision, "revision")?, required(done, "done")?);
    Ok(pinned(|| migrate::reach(&revision, done))?)
}

/// Forgets a revision that is not in effect, and those after it.
///
/// - `revision text DEFAULT 'head'`: the revision
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: one line a source.
///
/// Errors: 42704 no such source or revision; 42725 several revisions begin so; 55000 the revision is
/// in effect; 55P03 another session is at it.
///
/// ```sql
/// SELECT schemig.discard();
/// ```
#[pg_extern]
fn discard(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::discard(or(&revision, "head"), source.as_deref()))
}

/// Lets a role that is no superuser use schemig: its functions, and its tables, which the functions read and write with
/// the caller's rights. Whoever can write to `schemig.step` decides what the next upgrade runs.
///
/// - `role name`: the role
///
/// Result: a line, and one for each thing that the role still needs for the sources that are followed.
///
/// Errors: 22004 role is null; 42704 no such role; 42501 the caller is neither the extension's owner nor a superuser.
///
/// ```sql
/// SELECT schemig.grant_to('loader');
/// ```
#[pg_extern]
fn grant_to(role: Option<Name>) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::grant_to(&required(role, "role")?.0))
}

/// Forgets a source: its rules, its revisions and all that is recorded of them. The objects stay, also those in the
/// trash; whoever plans the same again finds them there already.
///
/// - `source text`: name of the source
///
/// Result: one line.
///
/// Errors: 22004 source is null; 42704 no such source; 55P03 another session is at it.
///
/// ```sql
/// SELECT schemig.unfollow('shop/public');
/// ```
#[pg_extern]
fn unfollow(source: Option<String>) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::unfollow(&required(source, "source")?))
}

/// Removes for good what a revision has moved to the trash under the rule `"drops": "trash"`: tables in the schema
/// `schemig_trash`, columns under another name, with what they needed. A downgrade of the revision makes them anew
/// afterwards, without data.
///
/// - `revision text DEFAULT 'head'`: id of an applied revision, the beginning of one, or `head` for the last applied one
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: lines for people, one for each object.
///
/// Errors: 2BP01 something depends on what is in the trash; 42704 no such source or revision; 42725 a prefix of
/// several; 55000 the revision is not applied; 55P03 another session is planning or upgrading.
///
/// ```sql
/// SELECT schemig.purge();
/// ```
#[pg_extern]
fn purge(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::purge(or(&revision, "head"), source.as_deref()))
}

/// Records that this database is at a revision, without running anything: for a target that was made or changed
/// by other means. What differs then is drift.
///
/// - `revision text DEFAULT 'head'`: the revision to be at, forward or back
/// - `source text DEFAULT NULL`: name of the source; null for every source
///
/// Result: a line for each source.
///
/// Errors: 42704 no such source or revision; 42725 the beginning of several revisions; 55P03 another session
/// plans or upgrades.
///
/// ```sql
/// SELECT schemig.stamp('head', 'src_server/dbo');
/// ```
#[pg_extern]
fn stamp(
    revision: default!(Option<String>, "'head'"),
    source: default!(Option<String>, "NULL"),
) -> Result<SetOfIterator<'static, String>, ErrorReport> {
    lines(|| migrate::stamp(or(&revision, "head"), source.as_deref()))
}

/// Sets the rules under which a schema of a server, or all of them, is followed; the next plan goes
/// by them.
///
/// - `server name`: foreign server
/// - `schema name`: schema of the source; null for every user schema
/// - `rules jsonb`: an object with any of the keys `schema` (a template of schema names, with
///   `{schema}` and `{database}`), `case`, `names`, `rename`, `types`, `include`, `exclude`, `kinds`,
///   `identity`, `owner`, `grants`, `drops` and `external`, as the section on rules of README has them
///
/// Result: the rules with every default spelled out.
///
/// Errors: 22004 server or rules are null; 42704 no such server or role; 22023 an unknown key or a wrong
/// value; 55P03 another session is at it.
///
/// ```sql
/// SELECT schemig.configure('shop', 'public', '{"schema": "dw__{schema}", "case": "snake"}');
/// ```
#[pg_extern(name = "configure")]
fn configure(
    server: Option<Name>,
    schema: Option<Name>,
    rules: Option<JsonB>,
) -> Result<JsonB, ErrorReport> {
    configured(server, one(schema), rules)
}

/// The same for several schemas, which are followed as one source.
///
/// - `server name`: foreign server
/// - `schemas name[]`: schemas of the source, in any order; null for every user schema
/// - `rules jsonb`: as of the other form
///
/// Result: the rules with every default spelled out.
///
/// Errors: those of the other form; 22023 no schema in the list, or a null.
///
/// ```sql
/// SELECT schemig.configure('shop', ARRAY['sales', 'stock'], '{"case": "lower"}');
/// ```
#[pg_extern(name = "configure")]
fn configure_schemas(
    server: Option<Name>,
    schemas: Option<Vec<Option<Name>>>,
    rules: Option<JsonB>,
) -> Result<JsonB, ErrorReport> {
    configured(server, several(schemas)?, rules)
}

fn configured(
    server: Option<Name>,
    schemas: Schemas,
    rules: Option<JsonB>,
) -> Result<JsonB, ErrorReport> {
    let (server, rules) = (server_name(server)?, required(rules, "rules")?.0.to_string());
    let effective = pinned(|| migrate::configure(&server, &schemas, &rules))?;
    let value = serde_json::from_str(&effective).map_err(|e| Error::internal(e.to_string()))?;
    Ok(JsonB(value))
}
