//! JUnit XML for CI systems: a suite for each server, a case for each finding. What fails or is unknown is
//! a failure where it counts for the exit code; what is below the threshold of that, does not apply, is waived
//! or stood in a report of before is skipped; notes count as passed. A suite of its own holds the inputs: one that was not read in full is
//! an error, so that no run looks clean because it saw nothing.

use super::neutral;
use super::rows::findings;
use super::view::AuditView;
use super::wording::coded;
use crate::assessment::{Assessment, Finding, is_recognised, read_in_full};
use crate::evidence::{Args, Severity, Status};
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
    let inputs = inputs(view);
    writer.write_event(Event::Start(counted(
        view,
        ("testsuites", "traveler-audit"),
        &all,
        &inputs,
    )))?;
    for server in &view.assessment.servers {
        let name = server.name.clone().unwrap_or_else(|| server.known_from.to_string());
        suite(view, &super::neutral(&name), &server.findings, &mut writer)?;
    }
    if !view.assessment.findings.is_empty() {
        suite(view, "Secure Mail", &view.assessment.findings, &mut writer)?;
    }
    suite_of_inputs(view, &inputs, &mut writer)?;
    writer.write_event(Event::End(BytesEnd::new("testsuites")))?;
    writeln!(writer.into_inner())
}

/// What became of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Passed,
    Failed,
    Skipped,
    /// Open, and too light to count.
    Light,
}

fn case_of(assessment: &Assessment, finding: &Finding) -> Case {
    match finding.judgement.status {
        Status::NotApplicable | Status::Waived => Case::Skipped,
        Status::Pass => Case::Passed,
        Status::Fail | Status::Unknown if assessment.counts(finding) => Case::Failed,
        Status::Fail | Status::Unknown if finding.is_known() => Case::Skipped,
        Status::Fail | Status::Unknown if finding.severity > Severity::Info => Case::Light,
        Status::Fail | Status::Unknown => Case::Passed,
    }
}

/// The name of an input, and what went wrong with it.
struct Seen {
    name: String,
    wrong: Option<String>,
}

/// The inputs; where none was recognised, that is an input that went wrong.
fn inputs(view: &AuditView<'_>) -> Vec<Seen> {
    let texts = &view.catalog.texts;
    let mut seen: Vec<Seen> = view
        .inputs
        .iter()
        .map(|input| {
            let told =
                input.warnings.iter().map(|one| neutral(&texts.warning(one.code, &one.args)));
            let whole = read_in_full(std::slice::from_ref(input));
            let wrong = (!whole).then(|| told.collect::<Vec<_>>().join("\n"));
            Seen { name: neutral(input.path.as_str()), wrong }
        })
        .collect();
    if !view.inputs.iter().any(is_recognised) {
        let wrong = texts.word("exit-2", &Args::from([("code", "2".to_owned())]));
        seen.push(Seen { name: "traveler-audit".to_owned(), wrong: Some(wrong) });
    }
    seen
}

fn suite_of_inputs(
    view: &AuditView<'_>,
    inputs: &[Seen],
    writer: &mut Writer<&mut dyn Write>,
) -> io::Result<()> {
    writer.write_event(Event::Start(counted(view, ("testsuite", "inputs"), &[], inputs)))?;
    for Seen { name, wrong } in inputs {
        let mut start = BytesStart::new("testcase");
        start.push_attribute(("classname", "inputs"));
        start.push_attribute(("name", name.as_str()));
        let Some(wrong) = wrong else {
            writer.write_event(Event::Empty(start))?;
            continue;
        };
        writer.write_event(Event::Start(start))?;
        let mut error = BytesStart::new("error");
        error.push_attribute(("message", wrong.as_str()));
        writer.write_event(Event::Empty(error))?;
        writer.write_event(Event::End(BytesEnd::new("testcase")))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn counted(
    view: &AuditView<'_>,
    (element, name): (&'static str, &str),
    findings: &[&Finding],
    inputs: &[Seen],
) -> BytesStart<'static> {
    let count = |wanted: &[Case]| {
        let is = |finding: &&&Finding| wanted.contains(&case_of(view.assessment, finding));
        findings.iter().filter(is).count().to_string()
    };
    let mut start = BytesStart::new(element);
    start.push_attribute(("name", name));
    let errors = inputs.iter().filter(|input| input.wrong.is_some()).count();
    start.push_attribute(("tests", (findings.len() + inputs.len()).to_string().as_str()));
    start.push_attribute(("failures", count(&[Case::Failed]).as_str()));
    start.push_attribute(("errors", errors.to_string().as_str()));
    if element == "testsuite" {
        start.push_attribute(("skipped", count(&[Case::Skipped, Case::Light]).as_str()));
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
    writer.write_event(Event::Start(counted(view, ("testsuite", name), &all, &[])))?;
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
    let case = case_of(view.assessment, finding);
    if case == Case::Passed {
        return writer.write_event(Event::Empty(start));
    }
    writer.write_event(Event::Start(start))?;
    if case == Case::Failed {
        let mut failure = BytesStart::new("failure");
        failure.push_attribute(("type", format!("{} {}", row.status, row.severity).as_str()));
        failure.push_attribute(("message", row.observed.as_str()));
        writer.write_event(Event::Start(failure))?;
        let text = [&[row.reason], row.places.as_slice(), row.steps.as_slice()].concat().join("\n");
        writer.write_event(Event::Text(BytesText::new(&text)))?;
        writer.write_event(Event::End(BytesEnd::new("failure")))?;
    } else {
        let mut skipped = BytesStart::new("skipped");
        let args = Args::from([
            ("fail_on", view.assessment.fail_on.word().to_owned()),
            ("status", coded(&view.catalog.texts, "status", row.status)),
            ("observed", row.observed),
        ]);
        let why = match case {
            Case::Light => view.catalog.texts.word("junit-light", &args),
            _ => row.waiver.unwrap_or(row.reason),
        };
        skipped.push_attribute(("message", why.as_str()));
        writer.write_event(Event::Empty(skipped))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}
