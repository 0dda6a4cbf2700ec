//! Pages of a wiki by their titles, or by words in them, through MediaWiki's interface for programs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::sources::net::{Client, FetchFault, Request, Response};

/// Titles asked for at once: what the interface allows without a right of its own.
pub(super) const AT_ONCE: usize = 50;
/// Bytes of an answer: fifty pages of 100 KB and more.
const LARGEST: u64 = 64 * 1024 * 1024;
/// Answers that one set of titles may take.
const MOST_ANSWERS: usize = 60;

/// Results of a search that one answer may hold.
const RESULTS: usize = 50;

/// Names and values of a request or of where to go on.
type Pairs = BTreeMap<String, serde_json::Value>;

/// What the interface answers, of which the rest is not read.
#[derive(Debug, Deserialize)]
struct Answer {
    #[serde(default)]
    query: Option<Query>,
    #[serde(default, rename = "continue")]
    more: Option<Pairs>,
    #[serde(default)]
    error: Option<Complaint>,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    code: String,
    info: String,
}

#[derive(Debug, Default, Deserialize)]
struct Query {
    #[serde(default)]
    pages: Vec<Page>,
    #[serde(default)]
    search: Vec<Hit>,
}

#[derive(Debug, Deserialize)]
struct Page {
    title: String,
    #[serde(default)]
    revisions: Vec<Revision>,
    /// The text without its marks.
    #[serde(default)]
    extract: Option<String>,
    #[serde(default)]
    pageprops: Pairs,
}

#[derive(Debug, Deserialize)]
struct Revision {
    #[serde(default)]
    revid: u64,
    #[serde(default)]
    slots: BTreeMap<String, Slot>,
}

#[derive(Debug, Deserialize)]
struct Slot {
    #[serde(default)]
    content: Option<String>,
}

/// A page that a search found.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Hit {
    #[serde(rename = "pageid")]
    pub(super) page: u64,
    /// When it was last edited: `2025-06-01T10:00:00Z`.
    #[serde(default, rename = "timestamp")]
    pub(super) edited: String,
}

/// An article's text as it stood in a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Article {
    pub(super) title: String,
    pub(super) revision: u64,
    /// Plain text; headings stand on lines of their own between equals signs.
    pub(super) text: String,
}

/// Where the interface is and how it is asked.
#[derive(Clone, Copy)]
pub(super) struct Wiki<'a> {
    pub(super) client: &'a Client<'a>,
    /// The address of `api.php`.
    pub(super) interface: &'a str,
    pub(super) local: bool,
}

impl Wiki<'_> {
    /// The wikitext of pages by title; titles without a page are left out.
    ///
    /// # Errors
    /// A fault of the network, or what the interface complains of.
    pub(super) fn pages(
        self,
        titles: &[String],
    ) -> Result<(BTreeMap<String, String>, u64), FetchFault> {
        let mut out = BTreeMap::new();
        let mut bytes = 0;
        let titles = titles.join("|");
        let wanted = [
            ("prop", "revisions"),
            ("rvprop", "content"),
            ("rvslots", "main"),
            ("titles", &titles),
        ];
        let mut more = None;
        for _ in 0..MOST_ANSWERS {
            let (answer, read) = self.ask(&wanted, more.as_ref())?;
            bytes += read;
            for page in answer.query.unwrap_or_default().pages {
                let text = page
                    .revisions
                    .into_iter()
                    .next()
                    .and_then(|mut r| r.slots.remove("main")?.content);
                if let Some(text) = text {
                    out.insert(page.title, text);
                }
            }
            more = answer.more;
            if more.is_none() {
                break;
            }
        }
        Ok((out, bytes))
    }

    /// Pages of the wiki's main part that hold the words, the best first.
    ///
    /// # Errors
    /// A fault of the network, or what the interface complains of.
    pub(super) fn search(self, words: &str, most: usize) -> Result<(Vec<Hit>, u64), FetchFault> {
        let (mut out, mut bytes, mut more) = (Vec::new(), 0, None);
        let limit = most.min(RESULTS).to_string();
        let wanted = [
            ("list", "search"),
            ("srsearch", words),
            ("srnamespace", "0"),
            ("srlimit", &limit),
            // What it writes about a page is not asked for.
            ("srprop", "timestamp"),
            ("srinfo", ""),
        ];
        while out.len() < most {
            let (answer, read) = self.ask(&wanted, more.as_ref())?;
            bytes += read;
            let hits = answer.query.unwrap_or_default().search;
            let is_empty = hits.is_empty();
            out.extend(hits);
            more = answer.more;
            if is_empty || more.is_none() {
                break;
            }
        }
        out.truncate(most);
        Ok((out, bytes))
    }

    /// The text of an article; `None` where there is none, or only a list of what a word may mean.
    ///
    /// # Errors
    /// A fault of the network, or what the interface complains of.
    pub(super) fn article(self, page: u64) -> Result<(Option<Article>, u64), FetchFault> {
        let page = page.to_string();
        let wanted = [
            ("prop", "extracts|revisions|pageprops"),
            ("explaintext", "1"),
            ("exsectionformat", "wiki"),
            ("exlimit", "1"),
            ("rvprop", "ids"),
            ("ppprop", "disambiguation"),
            ("pageids", &page),
        ];
        let (answer, bytes) = self.ask(&wanted, None)?;
        let page = answer.query.unwrap_or_default().pages.into_iter().next();
        let article = page.and_then(|page| {
            let revision = page.revisions.first()?.revid;
            let text = page.extract.filter(|text| !text.trim().is_empty())?;
            let is_one = !page.pageprops.contains_key("disambiguation");
            is_one.then_some(Article { title: page.title, revision, text })
        });
        Ok((article, bytes))
    }

    /// The address at which a revision can be read for good.
    ///
    /// # Errors
    /// Where the interface's address is none.
    pub(super) fn permanent(self, article: &Article) -> Result<String, FetchFault> {
        let mut url = url::Url::parse(self.interface)
            .and_then(|base| base.join("index.php"))
            .map_err(|_| FetchFault::BadAddress)?;
        let title = article.title.replace(' ', "_");
        url.query_pairs_mut()
            .append_pair("title", &title)
            .append_pair("oldid", &article.revision.to_string());
        Ok(url.into())
    }

    /// One answer and its bytes.
    fn ask(
        self,
        wanted: &[(&str, &str)],
        more: Option<&Pairs>,
    ) -> Result<(Answer, u64), FetchFault> {
        let address = address(self.interface, wanted, more)?;
        let request = Request {
            address: &address,
            most: LARGEST,
            local: self.local,
            interface: true,
            ..Request::default()
        };
        let Response::Fetched(fetched) = self.client.get(&request)? else {
            return Err(FetchFault::Status(304));
        };
        let answer: Answer = serde_json::from_slice(&fetched.body).map_err(|e| {
            FetchFault::Broken(format!("the answer is not what the interface gives: {e}"))
        })?;
        if let Some(Complaint { code, info }) = answer.error {
            return Err(match code.as_str() {
                // The servers are behind; they ask to come back.
                "maxlag" | "ratelimited" => FetchFault::Later { status: 503, after: None },
                _ => FetchFault::Broken(format!(
                    "{code}: {}",
                    info.chars().take(200).collect::<String>()
                )),
            });
        }
        Ok((answer, fetched.body.len() as u64))
    }
}

fn address(
    interface: &str,
    wanted: &[(&str, &str)],
    more: Option<&Pairs>,
) -> Result<String, FetchFault> {
    let mut url = url::Url::parse(interface).map_err(|_| FetchFault::BadAddress)?;
    {
        let mut query = url.query_pairs_mut();
        let always =
            [("action", "query"), ("format", "json"), ("formatversion", "2"), ("maxlag", "5")];
        query.extend_pairs(always.iter().chain(wanted));
        for (name, value) in more.into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            query.append_pair(name, &text);
        }
    }
    Ok(url.into())
}
