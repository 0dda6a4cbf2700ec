//! Hashes that are the same on every machine: they are part of the model file's meaning.

/// Folds `next` into `hash`.
pub fn mix(hash: u64, next: u64) -> u64 {
    (hash ^ next).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

/// Hash of a string: FNV-1a, stirred.
pub fn text(text: &str) -> u64 {
    let start = 0xCBF2_9CE4_8422_2325;
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    mix(text.bytes().fold(start, fnv), 0x5EED)
}
