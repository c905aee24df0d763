//! What stands at the foot of `--help`: examples, and exit codes where they mean more than done or not.

/// Of the program.
pub(super) const PROGRAM: &str = "\
Examples:
  traveler-audit audit                      the Domino server on this host
  traveler-audit audit exports              files collected in a folder
  traveler-audit explain enforce-policy     one check, with its sources
  traveler-audit audit --help               all options of a command

Exit codes: 0 all as wanted, 1 something fails, 2 nothing was done, 3 something
is unknown or was not read in full; each command says its own.";

/// Of `audit`.
pub(super) const AUDIT: &str = "\
Exit codes:
  0  no fail and no unknown at or above --fail-on, and everything read in full
  1  a fail at or above --fail-on
  2  usage or configuration error, or no input recognised: no audit was
     performed
  3  an unknown at or above --fail-on, or something that was not read in full

Examples:
  traveler-audit audit /local/notesdata/notes.ini names.dxl console.log
  traveler-audit audit exports --report html:audit.html --report json:audit.json
  traveler-audit audit exports --fail-on high --baseline before.json
  ssh trav01 cat /local/notesdata/notes.ini | traveler-audit audit names.dxl -";

/// Of `version`.
pub(super) const VERSION: &str = "\
Exit codes: 0, or 3 if a line gave no version.

Examples:
  traveler-audit version \"IBM Traveler 9.0.1.7 Build 201508211840_20\"
  grep -h Traveler console*.log | traveler-audit version -";

/// Of `inspect`.
pub(super) const INSPECT: &str = "\
Exit codes: 0, 2 if nothing was recognised, 3 if something was not read in full.

Examples:
  traveler-audit inspect exports
  traveler-audit inspect exports.zip --format json
  traveler-audit inspect --make-item-map names.dxl > map.toml";

/// Of `explain-url`.
pub(super) const EXPLAIN_URL: &str = "\
Exit codes: 0, 2 if nothing was recognised, 3 if the answer can't be told.

Examples:
  traveler-audit explain-url https://mail.example.com/traveler exports
  traveler-audit explain-url https://mail.example.com/traveler exports \\
    --address 192.0.2.10";

/// Of `matrix`.
pub(super) const MATRIX: &str = "\
Exit codes: 0, 2 if no policies are there, 3 if something was not read in full.

Examples:
  traveler-audit matrix exports
  traveler-audit matrix exports policies.json devices.csv ns.conf";

/// Of `fix`.
pub(super) const FIX: &str = "\
Exit codes: 0, 1 if --prove does not hold, 2 if nothing was written, 3 if
something was not read in full.

Examples:
  traveler-audit fix exports --output kit --prove
  traveler-audit fix exports --output kit --check override-session-auth";

/// Of `checklist`.
pub(super) const CHECKLIST: &str = "\
Exit codes:
  0  every step is done, ticked by hand where no file can show it, or not needed
  1  a step is still to do, also if somebody ticked it
  2  usage error, or no input recognised
  3  of a step nothing tells whether it is done, or something was not read in
     full

Examples:
  traveler-audit checklist exports --move syncml --output list.md
  traveler-audit checklist exports --from 9.0.1 --to 14.5
  traveler-audit checklist exports --update list.md --output list.md --force";

/// Of `diff`.
pub(super) const DIFF: &str = "\
Exit codes:
  0  no fail and no unknown at or above --fail-on that is new
  1  a new fail at or above --fail-on
  2  usage error, or one of the two is no report and nothing that can be audited
  3  a new unknown at or above --fail-on, a server that AFTER does not hold, or
     something of AFTER that was not read in full

New is also what got worse: it passed or was waived in BEFORE and is open now,
was unknown and fails, or has a higher severity.

Examples:
  traveler-audit diff before.json after.json
  traveler-audit diff exports-of-october exports-of-november";

/// Of `bundle`.
pub(super) const BUNDLE: &str = "\
Exit codes: 0, 2 if nothing was written, 3 if something was not read in full.

Examples:
  traveler-audit bundle exports --output evidence.zip
  traveler-audit bundle exports --output evidence.zip --as-of 2026-11-24";

/// Of `verify`.
pub(super) const VERIFY: &str = "\
Exit codes: 0 intact and the same result, 1 altered or signed with another key,
2 no bundle or no signature, 3 intact, but not judged the same by this version.

Example:
  traveler-audit verify evidence.zip";

/// Of `exporter`.
pub(super) const EXPORTER: &str = "\
Exit codes: 0, or 3 if an export lacks something.

Examples:
  traveler-audit exporter > export.lss
  traveler-audit exporter --server Trav01/Acme > export.lss
  traveler-audit exporter --check names.dxl";

/// Of `init`.
pub(super) const INIT: &str = "\
Examples:
  traveler-audit init
  traveler-audit init settings/traveler-audit.toml";

/// Of `checks`.
pub(super) const CHECKS: &str = "\
Examples:
  traveler-audit checks
  traveler-audit checks --format json";

/// Of `explain`.
pub(super) const EXPLAIN: &str = "\
Example:
  traveler-audit explain override-session-auth";

/// Of `completions`.
pub(super) const COMPLETIONS: &str = "\
Examples:
  traveler-audit completions bash > traveler-audit.bash
  traveler-audit completions powershell >> $PROFILE";

/// Of `man`.
pub(super) const MAN: &str = "\
Examples:
  traveler-audit man | man -l -
  traveler-audit man /usr/local/share/man/man1";
