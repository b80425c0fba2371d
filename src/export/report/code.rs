//! SQL in colours, by the server's own scanner. What it cannot read has none.

use super::text::escaped;
use crate::pg::parser::{Token, TokenKind, tokens};
use crate::pg::quote::ident;
use std::ops::Range;

/// How deep bodies are looked into: a string within a body within a body is a string.
const DEPTH: usize = 2;

/// A part of the text with a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    at: Range<usize>,
    tag: &'static str,
}

const KEYWORD: &str = "b";
const CONSTANT: &str = "i";
const COMMENT: &str = "em";

/// A text and its colours.
pub struct Code<'a> {
    text: &'a str,
    spans: Vec<Span>,
}

/// A whole text.
pub fn code(text: &str) -> String {
    Code::new(text).part(0..text.len(), None)
}

impl<'a> Code<'a> {
    pub fn new(text: &'a str) -> Code<'a> {
        let mut spans = Vec::new();
        colour(text, 0, 0, &mut spans);
        Code { text, spans }
    }

    /// A part of it as HTML; `mark` is within it.
    pub fn part(&self, part: Range<usize>, mark: Option<Range<usize>>) -> String {
        let mut out = String::new();
        let mut at = part.start;
        let first = self.spans.partition_point(|span| span.at.end <= part.start);
        for span in &self.spans[first..] {
            if span.at.start >= part.end {
                break;
            }
            let (start, end) = (span.at.start.max(part.start), span.at.end.min(part.end));
            self.put(at..start, None, &mark, &mut out);
            self.put(start..end, Some(span.tag), &mark, &mut out);
            at = end;
        }
        self.put(at..part.end, None, &mark, &mut out);
        out
    }

    fn put(
        &self,
        at: Range<usize>,
        tag: Option<&str>,
        mark: &Option<Range<usize>>,
        out: &mut String,
    ) {
        let none = at.end..at.end;
        let mark = mark.as_ref().unwrap_or(&none);
        let (from, to) = (mark.start.clamp(at.start, at.end), mark.end.clamp(at.start, at.end));
        for (piece, marked) in [(at.start..from, false), (from..to, true), (to..at.end, false)] {
            let Some(text) = self.text.get(piece).filter(|text| !text.is_empty()) else { continue };
            let text = escaped(text);
            let text = match tag {
                Some(tag) => format!("<{tag}>{text}</{tag}>"),
                None => text,
            };
            match marked {
                true => *out += &format!("<mark>{text}</mark>"),
                false => *out += &text,
            }
        }
    }
}

/// Adds the colours of a text that begins at byte `base` of the whole one.
fn colour(text: &str, base: usize, depth: usize, spans: &mut Vec<Span>) {
    let Ok(tokens) = tokens(text) else { return };
    let mut add =
        |at: Range<usize>, tag| spans.push(Span { at: base + at.start..base + at.end, tag });
    let mut bodies = Vec::new();
    let mut end = 0;
    for token in &tokens {
        comments(text, end..token.start, &mut add);
        end = token.end;
        match token.kind {
            TokenKind::Keyword if is_command(text, token, depth) => {
                add(token.start..token.end, KEYWORD);
            }
            TokenKind::String | TokenKind::Bits | TokenKind::Number => {
                match body(text, token).filter(|_| depth < DEPTH) {
                    Some(inner) => bodies.push(inner),
                    None => add(token.start..token.end, CONSTANT),
                }
            }
            _ => {}
        }
    }
    comments(text, end..text.len(), &mut add);
    for inner in bodies {
        if let Some(part) = text.get(inner.clone()) {
            colour(part, base + inner.start, depth + 1, spans);
        }
    }
    spans.sort_by_key(|span| span.at.start);
    join(spans);
}

/// A keyword, and no name: those of statements that are made here, or printed by the server, are in upper case. In bodies, which
/// people write, it is one that needs quotes to be a name.
fn is_command(text: &str, token: &Token, depth: usize) -> bool {
    let written = text.get(token.start..token.end).unwrap_or_default();
    let upper = !written.contains(|c: char| c.is_ascii_lowercase());
    upper || (depth > 0 && ident(&token.value) != token.value)
}

/// What is between tokens and no space.
fn comments(text: &str, gap: Range<usize>, add: &mut dyn FnMut(Range<usize>, &'static str)) {
    let between = text.get(gap.clone()).unwrap_or_default();
    let start = gap.start + between.len() - between.trim_start().len();
    let end = gap.start + between.trim_end().len();
    if start < end {
        add(start..end, COMMENT);
    }
}

/// Where the text of a string in dollar quotes is.
fn body(text: &str, token: &Token) -> Option<Range<usize>> {
    let whole = text.get(token.start..token.end).filter(|text| text.starts_with('$'))?;
    let tag = whole[1..].find('$')? + 2;
    (whole.len() >= 2 * tag).then(|| token.start + tag..token.end - tag)
}

/// Keywords side by side are one span.
fn join(spans: &mut Vec<Span>) {
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.drain(..) {
        match joined.last_mut() {
            Some(last)
                if last.tag == KEYWORD
                    && span.tag == KEYWORD
                    && last.at.end + 1 == span.at.start =>
            {
                last.at.end = span.at.end;
            }
            _ => joined.push(span),
        }
    }
    *spans = joined;
}
