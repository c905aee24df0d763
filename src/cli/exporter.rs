//! `exporter`: the agent that exports a directory, and what an export lacks.

use super::args::{ExporterArgs, Format};
use super::{Failure, audit, terminal};
use crate::assessment::exit;
use crate::catalog::Catalog;
use crate::intake::is_standard_input;
use crate::inventory::{self, Options, PartState};
use crate::naming::ItemMap;
use crate::report;
use std::io::Write;
use std::path::Path;

pub(super) fn run(
    args: &ExporterArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    match &args.check {
        Some(file) => check(file, catalog, format, out),
        None => {
            let agent = match &args.server {
                None => catalog.exporter.text().to_owned(),
                Some(server) => {
                    catalog.exporter.for_server(server).ok_or_else(|| bad_name(server))?
                }
            };
            out.write_all(agent.as_bytes())?;
            Ok(exit::CLEAN)
        }
    }
}

fn bad_name(server: &str) -> Failure {
    Failure::Usage(format!(
        "\"{server}\" is no name of a server; write it like Trav01/Acme or CN=Trav01/O=Acme"
    ))
}

fn check(
    file: &Path,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let paths = [file.to_path_buf()];
    let (collected, names) =
        audit::collect(&paths, catalog, ItemMap::default(), Options::default(), None)?;
    let on_disk = !is_standard_input(file);
    if let Some(reason) = std::fs::metadata(file).err().filter(|_| on_disk) {
        return Err(Failure::Usage(format!(
            "cannot read {}: {reason}; check the path and the permissions",
            file.display()
        )));
    }
    let Some(parts) = inventory::check_export(&collected, &names) else {
        return Err(Failure::Usage(format!(
            "{} is no export of a Domino Directory as DXL or Structured Text; `inspect` says what it is",
            file.display()
        )));
    };
    match format {
        Format::Table => report::write_export_table(catalog, &parts, terminal(), out)?,
        Format::Json => report::write_export_json(catalog, &parts, out)?,
    }
    let missing = parts.iter().any(|part| part.state == PartState::Missing);
    Ok(if missing { exit::UNSURE } else { exit::CLEAN })
}
