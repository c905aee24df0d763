//! `mail-server-address`: "Secure Mail Exchange Server" names the Traveler server, as its host or as a whole
//! URL, and agrees with what the directory says of it (rules R11, R12 and R22).
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `right` | pass | the URL of Traveler, at a server of the inputs that listens on that port |
//! | `host-mapped` | pass | the host alone, and a substitution rule leads the bare path to Traveler |
//! | `host-unmapped` | unknown | the host alone, and nothing shows that the bare path reaches Traveler |
//! | `empty` | fail | users may type any server |
//! | `faulty` | fail | it is no such address |
//! | `port-differs` | fail | the server listens for https on another port |
//! | `port-unclear` | unknown | on which port it listens is not known |
//! | `port-in-front` | info | the external URL has the port of the policy, the Server document another: something in front leads there |
//! | `external-url-differs` | unknown | the external URL of the server holds another host or port |
//! | `other-server` | unknown | no server of the inputs has the name: another server, or an Exchange host |
//! | `several-servers` | info | several of them have it: members of a pool |
//! | `no-servers` | info | no server is among the inputs |
//! | `not-told`, `contradictory`, `unreadable` | unknown | the value is not known |

use super::{ClientCheck, ClientJudge, Scene, not_known};
use crate::checks::Judgement;
use crate::domino::sign_in::{PortStatus, Request, Scheme, answer};
use crate::evidence::{Confidence, Evidence, Fact, Severity};
use crate::inventory::Server;
use crate::naming::field;
use crate::secure_mail::{ACTIVESYNC_PATHS, Address, Endpoint, Target};
use crate::traveler::external_url;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "mail-server-address",
    judge: ClientJudge::Each(judge),
    outcomes: &[
        "right",
        "host-mapped",
        "host-unmapped",
        "empty",
        "faulty",
        "port-differs",
        "port-unclear",
        "port-in-front",
        "external-url-differs",
        "other-server",
        "several-servers",
        "no-servers",
        "not-told",
        "contradictory",
        "unreadable",
    ],
};

fn judge(scene: &Scene<'_>) -> Vec<Judgement> {
    let fact = scene.client.address();
    let (judgement, beside) = match &fact {
        Fact::Known(found) => match &found.value {
            Address::Empty => {
                let empty = Judgement::fail("empty", found.confidence);
                (empty.severity(Severity::Low), Vec::new())
            }
            Address::Faulty(fault) => {
                let faulty = Judgement::fail("faulty", found.confidence);
                (faulty.arg("fault", fault.word()), Vec::new())
            }
            Address::Server(endpoint, target) => {
                of_server(scene, endpoint, *target, found.confidence)
            }
        },
        Fact::Absent(_) => (Judgement::unknown("not-told"), Vec::new()),
        Fact::Unknown(doubt, _) => (not_known(*doubt), Vec::new()),
    };
    let value = fact.known().map_or("-", |found| found.raw.as_str());
    scene.say(judgement.arg("value", value), [fact.evidence(), beside].concat())
}

type Said = (Judgement, Vec<Evidence>);

fn of_server(scene: &Scene<'_>, endpoint: &Endpoint, target: Target, sure: Confidence) -> Said {
    let Some(server) = scene.server else {
        let judgement = match scene.client.named_servers {
            _ if !scene.any_server => Judgement::info("no-servers"),
            0 => Judgement::unknown("other-server").severity(Severity::Medium),
            _ => Judgement::info("several-servers"),
        };
        return (judgement.arg("host", &endpoint.host), Vec::new());
    };
    let external = External::of(server);
    let differs = external.as_ref().and_then(|external| external.differs(endpoint));
    differs.or_else(|| other_port(server, endpoint, external.as_ref())).unwrap_or_else(|| {
        match target {
            Target::Traveler => {
                let port = &server.directory.https;
                let own = sure.and(port.status.confidence()).and(port.number.confidence());
                (Judgement::pass("right", own), port.number.evidence())
            }
            Target::Host | Target::Bare => of_bare_path(server, endpoint, sure),
        }
    })
}

/// The external URL, which the server tells its clients.
struct External {
    host: String,
    port: u16,
    shown: Vec<Evidence>,
}

impl External {
    fn of(server: &Server) -> Option<Self> {
        let fact = server.document.texts(field::SERVER_EXTERNAL_URL);
        let url = fact.value()?.first().and_then(|text| external_url(text))?;
        let port = url.port.unwrap_or(if url.https { 443 } else { 80 });
        Some(Self { host: url.host, port, shown: fact.evidence() })
    }

    /// It holds another host or port than the policy.
    fn differs(&self, endpoint: &Endpoint) -> Option<Said> {
        let same = self.host == endpoint.host && self.port == endpoint.https_port();
        (!same).then(|| {
            let judgement = Judgement::unknown("external-url-differs").severity(Severity::Medium);
            let host = format!("{}:{}", self.host, self.port);
            (judgement.arg("host", host), self.shown.clone())
        })
    }
}

fn other_port(server: &Server, endpoint: &Endpoint, external: Option<&External>) -> Option<Said> {
    let port = &server.directory.https;
    let number = port.number.value().and_then(|text| text.parse::<u16>().ok());
    let on = port.status.value().map(|status| *status == PortStatus::On);
    let shown = [port.status.evidence(), port.number.evidence()].concat();
    let own = endpoint.https_port();
    match (on, number) {
        (Some(true), Some(number)) if number == own => None,
        (Some(true), Some(number)) => {
            let judgement = match external {
                Some(_) => Judgement::info("port-in-front"),
                // Something in front may lead there; devices would meet that, and not the port of Domino.
                None => Judgement::fail("port-differs", Confidence::Medium),
            };
            let beside = external.map(|external| external.shown.clone()).unwrap_or_default();
            Some((judgement.arg("port", own).arg("own", number), [shown, beside].concat()))
        }
        _ => Some((Judgement::unknown("port-unclear").arg("port", own), shown)),
    }
}

/// Whether a rule leads the bare path to Traveler.
fn of_bare_path(server: &Server, endpoint: &Endpoint, sure: Confidence) -> Said {
    let [whole, bare] = ACTIVESYNC_PATHS;
    let request = Request::new(Scheme::Https, Some(&endpoint.host), bare);
    let task = server.http_task();
    let answer = answer(&task, &request);
    let mapped = answer.path.eq_ignore_ascii_case(whole);
    if mapped && answer.challenge.code() == "basic" {
        return (
            Judgement::pass("host-mapped", sure.and(answer.confidence)),
            answer.evidence.clone(),
        );
    }
    let shown = answer.evidence.clone();
    (Judgement::unknown("host-unmapped").arg("host", &endpoint.host), shown)
}
