//! Pictures as they are read before they are put in a file.

use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

use crate::document::{DocumentError, Figure, Picture};

/// The bytes of the picture of a figure, once read whole, and the name of their format.
///
/// # Errors
/// The picture is unreadable.
pub(crate) fn readable(figure: &Figure) -> Result<(Bytes, &'static str), DocumentError> {
    let read = match &figure.picture {
        Picture::Svg(drawing) => {
            let bytes = Bytes::from_string(drawing.clone());
            SvgImage::new(bytes.clone()).is_ok().then_some((bytes, "svg"))
        }
        Picture::Png(bitmap) => {
            let bytes = Bytes::new(bitmap.clone());
            RasterImage::plain(bytes.clone(), ExchangeFormat::Png).is_ok().then_some((bytes, "png"))
        }
        Picture::Jpeg(photograph) => {
            let bytes = Bytes::new(photograph.clone());
            RasterImage::plain(bytes.clone(), ExchangeFormat::Jpg).is_ok().then_some((bytes, "jpg"))
        }
    };
    read.ok_or_else(|| DocumentError::UnreadablePicture { caption: figure.caption.clone() })
}

/// Width and height of a bitmap of that format that was read, in dots.
pub(crate) fn dots(bitmap: &[u8], format: &str) -> (u32, u32) {
    if format == "jpg" {
        return photograph_dots(bitmap).unwrap_or((1, 1));
    }
    let number = |at: usize| {
        let bytes = bitmap.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        bytes.map_or(1, u32::from_be_bytes).max(1)
    };
    // The header is the first chunk: eight bytes of signature, four of length, four of name.
    (number(16), number(20))
}

/// The same, of a photograph: what begins its frame says it, after segments that each say how long they are.
fn photograph_dots(jpeg: &[u8]) -> Option<(u32, u32)> {
    let number = |at: usize| Some(u32::from(u16::from_be_bytes(jpeg.get(at..at + 2)?.try_into().ok()?)));
    let mut at = 2;
    loop {
        let marker = *jpeg.get(at + 1).filter(|_| jpeg.get(at) == Some(&0xFF))?;
        match marker {
            // Bytes that fill up.
            0xFF => at += 1,
            // The frame, but for the three tables that share its range.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return Some((number(at + 7)?.max(1), number(at + 5)?.max(1)));
            }
            _ => at += 2 + usize::try_from(number(at + 2)?).ok()?,
        }
    }
}
