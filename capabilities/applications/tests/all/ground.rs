//! The ground others stand on: who may look an application up, what becomes of a funding.

use applications::actions::Stage;
use applications::facade::{self, Asked, FundingState, NewCompletion, NewRecusal};
use applications::testing::{LocalPeople, arranged, migrations};
use database::testing::{each_database, outside};
use database::{Engine, fetch_all};
use jiff::tz::TimeZone;
use kernel::{Cents, Failure, Refusal, Uuid};

fn is_hidden<T: std::fmt::Debug>(outcome: kernel::Outcome<T>) -> bool {
    matches!(outcome, Err(Failure::Refused(Refusal::NotFound)))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_is_read_by_its_carrier_its_contract_and_the_funders_it_asks() {
    each_database(&migrations(&[]), |db| async move {
        let outside = outside(4);
        let mut tx = db.write().await.expect("write");
        let ground = arranged(&mut tx, &outside).await;
        let people = LocalPeople(ground.clone());
        for token in ["chef", "instruction", "financeur-etat", "financeur-agglo", "asso-saisie", "asso-admin"] {
            let view = facade::application_for(&mut tx, &people.actor_of(token), ground.application).await;
            let view = view.unwrap_or_else(|failure| panic!("{token}: {failure:?}"));
            assert_eq!((view.projects.len(), view.fundings.len()), (2, 5), "{token}");
            assert_eq!(view.carrier, "Les Ateliers du Viaduc");
        }
        for token in ["", "ailleurs", "financeur-caf", "autre-asso", "elue"] {
            let view = facade::application_for(&mut tx, &people.actor_of(token), ground.application).await;
            assert!(is_hidden(view), "{token}");
        }
        let rows = facade::projects_of_call(&mut tx, ground.call).await.expect("rows");
        let told: Vec<_> = rows.iter().map(|row| (row.number.as_str(), row.people, row.totals.charges.0)).collect();
        assert_eq!(told, [("2026-0001", 40, 1_000_000), ("2026-0001", 40, 1_000_000)]);
        assert_eq!(facade::criteria(&mut tx, ground.version).await.expect("grid").len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stays_out_reads_nothing_from_then_on() {
    each_database(&migrations(&[]), |db| async move {
        let outside = outside(5);
        let mut tx = db.write().await.expect("write");
        let ground = arranged(&mut tx, &outside).await;
        let people = LocalPeople(ground.clone());
        let officer = people.actor_of("instruction");
        let new = NewRecusal { account: None, is_whole_organisation: true, reason: "Membre du bureau" };
        facade::recuse(&mut tx, &outside, &officer, ground.application, new).await.expect("declared");
        assert!(is_hidden(facade::application_for(&mut tx, &officer, ground.application).await));
        let to = FundingState::Complete;
        let moved = facade::advance(&mut tx, &outside, &officer, ground.fundings[0], to, None, "").await;
        assert!(is_hidden(moved));
        assert!(facade::application_for(&mut tx, &people.actor_of("chef"), ground.application).await.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn projects_listed_are_read_again_once_something_was_done() {
    each_database(&migrations(&[]), |db| async move {
        let outside = outside(6);
        let mut tx = db.write().await.expect("write");
        let ground = arranged(&mut tx, &outside).await;
        tx.commit().await.expect("kept");
        let listed = async || facade::listed(&mut db.read().await.expect("read"), ground.call).await.expect("rows");
        let (first, again) = (listed().await, listed().await);
        assert!(std::sync::Arc::ptr_eq(&first, &again), "nothing was done between the two");
        let mut tx = db.read().await.expect("read");
        assert_eq!(*first, facade::projects_of_call(&mut tx, ground.call).await.expect("rows"));
        drop(tx);
        let chief = LocalPeople(ground.clone()).actor_of("chef");
        let mut tx = db.write().await.expect("write");
        let (id, to) = (ground.fundings[0], FundingState::Complete);
        facade::advance(&mut tx, &outside, &chief, id, to, None, "").await.expect("advanced");
        tx.commit().await.expect("kept");
        let after = listed().await;
        let state = |rows: &[facade::ProjectRow]| {
            rows.iter().flat_map(|row| &row.fundings).find(|one| one.id == id).map(|one| one.state)
        };
        assert_eq!((state(&first), state(&after)), (Some(FundingState::Asked), Some(to)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_a_project_out_reads_no_table_whole() {
    each_database(&migrations(&[]), |db| async move {
        if db.engine() != Engine::Sqlite {
            return;
        }
        let mut tx = db.read().await.expect("read");
        let sql = "SELECT m.name, f.\"from\" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f \
                   WHERE m.type = 'table' AND f.\"table\" IN ('project', 'application') AND NOT EXISTS (SELECT 1 \
                   FROM pragma_index_list(m.name) i JOIN pragma_index_info(i.name) c WHERE c.seqno = 0 AND c.name = f.\"from\" \
                   AND i.partial = 0) ORDER BY 1, 2";
        let unindexed: Vec<(String, String)> = fetch_all!(&mut tx, sql).expect("read");
        assert!(unindexed.is_empty(), "a reference nothing leads to: {unindexed:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_funder_moves_what_is_asked_of_it_only() {
    each_database(&migrations(&[]), |db| async move {
        let outside = outside(6);
        let mut tx = db.write().await.expect("write");
        let ground = arranged(&mut tx, &outside).await;
        let people = LocalPeople(ground.clone());
        let (state, department) = (people.actor_of("financeur-etat"), people.actor_of("financeur-departement"));
        let asked_of_state = ground.fundings[0];
        let complete = FundingState::Complete;
        assert!(is_hidden(facade::advance(&mut tx, &outside, &department, asked_of_state, complete, None, "").await));
        for (to, decided, note) in [
            (FundingState::Complete, None, ""),
            (FundingState::Admissible, None, ""),
            (FundingState::Proposed, None, ""),
            (FundingState::Partial, Some(Cents(200_000)), "Enveloppe limitée"),
            (FundingState::Notified, None, ""),
        ] {
            let moved = facade::advance(&mut tx, &outside, &state, asked_of_state, to, decided, note).await;
            moved.unwrap_or_else(|failure| panic!("{to:?}: {failure:?}"));
        }
        let back = facade::advance(&mut tx, &outside, &state, asked_of_state, complete, None, "").await;
        assert!(matches!(back, Err(Failure::Input(_))), "{back:?}");
        let all = facade::fundings_of_call(&mut tx, ground.call).await.expect("read");
        let one = all.iter().find(|one| one.id == asked_of_state).expect("there");
        assert_eq!((one.decision, one.decided), (Some(FundingState::Partial), Some(Cents(200_000))));
        let events = facade::events(&mut tx, ground.application).await.expect("read");
        assert_eq!(events.iter().filter(|event| event.funding == Some(asked_of_state)).count(), 5);
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_asked_once_and_among_what_the_call_asks() {
    each_database(&migrations(&[]), |db| async move {
        let (outside, zone) = (outside(7), TimeZone::UTC);
        let mut tx = db.write().await.expect("write");
        let ground = arranged(&mut tx, &outside).await;
        let people = LocalPeople(ground.clone());
        let officer = people.actor_of("instruction");
        let item = |project: Option<Uuid>, key: &str| Asked { project, key: key.into(), why: "Illisible".into() };
        let new = |items, due: &str| NewCompletion { items, due_on: due.parse().ok(), note: String::new() };
        for (items, due, field) in [
            (vec![], "2026-04-10", "elements"),
            (vec![item(None, "inconnue")], "2026-04-10", "elements"),
            (vec![item(Some(ground.call), "devis")], "2026-04-10", "elements"),
            (vec![item(None, "rib")], "2026-03-01", "echeance"),
        ] {
            let outcome =
                facade::ask_completion(&mut tx, (&outside, &zone), &officer, ground.application, new(items, due));
            let Err(Failure::Input(errors)) = outcome.await else { panic!("{due} {field}") };
            assert_eq!(errors[0].field, field);
        }
        let items = vec![item(None, "rib"), item(Some(ground.projects[1]), "devis")];
        let asked = new(items.clone(), "2026-04-10");
        facade::ask_completion(&mut tx, (&outside, &zone), &officer, ground.application, asked).await.expect("asked");
        let twice =
            facade::ask_completion(&mut tx, (&outside, &zone), &officer, ground.application, new(items, "2026-04-10"));
        assert!(matches!(twice.await, Err(Failure::Refused(Refusal::Rule { .. }))));
        let view =
            facade::application_for(&mut tx, &people.actor_of("asso-saisie"), ground.application).await.expect("read");
        assert_eq!(view.application.stage, Stage::ToComplete);
        let told = facade::completions(&mut tx, ground.application).await.expect("read");
        assert_eq!(told[0].items.len(), 2);
    })
    .await;
}
