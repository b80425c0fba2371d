//! Lines past boxes that stand in columns: level within a column, where nothing is in their way, and bent between columns.

use super::layout::{Edge, Layout};
use super::place::columns;
use std::collections::BTreeMap;

/// Between the widest box of a column and its sides, with room for the ends of lines.
const SIDE: f64 = 24.0;
/// Between ends of lines at one side of a box.
const APART: f64 = 13.0;

/// An end of a line: edge, and whether it is that at the parent.
type End = (usize, bool);

/// How far down an end would best be, how far down its line comes from, and the end.
type Wanted = (f64, f64, End);

/// Boxes as they were laid out, in columns that leave room for the lines.
struct Columns<'a> {
    sizes: &'a [(f64, f64)],
    edges: &'a [Edge],
    /// By box.
    of: BTreeMap<usize, usize>,
    /// Left sides and widths, by column.
    sides: Vec<(f64, f64)>,
    boxes: BTreeMap<usize, (f64, f64)>,
}

/// `boxes` are left upper corners, `levels` how far down each edge goes past the columns in between.
pub fn routed(
    boxes: &BTreeMap<usize, (f64, f64)>,
    levels: &BTreeMap<usize, Vec<f64>>,
    sizes: &[(f64, f64)],
    edges: &[Edge],
) -> Layout {
    let inner = (0..edges.len()).filter(|i| boxes.contains_key(&edges[*i].child));
    let inner: Vec<usize> = inner.collect();
    let columns = Columns::new(boxes, &inner, sizes, edges);
    let none = Vec::new();
    let levels = |edge: usize| levels.get(&edge).unwrap_or(&none).as_slice();
    let ends = columns.ends(&inner, &levels);
    let mut lines: BTreeMap<usize, Vec<(f64, f64)>> = BTreeMap::new();
    for edge in inner {
        lines.insert(edge, columns.line(edge, levels(edge), &ends));
    }
    let loops = |(edge, _): (&usize, _)| edges[*edge].child == edges[*edge].parent;
    let beside = if lines.iter().any(loops) { SIDE } else { 0.0 };
    let tops = columns.boxes.values().map(|at| at.1).chain(lines.values().flatten().map(|p| p.1));
    let top = tops.fold(f64::MAX, f64::min);
    let bottoms = columns.boxes.iter().map(|(i, at)| at.1 + sizes[*i].1);
    let bottom = bottoms.chain(lines.values().flatten().map(|p| p.1)).fold(f64::MIN, f64::max);
    let right = columns.sides.last().map_or(0.0, |(left, width)| left + width);
    let moved = |(x, y): (f64, f64)| (x - SIDE, y - top);
    Layout {
        boxes: columns.boxes.into_iter().map(|(i, at)| (i, moved(at))).collect(),
        lines: lines.into_iter().map(|(i, l)| (i, l.into_iter().map(moved).collect())).collect(),
        size: (right - 2.0 * SIDE + beside, bottom - top),
    }
}

impl<'a> Columns<'a> {
    fn new(
        boxes: &BTreeMap<usize, (f64, f64)>,
        inner: &[usize],
        sizes: &'a [(f64, f64)],
        edges: &'a [Edge],
    ) -> Columns<'a> {
        let of = columns(boxes, sizes);
        let count = of.values().map(|column| column + 1).max().unwrap_or_default();
        let (mut widths, mut crossings) = (vec![0.0_f64; count], vec![0; count]);
        of.iter().for_each(|(i, column)| widths[*column] = widths[*column].max(sizes[*i].0));
        for edge in inner.iter().map(|edge| &edges[*edge]) {
            let (a, b) = (of[&edge.child], of[&edge.parent]);
            (a.min(b)..a.max(b)).for_each(|gap| crossings[gap] += 1);
        }
        let mut x = 0.0;
        let mut sides = Vec::new();
        for (width, lines) in widths.iter().zip(crossings) {
            let width = width + 2.0 * SIDE;
            sides.push((x, width));
            x += width + 24.0 + 4.0 * f64::from(lines.min(12));
        }
        let placed = |(i, at): (&usize, &(f64, f64))| {
            let (left, width) = sides[of[i]];
            (*i, (left + (width - sizes[*i].0) / 2.0, at.1))
        };
        let boxes = boxes.iter().map(placed).collect();
        Columns { sizes, edges, of, sides, boxes }
    }

    /// Whether an end is at the right side of its box: where the other box is, or in a column of two.
    fn is_right(&self, (edge, at_parent): End) -> bool {
        let it = self.edges[edge];
        let (here, there) = if at_parent { (it.parent, it.child) } else { (it.child, it.parent) };
        self.of[&here] <= self.of[&there]
    }

    /// How far down each end is. Those at one side of a box stand apart, in the order in which their lines come.
    fn ends<'l>(&self, inner: &[usize], levels: &dyn Fn(usize) -> &'l [f64]) -> BTreeMap<End, f64> {
        let mut sides: BTreeMap<(usize, bool), Vec<Wanted>> = BTreeMap::new();
        for edge in inner {
            let it = self.edges[*edge];
            let (from, to) = (self.boxes[&it.child].1 + it.from, self.boxes[&it.parent].1 + it.to);
            let passed = levels(*edge);
            let ways = [
                (it.child, from, passed.first().copied().unwrap_or(to), (*edge, false)),
                (it.parent, to, passed.last().copied().unwrap_or(from), (*edge, true)),
            ];
            for (of, wanted, comes_from, end) in ways {
                let side = sides.entry((of, self.is_right(end))).or_default();
                side.push((wanted, comes_from, end));
            }
        }
        let mut ends = BTreeMap::new();
        for ((of, _), mut side) in sides {
            side.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
            let (top, bottom) =
                (self.boxes[&of].1 + 6.0, self.boxes[&of].1 + self.sizes[of].1 - 6.0);
            let apart = APART.min((bottom - top) / side.len() as f64);
            let mut places: Vec<f64> = Vec::new();
            for (wanted, ..) in &side {
                let least = places.last().map_or(top, |last| last + apart);
                places.push(wanted.max(least));
            }
            let mut most = bottom;
            for place in places.iter_mut().rev() {
                *place = place.min(most);
                most = *place - apart;
            }
            ends.extend(side.iter().zip(places).map(|((.., end), place)| (*end, place)));
        }
        ends
    }

    fn line(&self, edge: usize, levels: &[f64], ends: &BTreeMap<End, f64>) -> Vec<(f64, f64)> {
        let it = self.edges[edge];
        let (from, to) = (self.of[&it.child], self.of[&it.parent]);
        let end = |of: usize, end: End| {
            let right = self.is_right(end);
            let (left, width) = self.sides[self.of[&of]];
            let x = self.boxes[&of].0 + if right { self.sizes[of].0 } else { 0.0 };
            ((x, ends[&end]), (if right { left + width } else { left }, ends[&end]))
        };
        let (start, out) = end(it.child, (edge, false));
        let (stop, into) = end(it.parent, (edge, true));
        if it.child == it.parent {
            return vec![start, stop];
        }
        let mut line = vec![start, out];
        for (level, step) in levels.iter().zip(1..) {
            let (left, width) = self.sides[if from < to { from + step } else { from - step }];
            let ways = [(left, *level), (left + width, *level)];
            line.extend(if from < to { ways } else { [ways[1], ways[0]] });
        }
        line.extend([into, stop]);
        line
    }
}
