//! Piles of scanned papers: each page finds its agreement, whatever the order and the way it lies; the rest is listed; nothing is
//! given back twice.

use database::testing::{each_database, outside};
use kernel::{Actor, Moment, Outside};

use crate::paper::{Page, blank, photographed, pile};
use crate::setting::{HOME, Setting, arranged, count, migrations, plain, sound};

const SCANS: &str = "/gestion/numerisations?contrat=essai";

/// Two papers that go round: where each agreement is, its number, its pages.
async fn papers(set: &Setting) -> Vec<(String, String, Vec<Page>)> {
    set.prepare("chef").await;
    let mut all = Vec::new();
    for (id, number) in set.agreements().await {
        let own = format!("{HOME}/{id}");
        assert_eq!(set.send("chef", &format!("{own}/signature"), &[]).await.0, 303);
        let paper = set.knocker.get_bytes("chef", &format!("{own}/versions/0")).await;
        all.push((own, number, photographed(paper)));
    }
    assert_eq!(all.len(), 2);
    all
}

/// Gives a pile. Gives where it is.
async fn give(set: &Setting, token: &str, bytes: &[u8]) -> String {
    let reply = set.knocker.upload(token, SCANS, &[], ("fichier", "lot.pdf", bytes)).await;
    assert_eq!(reply.status.as_u16(), 303, "{}", plain(&reply.body));
    reply.location.split('?').next().unwrap_or_default().to_owned()
}

async fn worked(set: &Setting) {
    let settings = web::testing::settings();
    let handlers = agreements::handlers(&settings, set.house.vault.clone());
    jobs::testing::worked(&set.house.db, &set.house.outside, handlers).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_page_finds_its_agreement_and_the_rest_is_listed() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(120)).await;
        let all = papers(&set).await;
        let ((first, number, pages), (second, other, parts)) = (&all[0], &all[1]);
        assert!(pages.len() > 1 && parts.len() > 1, "papers of several pages");
        // The first one whole, backwards and lying every way; the second without its first page; a blank sheet.
        let mut sheets: Vec<Page> =
            pages.iter().rev().enumerate().map(|(rank, page)| page.turned(rank as u32)).collect();
        sheets.extend(parts[1..].iter().cloned());
        sheets.push(blank());
        let bytes = pile(&sheets);
        let path = give(&set, "chef", &bytes).await;
        let (status, page) = set.read("chef", &path).await;
        assert!(status == 200 && page.contains("En attente"), "{page}");
        assert_eq!(give(&set, "chef", &bytes).await, path, "the same file is the same pile");
        // Stopped, then given again: it is read from there.
        assert_eq!(set.send("chef", &format!("{path}/arret"), &[]).await.0, 303);
        assert!(set.read("chef", &path).await.1.contains("Lecture arrêtée"));
        assert_eq!(give(&set, "chef", &bytes).await, path);
        worked(&set).await;
        assert_eq!(count(&set.house, "scan_batch").await, 1);
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains(&format!("Lu : {0} sur {0} pages", sheets.len())), "{page}");
        let positions: Vec<String> = (1..=pages.len()).rev().map(|rank| rank.to_string()).collect();
        let (last, before) = positions.split_last().expect("pages");
        assert!(page.contains(&format!("Convention {number}")), "{page}");
        let ranks = format!(" : pages {} et {last} du lot", before.join(", "));
        assert!(page.contains(&ranks), "{ranks}: {page}");
        assert!(page.contains(&format!("Convention {other}")) && page.contains("Manque la page 1 sur"), "{page}");
        assert!(page.contains("Aucun code lu") && page.contains(&format!("Page {}", sheets.len())), "{page}");
        // A page that was left aside is looked at; so is a paper before it is given back.
        let one = set.knocker.get_bytes("chef", &format!("{path}/pages/{}", sheets.len())).await;
        assert_eq!(scans::count(one), Ok(1));
        assert_eq!(set.read("chef", &format!("{path}/pages/99")).await.0, 404);
        let version =
            page.split("name=\"convention\" value=\"").nth(1).and_then(|rest| rest.get(..36)).expect("a paper");
        let whole = set.knocker.get_bytes("chef", &format!("{path}/conventions/{version}")).await;
        assert_eq!(scans::count(whole), Ok(pages.len()));
        // Nothing is given back before somebody says so.
        assert_eq!(count(&set.house, "agreement_scan").await, 0);
        let confirm = format!("{path}/conventions");
        let (status, page) = set.send("chef", &confirm, &[]).await;
        assert!(status == 422 && page.contains("Choisissez au moins une convention"), "{status} {page}");
        assert_eq!(set.send("chef", &confirm, &[("convention", version)]).await.0, 303);
        assert_eq!(set.send("chef", &confirm, &[("convention", version)]).await.0, 422, "it is here already");
        assert_eq!(count(&set.house, "agreement_scan").await, 1);
        let (_, page) = set.read("chef", &format!("{first}/signatures")).await;
        assert!(page.contains("déposée par un agent"), "{page}");
        let scan = page.split("/scans/").nth(1).and_then(|rest| rest.get(..36)).expect("a scan");
        let kept = set.knocker.get_bytes("chef", &format!("{first}/scans/{scan}")).await;
        assert_eq!(scans::count(kept), Ok(pages.len()));
        assert!(!set.read("chef", &format!("{second}/signatures")).await.1.contains("/scans/\""), "not the other one");
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains("copie signée est déjà déposée") && !page.contains("name=\"convention\""), "{page}");
        // Scanned once more with what was missing: only the second one is left to give back.
        let mut again = pages.clone();
        again.extend(parts.iter().cloned());
        again.push(parts[0].clone());
        let path = give(&set, "chef", &pile(&again)).await;
        worked(&set).await;
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains("deux fois dans le lot") && page.contains("la page 1 est en double"), "{page}");
        assert_eq!(set.send("chef", &format!("{path}/conventions"), &[("convention", version)]).await.0, 422);
        assert_eq!(count(&set.house, "agreement_scan").await, 1);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_of_others_and_papers_taken_back_are_told_apart() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(121)).await;
        let all = papers(&set).await;
        let ((first, _, pages), (_, other, parts)) = (&all[0], &all[1]);
        // The first paper is taken back and printed again: its copies are of a paper that is signed by nobody.
        let (_, page) = set.read("chef", first).await;
        let revision = crate::setting::hidden(&page, "revision");
        assert_eq!(set.send("chef", &format!("{first}/reprise"), &[("revision", &revision)]).await.0, 303);
        assert_eq!(set.send("chef", &format!("{first}/signature"), &[]).await.0, 303);
        let sheets: Vec<Page> = pages.iter().chain(parts).cloned().collect();
        let path = give(&set, "chef", &pile(&sheets)).await;
        worked(&set).await;
        let (_, page) = set.read("chef", &path).await;
        assert!(page.contains("rédaction a été reprise depuis son impression"), "{page}");
        assert!(page.contains(&format!("Convention {other}")), "{page}");
        // Whoever may do nothing of it sees nothing of it.
        for (token, status) in [("asso-signature", 403), ("financeur-agglo", 404), ("financeur-etat", 404)] {
            assert_eq!(set.read(token, &path).await.0, status, "{token}");
        }
        let reply = set.knocker.upload("asso-signature", SCANS, &[], ("fichier", "lot.pdf", b"%PDF-1.7")).await;
        assert_eq!(reply.status.as_u16(), 403);
        // A funder gives a pile: she is told of her own papers only.
        let path = give(&set, "financeur-etat", &pile(&parts.iter().chain(pages).cloned().collect::<Vec<_>>())).await;
        worked(&set).await;
        let (_, page) = set.read("financeur-etat", &path).await;
        assert_eq!(
            page.contains("que vous ne suivez pas"),
            !page.contains(&format!("convention {other}, page")),
            "{page}"
        );
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_pile_is_told_and_piles_are_forgotten() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(122)).await;
        let told = async |name: &'static str, bytes: &'static [u8]| {
            let reply = set.knocker.upload("chef", SCANS, &[], ("fichier", name, bytes)).await;
            (reply.status.as_u16(), plain(&reply.body))
        };
        let (status, page) = told("", b"").await;
        assert!(status == 422 && page.contains("Choisissez le PDF"), "{status} {page}");
        let (status, page) = told("lot.jpg", b"\xff\xd8\xff").await;
        assert!(status == 422 && page.contains("PDF"), "{status} {page}");
        let path = give(&set, "chef", b"%PDF-1.7 essai").await;
        worked(&set).await;
        let (status, page) = set.read("chef", &path).await;
        assert!(status == 200 && page.contains("Lecture impossible") && page.contains("Ce PDF est abîmé"), "{page}");
        assert_ne!(set.send("chef", &format!("{path}/arret"), &[]).await.0, 303, "it is over");
        assert!(set.read("chef", SCANS).await.1.contains("lot.pdf"));
        // A month later nothing is left of it.
        let later = Outside::told(Moment(set.house.outside.now().0).plus_days(31), 5);
        let mut tx = set.house.write().await.expect("write");
        let gone =
            agreements::actions::scanning::purge(&mut tx, &later, &Actor::Platform("essai")).await.expect("purged");
        tx.commit().await.expect("kept");
        assert_eq!((gone, count(&set.house, "scan_batch").await), (1, 0));
        assert_eq!(set.read("chef", &path).await.0, 404);
        sound(&set.house).await;
    })
    .await;
}
