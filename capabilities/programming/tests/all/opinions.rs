//! What is asked around a project: the opinion of a service, that of a citizen council, what it was a year before, whom it
//! resembles, who is told that a delay comes to its end; on both databases, through the door.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::assess_setting::{hidden, known, plain, sound, tables};
use applications::testing::{ACTOR, LocalPeople, house};
use assemblies::actions::assembly::{self, NewAssembly};
use assemblies::actions::{AssemblyTerms, Kind};
use database::testing::{TEST_START, each_database, outside};
use database::{execute, fetch_all};
use kernel::{Chance, Clock, Moment, Outside, Uuid};
use web::House;
use web::testing::Knocker;

async fn ids(house: &House, sql: &'static str) -> Vec<Uuid> {
    let mut tx = house.read().await.expect("read");
    let rows: Vec<(Uuid,)> = fetch_all!(&mut tx, sql).expect("read");
    rows.into_iter().map(|(id,)| id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_opinion_of_a_service_is_given_once_by_whom_it_is_asked() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(61)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let project = format!("/gestion/dossiers/actions/{}", ground.projects[0]);
        let ask = format!("{project}/avis");
        let empty = knocker.post("instruction", &ask, &[]).await;
        assert_eq!(empty.status.as_u16(), 422);
        for field in ["service", "personne", "question", "echeance"] {
            assert!(empty.body.contains(&format!("champ-{field}\"")), "{field}: {}", empty.body);
        }
        let (her, carrier) = (LocalPeople::account("financeur-departement"), LocalPeople::account("asso-admin"));
        let fields = |person: &str| {
            vec![
                ("service", "Direction de l’insertion".to_owned()),
                ("personne", person.to_owned()),
                ("question", "Le public visé est-il le bon ?".to_owned()),
                ("echeance-jour", "30".to_owned()),
                ("echeance-mois", "4".to_owned()),
                ("echeance-annee", "2026".to_owned()),
            ]
        };
        let post = async |token: &str, path: &str, fields: Vec<(&str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            knocker.post(token, path, &fields).await
        };
        let stranger = post("instruction", &ask, fields(&carrier.to_string())).await;
        assert!(stranger.status.as_u16() == 422 && stranger.body.contains("insertion"), "{}", stranger.body);
        assert_eq!(post("instruction", &ask, fields(&her.to_string())).await.status.as_u16(), 303);
        let asked = ids(&house, "SELECT id FROM assessment_opinion").await;
        let own = format!("/gestion/avis-services/{}", asked[0]);
        for token in ["chef", "instruction", "financeur-agglo", "asso-admin"] {
            let status = knocker.get(token, &own).await.status.as_u16();
            assert!([403, 404].contains(&status), "{token} {status}: it is asked of somebody else");
        }
        let page = knocker.get("financeur-departement", &own).await;
        assert!(plain(&page.body).contains("Le public visé est-il le bon ?"), "{}", page.body);
        let revision = hidden(&page.body, "revision");
        let bare = [("avis", ""), ("reponse", "Oui, avec la mission locale"), ("revision", &*revision)];
        let bare = knocker.post("financeur-departement", &own, &bare).await;
        assert!(bare.status.as_u16() == 422 && bare.body.contains("avec la mission locale"), "{}", bare.body);
        let whole = [("avis", "favourable"), ("reponse", "Oui, avec la mission locale"), ("revision", &*revision)];
        let stale = [whole[0], whole[1], ("revision", "77")];
        assert_eq!(knocker.post("financeur-departement", &own, &stale).await.status.as_u16(), 409);
        assert_eq!(knocker.post("financeur-departement", &own, &whole).await.status.as_u16(), 303);
        assert!(knocker.post("financeur-departement", &own, &whole).await.body.contains("déjà donné"));
        let page = plain(&knocker.get("chef", &project).await.body);
        assert!(page.contains("Oui, avec la mission locale") && page.contains("Direction de l’insertion"), "{page}");
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_council_reads_a_list_of_fields_and_no_name() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(62)).await;
        known(&house, &ground).await;
        let mut tx = house.write().await.expect("write");
        let terms = AssemblyTerms {
            name: "Table de Grazailles".into(),
            areas: ground.areas.to_vec(),
            contract: Some(ground.contract),
            ..AssemblyTerms::first(Kind::Table)
        };
        let new = NewAssembly { kind: Kind::Table, council: None, terms };
        let body = assembly::open(&mut tx, &house.outside, &ACTOR, new).await.expect("opened");
        tx.commit().await.expect("kept");
        let knocker = Knocker::new(programming::door(), house.clone());
        let project = format!("/gestion/dossiers/actions/{}", ground.projects[0]);
        let ask = format!("{project}/conseil");
        let page = knocker.get("chef", &ask).await;
        assert!(page.status.as_u16() == 200 && page.body.contains("Table de Grazailles"), "{}", page.body);
        assert!(!page.body.contains("Nadia Fabre"), "who filed is on no list: {}", page.body);
        let empty = knocker.post("chef", &ask, &[]).await;
        assert_eq!(empty.status.as_u16(), 422);
        assert!(empty.body.contains("champ-instance\""), "{}", empty.body);
        let body = body.to_string();
        let fields = |summary: &'static str| {
            vec![
                ("instance", body.as_str()),
                ("resume", summary),
                ("questions", "Ce projet répond-il à un besoin du quartier ?"),
                ("echeance-jour", "30"),
                ("echeance-mois", "6"),
                ("echeance-annee", "2026"),
            ]
        };
        let named = knocker.post("chef", &ask, &fields("Appeler Mme Durand au 06 12 34 56 78")).await;
        assert!(named.status.as_u16() == 422 && named.body.contains("champ-resume\""), "{}", named.body);
        let sent = knocker.post("chef", &ask, &fields("Un repas par mois, ouvert à tous.")).await;
        assert_eq!(sent.status.as_u16(), 303, "{}", sent.body);
        let page = plain(&knocker.get("instruction", &project).await.body);
        assert!(page.contains("Table de Grazailles"), "{page}");
        for token in ["financeur-caf", "asso-admin", "ailleurs"] {
            let status = knocker.get(token, &ask).await.status.as_u16();
            assert!([403, 404].contains(&status), "{token} {status}");
        }
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_is_set_beside_last_years_and_beside_those_it_resembles() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(63)).await;
        known(&house, &ground).await;
        let outside = &house.outside;
        let mut tx = house.write().await.expect("write");
        // Last year's: the same title, at a call of the year before, paid 2 000 €.
        let (call, version, funder) = (outside.uuid(), outside.uuid(), outside.uuid());
        let sql = "INSERT INTO call (id, contract, address, title, year, summary, framework, zone, opens_at, closes_at, state, \
                   version, phone, email, silence_months, withdrawn_reason, copied_from, terms, created_at, changed_at, revision) \
                   SELECT $1, contract, 'an-passe', 'Appel 2025', 2025, summary, framework, zone, opens_at, closes_at, state, \
                   version, phone, email, silence_months, withdrawn_reason, NULL, terms, created_at, changed_at, 1 \
                   FROM call WHERE id = $2";
        execute!(&mut tx, sql, call, ground.call).expect("a call");
        let sql = "INSERT INTO call_version (id, call, number, published_at, published_by, note, terms) \
                   SELECT $1, $2, 1, 0, NULL, '', terms FROM call WHERE id = $2";
        execute!(&mut tx, sql, version, call).expect("a version");
        let sql = "INSERT INTO call_funder (id, call, organisation, name, programme, looks_at, ceiling_permille, floor_cents, position) \
                   SELECT $1, $2, organisation, name, programme, looks_at, NULL, NULL, 1 FROM call_funder WHERE id = $3";
        execute!(&mut tx, sql, funder, call, ground.funders[0]).expect("a funder");
        let place = (ground.areas[0], ground.nodes[0]);
        let before = applications::testing::application(&mut tx, outside, (call, version), ground.carriers[0]).await;
        let project = applications::testing::project(&mut tx, outside, before, (1, "Cuisines du monde"), place).await;
        let funding = applications::testing::funding(&mut tx, outside, project, funder).await;
        execute!(&mut tx, "UPDATE funding SET decided_cents = 200000, decision = 'partial', state = 'notified' WHERE id = $1", funding)
            .expect("paid");
        // Another carrier copies the text of the first.
        let other = applications::testing::application(&mut tx, outside, (ground.call, ground.version), ground.carriers[1]).await;
        let copy = applications::testing::project(&mut tx, outside, other, (1, "Cuisines du quartier"), place).await;
        applications::testing::funding(&mut tx, outside, copy, ground.funders[0]).await;
        let text = "Chaque mois un repas préparé ensemble par les familles de la cité, avec un cuisinier du quartier et des légumes du jardin.";
        for (application, of) in [(ground.application, ground.projects[0]), (other, copy)] {
            let sql = "INSERT INTO application_answer (id, application, project, key, value, saved_at, saved_by, saved_by_name, revision) \
                       VALUES ($1, $2, $3, 'description', $4, 0, NULL, 'Nadia Fabre', 1)";
            execute!(&mut tx, sql, outside.uuid(), application, of, text).expect("an answer");
        }
        tx.commit().await.expect("kept");
        let knocker = Knocker::new(programming::door(), house.clone());
        let page = plain(&knocker.get("chef", &format!("/gestion/dossiers/actions/{}", ground.projects[0])).await.body);
        for told in ["« Cuisines du monde » en 2025 et en 2026", "Accordé", "2 000 €"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        // Likeness: compared on request, read side by side, set aside with a reason.
        let (list, call) = ("/gestion/dossiers/ressemblances", ground.call.to_string());
        assert_eq!(knocker.post("financeur-etat", list, &[("appel-choisi", &*call)]).await.status.as_u16(), 403);
        let compared = knocker.post("chef", list, &[("appel-choisi", &*call)]).await;
        assert_eq!(compared.status.as_u16(), 303, "{}", compared.body);
        let of_call = format!("{list}?appel={}", ground.address);
        let page = plain(&knocker.get("instruction", &of_call).await.body);
        assert!(page.contains("Cuisines du quartier") && page.contains("deux porteurs"), "{page}");
        let pairs = ids(&house, "SELECT id FROM assessment_near").await;
        let pair = format!("{list}/{}", pairs[0]);
        assert!(plain(&knocker.get("chef", &pair).await.body).matches("un repas préparé ensemble").count() >= 2);
        assert_eq!(knocker.post("chef", &pair, &[("motif", " ")]).await.status.as_u16(), 422);
        assert_eq!(knocker.post("chef", &pair, &[("motif", "Deux quartiers, accord des deux")]).await.status.as_u16(), 303);
        // Compared again, what was set aside stays so.
        knocker.post("chef", list, &[("appel-choisi", &*call)]).await;
        assert!(plain(&knocker.get("chef", &of_call).await.body).contains("Deux quartiers, accord des deux"));
        sound(&house).await;
    })
    .await;
}

/// A clock moved by hand.
#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Moment {
        Moment(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

struct Counting(AtomicI64);

impl Chance for Counting {
    fn fill(&self, buffer: &mut [u8]) {
        for byte in buffer {
            *byte = self.0.fetch_add(7, Ordering::Relaxed).wrapping_mul(2_654_435_761).to_le_bytes()[1];
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_holds_a_file_is_told_once_before_its_delay_passes() {
    each_database(&tables(), |db| async move {
        let hand = Hand(Arc::new(AtomicI64::new(TEST_START.0)));
        let around = Outside::new(Arc::new(hand.clone()), Arc::new(Counting(AtomicI64::new(5))));
        let (house, ground) = house(db, around).await;
        known(&house, &ground).await;
        let told = async |kind: &str| {
            let handlers = programming::handlers(&house.settings);
            let mut tx = house.write().await.expect("write");
            let job = ::jobs::NewJob::new("programming.alert", serde_json::json!({})).unique(kind);
            ::jobs::enqueue(&mut tx, &house.outside, job).await.expect("queued");
            tx.commit().await.expect("kept");
            ::jobs::testing::worked(&house.db, &house.outside, handlers).await;
            ids(&house, "SELECT account FROM assessment_alert").await
        };
        assert!(told("first").await.is_empty(), "nothing ends yet");
        // The control of the file is promised in some days: those who lead are told, each once.
        let day = 86_400_000;
        hand.0.fetch_add(20 * day, Ordering::Relaxed);
        let mut leaders = told("second").await;
        leaders.sort_unstable();
        let mut expected = vec![LocalPeople::account("chef"), LocalPeople::account("instruction")];
        expected.sort_unstable();
        assert_eq!(leaders, expected);
        assert_eq!(told("third").await.len(), 2, "once for each step");
        // Whoever stays out of the file is told nothing of it.
        let mails: Vec<(String, String)> = {
            let mut tx = house.read().await.expect("read");
            fetch_all!(&mut tx, "SELECT to_address, text_body FROM mail ORDER BY to_address").expect("mails")
        };
        assert_eq!(mails.len(), 2, "{mails:?}");
        assert!(
            mails
                .iter()
                .all(|(_, text)| text.contains("contrôle du dossier attendu") && text.contains("/gestion/dossiers/")),
            "{mails:?}"
        );
        sound(&house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn opinions_are_in_once_everything_asked_is_and_the_carrier_reads_the_day() {
    each_database(&tables(), |db| async move {
        let (house, ground) = house(db, outside(66)).await;
        known(&house, &ground).await;
        let knocker = Knocker::new(programming::door(), house.clone());
        let carrier = Knocker::new(applications::door(), house.clone());
        let project = format!("/gestion/dossiers/actions/{}", ground.projects[0]);
        let her = LocalPeople::account("financeur-departement").to_string();
        let ask = [
            ("service", "Direction de l’insertion"),
            ("personne", &*her),
            ("question", "Le public visé est-il le bon ?"),
            ("echeance-jour", "30"),
            ("echeance-mois", "4"),
            ("echeance-annee", "2026"),
        ];
        assert_eq!(knocker.post("instruction", &format!("{project}/avis"), &ask).await.status.as_u16(), 303);
        assert_eq!(knocker.post("instruction", &format!("{project}/prendre"), &[]).await.status.as_u16(), 303);
        let why = [("pourquoi", "Le devis vient par la poste")];
        let complete = format!("/gestion/dossiers/{}/complet", ground.application);
        assert_eq!(knocker.post("chef", &complete, &why).await.status.as_u16(), 303);
        let admit = async |funding: Uuid| {
            let path = format!("/gestion/dossiers/financements/{funding}/recevabilite");
            let field = format!("etat-{funding}");
            assert_eq!(knocker.post("chef", &path, &[(&*field, "oui")]).await.status.as_u16(), 303);
        };
        let states = async || {
            let mut tx = house.read().await.expect("read");
            let view = applications::facade::application_for(&mut tx, &ACTOR, ground.application).await.expect("read");
            let own = ground.fundings[..2].iter();
            let state = |id: &Uuid| view.fundings.iter().find(|one| one.id == *id).map(|one| one.state.code());
            own.filter_map(state).collect::<Vec<_>>()
        };
        admit(ground.fundings[0]).await;
        assert_eq!(states().await, ["admissible", "complete"], "a reading and an opinion are awaited");
        // The opinion of the service comes first, then the reading.
        let asked = ids(&house, "SELECT id FROM assessment_opinion").await;
        let own = format!("/gestion/avis-services/{}", asked[0]);
        let revision = hidden(&knocker.get("financeur-departement", &own).await.body, "revision");
        let given = [("avis", "favourable"), ("reponse", "Oui"), ("revision", &*revision)];
        assert_eq!(knocker.post("financeur-departement", &own, &given).await.status.as_u16(), 303);
        assert_eq!(states().await[0], "admissible", "the reading is awaited still");
        let reading = format!("{project}/lecture");
        let page = knocker.get("instruction", &reading).await.body;
        let revision = hidden(&page, "revision");
        let mut fields =
            vec![("avis", "favourable"), ("remarques", "Bien."), ("revision", &*revision), ("geste", "donner")];
        let names: Vec<String> = page
            .split("name=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|name| name.starts_with("points-") || name.starts_with("raison-"))
            .map(str::to_owned)
            .collect();
        fields.extend(
            names.iter().map(|name| (name.as_str(), if name.starts_with("points") { "4" } else { "Dit clairement" })),
        );
        let reply = knocker.post("instruction", &reading, &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!(states().await, ["assessed", "complete"]);
        let follow = plain(&carrier.get("asso-saisie", &format!("/dossiers/{}/suivi", ground.application)).await.body);
        assert!(follow.contains("Avis rendus, le 15 mars 2026"), "{follow}");
        // What becomes admissible afterwards has everything already.
        admit(ground.fundings[1]).await;
        assert_eq!(states().await, ["assessed", "assessed"]);
        sound(&house).await;
    })
    .await;
}
