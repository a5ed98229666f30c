//! Taking out what was put in by mistake: asked with a reason, refused while something needs it; on both databases.

use database::search::{Query, Reader, search};
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use kernel::Uuid;
use web::House;
use web::testing::{Knocker, count, house};

use crate::setting::{arranged, migrations};

async fn only(house: &House, table: &str) -> Uuid {
    let mut tx = house.read().await.expect("read");
    let sql = sqlx::AssertSqlSafe(format!("SELECT id FROM {table}"));
    let (id,): (Uuid,) = fetch_one!(&mut tx, sql).expect("one row");
    id
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

        let mut tx = house.read().await.expect("read");
        let needs = Query { kind: "besoin", ..Query::words("", 5) };
        let found = search(&mut tx, &needs, &Reader::PLATFORM).await.expect("searched");
        assert_eq!(found.count, 0, "nobody finds a need that is gone");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
        let whys: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT why FROM journal_words WHERE why <> '' ORDER BY seq").expect("reasons");
        assert_eq!(whys.len(), 6, "each act with its reason");
    })
    .await;
}
