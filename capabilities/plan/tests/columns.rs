//! The plan in columns, one a state: a sheet goes from one to another by a form alone, on both databases.

mod setting;

use database::testing::{each_database, outside};
use setting::{arranged, migrations, new_sheet, plain, sound};
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
        let reply = knocker.post("chef", "/gestion/actions/nouvelle", &new_sheet("F1", "Nettoyer ensemble")).await;
        let path = reply.location.split('?').next().unwrap_or_default().to_owned();
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
