//! Which access to the network Secure Mail has. The console shows "Network access" for three policies,
//! of which one counts.
//!
//! For wrapped apps the help text of `MvpnNetworkAccess` says that it takes the place of the older policy
//! unless it is "Use Previous Settings". For apps with the MAM SDK the classes of the SDK were read: there
//! `MamSdkMvpnNetworkAccess` counts in one of two modes. Which mode Secure Mail runs in no policy tells
//! for sure; so where the two readings differ, the access is not known.

use super::Policies;
use crate::catalog::Policies as Known;
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Found, Role};

const OLD: &str = "network-access";
const NEW: &str = "mvpn-network-access";
const SDK: &str = "sdk-network-access";
const MODE: &str = "preferred-vpn-mode";
const SWITCH: &str = "vpn-mode-switching";

/// What Secure Mail may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Every network that the device is in.
    Unrestricted,
    /// None.
    Blocked,
    /// The internal network, through the gateway.
    Tunneled,
}

impl Access {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unrestricted => "unrestricted",
            Self::Blocked => "blocked",
            Self::Tunneled => "tunneled",
        }
    }

    fn of(meaning: &str) -> Option<Self> {
        match meaning {
            "unrestricted" => Some(Self::Unrestricted),
            "blocked" => Some(Self::Blocked),
            _ if meaning.starts_with("tunneled") => Some(Self::Tunneled),
            _ => None,
        }
    }
}

/// The access, and what else is to be said of it.
#[derive(Debug, Clone)]
pub struct NetworkAccess {
    /// What counts; absent where no policy sets it.
    pub access: Fact<Access>,
    /// The policy that decided.
    pub by: &'static str,
    /// The meaning of that policy, such as `tunneled-web-sso`.
    pub meaning: Option<String>,
    /// How the tunnel of the older policy is made, `web-sso` or `full-vpn`, where users can't switch.
    mode: Option<String>,
    /// An older policy that says otherwise and does not count.
    pub overruled: Vec<Evidence>,
}

impl NetworkAccess {
    /// Resolves it over the three policies.
    #[must_use]
    pub fn of(policies: &Policies, known: &Known) -> Self {
        let [old, new, sdk] = [OLD, NEW, SDK].map(|id| policies.meaning(id, known));
        let mut wrapped = Self::of_wrapped(old, new);
        wrapped.add_mode(policies, known);
        // Of an app with the SDK: what is no value of it leaves the default of the SDK, tunneled.
        let Some(sdk) = sdk.known() else { return wrapped };
        let own = Access::of(&sdk.value);
        match wrapped.access.known() {
            Some(found) if own == Some(found.value) => {}
            None if matches!(wrapped.access, Fact::Absent(_)) => {
                wrapped.by = SDK;
                wrapped.meaning = Some(sdk.value.clone());
                let confidence = sdk.confidence.and(Confidence::Medium);
                wrapped.access = match own {
                    Some(own) => Fact::Known(Found { confidence, ..sdk.clone().map(|_| own) }),
                    None => Fact::Unknown(Doubt::NoMeaning, vec![sdk.evidence(Role::Observed)]),
                };
            }
            _ => {
                let mut seen = wrapped.access.evidence();
                seen.push(sdk.evidence(Role::Conflict));
                wrapped.access = Fact::Unknown(Doubt::Ambiguous, seen);
            }
        }
        wrapped
    }

    /// The older policy leaves to two others how the tunnel is made; where users may switch, it is open.
    fn add_mode(&mut self, policies: &Policies, known: &Known) {
        let fixed = policies.flag(SWITCH).value() == Some(&false);
        let mode = policies.meaning(MODE, known);
        if let (true, Some("tunneled"), Some(mode)) = (fixed, self.meaning.as_deref(), mode.value())
        {
            self.mode = Some(mode.clone());
        }
    }

    fn of_wrapped(old: Fact<String>, new: Fact<String>) -> Self {
        let silent = |fact: &Fact<String>| {
            matches!(fact, Fact::Absent(_) | Fact::Unknown(Doubt::Fragment, _))
        };
        let previous = new.value().is_some_and(|meaning| meaning == "previous");
        if previous || silent(&new) {
            let by = if previous && silent(&old) { NEW } else { OLD };
            return Self::read(old, by, Vec::new());
        }
        let same = |old: &Found<String>| {
            new.value().and_then(|new| Access::of(new)) == Access::of(&old.value)
        };
        let other = old.known().filter(|old| !same(old));
        let overruled = other.map(|old| old.evidence(Role::Conflict)).into_iter().collect();
        Self::read(new, NEW, overruled)
    }

    fn read(fact: Fact<String>, by: &'static str, overruled: Vec<Evidence>) -> Self {
        let meaning = fact.value().cloned();
        let access = match fact {
            Fact::Known(found) => match Access::of(&found.value) {
                Some(access) => Fact::Known(found.map(|_| access)),
                None => Fact::Unknown(Doubt::NoMeaning, vec![found.evidence(Role::Observed)]),
            },
            Fact::Absent(evidence) => Fact::Absent(evidence),
            Fact::Unknown(doubt, evidence) => Fact::Unknown(doubt, evidence),
        };
        Self { access, by, meaning, mode: None, overruled }
    }

    /// Whether the way through the gateway ends TLS there, and the gateway goes on to the server itself;
    /// `None` where no policy tells.
    #[must_use]
    pub fn ends_at_gateway(&self) -> Option<bool> {
        match (self.meaning.as_deref()?, self.mode.as_deref().unwrap_or_default()) {
            ("tunneled-web-sso", _) | ("tunneled", "web-sso") => Some(true),
            ("tunneled-full-vpn", _) | ("tunneled", "full-vpn") => Some(false),
            _ => None,
        }
    }

    /// Whether the value is one of those that MDX 22.3.0 gave up.
    #[must_use]
    pub fn is_deprecated(&self) -> bool {
        self.meaning.as_deref().is_some_and(|meaning| meaning.contains("full-vpn"))
    }
}

#[cfg(test)]
mod tests {
    use super::super::policies::testing::deployed;
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn one_of_three_policies_counts() {
        let known = &Catalog::built_in().unwrap().policies;
        let old = |value| (OLD, value);
        let new = |value| (NEW, value);
        let sdk = |value| (SDK, value);
        let cases: [(Vec<(&str, &str)>, &str); 15] = [
            (vec![], "absent"),
            (vec![old("NetworkAccessTunneled")], "tunneled by network-access"),
            (vec![old("Uneingeschränkt")], "unrestricted by network-access"),
            (vec![old("NetworkAccessBlocked")], "blocked by network-access"),
            (vec![new("MvpnNetworkAccessTunneledFullVPN")], "tunneled by mvpn-network-access"),
            (
                vec![old("NetworkAccessTunneled"), new("MvpnNetworkAccessUsePreviousSettings")],
                "tunneled by network-access",
            ),
            (vec![new("MvpnNetworkAccessUsePreviousSettings")], "absent"),
            (
                vec![old("NetworkAccessTunneled"), new("MvpnNetworkAccessUnrestricted")],
                "unrestricted by mvpn-network-access overrules",
            ),
            (
                vec![old("NetworkAccessTunneled"), new("MvpnNetworkAccessTunneledWebSSO")],
                "tunneled by mvpn-network-access",
            ),
            (vec![old("NetworkAccessTunneled"), new("perhaps")], "unknown no-meaning"),
            (vec![sdk("MvpnNetworkAccessUnrestricted")], "unrestricted by sdk-network-access"),
            (
                vec![new("MvpnNetworkAccessUnrestricted"), sdk("MvpnNetworkAccessUnrestricted")],
                "unrestricted by mvpn-network-access",
            ),
            (
                vec![new("MvpnNetworkAccessTunneledWebSSO"), sdk("MvpnNetworkAccessUnrestricted")],
                "unknown ambiguous",
            ),
            (vec![old("perhaps"), sdk("MvpnNetworkAccessUnrestricted")], "unknown ambiguous"),
            (vec![old("")], "unknown no-meaning"),
        ];
        for (values, wanted) in cases {
            let found = NetworkAccess::of(&deployed(&values), known);
            let over = if found.overruled.is_empty() { "" } else { " overrules" };
            let told = match &found.access {
                Fact::Known(access) => format!("{} by {}{over}", access.value.word(), found.by),
                Fact::Absent(_) => "absent".to_owned(),
                Fact::Unknown(doubt, _) => format!("unknown {}", doubt.word()),
            };
            assert_eq!(told, wanted, "{values:?}");
        }
    }

    /// That the policy of the SDK counts at all was read in its classes.
    #[test]
    fn the_sdk_alone_is_never_sure() {
        let known = &Catalog::built_in().unwrap().policies;
        for (policy, wanted) in [(SDK, Confidence::Medium), (OLD, Confidence::High)] {
            let values = [(policy, "Uneingeschränkt")];
            let found = NetworkAccess::of(&deployed(&values), known);
            assert_eq!(found.access.known().map(|found| found.confidence), Some(wanted));
        }
    }

    #[test]
    fn what_only_points_elsewhere_is_no_access() {
        assert_eq!(Access::of("previous"), None);
    }

    #[test]
    fn the_value_tells_who_ends_tls_and_whether_it_is_given_up() {
        let known = &Catalog::built_in().unwrap().policies;
        for (value, ends, deprecated) in [
            ("MvpnNetworkAccessTunneledWebSSO", Some(true), false),
            ("MvpnNetworkAccessTunneledFullVPN", Some(false), true),
            ("MvpnNetworkAccessTunneledFullVPNWebSSO", None, true),
            ("MvpnNetworkAccessUnrestricted", None, false),
        ] {
            let found = NetworkAccess::of(&deployed(&[(NEW, value)]), known);
            assert_eq!(
                (found.ends_at_gateway(), found.is_deprecated()),
                (ends, deprecated),
                "{value}"
            );
        }
        // The older policy has its mode elsewhere, and only where users can't switch.
        for (mode, switching, ends) in [
            ("SecureBrowse", "false", Some(true)),
            ("FullTunnel", "false", Some(false)),
            ("SecureBrowse", "true", None),
            ("perhaps", "false", None),
        ] {
            let old = [(OLD, "NetworkAccessTunneled"), (MODE, mode), (SWITCH, switching)];
            let found = NetworkAccess::of(&deployed(&old), known);
            assert_eq!(found.ends_at_gateway(), ends, "{mode} {switching}");
            let newer = [&old[..], &[(NEW, "MvpnNetworkAccessUnrestricted")]].concat();
            assert_eq!(NetworkAccess::of(&deployed(&newer), known).ends_at_gateway(), None);
        }
    }
}
