//! `/gestion/paroles`: where each consultation stands, and what to do next.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Link};
use kernel::french;
use web::{Answer, House, Visit, answer};

use super::{path, within_reach};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/home.html")]
pub(super) struct HomePage {
    pub frame: Frame,
    pub consultations: Vec<Standing>,
}

/// Where the words of a consultation stand.
pub(super) struct Standing {
    pub title: String,
    pub told: String,
    pub links: Vec<Link>,
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut consultations = Vec::new();
    let may = |act| visit.actor.may_somewhere(act).is_allowed();
    for one in within_reach(&mut tx, &visit, &acts::READ).await? {
        let (waiting, accepted, refused) = store::verbatims::counts(&mut tx, one.id).await?;
        let told = format!(
            "{} à relire, {}, {}.",
            french::count(waiting, "parole", "paroles"),
            french::count(accepted, "relue", "relues"),
            french::count(refused, "refusée", "refusées")
        );
        let pages = [
            ("Saisir des paroles", "saisie", may(&acts::RECORD)),
            ("Importer un fichier", "import", may(&acts::RECORD)),
            ("Relire", "relecture", may(&acts::REVIEW)),
            ("Livre de codes", "themes", may(&acts::LEAD)),
            ("Propositions de thèmes", "regroupements", may(&acts::LEAD)),
            ("Coder", "codage", may(&acts::CODE)),
            ("Résultats", "resultats", true),
            ("Réglages", "reglages", may(&acts::LEAD)),
        ];
        let links = pages.iter().filter(|page| page.2).map(|page| Link::new(page.0, path(page.1, one.id))).collect();
        consultations.push(Standing { title: one.title, told, links });
    }
    let frame = visit.back_office("Paroles des habitants").with_breadcrumb(super::above()[..1].to_vec());
    answer::page(&HomePage { frame, consultations })
}
