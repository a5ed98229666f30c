//! The pictures of a page, in shades of grey.

use hayro::hayro_syntax::Filter;
use hayro::hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro::hayro_syntax::object::{Dict, Name, Stream};
use hayro::hayro_syntax::page::Page;
use hayro::{RenderCache, RenderSettings, render};

use crate::bounds::{MOST_PIXELS, is_ordinary};

/// Pictures of a page that are looked at, the largest first.
const MOST_PICTURES: usize = 6;

/// The shortest side of a picture that may hold a square.
const SMALLEST: u32 = 40;

/// Shades of grey, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    pub width: usize,
    pub height: usize,
    pub shades: Vec<u8>,
    /// Whether black may stand for white: a picture of two colours does not always say which is which.
    pub is_of_two: bool,
}

/// The pictures of a page, those that are drawn by what it calls too, the largest first.
pub fn of_page(page: &Page<'_>) -> impl Iterator<Item = Grey> {
    let mut found = Vec::new();
    collect(&page.resources().x_objects, &mut found, 0);
    found.sort_by_key(|(area, _)| std::cmp::Reverse(*area));
    found.truncate(MOST_PICTURES);
    found.into_iter().filter_map(|(_, stream)| grey(&stream))
}

fn collect<'a>(called: &Dict<'a>, found: &mut Vec<(u64, Stream<'a>)>, depth: usize) {
    for stream in called.keys().take(64).filter_map(|name| called.get::<Stream<'a>>(&*name)) {
        let dict = stream.dict();
        let side = |name: &[u8]| dict.get::<u32>(name).unwrap_or_default();
        let kind = dict.get::<Name<'_>>(b"Subtype");
        match kind.as_deref() {
            Some(b"Image") => {
                let (width, height) = (side(b"Width"), side(b"Height"));
                let area = u64::from(width) * u64::from(height);
                if width.min(height) >= SMALLEST && area <= MOST_PIXELS && is_ordinary(&stream) {
                    found.push((area, stream));
                }
            }
            Some(b"Form") if depth == 0 => {
                let own = dict.get::<Dict<'a>>(b"Resources").and_then(|own| own.get::<Dict<'a>>(b"XObject"));
                if let Some(own) = own {
                    collect(&own, found, 1);
                }
            }
            _ => {}
        }
    }
}

/// A picture in shades of grey; none when it cannot be read.
fn grey(stream: &Stream<'_>) -> Option<Grey> {
    let dict = stream.dict();
    let (width, height) = (dict.get::<u32>(b"Width")?, dict.get::<u32>(b"Height")?);
    let params = ImageDecodeParams { width, height, ..ImageDecodeParams::default() };
    let decoded = stream.decoded_image(&params).ok()?;
    let is_fax = matches!(stream.filters().as_slice(), [Filter::CcittFaxDecode | Filter::Jbig2Decode]);
    if let Some(data) = decoded.image_data {
        let channels = match data.color_space {
            Some(ImageColorSpace::Gray) | None => 1,
            Some(ImageColorSpace::Rgb) => 3,
            Some(ImageColorSpace::Cmyk) => 4,
            Some(ImageColorSpace::Unknown(channels)) => usize::from(channels),
        };
        let size = (data.width as usize, data.height as usize);
        return shades(&decoded.data, size, channels, data.bits_per_component, is_fax);
    }
    // Uncompressed samples: the dictionary says how many bits, their number says how many channels.
    let bits = dict.get::<u8>(b"BitsPerComponent").unwrap_or(1);
    let (width, height) = (width as usize, height as usize);
    let channels = (decoded.data.len() / height.max(1)) * 8 / (width * usize::from(bits.max(1))).max(1);
    shades(&decoded.data, (width, height), channels, bits, bits == 1)
}

fn shades(data: &[u8], (width, height): (usize, usize), channels: usize, bits: u8, is_of_two: bool) -> Option<Grey> {
    let samples = width.checked_mul(height).filter(|samples| *samples > 0)?;
    let shades: Vec<u8> = match (bits, channels) {
        (8, 1) => data.get(..samples)?.to_vec(),
        (8, 2..=4) => {
            // Ink is dark where light is bright.
            let shade = |pixel: &[u8]| match *pixel {
                [c, m, y, k] => 255 - ((u16::from(c) + u16::from(m) + u16::from(y)) / 3 + u16::from(k)).min(255) as u8,
                [r, g, b] => ((u32::from(r) * 3 + u32::from(g) * 6 + u32::from(b)) / 10) as u8,
                _ => pixel[0],
            };
            data.get(..samples.checked_mul(channels)?)?.chunks_exact(channels).map(shade).collect()
        }
        (1, _) => {
            let row = width.div_ceil(8);
            let rows = data.get(..row.checked_mul(height)?)?.chunks_exact(row);
            let bit = |row: &[u8], x: usize| if row[x / 8] >> (7 - x % 8) & 1 == 1 { 255 } else { 0 };
            rows.flat_map(|row| (0..width).map(move |x| bit(row, x))).collect()
        }
        _ => return None,
    };
    Some(Grey { width, height, shades, is_of_two })
}

/// A page drawn on white.
pub fn drawn<'a>(page: &'a Page<'a>) -> Grey {
    let nothing = Grey { width: 0, height: 0, shades: Vec::new(), is_of_two: false };
    let Some(scale) = crate::scale(page) else { return nothing };
    let settings = RenderSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
        ..RenderSettings::default()
    };
    let pixels = render(page, &RenderCache::new(), &Default::default(), &settings);
    let (width, height) = (usize::from(pixels.width()), usize::from(pixels.height()));
    shades(&alpha_out(pixels.data_as_u8_slice()), (width, height), 3, 8, false).unwrap_or(nothing)
}

fn alpha_out(pixels: &[u8]) -> Vec<u8> {
    pixels.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_become_shades() {
        let of = |data: &[u8], size, channels, bits| shades(data, size, channels, bits, false).map(|grey| grey.shades);
        assert_eq!(of(&[0b1010_0000], (3, 1), 1, 1), Some(vec![255, 0, 255]));
        assert_eq!(of(&[255, 255, 255, 0, 0, 0], (2, 1), 3, 8), Some(vec![255, 0]));
        assert_eq!(of(&[0, 0, 0, 255, 0, 0, 0, 0], (2, 1), 4, 8), Some(vec![0, 255]));
        assert_eq!(of(&[1, 2], (2, 2), 1, 8), None, "cut short");
        assert_eq!(of(&[1, 2], (1, 1), 1, 16), None);
    }
}
