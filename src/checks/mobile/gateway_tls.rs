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
//! | `no-configuration` | info | no configuration of a gateway is among the inputs |

use super::{ClientCheck, ClientJudge, offer};
use crate::catalog::Catalog;
use crate::checks::Judgement;
use crate::evidence::{Confidence, Evidence, Role, TlsVersion};
use crate::inventory::Mobile;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "gateway-tls",
    judge: ClientJudge::Run(judge),
    outcomes: &["good", "sslv3-on", "tls12-off", "not-set", "no-configuration"],
};

fn judge(mobile: &Mobile, _: &Catalog) -> Vec<Judgement> {
    let Some(first) = mobile.clients.first() else { return Vec::new() };
    let names = offer::vservers(&mobile.commands);
    if names.is_empty() {
        let place = Evidence::new(Role::Absent, first.location.clone(), None);
        return vec![Judgement::info("no-configuration").shown_by([place])];
    }
    names.iter().map(|name| of_vserver(mobile, name)).collect()
}

fn of_vserver(mobile: &Mobile, name: &str) -> Judgement {
    let (offered, shown) = offer::protocols(&mobile.commands, name);
    let is = |version| offered.get(&version).map(|(on, _)| *on);
    let judgement = match (is(TlsVersion::Ssl3), is(TlsVersion::Tls12)) {
        (Some(true), _) => Judgement::fail("sslv3-on", Confidence::High),
        (_, Some(false)) => Judgement::fail("tls12-off", Confidence::High),
        (Some(false), Some(true)) => Judgement::pass("good", Confidence::High),
        _ => Judgement::unknown("not-set"),
    };
    let own = mobile.commands.iter().filter(|command| {
        command.object == "vpn vserver" && command.words.first().is_some_and(|own| own == name)
    });
    let context = own
        .take(1)
        .map(|command| Evidence::new(Role::Context, command.location.clone(), name.to_owned()));
    judgement.about(name).arg("value", name).shown_by(shown).explained_by(context)
}
