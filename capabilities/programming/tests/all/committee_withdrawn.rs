//! A carrier takes back what it filed, at the door and on both databases: what nobody decided of, with a reason; those who were
//! asked are told, and what a committee had begun to say gives its money back.

use crate::assess_setting::known;
use crate::committee_setting::{HOME, arranged, count, decided, freeze, migrations, plain, sound};
use database::fetch_all;
use database::testing::{each_database, outside};
use web::testing::Knocker;

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_takes_back_an_action_then_the_whole_before_anybody_decides() {
    applications::facade::tell_released(programming::facade::released);
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(84)).await;
        known(&set.house, &set.ground).await;
        let carrier = Knocker::new(applications::door(), set.house.clone());
        let here = format!("/dossiers/{}", set.ground.application);
        let path = format!("{here}/retirer");
        // A vote nobody froze, on an envelope.
        let payer = set.ground.funder_organisations[0].to_string();
        let envelope =
            [("financeur", &*payer), ("programme", "Programme 147"), ("annee", "2026"), ("montant", "4 000")];
        let new = format!("{HOME}/enveloppes/nouvelle");
        assert_eq!(set.knocker.post("financeur-etat", &new, &envelope).await.status.as_u16(), 303);
        let line = set.knocker.get("financeur-etat", &set.line(0)).await.body;
        let envelope = line.split("<option value=\"").filter_map(|rest| rest.split('"').next());
        let envelope = envelope.into_iter().find(|id| id.len() == 36).expect("an envelope").to_owned();
        let yes = [("decision", "favourable"), ("montant", "3 000"), ("enveloppe", &*envelope)];
        assert_eq!(set.vote("financeur-etat", 0, "0", &yes).await.0, 303);
        assert!(plain(&set.knocker.get("chef", &set.at("")).await.body).contains("3 000 € votés sur 4 000 €"));
        // Everything is to be said, and by whoever signs for the association.
        let page = carrier.get("asso-signature", &format!("{here}/suivi")).await.body;
        assert!(page.contains(&format!("href=\"{path}\"")), "{page}");
        let wrong = carrier.post("asso-signature", &path, &[("motif", "")]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        for field in ["quoi", "motif", "confirmation"] {
            assert!(wrong.body.contains(&format!("href=\"#champ-{field}\"")), "{field}: {}", wrong.body);
        }
        let first = set.ground.projects[0].to_string();
        let why = "Notre salle est fermée pour travaux.";
        let one = [("quoi", &*first), ("motif", why), ("confirmation", "oui")];
        for (token, status) in [("asso-saisie", 404), ("autre-asso", 404), ("chef", 404), ("", 401)] {
            assert_eq!(carrier.post(token, &path, &one).await.status.as_u16(), status, "{token}");
        }
        let page = carrier.get("asso-saisie", &path).await.body;
        assert!(page.contains("chargée de signer") && !page.contains("Retirer la demande</button>"), "{page}");
        assert_eq!(carrier.post("asso-signature", &path, &one).await.status.as_u16(), 303);
        let told = plain(&carrier.get("asso-saisie", &format!("{here}/suivi")).await.body);
        assert!(told.contains("Action retirée") && told.contains(why), "{told}");
        // The committee counts nothing of it any more, and votes no more on it.
        let table = plain(&set.knocker.get("chef", &set.at("")).await.body);
        assert!(table.contains("0 € votés sur 4 000 €") && table.contains("retirée par le porteur"), "{table}");
        assert!(table.contains("demandé 9 000 €"), "three lines are left: {table}");
        let (status, page) = set.vote("financeur-etat", 0, "2", &yes).await;
        assert!(status == 422 && page.contains("retiré"), "{status} {page}");
        let row = format!("{HOME}/{}/actions/{}/{first}", set.committee, set.ground.application);
        let page = plain(&set.knocker.get("chef", &row).await.body);
        assert!(page.contains("Favorable : 3 000 € → retiré par le porteur"), "{page}");
        // The same twice finds nothing to take back.
        assert_eq!(carrier.post("asso-signature", &path, &one).await.status.as_u16(), 409);
        // Services and the funders that were asked are written to: that it is so, never why.
        let mut tx = set.house.read().await.expect("read");
        let sql =
            "SELECT to_address, subject, text_body FROM mail WHERE kind = 'applications.withdrawn' ORDER BY to_address";
        let mails: Vec<(String, String, String)> = fetch_all!(&mut tx, sql).expect("mails");
        drop(tx);
        let to: Vec<&str> = mails.iter().map(|(to, ..)| to.as_str()).collect();
        assert_eq!(to, ["appel@example.org", "financeur-departement@exemple.fr"]);
        assert!(
            mails
                .iter()
                .all(|(_, subject, body)| subject.contains("Une action est retirée") && !body.contains("salle"))
        );
        // The rest goes too: the file leaves the lists, and remains to be read.
        let whole = [("quoi", "dossier"), ("motif", "L’association cesse son activité."), ("confirmation", "oui")];
        assert_eq!(carrier.post("asso-signature", &path, &whole).await.status.as_u16(), 303);
        let told = plain(&carrier.get("asso-saisie", &format!("{here}/suivi")).await.body);
        assert!(told.contains("Motif du retrait : L’association cesse son activité."), "{told}");
        assert!(!told.contains(&format!("href=\"{path}\"")), "{told}");
        assert!(plain(&set.knocker.get("chef", &set.at("")).await.body).contains("0 action sur 0"));
        let file = set.knocker.get("chef", &format!("/gestion/dossiers/{}", set.ground.application)).await;
        assert_eq!(file.status.as_u16(), 200, "{}", file.body);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_is_not_taken_back() {
    applications::facade::tell_released(programming::facade::released);
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(85)).await;
        let carrier = Knocker::new(applications::door(), set.house.clone());
        let path = format!("/dossiers/{}/retirer", set.ground.application);
        decided(&set).await;
        assert_eq!(freeze(&set, "").await.0, 303);
        let page = plain(&carrier.get("asso-signature", &path).await.body);
        assert!(page.contains("ont déjà délibéré") && !page.contains("Retirer la demande</button>"), "{page}");
        let whole = [("quoi", "dossier"), ("motif", "Nous renonçons."), ("confirmation", "oui")];
        let reply = carrier.post("asso-signature", &path, &whole).await;
        assert_eq!(reply.status.as_u16(), 409, "{}", reply.body);
        assert!(reply.body.contains("écrivez au service"), "{}", reply.body);
        assert_eq!(count(&set.house, "committee_change").await, 5, "nothing is let go of");
        let follow = carrier.get("asso-signature", &path.replace("retirer", "suivi")).await.body;
        for kept in ["Favorable", "voté", "Accordé"] {
            assert!(!follow.contains(kept), "what is decided is not told that way: {kept}");
        }
    })
    .await;
}
