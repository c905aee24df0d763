//! What keeps a program from being served, though others may be. A program counts for each platform
//! by itself, as Traveler can refuse by either.

use super::{dated, is_secure_mail, list, minute, name_of};
use crate::checks::Judgement;
use crate::evidence::Confidence;
use crate::traveler::{Answer, Picture, Program, Seen, Tally};

/// Answers of a client that is sent to fetch a device policy.
const LOOP: [Answer; 2] = [Answer::Provisioned, Answer::Unprovisioned];
/// Requests in vain, one after the other, that are no longer the first steps of sign-ins.
const MANY: u64 = 10;
/// Redirections, refusals and errors after which a client is no longer served: no sign-in begins so.
const FEW: u64 = 3;
/// After so many seconds without success even one is no first step of the sign-in before.
const LATE: i64 = 3600;

/// What speaks against a pass, with its rank and the requests that show it.
type Trouble = (u8, Judgement, Seen);

/// What speaks against a pass although something was served: the worst of all programs, Secure Mail
/// before the others.
pub(super) fn trouble(picture: &Picture) -> Option<Judgement> {
    let served = |(program, tally): (&Option<Program>, &Tally)| {
        is_secure_mail(program.as_ref()) && tally.count(Answer::Served) > 0
    };
    let secure_served = picture.programs.iter().any(served);
    let all = picture.programs.iter().filter_map(|(program, tally)| {
        let program = program.as_ref();
        let (rank, judgement, seen) = match tally.count(Answer::Served) {
            0 => never_served(tally, is_secure_mail(program), secure_served),
            _ => served_at_times(tally),
        }?;
        Some((rank, told(judgement, tally, &seen).arg("program", name_of(program))))
    });
    all.min_by_key(|(rank, _)| *rank).map(|(_, judgement)| judgement)
}

/// Where nothing was served: what the clients did that got no further than to set up.
pub(super) fn setting_up(picture: &Picture, total: &Tally) -> Option<Judgement> {
    let set_up = [LOOP[0], LOOP[1], Answer::Prepared];
    let others = Answer::ATTEMPTS.into_iter();
    let others = others.filter(|own| !set_up.contains(own) && *own != Answer::Challenged);
    let others = total.any_of(&others.collect::<Vec<_>>()).count;
    let seen = total.any_of(&set_up);
    let judgement = match total.any_of(&LOOP).count {
        0 if seen.count > 0 && others == 0 => Judgement::unknown("only-prepared"),
        count if count > 0 && count >= others => Judgement::unknown("provision-loop"),
        _ => return None,
    };
    let programs = picture.programs.iter();
    let own = programs.filter(|(_, tally)| tally.any_of(&set_up).count > 0);
    let names = list(own.map(|(program, _)| name_of(program.as_ref())));
    Some(told(judgement, total, &seen).arg("program", names))
}

fn told(judgement: Judgement, tally: &Tally, seen: &Seen) -> Judgement {
    dated(judgement, seen)
        .arg("program_served", tally.count(Answer::Served))
        .arg("program_refused", tally.count(Answer::Refused))
        .arg("program_failed", tally.count(Answer::Failed))
        .arg("provisioned", tally.count(Answer::Provisioned))
        .arg("unprovisioned", tally.count(Answer::Unprovisioned))
        .arg("since", tally.since().count)
}

/// `secure` is of this program, `secure_served` of Secure Mail on any platform.
fn never_served(tally: &Tally, secure: bool, secure_served: bool) -> Option<Trouble> {
    let refused = tally.of(Answer::Refused);
    let attempts = tally.any_of(&Answer::ATTEMPTS);
    if refused.count > 0 {
        let (rank, judgement) = match (secure, secure_served) {
            (true, false) => (0, Judgement::fail("secure-mail-refused", Confidence::Medium)),
            (true, true) => (1, Judgement::unknown("platform-refused")),
            (false, _) => (3, Judgement::unknown("program-refused")),
        };
        Some((rank, judgement, refused))
    } else if tally.any_of(&LOOP).count > 0 {
        let rank = if secure { 1 } else { 6 };
        Some((rank, Judgement::unknown("provision-loop"), tally.any_of(&LOOP)))
    } else if tally.count(Answer::Failed) > 0 {
        Some((7, Judgement::unknown("mostly-failed"), tally.of(Answer::Failed)))
    } else if !secure || attempts.count == 0 {
        None
    } else if tally.count(Answer::Prepared) > 0 {
        Some((2, Judgement::unknown("only-prepared"), attempts))
    } else {
        Some((2, Judgement::unknown("secure-mail-unserved"), attempts))
    }
}

fn served_at_times(tally: &Tally) -> Option<Trouble> {
    let (served, refused) = (tally.of(Answer::Served), tally.of(Answer::Refused));
    let with = |answers: &[Answer]| tally.any_of(&[&[Answer::Served], answers].concat());
    if refused.count > served.count || refused.last > served.last {
        Some((4, Judgement::unknown("mostly-refused"), with(&[Answer::Refused])))
    } else if tally.any_of(&LOOP).count >= served.count {
        Some((4, Judgement::unknown("provision-loop"), with(&LOOP)))
    } else if is_over(&served, tally) {
        let judgement =
            Judgement::unknown("unserved-lately").arg("served_last", minute(served.last));
        Some((5, judgement, tally.since().clone()))
    } else if tally.count(Answer::Failed) > served.count {
        Some((7, Judgement::unknown("mostly-failed"), with(&[Answer::Failed])))
    } else {
        None
    }
}

/// Whether what was tried since the last success shows that the server answers otherwise now. Each
/// sign-in begins with a 401, so the end of a log may hold some of those.
fn is_over(served: &Seen, tally: &Tally) -> bool {
    let since = tally.since();
    let gap = since.last.zip(served.last).map(|(since, served)| since.seconds_since(served));
    since.count >= MANY || tally.turned_away().count >= FEW || gap.is_some_and(|gap| gap >= LATE)
}
