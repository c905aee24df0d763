//! Whatever stands in the folders of a fleet: where they are judged one by one, the findings are those of all
//! of them judged as one.

use super::{Terms, assess, gather, judge_some};
use crate::catalog::Catalog;
use crate::evidence::Severity;
use crate::inventory::{self, Folders, InputReport, Inputs, Options, Parts, Period, Unattached};
use crate::naming::{ItemMap, Names};
use jiff::civil::date;
use std::fs;
use std::path::{Path, PathBuf};

/// Numbers that look like chance, the same in each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % count as u64).unwrap()
    }

    /// The first most of the time, else any.
    fn one<'t>(&mut self, all: &[&'t str]) -> &'t str {
        let at = if self.below(8) > 0 { 0 } else { self.below(all.len()) };
        all[at]
    }

    /// Any of them.
    fn any<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }
}

const NAMES: [&str; 9] = [
    "ServerName=CN=TRAV0{n}/O=Acme\n",
    "ServerName=TRAV0{n}/Acme\n",
    "ServerName=TRAV0{n}\n",
    "ServerName=CN=TRAV01/O=Acme\n",
    "",
    "ServerName=<server>\n",
    "ServerName=TRAV0{n}/Acme\nServerName=TRAV09/Acme\n",
    "KitType=1\n",
    "ServerName=CN=TRAV0{n}/OU=Mobile/O=Acme\n",
];
const SETTINGS: [&str; 5] = [
    "NTS_AS_ENFORCE_POLICY=false\n",
    "NTS_AS_ENFORCE_POLICY=true\n",
    "",
    "DISABLE_SSLV3=1\nNTS_TRAVELER_AS_PROTOCOL_VERSION=16.1\n",
    "NTS_EXTERNAL_URL=https://mail.example.com/traveler\n",
];
const ITEMS: [&str; 6] = [
    "<item name='Url'><text>https://mail{half}.example.com/traveler</text></item>",
    "<item name='Url'><text/></item>",
    "",
    "<item name='Trusts'><textlist><text>TRAV01/Acme</text><text>CN=TRAV02/O=Acme</text></textlist></item>",
    "<item name='Trusts'><text>Trusted Servers</text></item>",
    "<item name='LdISite'><text>1</text></item><item name='SMTPFullHostDomain'><text>mail{n}.example.com</text></item>",
];
const HEADS: [&str; 5] = [
    "<database replicaid='85257C5A00518E3B'><databaseinfo numberofdocuments='900'/>",
    "<database replicaid='85257C5A00518E3B'>",
    "<database replicaid='85257C5A0052A1F4'>",
    "<database>",
    "<database replicaid='85257C5A00518E3B'><databaseinfo numberofdocuments='1'/>",
];
const MORE: [&str; 8] = [
    "",
    "<document form='WebSite'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A2{n}0'/><item name='Type'><text>WebSite</text></item></document>",
    "<document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A101'/><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN=TRAV01/O=Acme</text></item></document>",
    "<document form='Person'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A3{n}0'/></document>",
    "<document form='Server' conflict='true'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A4{n}0'/><item name='Type'><text>Server</text></item></document>",
    "<document form='Mystery'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A5{n}0'/></document>",
    "<document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1{n}0' sequence='4'/><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN=TRAV0{n}/O=Acme</text></item></document>",
    "<form name='Server' alias='Server'/>",
];
const LOGS: [&str; 7] = [
    "10/19/2026 06:02:23 AM  Server started on TRAV0{n}/Acme\n10/19/2026 06:02:47 AM  Traveler: HCL Traveler 14.5.{even} Build 202606031205_20\n",
    "10/19/2026 06:02:23 AM  Server started on TRAV01/Acme\n10/19/2026 06:02:47 AM  Traveler: HCL Traveler 12.0.2 Build 202210311205_20\n",
    "10/19/2026 06:02:47 AM  Traveler: HCL Traveler 14.5.1 Build 202606031205_20\n10/19/2026 06:02:48 AM  Traveler: Server started\n",
    "> show config NTS_*\nNTS_AS_ENFORCE_POLICY=true\nNTS_LOG=1\n> tell traveler status\n",
    "> show config ServerName\nServerName=CN=TRAV02/O=Acme\n> show config NTS_*\nNTS_LOG=1\n> tell traveler status\n",
    "203.0.113.5 - - [19/Oct/2026:06:02:23 +0000] \"POST /Microsoft-Server-ActiveSync HTTP/1.1\" 200 5\n",
    "Nothing of the kind\n",
];

/// A fleet of a few folders with what chance puts into them.
fn fleet(chance: &mut Chance) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..3 + chance.below(3) {
        let own = folder.path().join(format!("s{number}"));
        fs::create_dir_all(own.join("logs")).unwrap();
        fill(&own, number, chance);
    }
    if chance.below(20) == 0 {
        fs::write(folder.path().join("readme.txt"), "Nothing of the kind\n").unwrap();
    }
    folder
}

fn fill(own: &Path, number: usize, chance: &mut Chance) {
    let write = |name: &str, text: &str| {
        let (half, even) = (number / 2, number % 2);
        let text = text.replace("{n}", &number.to_string());
        let text = text.replace("{half}", &half.to_string()).replace("{even}", &even.to_string());
        fs::write(own.join(name), text).unwrap();
    };
    let ini = format!(
        "[Notes]\nKitType=2\nDirectory=/local\n{}{}",
        chance.one(&NAMES),
        chance.any(&SETTINGS)
    );
    write("notes.ini", &ini);
    if chance.below(12) == 0 {
        write("notes.ini.bak", &ini);
    }
    if chance.below(6) > 0 {
        let server = "<document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1{n}0' sequence='9'/><item name='Type'><text>Server</text></item><item name='ServerName'><text>CN=TRAV0{n}/O=Acme</text></item>";
        let (head, items, more) = (chance.one(&HEADS), chance.any(&ITEMS), chance.one(&MORE));
        let items = format!("{items}{}", chance.any(&ITEMS));
        write("server.dxl", &format!("{head}{server}{items}</document>{more}</database>\n"));
    }
    for name in ["console.log", "logs/more.log"] {
        if chance.below(3) > 0 {
            write(name, chance.one(&LOGS));
        }
    }
}

fn options() -> Options {
    Options { period: Period { as_of: date(2026, 11, 24), days: 30 }, ..Options::default() }
}

/// All that a report is made of.
type Told = (Vec<String>, Vec<Unattached>, Vec<InputReport>, u8);

fn as_one(inputs: &Inputs, names: &Names<'_>, terms: Terms<'_>) -> Told {
    let mut collected = inventory::collect_from(inputs, names.catalog(), options());
    assert!(collected.designs.is_empty(), "a design speaks of all folders");
    let Period { as_of, days } = options().period;
    inventory::tell_stale(&mut collected, as_of, days);
    let built = inventory::build(&collected, names);
    let unattached = built.unattached.clone();
    let assessment = assess(built, &collected.inputs, names.catalog(), terms);
    (findings(&assessment), unattached, collected.inputs, assessment.exit_code)
}

fn one_by_one(folders: Folders<'_>, names: &Names<'_>, terms: Terms<'_>) -> Told {
    let (mut servers, mut unattached, mut inputs) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..folders.count() {
        let mut read = folders.read(number).unwrap();
        inputs.push((read.place, read.inputs));
        unattached.append(&mut read.inventory.unattached);
        servers.extend(judge_some(read.inventory, names.catalog(), terms));
    }
    unattached.sort();
    unattached.dedup();
    inputs.sort_by_key(|(place, _)| *place);
    let inputs: Vec<_> =
        inputs.into_iter().flat_map(|(_, own)| own).chain(folders.into_rest()).collect();
    let assessment = gather(servers, &inputs, terms);
    (findings(&assessment), unattached, inputs, assessment.exit_code)
}

fn findings(assessment: &super::Assessment) -> Vec<String> {
    let of_server = |server: &super::AssessedServer| {
        let name = format!("{:?} {}", server.name, server.known_from);
        server.findings.iter().map(move |own| format!("{name}: {own:?}")).collect::<Vec<_>>()
    };
    assessment.servers.iter().flat_map(of_server).collect()
}

#[test]
fn folders_judged_one_by_one_say_what_they_say_as_one() {
    let catalog = Catalog::built_in().unwrap();
    let map = "[items.\"server.trusted-servers\"]\nitem = \"Trusts\"\n[items.\"server.traveler-external-url\"]\nitem = \"Url\"\n";
    let names = Names::new(&catalog, ItemMap::parse(map, &catalog).unwrap());
    let terms = Terms::strict(Severity::Low);
    let (mut chance, mut apart, rounds) = (Chance(0x2545_F491_4F6C_DD1D), 0, 120);
    for round in 0..rounds {
        let folder = fleet(&mut chance);
        let paths: [PathBuf; 1] = [folder.path().to_owned()];
        let inputs = Inputs::find(&paths, &catalog, &options());
        let parts = Parts::at_least(1, &inputs, &options());
        let folders = parts.and_then(|parts| Folders::find(parts, &names, &options()));
        let Some(folders) = folders else { continue };
        apart += 1;
        let (one, other) = (one_by_one(folders, &names, terms), as_one(&inputs, &names, terms));
        for (own, whole) in one.0.iter().zip(&other.0) {
            assert_eq!(own, whole, "round {round}");
        }
        assert!(one == other, "round {round}");
    }
    assert!((rounds / 10..rounds).contains(&apart), "{apart} of {rounds} are judged one by one");
}
