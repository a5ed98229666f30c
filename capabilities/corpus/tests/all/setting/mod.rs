//! A consultation to walk in: one channel, two neighbourhoods, one need, a codebook.
use std::sync::Arc;

use database::testing::outside;
use database::{Db, Migration};
use kernel::Uuid;
use listening::testing::{consultation, need, neighbourhoods};
use web::House;
use web::testing::{Knocker, house};

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[safekeeping::MIGRATIONS, corpus::MIGRATIONS])
}

/// What stands ready.
pub struct Stage {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub consultation: Uuid,
    pub channel: Uuid,
    pub need: Uuid,
    pub area: Uuid,
}

/// A consultation, its channel, a need, a neighbourhood.
pub async fn arranged(db: Db) -> Stage {
    let house = house(db, outside(7));
    let door = corpus::door().and(listening::door());
    let knocker = Knocker::new(door, house.clone());
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let (consultation, channel) = consultation(&mut tx, outside, "Ateliers").await;
    let need = need(&mut tx, outside, "Des rues propres").await;
    let area = neighbourhoods(&mut tx, outside, &["Quartier d’Essai"]).await[0];
    tx.commit().await.expect("kept");
    Stage { house, knocker, consultation, channel, need, area }
}

/// What fields of this name hold on a page.
pub fn values(page: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

impl Stage {
    /// Types words as the facilitator; gives the page that answers.
    pub async fn typed(&self, words: &str) -> String {
        self.typed_by(Some(self.channel), words).await
    }

    /// The same, by another channel, or by none that is told.
    pub async fn typed_by(&self, channel: Option<Uuid>, words: &str) -> String {
        let channel = channel.map(|id| id.to_string()).unwrap_or_default();
        let (consultation, area) = (self.consultation.to_string(), self.area.to_string());
        let fields = [
            ("concertation", consultation.as_str()),
            ("canal", &channel),
            ("quartier", &area),
            ("public", "parents d’élèves"),
            ("mois", "03/2026"),
            ("paroles", words),
        ];
        let reply = self.knocker.post("enquete", "/gestion/paroles/saisie", &fields).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        reply.body
    }

    /// Every row of one column.
    pub async fn column(&self, sql: &'static str) -> Vec<String> {
        let mut tx = self.house.read().await.expect("read");
        let rows: Vec<(String,)> = database::fetch_all!(&mut tx, sql).expect("rows");
        rows.into_iter().map(|(text,)| text).collect()
    }

    /// Identifiers of a statement.
    pub async fn ids(&self, sql: &'static str) -> Vec<Uuid> {
        let mut tx = self.house.read().await.expect("read");
        let rows: Vec<(Uuid,)> = database::fetch_all!(&mut tx, sql).expect("rows");
        rows.into_iter().map(|(id,)| id).collect()
    }

    /// Accepts everything that awaits its review, as it is masked.
    pub async fn reviewed(&self) {
        loop {
            let waiting = self.ids("SELECT id FROM verbatim WHERE state = 'to_review' ORDER BY id LIMIT 10").await;
            if waiting.is_empty() {
                return;
            }
            let mut fields = vec![("concertation".to_owned(), self.consultation.to_string())];
            for id in waiting {
                let mut tx = self.house.read().await.expect("read");
                let (masked,): (String,) =
                    database::fetch_one!(&mut tx, "SELECT masked FROM verbatim WHERE id = $1", id).expect("a row");
                fields.push(("parole".to_owned(), id.to_string()));
                fields.push((format!("revision-{id}"), "1".to_owned()));
                fields.push((format!("texte-{id}"), masked));
                fields.push((format!("choix-{id}"), "accepter".to_owned()));
            }
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let reply = self.knocker.post("enquete", "/gestion/paroles/relecture", &fields).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
    }

    /// Lets a worker of the slice do what is queued.
    pub async fn worked(&self) {
        self.worked_with(None).await;
    }

    /// The same, with what an encoder of sentences makes of them.
    pub async fn worked_with(&self, encoding: Option<corpus::Encoding>) {
        let mut handlers = corpus::handlers(encoding);
        let folder = tempfile::tempdir().expect("folder");
        handlers.push(std::sync::Arc::new(safekeeping::Keeping { folder: folder.path().to_owned() }));
        jobs::testing::worked(&self.house.db, &self.house.outside, handlers).await;
    }

    /// Sends what somebody typed for a page of the queue.
    pub async fn coded(&self, token: &str, page: &str, keys: &str) -> web::testing::Reply {
        let consultation = self.consultation.to_string();
        let mut fields = vec![("concertation", consultation.as_str()), ("touches", keys)];
        let hidden = ["tour", "propose", "lot", "parole", "passee", "seule"].map(|name| (name, values(page, name)));
        fields.extend(hidden.iter().flat_map(|(name, all)| all.iter().map(|value| (*name, value.as_str()))));
        self.knocker.post(token, "/gestion/paroles/codage", &fields).await
    }

    /// Begins with the codebook shipped.
    pub async fn codebook(&self) {
        let consultation = self.consultation.to_string();
        let fields = [("concertation", consultation.as_str())];
        let reply = self.knocker.post("chef", "/gestion/paroles/themes/depart", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }

    /// The address of a page of the consultation.
    pub fn path(&self, page: &str) -> String {
        format!("/gestion/paroles/{page}?concertation={}", self.consultation)
    }
}
