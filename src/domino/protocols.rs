//! The Internet protocols besides HTTP that have Site documents of their own.
//!
//! With Internet Sites on, a protocol without a Site document for the server refuses connections (Domino
//! help, "Ports - Internet Ports - DIIOP tab", 10.0.1 and 12.0.2). The forms of LDAP, IMAP, POP3 and SMTP
//! stand in a set-up example of the HCL Domino container project; that of IIOP is concluded from them.

/// A protocol.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Protocol {
    /// Its name.
    pub name: &'static str,
    /// The form of its Site documents.
    pub form: &'static str,
    /// The task that serves it, in lower case.
    pub task: &'static str,
}

/// All of them.
pub static PROTOCOLS: [Protocol; 5] = [
    Protocol { name: "SMTP", form: "SMTPInboundSite", task: "smtp" },
    Protocol { name: "IMAP", form: "IMAPSite", task: "imap" },
    Protocol { name: "POP3", form: "POP3Site", task: "pop3" },
    Protocol { name: "LDAP", form: "DirectorySite", task: "ldap" },
    Protocol { name: "IIOP", form: "IIOPSite", task: "diiop" },
];

/// The protocol that has Site documents of this form.
#[must_use]
pub fn by_form(form: &str) -> Option<&'static Protocol> {
    PROTOCOLS.iter().find(|protocol| protocol.form.eq_ignore_ascii_case(form))
}

/// The names of the tasks in a `ServerTasks` list, without arguments and in lower case.
pub fn tasks(list: &str) -> impl Iterator<Item = String> {
    let names = list.split(',').filter_map(|one| one.split_ascii_whitespace().next());
    names.map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_listed_without_arguments() {
        let names: Vec<_> = tasks("Update, HTTP ,LDAP -x,,  ").collect();
        assert_eq!(names, ["update", "http", "ldap"]);
    }

    #[test]
    fn a_form_belongs_to_one_protocol() {
        assert_eq!(by_form("imapsite").map(|own| own.name), Some("IMAP"));
        assert_eq!(by_form("WebSite"), None);
    }
}
