//! Forms of what a sheet lists: people, approvals, years.

use std::sync::Arc;

use accounts::facade::OrganisationCard;
use axum::extract::State;
use interface::Form;
use jiff::civil::Date;
use kernel::{Cents, Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::form::{Field, FormPage, Input};
use super::{base, choices_of, sheet_path, under};
use crate::actions::{self, lines};
use crate::rules::{Approval, PersonTerms, Quality, Representative, Sheet, Year, YearTerms};

pub(super) fn person_fields() -> Vec<Field> {
    vec![
        Field::new("qualite", "Cette personne est", Input::One(choices_of!(Quality))),
        Field::new("prenom", "Prénom", Input::Text),
        Field::new("nom", "Nom", Input::Text),
        Field::new("fonction", "Fonction", Input::Text).hint("Par exemple « présidente ».").optional(),
        Field::new("telephone", "Téléphone", Input::Text).optional(),
        Field::new("courriel", "Adresse électronique", Input::Email).optional(),
    ]
}

fn read_person(fields: &Fields) -> Filled<PersonTerms> {
    let mut typed = Reading::of(fields);
    let quality = typed.coded("qualite", Quality::from_code, "Dites ce qu’est cette personne dans l’association");
    let phone = super::sections::identifier(&mut typed, "telephone", identifiers::read_phone).unwrap_or_default();
    let terms = PersonTerms {
        quality: quality.unwrap_or(Quality::Officer),
        given_name: typed.text("prenom"),
        family_name: typed.text("nom"),
        role: typed.text("fonction"),
        phone,
        email: typed.text("courriel"),
    };
    typed.filled(terms)
}

pub(super) fn approval_fields() -> Vec<Field> {
    vec![
        Field::new("type", "Type d’agrément", Input::Text).hint("Par exemple « jeunesse et éducation populaire »."),
        Field::new("par", "Attribué par", Input::Text),
        Field::new("date", "En date du", Input::Day),
        Field::new("fin", "Jusqu’au", Input::Day).optional(),
    ]
}

fn read_approval(fields: &Fields) -> Filled<Approval> {
    let mut typed = Reading::of(fields);
    let given_on = typed.needed_day("date", "la date de l’agrément").unwrap_or_default();
    let ends_on = typed.day("fin", "la date de fin");
    let (label, given_by) = (typed.text("type"), typed.text("par"));
    typed.filled(Approval { id: Uuid::nil(), organisation: Uuid::nil(), label, given_by, given_on, ends_on })
}

pub(super) fn year_fields() -> Vec<Field> {
    let number = |name, label| Field::new(name, label, Input::Number("")).optional();
    vec![
        Field::new("annee", "Année", Input::Number("")),
        Field::title("Personnes au 31 décembre"),
        number("benevoles", "Bénévoles"),
        number("volontaires", "Volontaires (service civique…)"),
        number("salaries", "Salarié·es"),
        number("aides", "Dont emplois aidés"),
        number("etpt", "Salarié·es en équivalent temps plein travaillé").hint("Par exemple 2,5"),
        number("detaches", "Personnes mises à disposition ou détachées"),
        number("adherents", "Adhérent·es"),
        Field::title("Comptes de l’année"),
        Field::new("charges", "Total des charges", Input::Number("€")).optional(),
        Field::new("produits", "Total des produits", Input::Number("€")).optional(),
    ]
}

/// A total as it is typed; none when the field is empty. Below zero, too large and not a number are three sentences.
fn amount(typed: &mut Reading<'_>, name: &str) -> Option<Cents> {
    let text = typed.text(name);
    if text.is_empty() {
        return None;
    }
    Cents::read_positive(&text).map_err(|wrong| typed.tell(name, wrong.to_string())).ok()
}

fn read_year(fields: &Fields) -> Filled<YearTerms> {
    let mut typed = Reading::of(fields);
    let year = typed.whole("annee");
    let year = typed.needed("annee", year, "Indiquez l’année").unwrap_or_default();
    let hundredths = |text: &str| {
        let value: f64 = text.replace(',', ".").replace(char::is_whitespace, "").parse().ok()?;
        let value = (value * 100.0).round();
        (0.0..1e8).contains(&value).then_some(value as i64)
    };
    let terms = YearTerms {
        year,
        volunteers: typed.whole("benevoles"),
        civic_service: typed.whole("volontaires"),
        employees: typed.whole("salaries"),
        aided_jobs: typed.whole("aides"),
        full_time_hundredths: typed.parsed("etpt", hundredths, "Ce doit être un nombre, par exemple 2,5"),
        seconded: typed.whole("detaches"),
        members: typed.whole("adherents"),
        charges: amount(&mut typed, "charges"),
        products: amount(&mut typed, "produits"),
    };
    typed.filled(terms)
}

fn year_form(one: &Year) -> Form {
    let terms = &one.terms;
    let number = |value: Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
    let hundredths = |value: i64| format!("{},{:02}", value / 100, value % 100);
    let amount = |value: Option<Cents>| value.map(|value| hundredths(value.0)).unwrap_or_default();
    Form::filled([
        ("annee", terms.year.to_string()),
        ("benevoles", number(terms.volunteers)),
        ("volontaires", number(terms.civic_service)),
        ("salaries", number(terms.employees)),
        ("aides", number(terms.aided_jobs)),
        ("etpt", terms.full_time_hundredths.map(hundredths).unwrap_or_default()),
        ("detaches", number(terms.seconded)),
        ("adherents", number(terms.members)),
        ("charges", amount(terms.charges)),
        ("produits", amount(terms.products)),
        ("revision", one.revision.to_string()),
    ])
}

/// Which list an address speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    People,
    Approvals,
    Years,
}

fn list(visit: &Visit) -> List {
    let is = |word: &str| visit.path.split('/').any(|part| part == word);
    match (is("personnes"), is("agrements")) {
        (true, _) => List::People,
        (_, true) => List::Approvals,
        _ => List::Years,
    }
}

fn page(visit: &Visit, card: &OrganisationCard, form: Form) -> FormPage {
    let (title, fields) = match list(visit) {
        List::People => ("Personne", person_fields()),
        List::Approvals => ("Agrément", approval_fields()),
        List::Years => ("Effectifs et comptes d’une année", year_fields()),
    };
    FormPage::new(under(visit, card, title), form, visit.path.clone(), fields, "Enregistrer")
}

/// The form of a new line.
pub async fn blank(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, id.uuid()).await?;
    let last: Date = house.outside.now().day(&house.settings.zone);
    let form = match list(&visit) {
        List::Years => Form::filled([("annee", (last.year() - 1).to_string())]),
        _ => Form::empty(),
    };
    answer::page(&page(&visit, &card, form))
}

/// A new line.
pub async fn add(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, id.uuid()).await?;
    let (actor, outside, timed) = (&visit.actor, &house.outside, (&house.outside, &house.settings.zone));
    let outcome = match list(&visit) {
        List::People => lines::add_person(&mut tx, outside, actor, card.id, read_person(&fields)).await,
        List::Approvals => lines::add_approval(&mut tx, timed, actor, card.id, read_approval(&fields)).await,
        List::Years => lines::add_year(&mut tx, timed, actor, card.id, read_year(&fields)).await,
    };
    let path = sheet_path(&visit, card.id);
    let again = async |form| Ok::<_, Fault>(page(&visit, &card, form));
    answer::settle(tx, outcome, (|()| path, "ajoute"), &fields, again).await
}

pub async fn person(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Representative>) -> Answer {
    let mut tx = house.read().await?;
    let one = lines::person(&mut tx, &visit.actor, id.uuid()).await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, one.organisation).await?;
    let terms = &one.terms;
    let form = Form::filled([
        ("qualite", terms.quality.code().to_owned()),
        ("prenom", terms.given_name.clone()),
        ("nom", terms.family_name.clone()),
        ("fonction", terms.role.clone()),
        ("telephone", identifiers::shown_phone(&terms.phone)),
        ("courriel", terms.email.clone()),
        ("revision", one.revision.to_string()),
    ]);
    answer::page(&removable(&visit, &card, form, "Retirer cette personne"))
}

fn removable(visit: &Visit, card: &OrganisationCard, form: Form, words: &'static str) -> FormPage {
    page(visit, card, form).removed_at(format!("{}/suppression", visit.path), words)
}

pub async fn amend_person(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Representative>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let one = lines::person(&mut tx, &visit.actor, id.uuid()).await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, one.organisation).await?;
    let at = (one.id, fields.revision());
    let outcome = lines::amend_person(&mut tx, &house.outside, &visit.actor, at, read_person(&fields)).await;
    let again = async |form| Ok::<_, Fault>(removable(&visit, &card, form, "Retirer cette personne"));
    answer::settle(tx, outcome, (|id| sheet_path(&visit, id), "modifie"), &fields, again).await
}

pub async fn remove_person(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Representative>,
) -> Answer {
    let mut tx = house.write().await?;
    let organisation = lines::remove_person(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&sheet_path(&visit, organisation), "supprime")
}

pub async fn remove_approval(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Approval>) -> Answer {
    let mut tx = house.write().await?;
    let organisation = lines::remove_approval(&mut tx, &house.outside, &visit.actor, id.uuid()).await?;
    tx.commit().await?;
    answer::done(&format!("{}/{organisation}", base(&visit)), "supprime")
}

pub async fn year(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Year>) -> Answer {
    let mut tx = house.read().await?;
    let one = lines::year(&mut tx, &visit.actor, id.uuid()).await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, one.organisation).await?;
    answer::page(&page(&visit, &card, year_form(&one)))
}

pub async fn amend_year(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Year>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let one = lines::year(&mut tx, &visit.actor, id.uuid()).await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, one.organisation).await?;
    let (at, timed) = ((one.id, fields.revision()), (&house.outside, &house.settings.zone));
    let outcome = lines::amend_year(&mut tx, timed, &visit.actor, at, read_year(&fields)).await;
    let again = async |form| Ok::<_, Fault>(page(&visit, &card, form));
    answer::settle(tx, outcome, (|id| sheet_path(&visit, id), "modifie"), &fields, again).await
}
