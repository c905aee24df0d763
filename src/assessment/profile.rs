//! What is audited.

/// What is audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// The server side alone.
    Traveler,
    /// The policies of Secure Mail too.
    SecureMail,
}

impl Profile {
    /// The profiles by the words used everywhere.
    pub const WORDS: [(&'static str, Self); 2] =
        [("traveler", Self::Traveler), ("secure-mail", Self::SecureMail)];

    /// The word used in every output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Traveler => "traveler",
            Self::SecureMail => "secure-mail",
        }
    }
}
