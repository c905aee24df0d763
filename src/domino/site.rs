//! How the HTTP task finds the Web Site document and the rules for a request, as far as one document
//! alone can answer.
//!
//! Sources: Domino help, "Understanding Internet Site documents" and "Web Site rules and global Web
//! settings"; technote 21250004 (override rules work with Internet Sites only).

mod pattern;

use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, Location, Role};

/// Session authentication of a Server or Web Site document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionAuthentication {
    /// Disabled: the server asks with HTTP Basic.
    Off,
    /// Single server.
    Single,
    /// Multiple servers (SSO).
    Multi,
}

/// What a Web Site Rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// Maps to a folder.
    Directory,
    /// Sends the client elsewhere.
    Redirection,
    /// Replaces the path.
    Substitution,
    /// Adds HTTP response headers.
    ResponseHeader,
    /// Overrides session authentication.
    OverrideSession,
}

/// A Web Site Rule document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it does.
    pub kind: Fact<RuleKind>,
    /// The incoming URL pattern.
    pub pattern: Fact<String>,
    /// The replacement pattern of a substitution.
    pub replacement: Fact<String>,
    /// The document.
    pub location: Location,
}

impl Rule {
    /// Whether it can't be ruled out that the pattern covers the path.
    #[must_use]
    pub fn may_cover(&self, path: &str) -> bool {
        self.pattern.value().is_none_or(|pattern| !matches!(covers(pattern, path), Cover::No(_)))
    }
}

/// A Web Site document with its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebSite {
    /// Its descriptive name, or what else tells it from others.
    pub name: String,
    /// Host names and addresses mapped to it.
    pub addresses: Fact<Vec<String>>,
    /// Whether it answers what no other site answers.
    pub is_default: Fact<bool>,
    /// Session authentication.
    pub session: Fact<SessionAuthentication>,
    /// Whether clients may sign in with name and password over https.
    pub password: Fact<bool>,
    /// The rules that hang on it.
    pub rules: Vec<Rule>,
    /// Documents that may be rules of it and are not judged.
    pub unread: Vec<Unread>,
    /// Whether a rule that is not here does not exist; not so where the export may lack some.
    pub rules_whole: bool,
    /// The document.
    pub location: Location,
}

/// A document that may be a rule of a site, and is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Code of the reason, as in [`SignIn::Unsure`].
    pub why: &'static str,
    /// The document, and those that it is in conflict with.
    pub places: Vec<Location>,
}

/// Whether a pattern covers a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// It does.
    Yes(Confidence),
    /// It does not.
    No(Confidence),
    /// It can't be told: it would if upper and lower case did not matter, the pattern is empty, or it is
    /// written in a way of which it is not documented how Domino takes it.
    Unclear,
}

/// Tests an incoming URL pattern against a path (no host, no query).
///
/// `*` stands for any characters. A pattern without `*` gets `/*` appended: documented for
/// substitution rules, inferred for the others.
#[must_use]
pub fn covers(pattern: &str, path: &str) -> Cover {
    let pattern = pattern.trim_ascii();
    if pattern.trim_end_matches('/').is_empty() {
        return Cover::Unclear;
    }
    if !pattern::is_plain(pattern) {
        let may = pattern::may_mean(pattern, path);
        return if may { Cover::Unclear } else { Cover::No(Confidence::Medium) };
    }
    let (pattern, confidence) = if pattern.contains('*') {
        (pattern.to_owned(), Confidence::High)
    } else {
        (format!("{}/*", pattern.trim_end_matches('/')), Confidence::Medium)
    };
    if wildcard(&pattern, path) {
        Cover::Yes(confidence)
    } else if wildcard(&pattern.to_lowercase(), &path.to_lowercase()) {
        Cover::Unclear
    } else {
        Cover::No(confidence)
    }
}

/// Whether `text` fits `pattern`, in which `*` stands for any characters.
fn wildcard(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces: Vec<_> = pieces.collect();
    let Some(last) = pieces.pop() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The path after a substitution; `None` where the replacement can't be worked out.
fn substitute(pattern: &str, replacement: &str, path: &str) -> Option<String> {
    let pattern = pattern.trim_ascii();
    let (before, after) = pattern.split_once('*').unwrap_or((pattern, ""));
    if after.contains('*') {
        return None;
    }
    let middle = path.strip_prefix(before)?.strip_suffix(after)?;
    let replacement = replacement.trim_ascii();
    match replacement.split_once('*') {
        Some((head, tail)) if !tail.contains('*') => Some(format!("{head}{middle}{tail}")),
        Some(_) => None,
        None => Some(format!("{}{middle}", replacement.trim_end_matches('/'))),
    }
}

/// How a site asks for the name of a client at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Session authentication is off: HTTP Basic.
    SessionOff(Found<SessionAuthentication>),
    /// A rule overrides session authentication at this path.
    Overridden(Found<String>),
    /// Session authentication is on and no rule overrides it: a login form.
    Form(Confidence, Vec<Evidence>),
    /// It can't be told, for this reason.
    Unsure(&'static str, Vec<Evidence>),
}

/// Follows a request that reached this site.
#[must_use]
pub fn sign_in(site: &WebSite, path: &str) -> SignIn {
    if let Some(unsure) = moved(site, path) {
        return unsure;
    }
    let session = match &site.session {
        Fact::Known(found) if found.value == SessionAuthentication::Off => {
            let found = found.clone();
            return without_password(&site.password).unwrap_or(SignIn::SessionOff(found));
        }
        Fact::Known(found) => found,
        other => return SignIn::Unsure("session-unknown", other.evidence()),
    };
    let rules = matching(site, path);
    if let Some(found) = rules.covering
        && site.unread.is_empty()
    {
        return without_password(&site.password).unwrap_or(SignIn::Overridden(found));
    }
    if let Some((why, _)) = rules.unclear.first() {
        return SignIn::Unsure(why, rules.unclear.into_iter().map(|(_, piece)| piece).collect());
    }
    let mut evidence = vec![session.evidence(Role::Observed)];
    evidence.extend(rules.missing);
    if !site.rules_whole {
        return SignIn::Unsure("rules-maybe-missing", evidence);
    }
    SignIn::Form(session.confidence.and(rules.confidence), evidence)
}

/// Why a rule can't be told to cover the path or not.
fn doubt_of(rule: &Rule) -> &'static str {
    if rule.kind.value().is_none() {
        return UNCLEAR;
    }
    match &rule.pattern {
        Fact::Known(pattern) if pattern.value.trim().is_empty() => WITHOUT_PATTERN,
        Fact::Known(pattern) if pattern.value.trim().trim_matches('/').is_empty() => UNCLEAR,
        Fact::Known(_) => "rule-case",
        Fact::Absent(_) => WITHOUT_PATTERN,
        Fact::Unknown(Doubt::SeveralValues, _) => "rule-several-patterns",
        Fact::Unknown(Doubt::Ambiguous, _) => "rule-contradictory",
        Fact::Unknown(..) => UNCLEAR,
    }
}

/// Nothing tells for sure what a rule does, or where.
pub const UNCLEAR: &str = "rule-unclear";

/// A newer state of the directory may lack the rule.
pub const MAYBE_DELETED: &str = "rule-maybe-deleted";

/// A rule has no pattern.
const WITHOUT_PATTERN: &str = "rule-without-pattern";

/// A rule as evidence: what was seen of its pattern, else the document.
fn evidence_of(rule: &Rule) -> Vec<Evidence> {
    let mut seen = match &rule.pattern {
        Fact::Known(pattern) => vec![pattern.evidence(Role::Context)],
        other => other.evidence(),
    };
    if let Fact::Unknown(_, kind) = &rule.kind {
        seen.extend(kind.iter().cloned());
    }
    if seen.is_empty() {
        seen.push(Evidence::new(Role::Context, rule.location.clone(), None));
    }
    seen
}

/// Why HTTP Basic may be no way to sign in: the option for name and password is off, or not known.
/// Devices come over https; where a proxy takes that off their hands, the files don't tell.
#[must_use]
pub fn without_password(password: &Fact<bool>) -> Option<SignIn> {
    match password {
        Fact::Known(found) if found.value => None,
        Fact::Known(found) => {
            Some(SignIn::Unsure("password-off", vec![found.evidence(Role::Observed)]))
        }
        other => Some(SignIn::Unsure("password-unknown", other.evidence())),
    }
}

/// A redirection takes the request away, and a substitution may move the path into or out of the
/// pattern of an override rule; in which order Domino looks at them is not documented.
fn moved(site: &WebSite, path: &str) -> Option<SignIn> {
    site.rules.iter().find_map(|rule| {
        if !rule.may_cover(path) {
            return None;
        }
        let evidence = || evidence_of(rule);
        let blank = rule.pattern.value().is_none_or(|pattern| pattern.trim().is_empty());
        match (rule.kind.value(), rule.pattern.value()) {
            // It may be one of the two, or its pattern may be any.
            (None | Some(RuleKind::Redirection | RuleKind::Substitution), _)
                if blank || rule.kind.value().is_none() =>
            {
                Some(SignIn::Unsure(doubt_of(rule), evidence()))
            }
            (Some(RuleKind::Redirection), _) => Some(SignIn::Unsure("redirected", evidence())),
            (Some(RuleKind::Substitution), Some(pattern)) => {
                let replacement = rule.replacement.value().map_or("", String::as_str);
                let after = substitute(pattern, replacement, path);
                let before = matching(site, path).covering.is_some();
                let same =
                    after.is_some_and(|after| matching(site, &after).covering.is_some() == before);
                (!same).then(|| SignIn::Unsure("substituted", evidence()))
            }
            _ => None,
        }
    })
}

struct Matching {
    covering: Option<Found<String>>,
    missing: Vec<Evidence>,
    /// Each with the code of its reason.
    unclear: Vec<(&'static str, Evidence)>,
    confidence: Confidence,
}

/// What the override rules of a site say of a path.
fn matching(site: &WebSite, path: &str) -> Matching {
    let mut found = Matching {
        covering: None,
        missing: Vec::new(),
        unclear: Vec::new(),
        confidence: Confidence::High,
    };
    for rule in &site.rules {
        match (&rule.kind, &rule.pattern) {
            (Fact::Known(kind), _) if kind.value != RuleKind::OverrideSession => {}
            (Fact::Known(kind), Fact::Known(pattern)) => match covers(&pattern.value, path) {
                Cover::Yes(confidence) => {
                    let mut pattern = pattern.clone();
                    pattern.confidence = pattern.confidence.and(confidence).and(kind.confidence);
                    // The surest of several covering rules speaks.
                    if found
                        .covering
                        .as_ref()
                        .is_none_or(|best| best.confidence < pattern.confidence)
                    {
                        found.covering = Some(pattern);
                    }
                }
                Cover::No(confidence) => {
                    found.confidence = found.confidence.and(confidence);
                    found.missing.push(pattern.evidence(Role::Context));
                }
                Cover::Unclear => found.doubt(rule),
            },
            // A rule known not to cover the path needs no known type; any other may be the one.
            (_, Fact::Known(pattern)) if matches!(covers(&pattern.value, path), Cover::No(_)) => {}
            _ => found.doubt(rule),
        }
    }
    for unread in &site.unread {
        let places = unread.places.iter();
        let places = places.map(|place| Evidence::new(Role::Conflict, place.clone(), None));
        found.unclear.extend(places.map(|piece| (unread.why, piece)));
    }
    found
}

impl Matching {
    fn doubt(&mut self, rule: &Rule) {
        let why = doubt_of(rule);
        self.unclear.extend(evidence_of(rule).into_iter().map(|piece| (why, piece)));
    }
}

/// Whether a server hosts a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hosting {
    /// It does.
    Yes,
    /// It may: the field holds a group that was not supplied, or can't be read.
    Maybe,
}

/// The site that answers a request to a server, whatever its host name and scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answering<'s> {
    /// This one alone, as sure as this.
    Only(&'s WebSite, Confidence),
    /// None: no Web Site document of this server was supplied.
    None,
    /// It can't be told from the documents alone, for this reason.
    Unsure(&'static str, Vec<Evidence>),
}

/// Finds the one Web Site document that can answer: the only one of the server, and the default or
/// one that lists an address of the server. `whole` tells that no other site exists.
#[must_use]
pub fn answering<'s>(
    sites: &'s [(WebSite, Hosting)],
    addresses: &[String],
    whole: bool,
) -> Answering<'s> {
    let evidence = || sites.iter().map(|(site, _)| context(site)).collect();
    let [(site, hosting)] = sites else {
        return if sites.is_empty() {
            Answering::None
        } else {
            Answering::Unsure("several-sites", evidence())
        };
    };
    if *hosting == Hosting::Maybe {
        return Answering::Unsure("hosting-unclear", evidence());
    }
    if !whole {
        return Answering::Unsure("sites-maybe-missing", evidence());
    }
    match &site.is_default {
        Fact::Known(found) if found.value => Answering::Only(site, found.confidence),
        Fact::Unknown(doubt, evidence) if *doubt != Doubt::NotSupplied => {
            Answering::Unsure("default-unclear", evidence.clone())
        }
        _ => match lists_address(site, addresses) {
            Some(confidence) => Answering::Only(site, confidence),
            None => Answering::Unsure("site-not-default", evidence()),
        },
    }
}

fn context(site: &WebSite) -> Evidence {
    Evidence::new(Role::Context, site.location.clone(), site.name.clone())
}

/// Whether the site lists an IP address that the server is known to have. A host name does not do:
/// https without SNI never reaches a site by its name.
fn lists_address(site: &WebSite, addresses: &[String]) -> Option<Confidence> {
    let listed = site.addresses.known()?;
    let is_own = |text: &String| {
        let address = text.parse::<std::net::IpAddr>().ok();
        address.is_some_and(|address| addresses.iter().any(|own| own.parse() == Ok(address)))
    };
    listed.value.iter().any(is_own).then_some(listed.confidence)
}

#[cfg(test)]
mod tests;
