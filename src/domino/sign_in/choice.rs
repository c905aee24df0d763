//! Which Web Site document answers a request.
//!
//! Over http: the site with the host name, else the one with the address on which the connection was
//! accepted, else the default site. Over https the host name is still encrypted when the key is
//! needed, so that only address and default count; with SNI the server then changes to the site with
//! the host name. Sources: Domino wiki, "Why I did not get a 'No matching web site' error"; "Enabling
//! SNI", Domino help 12.0.0.

use super::documents::{Hosting, WebSite};
use super::request::{Request, Scheme};
use super::settings::{Sni, sni};
use super::way::{End, Way};
use super::{Challenge, HttpTask};
use crate::domino::hosts::{self, address};
use crate::evidence::{Confidence, Evidence, Fact, Found};
use std::net::IpAddr;

/// What a site is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Host,
    Address,
    Default,
}

/// Whether a site is found at a level.
enum Match {
    Yes(Confidence),
    No(Confidence),
    /// It can't be told, for this reason.
    Maybe(&'static str, Vec<Evidence>),
}

/// The site that answers, the level at which it was found, and how sure that is; no site at all.
type Picked<'s> = Option<(&'s WebSite, Level, Confidence)>;

/// Finds the site that answers.
pub(super) fn choose<'s>(
    task: &HttpTask<'s>,
    request: &Request,
    way: &mut Way<'s>,
) -> Result<&'s WebSite, End> {
    let picked = match request.scheme {
        Scheme::Http => pick(task, request, &[Level::Host, Level::Address, Level::Default])?,
        Scheme::Https => over_tls(task, request, way)?,
    };
    let Some((site, level, confidence)) = picked else {
        let sites: Vec<_> = task.sites.iter().map(|(site, _)| site.evidence()).collect();
        way.step("site-none", [], sites.clone());
        return Err(End::at(Challenge::NoSite, sites));
    };
    way.limit(confidence);
    way.site = Some(site);
    let shown = match level {
        Level::Default => site.is_default.evidence(),
        Level::Host | Level::Address => site.addresses.evidence(),
    };
    way.step(level.step(), [("site", &site.name)], shown);
    Ok(site)
}

fn over_tls<'s>(
    task: &HttpTask<'s>,
    request: &Request,
    way: &mut Way<'s>,
) -> Result<Picked<'s>, End> {
    let plain = || pick(task, request, &[Level::Address, Level::Default]);
    if !request.names_host() {
        return plain();
    }
    match sni(task, way) {
        Sni::Off => plain(),
        Sni::On => by_handshake(task, request),
        Sni::Unknown(why, evidence) => match (plain(), by_handshake(task, request)) {
            (Ok(Some(own)), Ok(Some(other))) if std::ptr::eq(own.0, other.0) => Ok(Some(own)),
            (Ok(None), Ok(None)) => Ok(None),
            (Err(own), Err(other)) if own.challenge == other.challenge => Err(own),
            _ => Err(End::unknown(why, evidence)),
        },
    }
}

/// With SNI the handshake needs a default site or one with an address to begin with.
fn by_handshake<'s>(task: &HttpTask<'s>, request: &Request) -> Result<Picked<'s>, End> {
    let sure = task.sites.iter().filter(|(_, hosting)| *hosting == Hosting::Yes);
    let begins = |site: &WebSite| {
        site.is_default.value() == Some(&true) || !listed_addresses(site).is_empty()
    };
    if sure.map(|(site, _)| site).any(begins) {
        return pick(task, request, &[Level::Host, Level::Address, Level::Default]);
    }
    pick(task, request, &[Level::Address, Level::Default])
}

/// Goes through the levels to the first at which a site is found for sure. What may be found before
/// leaves the choice open, unless it is the same site.
fn pick<'s>(task: &HttpTask<'s>, request: &Request, levels: &[Level]) -> Result<Picked<'s>, End> {
    let mut possible: Vec<(&WebSite, &'static str, Vec<Evidence>)> = Vec::new();
    let mut missed: Vec<(&WebSite, Confidence)> = Vec::new();
    for level in levels {
        let mut sure = Vec::new();
        for (site, hosting) in task.sites {
            match (level.test(task, request, site), hosting) {
                (Match::Yes(confidence), Hosting::Yes) => sure.push((site, confidence)),
                (Match::No(confidence), _) => missed.push((site, confidence)),
                (Match::Yes(_) | Match::Maybe(..), Hosting::Maybe) => {
                    possible.push((site, "hosting-unclear", vec![site.evidence()]));
                }
                (Match::Maybe(why, evidence), Hosting::Yes) => possible.push((site, why, evidence)),
            }
        }
        match sure.as_slice() {
            [] => {}
            [(site, confidence)] => {
                return settle(Some((site, *level, *confidence)), possible, &missed);
            }
            several => {
                let shown = several.iter().map(|(site, _)| site.evidence()).collect();
                return Err(End::unknown(level.twice(), shown));
            }
        }
    }
    settle(None, possible, &missed)
}

fn settle<'s>(
    picked: Picked<'s>,
    possible: Vec<(&'s WebSite, &'static str, Vec<Evidence>)>,
    missed: &[(&'s WebSite, Confidence)],
) -> Result<Picked<'s>, End> {
    let own = |site: &WebSite| picked.is_some_and(|(picked, ..)| std::ptr::eq(picked, site));
    let mut others = possible.into_iter().filter(|(site, ..)| !own(site));
    if let Some((site, why, mut evidence)) = others.next() {
        let why = match (why, &picked) {
            (ADDRESS_UNCLEAR, None) => "site-not-default",
            (ADDRESS_UNCLEAR, Some(_)) => "several-sites",
            (why, _) => why,
        };
        evidence.extend(picked.map(|(site, ..)| site.evidence()));
        if evidence.is_empty() {
            evidence.push(site.evidence());
        }
        return Err(End::unknown(why, evidence));
    }
    let weakest = missed.iter().filter(|(site, _)| !own(site)).map(|(_, missed)| *missed).min();
    Ok(picked.map(|(site, level, sure)| (site, level, sure.and(weakest.unwrap_or(sure)))))
}

/// Nothing tells on which address a request for a host name arrives.
const ADDRESS_UNCLEAR: &str = "address-unclear";

impl Level {
    fn step(self) -> &'static str {
        match self {
            Self::Host => "site-by-host",
            Self::Address => "site-by-address",
            Self::Default => "site-by-default",
        }
    }

    /// The reason where two sites are found.
    fn twice(self) -> &'static str {
        match self {
            Self::Host => "duplicate-host",
            Self::Address => "duplicate-address",
            Self::Default => "several-sites",
        }
    }

    fn test(self, task: &HttpTask<'_>, request: &Request, site: &WebSite) -> Match {
        match self {
            Self::Host => by_host(request, site),
            Self::Address => by_address(task, request, site),
            Self::Default => by_default(task, site),
        }
    }
}

fn by_host(request: &Request, site: &WebSite) -> Match {
    let Some(host) = &request.host else { return Match::No(Confidence::High) };
    match &site.addresses {
        // What a `*` in a host name does is not documented.
        Fact::Known(listed) if names_of(listed).any(|name| may_cover(&name, host)) => {
            Match::Maybe("addresses-unclear", site.addresses.evidence())
        }
        Fact::Known(listed) => told(names_of(listed).any(|name| name == *host), listed.confidence),
        other => unlisted(other),
    }
}

/// The hosts that a site lists.
fn names_of(listed: &Found<Vec<String>>) -> impl Iterator<Item = String> {
    listed.value.iter().filter_map(|text| hosts::host(text))
}

/// Whether a host name with `*` in it may stand for the one that is asked for.
fn may_cover(name: &str, host: &str) -> bool {
    let Some((before, after)) = name.split_once('*') else { return false };
    let after = after.rsplit('*').next().unwrap_or_default();
    host.starts_with(before) && host.ends_with(after)
}

/// Without a known address any address may be the one; where the Server document holds addresses, one
/// of these.
fn by_address(task: &HttpTask<'_>, request: &Request, site: &WebSite) -> Match {
    let confidence = match &site.addresses {
        Fact::Known(listed) => listed.confidence,
        other => return unlisted(other),
    };
    let listed = listed_addresses(site);
    if listed.is_empty() {
        return Match::No(confidence);
    }
    if let Some(address) = request.address {
        return told(listed.contains(&address), confidence);
    }
    let own: Vec<_> = task.addresses.iter().filter_map(|text| address(text)).collect();
    match own.iter().filter(|own| listed.contains(own)).count() {
        _ if own.is_empty() => Match::Maybe(ADDRESS_UNCLEAR, vec![site.evidence()]),
        0 => Match::No(confidence.and(Confidence::Medium)),
        all if all == own.len() => Match::Yes(confidence.and(Confidence::Medium)),
        _ => Match::Maybe(ADDRESS_UNCLEAR, vec![site.evidence()]),
    }
}

fn by_default(task: &HttpTask<'_>, site: &WebSite) -> Match {
    match &site.is_default {
        Fact::Known(found) => told(found.value, found.confidence),
        // A missing item is taken for no, which is inferred: beside another site that is too little.
        Fact::Absent(_) if task.sites.len() == 1 => Match::No(Confidence::Medium),
        Fact::Absent(evidence) => Match::Maybe("several-sites", vec![evidence.clone()]),
        Fact::Unknown(_, evidence) => Match::Maybe("default-unclear", evidence.clone()),
    }
}

fn told(found: bool, confidence: Confidence) -> Match {
    if found { Match::Yes(confidence) } else { Match::No(confidence) }
}

fn unlisted(addresses: &Fact<Vec<String>>) -> Match {
    match addresses {
        Fact::Unknown(_, evidence) => Match::Maybe("addresses-unclear", evidence.clone()),
        _ => Match::No(Confidence::Medium),
    }
}

/// The addresses that a site lists.
pub(super) fn listed_addresses(site: &WebSite) -> Vec<IpAddr> {
    let listed = site.addresses.value().into_iter().flatten();
    listed.filter_map(|text| address(&hosts::host(text)?)).collect()
}
