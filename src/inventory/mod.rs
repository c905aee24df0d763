//! Which evidence belongs to which server: builds the types of `domino` and `traveler` from what the
//! readers pushed, with the evidence of each.
//!
//! By name where the evidence names a server; otherwise the server whose notes.ini stands in the
//! same or the nearest upper folder; otherwise the only server there is. What is left stays
//! unattached and is told: nothing is guessed.

mod amend;
mod attach;
mod certificates;
mod collect;
mod configuration;
mod consoles;
mod copies;
mod dates;
mod directory;
mod export;
mod exports;
mod facts;
mod files;
mod folders;
mod groups;
mod history;
mod index;
mod ini_file;
mod inspect;
mod late;
mod mobile;
mod mobile_seen;
mod neighbours;
mod options;
mod own_items;
mod owner;
mod peers;
mod pseudonyms;
mod reading;
mod scans;
mod server;
mod server_document;
mod settings;
mod sink;
mod stored;
mod strangers;
mod trust;
mod unnamed;
mod versions;

pub use certificates::CertificateSeen;
pub use collect::{Collected, InputReport, Options, StatedVersion};
pub use configuration::PinnedValue;
pub use dates::{Period, tell_stale};
pub use export::{ExportPart, PartState, check_export};
pub use exports::Selection;
pub use folders::{FolderRead, Folders, Parts};
pub use groups::Reach;
pub use history::History;
pub use ini_file::IniFile;
pub use inspect::{InspectedDocument, InspectedFile, InspectedPolicies, inspect};
pub use mobile::{APP, Client, Mobile};
pub use own_items::{OwnItem, OwnItemSeen};
pub use peers::{Peer, Peers};
pub use pseudonyms::{AnonymizeError, Pseudonyms};
pub use reading::{Inputs, collect, collect_from};
pub use scans::ScanSeen;
pub use server::{
    Configuration, Directory, PolicyForm, Program, ProtocolSite, Server, SiteServices, Unattached,
};
pub use server_document::ServerDocument;
pub use settings::{IniExtent, Settings, plain};
pub use stored::{FACTS_VERSION, FactsError};
pub use strangers::tell_left_out;
pub use trust::{Named, Trust};
pub use unnamed::{Unnamed, unnamed};
pub use versions::{Rank, VersionChoice, VersionSeen};

use crate::naming::Names;

/// All servers of a run, and what belongs to none.
pub struct Inventory {
    /// The servers, by name.
    pub servers: Vec<Server>,
    /// What belongs to no server, or was put aside.
    pub unattached: Vec<Unattached>,
    /// What documents said before.
    pub history: History,
    /// What is known of Secure Mail, its gateways and its devices.
    pub mobile: Mobile,
    /// Versions that the operator stated for what is no server here.
    pub strangers: Vec<StatedVersion>,
}

/// Finds the servers in what was collected, and builds each of them.
#[must_use]
pub fn build(collected: &Collected, names: &Names<'_>) -> Inventory {
    let mut inventory = attach::build(collected, names, None);
    let aside = &mut inventory.unattached;
    inventory.mobile = mobile::build(&collected.mobile, names.catalog(), &inventory.servers, aside);
    inventory
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
