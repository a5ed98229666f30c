//! `/abattement`: what landlords do in return of their abatement, for everybody.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Figure, Frame, Html, Link, SummaryRow, TableOptions};
use kernel::french;
use web::{Answer, Fault, House, PathId, Visit, answer};

use super::sheet::{about, figures};
use crate::actions::{self, AbatementAgreement, Whole};
use crate::store;

#[derive(Template)]
#[template(path = "pages/open_list.html")]
pub(super) struct OpenList {
    pub frame: Frame,
    pub agreements: Vec<(Link, String)>,
    pub managements: Vec<OpenManagement>,
}

/// An agreement of urban management, as everybody reads it.
pub(super) struct OpenManagement {
    pub title: String,
    pub told: String,
    pub actions: Vec<String>,
}

/// The last year of an agreement that everybody may read.
async fn last(tx: &mut Tx, one: &AbatementAgreement) -> Result<Option<Whole>, Fault> {
    let years = store::year::all_of(tx, one.id).await?;
    match years.into_iter().next() {
        Some(year) => Ok(Some(actions::filled(tx, one.clone(), year).await?)),
        None => Ok(None),
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut agreements = Vec::new();
    for one in store::agreement::all(&mut tx).await?.into_iter().filter(|one| one.is_public) {
        let told = actions::told(&mut tx, &one).await?;
        let words = match last(&mut tx, &one).await? {
            Some(whole) => format!(
                "en {}, {} d’abattement estimé pour {}, {} valorisés",
                whole.year.year,
                super::euros(whole.standing.spared()),
                french::count(whole.year.terms.dwellings, "logement", "logements"),
                super::euros(whole.standing.sums.valued)
            ),
            None => "aucune année n’est encore remplie".to_owned(),
        };
        let link = Link::new(format!("{}, {}", told.landlord, told.area), format!("/abattement/{}", one.id));
        agreements.push((link, french::spaced(&words)));
    }
    agreements.sort_by_cached_key(|(link, _)| kernel::text::search_key(&link.label));
    let mut managements = Vec::new();
    for one in store::management::all(&mut tx).await?.into_iter().filter(|one| one.terms.is_public) {
        let areas = territory::facade::areas_among(&mut tx, &one.terms.areas).await?;
        let areas: Vec<String> = areas.into_iter().map(|area| area.name).collect();
        let all = store::management::actions(&mut tx, one.id).await?;
        managements.push(OpenManagement {
            title: one.terms.title,
            told: format!("{} : {}", one.terms.partners, areas.join(", ")),
            actions: all.iter().map(|action| super::management::sentence(&action.terms)).collect(),
        });
    }
    answer::page(&OpenList { frame: visit.public("Ce que font les bailleurs"), agreements, managements })
}

#[derive(Template)]
#[template(path = "pages/open.html")]
pub(super) struct OpenPage {
    pub frame: Frame,
    pub about: Vec<SummaryRow>,
    pub year: String,
    pub figures: Vec<Figure>,
    pub formula: String,
    pub axes: Html,
    pub actions: Vec<String>,
    pub walked: String,
    pub reason: String,
    pub effects: String,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<AbatementAgreement>) -> Answer {
    let mut tx = house.read().await?;
    let found = store::agreement::by_id(&mut tx, id.uuid()).await?.filter(|one| one.is_public);
    let one = found.ok_or_else(Fault::not_found)?;
    let told = actions::told(&mut tx, &one).await?;
    let whole = last(&mut tx, &one).await?;
    let title = format!("{}, {}", told.landlord, told.area);
    let frame = visit.public(&title).named_in_french();
    let frame =
        frame.with_breadcrumb(vec![Link::new("Accueil", "/"), Link::new("Ce que font les bailleurs", "/abattement")]);
    let about = about(&one, &told);
    let Some(whole) = whole else {
        return answer::page(&OpenPage {
            frame,
            about,
            year: String::new(),
            figures: Vec::new(),
            formula: String::new(),
            axes: Html::default(),
            actions: Vec::new(),
            walked: String::new(),
            reason: String::new(),
            effects: String::new(),
        });
    };
    let sentence = |one: &actions::LandlordAction| {
        let counted = &one.terms.counted;
        let place = if one.terms.place.is_empty() { String::new() } else { format!(" ({})", one.terms.place) };
        let told = format!("{}{place} : {} prévus", counted.title, super::euros(counted.planned));
        let done = counted.done.map(|cents| format!(", {} réalisés", super::euros(cents))).unwrap_or_default();
        french::spaced(&format!("{told}{done}"))
    };
    let walked = whole.findings.len() as i64;
    answer::page(&OpenPage {
        frame,
        about,
        year: whole.year.year.to_string(),
        figures: figures(&whole, &told, true),
        formula: whole.standing.formula(),
        axes: interface::table(&actions::by_axis(&whole), &TableOptions::default()),
        actions: whole.actions.iter().map(sentence).collect(),
        walked: if walked == 0 {
            String::new()
        } else {
            format!(
                "{} reçoivent une réponse ici.",
                french::count(
                    walked,
                    "constat fait en marchant avec les habitants",
                    "constats faits en marchant avec les habitants"
                )
            )
        },
        reason: whole.year.terms.reason,
        effects: whole.year.terms.effects,
    })
}
