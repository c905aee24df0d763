//! Finds versions in a line, and compares each with each.

#![no_main]

use traveler_audit::catalog::version::find_versions;

libfuzzer_sys::fuzz_target!(|line: &str| {
    let found = find_versions(line);
    for one in &found {
        for other in &found {
            let order = one.compare(other);
            assert_eq!(
                order,
                other.compare(one).map(std::cmp::Ordering::reverse),
                "{one:?} {other:?}"
            );
        }
    }
});
