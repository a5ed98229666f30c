//! Seats and quotas of a college.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame};
use kernel::{Filled, french};
use web::{Answer, Fields, House, PathId, Reading, Visit, answer};

use super::{above, choices_of, sheet_path};
use crate::actions::{self, quota_field};
use crate::acts;
use crate::rules::{College, CollegeKind, CollegeTerms, Council, Feature, Names, Objective, Quota};

/// A feature and the fields of its quotas.
pub(super) struct FeatureShown {
    pub label: String,
    pub hint: &'static str,
    /// Labels and names of the two fields of each value.
    pub values: Vec<[(String, String); 2]>,
}

#[derive(Template)]
#[template(path = "pages/college.html")]
pub(super) struct CollegePage {
    pub frame: Frame,
    pub form: Form,
    pub features: Vec<FeatureShown>,
    pub objectives: Vec<Choice>,
    pub is_of_actors: bool,
}

impl CollegePage {
    pub fn new(frame: Frame, form: Form, names: &Names, kind: CollegeKind) -> Self {
        let shown = |(feature, values): (Feature, Vec<String>)| {
            let fields = |value: &String| {
                let quota = Quota { feature, value: value.clone(), low: 0, high: 0 };
                let name = names.value(feature, value);
                let least = (format!("{name}, au moins"), quota_field("min", &quota));
                [least, (format!("{name}, au plus"), quota_field("max", &quota))]
            };
            FeatureShown {
                label: french::spaced(&capital(feature.french())),
                hint: why(feature, kind),
                values: values.iter().map(fields).collect(),
            }
        };
        Self {
            frame: frame.with_form(&form),
            form,
            features: names.values(kind).into_iter().map(shown).collect(),
            objectives: choices_of!(Objective),
            is_of_actors: kind == CollegeKind::Actors,
        }
    }
}

/// A text that begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Why a feature is proposed as it is.
const fn why(feature: Feature, kind: CollegeKind) -> &'static str {
    match (feature, kind) {
        (Feature::Sex, _) => {
            "La loi de 2014 demande la parité. Avec un nombre impair de sièges, le sort donne le dernier. « Non renseigné » \
             à 0 veut dire que ces personnes ne peuvent pas être tirées : complétez leur fiche, ou donnez-leur un quota."
        }
        (Feature::Age, CollegeKind::Residents) => {
            "Le cadre national demande que les jeunes soient représentés ; 25 % est l’usage proposé."
        }
        (Feature::Age, CollegeKind::Actors) => {
            "Facultatif, pour que les jeunes comptent dans le conseil entier. Les structures donnent alors la date de naissance des \
             personnes qu’elles présentent : posez ce quota avant d’ouvrir les candidatures."
        }
        (Feature::Area, _) => "Quand plusieurs quartiers se regroupent, chacun a au moins un siège.",
        (Feature::Origin, _) => {
            "Facultatif. Des volontaires seuls ne suffisent pas : la liste électorale oublie les étrangers non européens \
             et les non-inscrits, les fichiers se complètent."
        }
        (Feature::Kind, _) => "Chaque type de structure a ses sièges.",
    }
}

/// The form of a college's terms.
pub(super) fn form_of(terms: &CollegeTerms) -> Form {
    let mut form = Form::filled([
        ("sieges", terms.seats.to_string()),
        ("complementaire", terms.reserves.to_string()),
        ("suppleants", terms.alternates.to_string()),
        ("groupes", terms.panels.map(|panels| panels.to_string()).unwrap_or_default()),
        ("carence", terms.vacancy.clone()),
        ("plafond", terms.cap_percent.map(|cap| cap.to_string()).unwrap_or_default()),
        ("objectif", terms.objective.code().to_owned()),
        ("binomes", if terms.mixed_pairs { "oui".to_owned() } else { String::new() }),
    ]);
    for quota in &terms.quotas {
        form.add(quota_field("min", quota), quota.low.to_string());
        form.add(quota_field("max", quota), quota.high.to_string());
    }
    form
}

fn read(fields: &Fields, names: &Names, kind: CollegeKind) -> Filled<CollegeTerms> {
    let mut typed = Reading::of(fields);
    let seats = typed.whole("sieges").unwrap_or_default();
    let mut quotas = Vec::new();
    for (feature, values) in names.values(kind) {
        let mut of = Vec::new();
        let mut is_used = false;
        for value in values {
            let mut quota = Quota { feature, value, low: 0, high: seats };
            let (min, max) = (quota_field("min", &quota), quota_field("max", &quota));
            is_used |= !fields.text(&min).is_empty() || !fields.text(&max).is_empty();
            quota.low = typed.whole(&min).unwrap_or(0);
            quota.high = typed.whole(&max).unwrap_or(seats);
            of.push(quota);
        }
        if is_used {
            quotas.extend(of);
        }
    }
    let terms = CollegeTerms {
        seats,
        reserves: typed.whole("complementaire").unwrap_or_default(),
        alternates: typed.whole("suppleants").unwrap_or_default(),
        objective: typed
            .coded("objectif", Objective::from_code, "Choisissez ce que le tirage cherche")
            .unwrap_or(Objective::Leximin),
        panels: typed.whole("groupes"),
        mixed_pairs: fields.is_ticked("binomes"),
        cap_percent: typed.whole("plafond"),
        vacancy: typed.text("carence"),
        quotas,
    };
    typed.filled(terms)
}

fn frame(visit: &Visit, council: &Council, college: &College) -> Frame {
    let caption = college.kind.french();
    visit.back_office("Sièges et quotas").with_caption(caption).with_breadcrumb(above(council))
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<College>) -> Answer {
    let mut tx = house.read().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::SET_UP, id.uuid()).await?;
    let names = actions::names(&mut tx, &council).await?;
    let form = form_of(&college.terms).with("revision", college.revision.to_string());
    answer::page(&CollegePage::new(frame(&visit, &council, &college), form, &names, college.kind))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<College>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (council, college) = actions::college(&mut tx, &visit.actor, &acts::SET_UP, id.uuid()).await?;
    let names = actions::names(&mut tx, &council).await?;
    let (at, terms) = ((college.id, fields.revision()), read(&fields, &names, college.kind));
    let outcome = actions::amend_college(&mut tx, &house.outside, &visit.actor, at, terms).await;
    let again = async |form| Ok(CollegePage::new(frame(&visit, &council, &college), form, &names, college.kind));
    answer::settle(tx, outcome, (|()| sheet_path(council.id), "modifie"), &fields, again).await
}
