//! `inspect`: what was recognised in each file.

use super::args::{Format, InspectArgs};
use super::{Failure, audit, say, terminal};
use crate::assessment::{self, exit};
use crate::catalog::Catalog;
use crate::inventory::{self, Options};
use crate::report;
use std::io::Write;

pub(super) fn run(
    args: &InspectArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let map = audit::item_map(args.reading.item_map.as_deref(), catalog)?;
    let options = Options {
        encoding: args.reading.encoding,
        no_hash: args.no_hash,
        keep_all: true,
        ..Options::default()
    };
    let mut anonymizer = args.reading.names.begin()?;
    let (collected, names) =
        audit::collect(&args.paths, catalog, map, options, anonymizer.as_mut())?;
    let files = inventory::inspect(&collected, &names);
    match format {
        _ if args.make_item_map => {
            let unnamed = inventory::unnamed(&collected, &names);
            report::write_item_map(catalog, &unnamed, out)?;
        }
        Format::Table => report::write_inspect_table(catalog, &files, terminal(), out)?,
        Format::Json => report::write_inspect_json(catalog, &files, out)?,
    }
    let inputs = &collected.inputs;
    if !inputs.iter().any(assessment::is_recognised) {
        say(
            "traveler-audit: none of these files is one that can be read; the reason stands at each",
        );
        return Ok(exit::USAGE);
    }
    Ok(if assessment::read_in_full(inputs) { exit::CLEAN } else { exit::UNSURE })
}
