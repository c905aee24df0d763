//! `activesync`: ActiveSync clients reach the server, and nothing refuses them.
//!
//! Files alone show traffic, not the lack of it. SyncML logging, TCP port 8642 and URLs are context:
//! they never are the reason of a pass or fail. Programs are judged one by one and by platform, so that
//! one which is served hides none that is refused. Only requests for a name of this server within the
//! days before the as-of date count, and what was tried last must have been served.
//!
//! Only commands that move data show a client that is served: `Provision`, `Settings` and `FolderSync`, and
//! those that wait or look up, are answered to one that never synchronises too, because it does not take on the policy that
//! Traveler asks for.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `seen` | pass | commands that move data, of known users, with a 2xx status, and nothing of what follows |
//! | `seen-host-open` | pass | the same, confidence medium: no line confirms that this server was asked |
//! | `filter-other` | fail | `NTS_USER_AGENT_ALLOWED_OTHER=false` refuses clients that are not HCL's or Apple's (inferred) |
//! | `filter-regex` | unknown | `NTS_USER_AGENT_ALLOWED_REGEX` other than `.*` |
//! | `filter-kind` | unknown | `…_ANDROID` or `…_IBM_APPLE` is `false`; whether Secure Mail is of that kind is not documented |
//! | `filter-unclear` | unknown | lines of these keys that disagree, an odd value, a Configuration document |
//! | `secure-mail-refused` | fail | Secure Mail was refused with 403 each time, others were served |
//! | `platform-refused` | unknown | Secure Mail was refused each time on one platform and served on another |
//! | `program-refused` | unknown | another program was refused each time |
//! | `provision-loop` | unknown | 449 and `Provision` are as many as what was served, or more |
//! | `only-prepared` | unknown | `FolderSync` or `Settings` were answered, and nothing that moves data |
//! | `unserved-lately` | unknown | a program was served, and since then tried in vain |
//! | `secure-mail-unserved` | unknown | Secure Mail was never served, others were |
//! | `mostly-refused` | unknown | a program was refused more often than served, or was refused last |
//! | `mostly-failed` | unknown | a program met errors more often than it was served |
//! | `without-user` | unknown | commands were answered although no user is named: a login form, or a log without users |
//! | `client-unnamed` | unknown | commands of users were answered, and nothing names the program |
//! | `refused` | fail | the ActiveSync requests of users were all refused with 403 |
//! | `not-served` | unknown | ActiveSync requests of clients were seen, none of them served |
//! | `other-host` | unknown | only such for hosts that are no name of this server, or are names of others |
//! | `not-recent` | unknown | only such of other days |
//! | `syncml-only` | fail | only Traveler's own clients were seen (inferred from their URLs; HCL Verse shows nothing) |
//! | `no-traffic` | info | no access log, or none with requests of ActiveSync clients |

mod programs;

use super::{Check, Judgement, filters};
use crate::catalog::Catalog;
use crate::evidence::{Confidence, Evidence, Role};
use crate::inventory::Server;
use crate::traveler::{Answer, Moment, Picture, Program, ProgramKind, Seen, Tally, Traffic, When};

pub(super) const CHECK: Check = Check {
    id: "activesync",
    judge,
    outcomes: &[
        "seen",
        "seen-host-open",
        "filter-other",
        "filter-regex",
        "filter-kind",
        "filter-unclear",
        "secure-mail-refused",
        "platform-refused",
        "program-refused",
        "provision-loop",
        "only-prepared",
        "unserved-lately",
        "secure-mail-unserved",
        "mostly-refused",
        "mostly-failed",
        "without-user",
        "client-unnamed",
        "refused",
        "not-served",
        "other-host",
        "not-recent",
        "syncml-only",
        "no-traffic",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    vec![filters::judge(server).unwrap_or_else(|| by_traffic(server))]
}

fn by_traffic(server: &Server) -> Judgement {
    let absent = || [Evidence::new(Role::Absent, server.place(), None)];
    let Some(traffic) = &server.traffic else {
        return Judgement::info("no-traffic").arg("requests", 0).shown_by(absent());
    };
    let picture = traffic.at(&server.directory.hosts, &server.other_hosts);
    let total = picture.total();
    let judgement = if total.count(Answer::Served) > 0 {
        trouble(&picture, &total).unwrap_or_else(|| seen(server, &picture))
    } else {
        unserved(&picture, &total).or_else(|| apart(server, traffic, &picture)).unwrap_or_else(
            || match total.of(Answer::SyncMl) {
                none if none.count == 0 => Judgement::info("no-traffic").shown_by(absent()),
                syncml => {
                    Judgement::fail("syncml-only", Confidence::Medium).shown_by(shown(&syncml))
                }
            },
        )
    };
    counted(judgement, traffic, &picture)
}

/// The pass. It is surest where Secure Mail itself was served and nobody refused, by a host that is
/// this server's, and notes.ini shows that no filter was set since.
fn seen(server: &Server, picture: &Picture) -> Judgement {
    let mut served = Seen::default();
    let (mut secure, mut refused) = (false, 0);
    for (program, tally) in &picture.programs {
        secure |= is_secure_mail(program.as_ref()) && tally.count(Answer::Served) > 0;
        refused += tally.count(Answer::Refused);
        served.merge(&tally.of(Answer::Served));
    }
    let sure = secure && refused == 0 && picture.confirmed && filters::are_known(server);
    let confidence = if sure { Confidence::High } else { Confidence::Medium };
    let outcome = if picture.confirmed { "seen" } else { "seen-host-open" };
    dated(Judgement::pass(outcome, confidence), &served)
}

fn is_secure_mail(program: Option<&Program>) -> bool {
    program.is_some_and(|program| program.kind == ProgramKind::SecureMail)
}

/// What speaks against a pass although something was served.
fn trouble(picture: &Picture, total: &Tally) -> Option<Judgement> {
    programs::trouble(picture).or_else(|| {
        let open = total.of(Answer::WithoutUser);
        (open.count > 0).then(|| dated(Judgement::unknown("without-user"), &open))
    })
}

/// Nothing was served, and some client tried.
fn unserved(picture: &Picture, total: &Tally) -> Option<Judgement> {
    let attempts = total.any_of(&Answer::ATTEMPTS);
    let refused = total.of(Answer::Refused);
    let only = |answer| {
        let but = [answer, Answer::Challenged];
        let others: Vec<_> =
            Answer::ATTEMPTS.into_iter().filter(|other| !but.contains(other)).collect();
        total.count(answer) > 0 && total.any_of(&others).count == 0
    };
    if attempts.count == 0 {
        None
    } else if only(Answer::Refused) {
        Some(dated(Judgement::fail("refused", Confidence::Medium), &refused))
    } else if only(Answer::WithoutUser) {
        Some(dated(Judgement::unknown("without-user"), &attempts))
    } else if only(Answer::Unnamed) {
        Some(dated(Judgement::unknown("client-unnamed"), &attempts))
    } else {
        let other = || dated(Judgement::unknown("not-served"), &attempts);
        Some(programs::setting_up(picture, total).unwrap_or_else(other))
    }
}

/// Requests that count for nothing here: for other hosts, or of other days.
fn apart(server: &Server, traffic: &Traffic, picture: &Picture) -> Option<Judgement> {
    let elsewhere = picture.elsewhere.any_of(&Answer::ATTEMPTS);
    let names = match server.directory.hosts.is_empty() {
        true => "none".to_owned(),
        false => list(server.directory.hosts.iter().cloned()),
    };
    if elsewhere.count > 0 {
        return Some(
            dated(Judgement::unknown("other-host"), &elsewhere)
                .arg("elsewhere", elsewhere.count)
                .arg("hosts", list(picture.hosts.iter().cloned()))
                .arg("names", names),
        );
    }
    let mut all = Seen::default();
    let mut judgement = Judgement::unknown("not-recent");
    for (name, when) in
        [("earlier", When::Earlier), ("later", When::Later), ("undated", When::Undated)]
    {
        let seen = traffic.not_recent(when);
        judgement = judgement.arg(name, seen.count);
        all.merge(&seen);
    }
    (all.count > 0).then(|| dated(judgement, &all))
}

fn shown(seen: &Seen) -> Option<Evidence> {
    Some(Evidence::new(Role::Observed, seen.place.clone()?, None))
}

/// Shows the latest of these requests, and tells from when to when they came.
fn dated(judgement: Judgement, seen: &Seen) -> Judgement {
    judgement.shown_by(shown(seen)).arg("first", minute(seen.first)).arg("last", minute(seen.last))
}

fn minute(time: Option<Moment>) -> String {
    time.map_or_else(|| "?".to_owned(), |time| time.local.strftime("%Y-%m-%d %H:%M").to_string())
}

/// Programs and hosts that are listed.
const MAX_LISTED: usize = 8;

fn list(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<_> = names.collect();
    if names.len() > MAX_LISTED {
        names.truncate(MAX_LISTED);
        names.push("…".to_owned());
    }
    names.join(", ")
}

fn name_of(program: Option<&Program>) -> String {
    program.map_or_else(|| "?".to_owned(), Program::to_string)
}

fn counted(judgement: Judgement, traffic: &Traffic, picture: &Picture) -> Judgement {
    let total = picture.total();
    let attempts = total.any_of(&Answer::ATTEMPTS).count;
    let (served, refused) = (total.count(Answer::Served), total.count(Answer::Refused));
    let programs = picture.programs.iter().filter_map(|(program, tally)| {
        let count = tally.any_of(&Answer::ATTEMPTS).count;
        (count > 0).then(|| format!("{} × {count}", name_of(program.as_ref())))
    });
    judgement
        .arg("programs", list(programs))
        .arg("requests", traffic.requests)
        .arg("served", served)
        .arg("refused", refused)
        .arg("undecided", attempts - served - refused)
        .arg("without_user", total.count(Answer::WithoutUser))
        .arg("syncml", total.count(Answer::SyncMl))
}

#[cfg(test)]
mod tests;
