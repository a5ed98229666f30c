//! Pictures: measured before they are decoded, then drawn again small (thumbnail) and for publication. Drawing
//! again leaves behind everything that is not the image: place and date of the shot, device, hidden previews.

use std::io::Cursor;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits as DecodingLimits, Rgb, RgbImage};

use crate::problem::Reason;

/// Most pixels a picture may have.
const MOST_PIXELS: u64 = 50_000_000;
/// Most bytes decoding may take.
const MOST_DECODING_BYTES: u64 = 256 * 1024 * 1024;
/// Longest side of a thumbnail, pixels.
const THUMBNAIL_SIDE: u32 = 480;
/// Longest side of the published version, pixels.
const PUBLISHED_SIDE: u32 = 1_600;
const JPEG_QUALITY: u8 = 82;

/// A picture drawn again.
pub(crate) struct Redrawn {
    /// Width as seen, turned upright, pixels.
    pub width: u32,
    /// Height as seen, pixels.
    pub height: u32,
    /// JPEG, at most 480 pixels a side.
    pub thumbnail: Vec<u8>,
    /// JPEG, at most 1,600 pixels a side.
    pub published: Vec<u8>,
}

/// Decodes a picture within limits and draws it again.
pub(crate) fn redraw(path: &Path) -> Result<Redrawn, Reason> {
    let mut limits = DecodingLimits::default();
    limits.max_alloc = Some(MOST_DECODING_BYTES);
    let mut reader = ImageReader::open(path).and_then(ImageReader::with_guessed_format).map_err(|_| Reason::Damaged)?;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Reason::Damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Reason::TooManyPixels(MOST_PIXELS / 1_000_000));
    }
    let orientation = decoder.orientation().map_err(|_| Reason::Damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Reason::Damaged)?;
    if width.max(height) > PUBLISHED_SIDE {
        picture = picture.thumbnail(PUBLISHED_SIDE, PUBLISHED_SIDE);
    }
    let (shown_before, _) = (picture.width(), picture.height());
    picture.apply_orientation(orientation);
    let is_turned = picture.width() != shown_before;
    let (width, height) = if is_turned { (height, width) } else { (width, height) };
    let published = jpeg(&picture)?;
    let small = if picture.width().max(picture.height()) > THUMBNAIL_SIDE {
        picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE)
    } else {
        picture
    };
    Ok(Redrawn { width, height, thumbnail: jpeg(&small)?, published })
}

/// JPEG knows no transparency: what shows through is white, as on paper.
fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Reason> {
    let rgba = picture.to_rgba8();
    let mut flat = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in flat.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let on_white = |channel: u32| u8::try_from((channel * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        *to = Rgb([on_white(red), on_white(green), on_white(blue)]);
    }
    let mut bytes = Cursor::new(Vec::new());
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(&flat).map_err(|_| Reason::Damaged)?;
    Ok(bytes.into_inner())
}
