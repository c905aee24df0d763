//! Which names stand for something that must never be shown.
//!
//! Keys and items are invented freely, so a list can't be complete: names are taken apart, and one
//! that speaks of a password is secret unless it only tells a rule about passwords.

/// Parts of names that stand for a secret wherever they occur, in lower case, without accents and
/// without what is no letter or digit.
const SECRET: [&str; 21] = [
    "passwd",
    "passphrase",
    "passcode",
    "secret",
    "segret",
    "geheim",
    "apikey",
    "privatekey",
    "privaterschlussel",
    "cleprivee",
    "chiaveprivata",
    "claveprivada",
    "ltpakey",
    "sharedkey",
    "パスワード",
    "ハスワート",
    "ﾊﾟｽﾜｰﾄﾞ",
    "パスフレーズ",
    "暗証",
    "秘密",
    "トークン",
];

/// Parts, as above, that stand for a password or what one signs in with, unless the name tells a rule
/// about passwords: English, German, French, Italian, Spanish, Japanese.
const PASSWORD: [&str; 16] = [
    "password",
    "kennwort",
    "passwort",
    "losungswort",
    "zugangsdaten",
    "anmeldedaten",
    "motdepasse",
    "motpasse",
    "paroladordine",
    "parolachiave",
    "contrasen",
    "credential",
    "credenzial",
    "credencial",
    "認証情報",
    "資格情報",
];

/// Words of names that stand for the same.
const PASSWORD_WORDS: [&str; 13] = [
    "pass", "passe", "pwd", "pw", "psw", "psk", "mdp", "pin", "clave", "creds", "jeton", "token",
    "tokens",
];

/// Ends of words that do: `adminpass`, `ADMINPWD`.
const PASSWORD_ENDS: [&str; 3] = ["pass", "pwd", "passw"];

/// Words that only end so.
const OTHER_WORDS: [&str; 6] =
    ["bypass", "compass", "encompass", "overpass", "surpass", "trespass"];

/// Words beside `pass` that make something else of it: `PassThru`, `ByPass`, `PassCount`.
const BEFORE_PASS: [&str; 4] = ["by", "com", "first", "second"];
const AFTER_PASS: [&str; 7] = ["thru", "through", "threw", "count", "fail", "by", "on"];

/// Words that turn a name with a password in it into a rule about passwords.
const RULES: [&str; 36] = [
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
    "lockout",
    "enforce",
    "sperrung",
    "verrouillage",
    "lange",
    "laenge",
    "ablauf",
    "longueur",
    "lunghezza",
    "scadenza",
    "longitud",
];

/// Bytes of a name that are looked through quickly; nearly all are shorter.
const SHORT: usize = 64;

/// All parts, words and ends above. A name of ASCII of which no piece is one of these holds no secret.
const PIECES: [&[&str]; 5] =
    [&SECRET, &PASSWORD, &PASSWORD_WORDS, &PASSWORD_ENDS, &["ltpa", "token"]];

/// With which three bytes the pieces begin; see [`place`].
static BEGINNINGS: [u64; 64] = beginnings();

const fn beginnings() -> [u64; 64] {
    let mut all = [0; 64];
    let mut list = 0;
    while list < PIECES.len() {
        let mut at = 0;
        while at < PIECES[list].len() {
            let piece = PIECES[list][at].as_bytes();
            // A piece of two bytes may stand before any third one.
            let (mut third, last) = match piece.len() {
                2 => (0, 127),
                _ => (piece[2], piece[2]),
            };
            loop {
                let (row, bit) = place(piece[0], piece[1], third);
                all[row] |= bit;
                if third == last {
                    break;
                }
                third += 1;
            }
            at += 1;
        }
        list += 1;
    }
    all
}

/// The row and the bit of three bytes. Several may share it: it only spares looking closer.
const fn place(first: u8, second: u8, third: u8) -> (usize, u64) {
    let sum = (first % 32) as usize * 961 + (second % 32) as usize * 31 + (third % 32) as usize;
    (sum / 64 % 64, 1 << (sum % 64))
}

/// Whether a piece begins where these bytes do.
fn begins_piece(bytes: &[u8]) -> bool {
    let (first, second, third) = match bytes {
        [first, second, third, ..] => (*first, *second, *third),
        [first, second] => (*first, *second, 0),
        _ => return false,
    };
    let (row, bit) = place(first, second, third);
    BEGINNINGS.get(row).is_some_and(|bits| bits & bit != 0)
        && PIECES.iter().copied().flatten().any(|piece| bytes.starts_with(piece.as_bytes()))
}

/// Whether a short name of ASCII holds no piece of any name of a secret: every line of every notes.ini
/// is asked.
fn is_plain(name: &str) -> bool {
    let mut squeezed = [0_u8; SHORT];
    if !name.is_ascii() || name.len() > SHORT {
        return false;
    }
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    let mut length = 0;
    for (place, letter) in squeezed.iter_mut().zip(letters) {
        *place = letter.to_ascii_lowercase();
        length += 1;
    }
    let squeezed = squeezed.get(..length).unwrap_or_default();
    !(0..length).any(|at| squeezed.get(at..).is_some_and(begins_piece))
}

/// Whether a key or item of this name holds a secret.
pub(super) fn names_secret(name: &str) -> bool {
    !is_plain(name) && is_secret(name)
}

fn is_secret(name: &str) -> bool {
    let plain = without_accents(name);
    let squeezed: String = plain.chars().filter(|c| c.is_alphanumeric()).collect();
    let squeezed = squeezed.to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| squeezed.contains(part));
    if has(&SECRET) || squeezed.starts_with("ltpa") && squeezed.ends_with("key") {
        return true;
    }
    // `SSLBearerToken` is a switch.
    if squeezed.ends_with("token") {
        return !squeezed.ends_with("bearertoken");
    }
    let words = words(&plain);
    let at = (0..words.len()).find(|at| is_password(&words, *at));
    (has(&PASSWORD) || at.is_some())
        && !is_switch(&plain, &squeezed)
        && !words.iter().any(|word| RULES.contains(&word.as_str()))
}

/// Whether the word at this place is a password, as its neighbours leave it.
fn is_password(words: &[String], at: usize) -> bool {
    let near = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", String::as_str);
    let word = near(Some(at)).trim_end_matches(|c: char| c.is_ascii_digit());
    if word == "pass" {
        return !BEFORE_PASS.contains(&near(at.checked_sub(1)))
            && !AFTER_PASS.contains(&near(at.checked_add(1)));
    }
    if word == "token" && near(at.checked_add(1)) == "domain" {
        return false;
    }
    PASSWORD_WORDS.contains(&word)
        || PASSWORD_ENDS.iter().any(|end| word.ends_with(end)) && !OTHER_WORDS.contains(&word)
}

/// Words of a name in front of `NameAndPassword` that make a user of it.
const USERS: [&str; 7] = ["user", "login", "bind", "account", "admin", "db", "proxy"];

/// `TCPNameAndPwd`, `Name & password`: whether name and password may be used. The name and password of
/// a user are no such switch.
fn is_switch(name: &str, squeezed: &str) -> bool {
    let of_user = |before: &str| USERS.iter().any(|user| before.ends_with(user));
    let written = ["nameandpwd", "nameandpassword"]
        .iter()
        .any(|part| squeezed.split_once(part).is_some_and(|(before, _)| !of_user(before)));
    let words: Vec<_> = words(name).into_iter().filter(|word| !word.is_empty()).collect();
    let spoken = words.windows(3).enumerate().any(|(at, three)| {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", String::as_str);
        let is = |at: usize, wanted: &[&str]| three.get(at).is_some_and(|w| wanted.contains(&&**w));
        !of_user(before)
            && is(0, &["name", "nom", "nome", "nombre"])
            && is(1, &["und", "et", "e", "y"])
            && is(2, &["kennwort", "passwort", "mot", "password", "contrasena"])
    });
    let sign = name
        .split_once("Name & ")
        .is_some_and(|(before, _)| !of_user(before.trim_end().to_lowercase().as_str()));
    written || spoken || sign
}

/// Letters without the accents of the languages above.
fn without_accents(text: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'À' | 'Á' | 'Â' | 'Ä' => 'A',
        'Ç' => 'C',
        'È' | 'É' | 'Ê' | 'Ë' => 'E',
        'Ñ' => 'N',
        'Ö' => 'O',
        'Ü' => 'U',
        other => other,
    };
    text.chars().map(plain).collect()
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

/// The names in a text that a value follows in the manner of options: `-password X`, `--pw X`, and
/// `password:X`.
pub(super) fn names_of_options(text: &str) -> impl Iterator<Item = &str> {
    let mut words = text.split_whitespace().peekable();
    std::iter::from_fn(move || {
        let word = words.next()?;
        let followed = words.peek().is_some_and(|next| !next.starts_with('-'));
        Some((word, followed))
    })
    .flat_map(|(word, followed)| {
        let option = word.strip_prefix('-').map(|rest| rest.trim_start_matches('-'));
        let colons = word.match_indices(':').filter_map(move |(at, _)| {
            let (before, after) = (word.get(..at)?, word.get(at + 1..)?);
            let value = if after.is_empty() { followed } else { true };
            (value && !before.contains("://") && !after.starts_with("//"))
                .then(|| last_name(before))
        });
        option.filter(|_| followed).into_iter().chain(colons)
    })
    .filter(|name| !name.is_empty())
}

/// What may be a name at the end of a text.
fn last_name(text: &str) -> &str {
    let rest = text.trim_end_matches(|c: char| c.is_alphanumeric() || "_$".contains(c));
    text.get(rest.len()..).unwrap_or_default()
}

/// Schemes of addresses that have a name and no password in front of the `@`.
const ADDRESSES: [&str; 5] = ["mailto", "smtp", "sip", "sips", "x400"];

/// Whether the text holds an address such as `http://user:password@host`, with or without scheme.
pub(super) fn has_password_in_address(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || "\"',;<>".contains(c)).any(|word| {
        let (scheme, rest) = word.rsplit_once("://").unwrap_or(("", word));
        let Some((user, host)) = rest.rsplit_once('@') else { return false };
        let Some((name, password)) = user.split_once(':') else { return false };
        let plain = |c: char| c.is_alphanumeric() || "._-+\\%".contains(c);
        // In `https://host:443/~user@host` a port and a path follow the first colon.
        let port = password.split('/').next().unwrap_or_default();
        let path = password.contains('/') && port.bytes().all(|byte| byte.is_ascii_digit());
        let bare = scheme.is_empty()
            && (ADDRESSES.iter().any(|own| name.eq_ignore_ascii_case(own))
                || !name.chars().all(plain)
                || name.is_empty()
                || password.contains('/')
                || !host.starts_with(|c: char| c.is_alphanumeric() || c == '['));
        !password.is_empty() && !path && !bare
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_plain_holds_no_secret(
            name in "(_|-| |[a-zA-Z0-9]|P|pa|ss|word|pw|p_w_d|d|tok|en|Key|LT|pa|cl|ave|mdp|é){0,12}"
        ) {
            prop_assert!(!is_plain(&name) || !is_secret(&name), "{name}");
        }
    }

    #[test]
    fn every_piece_makes_a_name_one_that_is_looked_at() {
        let all = [&SECRET[..], &PASSWORD, &PASSWORD_WORDS, &PASSWORD_ENDS].concat();
        for piece in all {
            assert!(!is_plain(&format!("Some_{piece}_1")), "{piece}");
        }
        assert!(is_plain("ServerTasks") && is_plain("NTS_EXTERNAL_URL"));
    }

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
            "Kennwort",
            "Internetkennwort",
            "Passwort",
            "MotDePasse",
            "Mot de passe",
            "Mot-de-passe (ancien)",
            "passe",
            "Parola chiave",
            "Contraseña",
            "CONTRASENA",
            "Clave",
            "パスワード",
            "インターネットパスワード",
            "ﾊﾟｽﾜｰﾄﾞ",
            "暗証番号",
            "Bind_Pass",
            "SMTPAuthPass",
            "SMTPAuthPass2",
            "adminpass",
            "ADMINPWD",
            "Credential",
            "BindCredentials",
            "Zugangsdaten",
            "Geheimnis",
            "Clé privée",
            "PIN",
            "UserPIN",
            "Token",
            "Token_Value",
            "UserNameAndPassword",
            "MY_PASS",
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
            "NTS_AS_ENFORCE_POLICY",
            "PassThruServer",
            "PASSTHRU_LogLevel",
            "Pass-through",
            "BypassProxy",
            "ByPassProxy",
            "ShippingAddress",
            "Ping",
            "Mapping",
            "KennwortLänge",
            "Longueur du mot de passe",
            "SSL: Name & password",
            "Name und Kennwort",
            "Nom et mot de passe",
            "Nombre y contraseña",
            "",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }

    #[test]
    fn no_field_that_is_judged_is_named_like_a_secret() {
        let catalog = crate::catalog::Catalog::built_in().unwrap();
        for field in catalog.fields.iter() {
            let items = field.items.iter().map(|item| item.name.as_str());
            for name in items.chain([field.title.as_str()]) {
                assert!(!names_secret(name), "{name}");
            }
        }
    }

    #[test]
    fn words_of_names() {
        assert_eq!(words("MinPasswordLength"), ["min", "password", "length"]);
        assert_eq!(words("HTTPPassword_OLD"), ["http", "password", "old"]);
        assert_eq!(words("ADMIN_PASSWORD"), ["admin", "password"]);
    }
}
