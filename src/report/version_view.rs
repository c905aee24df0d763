//! `version`: version strings read and judged.

use super::json;
use super::neutral;
use super::terminal::Terminal;
use super::wording::coded;
use crate::catalog::Catalog;
use crate::catalog::Texts;
use crate::catalog::version::{Product, Version, find_versions};
use crate::evidence::{Args, Status};
use crate::traveler::fix_level;
use comfy_table::{Table, presets};
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Row {
    input: String,
    #[serde(flatten)]
    told: Told,
    also: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    product: Option<Product>,
    version: Option<String>,
    level: Option<String>,
    build: Option<String>,
    poodle: Status,
    reason: String,
}

/// Writes one JSON object for each line, in order; returns whether each line gave a version.
///
/// # Errors
/// What writing gave.
pub fn write_versions_json(
    catalog: &Catalog,
    lines: &[String],
    out: &mut dyn Write,
) -> io::Result<bool> {
    let mut all_told = true;
    for line in lines {
        let row = row(catalog, line);
        all_told &= row.told.version.is_some();
        json::write_line(out, &row)?;
        writeln!(out)?;
    }
    Ok(all_told)
}

/// Writes a table with a row for each version; returns whether each line gave a version.
///
/// # Errors
/// What writing gave.
pub fn write_versions_table(
    catalog: &Catalog,
    lines: &[String],
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<bool> {
    let rows: Vec<_> = lines.iter().map(|line| row(catalog, line)).collect();
    let told: Vec<_> = rows
        .iter()
        .flat_map(|row| std::iter::once(&row.told).chain(&row.also))
        .filter(|told| told.version.is_some())
        .collect();
    if !told.is_empty() {
        writeln!(out, "{}", table(catalog, &told, terminal).trim_fmt())?;
    }
    for row in rows.iter().filter(|row| row.told.version.is_none()) {
        let args = Args::from([("input", neutral(&row.input))]);
        writeln!(out, "{}", catalog.texts.word("version-none", &args))?;
    }
    Ok(rows.iter().all(|row| row.told.version.is_some()))
}

fn table(catalog: &Catalog, told: &[&Told], terminal: Terminal) -> Table {
    let word = |id: &str| catalog.texts.word(id, &Args::new());
    let mut table = terminal.table(presets::NOTHING);
    let ids =
        ["version-product", "version-version", "version-level", "version-build", "version-verdict"];
    table.set_header(ids.iter().map(|id| word(id)));
    for told in told {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        table.add_row([
            told.product.map_or("-", Product::word).to_owned(),
            or_dash(&told.version),
            or_dash(&told.level),
            or_dash(&told.build),
            format!("{}: {}", coded(&catalog.texts, "status", told.poodle.word()), told.reason),
        ]);
    }
    table
}

fn row(catalog: &Catalog, line: &str) -> Row {
    let mut found = find_versions(line).into_iter();
    let told = match found.next() {
        Some(version) => tell(catalog, &version),
        None => Told {
            product: None,
            version: None,
            level: None,
            build: None,
            poodle: Status::Unknown,
            reason: catalog.texts.word("version-none", &Args::from([("input", neutral(line))])),
        },
    };
    Row {
        input: line.to_owned(),
        told,
        also: found.map(|version| tell(catalog, &version)).collect(),
    }
}

fn tell(catalog: &Catalog, version: &Version) -> Told {
    let verdict = fix_level::judge(version, &catalog.fix_levels, &catalog.releases);
    let texts = catalog.texts.check("traveler-build");
    let text = texts.and_then(|text| text.outcome(verdict.outcome));
    let args: Args = verdict.args.iter().map(|(name, value)| (*name, neutral(value))).collect();
    let mut reason = Texts::fill(text.map_or(verdict.outcome, |text| text.reason), &args);
    if let Some(ask) = verdict.ask {
        reason = format!("{reason} {}", catalog.texts.word(ask.word(), &args));
    }
    if version.assumed {
        reason = format!("{} {reason}", catalog.texts.word("version-assumed", &args));
    }
    Told {
        product: Some(version.product),
        version: Some(version.numbers.text.clone()),
        level: version.level_text(),
        build: version.build.as_ref().map(|build| build.text.clone()),
        poodle: verdict.status,
        reason,
    }
}
