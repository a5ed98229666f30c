//! Tags and texts of a part of a workbook, as they are inflated: nothing is kept but the piece being read, and nothing
//! that a spreadsheet does not write is followed.

use std::io::Read;

use memchr::{memchr, memmem};

use super::Fault;

/// Bytes read at once.
const WINDOW: usize = 32 << 10;
/// Longest tag, and longest text between two of them.
const LONGEST_RUN: usize = 256 << 10;

/// A part being read.
pub struct Markup<'a> {
    source: &'a mut dyn Read,
    window: Vec<u8>,
    start: usize,
    end: usize,
    left: u64,
    is_over: bool,
    closing: memmem::Finder<'static>,
}

/// What comes next in a part.
#[derive(Clone, Copy)]
pub enum Piece<'a> {
    /// `<name …>` or `<name …/>`.
    Open(Tag<'a>),
    /// `</name>`, without its prefix.
    Close(&'a [u8]),
    /// What stands between two tags, as written.
    Text(&'a [u8]),
}

/// A tag that opens.
#[derive(Clone, Copy)]
pub struct Tag<'a> {
    /// Its name without its prefix.
    pub name: &'a [u8],
    attributes: &'a [u8],
    /// Whether it closes at once: `<name …/>`.
    pub is_empty: bool,
}

impl<'a> Markup<'a> {
    /// Reads a part up to `left` bytes; more is a refusal.
    pub fn new(source: &'a mut dyn Read, left: u64) -> Self {
        Self {
            source,
            window: vec![0; WINDOW],
            start: 0,
            end: 0,
            left,
            is_over: false,
            closing: memmem::Finder::new(b"</"),
        }
    }

    /// Bytes that may still be read.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// Passes over what stands inside the tag just opened when none of it is closed apart, its end with it: cells with a
    /// look and no value. Says whether it did; what was not read yet is not looked at.
    pub fn skip_hollow(&mut self, name: &[u8]) -> bool {
        let rest = &self.window[self.start..self.end];
        let Some(at) = self.closing.find(rest) else { return false };
        let is_end = rest[at + 2..].strip_prefix(name).is_some_and(|after| after.starts_with(b">"));
        // A comment could hide anything.
        if is_end && !(at > 0 && memmem::find(&rest[..at], b"<!").is_some()) {
            self.start += at + name.len() + 3;
            return true;
        }
        false
    }

    /// The next piece; nothing at the end.
    pub fn next(&mut self) -> Result<Option<Piece<'_>>, Fault> {
        let (start, length) = loop {
            let rest = &self.window[self.start..self.end];
            let found = match rest.first() {
                None => None,
                Some(b'<') => end_of_tag(rest),
                Some(_) => memchr(b'<', rest).or(self.is_over.then_some(rest.len())),
            };
            match found {
                Some(length) => {
                    let start = self.start;
                    self.start += length;
                    // What introduces the part, and what its writer noted for himself.
                    if !self.window[start..].starts_with(b"<?") && !self.window[start..].starts_with(b"<!--") {
                        break (start, length);
                    }
                }
                None if self.is_over && self.start == self.end => return Ok(None),
                None if self.is_over => return Err(Fault::Broken),
                None => self.fill()?,
            }
        };
        let piece = &self.window[start..start + length];
        let Some(tag) = piece.strip_prefix(b"<") else { return Ok(Some(Piece::Text(piece))) };
        let tag = &tag[..tag.len() - 1];
        match tag.first() {
            // Declarations can hide anything; no spreadsheet writes them.
            Some(b'!') => Err(Fault::Swells),
            Some(b'/') => Ok(Some(Piece::Close(local(tag[1..].trim_ascii_end())))),
            _ => {
                let is_empty = tag.ends_with(b"/");
                let tag = &tag[..tag.len() - usize::from(is_empty)];
                let name = tag.iter().position(u8::is_ascii_whitespace).unwrap_or(tag.len());
                Ok(Some(Piece::Open(Tag { name: local(&tag[..name]), attributes: &tag[name..], is_empty })))
            }
        }
    }

    /// Reads more behind what is not read yet.
    fn fill(&mut self) -> Result<(), Fault> {
        self.window.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.end == self.window.len() {
            if self.end >= LONGEST_RUN {
                return Err(Fault::Swells);
            }
            self.window.resize(2 * self.end, 0);
        }
        let read = self.source.read(&mut self.window[self.end..]).map_err(|_| Fault::Broken)?;
        self.left = self.left.checked_sub(read as u64).ok_or(Fault::Swells)?;
        self.end += read;
        self.is_over = read == 0;
        Ok(())
    }
}

/// Length of the tag at the start, its `>` with it; nothing when it goes on.
fn end_of_tag(rest: &[u8]) -> Option<usize> {
    if rest.starts_with(b"<!--") {
        return memmem::find(&rest[4..], b"-->").map(|at| at + 7);
    }
    // A `>` in a value closes nothing.
    let mut quote = 0;
    for (at, sign) in rest.iter().enumerate() {
        match sign {
            b'>' if quote == 0 => return Some(at + 1),
            b'"' | b'\'' if quote == 0 => quote = *sign,
            sign if *sign == quote => quote = 0,
            _ => {}
        }
    }
    None
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|sign| *sign == b':').map_or(name, |at| &name[at + 1..])
}

impl<'a> Tag<'a> {
    /// Attributes in order, as written: names with their prefix, values without their quotes.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            // Names and values are short: looking at each sign is faster than preparing to look at many.
            let place = |rest: &[u8], wanted: u8| rest.iter().position(|sign| *sign == wanted);
            let equal = place(rest, b'=')?;
            let name = rest[..equal].trim_ascii();
            let after = rest[equal + 1..].trim_ascii_start();
            let (quote, value) = after.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
            let end = place(value, *quote)?;
            rest = &value[end + 1..];
            Some((name, &value[..end]))
        })
    }

    /// The value of an attribute, as written.
    pub fn attribute(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.attributes().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

/// Adds what is written to a text, without its references.
pub fn add(written: &[u8], text: &mut String) -> Result<(), Fault> {
    let mut rest = std::str::from_utf8(written).map_err(|_| Fault::Broken)?;
    while let Some(at) = rest.find(['&', '\r']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('\r') {
            // Ends of lines are one sign, however they were written.
            text.push('\n');
            rest = after.strip_prefix('\n').unwrap_or(after);
            continue;
        }
        let (reference, after) = rest[1..].split_once(';').ok_or(Fault::Broken)?;
        text.push(referred(reference).ok_or(Fault::Broken)?);
        rest = after;
    }
    text.push_str(rest);
    Ok(())
}

fn referred(reference: &str) -> Option<char> {
    match reference {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = reference.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|sign| *sign != '\0')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source that gives few bytes at a time: pieces come cut anywhere.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let count = self.1.min(self.0.len()).min(into.len());
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn pieces(text: &str, drops: usize, most: u64) -> Result<Vec<String>, Fault> {
        let mut source = Drops(text.as_bytes(), drops);
        let mut markup = Markup::new(&mut source, most);
        let mut found = Vec::new();
        while let Some(piece) = markup.next()? {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            found.push(match piece {
                Piece::Open(tag) => {
                    let told: Vec<String> =
                        tag.attributes().map(|(name, value)| format!("{}={}", text(name), text(value))).collect();
                    format!("<{} {}{}", text(tag.name), told.join(","), if tag.is_empty { "/" } else { "" })
                }
                Piece::Close(name) => format!("/{}", text(name)),
                Piece::Text(written) => text(written),
            });
        }
        Ok(found)
    }

    #[test]
    fn pieces_are_the_same_wherever_they_are_cut() {
        let text = "<?xml version=\"1.0\"?>\n<x:a b = 'c>d' e=\"f'g\" h=''><!-- a > b --><i/>j &amp; k</x:a >\n";
        for drops in [1, 2, 3, 7, 1000] {
            let found = pieces(text, drops, 1000).expect("read");
            assert_eq!(found, ["\n", "<a b=c>d,e=f'g,h=", "<i /", "j &amp; k", "/a", "\n"], "{drops}");
        }
    }

    #[test]
    fn what_a_spreadsheet_never_writes_is_refused() {
        assert!(matches!(pieces("<a><![CDATA[x]]></a>", 5, 1000), Err(Fault::Swells)));
        assert!(matches!(pieces("<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", 5, 1000), Err(Fault::Swells)));
        let long = "x".repeat(LONGEST_RUN + 1);
        for text in [format!("<a>{long}</a>"), format!("<a b='{long}'/>"), format!("<!--{long}--><a/>")] {
            assert!(matches!(pieces(&text, 4096, u64::MAX), Err(Fault::Swells)));
        }
        assert!(matches!(pieces(&"<a/>".repeat(100), 10, 100), Err(Fault::Swells)));
        assert!(matches!(pieces("<a", 10, 100), Err(Fault::Broken)));
    }

    #[test]
    fn references_are_read() {
        let read = |written: &str| {
            let mut text = String::new();
            add(written.as_bytes(), &mut text).ok().map(|()| text)
        };
        assert_eq!(read("a&lt;b&#233;&#xE9;&amp;amp;\r\nc\rd").as_deref(), Some("a<béé&amp;\nc\nd"));
        for wrong in ["&nbsp;", "&", "&#0;", "&#xD800;", "&#99999999999;"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert!(add(b"\xff", &mut String::new()).is_err());
    }
}
