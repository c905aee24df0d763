//! `matrix`: which devices can connect, by their systems.

use super::args::{Format, MatrixArgs};
use super::{Failure, audit, judge, say, terminal};
use crate::assessment::{self, Terms, exit};
use crate::catalog::Catalog;
use crate::catalog::version::Product;
use crate::evidence::Severity;
use crate::inventory::{self, Options};
use crate::report;
use std::io::Write;

pub(super) fn run(
    args: &MatrixArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let map = audit::item_map(args.reading.item_map.as_deref(), catalog)?;
    let options = Options {
        domino: audit::stated_or(&args.domino_version, &args.reading.own.domino, Product::Domino)?,
        encoding: args.reading.encoding,
        no_hash: true,
        ..Options::default()
    };
    let mut anonymizer = args.reading.names.begin()?;
    let (collected, names) =
        audit::collect(&args.paths, catalog, map, options, anonymizer.as_mut())?;
    let inventory = inventory::build(&collected, &names);
    judge::refuse_strangers(&inventory, &collected)?;
    let found =
        assessment::assess(inventory, &collected.inputs, catalog, Terms::strict(Severity::Low));
    match format {
        Format::Table => {
            report::write_matrix_table(catalog, &found.matrix, false, terminal(), out)?;
        }
        Format::Json => report::write_matrix_json(&found.matrix, out)?,
    }
    if found.matrix.is_empty() {
        say(
            "traveler-audit: no policies of Secure Mail among these files; `inspect` shows what each is",
        );
        return Ok(exit::USAGE);
    }
    let full = assessment::read_in_full(&collected.inputs);
    Ok(if full { exit::CLEAN } else { exit::UNSURE })
}
