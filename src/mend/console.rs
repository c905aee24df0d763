//! `console.txt`: what is typed at the server console, in this order, each with the findings it answers.
//! Lines that begin with `#` are not typed.

use super::change::{Change, SettingChange};
use super::plan::{Part, Planned};
use crate::catalog::{Catalog, Restart};
use crate::evidence::Args;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The lines for all servers; `None` where nothing is to be typed.
pub(super) fn console(parts: &[Part], catalog: &Catalog) -> Option<String> {
    let word = |id: &str| catalog.texts.word(id, &Args::new());
    let texts: Vec<String> = parts.iter().filter_map(|part| of_part(part, catalog)).collect();
    (!texts.is_empty()).then(|| {
        let head: String = word("fix-console-head").lines().fold(String::new(), |mut out, line| {
            let _ = writeln!(out, "# {line}");
            out
        });
        format!("{head}\n{}", texts.join("\n"))
    })
}

fn of_part(part: &Part, catalog: &Catalog) -> Option<String> {
    let server = part.server.as_deref()?;
    let mut out = format!("# {server}\n");
    let settings = part.planned.iter().filter_map(|planned| match &planned.change {
        Change::Setting(setting) => Some((planned, setting)),
        _ => None,
    });
    for (planned, setting) in settings {
        let _ = writeln!(out, "# {}\n{}", answers(planned), set_config(setting, &setting.after));
    }
    if part.planned.iter().any(|planned| planned.change.is_of_directory()) {
        let _ = writeln!(out, "# {}", catalog.texts.word("fix-console-directory", &Args::new()));
    }
    let restarts: BTreeSet<_> =
        part.planned.iter().flat_map(|planned| &planned.restarts).map(order).collect();
    for command in commands(&restarts) {
        let _ = writeln!(out, "{command}");
    }
    let of_server = |planned: &Planned| !matches!(planned.change, Change::Policy(_));
    part.planned.iter().any(of_server).then_some(out)
}

/// The findings that a change answers.
pub(super) fn answers(planned: &Planned) -> String {
    let of = planned.claims.iter().map(|claim| match claim.subject.as_str() {
        "" => claim.check.to_owned(),
        subject => format!("{} {subject}", claim.check),
    });
    of.collect::<Vec<_>>().join(", ")
}

/// The command that gives a key a value. Keys and values were looked through when they were planned.
pub(super) fn set_config(setting: &SettingChange, value: &str) -> String {
    format!("set config {}={value}", setting.key)
}

/// Restarts in the order in which they are typed.
fn order(restart: &Restart) -> u8 {
    match restart {
        Restart::None => 0,
        Restart::HttpRefresh => 1,
        Restart::Http => 2,
        Restart::Traveler => 3,
        Restart::Server => 4,
    }
}

/// A restart of the server takes the place of all others, one of HTTP that of reading rules anew.
fn commands(restarts: &BTreeSet<u8>) -> Vec<&'static str> {
    if restarts.contains(&4) {
        return vec!["restart server"];
    }
    let mut commands = Vec::new();
    match (restarts.contains(&1), restarts.contains(&2)) {
        (_, true) => commands.push("restart task http"),
        (true, false) => commands.push("tell http refresh"),
        _ => {}
    }
    if restarts.contains(&3) {
        commands.push("restart task traveler");
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_larger_restart_takes_the_place_of_the_smaller() {
        let cases: [(&[u8], &[&str]); 4] = [
            (&[1], &["tell http refresh"]),
            (&[1, 2, 3], &["restart task http", "restart task traveler"]),
            (&[1, 3, 4], &["restart server"]),
            (&[0], &[]),
        ];
        for (restarts, wanted) in cases {
            assert_eq!(commands(&restarts.iter().copied().collect()), wanted);
        }
    }
}
