//! `/contrat`: the contract when there is one; the view across them, counted and filtered, when there are several.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Tag, Translated};
use web::{Answer, Asked, House, Visit, answer};

use crate::facade;
use crate::rules::{Contract, Status};
use crate::store;
use crate::store::contract::Overview;

#[derive(Template)]
#[template(path = "pages/list.html")]
pub(super) struct ListPage {
    pub frame: Frame,
    pub form: Form,
    pub has_any: bool,
    pub lines: Vec<Line>,
    pub counted: Translated,
    pub statuses: Vec<Choice>,
    pub holders: Vec<Choice>,
    pub is_filtered: bool,
}

impl ListPage {
    /// Where the filters are dropped; nowhere when there is none.
    fn clear(&self) -> &'static str {
        if self.is_filtered { "/contrat" } else { "" }
    }
}

/// One contract in the view across them.
pub(super) struct Line {
    pub title: String,
    pub href: String,
    pub period: String,
    pub holder: String,
    pub status: Tag,
    pub counts: String,
}

impl Line {
    pub fn of(contract: &Contract, overview: &Overview) -> Self {
        Self {
            title: contract.terms.title.clone(),
            href: facade::path(&contract.code),
            period: super::show::period(&contract.terms),
            holder: contract.terms.holder.clone(),
            status: super::show::status_tag(contract.terms.status),
            counts: counts(overview),
        }
    }
}

/// « 5 quartiers, 3 enjeux, 12 objectifs, 4 signataires sur 11 ont signé, 1 avenant ».
fn counts(overview: &Overview) -> String {
    let count = kernel::french::count;
    let levels = overview
        .levels
        .iter()
        .map(|(one, several, number)| count(*number, &one.to_lowercase(), &several.to_lowercase()));
    let signed = (overview.signatories > 0)
        .then(|| format!("{} sur {}", count(overview.signed, "signature", "signatures"), overview.signatories));
    let amended = (overview.amendments > 0).then(|| count(overview.amendments, "avenant", "avenants"));
    let areas = std::iter::once(count(overview.areas, "quartier", "quartiers"));
    areas.chain(levels).chain(signed).chain(amended).collect::<Vec<_>>().join(", ")
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let contracts = store::contract::all(&mut tx).await?;
    if let [only] = contracts.as_slice() {
        return answer::see(&facade::path(&only.code));
    }
    let overviews = store::contract::overviews(&mut tx).await?;
    let (words, holder) = (kernel::text::search_key(asked.text("q")), asked.text("porteur"));
    let status = Status::from_code(asked.text("etat"));
    let is_kept = |contract: &&Contract| {
        let terms = &contract.terms;
        let text = kernel::text::search_key(&format!("{} {}", terms.title, terms.holder));
        text.contains(&words)
            && status.is_none_or(|status| terms.status == status)
            && (holder.is_empty() || terms.holder == holder)
    };
    let nothing = Overview::default();
    let line = |contract: &Contract| Line::of(contract, overviews.get(&contract.id).unwrap_or(&nothing));
    let lines: Vec<Line> = contracts.iter().filter(is_kept).map(line).collect();
    let mut holders: Vec<&str> = contracts.iter().map(|contract| contract.terms.holder.as_str()).collect();
    holders.retain(|holder| !holder.is_empty());
    holders.sort_unstable();
    holders.dedup();
    let frame = visit.public("Contrats de ville");
    let shown = frame.t_count(lines.len() as i64, "{n} contrat", "{n} contrats");
    answer::page(&ListPage {
        form: asked.form().in_language(frame.language),
        has_any: !contracts.is_empty(),
        counted: shown,
        statuses: Status::ALL.iter().map(|status| Choice::new(status.code(), status.french())).collect(),
        holders: holders.into_iter().map(|holder| Choice::new(holder, holder)).collect(),
        is_filtered: !words.is_empty() || status.is_some() || !holder.is_empty(),
        lines,
        frame,
    })
}
