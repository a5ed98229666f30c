//! What portraits of neighbourhoods say beside figures: what residents said there, what is done there.

use database::Tx;
use kernel::Uuid;
use kernel::french::count;
use observatory::facade::Section;
use web::answer::encode;
use web::house::Boxed;

/// Needs and actions named on the portrait of a neighbourhood; the others are one link away.
const MOST_ON_PORTRAIT: usize = 6;

/// What residents said of a neighbourhood and what is done there, for its portrait.
pub fn sections<'a>(tx: &'a mut Tx, area: Uuid, code: &'a str) -> Boxed<'a, database::Result<Vec<Section>>> {
    Box::pin(async move {
        let needs = listening::facade::needs_of_area(tx, area).await?;
        let sheets = plan::facade::sheets_of_area(tx, area, false).await?;
        let said = Section {
            title: "Ce que les habitants ont dit".to_owned(),
            base: count(needs.len() as i64, "besoin entendu", "besoins entendus"),
            source: "la concertation, besoin par besoin".to_owned(),
            more: Some(("Tous les besoins entendus ici".to_owned(), format!("/besoins?quartier={}", encode(code)))),
            lines: needs
                .into_iter()
                .take(MOST_ON_PORTRAIT)
                .map(|need| (need.label, format!("/besoins/{}/{}", encode(&need.code), encode(code)), String::new()))
                .collect(),
        };
        let done = Section {
            title: "Ce qui s’y fait".to_owned(),
            base: count(sheets.len() as i64, "action publiée", "actions publiées"),
            source: "le plan d’actions du contrat".to_owned(),
            more: Some(("Toutes les actions de ce quartier".to_owned(), format!("/actions?quartier={}", encode(code)))),
            lines: sheets
                .into_iter()
                .take(MOST_ON_PORTRAIT)
                .map(|sheet| {
                    let status = sheet.status.french().to_owned();
                    (sheet.title, plan::facade::path(&sheet.address), status)
                })
                .collect(),
        };
        Ok([said, done].into_iter().filter(|section| !section.lines.is_empty()).collect())
    })
}
