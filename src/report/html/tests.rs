use super::{SCRIPT, STYLE, policy};

#[test]
fn the_page_allows_its_own_script_and_nothing_else() {
    let policy = policy();
    assert!(policy.starts_with("default-src 'none'; "));
    assert_eq!(policy.matches("'sha256-").count(), 2);
    assert!(!policy.contains("unsafe"));
}

#[test]
fn style_and_script_need_no_network_and_close_no_tag() {
    for text in [STYLE, SCRIPT] {
        assert!(!text.contains("http") && !text.contains("url(") && !text.contains("</"));
    }
}
