//! Papers printed, then scanned: pages drawn, turned, kept as JPEG in a PDF, as scanners do.

use hayro::hayro_syntax::Pdf;
use hayro::{RenderCache, RenderSettings, render};
use image::{GrayImage, Luma, imageops};
use pdf_writer::{Content, Filter, Finish, Name, Rect, Ref};

/// A page, in shades of grey.
#[derive(Clone)]
pub struct Page(GrayImage);

impl Page {
    /// So many quarters of a turn.
    pub fn turned(&self, quarters: u32) -> Self {
        Self(match quarters % 4 {
            1 => imageops::rotate180(&self.0),
            2 => imageops::rotate90(&self.0),
            3 => imageops::rotate270(&self.0),
            _ => self.0.clone(),
        })
    }
}

/// Dots a point: 144 dots an inch.
const SCALE: f32 = 2.0;

/// The pages of a paper, as a scanner sees them.
pub fn photographed(paper: Vec<u8>) -> Vec<Page> {
    let pdf = Pdf::new(paper).expect("a PDF");
    let settings = RenderSettings {
        x_scale: SCALE,
        y_scale: SCALE,
        bg_color: hayro::vello_cpu::color::palette::css::WHITE,
        ..RenderSettings::default()
    };
    let drawn = pdf.pages().iter().map(|page| {
        let pixels = render(page, &RenderCache::new(), &Default::default(), &settings);
        let shades = pixels.data_as_u8_slice().chunks_exact(4);
        let shades: Vec<u8> = shades.map(|pixel| ((u32::from(pixel[0]) + u32::from(pixel[1])) / 2) as u8).collect();
        let picture = GrayImage::from_raw(u32::from(pixels.width()), u32::from(pixels.height()), shades);
        Page(picture.expect("a picture"))
    });
    drawn.collect()
}

/// A sheet with nothing on it.
pub fn blank() -> Page {
    Page(GrayImage::from_pixel(1190, 1684, Luma([248])))
}

/// A PDF of pages, one JPEG each.
pub fn pile(pages: &[Page]) -> Vec<u8> {
    let (mut pdf, mut next) = (pdf_writer::Pdf::new(), Ref::new(1));
    let (catalog, tree) = (next.bump(), next.bump());
    pdf.catalog(catalog).pages(tree);
    let mut kids = Vec::new();
    for Page(picture) in pages {
        let (page, contents, scan) = (next.bump(), next.bump(), next.bump());
        kids.push(page);
        let (wide, high) = (picture.width() as f32 / SCALE, picture.height() as f32 / SCALE);
        let mut written = pdf.page(page);
        written.parent(tree).media_box(Rect::new(0.0, 0.0, wide, high)).contents(contents);
        written.resources().x_objects().pair(Name(b"Scan"), scan);
        written.finish();
        let mut content = Content::new();
        content.save_state().transform([wide, 0.0, 0.0, high, 0.0, 0.0]).x_object(Name(b"Scan")).restore_state();
        pdf.stream(contents, &content.finish());
        let mut bytes = Vec::new();
        let coder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 70);
        picture.write_with_encoder(coder).expect("a JPEG");
        let mut object = pdf.image_xobject(scan, &bytes);
        object.filter(Filter::DctDecode);
        object.width(picture.width() as i32).height(picture.height() as i32).bits_per_component(8);
        object.color_space().device_gray();
    }
    pdf.pages(tree).count(kids.len() as i32).kids(kids);
    pdf.finish()
}
