//! A consultation with two neighbourhoods, and a questionnaire to answer.
use std::path::Path;
use std::sync::Arc;

use database::testing::{TestDatabase, outside};
use database::{Db, Migration};
use kernel::Uuid;
use listening::testing::{consultation, neighbourhoods};
use web::House;
use web::testing::{Knocker, Reply, house};

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[safekeeping::MIGRATIONS, corpus::MIGRATIONS, surveys::MIGRATIONS])
}

/// What stands ready.
pub struct Stage {
    pub house: Arc<House>,
    pub knocker: Arc<Knocker>,
    pub consultation: Uuid,
    pub channel: Uuid,
}

fn door() -> web::Door {
    surveys::door().and(corpus::door()).and(listening::door())
}

/// A consultation, its channel, two neighbourhoods.
pub async fn arranged(db: Db) -> Stage {
    let house = house(db, outside(7));
    let knocker = Arc::new(Knocker::new(door(), house.clone()));
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let (consultation, channel) = consultation(&mut tx, outside, "Questionnaire en ligne").await;
    neighbourhoods(&mut tx, outside, &["La Conte d’Essai", "La Gare d’Essai"]).await;
    tx.commit().await.expect("kept");
    Stage { house, knocker, consultation, channel }
}

/// The hidden fields of a page, and its ticked boxes.
pub fn hidden(page: &str) -> Vec<(String, String)> {
    let value = |tag: &str, name: &str| {
        let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
        let text = &tag[start..start + tag[start..].find('"')?];
        Some(text.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&"))
    };
    let main = page.split("<main").nth(1).unwrap_or_default();
    let form = main.split("</form>").next().unwrap_or_default();
    let tags = form.split("<input type=\"hidden\"").skip(1).filter_map(|rest| rest.split('>').next());
    tags.filter_map(|tag| Some((value(tag, "name")?, value(tag, "value")?))).collect()
}

impl Stage {
    /// The same town over another database.
    pub fn over(&self, db: &Db) -> Stage {
        let house = house(db.clone(), outside(8));
        let knocker = Arc::new(Knocker::new(door(), house.clone()));
        Stage { house, knocker, consultation: self.consultation, channel: self.channel }
    }

    /// Saves everything in an archive.
    pub async fn saved(&self, path: &Path) {
        let steps = migrations();
        safekeeping::backup(self.instance(&steps), safekeeping::BackupOptions::default(), path, &mut |_| {})
            .await
            .expect("saved");
    }

    /// The town an archive holds, in an empty database of the same engine, which lasts as long as what is given with it.
    pub async fn brought_back(&self, archive: &Path) -> (Stage, TestDatabase) {
        let engine = self.house.db.engine();
        let fresh = database::testing::databases(&[]).await.into_iter().find(|one| one.db.engine() == engine);
        let fresh = fresh.expect("an empty database");
        let back = self.over(&fresh.db);
        let steps = migrations();
        safekeeping::restore(back.instance(&steps), archive, &safekeeping::Opening::None, &mut |_| {})
            .await
            .expect("restored");
        (back, fresh)
    }

    /// Erases again what a ledger says was erased. Gives how much.
    pub async fn erased_again(&self, ledger: &Path) -> u64 {
        let erasables = [corpus::facade::ERASABLES, surveys::facade::ERASABLES].concat();
        let traces = [corpus::facade::TRACES, surveys::facade::TRACES].concat();
        let again = safekeeping::erasure::Again { erasables: &erasables, purges: &[], traces: &traces };
        let steps = migrations();
        safekeeping::erasure::erase_again(self.instance(&steps), &again, &[ledger]).await.expect("erased again")
    }

    fn instance<'a>(&'a self, migrations: &'a [database::Migration]) -> safekeeping::Instance<'a> {
        safekeeping::Instance {
            db: &self.house.db,
            vault: self.house.vault.as_ref(),
            migrations,
            outside: &self.house.outside,
        }
    }

    /// The same town, some days later.
    pub fn days_later(&self, db: &Db, days: i64) -> Stage {
        let now = kernel::Moment(self.house.outside.now().0 + days * 86_400_000);
        let later = kernel::Outside::told(now, 7_000 + days.unsigned_abs());
        let house = house(db.clone(), later);
        let knocker = Arc::new(Knocker::new(door(), house.clone()));
        Stage { house, knocker, consultation: self.consultation, channel: self.channel }
    }

    /// Begins a questionnaire as the project manager; gives its path in the back office.
    pub async fn begun(&self, title: &str, start: &str) -> String {
        let consultation = self.consultation.to_string();
        let fields = [
            ("concertation", consultation.as_str()),
            ("titre", title),
            ("but", "Préparer le contrat"),
            ("depart", start),
        ];
        let reply = self.knocker.post("chef", "/gestion/questionnaires/nouveau", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        reply.location.split("/questions").next().expect("a path").to_owned()
    }

    /// The revision a page of a questionnaire was drawn with.
    pub async fn revision(&self, path: &str) -> String {
        let id: Uuid = path.rsplit('/').next().expect("an id").parse().expect("an id");
        let mut tx = self.house.read().await.expect("read");
        let (revision,): (i64,) =
            database::fetch_one!(&mut tx, "SELECT revision FROM survey WHERE id = $1", id).expect("a row");
        revision.to_string()
    }

    /// Does something to a questionnaire as the project manager.
    pub async fn does(&self, path: &str, what: &str, fields: &[(&str, &str)]) -> Reply {
        let revision = self.revision(path).await;
        let mut all = vec![("revision", revision.as_str())];
        all.extend_from_slice(fields);
        self.knocker.post("chef", &format!("{path}/{what}"), &all).await
    }

    /// A questionnaire with the questions of a listening survey, published and open. Gives its path.
    pub async fn opened(&self, title: &str) -> String {
        let path = self.begun(title, "ecoute").await;
        for what in ["publication", "ouverture"] {
            let reply = self.does(&path, what, &[]).await;
            assert_eq!(reply.status.as_u16(), 303, "{what}: {}", reply.body);
        }
        path
    }

    /// A form brought as a workbook, published and open. Gives its path.
    pub async fn opened_with(&self, title: &str, form: &questionnaire::model::Form) -> String {
        let path = self.begun(title, "vide").await;
        let revision = self.revision(&path).await;
        let book = questionnaire::xlsform::write(form).expect("a workbook");
        let file = ("fichier", "formulaire.xlsx", book.as_slice());
        let put = self.knocker.upload("chef", &format!("{path}/import"), &[("revision", &revision)], file).await;
        assert_eq!(put.status.as_u16(), 303, "{}", put.body);
        for what in ["publication", "ouverture"] {
            let reply = self.does(&path, what, &[]).await;
            assert_eq!(reply.status.as_u16(), 303, "{what}: {}", reply.body);
        }
        path
    }

    /// Sends a page of a questionnaire on, with what it carries.
    pub async fn goes_on(&self, page: &Reply, to: &str, typed: &[(&str, &str)]) -> Reply {
        let carried = hidden(&page.body);
        let mut fields: Vec<(&str, &str)> =
            carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend_from_slice(typed);
        self.knocker.post("", to, &fields).await
    }

    /// Sends a page of the back office on as somebody, with what it carries.
    pub async fn sends(&self, who: &str, page: &Reply, to: &str, typed: &[(&str, &str)]) -> Reply {
        let carried = hidden(&page.body);
        let mut fields: Vec<(&str, &str)> =
            carried.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fields.extend_from_slice(typed);
        self.knocker.post(who, to, &fields).await
    }

    /// Every row of one column.
    pub async fn column(&self, sql: &'static str) -> Vec<String> {
        let mut tx = self.house.read().await.expect("read");
        let rows: Vec<(String,)> = database::fetch_all!(&mut tx, sql).expect("rows");
        rows.into_iter().map(|(text,)| text).collect()
    }

    /// How many rows.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.house.read().await.expect("read");
        let (count,): (i64,) = database::fetch_one!(&mut tx, sql).expect("a count");
        count
    }

    /// Everything the database holds, as bytes: the file and its log on SQLite, every row otherwise.
    pub async fn everything(&self) -> Vec<u8> {
        let mut tx = self.house.read().await.expect("read");
        if !tx.is_postgres() {
            let files: Vec<(i64, String, String)> =
                database::fetch_all!(&mut tx, "PRAGMA database_list").expect("files");
            drop(tx);
            let path = files[0].2.clone();
            let mut bytes = std::fs::read(&path).expect("the file");
            bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
            return bytes;
        }
        let mut all = Vec::new();
        for table in database::catalog::tables(&mut tx).await.expect("tables") {
            let rows = database::rows::read_table(&mut tx, &table).await.expect("rows");
            all.extend(format!("{rows:?}").into_bytes());
        }
        all
    }
}

/// The code given on a page.
pub fn given_code(page: &str) -> String {
    let rest = page.split("<code>").nth(1).unwrap_or_else(|| panic!("no code: {page}"));
    rest.split("</code>").next().expect("a code").to_owned()
}
