//! What the requests of an access log say of the clients in use.
//!
//! ActiveSync clients call `…/Microsoft-Server-ActiveSync`; Traveler's own clients (SyncML) post to
//! `/traveler` or `/servlet/traveler` itself. The latter is inferred from the URLs of the Traveler
//! documentation, not stated there; HCL Verse is left out of it.
//!
//! What moves no data shows no synchronisation: `Ping` waits, `GetItemEstimate` counts, others look up. A
//! client that moved data before goes on synchronising with these. A server that wants a device policy to be taken on
//! answers all but Provision with 449, or, since ActiveSync 14.0, with 200 and an order inside of the
//! answer (Microsoft MS-ASPROV; its example is FolderSync).

use super::{Program, ProgramKind, program};
use crate::evidence::Location;
use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// When a request came, seen from the day a report speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// A time of a log line. Logs of one server may be written in several zones, so times compare in UTC,
/// where the line tells its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    utc: DateTime,
    /// As it stands there.
    pub local: DateTime,
}

impl Moment {
    /// A time as it stands there, and how many seconds the clock was ahead of UTC, as far as that is told.
    #[must_use]
    pub fn new(local: DateTime, ahead: Option<i32>) -> Self {
        let utc = ahead.and_then(|ahead| local.checked_sub(i64::from(ahead).seconds()).ok());
        Self { utc: utc.unwrap_or(local), local }
    }

    /// Seconds since another.
    #[must_use]
    pub fn seconds_since(self, other: Self) -> i64 {
        self.utc.duration_since(other.utc).as_secs()
    }
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
    /// The command of ActiveSync in the query, as the protocol spells it.
    pub command: Option<&'r str>,
    /// The User-Agent.
    pub agent: Option<&'r str>,
    /// The type of device that the query tells.
    pub device_type: Option<&'r str>,
    /// Whether the server knew the user.
    pub signed_in: bool,
    /// Status code.
    pub status: u16,
    /// When it came.
    pub time: Option<Moment>,
    /// The same, seen from the day of the report.
    pub when: When,
    /// Where it stands.
    pub location: &'r Location,
}

/// What a request came to. All but `SyncMl` and `Probe` are ActiveSync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// A command that moves data, of a client that is named, with a user and a 2xx status.
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
    /// `Provision` of a user with a 2xx status.
    Provisioned,
    /// Another command that moves no data, such as `FolderSync` or `Ping`, with a user and a 2xx status.
    Prepared,
    /// The same, of one with which a client goes on that moved data before (see [`Tally`]).
    Waiting,
    /// A command answered with 449: the client is to send `Provision` first.
    Unprovisioned,
    /// A command answered with 401, as every sign-in begins.
    Challenged,
    /// Traveler's own clients, with a user and a 2xx status.
    SyncMl,
    /// What shows nothing: a browser, `OPTIONS` that was answered, 401 without a command.
    Probe,
}

impl Answer {
    /// What shows that a client tried to use ActiveSync.
    pub const ATTEMPTS: [Self; 10] = [
        Self::Served,
        Self::Unnamed,
        Self::Refused,
        Self::Failed,
        Self::WithoutUser,
        Self::Unserved,
        Self::Provisioned,
        Self::Prepared,
        Self::Unprovisioned,
        Self::Challenged,
    ];

    /// What shows that a client tried and got no data.
    const IN_VAIN: [Self; 7] = [
        Self::Refused,
        Self::Failed,
        Self::WithoutUser,
        Self::Unserved,
        Self::Provisioned,
        Self::Unprovisioned,
        Self::Challenged,
    ];

    /// What a client that is set up, or signs in, is answered first.
    const FIRST_STEPS: [Self; 3] = [Self::Provisioned, Self::Unprovisioned, Self::Challenged];

    /// What a request for ActiveSync came to.
    fn to(visit: &Visit<'_>, program: Option<&Program>) -> Self {
        let is = |method: &str| visit.method.eq_ignore_ascii_case(method);
        // ActiveSync is POST and OPTIONS; a browser that asks with GET shows nothing.
        if is_tool(program) || !(is("POST") || is("OPTIONS")) {
            return Self::Probe;
        }
        let command = visit.command.filter(|_| is("POST"));
        match (visit.signed_in, visit.status, command) {
            (_, 200..=299 | 401 | 449, None) => Self::Probe,
            (_, 401, _) => Self::Challenged,
            (_, 449, _) => Self::Unprovisioned,
            (true, 200..=299, Some(command)) => Self::answered(command, program),
            (false, 200..=299, _) => Self::WithoutUser,
            (true, 403, _) => Self::Refused,
            (true, ..) => Self::Failed,
            (false, ..) => Self::Unserved,
        }
    }

    /// What a command of a user came to that was answered with 2xx.
    fn answered(command: &str, program: Option<&Program>) -> Self {
        match command {
            "Provision" => Self::Provisioned,
            "Ping" | "GetItemEstimate" => Self::Waiting,
            _ if !MOVES_DATA.contains(&command) => Self::Prepared,
            _ if program.is_some() => Self::Served,
            _ => Self::Unnamed,
        }
    }
}

/// Commands that move data, as MS-ASCMD has them.
const MOVES_DATA: [&str; 8] = [
    "Sync",
    "SendMail",
    "SmartReply",
    "SmartForward",
    "ItemOperations",
    "GetAttachment",
    "MoveItems",
    "MeetingResponse",
];

/// How often something was seen, and where and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// How often.
    pub count: u64,
    /// When first.
    pub first: Option<Moment>,
    /// When last.
    pub last: Option<Moment>,
    /// Where the latest stands.
    pub place: Option<Location>,
}

impl Seen {
    fn add(&mut self, time: Option<Moment>, location: &Location) {
        self.merge(&Self { count: 1, first: time, last: time, place: Some(location.clone()) });
    }

    /// Adds the same of another log or program.
    pub fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.first = [self.first, other.first].into_iter().flatten().min();
        if other.place.is_some() && (self.place.is_none() || self.last <= other.last) {
            self.place.clone_from(&other.place);
        }
        self.last = self.last.max(other.last);
    }
}

/// Requests by what they came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    answers: BTreeMap<Answer, Seen>,
    since: Seen,
    /// Of these, what is neither the beginning of a sign-in nor an order to fetch a policy.
    turned_away: Seen,
    /// The User-Agents of Secure Mail that were served.
    agents: BTreeSet<String>,
    /// Whether there are others, or some that no line tells.
    more_agents: bool,
}

/// User-Agents that are kept; a fleet has a few dozen.
const MAX_AGENTS: usize = 200;

impl Tally {
    /// Those that came to this.
    #[must_use]
    pub fn of(&self, answer: Answer) -> Seen {
        self.answers.get(&answer).cloned().unwrap_or_default()
    }

    /// How many came to this.
    #[must_use]
    pub fn count(&self, answer: Answer) -> u64 {
        self.answers.get(&answer).map_or(0, |seen| seen.count)
    }

    /// Those that came to any of these.
    #[must_use]
    pub fn any_of(&self, answers: &[Answer]) -> Seen {
        let mut sum = Seen::default();
        self.answers
            .iter()
            .filter(|(own, _)| answers.contains(own))
            .for_each(|(_, seen)| sum.merge(seen));
        sum
    }

    /// What was tried in vain after the newest that was served. Where logs overlap, rather too much
    /// than too little.
    #[must_use]
    pub fn since(&self) -> &Seen {
        &self.since
    }

    /// Those of them that were turned away: redirected, refused, not found, failed.
    #[must_use]
    pub fn turned_away(&self) -> &Seen {
        &self.turned_away
    }

    /// The User-Agents of Secure Mail that were served; `None` where not all are known.
    #[must_use]
    pub fn agents(&self) -> Option<&BTreeSet<String>> {
        (!self.more_agents).then_some(&self.agents)
    }

    fn keep_agent(&mut self, agent: Option<&str>) {
        match agent {
            Some(agent) if self.agents.contains(agent) => {}
            Some(agent) if self.agents.len() < MAX_AGENTS => {
                self.agents.insert(agent.to_owned());
            }
            _ => self.more_agents = true,
        }
    }

    fn add(&mut self, answer: Answer, time: Option<Moment>, location: &Location) {
        self.answers.entry(answer).or_default().add(time, location);
        if Answer::IN_VAIN.contains(&answer) && time > self.last_served() {
            self.since.add(time, location);
            if !Answer::FIRST_STEPS.contains(&answer) {
                self.turned_away.add(time, location);
            }
        } else if answer == Answer::Served {
            self.forget();
        }
    }

    /// What an answer counts as, after those before it.
    fn settled(&self, answer: Answer) -> Answer {
        match answer {
            Answer::Waiting if self.count(Answer::Served) > 0 => Answer::Served,
            Answer::Waiting => Answer::Prepared,
            other => other,
        }
    }

    fn last_served(&self) -> Option<Moment> {
        self.answers.get(&Answer::Served).and_then(|seen| seen.last)
    }

    /// What came before the newest that was served is no longer the newest state.
    fn forget(&mut self) {
        if self.since.last <= self.last_served() {
            self.since = Seen::default();
        }
        if self.turned_away.last <= self.last_served() {
            self.turned_away = Seen::default();
        }
    }

    /// Adds another tally.
    pub fn merge(&mut self, other: &Self) {
        for (answer, seen) in &other.answers {
            self.answers.entry(*answer).or_default().merge(seen);
        }
        self.since.merge(&other.since);
        self.turned_away.merge(&other.turned_away);
        self.more_agents |= other.more_agents;
        other.agents.iter().for_each(|agent| self.keep_agent(Some(agent)));
        self.forget();
    }
}

/// Hosts and programs that are told apart; what goes beyond counts as of no known program.
const MAX_GROUPS: usize = 256;

type Group = (Option<String>, Option<Program>);

/// The keys are no texts, so the groups are written as a list of pairs.
mod pairs {
    use super::{BTreeMap, Group, Tally};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        groups: &BTreeMap<Group, Tally>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_seq(groups)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<Group, Tally>, D::Error> {
        Ok(Vec::<(Group, Tally)>::deserialize(from)?.into_iter().collect())
    }
}

/// All requests of a server, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    /// Requests of any kind.
    pub requests: u64,
    #[serde(with = "pairs")]
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
    /// Requests for hosts that are not among the names, or are those of other servers.
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
            program if shows_nothing(program.as_ref()) => return,
            _ => Answer::SyncMl,
        };
        self.bare_path += u64::from(path == ACTIVESYNC);
        if visit.when == When::Recent {
            let host = visit.host.map(str::to_ascii_lowercase);
            let secure = program.as_ref().is_some_and(|it| it.kind == ProgramKind::SecureMail);
            let tally = self.group((host, program));
            // What is counted for no program in particular never shows that one is served.
            let lumped = answer == Answer::Served && tally.1;
            let answer = if lumped { Answer::Unnamed } else { answer };
            let answer = tally.0.settled(answer);
            if secure && answer == Answer::Served {
                tally.0.keep_agent(visit.agent);
            }
            tally.0.add(answer, visit.time, visit.location);
        } else if answer == Answer::Waiting || Answer::ATTEMPTS.contains(&answer) {
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
    /// does, where no name is known, every line for a host that is not known as one of the `others`;
    /// neither is a confirmation.
    #[must_use]
    pub fn at(&self, names: &BTreeSet<String>, others: &BTreeSet<String>) -> Picture {
        let mut picture = Picture { confirmed: true, ..Picture::default() };
        let is_other = |host: &str| match names.is_empty() {
            true => others.contains(host),
            false => !names.contains(host),
        };
        for ((host, program), tally) in &self.groups {
            if let Some(host) = host.as_ref().filter(|host| is_other(host)) {
                picture.elsewhere.merge(tally);
                picture.hosts.insert(host.clone());
                continue;
            }
            let named = host.is_some() && !names.is_empty();
            picture.confirmed &= named || tally.count(Answer::Served) == 0;
            picture.programs.entry(program.clone()).or_default().merge(tally);
        }
        picture
    }

    /// Whether a client was seen to ask for ActiveSync at the bare path.
    #[must_use]
    pub fn asks_bare_path(&self) -> bool {
        self.bare_path > 0
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

/// Whether what a program asks outside of ActiveSync says nothing of clients that could use it: HCL's
/// own Verse never will.
fn shows_nothing(program: Option<&Program>) -> bool {
    is_tool(program) || program.is_some_and(|program| program.kind == ProgramKind::Verse)
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
