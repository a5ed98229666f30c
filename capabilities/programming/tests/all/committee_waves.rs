//! Fragile associations first, ceilings that are settings, decisions on the thread, lists of files taken away; on both
//! databases, through the door.

use crate::assess_setting::known;
use crate::committee_setting::{Setting, arranged, count, hidden, migrations, plain, sound};
use applications::facade::FundingState;
use applications::testing::{ACTOR, LocalPeople};
use database::testing::{each_database, outside};
use directory::facade::YearTerms;
use kernel::Uuid;

/// A second carrier asks 3 000 € of the State, and has this many employees.
async fn second(set: &Setting, employees: i64) -> Uuid {
    let (house, ground) = (&set.house, &set.ground);
    let mut tx = house.write().await.expect("write");
    let file =
        applications::testing::application(&mut tx, &house.outside, (ground.call, ground.version), ground.carriers[1])
            .await;
    let place = (ground.areas[1], ground.nodes[1]);
    let project = applications::testing::project(&mut tx, &house.outside, file, (1, "Couture solidaire"), place).await;
    let funding = applications::testing::funding(&mut tx, &house.outside, project, ground.funders[0]).await;
    for to in [FundingState::Complete, FundingState::Admissible] {
        applications::facade::advance(&mut tx, &house.outside, &ACTOR, funding, to, None, "").await.expect("advanced");
    }
    let sheet = directory::facade::carrier(&mut tx, ground.carriers[1]).await.expect("read").expect("a sheet");
    let year = &sheet.years[0];
    let terms = YearTerms { employees: Some(employees), ..year.terms };
    let around = (&house.outside, &house.settings.zone);
    directory::actions::lines::amend_year(&mut tx, around, &ACTOR, (year.id, year.revision), terms)
        .await
        .expect("written");
    tx.commit().await.expect("kept");
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn fragile_associations_make_the_first_wave_and_scenarios_are_drawn_on_it() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(31)).await;
        second(&set, 40).await;
        // The first carrier has two employees: its two projects go first.
        let waves = set.at("/releves/vagues");
        let page = set.knocker.get("chef", &set.at("/releves")).await.body;
        assert!(page.contains("name=\"salaries\"") && page.contains("value=\"2\""), "the setting is there: {page}");
        let wave = [("titre", "Associations fragiles"), ("critere", "fragiles"), ("salaries", "2")];
        let reply = set.knocker.post("chef", &waves, &wave).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let none = [("titre", "Personne"), ("critere", "fragiles"), ("salaries", "0")];
        assert_eq!(set.knocker.post("chef", &waves, &none).await.status.as_u16(), 422);
        let wrong = [("titre", "Personne"), ("critere", "fragiles"), ("salaries", "peu")];
        let wrong = set.knocker.post("chef", &waves, &wrong).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("champ-salaries\""), "{}", wrong.body);
        let page = plain(&set.knocker.get("chef", &set.at("/releves")).await.body);
        assert!(page.contains("Associations fragiles : 2 actions") && page.contains("Hors vague : 1 action"), "{page}");
        let id = page.split("<option value=\"").filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 36);
        let id = id.unwrap_or_default().to_owned();
        let board = plain(&set.knocker.get("chef", &set.at(&format!("?vague={id}"))).await.body);
        assert!(board.contains("2 actions sur 3") && !board.contains("Couture solidaire"), "{board}");
        let rest = plain(&set.knocker.get("chef", &set.at("?vague=aucune")).await.body);
        assert!(rest.contains("1 action sur 3") && rest.contains("Couture solidaire"), "{rest}");
        // A scenario on the wave leaves the others out; compared on it, or on everything.
        let path = set.at("/scenarios");
        let all = [("titre", "La vague"), ("recette", "asked"), ("part", ""), ("vague", &*id)];
        let drawn = set.knocker.post("chef", &path, &all).await;
        assert_eq!(drawn.status.as_u16(), 303, "{}", drawn.body);
        assert_eq!(count(&set.house, "committee_scenario_line").await, 5);
        let told = plain(&set.knocker.get("chef", &format!("{path}?vague={id}")).await.body);
        assert!(told.contains("15 000,00") && told.contains("La vague"), "{told}");
        let other = plain(&set.knocker.get("chef", &format!("{path}?vague=aucune")).await.body);
        assert!(!other.contains("15 000,00"), "{other}");
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ceilings_compare_with_what_the_contract_sets() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(32)).await;
        let path = "/gestion/programmation/reglages";
        for token in ["financeur-etat", "instruction", "asso-admin"] {
            assert_eq!(set.knocker.get(token, path).await.status.as_u16(), 403, "{token}");
        }
        let page = set.knocker.get("chef", path).await;
        assert!(page.status.as_u16() == 200 && page.body.contains("value=\"2,5\""), "{}", page.body);
        let actions = page.body.split("action=\"").filter_map(|rest| rest.split('"').next());
        let action = actions.filter(|action| action.starts_with(path)).last().expect("a form").to_owned();
        let wrong = [("hors-quartiers", "beaucoup"), ("pluriannuel", "120"), ("salaries", ""), ("revision", "0")];
        let reply = set.knocker.post("chef", &action, &wrong).await;
        assert!(reply.status.as_u16() == 422 && reply.body.contains("beaucoup"), "{}", reply.body);
        for field in ["hors-quartiers", "pluriannuel", "salaries"] {
            assert!(reply.body.contains(&format!("href=\"#champ-{field}\"")), "{field}: {}", reply.body);
        }
        let state = set.ground.funder_organisations[0].to_string();
        let envelope = [
            ("financeur", &*state),
            ("programme", "Programme 147"),
            ("annee", "2026"),
            ("montant", "100 000"),
            ("departement", "oui"),
        ];
        let new = "/gestion/programmation/enveloppes/nouvelle";
        assert_eq!(set.knocker.post("financeur-etat", new, &envelope).await.status.as_u16(), 303);
        let board = async || plain(&set.knocker.get("chef", &set.at("")).await.body);
        assert!(board().await.contains("sur 2 500 € au plus (2,5 % de l’enveloppe du département)"));
        let right = [("hors-quartiers", "10"), ("pluriannuel", "0"), ("salaries", "3"), ("revision", "0")];
        assert_eq!(set.knocker.post("chef", &action, &right).await.status.as_u16(), 303);
        assert_eq!(set.knocker.post("chef", &action, &right).await.status.as_u16(), 409, "read before somebody set it");
        assert!(board().await.contains("sur 10 000 € au plus (10,0 % de l’enveloppe du département)"));
        // One agreement of one year: under half, but not under nothing.
        let line = set.knocker.get("financeur-etat", &set.line(0)).await.body;
        let envelope =
            line.split("<option value=\"").filter_map(|rest| rest.split('"').next()).find(|id| id.len() == 36);
        let yes = [("decision", "favourable"), ("montant", "3 000"), ("enveloppe", envelope.unwrap_or_default())];
        assert_eq!(set.vote("financeur-etat", 0, "0", &yes).await.0, 303);
        assert!(board().await.contains("0 sur 1, soit 0 % en nombre et 0 % en montant, pour 0 % attendus"));
        let back = [("hors-quartiers", "2,5"), ("pluriannuel", "50"), ("salaries", "2"), ("revision", "1")];
        assert_eq!(set.knocker.post("chef", &action, &back).await.status.as_u16(), 303);
        assert!(board().await.contains("sous les 50 % attendus, en nombre et en montant"));
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_goes_on_the_thread_and_on_the_clock_of_its_project() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(33)).await;
        let no = [("decision", "refused"), ("motif", "Hors des priorités")];
        for (token, funding) in [
            ("financeur-etat", 0),
            ("financeur-departement", 1),
            ("financeur-etat", 2),
            ("financeur-departement", 3),
            ("financeur-agglo", 4),
        ] {
            assert_eq!(set.vote(token, funding, "0", &no).await.0, 303);
        }
        let before = async |set: &Setting| {
            let mut tx = set.house.read().await.expect("read");
            lineage::after(&mut tx, set.ground.projects[0], 10).await.expect("links").len()
        };
        assert_eq!(before(&set).await, 0, "nothing is decided before it is frozen");
        let page = set.knocker.get("chef", &set.at("/releves")).await.body;
        let frozen = [("vague", ""), ("revision", &*hidden(&page, "revision"))];
        assert_eq!(set.knocker.post("chef", &set.at("/releves"), &frozen).await.status.as_u16(), 303);
        assert_eq!(before(&set).await, 2, "a decision of each of its two funders");
        let amended = [("decision", "partial"), ("montant", "500"), ("motif-amendement", "Erreur de saisie")];
        assert_eq!(set.vote("financeur-etat", 0, "2", &amended).await.0, 303);
        assert_eq!(before(&set).await, 2, "amended, it is the same decision");
        let mut tx = set.house.read().await.expect("read");
        let call = applications::facade::call_brief(&mut tx, set.ground.call).await.expect("read").expect("a call");
        let milestones = applications::facade::milestones(&mut tx, call.id).await.expect("read");
        let decided = milestones.iter().filter(|(_, _, kind, _)| *kind == applications::facade::EventKind::Decided);
        assert_eq!(decided.count(), 6, "five decisions and an amendment, each in the timeline");
        drop(tx);
        sound(&set.house).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_files_is_taken_away_as_it_is_filtered_with_the_same_columns() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(34)).await;
        known(&set.house, &set.ground).await;
        let second = second(&set, 4).await;
        let call = set.ground.call.to_string();
        let none = set.knocker.post("chef", "/gestion/dossiers/exports", &[("appel-choisi", &*call)]).await;
        assert!(none.body.contains("choisissez un format"), "{}", none.body);
        let other = [("appel-choisi", &*call), ("format", "csv")];
        assert_eq!(set.knocker.post("ailleurs", "/gestion/dossiers/exports", &other).await.status.as_u16(), 404);
        let mut headers: Vec<Vec<String>> = Vec::new();
        for format in ["xlsx", "ods", "csv"] {
            let asked = [("appel-choisi", &*call), ("format", format), ("q", "couture"), ("tri", "demande")];
            let reply = set.knocker.post("instruction", "/gestion/dossiers/exports", &asked).await;
            assert!(reply.location.starts_with("/mes-exports"), "{}", reply.body);
            jobs::testing::worked(&set.house.db, &set.house.outside, programming::handlers(&set.house.settings)).await;
            let page = set.knocker.get("instruction", "/mes-exports").await.body;
            assert!(page.contains("Prêt"), "{page}");
            let file = page.split("<a href=\"/mes-exports/").nth(1).and_then(|rest| rest.split('"').next());
            let file = format!("/mes-exports/{}", file.unwrap_or_default());
            assert_eq!(set.knocker.get("chef", &file).await.status.as_u16(), 404, "hers alone");
            let bytes = set.knocker.get_bytes("instruction", &file).await;
            let shape = documents::sheet::Shape { most_rows: 50, least_columns: 5 };
            let sheet = documents::sheet::open_as(&bytes, &shape).expect("a table");
            let titles: Vec<&str> = sheet.rows.iter().map(|(_, cells)| cells[3].as_str()).collect();
            assert!(
                titles.contains(&"Couture solidaire") && !titles.contains(&"Cuisines du monde"),
                "{format}: {sheet:?}"
            );
            headers.push(sheet.headers);
        }
        assert!(headers.windows(2).all(|two| two[0] == two[1]), "{headers:?}");
        // Whoever stays out of a file takes nothing of it away, even asked before.
        let asked = [("appel-choisi", &*call), ("format", "csv")];
        assert_eq!(set.knocker.post("instruction", "/gestion/dossiers/exports", &asked).await.status.as_u16(), 303);
        let officer = LocalPeople(set.ground.clone()).actor_of("instruction");
        let mut tx = set.house.write().await.expect("write");
        let new = applications::facade::NewRecusal { account: None, is_whole_organisation: false, reason: "Au bureau" };
        applications::facade::recuse(&mut tx, &set.house.outside, &officer, second, new).await.expect("recused");
        tx.commit().await.expect("kept");
        jobs::testing::worked(&set.house.db, &set.house.outside, programming::handlers(&set.house.settings)).await;
        let page = set.knocker.get("instruction", "/mes-exports").await.body;
        let file = page.split("<a href=\"/mes-exports/").nth(1).and_then(|rest| rest.split('"').next());
        let bytes = set.knocker.get_bytes("instruction", &format!("/mes-exports/{}", file.unwrap_or_default())).await;
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("Cuisines du monde") && !text.contains("Couture solidaire"), "{text}");
        sound(&set.house).await;
    })
    .await;
}
