//! A council over two neighbourhoods, over a test database.

pub mod logs;

use councils::actions::{self, CouncilTerms, NewCouncil};
use database::{Migration, fetch_all};
use kernel::Uuid;
use web::House;

pub use councils::testing::{ACTOR, count, hidden, plain, sound};

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    councils::testing::migrations(&[])
}

/// What tests start from.
#[derive(Clone, Debug)]
pub struct Setting {
    pub council: Uuid,
    pub areas: Vec<Uuid>,
    pub residents: Uuid,
    pub kinds: Vec<Uuid>,
}

/// Opens a council of so many residents and actors over two neighbourhoods.
pub async fn arranged(house: &House, residents: i64, actors: i64, kinds: &[&str]) -> Setting {
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let areas = councils::testing::areas(&mut tx, house).await;
    let terms = CouncilTerms { name: "Conseil d’essai".into(), areas: areas.clone(), ..CouncilTerms::default() };
    let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    let new = NewCouncil { terms, residents, actors, kinds };
    let council = actions::open_council(&mut tx, outside, &ACTOR, new).await.expect("opened");
    tx.commit().await.expect("kept");
    let mut tx = house.read().await.expect("read");
    let colleges: Vec<(Uuid, String)> = fetch_all!(&mut tx, "SELECT id, kind FROM college").expect("colleges");
    let of = |kind: &str| colleges.iter().find(|college| college.1 == kind).map(|college| college.0);
    let kinds: Vec<(Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM structure_kind ORDER BY rank").expect("kinds");
    Setting {
        council,
        areas,
        residents: of("residents").expect("residents"),
        kinds: kinds.into_iter().map(|kind| kind.0).collect(),
    }
}

/// A pool of so many people who live in both neighbourhoods, women and men, young and not, two by two at one address.
pub async fn pool(house: &House, set: &Setting, many: usize) {
    pool_of(house, set, 0..many).await;
}

/// The same people, of these ranks.
pub async fn pool_of(house: &House, set: &Setting, ranks: std::ops::Range<usize>) {
    let zone = &house.settings.zone;
    let mut tx = house.write().await.expect("write");
    for rank in ranks {
        let person = councils::actions::Person {
            birth_name: format!("Nomdepersonne{}", rank / 2),
            forenames: format!("Prenom{rank}"),
            birth: councils::actions::Birth::read(&format!("01/02/{}", if rank % 3 == 0 { 2004 } else { 1970 }))
                .expect("a day"),
            street: format!("{} rue des Lilas", rank / 2 + 1),
            postcode: "11000".into(),
            city: "Carcassonne".into(),
            email: format!("personne{rank}@exemple.fr"),
            ..councils::actions::Person::default()
        };
        let sex = if rank % 2 == 0 { councils::actions::Sex::Woman } else { councils::actions::Sex::Man };
        let area = Some(set.areas[rank % 5 % 2]);
        let new = actions::Newcomer { person, sex, area, structure: None };
        let around = (&house.outside, &house.keys, zone);
        actions::type_paper(&mut tx, around, &ACTOR, set.residents, new).await.expect("typed");
    }
    tx.commit().await.expect("kept");
}

/// Lets jobs run.
pub async fn worked(house: &House) {
    jobs::testing::worked(&house.db, &house.outside, councils::handlers(&house.keys)).await;
}

/// A day to come, in the fields of a form.
pub const SESSION: [(&str, &str); 3] = [("seance-jour", "3"), ("seance-mois", "6"), ("seance-annee", "2027")];

/// Why tests read a number before its day: their clock does not move.
pub const EARLY: (&str, &str) = ("avance", "Séance d’essai avancée");

/// Announces, freezes and publishes a draw of residents. Gives its address in the back office.
pub async fn published(house: &House, knocker: &web::testing::Knocker, set: &Setting, chance: &str) -> String {
    led(house, knocker, set, &[("hasard", chance)], &["cloture", "loterie"]).await
}

/// Announces a draw of residents with the usual fields, but for those given here, and leads it through these steps.
pub async fn led(
    house: &House,
    knocker: &web::testing::Knocker,
    set: &Setting,
    fields: &[(&str, &str)],
    steps: &[&str],
) -> String {
    let list = format!("/gestion/colleges/{}/tirages", set.residents);
    let mut form = SESSION.to_vec();
    form.extend([("lieu", "Salle des fêtes"), ("balise", "Balise drand, puis le Loto")]);
    // A form is read by the first field of a name: what a test gives replaces what is usual.
    form.retain(|(usual, _)| fields.iter().all(|(name, _)| name != usual));
    form.extend(fields);
    let announced = knocker.post("chef", &list, &form).await;
    assert_eq!(announced.status.as_u16(), 303, "{}", announced.body);
    let path = announced.location.split('?').next().unwrap_or_default().to_owned();
    for step in steps {
        let page = knocker.get("chef", &path).await.body;
        let revision = hidden(&page, "revision");
        let asked = knocker.post("chef", &format!("{path}/{step}"), &[("revision", &revision)]).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        worked(house).await;
    }
    path
}
