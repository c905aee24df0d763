//! What is known of Citrix Secure Mail, as pure functions and types: what its policies mean together,
//! how it reads them, which way to the mail server they make, and which devices can connect.
//!
//! Source, where no other is named: Citrix, "Integrating Exchange Server or IBM Notes Traveler Server".

mod access;
mod address;
mod background;
mod matrix;
mod policies;
mod ticket;
mod topology;

pub use access::{Access, NetworkAccess};
pub use address::{ACTIVESYNC_PATHS, Address, AddressFault, Endpoint, Target};
pub use background::{Service, ServiceFault, services};
pub use matrix::{
    Cell, Level, Offered, Reason, Verdict, cell, helped_by_sslv3, platform, runs_no_secure_mail,
};
pub use policies::{Policies, flag};
pub use ticket::{DEFAULT_HOURS, Ticket, ticket};
pub use topology::{Difference, Topology, TopologyKind, topology};
