//! Figures that programs read: published, narrowed, a page at a time.

use std::collections::HashMap;

use database::{Result, Tx};
use territory::facade::drawn;

use crate::store::figures::{self, Origin, Stored};

/// Figures on a page.
pub const ON_A_PAGE: i64 = 500;

/// A page of figures.
#[derive(Debug)]
pub struct Page {
    /// How many in all.
    pub total: i64,
    /// Those of the page.
    pub figures: Vec<Stored>,
    /// Where they come from.
    pub origins: HashMap<i64, Origin>,
}

/// The codes figures of a place are kept under: those of a neighbourhood in every zoning, whichever of them is given, or that of a
/// commune. None when nobody knows it.
///
/// # Errors
/// The database failed.
pub async fn places(tx: &mut Tx, code: &str) -> Result<Vec<String>> {
    if let Some(area) = territory::facade::by_code(tx, code).await? {
        return drawn::codes_of(tx, area.id).await;
    }
    let is_known = drawn::communes(tx).await?.iter().any(|(known, _)| known == code);
    Ok(if is_known { vec![code.to_owned()] } else { Vec::new() })
}

/// A page of the figures of an indicator, from 1; of one year, of these places, or of all.
///
/// # Errors
/// The database failed.
pub async fn figures(
    tx: &mut Tx,
    indicator: &str,
    (year, places): (Option<i64>, &[String]),
    page: i64,
) -> Result<Page> {
    let past = (page - 1) * ON_A_PAGE;
    let (total, figures) = if places.is_empty() {
        (figures::count(tx, indicator, year).await?, figures::page(tx, indicator, year, (ON_A_PAGE, past)).await?)
    } else {
        // One place has few figures: they are read whole.
        let mut all = Vec::new();
        for place in places {
            all.extend(figures::of_place_and(tx, place, indicator).await?);
        }
        all.retain(|one| year.is_none_or(|year| one.year == year));
        all.sort_by(|one, other| {
            (one.year, &one.place, one.part.key(), one.edition).cmp(&(
                other.year,
                &other.place,
                other.part.key(),
                other.edition,
            ))
        });
        let total = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let (past, most) =
            (usize::try_from(past).unwrap_or(usize::MAX), usize::try_from(ON_A_PAGE).unwrap_or(usize::MAX));
        (total, all.into_iter().skip(past).take(most).collect())
    };
    Ok(Page { total, figures, origins: figures::origins(tx).await? })
}
