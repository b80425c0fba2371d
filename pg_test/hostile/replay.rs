//! What a source has said once is said again without it, in no time, with lies in between.

use super::wire::{self, Asked, Liar, Lie, Message};
use super::{must_not_have_fired, state};
use crate::Outcome;
use crate::follow::Pair;
use std::collections::HashMap;
use std::io::{self, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

/// Everything that a source answers to a plan, by question; to none, its greeting.
pub type Answers = Arc<HashMap<String, Vec<Message>>>;

/// Plans once by way of a server that takes notes. What is planned is taken back.
pub fn record(pair: &Pair) -> Outcome<Answers> {
    let heard: Arc<Mutex<HashMap<String, Vec<Message>>>> = Arc::default();
    let notes = Arc::clone(&heard);
    let liar = Liar::new(move || {
        let notes = Arc::clone(&notes);
        Box::new(move |asked: &Asked, message: Message, to| {
            if let Ok(mut notes) = notes.lock() {
                notes.entry(asked.sql.clone()).or_default().push(message.clone());
            }
            message.write(to)
        })
    })?;
    let plan = pair.plan_sql();
    pair.target.sql(&format!("{} BEGIN; {plan} ROLLBACK; {}", liar.instead(), wire::honest()))?;
    let heard = heard.lock().map_err(|_| "notes are lost")?.clone();
    Ok(Arc::new(heard))
}

/// Answers from memory: the part of a server that dblink needs. The client's name says which lie it is to be told.
fn serve(
    mut client: TcpStream,
    answers: &Answers,
    lie: &dyn Fn(usize) -> Box<Lie>,
) -> io::Result<()> {
    let start = wire::startup(&mut client)?;
    client.set_nodelay(true)?;
    let mut words = start.split(|byte| *byte == 0).skip_while(|word| *word != b"application_name");
    let name = words.nth(1).and_then(|name| std::str::from_utf8(name).ok()?.parse().ok());
    let mut lie = lie(name.ok_or(io::ErrorKind::InvalidData)?);
    let mut asked = Asked::default();
    loop {
        let unknown = [
            Message::report(b'E', &[(b'S', "ERROR"), (b'C', "0A000"), (b'M', "not on record")]),
            Message { tag: b'Z', body: b"T".to_vec() },
        ];
        let said = answers.get(&asked.sql).map_or(unknown.as_slice(), Vec::as_slice);
        // In one piece: a packet for each row would take long.
        let mut out = Vec::new();
        for message in said {
            lie(&asked, message.clone(), &mut out)?;
        }
        client.write_all(&out)?;
        let next = Message::read(&mut client)?;
        if next.tag != b'Q' {
            return Ok(());
        }
        asked.number += 1;
        asked.sql =
            String::from_utf8_lossy(next.body.strip_suffix(&[0]).unwrap_or_default()).into();
    }
}

/// What came of a lie.
#[derive(Clone, Debug)]
pub struct Came {
    /// `HY000` where all went well.
    pub sqlstate: String,
    pub message: String,
}

/// Tells each lie to a plan and an upgrade of its own, all of which are taken back. Nothing that the source says is run
/// but what is planned, and the target stays as it was.
pub fn tell(
    pair: &Pair,
    answers: &Answers,
    count: usize,
    lie: impl Fn(usize) -> Box<Lie> + Send + Sync + 'static,
) -> Outcome<Vec<Came>> {
    tell_to(UPGRADE, pair, answers, count, lie)
}

/// How the message begins of what has run something of the source's.
const RUN: &str = "RUN ";

/// What comes after a plan.
pub const UPGRADE: &str =
    "PERFORM schemig.script(); PERFORM schemig.upgrade(allow => '{data_loss}');";

/// The same, and nothing that changes anything.
pub const LOOK: &str = "PERFORM schemig.preflight();";

/// The same with other verbs after the plan.
pub fn tell_to(
    verbs: &str,
    pair: &Pair,
    answers: &Answers,
    count: usize,
    lie: impl Fn(usize) -> Box<Lie> + Send + Sync + 'static,
) -> Outcome<Vec<Came>> {
    let (answers, lie) = (Arc::clone(answers), Arc::new(lie));
    let liar = Liar::serving(move |client| {
        let (answers, lie) = (Arc::clone(&answers), Arc::clone(&lie));
        std::thread::spawn(move || drop(serve(client, &answers, &*lie)));
    })?;
    let before = state(&pair.target)?;
    let script = format!(
        "{instead}
         SET client_min_messages = error;
         CREATE TEMPORARY TABLE came (n integer, state text, message text);
         DO $do$
         DECLARE state text; message text; detail text;
         BEGIN
             FOR i IN 1..{count} LOOP
                 BEGIN
                     EXECUTE format('ALTER SERVER src_server OPTIONS (ADD application_name %L)', i - 1);
                     PERFORM {plan}
                     {verbs}
                     RAISE EXCEPTION 'believed' USING ERRCODE = 'HY000';
                 EXCEPTION WHEN OTHERS THEN
                     GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
                     IF (SELECT is_called FROM canary.fired) THEN
                         message := '{RUN}' || message;
                         PERFORM setval('canary.fired', 1, false);
                     END IF;
                     INSERT INTO came VALUES (i, state, message || ' ' || left(detail, 500));
                 END;
             END LOOP;
         END $do$;
         SELECT state || replace(message, E'\\n', ' ') FROM came ORDER BY n;
         -- A session that ends lets go of it in its own time.
         DROP TABLE came;
         {honest}",
        instead = liar.instead(),
        plan = pair.plan_sql().trim_start_matches("SELECT"),
        honest = wire::honest(),
    );
    let said = pair.target.said(&script)?;
    must_not_have_fired(&pair.target, "what is left")?;
    if !said.succeeded {
        return Err(format!("the session ended:\n{}", super::cut(&said.notices)));
    }
    let after = state(&pair.target)?;
    if after != before {
        return Err(format!("the target has changed:\n{before}\n{after}"));
    }
    came_of(&said.rows, count)
}

/// What came of each lie, a line each; an error where what one of them says has been run.
fn came_of(lines: &str, count: usize) -> Outcome<Vec<Came>> {
    let came = |line: &str| {
        let (sqlstate, message) = line.split_at_checked(5)?;
        Some(Came { sqlstate: sqlstate.to_owned(), message: message.to_owned() })
    };
    let list: Vec<Came> = lines.lines().filter_map(came).collect();
    let run: Vec<String> = list
        .iter()
        .enumerate()
        .filter(|(_, came)| came.message.starts_with(RUN))
        .map(|(number, came)| format!("lie {number}: {came:?}"))
        .collect();
    match (run.is_empty(), list.len() == count) {
        (true, true) => Ok(list),
        (true, false) => Err(format!("{} of {count} lies were told", list.len())),
        _ => Err(format!("what the source says has been run:\n{}", run.join("\n"))),
    }
}
