//! What the documents of a directory tell the HTTP task, each value with the place it was read at.

use super::pattern::{Cover, covers};
use crate::evidence::{Confidence, Evidence, Fact, Location, Role};

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

/// Status of a port of the HTTP task, in the Server document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortStatus {
    /// Enabled.
    On,
    /// Disabled.
    Off,
    /// Every request is redirected to the port for TLS.
    Redirect,
}

/// A port of the HTTP task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Whether the server listens on it.
    pub status: Fact<PortStatus>,
    /// Its number, as text.
    pub number: Fact<String>,
}

/// How clients may sign in over one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// With name and password.
    pub password: Fact<bool>,
    /// Not at all.
    pub anonymous: Fact<bool>,
    /// With a bearer token (over TLS only).
    pub bearer: Fact<bool>,
}

/// The sign-in options of a Server or Web Site document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInOptions {
    /// Session authentication.
    pub session: Fact<SessionAuthentication>,
    /// Over http.
    pub tcp: Options,
    /// Over https.
    pub tls: Options,
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

    /// Whether the rule is known to override session authentication at the path.
    #[must_use]
    pub fn overrides(&self, path: &str) -> bool {
        let pattern = self.pattern.value();
        self.kind.value() == Some(&RuleKind::OverrideSession)
            && pattern.is_some_and(|pattern| matches!(covers(pattern, path), Cover::Yes(_)))
    }

    /// The rule as evidence: what was seen of its pattern and kind, else the document.
    #[must_use]
    pub fn evidence(&self) -> Vec<Evidence> {
        let mut seen = match &self.pattern {
            Fact::Known(pattern) => vec![pattern.evidence(Role::Context)],
            other => other.evidence(),
        };
        if let Fact::Unknown(_, kind) = &self.kind {
            seen.extend(kind.iter().cloned());
        }
        if seen.is_empty() {
            seen.push(Evidence::new(Role::Context, self.location.clone(), None));
        }
        seen
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
    /// How clients sign in.
    pub options: SignInOptions,
    /// Whether requests over http are redirected to https.
    pub redirects: Fact<bool>,
    /// Whether a session cookie is made where a rule overrides session authentication.
    pub cookie: Fact<bool>,
    /// The rules that hang on it.
    pub rules: Vec<Rule>,
    /// Documents that may be rules of it and are not judged.
    pub unread: Vec<Unread>,
    /// How sure it is that a rule that is not here does not exist; `None` where the export may lack some.
    pub rules_whole: Option<Confidence>,
    /// The document.
    pub location: Location,
}

impl WebSite {
    /// The document as evidence.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        Evidence::new(Role::Context, self.location.clone(), self.name.clone())
    }
}

/// A document that may be a rule of a site, or a site of a server, and is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Code of the reason, as in [`super::Challenge::Unknown`].
    pub why: &'static str,
    /// The document, and those that it is in conflict with.
    pub places: Vec<Location>,
}

impl Unread {
    /// The documents as evidence.
    pub(super) fn evidence(&self) -> impl Iterator<Item = Evidence> {
        self.places.iter().map(|place| Evidence::new(Role::Conflict, place.clone(), None))
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
