//! JUnit XML for CI systems: a suite for each server, a case for each finding. What fails or is unknown is
//! a failure, what does not apply or is waived is skipped; notes count as passed, as they do for the exit
//! code.

use super::rows::findings;
use super::view::AuditView;
use crate::assessment::Finding;
use crate::evidence::{Severity, Status};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use std::io::{self, Write};

/// Writes the audit as JUnit XML.
///
/// # Errors
/// What writing gave.
pub fn write_audit_junit(view: &AuditView<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all: Vec<&Finding> = findings(view).map(|(_, finding)| finding).collect();
    writer.write_event(Event::Start(counted("testsuites", "traveler-audit", &all)))?;
    for server in &view.assessment.servers {
        let name = server.name.clone().unwrap_or_else(|| server.known_from.to_string());
        suite(view, &super::neutral(&name), &server.findings, &mut writer)?;
    }
    if !view.assessment.findings.is_empty() {
        suite(view, "Secure Mail", &view.assessment.findings, &mut writer)?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuites")))?;
    writeln!(writer.into_inner())
}

/// Whether a case fails; notes never do.
fn fails(finding: &Finding) -> bool {
    matches!(finding.judgement.status, Status::Fail | Status::Unknown)
        && finding.severity > Severity::Info
}

fn is_skipped(finding: &Finding) -> bool {
    matches!(finding.judgement.status, Status::NotApplicable | Status::Waived)
}

fn counted(element: &'static str, name: &str, findings: &[&Finding]) -> BytesStart<'static> {
    let count = |wanted: fn(&Finding) -> bool| {
        findings.iter().filter(|finding| wanted(finding)).count().to_string()
    };
    let mut start = BytesStart::new(element);
    start.push_attribute(("name", name));
    start.push_attribute(("tests", findings.len().to_string().as_str()));
    start.push_attribute(("failures", count(fails).as_str()));
    start.push_attribute(("errors", "0"));
    if element == "testsuite" {
        start.push_attribute(("skipped", count(is_skipped).as_str()));
    }
    start
}

fn suite(
    view: &AuditView<'_>,
    name: &str,
    own: &[Finding],
    writer: &mut Writer<&mut dyn Write>,
) -> io::Result<()> {
    let all: Vec<_> = own.iter().collect();
    writer.write_event(Event::Start(counted("testsuite", name, &all)))?;
    for finding in own {
        case(view, name, finding, writer)?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn case(
    view: &AuditView<'_>,
    server: &str,
    finding: &Finding,
    writer: &mut Writer<&mut dyn Write>,
) -> io::Result<()> {
    let row = super::rows::row(view, Some(server.to_owned()), finding);
    let name = format!("{} {}", row.check, row.subject);
    let mut start = BytesStart::new("testcase");
    start.push_attribute(("classname", server));
    start.push_attribute(("name", name.trim_end()));
    if !fails(finding) && !is_skipped(finding) {
        return writer.write_event(Event::Empty(start));
    }
    writer.write_event(Event::Start(start))?;
    if fails(finding) {
        let mut failure = BytesStart::new("failure");
        failure.push_attribute(("type", format!("{} {}", row.status, row.severity).as_str()));
        failure.push_attribute(("message", row.observed.as_str()));
        writer.write_event(Event::Start(failure))?;
        let text = [&[row.reason], row.places.as_slice(), row.steps.as_slice()].concat().join("\n");
        writer.write_event(Event::Text(BytesText::new(&text)))?;
        writer.write_event(Event::End(BytesEnd::new("failure")))?;
    } else {
        let mut skipped = BytesStart::new("skipped");
        let why = row.waiver.unwrap_or(row.reason);
        skipped.push_attribute(("message", why.as_str()));
        writer.write_event(Event::Empty(skipped))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}
