//! `--report FORMAT:FILE`: reports in files beside the one on stdout. Each file is opened before the work
//! begins, written beside its place, and moved there when it is whole.

use super::Failure;
use crate::report::{AuditFormat, AuditView, FORMATS};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tempfile::NamedTempFile;

/// A report as it was asked for.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    format: AuditFormat,
    /// `None` for stdout.
    file: Option<PathBuf>,
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let names = || FORMATS.map(|format| format.name).join(", ");
        let (name, file) = text.split_once(':').ok_or_else(|| {
            format!("write FORMAT:FILE, such as html:report.html; formats are {}", names())
        })?;
        let format = AuditFormat::named(name)
            .ok_or_else(|| format!("{name} is no format; formats are {}", names()))?;
        match file {
            "" => Err(format!("no file is named behind {name}:; - is stdout")),
            "-" => Ok(Self { format, file: None }),
            file => Ok(Self { format, file: Some(PathBuf::from(file)) }),
        }
    }
}

/// A report whose file is open.
pub(super) struct Opened {
    format: AuditFormat,
    file: Option<(PathBuf, NamedTempFile)>,
}

/// Opens the files of all reports; `on_stdout` is what was asked for there besides.
pub(super) fn open(
    wanted: &[Wanted],
    on_stdout: Option<AuditFormat>,
) -> Result<Vec<Opened>, Failure> {
    let mut places: Vec<PathBuf> = Vec::new();
    let mut opened = Vec::new();
    for one in wanted {
        let Some(file) = &one.file else {
            opened.push(Opened { format: one.format, file: None });
            continue;
        };
        let shown = file.display();
        let failure = |error: io::Error| {
            Failure::Usage(format!(
                "cannot write the report {shown}: {error}; name a file in a folder that can be written"
            ))
        };
        if file.is_dir() {
            return Err(Failure::Usage(format!("{shown} is a folder; name a file for the report")));
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let place =
            folder.canonicalize().map_err(failure)?.join(file.file_name().unwrap_or_default());
        if places.contains(&place) {
            return Err(Failure::Usage(format!(
                "two reports are to go into {shown}; name another file for one"
            )));
        }
        places.push(place);
        opened.push(Opened {
            format: one.format,
            file: Some((file.clone(), beside(folder).map_err(failure)?)),
        });
    }
    let to_stdout = opened.iter().filter(|one| one.file.is_none()).count();
    if to_stdout + usize::from(on_stdout.is_some()) > 1 {
        return Err(Failure::Usage(
            "two reports are to go to stdout; name a file for one".to_owned(),
        ));
    }
    Ok(opened)
}

/// A file beside the place of the report, as readable as other new files.
fn beside(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".traveler-audit-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// The files of the reports, before and after they take their places: they are no inputs.
pub(super) fn files(opened: &[Opened]) -> Vec<PathBuf> {
    let files = opened.iter().filter_map(|one| one.file.as_ref());
    files.flat_map(|(place, beside)| [place.clone(), beside.path().to_owned()]).collect()
}

/// A report never takes the place of a file that is to be read.
pub(super) fn spare_inputs(opened: &[Opened], inputs: &[PathBuf]) -> Result<(), Failure> {
    let real = |path: &PathBuf| path.canonicalize().ok();
    let inputs: Vec<_> = inputs.iter().filter_map(real).collect();
    let taken = opened.iter().filter_map(|one| one.file.as_ref());
    for (place, _) in taken {
        if real(place).is_some_and(|place| inputs.contains(&place)) {
            let shown = place.display();
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
        let Some((path, mut file)) = file else {
            format.write(view, out)?;
            continue;
        };
        let failure = |error: io::Error| {
            Failure::Usage(format!("cannot write the report {}: {error}", path.display()))
        };
        let mut buffer = BufWriter::new(file.as_file_mut());
        format.write(view, &mut buffer).map_err(failure)?;
        buffer.flush().map_err(failure)?;
        drop(buffer);
        file.persist(&path).map_err(|error| failure(error.error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_a_format_and_a_file() {
        let wanted = |text: &str| text.parse::<Wanted>();
        let file = |text: &str| wanted(text).unwrap().file;
        assert_eq!(file("html:a.html"), Some(PathBuf::from("a.html")));
        assert_eq!(file("HTML:C:\\x.html"), Some(PathBuf::from("C:\\x.html")));
        assert_eq!(file("json:-"), None);
        assert!(wanted("pdf:x").unwrap_err().contains("markdown"));
        assert!(wanted("html").unwrap_err().contains("html:report.html"));
        assert!(wanted("html:").is_err());
    }
}
