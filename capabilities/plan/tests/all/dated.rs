//! What has a day: the timeline and the calendar, page after page, narrowed like the board; on both databases.

use crate::setting::{Setting, arranged, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use plan::actions::{self as act, NewSheet, Pieces, SheetText, State, Status, Step, ranked};
use web::House;
use web::testing::{Knocker, house};

fn day(text: &str) -> jiff::civil::Date {
    text.parse().expect("a day")
}

/// So many sheets, one a week, each with a step; the last three have no day.
async fn many(house: &House, set: &Setting, count: i64) {
    let mut tx = house.write().await.expect("write");
    let around = act::around(&mut tx, set.contract).await.expect("read").expect("a contract");
    for rank in 1..=count {
        let is_dated = rank <= count - 3;
        let start = day("2025-01-06").checked_add(jiff::Span::new().weeks(rank)).expect("a day");
        let end = start.checked_add(jiff::Span::new().days(30)).expect("a day");
        let text = SheetText {
            code: format!("F{rank:03}"),
            title: format!("Action {rank}"),
            starts_on: is_dated.then_some(start),
            ends_on: is_dated.then_some(end),
            ..SheetText::default()
        };
        let status = if rank % 2 == 0 { Status::UnderWay } else { Status::Planned };
        let state = State { status, since: day("2025-01-06"), source: "Comité".into(), reason: String::new() };
        let new = NewSheet { text, state };
        let id =
            act::create_sheet(&mut tx, &house.outside, &crate::setting::ACTOR, &around, new).await.expect("opened");
        if is_dated {
            let step =
                Step { title: format!("Étape {rank}"), owner: "Service".into(), due_on: Some(start), done_on: None };
            let which = (id, act::revision(&mut tx, id).await.expect("read").expect("there"), day("2030-01-01"));
            let pieces = Pieces::Steps(ranked([step]));
            act::set_pieces(&mut tx, &house.outside, &crate::setting::ACTOR, &around, which, pieces)
                .await
                .expect("set");
        }
    }
    tx.commit().await.expect("kept");
}

/// Everything a list says, page after page, each light.
async fn pages(knocker: &Knocker, path: &str) -> String {
    let mut all = String::new();
    for page in 1..=20 {
        let reply = knocker.get("chef", &format!("{path}&page={page}")).await;
        assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
        assert!(reply.body.len() <= 50_000, "{path} {page} weighs {}", reply.body.len());
        let is_last = !reply.body.contains("rel=\"next\"");
        all.push_str(&plain(&reply.body));
        if is_last {
            return all;
        }
    }
    panic!("{path} does not end");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_with_a_day_is_cut_without_a_way_on() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(95));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        many(&house, &set, 130).await;

        // Every sheet that has a day is on the timeline, in the order they begin; the others are one link away.
        let path = "/gestion/actions/frise?contrat=essai";
        let all = pages(&knocker, path).await;
        for rank in 1..=127 {
            assert!(all.contains(&format!("F{rank:03} Action {rank}<")), "F{rank:03}");
        }
        assert!(
            !all.contains("F128 Action") && all.contains("Sans date : 3 fiches"),
            "those without a day stand apart"
        );
        let undated = pages(&knocker, &format!("{path}&dates=sans")).await;
        assert!(undated.contains("F128 Action 128") && !undated.contains("F127 Action"), "{undated}");

        // Every step, every first and last day still ahead or late is in the calendar.
        let path = "/gestion/actions/echeances?contrat=essai";
        let all = pages(&knocker, path).await;
        assert_eq!(all.matches("Étape ").count(), 127);
        assert_eq!(all.matches("Fin de l’action").count(), 127);
        assert_eq!(all.matches("Début de l’action").count(), 64, "those to come begin; the others have begun");
        let file = knocker.get("chef", "/gestion/actions/echeances.ics?contrat=essai").await.body;
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 127 + 127 + 64);

        // What is late: the board tells some, and where all of it is.
        let board = plain(&knocker.get("chef", "/gestion/actions?contrat=essai").await.body);
        let href = board.split("href=\"").find(|part| part.contains("retard=oui")).expect("a way on");
        let href = href.split('"').next().unwrap_or_default().replace("&amp;", "&").replace("&#38;", "&");
        let late = pages(&knocker, &href).await;
        let count = late.matches("en retard</strong>").count();
        assert!(board.contains(&format!("Tout ce qui est en retard ({count})")), "{count}: {board}");
        assert!(count > 60, "more than the board ever told: {count}");
        assert_eq!(late.matches("<br><span class=\"hint\">").count(), count, "nothing but what is late");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filters_of_the_board_hold_on_both() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(96));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let objective = set.objective.to_string();
        for (code, title, more) in
            [("F1", "Nettoyer", vec![("operationnel", objective.as_str())]), ("F2", "Planter", Vec::new())]
        {
            let dates = [
                ("debut-jour", "1"),
                ("debut-mois", "9"),
                ("debut-annee", "2025"),
                ("fin-jour", "30"),
                ("fin-mois", "6"),
                ("fin-annee", "2027"),
            ];
            opened(&knocker, &[new_sheet(code, title), dates.to_vec(), more].concat()).await;
        }
        for page in ["frise", "echeances"] {
            let path = format!("/gestion/actions/{page}?contrat=essai");
            for (filter, one, other) in [
                ("", true, true),
                ("&objectif=O1", true, false),
                ("&q=planter", false, true),
                ("&etat=done", false, false),
            ] {
                let told = plain(&knocker.get("chef", &format!("{path}{filter}")).await.body);
                assert_eq!(
                    (told.contains("F1 Nettoyer"), told.contains("F2 Planter")),
                    (one, other),
                    "{page} {filter}: {told}"
                );
            }
            let told = knocker.get("chef", &format!("{path}&objectif=O1")).await.body;
            assert!(told.contains("Effacer les filtres") || told.contains(&format!("href=\"{}\"", path)), "{told}");
            assert_eq!(knocker.get("chef", &format!("{path}&objectif=O99")).await.status.as_u16(), 404);
        }
        // The board leads there with what narrows it.
        let board = knocker.get("chef", "/gestion/actions?contrat=essai&objectif=O1").await.body;
        assert!(
            board.contains("frise?contrat=essai&amp;objectif=O1")
                || board.contains("frise?contrat=essai&#38;objectif=O1"),
            "{board}"
        );
    })
    .await;
}
