//! Recording a figure of a consultation, correcting it: never without what it is counted on.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{Referred, above_back, choices, chosen, setting};
use crate::rules::{Figure, FigureText, Unit};
use crate::store::setting::Consultation;
use crate::{actions, store};

#[derive(Template)]
#[template(path = "pages/edit_figure.html")]
pub(super) struct EditFigurePage {
    pub frame: Frame,
    pub form: Form,
    pub is_new: bool,
    pub lists: Lists,
}

/// What can be chosen.
#[derive(Default)]
pub(super) struct Lists {
    pub consultations: Vec<Choice>,
    pub channels: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub documents: Vec<Choice>,
    pub units: Vec<Choice>,
}

impl Lists {
    /// Channels of one consultation, or of all of them.
    async fn load(tx: &mut Tx, of: Option<Uuid>) -> Result<Self, Fault> {
        let referred = Referred::load(tx).await?;
        let areas = territory::facade::areas(tx).await?;
        Ok(Self {
            consultations: choices(referred.consultations.iter().map(|one| (one.id, one.title.as_str()))),
            channels: referred.channel_choices(of),
            areas: choices(areas.iter().map(|area| (area.id, area.name.as_str()))),
            documents: referred.document_choices(),
            units: Unit::ALL.iter().map(|unit| Choice::new(unit.code(), unit.french())).collect(),
        })
    }
}

fn read(fields: &Fields) -> Filled<FigureText> {
    let mut typed = Reading::of(fields);
    let value = typed.number("valeur");
    let figure = FigureText {
        code: String::new(),
        channel: typed.offered("canal"),
        area: typed.offered("quartier"),
        label: typed.text("intitule"),
        value: typed.needed("valeur", value, "Saisissez le chiffre").unwrap_or_default(),
        unit: typed.coded("unite", Unit::from_code, "Choisissez ce qui est compté").unwrap_or(Unit::People),
        base: typed.whole("base"),
        base_label: typed.text("base-libelle"),
        document: typed.offered("document"),
        page: typed.text("page"),
        reported_on: typed.day("date", "la date"),
        note: typed.text("note"),
    };
    typed.filled(figure)
}

fn new_page(visit: &Visit, form: Form, lists: Lists) -> EditFigurePage {
    let frame = visit.back_office("Enregistrer un chiffre").with_breadcrumb(above_back()[..1].to_vec());
    EditFigurePage { frame: frame.with_form(&form), form, is_new: true, lists }
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let mut page = new_page(&visit, Form::empty(), Lists::load(&mut tx, None).await?);
    if let [only] = page.lists.consultations.as_slice() {
        page.form.add("concertation", only.value.clone());
    }
    answer::page(&page)
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let lists = Lists::load(&mut tx, None).await?;
    let figure = read(&fields).map(|figure| (fields.text("concertation").parse().unwrap_or_default(), figure));
    let outcome = actions::record_figure(&mut tx, &house.outside, &visit.actor, figure).await;
    let again = async |form| Ok(new_page(&visit, form, lists));
    answer::settle(tx, outcome, (|_| "/besoins/chiffres".to_owned(), "ajoute"), &fields, again).await
}

/// The figure and its consultation, when this person may correct it: otherwise nothing is there.
async fn found(tx: &mut Tx, visit: &Visit, id: Uuid) -> Result<(Figure, Consultation), Fault> {
    let figure = store::figures::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let consultation = setting::visible(tx, visit, figure.consultation).await?;
    Ok((figure, consultation))
}

fn edit_page(visit: &Visit, of: &Consultation, form: Form, lists: Lists) -> EditFigurePage {
    let frame = visit.back_office("Corriger un chiffre").with_breadcrumb(setting::above(of));
    EditFigurePage { frame: frame.with_form(&form), form, is_new: false, lists }
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Figure>) -> Answer {
    let mut tx = house.read().await?;
    let (figure, of) = found(&mut tx, &visit, id.uuid()).await?;
    let text = figure.text;
    let form = Form::filled([
        ("intitule", text.label),
        ("valeur", text.value.to_string().replace('.', ",")),
        ("unite", text.unit.code().to_owned()),
        ("base", text.base.map(|base| base.to_string()).unwrap_or_default()),
        ("base-libelle", text.base_label),
        ("canal", chosen(text.channel)),
        ("quartier", chosen(text.area)),
        ("document", chosen(text.document)),
        ("page", text.page),
        ("note", text.note),
        ("revision", figure.revision.to_string()),
    ])
    .with_date("date", text.reported_on);
    let lists = Lists::load(&mut tx, Some(of.id)).await?;
    answer::page(&edit_page(&visit, &of, form, lists))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Figure>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (figure, of) = found(&mut tx, &visit, id.uuid()).await?;
    let lists = Lists::load(&mut tx, Some(of.id)).await?;
    let stale = (figure.id, fields.revision());
    let outcome = actions::amend_figure(&mut tx, &house.outside, &visit.actor, stale, read(&fields)).await;
    let again = async |form| Ok(edit_page(&visit, &of, form, lists));
    answer::settle(tx, outcome, (setting::path, "modifie"), &fields, again).await
}
