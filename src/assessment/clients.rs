//! Findings about Secure Mail: each stands at the server that its policies point to, else beside all
//! servers.

use super::{Finding, finding};
use crate::catalog::Catalog;
use crate::checks::{CLIENT_REGISTRY, ClientJudge, MatrixRow, Scene, matrix};
use crate::inventory::{Client, History, Mobile, Server};

/// What is said of Secure Mail.
#[derive(Default)]
pub(super) struct ClientSide {
    /// Findings, each with the number of its server.
    pub(super) of_servers: Vec<(usize, Finding)>,
    /// Findings of no single server.
    pub(super) findings: Vec<Finding>,
    /// Which devices can connect.
    pub(super) matrix: Vec<MatrixRow>,
}

/// Asks every check about every platform; a run without policies is not asked about.
pub(super) fn judge(
    mobile: &Mobile,
    servers: &[Server],
    history: &History,
    catalog: &Catalog,
) -> ClientSide {
    let mut side = ClientSide::default();
    if !mobile.is_told() {
        return side;
    }
    let scene = |client| scene(client, mobile, servers, catalog);
    for client in &mobile.clients {
        side.matrix.extend(matrix(&scene(client)));
    }
    for check in &CLIENT_REGISTRY {
        let mut take = |at: Option<usize>, judgement| {
            let name = at.and_then(|at| servers.get(at)).and_then(Server::display_name);
            let finding = finding(check.id, judgement, name.as_deref(), history, catalog);
            match at {
                Some(at) => side.of_servers.push((at, finding)),
                None => side.findings.push(finding),
            }
        };
        match check.judge {
            ClientJudge::Each(judge) => mobile.clients.iter().for_each(|client| {
                judge(&scene(client)).into_iter().for_each(|one| take(client.server, one));
            }),
            ClientJudge::Run(judge) => {
                let at = common_server(&mobile.clients);
                judge(mobile, catalog).into_iter().for_each(|one| take(at, one));
            }
        }
    }
    side
}

/// A platform with all that it is judged by.
fn scene<'s>(
    client: &'s Client,
    mobile: &'s Mobile,
    servers: &'s [Server],
    catalog: &'s Catalog,
) -> Scene<'s> {
    Scene {
        client,
        server: client.server.and_then(|at| servers.get(at)),
        any_server: !servers.is_empty(),
        mobile,
        catalog,
    }
}

/// The one server that platforms point to; some of them may point to none.
fn common_server(clients: &[Client]) -> Option<usize> {
    let mut servers = clients.iter().filter_map(|client| client.server);
    let first = servers.next()?;
    servers.all(|other| other == first).then_some(first)
}
