//! `/compte`: who I am here, what I am charged with, for whom.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use interface::{Frame, Html, SummaryRow};
use kernel::{Moment, Refusal};
use web::{Answer, House, Visit, answer};

use super::{scope_told, told};
use crate::store::function::Given;
use crate::{facade, store};

#[derive(Template)]
#[template(path = "pages/account.html")]
pub(super) struct AccountPage {
    pub frame: Frame,
    pub rows: Vec<SummaryRow>,
    pub functions: Vec<FunctionLine>,
    pub organisations: Vec<String>,
    pub acting_for: Option<String>,
}

pub(super) struct FunctionLine {
    pub id: kernel::Uuid,
    pub french: &'static str,
    pub place: String,
    pub period: String,
    pub reason: String,
    pub is_mine_to_withdraw: bool,
}

/// From when and until when, in words.
pub(super) fn period(given: &Given, now: Moment, house: &House) -> String {
    let zone = &house.settings.zone;
    let day = |moment: Moment| kernel::french::date(moment.day(zone));
    let since = if given.since > now {
        format!("à partir du {}", day(given.since))
    } else {
        format!("depuis le {}", day(given.since))
    };
    match given.until {
        Some(until) => format!("{since}, jusqu’au {}", day(Moment(until.0 - 1))),
        None => since,
    }
}

/// The page.
pub async fn show(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let id = visit.actor.account().ok_or(Refusal::NotFound)?;
    let (mut tx, now) = (house.read().await?, house.outside.now());
    let account = store::account::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let organisations = store::organisation::all(&mut tx).await?;
    let places = facade::places(&mut tx).await?;
    let functions = store::function::of_account(&mut tx, id).await?;
    let functions = functions.iter().filter(|given| given.is_current(now)).map(|given| FunctionLine {
        id: given.id,
        french: given.grant.function.french(),
        place: scope_told(&given.grant.scope, &organisations, &places),
        period: period(given, now, &house),
        reason: given.reason.clone(),
        is_mine_to_withdraw: false,
    });
    let functions = functions.collect();
    let mine = store::organisation::of_account(&mut tx, id).await?;
    let mine = mine.iter().filter_map(|member| {
        let known = organisations.iter().find(|one| one.id == member.organisation)?;
        Some(if member.role.is_empty() {
            known.terms.name.clone()
        } else {
            format!("{} ({})", known.terms.name, member.role)
        })
    });
    let second = if account.has_second_factor() { "En place" } else { "Pas encore installé" };
    let password =
        if account.password_hash.is_some() { "Choisi" } else { "Aucun : vous entrez par un lien reçu par courriel" };
    let last = account.last_sign_in_at.map(|at| told(at, &house.settings.zone)).unwrap_or_default();
    let rows = vec![
        SummaryRow::new("Nom", Html::text(&account.name)),
        SummaryRow::new("Adresse électronique", Html::text(&account.email)),
        SummaryRow::new("Mot de passe", Html::sentence(password)).changed_at("/compte/mot-de-passe"),
        SummaryRow::new("Second code", Html::sentence(second)).changed_at("/compte/second-facteur"),
        SummaryRow::new("Dernière connexion", Html::text(&last)),
    ];
    answer::page(&AccountPage {
        frame: visit.back_office("Mon compte"),
        rows,
        functions,
        organisations: mine.collect(),
        acting_for: visit.actor.person().and_then(|person| person.acting_for.as_ref()).map(|(_, name)| name.clone()),
    })
}
