//! `init`: writes a commented template of `traveler-audit.toml`.

use super::config::FILE_NAME;
use super::{Failure, note};
use crate::assessment::exit;
use clap::Args;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// The template.
pub(super) const TEMPLATE: &str = include_str!("config/template.toml");

// Arguments of `init`.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The file to write.
    #[arg(value_name = "FILE", default_value = FILE_NAME)]
    pub(super) file: PathBuf,
    /// Write it even where there is one already; what stands in it is lost.
    #[arg(long)]
    pub(super) force: bool,
}

pub(super) fn run(args: &InitArgs) -> Result<u8, Failure> {
    let shown = args.file.display();
    let mut options = OpenOptions::new();
    options.write(true);
    if args.force {
        options.create(true).truncate(true);
    } else {
        options.create_new(true);
    }
    let written = options.open(&args.file).and_then(|mut file| file.write_all(TEMPLATE.as_bytes()));
    written.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Usage(format!(
            "{shown} is there already, and nothing was written; --force writes over it"
        )),
        _ => Failure::Usage(format!(
            "cannot write {shown}: {error}; name a file in a folder that can be written"
        )),
    })?;
    note(&format!(
        "traveler-audit: wrote {shown}; every line of it is a comment until you change it"
    ));
    Ok(exit::CLEAN)
}
