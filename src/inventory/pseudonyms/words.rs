//! Words that say nothing of whose they are: they are replaced where the place shows a name
//! (`CN=Mail/O=Domino`), and left alone in other texts.

/// Not names where they stand alone.
const PLAIN: [&str; 77] = [
    "access",
    "acl",
    "administrator",
    "administrators",
    "all",
    "android",
    "anonymous",
    "apps",
    "build",
    "citrix",
    "client",
    "config",
    "console",
    "data",
    "default",
    "deny",
    "device",
    "devices",
    "directory",
    "domain",
    "domino",
    "enabled",
    "false",
    "gateway",
    "group",
    "groups",
    "hcl",
    "host",
    "http",
    "https",
    "iis",
    "internet",
    "intern",
    "ios",
    "local",
    "localhost",
    "log",
    "lotus",
    "mail",
    "main",
    "mobile",
    "names",
    "netscaler",
    "none",
    "notes",
    "off",
    "office",
    "org",
    "other",
    "people",
    "person",
    "policies",
    "port",
    "prod",
    "production",
    "proxy",
    "secure",
    "server",
    "servers",
    "site",
    "smtp",
    "status",
    "sync",
    "syncml",
    "system",
    "test",
    "text",
    "true",
    "traveler",
    "unknown",
    "user",
    "users",
    "verse",
    "view",
    "web",
    "world",
    "www",
];

/// Endings of files, which are no domains.
const ENDINGS: [&str; 40] = [
    "nsf", "ntf", "ini", "dxl", "log", "id", "txt", "xml", "json", "csv", "zip", "tar", "gz",
    "exe", "dll", "so", "sh", "js", "css", "py", "pl", "rs", "md", "kyr", "sth", "pem", "crt",
    "cer", "key", "conf", "toml", "mdx", "html", "htm", "jar", "bat", "box", "tsv", "cfg", "nt",
];

/// Domains at the top besides those of two letters.
const TOPS: [&str; 38] = [
    "com",
    "net",
    "org",
    "edu",
    "gov",
    "mil",
    "int",
    "info",
    "biz",
    "name",
    "pro",
    "example",
    "test",
    "invalid",
    "local",
    "lan",
    "corp",
    "internal",
    "intern",
    "intra",
    "intranet",
    "home",
    "localdomain",
    "domain",
    "cloud",
    "app",
    "dev",
    "online",
    "tech",
    "group",
    "company",
    "gmbh",
    "bank",
    "berlin",
    "hamburg",
    "bayern",
    "wien",
    "swiss",
];

/// Domains of vendors, which say nothing of whose they are.
const VENDORS: [&str; 12] = [
    "ibm.com",
    "lotus.com",
    "hcltech.com",
    "hcltechsw.com",
    "hcl-software.com",
    "citrix.com",
    "citrix.net",
    "microsoft.com",
    "windows.com",
    "apple.com",
    "google.com",
    "android.com",
];

/// Whether a name in lower case is one wherever it stands.
pub(super) fn stands_out(name: &str) -> bool {
    name.chars().count() > 2
        && name.chars().any(char::is_alphabetic)
        && !PLAIN.contains(&name)
        && !ENDINGS.contains(&name)
}

/// Whether a text with dots is the name of a host. `sure` is whether its place shows one.
pub(super) fn is_host(text: &str, sure: bool) -> bool {
    let lower = text.to_ascii_lowercase();
    let labels: Vec<_> = lower.split('.').collect();
    let label = |label: &&str| {
        !label.is_empty()
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    let (Some(first), Some(top)) = (labels.first(), labels.last()) else { return false };
    let vendor = |own: &&str| lower == **own || lower.ends_with(&format!(".{own}"));
    let letters = top.len() > 1 && top.bytes().all(|b| b.is_ascii_alphabetic());
    labels.len() > 1
        && labels.iter().all(label)
        && letters
        && (sure || top.len() == 2 || TOPS.contains(top))
        && (sure || !ENDINGS.contains(top))
        && !["java", "javax", "com", "org", "net"].contains(first)
        && !VENDORS.iter().any(vendor)
}

/// How many labels at the end of a host name are not replaced.
pub(super) fn kept_labels(labels: &[&str]) -> usize {
    let second = labels.len().checked_sub(2).and_then(|at| labels.get(at));
    let shared = ["co", "com", "ac", "or", "gov", "org", "net", "edu"];
    let country = labels.last().is_some_and(|top| top.len() == 2);
    match second {
        Some(second)
            if country && labels.len() > 2 && shared.contains(&&*second.to_lowercase()) =>
        {
            2
        }
        _ => 1,
    }
}
