//! Naming needs and rewording them.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use kernel::Filled;
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

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

fn read(fields: &Fields) -> Filled<NeedText> {
    let mut typed = Reading::of(fields);
    let theme = typed.chosen("theme", "Choisissez un thème").unwrap_or_default();
    let exposes = |code: &str| match code {
        "aucune" => Some(None),
        code => Sensitivity::from_code(code).map(Some),
    };
    let sensitivity = typed.coded("sensibilite", exposes, "Choisissez si en parler peut exposer quelqu’un").flatten();
    let text = NeedText { label: typed.text("libelle"), theme, sensitivity, note: typed.text("note") };
    typed.filled(text)
}

/// Where needs are listed.
const PATH: &str = "/gestion/ecoute/besoins";

/// The page that names a need, or rewords the one that can be taken out there.
fn draw(visit: &Visit, form: Form, themes: &[Theme], removal: Option<String>) -> EditNeedPage {
    let title = if removal.is_none() { "Nommer un besoin" } else { "Modifier un besoin" };
    let frame = visit.back_office(title).with_breadcrumb(above_in("Besoins", PATH));
    EditNeedPage::new(frame, form, themes, removal)
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
    answer::page(&draw(&visit, Form::empty(), &themes, None))
}

pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let themes = store::needs::themes(&mut tx).await?;
    let code = fields.text("reference");
    let outcome = actions::add_need(&mut tx, &house.outside, &visit.actor, code, read(&fields)).await;
    let again = async |form| Ok(draw(&visit, form, &themes, None));
    answer::settle(tx, outcome, (|_| PATH.to_owned(), "ajoute"), &fields, again).await
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
    answer::page(&draw(&visit, form, &themes, Some(remove::path(Removable::Need, id.uuid()))))
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Need>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let themes = store::needs::themes(&mut tx).await?;
    let (id, stale, text) = (id.uuid(), fields.revision(), read(&fields));
    let outcome = actions::amend_need(&mut tx, &house.outside, &visit.actor, id, stale, text).await;
    let again = async |form| Ok(draw(&visit, form, &themes, Some(remove::path(Removable::Need, id))));
    answer::settle(tx, outcome, (|()| PATH.to_owned(), "modifie"), &fields, again).await
}
