//! A contract over two neighbourhoods of two communes, figures that tests change, over a test database.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use database::testing::outside;
use database::{Db, Migration};
use jiff::civil::Date;
use kernel::{Actor, Uuid};
use strategy::actions as act;
use web::House;
use web::testing::{Knocker, Reply, house};
pub use web::testing::{hidden, plain, sound};
use yearbook::facade::{Asked, Figure, Subject};

const ACTOR: Actor = Actor::Platform("essai");

/// Every table the slice stands on.
pub fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[accounts::MIGRATIONS, plan::MIGRATIONS, yearbook::MIGRATIONS])
}

/// Actions done, as another slice would count them; below nought, nobody knows.
pub static DONE: AtomicI64 = AtomicI64::new(3);

fn figures<'a>(_: &'a mut database::Tx, asked: &'a Asked) -> web::house::Boxed<'a, database::Result<Vec<Figure>>> {
    Box::pin(async move {
        let done = DONE.load(Ordering::SeqCst);
        let figure = |key: &str, subject, label: &str, value: String| Figure {
            key: key.into(),
            subject,
            label: label.into(),
            value,
            absence: String::new(),
            base: format!("l’année {}", asked.year),
            source: "le plan d’actions".into(),
            on: asked.today,
            path: "/actions".into(),
        };
        let mut counted = figure("actions.done", Subject::Actions, "Actions terminées", done.to_string());
        if done < 0 {
            (counted.value, counted.absence) = ("n.r.".into(), "non renseigné".into());
        }
        let areas = asked.contract.area_ids.len().to_string();
        Ok(vec![figure("areas", Subject::Situation, "Quartiers du contrat", areas), counted])
    })
}

fn councils<'a>(
    _: &'a mut database::Tx,
    _: &'a strategy::facade::ContractBrief,
) -> web::house::Boxed<'a, database::Result<Vec<String>>> {
    Box::pin(async { Ok(vec!["Conseil citoyen de La Conte".to_owned()]) })
}

pub struct Stage {
    pub house: Arc<House>,
    pub knocker: Knocker,
    pub contract: Uuid,
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Days of a date as a form sends them.
pub fn date<'a>(name: &'a str, text: &'a str) -> Vec<(String, String)> {
    let parts: Vec<&str> = text.split('-').collect();
    ["annee", "mois", "jour"]
        .iter()
        .zip(parts)
        .map(|(part, value)| (format!("{name}-{part}"), value.to_owned()))
        .collect()
}

pub async fn arranged(db: Db, seed: u64) -> Stage {
    DONE.store(3, Ordering::SeqCst);
    yearbook::facade::tell_figures(figures);
    yearbook::facade::tell_councils(councils);
    let house = house(db, outside(seed));
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let areas = listening::testing::neighbourhoods(&mut tx, outside, &["La Conte", "Grazailles"]).await;
    let terms = act::ContractTerms {
        title: "Contrat d’essai".into(),
        starts_on: day("2024-03-31"),
        ends_on: day("2030-03-30"),
        review_year: None,
        review_on: None,
        holder: String::new(),
        zoning_generation: None,
        status: act::Status::Proposed,
        source: String::new(),
        note: String::new(),
    };
    let contract = act::create_contract(&mut tx, outside, &ACTOR, "essai", terms, &areas).await.expect("a contract");
    tx.commit().await.expect("kept");
    Stage { knocker: Knocker::new(yearbook::door(), house.clone()), house, contract }
}

impl Stage {
    pub async fn get(&self, token: &str, path: &str) -> Reply {
        self.knocker.get(token, path).await
    }

    /// A page as it is read, without its markup.
    pub async fn read(&self, token: &str, path: &str) -> String {
        plain(&self.get(token, path).await.body)
    }

    pub async fn post(&self, token: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.knocker.post(token, path, fields).await
    }

    /// Sends a form with its page's revision and dates.
    pub async fn send(&self, path: &str, page: &str, fields: &[(&str, &str)], dates: &[(&str, &str)]) -> Reply {
        let revision = hidden(&self.get("chef", page).await.body, "revision");
        let dates: Vec<(String, String)> = dates.iter().flat_map(|(name, text)| date(name, text)).collect();
        let mut all = fields.to_vec();
        all.extend(dates.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        all.push(("revision", &revision));
        self.post("chef", path, &all).await
    }

    /// Opens the report of a year. Gives where it is kept.
    pub async fn opened(&self, year: &str) -> String {
        let fields = [("contrat", self.contract.to_string()), ("annee", year.to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let reply = self.post("chef", "/gestion/rapports-annuels", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        reply.location.split('?').next().unwrap_or_default().to_owned()
    }

    /// Where the chapters of a report are written, in order.
    pub async fn chapters(&self, report: &str) -> Vec<String> {
        let page = self.get("chef", report).await.body;
        let list = page.split_once("id=\"chapitres\"").expect("chapters").1;
        let list = list.split_once("</section>").expect("the end").0;
        let links = list.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links.filter(|href| href.starts_with("/gestion/rapports-annuels/chapitres/")).map(str::to_owned).collect()
    }

    /// Writes something in each chapter the law asks for.
    pub async fn written(&self, report: &str) {
        for at in self.chapters(report).await.into_iter().take(5) {
            let page = self.get("chef", &at).await.body;
            let title = value(&page, "titre");
            let reply = self.send(&at, &at, &[("titre", &title), ("texte", "Les **habitants** ont agi.")], &[]).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
    }

    /// Where the opinions of a report are noted, in order.
    pub async fn opinions(&self, report: &str) -> Vec<String> {
        let page = self.get("chef", report).await.body;
        let links = page.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        links.filter(|href| href.starts_with("/gestion/rapports-annuels/avis/")).map(str::to_owned).collect()
    }
}

/// What a field of a page holds.
pub fn value(page: &str, name: &str) -> String {
    let field = page.split_once(&format!("name=\"{name}\"")).expect("a field").1;
    let value = field.split_once("value=\"").expect("a value").1;
    value.split('"').next().unwrap_or_default().replace("&#39;", "'")
}
