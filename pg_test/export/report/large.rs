//! Pages of revisions that are larger than most.

use super::Seen;
use crate::Outcome;
use crate::follow::Pair;

/// More than a picture can show: those that matter most are there, and it says so.
pub fn seventy_tables() -> Outcome {
    let many = "DO $$ BEGIN FOR n IN 1..70 LOOP EXECUTE format('CREATE TABLE many_%s (id integer PRIMARY KEY)', n); END LOOP; END $$;";
    let hub = "CREATE TABLE zone (id integer PRIMARY KEY, gone text); CREATE TABLE zebra (id integer PRIMARY KEY, zone integer REFERENCES zone);
        ALTER TABLE many_70 ADD zebra integer REFERENCES zebra;";
    let pair = Pair::new("report_seventy", &format!("{many}{hub}"))?;
    pair.plan()?;
    let first = Seen::of(&pair.target, "schemig.report()")?;
    first.has(
        "diagram",
        &[
            "72 tables and views are touched; here are 60 of them",
            "SELECT schemig.diagram('src_server', 'svg')",
        ],
    )?;
    first.has("svg", &["zone (new)", "zebra (new)", "many_70 (new)", "many_1 (new)"])?;
    let drawn = first.text("svg").matches(" (new)").count();
    if drawn != 60 {
        return Err(format!("{drawn} tables are drawn"));
    }
    pair.upgrade_with_loss()?;
    pair.source.sql("DO $$ BEGIN FOR n IN 1..70 LOOP EXECUTE format('ALTER TABLE many_%s ADD more text', n); END LOOP; END $$; ALTER TABLE zone DROP gone")?;
    pair.target.sql("INSERT INTO zone VALUES (1, 'a')")?;
    pair.plan()?;
    let second = Seen::of(&pair.target, "schemig.report()")?;
    second.has("diagram", &["71 tables and views are touched; here are 60 of them"])?;
    second.has("svg", &["zone (changed)"])
}

pub fn ten_thousand_steps() -> Outcome {
    let pair = Pair::new("report_large", "CREATE TABLE t (id integer)")?;
    pair.plan()?;
    pair.target.sql(
        "INSERT INTO schemig.step (revision, number, change, kind, object, statement, undo, hazards)
         SELECT r.id, 100 + n, 'create', 'table', 'public.large_' || n,
                format(E'CREATE TABLE public.large_%s (\\n    id integer NOT NULL,\\n    name text DEFAULT ''x'' NOT NULL\\n)', n),
                format('DROP TABLE public.large_%s', n),
                CASE WHEN n % 100 = 0 THEN ARRAY['long_lock: public.large_' || n || ', about 10 rows, 8192 bytes'] ELSE '{}' END
           FROM schemig.revision r, generate_series(1, 10000) AS n",
    )?;
    let seen = Seen::of(&pair.target, "schemig.report()")?;
    let steps = pair.target.sql("SELECT count(*) FROM schemig.step")?;
    seen.is("steps", steps.trim())?;
    seen.has(
        "statements",
        &["CREATE TABLE public.large_1 (", "CREATE TABLE public.large_10000 ("],
    )?;
    seen.has("undo", &["DROP TABLE public.large_10000;"])?;
    seen.has("hazards", &["public.large_100, about 10 rows", "public.large_10000, about 10 rows"])?;
    seen.has("changes", &["table public.large_1created"])?;
    seen.has("counts", &["10001 created 10,001 tables"])?;
    let size = seen.html.len();
    let (took, typed) = (&seen.found["took"], &seen.found["typed"]);
    eprintln!(
        "a report of 10,000 steps: {} kB, read in {took} ms, keys in {typed} ms",
        size / 1024
    );
    if size < 40_000_000 { Ok(()) } else { Err(format!("{size} bytes")) }
}
