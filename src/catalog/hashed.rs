//! Where a name stands in a list, by its hash: quicker to ask than a sorted list, and small enough to lie in
//! the program. `build.rs` lays out such tables too, so nothing of the program is used here.

/// The hash of a name that is given in pieces (FNV-1a, 32 bits).
pub(crate) fn hash(parts: &[&str]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    mixed(bytes.fold(BASIS, step))
}

/// The same without regard to the case of ASCII letters.
pub(crate) fn caseless_hash(parts: &[&str]) -> u32 {
    let bytes = parts.iter().flat_map(|part| part.bytes());
    mixed(bytes.fold(BASIS, |sum, byte| step(sum, byte.to_ascii_uppercase())))
}

const BASIS: u32 = 0x811c_9dc5;

fn step(sum: u32, byte: u8) -> u32 {
    (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// The lower bits alone choose the place.
fn mixed(sum: u32) -> u32 {
    sum ^ (sum >> 15)
}

/// A table of places for names with these hashes, none or fewer than 65,535: a third of it or more stays empty.
pub(crate) fn table(hashes: &[u32]) -> Vec<u16> {
    let mut table = vec![0; (hashes.len() + hashes.len() / 2 + 1).next_power_of_two()];
    for (hash, number) in hashes.iter().zip(1..=u16::MAX) {
        let empty = places(table.len(), *hash).find(|place| table.get(*place) == Some(&0));
        if let Some(place) = empty.and_then(|place| table.get_mut(place)) {
            *place = number;
        }
    }
    table
}

/// The numbers of the names, counted from 0, that may have this hash; those that have it are among them.
pub(crate) fn candidates(table: &[u16], hash: u32) -> impl Iterator<Item = usize> {
    let taken = places(table.len(), hash).map_while(|place| table.get(place));
    taken.map_while(|number| usize::from(*number).checked_sub(1))
}

/// The places of a table in the order in which they are tried.
fn places(size: usize, hash: u32) -> impl Iterator<Item = usize> {
    let last = size.wrapping_sub(1);
    (0..size).map(move |step| (hash as usize).wrapping_add(step) & last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_and_no_other() {
        let names: Vec<String> = (0..1000).map(|number| format!("name-{number}")).collect();
        let hashes: Vec<_> = names.iter().map(|name| hash(&[name])).collect();
        let table = table(&hashes);
        let find =
            |name: &str| candidates(&table, hash(&[name])).find(|number| names[*number] == name);
        for (name, number) in names.iter().zip(0..) {
            assert_eq!(find(name), Some(number));
        }
        assert_eq!(find("name-1000"), None);
        let asked: usize = hashes.iter().map(|hash| candidates(&table, *hash).count()).sum();
        assert!(asked < 4 * names.len(), "{asked}: too many share a place");
        assert_eq!(candidates(&[], 7).count(), 0);
    }

    #[test]
    fn pieces_and_case() {
        assert_eq!(hash(&["check/", "a", "/title"]), hash(&["check/a/title"]));
        assert_eq!(caseless_hash(&["SSL_", "tls"]), caseless_hash(&["ssl_TLS"]));
        assert_ne!(hash(&["tls"]), hash(&["TLS"]));
    }
}
