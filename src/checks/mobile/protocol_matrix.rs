//! `protocol-matrix`: the devices in use and the mail server speak a version of TLS in common: the two
//! tables of Citrix, by system, against what the listeners on the way offer: the gateway, the server, or
//! both, as the policies lead. One finding for each group of devices, about the listener that decides.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `connects` | pass | a version that both are documented to have, TLS 1.2 or one besides a newer one |
//! | `weak` | fail | they have TLS 1.0 or 1.1 in common, and the server offers nothing newer |
//! | `sslv3-only` | fail | nothing but SSLv3 |
//! | `cannot` | fail | nothing at all |
//! | `newer-unknown` | unknown | they have TLS 1.0 or 1.1 in common; whether anything newer is offered is not known |
//! | `device-undocumented` | info | what is offered is known; that these devices speak it is documented nowhere |
//! | `server-unknown` | unknown | what is offered is not known |
//! | `system-unknown` | unknown | the list names a system whose version can't be read |
//! | `no-devices` | info | no list of devices: `matrix` shows all of them |

use super::offer::{self, Leg};
use super::{ClientCheck, ClientJudge, Scene};
use crate::catalog::SystemGroup;
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Role, Severity, TlsVersion};
use crate::secure_mail::{Cell, Level, Reason, Verdict, cell, helped_by_sslv3, platform};

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "protocol-matrix",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "connects",
        "weak",
        "sslv3-only",
        "cannot",
        "newer-unknown",
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
    /// The app, where policies of several are among the inputs.
    pub app: Option<String>,
    /// The group of devices.
    pub group: String,
    /// How many of them are listed.
    pub devices: u64,
    /// Whether any list of devices is among the inputs.
    pub listed: bool,
    /// Whether they connect with TLS alone.
    pub tls: MatrixCell,
    /// Whether they connect where SSLv3 is allowed too.
    pub with_sslv3: MatrixCell,
    /// Whether SSLv3 gives these devices nothing, by the table of Citrix.
    pub sslv3_is_useless: bool,
    /// What the policy sets; `None` where it is not known.
    pub level: Option<Level>,
}

/// Whether devices connect, and the listener that decides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixCell {
    /// `server`, `gateway`, or `end` where it is not known which of them ends TLS.
    pub at: &'static str,
    /// Whether they connect.
    pub cell: Cell,
}

/// All groups of the platform, those in use and the others.
#[must_use]
pub fn matrix(scene: &Scene<'_>) -> Vec<MatrixRow> {
    let legs = offer::legs(scene);
    let fleet = offer::fleet(scene);
    let level = offer::level(scene);
    let row = |group: &SystemGroup| {
        let own = fleet.groups.iter().filter(|own| own.group.id == group.id);
        MatrixRow {
            platform: scene.client.platform.clone(),
            app: scene.client.app.clone(),
            group: group.id.clone(),
            devices: own.map(|own| own.count).sum(),
            listed: !scene.mobile.devices.is_empty(),
            tls: weakest(&legs, group, Some(Level::Tls)),
            with_sslv3: weakest(&legs, group, Some(Level::Sslv3AndTls)),
            sslv3_is_useless: helped_by_sslv3([group]).is_empty(),
            level,
        }
    };
    let platforms = match platform(&scene.client.platform) {
        Some(one) => vec![one],
        None if scene.client.is_for_all() => vec!["ios", "android"],
        None => Vec::new(),
    };
    platforms.into_iter().flat_map(|own| scene.catalog.system_groups.on(own)).map(row).collect()
}

/// The cell of the listener that decides: the one that shuts devices out, else the one that is not known,
/// else the one with the oldest version.
fn weakest(legs: &[Leg], group: &SystemGroup, level: Option<Level>) -> MatrixCell {
    let cells =
        legs.iter().map(|leg| MatrixCell { at: leg.at, cell: cell(group, level, &leg.offered) });
    let rank = |own: &MatrixCell| match own.cell {
        Cell { verdict: Verdict::Cannot, .. } => (0, None, None),
        Cell { verdict: Verdict::Unknown(_), .. } => (1, None, None),
        Cell { verdict: Verdict::Connects(version), confidence } => {
            (2, Some(version), Some(confidence))
        }
    };
    let open = Cell { verdict: Verdict::Unknown(Reason::Server), confidence: Confidence::Low };
    cells.min_by_key(rank).unwrap_or(MatrixCell { at: "end", cell: open })
}

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let legs = offer::legs(scene);
    let fleet = offer::fleet(scene);
    let level = offer::level(scene);
    let mut said: Vec<_> = fleet
        .groups
        .iter()
        .map(|own| {
            let seen = Evidence::new(Role::Observed, own.location.clone(), own.group.id.clone());
            let judgement = of_legs(&legs, own.group, level).arg("devices", own.count);
            let judgement = judgement.arg("group", &own.group.id);
            about(scene, judgement, &own.group.id, &legs, vec![seen])
        })
        .collect();
    for (system, location) in &fleet.unknown {
        let seen = Evidence::new(Role::Observed, location.clone(), system.clone());
        let judgement = Judgement::unknown("system-unknown").arg("value", system);
        let judgement = judgement.arg("at", "end").severity(Severity::Medium);
        said.push(about(scene, judgement, system, &legs, vec![seen]));
    }
    if said.is_empty() {
        let judgement = Judgement::info("no-devices").arg("at", "end");
        let judgement = about(scene, judgement, "", &legs, Vec::new());
        said.push(judgement.explained_by([scene.place()]));
    }
    said
}

fn about(
    scene: &Scene<'_>,
    judgement: Judgement,
    group: &str,
    legs: &[Leg],
    seen: Vec<Evidence>,
) -> Judgement {
    let subject = format!("{} {group}", scene.client.subject());
    judgement
        .about(subject.trim())
        .arg("platform", &scene.client.platform)
        .shown_by(seen)
        .explained_by(legs.iter().flat_map(|leg| leg.shown.clone()))
}

/// The worst that is said of a listener on the way.
fn of_legs(legs: &[Leg], group: &SystemGroup, level: Option<Level>) -> Judgement {
    let said = legs.iter().map(|leg| of_cell(leg, group, level).arg("at", leg.at));
    let rank = |judgement: &Judgement| {
        const ORDER: [&str; 6] = [
            "cannot",
            "sslv3-only",
            "weak",
            "server-unknown",
            "newer-unknown",
            "device-undocumented",
        ];
        let at = ORDER.iter().position(|own| *own == judgement.outcome);
        // Where all connect, the least sure one tells how sure that is.
        (at.unwrap_or(ORDER.len()), judgement.confidence)
    };
    let open = || Judgement::unknown("server-unknown").arg("at", "end");
    said.min_by_key(rank).unwrap_or_else(open)
}

fn of_cell(leg: &Leg, group: &SystemGroup, level: Option<Level>) -> Judgement {
    let Cell { verdict, confidence } = cell(group, level, &leg.offered);
    let newer = [TlsVersion::Tls12, TlsVersion::Tls13]
        .map(|version| leg.offered.get(&version).map(|(offered, _)| *offered));
    match verdict {
        Verdict::Connects(TlsVersion::Ssl3 | TlsVersion::Ssl2) => {
            Judgement::fail("sslv3-only", confidence).severity(Severity::High)
        }
        Verdict::Connects(version @ (TlsVersion::Tls10 | TlsVersion::Tls11))
            if !newer.contains(&Some(true)) =>
        {
            let judgement = match newer.contains(&None) {
                true => Judgement::unknown("newer-unknown"),
                false => Judgement::fail("weak", confidence),
            };
            judgement.severity(Severity::Medium).arg("version", version)
        }
        Verdict::Connects(version) => {
            Judgement::pass("connects", confidence).arg("version", version)
        }
        Verdict::Cannot => Judgement::fail("cannot", confidence),
        Verdict::Unknown(Reason::Device) => Judgement::info("device-undocumented"),
        Verdict::Unknown(Reason::Server) => Judgement::unknown("server-unknown"),
    }
}
