//! Lines of the SVG go past boxes, not behind them.

use crate::follow::Pair;
use crate::{Outcome, real};

/// A box: left, top, right, bottom.
type Sides = [f64; 4];

pub fn stay_clear() -> Outcome {
    // Two ways past a column of boxes, two keys of a table to itself, and a circle.
    let own = "CREATE TABLE a (id integer PRIMARY KEY, up integer REFERENCES a, down integer REFERENCES a);
        CREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a, wide text, wider text);
        CREATE TABLE c (id integer PRIMARY KEY, a integer REFERENCES a, b integer REFERENCES b);
        CREATE TABLE d (id integer PRIMARY KEY, a integer REFERENCES a, b integer REFERENCES b, c integer REFERENCES c);
        ALTER TABLE a ADD d integer REFERENCES d;";
    let pagila = real::file("pagila", "source.sql")?;
    for (name, script, keys) in [("lines", own, 9), ("lines_pagila", pagila.as_str(), 36)] {
        let pair = Pair::new(name, script)?;
        pair.plan()?;
        let svg = pair.target.sql("SELECT schemig.diagram(format => 'svg')")?;
        let (boxes, lines) = (boxes(&svg), lines(&svg));
        if lines.len() != keys {
            return Err(format!("{name}: {} lines", lines.len()));
        }
        for line in &lines {
            let points = points(line)?;
            let behind = |b: &&Sides| {
                points.iter().any(|(x, y)| b[0] < *x && *x < b[2] && b[1] < *y && *y < b[3])
            };
            if let Some(hit) = boxes.iter().find(behind) {
                return Err(format!("{name}: {line} is behind {hit:?}"));
            }
        }
        let mut unlike = lines.clone();
        unlike.sort_unstable();
        unlike.dedup();
        if unlike.len() != keys {
            return Err(format!("{name}: lines lie on each other: {lines:?}"));
        }
    }
    Ok(())
}

/// How far down each line begins and ends, in points.
pub fn ends(svg: &str) -> Vec<(i64, i64)> {
    let rounded = |(_, y): &(f64, f64)| y.round() as i64;
    let of = |line: &str| {
        let points = points(line).ok()?;
        Some((rounded(points.first()?), rounded(points.last()?)))
    };
    lines(svg).into_iter().filter_map(of).collect()
}

fn numbers(text: &str) -> Vec<f64> {
    let apart = |c: char| !c.is_ascii_digit() && c != '.' && c != '-';
    text.split(apart).filter_map(|word| word.parse().ok()).collect()
}

/// A little smaller than they are, since lines end at their sides.
fn boxes(svg: &str) -> Vec<Sides> {
    let of = |group: &str| {
        let (at, rest) = group.split_once(')')?;
        let (_, size) = rest.split_once("class=\"box\"")?;
        let (at, size) = (numbers(at), numbers(size.split_once(" rx")?.0));
        let (x, y) = (*at.first()?, *at.get(1)?);
        Some([x + 1.0, y + 1.0, x + size.first()? - 1.0, y + size.get(1)? - 1.0])
    };
    svg.split("transform=\"translate(").skip(2).filter_map(of).collect()
}

fn lines(svg: &str) -> Vec<&str> {
    let paths = svg.split("class=\"line\" d=\"").skip(1);
    paths.filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

/// Points of a path of `M`, `H` and `C`, close to each other.
fn points(path: &str) -> Outcome<Vec<(f64, f64)>> {
    let (mut at, mut found) = ((0.0, 0.0), Vec::new());
    let starts = path.match_indices(['M', 'H', 'C']).map(|(i, _)| i);
    let ends = starts.clone().skip(1).chain([path.len()]);
    for (start, end) in starts.zip(ends) {
        let part = &path[start..end];
        let curve = match (&part[..1], numbers(part).as_slice()) {
            ("M", [x, y]) => [(*x, *y); 4],
            ("H", [x]) => [at, at, (*x, at.1), (*x, at.1)],
            ("C", [a, b, c, d, e, f]) => [at, (*a, *b), (*c, *d), (*e, *f)],
            _ => return Err(format!("a line of other parts: {path}")),
        };
        found.extend((0..=40).map(|i| on(curve, f64::from(i) / 40.0)));
        at = curve[3];
    }
    Ok(found)
}

fn on(curve: [(f64, f64); 4], t: f64) -> (f64, f64) {
    let u = 1.0 - t;
    let parts = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
    let sum = |of: fn(&(f64, f64)) -> f64| -> f64 {
        curve.iter().zip(parts).map(|(p, k)| of(p) * k).sum()
    };
    (sum(|p| p.0), sum(|p| p.1))
}
