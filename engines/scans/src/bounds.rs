//! What may be opened and drawn: ordinary codings, pictures of a sheet of paper, pages that do not call themselves for ever.

use hayro::hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{Filter, Pdf};

/// Pixels of a picture: a sheet of A3 at 600 dots an inch, and a little more.
pub const MOST_PIXELS: u64 = 80_000_000;

/// Bytes of what a page says.
const LONGEST_CONTENTS: usize = 16 * 1024 * 1024;

/// What drawing a page may cost: bytes of what it says, with what it calls, as often as it calls it.
const HEAVIEST: usize = 4 * 1024 * 1024;

/// How deep what is called may call.
const DEEPEST: usize = 4;

/// Whether what a page says is short enough to be read whole.
pub fn has_short_contents(page: &Page<'_>) -> bool {
    let length = |stream: &Stream<'_>| stream.decoded().map_or(0, |data| data.len());
    if let Some(stream) = page.raw().get::<Stream<'_>>(b"Contents") {
        return is_ordinary(&stream) && length(&stream) <= LONGEST_CONTENTS;
    }
    let mut left = LONGEST_CONTENTS;
    let parts = page.raw().get::<Array<'_>>(b"Contents");
    for stream in parts.iter().flat_map(|parts| parts.iter::<Stream<'_>>()) {
        let Some(rest) = is_ordinary(&stream).then(|| length(&stream)).and_then(|length| left.checked_sub(length + 1))
        else {
            return false;
        };
        left = rest;
    }
    true
}

/// Whether a stream is coded in a way whose size was measured: at most one of those that inflate, or a picture.
pub fn is_ordinary(stream: &Stream<'_>) -> bool {
    let is_picture = |filter: &Filter| {
        matches!(filter, Filter::DctDecode | Filter::CcittFaxDecode | Filter::Jbig2Decode | Filter::JpxDecode)
    };
    match stream.filters().as_slice() {
        [] | [Filter::FlateDecode] => true,
        [one] | [Filter::FlateDecode, one] => is_picture(one) && is_of_paper(stream),
        _ => false,
    }
}

/// Whether a picture is no larger than a sheet of paper, as its dictionary and its own bytes say.
fn is_of_paper(stream: &Stream<'_>) -> bool {
    let side = |name: &[u8]| stream.dict().get::<u32>(name).unwrap_or_default();
    let is_within = |(width, height): (u32, u32)| u64::from(width) * u64::from(height) <= MOST_PIXELS;
    if !is_within((side(b"Width"), side(b"Height"))) {
        return false;
    }
    let data = stream.raw_data();
    match stream.filters().as_slice() {
        [Filter::JpxDecode] => jpx_size(&data).is_some_and(is_within),
        [Filter::Jbig2Decode] => jbig2_sizes(&data).is_some_and(|all| all.into_iter().all(is_within)),
        [Filter::CcittFaxDecode] => {
            let parms = stream.dict().get::<Dict<'_>>(b"DecodeParms");
            let parm = |name: &[u8], usual: u32| parms.as_ref().and_then(|all| all.get::<u32>(name)).unwrap_or(usual);
            is_within((parm(b"Columns", 1728), parm(b"Rows", side(b"Height"))))
        }
        // What reads JPEG cuts what its own bytes say to what the dictionary says.
        [Filter::DctDecode] | [Filter::FlateDecode, Filter::DctDecode] => true,
        _ => false,
    }
}

fn word(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

/// Width and height of a JPEG 2000, from its marker of size.
fn jpx_size(data: &[u8]) -> Option<(u32, u32)> {
    let at = data.windows(4).position(|bytes| bytes == [0xff, 0x4f, 0xff, 0x51])?;
    Some((word(data, at + 8)?, word(data, at + 12)?))
}

/// Widths and heights of the regions of a JBIG2; none when its segments do not hold together.
fn jbig2_sizes(data: &[u8]) -> Option<Vec<(u32, u32)>> {
    let (mut at, mut sizes) = (0, Vec::new());
    // What is shorter than the head of a segment is filling.
    while at + 11 <= data.len() {
        let number = word(data, at)?;
        let flags = *data.get(at + 4)?;
        let short = usize::from(*data.get(at + 5)? >> 5);
        let (count, mut next) = match short {
            7 => {
                let count = word(data, at + 5)? as usize & 0x1fff_ffff;
                (count, at + 9 + (count + 8) / 8)
            }
            count => (count, at + 6),
        };
        let reference = match number {
            ..=256 => 1,
            257..=65_536 => 2,
            _ => 4,
        };
        next = next.checked_add(count.checked_mul(reference)?)?;
        next += if flags & 0x40 == 0 { 1 } else { 4 };
        let length = word(data, next)?;
        next += 4;
        if !matches!(flags & 0x3f, 0 | 16 | 49..=53 | 62) {
            sizes.push((word(data, next)?, word(data, next + 4)?));
        }
        if length == u32::MAX {
            break;
        }
        at = next.checked_add(length as usize)?;
    }
    Some(sizes)
}

/// Whether every stream of a file is coded in an ordinary way: a page of another is not drawn.
pub fn holds_ordinary_streams(pdf: &Pdf) -> bool {
    pdf.objects().into_iter().all(|object| match object {
        Object::Stream(stream) => is_ordinary(&stream),
        _ => true,
    })
}

/// Whether drawing a page costs little: what it calls is counted as often as it is called, and what cannot be counted is not
/// drawn (patterns, letters that are drawings, masks that are drawings).
pub fn is_light(page: &Page<'_>) -> bool {
    let resources = page.raw().get::<Dict<'_>>(b"Resources");
    let inherited = resources.is_none() && !page.resources().x_objects.is_empty();
    let contents = page.page_stream().unwrap_or_default();
    !inherited && weight(resources.as_ref(), contents, 0).is_some_and(|weight| weight <= HEAVIEST)
}

fn weight(resources: Option<&Dict<'_>>, contents: &[u8], depth: usize) -> Option<usize> {
    let Some(resources) = resources else { return Some(contents.len()) };
    if depth > DEEPEST || resources.get::<Dict<'_>>(b"Pattern").is_some_and(|all| !all.is_empty()) {
        return None;
    }
    let is = |dict: &Dict<'_>, name: &[u8]| dict.get::<Name<'_>>(b"Subtype").is_some_and(|found| &*found == name);
    let fonts = resources.get::<Dict<'_>>(b"Font").unwrap_or_default();
    let states = resources.get::<Dict<'_>>(b"ExtGState").unwrap_or_default();
    let is_drawn = |font: &Dict<'_>| is(font, b"Type3");
    let is_masked = |state: &Dict<'_>| state.get::<Dict<'_>>(b"SMask").is_some();
    if dicts(&fonts).iter().any(is_drawn) || dicts(&states).iter().any(is_masked) {
        return None;
    }
    let called = resources.get::<Dict<'_>>(b"XObject").unwrap_or_default();
    let calls = contents.windows(2).filter(|two| two == b"Do").count();
    let mut heaviest = 0;
    for form in called.keys().filter_map(|name| called.get::<Stream<'_>>(&*name)) {
        if is(form.dict(), b"Form") {
            let own = form.dict().get::<Dict<'_>>(b"Resources");
            let contents = is_ordinary(&form).then(|| form.decoded().ok()).flatten()?;
            heaviest = heaviest.max(weight(own.as_ref(), &contents, depth + 1)?);
        }
    }
    contents.len().checked_add(calls.checked_mul(heaviest)?).filter(|weight| *weight <= HEAVIEST)
}

fn dicts<'a>(all: &Dict<'a>) -> Vec<Dict<'a>> {
    all.keys().filter_map(|name| all.get::<Dict<'_>>(&*name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_where_formats_write_them() {
        let mut jpx = vec![0, 0, 0xff, 0x4f, 0xff, 0x51, 0, 41, 0, 0];
        jpx.extend(2480u32.to_be_bytes());
        jpx.extend(3508u32.to_be_bytes());
        assert_eq!(jpx_size(&jpx), Some((2480, 3508)));
        assert_eq!(jpx_size(b"rien"), None);
        // A page of 2480 by 3508, then a region of it.
        let segment = |number: u8, kind: u8, data: &[u8]| {
            let mut all = vec![0, 0, 0, number, kind, 0, 1];
            all.extend((data.len() as u32).to_be_bytes());
            all.extend(data);
            all
        };
        let size = |width: u32, height: u32| [width.to_be_bytes(), height.to_be_bytes()].concat();
        let file = [segment(0, 48, &size(2480, 3508)), segment(1, 38, &size(100, 9))].concat();
        assert_eq!(jbig2_sizes(&file), Some(vec![(2480, 3508), (100, 9)]));
        assert_eq!(jbig2_sizes(&file[..15]), None);
        assert_eq!(jbig2_sizes(&[]), Some(Vec::new()));
    }
}
