//! The devices in use: a table with their platforms and systems, or what Endpoint Management answers to
//! `POST /device/filter` ("XenMobile Public REST API" 10.4: `devicePlatform`, `osVersion`,
//! `softwareInventory`). Of a device nothing but platform, system and version of Secure Mail is taken.

use super::json::{self, Json, Node};
use super::remarks::Remarks;
use super::table_rows;
use super::{Context, DeviceGroup, Head, ReadExtent, Record, Sink};
use crate::catalog::fold;
use crate::evidence::{Location, Warning};
use crate::intake::Stream;
use std::collections::BTreeMap;
use std::io::BufRead;

/// Kinds of devices that are told apart.
const MAX_GROUPS: usize = 5_000;
/// Characters of a cell that are kept.
const MAX_TEXT: usize = 60;
/// Packages of Secure Mail begin so.
const PACKAGE: &str = "com.citrix.mail";

const PLATFORM: [&str; 6] =
    ["platform", "device platform", "deviceplatform", "plattform", "geräteplattform", "os type"];
const SYSTEM: [&str; 9] = [
    "os version",
    "osversion",
    "os_version",
    "operating system version",
    "system version",
    "system_os_version",
    "betriebssystemversion",
    "os-version",
    "version des betriebssystems",
];
const APP: [&str; 7] = [
    "secure mail version",
    "secure mail",
    "securemail",
    "secure_mail",
    "secure mail-version",
    "app version",
    "app-version",
];
const COUNT: [&str; 6] =
    ["count", "devices", "number of devices", "anzahl", "geräte", "anzahl geräte"];

/// Whether this is a list of devices.
#[must_use]
pub fn recognise(head: &Head<'_>) -> bool {
    let text = head.start();
    if text.starts_with(['{', '[']) {
        let quoted = |name: &str| text.contains(&format!("\"{name}\""));
        return quoted("filteredDevicesDataList")
            || (quoted("devicePlatform") || quoted("platform"))
                && (quoted("osVersion") || quoted("os_version") || quoted("SYSTEM_OS_VERSION"));
    }
    head.lines().next().and_then(Columns::of).is_some()
}

/// Reads the devices.
pub fn read(input: &mut Stream<'_>, context: &Context<'_>, sink: &mut dyn Sink) -> ReadExtent {
    let json = input.fill_buf().is_ok_and(|head| {
        let text = head.strip_prefix("\u{feff}".as_bytes()).unwrap_or(head);
        let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
        matches!(first, Some(b'{' | b'['))
    });
    let mut groups = Groups { context, found: BTreeMap::new(), full: false, incomplete: None };
    let mut remarks = Remarks::default();
    let mut whole = if json {
        let loaded = json::load(input, &mut remarks, sink);
        loaded.root.iter().for_each(|root| groups.find(root));
        loaded.whole
    } else {
        read_table(input, &mut groups, &mut remarks, sink)
    };
    if let Some((line, count)) = groups.incomplete {
        whole = false;
        remarks.push(sink, Warning::new("devices-incomplete", line).with("count", count));
    }
    if groups.full {
        whole = false;
        remarks.push(sink, Warning::new("devices-too-many", None).with("limit", MAX_GROUPS));
    }
    if groups.found.is_empty() {
        remarks.push(sink, Warning::new("devices-none", None));
    }
    groups.found.into_values().for_each(|group| sink.record(Record::Devices(group)));
    remarks.finish(sink);
    if whole { ReadExtent::Full } else { ReadExtent::Part }
}

fn read_table(
    input: &mut Stream<'_>,
    groups: &mut Groups<'_>,
    remarks: &mut Remarks,
    sink: &mut dyn Sink,
) -> bool {
    let head = input.fill_buf().map(|head| String::from_utf8_lossy(head).into_owned());
    let head = head.unwrap_or_default();
    let first = head.lines().find(|line| !line.trim().is_empty());
    let Some((separator, columns)) = first.and_then(Columns::of) else { return false };
    let mut header = true;
    table_rows::each_row(input, separator, (remarks, sink), |cells, line| {
        if !std::mem::take(&mut header) {
            groups.row(&columns, cells, line);
        }
    })
}

/// Which column holds what.
struct Columns {
    platform: usize,
    system: usize,
    app: Option<usize>,
    count: Option<usize>,
    width: usize,
}

impl Columns {
    fn of(header: &str) -> Option<(u8, Self)> {
        let header = header.trim_start_matches('\u{feff}');
        let known = |cell: &str| {
            let name = fold(cell);
            [&PLATFORM[..], &SYSTEM, &APP, &COUNT].iter().any(|list| list.contains(&name.as_str()))
        };
        let (separator, _) = table_rows::separator(header, known)?;
        let names: Vec<_> =
            super::csv::row::cells(header, separator).iter().map(|cell| fold(cell)).collect();
        let at = |list: &[&str]| names.iter().position(|name| list.contains(&name.as_str()));
        let columns = Self {
            platform: at(&PLATFORM)?,
            system: at(&SYSTEM)?,
            app: at(&APP),
            count: at(&COUNT),
            width: names.len(),
        };
        Some((separator, columns))
    }
}

/// Devices so far.
struct Groups<'g> {
    context: &'g Context<'g>,
    found: BTreeMap<(String, String, Option<String>), DeviceGroup>,
    full: bool,
    /// The first line of a device without platform or system, and how many there are.
    incomplete: Option<(u64, u64)>,
}

impl Groups<'_> {
    fn row(&mut self, columns: &Columns, cells: &[String], line: u64) {
        // A name with a separator in it moves the cells behind it: none of them is what it seems.
        if cells.get(columns.width..).unwrap_or_default().iter().any(|cell| !cell.trim().is_empty())
        {
            return self.add(None, None, None, None, line);
        }
        let cell = |at: usize| cells.get(at).map(String::as_str);
        let count = match columns.count.and_then(cell).map(str::trim) {
            None | Some("") => Some(1),
            Some(count) => count.parse().ok(),
        };
        let app = columns.app.and_then(cell).map(str::to_owned);
        self.add(cell(columns.platform), cell(columns.system), app, count, line);
    }

    /// Looks for devices anywhere below; the depth of the tree is bounded.
    fn find(&mut self, node: &Node) {
        let platform = ["devicePlatform", "platform"].iter().find_map(|name| text(node, name));
        let system = ["osVersion", "os_version"].iter().find_map(|name| text(node, name));
        let system = system.or_else(|| property(node, "SYSTEM_OS_VERSION"));
        if platform.is_some() && (system.is_some() || node.get("softwareInventory").is_some()) {
            let app = app(node).or_else(|| text(node, "secureMail"));
            let count = text(node, "count").map_or(Some(1), |count| count.parse().ok());
            self.add(platform.as_deref(), system.as_deref(), app, count, node.line);
            return;
        }
        node.list().iter().for_each(|value| self.find(value));
        node.members().iter().for_each(|(_, value)| self.find(value));
    }

    fn add(
        &mut self,
        platform: Option<&str>,
        os: Option<&str>,
        app: Option<String>,
        count: Option<u64>,
        line: u64,
    ) {
        let short = |text: &str| text.trim().chars().take(MAX_TEXT).collect::<String>();
        // A system has no `@`: that is a user.
        let odd = |text: &String| text.is_empty() || text.contains('@');
        let told = |text: Option<&str>| text.map(short).filter(|text| !odd(text));
        let (Some(platform), Some(os), Some(count)) = (told(platform), told(os), count) else {
            self.incomplete.get_or_insert((line, 0)).1 += 1;
            return;
        };
        let app = told(app.as_deref());
        let key = (platform.clone(), os.clone(), app.clone());
        if self.found.len() >= MAX_GROUPS && !self.found.contains_key(&key) {
            self.full = true;
            return;
        }
        let location = Location::line(&self.context.path, line);
        let new = DeviceGroup { platform, os, app, count: 0, location };
        let group = self.found.entry(key).or_insert(new);
        group.count = group.count.saturating_add(count);
    }
}

fn text(node: &Node, name: &str) -> Option<String> {
    node.get(name)?.text().filter(|text| !text.trim().is_empty())
}

/// A property in a list of names and values.
fn property(node: &Node, wanted: &str) -> Option<String> {
    let list = node.get("properties")?.list();
    let own = list.iter().find(|entry| text(entry, "name").is_some_and(|name| name == wanted))?;
    text(own, "value")
}

/// The version of Secure Mail among the software of a device.
fn app(node: &Node) -> Option<String> {
    let is_ours = |entry: &&Node| match entry.get("packageInfo").map(|info| &info.value) {
        Some(Json::Text(package)) => package.starts_with(PACKAGE),
        _ => false,
    };
    let own = node.get("softwareInventory")?.list().iter().find(is_ours)?;
    text(own, "version")
}

#[cfg(test)]
mod tests {
    use super::super::sample::{said, takes};
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let said = said(read, text.as_bytes());
        let groups = said.records.iter().map(|record| {
            let Record::Devices(group) = record else { panic!("{record:?}") };
            let app = group.app.as_deref().unwrap_or("-");
            let line = group.location.line.unwrap();
            format!("{}× {} {} {app}@{line}", group.count, group.platform, group.os)
        });
        groups.chain(said.told()).collect()
    }

    #[test]
    fn tables_and_answers_are_counted() {
        let cases: [(&str, &[&str]); 16] = [
            (
                "Platform,OS version,Secure Mail version,User\niOS,17.1,24.5,jane\niOS,17.1,24.5,joe\nAndroid,8,,\n",
                &["1× Android 8 -@4", "2× iOS 17.1 24.5@2"],
            ),
            (
                "Anzahl;Plattform;Betriebssystemversion\n12;iOS;8.4\nviele;iOS;9\n;Android;6.0\n",
                &["1× Android 6.0 -@4", "12× iOS 8.4 -@2", "devices-incomplete@3 count=1"],
            ),
            (
                "Platform,User,OS version\niOS,Doe, Jane,17.1\niOS,joe@example.com,17.1,\n",
                &["1× iOS 17.1 -@3", "devices-incomplete@2 count=1"],
            ),
            (
                "Platform,OS version\niOS,joe@example.com\n",
                &["devices-incomplete@2 count=1", "devices-none"],
            ),
            (
                "Platform,OS version,Count\niOS,17.1,-1\niOS,17.1,\"1,200\"\niOS,17.1,0\n",
                &["0× iOS 17.1 -@4", "devices-incomplete@2 count=2"],
            ),
            (
                "Platform\tOS version\tDevices\n\niOS\t17.0.3 (21A360)\t 7 \n",
                &["7× iOS 17.0.3 (21A360) -@3"],
            ),
            ("Platform,OS version\niOS,\n", &["devices-incomplete@2 count=1", "devices-none"]),
            (
                "{\"filteredDevicesDataList\":[{\"userName\":\"jane\",\"devicePlatform\":\"iOS\",\"osVersion\":\"17.1\",\n\"softwareInventory\":[{\"packageInfo\":\"com.citrix.mail.ios\",\"version\":\"24.5\"}]}]}",
                &["1× iOS 17.1 24.5@1"],
            ),
            (
                "[{\"platform\":\"Android\",\"properties\":[{\"name\":\"SYSTEM_OS_VERSION\",\"value\":\"7.1\"}]}]",
                &["1× Android 7.1 -@1"],
            ),
            (
                "[{\"platform\":\"Android\",\"osVersion\":\"7.1\"},{\"platform\":",
                &["1× Android 7.1 -@1", "json-broken@1"],
            ),
            (
                "\u{feff}\n {\"osVersion\":\"any\",\"devices\":[{\"platform\":\"iOS\",\"os_version\":\"17.1\",\"count\":12,\"secureMail\":\"24.5\"}]}",
                &["12× iOS 17.1 24.5@2"],
            ),
            (
                "[{\"platform\":\"iOS\",\"softwareInventory\":[]},{\"platform\":\"iOS\"},\n{\"platform\":\"iOS\",\"osVersion\":\"9\",\"count\":\"some\"}]",
                &["devices-incomplete@1 count=2", "devices-none"],
            ),
            (
                "[{\"devicePlatform\":\" \",\"platform\":\"iOS\",\"properties\":[{\"name\":\"IMEI\",\"value\":\"1\"},{\"name\":\"SYSTEM_OS_VERSION\",\"value\":\"7.1\"}]}]",
                &["1× iOS 7.1 -@1"],
            ),
            (
                "[{\"platform\":\"iOS\",\"osVersion\":\"17.1\",\"softwareInventory\":[{\"packageInfo\":\"com.example.mail\",\"version\":\"1\"},{\"version\":\"2\"},{\"packageInfo\":\"com.citrix.mail.v2\",\"version\":\"24.5\"}]}]",
                &["1× iOS 17.1 24.5@1"],
            ),
            (
                "\n\nPlatform;OS version\niOS;17\0\nAndroid;8\n",
                &["1× Android 8 -@5", "nul-in-line@4"],
            ),
            (
                "Platform,OS version\niOS,\"17\nAndroid,8\n",
                &["1× Android 8 -@3", "1× iOS 17 -@2", "table-open-quote@2 limit=1000"],
            ),
        ];
        for (text, wanted) in cases {
            let (found, wanted): (Vec<_>, Vec<_>) = (told(text), wanted.to_vec());
            let sorted = |mut list: Vec<String>| {
                list.sort();
                list
            };
            let wanted = wanted.into_iter().map(str::to_owned).collect();
            assert_eq!(sorted(found), sorted(wanted), "{text}");
        }
    }

    #[test]
    fn lists_of_devices_are_told_from_other_tables() {
        for text in [
            "Platform;OS version",
            "\u{feff}\"Plattform\",\"Betriebssystemversion\"\niOS,9",
            "{\"devicePlatform\":1,\"osVersion\":2}",
            "[{\"platform\":1,\"os_version\":2}]",
            "{\"platform\":1,\"name\":\"SYSTEM_OS_VERSION\"}",
            "{\"filteredDevicesDataList\":[]}",
        ] {
            assert!(takes(recognise, "x", text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "Platform",
            "Field,Value\nForm,Server",
            "{\"platform\":1}",
            "Form,OS",
            "{\"osVersion\":1}",
        ] {
            assert!(!takes(recognise, "x", text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn kinds_of_devices_are_bounded_and_those_that_are_there_still_counted() {
        let rows: String = (0..=MAX_GROUPS).map(|number| format!("iOS,{number}\n")).collect();
        let text = format!("Platform,OS version\n{rows}iOS,0\n");
        let found = told(&text);
        assert_eq!(found.len(), MAX_GROUPS + 1);
        assert_eq!(found[0], "2× iOS 0 -@2");
        assert_eq!(found[MAX_GROUPS], "devices-too-many limit=5000");
        let fits = text.replace(&format!("iOS,{MAX_GROUPS}\n"), "");
        assert_eq!(told(&fits).len(), MAX_GROUPS);
    }

    #[test]
    fn what_was_not_read_makes_the_extent_part() {
        let head = "Platform,OS version\niOS,17\n";
        for (rest, wanted) in [
            ("", ReadExtent::Full),
            ("iOS,\n", ReadExtent::Part),
            ("iOS,1\0\n", ReadExtent::Part),
            ("iOS,\"1\n", ReadExtent::Part),
        ] {
            let extent = said(read, format!("{head}{rest}").as_bytes()).extent;
            assert_eq!(extent, Some(wanted), "{rest}");
        }
        assert_eq!(said(read, b"Colour,Size\n").extent, Some(ReadExtent::Part));
        assert_eq!(said(read, b"[]").extent, Some(ReadExtent::Full));
        assert_eq!(said(read, b"[").extent, Some(ReadExtent::Part));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            said(read, &bytes);
        }

        #[test]
        fn no_table_makes_it_panic(text in "([a,;\"\t\n1]|iOS|ü){0,60}") {
            said(read, format!("Platform;OS version;count\n{text}").as_bytes());
        }
    }
}
