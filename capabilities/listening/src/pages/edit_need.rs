//! Naming needs and rewording them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::{Failure, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Visit, answer};

use super::{above_back, above_in, choices, remove};
use crate::rules::{Need, NeedText, Removable, Sensitivity, Theme};
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/needs.html")]
pub(super) struct NeedsPage {
    pub frame: Frame,
    pub groups: Vec<(String, Vec<Link>)>,
}

#[derive(Template)]
#[template(path = "pages/edit_need.html")]
pub(super) struct EditNeedPage {
    pub frame: Frame,
    pub form: Form,
    pub themes: Vec<Choice>,
    pub sensitivities: Vec<Choice>,
    pub is_new: bool,
    /// Where it is taken out, once it is there.
    pub removal: Option<String>,
}

impl EditNeedPage {
    pub fn new(frame: Frame, form: Form, themes: &[Theme], removal: Option<String>) -> Self {
        let sensitivities = [Choice::new("aucune", "Non")]
            .into_iter()
            .chain(
                Sensitivity::ALL
                    .iter()
                    .map(|one| Choice::new(one.code(), &format!("Oui : {}", one.french().to_lowercase()))),
            )
            .collect();
        Self {
            frame: frame.with_breadcrumb(above_back()[..1].to_vec()).with_form(&form),
            form,
            themes: choices(themes.iter().map(|theme| (theme.id, theme.label.as_str()))),
            sensitivities,
            is_new: removal.is_none(),
            removal,
        }
    }
}

fn read(fields: &Fields) -> Result<NeedText, Failure> {
    let Ok(theme) = fields.text("theme").parse::<Uuid>() else {
        return Err(Failure::field("theme", "Choisissez un thème"));
    };
    let sensitivity = match fields.text("sensibilite") {
        "aucune" => None,
        code => match Sensitivity::from_code(code) {
            Some(found) => Some(found),
            None => return Err(Failure::field("sensibilite", "Choisissez si en parler peut exposer quelqu’un")),
        },
    };
    Ok(NeedText { label: fields.text("libelle").to_owned(), theme, sensitivity, note: fields.text("note").to_owned() })
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let needs = store::needs::all(&mut tx).await?;
    let themes = store::needs::themes(&mut tx).await?;
    let link = |need: &Need| {
        Link::new(format!("{} {}", need.code, need.text.label), format!("/gestion/ecoute/besoins/{}", need.id))
    };
    let own = |theme: &Theme| needs.iter().filter(|need| need.text.theme == theme.id).map(link).collect();
    let groups = themes.iter().map(|theme| (theme.label.clone(), own(theme))).collect();
    let frame = visit.back_office("Besoins").with_breadcrumb(above_back()[..1].to_vec());
    answer::page(&NeedsPage { frame, groups })
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let themes = store::needs::themes(&mut tx).await?;
    answer::page(&EditNeedPage::new(
        visit.back_office("Nommer un besoin").with_breadcrumb(above_in("Besoins", "/gestion/ecoute/besoins")),
        Form::empty(),
        &themes,
        None,
    ))
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = match read(&fields) {
        Ok(text) => actions::add_need(&mut tx, &house.outside, &visit.actor, fields.text("reference"), text).await,
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(_) => {
            tx.commit().await?;
            answer::done("/gestion/ecoute/besoins", "ajoute")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let themes = store::needs::themes(&mut tx).await?;
            answer::page_to_correct(&EditNeedPage::new(
                visit.back_office("Nommer un besoin").with_breadcrumb(above_in("Besoins", "/gestion/ecoute/besoins")),
                form,
                &themes,
                None,
            ))
        }
    }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Need>) -> Answer {
    let mut tx = house.read().await?;
    let need = store::needs::by_id(&mut tx, id.uuid()).await?.ok_or_else(Fault::not_found)?;
    let themes = store::needs::themes(&mut tx).await?;
    let form = Form::filled([
        ("libelle", need.text.label),
        ("theme", need.text.theme.to_string()),
        ("sensibilite", need.text.sensitivity.map_or("aucune", Sensitivity::code).to_owned()),
        ("note", need.text.note),
        ("revision", need.revision.to_string()),
    ]);
    answer::page(&EditNeedPage::new(
        visit.back_office("Modifier un besoin").with_breadcrumb(above_in("Besoins", "/gestion/ecoute/besoins")),
        form,
        &themes,
        Some(remove::path(Removable::Need, id.uuid())),
    ))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Need>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = match read(&fields) {
        Ok(text) => {
            actions::amend_need(&mut tx, &house.outside, &visit.actor, id.uuid(), fields.revision(), text).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(()) => {
            tx.commit().await?;
            answer::done("/gestion/ecoute/besoins", "modifie")
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let themes = store::needs::themes(&mut tx).await?;
            answer::page_to_correct(&EditNeedPage::new(
                visit.back_office("Modifier un besoin").with_breadcrumb(above_in("Besoins", "/gestion/ecoute/besoins")),
                form,
                &themes,
                Some(remove::path(Removable::Need, id.uuid())),
            ))
        }
    }
}
