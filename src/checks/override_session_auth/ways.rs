//! The ways on which clients may come to a URL, and what is said of them, in as few words as tell it.

use super::Judgement;
use crate::domino::hosts;
use crate::domino::sign_in::{Challenge, HttpTask, Mode, PortStatus, Request, Scheme, answer};
use crate::evidence::{Fact, Status};
use crate::inventory::Server;
use std::collections::{BTreeMap, BTreeSet};

/// A way, and what is said of it.
pub(super) struct Way {
    scheme: Scheme,
    /// `None` for any host that no site names.
    host: Option<String>,
    judgement: Judgement,
}

/// Asks for a URL on every way by these hosts (see [`hosts_of`]).
pub(super) fn of(
    server: &Server,
    task: &HttpTask<'_>,
    hosts: &[Option<String>],
    url: &str,
) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    for scheme in [Scheme::Https, Scheme::Http] {
        for host in hosts {
            let answer = answer(task, &Request::new(scheme, host.as_deref(), url));
            if is_closed(task, scheme, &answer.challenge) {
                continue;
            }
            let mut judgement = super::judged(server, task, url, &answer);
            let over_tls = ways.iter().find(|way| way.host == *host);
            let as_wanted = judgement.status == Status::Pass;
            // On a port that is off nobody asks, so what is wanted or said anyway holds all the same.
            if scheme == Scheme::Http
                && !(answer.port_known || as_wanted)
                && !over_tls.is_some_and(|way| same(&way.judgement, &judgement))
            {
                judgement = port_unknown(server, task);
            }
            ways.push(Way { scheme, host: host.clone(), judgement });
        }
    }
    if ways.is_empty() {
        let scheme = Scheme::Https;
        let answer = answer(task, &Request::new(scheme, None, url));
        let judgement = super::judged(server, task, url, &answer);
        ways.push(Way { scheme, host: None, judgement });
    }
    ways
}

fn port_unknown(server: &Server, task: &HttpTask<'_>) -> Judgement {
    let shown = task.http.status.evidence();
    super::complete(server, Judgement::unknown("port-unknown").shown_by(shown))
}

/// Whether nobody signs in there. Where https is off, a way that refuses everybody is the only one.
fn is_closed(task: &HttpTask<'_>, scheme: Scheme, challenge: &Challenge) -> bool {
    match challenge {
        Challenge::Closed | Challenge::ToHttps => true,
        Challenge::Refused | Challenge::BearerOnly => {
            scheme == Scheme::Http && task.https.status.value() != Some(&PortStatus::Off)
        }
        _ => false,
    }
}

/// The host names that the sites list, the addresses among them that are the server's own, and any
/// other host where a site may be the default or nothing is listed.
pub(super) fn hosts_of(task: &HttpTask<'_>) -> Vec<Option<String>> {
    if !matches!(Mode::of(task.internet_sites), Mode::Sites(_)) {
        return vec![None];
    }
    let own: BTreeSet<_> = task.addresses.iter().filter_map(|text| hosts::address(text)).collect();
    let reachable = |host: &String| hosts::address(host).is_none_or(|one| own.contains(&one));
    let sites = || task.sites.iter().map(|(site, _)| site);
    let listed = sites().filter_map(|site| site.addresses.value()).flatten();
    let named: BTreeSet<_> =
        listed.filter_map(|text| hosts::host(text)).filter(reachable).collect();
    let no_default =
        |fact: &Fact<bool>| fact.value() == Some(&false) || matches!(fact, Fact::Absent(_));
    let other = named.is_empty() || !sites().all(|site| no_default(&site.is_default));
    other.then_some(None).into_iter().chain(named.into_iter().map(Some)).collect()
}

/// One judgement for the URL where the same is said of all ways; else for each scheme or each host
/// where that tells them apart, else for each way.
pub(super) fn told(url: &str, ways: &[Way]) -> Vec<Judgement> {
    let all = |_: &Way| url.to_owned();
    let by_scheme = |way: &Way| format!("{}://*{url}", way.scheme.word());
    let by_host = |way: &Way| format!("*://{}{url}", way.host.as_deref().unwrap_or("*"));
    let by_both =
        |way: &Way| format!("{}://{}{url}", way.scheme.word(), way.host.as_deref().unwrap_or("*"));
    let subjects: [&dyn Fn(&Way) -> String; 4] = [&all, &by_scheme, &by_host, &by_both];
    let fits = |subject: &&&dyn Fn(&Way) -> String| {
        let mut said: BTreeMap<String, &Judgement> = BTreeMap::new();
        ways.iter()
            .all(|way| same(said.entry(subject(way)).or_insert(&way.judgement), &way.judgement))
    };
    let subject = subjects.iter().find(fits).copied().unwrap_or(&by_both);
    let mut order = Vec::new();
    let mut joined: BTreeMap<String, Judgement> = BTreeMap::new();
    for way in ways {
        let subject = subject(way);
        match joined.remove(&subject) {
            Some(own) => {
                joined.insert(subject, join(own, &way.judgement));
            }
            None => {
                order.push(subject.clone());
                joined.insert(subject, way.judgement.clone());
            }
        }
    }
    order.iter().filter_map(|subject| Some(joined.remove(subject)?.about(subject))).collect()
}

/// Whether two judgements say the same, however sure they are.
fn same(a: &Judgement, b: &Judgement) -> bool {
    (a.status, a.outcome, &a.args) == (b.status, b.outcome, &b.args)
}

/// A pass is as sure as the weakest of its ways; a fail as the surest, since one is enough.
fn join(own: Judgement, other: &Judgement) -> Judgement {
    let confidence = match own.status {
        Status::Fail => own.confidence.max(other.confidence),
        _ => own.confidence.min(other.confidence),
    };
    Judgement { confidence, ..own }.explained_by(other.evidence.iter().cloned())
}
