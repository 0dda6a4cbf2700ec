//! The article on an HTML page, and the text of a piece of HTML. Both expect HTML that passed
//! [`super::nesting::check`].

use dom_smoothie::{Config, Metadata, Readability, TextMode};

use super::Found;

/// Characters of text that make an article; below that it is a teaser, a notice, a menu.
const SHORTEST_ARTICLE: usize = 200;
/// Characters of a description that is worth keeping where a page has no article.
const SHORTEST_DESCRIPTION: usize = 40;

/// Article and what the page says of it; `None` where there is no article text.
pub(crate) fn find(html: &str) -> Option<Found> {
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut page = Readability::new(html, None, Some(config)).ok()?;
    // The parse below takes the page apart, so what is said in its head is read before.
    let stated = page.parse_json_ld();
    let meta = page.get_article_metadata(stated);
    let published =
        meta.published_time.clone().or_else(|| first(&page, DATES)).or_else(|| linked(&page));
    let url = first(&page, ADDRESSES).or_else(|| meta.url.clone());
    let language = meta.lang.clone().or_else(|| first(&page, LANGUAGES));
    let body = first(&page, BODIES);
    let text = page.parse().map(|article| article.text_content.to_string()).ok();
    let text =
        text.filter(|text| is_long(text, SHORTEST_ARTICLE)).or_else(|| description(&meta, body))?;
    Some(Found { text, title: title(&meta), published, site: meta.site_name, language, url })
}

fn is_long(text: &str, least: usize) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).nth(least - 1).is_some()
}

fn description(meta: &Metadata, body: Option<String>) -> Option<String> {
    let found = [body, meta.excerpt.clone()].into_iter().flatten();
    found.into_iter().find(|text| is_long(text, SHORTEST_DESCRIPTION))
}

fn title(meta: &Metadata) -> Option<String> {
    Some(meta.title.trim().to_owned()).filter(|title| !title.is_empty())
}

/// Places that state the same thing, best first: a selector and the attribute that holds it (`""`: its text).
type Places = &'static [(&'static str, &'static str)];

const DATES: Places = &[
    ("meta[property='article:published_time']", "content"),
    ("meta[property='og:article:published_time']", "content"),
    ("meta[itemprop='datePublished']", "content"),
    ("[itemprop='datePublished']", "datetime"),
    ("meta[name='date']", "content"),
    ("meta[name='pubdate']", "content"),
    ("meta[name='publishdate']", "content"),
    ("meta[name='DC.date.issued']", "content"),
    ("meta[name='dcterms.created']", "content"),
    ("article time[datetime]", "datetime"),
    ("time[pubdate]", "datetime"),
];
const ADDRESSES: Places =
    &[("link[rel='canonical']", "href"), ("meta[property='og:url']", "content")];
const LANGUAGES: Places = &[
    ("meta[http-equiv='content-language']", "content"),
    ("meta[property='og:locale']", "content"),
];
const BODIES: Places =
    &[("[itemprop='articleBody']", ""), ("meta[property='og:description']", "content")];

/// The first of these places that states anything.
fn first(page: &Readability, places: Places) -> Option<String> {
    places.iter().find_map(|(selector, attribute)| {
        let found = page.doc.select_single(selector);
        let value = match *attribute {
            "" => found.formatted_text().to_string(),
            attribute => found.attr(attribute)?.to_string(),
        };
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    })
}

/// The first publication day anywhere in the page's JSON-LD, also inside lists and graphs.
fn linked(page: &Readability) -> Option<String> {
    let blocks = page.doc.select("script[type='application/ld+json']");
    blocks.iter().take(20).find_map(|block| {
        let value: serde_json::Value = serde_json::from_str(block.text().trim()).ok()?;
        stated_day(&value)
    })
}

/// Goes as deep as the parser went, which is 128 levels.
fn stated_day(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Object(object) => {
            let here = object.get("datePublished").and_then(|day| day.as_str());
            here.map(str::to_owned).or_else(|| object.values().find_map(stated_day))
        }
        serde_json::Value::Array(values) => values.iter().find_map(stated_day),
        _ => None,
    }
}

/// Text of a piece of HTML, paragraphs apart; entities decoded, scripts and styles left out.
pub(crate) fn fragment(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.to_owned();
    }
    let piece = Readability::from(html);
    piece.doc.select("script, style, noscript, iframe, template").remove();
    piece.doc.formatted_text().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_text() {
        for (html, text) in [
            ("plain", "plain"),
            ("R&amp;D &#8211; &nbsp;&quot;x&quot;", "R&D – \u{a0}\"x\""),
            ("<p>One.</p><p>Two <b>bold</b>.</p><script>x()</script>", "One.\n\nTwo bold."),
            ("a < b &amp; c", "a < b & c"),
        ] {
            let found = fragment(html);
            assert_eq!(
                super::super::clean::text(&found),
                super::super::clean::text(text),
                "{html}"
            );
        }
    }
}
