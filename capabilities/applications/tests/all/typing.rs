//! Somebody who instructs nothing types with an association, where the contract has her function type: told to the association,
//! confirmed by it, and blind to what stands elsewhere of it. On both databases.

use crate::desk::{ATTESTED, begun, filled, hidden, plain, sound};
use applications::facade::{self, NewRecusal};
use applications::testing::{LocalPeople, house, migrations};
use database::fetch_all;
use database::testing::{each_database, outside};
use web::testing::Knocker;

#[tokio::test(flavor = "multi_thread")]
async fn a_mediator_types_where_the_contract_says_so_and_the_association_confirms() {
    each_database(&migrations(&[]), |db| async move {
        let (house, ground) = house(db, outside(35)).await;
        let knocker = Knocker::new(applications::door(), house.clone());
        let begin = format!("/appels/{}/dossiers/nouveau", ground.address);
        let organisation = ground.carriers[0].to_string();
        // Nobody said that mediators type: she is offered no organisation and begins nothing.
        let page = knocker.get("mediation", &begin).await;
        assert!(page.status.as_u16() == 200 && !page.body.contains(&organisation), "{}", page.body);
        let refused = knocker.post("mediation", &begin, &[("organisation", &organisation)]).await;
        assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
        let settings = format!("/gestion/appels/{}/usages", ground.call);
        for (token, status) in [("ailleurs", 404), ("mediation", 403), ("financeur-etat", 403), ("", 401)] {
            let typed = [("saisie", "interviewer"), ("revision", "0")];
            assert_eq!(knocker.post(token, &settings, &typed).await.status.as_u16(), status, "{token}");
        }
        let typed = [("saisie", "interviewer"), ("saisie", "administrator"), ("revision", "0")];
        assert_eq!(knocker.post("chef", &settings, &typed).await.status.as_u16(), 303);
        let page = knocker.get("chef", &settings).await.body;
        let ticked = page.split("value=\"interviewer\"").nth(1).unwrap_or_default().split('>').next();
        assert!(ticked.is_some_and(|input| input.contains("checked")) && !page.contains("administrator"), "{page}");
        // She begins; those of the association are told, and find it.
        super::filing::member(&house, &ground).await;
        let renewed = [("organisation", organisation.as_str()), ("depuis", &ground.application.to_string())];
        let reply = knocker.post("mediation", &begin, &renewed).await;
        assert_eq!(reply.status.as_u16(), 404, "what was filed is not hers to copy: {}", reply.body);
        let here = begun(&knocker, &ground, "mediation", 0).await;
        assert!(knocker.get("mediation", "/dossiers").await.body.contains(&here), "she finds it again");
        let again = plain(&knocker.get("mediation", &begin).await.body);
        assert!(again.contains("que vous aidez à saisir") && again.contains(&here), "where one begins too: {again}");
        let mut tx = house.read().await.expect("read");
        let told: Vec<(String, String)> =
            fetch_all!(&mut tx, "SELECT to_address, subject FROM mail WHERE subject LIKE 'Un dossier est saisi%'")
                .expect("mails");
        assert_eq!(told, [("nadia@exemple.fr".to_owned(), "Un dossier est saisi pour votre association".to_owned())]);
        drop(tx);
        filled(&knocker, &house, &ground, ("mediation", &here), "Cuisines du monde").await;
        // What stands elsewhere of the association is not hers: neither its sheet, nor its safe, nor the printed form.
        let tasks = plain(&knocker.get("mediation", &here).await.body);
        assert!(!tasks.contains("/mon-association/") && !tasks.contains("cerfa.pdf"), "{tasks}");
        assert_eq!(knocker.get("mediation", &format!("{here}/cerfa.pdf")).await.status.as_u16(), 404);
        let safe = [("piece-coffre", "dossier:rib"), ("document", "00000000-0000-0000-0000-000000000001")];
        assert_eq!(knocker.post("mediation", &format!("{here}/pieces/coffre"), &safe).await.status.as_u16(), 404);
        // Another mediator, another agent read nothing of it; the association reads, confirms and signs.
        for token in ["chef", "instruction", "ailleurs", "elue", "autre-asso"] {
            assert_eq!(knocker.get(token, &here).await.status.as_u16(), 404, "{token}");
        }
        let deposit = format!("{here}/depot");
        assert_eq!(knocker.post("mediation", &deposit, &ATTESTED).await.status.as_u16(), 404);
        let early = knocker.post("asso-signature", &deposit, &ATTESTED).await;
        assert!(early.status.as_u16() == 422 && early.body.contains("Confirmez d’abord"), "{}", early.body);
        let confirmed = knocker.post("asso-saisie", &format!("{here}/confirmation"), &[]).await;
        assert_eq!(confirmed.status.as_u16(), 303, "{}", confirmed.body);
        let filed = knocker.post("asso-signature", &deposit, &ATTESTED).await;
        assert_eq!(filed.status.as_u16(), 303, "{}", filed.body);
        // Taken out of the setting, or kept out by a tie, she opens nothing any more.
        let follow = format!("{here}/suivi");
        let hers = knocker.get("mediation", &follow).await;
        assert!(
            hers.status.as_u16() == 200 && !hers.body.contains("cerfa.pdf"),
            "no link that leads nowhere: {}",
            hers.body
        );
        assert!(knocker.get("asso-saisie", &follow).await.body.contains("cerfa.pdf"));
        let mut tx = house.write().await.expect("write");
        let account = Some(LocalPeople::account("mediation"));
        let new = NewRecusal { account, is_whole_organisation: true, reason: "Bénévole de l’association" };
        let chief = LocalPeople(ground.clone()).actor_of("chef");
        let id = here.rsplit('/').next().expect("an id").parse().expect("an id");
        facade::recuse(&mut tx, &house.outside, &chief, id, new).await.expect("declared");
        tx.commit().await.expect("kept");
        assert_eq!(knocker.get("mediation", &follow).await.status.as_u16(), 404);
        let refused = knocker.post("mediation", &begin, &[("organisation", &organisation)]).await;
        assert!(refused.status.is_client_error(), "{}", refused.body);
        let page = knocker.get("chef", &settings).await.body;
        let revision = hidden(&page, "revision");
        assert_eq!(knocker.post("chef", &settings, &[("revision", &revision)]).await.status.as_u16(), 303);
        let refused = knocker.post("mediation", &begin, &[("organisation", &ground.carriers[1].to_string())]).await;
        assert_eq!(refused.status.as_u16(), 422);
        let own = format!("{here}/question/dossier/objet");
        assert_eq!(knocker.get("mediation", &own).await.status.as_u16(), 404);
        sound(&house).await;
    })
    .await;
}
