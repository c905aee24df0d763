//! How the server asks for a name where a request lands.
//!
//! Sources: "Setting up session authentication for Web Site documents", Domino help; technote 21250004
//! (override rules, and the session cookie).

use super::Challenge;
use super::documents::{Options, SessionAuthentication, SignInOptions, Unread, WebSite};
use super::request::Scheme;
use super::rules::Overrides;
use super::way::{End, Way};
use crate::evidence::{Evidence, Fact, Role};

/// The challenge of the Server document, where Internet Sites are off: no rule counts.
pub(super) fn of_server(
    options: &SignInOptions,
    scheme: Scheme,
    way: &mut Way<'_>,
) -> Result<End, End> {
    let Fact::Known(session) = &options.session else {
        return Err(End::unknown("server-session-unknown", options.session.evidence()));
    };
    way.limit(session.confidence);
    session_step(session.value, options, "server-document", way);
    if session.value != SessionAuthentication::Off {
        return Ok(End::at(Challenge::Form, vec![session.evidence(Role::Observed)]));
    }
    let evidence = vec![session.evidence(Role::Observed)];
    basic(Challenge::SessionOff, evidence, options.of(scheme), way)
}

/// The challenge of a site, after its rules.
pub(super) fn of_site(
    site: &WebSite,
    overrides: Overrides,
    scheme: Scheme,
    way: &mut Way<'_>,
) -> Result<End, End> {
    let options = &site.options;
    let Fact::Known(session) = &options.session else {
        return Err(End::unknown("session-unknown", options.session.evidence()));
    };
    session_step(session.value, options, "web-site", way);
    if session.value == SessionAuthentication::Off {
        // What is not judged may be a rule that takes the request away.
        if let Some(first) = site.unread.first() {
            let evidence = site.unread.iter().flat_map(Unread::evidence).collect();
            return Err(End::unknown(first.why, evidence));
        }
        way.limit(session.confidence);
        let evidence = vec![session.evidence(Role::Observed)];
        return basic(Challenge::SessionOff, evidence, options.of(scheme), way);
    }
    if let Some(found) = overrides.covering
        && site.unread.is_empty()
    {
        way.limit(found.confidence);
        let evidence = vec![found.evidence(Role::Observed)];
        way.step("rule-overrides", [("pattern", &found.raw)], evidence.clone());
        cookie(site, way);
        return basic(Challenge::Overridden(found.raw), evidence, options.of(scheme), way);
    }
    if let Some((why, _)) = overrides.unclear.first() {
        let why = *why;
        let evidence = overrides.unclear.into_iter().map(|(_, piece)| piece).collect();
        return Err(End::unknown(why, evidence));
    }
    way.limit(session.confidence.and(overrides.confidence));
    way.step("no-override", [("path", &way.path.clone())], overrides.missing.clone());
    let mut evidence = vec![session.evidence(Role::Observed)];
    evidence.extend(overrides.missing);
    if site.rules_whole.is_none() {
        return Err(End::unknown("rules-maybe-missing", evidence));
    }
    Ok(End::at(Challenge::Form, evidence))
}

impl SignInOptions {
    /// The options that count for a scheme.
    #[must_use]
    pub fn of(&self, scheme: Scheme) -> &Options {
        match scheme {
            Scheme::Https => &self.tls,
            Scheme::Http => &self.tcp,
        }
    }
}

fn session_step(
    session: SessionAuthentication,
    options: &SignInOptions,
    place: &str,
    way: &mut Way<'_>,
) {
    let code = match session {
        SessionAuthentication::Off => "session-off",
        SessionAuthentication::Single => "session-single",
        SessionAuthentication::Multi => "session-multi",
    };
    way.step(code, [("place", place)], options.session.evidence());
}

/// Whether a cookie is set changes nothing of the challenge; a person wants to know it.
fn cookie(site: &WebSite, way: &mut Way<'_>) {
    if let Fact::Known(found) = &site.cookie {
        let code = if found.value { "cookie-on" } else { "cookie-off" };
        way.step(code, [], [found.evidence(Role::Context)]);
    }
}

/// Nothing stands in the way of HTTP Basic: then the options decide whether it is asked for.
fn basic(
    challenge: Challenge,
    evidence: Vec<Evidence>,
    options: &Options,
    way: &mut Way<'_>,
) -> Result<End, End> {
    if let Fact::Known(found) = &options.anonymous
        && found.value
    {
        let shown = vec![found.evidence(Role::Observed)];
        way.step("anonymous-on", [], shown.clone());
        return Ok(End::at(Challenge::Anonymous, shown));
    }
    let password = match &options.password {
        Fact::Known(found) => found,
        other => return Err(End::unknown("password-unknown", other.evidence())),
    };
    if !password.value {
        return Ok(refused(options, way));
    }
    let Fact::Known(anonymous) = &options.anonymous else {
        return Err(End::unknown("anonymous-unknown", options.anonymous.evidence()));
    };
    way.limit(password.confidence.and(anonymous.confidence));
    way.step("anonymous-off", [], [anonymous.evidence(Role::Context)]);
    way.step("password-on", [], [password.evidence(Role::Context)]);
    Ok(End::at(challenge, evidence))
}

fn refused(options: &Options, way: &mut Way<'_>) -> End {
    let shown = options.password.evidence();
    way.step("password-off", [], shown.clone());
    match &options.bearer {
        Fact::Known(bearer) if bearer.value => {
            way.step("bearer-on", [], [bearer.evidence(Role::Context)]);
            End::at(Challenge::BearerOnly, shown)
        }
        _ => End::at(Challenge::Refused, shown),
    }
}
