//! An audit from facts that were written down, as `bundle` makes it and `verify` makes it again.

use super::config::{Config, parse as parse_config};
use super::judge::Judge;
use super::{Failure, audit};
use crate::assessment::{Earlier, OperatorFileUsed, Terms, Waivers};
use crate::bundle::{BASELINE, CONFIG, ITEM_MAP, Judging, WAIVERS};
use crate::catalog::Catalog;
use crate::checks::{self, CustomCheck};
use crate::evidence::InputPath;
use crate::inventory::Collected;
use crate::naming::ItemMap;
use crate::report::AuditFormat;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// Members of a bundle by their names.
pub(super) type Members = BTreeMap<String, Vec<u8>>;

/// What an audit needs beside the facts.
pub(super) struct Rerun<'j> {
    pub(super) as_of: Date,
    pub(super) judging: &'j Judging,
    /// The members of the bundle: the files that options named are among them.
    pub(super) members: &'j Members,
    /// The catalog, with the checks of the operator.
    pub(super) catalog: &'j Catalog,
    /// These checks.
    pub(super) custom: &'j [CustomCheck],
}

/// The configuration in a bundle.
pub(super) fn config_of(judging: &Judging, members: &Members) -> Result<Option<Config>, Failure> {
    let Some((name, bytes)) = judging.config.as_deref().zip(members.get(CONFIG)) else {
        return Ok(None);
    };
    parse_config(Path::new(name), &text_of(bytes)).map(Some)
}

fn text_of(bytes: &[u8]) -> String {
    encoding_rs::UTF_8.decode(bytes).0.into_owned()
}

impl Rerun<'_> {
    /// Audits the facts; the reports by the names of their members.
    pub(super) fn run(&self, facts: Collected) -> Result<Members, Failure> {
        let (as_of, catalog) = (self.as_of, self.catalog);
        let (map, waivers, baseline) = (self.item_map()?, self.waivers()?, self.baseline()?);
        let (collected, names) = audit::learn(facts, catalog, map);
        let judge = Judge {
            catalog,
            as_of,
            stale_days: self.judging.stale_days,
            terms: Terms {
                fail_on: self.judging.fail_on,
                waivers: waivers.as_ref(),
                baseline: baseline.as_ref(),
                custom: self.custom,
                profile: self.judging.profile,
            },
            used: self.used(),
        };
        let judged = judge.run(collected, &names)?;
        let view = judged.view(catalog, as_of, self.judging.all);
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
    fn used(&self) -> Vec<OperatorFileUsed> {
        let named = self.judging;
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

    fn item_map(&self) -> Result<ItemMap, Failure> {
        let Some((name, text)) = self.file(self.judging.item_map.as_ref(), ITEM_MAP) else {
            return Ok(ItemMap::default());
        };
        ItemMap::parse(&text, self.catalog)
            .map_err(|error| Failure::Usage(format!("{name}: {error}")))
    }

    fn waivers(&self) -> Result<Option<Waivers>, Failure> {
        let Some((name, text)) = self.file(self.judging.waivers.as_ref(), WAIVERS) else {
            return Ok(None);
        };
        let known: Vec<_> = checks::listed(self.catalog).collect();
        let waivers = Waivers::parse(&InputPath::named(name), &text, &known, self.as_of);
        waivers.map(Some).map_err(|error| Failure::Usage(error.to_string()))
    }

    fn baseline(&self) -> Result<Option<Earlier>, Failure> {
        let Some((name, text)) = self.file(self.judging.baseline.as_ref(), BASELINE) else {
            return Ok(None);
        };
        let earlier = Earlier::parse(name, &text);
        earlier.map(Some).map_err(|error| Failure::Usage(error.to_string()))
    }
}
