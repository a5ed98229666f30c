//! Sheets written, published and read, through the door, on both databases.

use crate::setting::{arranged, count, hidden, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_is_written_published_and_read() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(31));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let (objective, need, axis) = (set.objective.to_string(), set.need.to_string(), set.axis.to_string());
        let mut form = new_sheet("f030", "Nettoyer ensemble");
        form.extend([
            ("description", "<p>Un <b>mot</b></p>\n• premier\n• [site](https://exemple.fr) <script>"),
            ("operationnel", objective.as_str()),
            ("besoins", need.as_str()),
            ("axes", axis.as_str()),
            ("pilote", "Agglomération"),
        ]);
        let path = opened(&knocker, &form).await;

        // A draft: agents read it, nobody else knows that it is there.
        let (draft, absent) = (knocker.get("", "/actions/F030").await, knocker.get("", "/actions/F031").await);
        assert_eq!((draft.status.as_u16(), absent.status.as_u16()), (404, 404));
        assert_eq!(draft.body.replace("F030", "F031"), absent.body, "a draft is exactly as absent as nothing");
        assert!(!knocker.get("", "/actions").await.body.contains("Nettoyer"));
        let inside = knocker.get("elue", &path).await.body;
        assert!(inside.contains("Brouillon") && inside.contains("Nettoyer ensemble"), "{inside}");
        assert_eq!(knocker.get("asso", &path).await.status.as_u16(), 403);
        assert_eq!(knocker.post("elue", &format!("{path}/publication"), &[]).await.status.as_u16(), 403);
        assert_ne!(knocker.post("chef-sans-code", &format!("{path}/publication"), &[]).await.status.as_u16(), 303);

        // Its lists, line by line.
        let places = format!("{path}/liste/quartiers");
        let page = knocker.get("chef", &places).await.body;
        assert!(page.contains("La Conte") && page.contains("Grazailles") && !page.contains("Ailleurs"), "{page}");
        let revision = hidden(&page, "revision");
        let area = set.areas[0].to_string();
        let form = [
            ("lignes", "2"),
            ("revision", revision.as_str()),
            ("quartier-1", area.as_str()),
            ("etat-1", "done"),
            ("note-1", "Fait à l’été"),
        ];
        assert_eq!(knocker.post("chef", &places, &form).await.status.as_u16(), 303);
        let stale = knocker.post("chef", &places, &form).await;
        assert_eq!(stale.status.as_u16(), 409);
        assert!(stale.body.contains("Fait à l’été"), "{}", stale.body);
        for (part, fields) in [
            ("partenaires", vec![("nom-1", "Bailleur"), ("role-1", "Nettoie")]),
            (
                "moyens",
                vec![("annee-1", "2026"), ("nature-1", "common_law"), ("prevu-1", "12 500"), ("etp-prevu-1", "0,5")],
            ),
            (
                "etapes",
                vec![
                    ("etape-1", "Signer la charte"),
                    ("responsable-1", "Cheffe de projet"),
                    ("echeance-1", "1/3/2026"),
                ],
            ),
            (
                "indicateurs",
                vec![
                    ("indicateur-1", "Dépôts sauvages"),
                    ("nature-1", "result"),
                    ("valeurs-1", "2025 : 12 ; 2026 : 7"),
                ],
            ),
            ("liens", vec![("action-1", "F026 : Mise en œuvre d’actions pour l’emploi"), ("nature-1", "see_also")]),
        ] {
            let at = format!("{path}/liste/{part}");
            let revision = hidden(&knocker.get("chef", &at).await.body, "revision");
            let mut form = vec![("lignes", "4"), ("revision", revision.as_str())];
            form.extend(fields);
            let reply = knocker.post("chef", &at, &form).await;
            assert_eq!(reply.status.as_u16(), 303, "{part}: {}", reply.body);
            assert_eq!(knocker.get("chef", &at).await.status.as_u16(), 200, "{part}");
        }

        // Published: anybody reads it, and what the text could slip in is only text.
        assert_eq!(knocker.post("chef", &format!("{path}/publication"), &[]).await.status.as_u16(), 303);
        let open = plain(&knocker.get("", "/actions/F030").await.body);
        for told in [
            "Nettoyer ensemble",
            "Quartiers apaisés",
            "Un <strong>mot</strong>",
            "<li>premier</li>",
            "La Conte",
            "Bailleur : Nettoie",
            "12 500",
            "Signer la charte",
            "2025 : 12 ; 2026 : 7",
            "F026 : Mise en œuvre",
            "Mobilités",
            "/besoins/B01",
            "En cours",
            "Comité de pilotage",
        ] {
            assert!(open.contains(told), "{told}: {open}");
        }
        assert!(!open.contains("<script>") && !open.contains("Cheffe de projet"), "owners stay inside");
        let late = plain(&knocker.get("chef", "/gestion/actions").await.body);
        assert!(late.contains("Signer la charte (F030)") && late.contains("Cheffe de projet"), "{late}");
        for page in ["/gestion/actions/frise", "/gestion/actions/echeances"] {
            assert_eq!(knocker.get("chef", page).await.status.as_u16(), 200, "{page}");
        }
        let calendar = knocker.get("chef", "/gestion/actions/echeances.ics?contrat=essai").await.body;
        assert!(calendar.contains("DTSTART;VALUE=DATE:20260301"), "{calendar}");

        // Taken back: not there any more.
        assert_eq!(knocker.post("chef", &format!("{path}/depublication"), &[]).await.status.as_u16(), 303);
        assert_eq!(knocker.get("", "/actions/F030").await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_has_its_history_and_its_source() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(32));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let path = opened(&knocker, &new_sheet("F1", "Une action")).await;
        let state = format!("{path}/etat");
        let wrong = [("etat", "abandoned"), ("depuis-jour", "1"), ("depuis-mois", "1"), ("depuis-annee", "2027")];
        let reply = knocker.post("chef", &state, &wrong).await;
        assert_eq!(reply.status.as_u16(), 422);
        for told in ["ne peut pas être à venir", "D’où vient l’information", "Dites pourquoi"] {
            assert!(plain(&reply.body).contains(told) || reply.body.contains("Dites d’où vient"), "{told}");
        }
        let right = [
            ("etat", "abandoned"),
            ("depuis-jour", "10"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Revue de projet"),
            ("motif", "Le local n’est plus libre"),
        ];
        assert_eq!(knocker.post("chef", &state, &right).await.status.as_u16(), 303);
        knocker.post("chef", &format!("{path}/publication"), &[]).await;
        let open = plain(&knocker.get("", "/actions/F1").await.body);
        for told in ["Abandonnée", "Le local n’est plus libre", "Revue de projet", "Comité de pilotage", "10 mars 2026"]
        {
            assert!(open.contains(told), "{told}: {open}");
        }
        assert!(!open.contains("Personne d’essai"), "who said it stays inside");
        // A published sheet is given up, never removed.
        let reply = knocker.post("chef", &format!("{path}/suppression"), &[("motif-suppression", "x")]).await;
        assert_eq!(reply.status.as_u16(), 409);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entirely_wrong_form_is_told_in_one_go() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(33));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let before = count(&house, "journal_entry").await;
        let new = "/gestion/actions/nouvelle";
        let reply = knocker.post("chef", new, &[("contrat", "essai"), ("reference", "F 1"), ("motif", "Gardé")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("Gardé"), "{}", reply.body);
        for field in ["reference", "titre", "etat", "depuis", "source"] {
            assert!(reply.body.contains(&format!("href=\"#champ-{field}")), "{field}");
        }
        assert_eq!(count(&house, "journal_entry").await, before, "nothing was done");

        let edit = format!("{}/modifier", opened(&knocker, &new_sheet("F1", "Une action")).await);
        let long = "é".repeat(20_001);
        let form = [
            ("revision", "1"),
            ("reference", "F 1"),
            ("constat", "Un constat gardé"),
            ("description", long.as_str()),
            ("operationnel", "00000000-0000-0000-0000-000000000009"),
            ("axes", "?autre"),
            ("besoins", "?autre"),
            ("debut-jour", "1"),
            ("debut-mois", "1"),
            ("debut-annee", "2020"),
            ("fin-jour", "quarante"),
            ("echeance", "?autre"),
        ];
        let before = count(&house, "journal_entry").await;
        let reply = knocker.post("chef", &edit, &form).await;
        assert_eq!(reply.status.as_u16(), 422);
        for field in
            ["reference", "titre", "description", "operationnel", "axes", "besoins", "debut", "fin", "echeance"]
        {
            assert!(reply.body.contains(&format!("href=\"#champ-{field}\"")), "{field}");
            assert!(reply.body.contains(&format!("id=\"champ-{field}\"")), "{field} stands on the page");
        }
        assert!(reply.body.contains("Un constat gardé") && reply.body.contains(&long), "nothing is lost");
        assert_eq!(count(&house, "journal_entry").await, before, "nothing was done");

        // Two megabytes pasted: what is wrong and what to do, and everything typed in the page.
        let paste = format!("début {} fin", "été ".repeat(500_000));
        let typed = [("titre", "Un titre gardé"), ("description", paste.as_str())];
        let reply = knocker.post("chef", &edit, &typed).await;
        assert_eq!(reply.status.as_u16(), 413, "{}", reply.status);
        for told in ["trop volumineux", "en plusieurs fois", "Un titre gardé", paste.as_str()] {
            assert!(reply.body.contains(told), "{}", told.chars().take(40).collect::<String>());
        }
        // Somebody whose session ended meanwhile finds it as well.
        let reply = knocker.post("", &edit, &typed).await;
        assert!(reply.status.as_u16() == 401 && reply.body.contains(&paste), "{}", reply.status);
        // Twice as much cannot be given back, and it is said.
        let reply = knocker.post("chef", &edit, &[("description", &paste.repeat(2))]).await;
        assert_eq!(reply.status.as_u16(), 413, "{}", reply.status);
        assert!(reply.body.contains("là où vous l’avez copié") && reply.body.len() < 50_000, "{}", reply.body.len());
        assert_eq!(count(&house, "journal_entry").await, before, "nothing was done");

        // A code already taken, dates reversed, a stale revision.
        let reply = knocker.post("chef", new, &new_sheet("f1", "Une autre")).await;
        assert!(reply.status.as_u16() == 422 && plain(&reply.body).contains("F1 est déjà prise"), "{}", reply.body);
        let edit = format!("{}/modifier", opened(&knocker, &new_sheet("F2", "Une autre")).await);
        let mut form = vec![("reference", "F2"), ("titre", "Titre périmé"), ("revision", "0")];
        let reply = knocker.post("chef", &edit, &form).await;
        assert!(reply.status.as_u16() == 409 && reply.body.contains("Titre périmé"), "{}", reply.body);
        form.extend([
            ("debut-jour", "2"),
            ("debut-mois", "2"),
            ("debut-annee", "2026"),
            ("fin-jour", "1"),
            ("fin-mois", "2"),
            ("fin-annee", "2026"),
        ]);
        let reply = knocker.post("chef", &edit, &form).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("doit venir après"), "{}", reply.body);
        sound(&house).await;
    })
    .await;
}
