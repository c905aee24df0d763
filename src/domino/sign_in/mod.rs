//! What a request to the HTTP task meets: which site answers, what its rules do with the path, and how
//! the server asks for a name. Every step of the way is noted with what it rests on.
//!
//! Sources: Domino help, "Understanding Internet Site documents", "Web Site rules and global Web
//! settings" and "Enabling SNI"; Domino wiki, "Why I did not get a 'No matching web site' error";
//! technote 21250004. What they leave open ends the way as [`Challenge::Unknown`].

mod challenge;
mod choice;
mod documents;
mod mode;
mod pattern;
mod request;
mod rules;
mod settings;
mod way;

pub use documents::{
    Hosting, Options, Port, PortStatus, Rule, RuleKind, SessionAuthentication, SignInOptions,
    Unread, WebSite,
};
pub use mode::{Mode, ModeDoubt};
pub use request::{Request, Scheme};
pub use rules::{MAYBE_DELETED, UNCLEAR};

use crate::catalog::version::Version;
use crate::domino::hosts;
use crate::evidence::{Args, Confidence, Evidence, Fact, Role};
use way::{End, Way};

/// All that decides what the HTTP task of a server answers.
#[derive(Debug, Clone)]
pub struct HttpTask<'s> {
    /// Whether Internet Sites are loaded.
    pub internet_sites: &'s Fact<bool>,
    /// The port for http, in both modes that of the Server document.
    pub http: &'s Port,
    /// The port for https, likewise.
    pub https: &'s Port,
    /// The sign-in options of the Server document, which count where Internet Sites are off.
    pub options: &'s SignInOptions,
    /// Web Site documents that the server hosts, or may host.
    pub sites: &'s [(WebSite, Hosting)],
    /// Documents that may be further sites of it.
    pub unclear_sites: &'s [Unread],
    /// How sure it is that a site that is not here does not exist; `None` where it may.
    pub sites_whole: Option<Confidence>,
    /// Rules on Global Web Settings, or on a document that is not here, and what may be one.
    pub other_rules: &'s [Rule],
    /// Addresses of the server; names among them take no part.
    pub addresses: &'s [String],
    /// `ENABLE_SNI` of notes.ini.
    pub sni: Fact<String>,
    /// `HTTPPublicURLs` of notes.ini.
    pub public_urls: Fact<String>,
    /// `HTTPIHSEnabled` of notes.ini.
    pub ihs: Fact<String>,
    /// The release of Domino, where it is known, and how sure it is.
    pub release: Option<(&'s Version, Confidence)>,
}

/// What a request meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Challenge {
    /// HTTP Basic, since session authentication is off.
    SessionOff,
    /// HTTP Basic, since a rule with this pattern overrides session authentication.
    Overridden(String),
    /// A login form.
    Form,
    /// Nothing, as far as what is asked for lets anyone in.
    Anonymous,
    /// Name and password are off, bearer tokens are on.
    BearerOnly,
    /// Name and password are off.
    Refused,
    /// No site answers: an error page.
    NoSite,
    /// The port is off.
    Closed,
    /// A redirection to https.
    ToHttps,
    /// It can't be told, for this reason: an outcome of `override-session-auth`.
    Unknown(&'static str),
}

impl Challenge {
    /// The code that programs and texts use.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SessionOff | Self::Overridden(_) => "basic",
            Self::Form => "form",
            Self::Anonymous => "anonymous",
            Self::BearerOnly => "bearer-only",
            Self::Refused => "refused",
            Self::NoSite => "no-site",
            Self::Closed => "closed",
            Self::ToHttps => "to-https",
            Self::Unknown(_) => "unknown",
        }
    }
}

/// A step on the way of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its code, one of [`STEPS`].
    pub code: &'static str,
    /// What its text needs.
    pub args: Args,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

/// The codes of all steps.
pub const STEPS: [&str; 33] = [
    "ihs",
    "public-url",
    "port-on",
    "port-off",
    "port-redirects",
    "port-unknown",
    "mode-sites",
    "mode-server",
    "mode-assumed",
    "sni-on",
    "sni-off",
    "sni-too-old",
    "site-by-host",
    "site-by-address",
    "site-by-default",
    "site-none",
    "site-redirects",
    "rule-substitutes",
    "rule-redirects",
    "rule-aside",
    "rule-overrides",
    "no-override",
    "rules-elsewhere",
    "session-off",
    "session-single",
    "session-multi",
    "cookie-on",
    "cookie-off",
    "anonymous-on",
    "anonymous-off",
    "password-on",
    "password-off",
    "bearer-on",
];

/// The codes of the steps that tell what a site was found by begin so.
const FOUND_BY: &str = "site-by-";

/// What a request meets, and its way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'s> {
    /// How it ends.
    pub challenge: Challenge,
    /// What decided.
    pub evidence: Vec<Evidence>,
    /// How sure it is; `Low` where it is not known.
    pub confidence: Confidence,
    /// Whether it is known that the server listens on the port.
    pub port_known: bool,
    /// The site that answers.
    pub site: Option<&'s WebSite>,
    /// The path as the rules left it.
    pub path: String,
    /// The way, step by step.
    pub steps: Vec<Step>,
}

impl Answer<'_> {
    /// What helps to understand the answer, beside what decided: why the site answers, and why a rule
    /// is necessary there.
    #[must_use]
    pub fn context(&self) -> Vec<Evidence> {
        let Some(site) = self.site else { return Vec::new() };
        let default = site.is_default.known().map(|found| found.evidence(Role::Context));
        let session = site.options.session.known().map(|found| found.evidence(Role::Context));
        default.into_iter().chain(session).collect()
    }

    /// What shows what the site was found by.
    pub fn found_in(&self) -> impl Iterator<Item = Evidence> {
        let chosen = self.steps.iter().filter(|step| step.code.starts_with(FOUND_BY));
        let shown = chosen.flat_map(|step| step.evidence.iter().cloned());
        shown.map(|piece| Evidence { role: Role::Context, ..piece })
    }

    /// What the site was found by: `host`, `address` or `default`.
    #[must_use]
    pub fn found_by(&self) -> Option<&'static str> {
        self.steps.iter().find_map(|step| step.code.strip_prefix(FOUND_BY))
    }
}

/// Follows a request.
#[must_use]
pub fn answer<'s>(task: &HttpTask<'s>, request: &Request) -> Answer<'s> {
    let mut way = Way::new(request);
    let end = follow(task, request, &mut way).unwrap_or_else(|end| end);
    way.finish(end)
}

fn follow<'s>(task: &HttpTask<'s>, request: &Request, way: &mut Way<'s>) -> Result<End, End> {
    settings::front(task, way)?;
    port(task, request, way)?;
    at_own_address(task, request, way)?;
    if !request.is_plain() {
        return Err(End::unknown("path-unclear", Vec::new()));
    }
    settings::public(task, &request.path, way)?;
    let shown = task.internet_sites.evidence();
    match Mode::of(task.internet_sites) {
        Mode::Unknown(doubt) => return Err(End::unknown(doubt.code(), shown)),
        Mode::Sites(sure) => {
            way.limit(sure);
            way.step("mode-sites", [], shown);
            return by_sites(task, request, way);
        }
        Mode::Server(sure) => {
            way.limit(sure);
            way.step("mode-server", [], shown);
        }
        // That a missing item means off is inferred: where it is wrong, other documents count.
        Mode::Assumed => {
            way.step("mode-assumed", [], shown);
            way.reserve("mode-assumed", Vec::new());
        }
    }
    challenge::of_server(task.options, request.scheme, way)
}

/// A request to an address that is not among those of the server, where these are known, may be one to
/// another server. Where they are not, an address that a site of it lists is taken for its own.
fn at_own_address(task: &HttpTask<'_>, request: &Request, way: &mut Way<'_>) -> Result<(), End> {
    let Some(asked) = request.address else { return Ok(()) };
    let own: Vec<_> = task.addresses.iter().filter_map(|text| hosts::address(text)).collect();
    if !own.is_empty() && !own.contains(&asked) {
        return Err(End::unknown("address-other", Vec::new()));
    }
    let mut listed = task.sites.iter().flat_map(|(site, _)| choice::listed_addresses(site));
    if own.is_empty() && !listed.any(|listed| listed == asked) {
        way.limit(Confidence::Medium);
    }
    Ok(())
}

/// Port and status stand in the Server document, whatever else counts. Where nothing tells the status,
/// the way is followed as if the server listened.
fn port(task: &HttpTask<'_>, request: &Request, way: &mut Way<'_>) -> Result<(), End> {
    let port = if request.scheme == Scheme::Http { task.http } else { task.https };
    let scheme = [("scheme", request.scheme.word())];
    let shown = port.status.evidence();
    match port.status.value() {
        Some(PortStatus::On) => way.step("port-on", scheme, shown),
        Some(PortStatus::Off) => {
            way.step("port-off", scheme, shown.clone());
            return Err(End::at(Challenge::Closed, shown));
        }
        Some(PortStatus::Redirect) => {
            way.step("port-redirects", scheme, shown.clone());
            return Err(End::at(Challenge::ToHttps, shown));
        }
        None => {
            way.step("port-unknown", scheme, shown);
            way.port_unknown();
        }
    }
    let own = port.number.value().map(|number| number.parse::<u16>().ok());
    match request.port {
        Some(asked) if own != Some(Some(asked)) => {
            Err(End::unknown("port-other", port.number.evidence()))
        }
        _ => Ok(()),
    }
}

fn by_sites<'s>(task: &HttpTask<'s>, request: &Request, way: &mut Way<'s>) -> Result<End, End> {
    if let Some(first) = task.unclear_sites.first() {
        let same = task.unclear_sites.iter().filter(|site| site.why == first.why);
        return Err(End::unknown(first.why, same.flat_map(Unread::evidence).collect()));
    }
    if task.sites.is_empty() {
        return Err(End::unknown("no-site", Vec::new()));
    }
    let Some(sure) = task.sites_whole else { return Err(of_part(task, request, way)) };
    way.limit(sure);
    let site = choice::choose(task, request, way)?;
    on_site(task, request, site, way)
}

/// Whatever other sites there may be: what can't be told of the one that is here comes first, since it
/// must be mended anyway.
fn of_part<'s>(task: &HttpTask<'s>, request: &Request, way: &mut Way<'s>) -> End {
    if let [(site, Hosting::Yes)] = task.sites {
        let mut own = way.clone();
        own.site = Some(site);
        if let Err(end) = on_site(task, request, site, &mut own)
            && !matches!(
                end.challenge,
                Challenge::Unknown("rules-maybe-missing" | "rules-elsewhere")
            )
        {
            *way = own;
            return end;
        }
    }
    let sites = task.sites.iter().map(|(site, _)| site.evidence()).collect();
    End::unknown("sites-maybe-missing", sites)
}

fn on_site(
    task: &HttpTask<'_>,
    request: &Request,
    site: &WebSite,
    way: &mut Way<'_>,
) -> Result<End, End> {
    if request.scheme == Scheme::Http {
        redirect(site, way)?;
    }
    let overrides = rules::apply(site, way)?;
    if way.path != request.path {
        settings::public(task, &way.path.clone(), way)?;
    }
    let end = challenge::of_site(site, overrides, request.scheme, way)?;
    let paths = [request.path.as_str(), way.path.as_str()];
    let elsewhere = elsewhere(task.other_rules, paths, end.challenge == Challenge::Form);
    if elsewhere.is_empty() {
        return Ok(end);
    }
    way.step("rules-elsewhere", [], elsewhere.clone());
    Err(End::unknown("rules-elsewhere", elsewhere))
}

/// A site may send requests over http to https. A missing item means no, which is inferred.
fn redirect(site: &WebSite, way: &mut Way<'_>) -> Result<(), End> {
    match &site.redirects {
        Fact::Known(found) if found.value => {
            let shown = site.redirects.evidence();
            way.step("site-redirects", [], shown.clone());
            Err(End::at(Challenge::ToHttps, shown))
        }
        Fact::Known(found) => {
            way.limit(found.confidence);
            Ok(())
        }
        Fact::Absent(_) => {
            way.limit(Confidence::Medium);
            Ok(())
        }
        Fact::Unknown(_, evidence) => Err(End::unknown("redirect-unknown", evidence.clone())),
    }
}

/// Rules outside the site that may decide about the path: an override where the site has none, and
/// anything that may take the request to another path, as it came or as the site left it. Whether they
/// hold for the site is not known.
fn elsewhere(rules: &[Rule], paths: [&str; 2], overrides_too: bool) -> Vec<Evidence> {
    let decides = |rule: &&Rule| match rule.kind.value() {
        Some(RuleKind::OverrideSession) => overrides_too,
        Some(RuleKind::Directory | RuleKind::ResponseHeader) => false,
        Some(RuleKind::Redirection | RuleKind::Substitution) | None => true,
    };
    let found =
        rules.iter().filter(decides).filter(|rule| paths.iter().any(|path| rule.may_cover(path)));
    let shown = |rule: &Rule| {
        let pattern = rule.pattern.known().map(|found| found.raw.clone());
        Evidence::new(Role::Context, rule.location.clone(), pattern)
    };
    found.map(shown).collect()
}

#[cfg(test)]
mod tests;
