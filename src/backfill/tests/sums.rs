//! Files of GDELT held against its lists of sums.

use md5::{Digest, Md5};

use super::*;

fn sum(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

const TODAY: Day = Day::constant(2025, 6, 10);
const THREE: (Day, Day) = (Day::constant(2025, 6, 1), Day::constant(2025, 6, 3));

#[test]
fn a_file_that_differs_is_fetched_once_more_and_never_taken() {
    let asked_of_second = Arc::new(AtomicUsize::new(0));
    let server = Server::new(move |asked| {
        let day = asked.path.get(8..16).unwrap_or("20250601");
        let file = packed(day);
        match asked.path.as_str() {
            "/events/md5sums" => {
                let line = |day: &str, sum: String| format!("{sum}  {day}.export.CSV.zip\n");
                let first = line("20250601", sum(&packed("20250601")));
                let second = line("20250602", sum(&packed("20250602")));
                answer(200, &[], first + "no line\n" + &second + &line("20250603", sum(b"other")))
            }
            // Cut once, then whole.
            "/events/20250602.export.CSV.zip"
                if asked_of_second.fetch_add(1, Ordering::SeqCst) == 0 =>
            {
                answer(200, &[], &file[..file.len() / 2])
            }
            _ => answer(200, &[], file),
        }
    });
    let place = Place::new();
    let told = place.gdelt(&server, TODAY, THREE, Wanted::default(), None);
    assert_eq!((told.summary.added, told.unchecked, told.differing), (46, 0, 1));
    assert_eq!(told.differing_names, ["20250603.export.CSV.zip"]);
    let asked = server.asked().len();
    assert_eq!(asked, 1 + 1 + 2 + 2, "the list once, the whole file once, the others twice");
    let again = place.gdelt(&server, TODAY, THREE, Wanted::default(), None);
    assert_eq!((again.before, again.differing, again.summary.added), (2, 1, 0));
}

#[test]
fn the_lines_of_a_day_are_found_in_a_long_list_and_its_files_checked() {
    let name = "20250602001500.export.CSV.zip";
    let server = Server::new(move |asked| match asked.path.as_str() {
        "/gdeltv2/masterfilelist.txt" => {
            let mut list = String::new();
            for day in Day::constant(2024, 1, 1).series(jiff::Span::new().days(1)).take(700) {
                for time in ["001500", "120000"] {
                    let stamp =
                        format!("{:04}{:02}{:02}{time}", day.year(), day.month(), day.day());
                    let sum = sum(if day == Day::constant(2025, 6, 2) { b"a" } else { b"b" });
                    list +=
                        &format!("1 {sum} http://g/gdeltv2/{stamp}.export.CSV.zip\nshort line\n");
                }
            }
            assert!(list.len() > 100_000, "longer than what is read at once");
            answer(200, &[], list)
        }
        // One whose sum fits, one whose sum does not, one that is in no list.
        "/gdeltv2/20250602001500.export.CSV.zip" => answer(200, &[], "a"),
        "/gdeltv2/20250602120000.export.CSV.zip" => answer(200, &[], "b"),
        "/gdeltv2/20250602123000.export.CSV.zip" => answer(200, &[], "c"),
        _ => answer(404, &[], ""),
    });
    let place = Place::new();
    let day = (Day::constant(2025, 6, 2), Day::constant(2025, 6, 2));
    let told = place.gdelt(&server, TODAY, day, Wanted { fine: true, ..Wanted::default() }, None);
    assert_eq!(told.ended, None);
    assert_eq!((told.unchecked, told.differing), (1, 1));
    assert_eq!(told.differing_names, ["20250602120000.export.CSV.zip"]);
    let times =
        |name: &str| server.asked().iter().filter(|asked| asked.path.ends_with(name)).count();
    assert_eq!((times(name), times("20250602120000.export.CSV.zip")), (1, 2));
}
