//! The list of a move: its steps, each for its server or once, with what the audit says of it.

use super::movement::Movement;
use super::state::{awaited, running, state};
use super::task::{Found, Kept, SourceOf, State, Task};
use super::team::{Added, TeamRemark};
use crate::assessment::{AssessedServer, Assessment, Finding, places, step_text, word};
use crate::catalog::version::Version;
use crate::catalog::{Catalog, ChecklistStep, Each, Phase, Texts};
use crate::evidence::{Args, Status, neutral};
use sha2::{Digest, Sha256};

/// Steps that mend findings, at the most for one step of the list.
const MAX_MEND: usize = 12;

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// What moves where.
    pub movement: Movement,
    /// The same in words.
    pub title: String,
    /// What to know before one begins.
    pub about: String,
    /// Whether the catalog knows the release that the move goes to.
    pub release_known: bool,
    /// The steps, in their order.
    pub tasks: Vec<Task>,
    /// Steps and texts of the team.
    pub added: Vec<Added>,
    /// What the team should know of its file.
    pub remarks: Vec<TeamRemark>,
}

impl List {
    /// How many steps stand so.
    #[must_use]
    pub fn count(&self, state: State) -> usize {
        self.tasks.iter().filter(|task| task.state == state).count()
    }

    /// Steps that somebody ticked and the audit finds open.
    pub fn contradictions(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|task| task.contradicts())
    }
}

/// Makes the list of a move.
#[must_use]
pub fn plan(movement: Movement, assessment: &Assessment, catalog: &Catalog) -> List {
    let args = releases(&movement);
    let text = catalog.texts.movement(&movement.kind);
    let said = |text: Option<&str>| Texts::fill(text.unwrap_or_default(), &args);
    let mut tasks = Vec::new();
    for phase in Phase::ALL {
        let own = catalog.checklist.steps().filter(|step| step.phase == phase);
        for step in own.filter(|step| movement.asks_for(step)) {
            let maker = Maker { movement: &movement, assessment, catalog, step, args: &args };
            maker.make(&mut tasks);
        }
    }
    List {
        title: said(text.map(|text| text.title)),
        about: said(text.map(|text| text.about)),
        release_known: movement.is_known(catalog),
        tasks,
        added: Vec::new(),
        remarks: Vec::new(),
        movement,
    }
}

fn releases(movement: &Movement) -> Args {
    let of = |text: &Option<String>| text.clone().unwrap_or_default();
    Args::from([("from", of(&movement.from)), ("to", of(&movement.to))])
}

/// Makes the tasks of a step.
struct Maker<'m> {
    movement: &'m Movement,
    assessment: &'m Assessment,
    catalog: &'m Catalog,
    step: &'m ChecklistStep,
    args: &'m Args,
}

impl Maker<'_> {
    fn make(&self, tasks: &mut Vec<Task>) {
        let servers = &self.assessment.servers;
        if self.step.each == Each::Move || servers.is_empty() {
            tasks.push(self.task(None));
        } else {
            tasks.extend(servers.iter().map(|server| self.task(Some(server))));
        }
    }

    fn task(&self, server: Option<&AssessedServer>) -> Task {
        let (step, texts) = (self.step, &self.catalog.texts);
        let mut findings = self.findings(server);
        findings.sort_by_key(|finding| rank(finding.observed_status()));
        let name = server.map(|own| {
            let told = own.name.clone().unwrap_or_else(|| own.known_from.to_string());
            neutral(&told)
        });
        let said = |text: Option<&str>| Texts::fill(text.unwrap_or_default(), self.args);
        let text = texts.task(&step.id);
        Task {
            key: key(&step.id, name.as_deref()),
            step: step.id.to_string(),
            phase: step.phase,
            release: self.release(),
            title: said(text.map(|text| text.title)),
            role: texts.word(&format!("checklist-owner-{}", step.owner), &Args::new()),
            state: state(step, self.movement, server, &findings),
            decided: !step.checks.is_empty() || step.reached,
            found: self.found(server, &findings),
            how: said(text.map(|text| text.how)),
            mend: self.mend(&findings),
            verify: self.verify(said(text.and_then(|text| text.verify))),
            fails: said(text.map(|text| text.fails)),
            sources: self.sources(),
            kept: Kept::default(),
            server: name,
        }
    }

    /// The findings of the checks of the step, on this server or on all.
    fn findings(&self, server: Option<&AssessedServer>) -> Vec<&Finding> {
        let own = |finding: &&Finding| {
            self.step.checks.iter().chain(&self.step.shown).any(|check| check == finding.check)
        };
        let of_server = self
            .assessment
            .servers
            .iter()
            .filter(|one| server.is_none_or(|server| std::ptr::eq(*one, server)))
            .flat_map(|server| &server.findings);
        of_server.chain(&self.assessment.findings).filter(own).collect()
    }

    fn found(&self, server: Option<&AssessedServer>, findings: &[&Finding]) -> Vec<Found> {
        let silent = self.step.checks.iter().chain(&self.step.shown);
        let silent = silent.filter(|check| !findings.iter().any(|own| *check == own.check));
        let silent = silent.filter_map(|check| crate::checks::find(check)).map(|check| Found {
            check: Some(check.id),
            subject: String::new(),
            status: None,
            outcome: "",
            text: self.catalog.texts.word("checklist-nothing-found", &Args::new()),
            places: Vec::new(),
        });
        let mut found: Vec<_> = self.running(server).into_iter().collect();
        found.extend(findings.iter().map(|finding| self.finding(finding)));
        found.extend(silent);
        if found.is_empty() {
            let text = self.catalog.texts.word("checklist-by-person", &Args::new());
            found.push(said_only(text));
        }
        found
    }

    fn finding(&self, finding: &Finding) -> Found {
        Found {
            check: Some(finding.check),
            subject: neutral(&finding.judgement.subject),
            status: Some(finding.observed_status()),
            outcome: finding.judgement.outcome,
            text: word(self.catalog, finding).observed,
            places: places(&finding.judgement.evidence),
        }
    }

    /// Which release runs, where the step waits for one.
    fn running(&self, server: Option<&AssessedServer>) -> Option<Found> {
        let (product, wanted) = awaited(self.step, self.movement)?;
        let running = server.and_then(|server| running(server, product));
        let mut args = Args::from([("wanted", named(&wanted))]);
        let id = match running {
            Some(version) => {
                args.insert("running", named(version));
                "checklist-runs"
            }
            None => "checklist-runs-unknown",
        };
        Some(said_only(self.catalog.texts.word(id, &args)))
    }

    fn release(&self) -> Option<String> {
        self.step.release().map(|version| named(&version))
    }

    /// What mends the findings that do not pass.
    fn mend(&self, findings: &[&Finding]) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        let open = findings
            .iter()
            .filter(|own| matches!(own.observed_status(), Status::Fail | Status::Unknown));
        for step in open.flat_map(|finding| word(self.catalog, finding).steps) {
            let text = step_text(self.catalog, step.kind, &step.text);
            if !all.contains(&text) && all.len() < MAX_MEND {
                all.push(text);
            }
        }
        all
    }

    fn verify(&self, own: String) -> String {
        if self.step.checks.is_empty() && !self.step.reached {
            return own;
        }
        let again = self.catalog.texts.word("checklist-verify-again", &Args::new());
        if own.is_empty() { again } else { format!("{own}\n{again}") }
    }

    fn sources(&self) -> Vec<SourceOf> {
        let known = self.step.sources.iter().filter_map(|id| self.catalog.sources.get(id));
        let source = known.map(|own| SourceOf {
            title: own.title.to_string(),
            address: own.address.to_string(),
            code: own.code,
        });
        source.collect()
    }
}

/// Something that is no finding of a check.
fn said_only(text: String) -> Found {
    Found {
        check: None,
        subject: String::new(),
        status: None,
        outcome: "",
        text,
        places: Vec::new(),
    }
}

/// What does not pass first.
fn rank(status: Status) -> u8 {
    match status {
        Status::Fail | Status::Waived => 0,
        Status::Unknown => 1,
        Status::NotApplicable => 2,
        Status::Pass => 3,
    }
}

/// `Domino 10.0.1`, `Traveler 9.0.1 IF7`.
fn named(version: &Version) -> String {
    let product = match version.product {
        crate::catalog::version::Product::Traveler => "Traveler",
        _ => "Domino",
    };
    match version.level_text() {
        Some(levels) => format!("{product} {} {levels}", version.numbers.text),
        None => format!("{product} {}", version.numbers.text),
    }
}

/// A step, and the server where there is one: it stays the same when lists are made anew.
fn key(step: &str, server: Option<&str>) -> String {
    let Some(server) = server else { return step.to_owned() };
    let digest = Sha256::digest(server.to_lowercase().as_bytes());
    digest.iter().take(4).fold(format!("{step}."), |key, byte| key + &format!("{byte:02x}"))
}
