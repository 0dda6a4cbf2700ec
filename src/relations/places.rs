//! Where places lie, for pictures of where things happened.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A point of the earth, in degrees: north and east are positive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) latitude: f64,
    pub(crate) longitude: f64,
}

/// The point of each name, with the code of the country that `data/places.tsv` files it under. No name stands
/// under two countries: `data/countries.tsv` tells them apart ("Tripoli, Lebanon").
fn places() -> &'static BTreeMap<&'static str, (&'static str, Point)> {
    static PLACES: OnceLock<BTreeMap<&'static str, (&'static str, Point)>> = OnceLock::new();
    PLACES.get_or_init(|| {
        let line = |line: &'static str| {
            let mut columns = line.split('\t');
            let (name, code) = (columns.next()?, columns.next()?);
            let (latitude, longitude) =
                (columns.next()?.parse().ok()?, columns.next()?.parse().ok()?);
            Some((name, (code, Point { latitude, longitude })))
        };
        include_str!("../../data/places.tsv").lines().skip(1).filter_map(line).collect()
    })
}

/// Where the place of this name lies; `None` where that is not known.
pub(crate) fn point(name: &str) -> Option<Point> {
    places().get(name).map(|(_, point)| *point)
}

/// The middle of the known places of a country: of half of them it lies north, of half of them east.
pub(crate) fn middle(code: &str) -> Option<Point> {
    let all = places().values().filter(|(of, _)| *of == code);
    let (mut north, mut east): (Vec<f64>, Vec<f64>) =
        all.map(|(_, p)| (p.latitude, p.longitude)).unzip();
    north.sort_by(f64::total_cmp);
    east.sort_by(f64::total_cmp);
    let half = north.len() / 2;
    Some(Point { latitude: *north.get(half)?, longitude: *east.get(half)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;

    #[test]
    fn every_line_is_a_point_of_a_known_country() {
        let text = include_str!("../../data/places.tsv");
        let lines: Vec<&str> = text.lines().skip(1).collect();
        assert_eq!(places().len(), lines.len(), "each name once, each line a point");
        assert!(lines.is_sorted_by(|a, b| a.split('\t').next() < b.split('\t').next()));
        for (name, (code, point)) in places() {
            assert_ne!(Lexicon::embedded().name_of(code), *code, "{name}: {code}");
            assert!(point.latitude.abs() < 85.0 && point.longitude.abs() <= 180.0, "{name}");
        }
        let grozny = point("Grozny").map(|p| (p.latitude.round(), p.longitude.round()));
        assert_eq!(grozny, Some((43.0, 46.0)));
        assert_eq!(point("Atlantis"), None);
    }

    #[test]
    fn the_middle_of_a_country_is_in_it() {
        let ukraine = middle("UKR").unwrap();
        assert!((46.0..51.0).contains(&ukraine.latitude), "{ukraine:?}");
        assert!((28.0..38.0).contains(&ukraine.longitude), "{ukraine:?}");
        assert_eq!(middle("???"), None);
    }
}
