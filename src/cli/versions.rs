//! `version`: reads version strings.

use super::args::{Format, VersionArgs};
use super::{Failure, terminal};
use crate::assessment::exit;
use crate::catalog::Catalog;
use crate::report;
use std::io::{self, BufRead, Write};

/// Bytes of stdin that are read at the most; a version string is short.
const MAX_STDIN: u64 = 64 * 1024 * 1024;

pub(super) fn run(
    args: &VersionArgs,
    catalog: &Catalog,
    format: Format,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let mut lines = Vec::new();
    for text in &args.texts {
        if text == "-" {
            lines.extend(stdin_lines()?);
        } else {
            lines.push(text.clone());
        }
    }
    let all_told = match format {
        Format::Table => report::write_versions_table(catalog, &lines, terminal(), out)?,
        Format::Json => report::write_versions_json(catalog, &lines, out)?,
    };
    Ok(if all_told { exit::CLEAN } else { exit::UNSURE })
}

fn stdin_lines() -> Result<Vec<String>, Failure> {
    let mut lines = Vec::new();
    let mut input = io::Read::take(io::stdin().lock(), MAX_STDIN);
    let mut line = Vec::new();
    loop {
        line.clear();
        let got = input
            .read_until(b'\n', &mut line)
            .map_err(|error| Failure::Usage(format!("cannot read stdin: {error}")))?;
        if got == 0 {
            return Ok(lines);
        }
        let text = String::from_utf8_lossy(&line);
        lines.push(text.trim_end_matches(['\r', '\n']).to_owned());
    }
}
