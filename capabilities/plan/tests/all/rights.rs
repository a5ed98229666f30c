//! Whoever holds a function on a neighbourhood reaches the sheets deployed there, and no other, on both databases.

use std::sync::Arc;

use crate::setting::{Setting, arranged, hidden, migrations, new_sheet, opened, plain, sound};
use database::search::{Query, Reader, search};
use database::testing::{each_database, outside};
use kernel::{Actor, Breakdown, Function, Grant, Person, Scope, Uuid};
use web::house::Boxed;
use web::testing::{Knocker, NamedPeople, house};
use web::{Gatekeeper, House};

/// People whose function holds on the first neighbourhood: `lea` writes, `noe` reads and comments; `ali` has no function on
/// either. Everybody else is known everywhere.
struct Neighbours(Setting);

impl Gatekeeper for Neighbours {
    fn actor<'a>(&'a self, house: &'a House, token: &'a str) -> Boxed<'a, Result<Actor, Breakdown>> {
        Box::pin(async move {
            let (function, area) = match token {
                "lea" => (Function::CaseOfficer, self.0.areas[0]),
                "noe" => (Function::Landlord, self.0.areas[0]),
                "ali" => (Function::CaseOfficer, self.0.areas[2]),
                _ => return NamedPeople.actor(house, token).await,
            };
            let scope = Scope { contract: Some(self.0.contract), territory: Some(area), organisation: None };
            Ok(Actor::Person(Person {
                account: Uuid::from_u128(3000),
                session: Uuid::from_u128(3001),
                name: "Personne d’un quartier".into(),
                grants: vec![Grant { function, scope }],
                has_second_factor: true,
                acting_for: None,
            }))
        })
    }
}

/// A sheet deployed in these neighbourhoods of the contract, by number. Gives where it is.
async fn sheet(knocker: &Knocker, set: &Setting, code: &str, ranks: &[usize]) -> String {
    let title = format!("Action {code}");
    let path = opened(knocker, &new_sheet(code, &title)).await;
    let fields: Vec<(String, String)> = ranks
        .iter()
        .flat_map(|rank| {
            let area = (format!("quartier-{rank}"), set.areas[rank - 1].to_string());
            [area, (format!("etat-{rank}"), "planned".to_owned())]
        })
        .collect();
    let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.extend([("lignes", "2"), ("revision", "1")]);
    let reply = knocker.post("chef", &format!("{path}/liste/quartiers"), &form).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_on_a_neighbourhood_reaches_its_sheets() {
    each_database(&migrations(), |db| async move {
        let mut house = house(db, outside(71));
        let set = arranged(&house).await;
        Arc::get_mut(&mut house).expect("a new house").gatekeeper = Arc::new(Neighbours(set.clone()));
        let knocker = Knocker::new(plan::door(), house.clone());
        let here = sheet(&knocker, &set, "F1", &[1]).await;
        let both = sheet(&knocker, &set, "F2", &[1, 2]).await;
        let there = sheet(&knocker, &set, "F3", &[2]).await;
        let nowhere = sheet(&knocker, &set, "F4", &[]).await;

        // Drafts found by their words, and counted.
        let mut tx = house.read().await.expect("read");
        for (who, wanted) in [
            ("lea", vec!["F1 Action F1", "F2 Action F2"]),
            ("noe", vec!["F1 Action F1", "F2 Action F2"]),
            ("ali", Vec::new()),
            ("asso", Vec::new()),
            ("chef", vec!["F1 Action F1", "F2 Action F2", "F3 Action F3", "F4 Action F4"]),
        ] {
            let actor = house.gatekeeper.actor(&house, who).await.expect("known");
            let reader = Reader { actor: &actor, acts: plan::ACTS };
            let results = search(&mut tx, &Query::words("actions", 10), &reader).await.expect("searched");
            let titles: Vec<&str> = results.found.iter().map(|one| one.title.as_str()).collect();
            assert_eq!((titles.len(), &titles), (usize::try_from(results.count).expect("few"), &wanted), "{who}");
        }
        drop(tx);

        // What is read, one by one and in lists.
        for who in ["lea", "noe"] {
            for (path, status) in [(&here, 200), (&both, 200), (&there, 404), (&nowhere, 404)] {
                assert_eq!(knocker.get(who, path).await.status.as_u16(), status, "{who} {path}");
            }
            for list in ["", "/etats", "/export?format=csv"] {
                let page = knocker.get(who, &format!("/gestion/actions{list}")).await;
                assert_eq!(page.status.as_u16(), 200, "{list}");
                let told: Vec<bool> =
                    ["F1", "F2", "F3", "F4"].iter().map(|code| page.body.contains(&format!("Action {code}"))).collect();
                assert_eq!(told, [true, true, false, false], "{who} {list}: {}", page.body);
            }
        }
        assert!(plain(&knocker.get("lea", "/gestion/actions").await.body).contains("2 fiches"));
        let ali = knocker.get("ali", "/gestion/actions").await.body;
        assert!(!ali.contains("Action F"), "{ali}");
        assert_eq!(knocker.get("ali", &here).await.status.as_u16(), 404);
        // Dates of what is late are those of her sheets.
        for (path, title) in [(&here, "Étape d’ici"), (&there, "Étape d’ailleurs")] {
            let at = format!("{path}/liste/etapes");
            let revision = hidden(&knocker.get("chef", &at).await.body, "revision");
            let form = [("lignes", "1"), ("revision", &revision), ("etape-1", title), ("echeance-1", "1/3/2026")];
            assert_eq!(knocker.post("chef", &at, &form).await.status.as_u16(), 303);
        }
        for list in ["", "/echeances", "/echeances.ics"] {
            let page = knocker.get("lea", &format!("/gestion/actions{list}")).await.body;
            assert!(page.contains("d’ici") && !page.contains("d’ailleurs"), "{list}: {page}");
        }

        // What is written, commented, moved.
        let state = [
            ("etat", "done"),
            ("depuis-jour", "3"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Comité"),
        ];
        let comment = [("commentaire", "Vu sur place"), ("partage", "oui")];
        for (path, status) in [(&here, 303), (&both, 303), (&there, 404), (&nowhere, 404)] {
            let moved = knocker.post("lea", &format!("{path}/deplacer"), &state).await;
            assert_eq!(moved.status.as_u16(), status, "{path}");
            let said = knocker.post("noe", &format!("{path}/commentaires"), &comment).await;
            assert_eq!(said.status.as_u16(), status, "{path}");
            let refused = knocker.post("noe", &format!("{path}/etat"), &state).await;
            assert_eq!(refused.status.as_u16(), 403, "a landlord writes nothing");
        }
        let of = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let (own, other) = (of(&here), of(&there));
        let bulk = |ids: &[&str]| {
            let mut form = vec![("contrat", "essai"), ("pilote", "Agglomération"), ("retour", "contrat=essai")];
            form.extend(ids.iter().map(|id| ("fiches", *id)));
            form.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
        };
        for (ids, status) in [(vec![own.as_str()], 303), (vec![own.as_str(), other.as_str()], 403)] {
            let form = bulk(&ids);
            let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(knocker.post("lea", "/gestion/actions/lot", &form).await.status.as_u16(), status, "{ids:?}");
        }

        // Where an action takes place elsewhere is not hers to say, and she keeps it in sight.
        let places = format!("{both}/liste/quartiers");
        let revision = hidden(&knocker.get("lea", &places).await.body, "revision");
        let (one, two) = (set.areas[0].to_string(), set.areas[1].to_string());
        let lines = |first: &'static str, second: &'static str| {
            [("quartier-1", one.clone(), "etat-1", first), ("quartier-2", two.clone(), "etat-2", second)]
        };
        for (lines, told) in [
            (lines("done", "done"), Some("champ-etat-2")),
            (lines("done", ""), Some("champ-etat-2")),
            (lines("", "planned"), Some("champ-etat-1")),
            (lines("done", "planned"), None),
        ] {
            let mut form = vec![("lignes", "2"), ("revision", revision.as_str())];
            for (area, id, state, value) in &lines {
                form.extend([(*area, id.as_str()), (*state, *value)]);
            }
            let reply = knocker.post("lea", &places, &form).await;
            match told {
                Some(field) => {
                    assert_eq!(reply.status.as_u16(), 422, "{field}");
                    assert!(reply.body.contains(&format!("href=\"#{field}\"")), "{field}: {}", reply.body);
                }
                None => assert_eq!(reply.status.as_u16(), 303, "{}", reply.body),
            }
        }

        // What concerns the whole contract is not offered, and not there.
        let board = knocker.get("lea", "/gestion/actions").await.body;
        assert!(!board.contains("/gestion/actions/nouvelle") && !board.contains("/gestion/actions/import"), "{board}");
        for path in ["nouvelle", "import", "pistes"] {
            let reply = knocker.get("lea", &format!("/gestion/actions/{path}?contrat=essai")).await;
            assert_eq!(reply.status.as_u16(), 404, "{path}");
        }
        let reply = knocker.post("lea", "/gestion/actions/nouvelle", &new_sheet("F5", "Une autre")).await;
        assert_eq!(reply.status.as_u16(), 404);

        // What awaits her is what is late in her neighbourhood.
        let lea = Neighbours(set.clone()).actor(&house, "lea").await.expect("an actor");
        let mut tx = house.read().await.expect("read");
        let awaited = plan::facade::awaited(&mut tx, &lea, house.outside.now()).await.expect("read");
        drop(tx);
        assert!(awaited.is_empty(), "her only late step is of a sheet that is done: {awaited:?}");
        sound(&house).await;
    })
    .await;
}
