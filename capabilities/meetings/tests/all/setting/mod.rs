//! A consultation with workshops and a walk, over a test database.

use database::Migration;
use kernel::Uuid;
use listening::actions::{self, GatheringText};
use listening::testing::{ACTOR, consultation, need, neighbourhoods};
use web::House;
pub use web::testing::{count, hidden, sound};

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[safekeeping::MIGRATIONS, corpus::MIGRATIONS, meetings::MIGRATIONS])
}

/// What tests start from.
#[derive(Clone, Debug)]
pub struct Setting {
    pub consultation: Uuid,
    pub workshops: [Uuid; 3],
    pub need: Uuid,
}

/// Opens a consultation with three workshops and a need.
pub async fn arranged(house: &House) -> Setting {
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let (consultation, channel) = consultation(&mut tx, outside, "Ateliers").await;
    let mut workshops = [Uuid::nil(); 3];
    for (at, topic) in ["Cadre de vie", "Mobilités", "Emploi"].into_iter().enumerate() {
        let text = GatheringText {
            channel,
            area: None,
            topic: topic.into(),
            times: 1,
            held_on: None,
            place: String::new(),
            participants: None,
            document: None,
            page: String::new(),
            note: String::new(),
        };
        workshops[at] = actions::add_gathering(&mut tx, outside, &ACTOR, text).await.expect("a workshop");
    }
    let need = need(&mut tx, outside, "Des bancs").await;
    tx.commit().await.expect("kept");
    Setting { consultation, workshops, need }
}

/// Puts a neighbourhood in.
pub async fn neighbourhood(house: &House) -> Uuid {
    let mut tx = house.write().await.expect("write");
    let area = neighbourhoods(&mut tx, &house.outside, &["Quartier d’Essai"]).await[0];
    tx.commit().await.expect("kept");
    area
}
