//! Says, with evidence, whether an HCL/IBM Domino server with Notes Traveler is set up right for
//! ActiveSync clients. README.md says what it is for, CONTRIBUTING.md how the house is laid out:
//! evidence and catalog below; intake → formats → naming → inventory → checks → assessment → report
//! in one direction; domino, traveler and secure_mail beside them; bundle, checklist, compare and mend
//! read findings as report does; cli outermost.

#![forbid(unsafe_code)]

pub mod assessment;
pub mod bundle;
pub mod catalog;
pub mod checklist;
pub mod checks;
pub mod cli;
pub mod compare;
pub mod domino;
pub mod evidence;
pub mod formats;
pub mod intake;
pub mod inventory;
pub mod mend;
pub mod naming;
pub mod report;
pub mod secure_mail;
pub mod traveler;
