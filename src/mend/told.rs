//! What is said of a kit: for people and for programs.

use super::plan::{Claim, Part};
use super::prove::Proof;
use crate::catalog::Catalog;
use crate::evidence::Args;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    output: &'a str,
    files: Vec<&'a str>,
    mended: Vec<ClaimDto<'a>>,
    left: Vec<ClaimDto<'a>>,
    new: Vec<NewDto<'a>>,
    by_hand: Vec<ByHandDto<'a>>,
    remarks: &'a [String],
}

#[derive(Serialize)]
struct ClaimDto<'a> {
    check: &'a str,
    subject: &'a str,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct NewDto<'a> {
    check: &'a str,
    subject: &'a str,
}

#[derive(Serialize)]
struct ByHandDto<'a> {
    server: Option<&'a str>,
    reason: &'static str,
    #[serde(flatten)]
    claim: ClaimDto<'a>,
}

/// A kit, and what was proved of it.
pub struct Told<'a> {
    /// Where it was written.
    pub output: &'a str,
    /// The names of its files.
    pub files: Vec<&'a str>,
    /// What is to be known of it.
    pub remarks: &'a [String],
    /// What it changes, and what is left.
    pub parts: &'a [Part],
    /// What came of it in memory.
    pub proof: &'a Proof,
}

fn dto(claim: &Claim) -> ClaimDto<'_> {
    ClaimDto { check: claim.check, subject: &claim.subject, fingerprint: &claim.fingerprint }
}

impl Told<'_> {
    /// Writes it for programs.
    ///
    /// # Errors
    /// What writing gave.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let by_hand = self.parts.iter().flat_map(|part| {
            part.by_hand.iter().map(|one| ByHandDto {
                server: part.server.as_deref(),
                reason: one.reason.word().trim_start_matches("fix-"),
                claim: dto(&one.claim),
            })
        });
        let report = Report {
            schema_version: 1,
            output: self.output,
            files: self.files.clone(),
            mended: self.proof.mended.iter().map(dto).collect(),
            left: self.proof.left.iter().map(dto).collect(),
            new: self.proof.new.iter().map(|(check, subject)| NewDto { check, subject }).collect(),
            by_hand: by_hand.collect(),
            remarks: self.remarks,
        };
        serde_json::to_writer_pretty(&mut *out, &report)?;
        writeln!(out)
    }

    /// Writes it for people.
    ///
    /// # Errors
    /// What writing gave.
    pub fn write_text(
        &self,
        catalog: &Catalog,
        proof: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if self.parts.is_empty() {
            return writeln!(out, "{}", catalog.texts.word("fix-nothing", &Args::new()));
        }
        let by_hand: usize = self.parts.iter().map(|part| part.by_hand.len()).sum();
        let args = Args::from([
            ("output", self.output.to_owned()),
            ("files", self.files.len().to_string()),
            ("count", self.proof.mended.len().to_string()),
            ("by_hand", by_hand.to_string()),
        ]);
        writeln!(out, "{}", catalog.texts.word("fix-said", &args))?;
        for file in &self.files {
            writeln!(out, "  {file}")?;
        }
        self.remarks.iter().try_for_each(|remark| writeln!(out, "- {remark}"))?;
        if proof {
            self.write_proof(catalog, out)?;
        }
        writeln!(out, "{}", catalog.texts.word("fix-next", &args))
    }

    /// Each finding that was claimed, and whether it is gone.
    fn write_proof(&self, catalog: &Catalog, out: &mut dyn Write) -> io::Result<()> {
        let mut section = |id: &str, lines: Vec<String>| -> io::Result<()> {
            if lines.is_empty() {
                return Ok(());
            }
            writeln!(out, "\n{}", catalog.texts.word(id, &Args::new()))?;
            lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
        };
        let named =
            |claim: &Claim| format!("{} {}", claim.check, claim.subject).trim_end().to_owned();
        section("fix-mended", self.proof.mended.iter().map(named).collect())?;
        section("fix-left", self.proof.left.iter().map(named).collect())?;
        let new = self.proof.new.iter().map(|(check, subject)| format!("{check} {subject}"));
        section("fix-new", new.collect())?;
        let by_hand = self.parts.iter().flat_map(|part| &part.by_hand);
        let lines = by_hand.map(|one| {
            let reason = catalog.texts.word(one.reason.word(), &Args::new());
            format!("{} ({reason})", named(&one.claim))
        });
        section("fix-by-hand", lines.collect())?;
        writeln!(out)
    }
}
