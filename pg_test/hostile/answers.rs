//! Answers that are none, or are of another mind each time.

use super::everything;
use super::replay::{record, tell};
use super::wire::{Asked, Message};
use crate::{Outcome, trial};
use libtest_mimic::Trial;
use std::io::{self, Write};

pub fn trials() -> Vec<Trial> {
    vec![trial("hostile::answers::all", all)]
}

/// What becomes of a message, with the beginnings of the SQLSTATEs that may come of it and what the message must and
/// must not say.
type Fib =
    (&'static str, fn(&Asked, Message, &mut dyn Write) -> io::Result<()>, &'static [&'static str]);

const FIBS: [Fib; 15] = [
    ("a success as an error", |a, m, to| fail(a, m, to, "00000", "all is well"), &["08P01"]),
    ("a warning as an error", |a, m, to| fail(a, m, to, "01000", "all is well"), &["08P01"]),
    ("an error of its own making", |a, m, to| fail(a, m, to, "XX000", "boo"), &["08P01"]),
    ("an error of no code", |a, m, to| fail(a, m, to, "~~~~~", "boo"), &["08P01"]),
    (
        "an error that is a terminal's",
        |a, m, to| fail(a, m, to, "42501", "\u{1b}[2Jno\nHINT:  Run rm -rf ~.\u{202e}"),
        &["42501no"],
    ),
    (
        "the end",
        |a, m, to| if a.number > 12 { Err(io::ErrorKind::Other.into()) } else { m.write(to) },
        &["08"],
    ),
    ("bytes that are no text", |a, m, to| row(a, m, to, b"{\"at\": \xff\xfe\x80"), &["22021"]),
    ("no JSON", |a, m, to| row(a, m, to, b"shop.customer"), &["08P01"]),
    (
        "two columns",
        |a, m, to| match facts(a) && m.tag == b'D' {
            true => Message::row(&[None, None]).write(to),
            false => m.write(to),
        },
        &["42804", "08"],
    ),
    (
        "null",
        |a, m, to| match facts(a) && m.tag == b'D' {
            true => Message::row(&[None]).write(to),
            false => m.write(to),
        },
        &["08P01"],
    ),
    (
        "a length without end",
        |a, m, to| match facts(a) && m.tag == b'D' {
            true => to
                .write_all(&[b'D', 0x7f, 0xff, 0xff, 0xff, 0, 1, 0x7f, 0xff, 0xff, 0xf0])
                .and(Err(io::ErrorKind::Other.into())),
            false => m.write(to),
        },
        &["08"],
    ),
    (
        "another protocol",
        |a, m, to| {
            if facts(a) {
                to.write_all(b"HTTP/1.1 200 OK\r\n\r\n").and(Err(io::ErrorKind::Other.into()))
            } else {
                m.write(to)
            }
        },
        &["08"],
    ),
    (
        "no identity",
        |a, m, to| {
            if a.sql.contains("pg_control_system") && m.tag == b'D' { Ok(()) } else { m.write(to) }
        },
        &["08P01"],
    ),
    (
        "no version",
        |a, m, to| match a.sql.contains("pg_control_system") && m.tag == b'D' {
            true => Message::row(&["1", "2", "three", "four"].map(|v| Some(v.into()))).write(to),
            false => m.write(to),
        },
        &["08P01"],
    ),
    (
        "the server's schemas",
        |a, m, to| match a.sql.starts_with("SELECT n.nspname") && m.tag == b'D' {
            true => Message::row(&[Some("pg_catalog".into())]).write(to),
            false => m.write(to),
        },
        &["08P01"],
    ),
];

/// Whether facts were asked for.
fn facts(asked: &Asked) -> bool {
    asked.sql.starts_with("SELECT q.fact")
}

fn row(asked: &Asked, message: Message, to: &mut dyn Write, text: &[u8]) -> io::Result<()> {
    match facts(asked) && message.tag == b'D' {
        true => Message::row(&[Some(text.to_vec())]).write(to),
        false => message.write(to),
    }
}

fn fail(
    asked: &Asked,
    message: Message,
    to: &mut dyn Write,
    code: &str,
    text: &str,
) -> io::Result<()> {
    match (facts(asked), message.tag) {
        (true, b'C') => {
            Message::report(b'E', &[(b'S', "ERROR"), (b'C', code), (b'M', text)]).write(to)
        }
        (true, b'T' | b'D') => Ok(()),
        _ => message.write(to),
    }
}

fn all() -> Outcome {
    let pair = everything("answers")?;
    let came = tell(&pair, &record(&pair)?, FIBS.len(), |number| Box::new(FIBS[number].1))?;
    let mut wrong = Vec::new();
    for ((name, _, expected), came) in FIBS.iter().zip(&came) {
        let said = format!("{}{}", came.sqlstate, came.message);
        let plain = !said.contains(['\u{1b}', '\u{202e}']);
        // What is hidden is shown, and what is shown is no line of its own.
        let fits = |start: &&str| said.replace("\\001B[2J", "").starts_with(*start);
        if !plain || !expected.iter().any(fits) {
            wrong.push(format!("{name}: {came:?}"));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}
