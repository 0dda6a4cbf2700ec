//! What each format gives.

use super::*;

#[test]
fn json_lines_with_a_mark_blank_lines_and_windows_line_ends() {
    let came =
        from_file("a.jsonl", "\u{feff}{\"text\":\"One.\"}\r\n\r\n{\"body\":\"Two.\",\"id\":2}\n");
    assert_eq!(came.texts(), ["One.", "Two."]);
    assert_eq!(came.items[1].origin.place, Place::Line(3));
    assert_eq!(came.items[1].id.as_deref(), Some("2"));
    assert!(came.skips.is_empty());
}

#[test]
fn day_portal_records_name_their_writer_and_their_outlets() {
    let line = r#"{"id":"x-1","date":"2025-01-06","category":"Law","text":"Ruritania and Freedonia sign a treaty.","sources":["Example Post","Link dead as of 22:35, 14 January 2007 (UTC)"],"url":"https://en.wikipedia.org/wiki/Portal:Current_events/2025_January_6"}"#;
    let came = from_file("portal.jsonl.gz", gzip(line.as_bytes()));
    let item = &came.items[0];
    assert_eq!(item.outlets, ["Example Post"]);
    assert_eq!(item.written_by.as_deref(), Some("Wikipedia, Portal:Current events"));
    assert_eq!(item.published.as_deref(), Some("2025-01-06"));
}

#[test]
fn briefs_keep_stated_and_inferred_days_apart() {
    let line = r#"{"url":"https://a.example/x","title":"T","date":null,"date_inferred":"2025-10","lang":"ru","text":"Words.","quality":"news"}"#;
    let came = from_file("briefs.jsonl", line);
    let item = &came.items[0];
    assert_eq!((item.published.as_deref(), item.inferred.as_deref()), (None, Some("2025-10")));
    assert_eq!((item.kind.as_deref(), item.language.as_deref()), (Some("news"), Some("ru")));
}

#[test]
fn json_arrays_and_objects_over_several_lines() {
    for content in [
        "[{\"text\": \"One.\"},\n {\"text\": \"Two.\"}]",
        "{\n \"text\": \"One.\"\n}\n{\n \"text\": \"Two.\"\n}",
    ] {
        let came = from_file("a.json", content);
        assert_eq!(came.texts(), ["One.", "Two."]);
        assert_eq!(came.items[1].origin.place, Place::Item(2));
        assert!(came.skips.is_empty());
    }
}

#[test]
fn tables_by_comma_semicolon_and_tab_in_any_case() {
    for (name, content) in [
        ("a.csv", "Date,TEXT,Outlet\n2025-01-06,\"One, two.\",A; B\n"),
        ("a.txt", "date;text;outlet\n2025-01-06;One, two.;A|B\n"),
        ("a.tsv", "date\ttext\toutlet\n2025-01-06\tOne, two.\tA;B\n"),
    ] {
        let came = from_file(name, content);
        assert_eq!(came.texts(), ["One, two."], "{name}");
        assert_eq!(came.items[0].outlets, ["A", "B"]);
        assert_eq!(came.items[0].origin.place, Place::Line(2));
    }
}

#[test]
fn a_table_in_an_old_encoding() {
    let text = "date,text\n2025-01-06,\"Министр прибыл в столицу с визитом.\"\n";
    let came = from_file("a.csv", encoding_rs::WINDOWS_1251.encode(text).0);
    assert_eq!(came.texts(), ["Министр прибыл в столицу с визитом."]);
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(from_file("b.csv", wide).texts(), ["Министр прибыл в столицу с визитом."]);
}

const RSS: &str = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' \
    xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Example Wire</title>\
    <language>en-us</language><item><title>Talks &amp;amp; tea</title><link>https://w.example/1</link>\
    <guid>g1</guid><pubDate>Mon, 06 Jan 2025 00:30:00 +0400</pubDate><description>Short.</description>\
    <content:encoded><![CDATA[<p>Long &amp; full.</p>]]></content:encoded></item>\
    <item><title>Second</title><description>Only short.</description></item></channel></rss>";

#[test]
fn rss_2_with_content_summary_and_the_date_as_written() {
    let came = from_file("feed.xml", RSS);
    assert_eq!(came.texts(), ["<p>Long &amp; full.</p>", "Only short."]);
    let item = &came.items[0];
    assert_eq!(item.id.as_deref(), Some("g1"));
    assert_eq!(item.url.as_deref(), Some("https://w.example/1"));
    assert_eq!(item.published.as_deref(), Some("Mon, 06 Jan 2025 00:30:00 +0400"));
    assert_eq!(item.language.as_deref(), Some("en-us"));
    assert_eq!(item.outlets, ["Example Wire"]);
    assert_eq!(came.items[1].published, None);
    assert_eq!(came.items[1].id, None);
}

#[test]
fn old_rss_rdf_atom_and_json_feed() {
    let channel = "<channel><title>W</title><item><title>T</title><link>https://w.example/1</link>\
                   <description>Words.</description></item></channel>";
    let rdf = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \
               xmlns='http://purl.org/rss/1.0/'><channel rdf:about='x'><title>W</title></channel>\
               <item rdf:about='y'><title>T</title><link>https://w.example/1</link>\
               <description>Words.</description></item></rdf:RDF>";
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>W</title><entry><id>i</id><title>T</title>\
                <link rel='self' href='https://w.example/self'/><link href='https://w.example/1'/>\
                <updated>2025-01-06T10:00:00Z</updated><summary>Words.</summary></entry></feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"W","items":[{"id":"i",
                "url":"https://w.example/1","title":"T","content_text":"Words.",
                "date_published":"2025-01-06T10:00:00Z"}]}"#;
    for (name, content) in [
        ("a.rss", format!("<rss version='0.91'>{channel}</rss>")),
        ("b.rss", format!("<rss>{channel}</rss>")),
        ("c.rdf", rdf.to_owned()),
        ("d", atom.to_owned()),
        ("e.json", json.to_owned()),
    ] {
        let came = from_file(name, content);
        assert_eq!(came.texts(), ["Words."], "{name}: {:?}", came.skips);
        let item = &came.items[0];
        assert_eq!(item.url.as_deref(), Some("https://w.example/1"), "{name}");
        assert_eq!(item.outlets, ["W"], "{name}");
        if name >= "d" {
            assert_eq!(item.published.as_deref(), Some("2025-01-06T10:00:00Z"), "{name}");
        }
    }
}

#[test]
fn a_feed_in_a_declared_encoding() {
    let feed = "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><title>Вести</title>\
                <item><title>Визит</title><description>Министр прибыл.</description></item></channel></rss>";
    let came = from_file("a.xml", encoding_rs::WINDOWS_1251.encode(feed).0);
    assert_eq!(came.texts(), ["Министр прибыл."]);
    assert_eq!(came.items[0].outlets, ["Вести"]);
}

#[test]
fn pages_markdown_and_plain_text() {
    let came = from_file("a.html", "<html><body>x</body></html>");
    assert!(matches!(&came.items[0].body, Body::Html(html) if html.contains("<body>x")));
    let page = "<html><meta charset=koi8-r><p>Министр прибыл.</html>";
    let came = from_file("b.html", encoding_rs::KOI8_R.encode(page).0);
    assert_eq!(came.texts(), [page]);
    let came = from_file(
        "2025-01-06-talks.md",
        "---\ntitle: T\ndate: 2025-01-07\n---\n# H\n\nThe **text**.\n",
    );
    assert_eq!(came.texts()[0].split_whitespace().collect::<Vec<_>>(), ["H", "The", "text."]);
    assert_eq!(came.items[0].title.as_deref(), Some("T"));
    assert_eq!(came.items[0].published.as_deref(), Some("2025-01-07"));
    assert_eq!(came.items[0].inferred.as_deref(), Some("2025-01-06"));
    let came = from_file("a.txt", "Just words.\n\nAnd more.");
    assert_eq!(came.texts(), ["Just words.\n\nAnd more."]);
}
