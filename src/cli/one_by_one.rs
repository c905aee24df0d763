//! Servers that are judged a block after the other. Where JSON is all that is wanted, their findings are
//! written as they come and then dropped, so that a large run needs no more memory for them than a small one.

use super::judge::{Judge, Judged};
use super::{Failure, progress};
use crate::assessment::{self, AssessedServer, Profile, Tally};
use crate::inventory::{InputReport, Inventory, Unattached};
use crate::report::{Members, Waiting};
use rayon::prelude::*;
use std::io;

/// Groups of servers that are judged before their findings are handed on.
const BLOCK: usize = 8;
/// Servers of a group, whose findings are put into words together.
pub(super) const TOGETHER: usize = 2;
/// Servers of a block: so many are held at once anyway.
const AT_ONCE: usize = BLOCK * TOGETHER;

/// Some servers, judged.
#[derive(Default)]
pub(super) struct Part {
    pub(super) servers: Vec<AssessedServer>,
    pub(super) unattached: Vec<Unattached>,
    /// Reports on inputs, each with its place among those of all parts.
    pub(super) inputs: Vec<(usize, Vec<InputReport>)>,
    /// What `--verbose` tells of them when their turn has come.
    pub(super) lines: Vec<String>,
}

impl Part {
    /// Takes the servers that follow.
    fn append(&mut self, more: Self) {
        self.servers.extend(more.servers);
        self.unattached.extend(more.unattached);
        self.inputs.extend(more.inputs);
    }
}

/// What came of the servers: all of them; where they were written, without these and the inputs.
pub(super) struct Found {
    /// How many lines were told of inputs.
    pub(super) told: usize,
    all: Part,
    waiting: Option<(Waiting, Tally)>,
}

impl Found {
    /// What is reported; `rest`: inputs that stand behind those of the parts.
    pub(super) fn judged(
        self,
        judge: &Judge<'_>,
        rest: Vec<InputReport>,
    ) -> Result<Judged, Failure> {
        let Part { servers, mut unattached, mut inputs, .. } = self.all;
        unattached.sort();
        unattached.dedup();
        let terms = judge.terms();
        let (inputs, mut assessment, waiting) = match self.waiting {
            Some((mut waiting, mut tally)) => {
                tally.add_inputs(&rest);
                waiting.add_inputs(usize::MAX, Members::inputs(judge.catalog(), &rest)?);
                (Vec::new(), assessment::gather_counted(tally, terms), Some(waiting))
            }
            None => {
                inputs.sort_by_key(|(place, _)| *place);
                let inputs: Vec<_> =
                    inputs.into_iter().flat_map(|(_, own)| own).chain(rest).collect();
                let assessment = assessment::gather(servers, &inputs, terms);
                (inputs, assessment, None)
            }
        };
        assessment.operator_files = judge.used();
        Ok(Judged { inputs, unattached, assessment, waiting })
    }
}

/// The file in which findings wait, where they can be written before all are judged: waivers and a report of
/// before need all of them. `None` also where no such file can be made; all is held then.
pub(super) fn begin(judge: &Judge<'_>, only_json: bool) -> Option<Waiting> {
    let terms = judge.terms();
    let at_once = only_json && terms.waivers.is_none() && terms.baseline.is_none();
    at_once.then(Waiting::begin).and_then(io::Result::ok)
}

/// The same for servers that are built already, where these are many and no policies are judged with them.
pub(super) fn begin_for(
    judge: &Judge<'_>,
    only_json: bool,
    inventory: &Inventory,
) -> Option<Waiting> {
    let alone = judge.judging.profile != Some(Profile::SecureMail) && !inventory.mobile.is_told();
    let many = inventory.servers.len() > AT_ONCE;
    if alone && many { begin(judge, only_json) } else { None }
}

/// Judges servers that are built already, and writes the findings as they come.
pub(super) fn judge_servers(
    judge: &Judge<'_>,
    waiting: Waiting,
    inventory: Inventory,
    inputs: Vec<InputReport>,
) -> Result<Judged, Failure> {
    let Inventory { servers, history, .. } = inventory;
    let mut servers = servers.into_iter();
    let groups = std::iter::from_fn(|| {
        let group: Vec<_> = servers.by_ref().take(TOGETHER).collect();
        (!group.is_empty()).then_some(group)
    });
    let judged = |group| Part {
        servers: assessment::judge_servers(group, &history, judge.catalog(), judge.terms()),
        ..Part::default()
    };
    write(judge, waiting, groups, judged)?.judged(judge, inputs)
}

/// Judges all groups, a block after the other on all cores, and hands on what comes of them in their order.
fn each<G: Send, T: Send>(
    groups: impl Iterator<Item = G>,
    made: impl Fn(G) -> T + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let mut groups = groups.peekable();
    while groups.peek().is_some() {
        let block: Vec<_> = groups.by_ref().take(BLOCK).collect();
        let parts: Vec<_> = block.into_par_iter().map(&made).collect();
        parts.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

/// Judges all groups, and writes the findings as they come if there is a file for them.
pub(super) fn judge<G: Send>(
    judge: &Judge<'_>,
    waiting: Option<Waiting>,
    groups: impl Iterator<Item = G>,
    judged: impl Fn(G) -> Part + Sync,
) -> Result<Found, Failure> {
    Ok(match waiting {
        Some(waiting) => write(judge, waiting, groups, judged)?,
        None => hold(groups, judged)?,
    })
}

/// Holds the findings, as most formats need them.
fn hold<G: Send>(
    groups: impl Iterator<Item = G>,
    judged: impl Fn(G) -> Part + Sync,
) -> io::Result<Found> {
    let (mut all, mut told) = (Part::default(), 0);
    each(groups, judged, |part| {
        told += progress::tell(&part.lines);
        all.append(part);
        Ok(())
    })?;
    Ok(Found { told, all, waiting: None })
}

/// Writes findings and inputs as they come, and counts them.
fn write<G: Send>(
    judge: &Judge<'_>,
    mut waiting: Waiting,
    groups: impl Iterator<Item = G>,
    judged: impl Fn(G) -> Part + Sync,
) -> io::Result<Found> {
    let (mut all, mut tally, mut told) = (Part::default(), Tally::default(), 0);
    let made = |group| Written::of(judge, judged(group));
    each(groups, made, |written: io::Result<Written>| {
        let Written { servers, inputs, tally: own, rest } = written?;
        told += progress::tell(&rest.lines);
        tally.merge(&own);
        all.append(rest);
        waiting.add_servers(servers);
        inputs.into_iter().for_each(|(place, members)| waiting.add_inputs(place, members));
        Ok(())
    })?;
    Ok(Found { told, all, waiting: Some((waiting, tally)) })
}

/// A part that is put into words.
struct Written {
    servers: Members,
    inputs: Vec<(usize, Members)>,
    tally: Tally,
    /// What of it is held.
    rest: Part,
}

impl Written {
    fn of(judge: &Judge<'_>, part: Part) -> io::Result<Self> {
        let (catalog, fail_on) = (judge.catalog(), judge.judging.fail_on);
        let Part { servers, unattached, inputs, lines } = part;
        let mut tally = Tally::default();
        servers.iter().for_each(|server| tally.add_server(&server.findings, fail_on));
        inputs.iter().for_each(|(_, own)| tally.add_inputs(own));
        let inputs = inputs.iter().map(|(place, own)| Ok((*place, Members::inputs(catalog, own)?)));
        Ok(Self {
            servers: Members::servers(catalog, &servers)?,
            inputs: inputs.collect::<io::Result<_>>()?,
            tally,
            rest: Part { unattached, lines, ..Part::default() },
        })
    }
}
