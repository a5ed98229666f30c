//! `/conseil/{id}/saisines`: what members refer to authorities, listed and prepared.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Choice, Form, Frame, Link};
use jiff::civil::Date;
use kernel::{Uuid, french};
use web::{Answer, Asked, Fields, House, PathId, Reading, Visit, answer};

use super::referral_said::titled;
use super::{choices_of, own_above, own_path};
use crate::actions::referral;
use crate::rules::{Addressee, Assembly, Referral, ReferralTerms};
use crate::{actions, store};

/// Where members find a referral.
pub(super) fn own_referral_path(id: Uuid) -> String {
    format!("/conseil/saisines/{id}")
}

/// Where a body lists its own.
pub(super) fn own_list_path(assembly: Uuid) -> String {
    format!("{}/saisines", own_path(assembly))
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

pub(super) fn above(assembly: &Assembly) -> Vec<Link> {
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
