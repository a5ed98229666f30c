//! A plan brought from a spreadsheet and taken away again, on both databases.

use crate::setting::{arranged, count, hidden, migrations, new_sheet, plain, sound};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

const IMPORT: &str = "/gestion/actions/import";

/// The fields that a page carries to the next step: its choices and its table.
fn kept(page: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let mut fields =
        vec![("contrat".to_owned(), "essai".to_owned()), ("contenu".to_owned(), unescaped(&hidden(page, "contenu")))];
    for select in page.split("<select ").skip(1) {
        let name = select.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let body = select.split("</select>").next().unwrap_or_default();
        let chosen = body.split("<option ").find(|option| option.contains(" selected"));
        let value = chosen.and_then(|option| option.split("value=\"").nth(1)).and_then(|rest| rest.split('"').next());
        fields.push((name.to_owned(), value.unwrap_or_default().to_owned()));
    }
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    fields
}

fn unescaped(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn brought(knocker: &Knocker, name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let reply = knocker.upload("chef", IMPORT, &[("contrat", "essai")], ("fichier", name, bytes)).await;
    assert_eq!(reply.status.as_u16(), 200, "{}", reply.body);
    kept(&reply.body, &[])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_tried_line_by_line_then_saved_at_once() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(51));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        let file = "Code;Intitulé;Objectif;Quartiers;Partenaires;Début;Fin;Statut;Axe\n\
            F1;Nettoyer;O1;La Conte (Réalisée) | QN01102N;Bailleur : nettoie | Ville;1/5/2026;;En cours;T1\n\
            F2;=1+1;Quartiers apaisés;;;;;;\n\
            F3;Trois;O9;Nulle part;;1/5/2020;30/4/2020;bientôt;\n\
            ;Sans référence;;;;;;;\n\
            F1;Doublon;;;;;;;\n";
        let fields = brought(&knocker, "plan.csv", file.as_bytes()).await;
        let tried = knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await;
        let told = plain(&tried.body);
        for sentence in [
            "2 nouvelles fiches",
            "3 à corriger",
            "n’est pas un objectif du contrat",
            "n’est pas dans ce contrat",
            "doit être dans la durée du contrat",
            "n’est pas connu",
            "cellules sont fusionnées",
            "est déjà à la ligne 2",
        ] {
            assert!(told.contains(sentence), "{sentence}: {told}");
        }
        assert_eq!(count(&house, "action_sheet").await, 0, "nothing is saved yet");
        let save = format!("{IMPORT}/enregistrement");
        assert_eq!(knocker.post("elue", &save, &borrowed(&fields)).await.status.as_u16(), 403);
        let reply = knocker.post("chef", &save, &borrowed(&fields)).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!((count(&house, "action_sheet").await, count(&house, "sheet_area").await), (2, 2));
        sound(&house).await;

        // The same file again: nothing changes.
        let entries = count(&house, "journal_entry").await;
        let tried = knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await;
        assert!(plain(&tried.body).contains("2 sans changement"), "{}", tried.body);
        knocker.post("chef", &save, &borrowed(&fields)).await;
        assert_eq!(count(&house, "journal_entry").await, entries, "nothing was done");

        // Taken away and brought back, as CSV and as a workbook: nothing changes, and no formula runs.
        for format in ["csv", "xlsx"] {
            let path = format!("/gestion/actions/export?contrat=essai&format={format}");
            let bytes = knocker.get_bytes("chef", &path).await;
            if format == "csv" {
                assert!(String::from_utf8_lossy(&bytes).contains("'=1+1"), "a formula is made harmless");
            }
            let fields = brought(&knocker, &format!("plan.{format}"), &bytes).await;
            let tried = knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await;
            assert!(plain(&tried.body).contains("2 sans changement, 0 à corriger"), "{format}: {}", tried.body);
        }
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_plan_is_told() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(52));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        knocker.post("chef", "/gestion/actions/nouvelle", &new_sheet("F1", "Une action")).await;
        for bytes in [b"".as_slice(), b"%PDF-1.7", b"une seule colonne\nx\n", b"a;b\n"] {
            let reply = knocker.upload("chef", IMPORT, &[("contrat", "essai")], ("fichier", "plan.csv", bytes)).await;
            assert!(reply.status.as_u16() == 422 && reply.body.contains("href=\"#champ-fichier\""), "{}", reply.body);
        }
        // A needed column is missing: the columns are given back with what to say.
        let fields = brought(&knocker, "plan.csv", b"Code;Remarque\nF1;x\n").await;
        let reply = knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(
            reply.body.contains("href=\"#champ-colonne-titre\"") && reply.body.contains("Remarque"),
            "{}",
            reply.body
        );
        // Columns the file does not have leave the sheet as it is.
        let fields = brought(&knocker, "plan.csv", "Code;Titre;Pilote\nF1;Une action;Agglomération\n".as_bytes()).await;
        let reply = knocker.post("chef", &format!("{IMPORT}/enregistrement"), &borrowed(&fields)).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let page = knocker.get("chef", "/gestion/actions").await.body;
        assert!(page.contains("Agglomération") && plain(&page).contains("3 mars 2026"), "{page}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn means_steps_and_indicators_come_and_go_too() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(53));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let file = "Code;Titre;Besoins;Moyens;Étapes;Indicateurs\n\
            F1;Nettoyer;B01;\"2026 ; Droit commun ; Fonctionnement ; Ville ; 12 500,50 ; ; 0,5 | 2027 ; ; ; ; ; ; ; ; À voter\";\
            \"Signer la charte ; Cheffe de projet ; 15/09/2026\";\"Résultat ; Dépôts ; dépôts ; 40 ; 10 ; 2025 : 12 ; 2026 : 7,5\"\n\
            F2;Autre;;\"bientôt ; ; ; Ville\";\"; Personne\";\"Suivi ; Repas ; ; dix\"\n";
        let fields = brought(&knocker, "plan.csv", file.as_bytes()).await;
        let tried = plain(&knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await.body);
        for told in ["1 nouvelle fiche", "1 à corriger", "commence par l’année", "Dites ce qu’il faut faire", "12,5"] {
            assert!(tried.contains(told), "{told}: {tried}");
        }
        let save = format!("{IMPORT}/enregistrement");
        let reply = knocker.post("chef", &save, &borrowed(&fields)).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let kept = [("sheet_mean", 2), ("sheet_step", 1), ("sheet_indicator", 1), ("sheet_measure", 2)];
        for (table, rows) in kept {
            assert_eq!(count(&house, table).await, rows, "{table}");
        }
        let entries = count(&house, "journal_entry").await;
        for format in ["csv", "xlsx"] {
            let path = format!("/gestion/actions/export?contrat=essai&format={format}");
            let bytes = knocker.get_bytes("chef", &path).await;
            let fields = brought(&knocker, &format!("plan.{format}"), &bytes).await;
            let tried = knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await;
            assert!(plain(&tried.body).contains("1 sans changement, 0 à corriger"), "{format}: {}", tried.body);
            knocker.post("chef", &save, &borrowed(&fields)).await;
        }
        assert_eq!(count(&house, "journal_entry").await, entries, "nothing was done");

        // A file that takes a need away asks why, once for all its lines, and the thread keeps it.
        let fields = brought(&knocker, "plan.csv", "Code;Titre;Besoins\nF1;Nettoyer;\n".as_bytes()).await;
        let tried = knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await.body;
        assert!(tried.contains("champ-motif-fil") && tried.contains("quitte un besoin"), "{tried}");
        let reply = knocker.post("chef", &save, &borrowed(&fields)).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("href=\"#champ-motif-fil\"") && reply.body.contains("quitte un besoin"), "{}", reply.body);
        let mut fields = borrowed(&fields);
        fields.push(("motif-fil", "Plan revu en comité"));
        assert_eq!(knocker.post("chef", &save, &fields).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let broken = lineage::broken(&mut tx, set.need, 10).await.expect("read");
        let why: Vec<&str> = broken.iter().filter_map(|link| link.broken.as_ref()).map(|told| told.why.as_str()).collect();
        assert_eq!(why, ["Plan revu en comité"]);
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_and_notes_of_neighbourhoods_come_and_go_too() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(54));
        let knocker = Knocker::new(plan::door(), house.clone());
        arranged(&house).await;
        // F1 names F2, which only comes with the file, an action followed elsewhere, and is linked the other way round.
        let file = "Code;Titre;Quartiers;Notes par quartier;Actions en lien\n\
            F1;Nettoyer;La Conte (Réalisée) | Grazailles;\"La Conte ; Local à trouver \\; en mars\";\"Dépend de ; F2 | Voir aussi ; Les jardins d’ici\"\n\
            F2;Planter;;;\"Complète ; f1\"\n\
            F3;Trois;Grazailles;\"La Conte ; Ailleurs\";\"Précède ; F99\"\n\
            F4;Quatre;;;\"Suit ; F1\"\n\
            F5;Cinq;;;F5\n";
        let fields = brought(&knocker, "plan.csv", file.as_bytes()).await;
        let tried = plain(&knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await.body);
        for told in [
            "2 nouvelles fiches",
            "3 à corriger",
            "aucune fiche F99",
            "n’est pas dans la colonne « Quartiers »",
            "écrivez Complète ou Dépend de",
            "liée à elle-même",
        ] {
            assert!(tried.contains(told), "{told}: {tried}");
        }
        let save = format!("{IMPORT}/enregistrement");
        let reply = knocker.post("chef", &save, &borrowed(&fields)).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!((count(&house, "sheet_link").await, count(&house, "sheet_area").await), (3, 2));
        let mut tx = house.read().await.expect("read");
        let tied: Vec<(String, String, String)> = database::fetch_all!(
            &mut tx,
            "SELECT s.code, l.kind, COALESCE(o.code, l.elsewhere) FROM sheet_link l JOIN action_sheet s ON s.id = l.sheet \
             LEFT JOIN action_sheet o ON o.id = l.other ORDER BY s.code, l.position"
        )
        .expect("links");
        let notes: Vec<(String,)> = database::fetch_all!(&mut tx, "SELECT note FROM sheet_area ORDER BY position").expect("notes");
        drop(tx);
        let row = |sheet: &str, kind: &str, other: &str| (sheet.to_owned(), kind.to_owned(), other.to_owned());
        assert_eq!(
            tied,
            [row("F1", "depends_on", "F2"), row("F1", "see_also", "Les jardins d’ici"), row("F2", "completes", "F1")]
        );
        assert_eq!(notes.into_iter().map(|(note,)| note).collect::<Vec<_>>(), ["Local à trouver ; en mars", ""]);
        sound(&house).await;

        // Taken away and brought back: nothing changes.
        let entries = count(&house, "journal_entry").await;
        for format in ["csv", "xlsx"] {
            let path = format!("/gestion/actions/export?contrat=essai&format={format}");
            let bytes = knocker.get_bytes("chef", &path).await;
            let fields = brought(&knocker, &format!("plan.{format}"), &bytes).await;
            let tried = knocker.post("chef", &format!("{IMPORT}/essai"), &borrowed(&fields)).await;
            assert!(plain(&tried.body).contains("2 sans changement, 0 à corriger"), "{format}: {}", tried.body);
            knocker.post("chef", &save, &borrowed(&fields)).await;
        }
        assert_eq!(count(&house, "journal_entry").await, entries, "nothing was done");

        // A file that does not speak of them leaves links and notes as they are; one that does changes them.
        let fields = brought(&knocker, "plan.csv", "Code;Titre;Quartiers\nF1;Nettoyer;La Conte (Réalisée)\n".as_bytes()).await;
        assert_eq!(knocker.post("chef", &save, &borrowed(&fields)).await.status.as_u16(), 303);
        assert_eq!((count(&house, "sheet_link").await, count(&house, "sheet_area").await), (3, 1));
        let fields = brought(&knocker, "plan.csv", "Code;Titre;Actions en lien\nF1;Nettoyer;\"Remplace ; F2\"\n".as_bytes());
        let fields = fields.await;
        assert_eq!(knocker.post("chef", &save, &borrowed(&fields)).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let sql = "SELECT l.kind FROM sheet_link l JOIN action_sheet s ON s.id = l.sheet WHERE s.code = 'F1'";
        let kinds: Vec<(String,)> = database::fetch_all!(&mut tx, sql).expect("links");
        drop(tx);
        assert_eq!(kinds, [("replaces".to_owned(),)]);
        sound(&house).await;
    })
    .await;
}
