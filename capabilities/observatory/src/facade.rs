//! What other slices may ask of the observatory.

mod figures;

use std::collections::HashMap;
use std::sync::OnceLock;

use database::Tx;
use kernel::Uuid;
use territory::facade::Population;
use web::house::Boxed;

pub use crate::actions::library::index_all;
use crate::actions::viewing;

pub use figures::{IndicatorBrief, Latest, LatestFigure, indicator_path, indicators, latest};

/// Inhabitants of neighbourhoods, for the territory, which counts nobody.
pub fn populations<'a>(tx: &'a mut Tx, only: Option<Uuid>) -> Boxed<'a, database::Result<HashMap<Uuid, Population>>> {
    Box::pin(async move {
        let producer = match crate::store::library::by_code(tx, viewing::POPULATION).await? {
            Some(indicator) => indicator.terms.producer,
            None => return Ok(HashMap::new()),
        };
        let told = viewing::populations(tx, only).await?.into_iter();
        Ok(told
            .map(|(area, (count, year, edition))| {
                let period = year.map_or_else(|| format!("diffusion de {edition}"), |year| year.to_string());
                let counted = format!("{producer}, {period}");
                (area, Population { count: count.round() as i64, year, producer: producer.clone(), counted })
            })
            .collect())
    })
}

/// What another slice tells of a neighbourhood on its portrait: a few lines, and what it takes to quote them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// « Ce que les habitants ont dit ».
    pub title: String,
    /// Words, where they lead, what is added.
    pub lines: Vec<(String, String, String)>,
    /// « 12 besoins entendus ».
    pub base: String,
    /// Where it comes from.
    pub source: String,
    /// Words and address of all of it.
    pub more: Option<(String, String)>,
}

/// What is told of a neighbourhood, by its identifier and its code.
pub type Sections = for<'a> fn(&'a mut Tx, Uuid, &'a str) -> Boxed<'a, database::Result<Vec<Section>>>;

static SECTIONS: OnceLock<Sections> = OnceLock::new();

/// Told once, at start, by whoever knows every slice: what portraits say beside figures.
pub fn tell_sections(sections: Sections) {
    let _ = SECTIONS.set(sections);
}

/// What other slices tell of a neighbourhood; nothing when nobody was told.
pub(crate) async fn sections(tx: &mut Tx, area: Uuid, code: &str) -> database::Result<Vec<Section>> {
    match SECTIONS.get() {
        Some(ask) => ask(tx, area, code).await,
        None => Ok(Vec::new()),
    }
}
