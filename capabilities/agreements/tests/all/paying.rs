//! Payments proposed by one person, checked by another, handed over, noted as paid; on both databases.

use applications::testing::LocalPeople;
use database::testing::{each_database, outside};
use database::{fetch_all, fetch_one};
use kernel::Uuid;

use crate::setting::{Setting, arranged, count, draft, hidden, migrations, plain, sound};
use crate::signing::sign_all;
use crate::writing::own_of_state;

pub const PAY: &str = "/gestion/paiements";

/// The agreement with the State, paid in two parts, signed by all. Gives where it is.
pub async fn signed(set: &Setting) -> String {
    set.prepare("chef").await;
    let own = own_of_state(set).await;
    let (_, page) = set.read("chef", &format!("{own}/redaction")).await;
    let (status, page) = set.send("chef", &format!("{own}/redaction"), &draft(&hidden(&page, "revision"), &[])).await;
    assert_eq!(status, 303, "{page}");
    assert_eq!(set.send("chef", &format!("{own}/signature"), &[]).await.0, 303);
    sign_all(set, &own).await;
    own
}

/// The first box of a name.
fn ticked(page: &str, name: &str) -> Option<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.split_once(&start).and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned)
}

pub async fn propose(set: &Setting, token: &str) -> (u16, String) {
    let (_, page) = set.read(token, PAY).await;
    let picked = ticked(&page, "versement").unwrap_or_default();
    set.send(token, &format!("{PAY}/propositions"), &[("versement", &picked), ("contrat", "essai")]).await
}

/// Checks the first payment proposed.
pub async fn check(set: &Setting, token: &str, more: &[(&str, &str)]) -> (u16, String) {
    let mut tx = set.house.read().await.expect("read");
    let sql = "SELECT id, revision FROM payment WHERE state = 'proposed' ORDER BY reference";
    let rows: Vec<(Uuid, i64)> = fetch_all!(&mut tx, sql).expect("payments");
    drop(tx);
    let picked = rows.first().map(|(id, revision)| format!("{id}:{revision}")).unwrap_or_default();
    let fields = [&[("paiement", picked.as_str()), ("contrat", "essai")], more].concat();
    set.send(token, &format!("{PAY}/controles"), &fields).await
}

/// The payer of the State’s agreements, and the day.
pub fn batch<'a>(payer: &'a str, day: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("contrat", "essai"), ("financeur", payer), ("jour-jour", day), ("jour-mois", "3"), ("jour-annee", "2026")]
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_pay_and_the_association_follows_each_step() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(111)).await;
        let own = signed(&set).await;
        let mine = own.replace("/gestion", "");
        let (_, page) = set.read("chef", PAY).await;
        assert!(page.contains("3 500,35 €, Les Ateliers du Viaduc") && !page.contains("1 500,15 €,"), "{page}");
        assert_eq!(propose(&set, "financeur-etat").await.0, 403, "a funder does not propose");
        let (status, page) = set.send("instruction", &format!("{PAY}/propositions"), &[("contrat", "essai")]).await;
        assert!(status == 422 && page.contains("Cochez au moins un versement"), "{status} {page}");
        assert_eq!(propose(&set, "chef").await.0, 303);
        let (_, page) = set.read("asso-saisie", &mine).await;
        assert!(page.contains("P2026-0001, 3 500,35 € : proposé le 15 mars 2026"), "{page}");
        // Whoever proposed does not check; who has no right does not either.
        let (status, page) = check(&set, "chef", &[]).await;
        assert!(status != 303 && page.contains("Un paiement se valide à deux"), "{status} {page}");
        assert_eq!(check(&set, "instruction", &[]).await.0, 403);
        assert_eq!(check(&set, "financeur-agglo", &[]).await.0, 404, "not its agreement");
        let (status, page) = check(&set, "financeur-etat", &[("decision", "ecarter")]).await;
        assert!(status == 422 && page.contains("Dites pourquoi ce paiement est écarté"), "{status} {page}");
        let aside = [("decision", "ecarter"), ("motif", "Compte à vérifier")];
        assert_eq!(check(&set, "financeur-etat", &aside).await.0, 303);
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Compte à vérifier") && page.contains("Reste à payer : 5 000,50 €"), "{page}");
        assert_eq!(propose(&set, "instruction").await.0, 303, "it is proposed again");
        assert_eq!(check(&set, "chef", &[]).await.0, 303);
        // It leaves; account numbers are read, each reading kept.
        let payer = set.ground.funder_organisations[0].to_string();
        let (status, page) = set.send("instruction", &format!("{PAY}/lots"), &batch(&payer, "14")).await;
        assert!(status == 422 && page.contains("aujourd’hui ou après"), "{status} {page}");
        let reads = readings(&set).await;
        assert_eq!(set.send("financeur-etat", &format!("{PAY}/lots"), &batch(&payer, "20")).await.0, 403);
        assert_eq!(set.send("instruction", &format!("{PAY}/lots"), &batch(&payer, "20")).await.0, 303);
        assert_eq!(readings(&set).await, reads + 1, "the reading of the account is kept");
        assert_ne!(
            set.send("instruction", &format!("{PAY}/lots"), &batch(&payer, "20")).await.0,
            303,
            "nothing is left"
        );
        let (_, page) = set.read("instruction", PAY).await;
        assert!(page.contains("Lot L2026-0001, 1 paiement : 3 500,35 €") && !page.contains("pain.001"), "{page}");
        let path =
            page.split(&format!("{PAY}/lots/")).nth(1).and_then(|rest| rest.get(..36)).expect("a batch").to_owned();
        let list = format!("{PAY}/lots/{path}/liste");
        let first = set.knocker.post("instruction", &list, &[]).await;
        let text = String::from_utf8(first.bytes.clone()).expect("text");
        assert!(text.contains("P2026-0002;C2026-0001;Les Ateliers du Viaduc;FR7630006000011234567890189"), "{text}");
        assert!(text.contains(";3500,35;2026-03-20"), "{text}");
        assert_eq!(set.knocker.post("instruction", &list, &[]).await.bytes, first.bytes, "the same bytes");
        assert_eq!(set.send("financeur-etat", &list, &[]).await.0, 403);
        assert_eq!(
            set.send("instruction", &format!("{PAY}/lots/{path}/virements"), &[]).await.0,
            404,
            "no payer account"
        );
        paid(&set, &mine).await;
        crate::rebuilding::same_as_the_journal(&set, &own).await;
        sound(&set.house).await;
    })
    .await;
}

/// Entries of the journal about whole account numbers.
async fn readings(set: &Setting) -> i64 {
    let mut tx = set.house.read().await.expect("read");
    let sql = "SELECT COUNT(*) FROM journal_words WHERE detail LIKE '%numéro de compte lu en entier%'";
    let (count,): (i64,) = fetch_one!(&mut tx, sql).expect("counted");
    count
}

/// The list of an accountant: what matches is paid, the rest is listed.
async fn paid(set: &Setting, mine: &str) {
    let send = async |token: &str, text: &str| {
        let fields = [("contrat", "essai")];
        let reply =
            set.knocker.upload(token, &format!("{PAY}/releve"), &fields, ("fichier", "p.csv", text.as_bytes())).await;
        (reply.status.as_u16(), plain(&reply.body))
    };
    assert_eq!(send("financeur-etat", "x").await.0, 403);
    let (status, page) = send("chef", "nom;total\n").await;
    assert!(status == 422 && page.contains("Il manque une colonne"), "{status} {page}");
    let other =
        "reference;montant;date\nP2026-0002;3500;21/03/2026\nX-9;12,50;21/03/2026\nP2026-0002;vingt;21/03/2026\n";
    let (status, page) = send("chef", other).await;
    assert!(status == 200 && page.contains("0 paiement noté payé"), "{status} {page}");
    assert!(page.contains("Autre montant") && page.contains("X-9") && page.contains("Lignes à corriger"), "{page}");
    let right = "reference;montant;date\np2026-0002;3 500,35;21/03/2026\n";
    let (status, page) = send("chef", right).await;
    assert!(status == 200 && page.contains("1 paiement noté payé"), "{status} {page}");
    let (_, page) = send("chef", right).await;
    assert!(page.contains("0 paiement noté payé") && page.contains("Déjà notés payés"), "{page}");
    let (_, page) = set.read("asso-saisie", mine).await;
    let steps =
        "proposé le 15 mars 2026, validé le 15 mars 2026, transmis au comptable le 15 mars 2026, payé le 21 mars 2026";
    assert!(page.contains(steps) && !page.contains("Compte à vérifier"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_waits_for_a_report_that_is_accepted() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(112)).await;
        let own = signed(&set).await;
        let mine = own.replace("/gestion", "");
        let give = format!("{mine}/compte-rendu");
        let file = ("compte-rendu", "cr.pdf", b"%PDF-1.7 essai".as_slice());
        let reply =
            set.knocker.upload("asso-saisie", &give, &[("annee-papier", "2031")], ("compte-rendu", "", b"")).await;
        let page = plain(&reply.body);
        assert!(
            reply.status.as_u16() == 422
                && page.contains("Choisissez l’année")
                && page.contains("Choisissez le compte rendu"),
            "{page}"
        );
        assert_eq!(
            set.knocker.upload("autre-asso", &give, &[("annee-papier", "2026")], file).await.status.as_u16(),
            404
        );
        assert_eq!(
            set.knocker.upload("asso-saisie", &give, &[("annee-papier", "2026")], file).await.status.as_u16(),
            303
        );
        assert_eq!(
            set.knocker.upload("asso-saisie", &give, &[("annee-papier", "2026")], file).await.status.as_u16(),
            422
        );
        let (_, page) = set.read("financeur-etat", &own).await;
        let report = page.split("/comptes-rendus/").nth(1).and_then(|rest| rest.get(..36)).expect("a report");
        let path = format!("{own}/comptes-rendus/{report}");
        assert_eq!(set.knocker.get_bytes("financeur-etat", &format!("{path}/fichier")).await, file.2);
        assert_eq!(set.read("financeur-agglo", &path).await.0, 404);
        let (status, page) = set.send("financeur-etat", &path, &[("revision", "1"), ("decision", "renvoyer")]).await;
        assert!(status == 422 && page.contains("Dites ce qui manque"), "{status} {page}");
        let back = [("revision", "1"), ("decision", "renvoyer"), ("manque", "Le tableau des charges")];
        assert_eq!(set.send("financeur-etat", &path, &back).await.0, 303);
        let (_, page) = set.read("asso-saisie", &mine).await;
        assert!(page.contains("À corriger") && page.contains("Le tableau des charges"), "{page}");
        assert_eq!(
            set.knocker.upload("asso-saisie", &give, &[("annee-papier", "2026")], file).await.status.as_u16(),
            303
        );
        assert_eq!(
            set.send("chef", &path, &[("revision", "2"), ("decision", "accepter")]).await.0,
            409,
            "given again since"
        );
        assert_eq!(set.send("chef", &path, &[("revision", "3"), ("decision", "accepter")]).await.0, 303);
        let (_, page) = set.read("chef", PAY).await;
        assert!(page.contains("1 500,15 €, Les Ateliers du Viaduc"), "the rest may be proposed: {page}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_pays_twice_when_two_act_at_once() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(113)).await;
        signed(&set).await;
        let (_, page) = set.read("chef", PAY).await;
        let picked = ticked(&page, "versement").expect("something is ready");
        let fields = [("versement", picked.as_str()), ("contrat", "essai")];
        let path = format!("{PAY}/propositions");
        let both = tokio::join!(set.send("chef", &path, &fields), set.send("instruction", &path, &fields));
        let done = [both.0.0, both.1.0].into_iter().filter(|status| *status == 303).count();
        assert_eq!((done, count(&set.house, "payment").await), (1, 1), "{both:?}");
        // Two check at once, then two send at once.
        let by = |token: &str| LocalPeople::account(token);
        let mut tx = set.house.read().await.expect("read");
        let (proposer,): (Option<Uuid>,) = fetch_one!(&mut tx, "SELECT proposed_by FROM payment").expect("a payment");
        drop(tx);
        assert!([by("chef"), by("instruction")].into_iter().any(|account| Some(account) == proposer));
        let both = tokio::join!(check(&set, "financeur-etat", &[]), check(&set, "financeur-etat", &[]));
        assert_eq!([both.0.0, both.1.0].into_iter().filter(|status| *status == 303).count(), 1, "{both:?}");
        let payer = set.ground.funder_organisations[0].to_string();
        let (path, fields) = (format!("{PAY}/lots"), batch(&payer, "20"));
        let both = tokio::join!(set.send("chef", &path, &fields), set.send("instruction", &path, &fields));
        let done = [both.0.0, both.1.0].into_iter().filter(|status| *status == 303).count();
        assert_eq!((done, count(&set.house, "payment_batch").await), (1, 1), "{both:?}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amendment_keeps_what_is_paid_and_the_transfers_name_the_payer() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(114)).await;
        // The funder's own account is known: transfers can be made.
        let mut tx = set.house.write().await.expect("write");
        let around = (&set.house.outside, &set.house.keys);
        directory::testing::sheet(&mut tx, around, set.ground.funder_organisations[0]).await;
        tx.commit().await.expect("kept");
        let own = signed(&set).await;
        assert_eq!(propose(&set, "instruction").await.0, 303);
        assert_eq!(check(&set, "chef", &[]).await.0, 303);
        let payer = set.ground.funder_organisations[0].to_string();
        assert_eq!(set.send("chef", &format!("{PAY}/lots"), &batch(&payer, "20")).await.0, 303);
        let (_, page) = set.read("chef", PAY).await;
        let path =
            page.split(&format!("{PAY}/lots/")).nth(1).and_then(|rest| rest.get(..36)).expect("a batch").to_owned();
        let xml = set.knocker.post("chef", &format!("{PAY}/lots/{path}/virements"), &[]).await;
        let text = String::from_utf8(xml.bytes).expect("text");
        assert!(text.contains("pain.001.001.03") && text.contains("<EndToEndId>P2026-0001</EndToEndId>"), "{text}");
        assert!(text.contains("3500.35"), "{text}");
        // What was paid stays in the schedule of the amendment.
        assert_eq!(set.send("chef", &format!("{own}/avenant"), &[("motif", "Moins d’actions")]).await.0, 303);
        let (_, page) = set.read("chef", &format!("{own}/redaction")).await;
        let (revision, mark) = (hidden(&page, "revision"), hidden(&page, "cle-1"));
        let gone = [("montant-2", "0"), ("versement-1", "3000"), ("versement-2", "")];
        let (status, page) = set.send("chef", &format!("{own}/redaction"), &draft(&revision, &gone)).await;
        assert!(status == 422 && page.contains("est engagé ou payé : gardez-le tel quel"), "{status} {page}");
        let less =
            [("montant-2", "1000"), ("cle-1", mark.as_str()), ("versement-1", "3500,35"), ("versement-2", "499,65")];
        let (status, page) = set.send("chef", &format!("{own}/redaction"), &draft(&revision, &less)).await;
        assert_eq!(status, 303, "{page}");
        set.send("chef", &format!("{own}/signature"), &[]).await;
        let (status, _) = propose(&set, "instruction").await;
        assert_ne!(status, 303, "nothing is proposed while an amendment goes round");
        sign_all(&set, &own).await;
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Engagé : 4 000 €") && page.contains("Reste à payer : 499,65 €"), "{page}");
        crate::rebuilding::same_as_the_journal(&set, &own).await;
        sound(&set.house).await;
    })
    .await;
}
