//! How far down boxes stand in their columns: as near as can be to what they are tied to, in the order that they have.

use super::layout::Edge;
use std::collections::BTreeMap;

/// Below a box, and below a line that goes past.
const BELOW_BOX: f64 = 26.0;
const BELOW_LINE: f64 = 14.0;
const SWEEPS: usize = 12;

pub type Boxes = BTreeMap<usize, (f64, f64)>;
/// How far down each edge goes past the columns in between, from child to parent.
pub type Levels = BTreeMap<usize, Vec<f64>>;

/// The columns of boxes, which have one middle each.
pub fn columns(boxes: &Boxes, sizes: &[(f64, f64)]) -> BTreeMap<usize, usize> {
    let middle = |i: usize, x: f64| (x + sizes[i].0 / 2.0).round() as i64;
    let mut middles: Vec<i64> = boxes.iter().map(|(i, at)| middle(*i, at.0)).collect();
    middles.sort_unstable();
    middles.dedup_by(|b, a| (*b - *a).abs() <= 2);
    let column = |(i, at): (&usize, &(f64, f64))| {
        let middle = middle(*i, at.0) + 2;
        (*i, middles.partition_point(|it| *it <= middle).saturating_sub(1))
    };
    boxes.iter().map(column).collect()
}

/// A box, or a line that goes past a column.
struct Place {
    column: usize,
    height: f64,
    /// Its upper end.
    top: f64,
    /// Other places that it is tied to: which, and how much lower this one stands where the line is level.
    ties: Vec<(usize, f64)>,
}

/// Moves boxes and lines up and down.
pub fn settle(boxes: &mut Boxes, levels: &mut Levels, sizes: &[(f64, f64)], edges: &[Edge]) {
    let column = columns(boxes, sizes);
    let mut places: Vec<Place> = Vec::new();
    let mut of_box = BTreeMap::new();
    for (i, at) in boxes.iter() {
        of_box.insert(*i, places.len());
        let (height, ties) = (sizes[*i].1, Vec::new());
        places.push(Place { column: column[i], height, top: at.1, ties });
    }
    let mut of_line: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (edge, levels) in levels.iter() {
        let it = edges[*edge];
        let (from, to) = (column[&it.child], column[&it.parent]);
        let mut last = (of_box[&it.child], it.from);
        for (level, step) in levels.iter().zip(1..) {
            let column = if from < to { from + step } else { from.saturating_sub(step) };
            let own = places.len();
            places.push(Place { column, height: 0.0, top: *level, ties: Vec::new() });
            of_line.entry(*edge).or_default().push(own);
            tie(&mut places, last, (own, 0.0));
            last = (own, 0.0);
        }
        tie(&mut places, last, (of_box[&it.parent], it.to));
    }
    sweep(&mut places);
    for (i, at) in boxes.iter_mut() {
        at.1 = places[of_box[i]].top;
    }
    for (edge, own) in of_line {
        levels.insert(edge, own.into_iter().map(|place| places[place].top).collect());
    }
}

fn tie(places: &mut [Place], (a, from): (usize, f64), (b, to): (usize, f64)) {
    places[a].ties.push((b, to - from));
    places[b].ties.push((a, from - to));
}

/// From left to right and back, each column to what the one before it is like, and in the end to both.
fn sweep(places: &mut [Place]) {
    let count = places.iter().map(|it| it.column + 1).max().unwrap_or_default();
    let mut order: Vec<Vec<usize>> = vec![Vec::new(); count];
    (0..places.len()).for_each(|i| order[places[i].column].push(i));
    for column in &mut order {
        let middle = |i: usize| places[i].top + places[i].height / 2.0;
        column.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)).then(a.cmp(b)));
    }
    for round in 0..SWEEPS {
        let there = round % 2 == 0;
        let last = round + 2 >= SWEEPS;
        for step in 0..count {
            let column = if there { step } else { count - 1 - step };
            let wanted = order[column].iter().map(|i| {
                let it = &places[*i];
                let near = |(other, _): &&(usize, f64)| {
                    last || (places[*other].column < it.column) == there
                };
                let tops =
                    it.ties.iter().filter(near).map(|(other, lower)| places[*other].top + lower);
                let (sum, count) = tops.fold((0.0, 0.0), |(sum, n), top| (sum + top, n + 1.0));
                if count > 0.0 { sum / count } else { it.top }
            });
            let wanted: Vec<f64> = wanted.collect();
            apart(places, &order[column], &wanted);
        }
    }
}

/// As near as can be to where they would be, one below the other: those that would overlap stand together around their
/// middle.
fn apart(places: &mut [Place], column: &[usize], wanted: &[f64]) {
    let mut down = 0.0;
    // Sum and number of wishes, and the first place.
    let mut groups: Vec<(f64, f64, usize)> = Vec::new();
    let mut offsets = Vec::new();
    for (n, (place, wanted)) in column.iter().zip(wanted).enumerate() {
        offsets.push(down);
        let mut group = (wanted - down, 1.0, n);
        while let Some(before) = groups.last().filter(|it| it.0 / it.1 > group.0 / group.1) {
            group = (before.0 + group.0, before.1 + group.1, before.2);
            groups.pop();
        }
        groups.push(group);
        let height = places[*place].height;
        down += height + if height > 0.0 { BELOW_BOX } else { BELOW_LINE };
    }
    let ends = groups.iter().skip(1).map(|it| it.2).chain([column.len()]);
    for ((sum, count, first), end) in groups.iter().zip(ends) {
        for n in *first..end {
            places[column[n]].top = sum / count + offsets[n];
        }
    }
}
