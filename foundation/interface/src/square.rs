//! A square to photograph, which leads to an address.

use kernel::Breakdown;
use qrcode::QrCode;
use qrcode::render::svg;

use crate::{Escaped, Html};

/// The square of an address, drawn in the page itself; `label` says what it is to those who cannot see it.
///
/// # Errors
/// The address is too long for a square.
pub fn square(address: &str, label: &str) -> Result<Html, Breakdown> {
    let code = QrCode::new(address.as_bytes()).map_err(|error| Breakdown(Box::new(error)))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    let (_, svg) = drawn.split_once("?>").unwrap_or(("", &drawn));
    let named = format!("<svg role=\"img\" aria-label=\"{}\" ", Escaped(label));
    Ok(Html::trusted(svg.replacen("<svg ", &named, 1)))
}
