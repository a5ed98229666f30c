//! The sheet of an indicator: what it is, where it comes from, what it does not say.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use database::Tx;
use interface::{Choice, Form, Frame, Link, Sample, Site};
use kernel::{FieldError, Filled};
use web::{Answer, Fault, Fields, House, Reading, Visit, answer};

use super::{HOME, above};
use crate::actions::library::{self, SheetTyped};
use crate::actions::{add, change};
use crate::acts;
use crate::rules::breakdown::Axis;
use crate::rules::cell;
use crate::rules::figures::Unit;
use crate::rules::indicator::{Direction, Frequency, Indicator, IndicatorTerms, Milestone};
use crate::rules::secrecy::Secrecy;

#[derive(Template)]
#[template(path = "pages/sheet.html")]
struct SheetPage {
    frame: Frame,
    form: Form,
    /// The reference; empty for a new one.
    reference: String,
    may_define: bool,
    themes: String,
    units: Vec<Choice>,
    directions: Vec<Choice>,
    meshes: Vec<Choice>,
    axes: Vec<Choice>,
    frequencies: Vec<Choice>,
    secrecies: Vec<Choice>,
}

fn view(frame: Frame, form: Form, reference: &str, may_define: bool, themes: &[(String, String)]) -> SheetPage {
    let labels: Vec<&str> = themes.iter().map(|(_, label)| label.as_str()).collect();
    SheetPage {
        frame: frame.with_form(&form),
        form,
        reference: reference.to_owned(),
        may_define,
        themes: labels.join(", "),
        units: Unit::ALL.into_iter().map(|one| Choice::new(one.key(), one.french())).collect(),
        directions: Direction::ALL.into_iter().map(|one| Choice::new(word(one.key()), one.french())).collect(),
        meshes: vec![Choice::new("quartier", "Le quartier"), Choice::new("commune", "La commune entière")],
        axes: Axis::ALL.into_iter().map(|one| Choice::new(one.key(), one.french())).collect(),
        frequencies: Frequency::ALL.into_iter().map(|one| Choice::new(word(one.key()), one.french())).collect(),
        secrecies: Secrecy::ALL.into_iter().map(|one| Choice::new(word(one.key()), one.french())).collect(),
    }
}

/// The empty word of a list, which a form cannot send.
const fn word(key: &'static str) -> &'static str {
    if key.is_empty() { "aucun" } else { key }
}

fn form_of(one: &Indicator, theme: &str) -> Form {
    let terms = &one.terms;
    let spelt = |value: Option<f64>| value.map(|value| value.to_string().replace('.', ",")).unwrap_or_default();
    let year = |at: Option<Milestone>| at.map(|at| at.year.to_string()).unwrap_or_default();
    let mut form = Form::filled([
        ("libelle", terms.label.clone()),
        ("theme", theme.to_owned()),
        ("unite", terms.unit.key().to_owned()),
        ("population", terms.population.clone()),
        ("producteur", terms.producer.clone()),
        ("source", terms.source.clone()),
        ("definition", terms.definition.clone()),
        ("calcul", terms.formula.clone()),
        ("sens", word(terms.direction.key()).to_owned()),
        ("maille", if terms.is_of_commune { "commune" } else { "quartier" }.to_owned()),
        ("frequence", word(terms.frequency.key()).to_owned()),
        ("reference-valeur", spelt(terms.baseline.map(|at| at.value))),
        ("reference-annee", year(terms.baseline)),
        ("cible-valeur", spelt(terms.target.map(|at| at.value))),
        ("cible-annee", year(terms.target)),
        ("vigilance", spelt(terms.watch)),
        ("alerte", spelt(terms.alert)),
        ("limites", terms.limits.clone()),
        ("secret", word(terms.secrecy.key()).to_owned()),
        ("revision", one.revision.to_string()),
    ]);
    for axis in &terms.axes {
        form.add("ventilations", axis.key());
    }
    form
}

fn milestone(reading: &mut Reading<'_>, name: &str) -> Option<Milestone> {
    let value = reading.parsed(&format!("{name}-valeur"), cell::number, "C’est un nombre, par exemple 61,2");
    let typed = reading.text(&format!("{name}-annee"));
    let year = if typed.is_empty() {
        None
    } else {
        match cell::year(&typed) {
            Ok(year) => Some(year),
            Err(sentence) => {
                reading.tell(&format!("{name}-annee"), sentence);
                return None;
            }
        }
    };
    match (value, year) {
        (Some(value), Some(year)) => Some(Milestone { value, year }),
        (Some(_), None) => {
            reading.tell(&format!("{name}-annee"), "Donnez l’année de cette valeur");
            None
        }
        (None, Some(_)) => {
            reading.tell(&format!("{name}-valeur"), "Donnez la valeur de cette année");
            None
        }
        (None, None) => None,
    }
}

fn read(fields: &Fields) -> Filled<SheetTyped> {
    let mut reading = Reading::of(fields);
    let unit = reading.coded("unite", |key| Unit::ALL.into_iter().find(|one| one.key() == key), "Choisissez l’unité");
    let mut number = |name: &str| reading.parsed(name, cell::number, "C’est un nombre, par exemple 61,2");
    let (watch, alert) = (number("vigilance"), number("alerte"));
    let (baseline, target) = (milestone(&mut reading, "reference"), milestone(&mut reading, "cible"));
    let known = |name: &str| fields.text(name).trim_start_matches("aucun").to_owned();
    let chosen = fields.all("ventilations");
    let terms = IndicatorTerms {
        label: reading.text("libelle"),
        theme: String::new(),
        unit: unit.unwrap_or_default(),
        population: reading.text("population"),
        producer: reading.text("producteur"),
        source: reading.text("source"),
        definition: reading.text("definition"),
        formula: reading.text("calcul"),
        direction: Direction::from_key(&known("sens")),
        is_of_commune: fields.text("maille") == "commune",
        axes: Axis::ALL.into_iter().filter(|axis| chosen.contains(&axis.key())).collect(),
        frequency: Frequency::from_key(&known("frequence")),
        baseline,
        target,
        watch,
        alert,
        limits: reading.text("limites"),
        secrecy: Secrecy::from_key(&known("secret")),
    };
    let (reference, theme) = (reading.text("reference"), reading.text("theme"));
    reading.filled(SheetTyped { reference, theme, terms })
}

async fn drawn(tx: &mut Tx, visit: &Visit, form: Form, reference: &str, title: &str) -> Result<SheetPage, Fault> {
    let themes = library::library(tx, &visit.actor).await?.themes;
    let may_define = visit.actor.may_somewhere(&acts::DEFINE).is_allowed();
    Ok(view(visit.back_office(title).with_breadcrumb(above()), form, reference, may_define, &themes))
}

/// `GET /gestion/observatoire/indicateurs/nouveau`
pub async fn new(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let form = Form::filled([("sens", "aucun"), ("maille", "quartier"), ("frequence", "aucun"), ("secret", "aucun")]);
    answer::page(&drawn(&mut tx, &visit, form, "", "Ajouter un indicateur").await?)
}

/// `POST /gestion/observatoire/indicateurs/nouveau`
pub async fn create(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let outcome = add(&mut tx, &house.outside, &visit.actor, read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, form, "", "Ajouter un indicateur").await
    };
    let path = |code: String| format!("{HOME}/indicateurs/{}", answer::encode(&code));
    answer::settle(tx, outcome, (path, "ajoute"), &fields, again).await
}

/// `GET /gestion/observatoire/indicateurs/{reference}`
pub async fn page(State(house): State<Arc<House>>, visit: Visit, Path(reference): Path<String>) -> Answer {
    let mut tx = house.read().await?;
    let one = library::indicator(&mut tx, &reference).await?;
    let theme = library::library(&mut tx, &visit.actor).await?.theme(&one.terms.theme);
    answer::page(&drawn(&mut tx, &visit, form_of(&one, &theme), &one.code, &one.terms.label).await?)
}

/// `POST /gestion/observatoire/indicateurs/{reference}`
pub async fn save(
    State(house): State<Arc<House>>,
    visit: Visit,
    Path(reference): Path<String>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let title = library::indicator(&mut tx, &reference).await?.terms.label;
    let outcome = change(&mut tx, &house.outside, &visit.actor, (&reference, fields.revision()), read(&fields)).await;
    let again = async |form| {
        let mut tx = house.read().await?;
        drawn(&mut tx, &visit, form, &reference, &title).await
    };
    let path = format!("{HOME}/indicateurs/{}", answer::encode(&reference));
    answer::settle(tx, outcome, (|()| path, "modifie"), &fields, again).await
}

/// Samples.
pub fn samples(site: &Site) -> Vec<Sample> {
    let library = super::sample::library();
    let frame =
        |title: &str| Frame::back_office(site, title, HOME).with_breadcrumb(vec![Link::new("Observatoire", HOME)]);
    let draw = |title: &str, form: Form, reference: &str| {
        view(frame(title), form, reference, true, &library.themes).render().unwrap_or_default()
    };
    let wrong = Form::filled([("libelle", ""), ("reference-valeur", "beaucoup")]).with_errors(vec![
        FieldError::new("libelle", "Donnez un nom à l’indicateur"),
        FieldError::new("reference-valeur", "C’est un nombre, par exemple 61,2"),
    ]);
    let one = &library.indicators[0];
    vec![
        Sample::page("observatoire", "Ajouter un indicateur", draw("Ajouter un indicateur", Form::empty(), "")),
        Sample::page("observatoire", "Ajouter un indicateur, à corriger", draw("Ajouter un indicateur", wrong, "")),
        Sample::page(
            "observatoire",
            "Fiche d’un indicateur",
            draw("Taux de pauvreté", form_of(one, "Revenus"), &one.code),
        ),
    ]
}
