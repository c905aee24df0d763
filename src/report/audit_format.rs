//! The formats of an audit report: their names, and who writes each. A new one gets a file of its own and
//! a line in [`FORMATS`].

use super::terminal::Terminal;
use super::view::AuditView;
use super::{
    write_audit_csv, write_audit_html, write_audit_json, write_audit_jsonl, write_audit_junit,
    write_audit_markdown, write_audit_oscal, write_audit_sarif, write_audit_table,
    write_audit_xlsx, write_oscal_catalog,
};
use std::io::{self, Write};

/// What writes a report.
type Writer = fn(&AuditView<'_>, &mut dyn Write) -> io::Result<()>;

/// A format of an audit report.
#[derive(Debug, Clone, Copy)]
pub struct AuditFormat {
    /// Its name on the command line.
    pub name: &'static str,
    write: Writer,
}

/// All formats.
pub static FORMATS: [AuditFormat; 11] = [
    AuditFormat { name: "table", write: table },
    AuditFormat { name: "json", write: write_audit_json },
    AuditFormat { name: "jsonl", write: write_audit_jsonl },
    AuditFormat { name: "html", write: write_audit_html },
    AuditFormat { name: "markdown", write: write_audit_markdown },
    AuditFormat { name: "csv", write: write_audit_csv },
    AuditFormat { name: "junit", write: write_audit_junit },
    AuditFormat { name: "xlsx", write: write_audit_xlsx },
    AuditFormat { name: "sarif", write: write_audit_sarif },
    AuditFormat { name: "oscal", write: write_audit_oscal },
    AuditFormat { name: "oscal-catalog", write: write_oscal_catalog },
];

impl AuditFormat {
    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        FORMATS.into_iter().find(|format| format.name.eq_ignore_ascii_case(name))
    }

    /// Whether it is the table, whose width depends on where it goes.
    #[must_use]
    pub fn is_table(self) -> bool {
        self.name == "table"
    }

    /// Whether it is JSON, whose servers may be written while they are judged.
    #[must_use]
    pub fn is_json(self) -> bool {
        self.name == "json"
    }

    /// Writes a report.
    ///
    /// # Errors
    /// What writing gave.
    pub fn write(self, view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
        (self.write)(view, out)
    }
}

/// In a file the table is as wide as in a pipe.
fn table(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_audit_table(view, Terminal::plain(), out)
}
