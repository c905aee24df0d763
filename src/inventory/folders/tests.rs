use super::*;
use crate::evidence::InputPath;
use crate::inventory::{collect_from, tell_stale};
use crate::naming::ItemMap;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of a server as an administrator may have collected them, and what may be wrong with one.
fn write(root: &Path, number: usize, more: &[(&str, String)]) {
    let own = root.join(format!("trav{number:02}"));
    std::fs::create_dir_all(own.join("IBM_TECHNICAL_SUPPORT")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(own.join(name), text).unwrap();
    write(
        "notes.ini",
        &format!(
            "[Notes]\nKitType=2\nServerName=CN=TRAV{number:02}/O=Acme\nDirectory=/local\nNTS_AS_ENFORCE_POLICY=false\n"
        ),
    );
    write("server.dxl", &dxl(number, ""));
    write(
        "IBM_TECHNICAL_SUPPORT/console.log",
        &format!(
            "10/19/2026 06:02:23 AM  Server started on TRAV{number:02}/Acme\n10/19/2026 06:02:47 AM  Traveler: HCL Traveler 14.5.{} Build 202606031205_20\n",
            number % 2
        ),
    );
    more.iter().for_each(|(name, text)| write(name, text));
}

/// A Server document; every third server has the external URL of another, every fifth names those it trusts.
fn dxl(number: usize, more: &str) -> String {
    let pool = number / 3;
    let trusted = match number % 5 {
        0 => "<item name='SrvRstTrusted'><text>CN=TRAV01/O=Acme</text></item>",
        1 => "<item name='SrvRstTrusted'><text>Trusted Servers</text></item>",
        _ => "",
    };
    format!(
        "<database replicaid='85257C5A00518E3B'><databaseinfo numberofdocuments='900'/>\n<document form='Server'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A1{number:02}' sequence='9'/>\n<item name='Type'><text>Server</text></item>\n<item name='ServerName'><text>CN=TRAV{number:02}/O=Acme</text></item>\n<item name='NTS_ExternalURL'><text>https://mail{pool}.example.com/traveler</text></item>{trusted}</document>\n{more}</database>\n"
    )
}

fn fleet(count: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    (0..count).for_each(|number| write(folder.path(), number, &[]));
    folder
}

fn options() -> Options {
    let period = crate::inventory::Period { as_of: date(2026, 11, 24), days: 30 };
    Options { period, ..Options::default() }
}

/// Names for the items that no page tells, so that servers are compared by them.
fn names(catalog: &Catalog) -> Names<'_> {
    let map = "[items.\"server.trusted-servers\"]\nitem = \"SrvRstTrusted\"\n[items.\"server.traveler-external-url\"]\nitem = \"NTS_ExternalURL\"\n";
    Names::new(catalog, ItemMap::parse(map, catalog).unwrap())
}

/// The folders, two of which are enough.
fn found<'n>(inputs: &'n Inputs, names: &'n Names<'n>, options: &Options) -> Option<Folders<'n>> {
    Folders::find(Parts::at_least(2, inputs, options)?, names, options)
}

/// What is told of each server, and what it is told of the others.
fn seen(inventory: &Inventory) -> Vec<String> {
    let server = |server: &crate::inventory::Server| {
        let pool: Vec<_> = server.peers.of_same_url().map(|peer| &peer.name).collect();
        let peers = (pool, server.peers.count(), server.peers.may_be_pool());
        let (own, text) = (&server.known_from, server.traveler.text());
        format!("{:?} {own} {text:?} {:?} {peers:?}", server.name, server.trust)
    };
    inventory.servers.iter().map(server).collect()
}

#[test]
fn a_fleet_read_folder_by_folder_is_the_fleet_read_as_one() {
    let folder = fleet(12);
    let catalog = Catalog::built_in().unwrap();
    let names = names(&catalog);
    let paths = [folder.path().to_path_buf()];
    let inputs = Inputs::find(&paths, &catalog, &options());

    let mut whole = collect_from(&inputs, &catalog, options());
    tell_stale(&mut whole, options().period.as_of, options().period.days);
    let all = crate::inventory::build(&whole, &names);

    let folders = found(&inputs, &names, &options()).unwrap();
    assert_eq!(folders.count(), 12);
    let apart: Vec<_> = (0..12).map(|number| folders.read(number).unwrap()).collect();
    let reports: BTreeMap<_, _> = apart.iter().map(|own| (own.place, &own.inputs)).collect();
    assert!(reports.into_values().flatten().eq(&whole.inputs));
    let judged: Vec<_> = apart.iter().flat_map(|own| seen(&own.inventory)).collect();
    assert_eq!(judged, seen(&all));
    let peers: Vec<_> = all.servers.iter().map(|own| own.peers.of_same_url().count()).collect();
    assert_eq!(peers, [2; 12]);
    let trust = |own: &crate::inventory::Server| {
        let trust = &own.trust;
        (trust.trusting.count, trust.others.count, trust.unclear.count)
    };
    let trusts: Vec<_> = all.servers.iter().map(trust).collect();
    assert_eq!((trusts[0], trusts[1]), ((0, 8, 3), (3, 6, 2)));
    let mut aside: Vec<_> = apart.into_iter().flat_map(|own| own.inventory.unattached).collect();
    aside.sort();
    assert_eq!(aside, all.unattached);
    assert!(folders.read(12).is_none());
}

#[test]
fn folders_that_have_to_do_with_each_other_are_read_as_one() {
    let catalog = Catalog::built_in().unwrap();
    let names = names(&catalog);
    let apart = |files: &[(&str, String)], options: Options| {
        let folder = fleet(3);
        write(folder.path(), 3, files);
        let paths = [folder.path().to_path_buf()];
        let inputs = Inputs::find(&paths, &catalog, &options);
        found(&inputs, &names, &options).is_some()
    };
    assert!(apart(&[("readme.txt", "nothing".to_owned())], options()));
    let site =
        "<document form='WebSite'><noteinfo unid='6B1F0A7C94D2E35885257C5A0052A199'/></document>";
    let design = "<form name='Server' alias='Server'/>";
    let whole = dxl(3, "").replace("'900'", "'1'");
    let cases = [
        ("a site", ("names.dxl", dxl(3, site))),
        ("a design", ("names.dxl", dxl(3, design))),
        ("a whole export", ("server.dxl", whole)),
        (
            "a conflict",
            (
                "server.dxl",
                dxl(3, "").replace(
                    "<item name='Type'>",
                    "<item name='$Conflict'><text/></item><item name='Type'>",
                ),
            ),
        ),
        ("the document of another server", ("other.dxl", dxl(2, ""))),
        (
            "the log of another server",
            ("console.log", "10/19/2026 06:02:23 AM  Server started on TRAV02/Acme\n10/19/2026 06:02:47 AM  Traveler: HCL Traveler 14.5.1 Build 202606031205_20\n".to_owned()),
        ),
        (
            "the file of another server",
            (
                "trav.ini",
                "[Notes]\nKitType=2\nServerName=CN=TRAV02/O=Acme\nDirectory=/local\n".to_owned(),
            ),
        ),
        (
            "a name without organisation",
            ("notes.ini", "[Notes]\nKitType=2\nServerName=TRAV03\nDirectory=/local\n".to_owned()),
        ),
        ("no name", ("notes.ini", "[Notes]\nKitType=2\nDirectory=/local\n".to_owned())),
        ("a client", ("notes.ini", "[Notes]\nKitType=1\nDirectory=/local\n".to_owned())),
        ("policies", ("policies.json", std::fs::read_to_string(policies()).unwrap())),
    ];
    for (what, file) in cases {
        assert!(!apart(&[file], options()), "{what}");
    }
    let stated = crate::inventory::StatedVersion {
        server: Some("TRAV01/Acme".to_owned()),
        text: "14.5.1".to_owned(),
        place: None,
    };
    let stated = Options { traveler: vec![stated], ..options() };
    assert!(!apart(&[], stated));
    let request = "203.0.113.5 - - [19/Oct/2026:06:02:23 +0000] \"GET /traveler HTTP/1.1\" 200 5\n";
    let log = ("access.log", request.to_owned());
    assert!(apart(std::slice::from_ref(&log), options()));
    let nameless = dxl(3, "").replace("NTS_ExternalURL", "Other");
    assert!(!apart(&[log, ("server.dxl", nameless)], options()), "requests that may be for others");
}

/// A file with policies of Secure Mail, of the samples.
fn policies() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/secure-mail-direct");
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.find(|file| file.extension().is_some_and(|end| end == "json")).unwrap()
}

#[test]
fn a_file_that_grew_between_the_readings_is_told() {
    let folder = fleet(3);
    let catalog = Catalog::built_in().unwrap();
    let names = names(&catalog);
    let inputs = Inputs::find(&[folder.path().to_path_buf()], &catalog, &options());
    let folders = found(&inputs, &names, &options()).unwrap();
    write(folder.path(), 1, &[("notes.ini", "[Notes]\nServerName=CN=TRAV01/O=Acme\n".to_owned())]);
    let read = folders.read(1).unwrap();
    let told = |report: &&InputReport| {
        report.warnings.iter().any(|warning| warning.code == "changed-while-read")
    };
    let changed: Vec<_> = read.inputs.iter().filter(told).collect();
    let [report] = changed.as_slice() else { panic!("{}", changed.len()) };
    assert_eq!(report.read, ReadExtent::Part);
    assert_eq!(report.warnings.last().map(|warning| warning.code), Some("changed-while-read"));
    let path = InputPath::from_path(&folder.path().join("trav01/notes.ini"));
    assert_eq!(report.path, path);
}
