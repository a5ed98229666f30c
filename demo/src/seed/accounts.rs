//! The imagined people: organisations, accounts, functions, each with a password and a second factor of her own.

use std::collections::BTreeMap;

use accounts::actions::{self, NewAccount};
use accounts::{OrganisationKind as Kind, OrganisationTerms};
use database::Tx;
use kernel::{Actor, Breakdown, Function, Grant, Outcome, Outside, Scope, Uuid};
use web::Keys;

use crate::Demonstration;
use crate::people::{OrganisationKind, Person, Role};

/// Who acts.
const ACTOR: Actor = Actor::Platform("démonstration");

/// How an imagined person signs in, to be printed for whoever opened the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Her account.
    pub account: Uuid,
    /// Her address.
    pub email: String,
    /// Her name.
    pub name: String,
    /// What she is charged with, in French.
    pub function_french: String,
    /// Her password.
    pub password: String,
    /// The secret of her codes, in base32.
    pub totp_secret: String,
}

/// What is hers alone.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// Her password.
    pub password: String,
    /// The secret of her codes, in base32.
    pub totp_secret: String,
}

/// Secrets drawn from chance for each person.
pub fn from_chance(outside: &Outside) -> impl Fn(&Person) -> Secrets {
    let outside = outside.clone();
    move |_| Secrets { password: actions::password_from(&outside), totp_secret: actions::totp_secret_from(&outside) }
}

/// Puts the people in; `areas` are the neighbourhoods by key, `secrets` gives each person hers.
///
/// # Errors
/// An act refused what it was told, or the database failed.
pub async fn accounts(
    tx: &mut Tx,
    outside: &Outside,
    keys: &Keys,
    told: &Demonstration,
    areas: &BTreeMap<String, Uuid>,
    secrets: impl Fn(&Person) -> Secrets,
) -> Outcome<Vec<SignIn>> {
    let mut organisations: BTreeMap<&str, Uuid> = BTreeMap::new();
    for organisation in &told.people.organisations {
        let terms = OrganisationTerms { name: organisation.name.clone(), kind: kind(organisation.kind), siret: None };
        let id = actions::create_organisation(tx, outside, &ACTOR, terms).await?;
        organisations.insert(&organisation.key, id);
    }
    let mut all = Vec::with_capacity(told.people.people.len());
    for person in &told.people.people {
        let organisation = *organisations
            .get(person.organisation.as_str())
            .ok_or_else(|| Breakdown::because(format!("no organisation {}", person.organisation)))?;
        let functions = grants(person, organisation, areas)?;
        let Secrets { password, totp_secret } = secrets(person);
        let name = format!("{} {}", person.given_name, person.family_name);
        let new = NewAccount {
            email: &person.email,
            name: &name,
            functions: &functions,
            password: Some(&password),
            totp_secret: Some(&totp_secret),
            is_demonstration: true,
        };
        let account = actions::create_account(tx, outside, keys, &ACTOR, &new).await?;
        actions::join(tx, outside, &ACTOR, account, organisation, &person.job_title).await?;
        let function_french = format!("{} ({})", function(person.role).french(), person.job_title);
        all.push(SignIn { account, email: person.email.clone(), name, function_french, password, totp_secret });
    }
    Ok(all)
}

/// What a person is charged with: people of an association, of a landlord or of a committee for their organisation, a councillor for the
/// neighbourhoods she is named for, the others everywhere, and funders for their own money besides.
fn grants(person: &Person, organisation: Uuid, areas: &BTreeMap<String, Uuid>) -> Outcome<Vec<Grant>> {
    let main = function(person.role);
    let of_its_organisation =
        [Role::OrganisationSignatory, Role::OrganisationEditor, Role::CommitteeMember, Role::Landlord];
    if of_its_organisation.contains(&person.role) {
        let scope = Scope::organisation(organisation);
        let mut all = vec![Grant { function: main, scope }];
        if person.role == Role::OrganisationSignatory {
            all.push(Grant { function: Function::CarrierAdministrator, scope });
        }
        return Ok(all);
    }
    if person.neighbourhoods.is_empty() {
        let mut all = vec![Grant { function: main, scope: Scope::EVERYWHERE }];
        // Only a function limited to a funder decides of its money.
        if matches!(person.role, Role::PrefectDelegate | Role::Funder) {
            all.push(Grant { function: main, scope: Scope::organisation(organisation) });
        }
        return Ok(all);
    }
    let mut all = Vec::new();
    for key in &person.neighbourhoods {
        let area = areas.get(key).ok_or_else(|| Breakdown::because(format!("no neighbourhood {key}")))?;
        all.push(Grant { function: main, scope: Scope { territory: Some(*area), ..Scope::EVERYWHERE } });
    }
    Ok(all)
}

const fn function(role: Role) -> Function {
    match role {
        Role::ProjectLead => Function::ProjectManager,
        Role::Facilitator => Function::Interviewer,
        Role::PrefectDelegate => Function::PrefectDelegate,
        Role::Funder | Role::CommitteeMember => Function::Funder,
        Role::ElectedRepresentative => Function::Elected,
        Role::CitizenCouncillor => Function::CouncilMember,
        Role::OrganisationSignatory => Function::CarrierSignatory,
        Role::OrganisationEditor => Function::CarrierEditor,
        Role::CaseOfficer => Function::CaseOfficer,
        Role::Landlord => Function::Landlord,
        Role::Administrator => Function::Administrator,
        Role::DataProtectionOfficer => Function::DataProtectionOfficer,
        Role::Auditor => Function::Auditor,
    }
}

const fn kind(kind: OrganisationKind) -> Kind {
    match kind {
        OrganisationKind::Intercommunality => Kind::Intercommunality,
        OrganisationKind::State => Kind::State,
        OrganisationKind::Commune => Kind::Commune,
        OrganisationKind::Department => Kind::Department,
        OrganisationKind::CitizenCouncil => Kind::CitizenCouncil,
        OrganisationKind::Association => Kind::Association,
        OrganisationKind::Landlord => Kind::Landlord,
        OrganisationKind::SocialFund | OrganisationKind::Auditor => Kind::Other,
    }
}
