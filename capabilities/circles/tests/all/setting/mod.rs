//! Associations with people of their own, over a test database.

use std::sync::Arc;

use accounts::actions::{self, NewAccount};
use accounts::{OrganisationKind, OrganisationTerms};
use database::{Db, Migration, fetch_all, fetch_optional};
use directory::actions::{Listing, listing};
use kernel::{Actor, Breakdown, Function, Grant, Person, Scope, Uuid};
use web::house::Boxed;
use web::testing::Knocker;
pub use web::testing::{count, hidden, plain, sound};
use web::{Gatekeeper, House};

/// Who arranges.
pub const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    [
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        accounts::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        directory::MIGRATIONS,
        circles::MIGRATIONS,
    ]
    .concat()
}

/// People known by their address: `lea` is `lea@exemple.fr`, with what the accounts gave her. A second factor always.
struct People;

impl Gatekeeper for People {
    fn actor<'a>(&'a self, house: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move {
            let mut tx = house.read().await.map_err(|error| Breakdown(Box::new(error)))?;
            let email = format!("{token}@exemple.fr");
            let sql = "SELECT id FROM account WHERE email_key = $1 AND status = 'open'";
            let found: Option<(Uuid,)> = fetch_optional!(&mut tx, sql, email).expect("looked up");
            let Some((account,)) = found else { return Ok(Actor::Visitor) };
            let sql = "SELECT function, organisation, contract FROM account_function WHERE account = $1 AND withdrawn_at IS NULL";
            let held: Vec<(String, Option<Uuid>, Option<Uuid>)> = fetch_all!(&mut tx, sql, account).expect("held");
            let grant = |(code, organisation, contract): (String, Option<Uuid>, Option<Uuid>)| {
                let function = Function::from_code(&code).expect("known");
                Grant { function, scope: Scope { organisation, contract, ..Scope::EVERYWHERE } }
            };
            let grants = held.into_iter().map(grant).collect();
            let (session, name) = (Uuid::from_u128(7), format!("Personne {token}"));
            Ok(Actor::Person(Person { account, session, name, grants, has_second_factor: true, acting_for: None }))
        })
    }
}

/// A house whose people are those of its database, and its doors.
pub fn opened(db: Db, seed: u64) -> (Arc<House>, Knocker) {
    let mut house = Arc::into_inner(web::testing::house(db, database::testing::outside(seed))).expect("a new house");
    house.gatekeeper = Arc::new(People);
    let house = Arc::new(house);
    (house.clone(), Knocker::new(circles::door(), house))
}

/// An association of the directory that says it works on these objectives.
pub async fn listed(house: &House, name: &str, themes: &[Uuid]) -> Uuid {
    let mut tx = house.write().await.expect("write");
    let terms = OrganisationTerms { name: name.into(), kind: OrganisationKind::Association, siret: None };
    let id = actions::create_organisation(&mut tx, &house.outside, &ACTOR, terms).await.expect("created");
    let told =
        Listing { is_listed: true, summary: "Aide aux devoirs".into(), themes: themes.to_vec(), ..Listing::default() };
    listing::tell(&mut tx, &house.outside, &ACTOR, (id, 1), told).await.expect("told");
    tx.commit().await.expect("kept");
    id
}

/// Somebody with functions, member of the organisation when they are held there.
pub async fn person(house: &House, token: &str, functions: &[Function], organisation: Option<Uuid>) -> Uuid {
    let scope = Scope { organisation, ..Scope::EVERYWHERE };
    let mut tx = house.write().await.expect("write");
    let grants: Vec<Grant> = functions.iter().map(|function| Grant { function: *function, scope }).collect();
    let (email, name) = (format!("{token}@exemple.fr"), format!("Personne {token}"));
    let new = NewAccount { email: &email, name: &name, functions: &grants, ..NewAccount::default() };
    let id = actions::create_account(&mut tx, &house.outside, &house.keys, &ACTOR, &new).await.expect("created");
    if let Some(organisation) = organisation {
        actions::join(&mut tx, &house.outside, &ACTOR, id, organisation, "").await.expect("joined");
    }
    tx.commit().await.expect("kept");
    id
}

/// Mails that wait: to whom, of which kind, what they say.
pub async fn mails(house: &House) -> Vec<(String, String, String)> {
    let mut tx = house.read().await.expect("read");
    let sql = "SELECT to_address, kind, text_body FROM mail ORDER BY kind, to_address, id";
    fetch_all!(&mut tx, sql).expect("mails")
}
