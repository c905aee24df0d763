//! Which encoding bytes beyond ASCII are in, where nothing names it and they are no UTF-8.
//!
//! Two questions, both answered by counting. East Asian: do they decode without a fault into runs of
//! kana, or of the syllables and ideographs that are met most often? Western: do they make better
//! words as Windows-1252 or as code page 850? No answer here is proof, and a report says so.

use super::code_page::CodePage;
use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};

/// What the bytes look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Guess {
    /// The East Asian encoding that they plainly are.
    pub(super) east_asian: Option<&'static Encoding>,
    western: i64,
}

/// Points by which one of two Western readings must be better to be plainly the one.
const PLAINLY: i64 = 2;

impl Guess {
    /// Looks at lines that are no UTF-8.
    pub(super) fn of(lines: &[u8]) -> Self {
        Self { east_asian: east_asian(lines), western: western(lines) }
    }

    /// Whether they are plainly Windows-1252 and not code page 850.
    pub(super) fn plainly_windows(self) -> bool {
        self.western >= PLAINLY
    }

    /// Whether they are plainly code page 850 and not Windows-1252.
    pub(super) fn plainly_dos(self) -> bool {
        self.western <= -PLAINLY
    }
}

/// What text of one language is full of.
enum Familiar {
    Kana,
    These(&'static str),
}

// Each list has what every text has most of, and what texts about servers have.
const KOREAN: Familiar = Familiar::These(
    "가고기나는다데도동드들를리로메문버보사서설스시아어에오용은을의이인일자정제주지치트하한해",
);
const SIMPLIFIED: Familiar = Familiar::These(
    "一不个中为了人任件会作入全到动务启名在址型域址大失安定密对已库建录器戶户接数文无时是服有本机来权查检模\
     求法点用的目码程站端管箱类系统给络网置自行规认设证话请误败路连述通邮配错闭间除面项",
);
const TRADITIONAL: Familiar = Familiar::These(
    "一不個中為了人任件會作入全到動務啟名在址型域大失安定密對已庫建錄器戶接數文無時是伺服有本機來權查檢模\
     求法點用的目碼程站端管箱類系統給絡網置自行規認設證話請誤敗路連述通郵配錯閉間除面項料",
);

const EAST_ASIAN: [(&Encoding, Familiar); 5] = [
    (SHIFT_JIS, Familiar::Kana),
    (EUC_JP, Familiar::Kana),
    (GB18030, SIMPLIFIED),
    (BIG5, TRADITIONAL),
    (EUC_KR, KOREAN),
];

/// Familiar characters there must be, and the share of all wide ones that they must have.
const MIN_FAMILIAR: usize = 3;
const MIN_SHARE: usize = 5;

fn east_asian(lines: &[u8]) -> Option<&'static Encoding> {
    let counted = EAST_ASIAN.iter().filter_map(|(encoding, familiar)| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(lines)?;
        Some((count(&text, familiar)?, *encoding))
    });
    let mut counted: Vec<_> = counted.collect();
    counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counted.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, encoding), ..] => Some(encoding),
        [] => None,
    }
}

/// The number of familiar characters, if there are enough. Only those with a neighbour beyond ASCII
/// count: in other languages such bytes stand alone in words.
fn count(text: &str, familiar: &Familiar) -> Option<usize> {
    let mut wide = 0;
    let mut found = 0;
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let run = !before.is_ascii() || rest.peek().is_some_and(|after| !after.is_ascii());
        wide += usize::from(!c.is_ascii());
        found += usize::from(run && familiar.has(c));
        before = c;
    }
    (found >= MIN_FAMILIAR && found * MIN_SHARE >= wide).then_some(found)
}

impl Familiar {
    fn has(&self, c: char) -> bool {
        match self {
            Self::Kana => {
                ('\u{3041}'..='\u{3096}').contains(&c) || ('\u{30a1}'..='\u{30fc}').contains(&c)
            }
            Self::These(list) => !c.is_ascii() && list.contains(c),
        }
    }
}

/// Points for Windows-1252 less those for code page 850.
fn western(lines: &[u8]) -> i64 {
    let windows = WINDOWS_1252.decode_without_bom_handling(lines).0;
    let dos = lines.iter().map(|byte| CodePage::Cp850.character(*byte).unwrap_or('\0'));
    points(windows.chars()) - points(dos)
}

fn points(text: impl Iterator<Item = char>) -> i64 {
    let mut sum = 0;
    let (mut before, mut at) = (' ', ' ');
    for after in text.chain([' ']) {
        sum += if at.is_ascii() { 0 } else { worth(before, at, after) };
        (before, at) = (at, after);
    }
    sum
}

/// What a character between two others says for the reading that gave it.
fn worth(before: char, c: char, after: char) -> i64 {
    let inside = before.is_alphabetic() && after.is_alphabetic();
    match c {
        // Boxes and blocks are drawn by programs, not written; and control characters by nobody.
        '\u{2500}'..='\u{25ff}' => -3,
        c if c.is_control() => -3,
        '’' if inside => 1,
        // Letters of few languages, which are common bytes in the other code page.
        'þ' | 'Þ' | 'ð' | 'Ð' | 'ı' | 'ƒ' | 'ª' | 'º' | 'ˆ' => 0,
        c if c.is_alphabetic() => letter(before, c, after),
        _ if inside => -1,
        _ => 0,
    }
}

/// A letter belongs into a word, and a capital to its beginning or among capitals.
fn letter(before: char, c: char, after: char) -> i64 {
    let odd = before.is_lowercase() && c.is_uppercase()
        || c.is_lowercase() && after.is_uppercase()
        || !before.is_alphabetic() && !after.is_alphabetic();
    if odd { -1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dos(text: &str) -> Vec<u8> {
        let byte = |c| (0..=255).find(|byte| CodePage::Cp850.character(*byte) == Some(c)).unwrap();
        text.chars().map(byte).collect()
    }

    #[test]
    fn western_text_is_told_by_its_words() {
        for text in [
            "Location=Büro München",
            "MÜLLER",
            "Accès réservé à l'équipe",
            "Año próximo",
            "Größe der Übersicht: später öffnen",
            "Configuração",
            "Ærø, Malmö og Århus",
        ] {
            let windows = WINDOWS_1252.encode(text).0;
            let guess = Guess::of(&windows);
            assert!(guess.plainly_windows() && guess.east_asian.is_none(), "{text}: {guess:?}");
            let guess = Guess::of(&dos(text));
            assert!(guess.plainly_dos() && guess.east_asian.is_none(), "{text}: {guess:?}");
        }
        for text in ["Straße", "l’Acme a reçu “Traveler” – 5 €", "Büro “Süd” – Müller’s"]
        {
            assert!(Guess::of(&WINDOWS_1252.encode(text).0).plainly_windows(), "{text}");
        }
        for bytes in [b"x=\x96".as_slice(), b"a \xe0 b", b"B\xe4r", b"Stra\xe1e", b""] {
            let guess = Guess::of(bytes);
            assert!(!guess.plainly_windows() && !guess.plainly_dos(), "{bytes:02x?}: {guess:?}");
        }
    }

    #[test]
    fn east_asian_text_is_told_by_what_is_frequent() {
        let japanese = "Web サイト文書: セッションベースの認証は有効です";
        let korean = "사용자 이름과 보안 설정: 메일 서버를 시작하는 데 오류";
        let simplified = "邮件服务器的用户名称: 连接失败, 请检查网络设置";
        let traditional = "郵件伺服器的用戶名稱: 連接失敗, 請檢查網路設定";
        for (encoding, text) in [
            (SHIFT_JIS, japanese),
            (EUC_JP, japanese),
            (EUC_KR, korean),
            (GB18030, simplified),
            (BIG5, traditional),
        ] {
            let guess = Guess::of(&encoding.encode(text).0);
            assert_eq!(guess.east_asian, Some(encoding), "{text}");
        }
    }

    #[test]
    fn other_text_is_not_east_asian() {
        let french = "château, âme, bâtiment, fenêtre, dîner: âgé, côté, pâté, français, où";
        let german = "Äpfel für Bären; größere Übungen über Flüsse; Füße, Straße, Maß";
        for text in [french, german] {
            assert_eq!(Guess::of(&dos(text)).east_asian, None, "{text}");
            assert_eq!(Guess::of(&WINDOWS_1252.encode(text).0).east_asian, None, "{text}");
        }
        for (name, text) in [
            ("windows-1251", "Почтовый сервер: ошибка соединения с узлом"),
            ("koi8-r", "Почтовый сервер: ошибка соединения с узлом"),
            ("windows-1253", "Διακομιστής αλληλογραφίας: σφάλμα σύνδεσης"),
            ("windows-1250", "Příliš žluťoučký kůň úpěl ďábelské ódy"),
            ("windows-1255", "שגיאת חיבור לשרת הדואר"),
        ] {
            let encoding = Encoding::for_label(name.as_bytes()).unwrap();
            assert_eq!(Guess::of(&encoding.encode(text).0).east_asian, None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail(bytes: Vec<u8>) {
            Guess::of(&bytes);
        }
    }
}
