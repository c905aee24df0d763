//! The files of a kit, all made before any is written.

use super::plan::{Part, Planned};
use super::prove::Proof;
use super::{agent, console, directory_dxl, ini_patch, policies, quote, readme, rollback};
use crate::catalog::Catalog;
use crate::evidence::{Args, InputPath};
use crate::naming::Names;

/// A file of a kit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitFile {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A kit.
#[derive(Debug, Clone, Default)]
pub struct Kit {
    /// Its files, `README.md` first.
    pub files: Vec<KitFile>,
    /// What is to be known of it: why a file is not there.
    pub remarks: Vec<String>,
}

/// A notes.ini as it stands on disk.
#[derive(Debug, Clone)]
pub struct Original {
    /// The input.
    pub path: InputPath,
    /// Its bytes, the same that were audited.
    pub bytes: Vec<u8>,
}

/// Makes the files of a kit.
#[must_use]
pub fn make(parts: &[Part], originals: &[Original], proof: &Proof, names: &Names<'_>) -> Kit {
    let catalog = names.catalog();
    let mut kit = Kit::default();
    let text = |name: &str, text: Option<String>| {
        text.map(|text| KitFile { name: name.to_owned(), bytes: text.into_bytes() })
    };
    kit.files.extend(text("console.txt", console::console(parts, catalog)));
    let several = parts.iter().filter(|part| part.server.is_some()).count() > 1;
    for part in parts {
        patches(part, originals, several, catalog, &mut kit);
    }
    kit.files.extend(text("directory.dxl", directory_dxl::directory(parts, names)));
    kit.files.extend(text("directory.lss", agent::agent(parts, catalog)));
    kit.files.extend(text("endpoint-management.md", policies::policies(parts, catalog)));
    kit.files.extend(text("rollback.txt", rollback::rollback(parts, catalog)));
    kit.remarks.extend(undone(parts, names));
    let listed: Vec<_> = kit.files.iter().map(|file| file.name.clone()).collect();
    if parts.is_empty() {
        return kit;
    }
    let page = readme::readme(parts, &listed, proof, catalog);
    kit.files.insert(0, KitFile { name: "README.md".to_owned(), bytes: page.into_bytes() });
    kit
}

/// The patch of each notes.ini of a server.
fn patches(part: &Part, originals: &[Original], several: bool, catalog: &Catalog, kit: &mut Kit) {
    let mut paths: Vec<&InputPath> = Vec::new();
    for planned in &part.planned {
        if let super::Change::Setting(setting) = &planned.change {
            for path in &setting.paths {
                if !paths.contains(&path) {
                    paths.push(path);
                }
            }
        }
    }
    for (at, path) in paths.iter().enumerate() {
        let Some(original) = originals.iter().find(|original| original.path == **path) else {
            kit.remark("fix-no-original", path, catalog);
            continue;
        };
        let hides = |line: &[u8]| catalog.settings.holds_secret(&String::from_utf8_lossy(line));
        match ini_patch::patch(&original.bytes, &part.planned, &hides) {
            Ok(bytes) => kit.files.push(KitFile { name: patch_name(part, several, at), bytes }),
            Err(ini_patch::NoPatch::Wide) => kit.remark("fix-wide", path, catalog),
            Err(ini_patch::NoPatch::Nothing) => {}
        }
    }
}

fn patch_name(part: &Part, several: bool, at: usize) -> String {
    let server =
        part.server.as_deref().map(quote::file_name).filter(|name| several && !name.is_empty());
    let number = if at == 0 { String::new() } else { format!("{}.", at + 1) };
    server.map_or_else(
        || format!("{number}notes.ini.patch"),
        |server| format!("{server}.{number}notes.ini.patch"),
    )
}

/// Changes of the directory that stand in no file, with the click path in the steps alone.
fn undone(parts: &[Part], names: &Names<'_>) -> Vec<String> {
    let catalog = names.catalog();
    let missing = |planned: &&Planned| {
        planned.change.is_of_directory()
            && !agent::holds(planned)
            && !directory_dxl::holds(planned, names)
    };
    let all = parts.iter().flat_map(|part| &part.planned);
    let told = all.filter(missing).map(|planned| {
        catalog.texts.word("fix-click-only", &Args::from([("finding", console::answers(planned))]))
    });
    told.collect()
}

impl Kit {
    fn remark(&mut self, id: &str, path: &InputPath, catalog: &Catalog) {
        let args = Args::from([("path", path.to_string())]);
        self.remarks.push(catalog.texts.word(id, &args));
    }
}
