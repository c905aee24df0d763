//! Findings and views in a format and a language: one file per format, all from the same
//! [`AuditView`] and the same texts.

mod audit_csv;
mod audit_format;
mod audit_json;
mod audit_jsonl;
mod audit_junit;
mod audit_markdown;
mod audit_table;
mod check_page;
mod checklist_csv;
mod checklist_json;
mod checklist_markdown;
mod checklist_table;
mod checklist_view;
mod checklist_xlsx;
mod checks_view;
mod diff_view;
mod export_view;
mod fleet;
mod html;
mod inspect_view;
mod item_map_toml;
mod json;
mod matrix_view;
mod oscal;
mod rows;
mod sarif;
mod terminal;
mod url_view;
mod verify_view;
mod version_view;
mod view;
mod waiting;
mod wording;
mod wrap;
mod xlsx;

pub use crate::evidence::neutral;
pub use audit_csv::write_audit_csv;
pub use audit_format::{AuditFormat, FORMATS};
pub use audit_json::write_audit_json;
pub use audit_jsonl::write_audit_jsonl;
pub use audit_junit::write_audit_junit;
pub use audit_markdown::write_audit_markdown;
pub use audit_table::write_audit_table;
pub use check_page::check_page;
pub use checklist_view::{ChecklistFormat, ChecklistView};
pub use checks_view::{write_check_json, write_check_text, write_checks_json, write_checks_table};
pub use diff_view::{write_diff_json, write_diff_table};
pub use export_view::{write_export_json, write_export_table};
pub use html::write_audit_html;
pub use inspect_view::{write_inspect_json, write_inspect_table};
pub use item_map_toml::write_item_map;
pub use matrix_view::{write_matrix_json, write_matrix_table};
pub use oscal::{write_audit_oscal, write_oscal_catalog};
pub use sarif::write_audit_sarif;
pub use terminal::{Stdout, Terminal, When, terminal_width};
pub use url_view::{UrlAnswer, write_url_json, write_url_table};
pub use verify_view::{
    BundleView, Checked, SignatureView, ToolView, VerifyView, write_verify_json, write_verify_text,
};
pub use version_view::{write_versions_json, write_versions_table};
pub use view::AuditView;
pub use waiting::{Members, Waiting};
pub use xlsx::write_audit_xlsx;
