//! What the requests of an access log say of the clients in use.
//!
//! ActiveSync clients call `…/Microsoft-Server-ActiveSync`; Traveler's own clients (SyncML) post to
//! `/traveler` or `/servlet/traveler` itself. The latter is inferred from the URLs of the Traveler
//! documentation, not stated there.

use super::{Program, ProgramKind, program};
use crate::evidence::Location;
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// When a request came, seen from the day a report speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Recently enough to show how the server answers now.
    Recent,
    /// Too long before.
    Earlier,
    /// After that day: a wrong clock, or a wrong day.
    Later,
    /// Its date can't be read.
    Undated,
}

/// A request, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'r> {
    /// Method, such as `POST`.
    pub method: &'r str,
    /// Path without host and query.
    pub path: &'r str,
    /// The host that was asked for, where the line tells it.
    pub host: Option<&'r str>,
    /// Whether the query holds a command of ActiveSync.
    pub command: bool,
    /// The User-Agent.
    pub agent: Option<&'r str>,
    /// The type of device that the query tells.
    pub device_type: Option<&'r str>,
    /// Whether the server knew the user.
    pub signed_in: bool,
    /// Status code.
    pub status: u16,
    /// When it came.
    pub time: Option<DateTime>,
    /// The same, seen from the day of the report.
    pub when: When,
    /// Where it stands.
    pub location: &'r Location,
}

/// What a request came to. All but the last two are ActiveSync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// A command of a client that is named, with a user and a 2xx status.
    Served,
    /// The same of a program that nothing names: it shows nothing of any client in particular.
    Unnamed,
    /// 403 for a user: something refuses the client.
    Refused,
    /// Another status that is none of a working client, for a user.
    Failed,
    /// A command answered with 2xx although no user is named: a login form comes like that.
    WithoutUser,
    /// Anything but 2xx and 401 without a user.
    Unserved,
    /// A command answered with 401, as every sign-in begins, or 449.
    Challenged,
    /// Traveler's own clients, with a user and a 2xx status.
    SyncMl,
    /// What shows nothing: a browser, `OPTIONS` that was answered, 401 without a command.
    Probe,
}

impl Answer {
    /// What shows that a client tried to use ActiveSync.
    pub const ATTEMPTS: [Self; 7] = [
        Self::Served,
        Self::Unnamed,
        Self::Refused,
        Self::Failed,
        Self::WithoutUser,
        Self::Unserved,
        Self::Challenged,
    ];

    /// What a request for ActiveSync came to.
    fn to(visit: &Visit<'_>, program: Option<&Program>) -> Self {
        let is = |method: &str| visit.method.eq_ignore_ascii_case(method);
        // ActiveSync is POST and OPTIONS; a browser that asks with GET shows nothing.
        if is_tool(program) || !(is("POST") || is("OPTIONS")) {
            return Self::Probe;
        }
        let command = visit.command && is("POST");
        match (visit.signed_in, visit.status) {
            (true, 200..=299) if command && program.is_some() => Self::Served,
            (true, 200..=299) if command => Self::Unnamed,
            (true, 403) => Self::Refused,
            (false, 200..=299) if command => Self::WithoutUser,
            (_, 401 | 449) if command => Self::Challenged,
            (_, 200..=299 | 401 | 449) => Self::Probe,
            (true, _) => Self::Failed,
            (false, _) => Self::Unserved,
        }
    }
}

/// How often something was seen, and where and when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// When first.
    pub first: Option<DateTime>,
    /// When last.
    pub last: Option<DateTime>,
    /// Where the latest stands.
    pub place: Option<Location>,
}

impl Seen {
    fn add(&mut self, time: Option<DateTime>, location: &Location) {
        self.merge(&Self { count: 1, first: time, last: time, place: Some(location.clone()) });
    }

    /// Adds the same of another log or program.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.first = [self.first, other.first].into_iter().flatten().min();
        if other.place.is_some() && (self.place.is_none() || self.last <= other.last) {
            self.place.clone_from(&other.place);
        }
        self.last = self.last.max(other.last);
    }
}

/// Requests by what they came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Answer, Seen>);

impl Tally {
    /// Those that came to this.
    #[must_use]
    pub fn of(&self, answer: Answer) -> Seen {
        self.0.get(&answer).cloned().unwrap_or_default()
    }

    /// How many came to this.
    #[must_use]
    pub fn count(&self, answer: Answer) -> u64 {
        self.0.get(&answer).map_or(0, |seen| seen.count)
    }

    /// Those that came to any of these.
    #[must_use]
    pub fn any_of(&self, answers: &[Answer]) -> Seen {
        let mut sum = Seen::default();
        self.0
            .iter()
            .filter(|(own, _)| answers.contains(own))
            .for_each(|(_, seen)| sum.merge(seen));
        sum
    }

    /// Adds another tally.
    pub fn merge(&mut self, other: &Self) {
        for (answer, seen) in &other.0 {
            self.0.entry(*answer).or_default().merge(seen);
        }
    }
}

/// Hosts and programs that are told apart; what goes beyond counts as of no known program.
const MAX_GROUPS: usize = 256;

type Group = (Option<String>, Option<Program>);

/// All requests of a server, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests of any kind.
    pub requests: u64,
    groups: BTreeMap<Group, Tally>,
    /// ActiveSync of days that do not count.
    not_recent: BTreeMap<When, Seen>,
    /// ActiveSync at the bare path, without `/traveler` or `/servlet/traveler` in front.
    bare_path: u64,
}

/// What counts of the traffic of a server that is known by some names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// By program; `None` for those that name none.
    pub programs: BTreeMap<Option<Program>, Tally>,
    /// Requests for hosts that are not among the names.
    pub elsewhere: Tally,
    /// Those hosts.
    pub hosts: BTreeSet<String>,
    /// Whether every request that was served asked for one of the names.
    pub confirmed: bool,
}

impl Picture {
    /// All programs together.
    #[must_use]
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.programs.values().for_each(|tally| total.merge(tally));
        total
    }
}

const ACTIVESYNC: &str = "/microsoft-server-activesync";

impl Traffic {
    /// Counts one request.
    pub fn add(&mut self, visit: &Visit<'_>) {
        self.requests += 1;
        let path = visit.path.to_ascii_lowercase();
        let path = path.trim_end_matches('/');
        let activesync = path.strip_suffix(ACTIVESYNC);
        let activesync = matches!(activesync, Some("" | "/traveler" | "/servlet/traveler"));
        if !activesync && !is_syncml(visit, path) {
            return;
        }
        let program = program(visit.agent, visit.device_type);
        let answer = match &program {
            program if activesync => Answer::to(visit, program.as_ref()),
            program if is_tool(program.as_ref()) => return,
            _ => Answer::SyncMl,
        };
        self.bare_path += u64::from(path == ACTIVESYNC);
        if visit.when == When::Recent {
            let host = visit.host.map(str::to_ascii_lowercase);
            let tally = self.group((host, program));
            // What is counted for no program in particular never shows that one is served.
            let lumped = answer == Answer::Served && tally.1;
            let answer = if lumped { Answer::Unnamed } else { answer };
            tally.0.0.entry(answer).or_default().add(visit.time, visit.location);
        } else if Answer::ATTEMPTS.contains(&answer) {
            self.not_recent.entry(visit.when).or_default().add(visit.time, visit.location);
        }
    }

    /// The tally of a group, and whether it is the one for all that go beyond the limit.
    fn group(&mut self, group: Group) -> (&mut Tally, bool) {
        let beyond = self.groups.len() >= MAX_GROUPS && !self.groups.contains_key(&group);
        let group = if beyond { (None, None) } else { group };
        (self.groups.entry(group).or_default(), beyond)
    }

    /// Adds what another log of the same server says.
    pub fn merge(&mut self, other: &Self) {
        self.requests += other.requests;
        self.bare_path += other.bare_path;
        for (group, tally) in &other.groups {
            self.groups.entry(group.clone()).or_default().merge(tally);
        }
        for (when, seen) in &other.not_recent {
            self.not_recent.entry(*when).or_default().merge(seen);
        }
    }

    /// ActiveSync of days that do not count.
    #[must_use]
    pub fn not_recent(&self, when: When) -> Seen {
        self.not_recent.get(&when).cloned().unwrap_or_default()
    }

    /// What counts for a server of these names, in lower case. A line that tells no host counts, as
    /// does every line where no name is known; neither is a confirmation.
    #[must_use]
    pub fn at(&self, names: &BTreeSet<String>) -> Picture {
        let mut picture = Picture { confirmed: true, ..Picture::default() };
        for ((host, program), tally) in &self.groups {
            let named = host.as_ref().is_some_and(|host| names.contains(host));
            if let Some(host) = host.as_ref().filter(|_| !named && !names.is_empty()) {
                picture.elsewhere.merge(tally);
                picture.hosts.insert(host.clone());
                continue;
            }
            picture.confirmed &= named || tally.count(Answer::Served) == 0;
            picture.programs.entry(program.clone()).or_default().merge(tally);
        }
        picture
    }

    /// Whether every ActiveSync client seen uses a full path.
    #[must_use]
    pub fn only_full_paths(&self) -> bool {
        self.bare_path == 0 && self.groups.values().any(|tally| tally.count(Answer::Served) > 0)
    }
}

fn is_tool(program: Option<&Program>) -> bool {
    program.is_some_and(|program| program.kind == ProgramKind::Tool)
}

/// A request of Traveler's own clients that was served.
fn is_syncml(visit: &Visit<'_>, path: &str) -> bool {
    visit.signed_in
        && (200..300).contains(&visit.status)
        && visit.method.eq_ignore_ascii_case("POST")
        && matches!(path, "/traveler" | "/servlet/traveler")
}

#[cfg(test)]
mod tests;
