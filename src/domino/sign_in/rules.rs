//! What the rules of a site do with a path: substitution, then redirection, and whether a rule
//! overrides session authentication.
//!
//! Where in that order Domino looks at override rules is not documented: they must say the same of the
//! path as it came and as a substitution left it. Source: "Web Site rules and global Web settings" and
//! "Creating a Web Site Rule document", Domino help.

use super::documents::{Rule, RuleKind, WebSite};
use super::pattern::{Cover, covers, is_plain, substitute};
use super::way::{End, Way};
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, Role};

/// Nothing tells for sure what a rule does, or where.
pub const UNCLEAR: &str = "rule-unclear";

/// A newer state of the directory may lack the rule.
pub const MAYBE_DELETED: &str = "rule-maybe-deleted";

/// A rule has no pattern.
const WITHOUT_PATTERN: &str = "rule-without-pattern";

/// What the override rules of a site say of a path.
pub(super) struct Overrides {
    /// The pattern that covers it.
    pub(super) covering: Option<Found<String>>,
    /// Patterns that do not.
    pub(super) missing: Vec<Evidence>,
    /// What may cover it, each with the code of its reason.
    pub(super) unclear: Vec<(&'static str, Evidence)>,
    pub(super) confidence: Confidence,
}

/// Follows a path through the rules of a site.
pub(super) fn apply(site: &WebSite, way: &mut Way<'_>) -> Result<Overrides, End> {
    let came = way.path.clone();
    doubtful(site, &came)?;
    let left = substituted(site, &came, way)?;
    if left != came {
        doubtful(site, &left)?;
    }
    for path in [&left, &came] {
        if let Some(rule) = of_kind(site, RuleKind::Redirection).find(|rule| rule.may_cover(path)) {
            way.step("rule-redirects", [("pattern", pattern_of(rule))], rule.evidence());
            return Err(End::unknown("redirected", rule.evidence()));
        }
    }
    for kind in [RuleKind::Directory, RuleKind::ResponseHeader] {
        for rule in of_kind(site, kind).filter(|rule| rule.may_cover(&left)) {
            way.step("rule-aside", [("pattern", pattern_of(rule))], rule.evidence());
        }
    }
    let mut found = overrides(site, &came);
    if left != came {
        found.join(overrides(site, &left));
    }
    way.path = left;
    Ok(found)
}

fn of_kind(site: &WebSite, kind: RuleKind) -> impl Iterator<Item = &Rule> {
    site.rules.iter().filter(move |rule| rule.kind.value() == Some(&kind))
}

fn pattern_of(rule: &Rule) -> &str {
    rule.pattern.value().map_or("", String::as_str)
}

/// A rule that may be one of those that move a request, or whose pattern may be any.
fn doubtful(site: &WebSite, path: &str) -> Result<(), End> {
    let moves = |rule: &&Rule| {
        let blank = rule.pattern.value().is_none_or(|pattern| pattern.trim_ascii().is_empty());
        match rule.kind.value() {
            None => true,
            Some(RuleKind::Redirection | RuleKind::Substitution) => blank,
            Some(_) => false,
        }
    };
    match site.rules.iter().filter(moves).find(|rule| rule.may_cover(path)) {
        Some(rule) => Err(End::unknown(doubt_of(rule), rule.evidence())),
        None => Ok(()),
    }
}

/// The path after the substitution with the longest pattern.
fn substituted(site: &WebSite, path: &str, way: &mut Way<'_>) -> Result<String, End> {
    let mut rules: Vec<_> =
        of_kind(site, RuleKind::Substitution).filter(|rule| rule.may_cover(path)).collect();
    let length = |rule: &Rule| pattern_of(rule).trim_ascii().len();
    rules.sort_by_key(|rule| std::cmp::Reverse(length(rule)));
    let Some((rule, others)) = rules.split_first() else { return Ok(path.to_owned()) };
    let open = || End::unknown("substituted", rule.evidence());
    let sure = |rule: &Rule| matches!(covers(pattern_of(rule), path), Cover::Yes(_));
    if !rules.iter().all(|rule| sure(rule))
        || others.iter().any(|other| length(other) == length(rule))
    {
        return Err(open());
    }
    let replacement = rule.replacement.value().ok_or_else(open)?;
    let after = substitute(pattern_of(rule), replacement, path).ok_or_else(open)?;
    let covered = |path: &str| overrides(site, path).covering.is_some();
    way.step(
        "rule-substitutes",
        [("pattern", pattern_of(rule)), ("to", &after)],
        rule.evidence().into_iter().chain(rule.replacement.evidence()),
    );
    if covered(path) != covered(&after) {
        return Err(open());
    }
    Ok(after)
}

/// Why a rule can't be told to cover the path or not.
fn doubt_of(rule: &Rule) -> &'static str {
    if rule.kind.value().is_none() {
        return UNCLEAR;
    }
    match &rule.pattern {
        Fact::Known(pattern) if pattern.value.trim_ascii().is_empty() => WITHOUT_PATTERN,
        Fact::Known(pattern) if pattern.value.trim_ascii().trim_matches('/').is_empty() => UNCLEAR,
        Fact::Known(pattern) if !is_plain(&pattern.value) => "rule-unusual-pattern",
        Fact::Known(_) => "rule-case",
        Fact::Absent(_) => WITHOUT_PATTERN,
        Fact::Unknown(Doubt::SeveralValues, _) => "rule-several-patterns",
        Fact::Unknown(Doubt::Ambiguous, _) => "rule-contradictory",
        Fact::Unknown(..) => UNCLEAR,
    }
}

/// What the override rules of a site say of a path.
fn overrides(site: &WebSite, path: &str) -> Overrides {
    let mut found = Overrides {
        covering: None,
        missing: Vec::new(),
        unclear: Vec::new(),
        confidence: Confidence::High,
    };
    for rule in &site.rules {
        match (&rule.kind, &rule.pattern) {
            (Fact::Known(kind), _) if kind.value != RuleKind::OverrideSession => {}
            (Fact::Known(kind), Fact::Known(pattern)) => match covers(&pattern.value, path) {
                Cover::Yes(sure) => found.cover(pattern, sure.and(kind.confidence)),
                Cover::No(sure) => {
                    found.confidence = found.confidence.and(sure);
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
        found.unclear.extend(unread.evidence().map(|piece| (unread.why, piece)));
    }
    found
}

impl Overrides {
    /// The surest of several covering rules speaks.
    fn cover(&mut self, pattern: &Found<String>, sure: Confidence) {
        let mut pattern = pattern.clone();
        pattern.confidence = pattern.confidence.and(sure);
        if self.covering.as_ref().is_none_or(|best| best.confidence < pattern.confidence) {
            self.covering = Some(pattern);
        }
    }

    fn doubt(&mut self, rule: &Rule) {
        let why = doubt_of(rule);
        self.unclear.extend(rule.evidence().into_iter().map(|piece| (why, piece)));
    }

    /// What holds for another path too.
    fn join(&mut self, other: Self) {
        if let (Some(own), Some(other)) = (&mut self.covering, other.covering) {
            own.confidence = own.confidence.and(other.confidence);
        }
        self.missing.extend(other.missing);
        self.unclear.extend(other.unclear);
        self.confidence = self.confidence.and(other.confidence);
    }
}
