//! `/conseil/{id}/saisines`: what members refer to authorities.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Html, Link, SummaryRow};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Asked, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::opinion_said::cast;
use super::{choices_of, own_above, own_path};
use crate::actions::{referral, voting};
use crate::rules::{Addressee, Assembly, Meeting, Member, Referral, ReferralState, ReferralTerms, Satisfaction, Way};
use crate::{actions, store};

/// Where members find a referral.
pub(super) fn own_referral_path(id: Uuid) -> String {
    format!("/conseil/saisines/{id}")
}

/// Where a body lists its own.
fn own_list_path(assembly: Uuid) -> String {
    format!("{}/saisines", own_path(assembly))
}

/// « Saisine nᵒ 2 : l’éclairage ».
pub(super) fn titled(one: &Referral) -> String {
    match one.adopted {
        Some((number, _)) => format!("Saisine nᵒ\u{a0}{number}\u{a0}: {}", one.terms.subject),
        None => one.terms.subject.clone(),
    }
}

/// To whom, how it was adopted, where it stands.
pub(super) fn facts(one: &Referral, today: Date) -> Vec<SummaryRow> {
    let text = |term: &str, value: &str| SummaryRow::new(term, Html::text(&french::spaced(value)));
    let mut rows = vec![text("Adressée à", &one.terms.to())];
    if !one.terms.origin.is_empty() {
        rows.push(text("Ce qu’elle reprend", &one.terms.origin));
    }
    if let Some((_, ballot)) = one.adopted {
        rows.push(text("Adoptée", &format!("{} le {}", ballot.way.french(), french::date(ballot.on))));
        rows.push(text("Vote", &ballot.words()));
    }
    rows.push(text("État", &one.standing(today)));
    if !one.extension.is_empty() {
        rows.push(text("Pourquoi la réponse prend plus de temps", &one.extension));
    }
    if one.state == ReferralState::Answered {
        rows.push(text("Suite", one.satisfaction.french()));
    }
    rows
}

#[derive(Template)]
#[template(path = "pages/referrals.html")]
pub(super) struct ReferralsPage {
    pub frame: Frame,
    pub path: String,
    /// Each with where it stands.
    pub lines: Vec<(Link, String)>,
    pub is_own: bool,
}

impl ReferralsPage {
    pub fn new(frame: Frame, path: String, all: &[Referral], (today, is_own): (Date, bool)) -> Self {
        let link = |one: &Referral| match is_own {
            true => own_referral_path(one.id),
            false => super::answers::received_path(one.id),
        };
        let line = |one: &Referral| {
            (Link::new(titled(one), link(one)), french::spaced(&format!("{}, {}", one.terms.to(), one.standing(today))))
        };
        Self { frame, path, lines: all.iter().map(line).collect(), is_own }
    }
}

pub async fn list(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Assembly>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, _) = actions::member::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let all = store::referral::of_assembly(&mut tx, assembly.id).await?;
    let frame = visit.back_office("Saisines").with_breadcrumb(own_above(Some(&assembly)));
    let today = house.outside.now().day(&house.settings.zone);
    answer::page(&ReferralsPage::new(frame, own_list_path(assembly.id), &all, (today, true)))
}

#[derive(Template)]
#[template(path = "pages/referral_form.html")]
pub(super) struct ReferralFormPage {
    pub frame: Frame,
    pub form: Form,
    pub addressees: Vec<Choice>,
}

impl ReferralFormPage {
    pub fn new(frame: Frame, form: Form) -> Self {
        Self { frame: frame.with_form(&form), form, addressees: choices_of!(Addressee) }
    }
}

fn above(assembly: &Assembly) -> Vec<Link> {
    [own_above(Some(assembly)), vec![Link::new("Saisines", own_list_path(assembly.id))]].concat()
}

fn read(typed: &mut Reading<'_>) -> ReferralTerms {
    let addressee = typed.coded("destinataire", Addressee::from_code, "Choisissez à qui elle s’adresse");
    ReferralTerms {
        subject: typed.text("objet"),
        words: typed.text("texte"),
        addressee: addressee.unwrap_or(Addressee::Mayor),
        addressee_name: typed.text("precision"),
        origin: typed.text("origine"),
    }
}

pub async fn blank(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    asked: Asked,
) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, _) = actions::member::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let given = ["objet", "texte", "origine"].map(|name| (name, asked.text(name).to_owned()));
    let frame = visit.back_office("Préparer une saisine").with_breadcrumb(above(&assembly));
    answer::page(&ReferralFormPage::new(frame, Form::filled(given)))
}

pub async fn create(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Assembly>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (assembly, _) = actions::member::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let terms = read(&mut typed);
    let outcome = referral::begin(&mut tx, &house.outside, &visit.actor, assembly.id, typed.filled(terms)).await;
    let again = async |form| {
        let frame = visit.back_office("Préparer une saisine").with_breadcrumb(above(&assembly));
        Ok(ReferralFormPage::new(frame, form))
    };
    answer::settle(tx, outcome, (own_referral_path, "ajoute"), &fields, again).await
}

fn edit_frame(visit: &Visit, assembly: &Assembly, one: &Referral) -> Frame {
    let own = Link::new(titled(one), own_referral_path(one.id));
    visit.back_office("Modifier la saisine").with_breadcrumb([above(assembly), vec![own]].concat())
}

pub async fn filled(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    let mut tx = house.read().await?;
    let (assembly, _, one) = referral::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let terms = &one.terms;
    let form = Form::filled([
        ("objet", terms.subject.clone()),
        ("texte", terms.words.clone()),
        ("destinataire", terms.addressee.code().to_owned()),
        ("precision", terms.addressee_name.clone()),
        ("origine", terms.origin.clone()),
        ("revision", one.revision.to_string()),
    ]);
    answer::page(&ReferralFormPage::new(edit_frame(&visit, &assembly, &one), form))
}

pub async fn amend(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (assembly, _, one) = referral::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let mut typed = Reading::of(&fields);
    let terms = read(&mut typed);
    let at = (one.id, fields.revision());
    let outcome = referral::amend(&mut tx, &house.outside, &visit.actor, at, typed.filled(terms)).await;
    let again = async |form| Ok(ReferralFormPage::new(edit_frame(&visit, &assembly, &one), form));
    answer::settle(tx, outcome, (own_referral_path, "modifie"), &fields, again).await
}

#[derive(Template)]
#[template(path = "pages/referral.html")]
pub(super) struct ReferralPage {
    pub frame: Frame,
    pub form: Form,
    pub path: String,
    pub revision: String,
    pub rows: Vec<SummaryRow>,
    pub words: String,
    pub is_draft: bool,
    pub answer: String,
    pub answer_file: Option<String>,
    pub satisfaction_words: String,
    pub may_write_down: bool,
    pub satisfactions: Vec<Choice>,
    pub ways: Vec<Choice>,
    pub meetings: Vec<Choice>,
}

impl ReferralPage {
    pub fn new(
        frame: Frame,
        form: Form,
        (member, one): (&Member, &Referral),
        meetings: &[Meeting],
        today: Date,
    ) -> Self {
        let meeting = |one: &Meeting| {
            Choice::new(one.id.to_string(), &format!("{}, {}", french::date(one.terms.held_on), one.terms.title))
        };
        let said = Satisfaction::ALL.iter().filter(|said| **said != Satisfaction::None);
        let path = own_referral_path(one.id);
        Self {
            frame: frame.with_form(&form),
            form,
            revision: one.revision.to_string(),
            rows: facts(one, today),
            words: one.terms.words.clone(),
            is_draft: one.state == ReferralState::Draft,
            answer: one.answer.clone(),
            answer_file: one.answer_file.map(|_| format!("{path}/piece")),
            satisfaction_words: one.satisfaction_words.clone(),
            may_write_down: referral::may_write_down(member, one),
            satisfactions: said.map(|said| Choice::new(said.code(), said.french())).collect(),
            ways: choices_of!(Way),
            meetings: meetings.iter().map(meeting).collect(),
            path,
        }
    }
}

async fn draw(house: &House, visit: &Visit, id: Uuid, typed: Option<Form>) -> Result<ReferralPage, Fault> {
    let mut tx = house.read().await?;
    let (assembly, member, one) = referral::mine(&mut tx, &visit.actor, id).await?;
    let meetings = voting::meetings(&mut tx, assembly.id).await?;
    let form = typed.unwrap_or_else(|| {
        let said = if one.satisfaction == Satisfaction::None { "" } else { one.satisfaction.code() };
        Form::filled([("satisfaction", said), ("suite", one.satisfaction_words.as_str())])
    });
    let frame = visit.back_office(&titled(&one)).with_breadcrumb(above(&assembly));
    let today = house.outside.now().day(&house.settings.zone);
    Ok(ReferralPage::new(frame, form, (&member, &one), &meetings, today))
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    answer::page(&draw(&house, &visit, id.uuid(), None).await?)
}

pub async fn adopt(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let (at, around) = ((id.uuid(), fields.revision()), (&house.outside, &house.settings.zone));
    let mut typed = Reading::of(&fields);
    let adoption = (cast(&mut typed), fields.is_ticked("public"));
    let outcome = referral::adopt(&mut tx, around, &visit.actor, at, typed.filled(adoption)).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_referral_path, "enregistre"), &fields, again).await
}

pub async fn judge(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let said = (Satisfaction::from_code(fields.text("satisfaction")), fields.text("suite").to_owned());
    let at = (id.uuid(), fields.revision());
    let outcome = referral::judge(&mut tx, &house.outside, &visit.actor, at, said).await;
    let again = async |form| draw(&house, &visit, id.uuid(), Some(form)).await;
    answer::settle(tx, outcome, (own_referral_path, "enregistre"), &fields, again).await
}

pub async fn drop_draft(
    State(house): State<Arc<House>>,
    visit: Visit,
    PathId(id): PathId<Referral>,
    fields: Fields,
) -> Answer {
    let mut tx = house.write().await?;
    let at = (id.uuid(), fields.revision());
    let assembly = referral::drop_draft(&mut tx, &house.outside, &visit.actor, at).await?;
    tx.commit().await?;
    answer::done(&own_list_path(assembly), "supprime")
}

/// The file of an answer, for members.
pub async fn take_file(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Referral>) -> Answer {
    let mut tx = house.read().await?;
    let (_, _, one) = referral::mine(&mut tx, &visit.actor, id.uuid()).await?;
    let file = one.answer_file.ok_or_else(Fault::not_found)?;
    super::papers::sent(&house, tx, file).await
}
