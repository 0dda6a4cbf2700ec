//! An overview as one HTML page: no script, no address but the sources'.

use std::fmt::Write;

use super::markdown::is_web;
use super::{closing, point_note, reference_line, sample_note, stand};
use crate::overview::wording::point_day;
use crate::overview::{Overview, Point, Sentence};

/// The style of an overview.
pub(in crate::faces) const STYLE: &str = include_str!("page.css");

/// A complete page that reads in light and dark, on a phone and on paper.
pub(crate) fn render(overview: &Overview) -> String {
    let title = escape(&overview.title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – Bilateral</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{}</main>\n</body>\n</html>\n",
        content(overview, Cites::Below)
    )
}

/// Where a citation leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::faces) enum Cites {
    /// To the quotation below, in the same page.
    Below,
    /// To the page of the document, at the exact words.
    Pages,
}

/// What stands in the page of an overview.
pub(in crate::faces) fn content(overview: &Overview, cites: Cites) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "<h1>{}</h1>\n<p class=\"stand\">{}</p>\n",
        escape(&overview.title),
        escape(&stand(overview))
    );
    let sentences = |list: &[Sentence]| sentences(list, overview, cites);
    out.push_str("<div class=\"sides\">\n<div>\n");
    if let Some(note) = sample_note(overview) {
        let _ = writeln!(out, "<p class=\"stand\">{}</p>", escape(note));
    }
    if !overview.lead.is_empty() {
        let _ = writeln!(out, "<p class=\"lead\">{}</p>", sentences(&overview.lead));
    }
    for section in &overview.sections {
        let _ = writeln!(out, "<section>\n<h2>{}</h2>", escape(&section.heading));
        if !section.course.is_empty() {
            let _ = writeln!(out, "<p>{}</p>", sentences(&section.course));
        }
        out.push_str("<ul>\n");
        section.points.iter().for_each(|p| render_point(&mut out, p, overview, cites));
        out.push_str("</ul>\n</section>\n");
    }
    for line in closing(overview) {
        let _ = writeln!(out, "<p class=\"stand\">{}</p>", escape(&line));
    }
    out.push_str("</div>\n<aside class=\"sources\" aria-label=\"Evidence\" tabindex=\"0\">\n");
    references(&mut out, overview);
    methods(&mut out, overview);
    out.push_str("</aside>\n</div>\n");
    out
}

/// The sentences that are ours, in the order of the page.
fn computed(overview: &Overview) -> Vec<&Sentence> {
    let courses = overview.sections.iter().flat_map(|s| &s.course);
    let points = overview.sections.iter().flat_map(|s| &s.points).flat_map(|p| &p.sentences);
    let all = overview.lead.iter().chain(courses).chain(points);
    all.filter(|s| s.citations.is_empty() && s.computed.is_some()).collect()
}

/// How each sentence of ours was computed: the method, and every number and name that went in.
fn methods(out: &mut String, overview: &Overview) {
    let all = computed(overview);
    if all.is_empty() {
        return;
    }
    out.push_str("<h2>Computed</h2>\n<ol class=\"references\">\n");
    for (at, sentence) in all.iter().enumerate() {
        let Some(how) = &sentence.computed else { continue };
        let inputs: Vec<String> =
            how.inputs.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        let _ = writeln!(
            out,
            "<li id=\"c{}\"><blockquote>{}</blockquote>{}. <span class=\"note\">{}</span></li>",
            at + 1,
            escape(&sentence.text),
            escape(&how.method),
            escape(&inputs.join("; "))
        );
    }
    out.push_str("</ol>\n");
}

fn render_point(out: &mut String, point: &Point, overview: &Overview, cites: Cites) {
    let day = format!(" <span class=\"day\">({})</span>", escape(&point_day(point)));
    let _ = writeln!(
        out,
        "<li><strong>{}</strong>{day}: {} <span class=\"note\">({})</span></li>",
        escape(&point.label),
        sentences(&point.sentences, overview, cites),
        escape(&point_note(point))
    );
}

fn sentences(list: &[Sentence], overview: &Overview, cites: Cites) -> String {
    let parts: Vec<String> = list.iter().map(|s| sentence(s, overview, cites)).collect();
    parts.join(" ")
}

fn sentence(s: &Sentence, overview: &Overview, cites: Cites) -> String {
    let told_by =
        s.told_by.as_ref().map(|t| format!("<em>{}:</em> ", escape(t))).unwrap_or_default();
    if s.citations.is_empty() && s.computed.is_some() {
        // The mark leads to the method and the numbers.
        let at =
            computed(overview).iter().position(|other| std::ptr::eq(*other, s)).unwrap_or(0) + 1;
        return format!(
            "{} <a class=\"cite\" href=\"#c{at}\" title=\"computed: method and numbers\">⊙</a>",
            escape(&s.text)
        );
    }
    let links: String = s
        .citations
        .iter()
        .map(|c| {
            let n = c.reference + 1;
            match cites {
                Cites::Below => format!("<a class=\"cite\" href=\"#r{n}-{}\">[{n}]</a>", c.start),
                Cites::Pages => {
                    let outlets = overview.references.get(c.reference).map(|r| r.outlets.join(", "));
                    format!(
                        "<a class=\"cite\" href=\"/document/{}?at={}-{}#at\" title=\"{}: the exact words\">[{n}]</a>",
                        escape(&c.key),
                        c.start,
                        c.end,
                        escape(&outlets.unwrap_or_default())
                    )
                }
            }
        })
        .collect();
    format!("{told_by}{} {links}", escape(&s.text))
}

/// Each reference with the spans cited, so that a citation leads to the exact words.
fn references(out: &mut String, overview: &Overview) {
    if overview.references.is_empty() {
        return;
    }
    out.push_str("<h2>References</h2>\n<ol class=\"references\">\n");
    for (at, reference) in overview.references.iter().enumerate() {
        let n = at + 1;
        let _ = write!(out, "<li id=\"r{n}\" value=\"{n}\">{}", escape(&reference_line(reference)));
        for address in reference.url.iter().chain(&reference.also).filter(|a| is_web(a)) {
            let address = escape(address);
            let _ =
                write!(out, "<br><a href=\"{address}\" rel=\"noopener nofollow\">{address}</a>");
        }
        let mut quoted = Vec::new();
        let cited = overview
            .sections
            .iter()
            .flat_map(|s| &s.points)
            .flat_map(|p| &p.sentences)
            .flat_map(|s| &s.citations);
        for citation in cited.filter(|c| c.reference == at) {
            if !quoted.contains(&citation.start) {
                quoted.push(citation.start);
                let _ = write!(
                    out,
                    "<blockquote id=\"r{n}-{}\">{} <span class=\"note\">bytes {}–{} of text {}</span></blockquote>",
                    citation.start,
                    escape(&citation.quote),
                    citation.start,
                    citation.end,
                    citation.key.get(..12).unwrap_or(&citation.key)
                );
            }
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

/// Text as HTML shows it, also inside of attributes.
pub(in crate::faces) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_source_becomes_markup() {
        assert_eq!(escape("<b onclick='x'>&\""), "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;");
    }
}
