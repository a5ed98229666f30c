//! Files of figures: what columns hold, what lines say, what is refused; large ones by a job.

use std::sync::Arc;

use crate::setting::{arranged, door_of, said, with_house};
use observatory::actions::importing::{self, Chosen, Importer};
use observatory::rules::secrecy::Kept;
use web::House;
use web::testing::Knocker;

const HOME: &str = "/gestion/observatoire";

async fn send(knocker: &Knocker, name: &str, bytes: &[u8], year: &str) -> String {
    let fields = [("source", "INSEE, Filosofi"), ("licence", "LO 2.0"), ("annee", year)];
    let sent = knocker.upload("chef", "/gestion/observatoire/import", &fields, ("fichier", name, bytes)).await;
    assert_eq!(sent.status, 303, "{}", said(&sent));
    sent.location
}

async fn work(house: &Arc<House>) {
    jobs::testing::worked(&house.db, &house.outside, observatory::handlers()).await;
}

#[tokio::test]
async fn a_file_of_insee_is_mapped_tried_and_brought() {
    with_house(|house| async move {
        arranged(&house).await;
        let knocker = door_of(house.clone());
        let file = "CODGEO;LIBGEO;TP60;PAUVRE_2;ABCDE_F\r\nQP011001;Bel Air;61,2;1;31\r\nQN01102N;Le Viguier;s;2;nd\r\n\
                    QP011009;Parti;40;;12\r\nQN99999N;Ailleurs;3;;4\r\nQP099001;Inconnu;3;;4\r\nQN01103N;Grazailles;140;;deux\r\n11069;Carcassonne;28;;400\r\n";
        let path = send(&knocker, "filosofi.csv", file.as_bytes(), "2017").await;
        let page = said(&knocker.get("chef", &path).await);
        for words in [
            "8 nouvelles valeurs",
            "6 refusées",
            "value=\"lieu\"",
            "value=\"tp60\"",
            "value=\"abcde:f\"",
            "Première ligne : 61,2",
            "Code de 2015 : la valeur est rattachée à QN01101I",
            "QP011009 est sorti de la liste",
            "importez d’abord son contour",
            "importez d’abord les contours de 2015",
            "Une part est un nombre de 0 à 100",
            "« deux » n’est pas un nombre",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // A column that holds nothing known is told on its field, and the rest is given back.
        let options = format!("{path}/options");
        let columns = [
            ("colonne-0", "lieu"),
            ("colonne-1", ""),
            ("colonne-2", "tp60"),
            ("colonne-3", "inconnu"),
            ("colonne-4", "tp60"),
            ("annee", "1789"),
            ("source", "INSEE, Filosofi 2017"),
        ];
        let refused = knocker.post("chef", &options, &columns).await;
        assert_eq!(refused.status, 422);
        for words in ["Aucun indicateur n’a la référence « inconnu »", "Une autre colonne tient déjà ce rôle", "de 1968 à 2100", "INSEE, Filosofi 2017"] {
            assert!(said(&refused).contains(words), "{words}: {}", said(&refused));
        }
        let columns = [
            ("colonne-0", "lieu"),
            ("colonne-1", ""),
            ("colonne-2", "tp60"),
            ("colonne-3", ""),
            ("colonne-4", ""),
            ("annee", "2017"),
            ("source", "INSEE, Filosofi 2017"),
        ];
        assert_eq!(knocker.post("chef", &options, &columns).await.status, 303);
        let launched = knocker.post("chef", &format!("{path}/application"), &[]).await;
        assert_eq!(launched.location, format!("{HOME}?fait=importe"), "{}", said(&launched));
        assert_eq!(knocker.get("chef", &path).await.status, 404, "the file is gone once imported");
        let portrait = said(&knocker.get("", "/quartiers/QN01101I").await);
        for words in ["61,2 %", "33,2 points de plus que la commune (28 % en 2017)", "QP011001"] {
            assert!(portrait.contains(words), "{words}: {portrait}");
        }
        let secret = said(&knocker.get("", "/quartiers/QN01102N").await);
        assert!(secret.contains("Non diffusé par la source") && !secret.contains(">0 %"), "{secret}");

        // The same file again changes nothing.
        let path = send(&knocker, "filosofi.csv", file.as_bytes(), "2017").await;
        assert!(said(&knocker.get("chef", &path).await).contains("4 inchangées"), "{}", said(&knocker.get("chef", &path).await));
        let given_up = knocker.post("chef", &format!("{path}/abandon"), &[]).await;
        assert_eq!(given_up.location, format!("{HOME}?fait=supprime"));
        web::testing::sound(&house).await;
    })
    .await;
}

#[tokio::test]
async fn workbooks_are_read_and_what_is_no_table_is_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        [["lieu", "indicateur", "valeur", "annee"], ["QN01101I", "tp60", "61,2", "2021"]].iter().enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row as u32, column as u16, *cell).expect("written");
        }
    }
    let book = book.save_to_buffer().expect("a workbook");
    with_house(|house| {
        let book = book.clone();
        async move {
            arranged(&house).await;
            let knocker = door_of(house.clone());
            let path = send(&knocker, "valeurs.xlsx", &book, "").await;
            assert!(said(&knocker.get("chef", &path).await).contains("1 nouvelle valeur"));
            for (bytes, words) in [
                (b"%PDF-1.7".as_slice(), "PDF"),
                (b"un\ndeux\n".as_slice(), "une colonne"),
                (b"nom;valeur\nBel Air;12\n".as_slice(), "quelle colonne donne le code"),
            ] {
                let path = send(&knocker, "x.csv", bytes, "2021").await;
                let page = knocker.get("chef", &path).await;
                assert_eq!(page.status, 200);
                assert!(said(&page).contains(words), "{words}: {}", said(&page));
                assert_eq!(knocker.post("chef", &format!("{path}/application"), &[]).await.status, 422, "{words}");
            }
            let none = knocker
                .upload("chef", "/gestion/observatoire/import", &[("licence", "LO 2.0")], ("fichier", "", b""))
                .await;
            assert_eq!(none.status, 422);
            for words in ["Choisissez un fichier", "Dites qui produit ces chiffres", "LO 2.0"] {
                assert!(said(&none).contains(words), "{words}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_large_file_is_brought_by_a_job() {
    with_house(|house| async move {
        arranged(&house).await;
        let knocker = door_of(house.clone());
        let mut file = String::from("lieu;indicateur;valeur;annee;edition;commentaire\n");
        for edition in 1970..2020 {
            for year in 1970..2004 {
                for place in ["QN01101I", "QN01102N", "QN01103N"] {
                    file.push_str(&format!(
                        "{place};tp60;{};{year};{edition};{}\n",
                        (year + edition) % 97,
                        "x".repeat(60)
                    ));
                }
            }
        }
        let path = send(&knocker, "grand.csv", file.as_bytes(), "").await;
        assert!(said(&knocker.get("chef", &path).await).contains("Essai sur les 5 000 premières lignes"));
        let launched = knocker.post("chef", &format!("{path}/application"), &[]).await;
        assert!(launched.location.ends_with("fait=lance"), "{}", said(&launched));
        assert!(knocker.get("chef", &path).await.body.contains("En attente"));
        assert_eq!(knocker.post("chef", &format!("{path}/application"), &[]).await.status, 409);
        work(&house).await;
        assert_eq!(knocker.get("chef", &path).await.status, 404, "the file is gone once its job has imported it");
        assert_eq!(web::testing::count(&house, "figure").await, 5_100);
        web::testing::sound(&house).await;
    })
    .await;
}

#[tokio::test]
async fn nothing_that_may_be_secret_is_told_before_it_is_judged() {
    with_house(|house| async move {
        arranged(&house).await;
        let text = "lieu;indicateur;valeur;annee\nQN01101I;abcde;4;2021\nQN01101I;tp60;12;2021\n";
        let mut tx = house.write().await.expect("a transaction");
        let mut opened = importing::open(text.as_bytes().to_vec()).expect("opened");
        let chosen = Chosen { source: "INSEE".into(), ..Chosen::default() };
        let read = Importer::new(&mut tx, &opened, &chosen).await.expect("read");
        let mut importer = read.unwrap_or_else(|(_, wrong)| panic!("{wrong:?}"));
        let mut batch = Vec::new();
        while let Some((number, cells)) = opened.lines.read().expect("a line") {
            importer.take(number, &cells, &mut batch);
        }
        let put = importer.compare(&mut tx, batch, 0).await.expect("compared");
        let hidden: Vec<(&str, Option<Kept>)> = put.iter().map(|one| (one.indicator.as_str(), one.hidden)).collect();
        assert_eq!(hidden, [("abcde", Some(Kept::Waiting)), ("tp60", None)]);
    })
    .await;
}
