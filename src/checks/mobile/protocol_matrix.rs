//! `protocol-matrix`: the devices in use and the mail server speak a version of TLS in common: the two
//! tables of Citrix, by system, against what the server offers. One finding for each group of devices.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `connects` | pass | a version that both are documented to have, TLS 1.2 or one besides a newer one |
//! | `weak` | fail | they have TLS 1.0 or 1.1 in common, and the server offers nothing newer |
//! | `sslv3-only` | fail | nothing but SSLv3 |
//! | `cannot` | fail | nothing at all |
//! | `device-undocumented` | info | what is offered is known; that these devices speak it is documented nowhere |
//! | `server-unknown` | unknown | what is offered is not known |
//! | `system-unknown` | unknown | the list names a system whose version can't be read |
//! | `no-devices` | info | no list of devices: `matrix` shows all of them |

use super::offer::{self, Terminator};
use super::{ClientCheck, ClientJudge, Scene};
use crate::catalog::SystemGroup;
use crate::checks::Judgement;
use crate::evidence::{Evidence, Role, Severity, TlsVersion};
use crate::secure_mail::{Cell, Level, Reason, Verdict, cell, platform};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "protocol-matrix",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "connects",
        "weak",
        "sslv3-only",
        "cannot",
        "device-undocumented",
        "server-unknown",
        "system-unknown",
        "no-devices",
    ],
};

/// A row of the matrix, for a view of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixRow {
    /// The platform of the policies.
    pub platform: String,
    /// The group of devices.
    pub group: String,
    /// How many of them are listed.
    pub devices: u64,
    /// Where TLS ends: `server` or `gateway`.
    pub at: &'static str,
    /// Whether they connect with TLS alone.
    pub tls: Cell,
    /// Whether they connect where SSLv3 is allowed too.
    pub with_sslv3: Cell,
    /// What the policy sets; `None` where it is not known.
    pub level: Option<Level>,
}

/// All groups of the platform, those in use and the others.
#[must_use]
pub fn matrix(scene: &Scene<'_>) -> Vec<MatrixRow> {
    let terminator = offer::terminator(scene);
    let fleet = offer::fleet(scene);
    let level = offer::level(scene);
    let row = |group: &SystemGroup| MatrixRow {
        platform: scene.client.platform.clone(),
        group: group.id.clone(),
        devices: fleet
            .groups
            .iter()
            .filter(|own| own.group.id == group.id)
            .map(|own| own.count)
            .sum(),
        at: terminator.at,
        tls: cell(group, Some(Level::Tls), &terminator.offered),
        with_sslv3: cell(group, Some(Level::Sslv3AndTls), &terminator.offered),
        level,
    };
    let platforms = match platform(&scene.client.platform) {
        Some(one) => vec![one],
        None => vec!["ios", "android"],
    };
    platforms.into_iter().flat_map(|own| scene.catalog.system_groups.on(own)).map(row).collect()
}

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let terminator = offer::terminator(scene);
    let fleet = offer::fleet(scene);
    let level = offer::level(scene);
    let mut said: Vec<_> = fleet
        .groups
        .iter()
        .map(|own| {
            let seen = Evidence::new(Role::Observed, own.location.clone(), own.group.id.clone());
            let judgement = of_cell(&terminator, own.group, level).arg("devices", own.count);
            about(scene, judgement, &own.group.id, &terminator, vec![seen])
        })
        .collect();
    for (system, location) in &fleet.unknown {
        let seen = Evidence::new(Role::Observed, location.clone(), system.clone());
        let judgement = Judgement::unknown("system-unknown").arg("value", system);
        let judgement = judgement.severity(Severity::Medium);
        said.push(about(scene, judgement, system, &terminator, vec![seen]));
    }
    if said.is_empty() {
        let judgement = about(scene, Judgement::info("no-devices"), "", &terminator, Vec::new());
        said.push(judgement.explained_by([scene.place()]));
    }
    said
}

fn about(
    scene: &Scene<'_>,
    judgement: Judgement,
    group: &str,
    terminator: &Terminator,
    seen: Vec<Evidence>,
) -> Judgement {
    let platform = &scene.client.platform;
    let subject = format!("{platform} {group}");
    judgement
        .about(subject.trim())
        .arg("platform", platform)
        .arg("group", if group.is_empty() { "-" } else { group })
        .arg("at", terminator.at)
        .shown_by(seen)
        .explained_by(terminator.shown.clone())
}

fn of_cell(terminator: &Terminator, group: &SystemGroup, level: Option<Level>) -> Judgement {
    let Cell { verdict, confidence } = cell(group, level, &terminator.offered);
    let newer = [TlsVersion::Tls12, TlsVersion::Tls13]
        .iter()
        .any(|version| terminator.offered.get(version).is_none_or(|(offered, _)| *offered));
    match verdict {
        Verdict::Connects(TlsVersion::Ssl3 | TlsVersion::Ssl2) => {
            Judgement::fail("sslv3-only", confidence).severity(Severity::High)
        }
        Verdict::Connects(version @ (TlsVersion::Tls10 | TlsVersion::Tls11)) if !newer => {
            Judgement::fail("weak", confidence).severity(Severity::Medium).arg("version", version)
        }
        Verdict::Connects(version) => {
            Judgement::pass("connects", confidence).arg("version", version)
        }
        Verdict::Cannot => Judgement::fail("cannot", confidence),
        Verdict::Unknown(Reason::Device) => Judgement::info("device-undocumented"),
        Verdict::Unknown(Reason::Server) => Judgement::unknown("server-unknown"),
    }
}
