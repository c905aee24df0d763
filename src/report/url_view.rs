//! `explain-url` in both formats: the way of one request, as a person would tell it.

use super::audit_json::{EvidenceDto, evidence_dto};
use super::json;
use super::neutral;
use super::terminal::Terminal;
use super::wording::{coded, places, worded};
use super::wrap::wrap;
use crate::catalog::{Catalog, Texts};
use crate::domino::sign_in::{Answer, Challenge, Step};
use crate::evidence::{Args, Confidence, Evidence};
use serde::Serialize;
use std::io::{self, Write};

/// What a request meets on a server.
pub struct UrlAnswer<'a> {
    /// The name of the server, where an input tells it.
    pub name: Option<String>,
    /// An input it is known from.
    pub known_from: &'a str,
    /// The answer.
    pub answer: Answer<'a>,
}

#[derive(Serialize)]
struct Report<'a> {
    url: &'a str,
    servers: Vec<ServerDto<'a>>,
}

#[derive(Serialize)]
struct ServerDto<'a> {
    name: Option<&'a str>,
    site: Option<String>,
    path: String,
    challenge: &'static str,
    reason: Option<&'static str>,
    confidence: Confidence,
    port_known: bool,
    text: String,
    evidence: Vec<EvidenceDto<'a>>,
    steps: Vec<StepDto<'a>>,
}

#[derive(Serialize)]
struct StepDto<'a> {
    step: &'static str,
    args: Args,
    text: String,
    evidence: Vec<EvidenceDto<'a>>,
}

/// Writes the answers as JSON.
///
/// # Errors
/// What writing gave.
pub fn write_url_json(
    catalog: &Catalog,
    url: &str,
    answers: &[UrlAnswer<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let servers = answers.iter().map(|one| server_dto(catalog, one)).collect();
    json::write_pretty(out, &Report { url, servers })?;
    writeln!(out)
}

fn server_dto<'a>(catalog: &Catalog, one: &'a UrlAnswer<'_>) -> ServerDto<'a> {
    let answer = &one.answer;
    let steps = answer.steps.iter().map(|step| StepDto {
        step: step.code,
        args: step.args.iter().map(|(name, value)| (*name, neutral(value))).collect(),
        text: step_text(catalog, answer, step),
        evidence: step.evidence.iter().map(evidence_dto).collect(),
    });
    ServerDto {
        name: one.name.as_deref(),
        site: answer.site.map(|site| neutral(&site.name)),
        path: neutral(&answer.path),
        challenge: answer.challenge.code(),
        reason: reason_of(answer),
        confidence: answer.confidence,
        port_known: answer.port_known,
        text: answer_text(catalog, answer),
        evidence: answer.evidence.iter().map(evidence_dto).collect(),
        steps: steps.collect(),
    }
}

/// Writes the answers for people: for each server the steps, one after the other, and how it ends.
///
/// # Errors
/// What writing gave.
pub fn write_url_table(
    catalog: &Catalog,
    url: &str,
    answers: &[UrlAnswer<'_>],
    terminal: Terminal,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width = usize::from(terminal.width).min(100).saturating_sub(4);
    for (at, one) in answers.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let args = Args::from([("url", neutral(url)), ("server", server_of(catalog, one))]);
        writeln!(out, "{}", catalog.texts.word("url-heading", &args))?;
        for (step, number) in one.answer.steps.iter().zip(1..) {
            let text = step_text(catalog, &one.answer, step);
            let text = with_places(catalog, text, &step.evidence);
            indented(&format!("{number:>2}. "), &text, width, out)?;
        }
        let text = answer_text(catalog, &one.answer);
        let text = with_places(catalog, text, &one.answer.evidence);
        indented(" => ", &text, width, out)?;
    }
    Ok(())
}

fn server_of(catalog: &Catalog, one: &UrlAnswer<'_>) -> String {
    one.name.as_deref().map_or_else(
        || {
            let args = Args::from([("path", neutral(one.known_from))]);
            catalog.texts.word("server-without-name", &args)
        },
        neutral,
    )
}

fn step_text(catalog: &Catalog, answer: &Answer<'_>, step: &Step) -> String {
    let args = with_site(answer, step.args.clone());
    catalog.texts.word(&format!("way-{}", step.code), &worded(&catalog.texts, &args))
}

fn with_site(answer: &Answer<'_>, mut args: Args) -> Args {
    if let Some(site) = answer.site {
        args.entry("site").or_insert_with(|| site.name.clone());
    }
    args
}

/// How the way ends, with what a person should know beside that.
fn answer_text(catalog: &Catalog, answer: &Answer<'_>) -> String {
    let texts = &catalog.texts;
    let mut args = with_site(answer, Args::from([("url", answer.path.clone())]));
    args.insert(
        "place",
        if answer.site.is_some() { "web-site" } else { "server-document" }.to_owned(),
    );
    args.insert("path", answer.path.clone());
    args.insert("confidence", coded(&catalog.texts, "confidence", answer.confidence.word()));
    let seen = answer.evidence.iter().find_map(|piece| piece.excerpt.clone());
    args.insert("value", seen.clone().unwrap_or_default());
    args.insert("pattern", seen.unwrap_or_default());
    let args = worded(texts, &args);
    let Some(why) = reason_of(answer) else {
        let text = texts.word(&format!("url-answer-{}", answer.challenge.code()), &args);
        return format!("{text} {}", texts.word("url-confidence", &args));
    };
    let known = texts.check("override-session-auth").and_then(|text| text.outcome(why));
    let reason = match known {
        Some(text) => Texts::fill(&format!("{}. {}", text.observed, text.reason), &args),
        None => texts.word(&format!("url-{why}"), &args),
    };
    texts.word("url-answer-unknown", &Args::from([("reason", reason)]))
}

fn reason_of(answer: &Answer<'_>) -> Option<&'static str> {
    match answer.challenge {
        Challenge::Unknown(why) => Some(why),
        _ => None,
    }
}

fn with_places(catalog: &Catalog, text: String, evidence: &[Evidence]) -> String {
    let mut shown = Vec::new();
    for (piece, place) in evidence.iter().map(|piece| (piece, places(std::slice::from_ref(piece))))
    {
        let item = piece.location.item.as_deref().map(neutral);
        let place = [place, item.into_iter().collect()].concat().join(" ");
        if !shown.contains(&place) {
            shown.push(place);
        }
    }
    if shown.is_empty() {
        return text;
    }
    catalog.texts.word("url-step", &Args::from([("text", text), ("places", shown.join(", "))]))
}

fn indented(mark: &str, text: &str, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut mark = mark;
    for line in wrap(text, width) {
        writeln!(out, "{mark}{line}")?;
        mark = "    ";
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The reasons that only `audit` gives, since they need more than one request.
    const OF_AUDIT: [&str; 2] = ["part-of-directory", "form-rule-on-other-site"];

    #[test]
    fn no_text_of_an_answer_lacks_what_it_needs() {
        let catalog = Catalog::shared(crate::catalog::Language::English).unwrap();
        let server = crate::inventory::testing::inventory_of(
            &[("names.dxl", SITE)],
            crate::inventory::Options::default(),
        );
        let (site, _) = &server.0.servers[0].directory.sites[0];
        let outcomes = catalog.texts.check("override-session-auth").unwrap().outcomes();
        for why in outcomes.into_iter().filter(|why| !OF_AUDIT.contains(why)) {
            let answer = Answer {
                challenge: Challenge::Unknown(why),
                evidence: vec![Evidence::new(crate::evidence::Role::Context, place(), None)],
                confidence: Confidence::Low,
                port_known: true,
                site: Some(site),
                path: "/traveler".to_owned(),
                steps: Vec::new(),
            };
            let text = answer_text(catalog, &answer);
            assert!(!text.contains(['{', '}']), "{why}: {text}");
        }
    }

    fn place() -> crate::evidence::Location {
        crate::evidence::Location::input(&crate::evidence::InputPath::named("names.dxl"))
    }

    const SITE: &str = "<?xml version='1.0' encoding='utf-8'?>
<database xmlns='http://www.lotus.com/dxl' replicaid='0000000000000001'>
<document form='Server'><item name='Type'><text>Server</text></item>
<item name='ServerName'><text>CN=Trav01/O=Acme</text></item></document>
<document form='WebSite'><item name='Type'><text>WebSite</text></item>
<item name='ISiteName'><text>Mail</text></item><item name='ISiteOrg'><text>Acme</text></item>
<item name='WSHostingSrvrs'><text>*</text></item></document></database>";
}
