//! `audit`: the main job.

use super::anonymize::Anonymizer;
use super::args::{AuditArgs, FailOn};
use super::judge::Judge;
use super::{Failure, fleet, host, progress, reports, say, terminal};
use crate::assessment::{self, exit};
use crate::catalog::Catalog;
use crate::catalog::version::{Product, find_versions};
use crate::evidence::Severity;
use crate::inventory::{self, Collected, Inputs, Options, StatedVersion};
use crate::naming::{ItemMap, Names};
use crate::report::{self, AuditFormat};
use jiff::civil::Date;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Days by which an input may be older than the as-of date, where nothing else was said.
const STALE_DAYS: u32 = 90;

pub(super) fn run(
    args: &AuditArgs,
    catalog: &Catalog,
    format: Option<AuditFormat>,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let as_of = as_of(args.as_of)?;
    let files = reports::open(&args.report, format)?;
    reports::spare_inputs(&files, &args.paths)?;
    let judge = Judge::of(args, as_of, catalog)?;
    let options = Options { without: reports::files(&files), ..options(args, as_of)? };
    let paths = if options.host { host::find(catalog)? } else { args.paths.clone() };
    let inputs = Inputs::find(&paths, catalog, &options);
    let (judge, judged) = match args.reading.names.begin()? {
        Some(mut names) => {
            let facts = progress::collect_from(&inputs, catalog, options);
            let (facts, judge) = names.replace_all(facts, judge)?;
            let judged = judge.run(facts)?;
            (judge, judged)
        }
        None => {
            let only_json = only_json(format, &files);
            let judged = match fleet::audit(&judge, &inputs, &options, only_json)? {
                Some(judged) => judged,
                None => {
                    let facts = progress::collect_from(&inputs, catalog, options);
                    judge.run_for(facts, only_json)?
                }
            };
            (judge, judged)
        }
    };
    let view = judge.view(&judged);
    match format {
        _ if reports::takes_stdout(&files) => {}
        Some(format) if !format.is_table() => format.write(&view, out)?,
        _ => report::write_audit_table(&view, terminal(), out)?,
    }
    reports::write(files, &view, out)?;
    if view.assessment.exit_code == exit::USAGE {
        let read = view.inputs.iter().any(assessment::is_recognised);
        say(if read {
            "traveler-audit: no server among these files, and no policies of Secure Mail that are set; \
             `inspect` shows what each is"
        } else {
            "traveler-audit: none of these files is one that can be read; `inspect` says why for each"
        });
        say("no audit was performed");
    }
    Ok(view.assessment.exit_code)
}

/// Whether JSON is all that is wanted.
fn only_json(format: Option<AuditFormat>, files: &[reports::Opened]) -> bool {
    let stdout = format.is_some_and(AuditFormat::is_json) || reports::takes_stdout(files);
    stdout && files.iter().all(reports::Opened::is_json)
}

/// How the inputs of an audit are read.
pub(super) fn options(args: &AuditArgs, as_of: Date) -> Result<Options, Failure> {
    let own = &args.reading.own;
    Ok(Options {
        traveler: stated_or(&args.traveler_version, &own.traveler, Product::Traveler)?,
        domino: stated_or(&args.domino_version, &own.domino, Product::Domino)?,
        until: Some(last_day(args.as_of, as_of)),
        encoding: args.reading.encoding,
        host: args.paths.is_empty(),
        keep_all: false,
        no_hash: args.no_hash,
        own_items: own.items(),
        period: inventory::Period { as_of, days: stale_days(args) },
        without: Vec::new(),
    })
}

/// Days by which an input may be older than the as-of date.
pub(super) fn stale_days(args: &AuditArgs) -> u32 {
    args.stale_days.unwrap_or(STALE_DAYS)
}

/// The last day whose evidence counts. A day that was not told is that of UTC, and servers east of
/// it may be a day ahead.
pub(super) fn last_day(told: Option<Date>, as_of: Date) -> Date {
    told.unwrap_or_else(|| as_of.tomorrow().unwrap_or(as_of))
}

/// Reads the inputs, replaces the names in them if that is wanted, and learns the names of the designs
/// among them.
pub(super) fn collect<'c>(
    paths: &[PathBuf],
    catalog: &'c Catalog,
    map: ItemMap,
    options: Options,
    anonymizer: Option<&mut Anonymizer>,
) -> Result<(Collected, Names<'c>), Failure> {
    let collected = progress::collect(paths, catalog, options);
    let collected = match anonymizer {
        Some(anonymizer) => anonymizer.replace(collected, catalog, &map)?,
        None => collected,
    };
    Ok(learn(collected, catalog, map))
}

/// Learns the names of the designs among what was read.
pub(super) fn learn(
    mut collected: Collected,
    catalog: &Catalog,
    map: ItemMap,
) -> (Collected, Names<'_>) {
    let mut names = Names::new(catalog, map);
    for design in std::mem::take(&mut collected.designs) {
        names.learn(design);
    }
    inventory::tell_left_out(&mut collected, &names);
    (collected, names)
}

/// Reads the item map, if one was named.
pub(super) fn item_map(file: Option<&Path>, catalog: &Catalog) -> Result<ItemMap, Failure> {
    let Some(file) = file else {
        return Ok(ItemMap::default());
    };
    let shown = file.display();
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::Usage(format!(
            "cannot read the item map {shown}: {error}; check the path and the permissions"
        ))
    })?;
    ItemMap::parse(&text, catalog).map_err(|error| Failure::Usage(format!("{shown}: {error}")))
}

fn stated(texts: &[String], product: Product) -> Result<Vec<StatedVersion>, Failure> {
    texts.iter().map(|text| stated_one(text, product)).collect()
}

/// What was typed, else what the configuration states.
pub(super) fn stated_or(
    typed: &[String],
    own: &[StatedVersion],
    product: Product,
) -> Result<Vec<StatedVersion>, Failure> {
    if typed.is_empty() { Ok(own.to_vec()) } else { stated(typed, product) }
}

pub(super) fn stated_one(text: &str, product: Product) -> Result<StatedVersion, Failure> {
    let (server, version) = match text.split_once('=') {
        // `CN=Trav01/O=Acme=9.0.1 IF7`: the version stands after the last one.
        Some(_) => {
            text.rsplit_once('=').map_or((None, text), |(server, version)| (Some(server), version))
        }
        None => (None, text),
    };
    // `Traveler = 14.5.1` names the product and no server.
    let server = server.map(str::trim).filter(|name| !name.eq_ignore_ascii_case(product.word()));
    if !find_versions(version).iter().any(|found| found.assumed || found.product == product) {
        return Err(Failure::Usage(format!(
            "no version of {} in \"{version}\"; write it like \"9.0.1 IF7\" or \"Trav01/Acme=14.5.1\"",
            product.word()
        )));
    }
    Ok(StatedVersion { server: server.map(str::to_owned), text: version.to_owned(), place: None })
}

pub(super) fn severity(fail_on: Option<FailOn>) -> Severity {
    match fail_on {
        None | Some(FailOn::Low) => Severity::Low,
        Some(FailOn::Medium) => Severity::Medium,
        Some(FailOn::High) => Severity::High,
        Some(FailOn::Critical) => Severity::Critical,
    }
}

/// The as-of date: as told, else SOURCE_DATE_EPOCH, else today.
pub(super) fn as_of(told: Option<Date>) -> Result<Date, Failure> {
    if let Some(told) = told {
        return Ok(told);
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => {
            let time =
                seconds.trim().parse().ok().and_then(|s| jiff::Timestamp::from_second(s).ok());
            time.ok_or_else(|| {
                Failure::Usage(format!(
                    "SOURCE_DATE_EPOCH is \"{seconds}\": it must be seconds since 1970; correct it, or name the day with --as-of"
                ))
            })?
        }
        Err(_) => jiff::Timestamp::now(),
    };
    Ok(jiff::tz::Offset::UTC.to_datetime(now).date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stated_version_may_name_its_server() {
        let cases = [
            ("9.0.1 IF7", None, "9.0.1 IF7"),
            ("Trav01/Acme=9.0.1 IF7", Some("Trav01/Acme"), "9.0.1 IF7"),
            ("CN=Trav01/O=Acme=14.5.1", Some("CN=Trav01/O=Acme"), "14.5.1"),
        ];
        for (text, server, version) in cases {
            let stated = stated_one(text, Product::Traveler).unwrap();
            assert_eq!((stated.server.as_deref(), stated.text.as_str()), (server, version));
        }
        assert!(stated_one("Domino Release 14.5.1", Product::Traveler).is_err());
        assert!(stated_one("Release 14.5.1", Product::Domino).is_ok());
        assert!(stated_one("latest", Product::Traveler).is_err());
        assert!(stated_one("Trav01/Acme=", Product::Traveler).is_err());
    }
}
