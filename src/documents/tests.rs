//! Raw items to documents: texts, pages, dates, outlets, titles.

use jiff::civil::date;

use super::*;
use crate::model::day::DaySpan;
use crate::sources::Place;

const TODAY: Day = date(2026, 7, 1);

const FIRST: &str = "The foreign ministers of Ruritania and Freedonia met in Strelsau on Monday and signed a \
    treaty on trade, which both capitals had prepared for more than two years.";
const SECOND: &str = "Ruritania, whose harbours had been closed to Freedonian ships since the spring, said that \
    the ban would end in March, while Freedonia promised to pay for the damage.";

fn item(body: Body) -> RawItem {
    RawItem::new(Origin { file: "folder/wire.jsonl.gz".into(), place: Place::Line(7) }, body)
}

fn text(text: &str) -> RawItem {
    item(Body::Text(text.into()))
}

fn built(item: RawItem) -> Document {
    build(item, TODAY).unwrap()
}

fn refused(item: RawItem) -> Skip {
    build(item, TODAY).unwrap_err()
}

#[test]
fn a_text_becomes_a_document() {
    let raw = RawItem {
        id: Some("7".into()),
        url: Some("https://www.Wire.example/a".into()),
        published: Some("2025-01-06T10:00:00Z".into()),
        inferred: Some("2025".into()),
        language: Some("en-GB".into()),
        kind: Some("news".into()),
        ..text(" Ruritania\u{a0} signs\r\na treaty.\u{200b} ")
    };
    let document = built(raw);
    assert_eq!(document.text, "Ruritania signs\na treaty.");
    assert_eq!(document.key, key("Ruritania signs\na treaty."));
    assert_eq!((document.key.len(), document.language.as_str()), (32, "en"));
    let report = &document.reports[0];
    assert_eq!(report.published, Some(DaySpan::day(date(2025, 1, 6))));
    assert_eq!(report.inferred, DaySpan::year(2025));
    assert_eq!(report.outlets, ["wire.example"]);
    assert_eq!(report.title, "Ruritania signs");
    assert_eq!(report.url.as_deref(), Some("https://www.Wire.example/a"));
    assert_eq!((report.id.as_deref(), report.kind.as_deref()), (Some("7"), Some("news")));
}

#[test]
fn the_key_is_the_start_of_the_sha_256() {
    // FIPS 180-2, appendix B.1.
    assert_eq!(key("abc"), "ba7816bf8f01cfea414140de5dae2223");
}

#[test]
fn the_same_text_in_two_spellings_of_unicode_is_one() {
    assert_eq!(built(text("Cafe\u{301} opens.")).key, built(text("Café  opens.\n")).key);
}

#[test]
fn outlets_fall_back_to_host_and_file() {
    assert_eq!(built(text("Words.")).reports[0].outlets, ["wire"]);
    let named = RawItem {
        outlets: vec![" A  B ".into()],
        url: Some("https://x.example".into()),
        ..text("W.")
    };
    assert_eq!(built(named).reports[0].outlets, ["A B"]);
    let stdin = RawItem::new(
        Origin { file: "standard input".into(), place: Place::Whole },
        Body::Text("W.".into()),
    );
    assert_eq!(built(stdin).reports[0].outlets, ["standard input"]);
}

#[test]
fn only_web_addresses_are_kept() {
    for (url, kept) in [
        ("https://a.example/x?y#z", true),
        ("HTTP://a.example", true),
        (" https://a.example ", true),
        ("javascript:alert(1)", false),
        ("https://a.example/\"onclick=", false),
        ("https://", false),
        ("ftp://a.example", false),
        ("жжжжжжжж", false),
        ("", false),
    ] {
        let raw = RawItem { url: Some(url.into()), ..text("Words.") };
        assert_eq!(built(raw).reports[0].url.is_some(), kept, "{url}");
    }
    assert_eq!(host("https://me:pw@www.A.example:80/x@y").as_deref(), Some("a.example"));
}

#[test]
fn titles_are_made_of_the_text_where_there_is_none() {
    let title = built(text(FIRST)).reports[0].title.clone();
    assert_eq!(
        title,
        "The foreign ministers of Ruritania and Freedonia met in Strelsau on Monday and…"
    );
    assert_eq!(built(text(&"ж".repeat(300))).reports[0].title.chars().count(), 81);
    let raw = RawItem { title: Some("  ".into()), ..text("Words.") };
    assert_eq!(built(raw).reports[0].title, "Words.");
}

#[test]
fn days_that_cannot_be_are_named_with_what_to_do() {
    for (written, words) in [
        ("9999-12-31", "the date \"9999-12-31\" lies in the future"),
        ("1066-10-14", "lies too far back, before 1800"),
        ("someday", "the date \"someday\" cannot be read"),
    ] {
        let skip = refused(RawItem { published: Some(written.into()), ..text("Words.") });
        assert_eq!(skip.code, SkipReason::BadDate);
        assert!(skip.to_string().starts_with("folder/wire.jsonl.gz, line 7: "), "{skip}");
        assert!(skip.reason.contains(words), "{skip}");
        assert!(skip.remedy.contains("YYYY-MM-DD, or leave it empty"));
        let skip = refused(RawItem { inferred: Some(written.into()), ..text("Words.") });
        assert_eq!(skip.code, SkipReason::BadDate);
    }
}

#[test]
fn no_text_and_too_much_text() {
    assert_eq!(refused(text(" \u{200b}\n")).code, SkipReason::NoText);
    assert_eq!(
        refused(item(Body::Fragment("<p> </p><script>x</script>".into()))).code,
        SkipReason::NoText
    );
    assert_eq!(refused(text(&"a ".repeat(600_000))).code, SkipReason::TooLong);
    assert_eq!(refused(text(&"a ".repeat(6_000_000))).code, SkipReason::TooLong);
    assert!(build(text(&"a".repeat(1 << 20)), TODAY).is_ok());
}

#[test]
fn fragments_of_feeds_are_decoded_with_their_titles() {
    let raw = RawItem {
        title: Some("R&amp;D &#8211; <b>now</b>".into()),
        outlets: vec!["A &amp; B".into()],
        ..item(Body::Fragment("<p>One&nbsp;line.</p>\n<p>Two &lt; three.<br>Four.</p>".into()))
    };
    let document = built(raw);
    assert_eq!(document.text, "One line.\n\nTwo < three.\nFour.");
    assert_eq!(document.reports[0].title, "R&D – now");
    assert_eq!(document.reports[0].outlets, ["A & B"]);
}

fn page(head: &str, body: &str) -> RawItem {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en-US\"><head>{head}</head><body><nav><ul><li><a href=/>Home</a></li>\
         <li><a href=/w>World</a></li></ul></nav>{body}<footer>All rights reserved.</footer></body></html>"
    );
    RawItem::new(Origin { file: "saved.html".into(), place: Place::Whole }, Body::Html(html))
}

#[test]
fn a_page_gives_its_article_and_what_it_says_of_it() {
    let head = "<title>Treaty signed - Example Post</title>\
        <meta property=\"og:title\" content=\"Treaty signed\">\
        <meta property=\"og:site_name\" content=\"Example Post\">\
        <meta property=\"article:published_time\" content=\"2025-01-06T23:30:00-05:00\">\
        <link rel=canonical href=\"https://post.example/treaty\">";
    let body = format!(
        "<article><h1>Treaty signed</h1><p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p></article>"
    );
    let document = built(page(head, &body));
    assert_eq!(document.text.matches(FIRST).count(), 2, "{}", document.text);
    assert!(document.text.contains(&format!("{FIRST}\n\n{SECOND}")), "{}", document.text);
    assert!(
        !document.text.contains("World") && !document.text.contains("rights"),
        "{}",
        document.text
    );
    let report = &document.reports[0];
    assert_eq!(report.title, "Treaty signed");
    assert_eq!(report.outlets, ["Example Post"]);
    assert_eq!(report.published.unwrap().to_string(), "2025-01-06");
    assert_eq!(report.url.as_deref(), Some("https://post.example/treaty"));
    assert_eq!(document.language, "en");
}

#[test]
fn what_json_ld_and_time_elements_state_is_taken() {
    let ld = "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\
              \"headline\":\"Treaty\",\"datePublished\":\"2025-01-06T10:00:00Z\",\
              \"publisher\":{\"name\":\"Example Post\"}}</script>";
    let body = format!("<article><p>{FIRST}</p><p>{SECOND}</p></article>");
    let report = built(page(ld, &body)).reports.remove(0);
    assert_eq!(report.published.unwrap().to_string(), "2025-01-06");
    assert_eq!(report.outlets, ["Example Post"]);
    let graph = "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@graph\":[\
              {\"@type\":\"WebSite\",\"name\":\"W\"},\
              {\"@type\":[\"NewsArticle\"],\"headline\":\"Treaty\",\"datePublished\":\"2025-01-06\"}]}</script>";
    let report = built(page(graph, &body)).reports.remove(0);
    assert_eq!(report.published.unwrap().to_string(), "2025-01-06");
    let body = format!(
        "<article><time datetime=2025-01-06>x</time><p>{FIRST}</p><p>{SECOND}</p></article>"
    );
    assert_eq!(built(page("", &body)).reports[0].published.unwrap().to_string(), "2025-01-06");
    // A page is not refused for a date that nobody wrote for us.
    let head = "<meta name=date content='last week'>";
    assert_eq!(built(page(head, &body.replace("<time", "<i"))).reports[0].published, None);
}

#[test]
fn a_page_without_article_gives_its_description_or_nothing() {
    let head = format!("<title>T</title><meta property=\"og:description\" content=\"{FIRST}\">");
    assert_eq!(built(page(&head, "<div>Loading</div>")).text, FIRST);
    let skip = refused(page("<title>T</title>", "<div>Loading</div>"));
    assert_eq!(skip.code, SkipReason::NoArticle);
    assert_eq!(
        skip.to_string().split("; ").next(),
        Some("saved.html: no article text was found on the page")
    );
}

#[test]
fn pages_made_to_cost_time_are_refused() {
    let deep = RawItem::new(
        Origin { file: "deep.html".into(), place: Place::Whole },
        Body::Html(format!("<html><body>{}{FIRST}", "<div>".repeat(100_000))),
    );
    let skip = refused(deep);
    assert_eq!(skip.code, SkipReason::TooDeep);
    assert!(skip.reason.contains("deeper than 512"), "{skip}");
    // In a title, markup that is too much is shown as it is rather than parsed.
    let raw = RawItem { title: Some("<b>".repeat(600)), ..item(Body::Fragment("Words.".into())) };
    assert!(built(raw).reports[0].title.starts_with("<b><b>"));
}

#[test]
fn reports_are_merged_sorted_and_once() {
    let other = built(RawItem { title: Some("A".into()), ..text("Words.") });
    let mut document = built(RawItem { title: Some("B".into()), ..text("Words.") });
    merge_reports(&mut document, other.reports.clone());
    merge_reports(&mut document, other.reports);
    let titles: Vec<&str> = document.reports.iter().map(|report| report.title.as_str()).collect();
    assert_eq!(titles, ["A", "B"]);
    let again: Vec<Report> =
        document.reports.iter().map(|r| Report { arrived: 7, ..r.clone() }).collect();
    let before = document.clone();
    merge_reports(&mut document, again);
    assert_eq!(document, before, "what stands there already has not arrived anew");
}

#[test]
fn a_file_made_by_a_wrong_clock_has_no_day_and_keeps_its_text() {
    let mut item = text("Norway and Sweden signed a treaty on herring quotas in Oslo.");
    item.made = Some("2027-05-01".to_owned());
    assert_eq!(built(item.clone()).reports[0].inferred, None);
    item.made = Some("2020-05-01".to_owned());
    assert!(built(item).reports[0].inferred.is_some());
}
