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
    };
    read.ok_or_else(|| DocumentError::UnreadablePicture { caption: figure.caption.clone() })
}

/// Width and height of a bitmap that was read, in dots.
pub(crate) fn dots(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| {
        let bytes = png.get(at..at + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        bytes.map_or(1, u32::from_be_bytes).max(1)
    };
    // The header is the first chunk: eight bytes of signature, four of length, four of name.
    (number(16), number(20))
}
