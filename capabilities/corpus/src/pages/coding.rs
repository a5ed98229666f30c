//! `/gestion/paroles/codage`: a sentence, or several that call for the same themes; a field where keys are typed, Enter.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::{Uuid, french};
use listening::facade::ConsultationBrief;
use territory::facade::Area;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::batch::{Decided, ids_of, read};
use super::{above, area_name, chosen, month_in_french, path};
use crate::actions::{self, Batch, Turn, Work};
use crate::acts;
use crate::rules::codebook::{Theme, as_typed, keys};
use crate::store::verbatims::Verbatim;

/// Sentences passed or set aside that the page remembers, the last ones: an address has a length.
const MOST_REMEMBERED: usize = 40;

#[derive(Template)]
#[template(path = "pages/coding.html")]
pub(super) struct CodingPage {
    pub frame: Frame,
    pub form: Form,
    pub consultation: Uuid,
    pub told: String,
    pub is_again: bool,
    pub turn: usize,
    pub now: Option<Now>,
    pub keys: Vec<KeyLine>,
    pub passed: Vec<String>,
    pub aside: Vec<String>,
}

/// A key, and its theme.
pub(super) struct KeyLine {
    pub key: String,
    pub label: String,
    pub is_part: bool,
}

/// The sentences to code now.
pub(super) struct Now {
    pub lines: Vec<Line>,
    pub legend: String,
    pub why: &'static str,
    pub proposed: String,
    pub keys: String,
    pub hint: &'static str,
    pub button: &'static str,
}

/// Sentences that say the same in the same words.
pub(super) struct Line {
    pub text: String,
    pub about: String,
    pub ids: String,
    pub is_ticked: bool,
}

impl Now {
    const fn is_batch(&self) -> bool {
        self.lines.len() > 1
    }

    fn of(work: &Work, batch: &Batch<'_>, areas: &[Area], form: Option<&Form>) -> Self {
        let proposed: Vec<Uuid> = batch.proposed.iter().map(|one| one.theme).collect();
        let is_batch = batch.lines.len() > 1;
        Self {
            lines: batch.lines.iter().map(|line| Line::of(line, areas, form)).collect(),
            legend: format!(
                "{} pour la même proposition",
                french::count(batch.lines.len() as i64, "phrase", "phrases")
            ),
            why: match batch.turn {
                Turn::Random if is_batch => "La première est tirée au sort : elle sert à calculer les parts.",
                Turn::Random => "Tirée au sort : elle sert à calculer les parts.",
                Turn::Uncertain if is_batch => "La première est choisie parce que la proposition est incertaine.",
                Turn::Uncertain => "Choisie parce que la proposition est incertaine.",
                Turn::Again => "Déjà codée par quelqu’un d’autre : elle sert à mesurer votre accord.",
            },
            proposed: told(work, batch),
            keys: as_typed(&proposed, &work.themes),
            hint: match is_batch {
                true => {
                    "Entrée accepte la proposition pour les phrases cochées. « -3 » met la troisième de côté, « -3 1c » lui donne ses propres \
                     thèmes. D’autres touches \
                     valent pour la première cochée seulement, ou pour toutes avec « + » ; 0 si aucun thème ne convient."
                }
                false => "Par exemple « 1c 4 ». Entrée valide ce qui est écrit ; 0 si aucun thème ne convient.",
            },
            button: if is_batch { "Valider le lot" } else { "Valider" },
        }
    }
}

impl Line {
    fn of(line: &[&Verbatim], areas: &[Area], form: Option<&Form>) -> Self {
        let Some(first) = line.first() else { return Self::empty() };
        let mut about = vec![area_name(areas, first.area), first.audience.clone()];
        about.push(month_in_french(first.month.as_deref()));
        if line.len() > 1 {
            about.push(format!("dite {} dans les mêmes mots", french::count(line.len() as i64, "fois", "fois")));
        }
        about.retain(|text| !text.is_empty());
        let ids = line.iter().map(|one| one.id.to_string()).collect::<Vec<_>>().join(" ");
        let is_ticked = form.is_none_or(|form| form.is_chosen("parole", &ids));
        Self { text: first.masked.clone(), about: about.join(", "), ids, is_ticked }
    }

    const fn empty() -> Self {
        Self { text: String::new(), about: String::new(), ids: String::new(), is_ticked: false }
    }
}

/// « Proposé : Propreté (92 %), Nuisibles (61 %). Appris de 60 paroles codées. »
fn told(work: &Work, batch: &Batch<'_>) -> String {
    if batch.turn == Turn::Again {
        return String::new();
    }
    if batch.proposed.is_empty() {
        return "Aucune proposition : lisez et choisissez.".to_owned();
    }
    let is_measured = work.training.is_some_and(|training| training.is_measured);
    let label = |id: Uuid| work.themes.iter().find(|theme| theme.id == id).map_or("", |theme| theme.label.as_str());
    let mut each = Vec::with_capacity(batch.proposed.len());
    for one in &batch.proposed {
        each.push(match is_measured {
            true => format!("{} ({})", label(one.theme), french::percent(one.probability * 100.0, 0)),
            false => label(one.theme).to_owned(),
        });
    }
    let from = match work.training {
        Some(training) => {
            let count = french::count(training.coded, "parole codée", "paroles codées");
            let sure = if is_measured { ", avec la part des propositions semblables qui étaient justes" } else { "" };
            format!("Appris du livre de codes et de {count}{sure}.")
        }
        None => "Proposé par les mots du livre de codes.".to_owned(),
    };
    format!("Proposition : {}. {from}", each.join(", "))
}

/// The page for what comes now.
pub(super) fn drawn(
    frame: Frame,
    consultation: Uuid,
    work: &Work,
    areas: &[Area],
    asked: &actions::Asked,
    form: Option<Form>,
) -> CodingPage {
    let next = work.next(asked);
    let now = next.as_ref().map(|batch| Now::of(work, batch, areas, form.as_ref()));
    let proposed = now.as_ref().map(|now| now.keys.clone()).unwrap_or_default();
    let form = form.unwrap_or_else(|| Form::filled([("touches", proposed)]));
    let coded = work.decided().len();
    let told = format!(
        "{} sur {}, dont {} dans la partie tirée au sort.",
        french::count(coded as i64, "parole codée", "paroles codées"),
        french::integer(work.verbatims.len() as i64),
        french::integer(work.random_part() as i64)
    );
    let line = |(key, theme): &(String, &Theme)| KeyLine {
        key: key.clone(),
        label: theme.label.clone(),
        is_part: theme.parent.is_some(),
    };
    let texts = |ids: &[Uuid]| ids.iter().map(ToString::to_string).collect();
    CodingPage {
        frame: frame.with_form(&form),
        form,
        consultation,
        told,
        is_again: asked.is_again,
        turn: asked.turn,
        now,
        keys: keys(&work.themes).iter().map(line).collect(),
        passed: texts(&asked.passed),
        aside: texts(&asked.aside),
    }
}

/// Identifiers repeated under one name, the last ones.
fn remembered(fields: &Fields, name: &str) -> Vec<Uuid> {
    let mut all: Vec<Uuid> = fields.all(name).into_iter().filter_map(|id| id.parse().ok()).collect();
    all.drain(..all.len().saturating_sub(MOST_REMEMBERED));
    all
}

async fn draw(
    house: &House,
    visit: &Visit,
    consultation: &ConsultationBrief,
    fields: &Fields,
    form: Option<Form>,
) -> Result<CodingPage, Fault> {
    let mut tx = house.read().await?;
    let mut work = Work::load(&mut tx, consultation.id).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    // A neighbourhood that is not hers is not in her queue.
    work.verbatims
        .retain(|one| visit.actor.may(&acts::CODE, &actions::place(consultation.contract, one.area)).is_allowed());
    let asked = actions::Asked {
        coder: visit.actor.account(),
        is_again: fields.is_ticked("accord"),
        turn: fields.text("tour").parse().unwrap_or(0),
        passed: remembered(fields, "passee"),
        aside: remembered(fields, "seule"),
    };
    let frame = visit.back_office("Coder les paroles").with_caption(&*consultation.title).with_breadcrumb(above());
    Ok(drawn(frame, consultation.id, &work, &areas, &asked, form))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::CODE, asked.text("concertation")).await?;
    drop(tx);
    answer::page(&draw(&house, &visit, &consultation, &asked, None).await?)
}

/// The next turn, with what the page remembers.
fn next_path(consultation: Uuid, fields: &Fields, passed: &[Uuid], aside: &[Uuid]) -> String {
    let turn = fields.text("tour").parse::<usize>().unwrap_or(0).wrapping_add(1);
    let mut back = format!("{}&tour={turn}", path("codage", consultation));
    if fields.is_ticked("accord") {
        back.push_str("&accord=oui");
    }
    for (name, ids) in [("passee", passed), ("seule", aside)] {
        let known = remembered(fields, name);
        let all: Vec<&Uuid> = known.iter().chain(ids).collect();
        let last = all.len().saturating_sub(MOST_REMEMBERED);
        all[last..].iter().for_each(|id| back.push_str(&format!("&{name}={id}")));
    }
    back
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::CODE, fields.text("concertation")).await?;
    if fields.text("geste") == "passer" {
        let lines = fields.all("lot");
        let first = lines.first().copied().unwrap_or_else(|| fields.text("parole"));
        return answer::see(&next_path(consultation.id, &fields, &ids_of(first), &[]));
    }
    let themes = crate::store::codebook::themes(&mut tx, consultation.id).await?;
    let outcome = match read(&fields, &themes) {
        Ok(Decided { coded, themes, own, aside }) => {
            // What was set aside comes back sentence by sentence.
            let all = std::iter::once((coded, themes)).chain(own).filter(|(coded, _)| !coded.is_empty());
            let mut kept = Ok(());
            for (coded, themes) in all {
                kept = actions::code(&mut tx, &house.outside, &visit.actor, consultation.id, &coded, &themes).await;
                if kept.is_err() {
                    break;
                }
            }
            kept.map(|()| aside)
        }
        Err(failure) => Err(failure),
    };
    match outcome {
        Ok(aside) => {
            tx.commit().await?;
            house.bell.ring();
            answer::see(&next_path(consultation.id, &fields, &[], &aside))
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&house, &visit, &consultation, &fields, Some(form)).await?)
        }
    }
}
