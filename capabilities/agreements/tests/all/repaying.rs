//! What was paid too much is asked back by a numbered letter and followed until it came back; who voted does not propose. On
//! both databases.

use database::testing::{each_database, outside};
use database::{execute, fetch_one};
use kernel::Uuid;

use crate::paying::{PAY, batch, check, propose};
use crate::reporting::{begun, certified, finish_all};
use crate::setting::{Setting, arranged, draft, hidden, migrations, plain, sound};
use crate::signing::sign_all;
use crate::writing::own_of_state;

/// The agreement with the State, paid at once and paid for good.
async fn paid(set: &Setting) -> String {
    set.prepare("chef").await;
    let own = own_of_state(set).await;
    let (_, page) = set.read("chef", &format!("{own}/redaction")).await;
    let at_once = [("versement-1", "100 %"), ("versement-2", ""), ("attente-2", ""), ("quand-2", "")];
    let revision = hidden(&page, "revision");
    let (status, page) = set.send("chef", &format!("{own}/redaction"), &draft(&revision, &at_once)).await;
    assert_eq!(status, 303, "{page}");
    set.send("chef", &format!("{own}/signature"), &[]).await;
    sign_all(set, &own).await;
    assert_eq!(propose(set, "instruction").await.0, 303);
    assert_eq!(check(set, "chef", &[]).await.0, 303);
    let payer = set.ground.funder_organisations[0].to_string();
    assert_eq!(set.send("instruction", &format!("{PAY}/lots"), &batch(&payer, "20")).await.0, 303);
    let text = "reference;montant;date\nP2026-0001;5000,50;14/03/2026\n";
    let file = ("fichier", "p.csv", text.as_bytes());
    let reply = set.knocker.upload("chef", &format!("{PAY}/releve"), &[("contrat", "essai")], file).await;
    assert!(plain(&reply.body).contains("1 paiement noté payé"), "{}", reply.body);
    own
}

const UNTIL: [(&str, &str); 3] = [("echeance-jour", "30"), ("echeance-mois", "4"), ("echeance-annee", "2026")];
const DAY: [(&str, &str); 3] = [("recu-le-jour", "14"), ("recu-le-mois", "3"), ("recu-le-annee", "2026")];

#[tokio::test(flavor = "multi_thread")]
async fn what_was_too_much_is_asked_back_and_followed() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(141)).await;
        let own = paid(&set).await;
        let mine = own.replace("/gestion", "");
        let report = begun(&set, &mine).await;
        finish_all(&set, &report).await;
        certified(&set, &report).await;
        let seen = report.replace(&mine, &own);
        let (_, page) = set.read("chef", &seen).await;
        assert!(page.contains("Trop-perçu : 500 €") && page.contains("500 € ont été versés en trop"), "{page}");
        let fields = [("revision", hidden(&page, "revision")), ("decision", "accepter".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(set.send("financeur-etat", &seen, &fields).await.0, 303);
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("500 € sont à demander en retour"), "{page}");
        // The order holds in what was paid, and says why.
        let back = format!("{own}/reversements");
        let (_, page) = set.read("chef", &back).await;
        assert!(page.contains("value=\"500\"") && page.contains("Il reste 500 € à demander"), "{page}");
        let too_much = [&[("montant", "6000"), ("raison", "")], &UNTIL[..]].concat();
        let (status, page) = set.send("chef", &back, &too_much).await;
        assert!(
            status == 422 && page.contains("dépassent ce qui a été payé") && page.contains("Dites pourquoi"),
            "{page}"
        );
        let right = [&[("montant", "500"), ("raison", "Deux ateliers annulés")], &UNTIL[..]].concat();
        assert_eq!(set.send("financeur-etat", &back, &right).await.0, 403);
        assert_eq!(set.send("financeur-agglo", &back, &right).await.0, 403, "a funder does not ask back");
        assert_eq!(set.send("chef", &back, &right).await.0, 303);
        let (_, page) = set.read("asso-saisie", &mine).await;
        assert!(page.contains("R2026-0001, 500 €") && page.contains("il reste 500 €"), "{page}");
        let letter =
            page.split(&format!("{mine}/reversements/")).nth(1).and_then(|rest| rest.get(..36)).expect("a letter");
        let paper = set.knocker.get_bytes("asso-saisie", &format!("{mine}/reversements/{letter}")).await;
        assert!(paper.starts_with(b"%PDF"));
        assert_eq!(set.read("autre-asso", &format!("{mine}/reversements/{letter}")).await.0, 404);
        // What comes back never exceeds what is asked.
        let receive = format!("{back}/recus");
        let more = [&[("ordre", letter), ("recu", "600")], &DAY[..]].concat();
        let (status, page) = set.send("chef", &receive, &more).await;
        assert!(
            status == 422 && page.contains("Un reversement de 600 € dépasse ce qui est demandé en retour"),
            "{page}"
        );
        let part = [&[("ordre", letter), ("recu", "200")], &DAY[..]].concat();
        assert_eq!(set.send("instruction", &receive, &part).await.0, 303);
        let (_, page) = set.read("chef", "/gestion/reversements?contrat=essai").await;
        assert!(page.contains("Demandé en retour : 500 €. Reversé : 200 €. Reste : 300 €."), "{page}");
        let rest = [&[("ordre", letter), ("recu", "300")], &DAY[..]].concat();
        assert_eq!(set.send("chef", &receive, &rest).await.0, 303);
        let (_, page) = set.read("chef", &own).await;
        assert!(page.contains("Reste à payer : 0 €. Demandé en retour : 500 €. Reversé : 500 €."), "{page}");
        assert!(page.contains("Engagé : 4 500,50 €"), "what came back is no longer committed: {page}");
        let (_, page) = set.read("chef", PAY).await;
        assert!(page.contains("Aucun versement ne remplit ses conditions"), "nothing is paid again: {page}");
        crate::rebuilding::same_as_the_journal(&set, &own).await;
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_voted_an_amount_does_not_propose_its_payment() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(142)).await;
        crate::paying::signed(&set).await;
        let account = applications::testing::LocalPeople::account("instruction");
        let mut tx = set.house.write().await.expect("write");
        let (id, funding) = (Uuid::from_u128(1), set.ground.fundings[2]);
        let sql = "INSERT INTO committee_voter (id, funding, account) VALUES ($1, $2, $3)";
        execute!(&mut tx, sql, id, funding, account).expect("voted");
        tx.commit().await.expect("kept");
        for token in ["instruction", "remplacante"] {
            let (status, page) = propose(&set, token).await;
            assert!(
                status != 303 && page.contains("Qui vote un montant n’en propose pas le paiement"),
                "{status} {page}"
            );
        }
        assert_eq!(propose(&set, "chef").await.0, 303, "somebody else proposes");
        let (status, page) = check(&set, "chef", &[]).await;
        assert!(status != 303 && page.contains("Un paiement se valide à deux"), "{status} {page}");
        let mut tx = set.house.read().await.expect("read");
        let (count,): (i64,) = fetch_one!(&mut tx, "SELECT COUNT(*) FROM payment").expect("counted");
        assert_eq!(count, 1);
    })
    .await;
}
