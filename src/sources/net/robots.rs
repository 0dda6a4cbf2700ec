//! What a site allows, by its robots.txt (RFC 9309).

/// Bytes of a robots.txt that are read; the standard asks for 500 KiB at least.
pub(super) const MOST: u64 = 512 * 1024;
/// Rules of one site that are kept.
const RULES: usize = 10_000;
/// Seconds between requests that a site may ask for and get.
const LONGEST_DELAY: u64 = 120;

/// The rules for one robot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Robots {
    rules: Vec<Rule>,
    /// Seconds between requests, where asked for.
    pub(super) delay: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    pattern: String,
    allows: bool,
}

impl Robots {
    /// Everything is allowed.
    pub(super) fn open() -> Self {
        Self::default()
    }

    /// The rules of all groups that name the robot, else of those for all (`*`).
    pub(super) fn parse(text: &str, robot: &str) -> Self {
        let (mut own, mut all) = (Self::default(), Self::default());
        let mut is_named = false;
        let (mut in_own, mut in_all, mut in_rules) = (false, false, true);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                // A name behind rules begins a new group.
                if in_rules {
                    (in_own, in_all, in_rules) = (false, false, false);
                }
                let end = value.find(|c: char| !(c.is_ascii_alphabetic() || "-_".contains(c)));
                let product = &value[..end.unwrap_or(value.len())];
                in_own |= product.eq_ignore_ascii_case(robot);
                in_all |= value == "*";
                is_named |= in_own;
                continue;
            }
            if !matches!(key.as_str(), "allow" | "disallow" | "crawl-delay") {
                continue;
            }
            in_rules = true;
            for (group, robots) in [(in_own, &mut own), (in_all, &mut all)] {
                if group {
                    robots.enter(&key, value);
                }
            }
        }
        if is_named { own } else { all }
    }

    fn enter(&mut self, key: &str, value: &str) {
        match key {
            "crawl-delay" => {
                let seconds = value.parse::<f64>().ok().filter(|s| s.is_finite() && *s >= 0.0);
                self.delay = seconds.map(|s| (s.ceil() as u64).min(LONGEST_DELAY)).or(self.delay);
            }
            // An empty rule matches nothing.
            _ if value.is_empty() || self.rules.len() >= RULES => {}
            _ => self.rules.push(Rule { pattern: normal(value), allows: key == "allow" }),
        }
    }

    /// True where the path (with its query) may be fetched: the longest rule that matches decides, of two
    /// equally long ones the one that allows.
    pub(super) fn allow(&self, path: &str) -> bool {
        let path = normal(path);
        let matching = self.rules.iter().filter(|rule| matches(&rule.pattern, &path));
        let best = matching.max_by_key(|rule| (rule.pattern.len(), rule.allows));
        path == "/robots.txt" || best.is_none_or(|rule| rule.allows)
    }
}

/// A rule's pattern from the start of the path: `*` is anything, `$` at the end is the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() && to_end {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    true
}

/// Percent signs written in one way: hexadecimal digits in capitals, letters that need none without.
fn normal(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], code) {
            (b'%', Some(code)) if code.is_ascii_alphanumeric() || b"-._~".contains(&code) => {
                out.push(char::from(code));
                at += 3;
            }
            (b'%', Some(code)) => {
                out.push_str(&format!("%{code:02X}"));
                at += 3;
            }
            (byte, _) if byte.is_ascii() => {
                out.push(char::from(byte));
                at += 1;
            }
            (byte, _) => {
                out.push_str(&format!("%{byte:02X}"));
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "\u{feff}# hello\nUser-agent: *\nDisallow: /private\nAllow: /private/news\nCrawl-delay: 2.5\n\
        Disallow:\n\nUser-Agent: OtherBot\nUser-agent: Bilateral/2\nDisallow: /a*z$\nDisallow: /%7Ejoe\nAllow: /\n\
        Crawl-delay: 9999\nSitemap: https://a.example/map\nuser-agent: bilateral\nDisallow: /more\n";

    #[test]
    fn the_longest_rule_decides() {
        let all = Robots::parse(SITE, "anybody");
        assert!(all.allow("/") && all.allow("/private/news/1") && !all.allow("/private/x"));
        assert_eq!(all.delay, Some(3));
        let even = Robots::parse("User-agent: *\nDisallow: /x\nAllow: /x", "bilateral");
        assert!(even.allow("/x"), "of equals the one that allows");
        assert!(Robots::open().allow("/x"));
    }

    #[test]
    fn groups_that_name_us_are_one_and_shut_out_the_rest() {
        let own = Robots::parse(SITE, "bilateral");
        assert!(own.allow("/private/x"));
        assert!(!own.allow("/abcz") && own.allow("/abcz/"), "$ is the end");
        assert!(!own.allow("/~joe/feed") && !own.allow("/%7ejoe"));
        assert!(!own.allow("/more"));
        assert_eq!(own.delay, Some(120));
    }

    #[test]
    fn stars_match_anything_and_end_soon() {
        for (pattern, path, hit) in [
            ("/*.pdf$", "/a/b.pdf", true),
            ("/*.pdf$", "/a/b.pdf?x", false),
            ("/*/feed", "/a/b/feed/1", true),
            ("/a*b*c", "/a1b2", false),
            ("*", "/x", true),
            ("/$", "/", true),
            ("/$", "/x", false),
        ] {
            assert_eq!(matches(pattern, path), hit, "{pattern} {path}");
        }
        let stars = "/".to_owned() + &"*a".repeat(5_000);
        assert!(!matches(&stars, &format!("/{}", "a".repeat(4_000))));
    }
}
