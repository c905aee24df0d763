//! `gateway-tls`: the gateway offers no SSLv3, and TLS 1.2. What stands in `ns.conf` decides; what does not stand
//! there has the default of its release, which differs (for a virtual server SSLv3 was documented as
//! on, for a profile as off).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `good` | pass | SSLv3 is off and TLS 1.2 on |
//! | `sslv3-on` | fail | SSLv3 is on |
//! | `tls12-off` | fail | TLS 1.2 is off |
//! | `not-set` | unknown | one of them is not set in the configuration, or a profile decides |
//! | `behind-another` | unknown | the virtual server has no address: a content switching server in front ends TLS |
//! | `no-configuration` | info | no configuration of a gateway is among the inputs |

use super::appliance::{self, Vserver};
use super::{ClientCheck, ClientJudge};
use crate::catalog::Catalog;
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Role, TlsVersion};
use crate::inventory::Mobile;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "gateway-tls",
    judge: ClientJudge::Run(judge),
    outcomes: &["good", "sslv3-on", "tls12-off", "not-set", "behind-another", "no-configuration"],
};

fn judge(mobile: &Mobile, _: &Catalog) -> Vec<Judgement> {
    let Some(first) = mobile.clients.first() else { return Vec::new() };
    let vservers = appliance::vservers(&mobile.commands);
    if vservers.is_empty() {
        let place = Evidence::new(Role::Absent, first.location.clone(), None);
        return vec![Judgement::info("no-configuration").shown_by([place])];
    }
    vservers.iter().map(of_vserver).collect()
}

fn of_vserver(vserver: &Vserver<'_>) -> Judgement {
    let (offered, shown) = vserver.offered();
    let is = |version| offered.get(&version).map(|(on, _)| *on);
    let judgement = match (is(TlsVersion::Ssl3), is(TlsVersion::Tls12)) {
        _ if vserver.is_behind_another() => Judgement::unknown("behind-another"),
        (Some(true), _) => Judgement::fail("sslv3-on", Confidence::High),
        (_, Some(false)) => Judgement::fail("tls12-off", Confidence::High),
        (Some(false), Some(true)) => Judgement::pass("good", Confidence::High),
        _ => Judgement::unknown("not-set"),
    };
    let name = vserver.name;
    let context = vserver
        .of("vpn vserver")
        .take(1)
        .map(|command| Evidence::new(Role::Context, command.location.clone(), name.to_owned()));
    judgement.about(name).arg("value", name).shown_by(shown).explained_by(context)
}
