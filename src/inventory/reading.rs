//! Pass over the inputs: opens each, has it read by the reader of its kind, and reports what became of
//! it. What may matter of it is kept by [`super::sink`].

use super::collect::{Collected, InputReport, Options};
use super::sink::InputSink;
use crate::catalog::Catalog;
use crate::evidence::{InputPath, Warning};
use crate::formats::{self, Context, Head, Kind, ReadExtent};
use crate::intake::{self, Candidate, Member, Opened, Select, Walked};
use rayon::prelude::*;
use std::io;
use std::path::PathBuf;

/// Inputs from which on a second core is worth its start.
const MANY: usize = 16;

/// The files that were found below the arguments.
pub struct Inputs(Walked);

impl Inputs {
    /// Looks for them; the files in `options.without` are none.
    #[must_use]
    pub fn find(arguments: &[PathBuf], catalog: &Catalog, options: &Options) -> Self {
        let select = Select { files: &catalog.host.files, host: options.host };
        Self(intake::walk_without(arguments, select, &options.without))
    }

    pub(super) fn files(&self) -> &[Candidate] {
        &self.0.files
    }
}

/// Reads everything below the arguments.
#[must_use]
pub fn collect(arguments: &[PathBuf], catalog: &Catalog, options: Options) -> Collected {
    collect_from(&Inputs::find(arguments, catalog, &options), catalog, options)
}

/// Reads what was found.
#[must_use]
pub fn collect_from(inputs: &Inputs, catalog: &Catalog, options: Options) -> Collected {
    let options = Options { without: Vec::new(), ..options };
    let mut collected = Collected { options, ..Collected::default() };
    let files = inputs.files();
    if files.len() < MANY {
        for candidate in files {
            read_input(candidate, catalog, &mut collected);
        }
    } else {
        read_side_by_side(files, catalog, &mut collected);
    }
    collected.inputs.extend(unread_of(inputs));
    collected
}

/// What was found and is not read: data directories, and what can't be looked at.
pub(super) fn unread_of(inputs: &Inputs) -> impl Iterator<Item = InputReport> {
    let Inputs(Walked { data_directories, problems, .. }) = inputs;
    let folders = data_directories.iter().map(|folder| {
        let warning = Warning::new("data-directory", None).with("count", folder.databases);
        let report = unread(folder.path.clone(), false, vec![warning]);
        InputReport { kind: Kind::Nsf, ..report }
    });
    let problems = problems
        .iter()
        .map(|problem| unread(problem.path.clone(), true, vec![problem.warning.clone()]));
    folders.chain(problems)
}

/// Reads many inputs on all cores; what is kept of them stands in their order all the same.
fn read_side_by_side(files: &[Candidate], catalog: &Catalog, collected: &mut Collected) {
    let options = &collected.options;
    let read = files.par_chunks(MANY).map(|some| {
        let mut own = Collected { options: options.clone(), ..Collected::default() };
        some.iter().for_each(|candidate| read_input(candidate, catalog, &mut own));
        own
    });
    for own in read.collect::<Vec<_>>() {
        collected.append(own);
    }
}

fn unread(path: InputPath, named: bool, warnings: Vec<Warning>) -> InputReport {
    InputReport {
        path,
        named,
        kind: Kind::Unrecognised,
        encoding: None,
        sha256: None,
        size: None,
        read: ReadExtent::None,
        evidence_date: None,
        warnings,
    }
}

pub(super) fn read_input(candidate: &Candidate, catalog: &Catalog, collected: &mut Collected) {
    read_again(candidate, None, catalog, collected);
}

/// The same of an input that was recognised before.
pub(super) fn read_again(
    candidate: &Candidate,
    kind: Option<Kind>,
    catalog: &Catalog,
    collected: &mut Collected,
) {
    let (path, named) = (candidate.path.clone(), candidate.named);
    intake::begins(&path);
    let opened = match intake::open(&candidate.file, collected.options.reading()) {
        Ok(opened) => opened,
        Err(error) => {
            collected.inputs.push(unread(path, named, vec![not_opened(&error)]));
            return;
        }
    };
    if let Some(form) = intake::archive_form(&opened.head, path.file_name()) {
        return read_archive(candidate, form, opened, catalog, collected);
    }
    read_opened((path, named, kind), opened, catalog, collected);
}

fn not_opened(error: &io::Error) -> Warning {
    match error.kind() {
        io::ErrorKind::FileTooLarge => {
            Warning::new("stdin-archive-too-large", None).with("limit", intake::MAX_ASIDE >> 30)
        }
        _ => Warning::new("cannot-open", None).with("reason", error),
    }
}

/// The archive is listed before its members; how far it was read is known after them.
fn read_archive(
    candidate: &Candidate,
    form: intake::ArchiveForm,
    opened: Opened<'_>,
    catalog: &Catalog,
    collected: &mut Collected,
) {
    let (path, at) = (&candidate.path, collected.inputs.len());
    let mut report = unread(path.clone(), candidate.named, Vec::new());
    report.kind = Kind::Archive;
    match opened.stream.finish() {
        Ok(print) => (report.sha256, report.size) = (print.sha256, Some(print.size)),
        Err(error) => {
            report.warnings.push(Warning::new("read-error", None).with("reason", error));
        }
    }
    collected.inputs.push(report);
    let reading = collected.options.reading();
    let mut take = |member: Member<'_>| match member {
        Member::Open(member, _) if is_of_app(path, &member) => {}
        Member::Open(path, opened) => read_member(path, *opened, catalog, collected),
        Member::Refused(path, warning) => {
            collected.inputs.push(unread(path, false, vec![warning]));
        }
    };
    let told = match opened.aside {
        Some(aside) => intake::read_open_archive(aside, path, form, reading, &mut take),
        None => intake::read_archive(&candidate.file, path, form, reading, &mut take),
    };
    if let Some(report) = collected.inputs.get_mut(at) {
        report.warnings.extend(told);
        let whole = report.warnings.is_empty();
        report.read = if whole { ReadExtent::Full } else { ReadExtent::Part };
    }
}

/// Whether a member of an `.mdx` file is a part of the app, and not what tells its policies.
fn is_of_app(archive: &InputPath, member: &InputPath) -> bool {
    let mdx = archive.file_name().to_ascii_lowercase().ends_with(".mdx");
    mdx && !member.file_name().eq_ignore_ascii_case("policy_metadata.xml")
}

/// An archive in an archive is listed and not opened.
fn read_member(path: InputPath, opened: Opened<'_>, catalog: &Catalog, collected: &mut Collected) {
    intake::begins(&path);
    if intake::archive_form(&opened.head, path.file_name()).is_some() {
        let mut report = unread(path, false, vec![Warning::new("nested-archive", None)]);
        report.kind = Kind::Archive;
        return collected.inputs.push(report);
    }
    read_opened((path, false, None), opened, catalog, collected);
}

fn read_opened(
    (path, named, known): (InputPath, bool, Option<Kind>),
    mut opened: Opened<'_>,
    catalog: &Catalog,
    collected: &mut Collected,
) {
    let (forced, known_size) = (collected.options.encoding, opened.size);
    let head = Head::read_as(&opened.head, path.file_name(), forced);
    let (kind, reason) = known.map_or_else(|| formats::recognise(&head), |kind| (kind, None));
    let skip_forms = !collected.options.keep_all;
    let context = Context { path: path.clone(), catalog, skip_forms };
    let mut sink = InputSink::new(collected, catalog, kind, &path);
    let mut read = formats::read(kind, &mut opened.stream, &context, &mut sink);
    let evidence_date = sink.newest;
    let mut warnings = sink.finish(&mut read);
    warnings.extend(reason.map(|code| Warning::new(code, None)));
    let text = !matches!(kind, Kind::Nsf | Kind::Unrecognised);
    if let Some(line) = head.nul_line().filter(|_| text) {
        read = ReadExtent::Part;
        if warnings.iter().all(|warning| !warning.code.starts_with("nul-")) {
            warnings.push(Warning::new("nul-in-text", line));
        }
    }
    let encoding = text.then(|| opened.stream.encoding());
    // What is nothing we read may be a database of gigabytes: its hash would tell nobody anything.
    let fingerprint = text.then(|| opened.stream.finish()).transpose();
    let fingerprint = fingerprint.unwrap_or_else(|error| {
        if warnings.iter().all(|warning| warning.code != "read-error") {
            warnings.push(Warning::new("read-error", None).with("reason", error));
        }
        read = ReadExtent::Part;
        None
    });
    collected.inputs.push(InputReport {
        path,
        named,
        kind,
        encoding,
        size: fingerprint.as_ref().map(|print| print.size).or(known_size),
        sha256: fingerprint.and_then(|print| print.sha256),
        read,
        evidence_date,
        warnings,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folders with a notes.ini, a console log and an export of two databases each.
    fn folders(count: usize) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..count {
            let own = folder.path().join(format!("s{number:02}"));
            std::fs::create_dir(&own).unwrap();
            let write = |name: &str, text: String| std::fs::write(own.join(name), text).unwrap();
            write("notes.ini", format!("[Notes]\nServerName=TRAV{number:02}/Acme\nKitType=2\n"));
            write(
                "console.log",
                format!("> show config NTS_*\nNTS_A={number}\n> tell traveler status\n"),
            );
            let export = |replica| {
                format!(
                    "<database replicaid='85257C5A0000000{replica}'><databaseinfo numberofdocuments='1'/>\n<document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1{number:02}'/></document></database>\n"
                )
            };
            write("names.dxl", export(1) + &export(2));
        }
        folder
    }

    #[test]
    fn inputs_read_side_by_side_are_those_read_one_after_the_other() {
        let folder = folders(20);
        let catalog = Catalog::built_in().unwrap();
        let walked = intake::walk(
            &[folder.path().to_path_buf()],
            Select { files: &catalog.host.files, host: false },
        );
        let (mut one, mut many) = (Collected::default(), Collected::default());
        walked.files.iter().for_each(|file| read_input(file, &catalog, &mut one));
        read_side_by_side(&walked.files, &catalog, &mut many);
        assert_eq!(many.inputs, one.inputs);
        assert_eq!(many.sources, one.sources);
        assert!(many.documents.len() == 40 && many.databases.len() == 40);
        for (own, other) in many.documents.iter().zip(&one.documents) {
            assert_eq!((own.input, own.source), (other.input, other.source));
            assert_eq!(many.inputs[own.input].path, own.document.location.path);
            assert_eq!(many.sources[own.source], own.input);
        }
        for (own, other) in many.databases.iter().zip(&one.databases) {
            assert_eq!((own.source, &own.database), (other.source, &other.database));
        }
        assert_eq!(many.ini_files.len(), one.ini_files.len());
        for (input, file) in &many.ini_files {
            assert_eq!(many.inputs[*input].path, file.path);
        }
    }
}
