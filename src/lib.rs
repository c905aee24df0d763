//! Says, with evidence, whether an HCL/IBM Domino server with Notes Traveler is set up right for
//! ActiveSync clients. See README.md for what it is for and CONTRIBUTING.md for how the house is
//! laid out: evidence and catalog below; intake → formats → naming → inventory → checks →
//! assessment → report in one direction.

pub mod catalog;
pub mod domino;
pub mod evidence;
pub mod formats;
pub mod intake;
pub mod traveler;
