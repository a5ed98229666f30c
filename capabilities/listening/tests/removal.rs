//! Taking out what was put in by mistake: asked with a reason, refused while something needs it; on both databases.

use database::testing::{each_database, outside};
use database::{Migration, fetch_all, fetch_one};
use kernel::{Actor, Uuid};
use listening::actions::{
    self, ChannelText, ComparisonRule, FigureText, GatheringText, Heard, NeedText, NewConsultation, Unit,
};
use web::House;
use web::testing::{Knocker, house};

const ACTOR: Actor = Actor::Platform("essai");

fn migrations() -> Vec<Migration> {
    [
        journal::MIGRATIONS,
        jobs::MIGRATIONS,
        files::MIGRATIONS,
        database::search::MIGRATIONS,
        territory::MIGRATIONS,
        strategy::MIGRATIONS,
        listening::MIGRATIONS,
    ]
    .concat()
}

fn figure(code: &str, value: f64) -> FigureText {
    FigureText {
        code: code.into(),
        channel: None,
        area: None,
        label: format!("Réponses par téléphone ({code})"),
        value,
        unit: Unit::Answers,
        base: None,
        base_label: "personnes appelées".into(),
        document: None,
        page: String::new(),
        reported_on: None,
        note: String::new(),
    }
}

/// Puts a consultation with one of everything; gives `(consultation, channel, need)`.
async fn arranged(house: &House) -> (Uuid, Uuid, Uuid) {
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let new = NewConsultation {
        code: String::new(),
        contract: None,
        title: "Concertation d’essai".into(),
        period_label: "Mars 2026".into(),
        ended_by: None,
    };
    let consultation = actions::open_consultation(&mut tx, outside, &ACTOR, new).await.expect("opened");
    let text = ChannelText { label: "Ateliers".into(), hears: Heard::Residents, note: String::new() };
    let channel = actions::add_channel(&mut tx, outside, &ACTOR, (consultation, ""), text).await.expect("a channel");
    let text = GatheringText {
        channel,
        area: None,
        topic: "Cadre de vie".into(),
        times: 1,
        held_on: None,
        place: String::new(),
        participants: None,
        document: None,
        page: String::new(),
        note: String::new(),
    };
    actions::add_gathering(&mut tx, outside, &ACTOR, text).await.expect("a gathering");
    for (code, value) in [("F1", 157.0), ("F2", 158.0)] {
        actions::record_figure(&mut tx, outside, &ACTOR, (consultation, figure(code, value))).await.expect("a figure");
    }
    let told = ("Deux chiffres", ComparisonRule::Equal, "");
    actions::compare_figures(&mut tx, outside, &ACTOR, consultation, told, &["F1", "F2"]).await.expect("compared");
    let theme = actions::add_theme(&mut tx, outside, &ACTOR, "", "Cadre de vie").await.expect("a theme");
    let text = NeedText { label: "Des bancs".into(), theme, sensitivity: None, note: String::new() };
    let need = actions::add_need(&mut tx, outside, &ACTOR, "B01", text).await.expect("a need");
    tx.commit().await.expect("kept");
    (consultation, channel, need)
}

async fn only(house: &House, table: &str) -> Uuid {
    let mut tx = house.read().await.expect("read");
    let sql = sqlx::AssertSqlSafe(format!("SELECT id FROM {table}"));
    let (id,): (Uuid,) = fetch_one!(&mut tx, sql).expect("one row");
    id
}

async fn count(house: &House, table: &str) -> i64 {
    let mut tx = house.read().await.expect("read");
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    let (count,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_needed_stays_and_the_rest_goes_with_its_reason() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(31));
        let knocker = Knocker::new(listening::door(), house.clone());
        let (consultation, channel, need) = arranged(&house).await;
        let sheet_path = format!("/gestion/ecoute/concertations/{consultation}");
        let sheet = knocker.get("chef", &sheet_path).await.body;

        // The channel has a gathering: neither the page nor a form sent without it takes it out.
        let path = format!("/gestion/ecoute/retrait/canal/{channel}");
        assert!(sheet.contains(&path), "{sheet}");
        let page = knocker.get("chef", &path).await.body;
        assert!(
            page.contains("Ce canal ne peut pas être retiré") && page.contains("1\u{a0}rencontre en dépend"),
            "{page}"
        );
        let reply = knocker.post("chef", &path, &[("motif", "saisi deux fois")]).await;
        assert_eq!((reply.status.as_u16(), count(&house, "channel").await), (422, 1));

        // Somebody who leads nothing here does not learn that it is there; a visitor is sent to sign in.
        for (token, status) in [("elue", 403), ("", 303)] {
            assert_eq!(knocker.get(token, &path).await.status.as_u16(), status, "{token:?}");
        }
        for nothing in [format!("/gestion/ecoute/retrait/canal/{}", Uuid::nil()), path.replace("canal", "autre")] {
            assert_eq!(knocker.get("chef", &nothing).await.status.as_u16(), 404, "{nothing}");
        }

        // Without a reason nothing goes; with one, from the inside out, everything does.
        let gathering = only(&house, "gathering").await;
        let path = format!("/gestion/ecoute/retrait/rencontre/{gathering}");
        let reply = knocker.post("chef", &path, &[("motif", "  ")]).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("Écrivez pourquoi"), "{}", reply.body);
        let figures = format!("/gestion/ecoute/retrait/chiffre/{}", {
            let mut tx = house.read().await.expect("read");
            let (id,): (Uuid,) =
                fetch_one!(&mut tx, "SELECT id FROM consultation_figure WHERE code = $1", "F1").expect("a figure");
            id
        });
        let held = knocker.post("chef", &figures, &[("motif", "erreur")]).await;
        assert_eq!(held.status.as_u16(), 422, "a compared figure stays");
        let comparison = only(&house, "figure_comparison").await;
        let theme = only(&house, "need_theme").await;
        let theme = format!("/gestion/ecoute/retrait/theme/{theme}");
        assert_eq!(knocker.post("chef", &theme, &[("motif", "erreur")]).await.status.as_u16(), 422, "it has a need");
        for (path, leads_to) in [
            (path, sheet_path.clone()),
            (format!("/gestion/ecoute/retrait/rapprochement/{comparison}"), sheet_path.clone()),
            (figures, sheet_path.clone()),
            (format!("/gestion/ecoute/retrait/canal/{channel}"), sheet_path.clone()),
            (format!("/gestion/ecoute/retrait/besoin/{need}"), "/gestion/ecoute/besoins".to_owned()),
            (theme, "/gestion/ecoute/themes".to_owned()),
        ] {
            let reply = knocker.post("chef", &path, &[("motif", "saisi deux fois")]).await;
            assert_eq!(reply.location, format!("{leads_to}?fait=supprime"), "{path}: {}", reply.body);
            assert_eq!(knocker.get("chef", &path).await.status.as_u16(), 404, "{path} is gone");
        }
        for (table, left) in [("gathering", 0), ("channel", 0), ("compared_figure", 0), ("consultation_figure", 1)] {
            assert_eq!(count(&house, table).await, left, "{table}");
        }
        assert_eq!(count(&house, "search_entry").await, 0, "nobody finds a need that is gone");

        let mut tx = house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
        let whys: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT why FROM journal_words WHERE why <> '' ORDER BY seq").expect("reasons");
        assert_eq!(whys.len(), 6, "each act with its reason");
    })
    .await;
}
