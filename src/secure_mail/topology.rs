//! Which of three ways to the mail server the policies make.
//!
//! | policy | direct | micro VPN | STA |
//! | --- | --- | --- | --- |
//! | network access | unrestricted | tunneled | tunneled |
//! | background services | empty | empty | host and port of the mail server |
//! | gateway for them | empty | empty | host and port of the gateway |
//! | ticket expiration | any | any | hours |
//!
//! The page of Citrix heads its second list "direct connection" once more; by the figure above it and by
//! its values it is that of the micro VPN. It suggests 168 hours in all three lists, though only STA has
//! tickets: so the hours tell no way apart.

use super::Access;

/// One of the ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TopologyKind {
    /// The device calls the public name of the server.
    Direct,
    /// Through the gateway, with a VPN of the app.
    MicroVpn,
    /// Through the gateway, with a ticket.
    Sta,
}

impl TopologyKind {
    /// The word of the catalog's texts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::MicroVpn => "micro-vpn",
            Self::Sta => "sta",
        }
    }

    /// What it asks of access, services and gateway.
    fn cells(self) -> (Access, bool, bool) {
        match self {
            Self::Direct => (Access::Unrestricted, false, false),
            Self::MicroVpn => (Access::Tunneled, false, false),
            Self::Sta => (Access::Tunneled, true, true),
        }
    }
}

/// A policy that differs from the nearest way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Network access.
    Access,
    /// Background services.
    Services,
    /// The gateway for them.
    Gateway,
}

impl Difference {
    /// Our name of the policy.
    #[must_use]
    pub fn policy(self) -> &'static str {
        match self {
            Self::Access => "network-access",
            Self::Services => "background-services",
            Self::Gateway => "background-gateway",
        }
    }
}

/// The way that the policies make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Topology {
    /// One of the three.
    Is(TopologyKind),
    /// STA, with the gateway left empty: then the default gateway of Endpoint Management is taken, as we
    /// conclude; no document says so.
    DefaultGateway,
    /// None of them: the nearest ones, each with what differs.
    Nearest(Vec<(TopologyKind, Vec<Difference>)>),
}

/// Derives the way from the access, and from whether services and gateway are set.
#[must_use]
pub fn topology(access: Access, services: bool, gateway: bool) -> Topology {
    if (access, services, gateway) == (Access::Tunneled, true, false) {
        return Topology::DefaultGateway;
    }
    let kinds = [TopologyKind::Direct, TopologyKind::MicroVpn, TopologyKind::Sta];
    let differences = kinds.map(|kind| {
        let (own_access, own_services, own_gateway) = kind.cells();
        let cells = [
            (Difference::Access, own_access != access),
            (Difference::Services, own_services != services),
            (Difference::Gateway, own_gateway != gateway),
        ];
        let differing = cells.into_iter().filter(|(_, differs)| *differs).map(|(cell, _)| cell);
        (kind, differing.collect::<Vec<_>>())
    });
    let least = differences.iter().map(|(_, cells)| cells.len()).min().unwrap_or_default();
    let nearest = differences.into_iter().filter(|(_, cells)| cells.len() == least);
    let nearest: Vec<_> = nearest.collect();
    match nearest.as_slice() {
        [(kind, cells)] if cells.is_empty() => Topology::Is(*kind),
        _ => Topology::Nearest(nearest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_policies_make_a_way() {
        use Access::{Blocked, Tunneled, Unrestricted};
        let cases = [
            (Unrestricted, false, false, "direct"),
            // The second list of the page, whatever its heading.
            (Tunneled, false, false, "micro-vpn"),
            (Tunneled, true, true, "sta"),
            (Tunneled, true, false, "sta with the default gateway"),
            (Unrestricted, true, true, "near sta(network-access)"),
            (Unrestricted, true, false, "near direct(background-services)"),
            (Unrestricted, false, true, "near direct(background-gateway)"),
            (Tunneled, false, true, "near micro-vpn(background-gateway) sta(background-services)"),
            (Blocked, false, false, "near direct(network-access) micro-vpn(network-access)"),
            (Blocked, true, true, "near sta(network-access)"),
        ];
        for (access, services, gateway, wanted) in cases {
            let told = match topology(access, services, gateway) {
                Topology::Is(kind) => kind.word().to_owned(),
                Topology::DefaultGateway => "sta with the default gateway".to_owned(),
                Topology::Nearest(kinds) => {
                    let near = kinds.iter().map(|(kind, cells)| {
                        let cells: Vec<_> = cells.iter().map(|cell| cell.policy()).collect();
                        format!(" {}({})", kind.word(), cells.join(","))
                    });
                    format!("near{}", near.collect::<String>())
                }
            };
            assert_eq!(told, wanted, "{access:?} {services} {gateway}");
        }
    }
}
