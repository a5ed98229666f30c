//! Signatures inside PDFs. What a signature covers is said by `/ByteRange`, in plain bytes of the file: the signature cannot be
//! anywhere but in the place that range leaves out, so nothing else of the file need be understood.

use crate::certificate::Certificate;
use crate::seal::{Coverage, Seal, Unread};
use crate::{SignedFormat, signed};

/// Signatures of a file that are looked at.
const MOST: usize = 20;

/// Bytes before and after a range where its dictionary is looked for.
const AROUND: usize = 4_096;

/// The signature detached inside a PDF.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pades;

impl SignedFormat for Pades {
    fn name(&self) -> &'static str {
        "PDF signé (PAdES)"
    }

    fn seals(&self, file: &[u8], trusted: &[Certificate], now: i64) -> Vec<Seal> {
        let mut fields: Vec<Field<'_>> = Vec::new();
        for field in ranges(file).filter_map(|at| Field::read(file, at)).take(MOST) {
            if fields.iter().all(|known| known.range != field.range) {
                fields.push(field);
            }
        }
        fields.sort_by_key(|field| field.end());
        fields.iter().map(|field| field.seal(trusted, now)).collect()
    }
}

/// Where ranges are written.
fn ranges(file: &[u8]) -> impl Iterator<Item = usize> + '_ {
    const NAME: &[u8] = b"/ByteRange";
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = file.get(from..)?;
        let at = from + rest.windows(NAME.len()).position(|word| word == NAME)? + NAME.len();
        from = at;
        Some(at)
    })
}

/// A signature as the file carries it.
struct Field<'a> {
    file: &'a [u8],
    range: [usize; 4],
    /// What is written around the range.
    dictionary: Vec<u8>,
}

impl<'a> Field<'a> {
    fn read(file: &'a [u8], at: usize) -> Option<Self> {
        let text = file.get(at..file.len().min(at + 200))?;
        let text = text.trim_ascii_start().strip_prefix(b"[")?;
        let text = std::str::from_utf8(text.split(|byte| *byte == b']').next()?).ok()?;
        let numbers: Vec<usize> = text.split_ascii_whitespace().map_while(|word| word.parse().ok()).collect();
        let range: [usize; 4] = numbers.try_into().ok()?;
        let before = &file[at.saturating_sub(AROUND)..at];
        let opened = before.windows(3).rposition(|word| word == b"obj").map_or(before, |from| &before[from..]);
        let mut dictionary = opened.to_vec();
        // What is before the signature and after it, without it.
        let [_, first, second, _] = range;
        for (from, to) in [(at, first.min(at + AROUND)), (second, second.saturating_add(AROUND))] {
            let part = file.get(from..to.min(file.len())).unwrap_or_default();
            let end = part.windows(6).position(|word| word == b"endobj").unwrap_or(part.len());
            dictionary.extend(&part[..end]);
        }
        Some(Self { file, range, dictionary })
    }

    fn end(&self) -> usize {
        self.range[2].saturating_add(self.range[3])
    }

    /// The two stretches that are signed and what stands between them; none when the range does not hold.
    fn stretches(&self) -> Option<([&'a [u8]; 2], &'a [u8])> {
        let [start, length, second, rest] = self.range;
        if start != 0 || length == 0 || second < length {
            return None;
        }
        let end = second.checked_add(rest)?;
        Some(([self.file.get(..length)?, self.file.get(second..end)?], self.file.get(length..second)?))
    }

    fn coverage(&self) -> Coverage {
        let is_hex = |gap: &[u8]| {
            let inside = gap.strip_prefix(b"<").and_then(|gap| gap.strip_suffix(b">"));
            inside.is_some_and(|inside| inside.iter().all(u8::is_ascii_hexdigit))
        };
        match self.stretches() {
            Some((_, gap)) if is_hex(gap) => match self.file.len() - self.end() {
                0 => Coverage::Whole,
                added => Coverage::Followed(added),
            },
            _ => Coverage::Hole,
        }
    }

    fn seal(&self, trusted: &[Certificate], now: i64) -> Seal {
        let coverage = self.coverage();
        let read = match self.stretches().filter(|_| coverage != Coverage::Hole) {
            _ if !self.is_detached() => Err(Unread::Kind),
            Some((signed, gap)) => signed::read(&bytes_of(gap), &signed, self.declared_at(), trusted, now),
            None => Err(Unread::Broken),
        };
        Seal { coverage, read }
    }

    fn has(&self, word: &[u8]) -> bool {
        self.dictionary.windows(word.len()).any(|found| found == word)
    }

    fn is_detached(&self) -> bool {
        self.has(b"/ETSI.CAdES.detached") || self.has(b"/adbe.pkcs7.detached")
    }

    /// The moment the dictionary says: `/M (D:20260315101112+01'00')`.
    fn declared_at(&self) -> Option<i64> {
        let starts = self.dictionary.windows(2).enumerate().filter(|(_, word)| word == b"/M").map(|(at, _)| at + 2);
        starts.filter_map(|at| self.dictionary.get(at..)).find_map(|rest| {
            let text = literal(rest.trim_ascii_start().strip_prefix(b"(")?);
            moment(text.strip_prefix("D:")?)
        })
    }
}

/// The letters of a string in brackets, up to its end: a sign may be written by its number, as `\072`.
fn literal(bytes: &[u8]) -> String {
    let (mut text, mut rest) = (String::new(), bytes);
    while let [first, after @ ..] = rest {
        rest = after;
        match (first, after) {
            (b')', _) => break,
            (b'\\', digits) if digits.first().is_some_and(|digit| (b'0'..=b'7').contains(digit)) => {
                let count = digits.iter().take(3).take_while(|digit| (b'0'..=b'7').contains(digit)).count();
                let number = digits[..count].iter().fold(0u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
                text.extend(char::from_u32(number & 0xff));
                rest = &digits[count..];
            }
            (b'\\', [sign, after @ ..]) => {
                text.push(char::from(*sign));
                rest = after;
            }
            (sign, _) => text.push(char::from(*sign)),
        }
    }
    text
}

/// What hexadecimal digits say, without the noughts that fill the place.
fn bytes_of(gap: &[u8]) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).map(|value| value as u8);
    let digits: Vec<u8> = gap.iter().filter_map(digit).collect();
    let bytes: Vec<u8> = digits.chunks(2).map(|two| two[0] << 4 | two.get(1).unwrap_or(&0)).collect();
    let length = whole(&bytes).unwrap_or(bytes.len()).min(bytes.len());
    bytes[..length].to_vec()
}

/// The length of the first element of DER, with its head.
fn whole(bytes: &[u8]) -> Option<usize> {
    match *bytes.get(1)? {
        short @ ..=0x7f => Some(2 + usize::from(short)),
        long @ 0x81..=0x84 => {
            let count = usize::from(long - 0x80);
            let length = bytes.get(2..2 + count)?.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            Some(2 + count + length)
        }
        _ => None,
    }
}

/// `20260315101112+01'00'` in seconds since 1970; what is missing is the least it can be.
fn moment(text: &str) -> Option<i64> {
    let part = |from: usize, to: usize, least: i64| match text.get(from..to) {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
        Some(_) => None,
        None => Some(least),
    };
    let (year, month, day) = (part(0, 4, -1)?, part(4, 6, 1)?, part(6, 8, 1)?);
    let (hour, minute, second) = (part(8, 10, 0)?, part(10, 12, 0)?, part(12, 14, 0)?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days since 1970 of a day of the civil calendar, years beginning in March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 719_469;
    let away = match text.get(14..15) {
        Some(sign @ ("+" | "-")) => {
            let (hours, minutes) = (part(15, 17, 0)?, text.get(18..20).and_then(|text| text.parse().ok()).unwrap_or(0));
            (hours * 60 + minutes) * if sign == "+" { 60 } else { -60 }
        }
        _ => 0,
    };
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second - away)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read() {
        assert_eq!(moment("19700101000000Z"), Some(0));
        assert_eq!(moment("20260315101112+01'00'"), Some(1_773_565_872));
        assert_eq!(moment("20000301"), Some(951_868_800));
        assert_eq!(moment("2024"), Some(1_704_067_200));
        assert_eq!((moment(""), moment("2026é"), moment("20261401")), (None, None, None));
    }

    #[test]
    fn strings_are_read_however_they_are_written() {
        assert_eq!(literal(b"D:20260315Z) reste"), "D:20260315Z");
        assert_eq!(literal(b"D\\07220260315\\)\\53)"), "D:20260315)+");
        assert_eq!(
            (literal(b""), literal(b"\\"), literal(b"\\7")),
            (String::new(), "\\".to_owned(), "\u{7}".to_owned())
        );
    }

    #[test]
    fn only_a_signature_may_be_left_out() {
        let coverage = |file: &[u8], range| Field { file, range, dictionary: Vec::new() }.coverage();
        let file = b"avant<00ff>apres";
        assert_eq!(coverage(file, [0, 5, 11, 5]), Coverage::Whole);
        assert_eq!(coverage(file, [0, 5, 11, 3]), Coverage::Followed(2));
        for range in [[1, 4, 11, 5], [0, 5, 12, 4], [0, 4, 11, 5], [0, 5, 11, 6], [0, 0, 11, 5], [0, 11, 5, 5]] {
            assert_eq!(coverage(file, range), Coverage::Hole, "{range:?}");
        }
        assert_eq!(coverage(b"avant<00/X ff>apres", [0, 5, 14, 5]), Coverage::Hole, "words among the digits");
        assert_eq!(coverage(file, [0, 5, usize::MAX, 5]), Coverage::Hole);
    }

    #[test]
    fn a_signature_ends_where_it_says() {
        assert_eq!(bytes_of(b"<3003020101000000>"), [0x30, 3, 2, 1, 1]);
        assert_eq!(bytes_of(b"<308100>"), [0x30, 0x81, 0]);
        assert_eq!(bytes_of(b"<30>"), [0x30]);
    }
}
