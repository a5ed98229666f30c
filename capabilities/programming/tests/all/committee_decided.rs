//! What follows a committee, on both databases: decisions frozen and amended, letters made once whatever happens, lists
//! taken away.

use crate::assess_setting::known;
use crate::committee_setting::{Setting, arranged, count, decided, freeze, migrations, plain, sound, written_to};
use applications::facade::FundingState;
use database::fetch_all;
use database::testing::{each_database, outside};
use kernel::Actor;
use programming::actions::letters::{self, Sender};

async fn states(set: &Setting) -> Vec<FundingState> {
    let mut tx = set.house.read().await.expect("read");
    let all = applications::facade::fundings_of_call(&mut tx, set.ground.call).await.expect("fundings");
    set.ground.fundings.iter().map(|id| all.iter().find(|one| one.id == *id).expect("there").state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn frozen_decisions_have_their_minutes_and_change_by_amendment() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(81)).await;
        let (status, page) = freeze(&set, "").await;
        assert!(status == 422 && page.contains("5 demandes n’ont pas encore de décision"), "{status} {page}");
        assert_eq!(set.knocker.post("financeur-etat", &set.at("/releves"), &[]).await.status.as_u16(), 403);
        decided(&set).await;
        // A wave first, then the rest.
        let wave = set
            .knocker
            .post(
                "chef",
                &set.at("/releves/vagues"),
                &[("titre", "Vague 1"), ("critere", "petites"), ("cout", "10 000")],
            )
            .await;
        assert_eq!(wave.status.as_u16(), 303, "{}", wave.body);
        let nothing =
            set.knocker.post("chef", &set.at("/releves/vagues"), &[("titre", ""), ("critere", "reconduites")]).await;
        assert_eq!(nothing.status.as_u16(), 422);
        let page = set.knocker.get("chef", &set.at("/releves")).await.body;
        assert!(plain(&page).contains("Vague 1 : 2 actions"), "{page}");
        let wave = page.split("<option value=\"").filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 36);
        let (status, page) = freeze(&set, wave.unwrap_or_default()).await;
        assert_eq!(status, 303, "{page}");
        use FundingState::{Conditional, Partial, Postponed, Refused, Voted};
        assert_eq!(states(&set).await, [Voted, Refused, Partial, Postponed, Conditional]);
        let page = set.knocker.get("financeur-agglo", &set.at("/releves")).await.body;
        assert!(plain(&page).contains("Relevé n° 1, Vague 1"), "{page}");
        let file = set.knocker.get("financeur-agglo", &set.at("/releves/1")).await;
        assert!(file.bytes.starts_with(b"%PDF"), "{}", file.status);
        assert_eq!(set.knocker.get("autre-asso", &set.at("/releves/1")).await.status.as_u16(), 403);
        // Twice the same freeze finds nothing; a change needs its reason.
        assert_eq!(freeze(&set, "").await.0, 422);
        let less = [("decision", "partial"), ("montant", "2000")];
        let (status, page) = set.vote("financeur-etat", 0, "2", &less).await;
        assert!(status == 422 && page.contains("dites pourquoi cette décision change"), "{status} {page}");
        let told = [less.as_slice(), &[("motif-amendement", "Erreur de saisie")]].concat();
        assert_eq!(set.vote("financeur-etat", 0, "2", &told).await.0, 303);
        assert_eq!(states(&set).await[0], Partial);
        let page = plain(&set.knocker.get("chef", &set.at("/releves")).await.body);
        assert!(page.contains("Favorable : 3 000 € → Partiel : 2 000 € (Erreur de saisie)"), "{page}");
        let projected = plain(&set.knocker.get("chef", &set.at("/projection?action=2")).await.body);
        assert!(projected.contains("Action 2 sur 2") && projected.contains("Jardins au pied des tours"), "{projected}");
        sound(&set.house).await;
    })
    .await;
}

fn sender() -> Sender {
    let settings = web::testing::settings();
    Sender { zone: settings.zone, town: settings.site.town, public_url: settings.public_url }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_killed_midway_and_begun_again_makes_each_letter_once() {
    applications::facade::tell_aids(programming::facade::aids);
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(82)).await;
        decided(&set).await;
        written_to(&set).await;
        let none = set.knocker.post("chef", &set.at("/courriers"), &[]).await;
        assert!(
            none.status.as_u16() != 303 && count(&set.house, "letter_batch").await == 0,
            "nothing is frozen: {}",
            none.body
        );
        assert_eq!(freeze(&set, "").await.0, 303);
        let aid =
            [("titre", "Fonds de dotation d’essai"), ("organisme", "Fondation"), ("adresse", "https://exemple.fr")];
        assert_eq!(set.knocker.post("chef", &set.at("/courriers/aides"), &aid).await.status.as_u16(), 303);
        // Nobody is shown other aids before she is told that a funder refuses.
        let carrier = web::testing::Knocker::new(applications::door(), set.house.clone());
        let follow = format!("/dossiers/{}/suivi", set.ground.application);
        let page = carrier.get("asso-saisie", &follow).await;
        assert!(page.status.as_u16() == 200 && !page.body.contains("Fonds de dotation d’essai"), "{}", page.body);
        let bad = set
            .knocker
            .post(
                "chef",
                &set.at("/courriers/textes/refused"),
                &[("objet", "A"), ("texte", "{motf}"), ("revision", "0")],
            )
            .await;
        assert!(bad.status.as_u16() == 422 && bad.body.contains("motf"), "{}", bad.body);
        let text = plain(&set.knocker.get("chef", &set.at("/courriers/textes/refused")).await.body);
        assert!(
            text.contains("Fonds de dotation d’essai") && text.contains("telerecours"),
            "previewed with a real line: {text}"
        );
        assert_eq!(set.knocker.get("financeur-etat", &set.at("/courriers/textes/refused")).await.status.as_u16(), 403);
        let asked = set.knocker.post("chef", &set.at("/courriers"), &[]).await;
        assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        let twice = set.knocker.post("chef", &set.at("/courriers"), &[]).await;
        assert!(twice.status.as_u16() != 303, "one batch at a time: {}", twice.body);
        // A first attempt is killed after two letters.
        let actor = Actor::Platform("essai");
        let mut tx = set.house.read().await.expect("read");
        let batches: Vec<(kernel::Uuid,)> = fetch_all!(&mut tx, "SELECT id FROM letter_batch").expect("batches");
        let batch = batches[0].0;
        let (committee, keys) = letters::left_to_make(&mut tx, &actor, batch).await.expect("left");
        assert_eq!(keys.len(), 5, "an application, three funders, five decisions of which none is alike");
        let outside = &set.house.outside;
        let papers = letters::papers(&mut tx, &sender(), outside, &actor, committee, &keys).await.expect("papers");
        let again = letters::papers(&mut tx, &sender(), outside, &actor, committee, &keys).await.expect("papers");
        drop(tx);
        for paper in papers.into_iter().take(2) {
            let mut tx = set.house.write().await.expect("write");
            assert!(
                letters::keep_letter(&mut tx, (outside, &sender()), &actor, (committee, batch), paper)
                    .await
                    .expect("kept")
            );
            tx.commit().await.expect("kept");
        }
        assert_eq!((count(&set.house, "decision_letter").await, count(&set.house, "mail").await), (2, 2));
        // The worker begins again from the start.
        let settings = web::testing::settings();
        jobs::testing::worked(&set.house.db, outside, programming::handlers(&settings)).await;
        assert_eq!((count(&set.house, "decision_letter").await, count(&set.house, "mail").await), (5, 5));
        // What was kept already is not kept again, and nobody is written to twice.
        for paper in again {
            let mut tx = set.house.write().await.expect("write");
            assert!(
                !letters::keep_letter(&mut tx, (outside, &sender()), &actor, (committee, batch), paper)
                    .await
                    .expect("kept")
            );
            tx.commit().await.expect("kept");
        }
        assert_eq!((count(&set.house, "decision_letter").await, count(&set.house, "mail").await), (5, 5));
        let after = set.knocker.post("chef", &set.at("/courriers"), &[]).await;
        assert!(after.status.as_u16() != 303, "nothing is left to make: {}", after.body);
        use FundingState::{Notified, Postponed};
        assert_eq!(states(&set).await, [Notified, Notified, Notified, Postponed, Notified]);
        let page = plain(&carrier.get("asso-saisie", &follow).await.body);
        for told in [
            "Refusé",
            "D’autres aides possibles",
            "href=\"https://exemple.fr\"",
            "Fonds de dotation d’essai</a>, Fondation",
        ] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // Each letter has its file and is followed.
        let page = set.knocker.get("chef", &set.at("/courriers")).await.body;
        let letter = page
            .split("href=\"/gestion/courriers/")
            .nth(1)
            .and_then(|rest| rest.split('/').next())
            .unwrap_or_default()
            .to_owned();
        let file = set.knocker.get("financeur-etat", &format!("/gestion/courriers/{letter}/fichier")).await;
        assert!(file.bytes.starts_with(b"%PDF"));
        let path = format!("/gestion/courriers/{letter}");
        assert_eq!(set.knocker.post("chef", &path, &[("etat", "x"), ("revision", "1")]).await.status.as_u16(), 422);
        assert_eq!(
            set.knocker.post("chef", &path, &[("etat", "returned"), ("revision", "1")]).await.status.as_u16(),
            303
        );
        assert_eq!(
            set.knocker.post("chef", &path, &[("etat", "printed"), ("revision", "1")]).await.status.as_u16(),
            409
        );
        // The carrier knows: the decision changes no more here.
        let less = [("decision", "partial"), ("montant", "2000"), ("motif-amendement", "Trop tard")];
        let (status, page) = set.vote("financeur-etat", 0, "2", &less).await;
        assert!(status == 422 && page.contains("ne change plus"), "{status} {page}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_taken_away_as_it_is_filtered_by_whoever_asked() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(83)).await;
        known(&set.house, &set.ground).await;
        decided(&set).await;
        let settings = web::testing::settings();
        for format in ["csv", "ods", "xlsx"] {
            let fields = [("format", format), ("filtres", "q=cuisines")];
            let asked = set.knocker.post("financeur-departement", &set.at("/exports"), &fields).await;
            assert_eq!(asked.status.as_u16(), 303, "{}", asked.body);
        }
        assert_ne!(set.knocker.post("chef", &set.at("/exports"), &[("format", "exe")]).await.status.as_u16(), 303);
        jobs::testing::worked(&set.house.db, &set.house.outside, programming::handlers(&settings)).await;
        let page = set.knocker.get("financeur-departement", "/mes-exports").await.body;
        let files: Vec<String> = page
            .split("href=\"/mes-exports/")
            .skip(1)
            .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
            .collect();
        assert_eq!(files.len(), 3, "{page}");
        for file in &files {
            let reply = set.knocker.get("financeur-departement", &format!("/mes-exports/{file}")).await;
            let sheet = documents::sheet::open(&reply.bytes).expect("read back");
            assert_eq!((sheet.headers.len(), sheet.rows.len()), (19, 2), "one project, two funders: {:?}", sheet.rows);
            let text = String::from_utf8_lossy(&reply.bytes).into_owned();
            assert!(
                reply.bytes.starts_with(b"PK") || text.contains("'=Hors des priorités"),
                "a formula is made harmless"
            );
            assert_eq!(set.knocker.get("chef", &format!("/mes-exports/{file}")).await.status.as_u16(), 404, "not hers");
        }
        let gone =
            set.knocker.post("financeur-departement", &format!("/mes-exports/{}/suppression", files[0]), &[]).await;
        assert_eq!((gone.status.as_u16(), count(&set.house, "list_export").await), (303, 2));
        sound(&set.house).await;
    })
    .await;
}
