//! Findings and recommendations that everybody reads.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Pagination};
use kernel::{Uuid, french};
use web::{Answer, Asked, House, Visit, answer};

use super::open::{open_frame, published};
use super::told::{self, FindingShown, RecommendationShown};
use super::{page_asked, page_of};
use crate::rules::Recommendation;
use crate::{facade, store};

#[derive(Template)]
#[template(path = "pages/open_findings.html")]
pub(super) struct OpenFindings {
    pub frame: Frame,
    pub findings: Vec<FindingShown>,
    pub pages: Pagination,
}

pub async fn findings(State(house): State<Arc<House>>, visit: Visit, Path(code): Path<String>, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let (contract, _) = published(&mut tx, &code).await?;
    let mut all = told::published_findings(&mut tx, contract.id).await?;
    let base = format!("{}/constats", facade::path(&contract.code));
    let (pages, shown) = page_of(&all, page_asked(&asked), base);
    let wanted: Vec<Uuid> = shown.iter().map(|one| one.id).collect();
    all.retain(|one| wanted.contains(&one.id));
    let frame = open_frame(&visit, "Constats de l’évaluation", &contract, true);
    answer::page(&OpenFindings { frame, findings: all, pages })
}

#[derive(Template)]
#[template(path = "pages/open_recommendations.html")]
pub(super) struct OpenRecommendations {
    pub frame: Frame,
    pub lines: Vec<RecommendationShown>,
    pub late: String,
    pub pages: Pagination,
}

pub async fn recommendations(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(code): Path<String>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (contract, _) = published(&mut tx, &code).await?;
    let today = house.outside.now().day(&house.settings.zone);
    let mut all = store::recommendation::of_contract(&mut tx, contract.id).await?;
    all.retain(|one| one.published_at.is_some());
    let steps = store::recommendation::steps(&mut tx, contract.id).await?;
    let known: Vec<(Uuid, String)> = store::finding::of_contract(&mut tx, contract.id)
        .await?
        .into_iter()
        .filter(|one| one.published_at.is_some())
        .map(|one| (one.id, one.reference()))
        .collect();
    let of = |id: &Uuid| steps.get(id).map(Vec::as_slice).unwrap_or_default();
    let late: Vec<String> =
        all.iter().filter(|one| one.is_late(of(&one.id), today)).map(Recommendation::reference).collect();
    let base = format!("{}/recommandations", facade::path(&contract.code));
    let (pages, shown) = page_of(&all, page_asked(&asked), base);
    answer::page(&OpenRecommendations {
        frame: open_frame(&visit, "Recommandations de l’évaluation", &contract, true),
        lines: shown.iter().map(|one| told::recommendation(one, of(&one.id), &known, today)).collect(),
        late: match late.len() {
            0 => String::new(),
            count => french::spaced(&format!(
                "{} : {}.",
                french::count(count as i64, "recommandation en retard", "recommandations en retard"),
                late.join(", ")
            )),
        },
        pages,
    })
}
