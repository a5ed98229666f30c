//! The codebook of a consultation: seen, begun, changed theme by theme, taken away and read back as a file.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use documents::{Cell, Column, Kind, Table};
use interface::{Choice, Form, Frame, Html, TableOptions};
use kernel::{Outcome, Uuid};
use listening::facade::{ConsultationBrief, NeedLine};
use web::{Answer, Asked, Fault, Fields, House, PathId, Upload, Visit, answer};

use super::entry::picked;
use super::{above, choices, chosen, path};
use crate::rules::codebook::{Theme, keys};
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/codebook.html")]
pub(super) struct CodebookPage {
    pub frame: Frame,
    pub form: Form,
    pub consultation: Uuid,
    pub version: i64,
    pub table: Html,
    pub is_empty: bool,
}

#[derive(Template)]
#[template(path = "pages/edit_theme.html")]
pub(super) struct ThemePage {
    pub frame: Frame,
    pub form: Form,
    pub action: String,
    pub parents: Vec<Choice>,
    pub needs: Vec<Choice>,
    pub is_new: bool,
}

/// The codebook as it is read on the screen.
pub(super) fn shown(themes: &[Theme], needs: &[NeedLine]) -> Table {
    let columns = vec![
        Column::new("touche", "Touche", Kind::Text),
        Column::new("theme", "Thème", Kind::Text).row_header(),
        Column::new("mots", "Mots qui en parlent", Kind::Text),
        Column::new("besoin", "Besoin", Kind::Text),
        Column::new("etat", "État", Kind::Text),
    ];
    let mut table = Table::new("themes", "Thèmes et parties de thèmes", columns);
    let keyed = keys(themes);
    let retired = themes.iter().filter(|theme| keyed.iter().all(|(_, one)| one.id != theme.id));
    let lines = keyed.iter().map(|(key, theme)| (key.as_str(), *theme)).chain(retired.map(|theme| ("", theme)));
    for (key, theme) in lines {
        let need = theme.need.and_then(|id| needs.iter().find(|one| one.id == id));
        let label = if theme.parent.is_some() { format!("– {}", theme.label) } else { theme.label.clone() };
        let state = match (theme.is_retired, theme.is_sensitive) {
            (true, _) => "Retiré",
            (_, true) => "Sensible",
            _ => "",
        };
        table.rows.push(vec![
            Cell::text(key),
            Cell::link(label, format!("/gestion/paroles/themes/{}", theme.id)),
            Cell::text(kernel::text::shorten(&theme.words.replace('\n', ", "), 90)),
            Cell::text(need.map_or_else(String::new, |need| format!("{} {}", need.code, need.label))),
            Cell::text(state),
        ]);
    }
    table
}

async fn draw(
    tx: &mut database::Tx,
    visit: &Visit,
    consultation: &ConsultationBrief,
    form: Form,
) -> Result<CodebookPage, Fault> {
    let themes = store::codebook::themes(tx, consultation.id).await?;
    let needs = listening::facade::needs(tx).await?;
    let version = store::codebook::version(tx, consultation.id).await?;
    let file = |format: &str| Some(format!("{}&format={format}", path("themes", consultation.id)));
    let options = TableOptions { csv: file("csv-ouvert"), xlsx: file("xlsx"), ..TableOptions::default() };
    let frame = visit.back_office("Livre de codes").with_caption(&*consultation.title).with_breadcrumb(above());
    Ok(CodebookPage {
        frame: frame.with_form(&form),
        form,
        consultation: consultation.id,
        version,
        is_empty: themes.is_empty(),
        table: interface::table(&shown(&themes, &needs), &options),
    })
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, asked.text("concertation")).await?;
    let format = asked.text("format");
    if !format.is_empty() {
        let themes = store::codebook::themes(&mut tx, consultation.id).await?;
        let needs = listening::facade::needs(&mut tx).await?;
        let table = actions::codebook_table(&themes, &needs);
        return answer::table("livre-de-codes", format, &table, house.outside.now());
    }
    answer::page(&draw(&mut tx, &visit, &consultation, Form::empty()).await?)
}

pub async fn begin(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, fields.text("concertation")).await?;
    actions::begin_codebook(&mut tx, &house.outside, &visit.actor, consultation.id).await?;
    tx.commit().await?;
    house.bell.ring();
    answer::done(&path("themes", consultation.id), "ajoute")
}

pub async fn import(State(house): State<Arc<House>>, visit: Visit, request: Request) -> Answer {
    let upload = Upload::read(&house, request).await?;
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, upload.fields.text("concertation")).await?;
    let outcome = match upload.bytes() {
        Ok(bytes) => actions::import_codebook(&mut tx, &house.outside, &visit.actor, consultation.id, &bytes).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| draw(&mut house.read().await?, &visit, &consultation, form).await;
    answer::settle(tx, outcome, (|_| path("themes", consultation.id), "importe"), &upload.fields, again).await
}

impl ThemePage {
    pub fn new(frame: Frame, form: Form, id: Option<Uuid>, themes: &[Theme], needs: &[NeedLine]) -> Self {
        let tops = themes.iter().filter(|one| one.parent.is_none() && !one.is_retired && Some(one.id) != id);
        let needs: Vec<(Uuid, String)> =
            needs.iter().map(|one| (one.id, format!("{} {}", one.code, one.label))).collect();
        Self {
            frame: frame.with_form(&form),
            form,
            action: id.map_or_else(|| "nouveau".to_owned(), |id| id.to_string()),
            parents: choices(tops.map(|one| (one.id, one.label.as_str()))),
            needs: choices(needs.iter().map(|(id, label)| (*id, label.as_str()))),
            is_new: id.is_none(),
        }
    }
}

async fn theme_page(
    tx: &mut database::Tx,
    visit: &Visit,
    consultation: &ConsultationBrief,
    id: Option<Uuid>,
    form: Form,
) -> Result<ThemePage, Fault> {
    let themes = store::codebook::themes(tx, consultation.id).await?;
    let needs = listening::facade::needs(tx).await?;
    let title = if id.is_some() { "Modifier un thème" } else { "Ajouter un thème" };
    let mut above = above();
    above.push(interface::Link::new("Livre de codes", path("themes", consultation.id)));
    let frame = visit.back_office(title).with_caption(&*consultation.title).with_breadcrumb(above);
    Ok(ThemePage::new(frame, form.with("concertation", consultation.id.to_string()), id, &themes, &needs))
}

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, asked.text("concertation")).await?;
    // A class of sentences proposes a name and its words.
    let form = Form::filled([("nom", asked.text("nom").to_owned()), ("mots", asked.all("mot").join("\n"))]);
    answer::page(&theme_page(&mut tx, &visit, &consultation, None, form).await?)
}

/// The consultation of a theme, when this person leads it: otherwise nothing is there.
async fn of_theme(
    tx: &mut database::Tx,
    visit: &Visit,
    act: &kernel::Act,
    id: Uuid,
) -> Result<ConsultationBrief, Fault> {
    let consultation = store::codebook::consultation_of(tx, id).await?.ok_or_else(Fault::not_found)?;
    chosen(tx, visit, act, &consultation.to_string()).await
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Theme>) -> Answer {
    let mut tx = house.read().await?;
    let consultation = of_theme(&mut tx, &visit, &acts::LEAD, id.uuid()).await?;
    let themes = store::codebook::themes(&mut tx, consultation.id).await?;
    let theme = themes.into_iter().find(|one| one.id == id.uuid()).ok_or_else(Fault::not_found)?;
    let maybe = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    let yes = |is: bool| if is { "oui" } else { "" }.to_owned();
    let form = Form::filled([
        ("nom", theme.label),
        ("parent", maybe(theme.parent)),
        ("mots", theme.words),
        ("sauf", theme.unless_words),
        ("besoin", maybe(theme.need)),
        ("sensible", yes(theme.is_sensitive)),
        ("retire", yes(theme.is_retired)),
    ]);
    answer::page(&theme_page(&mut tx, &visit, &consultation, Some(id.uuid()), form).await?)
}

fn read(fields: &Fields) -> Outcome<Theme> {
    let lines = |name: &str| {
        let lines = fields.text(name).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    };
    Ok(Theme {
        label: fields.text("nom").to_owned(),
        parent: picked(fields, "parent", "Choisissez un thème dans la liste")?,
        words: lines("mots"),
        unless_words: lines("sauf"),
        need: picked(fields, "besoin", "Choisissez un besoin dans la liste")?,
        is_sensitive: fields.is_ticked("sensible"),
        is_retired: fields.is_ticked("retire"),
        ..Theme::default()
    })
}

async fn put(
    house: &House,
    visit: &Visit,
    consultation: ConsultationBrief,
    id: Option<Uuid>,
    fields: &Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let outcome = match read(fields) {
        Ok(theme) => actions::put_theme(&mut tx, &house.outside, &visit.actor, consultation.id, id, theme).await,
        Err(failure) => Err(failure),
    };
    let again = async |form| theme_page(&mut house.read().await?, visit, &consultation, id, form).await;
    let done = if id.is_some() { "modifie" } else { "ajoute" };
    answer::settle(tx, outcome, (|_| path("themes", consultation.id), done), fields, again).await
}

pub async fn add(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::LEAD, fields.text("concertation")).await?;
    drop(tx);
    put(&house, &visit, consultation, None, &fields).await
}

pub async fn amend(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Theme>, fields: Fields) -> Answer {
    let mut tx = house.read().await?;
    let consultation = of_theme(&mut tx, &visit, &acts::LEAD, id.uuid()).await?;
    drop(tx);
    put(&house, &visit, consultation, Some(id.uuid()), &fields).await
}
