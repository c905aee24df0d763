//! `--report FORMAT:FILE`: reports in files beside the one on stdout. Each file is opened before the work
//! begins, written beside its place, and moved there when it is whole.

use super::Failure;
use super::args::no_such_format;
use super::whole_file::{WholeFile, one_path};
use crate::report::{AuditFormat, AuditView};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// What stands for stdout in the place of a file.
const STDOUT: &str = "-";

/// A report as it was asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) format: AuditFormat,
    place: Place,
}

/// Where a report goes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Stdout,
    File(PathBuf),
    /// None was named, as for the reports of a bundle.
    Unsaid,
}

impl Wanted {
    /// Whether it says where the report goes.
    pub(super) fn names_a_place(&self) -> bool {
        self.place != Place::Unsaid
    }

    /// The file, if it goes into one.
    fn file(&self) -> Result<Option<&Path>, Failure> {
        match &self.place {
            Place::Stdout => Ok(None),
            Place::File(file) => Ok(Some(file)),
            Place::Unsaid => {
                let name = self.format.name;
                Err(Failure::Usage(format!(
                    "--report {name} names no file; write {name}:FILE, with - for stdout"
                )))
            }
        }
    }
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, file) = match text.split_once(':') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let format = AuditFormat::named(name).ok_or_else(|| match file {
            None => {
                format!("write FORMAT:FILE, such as html:report.html; {}", no_such_format(name))
            }
            Some(_) => no_such_format(name),
        })?;
        let place = match file {
            None => Place::Unsaid,
            Some("") => return Err(format!("no file is named behind {name}:; - is stdout")),
            Some(STDOUT) => Place::Stdout,
            Some(file) => Place::File(PathBuf::from(file)),
        };
        Ok(Self { format, place })
    }
}

/// A report whose file is open.
pub(super) struct Opened {
    format: AuditFormat,
    file: Option<WholeFile>,
}

impl Opened {
    /// Whether it is JSON.
    pub(super) fn is_json(&self) -> bool {
        self.format.is_json()
    }
}

/// Opens the files of all reports; `on_stdout` is what was asked for there besides.
pub(super) fn open(
    wanted: &[Wanted],
    on_stdout: Option<AuditFormat>,
) -> Result<Vec<Opened>, Failure> {
    let mut opened: Vec<Opened> = Vec::new();
    for one in wanted {
        let named = one.file()?;
        let file = named.map(WholeFile::create).transpose()?;
        let taken = |other: &Opened| match (&other.file, &file) {
            (Some(other), Some(file)) => is_one(other.place(), file.place(), cfg!(windows)),
            _ => false,
        };
        if opened.iter().any(taken) {
            let shown = named.unwrap_or(Path::new("-")).display();
            return Err(Failure::Usage(format!(
                "two reports are to go into {shown}; name another file for one"
            )));
        }
        opened.push(Opened { format: one.format, file });
    }
    let to_stdout = opened.iter().filter(|one| one.file.is_none()).count();
    if to_stdout + usize::from(on_stdout.is_some()) > 1 {
        return Err(Failure::Usage(
            "two reports are to go to stdout; name a file for one".to_owned(),
        ));
    }
    Ok(opened)
}

/// Whether two names are those of one file; on Windows case does not tell files apart.
fn is_one(a: &Path, b: &Path, any_case: bool) -> bool {
    let lower = |path: &Path| path.to_string_lossy().to_lowercase();
    a == b || any_case && lower(a) == lower(b)
}

/// The files of the reports, before and after they take their places: they are no inputs.
pub(super) fn files(opened: &[Opened]) -> Vec<PathBuf> {
    opened.iter().filter_map(|one| one.file.as_ref()).flat_map(WholeFile::places).collect()
}

/// A report never takes the place of a file that is to be read.
pub(super) fn spare_inputs(opened: &[Opened], inputs: &[PathBuf]) -> Result<(), Failure> {
    let real = |path: &Path| one_path(path).ok();
    let inputs: Vec<_> = inputs.iter().filter_map(|path| real(path)).collect();
    for file in opened.iter().filter_map(|one| one.file.as_ref()) {
        if real(file.place()).is_some_and(|place| inputs.contains(&place)) {
            let shown = file.target().display();
            return Err(Failure::Usage(format!(
                "{shown} is an input; name another file for the report"
            )));
        }
    }
    Ok(())
}

/// Whether one of the reports takes the place of the one on stdout.
pub(super) fn takes_stdout(opened: &[Opened]) -> bool {
    opened.iter().any(|one| one.file.is_none())
}

/// Writes all reports.
pub(super) fn write(
    opened: Vec<Opened>,
    view: &AuditView<'_>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    for Opened { format, file } in opened {
        let Some(mut whole) = file else {
            format.write(view, out)?;
            continue;
        };
        let mut buffer = BufWriter::new(whole.file());
        let written = format.write(view, &mut buffer).and_then(|()| buffer.flush());
        drop(buffer);
        written.map_err(|error| whole.failure(&error))?;
        whole.finish()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_case_are_one_file_where_the_system_says_so() {
        let (a, b) = (Path::new("a/Report.html"), Path::new("a/report.HTML"));
        assert!(is_one(a, a, false) && is_one(a, b, true));
        assert!(!is_one(a, b, false) && !is_one(a, Path::new("a/other.html"), true));
    }

    #[test]
    fn a_report_has_a_format_and_a_file() {
        let wanted = |text: &str| text.parse::<Wanted>();
        let place = |text: &str| wanted(text).unwrap().place;
        assert_eq!(place("html:a.html"), Place::File(PathBuf::from("a.html")));
        assert_eq!(place("HTML:C:\\x.html"), Place::File(PathBuf::from("C:\\x.html")));
        assert_eq!(place("json:-"), Place::Stdout);
        assert_eq!(place("csv"), Place::Unsaid);
        assert!(wanted("pdf:x").unwrap_err().contains("markdown"));
        let told = wanted("html").unwrap().file().unwrap_err().to_string();
        assert!(told.contains("html:FILE"), "{told}");
        assert!(wanted("html:").is_err());
    }
}
