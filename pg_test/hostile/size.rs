//! Answers larger than any catalog: memory and disk are bounded. dblink reads each to its end before it gives up.

use super::wire::{Asked, Liar, Message};
use super::{everything, state};
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use std::io::Write;

pub fn trials() -> Vec<Trial> {
    vec![trial("hostile::size::large", large), trial("hostile::size::notices", notices)]
}

/// What stands in the place of each fact: 150 MB at once.
const LARGE: [fn(&mut dyn Write) -> std::io::Result<()>; 3] = [
    |to| {
        let row = Message::row(&[Some(b"{\"at\": [1, 2, 3], \"def\": {}}".to_vec())]).bytes();
        (0..400).try_for_each(|_| to.write_all(&row.repeat(10_000)))
    },
    |to| (0..300).try_for_each(|_| to.write_all(&Message::row(&[None]).bytes().repeat(40_000))),
    |to| Message::row(&[Some(vec![b'x'; 150 << 20])]).write(to),
];

/// In kilobytes, of the session's process.
const PEAK: &str = "SELECT 'peak ' || substring(pg_read_file('/proc/self/status', 0, 10000) FROM 'VmHWM:\\s+(\\d+) kB');";

fn large() -> Outcome {
    let pair = everything("large")?;
    let before = state(&pair.target)?;
    for lie in LARGE {
        let liar = Liar::new(move || {
            let mut told = false;
            Box::new(move |asked: &Asked, message: Message, to| {
                let first = asked.sql.starts_with("SELECT q.fact") && message.tag == b'D';
                match first && !std::mem::replace(&mut told, true) {
                    true => lie(to),
                    false => message.write(to),
                }
            })
        })?;
        pair.target.sql(&liar.instead())?;
        let script = format!(
            "SET schemig.source_limit = '16MB'; \\set ON_ERROR_STOP off\n{}\n{PEAK}",
            pair.plan_sql()
        );
        let said = pair.target.said(&script)?;
        if !said.notices.contains("ERROR:  54000: ")
            || !said.notices.contains("schemig.source_limit")
        {
            return Err(super::cut(&said.notices));
        }
        let peak =
            said.rows.lines().find_map(|line| line.strip_prefix("peak ")?.parse::<u64>().ok());
        // A value of 150 MB is there more than once before anybody can look at it.
        match peak {
            Some(peak) if peak < 1 << 20 => {}
            _ => return Err(format!("{peak:?} kB were used at most")),
        }
    }
    let after = state(&pair.target)?;
    if before == after { Ok(()) } else { Err("the target has changed".to_string()) }
}

/// What the source says besides is not shown as ours.
fn notices() -> Outcome {
    let pair = everything("notices")?;
    let liar = Liar::new(|| {
        Box::new(|_: &Asked, message: Message, to| {
            if message.tag == b'C' {
                let fields = [(b'S', "NOTICE"), (b'C', "00000"), (b'M', "No changes.\n\\! true")];
                Message::report(b'N', &fields).write(to)?;
            }
            message.write(to)
        })
    })?;
    pair.target.sql(&liar.instead())?;
    let said = pair.target.said(&pair.plan_sql())?;
    let shown = [&said.rows, &said.notices].iter().any(|text| text.contains("No changes."));
    match said.succeeded && !shown {
        true => Ok(()),
        false => Err(format!("{}\n{}", super::cut(&said.rows), super::cut(&said.notices))),
    }
}
