//! Agreements, years, actions, findings of walks, the public page, on both databases.

use database::testing::{each_database, outside};

use crate::setting::{HOME, arranged, figures, found, migrations, period};

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_counted_checked_and_printed() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(201)).await;
        let (status, page, _) = set.send("chef", &format!("{HOME}/nouvelle"), &[("note", "Gardé tel quel")]).await;
        assert!(status == 422 && page.contains("Gardé tel quel"), "{page}");
        for sentence in ["Choisissez un bailleur", "Choisissez un quartier", "Saisissez la date de début"] {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
        let own = set.open(0, 0).await;
        let (landlord, area) = (set.landlords[0].to_string(), set.areas[0].to_string());
        let again = [period(), vec![("bailleur", &*landlord), ("quartier", &*area)]].concat();
        let (status, page, _) = set.send("chef", &format!("{HOME}/nouvelle"), &again).await;
        assert!(status == 422 && page.contains("a déjà une convention dans ce quartier"), "{page}");

        let year = format!("{own}/annees/2026");
        assert_eq!(set.read("chef", &year).await.0, 404, "nothing is known of it yet");
        let wrong =
            figures(&[("taux-commune", "douze"), ("repondants", "12"), ("satisfaits", "61"), ("logements", "0")]);
        let (status, page, _) = set.send("chef", &format!("{year}/chiffres"), &wrong).await;
        assert!(status == 422 && page.contains("value=\"douze\""), "{page}");
        for sentence in ["Le taux est un pourcentage", "61 locataires satisfaits sur 12", "de 1 à 100 000"] {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
        let (_, page, _) = set.send("chef", &format!("{own}/annees/2031/chiffres"), &figures(&[])).await;
        assert!(page.contains("La convention va de 2024 à 2030"), "{page}");
        let (status, page, to) = set.send("chef", &format!("{year}/chiffres"), &figures(&[])).await;
        assert!(status == 303 && to == year, "{page}");

        let (_, page) = set.read("chef", &year).await;
        assert!(page.contains("455,23 €") && page.contains("48,55 % de taux votés"), "{page}");
        assert!(page.contains("Le programme est vide"), "{page}");
        let action = [("axe", "3"), ("titre", "Nettoyage des halls"), ("prevu", "500"), ("valorise", "455,22")];
        let (status, page, _) = set.send("chef", &format!("{year}/actions"), &action[1..2]).await;
        assert!(status == 422 && page.contains("Choisissez un axe") && page.contains("la dépense prévue"), "{page}");
        assert_eq!(set.send("chef", &format!("{year}/actions"), &action).await.0, 303);
        let (_, page) = set.read("chef", &year).await;
        assert!(page.contains("inférieures à l’abattement (455,23 €) de 0,01 €"), "{page}");
        let told = figures(&[("motif", "Un centime reporté sur 2027"), ("revision", "1")]);
        assert_eq!(set.send("chef", &format!("{year}/chiffres"), &told).await.0, 303);
        let (_, page) = set.read("chef", &year).await;
        assert!(page.contains("respectent le cadre national") && page.contains("Un centime reporté"), "{page}");
        let (status, page, _) = set.send("chef", &format!("{year}/chiffres"), &told).await;
        assert!(status == 409 && page.contains("Un centime reporté"), "stale: {page}");

        // Common law is taken off on axis 1 only, urban renewal never counts twice.
        let presence = [
            ("axe", "1"),
            ("titre", "Gardien de plus"),
            ("prevu", "1000"),
            ("droit-commun", "600"),
            ("valorise", "900"),
        ];
        assert_eq!(set.send("chef", &format!("{year}/actions"), &presence).await.0, 303);
        let works = [("axe", "8"), ("titre", "Boîtes"), ("prevu", "100"), ("renouvellement", "90"), ("valorise", "11")];
        assert_eq!(set.send("chef", &format!("{year}/actions"), &works).await.0, 303);
        let (_, page) = set.read("chef", &year).await;
        assert!(page.contains("niveau de droit commun") && page.contains("ne se compte pas deux fois"), "{page}");

        let pdf = set.knocker.get_bytes("chef", &format!("{year}/bilan.pdf")).await;
        assert!(pdf.starts_with(b"%PDF-"), "{} bytes", pdf.len());
        let workbook = set.knocker.get_bytes("chef", &format!("{year}/bilan.xlsx")).await;
        let (names, cells) = sheets(&workbook);
        assert_eq!(names, 5, "four tables, and what they are");
        assert!(cells.contains("Nettoyage des halls") && cells.contains("À vérifier"), "{cells}");
        let (_, page) = set.read("chef", &format!("{HOME}?annee=2026")).await;
        assert!(page.contains("Habitat du Viaduc") && page.contains("1 programme à vérifier"), "{page}");
        let (status, file) = set.read("chef", &format!("{HOME}?annee=2026&format=csv")).await;
        assert!(status == 200 && file.contains("455,23"), "{file}");
        set.sound().await;
    })
    .await;
}

/// How many sheets a workbook has, and the texts of its cells.
fn sheets(workbook: &[u8]) -> (usize, String) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a workbook");
    let count =
        (1..).take_while(|rank| archive.index_for_name(&format!("xl/worksheets/sheet{rank}.xml")).is_some()).count();
    let texts = std::io::read_to_string(archive.by_name("xl/sharedStrings.xml").expect("texts")).expect("read");
    (count, texts)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_landlord_fills_in_its_own_and_sees_no_other() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(202)).await;
        let (own, other) = (set.open(0, 0).await, set.open(1, 0).await);
        let (_, page) = set.read("viaduc", HOME).await;
        assert!(page.contains("Habitat du Viaduc") && !page.contains("Foyers du Midi"), "{page}");
        assert_eq!((set.read("viaduc", &own).await.0, set.read("viaduc", &other).await.0), (200, 404));
        assert_eq!(set.read("viaduc", &format!("{own}/convention")).await.0, 403);
        assert_eq!(set.read("asso", HOME).await.0, 403);
        let chiffres = |path: &str| format!("{path}/annees/2026/chiffres");
        assert_eq!(set.send("viaduc", &chiffres(&other), &figures(&[])).await.0, 404);
        assert_eq!(set.send("viaduc", &chiffres(&own), &figures(&[])).await.0, 303);
        assert_eq!(set.acts("landlords.fill").await, 1);
        let (status, ..) = set.send("prefecture", &chiffres(&own), &figures(&[("revision", "1")])).await;
        assert_eq!(status, 403, "she reads and does not fill in");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_answers_findings_of_walks() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(203)).await;
        let own = set.open(0, 0).await;
        let year = format!("{own}/annees/2026");
        set.send("chef", &format!("{year}/chiffres"), &figures(&[])).await;
        let action = [("axe", "3"), ("titre", "Portes réparées"), ("prevu", "500")];
        set.send("chef", &format!("{year}/actions"), &action).await;
        let (_, page) = set.read("chef", &year).await;
        let path = found(&page, &format!("{HOME}/actions/"));
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains("Porte du hall qui ne ferme plus"), "{page}");
        let (_, page) = set.read("viaduc", &path).await;
        assert!(!page.contains("Porte du hall"), "a landlord reads findings once they are tied: {page}");
        let (status, page, _) = set.send("chef", &format!("{path}/constats"), &[("constat", "autre")]).await;
        assert!(status == 422 && page.contains("Choisissez un constat") && page.contains("Portes réparées"), "{page}");
        let finding = set.finding.to_string();
        assert_eq!(set.send("viaduc", &format!("{path}/constats"), &[("constat", &finding)]).await.0, 422);
        assert_eq!(set.send("chef", &format!("{path}/constats"), &[("constat", &finding)]).await.0, 303);
        let (_, page) = set.read("viaduc", &year).await;
        assert!(page.contains("Porte du hall qui ne ferme plus : noté"), "{page}");
        let (_, page) = set.read("chef", &path).await;
        let untie = found(&page, &format!("{path}/constats/"));
        let (status, page, _) = set.send("chef", &untie, &[]).await;
        assert!(status == 422 && page.contains("Dites pourquoi ce lien n’est plus vrai"), "{page}");
        assert_eq!(set.send("chef", &untie, &[("motif", "Autre hall")]).await.0, 303);
        let (_, page) = set.read("chef", &year).await;
        assert!(!page.contains("Porte du hall"), "{page}");
        assert_eq!(set.send("chef", &format!("{path}/constats"), &[("constat", &finding)]).await.0, 303);
        assert_eq!(set.send("chef", &format!("{path}/suppression"), &[]).await.0, 303);
        assert_eq!(set.read("chef", &path).await.0, 404);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_published_with_its_source() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(204)).await;
        let own = set.open(0, 0).await;
        let tenants = [
            ("repondants", "9"),
            ("satisfaits", "7"),
            ("enquete", "Enquête au pied des tours"),
            ("enquete-le-jour", "3"),
            ("enquete-le-mois", "1"),
            ("enquete-le-annee", "2026"),
        ];
        let (status, page, _) = set.send("chef", &format!("{own}/annees/2026/chiffres"), &figures(&tenants)).await;
        assert_eq!(status, 303, "{page}");
        let public = own.replace("/gestion", "");
        assert_eq!(set.read("", &public).await.0, 404);
        let (_, page) = set.read("", "/abattement").await;
        assert!(page.contains("Aucune convention d’abattement publiée"), "{page}");
        let change = [period(), vec![("publique", "oui"), ("revision", "1")]].concat();
        assert_eq!(set.send("chef", &format!("{own}/convention"), &change).await.0, 303);
        let (status, page, _) = set.send("chef", &format!("{own}/convention"), &change).await;
        assert!(status == 409 && page.contains("Service de proximité"), "stale: {page}");
        let (_, page) = set.read("", "/abattement").await;
        assert!(page.contains("Habitat du Viaduc, La Conte") && page.contains("455,23 €"), "{page}");
        let (_, page) = set.read("", &public).await;
        for told in ["Base : 2 logements", "Source : Habitat du Viaduc, Avis d’imposition 2025", "2 janvier 2026"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(page.contains("non diffusé"), "nine tenants are too few to be told: {page}");
        assert_eq!(set.acts("landlords.write").await, 2);
        set.sound().await;
    })
    .await;
}
