//! The pool of a college: how many, by what quotas count; what is left to do; files.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Request, State};
use database::Tx;
use documents::{Cell, Column, Kind, Table};
use interface::{Form, Frame, Html, TableOptions};
use kernel::{Uuid, french};
use web::{Answer, Fault, House, PathId, Upload, Visit, answer};

use super::pool_file::file_path;
use super::{above, bounds, college_path, may};
use crate::actions::Brought;
use crate::rules::{Age, CandidateState, College, CollegeKind, Council, Feature, Names, Origin, Placed, Sex};
use crate::store::pool::Counted;
use crate::{actions, acts, store};

#[derive(Template)]
#[template(path = "pages/pool.html")]
pub(super) struct PoolPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub kept: String,
    pub aside: Vec<(String, i64)>,
    pub table: Html,
    /// Name of each file, where it is read by whoever may, and where it stands.
    pub files: Vec<(String, Option<String>, String)>,
    pub doubts: i64,
    pub unplaced: i64,
    pub is_closed: bool,
    pub takes_people: bool,
    pub structures: String,
    pub may_gather: bool,
    pub may_roll: bool,
    pub limit: String,
}

fn plural(count: i64) -> String {
    french::count(count, "personne peut être tirée", "personnes peuvent être tirées")
}

/// Every value of a quota beside how many of the pool have it.
pub(super) fn table_of(college: &College, names: &Names, counts: &[Counted]) -> Table {
    let columns = vec![
        Column::new("critere", "Critère", Kind::Text).row_header(),
        Column::new("valeur", "Valeur", Kind::Text),
        Column::new("quota", "Quota", Kind::Text),
        Column::new("vivier", "Dans le vivier", Kind::Integer),
    ];
    let mut table = Table::new("vivier", "Le vivier face aux quotas", columns);
    for (feature, values) in names.values(college.kind) {
        for value in values {
            let has = |row: &&Counted| {
                row.0 == CandidateState::Kept.code()
                    && match feature {
                        Feature::Sex => row.2 == value,
                        Feature::Age => row.3 == value,
                        Feature::Area => row.4.is_some_and(|area| area.to_string() == value),
                        Feature::Origin => row.1 == value,
                        Feature::Kind => row.6.is_some_and(|kind| kind.to_string() == value),
                    }
            };
            let people: i64 = counts.iter().filter(has).map(|row| row.7).sum();
            let quota = college.terms.quotas.iter().find(|quota| quota.feature == feature && quota.value == value);
            let is_silent = quota.is_none() && people == 0;
            let is_unknown = [Sex::Unknown.code(), Age::Unknown.code()].contains(&value.as_str());
            if is_silent || (is_unknown && people == 0) {
                continue;
            }
            table.rows.push(vec![
                Cell::text(feature.french()),
                Cell::text(names.value(feature, &value)),
                Cell::text(quota.map_or("sans quota".to_owned(), |quota| bounds(quota, college.terms.seats))),
                Cell::Integer(people),
            ]);
        }
    }
    table
}

fn sum(counts: &[Counted], state: CandidateState) -> i64 {
    counts.iter().filter(|row| row.0 == state.code()).map(|row| row.7).sum()
}

fn unplaced(counts: &[Counted]) -> i64 {
    let is_it = |row: &&Counted| row.0 == CandidateState::SetAside.code() && row.5 == Placed::Unknown.code();
    counts.iter().filter(is_it).map(|row| row.7).sum()
}

fn told(file: store::file::PoolFile, actor: &kernel::Actor, council: &Council) -> (String, Option<String>, String) {
    let state = match file.state.as_str() {
        "held" if actions::is_unread(&file) && file.report.is_empty() => "à lire",
        "held" if actions::is_unread(&file) => "illisible, effacé",
        "held" => "à essayer",
        "importing" => "import en cours",
        _ => "importé",
    };
    let lines = french::count(file.line_count, "ligne", "lignes");
    let href = may(actor, actions::act_of(file.origin), council).then(|| file_path(file.id));
    let origin = file.origin.french();
    let words =
        if actions::is_unread(&file) { format!("{origin}, {state}") } else { format!("{origin}, {lines}, {state}") };
    (file.name, href, words)
}

async fn draw(
    tx: &mut Tx,
    house: &House,
    visit: &Visit,
    (council, college): (&Council, &College),
    form: Form,
) -> Result<PoolPage, Fault> {
    let names = actions::names(tx, council).await?;
    let counts = store::pool::counts(tx, college.id).await?;
    let states = [CandidateState::SetAside, CandidateState::Merged, CandidateState::Withdrawn];
    let aside = states.map(|state| (state.french().to_owned(), sum(&counts, state)));
    let table = interface::table(&table_of(college, &names, &counts), &TableOptions::default());
    let files = store::file::of_college(tx, college.id).await?;
    let doubts = store::doubt::count_open(tx, college.id).await?;
    let is_closed = store::draw::is_pool_closed(tx, college.id).await?;
    Ok(PoolPage {
        frame: visit
            .back_office("Vivier")
            .with_caption(college.kind.french())
            .with_breadcrumb(above(council))
            .with_form(&form),
        form,
        path: college_path(college.id),
        kept: plural(sum(&counts, CandidateState::Kept)),
        aside: aside.into_iter().filter(|row| row.1 > 0).collect(),
        table,
        files: files.into_iter().map(|file| told(file, &visit.actor, council)).collect(),
        doubts,
        unplaced: unplaced(&counts),
        is_closed,
        takes_people: college.kind == CollegeKind::Residents,
        structures: format!("/gestion/conseils/{}/structures", council.id),
        may_gather: may(&visit.actor, &acts::GATHER, council),
        may_roll: may(&visit.actor, &acts::ROLL, council),
        limit: format!("{} Mo", house.settings.upload_limit_bytes / 1_000_000),
    })
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::READ, id.uuid()).await?;
    answer::page(&draw(&mut tx, &house, &visit, (&council, &college), Form::empty()).await?)
}

async fn bring(house: Arc<House>, visit: Visit, id: Uuid, roll: Option<Origin>, request: Request) -> Answer {
    let act = if roll.is_some() { &acts::ROLL } else { &acts::GATHER };
    let (council, college) = actions::college(&mut house.read().await?, &visit.actor, act, id).await?;
    let upload = Upload::read(&house, request).await?;
    let origin = roll.unwrap_or_else(|| match Origin::from_code(upload.fields.text("origine")) {
        Some(Origin::Volunteer) => Origin::Volunteer,
        _ => Origin::Landlord,
    });
    let bytes = if upload.file_name.is_empty() { Ok(Vec::new()) } else { upload.bytes() };
    let brought = match bytes {
        Ok(bytes) => Brought::open((&house.outside, &house.keys), &upload.file_name, bytes).await,
        Err(failure) => Err(failure),
    };
    let mut tx = house.write().await?;
    let outcome = match brought {
        Ok(brought) => {
            let around = (&house.outside, &house.keys, &house.settings.zone);
            actions::hold_file(&mut tx, around, &visit.actor, (college.id, origin), brought).await
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(file) => {
            tx.commit().await?;
            house.bell.ring();
            answer::see(&file_path(file))
        }
        Err(failure) => {
            drop(tx);
            let form = upload.fields.form_with(Fault::from(failure).into_input()?);
            let mut tx = house.read().await?;
            answer::page_to_correct(&draw(&mut tx, &house, &visit, (&council, &college), form).await?)
        }
    }
}

pub async fn bring_list(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    request: Request,
) -> Answer {
    bring(house, visit, id.uuid(), None, request).await
}

pub async fn bring_roll(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    request: Request,
) -> Answer {
    bring(house, visit, id.uuid(), Some(Origin::Roll), request).await
}
