//! `exporter.lss`: the LotusScript agent that exports a Domino Directory.

use super::{CatalogError, Text};

/// The line that a variant for one server fills in.
const ONLY_SERVER: &str = "Const OnlyServer = \"\"";

/// The agent.
#[derive(Debug, Clone)]
pub struct Exporter(Text);

impl Exporter {
    /// Takes the text.
    ///
    /// # Errors
    /// The line to be filled in is missing.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        if text.matches(ONLY_SERVER).count() != 1 {
            let reason = format!("must hold the line {ONLY_SERVER} once");
            return Err(CatalogError::new(file, 0, reason));
        }
        Ok(Self(text.into()))
    }

    /// The agent for all servers.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The agent for one server; `None` for a name that would not stay within its quotes, as no name
    /// of a server does.
    #[must_use]
    pub fn for_server(&self, server: &str) -> Option<String> {
        let odd = |c: char| c.is_control() || "\"{}|\\".contains(c);
        if server.trim().is_empty() || server.contains(odd) {
            return None;
        }
        Some(self.0.replace(ONLY_SERVER, &format!("Const OnlyServer = \"{}\"", server.trim())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn a_server_is_put_in_or_refused() {
        let exporter = Catalog::built_in().unwrap().exporter;
        assert_eq!(exporter.text().matches(ONLY_SERVER).count(), 1);
        let own = exporter.for_server(" CN=Trav01/O=Acme ").unwrap();
        assert!(own.contains("Const OnlyServer = \"CN=Trav01/O=Acme\""));
        for name in ["", " ", "a\"b", "a\nb", "a\\b", "{x}"] {
            assert!(exporter.for_server(name).is_none(), "{name}");
        }
        assert!(Exporter::parse("e.lss", "Sub Initialize").is_err());
    }

    /// What can be told of a LotusScript without a compiler: blocks are closed, and every line of
    /// text fits an agent.
    #[test]
    fn the_blocks_of_the_agent_are_closed() {
        let exporter = Catalog::built_in().unwrap().exporter;
        let mut open = Vec::new();
        for line in exporter.text().lines().map(str::trim) {
            let words: Vec<_> = line.split(' ').collect();
            match words.as_slice() {
                ["Sub", ..] => open.push("Sub"),
                ["Function", ..] => open.push("Function"),
                ["While", ..] => open.push("While"),
                ["If", .., "Then"] => open.push("If"),
                ["End", what] => assert_eq!(open.pop(), Some(*what), "{line}"),
                ["Wend"] => assert_eq!(open.pop(), Some("While"), "{line}"),
                _ => {}
            }
            assert!(line.len() < 120 && line.is_ascii(), "{line}");
        }
        assert!(open.is_empty(), "{open:?}");
    }
}
