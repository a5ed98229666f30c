//! Campaigns: written, sent to carriers, answered.

use std::collections::{BTreeMap, HashMap};

use database::Tx;
use jiff::tz::TimeZone;
use kernel::{Actor, Failure, FieldError, Filled, Function, Outcome, Outside, Refusal, Scope, Uuid};

use super::{contract_for, reached, record};
use crate::rules::{
    Ask, AskKind, Campaign, CampaignTerms, Replies, Reply, Request, STARTER_ASKS, check_campaign, check_replies,
};
use crate::{acts, store};

/// A campaign this actor keeps. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn campaign(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<Campaign> {
    let found = store::campaign::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    reached(actor, &acts::COLLECT, found.contract)?;
    Ok(found)
}

/// Writes a campaign. A new one takes the questions of the last one, or those every action can count.
///
/// # Errors
/// Not there or not this actor’s; something to correct; somebody else changed it.
pub async fn keep_campaign(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (contract, known): (Uuid, Option<(Uuid, i64)>),
    typed: impl Into<Filled<CampaignTerms>>,
) -> Outcome<Uuid> {
    let contract = contract_for(tx, actor, &acts::COLLECT, contract).await?;
    let mut form = typed.into();
    let years = (contract.starts_on.year().into(), contract.ends_on.year().into());
    form.find(check_campaign(&form.value, years, outside.now().day(zone)));
    let terms = form.sound()?;
    let before = match known {
        Some((id, _)) => Some(campaign(tx, actor, id).await?),
        None => None,
    };
    let (id, revision) = known.unwrap_or_else(|| (outside.uuid(), 0));
    let published_at = before.and_then(|one| one.published_at);
    let one = Campaign { id, contract: contract.id, terms, published_at, revision };
    let last = store::campaign::of_contract(tx, contract.id).await?.into_iter().next();
    if !store::campaign::save(tx, &one, revision).await? {
        let kept = [("Titre", one.terms.title.as_str()), ("Message", &one.terms.message)];
        return Err(Failure::conflict("cette collecte", &kept));
    }
    let mut touched = vec![id];
    record(tx, outside, (actor, &acts::COLLECT), ("collecte enregistrée", "evaluation_campaign"), &touched).await?;
    if known.is_none() {
        touched.clear();
        let asks: Vec<(String, AskKind)> = match last {
            Some(last) => {
                store::campaign::asks(tx, last.id).await?.into_iter().map(|ask| (ask.words, ask.kind)).collect()
            }
            None => STARTER_ASKS.iter().map(|(words, kind)| ((*words).to_owned(), *kind)).collect(),
        };
        for (position, (words, kind)) in (1_i64..).zip(asks) {
            let ask = Ask { id: outside.uuid(), campaign: id, position, words, kind };
            store::campaign::insert_ask(tx, &ask).await?;
            touched.push(ask.id);
        }
        record(tx, outside, (actor, &acts::COLLECT), ("questions reprises", "evaluation_ask"), &touched).await?;
    }
    Ok(id)
}

fn already() -> Failure {
    let why = "Des porteurs ont reçu ces questions : elles ne changent plus, pour que leurs réponses se comparent.";
    Refusal::rule("Les questions de cette collecte ne changent plus", why).into()
}

/// Adds a question to a campaign nobody was asked yet.
///
/// # Errors
/// Not there or not this actor’s; somebody was asked; something to correct.
pub async fn add_ask(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    id: Uuid,
    typed: impl Into<Filled<(String, AskKind)>>,
) -> Outcome<()> {
    let found = campaign(tx, actor, id).await?;
    let mut form = typed.into();
    let length = form.value.0.chars().count();
    if length == 0 || length > 400 {
        form.find([FieldError::new("question", "Saisissez la question, en 400 signes au plus")]);
    }
    let (words, kind) = form.sound()?;
    if store::campaign::is_asked(tx, found.id).await? {
        return Err(already());
    }
    let last = store::campaign::asks(tx, found.id).await?.last().map_or(0, |ask| ask.position);
    let ask = Ask { id: outside.uuid(), campaign: found.id, position: last + 1, words, kind };
    store::campaign::insert_ask(tx, &ask).await?;
    record(tx, outside, (actor, &acts::COLLECT), ("question ajoutée", "evaluation_ask"), &[ask.id]).await
}

/// Takes a question out of a campaign nobody was asked yet.
///
/// # Errors
/// Not there or not this actor’s; somebody was asked.
pub async fn remove_ask(tx: &mut Tx, outside: &Outside, actor: &Actor, (id, ask): (Uuid, Uuid)) -> Outcome<()> {
    let found = campaign(tx, actor, id).await?;
    if !store::campaign::asks(tx, found.id).await?.iter().any(|one| one.id == ask) {
        return Err(Refusal::NotFound.into());
    }
    if store::campaign::is_asked(tx, found.id).await? {
        return Err(already());
    }
    store::campaign::remove_ask(tx, ask).await?;
    record(tx, outside, (actor, &acts::COLLECT), ("question retirée", "evaluation_ask"), &[ask]).await
}

/// The field of a sheet on the form that says whom is asked.
pub fn carrier_field(sheet: Uuid) -> String {
    format!("porteur-{sheet}")
}

/// Asks carriers about published sheets: each sheet with the name of the organisation that answers for it; an empty name leaves it
/// out. Gives how many are asked.
///
/// # Errors
/// Not there or not this actor’s; no question; a name nobody has here, or several have; nobody to ask.
pub async fn ask_carriers(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    id: Uuid,
    chosen: &[(Uuid, String)],
) -> Outcome<i64> {
    let found = campaign(tx, actor, id).await?;
    let today = outside.now().day(zone);
    if found.terms.closes_on < today || store::campaign::asks(tx, found.id).await?.is_empty() {
        let why = "Il lui faut au moins une question, et un dernier jour à venir.";
        return Err(Refusal::rule("Cette collecte ne peut pas partir", why).into());
    }
    let sheets: HashMap<Uuid, String> = plan::facade::sheets(tx, found.contract, false)
        .await?
        .into_iter()
        .map(|sheet| (sheet.id, format!("{} {}", sheet.code, sheet.title)))
        .collect();
    let places = plan::facade::areas_of_sheets(tx, found.contract).await?;
    let mut errors = Vec::new();
    let mut requests = Vec::new();
    for (sheet, name) in chosen.iter().filter(|(_, name)| !name.trim().is_empty()) {
        let Some(title) = sheets.get(sheet) else { continue };
        let alike = accounts::facade::organisations_alike(tx, name, None).await?;
        let [one] = alike.as_slice() else {
            let sentence = match alike.len() {
                0 => format!("« {name} » n’est le nom d’aucune organisation d’ici : corrigez-le, ou videz le champ"),
                _ => format!("Plusieurs organisations s’appellent « {name} » : précisez, ou videz le champ"),
            };
            errors.push(FieldError::new(carrier_field(*sheet), sentence));
            continue;
        };
        let areas: Vec<Uuid> = places.iter().filter(|(of, _)| of == sheet).map(|(_, area)| *area).collect();
        let areas = territory::facade::areas_among(tx, &areas).await?;
        requests.push(Request {
            id: outside.uuid(),
            campaign: found.id,
            sheet: *sheet,
            organisation: one.id,
            title: title.clone(),
            areas: areas.into_iter().map(|area| area.name).collect::<Vec<_>>().join(", "),
            asked_on: today,
            sent_at: None,
            sent_by_name: String::new(),
            revision: 1,
        });
    }
    Failure::unless_empty(errors)?;
    let mut touched = Vec::new();
    for one in &requests {
        if store::campaign::insert_request(tx, one).await? {
            touched.push(one.id);
        }
    }
    if touched.is_empty() {
        let why = "Gardez le nom d’au moins un porteur en face d’une action qui n’a pas encore été demandée.";
        return Err(Refusal::rule("Personne à qui demander", why).into());
    }
    record(tx, outside, (actor, &acts::COLLECT), ("porteurs sollicités", "evaluation_request"), &touched).await?;
    Ok(touched.len() as i64)
}

/// Shows the totals of a campaign to everybody, or takes them back.
///
/// # Errors
/// Not there or not this actor’s; somebody else changed it.
pub async fn publish_campaign(
    tx: &mut Tx,
    outside: &Outside,
    actor: &Actor,
    (id, revision, is_shown): (Uuid, i64, bool),
) -> Outcome<()> {
    let found = campaign(tx, actor, id).await?;
    reached(actor, &acts::PUBLISH, found.contract)?;
    let one = Campaign { published_at: is_shown.then(|| outside.now()), ..found };
    if !store::campaign::save(tx, &one, revision).await? {
        return Err(Failure::conflict("cette collecte", &[]));
    }
    let what = if is_shown { "totaux publiés" } else { "totaux retirés du public" };
    record(tx, outside, (actor, &acts::PUBLISH), (what, "evaluation_campaign"), &[id]).await
}

/// Organisations this actor answers for: those her functions of associations are limited to.
pub fn carried(actor: &Actor) -> Vec<Uuid> {
    const CARRIERS: [Function; 3] =
        [Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator];
    let Some(person) = actor.person() else { return Vec::new() };
    let mut all = Vec::new();
    for grant in person.grants.iter().filter(|grant| CARRIERS.contains(&grant.function)) {
        all.extend(grant.scope.organisation.filter(|one| !all.contains(one)));
    }
    all
}

/// A request this actor answers: her organisation’s, or any of a contract she collects for. Not hers and not there look alike.
///
/// # Errors
/// Not there or not this actor’s.
pub async fn request(tx: &mut Tx, actor: &Actor, id: Uuid) -> Outcome<(Request, Campaign)> {
    let found = store::campaign::request_by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    let campaign = store::campaign::by_id(tx, found.campaign).await?.ok_or(Refusal::NotFound)?;
    let collects = actor.may(&acts::COLLECT, &Scope::contract(campaign.contract)).is_allowed();
    if !collects && !carried(actor).contains(&found.organisation) {
        return Err(Refusal::NotFound.into());
    }
    Ok((found, campaign))
}

/// Answers to a campaign as somebody would tell them: people by sex and age, words; the rest was not counted.
///
/// # Errors
/// The database failed.
pub async fn replies_told(
    tx: &mut Tx,
    campaign: Uuid,
    people: &BTreeMap<String, i64>,
    words: &str,
) -> Outcome<Replies> {
    let told = |ask: Ask| {
        let reply = match ask.kind {
            AskKind::People => Reply { counts: people.clone(), ..Reply::default() },
            AskKind::Text => Reply { words: words.to_owned(), ..Reply::default() },
            _ => Reply { is_not_counted: true, ..Reply::default() },
        };
        (ask.id, reply)
    };
    Ok(store::campaign::asks(tx, campaign).await?.into_iter().map(told).collect())
}

/// Keeps an answer as a draft, or sends it. What was sent may be sent again until the last day.
///
/// # Errors
/// Not there or not this actor’s; the last day is past, unless somebody who collects writes; something to correct; somebody else
/// changed it.
pub async fn answer_request(
    tx: &mut Tx,
    (outside, zone): (&Outside, &TimeZone),
    actor: &Actor,
    (id, revision, is_sent): (Uuid, i64, bool),
    typed: impl Into<Filled<Replies>>,
) -> Outcome<()> {
    let (found, campaign) = request(tx, actor, id).await?;
    let collects = actor.may(&acts::COLLECT, &Scope::contract(campaign.contract)).is_allowed();
    let mut form = typed.into();
    let asks = store::campaign::asks(tx, campaign.id).await?;
    form.find(check_replies(&asks, &form.value, is_sent));
    let replies = form.sound()?;
    let words: Vec<(&str, &str)> =
        asks.iter().filter_map(|ask| Some((ask.words.as_str(), replies.get(&ask.id)?.words.as_str()))).collect();
    if !collects && outside.now().day(zone) > campaign.terms.closes_on {
        let kept = words.iter().filter(|(_, text)| !text.is_empty());
        let kept = kept.map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect();
        let explanation =
            "Le dernier jour pour répondre est passé. Appelez le service : il peut encore saisir votre réponse."
                .to_owned();
        return Err(Refusal::Conflict { explanation, kept }.into());
    }
    let by = actor.journal_name();
    let now = outside.now();
    // A draft over what was sent is sent again only when somebody says so: until then the answer stands as it was.
    if !is_sent && found.sent_at.is_some() {
        let why = "Cette réponse est déjà envoyée : renvoyez-la pour la remplacer.";
        return Err(Refusal::rule("Un envoi ne redevient pas un brouillon", why).into());
    }
    let sent = is_sent.then_some((now, by.as_str()));
    if !store::campaign::save_replies(tx, outside, (id, revision), sent, &replies).await? {
        return Err(Failure::conflict("cette réponse", &words));
    }
    let what = if is_sent { "réponse envoyée" } else { "brouillon de réponse" };
    record(tx, outside, (actor, &acts::REPLY), (what, "evaluation_request"), &[id]).await
}
