//! Signatures one after the other, by the association and by agents, and amendments that leave the past as it was signed.

use database::testing::{each_database, outside};

use crate::setting::{HOME, Setting, arranged, draft, hidden, migrations, sound};
use crate::writing::own_of_state;

const SCAN: (&str, &str, &[u8]) = ("fichier", "signee.pdf", b"%PDF-1.7 essai");

/// Where somebody signs next.
fn next(page: &str) -> Option<String> {
    let rest = page.split("/signatures/").skip(1);
    rest.filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 36).map(str::to_owned)
}

/// Notes every signature of an agreement that goes round.
pub async fn sign_all(set: &Setting, own: &str) {
    loop {
        let (status, page) = set.read("chef", &format!("{own}/signatures")).await;
        assert_eq!(status, 200, "{page}");
        let Some(id) = next(&page) else { return };
        let fields = [
            ("signature-jour", "14"),
            ("signature-mois", "3"),
            ("signature-annee", "2026"),
            ("revision", &hidden(&page, "revision")),
        ];
        let (status, page) = set.send("chef", &format!("{own}/signatures/{id}"), &fields).await;
        assert_eq!(status, 303, "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_association_signs_in_its_space_then_the_funder() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(101)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        let mine = own.replace("/gestion", "");
        assert_eq!(set.read("asso-saisie", &mine).await.0, 404, "a draft is not shown");
        assert_eq!(set.send("chef", &format!("{own}/signature"), &[]).await.0, 303);
        let (_, page) = set.read("asso-saisie", "/conventions").await;
        assert!(page.contains("2 actions, 5 000,50 €") && page.contains(&mine), "{page}");
        let (status, page) = set.read("asso-saisie", &mine).await;
        assert!(status == 200 && page.contains("Léa Martin, présidente (association), attendue"), "{page}");
        assert!(!page.contains("Signer et déposer"), "who enters does not sign");
        assert_eq!(set.read("autre-asso", &mine).await.0, 404);
        assert_eq!(set.read("chef", "/conventions").await.0, 403);
        let paper = set.knocker.get_bytes("asso-saisie", &format!("{mine}/versions/0")).await;
        assert!(paper.starts_with(b"%PDF"));
        // The funder does not sign before its turn.
        let (_, page) = set.read("financeur-etat", &format!("{own}/signatures")).await;
        let first = next(&page).expect("somebody signs");
        let days = [("signature-jour", "1"), ("signature-mois", "1"), ("signature-annee", "2030")];
        let (status, page) = set.send("financeur-etat", &format!("{own}/signatures/{first}"), &days).await;
        assert!(status == 422 && page.contains("jour passé ou aujourd’hui"), "{status} {page}");
        assert_eq!(set.read("financeur-agglo", &format!("{own}/signatures")).await.0, 404);
        // The association gives everything at once, or is told what is missing.
        let sign = format!("{mine}/signature");
        let reply = set.knocker.upload("asso-saisie", &sign, &[("accord", "oui")], SCAN).await;
        assert_eq!(reply.status.as_u16(), 403);
        let reply = set.knocker.upload("asso-signature", &sign, &[], ("fichier", "", b"")).await;
        let page = crate::setting::plain(&reply.body);
        assert!(reply.status.as_u16() == 422 && page.contains("Cochez cette case"), "{page}");
        assert!(page.contains("Choisissez la convention signée"), "{page}");
        let reply =
            set.knocker.upload("asso-signature", &sign, &[("accord", "oui")], ("fichier", "a.exe", b"MZ")).await;
        assert_eq!(reply.status.as_u16(), 422);
        let reply = set.knocker.upload("asso-signature", &sign, &[("accord", "oui")], SCAN).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let reply = set.knocker.upload("asso-signature", &sign, &[("accord", "oui")], SCAN).await;
        assert!(reply.body.contains("Ce n’est pas encore à votre association"), "{}", reply.body);
        assert_eq!(set.send("chef", &format!("{own}/reprise"), &[("revision", "2")]).await.0, 409, "somebody signed");
        let (_, page) = set.read("financeur-etat", &format!("{own}/signatures")).await;
        assert!(page.contains("signée le 15 mars 2026") && page.contains("déposée par l’association"), "{page}");
        sign_last(&set, &own, &page).await;
        let (_, page) = set.read("asso-saisie", &mine).await;
        assert!(page.contains("Signée") && !page.contains("attendue"), "{page}");
        let scan = page.split("/scans/").nth(1).and_then(|rest| rest.get(..36)).expect("a scan");
        assert_eq!(set.knocker.get_bytes("asso-saisie", &format!("{mine}/scans/{scan}")).await, SCAN.2);
        assert_eq!(set.knocker.get_bytes("financeur-etat", &format!("{own}/scans/{scan}")).await, SCAN.2);
        assert_eq!(set.read("autre-asso", &format!("{mine}/scans/{scan}")).await.0, 404);
        let reply = set.knocker.upload("chef", &format!("{own}/signatures/scans"), &[], SCAN).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let reply = set.knocker.upload("chef", &format!("{own}/signatures/scans"), &[], ("fichier", "", b"")).await;
        assert_eq!(reply.status.as_u16(), 422);
        sound(&set.house).await;
    })
    .await;
}

async fn sign_last(set: &Setting, own: &str, page: &str) {
    let last = next(page).expect("the funder signs");
    let revision = hidden(page, "revision");
    let on =
        |day| [("signature-jour", day), ("signature-mois", "3"), ("signature-annee", "2026"), ("revision", &revision)];
    let (status, page) = set.send("financeur-etat", &format!("{own}/signatures/{last}"), &on("14")).await;
    assert!(status == 422 && page.contains("celle-ci vient après"), "{status} {page}");
    let (status, page) = set.send("financeur-etat", &format!("{own}/signatures/{last}"), &on("15")).await;
    assert_eq!(status, 303, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_circuit_is_chosen_as_long_as_nobody_signed() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(102)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        let circuit = format!("{own}/signatures/circuit");
        assert_ne!(set.send("chef", &circuit, &[]).await.0, 303, "nothing goes round");
        set.send("chef", &format!("{own}/signature"), &[]).await;
        let (status, page) = set.send("chef", &circuit, &[("qui-1", "Le maire"), ("partie-1", "other")]).await;
        assert!(status == 422 && page.contains("L’association doit signer"), "{status} {page}");
        let three = [
            ("qui-1", "Le préfet"),
            ("partie-1", "funder"),
            ("qui-2", "Le maire"),
            ("partie-2", "other"),
            ("qui-3", "Léa Martin"),
            ("partie-3", "carrier"),
        ];
        assert_eq!(set.send("financeur-etat", &circuit, &three).await.0, 303);
        let mine = own.replace("/gestion", "");
        let reply =
            set.knocker.upload("asso-signature", &format!("{mine}/signature"), &[("accord", "oui")], SCAN).await;
        assert!(reply.body.contains("Ce n’est pas encore"), "two sign before: {}", reply.body);
        let (_, page) = set.read("chef", &format!("{own}/signatures")).await;
        assert!(page.contains("Signature attendue : Le préfet"), "{page}");
        sign_all(&set, &own).await;
        assert_ne!(set.send("chef", &circuit, &three).await.0, 303, "all signed");
        let (_, page) = set.read("chef", &format!("{HOME}?etat=signed")).await;
        assert!(page.contains("1 convention"), "{page}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_never_rewrites_what_was_signed() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(103)).await;
        set.prepare("chef").await;
        let (_, page) = set.read("financeur-departement", HOME).await;
        let id = page.split(&format!("href=\"{HOME}/")).filter_map(|rest| rest.get(..36)).find(|id| id.contains('-'));
        let own = format!("{HOME}/{}", id.expect("an agreement"));
        set.send("chef", &format!("{own}/signature"), &[]).await;
        sign_all(&set, &own).await;
        let first = set.knocker.get_bytes("chef", &format!("{own}/versions/0")).await;
        set.decide_again(3).await;
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("à reprendre par un avenant") && page.contains("Jardins au pied des tours"), "{page}");
        let begin = format!("{own}/avenant");
        let (status, page) = set.send("chef", &begin, &[("motif", "")]).await;
        assert!(status == 422 && page.contains("Dites pourquoi la convention change"), "{status} {page}");
        let reason = [("motif", "Une action de plus")];
        assert_eq!(set.send("financeur-departement", &begin, &reason).await.0, 403);
        assert_eq!(set.send("chef", &begin, &reason).await.0, 303);
        assert_ne!(set.send("chef", &begin, &reason).await.0, 303, "one at a time");
        assert_eq!(set.send("chef", &format!("{own}/avenant/abandon"), &[]).await.0, 303);
        assert_eq!(set.send("chef", &format!("{own}/avenant/abandon"), &[]).await.0, 404);
        assert_eq!(set.send("chef", &begin, &reason).await.0, 303);
        // Not ready: its payments do not make its amount any more.
        let (status, page) = set.send("chef", &format!("{own}/signature"), &[]).await;
        assert!(status != 303 && page.contains("il manque 1 000 €"), "{status} {page}");
        let (_, page) = set.read("chef", &format!("{own}/redaction")).await;
        let more = [("montant-2", "1000"), ("versement-1", "3000"), ("versement-2", "solde")];
        let (status, page) =
            set.send("chef", &format!("{own}/redaction"), &draft(&hidden(&page, "revision"), &more)).await;
        assert_eq!(status, 303, "{page}");
        let (_, page) = set.read("asso-saisie", &own.replace("/gestion", "")).await;
        assert!(page.contains("3 000 €") && !page.contains("4 000 €"), "what is written is not told yet: {page}");
        set.send("chef", &format!("{own}/signature"), &[]).await;
        sign_all(&set, &own).await;
        let (_, page) = set.read("financeur-departement", &own).await;
        assert!(page.contains("4 000 €") && page.contains("Une action de plus"), "{page}");
        assert_eq!(
            set.knocker.get_bytes("chef", &format!("{own}/versions/0")).await,
            first,
            "the past as it was signed"
        );
        assert!(set.knocker.get_bytes("chef", &format!("{own}/versions/1")).await.starts_with(b"%PDF"));
        let (_, page) = set.read("chef", HOME).await;
        assert!(page.contains("avenant n° 1"), "{page}");
        sound(&set.house).await;
    })
    .await;
}
