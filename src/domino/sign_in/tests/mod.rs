//! The way of a request, case by case, in a world made of documents.

use super::*;
use crate::domino::release;
use crate::evidence::{Doubt, Found, InputPath, Location, Role};

mod choice;
mod options;
mod rules;

fn place() -> Location {
    Location::line(&InputPath::named("names.dxl"), 1)
}

fn known<T>(value: T) -> Fact<T> {
    Fact::Known(Found {
        value,
        raw: "raw".to_owned(),
        location: place(),
        confidence: Confidence::High,
        named_by: None,
    })
}

fn absent<T>() -> Fact<T> {
    Fact::Absent(Evidence::new(Role::Absent, place(), None))
}

fn unclear<T>() -> Fact<T> {
    Fact::Unknown(Doubt::Unnamed, vec![Evidence::new(Role::Context, place(), None)])
}

fn rule(kind: RuleKind, pattern: &str, replacement: &str) -> Rule {
    Rule {
        kind: known(kind),
        pattern: known(pattern.to_owned()),
        replacement: known(replacement.to_owned()),
        location: place(),
    }
}

/// A rule that overrides session authentication.
fn over(pattern: &str) -> Rule {
    rule(RuleKind::OverrideSession, pattern, "")
}

/// Session authentication for a single server; name and password do, nobody is let in without.
fn options() -> SignInOptions {
    let one = || Options { password: known(true), anonymous: known(false), bearer: known(false) };
    SignInOptions { session: known(SessionAuthentication::Single), tcp: one(), tls: one() }
}

/// A site that is not the default, with these host names and addresses.
fn site(name: &str, listed: &[&str]) -> WebSite {
    WebSite {
        name: name.to_owned(),
        addresses: known(listed.iter().map(|text| (*text).to_owned()).collect()),
        is_default: known(false),
        options: options(),
        redirects: known(false),
        cookie: known(false),
        rules: Vec::new(),
        unread: Vec::new(),
        rules_whole: Some(Confidence::High),
        location: place(),
    }
}

/// The same with a rule that covers the Traveler URLs.
fn covered(name: &str, listed: &[&str]) -> WebSite {
    WebSite { rules: vec![over("/traveler*")], ..site(name, listed) }
}

fn default(site: WebSite) -> WebSite {
    WebSite { is_default: known(true), ..site }
}

/// A server with Internet Sites on, whose ports are both on.
struct World {
    internet_sites: Fact<bool>,
    http: Port,
    https: Port,
    options: SignInOptions,
    sites: Vec<(WebSite, Hosting)>,
    unclear_sites: Vec<Unread>,
    sites_whole: Option<Confidence>,
    other_rules: Vec<Rule>,
    addresses: Vec<String>,
    sni: Fact<String>,
    public_urls: Fact<String>,
    ihs: Fact<String>,
    release: Option<Version>,
}

fn port(status: Fact<PortStatus>, number: &str) -> Port {
    Port { status, number: known(number.to_owned()) }
}

fn world(sites: Vec<WebSite>) -> World {
    World {
        internet_sites: known(true),
        http: port(known(PortStatus::On), "80"),
        https: port(known(PortStatus::On), "443"),
        options: options(),
        sites: sites.into_iter().map(|site| (site, Hosting::Yes)).collect(),
        unclear_sites: Vec::new(),
        sites_whole: Some(Confidence::High),
        other_rules: Vec::new(),
        addresses: Vec::new(),
        sni: absent(),
        public_urls: absent(),
        ihs: absent(),
        release: None,
    }
}

impl World {
    fn task(&self) -> HttpTask<'_> {
        HttpTask {
            internet_sites: &self.internet_sites,
            http: &self.http,
            https: &self.https,
            options: &self.options,
            sites: &self.sites,
            unclear_sites: &self.unclear_sites,
            sites_whole: self.sites_whole,
            other_rules: &self.other_rules,
            addresses: &self.addresses,
            sni: self.sni.clone(),
            public_urls: self.public_urls.clone(),
            ihs: self.ihs.clone(),
            release: self.release.as_ref().map(|release| (release, Confidence::High)),
        }
    }

    fn with_sni(mut self, sni: &str, release: &str) -> Self {
        self.sni = known(sni.to_owned());
        self.release = release::read(release);
        self
    }

    fn on(mut self, addresses: &[&str]) -> Self {
        self.addresses = addresses.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    /// `SITE challenge`, with the reason instead where it is not known.
    fn ask(&self, url: &str) -> String {
        let task = self.task();
        let answer = answer(&task, &Request::parse(url).unwrap());
        for step in &answer.steps {
            assert!(STEPS.contains(&step.code), "{} is not listed", step.code);
        }
        let told = match &answer.challenge {
            Challenge::Unknown(why) => {
                assert_eq!(answer.confidence, Confidence::Low, "{why}");
                why
            }
            challenge => challenge.code(),
        };
        match answer.site {
            Some(site) => format!("{} {told}", site.name),
            None => told.to_owned(),
        }
    }

    /// The codes of the steps to a URL.
    fn way(&self, url: &str) -> Vec<&'static str> {
        let task = self.task();
        let answer = answer(&task, &Request::parse(url).unwrap());
        answer.steps.iter().map(|step| step.code).collect()
    }
}

#[test]
fn the_way_is_told_step_by_step() {
    let world = world(vec![default(covered("Mail", &["mail.example.com"]))]);
    let wanted = [
        "port-on",
        "mode-sites",
        "sni-off",
        "site-by-default",
        "session-single",
        "rule-overrides",
        "cookie-off",
        "anonymous-off",
        "password-on",
    ];
    assert_eq!(world.way("https://mail.example.com/traveler"), wanted);
    let listed: std::collections::BTreeSet<_> = STEPS.into_iter().collect();
    assert_eq!(listed.len(), STEPS.len());
    let texts = &crate::catalog::Catalog::built_in().unwrap().texts;
    for code in STEPS {
        let id = format!("way-{code}");
        assert_ne!(texts.word(&id, &Args::new()), id, "no text for {code}");
    }
}

#[test]
fn what_stands_beside_an_answer_is_context() {
    let told = |site: WebSite| {
        let world = world(vec![site]);
        let task = world.task();
        let answer = answer(&task, &Request::parse("https://mail.example.com/traveler").unwrap());
        let roles = |seen: Vec<Evidence>| seen.iter().map(|piece| piece.role).collect::<Vec<_>>();
        (roles(answer.context()), roles(answer.found_in().collect()))
    };
    // Why the site answers, and that session authentication is on there.
    let beside = told(default(covered("Mail", &[])));
    assert_eq!(beside, (vec![Role::Context; 2], vec![Role::Context]));
    assert_eq!(told(covered("Mail", &["mail.example.com"])).0, []);
}
