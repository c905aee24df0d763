//! Documents that are made or changed in memory.

use crate::formats::{Document, ItemValue};
use crate::naming::Writing;
use sha2::{Digest, Sha256};

/// The item that names the document a response answers.
pub(super) const REFERENCE: &str = "$REF";

/// Writes a value into a document.
pub(super) fn write(document: &mut Document, writing: &Writing) {
    document.put(&writing.item, &writing.stored);
}

/// Makes a document answer another, where it says so in an item too.
pub(super) fn refer_to(document: &mut Document, unid: &str) {
    if document.items.iter().any(|item| item.name.eq_ignore_ascii_case(REFERENCE)) {
        document.put(REFERENCE, unid);
    }
}

/// The values of an item; `None` where there is no such item, or nothing that may be shown.
pub(super) fn values(document: &Document, name: &str) -> Option<Vec<String>> {
    let item = document.items.iter().find(|item| item.name.eq_ignore_ascii_case(name))?;
    match &item.value {
        ItemValue::Values(values) => Some(values.clone()),
        _ => None,
    }
}

/// A universal ID made from texts: the same texts give the same ID.
pub(super) fn made_unid(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n").as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02X}")).collect()
}
