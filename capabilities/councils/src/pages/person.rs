//! A person as typed: somebody who volunteers, a form received on paper, somebody who asks for her line.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Choice, Form, Frame, Language, Link, t};
use kernel::{Filled, french};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices, college_path, council_path};
use crate::actions::{self, Newcomer};
use crate::rules::{Birth, College, Council, Names, Person, Sex};
use crate::{acts, store};

/// Names of the fields of one person, told apart when a form has several.
pub(super) struct PersonFields {
    pub name: String,
    pub used_name: String,
    pub forenames: String,
    pub birth: String,
    pub sex: String,
    pub street: String,
    pub complement: String,
    pub postcode: String,
    pub city: String,
    pub email: String,
    pub phone: String,
}

impl PersonFields {
    /// Fields whose names end so.
    pub fn ending(end: &str) -> Self {
        let named = |name: &str| format!("{name}{end}");
        Self {
            name: named("nom"),
            used_name: named("nom-usage"),
            forenames: named("prenoms"),
            birth: named("naissance"),
            sex: named("sexe"),
            street: named("rue"),
            complement: named("complement"),
            postcode: named("code-postal"),
            city: named("ville"),
            email: named("courriel"),
            phone: named("telephone"),
        }
    }

    /// Whether anything was typed.
    pub fn is_typed(&self, fields: &Fields) -> bool {
        [&self.name, &self.forenames, &self.email].iter().any(|name| !fields.text(name).is_empty())
    }

    /// Who was typed.
    pub fn read(&self, typed: &mut Reading<'_>) -> (Person, Sex) {
        let birth = typed.day(&self.birth, "la date de naissance").map_or(Birth::Unknown, Birth::Day);
        let sex = typed.parsed(&self.sex, Sex::from_code, "Choisissez une ligne").unwrap_or(Sex::Unknown);
        let person = Person {
            birth_name: typed.text(&self.name),
            used_name: typed.text(&self.used_name),
            forenames: typed.text(&self.forenames),
            birth,
            street: typed.text(&self.street),
            complement: typed.text(&self.complement),
            postcode: typed.text(&self.postcode).replace(' ', ""),
            city: typed.text(&self.city),
            email: typed.text(&self.email),
            phone: typed.text(&self.phone),
        };
        (person, sex)
    }
}

/// Sexes to choose from.
pub(super) fn sexes(language: Language) -> Vec<Choice> {
    vec![
        Choice::translated(Sex::Woman.code(), &t(language, "Une femme")),
        Choice::translated(Sex::Man.code(), &t(language, "Un homme")),
        Choice::translated(Sex::Unknown.code(), &t(language, "Je préfère ne pas le dire")),
    ]
}

fn newcomer(fields: &Fields) -> Filled<Newcomer> {
    let mut typed = Reading::of(fields);
    let (person, sex) = PersonFields::ending("").read(&mut typed);
    if person.birth == Birth::Unknown {
        typed.tell("naissance", "Saisissez la date de naissance : l’âge fait partie des quotas");
    }
    if fields.text("sexe").is_empty() {
        typed.tell("sexe", "Choisissez une ligne : la loi demande autant de femmes que d’hommes");
    }
    let area = typed.offered("quartier");
    typed.filled(Newcomer { person, sex, area, structure: None })
}

#[derive(Template)]
#[template(path = "pages/volunteer.html")]
pub(super) struct VolunteerPage {
    pub frame: Frame,
    pub form: Form,
    pub person: PersonFields,
    pub sexes: Vec<Choice>,
    pub areas: Vec<Choice>,
    pub appeal: String,
    pub is_public: bool,
    pub is_received: bool,
}

impl VolunteerPage {
    pub fn new(frame: Frame, form: Form, council: &Council, names: &Names, is_public: bool) -> Self {
        let language = frame.language;
        Self {
            frame: frame.with_form(&form),
            form: form.in_language(language),
            person: PersonFields::ending(""),
            sexes: sexes(language),
            areas: choices(names.areas()),
            appeal: french::count(council.terms.appeal_days, "jour", "jours"),
            is_public,
            is_received: false,
        }
    }
}

fn public_frame(visit: &Visit, council: &Council) -> Frame {
    let back = Link::new(&council.terms.name, council_path(council.id));
    visit.public("Se porter volontaire").with_caption(council.terms.name.as_str()).with_breadcrumb(vec![
        Link::new("Accueil", "/"),
        Link::new("Conseils citoyens", "/conseils"),
        back,
    ])
}

async fn public_council(tx: &mut Tx, id: kernel::Uuid) -> Result<(Council, Names), Fault> {
    let council = store::council::by_id(tx, id).await?.ok_or_else(Fault::not_found)?;
    let names = actions::names(tx, &council).await?;
    Ok((council, names))
}

pub async fn volunteer(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Council>) -> Answer {
    let mut tx = house.read().await?;
    let (council, names) = public_council(&mut tx, id.uuid()).await?;
    answer::page(&VolunteerPage::new(public_frame(&visit, &council), Form::empty(), &council, &names, true))
}

pub async fn send(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Council>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (council, names) = public_council(&mut tx, id.uuid()).await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    match actions::volunteer(&mut tx, around, &visit.actor, council.id, newcomer(&fields)).await {
        Ok(()) => {
            tx.commit().await?;
            let page = VolunteerPage::new(public_frame(&visit, &council), Form::empty(), &council, &names, true);
            answer::page(&VolunteerPage { is_received: true, ..page })
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            let frame = public_frame(&visit, &council);
            answer::page_to_correct(&VolunteerPage::new(frame, form, &council, &names, true))
        }
    }
}

fn paper_frame(visit: &Visit, council: &Council, college: &College) -> Frame {
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    visit.back_office("Saisir une candidature sur papier").with_breadcrumb([above(council), vec![pool]].concat())
}

pub async fn paper(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::GATHER, id.uuid()).await?;
    let names = actions::names(&mut tx, &council).await?;
    let frame = paper_frame(&visit, &council, &college);
    answer::page(&VolunteerPage::new(frame, Form::empty(), &council, &names, false))
}

pub async fn type_paper(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::GATHER, id.uuid()).await?;
    let names = actions::names(&mut tx, &council).await?;
    let around = (&house.outside, &house.keys, &house.settings.zone);
    let outcome = actions::type_paper(&mut tx, around, &visit.actor, college.id, newcomer(&fields)).await;
    let again = async |form| {
        let frame = paper_frame(&visit, &council, &college);
        Ok::<_, Fault>(VolunteerPage::new(frame, form, &council, &names, false))
    };
    let path = |_| format!("{}/personnes/nouvelle", college_path(college.id));
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/search.html")]
pub(super) struct SearchPage {
    pub frame: Frame,
    pub form: Form,
    pub person: PersonFields,
    /// Lines found, when something was sought.
    pub found: Option<Vec<Link>>,
}

impl SearchPage {
    pub fn new(frame: Frame, form: Form, found: Option<Vec<Link>>) -> Self {
        Self { frame: frame.with_form(&form), form, person: PersonFields::ending(""), found }
    }
}

fn search_frame(visit: &Visit, council: &Council, college: &College) -> Frame {
    let pool = Link::new("Vivier", format!("{}/vivier", college_path(college.id)));
    visit.back_office("Retrouver une personne qui le demande").with_breadcrumb([above(council), vec![pool]].concat())
}

pub async fn search(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::GATHER, id.uuid()).await?;
    answer::page(&SearchPage::new(search_frame(&visit, &council, &college), Form::empty(), None))
}

pub async fn find(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    fields: Fields,
) -> Answer {
    let mut tx = house.read().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::GATHER, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let (person, _) = PersonFields::ending("").read(&mut typed);
    let frame = search_frame(&visit, &council, &college);
    match actions::find_person(&mut tx, &house.keys, &visit.actor, college.id, typed.filled(person)).await {
        Ok(found) => {
            let links = found.iter().zip(1..).map(|(id, rank)| Link::new(format!("Fiche {rank}"), candidate_path(*id)));
            answer::page(&SearchPage::new(frame, fields.form(), Some(links.collect())))
        }
        Err(failure) => {
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&SearchPage::new(frame, form, None))
        }
    }
}

/// Where a candidate's line is read.
pub(super) fn candidate_path(id: kernel::Uuid) -> String {
    format!("/gestion/candidats/{id}")
}
