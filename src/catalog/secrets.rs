//! Which names stand for something that must never be shown.
//!
//! Keys and items are invented freely, so a list can't be complete: names are taken apart, and one
//! that speaks of a password is secret unless it only tells a rule about passwords.

/// Parts of names that stand for a secret wherever they occur.
const SECRET: [&str; 9] = [
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "api_key",
    "privatekey",
    "private_key",
    "ltpa_key",
    "sharedkey",
];

/// Words that turn a name with `password` or `pwd` in it into a rule about passwords.
const RULES: [&str; 25] = [
    "min",
    "minimum",
    "max",
    "maximum",
    "length",
    "quality",
    "expiration",
    "expires",
    "expiry",
    "interval",
    "history",
    "check",
    "required",
    "grace",
    "days",
    "retries",
    "tries",
    "timeout",
    "prompt",
    "enable",
    "enabled",
    "disable",
    "disabled",
    "allow",
    "strength",
];

/// Whether a key or item of this name holds a secret.
pub(super) fn names_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    if SECRET.iter().any(|part| lower.contains(part)) {
        return true;
    }
    if lower.ends_with("token") {
        // `SSLBearerToken` is a switch.
        return !lower.ends_with("bearertoken");
    }
    if lower.starts_with("ltpa") && lower.ends_with("key") {
        return true;
    }
    // `TCPNameAndPwd` is a switch too: name and password may be used.
    let password = lower.contains("password") || words(name).iter().any(|word| word == "pwd");
    let switch = ["nameandpwd", "nameandpassword", "name_and_password"];
    password
        && !switch.iter().any(|part| lower.contains(part))
        && !words(name).iter().any(|word| RULES.contains(&word.as_str()))
}

/// The words of `MinPasswordLength`, `MIN_PASSWORD_LENGTH`, and `HTTPPassword`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut chars = name.chars().peekable();
    let mut before = ' ';
    while let Some(now) = chars.next() {
        let lower_follows = chars.peek().is_some_and(|next| next.is_lowercase());
        let begins =
            now.is_uppercase() && (before.is_lowercase() || before.is_uppercase() && lower_follows);
        if begins || !now.is_alphanumeric() {
            words.push(String::new());
        }
        if let (true, Some(word)) = (now.is_alphanumeric(), words.last_mut()) {
            word.extend(now.to_lowercase());
        }
        before = now;
    }
    words
}

/// The names in front of each `=` of a text that a value follows.
pub(super) fn names_before_values(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('=').filter_map(|(at, _)| {
        let (before, after) = text.split_at_checked(at)?;
        let after = after.strip_prefix('=')?;
        let touching = before.ends_with(|c: char| !c.is_whitespace());
        let value = if touching { after } else { after.trim_start() };
        if value.is_empty() || value.starts_with(char::is_whitespace) {
            return None;
        }
        let before = before.trim_end();
        let name = before.trim_end_matches(|c: char| c.is_alphanumeric() || "_$".contains(c));
        before.get(name.len()..).filter(|name| !name.is_empty())
    })
}

/// Whether the text holds an address such as `http://user:password@host`.
pub(super) fn has_password_in_address(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let end = rest.find(|c: char| c == '/' || c == '"' || c.is_whitespace());
        let authority = end.and_then(|end| rest.get(..end)).unwrap_or(rest);
        authority.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets() {
        for name in [
            "NTS_PUSH_APNS_PASSWORD",
            "ADMIN_PASSWORD",
            "adminpassword",
            "HTTPPassword",
            "$PasswordDigest",
            "trustStorePassword",
            "DB_PWD",
            "AdminPwd",
            "LTPA_DominoSecret",
            "LTPA_3DESKey",
            "LtpaPrivateKey",
            "OIDC_ClientSecret",
            "access_token",
            "NTS_API_KEY",
        ] {
            assert!(names_secret(name), "{name}");
        }
    }

    #[test]
    fn names_that_only_sound_like_secrets() {
        for name in [
            "KeyFileName",
            "ServerKeyFileName_Owner",
            "MinPasswordLength",
            "PASSWORD_EXPIRATION_DAYS",
            "PwdCheckInVault",
            "PasswordQuality",
            "TCPNameAndPwd",
            "SSLNameAndPwd",
            "HTTP_SSLBearerToken",
            "SSLPasskey",
            "SSLKeyFile",
            "HTTP_SSOCfg",
            "LTPA_TokenExpiration",
            "LTPA_TokenDomain",
            "",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }

    #[test]
    fn words_of_names() {
        assert_eq!(words("MinPasswordLength"), ["min", "password", "length"]);
        assert_eq!(words("HTTPPassword_OLD"), ["http", "password", "old"]);
        assert_eq!(words("ADMIN_PASSWORD"), ["admin", "password"]);
    }
}
