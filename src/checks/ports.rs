//! What `https-port` and `http-port` share: the status of a port of the Server document, and whether
//! IBM HTTP Server answers in place of the HTTP task.

use super::{Judgement, document};
use crate::domino::sign_in::{Port, PortStatus};
use crate::evidence::{Confidence, Evidence, Fact, Role, Status};
use crate::inventory::Server;

/// What is said of a port whose status is known, as sure as that is; else why it is not.
pub(super) fn judge(
    server: &Server,
    port: &Port,
    of: impl FnOnce(PortStatus, Confidence) -> Judgement,
) -> Judgement {
    let judgement = match &port.status {
        Fact::Known(status) => behind(in_front(server), of(status.value, status.confidence)),
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

/// What is said where another program may answer in place of the HTTP task: what is as wanted can't be
/// told then, and what is not is less sure.
fn behind(front: Front, judgement: Judgement) -> Judgement {
    match front {
        Front::None => judgement,
        Front::Ihs(evidence) => Judgement::unknown("ihs").shown_by(evidence),
        Front::Maybe(evidence) if judgement.status == Status::Pass => {
            Judgement::unknown("ihs").shown_by(evidence)
        }
        Front::Maybe(_) => {
            let confidence = judgement.confidence.and(Confidence::Medium);
            Judgement { confidence, ..judgement }
        }
    }
}

/// Whether IBM HTTP Server stands in front, with what shows it.
pub(super) enum Front {
    /// It does not.
    None,
    /// It does.
    Ihs(Vec<Evidence>),
    /// It may: notes.ini is not here, or does not tell it for sure.
    Maybe(Vec<Evidence>),
}

pub(super) fn in_front(server: &Server) -> Front {
    let (ihs, otherwise) = server.in_force("HTTPIHSEnabled");
    let off = match &ihs {
        Fact::Known(found) => matches!(found.value.trim_ascii(), "" | "0"),
        Fact::Absent(_) => true,
        Fact::Unknown(..) => return Front::Maybe([ihs.evidence(), otherwise].concat()),
    };
    match off {
        _ if !otherwise.is_empty() => Front::Maybe([ihs.evidence(), otherwise].concat()),
        true => Front::None,
        false => Front::Ihs(ihs.evidence()),
    }
}
