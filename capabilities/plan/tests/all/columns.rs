//! The plan in columns, one a state: a sheet goes from one to another by a form alone, on both databases.

use crate::setting::{arranged, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

/// The page, column by column.
fn columns(page: &str) -> Vec<String> {
    page.split("<section>").skip(1).map(|column| column.split("</section>").next().unwrap_or_default().into()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_goes_from_a_column_to_another() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(81));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let path = opened(&knocker, &new_sheet("F1", "Nettoyer ensemble")).await;
        let page = plain(&knocker.get("chef", "/gestion/actions/etats").await.body);
        let found = columns(&page);
        assert_eq!(found.len(), 5, "{page}");
        assert!(found[1].contains("En cours") && found[1].contains("F1 Nettoyer ensemble"), "{page}");
        assert!([0, 2, 3, 4].iter().all(|at| found[*at].contains("Aucune fiche")), "{page}");
        assert!(found[1].contains(&format!("{path}/deplacer")));
        let read = knocker.get("elue", "/gestion/actions/etats").await.body;
        assert!(read.contains("Nettoyer ensemble") && !read.contains("/deplacer"), "who reads does not move");
        assert_eq!(knocker.get("elue", &format!("{path}/deplacer")).await.status.as_u16(), 403);

        // Giving up asks why; what was typed is given back.
        let at = format!("{path}/deplacer");
        let form = knocker.get("chef", &at).await.body;
        assert!(form.contains("value=\"under_way\" checked"), "where it stands is chosen: {form}");
        let mut typed = vec![
            ("etat", "abandoned"),
            ("depuis-jour", "10"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Revue de projet"),
        ];
        let reply = knocker.post("chef", &at, &typed).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(
            reply.body.contains("href=\"#champ-motif\"") && reply.body.contains("Revue de projet"),
            "{}",
            reply.body
        );
        typed.push(("motif", "Le local n’est plus libre"));
        let reply = knocker.post("chef", &at, &typed).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert!(reply.location.starts_with("/gestion/actions/etats?contrat=essai"), "{}", reply.location);
        let page = plain(&knocker.get("chef", &reply.location).await.body);
        assert!(columns(&page)[4].contains("F1 Nettoyer ensemble"), "{page}");

        // The filters of the table hold here too.
        let page = plain(&knocker.get("chef", "/gestion/actions/etats?q=introuvable").await.body);
        assert!(!page.contains("Nettoyer ensemble") && page.contains("introuvable"), "{page}");
        assert_eq!(columns(&knocker.get("chef", "/gestion/actions/etats?etat=done").await.body).len(), 1);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_looked_for_in_what_sheets_say() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(82));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let mut paths = Vec::new();
        for (code, title, more) in [
            ("F1", "Nettoyer ensemble", [("constat", "Des abords sales"), ("publics", "Familles")]),
            ("F2", "Planter des arbres", [("description", "Un **verger** partagé"), ("pilote", "Jardins d’ici")]),
        ] {
            let path = opened(&knocker, &[new_sheet(code, title), more.to_vec()].concat()).await;
            knocker.post("chef", &format!("{path}/publication"), &[]).await;
            paths.push(path);
        }
        let found = async |words: &str| {
            let page = knocker.get("", &format!("/actions?q={words}")).await.body;
            (page.contains("Nettoyer ensemble"), page.contains("Planter des arbres"))
        };
        for (words, expected) in [
            ("", (true, true)),
            ("abord+sale", (true, false)),
            ("FAMILLE", (true, false)),
            ("verger", (false, true)),
            ("jardin", (false, true)),
            ("F2", (false, true)),
            ("des", (true, true)),
            ("verger+famille", (false, false)),
            ("%25", (true, true)),
            ("%22%29+OR+1", (false, false)),
        ] {
            assert_eq!(found(words).await, expected, "{words}");
        }
        // Who leads is changed with others: it is found at once.
        let id = paths[0].rsplit('/').next().unwrap_or_default();
        let bulk = [("contrat", "essai"), ("fiches", id), ("pilote", "Régie de quartier"), ("retour", "contrat=essai")];
        assert_eq!(knocker.post("chef", "/gestion/actions/lot", &bulk).await.status.as_u16(), 303);
        assert_eq!(found("regie").await, (true, false));
        sound(&house).await;
    })
    .await;
}
