//! The coasts of the world, cut to a picture. Lines between states are left out: many are disputed.

use std::fmt::Write;
use std::sync::OnceLock;

/// Steps of `data/land.txt` in a degree.
const STEPS: f64 = 20.0;

/// The part of the earth that a picture shows, in degrees, and its size in the picture's units.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) west: f64,
    pub(super) east: f64,
    pub(super) south: f64,
    pub(super) north: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Frame {
    /// Where a point stands in the picture, from its left and its top.
    pub(super) fn place(&self, longitude: f64, latitude: f64) -> (f64, f64) {
        (
            (longitude - self.west) / (self.east - self.west) * self.width,
            (self.north - latitude) / (self.north - self.south) * self.height,
        )
    }

    /// Whether a point is in the picture.
    pub(super) fn holds(&self, longitude: f64, latitude: f64) -> bool {
        (self.west..=self.east).contains(&longitude)
            && (self.south..=self.north).contains(&latitude)
    }
}

type Corner = (f64, f64);

/// Each coast as a ring of longitudes and latitudes.
fn rings() -> &'static [Vec<Corner>] {
    static RINGS: OnceLock<Vec<Vec<Corner>>> = OnceLock::new();
    RINGS.get_or_init(|| include_str!("../../../data/land.txt").lines().map(ring).collect())
}

/// Reads steps: the first corner, then each from the one before.
fn ring(line: &str) -> Vec<Corner> {
    let mut at = (0.0, 0.0);
    let mut out = Vec::new();
    for step in line.split(' ') {
        let Some((x, y)) = step.split_once(',') else { continue };
        if let (Ok(x), Ok(y)) = (x.parse::<f64>(), y.parse::<f64>()) {
            at = (at.0 + x, at.1 + y);
            out.push((at.0 / STEPS, at.1 / STEPS));
        }
    }
    out
}

/// The land in the frame as the data of one SVG path, to be filled by the even-odd rule.
pub(super) fn path(frame: &Frame) -> String {
    let mut out = String::new();
    for ring in rings() {
        let cut = cut(ring, frame);
        for (at, (longitude, latitude)) in cut.iter().enumerate() {
            let (x, y) = frame.place(*longitude, *latitude);
            let _ = write!(out, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
        }
        if !cut.is_empty() {
            out.push('Z');
        }
    }
    out
}

/// What of a ring lies in the frame: cut at one side after the other (Sutherland and Hodgman 1974).
fn cut(ring: &[Corner], frame: &Frame) -> Vec<Corner> {
    let sides: [(f64, bool, bool); 4] = [
        (frame.west, true, true),
        (frame.east, true, false),
        (frame.south, false, true),
        (frame.north, false, false),
    ];
    let mut out = ring.to_vec();
    for (limit, across, least) in sides {
        let of = |corner: &Corner| if across { corner.0 } else { corner.1 };
        let inside =
            |corner: &Corner| if least { of(corner) >= limit } else { of(corner) <= limit };
        let mut kept = Vec::with_capacity(out.len());
        for (at, corner) in out.iter().enumerate() {
            let before = &out[(at + out.len() - 1) % out.len()];
            if inside(corner) != inside(before) {
                let share = (limit - of(before)) / (of(corner) - of(before));
                let between = |a: f64, b: f64| a + share * (b - a);
                kept.push((between(before.0, corner.0), between(before.1, corner.1)));
            }
            if inside(corner) {
                kept.push(*corner);
            }
        }
        out = kept;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame =
        Frame { west: 0.0, east: 10.0, south: 0.0, north: 10.0, width: 100.0, height: 100.0 };

    #[test]
    fn a_ring_is_cut_at_the_frame() {
        let ring = [(-5.0, 5.0), (5.0, 5.0), (5.0, 15.0), (-5.0, 15.0)];
        assert_eq!(cut(&ring, &FRAME), [(0.0, 10.0), (0.0, 5.0), (5.0, 5.0), (5.0, 10.0)]);
        assert!(cut(&[(20.0, 5.0), (30.0, 5.0), (30.0, 6.0)], &FRAME).is_empty());
        let around = [(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)];
        assert_eq!(cut(&around, &FRAME).len(), 4, "a frame inland is all land");
    }

    #[test]
    fn coasts_are_where_they_are() {
        assert!(rings().len() > 300 && rings().iter().all(|ring| ring.len() > 3));
        let is_land = |longitude: f64, latitude: f64| {
            // A line to the east crosses coasts an odd number of times.
            let crossed = |ring: &Vec<Corner>| {
                let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
                pairs
                    .filter(|((_, a), (_, b))| (*a > latitude) != (*b > latitude))
                    .filter(|((xa, a), (xb, b))| {
                        xa + (latitude - a) / (b - a) * (xb - xa) > longitude
                    })
                    .count()
            };
            rings().iter().map(crossed).sum::<usize>() % 2 == 1
        };
        for (longitude, latitude, land) in [
            (30.5, 50.4, true),
            (37.6, 55.7, true),
            (34.0, 43.5, false),
            (34.3, 45.3, true),
            (51.0, 41.0, false),
            (-40.0, 30.0, false),
            (133.0, -25.0, true),
        ] {
            assert_eq!(is_land(longitude, latitude), land, "{longitude} {latitude}");
        }
    }
}
