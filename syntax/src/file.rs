//! Reading the bytes of a model file without trusting them.

/// What is wrong with a model file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damaged(pub &'static str);

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "the model of syntax is damaged: {}", self.0)
    }
}

/// The bytes not read yet.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All that is left.
    pub fn rest(&self) -> &'a [u8] {
        self.0
    }

    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Damaged("it ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn byte(&mut self) -> Result<u8, Damaged> {
        Ok(self.take(1)?[0])
    }

    /// 32 bits, little endian, as are all numbers of the file.
    pub fn number(&mut self) -> Result<u32, Damaged> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// 64 bits.
    pub fn long(&mut self) -> Result<u64, Damaged> {
        Ok(u64::from(self.number()?) | u64::from(self.number()?) << 32)
    }

    /// A finite number of 32 bits.
    pub fn real(&mut self) -> Result<f32, Damaged> {
        let real = f32::from_bits(self.number()?);
        if real.is_finite() { Ok(real) } else { Err(Damaged("a weight is no number")) }
    }

    pub fn reals(&mut self, count: usize) -> Result<Vec<f32>, Damaged> {
        (0..count).map(|_| self.real()).collect()
    }

    /// A stretch that is preceded by its length.
    pub fn part(&mut self) -> Result<Self, Damaged> {
        let length = self.number()? as usize;
        Ok(Self(self.take(length)?))
    }

    /// Text that is preceded by its length.
    pub fn text(&mut self) -> Result<&'a str, Damaged> {
        let part = self.part()?;
        std::str::from_utf8(part.0).map_err(|_| Damaged("a part that should be text is not"))
    }
}

/// Appends text with its length.
pub fn write_text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u32).to_le_bytes());
    out.extend(text.as_bytes());
}
