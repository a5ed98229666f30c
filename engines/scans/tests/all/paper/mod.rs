//! Sheets of paper with a square in their corner, scanned: as JPEG, as shades, as two colours, turned, speckled, drawn.

use image::{GrayImage, Luma, imageops};
use pdf_writer::{Content, Filter, Finish, Name, Pdf, Rect, Ref};
use qrcode::{Color, EcLevel, QrCode};

/// An A4 at 150 dots an inch.
pub const SIZE: (u32, u32) = (1240, 1754);

/// A sheet with words, and a square of 16 mm at the bottom right when it says something.
pub fn sheet(text: &str) -> GrayImage {
    let mut page = GrayImage::from_pixel(SIZE.0, SIZE.1, Luma([250]));
    for line in 0..30 {
        for x in 120..(700 + line * 13 % 400) {
            if (x / 7 + line) % 3 != 0 {
                (0..9).for_each(|y| page.put_pixel(x, 150 + line * 40 + y, Luma([40])));
            }
        }
    }
    if !text.is_empty() {
        put(&mut page, text, (1030, 1560), 94);
    }
    page
}

/// Puts a square of so many pixels somewhere.
pub fn put(page: &mut GrayImage, text: &str, (left, top): (u32, u32), side: u32) {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).expect("a square");
    let width = code.width() as u32;
    let colors = code.to_colors();
    for y in 0..side {
        for x in 0..side {
            let at = (y * width / side * width + x * width / side) as usize;
            let shade = if colors[at] == Color::Dark { 30 } else { 245 };
            page.put_pixel(left + x, top + y, Luma([shade]));
        }
    }
}

/// Dust: so many thousandths of the points are of any shade, always the same ones.
pub fn dusty(mut page: GrayImage, thousandths: u32) -> GrayImage {
    let mut state = 12_345u32;
    for pixel in page.pixels_mut() {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if (state >> 8) % 1000 < thousandths {
            pixel.0 = [(state >> 24) as u8];
        }
    }
    page
}

/// A few degrees of turn, as a sheet lies on the glass.
pub fn askew(page: &GrayImage, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (width, height) = page.dimensions();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    GrayImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (x as f32 - middle_x, y as f32 - middle_y);
        let (from_x, from_y) = (middle_x + dx * cos + dy * sin, middle_y - dx * sin + dy * cos);
        match (from_x as i64, from_y as i64) {
            (x, y) if x >= 0 && y >= 0 && x < i64::from(width) && y < i64::from(height) => {
                *page.get_pixel(x as u32, y as u32)
            }
            _ => Luma([255]),
        }
    })
}

/// Three times a quarter of a turn.
pub fn turned(page: &GrayImage, quarters: u32) -> GrayImage {
    match quarters % 4 {
        1 => imageops::rotate90(page),
        2 => imageops::rotate180(page),
        3 => imageops::rotate270(page),
        _ => page.clone(),
    }
}

/// How a page is kept in a PDF.
#[derive(Clone, Copy, Debug)]
pub enum Kept {
    /// As a JPEG.
    Jpeg,
    /// As shades, deflated.
    Shades,
    /// As two colours, deflated.
    Two,
    /// As rectangles, drawn.
    Drawn,
}

/// A PDF of pages.
pub fn pdf(pages: &[(GrayImage, Kept)]) -> Vec<u8> {
    let (mut pdf, mut next) = (Pdf::new(), Ref::new(1));
    let (catalog, tree) = (next.bump(), next.bump());
    pdf.catalog(catalog).pages(tree);
    let mut kids = Vec::new();
    for (picture, kept) in pages {
        let (page, contents, image) = (next.bump(), next.bump(), next.bump());
        kids.push(page);
        let (width, height) = picture.dimensions();
        let (wide, high) = (width as f32 * 72.0 / 150.0, height as f32 * 72.0 / 150.0);
        let mut written = pdf.page(page);
        written.parent(tree).media_box(Rect::new(0.0, 0.0, wide, high)).contents(contents);
        written.resources().x_objects().pair(Name(b"Scan"), image);
        written.finish();
        let mut content = Content::new();
        if matches!(kept, Kept::Drawn) {
            for (y, row) in picture.rows().enumerate() {
                let shades: Vec<u8> = row.map(|pixel| pixel.0[0]).collect();
                let mut x = 0;
                for run in shades.chunk_by(|one, next| (*one < 128) == (*next < 128)) {
                    if run[0] < 128 {
                        let (left, bottom) = (x as f32 * 0.48, high - (y + 1) as f32 * 0.48);
                        content.rect(left, bottom, run.len() as f32 * 0.48, 0.48);
                    }
                    x += run.len();
                }
            }
            content.fill_nonzero();
        } else {
            content.save_state().transform([wide, 0.0, 0.0, high, 0.0, 0.0]).x_object(Name(b"Scan")).restore_state();
        }
        pdf.stream(contents, &content.finish());
        let (data, filter, bits) = match kept {
            Kept::Jpeg => {
                let mut bytes = Vec::new();
                let coder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 60);
                picture.write_with_encoder(coder).expect("a JPEG");
                (bytes, Filter::DctDecode, 8)
            }
            Kept::Shades => (deflated(picture.as_raw()), Filter::FlateDecode, 8),
            Kept::Two => {
                let bit = |pixels: &[u8]| {
                    pixels.iter().enumerate().fold(0, |byte, (at, shade)| byte | u8::from(*shade > 127) << (7 - at))
                };
                let rows = picture.as_raw().chunks(width as usize).flat_map(|row| row.chunks(8).map(bit));
                (deflated(&rows.collect::<Vec<u8>>()), Filter::FlateDecode, 1)
            }
            Kept::Drawn => (deflated(&[0]), Filter::FlateDecode, 8),
        };
        let mut object = pdf.image_xobject(image, &data);
        let (width, height) = if matches!(kept, Kept::Drawn) { (1, 1) } else { (width as i32, height as i32) };
        object.filter(filter);
        object.width(width).height(height).bits_per_component(bits);
        object.color_space().device_gray();
    }
    pdf.pages(tree).count(kids.len() as i32).kids(kids);
    pdf.finish()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).expect("deflated");
    writer.finish().expect("deflated")
}
