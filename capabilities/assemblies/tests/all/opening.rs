//! Bodies are opened: a citizen council from the one made up, others directly; on both databases.

use crate::setting::{ACTOR, areas, hidden, migrations, opened, plain, sound};
use assemblies::actions::Kind;
use councils::actions::{CouncilTerms, NewCouncil};
use database::testing::{each_database, outside};
use kernel::Uuid;
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_council_sits_once_and_its_rules_are_changed() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(7));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let mut tx = house.write().await.expect("write");
        let areas = areas(&mut tx, &house).await;
        let terms = CouncilTerms {
            name: "Conseil d’essai".into(),
            support: "Centre social".into(),
            charter: "Indépendance".into(),
            areas: areas.clone(),
            ..CouncilTerms::default()
        };
        let new = NewCouncil { terms, residents: 4, actors: 0, kinds: vec![] };
        let council = councils::actions::open_council(&mut tx, &house.outside, &ACTOR, new).await.expect("made up");
        tx.commit().await.expect("kept");

        // The list offers it; its form is filled with what was made up.
        let list = knocker.get("chef", "/gestion/instances").await.body;
        let path = format!("/gestion/instances/nouvelle?conseil={council}");
        assert!(list.contains(&path), "{list}");
        let form = knocker.get("chef", &path).await.body;
        for told in ["Conseil d’essai", "Centre social", "Indépendance", "value=\"36\"", "value=\"18\""] {
            assert!(form.contains(told), "{told}: {form}");
        }
        assert!(!form.contains("name=\"nature\""));
        let ids: Vec<String> = areas.iter().map(Uuid::to_string).collect();
        let council = council.to_string();
        let right = [
            ("conseil", council.as_str()),
            ("nom", "Conseil d’essai"),
            ("quartiers", ids[0].as_str()),
            ("quartiers", ids[1].as_str()),
            ("mandat", "36"),
            ("renouvellement", "18"),
            ("delai", "15"),
            ("quorum", "50"),
            ("reponse", "60"),
        ];
        let made = knocker.post("chef", "/gestion/instances/nouvelle", &right).await;
        assert_eq!(made.status.as_u16(), 303, "{}", made.body);
        let sheet = made.location.split('?').next().unwrap_or_default().to_owned();
        let page = plain(&knocker.get("elue", &sheet).await.body);
        for told in ["50 % des membres", "après 18 mois", "Fleming La Reille, Grazailles"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // It sits once only.
        let again = knocker.post("chef", "/gestion/instances/nouvelle", &right).await;
        assert_eq!(again.status.as_u16(), 409, "{}", again.body);
        assert!(again.body.contains("Ce conseil siège déjà"));

        // A stale page gives everything back.
        let edit = format!("{sheet}/modifier");
        let revision = hidden(&knocker.get("chef", &edit).await.body, "revision");
        let mut changed: Vec<(&str, &str)> = right[1..].to_vec();
        changed.extend([("revision", revision.as_str()), ("charte", "Parole libre")]);
        assert_eq!(knocker.post("chef", &edit, &changed).await.status.as_u16(), 303);
        let stale = knocker.post("chef", &edit, &changed).await;
        assert_eq!(stale.status.as_u16(), 409);
        assert!(stale.body.contains("Parole libre"));

        // Others read, or find nothing.
        assert_eq!(knocker.get("elue", &edit).await.status.as_u16(), 403);
        assert_eq!(knocker.get("conseil", &sheet).await.status.as_u16(), 403);
        assert_eq!(knocker.get("", &sheet).await.status.as_u16(), 303);
        assert_eq!(knocker.get("chef-sans-code", &edit).await.status.as_u16(), 303);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_bodies_open_directly_and_everything_wrong_is_told() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(8));
        let knocker = Knocker::new(assemblies::door(), house.clone());
        let blank = knocker.get("chef", "/gestion/instances/nouvelle").await.body;
        assert!(blank.contains("Maison du projet") && !blank.contains("value=\"council\""), "{blank}");
        let wrong = [
            ("nature", "council"),
            ("objet", "Se parler"),
            ("mandat", "trois ans"),
            ("delai", "100"),
            ("quorum", "120"),
            ("reponse", "0"),
        ];
        let refused = knocker.post("chef", "/gestion/instances/nouvelle", &wrong).await;
        assert_eq!(refused.status.as_u16(), 422);
        for told in [
            "s’ouvre à partir du conseil composé",
            "Indiquez le nom de l’instance",
            "Cochez au moins un quartier",
            "Ce doit être un nombre entier",
            "va de 0 à 90 jours",
            "va de 0 à 100 %",
            "va de 1 à 366 jours",
            "Se parler",
            "trois ans",
        ] {
            assert!(plain(&refused.body).contains(told), "{told}: {}", refused.body);
        }
        let id = opened(&house, Kind::Table, "Table de Grazailles").await;
        let page = plain(&knocker.get("chef", &format!("/gestion/instances/{id}")).await.body);
        assert!(page.contains("Table de quartier") && page.contains("Aucun"), "{page}");
        sound(&house).await;
    })
    .await;
}
