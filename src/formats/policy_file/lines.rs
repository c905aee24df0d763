//! `name = value`, a policy on each line, below the platform it is for.

use super::{Sets, platform};
use crate::catalog::Catalog;
use crate::evidence::Warning;
use crate::formats::Head;
use crate::intake::Stream;
use std::borrow::Cow;

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
enum Line<'l> {
    Blank,
    Section(&'l str),
    Policy(&'l str, Cow<'l, str>),
    Unread,
}

/// Whether most lines with a name name a policy; one such line is enough where the name of the file says
/// what it is.
pub(super) fn recognise(head: &Head<'_>, catalog: &Catalog) -> bool {
    let (mut known, mut others) = (0, 0);
    let named = head.name.ends_with(".toml") || head.name.contains("polic");
    let all = head.lines().count();
    for line in head.lines() {
        // Most files are none: what is left can't outweigh what was seen.
        if others * 2 > all && !named {
            return false;
        }
        match parse(line) {
            Line::Blank => {}
            Line::Section(name) if platform(name).is_none() => others += 1,
            Line::Section(_) => {}
            Line::Policy(name, _) if catalog.policies.knows(name) => known += 1,
            Line::Policy(..) | Line::Unread => others += 1,
        }
    }
    known > others || known > 0 && named && others < 20
}

/// Reads the lines; `false` where the input could not be read on.
pub(super) fn read(input: &mut Stream<'_>, sets: &mut Sets<'_>) -> bool {
    // Below a section that names no platform nothing is read.
    let mut section = Some(None);
    let read = input.each_line(|line| {
        let number = line.start.line;
        if line.nul || line.cut {
            return sets.unread(if line.nul { "nul-in-line" } else { "line-too-long" }, number);
        }
        match parse(&line.text) {
            Line::Blank => {}
            Line::Unread => sets.unread("policy-line-unread", number),
            Line::Section(name) => {
                section = platform(name);
                if section.is_none() {
                    sets.unread("policy-section-unread", number);
                }
            }
            Line::Policy(name, value) => {
                if let Some(platform) = section {
                    sets.push(platform, name, &value, number);
                }
            }
        }
    });
    if let Err(error) = &read {
        sets.told.push(Warning::new("read-error", None).with("reason", error));
    }
    read.is_ok()
}

fn parse(line: &str) -> Line<'_> {
    let line = line.trim_start_matches('\u{feff}').trim();
    if line.is_empty() || line.starts_with(['#', ';']) || line.starts_with("//") {
        return Line::Blank;
    }
    if let Some(rest) = line.strip_prefix('[') {
        let name = rest.split_once(']').map(|(name, _)| name.trim().trim_matches(['"', '\'']));
        return name.map_or(Line::Unread, Line::Section);
    }
    let Some((name, value)) = split(line) else { return Line::Unread };
    match (unquoted(name), read_value(value)) {
        (Some(name), Some(value)) if !name.is_empty() => Line::Policy(name, value),
        _ => Line::Unread,
    }
}

/// The name and what stands behind the first `=` or `:`; a name in quotes may hold either.
fn split(line: &str) -> Option<(&str, &str)> {
    if let Some((quote, rest)) = quoted(line) {
        let end = rest.find(quote)? + 2;
        let (name, rest) = line.split_at_checked(end)?;
        let rest = rest.trim_start();
        return rest.strip_prefix(['=', ':']).map(|value| (name, value));
    }
    // A value such as `a:443` holds a colon, so the equals sign goes first.
    line.split_once('=').or_else(|| line.split_once(':'))
}

/// The quote that a text begins with, and what stands behind it. TOML has two.
fn quoted(text: &str) -> Option<(char, &str)> {
    ['"', '\''].into_iter().find_map(|quote| Some((quote, text.strip_prefix(quote)?)))
}

fn unquoted(text: &str) -> Option<&str> {
    let text = text.trim();
    match quoted(text) {
        None => (!text.contains('"')).then_some(text),
        Some((quote, rest)) => {
            let (inner, after) = rest.split_once(quote)?;
            let after = after.trim();
            (after.is_empty() || after.starts_with('#')).then(|| inner.trim())
        }
    }
}

/// A text in quotes or not, or a list of them in brackets; a comment behind it is left out.
fn read_value(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    // A list over several lines is not read; that of no items is empty.
    if text.starts_with('[') && !text.contains(']') {
        return None;
    }
    let list = |rest: &&str| quoted(rest.trim_start()).is_some() || rest.trim_start() == "]";
    if let Some(rest) = text.strip_prefix('[').filter(list) {
        let (inner, _) = rest.split_once(']')?;
        let items: Option<Vec<_>> =
            inner.split(',').map(str::trim).filter(|item| !item.is_empty()).map(unquoted).collect();
        return Some(Cow::Owned(items?.join(",")));
    }
    if quoted(text).is_some() {
        return unquoted(text).map(Cow::Borrowed);
    }
    let bare = text.split_once(" #").map_or(text, |(value, _)| value);
    unquoted(bare).map(Cow::Borrowed)
}
