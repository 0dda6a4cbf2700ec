//! Sums of products of 16-bit numbers, sixteen outputs at once, in registers as wide as the machine has.
//!
//! Products and sums are whole numbers: they are the same however many are worked out at once.

use bytemuck::cast;
use wide::{i16x8, i32x4};

/// Outputs that are worked out together.
pub const WIDE: usize = 16;

/// The weights of two inputs for each of sixteen outputs, output by output.
pub type Line = [i16; 2 * WIDE];

/// What a machine can do.
pub trait Lanes: Copy {
    /// Sixteen sums.
    type Sums: Copy;
    /// Rows worked on together: as many as the registers hold. 1, 2, 4 or 8.
    const HIGH: usize;

    fn nothing(self) -> Self::Sums;

    /// Adds to each sum the products of two inputs, which stand in one number, with its two weights.
    fn add(self, sums: Self::Sums, inputs: i32, weights: &Line) -> Self::Sums;

    fn each(sums: Self::Sums) -> [i32; WIDE];
}

/// What is done with the widest lanes there are.
pub trait Work {
    fn run<L: Lanes>(self, lanes: L);
}

/// Does it.
pub fn widest(work: impl Work) {
    #[cfg(target_arch = "x86_64")]
    {
        use pulp::x86::{V3, V4};
        if let Some(lanes) = V4::try_new() {
            return lanes.vectorize(Task { work, lanes });
        }
        if let Some(lanes) = V3::try_new() {
            return lanes.vectorize(Task { work, lanes });
        }
    }
    work.run(Narrow);
}

/// Work on real numbers, compiled for what the machine has. The order of sums is that of the source: no
/// product is fused with a sum unless it is written so.
#[inline(always)]
pub fn spread<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

#[cfg(target_arch = "x86_64")]
struct Task<W, L> {
    work: W,
    lanes: L,
}

#[cfg(target_arch = "x86_64")]
impl<W: Work, L: Lanes> pulp::NullaryFnOnce for Task<W, L> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.work.run(self.lanes);
    }
}

/// Four at once: every machine.
#[derive(Debug, Clone, Copy)]
pub struct Narrow;

impl Lanes for Narrow {
    type Sums = [i32x4; 4];
    const HIGH: usize = 2;

    #[inline(always)]
    fn nothing(self) -> Self::Sums {
        [i32x4::splat(0); 4]
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, inputs: i32, weights: &Line) -> Self::Sums {
        let inputs: i16x8 = cast(i32x4::splat(inputs));
        let weights: [i16x8; 4] = cast(*weights);
        std::array::from_fn(|at| sums[at] + inputs.dot(weights[at]))
    }

    #[inline(always)]
    fn each(sums: Self::Sums) -> [i32; WIDE] {
        cast(sums)
    }
}

/// AVX2.
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V3 {
    type Sums = [pulp::u32x8; 2];
    const HIGH: usize = 4;

    #[inline(always)]
    fn nothing(self) -> Self::Sums {
        [self.splat_u32x8(0); 2]
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, inputs: i32, weights: &Line) -> Self::Sums {
        let inputs: pulp::i16x16 = cast(self.splat_i32x8(inputs));
        let weights: [pulp::i16x16; 2] = cast(*weights);
        std::array::from_fn(|at| {
            let products = self.multiply_wrapping_add_adjacent_i16x16(inputs, weights[at]);
            pulp::Simd::add_u32s(self, sums[at], cast(products))
        })
    }

    #[inline(always)]
    fn each(sums: Self::Sums) -> [i32; WIDE] {
        cast(sums)
    }
}

/// AVX-512.
#[cfg(target_arch = "x86_64")]
impl Lanes for pulp::x86::V4 {
    type Sums = pulp::u32x16;
    const HIGH: usize = 8;

    #[inline(always)]
    fn nothing(self) -> Self::Sums {
        self.splat_u32x16(0)
    }

    #[inline(always)]
    fn add(self, sums: Self::Sums, inputs: i32, weights: &Line) -> Self::Sums {
        let inputs: pulp::i16x32 = cast(self.splat_i32x16(inputs));
        let products = self.multiply_wrapping_add_adjacent_i16x32(inputs, cast(*weights));
        pulp::Simd::add_u32s(self, sums, cast(products))
    }

    #[inline(always)]
    fn each(sums: Self::Sums) -> [i32; WIDE] {
        cast(sums)
    }
}
