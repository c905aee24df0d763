//! Items of documents that an operator asks for by name. Nothing but the operator's word says what such
//! an item is, so what it holds is worth no more than that.

use crate::domino::sign_in::Hosting;
use crate::evidence::Fact;
use crate::naming::DocumentKind;
use serde::{Deserialize, Serialize};

/// An item that the operator asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnItem {
    /// The kind of document: Server or Web Site.
    pub document: DocumentKind,
    /// The name of the item.
    pub item: String,
}

/// What a document of a server says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnItemSeen {
    /// What was asked for.
    pub own: OwnItem,
    /// What the document is called; empty for the Server document.
    pub subject: String,
    /// Whether the document is for the server.
    pub applies: Hosting,
    /// The values.
    pub fact: Fact<Vec<String>>,
}
