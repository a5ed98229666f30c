//! `/actions/suivre`: following by electronic mail, without an account.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use database::Tx;
use interface::{Form, Frame, Tone, Translated, t};
use web::{Answer, Asked, Fault, Fields, House, Visit, answer};

use crate::actions::{self, Target, target_of};
use crate::rules::TargetKind;
use crate::store;

/// Mails that one network may have sent in a quarter of an hour.
const ASKED: (&str, i64) = ("plan.follow", 10);

#[derive(Template)]
#[template(path = "pages/follow.html")]
pub(super) struct FollowPage {
    pub frame: Frame,
    pub form: Form,
    pub name: String,
    pub back: String,
    /// What names it in the address: `(name, value)`.
    pub asked: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/follow_step.html")]
pub(super) struct StepPage {
    pub frame: Frame,
    pub sentence: Translated,
    /// The button and where it leads; none when there is nothing to do.
    pub button: Option<(&'static str, String)>,
    pub back: String,
}

/// What is asked to be followed; nothing there when nobody may read it.
async fn target(tx: &mut Tx, asked: &Fields) -> Result<Target, Fault> {
    if !asked.text("action").is_empty() {
        let sheet = store::sheet::by_address(tx, asked.text("action")).await?.ok_or_else(Fault::not_found)?;
        return target_of(tx, TargetKind::Sheet, sheet.id).await?.ok_or_else(Fault::not_found);
    }
    if !asked.text("quartier").is_empty() {
        let area = territory::facade::by_code(tx, asked.text("quartier")).await?.ok_or_else(Fault::not_found)?;
        return target_of(tx, TargetKind::Area, area.id).await?.ok_or_else(Fault::not_found);
    }
    let contracts = strategy::facade::contracts(tx).await?;
    let contract = contracts.iter().find(|one| one.code == asked.text("contrat")).ok_or_else(Fault::not_found)?;
    if asked.text("objectif").is_empty() {
        return target_of(tx, TargetKind::Contract, contract.id).await?.ok_or_else(Fault::not_found);
    }
    let nodes = actions::objectives(tx, contract.id).await?;
    let node = nodes.iter().find(|node| node.code == asked.text("objectif")).ok_or_else(Fault::not_found)?;
    target_of(tx, TargetKind::Node, node.id).await?.ok_or_else(Fault::not_found)
}

impl FollowPage {
    pub fn new(frame: Frame, form: Form, target: &Target, asked: &Fields) -> Self {
        let form = form.in_language(frame.language);
        let names = ["action", "quartier", "contrat", "objectif"];
        let pairs = names.iter().filter(|name| !asked.text(name).is_empty());
        Self {
            frame: frame.with_form(&form),
            form,
            name: target.name.clone(),
            back: target.path.clone(),
            asked: pairs.map(|name| ((*name).to_owned(), asked.text(name).to_owned())).collect(),
        }
    }
}

const TITLE: &str = "Suivre par courriel";

pub async fn blank(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.read().await?;
    let target = target(&mut tx, &asked).await?;
    answer::page(&FollowPage::new(visit.public(TITLE), Form::empty(), &target, &asked))
}

pub async fn ask(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    accounts::facade::count_try(&house, ASKED, visit.client).await?;
    let mut tx = house.write().await?;
    let target = target(&mut tx, &fields).await?;
    let place = (house.settings.public_url.as_str(), house.settings.site.service.as_str());
    let around = (&house.outside, &house.keys);
    let outcome = actions::ask_to_follow(&mut tx, around, place, fields.text("courriel"), &target).await;
    match outcome {
        Ok(()) => {
            tx.commit().await?;
            house.bell.ring();
            let frame = visit.public("Regardez votre messagerie");
            let sentence =
                frame.t("Un message part à cette adresse. Ouvrez le lien qu’il contient pour commencer à suivre.");
            answer::page(&StepPage { frame, sentence, button: None, back: target.path })
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&FollowPage::new(visit.public(TITLE), form, &target, &fields))
        }
    }
}

/// The key in the address; a mail program that leaves for its owner sends it there too.
fn key(asked: &Asked) -> String {
    asked.text("cle").chars().filter(char::is_ascii_alphanumeric).take(80).collect()
}

pub async fn to_confirm(State(_): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let frame = visit.public("Confirmer votre adresse");
    let sentence = frame.t("Vous recevrez ce qui change, au plus un message par jour.");
    let button = Some(("Confirmer", format!("/actions/suivre/confirmer?cle={}", key(&asked))));
    answer::page(&StepPage { frame, sentence, button, back: "/actions".to_owned() })
}

pub async fn confirm(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.write().await?;
    let one = actions::confirm_follower(&mut tx, &house.outside, &key(&asked)).await?;
    let target = target_of(&mut tx, one.kind, one.target).await?;
    tx.commit().await?;
    let (name, back) = target.map_or_else(
        || (t(visit.language, "ce que vous avez choisi").text, "/actions".to_owned()),
        |target| (target.name, target.path),
    );
    let frame = visit.public("C’est fait");
    let notice = frame.t("Votre adresse est confirmée.");
    let frame = frame.with_notice(Tone::Success, notice);
    let sentence = "Vous suivez {nom}. Chaque message contient un lien pour ne plus rien recevoir.";
    let sentence = frame.t_with(sentence, [("nom", name.as_str())]);
    answer::page(&StepPage { frame, sentence, button: None, back })
}

pub async fn to_leave(State(_): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let frame = visit.public("Ne plus rien recevoir");
    let whole = if asked.is_ticked("tout") { "tout=oui&" } else { "" };
    let button = Some(("Ne plus rien recevoir", format!("/actions/suivre/quitter?{whole}cle={}", key(&asked))));
    let sentence = frame.t("Votre adresse sera effacée tout de suite.");
    answer::page(&StepPage { frame, sentence, button, back: "/actions".to_owned() })
}

pub async fn leave(State(house): State<Arc<House>>, visit: Visit, asked: Asked) -> Answer {
    let mut tx = house.write().await?;
    actions::leave(&mut tx, &house.outside, &key(&asked), asked.is_ticked("tout")).await?;
    tx.commit().await?;
    let frame = visit.public("C’est fait");
    let sentence = frame.t("Votre adresse est effacée : vous ne recevrez plus rien.");
    answer::page(&StepPage { frame, sentence, button: None, back: "/actions".to_owned() })
}
