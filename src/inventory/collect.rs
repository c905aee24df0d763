//! What is kept of the inputs: documents, settings, and what else may matter, each with the number of
//! its input.

use super::dates::Period;
use super::ini_file::IniFile;
use super::mobile_seen::MobileSeen;
use super::own_items::OwnItem;
use super::strangers::LeftOut;
use crate::evidence::{InputPath, Location, Observed, Warning};
use crate::formats::{
    CertificateChain, Database, Document, FormDesign, Kind, ReadExtent, Setting, Sighting,
    SitesLoaded, Statistic, TlsScan,
};
use crate::intake::{Charset, Reading};
use crate::traveler::Traffic;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// A version as the operator states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedVersion {
    /// The server it is about; `None` for all there are.
    pub server: Option<String>,
    /// The version as typed.
    pub text: String,
    /// The line that states it; `None` for an option of the command line.
    pub place: Option<Location>,
}

/// What the operator says besides naming files.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// `--traveler-version`.
    pub traveler: Vec<StatedVersion>,
    /// `--domino-version`.
    pub domino: Vec<StatedVersion>,
    /// The last day of which evidence counts; without one all counts.
    pub until: Option<Date>,
    /// `--encoding`; what is read back was decoded.
    #[serde(skip)]
    pub encoding: Option<Charset>,
    /// Whether the arguments are the host's own Domino folders, of which only some files are read.
    pub host: bool,
    /// Whether documents that never matter are kept too, to be listed, and all text with them.
    pub keep_all: bool,
    /// `--no-hash`: whether the inputs go without their SHA-256.
    pub no_hash: bool,
    /// Items that checks of the operator read.
    pub own_items: Vec<OwnItem>,
    /// The days whose requests count.
    pub period: Period,
    /// Files that are no inputs wherever they stand: the reports of this run.
    #[serde(skip)]
    pub without: Vec<PathBuf>,
}

impl Options {
    pub(super) fn reading(&self) -> Reading {
        Reading { encoding: self.encoding, hash: !self.no_hash }
    }
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InputReport {
    /// The input.
    pub path: InputPath,
    /// Whether it was named itself, not found below a folder.
    pub named: bool,
    /// What it is.
    pub kind: Kind,
    /// The encoding, where it is text.
    pub encoding: Option<String>,
    /// SHA-256 of its bytes; `None` where it was not read or none is wanted.
    pub sha256: Option<String>,
    /// Its size in bytes.
    pub size: Option<u64>,
    /// How far it was read.
    pub read: ReadExtent,
    /// The day of the newest that it tells; a file that tells none has none.
    pub evidence_date: Option<Date>,
    /// What should be known of it.
    pub warnings: Vec<Warning>,
}

/// A document with the number of its input, and that of the export it stands in: a file may hold
/// several exports, one behind the other.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    pub(super) input: usize,
    pub(super) source: usize,
    pub(super) document: Document,
}

impl Kept {
    pub(super) fn unid(&self) -> Option<&str> {
        self.document.unid.as_deref()
    }
}

/// What an input said of its database.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DatabaseSeen {
    pub(super) source: usize,
    pub(super) database: Database,
    /// Documents of it that were read; one that stands there twice counts once.
    pub(super) documents: u64,
    /// Documents in it, as the agent of `exporter` counted them.
    pub(super) exported: Option<u64>,
}

/// A setting that was typed at a console, and when, as far as that is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    pub(super) setting: Setting,
    pub(super) time: Option<DateTime>,
}

impl Typed {
    /// Whether what happened to this key at a time, further down, was before it all the same.
    pub(super) fn is_after(&self, key: &str, time: Option<DateTime>) -> bool {
        let later = self.time.zip(time).is_some_and(|(own, other)| own > other);
        later && self.setting.key.eq_ignore_ascii_case(key)
    }
}

/// All that was kept of the inputs.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collected {
    /// The inputs, in order.
    pub inputs: Vec<InputReport>,
    /// The designs seen; to be learned by `naming` before the inventory is built.
    pub designs: Vec<FormDesign>,
    /// What the operator said.
    pub options: Options,
    pub(super) ini_files: Vec<(usize, Arc<IniFile>)>,
    pub(super) documents: Vec<Kept>,
    pub(super) databases: Vec<DatabaseSeen>,
    /// The inputs of the exports, by the numbers of these.
    pub(super) sources: Vec<usize>,
    /// Settings that were typed at a console, the last of each key.
    pub(super) typed: Vec<(usize, Typed)>,
    pub(super) sightings: Vec<(usize, Sighting)>,
    pub(super) traffic: Vec<(usize, Traffic)>,
    /// Names that consoles gave of their servers.
    pub(super) consoles: Vec<(usize, Observed<String>)>,
    /// Names under which logs say that their servers started.
    pub(super) started: Vec<(usize, Observed<String>)>,
    /// What HTTP tasks said at their start, the last of each input.
    pub(super) site_views: Vec<(usize, SitesLoaded)>,
    pub(super) statistics: Vec<(usize, Statistic)>,
    pub(super) scans: Vec<TlsScan>,
    pub(super) certificates: Vec<CertificateChain>,
    /// What was read of Secure Mail, its gateways and its devices.
    pub(super) mobile: MobileSeen,
    /// Documents that were not kept because there are too many of their form.
    pub(super) left_out: Vec<LeftOut>,
}

impl Collected {
    /// The different values of a key in the notes.ini files that were read.
    pub fn values_of(&self, key: &str) -> impl Iterator<Item = &str> {
        self.ini_files.iter().flat_map(move |(_, file)| file.texts(key))
    }

    /// Takes what was kept of further inputs. Their numbers go on from those that are here.
    pub(super) fn append(&mut self, other: Self) {
        let (inputs, sources) = (self.inputs.len(), self.sources.len());
        self.inputs.extend(other.inputs);
        self.designs.extend(other.designs);
        self.ini_files.extend(renumbered(other.ini_files, inputs));
        self.documents.extend(other.documents.into_iter().map(|kept| Kept {
            input: kept.input + inputs,
            source: kept.source + sources,
            ..kept
        }));
        self.databases.extend(
            other
                .databases
                .into_iter()
                .map(|seen| DatabaseSeen { source: seen.source + sources, ..seen }),
        );
        self.sources.extend(other.sources.into_iter().map(|input| input + inputs));
        self.typed.extend(renumbered(other.typed, inputs));
        self.sightings.extend(renumbered(other.sightings, inputs));
        self.traffic.extend(renumbered(other.traffic, inputs));
        self.consoles.extend(renumbered(other.consoles, inputs));
        self.started.extend(renumbered(other.started, inputs));
        self.site_views.extend(renumbered(other.site_views, inputs));
        self.statistics.extend(renumbered(other.statistics, inputs));
        self.scans.extend(other.scans);
        self.certificates.extend(other.certificates);
        self.mobile.append(other.mobile, inputs);
        self.left_out.extend(other.left_out.into_iter().map(|left| left.behind(inputs)));
    }
}

/// What inputs told, with the numbers that these have behind `first` others.
fn renumbered<T>(told: Vec<(usize, T)>, first: usize) -> impl Iterator<Item = (usize, T)> {
    told.into_iter().map(move |(input, one)| (input + first, one))
}
