use super::*;
use proptest::prelude::*;

#[test]
fn patterns_cover_paths() {
    use Confidence::{High, Medium};
    let cases = [
        ("/traveler*", "/traveler", Cover::Yes(High)),
        ("/traveler*", "/travelerclients", Cover::Yes(High)),
        ("/traveler*", "/traveler/Microsoft-Server-ActiveSync", Cover::Yes(High)),
        ("/traveler/*", "/traveler", Cover::No(High)),
        ("/traveler/*", "/traveler/Microsoft-Server-ActiveSync", Cover::Yes(High)),
        ("/traveler", "/traveler", Cover::No(Medium)),
        ("/traveler", "/traveler/Microsoft-Server-ActiveSync", Cover::Yes(Medium)),
        ("/traveler", "/travelerclients", Cover::No(Medium)),
        ("*", "/anything", Cover::Yes(High)),
        (
            "/*/Microsoft-Server-ActiveSync",
            "/traveler/Microsoft-Server-ActiveSync",
            Cover::Yes(High),
        ),
        ("*traveler*", "/servlet/traveler", Cover::Yes(High)),
        ("/a*b*c", "/a1b2c", Cover::Yes(High)),
        ("/a*b*c", "/a1c2b", Cover::No(High)),
        ("/Traveler*", "/traveler", Cover::Unclear),
        ("/microsoft-server-activesync*", "/Microsoft-Server-ActiveSync", Cover::Unclear),
        ("", "/traveler", Cover::Unclear),
        ("/", "/traveler", Cover::Unclear),
        (" /traveler* ", "/traveler", Cover::Yes(High)),
        ("https://mail.example.com/traveler*", "/traveler", Cover::Unclear),
    ];
    for (pattern, path, wanted) in cases {
        assert_eq!(covers(pattern, path), wanted, "{pattern} against {path}");
    }
}

#[test]
fn substitutions_move_a_path() {
    let eas = "/Microsoft-Server-ActiveSync";
    let cases = [
        (
            "/Microsoft-Server-ActiveSync*",
            "/traveler/Microsoft-Server-ActiveSync*",
            eas,
            Some("/traveler/Microsoft-Server-ActiveSync"),
        ),
        ("/old/*", "/new/*", "/old/x/y", Some("/new/x/y")),
        ("/old", "/new", "/old/x", Some("/new/x")),
        ("/a*b*", "/c*", "/axby", None),
        ("/a*", "/c*d*", "/ax", None),
        ("/old/*", "/new/*", "/other", None),
    ];
    for (pattern, replacement, path, wanted) in cases {
        assert_eq!(substitute(pattern, replacement, path).as_deref(), wanted, "{pattern}");
    }
}

proptest! {
    #[test]
    fn any_pattern_and_path_are_tested_without_panic(pattern in ".{0,20}", path in ".{0,20}") {
        let _ = covers(&pattern, &path);
        let _ = substitute(&pattern, &path, &path);
    }

    #[test]
    fn a_pattern_covers_what_was_made_from_it(pieces in prop::collection::vec("[a-z/]{0,4}", 1..5), fill in "[a-z/]{0,3}") {
        let pattern = format!("/{}*", pieces.join("*"));
        let path = format!("/{}{fill}", pieces.join(&fill));
        prop_assert_eq!(covers(&pattern, &path), Cover::Yes(Confidence::High));
    }
}
