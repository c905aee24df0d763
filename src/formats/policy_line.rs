//! What the readers of policies share: how a policy is put together, so that none of them lets a
//! secret, or the value of a policy that nobody knows, out of its file.

use super::{Context, PolicyLine, PolicyValue};
use crate::evidence::{Location, Secret};

/// Policies of one app that are kept; apps have some hundred.
pub(super) const MAX_POLICIES: usize = 2_000;
/// Characters of a name that are kept.
const MAX_NAME: usize = 200;
/// Bytes of a value that are kept.
const MAX_VALUE: usize = 16_000;

/// A policy of these names; `None` without any. No value means one that is no text.
pub(super) fn line(
    names: &[Option<&str>],
    value: Option<&str>,
    place: &Location,
    context: &Context<'_>,
) -> Option<PolicyLine> {
    let names = names.iter().flatten().map(|name| name.trim()).filter(|name| !name.is_empty());
    let names: Vec<String> = names.map(|name| name.chars().take(MAX_NAME).collect()).collect();
    let first = names.first()?.clone();
    let value = self::value(&names, value, context);
    Some(PolicyLine { names, value, others: Vec::new(), location: place.clone().with_item(&first) })
}

/// The value as it is kept. An `@` stands in no value that a check reads, but in the names of users.
pub(super) fn value(names: &[String], value: Option<&str>, context: &Context<'_>) -> PolicyValue {
    let catalog = context.catalog;
    let Some(value) = value.map(str::trim).filter(|value| value.len() <= MAX_VALUE) else {
        return PolicyValue::Unread;
    };
    // A name of the catalog is no secret, whatever it sounds like; another one beside it may be.
    let known = names.iter().any(|name| catalog.policies.knows(name));
    let sounds_secret =
        names.iter().any(|name| !catalog.policies.knows(name) && catalog.settings.is_secret(name));
    let hidden = sounds_secret || catalog.settings.holds_secret(value) || value.contains('@');
    if hidden {
        return PolicyValue::Secret(Secret::new(value));
    }
    if known { PolicyValue::Plain(value.to_owned()) } else { PolicyValue::Unread }
}

/// A policy in a line, for the tests of the readers.
#[cfg(test)]
pub(super) fn told(line: &PolicyLine) -> String {
    let value = match &line.value {
        PolicyValue::Plain(text) => text.clone(),
        PolicyValue::Secret(_) => "(secret)".to_owned(),
        PolicyValue::Unread => "(unread)".to_owned(),
    };
    let others: String = line.others.iter().map(|other| format!(" or {other}")).collect();
    let place = line.location.line.map(|line| format!("@{line}")).unwrap_or_default();
    format!("{}={value}{others}{place}", line.names.join("|"))
}

/// The sets of policies in lines, then the warnings.
#[cfg(test)]
pub(super) fn told_sets(said: &super::sample::Said) -> Vec<String> {
    let sets = said.records.iter().flat_map(|record| match record {
        super::Record::Policies(set) => {
            let head = format!(
                "{:?} {} {}",
                set.source,
                set.app.as_deref().unwrap_or("-"),
                set.platform.as_deref().unwrap_or("-")
            );
            [head].into_iter().chain(set.policies.iter().map(told)).collect::<Vec<_>>()
        }
        super::Record::App(app) => vec![format!("app {}", app.value)],
        super::Record::Gateway(gateway) => vec![format!(
            "gateway {} {} {:?} {}",
            gateway.name,
            gateway.url.as_deref().unwrap_or("-"),
            gateway.default,
            gateway.logon.as_deref().unwrap_or("-")
        )],
        other => panic!("{other:?}"),
    });
    sets.chain(said.told()).collect()
}
