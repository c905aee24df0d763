//! A report of before, read back from JSON. Reports of older versions of schema 1 lack fields that
//! came later; what they lack is not known, and never stops the reading.

use super::fingerprint;
use crate::evidence::{Severity, Status};
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A report as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The name of its file.
    pub path: String,
    /// The day it speaks of.
    pub as_of: Option<Date>,
    /// What the process returned.
    pub exit_code: Option<u8>,
    /// Whether all inputs that were recognised were read in full.
    pub read_in_full: bool,
    /// Its findings: those of the servers, then those of no single one.
    pub findings: Vec<EarlierFinding>,
}

/// A finding as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EarlierFinding {
    /// The check.
    pub check: String,
    /// The verdict.
    pub status: Status,
    /// The outcome.
    #[serde(default)]
    pub outcome: String,
    /// The arguments of its texts.
    #[serde(default)]
    pub args: BTreeMap<String, String>,
    /// How much it matters.
    #[serde(default = "severity_not_told")]
    pub severity: Severity,
    /// What it is about; empty where that is the server itself.
    #[serde(default, deserialize_with = "or_empty")]
    pub subject: String,
    /// Tells it from others over time.
    #[serde(default)]
    pub fingerprint: String,
    /// What the check is about.
    #[serde(default)]
    pub title: String,
    /// What was found.
    #[serde(default)]
    pub observed: String,
    /// The server, if it has a name.
    #[serde(skip)]
    pub server: Option<String>,
}

/// A report that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum EarlierError {
    /// The text is no JSON, or its fields are not those of a report.
    #[error(
        "{path}: this is no report of traveler-audit in JSON ({reason}); write one with `audit … --format json`"
    )]
    NoReport {
        /// The file.
        path: String,
        /// What the reader says.
        reason: String,
    },
    /// The report follows another schema.
    #[error(
        "{path}: this report follows schema {found}, and this version of traveler-audit reads schema 1; take the newer one of the two versions"
    )]
    OtherSchema {
        /// The file.
        path: String,
        /// The schema it names.
        found: u64,
    },
}

#[derive(Deserialize)]
struct Head {
    schema_version: u64,
}

#[derive(Deserialize)]
struct Report {
    #[serde(default)]
    as_of: Option<String>,
    #[serde(default)]
    exit_code: Option<u8>,
    #[serde(default)]
    inputs: Vec<Input>,
    servers: Vec<Server>,
    #[serde(default)]
    findings: Vec<EarlierFinding>,
}

#[derive(Deserialize)]
struct Input {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    read: String,
}

impl Input {
    /// Other files that stand in a folder are listed in a report and say nothing.
    fn is_cut(&self) -> bool {
        let strange = ["unrecognised", "nsf"].contains(&self.kind.as_str());
        !strange && matches!(self.read.as_str(), "part" | "none")
    }
}

#[derive(Deserialize)]
struct Server {
    #[serde(default)]
    name: Option<String>,
    findings: Vec<EarlierFinding>,
}

/// What is not told is taken for the least that counts, so that what is told now is rather new.
fn severity_not_told() -> Severity {
    Severity::Low
}

fn or_empty<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(from)?.unwrap_or_default())
}

impl Earlier {
    /// Reads a report.
    ///
    /// # Errors
    /// Text that is no report, or follows a schema that is not known.
    pub fn parse(path: &str, text: &str) -> Result<Self, EarlierError> {
        let wrong = |error: serde_json::Error| EarlierError::NoReport {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let head: Head = serde_json::from_str(text).map_err(wrong)?;
        if head.schema_version != 1 {
            return Err(EarlierError::OtherSchema {
                path: path.to_owned(),
                found: head.schema_version,
            });
        }
        let report: Report = serde_json::from_str(text).map_err(wrong)?;
        let servers = report.servers.into_iter().flat_map(|server| {
            let name = server.name;
            server.findings.into_iter().map(move |finding| finding.of(name.clone()))
        });
        let own = report.findings.into_iter().map(|finding| finding.of(None));
        Ok(Self {
            path: path.to_owned(),
            exit_code: report.exit_code,
            read_in_full: !report.inputs.iter().any(Input::is_cut),
            as_of: report.as_of.and_then(|day| day.parse().ok()),
            findings: servers.chain(own).collect(),
        })
    }
}

impl EarlierFinding {
    /// The finding at its server.
    fn of(self, server: Option<String>) -> Self {
        let fingerprint = match self.fingerprint.as_str() {
            "" => fingerprint(&self.check, &self.subject, server.as_deref()),
            _ => self.fingerprint.clone(),
        };
        Self { fingerprint, server, ..self }
    }

    /// Whether it was a fail or an unknown that counts and that no waiver covers.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.status, Status::Fail | Status::Unknown) && self.severity > Severity::Info
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_report_without_later_fields_is_read() {
        let text = r#"{"schema_version": 1, "as_of": "2025-01-31", "servers": [
            {"name": "CN=Trav01/O=Acme", "findings": [
              {"check": "http-port", "status": "fail", "severity": "medium", "subject": null}]}]}"#;
        let report = Earlier::parse("before.json", text).unwrap();
        let [finding] = report.findings.as_slice() else { panic!("{report:?}") };
        assert_eq!(finding.fingerprint, fingerprint("http-port", "", Some("CN=Trav01/O=Acme")));
        assert_eq!(report.as_of, Some(jiff::civil::date(2025, 1, 31)));
        assert!(finding.is_open());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,200}") {
            prop_assert!(Earlier::parse("r.json", &text).is_err());
            let inside = format!("{{\"schema_version\": 1, \"servers\": [{text}]}}");
            let _ = Earlier::parse("r.json", &inside);
        }
    }

    #[test]
    fn what_is_no_report_is_told() {
        let cases = [
            ("", "this is no report of traveler-audit"),
            ("[]", "this is no report of traveler-audit"),
            ("{\"schema_version\": 1}", "missing field `servers`"),
            ("{\"schema_version\": 2, \"servers\": []}", "follows schema 2"),
            ("{\"files\": []}", "missing field `schema_version`"),
            (
                "{\"schema_version\": 1, \"servers\": [{\"findings\": [{\"check\": \"a\", \"status\": \"maybe\"}]}]}",
                "unknown variant `maybe`",
            ),
        ];
        for (text, told) in cases {
            let error = Earlier::parse("before.json", text).unwrap_err().to_string();
            assert!(error.starts_with("before.json: ") && error.contains(told), "{error}");
        }
    }
}
