//! What `https-port` and `http-port` share: the status of a port of the Server document, and whether
//! IBM HTTP Server answers in place of the HTTP task.

use super::{Judgement, document};
use crate::domino::sign_in::{Port, PortStatus};
use crate::evidence::{Confidence, Doubt, Evidence, Fact, Role};
use crate::inventory::Server;

/// What is said of a port whose status is known, as sure as that is; else why it is not.
pub(super) fn judge(
    server: &Server,
    port: &Port,
    of: impl FnOnce(PortStatus, Confidence) -> Judgement,
) -> Judgement {
    let ihs = in_front(server);
    let judgement = match &port.status {
        Fact::Known(_) if !ihs.is_empty() => Judgement::unknown("ihs").shown_by(ihs),
        Fact::Known(status) => of(status.value, status.confidence),
        Fact::Absent(_) => Judgement::unknown("unclear"),
        open => match document::open(server, open) {
            Some(judgement) => return judgement,
            None => Judgement::unknown("unclear"),
        },
    };
    let number = port.number.value().map_or("?", String::as_str);
    let judgement = judgement.arg("port", number).shown_by(port.status.evidence());
    let judgement = judgement.explained_by(port.number.evidence());
    let place = server.directory.document.clone().unwrap_or_else(|| server.place());
    let absent = judgement.evidence.is_empty().then(|| Evidence::new(Role::Absent, place, None));
    judgement.shown_by(absent).seen_as("value")
}

/// What shows that IBM HTTP Server stands in front, or may. A notes.ini that is not there shows nothing.
pub(super) fn in_front(server: &Server) -> Vec<Evidence> {
    let (ihs, otherwise) = server.in_force("HTTPIHSEnabled");
    let off = match &ihs {
        Fact::Known(found) => matches!(found.value.trim_ascii(), "" | "0"),
        Fact::Absent(_) | Fact::Unknown(Doubt::NotSupplied, _) => true,
        Fact::Unknown(..) => false,
    };
    let own = if off && otherwise.is_empty() { Vec::new() } else { ihs.evidence() };
    own.into_iter().chain(otherwise).collect()
}
