//! The space of associations: one’s own, one declared, one asked to be joined; and the way in without an account.

use std::sync::Arc;

use accounts::facade::{NewInvitation, OrganisationCard};
use askama::Template;
use axum::extract::State;
use interface::{Form, Frame, Link};
use kernel::{Filled, Scope};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::OWN;
use super::form::{Field, FormPage, Input};
use crate::actions::declaring::{self, Declaration, Declared};
use crate::rules::Sheet;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "pages/space.html")]
pub(super) struct SpacePage {
    pub frame: Frame,
    pub own: Vec<Link>,
    /// Names of those asked to be joined.
    pub asked: Vec<String>,
}

pub async fn space(State(house): State<Arc<House>>, visit: Visit) -> Answer {
    let mut tx = house.read().await?;
    let (mut own, mut asked) = (Vec::new(), Vec::new());
    if let Some(account) = visit.actor.account() {
        for one in accounts::facade::organisations_of(&mut tx, account).await? {
            if visit.actor.may(&acts::FILL, &Scope::organisation(one.id)).is_allowed() {
                own.push(Link::new(one.name, format!("{OWN}/{}", one.id)));
            }
        }
        for one in store::join::of_account(&mut tx, account).await? {
            asked.extend(accounts::facade::organisation(&mut tx, one.organisation).await?.map(|card| card.name));
        }
    }
    answer::page(&SpacePage { frame: visit.back_office("Mon association"), own, asked })
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        Field::new("nom", "Nom de l’association", Input::Text).hint("Tel que ses statuts l’écrivent."),
        Field::new("siret", "Numéro SIRET", Input::Text)
            .hint("14 chiffres. Indiquez au moins un des deux numéros.")
            .optional(),
        Field::new("rna", "Numéro RNA", Input::Text)
            .hint("W et 9 signes, sur le récépissé de la préfecture.")
            .optional(),
        Field::new("role", "Ce que vous y faites", Input::Text).hint("Par exemple « trésorier ».").optional(),
    ]
}

pub(super) fn page(frame: Frame, form: Form) -> FormPage {
    FormPage::new(frame, form, format!("{OWN}/declarer"), fields(), "Déclarer l’association")
        .lead("Si l’association est déjà connue ici, vous pourrez demander à la rejoindre.")
}

fn frame(visit: &Visit) -> Frame {
    let above = vec![Link::new("Accueil", "/"), Link::new("Mon association", OWN)];
    visit.back_office("Déclarer mon association").with_breadcrumb(above)
}

fn read(fields: &Fields) -> Filled<Declaration> {
    let mut typed = Reading::of(fields);
    let siret = super::sections::identifier(&mut typed, "siret", identifiers::read_siret);
    let rna = super::sections::identifier(&mut typed, "rna", identifiers::read_rna);
    let is_told =
        siret.is_none() && rna.is_none() && !(fields.text("siret").is_empty() && fields.text("rna").is_empty());
    let (name, role) = (typed.text("nom"), typed.text("role"));
    if is_told {
        // The number that was typed has its own sentence already.
        typed.tell("siret", "Saisissez le numéro SIRET, ou corrigez le numéro RNA");
    }
    typed.filled(Declaration { name, siret, rna, role, is_another: fields.text("autre") == "oui" })
}

/// Associations of the same name: is one of them hers? What was typed goes on with the answer.
#[derive(Template)]
#[template(path = "pages/alike.html")]
pub(super) struct AlikePage {
    pub frame: Frame,
    /// Each with what tells it apart.
    pub all: Vec<(Link, String)>,
    pub kept: Vec<(&'static str, String)>,
}

impl AlikePage {
    pub fn new(frame: Frame, all: &[OrganisationCard], typed: &Fields) -> Self {
        let link = |card: &OrganisationCard| {
            let siret = card.siret.as_deref().map(identifiers::shown_siret);
            let told = siret.map_or_else(|| "sans numéro SIRET connu".to_owned(), |siret| format!("SIRET {siret}"));
            (Link::new(&card.name, format!("{OWN}/{}/rejoindre", card.id)), told)
        };
        let kept = ["nom", "siret", "rna", "role"].map(|name| (name, typed.text(name).to_owned()));
        Self { frame, all: all.iter().map(link).collect(), kept: kept.into() }
    }
}

pub async fn blank(visit: Visit) -> Answer {
    answer::page(&page(frame(&visit), Form::empty()))
}

pub async fn declare(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    match declaring::declare(&mut tx, &house.outside, &visit.actor, read(&fields)).await {
        Ok(Declared::Founded(id)) => {
            tx.commit().await?;
            answer::done(&format!("{OWN}/{id}"), "enregistre")
        }
        Ok(Declared::Known(card)) => answer::see(&format!("{OWN}/{}/rejoindre", card.id)),
        Ok(Declared::Alike(all)) => answer::page(&AlikePage::new(frame(&visit), &all, &fields)),
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&page(frame(&visit), form))
        }
    }
}

pub(super) fn join_page(frame: Frame, form: Form, (id, name): (kernel::Uuid, &str)) -> FormPage {
    let fields = vec![
        Field::new("message", "Qui êtes-vous dans l’association\u{202f}?", Input::Long)
            .hint("Les personnes qui l’administrent lisent ce mot avant de vous accepter."),
    ];
    FormPage::new(frame, form, format!("{OWN}/{id}/rejoindre"), fields, "Demander à la rejoindre").lead(format!(
        "« {name} » est déjà connue ici. Une personne qui l’administre, ou le service du contrat de ville, répondra à votre demande."
    ))
}

async fn joining(house: &House, visit: &Visit, id: kernel::Uuid, form: Form) -> Result<FormPage, Fault> {
    let card = accounts::facade::organisation(&mut house.read().await?, id).await?.ok_or_else(Fault::not_found)?;
    let above = vec![Link::new("Accueil", "/"), Link::new("Mon association", OWN)];
    let frame = visit.back_office("Rejoindre une association").with_breadcrumb(above);
    Ok(join_page(frame, form, (card.id, &card.name)))
}

pub async fn ask_joining(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    answer::page(&joining(&house, &visit, id.uuid(), Form::empty()).await?)
}

pub async fn join(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let what = (id.uuid(), fields.text("message"));
    let outcome = declaring::ask(&mut tx, &house.outside, &visit.actor, what).await;
    let again = async |form| joining(&house, &visit, id.uuid(), form).await;
    answer::settle(tx, outcome, (|()| OWN.to_owned(), "envoye"), &fields, again).await
}

/// Mails that one network may have sent in a quarter of an hour.
const WELCOMED: (&str, i64) = ("directory.welcome", 5);

pub(super) fn welcome_page(frame: Frame, form: Form) -> FormPage {
    let fields = vec![
        Field::new("email", "Votre adresse électronique", Input::Email)
            .hint("Un lien vous y est envoyé : il ouvre votre compte, ou vous connecte si vous en avez un."),
    ];
    FormPage::new(frame, form, "/associations/compte".to_owned(), fields, "Recevoir le lien").lead(
        "Pour déclarer votre association, remplir sa fiche et demander une subvention, il faut un compte à votre nom.",
    )
}

pub async fn welcome(visit: Visit) -> Answer {
    answer::page(&welcome_page(visit.public_in_french("Agir pour une association"), Form::empty()))
}

#[derive(Template)]
#[template(path = "pages/told.html")]
pub(super) struct ToldPage {
    pub frame: Frame,
    pub sentence: String,
    pub back: Link,
}

pub async fn have_link_sent(State(house): State<Arc<House>>, visit: Visit, fields: Fields) -> Answer {
    accounts::facade::count_try(&house, WELCOMED, visit.client).await?;
    let mut tx = house.write().await?;
    let new = NewInvitation {
        email: fields.text("email"),
        functions: &[],
        scope: Scope::EVERYWHERE,
        address: &house.settings.public_url,
        service: &house.settings.site.service,
    };
    let what = format!("à agir pour une association sur « {} ».", house.settings.site.service);
    match accounts::facade::welcome(&mut tx, &house.outside, (&acts::DECLARE, &what), &new).await {
        Ok(()) => {
            tx.commit().await?;
            house.bell.ring();
            let sentence = "Un message part à cette adresse. Ouvrez le lien qu’il contient pour continuer.".to_owned();
            let frame = visit.public_in_french("Regardez votre messagerie");
            answer::page(&ToldPage {
                frame, sentence, back: Link::new("L’annuaire des associations", "/associations")
            })
        }
        Err(failure) => {
            drop(tx);
            let form = fields.form_with(Fault::from(failure).into_input()?);
            answer::page_to_correct(&welcome_page(visit.public_in_french("Agir pour une association"), form))
        }
    }
}
