//! `/gestion/paroles/codage`: one sentence, a field where keys are typed, Enter.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Form, Frame};
use kernel::{Failure, Uuid, french};
use listening::facade::ConsultationBrief;
use territory::facade::Area;
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use super::{above, area_name, chosen, month_in_french, path};
use crate::actions::{Turn, Work};
use crate::rules::codebook::{as_typed, keys, typed};
use crate::store::verbatims::Verbatim;
use crate::{actions, acts};

#[derive(Template)]
#[template(path = "pages/coding.html")]
pub(super) struct CodingPage {
    pub frame: Frame,
    pub form: Form,
    pub consultation: Uuid,
    pub told: String,
    pub is_again: bool,
    pub now: Option<Now>,
    pub keys: Vec<KeyLine>,
    pub passed: Vec<String>,
}

/// A key, and its theme.
pub(super) struct KeyLine {
    pub key: String,
    pub label: String,
    pub is_part: bool,
}

/// The sentence to code.
pub(super) struct Now {
    pub text: String,
    pub about: String,
    pub why: &'static str,
    pub ids: Vec<Uuid>,
    pub alike: String,
}

impl Now {
    fn of(work: &Work, verbatim: &Verbatim, turn: Turn, areas: &[Area]) -> Self {
        let alike = if turn == Turn::Again { vec![verbatim] } else { work.alike(verbatim) };
        let mut about = vec![area_name(areas, verbatim.area), verbatim.audience.clone()];
        about.push(month_in_french(verbatim.month.as_deref()));
        about.retain(|text| !text.is_empty());
        Self {
            text: verbatim.masked.clone(),
            about: about.join(", "),
            why: match turn {
                Turn::Random => "Tirée au sort : elle sert à calculer les parts.",
                Turn::Uncertain => "Choisie parce que le livre de codes hésite.",
                Turn::Again => "Déjà codée par quelqu’un d’autre : elle sert à mesurer votre accord.",
            },
            ids: alike.iter().map(|one| one.id).collect(),
            alike: match alike.len() {
                1 => String::new(),
                count => format!(
                    "{} disent la même chose : elles seront codées ensemble.",
                    french::count(count as i64, "parole", "paroles")
                ),
            },
        }
    }
}

/// The page for the sentence that comes now; `again` when others coded it.
pub(super) fn drawn(
    frame: Frame,
    consultation: Uuid,
    work: &Work,
    areas: &[Area],
    (coder, again, passed): (Option<Uuid>, bool, &[Uuid]),
    form: Option<Form>,
) -> CodingPage {
    let next = work.next(coder, again, passed);
    let form = form.unwrap_or_else(|| {
        let proposed: Vec<Uuid> = match next {
            Some((verbatim, Turn::Random | Turn::Uncertain)) => {
                work.suggest(verbatim).iter().map(|one| one.theme).collect()
            }
            _ => Vec::new(),
        };
        Form::filled([("touches", as_typed(&proposed, &work.themes))])
    });
    let coded = work.decided().len();
    let told = format!(
        "{} sur {}, dont {} dans la partie tirée au sort.",
        french::count(coded as i64, "parole codée", "paroles codées"),
        french::integer(work.verbatims.len() as i64),
        french::integer(work.random_part() as i64)
    );
    let line = |(key, theme): &(String, &crate::rules::codebook::Theme)| KeyLine {
        key: key.clone(),
        label: theme.label.clone(),
        is_part: theme.parent.is_some(),
    };
    CodingPage {
        frame: frame.with_form(&form),
        form,
        consultation,
        told,
        is_again: again,
        now: next.map(|(verbatim, turn)| Now::of(work, verbatim, turn, areas)),
        keys: keys(&work.themes).iter().map(line).collect(),
        passed: passed.iter().map(ToString::to_string).collect(),
    }
}

async fn draw(
    house: &House,
    visit: &Visit,
    consultation: &ConsultationBrief,
    asked: &Fields,
    form: Option<Form>,
) -> Result<CodingPage, Fault> {
    let mut tx = house.read().await?;
    let mut work = Work::load(&mut tx, consultation.id).await?;
    let areas = territory::facade::areas(&mut tx).await?;
    // A neighbourhood that is not hers is not in her queue.
    work.verbatims
        .retain(|one| visit.actor.may(&acts::CODE, &actions::place(consultation.contract, one.area)).is_allowed());
    let passed: Vec<Uuid> = asked.all("passee").into_iter().filter_map(|id| id.parse().ok()).collect();
    let frame = visit.back_office("Coder les paroles").with_caption(&*consultation.title).with_breadcrumb(above());
    let turn = (visit.actor.account(), asked.is_ticked("accord"), passed.as_slice());
    Ok(drawn(frame, consultation.id, &work, &areas, turn, form))
}

pub async fn page(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let consultation = chosen(&mut tx, &visit, &acts::CODE, asked.text("concertation")).await?;
    drop(tx);
    answer::page(&draw(&house, &visit, &consultation, &asked, None).await?)
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let consultation = chosen(&mut tx, &visit, &acts::CODE, fields.text("concertation")).await?;
    let mut back = path("codage", consultation.id);
    if fields.is_ticked("accord") {
        back.push_str("&accord=oui");
    }
    let ids: Vec<Uuid> = fields.all("parole").into_iter().filter_map(|id| id.parse().ok()).collect();
    if fields.text("geste") == "passer" {
        let passed = fields.all("passee").into_iter().filter_map(|id| id.parse::<Uuid>().ok());
        passed.chain(ids).for_each(|id| back.push_str(&format!("&passee={id}")));
        return answer::see(&back);
    }
    let themes = crate::store::codebook::themes(&mut tx, consultation.id).await?;
    let outcome = match typed(fields.text("touches"), &themes) {
        Ok(chosen) => actions::code(&mut tx, &house.outside, &visit.actor, consultation.id, &ids, &chosen).await,
        Err(sentence) => Err(Failure::field("touches", sentence)),
    };
    match outcome {
        Ok(()) => {
            tx.commit().await?;
            answer::see(&back)
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&draw(&house, &visit, &consultation, &fields, Some(form)).await?)
        }
    }
}
