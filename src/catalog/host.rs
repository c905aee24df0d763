//! `host-folders.toml`: where Domino stands on a host, and which of its files are read.

use super::{CatalogError, from_toml};
use crate::evidence::FactCode;
use serde::Deserialize;

/// A system that Domino runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// Linux, containers too.
    Linux,
    /// AIX.
    Aix,
    /// Windows.
    Windows,
    /// IBM i.
    IbmI,
}

/// What a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FolderRole {
    /// Databases, logs and mostly notes.ini.
    Data,
    /// Programs; on Windows notes.ini.
    Program,
}

/// A folder in which Domino usually stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostFolder {
    /// The system.
    pub platform: Platform,
    /// What it is for.
    pub role: FolderRole,
    /// From the root or a drive letter; `*` stands for any characters of one name.
    pub path: String,
    /// What stands behind the fact.
    pub code: FactCode,
}

/// Where Domino stands, and what is read there.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Host {
    /// Paths below a data directory, with `*`.
    pub files: Vec<String>,
    /// The folders.
    #[serde(rename = "folder")]
    pub folders: Vec<HostFolder>,
}

impl Host {
    /// Reads the data file.
    ///
    /// # Errors
    /// The first mistake; a path that would lead out of its folder is one.
    pub fn parse(file: &str, text: &'static str) -> Result<Self, CatalogError> {
        let host: Self = from_toml(file, text)?;
        let climbs = |path: &&String| path.split('/').any(|part| part.is_empty() || part == "..");
        match host.files.iter().find(climbs) {
            None => Ok(host),
            Some(path) => {
                let reason = format!("\"{path}\" is no path below a folder");
                Err(CatalogError::new(file, 0, reason))
            }
        }
    }

    /// The folders of the system this program runs on.
    pub fn here(&self) -> impl Iterator<Item = &HostFolder> {
        self.folders.iter().filter(|folder| (folder.platform == Platform::Windows) == cfg!(windows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    #[test]
    fn every_platform_has_folders_from_its_root() {
        let host = Catalog::built_in().unwrap().host;
        for platform in [Platform::Linux, Platform::Aix, Platform::Windows, Platform::IbmI] {
            let own: Vec<_> = host.folders.iter().filter(|f| f.platform == platform).collect();
            assert!(!own.is_empty(), "{platform:?}");
            let start = if platform == Platform::Windows { "C:/" } else { "/" };
            assert!(own.iter().all(|folder| folder.path.starts_with(start)), "{own:?}");
        }
        assert!(host.here().count() > 0);
    }

    #[test]
    fn files_stay_below_their_folder() {
        for path in ["../x", "/etc/x", "a//b"] {
            let text = format!("files = [\"{path}\"]\nfolder = []\n");
            assert!(Host::parse("h.toml", text.leak()).is_err(), "{path}");
        }
    }
}
