//! From what was read to findings: of inputs for `audit`, of facts for `bundle` and `verify`.

use super::Failure;
use crate::assessment::{self, Assessment, OperatorFileUsed, Remark, Terms};
use crate::catalog::Catalog;
use crate::evidence::Args;
use crate::inventory::{self, Collected, Inventory, Unattached};
use crate::naming::Names;
use crate::report::AuditView;
use jiff::civil::Date;

/// What is judged by.
pub(super) struct Judge<'j> {
    pub(super) catalog: &'j Catalog,
    pub(super) as_of: Date,
    pub(super) stale_days: u32,
    pub(super) terms: Terms<'j>,
    /// The files of the operator that had a say.
    pub(super) used: Vec<OperatorFileUsed>,
}

/// What came of it.
pub(super) struct Judged {
    collected: Collected,
    unattached: Vec<Unattached>,
    assessment: Assessment,
}

impl Judge<'_> {
    /// Judges what was read.
    pub(super) fn run(
        self,
        mut collected: Collected,
        names: &Names<'_>,
    ) -> Result<Judged, Failure> {
        inventory::tell_stale(&mut collected, self.as_of, self.stale_days);
        let inventory = inventory::build(&collected, names);
        refuse_strangers(&inventory, &collected)?;
        let unattached = inventory.unattached.clone();
        let strangers = remarks_on(&inventory);
        let inputs = &collected.inputs;
        let mut assessment = assessment::assess(inventory, inputs, self.catalog, self.terms);
        assessment.operator_files = self.used;
        assessment.remarks.extend(strangers);
        Ok(Judged { collected, unattached, assessment })
    }
}

impl Judged {
    /// What reports are written of.
    pub(super) fn view<'v>(
        &'v self,
        catalog: &'v Catalog,
        as_of: Date,
        all: bool,
    ) -> AuditView<'v> {
        AuditView {
            catalog,
            assessment: &self.assessment,
            inputs: &self.collected.inputs,
            unattached: &self.unattached,
            as_of,
            all,
        }
    }

    /// The exit code of `audit`.
    pub(super) fn exit_code(&self) -> u8 {
        self.assessment.exit_code
    }
}

/// A version that was stated for a server which is not there is a mistake in typing: without it the
/// audit would speak of something else than was asked.
pub(super) fn refuse_strangers(
    inventory: &Inventory,
    collected: &Collected,
) -> Result<(), Failure> {
    let typed = inventory.strangers.iter().filter(|stated| stated.place.is_none());
    let Some(stranger) = typed.filter_map(|stated| stated.server.as_deref()).next() else {
        return Ok(());
    };
    if !collected.inputs.iter().any(assessment::is_recognised) {
        return Ok(());
    }
    let names: Vec<_> = inventory
        .servers
        .iter()
        .filter_map(|server| Some(server.name.as_ref()?.abbreviated()))
        .collect();
    let there = match names.as_slice() {
        [] => "none is named there; leave the name out".to_owned(),
        names => format!("there are: {}", names.join(", ")),
    };
    Err(Failure::Usage(format!(
        "a version was stated for {stranger}, which is no server of these inputs; {there}"
    )))
}

/// A configuration serves several runs: there such a version is told, and no mistake.
fn remarks_on(inventory: &Inventory) -> Vec<Remark> {
    let strangers = inventory.strangers.iter().filter_map(|stated| {
        let args = Args::from([("server", stated.server.clone()?)]);
        Some(Remark { place: stated.place.clone()?, code: "version-of-stranger", args })
    });
    strangers.collect()
}
