//! A subscriber of logical replication that follows the schema of its publisher, on two servers.
//!
//! Rows come by replication, definitions by schemig; after each change of the publisher both sides have the same rows.

use crate::concurrency::wait_until_for;
use crate::must::must_have;
use crate::private::Private;
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

pub fn trials() -> Vec<Trial> {
    vec![
        trial("replication::followed", followed),
        trial("replication::stopped_and_resumed", stopped_and_resumed),
        trial("replication::not_in_the_way", not_in_the_way),
    ]
}

const SYNC: &str = "SELECT schemig.sync('publisher', 'shop');";
const REFRESH: &str = "ALTER SUBSCRIPTION shop REFRESH PUBLICATION;";

/// The schema `shop` in a database of the publisher's server, and a database of the subscriber's server.
struct Link {
    publisher: Private,
    subscriber: Private,
}

impl Link {
    /// Two tables with rows, followed and replicated.
    fn new() -> Outcome<Self> {
        let publisher = Private::start(
            "wal_level = logical\nmax_wal_senders = 10\nmax_replication_slots = 10",
        )?;
        let subscriber =
            Private::start("max_replication_slots = 10\nwal_retrieve_retry_interval = 200ms")?;
        let link = Self { publisher, subscriber };
        link.publisher.sql("postgres", "CREATE DATABASE shop")?;
        link.publish(
            "CREATE SCHEMA shop;
             CREATE TABLE shop.item (id integer PRIMARY KEY, name text NOT NULL, price integer);
             CREATE TABLE shop.sale (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item integer REFERENCES shop.item);
             INSERT INTO shop.item SELECT i, 'item ' || i, i FROM generate_series(1, 1000) AS i;
             INSERT INTO shop.sale (item) SELECT i FROM generate_series(1, 1000) AS i;
             CREATE PUBLICATION shop FOR TABLES IN SCHEMA shop;",
        )?;
        link.subscriber.sql("postgres", "CREATE DATABASE warehouse")?;
        link.subscribe(&format!(
            "CREATE EXTENSION schemig CASCADE;
             CREATE SERVER publisher FOREIGN DATA WRAPPER dblink_fdw OPTIONS (host '127.0.0.1', port '{0}', dbname 'shop');
             CREATE USER MAPPING FOR CURRENT_USER SERVER publisher OPTIONS (user 'postgres');
             {SYNC}
             CREATE SUBSCRIPTION shop CONNECTION 'host=127.0.0.1 port={0} user=postgres dbname=shop' PUBLICATION shop;",
            link.publisher.port
        ))?;
        link.same_rows("at first")?;
        Ok(link)
    }

    fn publish(&self, script: &str) -> Outcome<String> {
        self.publisher.sql("shop", script)
    }

    fn subscribe(&self, script: &str) -> Outcome<String> {
        self.subscriber.sql("warehouse", script)
    }

    /// Waits until the subscriber has the rows of each of the publisher's tables.
    fn same_rows(&self, when: &str) -> Outcome {
        let tables = self.publish(
            "SELECT string_agg(format('SELECT to_jsonb(t) || jsonb_build_object(''of'', %L) FROM shop.%I AS t', relname, relname), ' UNION ALL ')
               FROM pg_class WHERE relnamespace = 'shop'::regnamespace AND relkind = 'r'",
        )?;
        // By names: columns that came later may stand elsewhere.
        let rows = format!(
            "SELECT coalesce(md5(string_agg(r::text, E'\\n' ORDER BY r)), '') || ' of ' || count(*)
               FROM ({}) AS x(r)",
            tables.trim()
        );
        let expected = self.publish(&rows)?;
        let find = || Ok(self.subscriber.said("warehouse", &rows)?.rows);
        wait_until_for(PATIENCE, &format!("the publisher's rows, {when}"), find, expected.trim())
            .map_err(|message| self.explain(&message))
    }

    /// With what the subscriber's server has logged.
    fn explain(&self, message: &str) -> String {
        let log = std::fs::read_to_string(format!("{}/log", self.subscriber.host));
        let log = log.unwrap_or_else(|error| error.to_string());
        let end: Vec<&str> = log.lines().rev().take(12).collect();
        format!("{message}\n{}", end.into_iter().rev().collect::<Vec<_>>().join("\n"))
    }

    /// How often the subscriber's worker has failed, as the server's log has it.
    fn failures(&self, text: &str) -> Outcome<usize> {
        let log = std::fs::read_to_string(format!("{}/log", self.subscriber.host));
        Ok(log.map_err(|error| error.to_string())?.matches(text).count())
    }

    /// Waits until the worker fails with this text once more.
    fn fails(&self, text: &str) -> Outcome {
        let before = self.failures(text)?;
        let more = || self.failures(text).map(|now| (now > before).to_string());
        wait_until_for(PATIENCE, text, more, "true").map_err(|message| self.explain(&message))
    }

    fn worker(&self) -> Outcome<String> {
        self.subscribe("SELECT pid FROM pg_stat_subscription WHERE relid IS NULL")
    }

    fn must_be_unchanged(&self) -> Outcome {
        must_have(&self.subscribe("SELECT schemig.plan('publisher', 'shop')")?, &["No changes."])
    }
}

/// Changes are followed before rows of the new shape are written: the worker never stops.
fn followed() -> Outcome {
    let link = Link::new()?;
    let worker = link.worker()?;
    link.publish(
        "ALTER TABLE shop.item ADD COLUMN colour text DEFAULT 'grey';
         CREATE TABLE shop.shelf (id integer PRIMARY KEY, item integer REFERENCES shop.item);",
    )?;
    link.subscribe(SYNC)?;
    link.subscribe(REFRESH)?;
    link.publish(
        "INSERT INTO shop.item VALUES (1001, 'new', 1, 'red'); UPDATE shop.item SET colour = 'blue' WHERE id < 10;
         INSERT INTO shop.shelf SELECT i, i FROM generate_series(1, 100) AS i;",
    )?;
    link.same_rows("with more columns and tables")?;
    // Wider types too come first.
    link.publish("ALTER TABLE shop.item ALTER price TYPE bigint")?;
    link.subscribe(SYNC)?;
    link.publish("UPDATE shop.item SET price = 3000000000 WHERE id = 1")?;
    link.same_rows("with a wider column")?;
    // What is dropped there stays here, with nulls, until it is allowed to go.
    link.publish(
        "ALTER TABLE shop.item DROP COLUMN colour; INSERT INTO shop.item VALUES (1002, 'plain', 2);
         INSERT INTO shop.shelf VALUES (101, 1002); DROP TABLE shop.shelf; INSERT INTO shop.sale (item) VALUES (1002);",
    )?;
    let sold = "SELECT count(*) FROM shop.sale WHERE item = 1002";
    wait_until_for(PATIENCE, "the last row", || link.subscribe(sold), "1")?;
    let kept = link.subscribe(
        "SELECT (SELECT colour FROM shop.item WHERE id = 1002), (SELECT count(*) FROM shop.item WHERE colour = 'blue'),
                (SELECT count(*) FROM shop.shelf)",
    )?;
    must_have(&kept, &["grey|9|101"])?;
    must_have(&link.subscribe(SYNC)?, &["pending: it loses data."])?;
    link.subscribe("SELECT schemig.upgrade(allow => '{data_loss}')")?;
    link.subscribe(REFRESH)?;
    link.publish("INSERT INTO shop.item VALUES (1003, 'last', 3)")?;
    link.same_rows("after the drops")?;
    // What must not be null here would stop the worker: that is followed first.
    link.publish("ALTER TABLE shop.item ALTER name DROP NOT NULL")?;
    link.subscribe(SYNC)?;
    link.publish("ALTER TABLE shop.item DROP COLUMN name; INSERT INTO shop.item VALUES (1004, 4)")?;
    let last = "SELECT count(*) FROM shop.item WHERE id = 1004";
    wait_until_for(PATIENCE, "the row without a name", || link.subscribe(last), "1")?;
    link.subscribe("SELECT schemig.sync('publisher', 'shop', '{data_loss}')")?;
    link.same_rows("without names")?;
    link.must_be_unchanged()?;
    match (link.failures("ERROR:")?, link.worker()? == worker) {
        (0, true) => Ok(()),
        (count, same) => {
            Err(link.explain(&format!("{count} errors; the same worker at the end: {same}")))
        }
    }
}

/// Rows that come before their columns stop the worker; it goes on by itself after a sync, and nothing is lost.
fn stopped_and_resumed() -> Outcome {
    let link = Link::new()?;
    link.publish(
        "ALTER TABLE shop.item ADD COLUMN colour text;
         CREATE TABLE shop.shelf (id integer PRIMARY KEY);
         INSERT INTO shop.item VALUES (1001, 'new', 1, 'red'); INSERT INTO shop.shelf VALUES (1);
         INSERT INTO shop.sale (item) VALUES (1001);",
    )?;
    link.fails("missing replicated column: \"colour\"")?;
    link.subscribe(SYNC)?;
    link.subscribe(REFRESH)?;
    link.same_rows("after more columns and tables")?;
    link.publish("ALTER TABLE shop.item RENAME COLUMN name TO title; UPDATE shop.item SET title = upper(title)")?;
    link.fails("missing replicated column: \"title\"")?;
    must_have(&link.subscribe(SYNC)?, &["> column shop.item.name to title"])?;
    link.same_rows("after a rename")?;
    link.publish("ALTER TABLE shop.item ALTER price TYPE bigint; UPDATE shop.item SET price = 3000000000 WHERE id = 1")?;
    link.fails("value \"3000000000\" is out of range for type integer")?;
    link.subscribe(SYNC)?;
    link.same_rows("after a wider type")?;
    // A column without default that must not be null.
    link.publish(
        "ALTER TABLE shop.item DROP COLUMN title; INSERT INTO shop.item VALUES (1002, 2)",
    )?;
    link.fails("null value in column \"title\"")?;
    link.subscribe("SELECT schemig.sync('publisher', 'shop', '{data_loss}')")?;
    link.same_rows("after a drop")?;
    // A table that moves to another name is found by it from then on.
    link.publish("ALTER TABLE shop.shelf RENAME TO board; INSERT INTO shop.board VALUES (2)")?;
    link.fails("\"shop.board\" does not exist")?;
    must_have(&link.subscribe(SYNC)?, &["> table shop.shelf to board"])?;
    link.same_rows("after another name")?;
    link.must_be_unchanged()
}

/// A sync that has to wait for a table gives up in time, and lets the worker go on; the next one succeeds.
fn not_in_the_way() -> Outcome {
    let link = Link::new()?;
    link.publish("ALTER TABLE shop.item ALTER price SET DEFAULT 0, ALTER price SET NOT NULL")?;
    let mut reader = link.subscriber.session("warehouse")?;
    reader.send("BEGIN; SELECT count(*) FROM shop.item; SELECT 'reads';")?;
    let reads = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%reads%'";
    wait_until_for(PATIENCE, "the reader", || link.subscribe(reads), "1")?;
    link.subscribe("ALTER DATABASE warehouse SET schemig.lock_timeout = '1s'")?;
    let mut follower = link.subscriber.session("warehouse")?;
    follower.send(SYNC)?;
    let waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%schemig.sync%'";
    wait_until_for(PATIENCE, "the sync", || link.subscribe(waits), "1")?;
    link.publish("INSERT INTO shop.item VALUES (1001, 'meanwhile', 1)")?;
    let said = follower.finish()?;
    must_have(&said.notices, &[" 55P03: ", "holds AccessShareLock on table shop.item"])?;
    link.same_rows("after a sync in vain")?;
    let pending = "SELECT count(*) FROM schemig.status WHERE pending IS NOT NULL";
    must_have(&link.subscribe(pending)?, &["0"])?;
    reader.send("COMMIT;")?;
    reader.finish()?;
    link.subscribe(SYNC)?;
    link.publish("INSERT INTO shop.item (id, name) VALUES (1002, 'later')")?;
    link.same_rows("after the next sync")?;
    link.must_be_unchanged()
}
