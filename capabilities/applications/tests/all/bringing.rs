//! Applications brought from elsewhere, through the door: tried, refused line by line, brought by a job that can be stopped,
//! never twice; on both databases.

use crate::desk;

use std::sync::Arc;

use crate::desk::{plain, sound};
use applications::testing::{Ground, house, migrations};
use database::fetch_all;
use database::testing::{each_database, outside};
use web::House;
use web::testing::{Knocker, count};

const DAUPHIN: &str = "Référence administrative;Bénéficiaire;N° SIRET;Intitulé de l’action;Exercice budgétaire;Nom du financeur;\
    Montant sollicité;Statut du financement;Montant voté;Date de décision;Code QPV;Coût total;Date de dépôt;Commentaire\n\
    DA-10;Les Ateliers du Viaduc;;Cuisines d’été;2026;Préfecture de l’Aude;12 500,00 €;Votée;10000;02/03/2026;La Conte | Grazailles;20 000;12/02/2026;\n\
    DA-10;Les Ateliers du Viaduc;;Cuisines d’été;2026;Département d’essai;3.000;Transmise;;;;;;\n\
    DA-11;Vivre Ici;;Jardin partagé;2026;Préfecture de l’Aude;1500;Rejetée;;;;1500;;Hors priorités\n\
    DA-12;Le Fil Rouge;;Couture;2026;Préfecture de l’Aude;beaucoup;;;;Nulle part;;;\n\
    DA-13;Vivre Ici;;Lecture;2026;Préfecture de l’Aude;900;En cours de saisie;;;;;;\n";

/// Sends a file. Gives where it is tried.
async fn sent(knocker: &Knocker, ground: &Ground, name: &str, bytes: &[u8]) -> String {
    let path = format!("/gestion/appels/{}/import", ground.call);
    let reply = knocker.upload("instruction", &path, &[], ("fichier", name, bytes)).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    reply.location
}

async fn brought(house: &Arc<House>, knocker: &Knocker, at: &str) {
    let reply = knocker.post("instruction", &format!("{at}/lancement"), &[]).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    jobs::testing::worked(&house.db, &house.outside, applications::handlers(&house.keys, &house.settings)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_of_the_portal_is_tried_then_brought_once() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(91)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let at = sent(&knocker, &ground, "dauphin.csv", DAUPHIN.as_bytes()).await;
        let page = plain(&knocker.get("instruction", &at).await.body);
        for told in [
            "« beaucoup » n’est pas un montant",
            "Le quartier « Nulle part » n’est pas dans ce contrat",
            "Montant sollicité",
            "Code QPV",
            "Jamais déposé : laissé de côté",
            "Nouveau dossier : 1 action, 2 demandes",
            "Nouveaux dossiers</dt><dd>2",
            "Organisations créées</dt><dd>1",
            "Dossiers refusés</dt><dd>1",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert_eq!((count(&house, "application").await, count(&house, "application_origin").await), (1, 0), "a trial keeps nothing");
        let organisations = count(&house, "organisation").await;
        brought(&house, &knocker, &at).await;
        let page = plain(&knocker.get("instruction", &at).await.body);
        assert!(page.contains("Import fini : 2 nouveaux dossiers") && page.contains("1 refusé"), "{page}");
        assert_eq!(count(&house, "application").await, 3);
        assert_eq!(count(&house, "organisation").await, organisations + 1, "the one that was known is not made again");
        let mut tx = house.read().await.expect("read");
        let fundings: Vec<(String, String, i64, Option<i64>, String)> = fetch_all!(
            &mut tx,
            "SELECT application_origin.reference, funding.state, funding.asked_cents, funding.decided_cents, funding.note \
             FROM funding JOIN project ON project.id = funding.project JOIN application_origin \
             ON application_origin.application = project.application AND application_origin.project IS NULL \
             ORDER BY application_origin.reference, funding.asked_cents"
        )
        .expect("fundings");
        let row = |reference: &str, state: &str, asked, decided, note: &str| {
            (reference.to_owned(), state.to_owned(), asked, decided, note.to_owned())
        };
        assert_eq!(
            fundings,
            [
                row("da 10", "asked", 300_000, None, ""),
                row("da 10", "partial", 1_250_000, Some(1_000_000), ""),
                row("da 11", "refused", 150_000, Some(0), "Hors priorités"),
            ]
        );
        let budgets: Vec<(String, i64)> =
            fetch_all!(&mut tx, "SELECT side, cents FROM budget_line WHERE label LIKE '%import%' OR label LIKE 'Autres produits%' ORDER BY cents")
                .expect("budgets");
        assert_eq!(
            budgets,
            [("charge".to_owned(), 150_000), ("product".to_owned(), 450_000), ("charge".to_owned(), 2_000_000)],
            "what is not asked is other products: charges equal products"
        );
        let shares: Vec<(i64,)> = fetch_all!(
            &mut tx,
            "SELECT CAST(SUM(share) AS BIGINT) FROM project_area JOIN application_origin ON application_origin.project = project_area.project \
             GROUP BY project_area.project"
        )
        .expect("shares");
        assert_eq!(shares, [(1000,)]);
        drop(tx);
        // The same file again, then the same content under another name: nothing twice, and no act.
        let journal = count(&house, "journal_entry").await;
        brought(&house, &knocker, &at).await;
        assert_eq!(count(&house, "journal_entry").await, journal + 2, "asked, done, nothing else");
        let again = sent(&knocker, &ground, "autre.csv", DAUPHIN.as_bytes()).await;
        let page = plain(&knocker.get("instruction", &again).await.body);
        assert!(page.contains("Dossiers déjà là, sans changement</dt><dd>2"), "{page}");
        brought(&house, &knocker, &again).await;
        assert_eq!((count(&house, "application").await, count(&house, "funding").await), (3, 8));
        // A line more completes the application that is there.
        let more = format!("{DAUPHIN}DA-11;Vivre Ici;;Jardin partagé;2026;Agglomération d’essai;700;Transmise;;;;;;\n");
        let more = sent(&knocker, &ground, "plus.csv", more.as_bytes()).await;
        let page = plain(&knocker.get("instruction", &more).await.body);
        assert!(page.contains("Dossiers complétés</dt><dd>1"), "{page}");
        brought(&house, &knocker, &more).await;
        assert_eq!((count(&house, "application").await, count(&house, "funding").await), (3, 9));
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_is_read_whatever_its_columns_are_called() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(92)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let path = format!("/gestion/appels/{}/import", ground.call);
        for (name, bytes, told) in [
            ("vide.csv", b"".as_slice(), "Choisissez un fichier"),
            ("acte.pdf", b"%PDF-1.7".as_slice(), "est un PDF"),
            ("seul.csv", b"a\n1\n".as_slice(), "Une seule colonne"),
        ] {
            let reply = knocker.upload("instruction", &path, &[], ("fichier", name, bytes)).await;
            assert!(reply.status.as_u16() == 422 && reply.body.contains(told), "{told}: {}", reply.body);
        }
        let table = [
            ["Ref interne", "Qui", "Quoi", "Combien", "À qui"],
            ["1", "Les Ateliers du Viaduc", "Marché", "2500", "Préfecture de l’Aude"],
        ];
        let columns = (0..5).map(|at| documents::Column::new(format!("c{at}"), table[0][at], documents::Kind::Text));
        let mut sheet = documents::Table::new("actions", "Actions", columns.collect());
        sheet.rows.push(table[1].iter().map(|cell| documents::Cell::text(*cell)).collect());
        let books = [
            ("actions.xlsx", documents::xlsx::write(&[sheet.clone()], house.outside.now()).expect("a workbook")),
            ("actions.ods", documents::ods_file::write(&[sheet.clone()]).expect("a workbook")),
            ("actions.csv", documents::csv::write(&sheet, documents::csv::Flavour::Excel).expect("a text")),
        ];
        for (rank, (name, bytes)) in books.into_iter().enumerate() {
            let at = sent(&knocker, &ground, name, &bytes).await;
            let page = knocker.get("instruction", &at).await.body;
            let revision = desk::hidden(&page, "revision");
            if rank > 0 {
                // What was said of the columns of one file is known of the next.
                assert!(plain(&page).contains("Déjà là : rien ne change"), "{name}: {page}");
            }
            let none = knocker.post("instruction", &at, &[("revision", &*revision)]).await;
            assert_eq!(none.status.as_u16(), 422);
            for field in ["dossier", "porteur", "action", "demande"] {
                assert!(none.body.contains(&format!("href=\"#champ-colonne-{field}\"")), "{field}: {}", none.body);
            }
            // Files of this house begin with its own lines: headers stand where they are found.
            let option = |label: &str| {
                let start = page.split(&format!(">{label}</option>")).next().unwrap_or_default();
                start.rsplit("value=\"").next().unwrap_or_default().split('"').next().unwrap_or_default().to_owned()
            };
            let (one, two, three, four, five) =
                (option("Ref interne"), option("Qui"), option("Quoi"), option("Combien"), option("À qui"));
            let fields = [
                ("revision", &*revision),
                ("colonne-dossier", &*one),
                ("colonne-porteur", &*two),
                ("colonne-action", &*three),
                ("colonne-demande", &*four),
                ("colonne-financeur", &*five),
            ];
            let mapped = knocker.post("instruction", &at, &fields).await;
            assert_eq!(mapped.status.as_u16(), 303, "{name}: {}", mapped.body);
            let stale = knocker.post("instruction", &at, &fields).await;
            assert_eq!(stale.status.as_u16(), 409, "{name}");
            brought(&house, &knocker, &at).await;
            assert_eq!(count(&house, "application").await, 2, "{name} {rank}: the same table three times");
        }
        // The contract says what the words of its files mean, and reads the columns it keeps.
        let own = "Ref interne;Qui;Quoi;Combien;À qui;Statut\n7;Vivre Ici;Jardin;900;Préfecture de l’Aude;Arbitrée\n";
        let at = sent(&knocker, &ground, "mots.csv", own.as_bytes()).await;
        let page = plain(&knocker.get("instruction", &at).await.body);
        assert!(page.contains("« Arbitrée » n’est pas un état connu"), "{page}");
        let settings = format!("/gestion/appels/{}/usages", ground.call);
        let page = knocker.get("chef", &settings).await.body;
        assert!(plain(&page).contains("Ref interne = Dossier\nQui = Porteur"), "{page}");
        let columns = "Ref interne = Dossier\nQui = Porteur\nQuoi = Action\nCombien = Demandé\nÀ qui = Financeur";
        let mut typed = vec![("etats", "Arbitrée"), ("colonnes", columns), ("revision", "9")];
        let wrong = knocker.post("chef", &settings, &typed).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(
            plain(&wrong.body).contains("Ligne 1 : écrivez") && wrong.body.contains("À qui = Financeur"),
            "{}",
            wrong.body
        );
        typed[0].1 = "Arbitrée = proposé";
        let stale = knocker.post("chef", &settings, &typed).await;
        assert!(stale.status.as_u16() == 409 && plain(&stale.body).contains("Arbitrée = proposé"), "{}", stale.body);
        let revision = desk::hidden(&page, "revision");
        typed[2].1 = &revision;
        assert_eq!(knocker.post("instruction", &settings, &typed).await.status.as_u16(), 303);
        let page = plain(&knocker.get("instruction", &at).await.body);
        assert!(page.contains("Nouveau dossier : 1 action, 1 demande"), "{page}");
        brought(&house, &knocker, &at).await;
        let mut tx = house.read().await.expect("read");
        let state: Vec<(String,)> =
            fetch_all!(&mut tx, "SELECT state FROM funding WHERE asked_cents = 90000").expect("a funding");
        assert_eq!(state, [("proposed".to_owned(),)]);
        drop(tx);
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_is_stopped_and_taken_up_by_those_who_instruct_only() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(93)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let at = sent(&knocker, &ground, "dauphin.csv", DAUPHIN.as_bytes()).await;
        for token in ["ailleurs", "financeur-etat", "asso-admin", "elue"] {
            let reply = knocker.get(token, &at).await;
            assert!([403, 404].contains(&reply.status.as_u16()), "{token}: {}", reply.status);
            let reply = knocker.post(token, &format!("{at}/lancement"), &[]).await;
            assert!([403, 404].contains(&reply.status.as_u16()), "{token}: {}", reply.status);
        }
        assert_eq!(knocker.post("chef", &format!("{at}/lancement"), &[]).await.status.as_u16(), 303);
        let twice = knocker.post("chef", &format!("{at}/lancement"), &[]).await;
        assert!(twice.body.contains("déjà en cours"), "{}", twice.body);
        assert!(plain(&knocker.get("chef", &at).await.body).contains("Arrêter l’import"));
        assert_eq!(knocker.post("chef", &format!("{at}/arret"), &[]).await.status.as_u16(), 303);
        jobs::testing::worked(&house.db, &house.outside, applications::handlers(&house.keys, &house.settings)).await;
        assert_eq!(count(&house, "application").await, 1, "stopped before it began");
        let page = plain(&knocker.get("chef", &at).await.body);
        assert!(page.contains("arrêté avant la fin") && page.contains("Importer</button>"), "{page}");
        brought(&house, &knocker, &at).await;
        assert_eq!(count(&house, "application").await, 3);
        // Erased, it says so and brings nothing more.
        assert_eq!(knocker.post("chef", &format!("{at}/effacement"), &[]).await.status.as_u16(), 303);
        assert!(knocker.get("chef", &at).await.body.contains("effacé"));
        assert!(knocker.post("chef", &format!("{at}/lancement"), &[]).await.body.contains("effacé"));
        sound(&house).await;
    })
    .await;
}
