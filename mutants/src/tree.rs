//! The copy of the project in `target/mutants/tree`.

use crate::extents::extents;
use crate::listed::Mutant;
use crate::schema::{LeftOut, Rewritten, rewrite};
use crate::{Fallible, write_if_changed};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A copy of the project.
pub struct Tree {
    project: PathBuf,
    pub root: PathBuf,
    /// Where it is compiled.
    pub target: PathBuf,
    /// Where the programs may leave what they tell.
    pub scratch: PathBuf,
}

/// Sources with their changes, by file.
pub type Sources = BTreeMap<String, Rewritten>;

impl Tree {
    /// Copies what git knows, as it is now.
    pub fn copy(project: &Path, folder: &Path) -> Fallible<Self> {
        let [root, target, scratch] = ["tree", "build", "scratch"].map(|name| folder.join(name));
        fs::create_dir_all(&scratch)?;
        let output = Command::new("git").args(["ls-files", "-z"]).current_dir(project).output()?;
        for file in String::from_utf8(output.stdout)?.split_terminator('\0') {
            // Those that hold changes are written with them.
            let is_source = file.starts_with("src/") && file.ends_with(".rs");
            if !is_source && let Ok(bytes) = fs::read(project.join(file)) {
                write_if_changed(&root.join(file), &bytes)?;
            }
        }
        Ok(Self { project: project.to_owned(), root, target, scratch })
    }

    /// Writes all sources, with the changes that are not left out. Gives back those that can't be put in.
    pub fn write(
        &self,
        mutants: &[Mutant],
        without: &BTreeSet<u32>,
    ) -> Fallible<(Sources, LeftOut)> {
        let mut sources = Sources::new();
        let mut left_out = LeftOut::new();
        for file in self.source_files()? {
            let text = fs::read_to_string(self.project.join(&file))?;
            let own = |m: &&Mutant| m.file == file && !without.contains(&m.id);
            let mutants: Vec<_> = mutants.iter().filter(own).collect();
            let (mut rewritten, out) = rewrite(&text, &extents(&text)?, &mutants);
            left_out.extend(out);
            if file == "src/lib.rs" {
                // Changed code has superfluous brackets, dead ends, and names that nothing uses.
                rewritten.text += "mod mutant;\npub(crate) use mutant::mutant;\n";
                rewritten.text =
                    rewritten.text.replacen("#![forbid", "#![allow(warnings)]\n#![forbid", 1);
            }
            write_if_changed(&self.root.join(&file), rewritten.text.as_bytes())?;
            sources.insert(file, rewritten);
        }
        let count = format!("COUNT: usize = {}", mutants.len() + 1);
        let chooser = include_str!("in_tree.rs").replace("COUNT: usize = 0", &count);
        write_if_changed(&self.root.join("src/mutant.rs"), chooser.as_bytes())?;
        Ok((sources, left_out))
    }

    fn source_files(&self) -> Fallible<Vec<String>> {
        let args = ["ls-files", "-z", "src/*.rs"];
        let output = Command::new("git").args(args).current_dir(&self.project).output()?;
        let names = String::from_utf8(output.stdout)?;
        Ok(names.split_terminator('\0').map(str::to_owned).collect())
    }

    /// cargo, in the copy, for a program that is quick to run: it is run some ten thousand times.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(args).args([
            "--message-format",
            "json",
            "--config",
            "profile.dev.opt-level=1",
        ]);
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }
}
