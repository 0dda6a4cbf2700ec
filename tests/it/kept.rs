//! Kept questions: what changed since, and where it is told.

use crate::bring::post;
use crate::harness::{Place, parse};
use crate::http::{Answer, Server, place};
use crate::server;

const LATER: &str = "{\"url\": \"https://post.example/9\", \"title\": \"Envoys\", \"date\": \"2021-05-05\", \"lang\": \"en\", \
                     \"outlet\": \"Post\", \"text\": \"Norway expelled two Swedish <b>diplomats</b> from Oslo.\"}\n";

fn act(server: &Server, body: &str) -> Answer {
    post(server, "/kept", "application/x-www-form-urlencoded", "", body)
}

#[test]
fn what_changed_since_is_shown_until_it_was_seen() {
    let place = place();
    let server = Server::of(&place);
    assert!(server.page("/kept").contains("None yet"));
    assert_eq!(server.ask("/changes?q=Norway+vs+Sweden", "").status, 400, "not kept");
    assert!(server.page("/overview?q=Norway+vs+Sweden").contains("Keep this question"));
    let kept = act(&server, "act=keep&q=Norway+vs+Sweden");
    assert_eq!(kept.status, 303, "{}", kept.body);
    assert!(server.page("/kept").contains("Norway vs Sweden"));
    assert!(server.page("/changes?q=Norway+vs+Sweden").contains("Nothing changed"));

    place.add("later.jsonl", LATER);
    let page = server.page("/changes?q=Norway+vs+Sweden");
    assert!(page.contains("expelled two Swedish") && !page.contains("<b>"), "{page}");
    let link = page.split("href=\"/document/").nth(1).unwrap().split('"').next().unwrap();
    assert!(server.page(&format!("/document/{link}")).contains("<mark id=\"at\">"));

    assert_eq!(act(&server, "act=seen&q=Norway+vs+Sweden").status, 303);
    assert!(server.page("/changes?q=Norway+vs+Sweden").contains("Nothing changed"));
    assert_eq!(act(&server, "act=remove&q=Norway+vs+Sweden").status, 303);
    assert_eq!(act(&server, "act=remove&q=Norway+vs+Sweden").status, 400);
    assert!(server.page("/kept").contains("None yet"));

    assert_eq!(act(&server, "act=keep&q=Atlantis").status, 400);
    assert_eq!(act(&server, "act=keep&q=Norway+vs+Sweden&hook=ftp%3A%2F%2Fx").status, 400);
    assert_eq!(act(&server, "q=%FF").status, 400);
    let bare = Place::new();
    let server = Server::of(&bare);
    assert_eq!(act(&server, "act=keep&q=Russia").status, 400, "the sample does not change");
}

#[test]
fn a_saved_overview_stays_as_it_was() {
    let place = place();
    let server = Server::of(&place);
    let save = |query: &str| {
        post(&server, &format!("/saved?{query}"), "application/x-www-form-urlencoded", "", "")
    };
    assert!(server.page("/overview?q=Norway+vs+Sweden").contains("Save at a lasting address"));
    let saved = save("q=Norway+vs+Sweden&since=2021-03");
    assert_eq!(saved.status, 303, "{}", saved.body);
    let at = saved.header("location").unwrap().to_owned();
    assert_eq!(save("q=Norway+vs+Sweden&since=2021-03").header("location"), Some(at.as_str()));
    let before = server.page(&at);
    assert!(
        before.contains("rammed the Norwegian ferry") && before.contains("/document/"),
        "{before}"
    );
    let json = server.page(&format!("{at}.json"));
    assert!(server.page(&format!("{at}.md")).contains("rammed the Norwegian ferry"));
    assert!(server.page(&format!("{at}/changes")).contains("Nothing changed"));

    place.add("later.jsonl", LATER);
    assert_eq!(server.page(&at), before);
    assert_eq!(server.page(&format!("{at}.json")), json);
    assert!(server.page(&format!("{at}/changes")).contains("expelled two Swedish"));
    let address = at.strip_prefix("/saved/").unwrap();
    let again = place.expect(0, &["reproduce", address, "--format", "json"]);
    assert_eq!(again.out, json, "the command line makes the same bytes again");

    for odd in
        ["00", "../bilateral", &format!("{address}.exe"), &address.to_uppercase(), &"0".repeat(64)]
    {
        assert_eq!(server.ask(&format!("/saved/{odd}"), "").status, 404, "{odd}");
    }
    assert_eq!(save("q=Atlantis").status, 400);
    let bare = Place::new();
    let server = Server::of(&bare);
    let refused = post(&server, "/saved?q=Russia", "application/x-www-form-urlencoded", "", "");
    assert_eq!(refused.status, 400, "the sample keeps nothing");
}

#[test]
fn changes_are_sent_once_and_again_where_they_were_not_taken() {
    let place = place();
    let desk = server::Server::new(|asked| {
        let status = if asked.path == "/broken" { 500 } else { 200 };
        server::answer(status, &[], "")
    });
    let empty = "<rss version='2.0'><channel><title>Star</title></channel></rss>";
    let feed = server::Server::new(move |asked| match asked.path.as_str() {
        "/robots.txt" => server::answer(404, &[], ""),
        _ => server::answer(200, &[], empty),
    });
    place.expect(0, &["follow", "add", "--local", &feed.at("/rss")]);
    let hook = |path: &str| desk.at(path).replace(':', "%3A").replace('/', "%2F");
    {
        let server = Server::with(&place, &["--local"]);
        let keep = |question: &str, path: &str| {
            let body = format!("act=keep&q={question}&hook={}", hook(path));
            assert_eq!(act(&server, &body).status, 303);
        };
        keep("Norway+vs+Sweden", "/desk");
        keep("Sweden", "/broken");
    }
    place.run(&["update", "--all"]);
    assert!(desk.asked().is_empty(), "nothing changed");
    place.add("later.jsonl", LATER);
    let ran = place.run(&["update", "--all"]);
    assert!(
        ran.err.contains("changes sent") && ran.err.contains("could not be sent"),
        "{}",
        ran.err
    );
    let told = desk.asked();
    let sent: Vec<_> = told.iter().filter(|asked| asked.path == "/desk").collect();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].headers["content-type"], "application/json");
    let changes = parse(&sent[0].body);
    assert_eq!(changes["question"], "Norway vs Sweden");
    assert!(changes["changes"].to_string().contains("expelled two Swedish"), "{changes}");
    place.run(&["update", "--all"]);
    let paths = desk.paths();
    let count = |path: &str| paths.iter().filter(|one| *one == path).count();
    assert_eq!((count("/desk"), count("/broken")), (1, 2), "what was taken is not sent again");
    let server = Server::of(&place);
    assert!(server.page("/kept").contains("the last time:"));
}
