//! `README.md` of a kit: what it holds, in which order it is used, and what is left to a person.

use super::plan::{Part, Reason};
use super::policies::{entry, is_of_client};
use super::prove::Proof;
use super::quote::{markdown, markdown_code};
use crate::catalog::Catalog;
use crate::evidence::Args;
use std::fmt::Write as _;

/// The reasons, in the order in which they are told.
const REASONS: [Reason; 4] = [Reason::Person, Reason::Unnamed, Reason::NotEnough, Reason::Breaks];

/// The page.
pub(super) fn readme(parts: &[Part], files: &[String], proof: &Proof, catalog: &Catalog) -> String {
    let word = |id: &str| catalog.texts.word(id, &Args::new());
    let mut out = format!("# {}\n\n{}\n", word("fix-title"), word("fix-head"));
    let _ = writeln!(out, "\n## {}\n", word("fix-files"));
    for file in files {
        let id = if file.ends_with("notes.ini.patch") { "notes.ini.patch" } else { file };
        let _ = writeln!(out, "- {}: {}", markdown_code(file), word(&format!("fix-file-{id}")));
    }
    let _ = writeln!(out, "\n## {}\n", word("fix-proof"));
    let counts = Args::from([("count", proof.mended.len().to_string())]);
    let _ = writeln!(out, "{}", catalog.texts.word("fix-proof-said", &counts));
    for claim in &proof.mended {
        entry(claim, &mut out);
    }
    for reason in REASONS {
        by_reason(parts, reason, catalog, &mut out);
    }
    out
}

fn by_reason(parts: &[Part], reason: Reason, catalog: &Catalog, out: &mut String) {
    let wanted = |part: &&Part| {
        part.by_hand.iter().any(|one| one.reason == reason && !is_of_client(&one.claim))
    };
    if !parts.iter().any(|part| wanted(&part)) {
        return;
    }
    let why = catalog.texts.word(reason.word(), &Args::new());
    let heading = catalog.texts.word("fix-left-to", &Args::from([("reason", why)]));
    let _ = writeln!(out, "\n## {heading}");
    for part in parts.iter().filter(wanted) {
        if let Some(server) = &part.server {
            let _ = writeln!(out, "\n**{}**", markdown(server));
        }
        let own =
            part.by_hand.iter().filter(|one| one.reason == reason && !is_of_client(&one.claim));
        own.for_each(|one| entry(&one.claim, out));
    }
}
