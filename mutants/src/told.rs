//! What became of each change: `target/mutants/verdicts.tsv`, and for people a list of those that no test
//! noticed, by room, and the figures.

use crate::Fallible;
use crate::compile::{Built, Out};
use crate::listed::Mutant;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What became of a change.
#[derive(Clone, PartialEq, Eq)]
pub enum Verdict {
    Caught,
    TimedOut,
    /// With the tests that came upon it.
    Missed(String),
    Unviable,
    NotExpressed,
    /// Not tried yet.
    Open,
}

/// The words of the columns of figures.
const WORDS: [&str; 6] =
    ["caught", "timed out", "missed", "does not compile", "not expressed", "open"];

impl Verdict {
    fn word(&self) -> &'static str {
        WORDS[match self {
            Self::Caught => 0,
            Self::TimedOut => 1,
            Self::Missed(_) => 2,
            Self::Unviable => 3,
            Self::NotExpressed => 4,
            Self::Open => 5,
        }]
    }

    fn of(word: &str, note: &str) -> Self {
        match word {
            "caught" => Self::Caught,
            "timed out" => Self::TimedOut,
            "missed" => Self::Missed(note.to_owned()),
            "does not compile" => Self::Unviable,
            "not expressed" => Self::NotExpressed,
            _ => Self::Open,
        }
    }
}

/// The verdicts of an earlier run, by what tells a change from all others.
pub type Earlier = BTreeMap<String, Verdict>;

/// Reads the verdicts of the last run.
pub fn read(folder: &Path) -> Earlier {
    let text = fs::read_to_string(folder.join("verdicts.tsv")).unwrap_or_default();
    let row = |line: &str| {
        let mut cells = line.splitn(3, '\t');
        let (word, identity) = (cells.next()?, cells.next()?);
        Some((identity.to_owned(), Verdict::of(word, cells.next().unwrap_or_default())))
    };
    text.lines().filter_map(row).collect()
}

/// What did not compile the last time.
pub fn known_out(mutants: &[Mutant], earlier: &Earlier) -> BTreeMap<u32, Out> {
    let out = |mutant: &Mutant| match earlier.get(&mutant.identity)? {
        Verdict::Unviable => Some((mutant.id, Out::Unviable)),
        Verdict::NotExpressed => Some((mutant.id, Out::NotExpressed)),
        _ => None,
    };
    mutants.iter().filter_map(out).collect()
}

/// What became of all changes.
pub struct Verdicts<'m> {
    folder: PathBuf,
    mutants: &'m [Mutant],
    verdicts: Vec<Verdict>,
    since_written: usize,
}

/// So many verdicts are lost at the most if a run is cut off.
const WRITE_AFTER: usize = 100;

impl<'m> Verdicts<'m> {
    /// What is known before any test is run.
    pub fn new(folder: &Path, mutants: &'m [Mutant], earlier: &Earlier, built: &Built) -> Self {
        let known = |mutant: &Mutant| match built.out.get(&mutant.id) {
            Some(Out::Unviable) => Verdict::Unviable,
            Some(Out::NotExpressed) => Verdict::NotExpressed,
            None => match earlier.get(&mutant.identity) {
                None | Some(Verdict::Unviable | Verdict::NotExpressed) => Verdict::Open,
                Some(verdict) => verdict.clone(),
            },
        };
        let verdicts = mutants.iter().map(known).collect();
        Self { folder: folder.to_owned(), mutants, verdicts, since_written: 0 }
    }

    /// Those to be tried, in the order of these names, and `again` only if nothing has noticed them yet.
    pub fn open(&self, names: &[String], again: bool) -> Vec<&'m Mutant> {
        let rank = |m: &Mutant| match names.is_empty() {
            true => Some(0),
            false => names.iter().position(|name| m.name.contains(name)),
        };
        let mut open = Vec::new();
        for (mutant, verdict) in self.mutants.iter().zip(&self.verdicts) {
            let is_out = matches!(verdict, Verdict::Unviable | Verdict::NotExpressed);
            let is_survivor = matches!(verdict, Verdict::Missed(_) | Verdict::Open);
            if !is_out && (!again || is_survivor) {
                open.extend(rank(mutant).map(|rank| (rank, mutant)));
            }
        }
        open.sort_by_key(|(rank, mutant)| (*rank, mutant.id));
        let open = open.into_iter().map(|(_, mutant)| mutant).collect();
        open
    }

    pub fn set(&mut self, id: u32, verdict: Verdict) {
        self.verdicts[id as usize - 1] = verdict;
        self.since_written += 1;
        if self.since_written >= WRITE_AFTER {
            // What can't be written now is told at the end.
            let _ = self.write();
        }
    }

    /// Writes the verdicts, the survivors and the figures.
    pub fn write(&mut self) -> Fallible<()> {
        self.since_written = 0;
        let mut table = String::new();
        let mut survivors: BTreeMap<&str, String> = BTreeMap::new();
        for (mutant, verdict) in self.mutants.iter().zip(&self.verdicts) {
            let room = survivors.entry(mutant.room()).or_default();
            let note = if let Verdict::Missed(note) = verdict { note.as_str() } else { "" };
            if !note.is_empty() {
                writeln!(room, "{} [{note}]", mutant.name)?;
            }
            writeln!(table, "{}\t{}\t{note}", verdict.word(), mutant.identity)?;
        }
        fs::write(self.folder.join("verdicts.tsv"), table)?;
        for (room, lines) in survivors {
            fs::write(self.folder.join(format!("missed-{room}.txt")), lines)?;
        }
        Ok(fs::write(self.folder.join("summary.txt"), self.summary())?)
    }

    /// How many of which verdict, by room.
    pub fn summary(&self) -> String {
        let mut rooms: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (mutant, verdict) in self.mutants.iter().zip(&self.verdicts) {
            *rooms.entry(mutant.room()).or_default().entry(verdict.word()).or_default() += 1;
        }
        let lines = rooms.iter().map(|(room, counts)| line(room, counts));
        lines.collect()
    }
}

fn line(room: &str, counts: &BTreeMap<&str, usize>) -> String {
    let of = |word: &str| counts.get(word).copied().unwrap_or(0);
    let noticed = of("caught") + of("timed out");
    let tried = noticed + of("missed");
    let share = 100.0 * noticed as f64 / tried.max(1) as f64;
    let words = WORDS.map(|word| format!("{} {word}", of(word))).join(", ");
    format!("{room}: {noticed} of {tried} noticed ({share:.1} %): {words}\n")
}
