//! Certificates of files of which several are for one name: an old export beside a new one, or what a
//! store keeps after a renewal. Which of them is in use no file tells.

use super::super::Judgement;
use super::chain;
use super::shown::{self, Shown};
use crate::evidence::{Role, Severity};
use crate::inventory::Server;

/// What is said of each; where those for one name are not judged alike, that they disagree.
pub(super) fn judge(files: &[Shown<'_>], server: &Server) -> Vec<Judgement> {
    let mut told: Vec<_> = files.iter().map(|file| Some(chain::judge(file, server))).collect();
    let mut judgements = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let rivals =
            (0..files.len()).filter(|&other| other == at || differ(file, files.get(other)));
        let rivals: Vec<_> = rivals.collect();
        let is_open = |one: &&usize| told.get(**one).is_some_and(Option::is_some);
        if rivals.iter().filter(is_open).count() > 1 && !alike(&rivals, &told) {
            let all = rivals.iter().filter_map(|&one| files.get(one));
            judgements.push(disagree(file, all.collect()));
            for (at, told) in told.iter_mut().enumerate() {
                told.take_if(|_| rivals.contains(&at));
            }
        }
    }
    judgements.extend(told.into_iter().flatten().flatten());
    judgements
}

/// Whether both are for one name, and not the same.
fn differ(one: &Shown<'_>, other: Option<&Shown<'_>>) -> bool {
    let Some(other) = other else { return false };
    let for_one = |a: &Shown<'_>, b: &Shown<'_>| {
        let names = a.chain.own.names.as_deref().unwrap_or_default();
        names.iter().any(|name| b.is_for(name))
    };
    !shown::are_same(&one.chain.own, &other.chain.own)
        && (for_one(one, other) || for_one(other, one))
}

/// Whether the same is said of all of them.
fn alike(rivals: &[usize], told: &[Option<Vec<Judgement>>]) -> bool {
    let said = |one: &usize| -> Vec<_> {
        let told = told.get(*one).and_then(Option::as_ref);
        let open = |one: &&Judgement| one.severity != Some(Severity::Info);
        told.into_iter().flatten().filter(open).map(|one| (one.status, one.outcome)).collect()
    };
    rivals.windows(2).all(|pair| match pair {
        [one, other] => said(one) == said(other),
        _ => true,
    })
}

fn disagree(first: &Shown<'_>, all: Vec<&Shown<'_>>) -> Judgement {
    let count = all.len();
    Judgement::unknown("files-disagree")
        .about(&first.subject)
        .arg("name", first.chain.own.name())
        .arg("count", count)
        .shown_by(all.into_iter().map(|one| one.evidence(Role::Conflict)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Confidence, InputPath, Location};
    use crate::formats::{Certificate, CertificateChain};

    fn chain(names: &[&str], print: &str) -> CertificateChain {
        let names = Some(names.iter().map(|name| (*name).to_owned()).collect());
        let fingerprint = Some(print.to_owned());
        let own = Certificate { names, fingerprint, ..Certificate::default() };
        let location = Location::input(&InputPath::named("c.pem"));
        CertificateChain { own, signers: Vec::new(), trusted: None, location }
    }

    fn shown(chain: &CertificateChain) -> Shown<'_> {
        let (subject, sure) = (String::new(), Confidence::Medium);
        Shown { chain, subject, asked: None, day: None, scanned: false, sure }
    }

    #[test]
    fn rivals_are_for_one_name_and_not_the_same() {
        let mail = chain(&["mail.example.com"], "A");
        let of = |other: &CertificateChain| {
            let both = (
                differ(&shown(&mail), Some(&shown(other))),
                differ(&shown(other), Some(&shown(&mail))),
            );
            assert_eq!(both.0, both.1, "whichever comes first");
            both.0
        };
        assert!(of(&chain(&["mail.example.com"], "B")));
        assert!(of(&chain(&["x.example.com", "*.example.com"], "B")));
        assert!(!of(&chain(&["mail.example.com"], "A")));
        assert!(!of(&chain(&["web.example.com"], "B")));
        assert!(!differ(&shown(&mail), None));
    }

    #[test]
    fn what_is_said_alike_of_all_is_no_disagreement() {
        let told = |outcome| Some(vec![Judgement::pass(outcome, Confidence::Medium)]);
        let info = || Some(vec![Judgement::info("expires-soon")]);
        assert!(alike(&[0, 1], &[told("good"), told("good")]));
        assert!(!alike(&[0, 1], &[told("good"), info()]));
        assert!(alike(&[0, 1], &[info(), Some(Vec::new())]), "what is only told does not count");
        assert!(!alike(&[0, 1, 2], &[told("good"), told("good"), told("weak-key")]));
    }
}
