//! `/gestion/programmation/{id}/changements`: whether anything changed since a page of the committee was read. Pages with script
//! ask it now and then, and read themselves again only then.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use database::Tx;
use web::{Answer, Asked, House, PathId, Visit};

use super::committee_words::committee_path;
use crate::actions::desk;
use crate::rules::Committee;
use crate::{acts_committee as acts, store};

/// What a page that follows what others do is drawn with.
#[derive(Clone, Debug, Default)]
pub(super) struct Live {
    /// Where to ask.
    pub path: String,
    /// What it was drawn from.
    pub seen: String,
    /// When, in milliseconds.
    pub since: i64,
}

impl Live {
    /// What a page of this committee is drawn from, as the transaction that draws it reads it.
    pub async fn of(tx: &mut Tx, house: &House, committee: &Committee) -> database::Result<Self> {
        let seen = store::committee::mark(tx, committee).await?;
        let path = format!("{}/changements", committee_path(committee.id));
        Ok(Self { path, seen, since: house.outside.now().0 })
    }
}

/// Nothing when what was seen still holds, otherwise what to see next.
pub async fn changes(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Committee>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (committee, _) = desk::committee(&mut tx, &visit.actor, &acts::READ_COMMITTEE, id.uuid()).await?;
    let mark = store::committee::mark(&mut tx, &committee).await?;
    if mark == asked.text("vu") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], mark).into_response())
}
