//! Years firm and foreseen, and the execution agreement of a year; on both databases.

use applications::testing::ACTOR;
use database::execute;
use database::testing::{each_database, outside};

use crate::paying::{PAY, check, propose};
use crate::setting::{Setting, arranged, hidden, migrations, sound};
use crate::signing::sign_all;
use crate::writing::own_of_state;

/// The agreement with the State over two years: 3 000 € in 2026, 2 000,50 € in 2027.
async fn over_two_years(set: &Setting) -> String {
    let mut tx = set.house.write().await.expect("write");
    let funding = set.ground.fundings[2];
    execute!(&mut tx, "UPDATE funding SET year = 2027 WHERE id = $1", funding).expect("another year");
    let (entry, rows) = (journal::Entry::on(agreements::acts::WRITE.code, "funding", funding), [("funding", funding)]);
    journal::record(&mut tx, &set.house.outside, &ACTOR, entry.touched(&rows)).await.expect("journaled");
    tx.commit().await.expect("kept");
    set.prepare("chef").await;
    own_of_state(set).await
}

fn typed<'a>(revision: &'a str, last: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("debut-jour", "1"),
        ("debut-mois", "1"),
        ("debut-annee", "2026"),
        ("fin-jour", "31"),
        ("fin-mois", "12"),
        ("fin-annee", "2027"),
        ("compte-rendu-jour", "30"),
        ("compte-rendu-mois", "6"),
        ("compte-rendu-annee", "2028"),
        ("montant-1", "3000"),
        ("montant-2", last),
        ("attente-1", "signature"),
        ("attente-2", "signature"),
        ("texte", crate::setting::TEXT),
        ("revision", revision),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_that_is_foreseen_is_paid_after_its_execution_agreement() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(151)).await;
        let own = over_two_years(&set).await;
        let write = format!("{own}/redaction");
        let (_, page) = set.read("chef", &write).await;
        assert!(page.contains("Années prévisionnelles") && page.contains("value=\"2027\" checked"), "{page}");
        let revision = hidden(&page, "revision");
        let mut fields = typed(&revision, "2000,50");
        fields.extend([("versement-1", "3000"), ("versement-2", "solde"), ("previsionnelle", "2027")]);
        let (status, page) = set.send("chef", &write, &fields).await;
        assert_eq!(status, 303, "{page}");
        set.send("chef", &format!("{own}/signature"), &[]).await;
        sign_all(&set, &own).await;
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("2026 : 3 000 € (ferme)") && page.contains("2027 : 2 000,50 € (prévisionnel)"), "{page}");
        let (_, page) = set.read("chef", PAY).await;
        assert!(page.contains("3 000 €, Les Ateliers") && !page.contains("2 000,50 €, Les Ateliers"), "{page}");
        assert_eq!(propose(&set, "instruction").await.0, 303);
        assert_eq!(check(&set, "chef", &[]).await.0, 303);
        // The year is executed: within the frame, other years as they are.
        let execute = format!("{own}/execution");
        assert_eq!(set.send("financeur-etat", &execute, &[("annee", "2027")]).await.0, 403);
        let (status, page) = set.send("chef", &execute, &[("annee", "2026")]).await;
        assert!(status == 422 && page.contains("encore prévisionnelle"), "{status} {page}");
        assert_eq!(set.send("chef", &execute, &[("annee", "2027")]).await.0, 303);
        let (_, page) = set.read("chef", &write).await;
        assert!(page.contains("Écrire la convention d’exécution 2027"), "{page}");
        let (revision, mark) = (hidden(&page, "revision"), hidden(&page, "cle-1"));
        let other = hidden(&page, "cle-2");
        let with = |first: &'static str, last: &'static str| {
            let mut fields = typed(&revision, last);
            fields.retain(|(name, _)| *name != "montant-1");
            fields.extend([("montant-1", first), ("cle-1", mark.as_str()), ("versement-1", "3000")]);
            fields.extend([("cle-2", other.as_str()), ("versement-2", "solde")]);
            fields
        };
        let (status, page) = set.send("chef", &write, &with("2900", "2000,50")).await;
        assert!(status == 422 && page.contains("Cette convention exécute 2027 : laissez 2026 à 3 000 €"), "{page}");
        let (status, page) = set.send("chef", &write, &with("3000", "1800")).await;
        assert_eq!(status, 303, "{page}");
        assert_eq!(set.send("chef", &format!("{own}/signature"), &[]).await.0, 303);
        let paper = set.knocker.get_bytes("chef", &format!("{own}/versions/1")).await;
        assert!(paper.starts_with(b"%PDF"));
        sign_all(&set, &own).await;
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Convention d’exécution 2027") && page.contains("2027 : 1 800 € (ferme)"), "{page}");
        let (_, page) = set.read("chef", PAY).await;
        assert!(page.contains("1 800 €, Les Ateliers"), "{page}");
        // An amendment after it is the first one.
        assert_eq!(set.send("chef", &format!("{own}/avenant"), &[("motif", "Une date de plus")]).await.0, 303);
        let (_, page) = set.read("chef", &write).await;
        assert!(page.contains("Écrire l’avenant n° 1"), "{page}");
        sound(&set.house).await;
    })
    .await;
}
