//! Recall of atomic facts in an overview. The rule stands in eval/README.md.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::answer::{Answer, Told, pair};
use super::words::{content, says, share};

/// Share of a fact's words that a point with a sentence citing a supporting page must have.
const WITH_PAGE: f64 = 0.4;
/// Share that any other point must have.
const WITHOUT_PAGE: f64 = 0.6;

/// An atomic fact that a good overview tells.
#[derive(Debug, Deserialize)]
pub(crate) struct Nugget {
    pub(crate) id: String,
    pub(crate) section: String,
    pub(crate) importance: String,
    pub(crate) nugget: String,
    pub(crate) supporting_urls: Vec<String>,
    pub(crate) status: String,
}

/// Whether a fact can be asked of these sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A supporting page is in a language that is read.
    Counts,
    /// All supporting pages are in languages that are not read.
    Unread,
    /// No page here carries it.
    Unsupported,
}

/// Whether an overview tells a fact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Recalled {
    pub(crate) anywhere: bool,
    pub(crate) in_section: bool,
    /// Most of its words that one point has, 0 to 1.
    pub(crate) nearest: f64,
    /// A sentence cites one of its pages.
    pub(crate) page_cited: bool,
}

impl Nugget {
    /// Looks up the languages of the supporting pages; `languages` maps address to language.
    pub(crate) fn standing(&self, languages: &BTreeMap<&str, &str>) -> Standing {
        if self.supporting_urls.is_empty() {
            return Standing::Unsupported;
        }
        let read = |url: &String| languages.get(url.as_str()) == Some(&"en");
        if self.supporting_urls.iter().any(read) { Standing::Counts } else { Standing::Unread }
    }

    /// Looks for the fact in every point, at each of its sentences.
    pub(crate) fn recalled(&self, answer: &Answer, told: &[Told<'_>]) -> Recalled {
        let wanted = content(&self.nugget);
        let section = self.section();
        let mut recalled =
            Recalled { anywhere: false, in_section: false, nearest: 0.0, page_cited: false };
        for t in told {
            let overlap = share(&wanted, &content(&t.point));
            let cites_page = self.is_cited(answer, t);
            recalled.nearest = recalled.nearest.max(overlap);
            recalled.page_cited |= cites_page;
            let tells = overlap >= WITHOUT_PAGE || (overlap >= WITH_PAGE && cites_page);
            if tells && (self.status == "supported" || is_attributed(t)) {
                recalled.anywhere = true;
                recalled.in_section |= t.section == section;
            }
        }
        recalled
    }

    /// True where one of these texts (address, text), shown whole as a point, would tell the fact: what an
    /// overview made of sentences could reach at most from one page a point.
    pub(crate) fn is_reachable(&self, texts: &[(&str, &str)]) -> bool {
        let wanted = content(&self.nugget);
        texts.iter().any(|(url, text)| {
            let bar = if self.supporting_urls.iter().any(|u| u == url) {
                WITH_PAGE
            } else {
                WITHOUT_PAGE
            };
            share(&wanted, &content(text)) >= bar
        })
    }

    /// The section it belongs to, named as [`Told::section`] is.
    fn section(&self) -> String {
        match self.section.split_once('-') {
            Some((a, b)) => pair(&[a.to_owned(), b.to_owned()]),
            None => self.section.clone(),
        }
    }

    fn is_cited(&self, answer: &Answer, told: &Told<'_>) -> bool {
        let cited =
            told.sentence.citations.iter().filter_map(|c| answer.references.get(c.reference));
        cited.flat_map(|r| r.links()).any(|link| self.supporting_urls.iter().any(|url| url == link))
    }
}

/// Somebody is named or meant who says so, or it is marked as contested.
fn is_attributed(told: &Told<'_>) -> bool {
    told.contested || told.sentence.told_by.is_some() || says(&told.sentence.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn nugget(status: &str) -> Nugget {
        Nugget {
            id: "t1".to_owned(),
            section: "RUR-GRA".to_owned(),
            importance: "vital".to_owned(),
            nugget: "Ruritania closed the Elbe bridge to Graustark trucks.".to_owned(),
            supporting_urls: vec!["https://example.org/a".to_owned()],
            status: status.to_owned(),
        }
    }

    fn answer(text: &str, link: &str, told_by: Option<&str>) -> Answer {
        let sentence = json!({
            "text": text, "contested": false, "told_by": told_by,
            "citations": [{ "reference": 0, "quote": text, "start": 0, "end": text.len() }],
        });
        let value = json!({
            "text_blocks": [
                { "type": "heading", "dyad": ["GRA", "RUR"] },
                { "type": "list", "list": [{ "contested": false, "sentences": [sentence] }] },
            ],
            "references": [{ "link": link, "also_at": [] }],
            "dropped": [],
        });
        serde_json::from_value(value).unwrap()
    }

    fn anywhere(nugget: &Nugget, answer: &Answer) -> bool {
        let recalled = nugget.recalled(answer, &answer.told());
        assert_eq!(recalled.anywhere, recalled.in_section);
        recalled.anywhere
    }

    #[test]
    fn the_page_lowers_the_bar() {
        let half = "Ruritania closed the crossing for trucks.";
        assert!(anywhere(&nugget("supported"), &answer(half, "https://example.org/a", None)));
        assert!(!anywhere(&nugget("supported"), &answer(half, "https://example.org/b", None)));
        let most = "Graustark trucks wait as Ruritania keeps the bridge closed.";
        assert!(anywhere(&nugget("supported"), &answer(most, "https://example.org/b", None)));
        let other = "Ruritania sang.";
        assert!(!anywhere(&nugget("supported"), &answer(other, "https://example.org/a", None)));
    }

    #[test]
    fn a_fact_is_in_reach_where_a_page_has_its_words() {
        let page = "https://example.org/a";
        let little = "Ruritania sang. It was dark.";
        assert!(!nugget("supported").is_reachable(&[(page, little)]));
        let whole = "It rained. Ruritania closed the crossing for trucks.";
        assert!(nugget("supported").is_reachable(&[(page, whole)]));
        assert!(!nugget("supported").is_reachable(&[("https://example.org/b", whole)]));
    }

    #[test]
    fn what_is_not_established_must_be_attributed() {
        let page = "https://example.org/a";
        let bare = "Ruritania closed the Elbe bridge to trucks.";
        let said = "Ruritania closed the Elbe bridge to trucks, Graustark said.";
        assert!(!anywhere(&nugget("weak"), &answer(bare, page, None)));
        assert!(anywhere(&nugget("weak"), &answer(said, page, None)));
        assert!(anywhere(&nugget("weak"), &answer(bare, page, Some("a blog"))));
    }

    #[test]
    fn standing_follows_the_languages_of_the_pages() {
        let mut n = nugget("supported");
        assert_eq!(
            n.standing(&BTreeMap::from([("https://example.org/a", "en")])),
            Standing::Counts
        );
        assert_eq!(
            n.standing(&BTreeMap::from([("https://example.org/a", "ka")])),
            Standing::Unread
        );
        n.supporting_urls.clear();
        assert_eq!(n.standing(&BTreeMap::new()), Standing::Unsupported);
    }
}
