//! `internet-site-protocols`: with Internet Sites on, every Internet protocol in use has a Site document.
//!
//! Without one it refuses connections (see [`protocols`]). That a protocol is in use is concluded from
//! `ServerTasks`, from `ServerTasksAt0` to `ServerTasksAt23`, and from the SMTP listener of the Server document, so nothing is surer than medium.
//!
//! | outcome | status | when |
//! | --- | --- | --- |
//! | `has-site` | pass | a Site document of the protocol is for this server |
//! | `no-site` | fail | the whole directory holds none |
//! | `maybe-site` | unknown | a document may be for this server, may be out of date, or is of another type |
//! | `sites-maybe-missing` | unknown | none seen, and the directory is not known to be whole |
//! | `mode-unknown` | unknown | whether Internet Sites are on is not known |
//! | `sites-off` | not-applicable | Internet Sites are off |
//! | `none-in-use` | not-applicable | no other protocol is in use |
//! | `not-supplied`, `fragment`, `ini-unclear`, `pinned` | unknown | see [`ini`]; about `ServerTasks` |

use super::ini::{self, Told};
use super::{Check, Judgement};
use crate::catalog::Catalog;
use crate::domino::protocols::{self, PROTOCOLS, Protocol};
use crate::domino::sign_in::{Hosting, Mode};
use crate::evidence::{Confidence, Evidence, Found, Role};
use crate::inventory::Server;
use crate::naming::field;

const TASKS: &str = "ServerTasks";

pub(super) const CHECK: Check = Check {
    id: "internet-site-protocols",
    judge,
    outcomes: &[
        "has-site",
        "no-site",
        "maybe-site",
        "sites-maybe-missing",
        "mode-unknown",
        "sites-off",
        "none-in-use",
        "not-supplied",
        "fragment",
        "ini-unclear",
        "pinned",
    ],
};

fn judge(server: &Server, _: &Catalog) -> Vec<Judgement> {
    let sites = server.directory.internet_sites.evidence();
    let place = server.document_place();
    let here = sites.is_empty().then(|| Evidence::new(Role::Absent, place, None));
    let about_mode = |judgement: Judgement| {
        vec![judgement.shown_by(sites.iter().cloned()).shown_by(here.clone())]
    };
    let sure = match server.directory.mode() {
        Mode::Sites(sure) => sure.and(Confidence::Medium),
        Mode::Server(sure) => {
            return about_mode(Judgement::not_applicable("sites-off", sure));
        }
        Mode::Assumed => {
            return about_mode(Judgement::not_applicable("sites-off", Confidence::Medium));
        }
        Mode::Unknown(_) => return about_mode(Judgement::unknown("mode-unknown")),
    };
    let started = Started::on(server);
    let told = &started.tasks;
    let used = started.protocols();
    let mut found: Vec<_> =
        used.iter().map(|protocol| of_protocol(&started, protocol, sure)).collect();
    if let Told::Open(judgement) = told {
        found.push(judgement.clone());
    } else if found.is_empty() {
        let none = Judgement::not_applicable("none-in-use", told.confidence().and(sure));
        found.push(none);
    }
    let shown = |judgement: Judgement| match judgement.args.get("starts").map(String::as_str) {
        Some("listener") => judgement,
        _ => judgement.explained_by(told.evidence()),
    };
    found.into_iter().map(shown).collect()
}

/// What starts tasks on a server.
struct Started<'s> {
    server: &'s Server,
    tasks: Told,
    /// The settings that start tasks at an hour of the day, as far as they are known.
    hours: Vec<(String, Found<String>)>,
}

impl<'s> Started<'s> {
    fn on(server: &'s Server) -> Self {
        let at = |hour| {
            let key = format!("{TASKS}At{hour}");
            let found = server.settings.effective(&key).known().cloned()?;
            Some((key, found))
        };
        let hours = (0..24).filter_map(at).collect();
        Self { server, tasks: ini::read(server, TASKS), hours }
    }

    /// The protocols in use, as far as it is known.
    fn protocols(&self) -> Vec<&'static Protocol> {
        let used = |protocol: &&Protocol| {
            self.is_task(protocol)
                || listener(self.server, protocol).is_some()
                || self.at_an_hour(protocol).is_some()
        };
        PROTOCOLS.iter().filter(used).collect()
    }

    fn is_task(&self, protocol: &Protocol) -> bool {
        let is = |list: &String| protocols::tasks(list).any(|task| task == protocol.task);
        self.tasks.word().iter().any(is)
    }

    /// The setting that starts the task of a protocol at an hour of the day.
    fn at_an_hour(&self, protocol: &Protocol) -> Option<(&str, Evidence)> {
        self.hours.iter().find_map(|(key, found)| {
            let starts = protocols::tasks(&found.value).any(|task| task == protocol.task);
            starts.then(|| (key.as_str(), found.evidence(Role::Observed)))
        })
    }
}

/// The field of the Server document that starts the listener of a protocol, where it does.
fn listener(server: &Server, protocol: &Protocol) -> Option<Vec<Evidence>> {
    let field = server.document.meaning(field::SERVER_SMTP_LISTENER);
    let listens = protocol.task == "smtp" && field.value().is_some_and(|word| word == "on");
    listens.then(|| field.evidence())
}

/// The protocols in use that have no Site document surely for this server; `None` where it is not known
/// which are in use.
pub(super) fn without_site(server: &Server) -> Option<Vec<&'static str>> {
    let started = Started::on(server);
    if matches!(started.tasks, Told::Open(_)) {
        return None;
    }
    let has = |protocol: &&Protocol| {
        let mut own = server.protocol_sites.iter().filter(|site| site.protocol == *protocol);
        own.any(|site| site.applies == Hosting::Yes)
    };
    let used = started.protocols();
    Some(used.into_iter().filter(|protocol| !has(protocol)).map(|one| one.name).collect())
}

fn of_protocol(started: &Started<'_>, protocol: &Protocol, sure: Confidence) -> Judgement {
    let server = started.server;
    let own: Vec<_> =
        server.protocol_sites.iter().filter(|site| site.protocol == protocol).collect();
    let certain = own.iter().any(|site| site.applies == Hosting::Yes);
    let (judgement, role) = if certain {
        (Judgement::pass("has-site", sure), Role::Observed)
    } else if !own.is_empty() {
        (Judgement::unknown("maybe-site"), Role::Observed)
    } else if server.document.directory_is_whole() {
        (Judgement::fail("no-site", sure), Role::Absent)
    } else {
        (Judgement::unknown("sites-maybe-missing"), Role::Absent)
    };
    let place = server.document_place();
    let none = own.is_empty().then(|| Evidence::new(role, place, None));
    let listener = listener(server, protocol);
    let hour = started.at_an_hour(protocol).filter(|_| !started.is_task(protocol));
    let starts = match (&listener, started.is_task(protocol)) {
        (Some(_), true) => "both",
        (Some(_), false) => "listener",
        (None, false) => "hour",
        (None, true) => "task",
    };
    judgement
        .arg("key", hour.as_ref().map_or(TASKS, |(key, _)| *key))
        .shown_by(hour.iter().map(|(_, place)| place.clone()))
        .about(protocol.name)
        .arg("protocol", protocol.name)
        .arg("starts", starts)
        .shown_by(listener.into_iter().flatten())
        .shown_by(own.iter().map(|site| Evidence::new(role, site.location.clone(), None)))
        .shown_by(none)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{document, dxl, ini, judge, server, told};
    use super::*;

    fn site(unid: u8, form: &str, servers: &str) -> String {
        document(
            form,
            unid,
            None,
            &[("Type", form), ("ISiteOrg", "Acme"), ("WSHostingSrvrs", servers)],
        )
    }

    fn outcomes(lines: &str, content: &[&str]) -> Vec<String> {
        let files = [("notes.ini", &*ini(lines)), ("names.dxl", &*dxl(content))];
        judge(&CHECK, &files).iter().map(told).collect()
    }

    #[test]
    fn each_protocol_in_use_needs_a_site() {
        let on = server(&[("LdISite", "1")]);
        let imap = site(5, "IMAPSite", "*");
        let other = site(6, "IMAPSite", "CN=Mail01/O=Acme");
        let group = site(7, "IMAPSite", "Some Group");
        let tasks = "ServerTasks=HTTP,Traveler,IMAP";
        let cases: [(&str, Vec<&str>, &[&str]); 9] = [
            ("ServerTasks=HTTP,Traveler", vec![&on], &["not-applicable none-in-use medium"]),
            (tasks, vec![&on], &["fail no-site medium"]),
            (tasks, vec![&on, &imap], &["pass has-site medium"]),
            (tasks, vec![&on, &other], &["fail no-site medium"]),
            (tasks, vec![&on, &group], &["unknown maybe-site low"]),
            (
                "ServerTasks=IMAP,LDAP",
                vec![&on, &imap],
                &["pass has-site medium", "fail no-site medium"],
            ),
            ("", vec![&on], &["not-applicable none-in-use medium"]),
            ("ServerTasks=HTTP\nServerTasksAt7=Catalog,POP3", vec![&on], &["fail no-site medium"]),
            ("ServerTasks=HTTP\nServerTasksAt7=IMAP", vec![&on, &imap], &["pass has-site medium"]),
        ];
        for (lines, content, wanted) in cases {
            assert_eq!(outcomes(lines, &content), wanted, "{lines} {content:?}");
        }
        let started = |own: &str, lines: &str| {
            let files = [("notes.ini", &*ini(lines)), ("names.dxl", &*dxl(&[own]))];
            let judgement = judge(&CHECK, &files).remove(0);
            let items = judgement.evidence.iter().map(|piece| piece.location.item.clone());
            let seen = items.flatten().any(|item| &*item == "SMTPListenerEnabled");
            (judgement.args["starts"].clone(), seen)
        };
        let smtp = server(&[("LdISite", "1"), ("SMTPListenerEnabled", "1")]);
        assert_eq!(started(&smtp, "ServerTasks=HTTP"), ("listener".to_owned(), true));
        assert_eq!(started(&smtp, "ServerTasks=SMTP"), ("both".to_owned(), true));
        assert_eq!(started(&on, "ServerTasks=IMAP"), ("task".to_owned(), false));
        // What starts a task at an hour is told only where nothing else starts it.
        let key = |lines: &str| {
            let files = [("notes.ini", &*ini(lines)), ("names.dxl", &*dxl(&[&on]))];
            let judgement = judge(&CHECK, &files).remove(0);
            (judgement.args["starts"].clone(), judgement.args["key"].clone())
        };
        let told = |starts: &str, key: &str| (starts.to_owned(), key.to_owned());
        let hour = "ServerTasks=HTTP\nServerTasksAt7=POP3";
        assert_eq!(key(hour), told("hour", "ServerTasksAt7"));
        assert_eq!(key("ServerTasks=POP3\nServerTasksAt7=POP3"), told("task", "ServerTasks"));
        // The tasks say nothing of a listener that the Server document starts.
        let tasks_shown = |own: &str, lines: &str| {
            let files = [("notes.ini", &*ini(lines)), ("names.dxl", &*dxl(&[own]))];
            let judgement = judge(&CHECK, &files).remove(0);
            judgement
                .evidence
                .iter()
                .any(|piece| piece.location.path.to_string().ends_with("notes.ini"))
        };
        assert!(!tasks_shown(&smtp, "ServerTasks=HTTP"));
        assert!(tasks_shown(&smtp, "ServerTasks=SMTP"));
        let odd = imap.replace("<text>IMAPSite<", "<text>Memo<");
        assert_eq!(outcomes(tasks, &[&on, &odd]), ["unknown maybe-site low"]);
        let listens = server(&[("LdISite", "1"), ("SMTPListenerEnabled", "1")]);
        assert_eq!(outcomes("ServerTasks=HTTP", &[&listens]), ["fail no-site medium"]);
    }

    #[test]
    fn what_is_not_known_is_open() {
        let tasks = "ServerTasks=IMAP";
        assert_eq!(
            outcomes(tasks, &[&server(&[("LdISite", "0")])]),
            ["not-applicable sites-off medium"]
        );
        assert_eq!(outcomes(tasks, &[&server(&[("LdISite", "x")])]), ["unknown mode-unknown low"]);
        let on = server(&[("LdISite", "1")]);
        let part = dxl(&[&on]).replace("numberofdocuments='1'", "numberofdocuments='9'");
        let files = [("notes.ini", &*ini(tasks)), ("names.dxl", &*part)];
        assert_eq!(told(&judge(&CHECK, &files)[0]), "unknown sites-maybe-missing low");
        let alone = judge(&CHECK, &[("names.dxl", &dxl(&[&on]))]);
        assert_eq!(told(&alone[0]), "unknown not-supplied low");
    }
}
