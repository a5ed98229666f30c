//! What everybody reads of the means of a contract, on both databases.

use database::testing::{each_database, outside};

use crate::setting::{HOME, arranged, line, migrations};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_what_is_published_and_that_more_is_kept_back() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(331)).await;
        let (_, page) = set.read("", "/moyens").await;
        assert!(page.contains("/moyens/essai"), "{page}");
        assert_eq!(set.read("", "/moyens/ailleurs").await.0, 404);
        let (status, page) = set.read("", "/moyens/essai?annee=2024").await;
        assert!(status == 200 && page.contains("Rien n’est publié pour cette année"), "{page}");
        let department = set.partner(1);
        let new = format!("{HOME}/droit-commun/nouvelle");
        let shown = line(&department, &[("montant", "16001"), ("publique", "oui")]);
        assert_eq!(set.send("chef", &new, &shown).await.0, 303);
        let kept = line(&department, &[("dispositif", "Secret de service"), ("montant", "99 999")]);
        assert_eq!(set.send("chef", &new, &kept).await.0, 303);
        let (_, page) = set.read("", "/moyens/essai?annee=2026").await;
        for told in ["Prévention spécialisée", "16 001,00", "Part d’habitants", "Budget du service", "2 janvier 2026"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("Secret de service") && !page.contains("99 999"), "{page}");
        assert!(page.contains("1 ligne de droit commun n’est pas diffusée"), "{page}");
        assert!(page.contains("2,00 €"), "the ratio is of what is public: {page}");
        let pdf = set.knocker.get_bytes("", "/moyens/essai/moyens.pdf?annee=2026").await;
        assert!(pdf.starts_with(b"%PDF-"), "{} bytes", pdf.len());
        set.sound().await;
    })
    .await;
}
