//! From what was read to findings: of inputs for `audit`, of facts that were written down for `bundle` and
//! `verify`. What is judged by stands in the options and in the files that they name.

use super::args::AuditArgs;
use super::judging::read_own;
use super::{Failure, audit, config, one_by_one};
use crate::assessment::{self, Assessment, Earlier, OperatorFileUsed, Remark, Terms, Waivers};
use crate::bundle::{BASELINE, CONFIG, ITEM_MAP, Judging, WAIVERS};
use crate::catalog::Catalog;
use crate::checks::{self, CustomCheck};
use crate::evidence::{Args, InputPath};
use crate::inventory::{self, Collected, InputReport, Inventory, Unattached};
use crate::naming::{ItemMap, Names};
use crate::report::{AuditFormat, AuditView, Waiting};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// Files by the names that they have in a bundle.
pub(super) type Members = BTreeMap<String, Vec<u8>>;

/// What the configuration in a bundle adds to the catalog.
struct OwnChecks {
    with_checks: Option<Catalog>,
    custom: Vec<CustomCheck>,
}

impl OwnChecks {
    /// Reads the configuration, if there is one.
    fn of(judging: &Judging, members: &Members, catalog: &Catalog) -> Result<Self, Failure> {
        let Some((name, bytes)) = judging.config.as_deref().zip(members.get(CONFIG)) else {
            return Ok(Self { with_checks: None, custom: Vec::new() });
        };
        let config = config::parse(Path::new(name), &text_of(bytes))?;
        let custom = config.checks.iter().map(|own| own.check.clone()).collect();
        Ok(Self { with_checks: Some(config::with_own_checks(catalog, &config)?), custom })
    }

    /// The catalog with these checks.
    fn catalog<'c>(&'c self, plain: &'c Catalog) -> &'c Catalog {
        self.with_checks.as_ref().unwrap_or(plain)
    }
}

/// What is judged by.
pub(super) struct Judge<'j> {
    pub(super) as_of: Date,
    pub(super) judging: Judging,
    /// The files that options named.
    pub(super) members: Members,
    /// The catalog, without what the configuration adds.
    pub(super) plain: &'j Catalog,
    own: OwnChecks,
    waivers: Option<Waivers>,
    baseline: Option<Earlier>,
    item_map: ItemMap,
}

/// What came of it.
pub(super) struct Judged {
    pub(super) inputs: Vec<InputReport>,
    pub(super) unattached: Vec<Unattached>,
    pub(super) assessment: Assessment,
    /// The inputs and servers, where they were written while these were judged; they stand nowhere else then.
    pub(super) waiting: Option<Waiting>,
}

impl Judged {
    /// The findings, and what is known of them.
    pub(super) fn assessment(&self) -> &Assessment {
        &self.assessment
    }
}

impl<'j> Judge<'j> {
    /// What options and files say. Whatever is wrong with them is told at once.
    pub(super) fn new(
        as_of: Date,
        judging: Judging,
        members: Members,
        plain: &'j Catalog,
    ) -> Result<Self, Failure> {
        let own = OwnChecks::of(&judging, &members, plain)?;
        let (waivers, baseline, item_map) = (None, None, ItemMap::default());
        let judge = Self { as_of, judging, members, plain, own, waivers, baseline, item_map };
        let (waivers, baseline) = (judge.read_waivers()?, judge.read_baseline()?);
        Ok(Self { item_map: judge.read_item_map()?, waivers, baseline, ..judge })
    }

    /// What was typed, and the files that were named.
    pub(super) fn of(args: &AuditArgs, as_of: Date, plain: &'j Catalog) -> Result<Self, Failure> {
        let (judging, members) = named_files(args)?;
        Self::new(as_of, judging, members, plain)
    }

    pub(super) fn catalog(&self) -> &Catalog {
        self.own.catalog(self.plain)
    }

    /// The names of items, where no design among the inputs tells any.
    pub(super) fn names(&self) -> Names<'_> {
        Names::new(self.catalog(), self.item_map.clone())
    }

    /// What findings are judged by beside the evidence.
    pub(super) fn terms(&self) -> Terms<'_> {
        Terms {
            fail_on: self.judging.fail_on,
            waivers: self.waivers.as_ref(),
            baseline: self.baseline.as_ref(),
            custom: &self.own.custom,
            profile: self.judging.profile,
        }
    }

    /// Judges what was read.
    pub(super) fn run(&self, facts: Collected) -> Result<Judged, Failure> {
        self.run_for(facts, false)
    }

    /// Judges what was read; `only_json`: whether nothing else is to be written, so that the findings of
    /// many servers need not be held.
    pub(super) fn run_for(&self, facts: Collected, only_json: bool) -> Result<Judged, Failure> {
        let (mut collected, names) = audit::learn(facts, self.catalog(), self.item_map.clone());
        inventory::tell_stale(&mut collected, self.as_of, self.judging.stale_days);
        let mut inventory = inventory::build(&collected, &names);
        refuse_strangers(&inventory, &collected)?;
        let (unattached, strangers) =
            (std::mem::take(&mut inventory.unattached), remarks_on(&inventory));
        let inputs = std::mem::take(&mut collected.inputs);
        // All that servers and findings are made of: the inventory holds what matters of it.
        drop((collected, names));
        let judged = match one_by_one::begin_for(self, only_json, &inventory) {
            Some(waiting) => one_by_one::judge_servers(self, waiting, inventory, inputs)?,
            None => self.at_once(inventory, inputs),
        };
        let mut judged = Judged { unattached, ..judged };
        judged.assessment.remarks.extend(strangers);
        Ok(judged)
    }

    fn at_once(&self, inventory: Inventory, inputs: Vec<InputReport>) -> Judged {
        let mut assessment = assessment::assess(inventory, &inputs, self.catalog(), self.terms());
        assessment.operator_files = self.used();
        Judged { inputs, unattached: Vec::new(), assessment, waiting: None }
    }

    /// What reports are written of.
    pub(super) fn view<'v>(&'v self, judged: &'v Judged) -> AuditView<'v> {
        AuditView {
            catalog: self.catalog(),
            assessment: &judged.assessment,
            waiting: judged.waiting.as_ref(),
            inputs: &judged.inputs,
            unattached: &judged.unattached,
            as_of: self.as_of,
            all: self.judging.all,
        }
    }

    /// Judges facts; the reports of a bundle by the names of their members.
    pub(super) fn reports(&self, facts: Collected) -> Result<Members, Failure> {
        let judged = self.run(facts)?;
        let view = self.view(&judged);
        let mut reports = Members::new();
        for (format, member) in self.judging.reports() {
            let mut bytes = Vec::new();
            let format = AuditFormat::named(format)
                .ok_or_else(|| Failure::Usage(format!("{format} is no format of this program")))?;
            format.write(&view, &mut bytes)?;
            reports.insert(member, bytes);
        }
        Ok(reports)
    }

    /// The files of the operator that had a say, in the order of `audit`.
    pub(super) fn used(&self) -> Vec<OperatorFileUsed> {
        let named = &self.judging;
        let all = [
            ("config", &named.config, CONFIG),
            ("waivers", &named.waivers, WAIVERS),
            ("baseline", &named.baseline, BASELINE),
            ("item-map", &named.item_map, ITEM_MAP),
        ];
        let used = all.into_iter().filter_map(|(role, name, member)| {
            let bytes = self.members.get(member)?;
            Some(OperatorFileUsed::of(role, InputPath::named(name.as_deref()?), bytes))
        });
        used.collect()
    }

    /// The name and the text of a file that an option named.
    fn file<'m>(&'m self, name: Option<&'m String>, member: &str) -> Option<(&'m str, String)> {
        Some((name?, text_of(self.members.get(member)?)))
    }

    fn read_item_map(&self) -> Result<ItemMap, Failure> {
        let Some((name, text)) = self.file(self.judging.item_map.as_ref(), ITEM_MAP) else {
            return Ok(ItemMap::default());
        };
        ItemMap::parse(&text, self.catalog())
            .map_err(|error| Failure::Usage(format!("{name}: {error}")))
    }

    fn read_waivers(&self) -> Result<Option<Waivers>, Failure> {
        let Some((name, text)) = self.file(self.judging.waivers.as_ref(), WAIVERS) else {
            return Ok(None);
        };
        let known: Vec<_> = checks::listed(self.catalog()).collect();
        let waivers = Waivers::parse(&InputPath::named(name), &text, &known, self.as_of);
        waivers.map(Some).map_err(|error| Failure::Usage(error.to_string()))
    }

    fn read_baseline(&self) -> Result<Option<Earlier>, Failure> {
        let Some((name, text)) = self.file(self.judging.baseline.as_ref(), BASELINE) else {
            return Ok(None);
        };
        let earlier = Earlier::parse(name, &text);
        earlier.map(Some).map_err(|error| Failure::Usage(error.to_string()))
    }
}

/// How it is judged, and the files that options named, as they are.
fn named_files(args: &AuditArgs) -> Result<(Judging, Members), Failure> {
    let mut members = Members::new();
    let mut add = |file: Option<&Path>, member: &str| {
        let Some(file) = file else { return Ok(None) };
        members.insert(member.to_owned(), read_own(file)?);
        Ok::<_, Failure>(Some(InputPath::from_path(file).as_str().to_owned()))
    };
    let config = args.reading.own.files.first().map(|file| Path::new(file.path.as_str()));
    let judging = Judging {
        stale_days: audit::stale_days(args),
        fail_on: audit::severity(args.fail_on),
        all: args.all,
        reports: args.report.iter().map(|wanted| wanted.format.name.to_owned()).collect(),
        profile: args.judging.profile.map(Into::into),
        config: add(config, CONFIG)?,
        item_map: add(args.reading.item_map.as_deref(), ITEM_MAP)?,
        waivers: add(args.judging.waivers.as_deref(), WAIVERS)?,
        baseline: add(args.judging.baseline.as_deref(), BASELINE)?,
    };
    Ok((judging, members))
}

/// The text of a member, as editors and shells write it.
pub(super) fn text_of(bytes: &[u8]) -> String {
    encoding_rs::UTF_8.decode(bytes).0.into_owned()
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
