//! `man` and `completions`: man pages and completions of the shells, from the definitions of the
//! arguments themselves.

use super::help::whole;
use super::{Failure, note};
use crate::assessment::exit;
use clap::Args;
use clap_complete::Shell;
use std::io::{self, Write};
use std::path::PathBuf;

// Arguments of `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

// Arguments of `man`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// A folder for the pages of all commands; without it, the page of the program goes to stdout.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs, out: &mut dyn Write) -> Result<u8, Failure> {
    let mut command = whole();
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "traveler-audit", &mut text);
    out.write_all(&text)?;
    Ok(exit::CLEAN)
}

/// Prints the man page of the program, or writes those of all commands into a folder.
pub(super) fn man(args: &ManArgs, out: &mut dyn Write) -> Result<u8, Failure> {
    let command = whole();
    let Some(folder) = &args.folder else {
        out.write_all(&page(command)?)?;
        return Ok(exit::CLEAN);
    };
    let shown = folder.display();
    let failure = |error: io::Error| {
        Failure::Usage(format!(
            "cannot write man pages to {shown}: {error}; name a folder that can be written"
        ))
    };
    std::fs::create_dir_all(folder).map_err(failure)?;
    clap_mangen::generate_to(command.disable_help_subcommand(true), folder).map_err(failure)?;
    note(&format!("traveler-audit: the man pages are in {shown}"));
    Ok(exit::CLEAN)
}

fn page(command: clap::Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page() {
        let folder = tempfile::tempdir().unwrap();
        let args = ManArgs { folder: Some(folder.path().join("man1")) };
        assert_eq!(man(&args, &mut Vec::new()).unwrap(), exit::CLEAN);
        let read =
            |name: &str| std::fs::read_to_string(folder.path().join("man1").join(name)).unwrap();
        assert!(read("traveler-audit.1").contains("traveler\\-audit\\-audit(1)"));
        assert!(read("traveler-audit-audit.1").contains("\\-\\-fail\\-on"));
        for command in whole().get_subcommands() {
            assert!(read(&format!("traveler-audit-{}.1", command.get_name())).starts_with(".ie"));
        }
    }

    #[test]
    fn every_shell_gets_the_commands() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let mut out = Vec::new();
            completions(&CompletionsArgs { shell }, &mut out).unwrap();
            assert!(String::from_utf8(out).unwrap().contains("explain-url"), "{shell}");
        }
    }
}
