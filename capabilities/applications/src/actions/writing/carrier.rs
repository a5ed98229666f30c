//! What is known of the organisation that asks: its sheet stands in the directory, written once for every application.

use database::{Result, Tx};
use directory::facade::{Carrier, Contact, Document, Representative, YearTerms};
use jiff::civil::Date;
use kernel::{Uuid, french};

/// What its sheet lacks on a day for an application to be filed, each a sentence.
///
/// # Errors
/// The database failed.
pub async fn lacks(tx: &mut Tx, organisation: Uuid, on: Date) -> Result<Vec<String>> {
    directory::facade::lacks_to_ask(tx, organisation, on).await
}

/// Its name.
///
/// # Errors
/// The database failed.
pub async fn name(tx: &mut Tx, organisation: Uuid) -> Result<String> {
    Ok(accounts::facade::organisation(tx, organisation).await?.map(|one| one.name).unwrap_or_default())
}

/// Documents of its safe, the last put in first.
///
/// # Errors
/// The database failed.
pub async fn safe(tx: &mut Tx, organisation: Uuid) -> Result<Vec<Document>> {
    directory::facade::documents_of(tx, organisation).await
}

/// A heading of the form, with what it says.
pub type Heading = (&'static str, Vec<(String, String)>);

/// What its sheet says of it, under the headings of the form (CERFA 12156*06, points 1 to 4), for a first year asked for.
///
/// # Errors
/// The database failed.
pub async fn printed(tx: &mut Tx, organisation: Uuid, first_year: i64) -> Result<Vec<Heading>> {
    let Some(carrier) = directory::facade::carrier(tx, organisation).await? else { return Ok(Vec::new()) };
    let people = carrier.year(first_year - 1).or_else(|| carrier.years.first().map(|one| &one.terms));
    Ok(vec![
        ("1. Identification de l’association", identification(&carrier)),
        ("2. Relations avec l’administration", administration(&carrier)),
        ("3. Relations avec d’autres associations", others(&carrier)),
        ("4. Moyens humains", people.map_or_else(nothing, means)),
    ])
}

fn nothing() -> Vec<(String, String)> {
    vec![("Effectifs".to_owned(), "non renseigné".to_owned())]
}

/// What is known; what is not says so, as an empty field of the form would.
fn told(label: &str, value: &str) -> (String, String) {
    let value = if value.trim().is_empty() { "non renseigné" } else { value.trim() };
    (label.to_owned(), french::spaced(value))
}

fn yes_or_no(label: &str, value: Option<bool>) -> (String, String) {
    told(label, value.map_or("", |yes| if yes { "oui" } else { "non" }))
}

fn identification(carrier: &Carrier) -> Vec<(String, String)> {
    let identity = &carrier.identity;
    let siret = carrier.card.siret.as_deref().map(identifiers::shown_siret).unwrap_or_default();
    let number = identity.rna.as_deref().unwrap_or(&identity.receipt);
    let mut all = vec![
        told("1.1 Nom", &carrier.card.name),
        told("Sigle", &identity.acronym),
        told("Forme juridique", &identity.legal_form),
        told("Site internet", &carrier.contact.website),
        told("1.2 Numéro SIRET", &siret),
        told("1.3 Numéro RNA ou récépissé", number),
    ];
    if !identity.register.is_empty() {
        all.push(told("1.4 Inscription au registre (Alsace-Moselle)", &identity.register));
    }
    all.push(told("1.5 Adresse du siège", &seat(&carrier.contact)));
    all.push(told("Adresse de correspondance", &carrier.contact.mail_address));
    all.push(told("Téléphone", &identifiers::shown_phone(&carrier.contact.phone)));
    all.push(told("Courriel", &carrier.contact.email));
    all.push(told("Objet", &identity.purpose));
    all.push(told("1.6 Représentant·e légal·e", &carrier.representative().map(person).unwrap_or_default()));
    all.push(told("1.7 Personne chargée du dossier", &carrier.in_charge().map(person).unwrap_or_default()));
    let bank =
        carrier.bank.as_ref().map(|bank| format!("{}, {}", bank.holder, identifiers::masked(&bank.head, &bank.tail)));
    all.push(told("Compte bancaire", &bank.unwrap_or_default()));
    all
}

fn seat(contact: &Contact) -> String {
    let town = format!("{} {}", contact.postal, contact.town);
    [contact.street.trim(), town.trim()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn person(one: &Representative) -> String {
    let terms = &one.terms;
    let name = format!("{} {}", terms.given_name, terms.family_name);
    let phone = identifiers::shown_phone(&terms.phone);
    let parts = [name.as_str(), &terms.role, &phone, &terms.email];
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(", ")
}

fn administration(carrier: &Carrier) -> Vec<(String, String)> {
    let relations = &carrier.relations;
    let approvals: Vec<String> = carrier
        .approvals
        .iter()
        .map(|(label, given_by, on)| format!("{label}, donné par {given_by} le {}", french::date(*on)))
        .collect();
    let since = relations.public_interest_on.map(|on| format!("oui, depuis le {}", french::date(on)));
    let interest = match (relations.public_interest, since) {
        (Some(true), Some(since)) => told("Reconnue d’utilité publique", &since),
        (known, _) => yes_or_no("Reconnue d’utilité publique", known),
    };
    let approvals = if approvals.is_empty() { "aucun".to_owned() } else { approvals.join(" ; ") };
    vec![
        told("Agréments", &approvals),
        interest,
        yes_or_no("Assujettie aux impôts commerciaux", relations.business_tax),
        yes_or_no("Dispose d’un commissaire aux comptes", relations.has_auditor),
    ]
}

fn others(carrier: &Carrier) -> Vec<(String, String)> {
    let members = carrier.relations.legal_members.map(french::integer).unwrap_or_default();
    vec![
        told("Réseau, fédération ou union", &carrier.relations.network),
        told("Personnes morales adhérentes", &members),
    ]
}

fn means(year: &YearTerms) -> Vec<(String, String)> {
    let count = |label: &str, value: Option<i64>| told(label, &value.map(french::integer).unwrap_or_default());
    let full_time = year.full_time_hundredths.map(|hundredths| french::decimal(hundredths as f64 / 100.0, 2));
    vec![
        told("Au 31 décembre", &year.year.to_string()),
        count("Bénévoles", year.volunteers),
        count("Volontaires (service civique…)", year.civic_service),
        count("Salariés", year.employees),
        count("dont emplois aidés", year.aided_jobs),
        told("Salariés en équivalents temps plein", &full_time.unwrap_or_default()),
        count("Personnels mis à disposition", year.seconded),
        count("Adhérents", year.members),
    ]
}
