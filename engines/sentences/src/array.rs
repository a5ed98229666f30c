//! Arrays as NumPy writes them (`.npy`, versions 1 to 3).

/// Most bytes before the values.
pub const MOST_HEADER: u64 = 4_096;

const MAGIC: &[u8] = b"\x93NUMPY";

/// What an array may hold.
pub trait Element: Sized {
    /// Its name in the file.
    const TYPE: &'static str;
    /// Bytes of one.
    const BYTES: usize;
    /// From its bytes.
    fn of(bytes: &[u8]) -> Self;
}

impl Element for u8 {
    const TYPE: &'static str = "|u1";
    const BYTES: usize = 1;

    fn of(bytes: &[u8]) -> Self {
        bytes[0]
    }
}

impl Element for f32 {
    const TYPE: &'static str = "<f4";
    const BYTES: usize = 4;

    fn of(bytes: &[u8]) -> Self {
        Self::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
    }
}

impl Element for f64 {
    const TYPE: &'static str = "<f8";
    const BYTES: usize = 8;

    fn of(bytes: &[u8]) -> Self {
        let mut all = [0; 8];
        all.copy_from_slice(bytes);
        Self::from_le_bytes(all)
    }
}

/// An array, its values not read yet.
pub struct Array<'a> {
    kind: String,
    is_by_columns: bool,
    shape: String,
    values: &'a [u8],
}

impl<'a> Array<'a> {
    /// Reads the header; nothing when it is none.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (major, rest) = (*rest.first()?, rest.get(2..)?);
        let (length, rest) = match major {
            1 => (usize::from(u16::from_le_bytes([*rest.first()?, *rest.get(1)?])), rest.get(2..)?),
            2 | 3 => (u32::from_le_bytes(rest.get(..4)?.try_into().ok()?) as usize, rest.get(4..)?),
            _ => return None,
        };
        let header = std::str::from_utf8(rest.get(..length)?).ok()?;
        let after = |key: &str| header.split_once(key).map(|(_, rest)| rest.trim_start());
        let kind = after("'descr':")?.strip_prefix('\'')?.split_once('\'')?.0.to_owned();
        let order = after("'fortran_order':")?;
        let is_by_columns = order.starts_with("True");
        if !is_by_columns && !order.starts_with("False") {
            return None;
        }
        let shape = after("'shape':")?.strip_prefix('(')?.split_once(')')?.0;
        let shape = shape.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
        Some(Self { kind, is_by_columns, shape, values: rest.get(length..)? })
    }

    /// The values, row by row, when type and shape are those; otherwise what was wanted and what is there.
    pub fn values<T: Element>(&self, shape: &[usize]) -> Result<Vec<T>, (String, String)> {
        let wanted = match shape {
            [only] => format!("{only},"),
            many => many.iter().map(usize::to_string).collect::<Vec<_>>().join(","),
        };
        let count: usize = shape.iter().product();
        let is_right = self.kind == T::TYPE && !self.is_by_columns && self.shape == wanted;
        if !is_right || self.values.len() != count * T::BYTES {
            let order = if self.is_by_columns { " par colonnes" } else { "" };
            let found = format!("{} ({}){order}, {} octets", self.kind, self.shape, self.values.len());
            return Err((format!("{} ({wanted}), {} octets", T::TYPE, count * T::BYTES), found));
        }
        Ok(self.values.chunks_exact(T::BYTES).map(T::of).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(header: &str, values: &[u8]) -> Vec<u8> {
        let mut made = MAGIC.to_vec();
        made.extend([1, 0]);
        made.extend((header.len() as u16).to_le_bytes());
        made.extend(header.as_bytes());
        made.extend(values);
        made
    }

    #[test]
    fn what_numpy_writes_is_read_and_nothing_else() {
        let good =
            written("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", &[0, 0, 128, 63, 0, 0, 0, 64]);
        let read = Array::read(&good).expect("an array");
        assert_eq!(read.values::<f32>(&[2, 1]), Ok(vec![1.0, 2.0]));
        assert!(read.values::<f32>(&[1, 2]).is_err() && read.values::<u8>(&[2, 1]).is_err());
        for end in 0..good.len() - 8 {
            assert!(Array::read(&good[..end]).is_none(), "{end}");
        }
        assert!(Array::read(&good[..good.len() - 1]).expect("an array").values::<f32>(&[2, 1]).is_err());
        let turned = written("{'descr': '|u1', 'fortran_order': True, 'shape': (1,), }", &[7]);
        assert!(
            Array::read(&turned).expect("an array").values::<u8>(&[1]).is_err_and(|told| told.1.contains("colonnes"))
        );
        let plain = written("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", &[7]);
        assert_eq!(Array::read(&plain).expect("an array").values::<u8>(&[1]), Ok(vec![7]));
    }
}
