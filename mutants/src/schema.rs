//! One source with all its changes in it, each behind a question whether it is on:
//! `(if crate::mutant(7) { a - b } else { a + b })`. Within a change stands the text as it was, so that a
//! source grows by the depth of its expressions and not with every pair of changes.

use crate::extents::{Extent, Extents};
use crate::listed::{Mutant, Position};
use std::collections::BTreeMap;
use std::ops::Range;

/// The text of a change in what was written.
#[derive(Debug)]
pub struct Mark {
    pub id: u32,
    pub range: Range<usize>,
}

/// A source with its changes.
#[derive(Default)]
pub struct Rewritten {
    pub text: String,
    /// Where each change stands.
    pub marks: Vec<Mark>,
    /// The expressions that are chosen between, with all changes to them.
    pub sites: Vec<(Range<usize>, Vec<u32>)>,
}

/// What can't be put in, with whether it would not compile anyway.
pub type LeftOut = Vec<(u32, bool)>;

/// Puts the changes into a source.
pub fn rewrite(source: &str, extents: &Extents, mutants: &[&Mutant]) -> (Rewritten, LeftOut) {
    let mut plan = Plan { source, lines: line_starts(source), nodes: BTreeMap::new() };
    let left_out = mutants.iter().filter_map(|mutant| plan.add(mutant, extents)).collect();
    let nodes: Vec<_> = plan.nodes.into_iter().collect();
    let mut writer = Writer { source, nodes: &nodes, out: Rewritten::default() };
    writer.write(0..source.len(), 0);
    (writer.out, left_out)
}

/// In the order in which they are written: by their begin, insertions first, the widest first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    start: usize,
    is_choice: bool,
    /// Less for what is wider.
    narrow: std::cmp::Reverse<usize>,
}

/// A change: its number and its text.
type Variant = (u32, String);

/// What stands between what was written before and behind.
struct Node {
    variants: Vec<Variant>,
}

struct Plan<'s> {
    source: &'s str,
    lines: Vec<usize>,
    nodes: BTreeMap<Key, Node>,
}

impl Plan<'_> {
    /// Finds the place of a change; gives it back where there is none.
    fn add(&mut self, mutant: &Mutant, extents: &Extents) -> Option<(u32, bool)> {
        let span = self.byte(mutant.start)..self.byte(mutant.end);
        match (mutant.genre.as_str(), extents.get(&span.start)) {
            ("FnValue", _) => self.body(mutant, span),
            ("MatchArmGuard", _) => self.choice(mutant.id, span, mutant.replacement.clone()),
            ("MatchArm", Some(Extent::Guarded(guard))) => {
                self.choice(mutant.id, guard.clone(), "false".to_owned());
            }
            ("MatchArm", Some(Extent::Unguarded(end))) => {
                self.insert(mutant.id, *end, format!(" if !crate::mutant({})", mutant.id));
            }
            (_, Some(Extent::Expression(whole))) => {
                let [before, behind] = [whole.start..span.start, span.end..whole.end];
                let (before, behind) = (&self.source[before], &self.source[behind]);
                let changed = format!("{before}{}{behind}", mutant.replacement);
                self.choice(mutant.id, whole.clone(), changed);
            }
            (_, extent) => return Some((mutant.id, matches!(extent, Some(Extent::Unviable)))),
        }
        None
    }

    /// A function that gives something else. An iterator whose type has no name can't be another, but
    /// it can be made empty, and be followed by one item.
    fn body(&mut self, mutant: &Mutant, span: Range<usize>) {
        let (id, replacement) = (mutant.id, &mutant.replacement);
        if !mutant.returns.starts_with("-> impl Iterator") {
            let text = format!("if crate::mutant({id}) {{ return {replacement}; }} ");
            return self.insert(id, span.start, text);
        }
        self.insert(id, span.start, "({ ".to_owned());
        let mut end = format!(" }}).filter(move |_| !crate::mutant({id}))");
        if let Some(item) = replacement.strip_prefix("::std::iter::once") {
            end += &format!(".chain(crate::mutant({id}).then(|| {item}))");
        }
        self.insert(id, span.end, end);
    }

    fn choice(&mut self, id: u32, whole: Range<usize>, text: String) {
        let narrow = std::cmp::Reverse(whole.end);
        let key = Key { start: whole.start, is_choice: true, narrow };
        self.nodes.entry(key).or_insert(Node { variants: Vec::new() }).variants.push((id, text));
    }

    fn insert(&mut self, id: u32, at: usize, text: String) {
        let key = Key { start: at, is_choice: false, narrow: std::cmp::Reverse(at) };
        self.nodes.entry(key).or_insert(Node { variants: Vec::new() }).variants.push((id, text));
    }

    fn byte(&self, (line, column): Position) -> usize {
        let start = self.lines[line - 1];
        let chars = self.source[start..].char_indices();
        chars.map(|(at, _)| start + at).nth(column - 1).unwrap_or(self.source.len())
    }
}

fn line_starts(source: &str) -> Vec<usize> {
    std::iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

struct Writer<'n> {
    source: &'n str,
    nodes: &'n [(Key, Node)],
    out: Rewritten,
}

impl Writer<'_> {
    /// Writes a part of the source with the nodes in it, from the first that is not yet written; gives
    /// the first behind.
    fn write(&mut self, part: Range<usize>, mut next: usize) -> usize {
        let mut at = part.start;
        while let Some((key, node)) = self.nodes.get(next).filter(|(key, _)| key.start < part.end) {
            self.out.text += &self.source[at..key.start];
            next += 1;
            at = key.start;
            if key.is_choice {
                at = key.narrow.0;
                next = self.write_choice(key.start..at, &node.variants, next);
            } else {
                node.variants.iter().for_each(|variant| self.write_marked(variant));
            }
        }
        self.out.text += &self.source[at..part.end];
        next
    }

    fn write_choice(&mut self, whole: Range<usize>, variants: &[Variant], next: usize) -> usize {
        let start = self.out.text.len();
        self.out.text.push('(');
        for (id, text) in variants {
            self.write_marked(&(*id, format!("if crate::mutant({id}) {{ {text} }}")));
            self.out.text += " else ";
        }
        self.out.text += "{ ";
        let next = self.write(whole, next);
        self.out.text += " })";
        let ids = variants.iter().map(|(id, _)| *id).collect();
        self.out.sites.push((start..self.out.text.len(), ids));
        next
    }

    fn write_marked(&mut self, (id, text): &Variant) {
        let start = self.out.text.len();
        self.out.text += text;
        self.out.marks.push(Mark { id: *id, range: start..self.out.text.len() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extents::extents;

    /// A change to the first place of `from` in a source.
    fn mutant(source: &str, id: u32, genre: &str, from: &str, replacement: &str) -> Mutant {
        let at = source.find(from).unwrap();
        let text = String::new;
        Mutant {
            id,
            file: text(),
            name: text(),
            identity: text(),
            genre: genre.to_owned(),
            replacement: replacement.to_owned(),
            start: (1, at + 1),
            end: (1, at + from.len() + 1),
            returns: text(),
        }
    }

    #[test]
    fn each_change_stands_behind_a_question() {
        let cases = [
            (
                "fn f() { a + b }",
                vec![(1, "BinaryOperator", "+", "-"), (2, "BinaryOperator", "+", "*")],
                "fn f() { (if crate::mutant(1) { a - b } else if crate::mutant(2) { a * b } else { a + b }) }",
            ),
            (
                "fn f() { !a == b }",
                vec![(1, "UnaryOperator", "!", ""), (2, "BinaryOperator", "==", "!=")],
                "fn f() { (if crate::mutant(2) { !a != b } else { (if crate::mutant(1) { a } else { !a }) == b }) }",
            ),
            // `||` binds less than `&&`: the whole row is chosen.
            (
                "fn f() { a && b && c }",
                vec![(1, "BinaryOperator", "&& c", "|| c")],
                "fn f() { (if crate::mutant(1) { a && b || c } else { a && b && c }) }",
            ),
            (
                "fn f() { a }",
                vec![(1, "FnValue", "a", "true")],
                "fn f() { if crate::mutant(1) { return true; } a }",
            ),
            (
                "fn f() { match a { 1 => b, _ if c => d, _ => e } }",
                vec![(1, "MatchArm", "1 => b,", ""), (2, "MatchArm", "_ if c => d,", "")],
                "fn f() { match a { 1 if !crate::mutant(1) => b, _ if (if crate::mutant(2) { false } else { c }) => d, _ => e } }",
            ),
            (
                "fn f() { S { a, ..b } }",
                vec![(1, "StructField", "a, ", "")],
                "fn f() { (if crate::mutant(1) { S { ..b } } else { S { a, ..b } }) }",
            ),
        ];
        for (source, changes, wanted) in cases {
            let mutants: Vec<_> = changes
                .into_iter()
                .map(|(id, genre, from, to)| mutant(source, id, genre, from, to))
                .collect();
            let listed: Vec<_> = mutants.iter().collect();
            let (rewritten, out) = rewrite(source, &extents(source).unwrap(), &listed);
            assert_eq!(rewritten.text, wanted);
            assert!(out.is_empty());
        }
    }

    #[test]
    fn what_would_not_compile_stays_out() {
        for (source, genre, from) in [
            ("fn f() { if let A = b && c {} }", "BinaryOperator", "&&"),
            ("fn f() { match a { B => c, _ if d => e } }", "MatchArm", "B => c,"),
        ] {
            let mutant = mutant(source, 7, genre, from, "");
            let (rewritten, out) = rewrite(source, &extents(source).unwrap(), &[&mutant]);
            assert_eq!((rewritten.text.as_str(), out), (source, vec![(7, true)]));
        }
    }
}
