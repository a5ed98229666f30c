//! `/actions/{code}`: a sheet that anybody reads. A draft is not there, whatever address is tried.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use interface::{Frame, Html, Language, t_with};
use jiff::civil::Date;
use web::{Answer, Fault, House, Visit, answer};

use super::body::{Body, Reader, Told};
use super::standing::Standing;
use super::{sheet_path, today};
use crate::actions::{Around, around_sheet, verdict};
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/open_sheet.html")]
pub(super) struct OpenSheetPage {
    pub frame: Frame,
    pub standing: Standing,
    pub body: Html,
    pub address: String,
    pub contract: (String, String),
    pub follow: String,
    /// Where its thread is read.
    pub thread: String,
    /// Where it is read inside, for those who may.
    pub manage: Option<String>,
}

impl OpenSheetPage {
    pub fn new(
        frame: Frame,
        (told, around): (&Told, &Around),
        (language, may_manage): (Language, bool),
        today: Date,
    ) -> Self {
        let address = answer::encode(&told.sheet.address);
        let reader = (Reader::Public, language);
        Self {
            frame,
            standing: Standing::of(told, reader),
            body: Body::new(told, around, reader, today).html(),
            address: crate::facade::path(&told.sheet.address),
            contract: (around.contract.title.clone(), strategy::facade::path(&around.contract.code)),
            follow: format!("/actions/suivre?action={address}"),
            thread: format!("/fil/action/{address}"),
            manage: may_manage.then(|| sheet_path(told.sheet.id)),
        }
    }
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(address): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let sheet = store::sheet::by_address(&mut tx, &address).await?.filter(crate::rules::Sheet::is_published);
    let sheet = sheet.ok_or_else(Fault::not_found)?;
    let around = around_sheet(&mut tx, &sheet).await?.ok_or_else(Fault::not_found)?;
    let told = Told::load(&mut tx, sheet).await?;
    let areas: Vec<kernel::Uuid> = told.places.iter().map(|place| place.area).collect();
    let may_manage = verdict(&visit.actor, &acts::READ, told.sheet.contract, &areas).is_allowed();
    let language = visit.language;
    let caption = t_with(language, "Action {code}", [("code", told.sheet.text.code.as_str())]);
    let frame = visit.public(&told.sheet.text.title).with_caption(caption);
    answer::page(&OpenSheetPage::new(frame, (&told, &around), (language, may_manage), today(&house)))
}
