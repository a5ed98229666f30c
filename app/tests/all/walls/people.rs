//! Who asks: those an object belongs to, and others like them who have nothing to do with it.

use std::collections::BTreeMap;

use accounts::actions::{NewAccount, create_account, create_organisation};
use accounts::{OrganisationKind, OrganisationTerms};
use database::{Tx, fetch_all, fetch_one};
use jiff::civil::date;
use kernel::{Actor, Breakdown, Function, Grant, Outside, Person, Scope, Uuid};
use strategy::actions::{ContractTerms, Status, create_contract};
use web::{Gatekeeper, House, Keys};

/// What arranges the ground.
pub const PLATFORM: Actor = Actor::Platform("essai");

/// Others, in the order of the table: a resident without account, somebody with an account and no function, another
/// association, the project manager of another contract, whoever holds every function of the back office there, a funder that
/// is not asked, a member of another body.
pub const OTHERS: [&str; 7] = ["", "member", "association", "manager", "agents", "funder", "council"];

const OF_ASSOCIATIONS: [Function; 3] =
    [Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator];

/// People by their token; an account that is none of them holds every function everywhere.
pub struct People(BTreeMap<String, Person>);

impl Gatekeeper for People {
    fn actor<'a>(&'a self, _: &'a House, token: &'a str) -> web::house::Boxed<'a, Result<Actor, Breakdown>> {
        let known = self.0.get(token).cloned();
        Box::pin(async move {
            let herself = || Some(somebody(token.parse().ok()?, token, &everything(Scope::EVERYWHERE)));
            Ok(known.or_else(herself).map_or(Actor::Visitor, Actor::Person))
        })
    }
}

fn somebody(account: Uuid, name: &str, grants: &[Grant]) -> Person {
    Person {
        account,
        session: Uuid::from_u128(8),
        name: name.to_owned(),
        grants: grants.to_vec(),
        has_second_factor: true,
        acting_for: None,
    }
}

fn everything(scope: Scope) -> Vec<Grant> {
    Function::ALL.map(|function| Grant { function, scope }).to_vec()
}

fn of_association(organisation: Uuid) -> Vec<Grant> {
    OF_ASSOCIATIONS.map(|function| Grant { function, scope: Scope::organisation(organisation) }).to_vec()
}

async fn one(tx: &mut Tx, sql: &'static str) -> Uuid {
    let (id,): (Uuid,) = fetch_one!(tx, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    id
}

/// Somebody new, as far from everything as can be.
async fn newcomer(tx: &mut Tx, (outside, keys): (&Outside, &Keys), name: &str) -> Uuid {
    let email = format!("{name}@ailleurs.example");
    let new = NewAccount {
        email: &email,
        name: &format!("Personne d’ailleurs {name}"),
        functions: &[],
        password: None,
        totp_secret: None,
        is_demonstration: true,
    };
    create_account(tx, outside, keys, &PLATFORM, &new).await.expect("an account")
}

/// Everybody, with what they need to be somebody: another contract, another funder, a seat in another body.
pub async fn gathered(tx: &mut Tx, around: (&Outside, &Keys)) -> People {
    let outside = around.0;
    let mut all = BTreeMap::new();
    let mut add = |token: &str, account: Uuid, grants: &[Grant]| {
        all.insert(token.to_owned(), somebody(account, token, grants));
    };

    let leader = one(tx, "SELECT id FROM account WHERE name = 'Claire Vidal'").await;
    let payers: Vec<(Uuid,)> =
        fetch_all!(tx, "SELECT DISTINCT organisation FROM call_funder WHERE organisation IS NOT NULL")
            .expect("funders");
    let mut hers = everything(Scope::EVERYWHERE);
    for function in [Function::Funder, Function::PrefectDelegate] {
        hers.extend(payers.iter().map(|(id,)| Grant { function, scope: Scope::organisation(*id) }));
    }
    add("own-agents", leader, &hers);
    let president = one(tx, "SELECT id FROM account WHERE name = 'Josiane Marty'").await;
    let association = one(tx, "SELECT id FROM organisation WHERE name LIKE '%Les Passerelles'").await;
    add("own-association", president, &of_association(association));
    let member = one(tx, "SELECT id FROM account WHERE name = 'Samira Haddad'").await;
    let sits = [Grant { function: Function::CouncilMember, scope: Scope::EVERYWHERE }];
    add("own-council", member, &sits);

    let other = another_contract(tx, outside).await;
    let elsewhere: Vec<Grant> = everything(Scope::contract(other));
    let is_inside =
        |grant: &Grant| !OF_ASSOCIATIONS.contains(&grant.function) && grant.function != Function::CouncilMember;
    let agents: Vec<Grant> = elsewhere.iter().copied().filter(is_inside).collect();
    let is_leading = |grant: &Grant| grant.function == Function::ProjectManager;
    let manager: Vec<Grant> = elsewhere.iter().copied().filter(is_leading).collect();
    let gardens = one(tx, "SELECT id FROM organisation WHERE name LIKE '%Jardins d’Aude partagés'").await;
    let terms = OrganisationTerms {
        name: "Un financeur d’ailleurs".to_owned(),
        kind: OrganisationKind::Department,
        siret: None,
    };
    let payer = create_organisation(tx, outside, &PLATFORM, terms).await.expect("a funder");
    let pays = [Grant { function: Function::Funder, scope: Scope::organisation(payer) }];
    for (token, grants) in [
        ("member", Vec::new()),
        ("association", of_association(gardens)),
        ("manager", manager),
        ("agents", agents),
        ("funder", pays.to_vec()),
        ("council", sits.to_vec()),
    ] {
        let account = newcomer(tx, around, token).await;
        add(token, account, &grants);
        if token == "council" {
            let seat = "SELECT m.id FROM assembly_member m JOIN assembly a ON a.id = m.assembly \
                        WHERE a.kind = 'table' AND m.account IS NULL ORDER BY m.id LIMIT 1";
            let seat = one(tx, seat).await;
            let tied = assemblies::actions::inviting::tie_account(tx, outside, &PLATFORM, (seat, account)).await;
            tied.expect("a member of another body");
        }
    }
    People(all)
}

async fn another_contract(tx: &mut Tx, outside: &Outside) -> Uuid {
    let terms = ContractTerms {
        title: "Un contrat d’ailleurs".to_owned(),
        starts_on: date(2024, 1, 1),
        ends_on: date(2030, 12, 31),
        holder: "Une autre agglomération".to_owned(),
        review_on: None,
        review_year: None,
        zoning_generation: None,
        status: Status::Proposed,
        source: "essai".to_owned(),
        note: String::new(),
    };
    create_contract(tx, outside, &PLATFORM, "ailleurs-2024", terms, &[]).await.expect("another contract")
}
