//! What `fix` and `checklist` begin with: the inputs read, and audited without regard to waivers.

use super::args::ReadingArgs;
use super::{Failure, audit, host, judge};
use crate::assessment::{self, Assessment, Terms};
use crate::catalog::Catalog;
use crate::catalog::version::Product;
use crate::evidence::Severity;
use crate::inventory::{self, Collected, Options, Period};
use crate::naming::Names;
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

/// Days before the as-of date whose requests count.
const DAYS: u32 = 90;

// What is read, and how.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files, folders and archives, as for `audit`; without any, the usual Domino directories of this host.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// The Traveler version, where no log tells it: `"9.0.1 IF7"` or `"Trav01/Acme=9.0.1 IF7"`.
    #[arg(long, value_name = "[SERVER=]TEXT")]
    traveler_version: Vec<String>,
    /// The Domino release: `"14.5.1"` or `"Trav01/Acme=12.0.2 FP3"`.
    #[arg(long, value_name = "[SERVER=]TEXT")]
    domino_version: Vec<String>,
    #[command(flatten)]
    pub(super) reading: ReadingArgs,
    /// The day the audit speaks of; default SOURCE_DATE_EPOCH or today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<Date>,
}

/// The inputs, read and audited.
pub(super) struct Assessed<'c> {
    /// What was read.
    pub(super) collected: Collected,
    /// Names of items.
    pub(super) names: Names<'c>,
    /// The findings.
    pub(super) assessment: Assessment,
    /// Where it was read, if no path was named.
    pub(super) paths: Vec<PathBuf>,
    /// The day.
    pub(super) as_of: Date,
}

impl InputArgs {
    /// Whether this host itself is read.
    pub(super) fn is_host(&self) -> bool {
        self.paths.is_empty()
    }

    /// Reads the inputs and audits them; files in `without` are no inputs.
    pub(super) fn assess<'c>(
        &self,
        catalog: &'c Catalog,
        without: Vec<PathBuf>,
    ) -> Result<Assessed<'c>, Failure> {
        let as_of = audit::as_of(self.as_of)?;
        let own = &self.reading.own;
        let options = Options {
            traveler: audit::stated_or(&self.traveler_version, &own.traveler, Product::Traveler)?,
            domino: audit::stated_or(&self.domino_version, &own.domino, Product::Domino)?,
            until: Some(audit::last_day(self.as_of, as_of)),
            encoding: self.reading.encoding,
            host: self.is_host(),
            period: Period { as_of, days: DAYS },
            without,
            ..Options::default()
        };
        let map = audit::item_map(self.reading.item_map.as_deref(), catalog)?;
        let paths = if self.is_host() { host::find(catalog)? } else { self.paths.clone() };
        let mut anonymizer = self.reading.names.begin()?;
        let (collected, names) =
            audit::collect(&paths, catalog, map, options, anonymizer.as_mut())?;
        if !collected.inputs.iter().any(assessment::is_recognised) {
            return Err(Failure::Usage(
                "none of these files is one that can be read; `inspect` says why for each"
                    .to_owned(),
            ));
        }
        let inventory = inventory::build(&collected, &names);
        judge::refuse_strangers(&inventory, &collected)?;
        let assessment =
            assessment::assess(inventory, &collected.inputs, catalog, Terms::strict(Severity::Low));
        Ok(Assessed { collected, names, assessment, paths, as_of })
    }
}
