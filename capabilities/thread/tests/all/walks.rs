//! The thread walked through its doors, on both databases.

use database::testing::{each_database, outside};
use database::{Migration, fetch_one};
use kernel::{Actor, Uuid};
use lineage::{End, Kind};
use plan::testing::opened;
use web::House;
use web::testing::{Knocker, house, plain};

const ACTOR: Actor = Actor::Platform("essai");

fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[
        accounts::MIGRATIONS,
        plan::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
        thread::MIGRATIONS,
    ])
}

/// A contract with an objective, a need heard once, a neighbourhood: `(objective, need)`.
async fn arranged(house: &House) -> (Uuid, Uuid) {
    use listening::actions::{self as hear, EvidenceText, Kind as Said, Visibility};
    use strategy::actions::{self as act, ContractTerms, LevelNames, NewLevel, NodeText, Status};
    let (mut tx, outside) = (house.write().await.expect("begin"), &house.outside);
    let areas = listening::testing::neighbourhoods(&mut tx, outside, &["La Conte"]).await;
    let terms = ContractTerms {
        title: "Contrat d’essai".into(),
        starts_on: "2024-03-31".parse().expect("a day"),
        ends_on: "2030-03-30".parse().expect("a day"),
        review_year: None,
        review_on: None,
        holder: String::new(),
        zoning_generation: None,
        status: Status::Proposed,
        source: String::new(),
        note: String::new(),
    };
    let contract = act::create_contract(&mut tx, outside, &ACTOR, "essai", terms, &areas).await.expect("a contract");
    let names = LevelNames { singular: "Objectif".into(), plural: "Objectifs".into() };
    let level = NewLevel { depth: 1, names, is_transversal: false };
    let level = act::add_level(&mut tx, outside, &ACTOR, contract, level).await.expect("a level");
    let text =
        NodeText { code: "O1".into(), title: "Quartiers apaisés".into(), summary: String::new(), note: String::new() };
    let objective = act::add_node(&mut tx, outside, &ACTOR, contract, None, (level, text)).await.expect("O1");
    let need = listening::testing::need(&mut tx, outside, "Des lieux propres").await;
    let (consultation, channel) = listening::testing::consultation(&mut tx, outside, "Ateliers").await;
    let said = EvidenceText {
        need,
        area: areas[0],
        channel: Some(channel),
        gathering: None,
        heard: "des parents d’élèves".into(),
        heard_on: None,
        reported_on: None,
        said: "Les abords sont sales".into(),
        kind: Said::Need,
        document: None,
        page: String::new(),
        visibility: Visibility::Public,
    };
    hear::record_evidence(&mut tx, outside, &ACTOR, "", (consultation, said)).await.expect("heard");
    tx.commit().await.expect("kept");
    (objective, need)
}

/// A sheet that answers the need under the objective, published or not. Gives its identifier.
async fn sheet(knocker: &Knocker, (objective, need): (Uuid, Uuid), code: &str, is_published: bool) -> Uuid {
    let (objective, need) = (objective.to_string(), need.to_string());
    let typed = [
        ("contrat", "essai"),
        ("reference", code),
        ("titre", "Nettoyer les abords"),
        ("operationnel", &objective),
        ("besoins", &need),
        ("etat", "under_way"),
        ("depuis-jour", "3"),
        ("depuis-mois", "3"),
        ("depuis-annee", "2026"),
        ("source", "Comité de pilotage"),
    ];
    let path = opened(knocker, &typed).await;
    if is_published {
        let page = knocker.get("chef", &path).await.body;
        let revision = page
            .split_once("name=\"revision\" value=\"")
            .map_or("1", |(_, rest)| rest.split('"').next().unwrap_or("1"));
        let reply = knocker.post("chef", &format!("{path}/publication"), &[("revision", revision)]).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }
    path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier")
}

#[tokio::test(flavor = "multi_thread")]
async fn words_lead_to_what_is_done_and_back() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(61));
        let knocker = Knocker::new(plan::door().and(thread::door()), house.clone());
        let (objective, need) = arranged(&house).await;
        let page = plain(&knocker.get("", "/fil/besoin/B01").await.body);
        assert!(page.contains("1 preuve recueillie dans 1 quartier, par 1 canal"), "{page}");
        assert!(
            page.contains("Rien n’est encore décidé.") && page.contains("Aucune action n’est encore publiée."),
            "{page}"
        );

        // A draft shows to agents only, with the need it answers and the objective it serves.
        sheet(&knocker, (objective, need), "F1", false).await;
        let page = plain(&knocker.get("", "/fil/besoin/B01").await.body);
        assert!(page.contains("Quartiers apaisés") && !page.contains("Nettoyer les abords"), "{page}");
        let inside = plain(&knocker.get("elue", "/gestion/fil/besoin/B01").await.body);
        assert!(inside.contains("Nettoyer les abords") && inside.contains("Brouillon"), "{inside}");
        assert!(inside.contains("par Chef") || inside.contains(" par "), "{inside}");
        assert!(!inside.contains("Défaire ce lien"), "she may not: {inside}");

        let published = sheet(&knocker, (objective, need), "F2", true).await;
        let page = plain(&knocker.get("", "/fil/besoin/B01").await.body);
        for words in
            ["Vous avez dit", "Nous avons compris", "Nous avons décidé", "Voici où on en est", "En cours depuis le"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        // Back from the action, by the address anybody reads, and from the objective.
        let mut tx = house.read().await.expect("read");
        let (address,): (String,) =
            fetch_one!(&mut tx, "SELECT address FROM action_sheet WHERE id = $1", published).expect("a sheet");
        drop(tx);
        for path in [format!("/fil/action/{address}"), format!("/fil/objectif/{objective}")] {
            let page = plain(&knocker.get("", &path).await.body);
            assert!(page.contains("Des lieux propres") && page.contains("1 preuve recueillie"), "{path}: {page}");
        }
        let list = plain(&knocker.get("", "/fil").await.body);
        assert!(list.contains("1 action y répond") && list.contains("Une action y répond : 1 besoin"), "{list}");
        let csv = knocker.get("", "/fil?format=csv-ouvert").await.body;
        assert!(csv.contains("B01,Des lieux propres,Cadre de vie,1,"), "{csv}");
        let colour = plain(&knocker.get("", "/quartiers/QN01101N/couleur").await.body);
        assert!(colour.contains("Des lieux propres") && colour.contains("Objectifs sans action"), "{colour}");
        // In the language of whoever reads; what residents said stays in French, and says so.
        for (path, english, easy) in [
            ("/fil", "An action answers it: 1 need", "Une action y répond : 1 besoin"),
            ("/fil/besoin/B01", "1 piece of evidence in 1 neighbourhood, through 1 channel", "par 1 façon d’écouter"),
            ("/quartiers/QN01101N/couleur", "Objectives without any action here for now", "mais sans action ici"),
        ] {
            let told = plain(&knocker.get("", &format!("{path}?langue=en")).await.body);
            let told = told.replace(" : ", ": ");
            assert!(told.contains(english) && told.contains("<html lang=\"en\""), "{english}: {told}");
            let marked = told
                .split("lang=\"fr\" dir=\"ltr\"")
                .skip(1)
                .any(|part| part.chars().take(80).collect::<String>().contains("Des lieux propres"));
            assert!(marked, "what residents said is not marked as French: {told}");
            let told = plain(&knocker.get("", &format!("{path}?langue=fr-facile")).await.body);
            assert!(told.contains(easy), "{easy}: {told}");
            let told = knocker.get("", &format!("{path}?langue=ar")).await.body;
            assert!(told.contains("dir=\"rtl\"") && !told.contains("Vous avez dit"), "{told}");
        }
        for nothing in ["/fil/besoin/B99", "/fil/chose/B01", "/fil/versement/x", "/quartiers/QN99/couleur"] {
            assert_eq!(knocker.get("", nothing).await.status.as_u16(), 404, "{nothing}");
        }
        assert_eq!(knocker.get("", &format!("/fil/parole/{need}")).await.status.as_u16(), 404, "nothing of that name");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_made_and_broken_with_its_reason() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(62));
        let knocker = Knocker::new(plan::door().and(thread::door()), house.clone());
        let (objective, need) = arranged(&house).await;
        let path = format!("/gestion/fil/besoin/{need}");
        let reply = knocker.post("chef", &format!("{path}/liens"), &[("avec", "?"), ("motif", "Motif gardé")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("Motif gardé"), "{}", reply.body);
        let aim = objective.to_string();
        let gone = Uuid::from_u128(404).to_string();
        let reply =
            knocker.post("chef", &format!("{path}/liens"), &[("avec", gone.as_str()), ("motif", "Motif gardé")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("l’a retiré entre-temps"), "{}", reply.body);
        assert!(reply.body.contains("Motif gardé"), "{}", reply.body);
        let fields = [("avec", aim.as_str()), ("motif", "Dit dans trois ateliers")];
        assert_eq!(knocker.post("elue", &format!("{path}/liens"), &fields).await.status.as_u16(), 403);
        for _ in 0..2 {
            assert_eq!(knocker.post("chef", &format!("{path}/liens"), &fields).await.status.as_u16(), 303);
        }
        let mut tx = house.read().await.expect("read");
        let links = lineage::after(&mut tx, need, 10).await.expect("read");
        drop(tx);
        assert_eq!((links.len(), links[0].to), (1, End::new(Kind::Objective, objective)));
        let inside = plain(&knocker.get("chef", &path).await.body);
        assert!(inside.contains("Dit dans trois ateliers") && inside.contains("Défaire ce lien"), "{inside}");

        let untie = format!("/gestion/fil/liens/{}/rupture", links[0].id);
        assert_eq!(knocker.get("elue", &untie).await.status.as_u16(), 403);
        assert!(knocker.get("chef", &untie).await.body.contains("Quartiers apaisés"));
        let reply = knocker.post("chef", &untie, &[("motif", " ")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("erreur-motif"), "{}", reply.body);
        assert_eq!(knocker.post("chef", &untie, &[("motif", "Doublon")]).await.status.as_u16(), 303);
        assert_eq!(knocker.get("chef", &untie).await.status.as_u16(), 404, "it is broken");
        let inside = plain(&knocker.get("chef", &path).await.body);
        assert!(inside.contains("Liens défaits") && inside.contains(": Doublon"), "{inside}");

        // What a sheet says is changed in the sheet; the need it answers may be untied from here, and it follows.
        let id = sheet(&knocker, (objective, need), "F1", true).await;
        let mut tx = house.read().await.expect("read");
        let links = lineage::before(&mut tx, id, 10).await.expect("read");
        drop(tx);
        let of = |kind| links.iter().find(|link| link.from.kind == kind).map(|link| link.id).expect("a link");
        let held = format!("/gestion/fil/liens/{}/rupture", of(Kind::Objective));
        let reply = knocker.post("chef", &held, &[("motif", "Erreur")]).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("changez la fiche"), "{}", reply.body);
        let own = format!("/gestion/fil/liens/{}/rupture", of(Kind::Need));
        assert_eq!(knocker.post("chef", &own, &[("motif", "Elle vise autre chose")]).await.status.as_u16(), 303);
        let mut tx = house.read().await.expect("read");
        let whole = plan::facade::sheet(&mut tx, id, true).await.expect("read").expect("a sheet");
        assert!(whole.needs.is_empty());
        assert!(journal::verify(&mut tx).await.expect("verified").findings.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_is_refused_with_its_reason_and_opened_again() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(63));
        let knocker = Knocker::new(thread::door(), house.clone());
        let (_, need) = arranged(&house).await;
        let path = format!("/gestion/fil/besoins/{need}/refus");
        for bad in ["  ", "Voir Mme Durand au 06 12 34 56 78"] {
            let reply = knocker.post("chef", &path, &[("raison", bad)]).await;
            assert!(reply.status.as_u16() == 422 && reply.body.contains("erreur-raison"), "{}", reply.body);
        }
        assert_eq!(knocker.post("elue", &path, &[("raison", "Non")]).await.status.as_u16(), 403);
        let why = "La collecte dépend du syndicat, qui a refusé en mars.";
        assert_eq!(knocker.post("chef", &path, &[("raison", why)]).await.status.as_u16(), 303);
        let again = knocker.post("chef", &path, &[("raison", "Une autre raison")]).await;
        assert!(again.status.as_u16() == 409 && again.body.contains("Une autre raison"), "{}", again.body);
        for public in ["/fil", "/fil/besoin/B01"] {
            assert!(knocker.get("", public).await.body.contains("La collecte dépend du syndicat"), "{public}");
        }
        let back = format!("/gestion/fil/besoins/{need}/reprise");
        assert_eq!(knocker.post("chef", &back, &[("motif", "")]).await.status.as_u16(), 422);
        assert_eq!(knocker.post("chef", &back, &[("motif", "Le syndicat accepte")]).await.status.as_u16(), 303);
        let page = plain(&knocker.get("", "/fil").await.body);
        assert!(page.contains("pas encore étudié") && !page.contains("La collecte dépend"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_lists_of_choices_are_searched() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(64));
        let knocker = Knocker::new(plan::door().and(thread::door()), house.clone());
        let (objective, _) = arranged(&house).await;
        let path = format!("/gestion/fil/objectif/{objective}");
        let page = knocker.get("chef", &path).await.body;
        assert!(
            page.contains("B01 Des lieux propres") && !page.contains("champ-cherche"),
            "a short list is whole: {page}"
        );
        let mut tx = house.write().await.expect("begin");
        let theme = listening::actions::add_theme(&mut tx, &house.outside, &ACTOR, "", "Santé").await.expect("a theme");
        for rank in 2..=70 {
            let label = if rank == 66 { "Un médecin près d’ici".into() } else { format!("Besoin numéro {rank}") };
            let text = listening::actions::NeedText { label, theme, sensitivity: None, note: String::new() };
            let code = format!("B{rank:02}");
            listening::actions::add_need(&mut tx, &house.outside, &ACTOR, &code, text).await.expect("a need");
        }
        tx.commit().await.expect("kept");
        let page = knocker.get("chef", &path).await.body;
        assert!(page.contains("champ-cherche") && !page.contains("près d’ici"), "{page}");
        assert_eq!(page.matches("<option value=\"").count(), 51, "the empty line and the first fifty");
        let page = knocker.get("chef", &format!("{path}?cherche=MEDECIN")).await.body;
        assert!(page.contains("B66 Un médecin près d’ici") && page.matches("<option value=\"").count() == 2, "{page}");
        let nothing = knocker.get("chef", &format!("{path}?cherche=piscine")).await.body;
        assert!(plain(&nothing).contains("Rien ne contient « piscine »"), "{nothing}");
        // What is looked for stays while what is typed is corrected.
        let wrong = [("avec", "?"), ("motif", "Motif gardé"), ("cherche", "medecin")];
        let reply = knocker.post("chef", &format!("{path}/liens"), &wrong).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("B66") && reply.body.contains("Motif gardé"), "{}", reply.body);

        // The editor of a sheet: needs looked for, nothing typed is lost, nothing is saved.
        let named = [
            ("contrat", "essai"),
            ("reference", "F9"),
            ("titre", "Se soigner près de chez soi"),
            ("etat", "planned"),
            ("depuis-jour", "3"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Comité de pilotage"),
        ];
        let edit = format!("{}/modifier", opened(&knocker, &named).await);
        let page = knocker.get("chef", &edit).await.body;
        assert!(page.contains("champ-chercher-besoin") && !page.contains("près d’ici"), "{page}");
        let looked =
            [("revision", "1"), ("titre", "Un titre gardé"), ("geste", "chercher"), ("chercher-besoin", "medecin")];
        let reply = knocker.post("chef", &edit, &looked).await;
        assert_eq!(reply.status.as_u16(), 200);
        assert!(reply.body.contains("B66 Un médecin") && reply.body.contains("Un titre gardé"), "{}", reply.body);
        assert!(!reply.body.contains("B67 Besoin"), "{}", reply.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_asked_for_is_told_to_everybody_once_it_is_granted_and_its_carrier_knows() {
    use applications::facade::{self as files, FundingState, NewRecusal};
    use applications::testing::{ACTOR as ARRANGER, LocalPeople};
    let tables = applications::testing::migrations(&[
        lineage::MIGRATIONS,
        listening::MIGRATIONS,
        plan::MIGRATIONS,
        thread::MIGRATIONS,
    ]);
    each_database(&tables, |db| async move {
        let (house, ground) = applications::testing::house(db, outside(64)).await;
        let knocker = Knocker::new(plan::door().and(thread::door()), house.clone());
        let (project, objective) = (ground.projects[0], ground.nodes[0]);
        let mut tx = house.write().await.expect("write");
        let ends = (End::new(Kind::Objective, objective), End::new(Kind::Application, project));
        lineage::tie(&mut tx, &house.outside, &ACTOR, ends.0, ends.1, "").await.expect("tied");
        tx.commit().await.expect("kept");
        let public = [format!("/fil/objectif/{objective}"), format!("/fil/demande/{project}")];
        let inside = format!("/gestion/fil/demande/{project}");
        assert!(!knocker.get("", &public[0]).await.body.contains("Cuisines du monde"));
        assert_eq!(knocker.get("", &public[1]).await.status.as_u16(), 404);
        // Those who read the application find it inside, with what led there; the others do not.
        let page = plain(&knocker.get("chef", &inside).await.body);
        assert!(
            page.contains("Projet 2026-0001, Les Ateliers du Viaduc") && page.contains("Grandir en bonne santé"),
            "{page}"
        );
        assert!(page.contains("Les habitants n’en lisent rien"), "{page}");
        for token in ["ailleurs", "financeur-caf", "elue"] {
            assert_eq!(knocker.get(token, &inside).await.status.as_u16(), 404, "{token}");
        }
        let step = async |to: FundingState, decided: Option<i64>, note: &str| {
            let mut tx = house.write().await.expect("write");
            let cents = decided.map(kernel::Cents);
            files::advance(&mut tx, &house.outside, &ARRANGER, ground.fundings[0], to, cents, note)
                .await
                .expect("moved");
            tx.commit().await.expect("kept");
        };
        step(FundingState::Complete, None, "").await;
        step(FundingState::Admissible, None, "").await;
        step(FundingState::Proposed, None, "").await;
        step(FundingState::Partial, Some(200_000), "Enveloppe limitée").await;
        assert_eq!(knocker.get("", &public[1]).await.status.as_u16(), 404, "decided is not told");
        assert!(!knocker.get("", &public[0]).await.body.contains("Cuisines du monde"));
        step(FundingState::Notified, None, "").await;
        for path in &public {
            let page = plain(&knocker.get("", path).await.body);
            for told in ["Cuisines du monde", "Les Ateliers du Viaduc", "Préfecture de l’Aude 2 000 € en 2026"] {
                assert!(page.contains(told), "{told} {path}: {page}");
            }
            assert!(!page.contains("2026-0001") && !page.contains("Enveloppe limitée"), "{path}: {page}");
        }
        // Somebody who stays out reads what everybody does, and no more.
        let officer = LocalPeople(ground.clone()).actor_of("instruction");
        let mut tx = house.write().await.expect("write");
        let new = NewRecusal { account: None, is_whole_organisation: true, reason: "Membre du bureau" };
        files::recuse(&mut tx, &house.outside, &officer, ground.application, new).await.expect("declared");
        tx.commit().await.expect("kept");
        let page = plain(&knocker.get("instruction", &inside).await.body);
        assert!(page.contains("Cuisines du monde") && !page.contains("/gestion/dossiers/"), "{page}");

        // A project manager ties it to the action of the plan that it carries out.
        let code = objective.to_string();
        let typed = [
            ("contrat", "essai"),
            ("reference", "F1"),
            ("titre", "Bien manger"),
            ("operationnel", code.as_str()),
            ("etat", "under_way"),
            ("depuis-jour", "3"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Comité de pilotage"),
        ];
        let path = opened(&knocker, &typed).await;
        let page = knocker.get("chef", &path).await.body;
        let revision =
            page.split_once("name=\"revision\" value=\"").and_then(|(_, rest)| rest.split('"').next()).unwrap_or("1");
        let published = knocker.post("chef", &format!("{path}/publication"), &[("revision", revision)]).await;
        assert_eq!(published.status.as_u16(), 303, "{}", published.body);
        let chosen = path.rsplit('/').next().unwrap_or_default();
        let tie = [("avec", chosen), ("motif", "Même action")];
        assert_eq!(knocker.post("elue", &format!("{inside}/liens"), &tie).await.status.as_u16(), 403);
        let tied = knocker.post("chef", &format!("{inside}/liens"), &tie).await;
        assert_eq!(tied.status.as_u16(), 303, "{}", tied.body);
        let page = plain(&knocker.get("", &public[1]).await.body);
        assert!(page.contains("Bien manger"), "{page}");
        let report = journal::verify(&mut house.read().await.expect("read")).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_begun_and_left_six_months_shows_as_left_without_answer() {
    each_database(&migrations(), |db| async move {
        let started = house(db.clone(), outside(66));
        let (objective, need) = arranged(&started).await;
        let knocker = Knocker::new(plan::door().and(thread::door()), started.clone());
        let aim = objective.to_string();
        let tie = [("avec", aim.as_str()), ("motif", "Dit en atelier")];
        let tied = knocker.post("chef", &format!("/gestion/fil/besoin/{need}/liens"), &tie).await;
        assert_eq!(tied.status.as_u16(), 303, "{}", tied.body);
        let page = plain(&knocker.get("", "/fil").await.body);
        assert!(page.contains("Inscrit dans le contrat, pas encore d’action publiée"), "{page}");
        // Seven months go by.
        let later = kernel::Outside::told(database::testing::TEST_START.plus_days(214), 67);
        let knocker = Knocker::new(plan::door().and(thread::door()), house(db.clone(), later));
        for path in ["/fil", "/gestion/fil"] {
            let page = plain(&knocker.get("chef", path).await.body);
            assert!(page.contains("Sans suite depuis six mois ou plus : 1 besoin"), "{path}: {page}");
            assert!(page.contains("Inscrit dans le contrat, sans suite depuis le 15 mars 2026"), "{path}: {page}");
        }
        // A draft that takes it up is a step: it is no longer left.
        sheet(&knocker, (objective, need), "F1", false).await;
        let page = plain(&knocker.get("", "/fil").await.body);
        assert!(page.contains("Inscrit dans le contrat, pas encore d’action publiée"), "{page}");
    })
    .await;
}
