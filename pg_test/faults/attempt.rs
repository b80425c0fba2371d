//! One call, disturbed at one moment, and what is left of it.

use super::inject::Fault;
use super::stage::{PLACE, Stage, State, Verb};
use crate::Outcome;
use crate::concurrency::wait_until_for;
use crate::follow::is_unchanged;
use crate::psql::Said;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);

/// A call that was disturbed, and all was as it must be.
pub struct Tried {
    /// The fault came in time.
    pub met: bool,
}

/// Disturbs a call at a moment. Where a part of its batches is done, the next call goes on, or goes back first.
pub fn attempt(
    stage: &Stage,
    fault: &Fault,
    verb: &Verb,
    (moment, way_back): (Duration, bool),
) -> Outcome<Tried> {
    stage.place(verb.template)?;
    let mut victim = stage.target.session(PLACE)?;
    victim.send(&format!(
        "\\set ON_ERROR_STOP off\n{} SET application_name = 'victim';",
        fault.before(moment)
    ))?;
    let pid = ready(stage)?;
    let injector = fault.injector(stage)?;
    std::thread::sleep(Duration::from_millis(30));
    let start = Instant::now();
    victim.send(&format!("{}\n\\echo first :ERROR", verb.sql))?;
    std::thread::sleep(moment.saturating_sub(start.elapsed()));
    let trouble = fault.inject(stage, injector, (&mut victim, &pid))?;
    trouble_over(stage, &pid, || trouble.end(stage, &pid))?;
    let left = stage.state()?;
    none_connected(stage)?;
    // In the same session, where it has survived.
    let _ = victim.send(&format!(
        "RESET statement_timeout;\n\\echo connections :ERROR\nSELECT 'open: ' || c FROM unnest(dblink_get_connections()) AS c;\n{}\n\\echo second :ERROR",
        again(verb, &left, way_back)
    ));
    let said = victim.finish()?;
    judge(verb, &said, &left)?;
    if !said.rows.contains("second false") {
        if said.rows.contains("second true") {
            return Err(format!("the next call of the session fails:\n{}", said.notices));
        }
        stage.target.sql(PLACE, &again(verb, &left, way_back))?;
    }
    whole(stage, verb)?;
    Ok(Tried { met: !said.rows.contains("first false") })
}

/// Waits for the victim, and returns its process.
fn ready(stage: &Stage) -> Outcome<String> {
    let query =
        "SELECT pid FROM pg_stat_activity WHERE application_name = 'victim' AND state = 'idle'";
    let start = Instant::now();
    loop {
        let pid = stage.target.sql("postgres", query)?.trim().to_owned();
        if !pid.is_empty() {
            return Ok(pid);
        }
        if start.elapsed() > PATIENCE {
            return Err("the session does not start".into());
        }
    }
}

/// Waits until the victim's call has ended, whatever becomes of the server, and ends the trouble.
fn trouble_over(stage: &Stage, pid: &str, end: impl FnOnce() -> Outcome) -> Outcome {
    let query = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE pid = {pid} AND datname = '{PLACE}' AND state = 'active'"
    );
    let mut end = Some(end);
    let start = Instant::now();
    loop {
        let said = stage.target.said("postgres", &query)?;
        if said.succeeded && said.rows.trim() == "0" {
            return end.take().map_or(Ok(()), |end| end());
        }
        // A server that has crashed altogether does not come back by itself.
        let is_down = ["Connection refused", "out of shared memory"];
        if is_down.iter().any(|text| said.notices.contains(text))
            && let Some(end) = end.take()
        {
            end()?;
        }
        if start.elapsed() > PATIENCE {
            return Err(format!("the call does not end: {}{}", said.rows, said.notices));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A session that has been lost is noticed by the source's server.
fn none_connected(stage: &Stage) -> Outcome {
    wait_until_for(
        PATIENCE,
        "the end of the connections to the source",
        || stage.connections(),
        "0",
    )
}

/// The next call: the same, after a part of the batches perhaps the way back before.
fn again(verb: &Verb, left: &State, way_back: bool) -> String {
    let begun = left.shape.contains(" at ");
    let back = "SELECT schemig.downgrade(allow => '{data_loss}');";
    // What has been taken back already cannot be taken back again.
    match verb.name {
        "batches" if begun && way_back => format!("{back} {}", verb.sql),
        "downgrade" if left.is(&verb.after) => "SELECT 'it is done';".to_owned(),
        _ => verb.sql.to_owned(),
    }
}

/// The target is as before, or as after, or between batches, as the session was told.
fn judge(verb: &Verb, said: &Said, left: &State) -> Outcome {
    let told = ["first false", "first true"].map(|text| said.rows.contains(text));
    let between = verb.name == "batches" && left.shape.contains(" at ");
    let before = left.records == verb.before.records && left.is(&verb.before);
    let after = left.is(&verb.after);
    let right = match told {
        [true, _] => after,
        [_, true] => before || between,
        _ => before || between || after,
    };
    if said.rows.contains("open: ") {
        return Err(format!(
            "the session has kept its connection to the source:\n{}",
            said.notices
        ));
    }
    match right {
        true => Ok(()),
        false => Err(format!(
            "told {}, but as before: {before}, as after: {after}\n{}\nbefore\n{}\nafter\n{}\n{}",
            if told[0] { "success" } else { "failure or nothing" },
            left.shape,
            verb.before.shape,
            verb.after.shape,
            said.notices
        )),
    }
}

/// After the next call all is as if nothing had happened.
fn whole(stage: &Stage, verb: &Verb) -> Outcome {
    let state = stage.state()?;
    if !state.is(&verb.after) {
        let difference = verb.after.dump.difference(&state.dump)?;
        return Err(format!(
            "after the next call:\n{}\nshould be\n{}\n{difference}",
            state.shape, verb.after.shape
        ));
    }
    if matches!(verb.name, "upgrade" | "batches") {
        let plan = stage.target.sql(PLACE, "SELECT schemig.plan('src_server');")?;
        if !is_unchanged(&plan) {
            return Err(format!("the next plan should be empty:\n{plan}"));
        }
    }
    Ok(())
}
