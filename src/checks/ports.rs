//! What `https-port` and `http-port` share: the status of a port of the Server document, and whether
//! IBM HTTP Server answers in place of the HTTP task.

use super::{Judgement, document};
use crate::domino::sign_in::{Port, PortStatus};
use crate::evidence::{Confidence, Evidence, Fact, Status};
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
    document::placed(server, judgement).seen_as("value")
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
    let ihs = server.setting("HTTPIHSEnabled");
    match &ihs {
        Fact::Known(found) if matches!(found.value.trim_ascii(), "" | "0") => Front::None,
        Fact::Absent(_) => Front::None,
        Fact::Known(_) => Front::Ihs(ihs.evidence()),
        Fact::Unknown(..) => Front::Maybe(ihs.evidence()),
    }
}
