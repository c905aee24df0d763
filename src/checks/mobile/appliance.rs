//! The virtual servers of a gateway, as `ns.conf` sets them up, and what they offer. What is not set there
//! has the default of its release, which differs; so it is not known.

use crate::evidence::{Confidence, Evidence, Role, TlsVersion};
use crate::formats::GatewayCommand;
use crate::secure_mail::Offered;

/// Options that switch a version on or off.
const OPTIONS: [(&str, TlsVersion); 6] = [
    ("ssl2", TlsVersion::Ssl2),
    ("ssl3", TlsVersion::Ssl3),
    ("tls1", TlsVersion::Tls10),
    ("tls11", TlsVersion::Tls11),
    ("tls12", TlsVersion::Tls12),
    ("tls13", TlsVersion::Tls13),
];
/// The address of a virtual server that only a content switching server in front can reach.
const NO_ADDRESS: &str = "0.0.0.0";

/// A virtual server of a gateway.
pub(super) struct Vserver<'c> {
    /// Its name.
    pub(super) name: &'c str,
    /// The commands of the file in which it stands: two appliances may use one name.
    commands: Vec<&'c GatewayCommand>,
}

/// The virtual servers that are in use.
pub(super) fn vservers(commands: &[GatewayCommand]) -> Vec<Vserver<'_>> {
    let mut found: Vec<Vserver<'_>> = Vec::new();
    for command in commands.iter().filter(|command| command.object == "vpn vserver") {
        let Some(name) = command.words.first() else { continue };
        let same_file = |other: &&GatewayCommand| other.location.path == command.location.path;
        let known = |own: &Vserver<'_>| own.name == name && own.commands.iter().any(same_file);
        if !found.iter().any(known) {
            found.push(Vserver { name, commands: commands.iter().filter(same_file).collect() });
        }
    }
    found.sort_by(|one, other| one.name.cmp(other.name));
    found.retain(|own| !own.is_disabled());
    found
}

impl<'c> Vserver<'c> {
    /// The commands about it.
    pub(super) fn of(&self, object: &str) -> impl Iterator<Item = &'c GatewayCommand> {
        let own = |command: &&GatewayCommand| {
            command.object == object && command.words.first().is_some_and(|own| own == self.name)
        };
        let all: Vec<_> = self.commands.iter().copied().filter(own).collect();
        all.into_iter()
    }

    fn is_disabled(&self) -> bool {
        self.of("vpn vserver").fold(false, |off, command| match command.verb.as_str() {
            "disable" => true,
            "enable" => false,
            _ => option(command, "state").map_or(off, |value| value == "DISABLED"),
        })
    }

    /// Whether it has no address of its own: then a content switching server in front ends TLS.
    pub(super) fn is_behind_another(&self) -> bool {
        let mut added = self.of("vpn vserver").filter(|command| command.verb == "add");
        added.any(|command| command.words.get(2).is_some_and(|address| address == NO_ADDRESS))
    }

    /// The commands that bind a Secure Ticket Authority to it, or to all of them.
    pub(super) fn authorities(&self) -> impl Iterator<Item = &'c GatewayCommand> {
        let global = self.commands.iter().filter(|command| command.object == "vpn global").copied();
        let binds = |command: &&GatewayCommand| {
            command.verb == "bind"
                && option(command, "staserver").is_some_and(|url| !url.is_empty())
        };
        self.of("vpn vserver").chain(global).filter(binds)
    }

    /// Which versions it is set to offer, with what shows it.
    pub(super) fn offered(&self) -> (Offered, Vec<Evidence>) {
        let (mut offered, mut shown) = (Offered::new(), Vec::new());
        for command in self.of("ssl vserver") {
            for (name, value) in &command.options {
                let Some((_, version)) = OPTIONS.iter().find(|(own, _)| own == name) else {
                    continue;
                };
                let on = match value.to_ascii_uppercase().as_str() {
                    "ENABLED" if command.verb != "unset" => true,
                    "DISABLED" if command.verb != "unset" => false,
                    // Back to its default, which is not known.
                    _ => {
                        offered.remove(version);
                        continue;
                    }
                };
                offered.insert(*version, (on, Confidence::High));
                let text = format!("-{name} {value}");
                shown.push(Evidence::new(Role::Observed, command.location.clone(), text));
            }
        }
        // A profile takes the place of what is set one by one.
        if self.has_profile() { (Offered::new(), shown) } else { (offered, shown) }
    }

    fn has_profile(&self) -> bool {
        let own = self.of("ssl vserver").any(|command| option(command, "sslprofile").is_some());
        let mut all = self.commands.iter().filter(|command| command.object == "ssl parameter");
        own || all.any(|command| {
            option(command, "defaultprofile").is_some_and(|value| value == "ENABLED")
        })
    }
}

/// What all of the virtual servers are known to offer, or not: whichever it is that devices meet.
pub(super) fn common_offer(vservers: &[Vserver<'_>]) -> (Offered, Vec<Evidence>) {
    if vservers.iter().any(Vserver::is_behind_another) {
        return (Offered::new(), Vec::new());
    }
    let all: Vec<_> = vservers.iter().map(Vserver::offered).collect();
    let (mut offered, _) = all.first().cloned().unwrap_or_default();
    offered.retain(|version, own| all.iter().all(|(other, _)| other.get(version) == Some(own)));
    (offered, all.into_iter().flat_map(|(_, shown)| shown).collect())
}

/// The value of an option, in upper case where it is a word.
fn option(command: &GatewayCommand, name: &str) -> Option<String> {
    let (_, value) = command.options.iter().find(|(own, _)| own == name)?;
    Some(value.to_ascii_uppercase())
}
