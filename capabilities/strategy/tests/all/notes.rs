//! From the notes of a workshop to a tree, and a tree of two thousand nodes, on both databases.

use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

use crate::setting;
use crate::setting::{Manager, count, migrations};

fn ids(page: &str) -> Vec<String> {
    let values = page.split("name=\"note\" value=\"").skip(1);
    values.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

/// A field, as forms send it.
type Sent<'a> = (&'a str, &'a str);

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_pasted_sorted_and_become_nodes() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(77));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let contract = chef.opens("essai", "Contrat d’essai", "proposed").await;
        let stake = chef.level(&contract, "1", ("Enjeu", "Enjeux")).await;
        let objective = chef.level(&contract, "2", ("Objectif", "Objectifs")).await;
        let first = chef.node(&contract, (&stake, ""), "E1", "Habiter").await;
        let notes = format!("/gestion/contrats/{contract}/notes");
        let paste = format!("{notes}/collage");
        let sends = async |source: &str, text: &str| {
            let reply = knocker.upload("chef", &paste, &[("source", source), ("notes", text)], ("rien", "", b"")).await;
            web::testing::Reply { body: setting::plain(&reply.body), ..reply }
        };

        let reply = sends("Atelier", "- Des bancs à l’ombre\n- Une lampe en panne\n\n• Un jardin\nDes bancs").await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let page = chef.reads(&notes).await;
        assert!(page.contains("4 notes en tout") && page.contains("Des bancs à l’ombre"), "{page}");

        // Nothing typed is lost: neither a list without source, nor two megabytes.
        let reply = sends("", "Une note gardée").await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("erreur-source") && reply.body.contains("Une note gardée"), "{}", reply.body);
        let large = format!("{}Dernier mot du collage", "Une ligne de notes\n".repeat(110_000));
        assert!(large.len() > 2_000_000);
        let reply = sends("Atelier", &large).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("erreur-notes") && reply.body.contains("en plusieurs envois"));
        assert!(reply.body.contains("Dernier mot du collage"), "everything is given back");
        let many = sends("Atelier", &"Une ligne\n".repeat(1_001)).await;
        assert!(many.status.as_u16() == 422 && many.body.contains("Envoyez-les en plusieurs fois"));
        assert_eq!(count(&house, "SELECT COUNT(*) FROM contract_note").await, 4);

        // Two are put with a branch, one becomes an objective, one is put aside.
        let waiting = ids(&page);
        assert_eq!(waiting.len(), 4);
        let file = format!("{notes}/rangement");
        let two: [Sent<'_>; 3] = [("note", &waiting[0]), ("note", &waiting[3]), ("vers", "E1")];
        chef.does(&file, &two).await;
        let promote: [Sent<'_>; 3] = [("note", &waiting[1]), ("niveau", &objective), ("sous", &first)];
        chef.does(&format!("{notes}/elements"), &promote).await;
        chef.does(&file, &[("note", &waiting[2]), ("place", "de-cote")]).await;
        let left = chef.reads(&notes).await;
        assert!(ids(&left).is_empty(), "{left}");
        let filed = chef.reads(&format!("{notes}?vue=rangees")).await;
        assert!(filed.contains("E1 Habiter") && filed.contains("O1 Une lampe en panne"), "{filed}");
        let own = chef.reads(&format!("/gestion/contrats/elements/{first}")).await;
        assert!(own.contains("Les notes d’où il vient") && own.contains("Des bancs à l’ombre"), "{own}");

        // Each of it is taken back: the last first.
        for (waiting, nodes) in [(1, 2), (2, 1), (4, 1)] {
            let page = chef.reads(&format!("/gestion/contrats/{contract}/historique")).await;
            let id = page.split("/gestion/contrats/gestes/").nth(1).and_then(|rest| rest.split('/').next());
            let undone: Vec<&str> = page.split("/gestion/contrats/gestes/").skip(1).collect();
            assert!(!undone.is_empty());
            // The newest line that is no undoing of ours.
            let target = page
                .split("<li><strong>")
                .skip(1)
                .find(|line| !line.starts_with("Annulation") && line.contains("/gestes/"))
                .and_then(|line| line.split("/gestion/contrats/gestes/").nth(1))
                .and_then(|rest| rest.split('/').next())
                .or(id)
                .expect("a gesture");
            chef.does(&format!("/gestion/contrats/gestes/{target}/annulation"), &[("retour", "notes")]).await;
            assert_eq!(ids(&chef.reads(&notes).await).len(), waiting);
            assert_eq!(count(&house, "SELECT COUNT(*) FROM contract_node").await, nodes);
        }

        // What cannot be is told at its field, boxes still ticked.
        let none = chef.tries(&file, &[("vers", "E1")]).await;
        assert!(none.status.as_u16() == 422 && none.body.contains("erreur-note\""), "{}", none.body);
        let nowhere = chef.tries(&file, &[("note", &waiting[0]), ("vers", "Z1")]).await;
        assert!(nowhere.status.as_u16() == 422 && nowhere.body.contains("erreur-vers"), "{}", nowhere.body);
        assert!(nowhere.body.contains(&format!("id=\"note-{}\" checked", waiting[0])), "{}", nowhere.body);
        let high = [("note", waiting[0].as_str()), ("niveau", &objective)];
        let high = chef.tries(&format!("{notes}/elements"), &high).await;
        assert!(high.status.as_u16() == 422 && high.body.contains("en haut de l’arbre"), "{}", high.body);
        // A node with notes goes: its notes wait again, and both come back together.
        chef.does(&file, &[("note", &waiting[0]), ("vers", "E1")]).await;
        chef.does(&format!("/gestion/contrats/elements/{first}/suppression"), &[]).await;
        assert_eq!(ids(&chef.reads(&notes).await).len(), 4);

        let mut tx = house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert_eq!(report.findings, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_is_pasted_with_its_notes_and_taken_back_in_one_gesture() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(78));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let contract = chef.opens("essai", "Contrat d’essai", "proposed").await;
        let stake = chef.level(&contract, "1", ("Enjeu", "Enjeux")).await;
        chef.level(&contract, "2", ("Objectif", "Objectifs")).await;
        chef.node(&contract, (&stake, ""), "E1", "Habiter").await;
        let notes = format!("/gestion/contrats/{contract}/notes");
        let paste = format!("{notes}/collage");
        let sends = async |text: &str| {
            let reply = knocker.upload("chef", &paste, &[("source", "Atelier"), ("notes", text)], ("rien", "", b"")).await;
            web::testing::Reply { body: setting::plain(&reply.body), ..reply }
        };
        let nodes = async || count(&house, "SELECT COUNT(*) FROM contract_node").await;
        let kept = async || count(&house, "SELECT COUNT(*) FROM contract_note").await;

        // What cannot stand in the tree is told with its line, everything is given back and nothing is written.
        for (text, told) in [
            ("Une note\n## Dehors", "Ligne 2, « Dehors » : rien n’est écrit au niveau juste au-dessus"),
            ("# Habiter\n## Dehors\n### Bancs", "le contrat n’a pas de niveau si profond"),
            ("# Habiter\n#", "La ligne 2 n’a que des « # »"),
        ] {
            let reply = sends(text).await;
            assert_eq!(reply.status.as_u16(), 422, "{text}");
            assert!(reply.body.contains(told) && reply.body.contains(text), "{}", reply.body);
        }
        assert_eq!((nodes().await, kept().await), (1, 0));

        // « Habiter » is there already: it is not made twice, however its name is written.
        let tree = "Une note à trier\n# HABITER\nUne voisine attend\n## Dehors\n- Des bancs\n- Un point d’eau\n## Dedans\n# Apprendre\n## Dehors\nUne classe en forêt";
        assert_eq!(sends(tree).await.status.as_u16(), 303);
        assert_eq!((nodes().await, kept().await), (5, 5));
        assert_eq!(ids(&chef.reads(&notes).await).len(), 1);
        let filed = chef.reads(&format!("{notes}?vue=rangees")).await;
        for told in ["E1 Habiter", "O1 Dehors", "O3 Dehors", "Une classe en forêt"] {
            assert!(filed.contains(told), "{told}: {filed}");
        }

        // Taken back at once: its elements go, its notes wait to be sorted.
        let page = chef.reads(&format!("/gestion/contrats/{contract}/historique")).await;
        let gesture = page.split("/gestion/contrats/gestes/").nth(1).and_then(|rest| rest.split('/').next());
        let undo = format!("/gestion/contrats/gestes/{}/annulation", gesture.expect("a gesture"));
        chef.does(&undo, &[("retour", "notes")]).await;
        assert_eq!((nodes().await, kept().await), (1, 5));
        assert_eq!(ids(&chef.reads(&notes).await).len(), 5);
        let mut tx = house.read().await.expect("read");
        assert_eq!(journal::verify(&mut tx).await.expect("verified").findings, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_of_two_thousand_nodes_is_folded_and_nobody_is_lost() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(78));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let contract = chef.opens("grand", "Grand contrat", "proposed").await;
        let stake = chef.level(&contract, "1", ("Enjeu", "Enjeux")).await;
        let objective = chef.level(&contract, "2", ("Objectif", "Objectifs")).await;
        let notes = format!("/gestion/contrats/{contract}/notes");
        let mut stakes = Vec::new();
        for at in 0..4 {
            stakes.push(chef.node(&contract, (&stake, ""), "", &format!("Enjeu numéro {at}")).await);
        }
        for (at, stake) in stakes.iter().enumerate() {
            let list: Vec<String> =
                (0..499).map(|line| format!("Objectif {at}-{line} : une phrase de longueur usuelle")).collect();
            let sent = [("source", "Atelier"), ("notes", &*list.join("\n"))];
            knocker.upload("chef", &format!("{notes}/collage"), &sent, ("rien", "", b"")).await;
            let mut tx = house.read().await.expect("read");
            let waiting: Vec<(kernel::Uuid,)> =
                database::fetch_all!(&mut tx, "SELECT id FROM contract_note WHERE place = ''").expect("waiting");
            drop(tx);
            let waiting: Vec<String> = waiting.into_iter().map(|(id,)| id.to_string()).collect();
            let mut fields: Vec<Sent<'_>> = waiting.iter().map(|id| ("note", id.as_str())).collect();
            fields.extend([("niveau", objective.as_str()), ("sous", stake)]);
            chef.does(&format!("{notes}/elements"), &fields).await;
        }
        assert_eq!(count(&house, "SELECT COUNT(*) FROM contract_node").await, 2_000);

        let page = chef.public("/contrat/grand").await;
        assert!(page.len() <= 50_000, "{}", page.len());
        assert_eq!(page.matches("<li id=\"e-").count(), 4, "only what fits is shown");
        assert_eq!(page.matches("499 éléments en dessous").count(), 4);
        // Each branch has pages of its own, and together they show everybody.
        let mut shown = 0;
        for at in 1.. {
            let page = knocker.get("", &format!("/contrat/grand/elements/{}?page={at}", stakes[0])).await;
            assert!(page.body.len() <= 50_000, "page {at}: {}", page.body.len());
            shown += page.body.matches("<li id=\"e-").count();
            if !page.body.contains("rel=\"next\"") {
                break;
            }
        }
        assert_eq!(shown, 499);
        let tree = chef.reads(&format!("/gestion/contrats/{contract}/arbre")).await;
        assert_eq!(tree.matches("data-node=").count(), 4);
        // After a gesture, the page shows the very node, wherever it stands.
        let mut tx = house.read().await.expect("read");
        let id: kernel::Uuid = contract.parse().expect("an identifier");
        let nodes = strategy::facade::nodes(&mut tx, id).await.expect("nodes");
        drop(tx);
        let deep = nodes[490].id.to_string();
        let location = chef.does(&format!("/gestion/contrats/elements/{deep}/monter"), &[]).await;
        let path = location.split('#').next().unwrap_or_default();
        assert!(chef.reads(path).await.contains(&format!("id=\"e-{deep}\"")), "{path}");
        // Places are too many for a list: the reference is typed.
        let page = chef.reads(&format!("/gestion/contrats/elements/{deep}/deplacement")).await;
        assert!(page.contains("E1 Enjeu numéro 0"), "four parents fit: {page}");
        let sorting = chef.reads(&format!("{notes}?vue=rangees")).await;
        assert!(sorting.contains("La référence de l’élément"), "{sorting}");
        for path in ["historique", "comparaison", "numerotation", "notes", "regards"] {
            chef.reads(&format!("/gestion/contrats/{contract}/{path}")).await;
        }
    })
    .await;
}
