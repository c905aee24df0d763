//! What the checks of versions share: the version that decides, or why none does.
//!
//! A level that is good can't be that of a server whose own log shows a bad one: there what the
//! operator states and the log contradict each other.

use super::Judgement;
use crate::evidence::{Evidence, Role, Status};
use crate::inventory::{Rank, Server, VersionChoice, VersionSeen};
use jiff::civil::Date;

/// The outcomes where no version decides.
pub(super) const UNDECIDED: [&str; 3] = ["sightings-contradict", "only-mentions", "no-version"];

/// Judges the version of Traveler that decides.
pub(super) fn judge_traveler(
    server: &Server,
    judge: impl Fn(&VersionSeen) -> Judgement,
) -> Judgement {
    let Some(seen) = server.traveler.chosen() else { return undecided(server, &server.traveler) };
    let judgement = judge(seen);
    let log = server.traveler.seen.iter().find(|seen| seen.rank == Rank::Log);
    let log_fails = || log.is_some_and(|log| judge(log).status == Status::Fail);
    if seen.rank == Rank::Stated && judgement.status == Status::Pass && log_fails() {
        return contradiction(&server.traveler).about(&judgement.subject);
    }
    judgement
}

/// Whether it was built after the day of the report; time zones differ by a day at the most.
pub(super) fn is_built_after(seen: &VersionSeen, day: Date) -> bool {
    let built = seen.version.build.as_ref().map(|build| build.time.date());
    built.is_some_and(|built| day.tomorrow().is_ok_and(|tomorrow| built > tomorrow))
}

/// Why no version decides.
pub(super) fn undecided(server: &Server, choice: &VersionChoice) -> Judgement {
    match choice.seen.as_slice() {
        [] => Judgement::unknown("no-version").shown_by([Evidence::new(
            Role::Absent,
            server.place(),
            None,
        )]),
        _ if choice.contradicts() => contradiction(choice),
        _ => shown(Judgement::unknown("only-mentions"), choice, Role::Context),
    }
}

fn contradiction(choice: &VersionChoice) -> Judgement {
    shown(Judgement::unknown("sightings-contradict"), choice, Role::Conflict)
}

fn shown(judgement: Judgement, choice: &VersionChoice, role: Role) -> Judgement {
    let texts: Vec<_> = choice.seen.iter().map(|seen| seen.version.text.as_str()).collect();
    judgement
        .arg("text", texts.join("; "))
        .shown_by(choice.seen.iter().map(|seen| seen.evidence(role)))
}
