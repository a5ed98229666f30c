//! The lists of a sheet, its links, its comments and its files, through the door, on both databases.

use crate::setting::{arranged, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

#[tokio::test(flavor = "multi_thread")]
async fn wrong_lines_are_told_at_their_place() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(34));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let path = opened(&knocker, &new_sheet("F1", "Une action")).await;
        let elsewhere = set.areas[2].to_string();
        for (part, fields, told) in [
            ("quartiers", vec![("quartier-1", elsewhere.as_str()), ("etat-1", "done")], vec!["etat-1"]),
            ("partenaires", vec![("role-2", "Un rôle gardé")], vec!["nom-2"]),
            (
                "moyens",
                vec![("annee-1", "bientôt"), ("prevu-1", "beaucoup"), ("nature-1", "?autre")],
                vec!["annee-1", "prevu-1", "nature-1"],
            ),
            (
                "etapes",
                vec![("etape-1", "Étape"), ("echeance-1", "31/2/2026"), ("fait-1", "1/1/2030")],
                vec!["echeance-1", "fait-1"],
            ),
            ("indicateurs", vec![("valeurs-1", "beaucoup")], vec!["indicateur-1", "valeurs-1"]),
            ("liens", vec![("action-1", "F1"), ("action-2", "F99")], vec!["action-1", "action-2"]),
        ] {
            let at = format!("{path}/liste/{part}");
            let mut form = vec![("lignes", "3"), ("revision", "1")];
            form.extend(fields.clone());
            let reply = knocker.post("chef", &at, &form).await;
            assert_eq!(reply.status.as_u16(), 422, "{part}");
            for field in told {
                assert!(reply.body.contains(&format!("href=\"#champ-{field}\"")), "{part} {field}: {}", reply.body);
            }
            for (_, value) in
                fields.iter().filter(|(name, value)| !name.starts_with("quartier") && !value.starts_with('?'))
            {
                assert!(reply.body.contains(value), "{part}: {value}");
            }
        }
        assert_eq!(knocker.get("chef", &format!("{path}/liste/autre")).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_removed_leaves_its_name_in_the_links() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(35));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let mut paths = Vec::new();
        for (code, title) in [("F1", "Première"), ("F2", "Seconde")] {
            paths.push(opened(&knocker, &new_sheet(code, title)).await);
        }
        let links = format!("{}/liste/liens", paths[0]);
        let form = [("lignes", "1"), ("revision", "1"), ("action-1", "f2"), ("nature-1", "depends_on")];
        assert_eq!(knocker.post("chef", &links, &form).await.status.as_u16(), 303);
        assert!(knocker.get("chef", &links).await.body.contains("value=\"F2\""));
        assert!(knocker.get("chef", &paths[1]).await.body.contains("Citée par"));
        let remove = format!("{}/suppression", paths[1]);
        let reply = knocker.post("chef", &remove, &[("motif-suppression", "")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("champ-motif-suppression"), "{}", reply.body);
        let reply = knocker.post("chef", &remove, &[("motif-suppression", "Doublon")]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!(knocker.get("chef", &paths[1]).await.status.as_u16(), 404);
        assert!(plain(&knocker.get("chef", &paths[0]).await.body).contains("Dépend de : F2 Seconde"));
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn comments_and_files_stay_where_they_belong() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(36));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let path = opened(&knocker, &new_sheet("F1", "Une action")).await;
        let at = format!("{path}/commentaires");
        assert_eq!(knocker.post("chef", &at, &[("commentaire", " ")]).await.status.as_u16(), 422);
        knocker.post("chef", &at, &[("commentaire", "Entre nous")]).await;
        let shared = [("commentaire", "Pour tout le monde"), ("partage", "oui")];
        assert_eq!(knocker.post("elue", &at, &shared).await.status.as_u16(), 303);
        let seen = knocker.get("financeur", &path).await.body;
        assert!(seen.contains("Pour tout le monde") && !seen.contains("Entre nous"), "{seen}");

        let files = format!("{path}/fichiers");
        let photo = [("nature", "photo"), ("titre", "")];
        let reply = knocker.upload("chef", &files, &photo, ("fichier", "photo.png", b"pas une image")).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("Décrivez la photo") && reply.body.contains("champ-fichier"), "{}", reply.body);
        // What is typed beside a file has the limit of every other form.
        let long = "x".repeat(1 << 20);
        let typed = [("nature", "document"), ("titre", long.as_str())];
        let reply = knocker.upload("chef", &files, &typed, ("fichier", "a.pdf", b"%PDF-1.7\nun document")).await;
        assert_eq!(reply.status.as_u16(), 413, "{}", reply.status);
        assert!(reply.body.contains("trop volumineux") && reply.body.contains(&long), "what was typed is given back");
        let paper = [("nature", "document"), ("titre", "Compte rendu"), ("public", "oui")];
        let reply = knocker.upload("chef", &files, &paper, ("fichier", "a.pdf", b"%PDF-1.7\nun document")).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let page = knocker.get("chef", &path).await.body;
        let href = page.split("href=\"/actions/fichiers/").nth(1).and_then(|rest| rest.split('"').next());
        let href = format!("/actions/fichiers/{}", href.expect("a link"));
        assert_eq!(knocker.get("", &href).await.status.as_u16(), 404, "not published yet");
        knocker.post("chef", &format!("{path}/publication"), &[]).await;
        assert_eq!(knocker.get("", &href).await.status.as_u16(), 200);
        let open = knocker.get("", "/actions/F1").await.body;
        assert!(open.contains("Compte rendu") && !open.contains("Pour tout le monde"), "{open}");
        let retrait = page.split("action=\"/gestion/actions/fichiers/").nth(1).and_then(|rest| rest.split('"').next());
        let retrait = format!("/gestion/actions/fichiers/{}", retrait.expect("a form"));
        assert_eq!(knocker.post("chef", &retrait, &[]).await.status.as_u16(), 303);
        assert_eq!(knocker.get("", &href).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}
