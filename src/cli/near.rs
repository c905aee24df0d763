//! What may be meant by a word that is mistyped.

/// How alike two words are at least.
const ALIKE: f64 = 0.88;

/// The names that are meant, as far as that can be told: those that hold the word, or look like it.
pub(super) fn near<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let word = word.to_lowercase();
    let alike = |name: &&str| {
        name.contains(&word) && word.len() > 2 || strsim::jaro_winkler(name, &word) >= ALIKE
    };
    names.into_iter().filter(alike).collect()
}

/// A question for people: `; is this meant: json?`, or nothing.
pub(super) fn question<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    match near(word, names).as_slice() {
        [] => String::new(),
        near => format!("; is this meant: {}?", near.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_alike_is_asked_for() {
        let names = ["json", "jsonl", "html", "enforce-policy"];
        assert_eq!(question("jsno", names), "; is this meant: json, jsonl?");
        assert_eq!(question("HTLM", names), "; is this meant: html?");
        assert_eq!(question("policy", names), "; is this meant: enforce-policy?");
        assert_eq!(question("pdf", names), "");
        assert_eq!(question("", names), "");
    }
}
