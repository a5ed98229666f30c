//! The three forms of the sheet itself: identity, where it is reached, what it is to others.

use std::sync::Arc;

use accounts::facade::OrganisationCard;
use axum::extract::State;
use interface::{Choice, Form};
use kernel::{Filled, Uuid};
use web::{Answer, Fault, Fields, House, PathId, Reading, Visit, answer};

use super::form::{Field, FormPage, Input};
use super::{sheet_path, under};
use crate::actions::{self, Contact, Identity, Relations, sheet};
use crate::rules::Sheet;

/// An identifier read by its own rules, or nothing; what is wrong is told at its field.
pub(super) fn identifier(
    typed: &mut Reading<'_>,
    name: &str,
    read: impl FnOnce(&str) -> Result<String, String>,
) -> Option<String> {
    let text = typed.text(name);
    if text.is_empty() {
        return None;
    }
    read(&text).map_err(|sentence| typed.tell(name, sentence)).ok()
}

pub(super) fn identity_fields() -> Vec<Field> {
    vec![
        Field::new("nom", "Nom statutaire", Input::Text).hint("Tel que les statuts l’écrivent."),
        Field::new("sigle", "Sigle", Input::Text).optional(),
        Field::new("siret", "Numéro SIRET", Input::Text)
            .hint("14 chiffres. Sans lui, aucune subvention n’est versée ; l’Insee le donne gratuitement.")
            .optional(),
        Field::new("forme", "Forme juridique", Input::Text).hint("Par exemple « association loi 1901 ».").optional(),
        Field::title("Inscription de l’association"),
        Field::new("rna", "Numéro RNA", Input::Text)
            .hint("W et 9 signes, sur le récépissé de la préfecture.")
            .optional(),
        Field::new("recepisse", "Ou numéro de récépissé en préfecture", Input::Text).optional(),
        Field::new("registre", "Ou inscription au registre, en Alsace et en Moselle", Input::Text)
            .hint("Date, volume, folio et tribunal.")
            .optional(),
        Field::new("objet", "Objet", Input::Long).hint("Ce que les statuts disent de son but.").optional(),
    ]
}

fn read_identity(fields: &Fields) -> Filled<sheet::Named> {
    let mut typed = Reading::of(fields);
    let siret = identifier(&mut typed, "siret", identifiers::read_siret);
    let rna = identifier(&mut typed, "rna", identifiers::read_rna);
    let identity = Identity {
        acronym: typed.text("sigle"),
        legal_form: typed.text("forme"),
        rna,
        receipt: typed.text("recepisse"),
        register: typed.text("registre"),
        purpose: typed.text("objet"),
    };
    let name = typed.text("nom");
    typed.filled((name, siret, identity))
}

pub(super) fn contact_fields() -> Vec<Field> {
    vec![
        Field::title("Siège"),
        Field::new("rue", "Numéro et rue", Input::Text).optional(),
        Field::new("postal", "Code postal", Input::Text).optional(),
        Field::new("commune", "Commune", Input::Text).optional(),
        Field::title("Pour écrire à l’association"),
        Field::new("correspondance", "Adresse de correspondance", Input::Long)
            .hint("Seulement si le courrier arrive ailleurs qu’au siège.")
            .optional(),
        Field::new("telephone", "Téléphone", Input::Text).optional(),
        Field::new("courriel", "Adresse électronique", Input::Email)
            .hint("L’annuaire public ne la montre jamais.")
            .optional(),
        Field::new("site", "Site", Input::Text).hint("Par exemple https://exemple.fr").optional(),
    ]
}

fn read_contact(fields: &Fields) -> Filled<Contact> {
    let mut typed = Reading::of(fields);
    let postal = identifier(&mut typed, "postal", identifiers::read_postal_code).unwrap_or_default();
    let phone = identifier(&mut typed, "telephone", identifiers::read_phone).unwrap_or_default();
    let contact = Contact {
        street: typed.text("rue"),
        postal,
        town: typed.text("commune"),
        mail_address: typed.text("correspondance"),
        phone,
        email: typed.text("courriel"),
        website: typed.text("site"),
    };
    typed.filled(contact)
}

fn yes_or_no() -> Input {
    Input::One(vec![Choice::new("oui", "Oui"), Choice::new("non", "Non")])
}

pub(super) fn relations_fields() -> Vec<Field> {
    vec![
        Field::new("utilite", "L’association est-elle reconnue d’utilité publique\u{202f}?", yes_or_no()).optional(),
        Field::new("utilite_date", "Date de publication au Journal officiel", Input::Day).optional(),
        Field::new("impots", "Est-elle soumise aux impôts commerciaux\u{202f}?", yes_or_no()).optional(),
        Field::new("commissaire", "A-t-elle un commissaire aux comptes\u{202f}?", yes_or_no()).optional(),
        Field::new("reseau", "Réseau, union ou fédération", Input::Text).optional(),
        Field::new("morales", "Adhérents qui sont des personnes morales", Input::Number("")).optional(),
    ]
}

fn read_relations(fields: &Fields) -> Filled<Relations> {
    let mut typed = Reading::of(fields);
    let said = |name: &str| match fields.text(name) {
        "oui" => Some(true),
        "non" => Some(false),
        _ => None,
    };
    let public_interest_on = typed.day("utilite_date", "la date de publication");
    let legal_members = typed.whole("morales");
    let network = typed.text("reseau");
    if network.chars().count() > 200 {
        typed.tell("reseau", "Le nom du réseau doit faire 200 signes au plus");
    }
    let relations = Relations {
        public_interest: said("utilite"),
        public_interest_on,
        business_tax: said("impots"),
        has_auditor: said("commissaire"),
        network,
        legal_members,
    };
    typed.filled(relations)
}

/// The values a form of the sheet begins with.
fn begun(section: &str, card: &OrganisationCard, sheet: &Sheet) -> Form {
    let (identity, contact, relations) = (&sheet.identity, &sheet.contact, &sheet.relations);
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let said = |value: Option<bool>| match value {
        Some(true) => "oui".to_owned(),
        Some(false) => "non".to_owned(),
        None => String::new(),
    };
    match section {
        "identite" => Form::filled([
            ("nom", card.name.clone()),
            ("siret", text(&card.siret)),
            ("sigle", identity.acronym.clone()),
            ("forme", identity.legal_form.clone()),
            ("rna", text(&identity.rna)),
            ("recepisse", identity.receipt.clone()),
            ("registre", identity.register.clone()),
            ("objet", identity.purpose.clone()),
            ("revision", sheet.identity_revision.to_string()),
        ]),
        "coordonnees" => Form::filled([
            ("rue", contact.street.clone()),
            ("postal", contact.postal.clone()),
            ("commune", contact.town.clone()),
            ("correspondance", contact.mail_address.clone()),
            ("telephone", identifiers::shown_phone(&contact.phone)),
            ("courriel", contact.email.clone()),
            ("site", contact.website.clone()),
            ("revision", sheet.contact_revision.to_string()),
        ]),
        _ => Form::filled([
            ("utilite", said(relations.public_interest)),
            ("impots", said(relations.business_tax)),
            ("commissaire", said(relations.has_auditor)),
            ("reseau", relations.network.clone()),
            ("morales", relations.legal_members.map(|count| count.to_string()).unwrap_or_default()),
            ("revision", sheet.relations_revision.to_string()),
        ])
        .with_date("utilite_date", relations.public_interest_on),
    }
}

/// The last word of the address: which form.
fn section(visit: &Visit) -> &'static str {
    match visit.path.rsplit('/').next() {
        Some("identite") => "identite",
        Some("coordonnees") => "coordonnees",
        _ => "relations",
    }
}

fn page(visit: &Visit, card: &OrganisationCard, form: Form) -> FormPage {
    let (title, fields) = match section(visit) {
        "identite" => ("Identité", identity_fields()),
        "coordonnees" => ("Coordonnées", contact_fields()),
        _ => ("Relations avec l’administration et réseau", relations_fields()),
    };
    FormPage::new(under(visit, card, title), form, visit.path.clone(), fields, "Enregistrer")
}

pub async fn show(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.read().await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, id.uuid()).await?;
    let sheet = actions::sheet_of(&mut tx, card.id).await?;
    let form = begun(section(&visit), &card, &sheet);
    answer::page(&page(&visit, &card, form))
}

pub async fn save(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>, fields: Fields) -> Answer {
    let mut tx = house.write().await?;
    let (card, _) = actions::filled(&mut tx, &visit.actor, id.uuid()).await?;
    let (at, actor, outside) = ((card.id, fields.revision()), &visit.actor, &house.outside);
    let outcome = match section(&visit) {
        "identite" => sheet::identify(&mut tx, outside, actor, at, read_identity(&fields)).await,
        "coordonnees" => sheet::reach(&mut tx, outside, actor, at, read_contact(&fields)).await,
        _ => sheet::relate(&mut tx, outside, actor, at, read_relations(&fields)).await,
    };
    let path = sheet_path(&visit, card.id);
    let again = async |form| Ok::<_, Fault>(page(&visit, &card, form));
    answer::settle(tx, outcome, (|()| path, "enregistre"), &fields, again).await
}

/// An agent says that it is what it says.
pub async fn verify(State(house): State<Arc<House>>, visit: Visit, PathId(id): PathId<Sheet>) -> Answer {
    let mut tx = house.write().await?;
    let id: Uuid = id.uuid();
    sheet::verify(&mut tx, &house.outside, &visit.actor, id).await?;
    tx.commit().await?;
    answer::done(&sheet_path(&visit, id), "enregistre")
}
