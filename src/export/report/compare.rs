//! One definition before and after, line by line.

use super::code::Code;
use super::text::grouped;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Lines around a change that are shown.
const AROUND: usize = 3;

/// A line of a text: where it is, without its end.
type Line = Range<usize>;

fn lines(text: &str) -> Vec<Line> {
    let mut at = 0;
    let mut all = Vec::new();
    for line in text.split_inclusive('\n') {
        all.push(at..at + line.trim_end_matches('\n').len());
        at += line.len();
    }
    all
}

/// What is compared of a line: a comma comes and goes with the line below.
fn key(text: &str, line: &Line) -> String {
    text[line.clone()].trim_end_matches([',', ';']).to_string()
}

/// Both texts as one list of lines, those that are gone before those that are new.
pub fn compared(old: &str, new: &str) -> String {
    let (from, to) = (lines(old), lines(new));
    let keys = |text: &str, lines: &[Line]| -> Vec<String> {
        lines.iter().map(|line| key(text, line)).collect()
    };
    let ops = capture_diff_slices(Algorithm::Patience, &keys(old, &from), &keys(new, &to));
    let (was, is) = (Code::new(old), Code::new(new));
    let mut out = String::new();
    let last = ops.len().saturating_sub(1);
    for (i, op) in ops.iter().enumerate() {
        let (a, b) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            out += &same(&is, &to[b], (i == 0, i == last));
            continue;
        }
        let (gone, come) = (&from[a], &to[b]);
        let (left, right) = paired((old, gone), (new, come));
        for (n, line) in gone.iter().enumerate() {
            let mark = left.get(n).cloned().flatten();
            out += &format!("<del>{}</del>", was.part(line.clone(), mark));
        }
        for (n, line) in come.iter().enumerate() {
            let mark = right.get(n).cloned().flatten();
            out += &format!("<ins>{}</ins>", is.part(line.clone(), mark));
        }
    }
    out
}

/// Lines that stay; of many, those at the ends that are near a change.
fn same(code: &Code, lines: &[Line], (first, last): (bool, bool)) -> String {
    let (head, tail) = (if first { 0 } else { AROUND }, if last { 0 } else { AROUND });
    // The beginning says what it is.
    let head = if first { head.max(1) } else { head };
    let show = |line: &Line| format!("<span>{}</span>", code.part(line.clone(), None));
    if lines.len() <= head + tail + 2 {
        return lines.iter().map(show).collect();
    }
    let left = lines.len() - head - tail;
    let mut out: String = lines[..head].iter().map(show).collect();
    out += &format!("<span class=\"same\">… {} lines that stay …</span>", grouped(left));
    out + &lines[lines.len() - tail..].iter().map(show).collect::<String>()
}

/// Longer runs of lines are not searched for those that are alike.
const ALIKE: usize = 100;

/// Marks of lines that are gone, and of those that have come instead: each is like the first of those that are left.
fn paired((old, gone): (&str, &[Line]), (new, come): (&str, &[Line])) -> (Vec<Mark>, Vec<Mark>) {
    let (mut left, mut right) = (vec![None; gone.len()], vec![None; come.len()]);
    if gone.len() > ALIKE || come.len() > ALIKE {
        return (left, right);
    }
    let mut next = 0;
    for (i, line) in come.iter().enumerate() {
        let alike =
            (next..gone.len()).find_map(|n| Some((n, within((old, &gone[n]), (new, line))?)));
        if let Some((n, (was, is))) = alike {
            (left[n], right[i], next) = (was, is, n + 1);
        }
    }
    (left, right)
}

/// Where a line differs from another one.
type Mark = Option<Range<usize>>;

/// What differs within two lines; none where that is most of them.
fn within((old, was): (&str, &Line), (new, is): (&str, &Line)) -> Option<(Mark, Mark)> {
    let ends = [',', ';'];
    let a = old[was.clone()].trim_end_matches(ends);
    let b = new[is.clone()].trim_end_matches(ends);
    let common = |x: &mut dyn Iterator<Item = (char, char)>| -> usize {
        x.take_while(|(p, q)| p == q).map(|(p, _)| p.len_utf8()).sum()
    };
    let start = common(&mut a.chars().zip(b.chars()));
    let (rest_a, rest_b) = (&a[start..], &b[start..]);
    let end = common(&mut rest_a.chars().rev().zip(rest_b.chars().rev()));
    // Whole words only.
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '"';
    let back =
        a[..start].chars().rev().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let (start, tail) = (start - back, &a[a.len() - end..]);
    let on = tail.chars().take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>();
    let end = end - on;
    let kept = a[..start].trim().len() + a[a.len() - end..].trim().len();
    if kept * 3 < a.len().min(b.len()) {
        return None;
    }
    let mark = |line: &Line, length: usize| {
        let range = line.start + start..line.start + length - end;
        (!range.is_empty()).then_some(range)
    };
    Some((mark(was, a.len()), mark(is, b.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_are_marked() {
        let (old, new) = ("    rep integer NOT NULL,", "    rep bigint NOT NULL");
        let (was, is) = (0..old.len(), 0..new.len());
        assert_eq!(key(new, &is), "    rep bigint NOT NULL");
        let marked = |old: &str, new: &str| {
            let marks = within((old, &(0..old.len())), (new, &(0..new.len())))?;
            let text = |text: &str, mark: Mark| mark.map(|at| text[at].to_string());
            Some((text(old, marks.0), text(new, marks.1)))
        };
        let both = |one: &str, other: &str| Some((Some(one.to_string()), Some(other.to_string())));
        assert_eq!(marked(&old[was], &new[is]), both("integer", "bigint"));
        assert_eq!(marked("é a_b c", "é a_bc c"), both("a_b", "a_bc"));
        assert_eq!(marked("about text", "score integer"), None);
    }

    #[test]
    fn lines_that_are_alike_are_pairs() {
        let (old, new) =
            ("    about text,\n    score integer NOT NULL", "    score bigint NOT NULL");
        let (left, right) = paired((old, &lines(old)), (new, &lines(new)));
        assert_eq!(left[0], None);
        assert_eq!(left[1].clone().map(|at| &old[at]), Some("integer"));
        assert_eq!(right[0].clone().map(|at| &new[at]), Some("bigint"));
    }

    #[test]
    fn lines_are_found() {
        assert_eq!(lines("a\n\nbc\n"), [0..1, 2..2, 3..5]);
    }
}
