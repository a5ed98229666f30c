//! A contract of two thousand objectives: its forms and its lists stay light, what is looked for is found, nothing typed is lost; on
//! both databases.

use crate::setting::{ACTOR, Setting, arranged, count, hidden, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use kernel::Uuid;
use plan::actions::{self as act, NewSheet, Pieces, Place, SheetText, State, Status, ranked};
use web::House;
use web::testing::{Knocker, house};

/// Stakes, and objectives under each.
const STAKES: usize = 40;
const EACH: usize = 49;

/// Forty stakes with forty-nine objectives each, beside those of every test.
async fn grown(house: &House, set: &Setting) {
    use strategy::actions::{NodeText, add_node, notes_to_nodes, paste_notes};
    let (mut tx, outside) = (house.write().await.expect("write"), &house.outside);
    let levels: Vec<(Uuid, i64)> = database::fetch_all!(
        &mut tx,
        "SELECT id, depth FROM contract_level WHERE contract = $1 AND is_transversal = FALSE ORDER BY depth",
        set.contract
    )
    .expect("levels");
    for stake in 1..=STAKES {
        let text = NodeText {
            code: format!("S{stake}"),
            title: format!("Enjeu numéro {stake} : vivre, se soigner et travailler près de chez soi"),
            summary: String::new(),
            note: String::new(),
        };
        let top = add_node(&mut tx, outside, &ACTOR, set.contract, None, (levels[0].0, text)).await.expect("a stake");
        let title = |at: usize| format!("Objectif {stake}-{at} : ouvrir un lieu où chacun trouve une réponse utile");
        let notes: Vec<String> = (1..=EACH).map(title).collect();
        paste_notes(&mut tx, outside, &ACTOR, set.contract, ("Atelier", &notes.join("\n"))).await.expect("pasted");
        let waiting: Vec<(Uuid,)> =
            database::fetch_all!(&mut tx, "SELECT id FROM contract_note WHERE place = ''").expect("waiting");
        let waiting: Vec<Uuid> = waiting.into_iter().map(|(id,)| id).collect();
        let made = (waiting.as_slice(), Some(levels[1].0), Some(top));
        notes_to_nodes(&mut tx, outside, &ACTOR, set.contract, made).await.expect("objectives");
    }
    tx.commit().await.expect("kept");
}

/// Ninety sheets in every state, each for an objective of its own and in both neighbourhoods.
async fn written(house: &House, set: &Setting) {
    let mut tx = house.write().await.expect("write");
    let around = act::around(&mut tx, set.contract).await.expect("read").expect("a contract");
    let day = |text: &str| -> jiff::civil::Date { text.parse().expect("a day") };
    let own: Vec<Uuid> = around.operational().map(|node| node.id).step_by(21).take(90).collect();
    for (rank, objective) in own.iter().enumerate() {
        let text = SheetText {
            code: format!("F{rank:03}"),
            title: format!("Action {rank} : un accueil sans rendez-vous dans les locaux du centre social"),
            operational: Some(*objective),
            lead: "Communauté d’agglomération, direction de la cohésion".into(),
            starts_on: Some(day("2025-01-06")),
            ends_on: Some(day("2026-12-31")),
            ..SheetText::default()
        };
        let state = State {
            status: Status::ALL[rank % Status::ALL.len()],
            since: day("2025-01-06"),
            source: "Comité de pilotage du printemps".into(),
            reason: "Le local n’est plus libre".into(),
        };
        let id = act::create_sheet(&mut tx, &house.outside, &ACTOR, &around, NewSheet { text, state }).await;
        let id = id.expect("opened");
        let place = |area: &Uuid| Place { area: *area, state: act::Deployment::Planned, note: String::new() };
        let pieces = Pieces::Places(ranked(set.areas[..2].iter().map(place)));
        let which = (id, act::revision(&mut tx, id).await.expect("read").expect("there"), day("2030-01-01"));
        act::set_pieces(&mut tx, &house.outside, &ACTOR, &around, which, pieces).await.expect("placed");
        act::publish_sheet(&mut tx, &house.outside, &ACTOR, id).await.expect("published");
    }
    tx.commit().await.expect("kept");
}

/// The lines of a group one chooses from: `(value, whether it is chosen)`.
fn offered(page: &str, name: &str) -> Vec<(String, bool)> {
    let start = format!("name=\"{name}\" value=\"");
    let read = |rest: &str| {
        let (value, rest) = rest.split_once('"').unwrap_or_default();
        (value.to_owned(), rest.split('>').next().unwrap_or_default().contains(" checked"))
    };
    page.split(&start).skip(1).map(read).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_objectives_are_looked_for_and_nothing_typed_is_lost() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(118));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        grown(&house, &set).await;
        let light = |what: &str, page: &str| assert!(page.len() <= 50_000, "{what} weighs {}", page.len());

        // The form draws no two thousand lines; what is looked for comes beside everything that was typed.
        let path = opened(&knocker, &new_sheet("F500", "Un accueil pour tous")).await;
        let edit = format!("{path}/modifier");
        let blank = knocker.get("chef", &edit).await.body;
        light("the form", &blank);
        assert_eq!(
            offered(&blank, "operationnel"),
            [(String::new(), true)],
            "nothing is chosen, nothing was looked for"
        );
        let before = count(&house, "journal_entry").await;
        let need = set.need.to_string();
        let revision = hidden(&blank, "revision");
        let mut typed = vec![
            ("reference", "F500"),
            ("titre", "Un accueil pour tous"),
            ("revision", revision.as_str()),
            ("constat", "Personne ne sait où aller"),
            ("description", "Une **porte** ouverte"),
            ("besoins", need.as_str()),
            ("debut-jour", "quarante"),
            ("conditions", "Un lieu connu"),
        ];
        let looking = [typed.clone(), vec![("geste", "chercher"), ("chercher-operationnel", "objectif 23-")]].concat();
        let found = knocker.post("chef", &edit, &looking).await;
        assert_eq!(found.status.as_u16(), 200, "{}", found.body);
        light("what is found", &found.body);
        assert_eq!(offered(&found.body, "operationnel").len(), 31, "thirty lines, and none of them");
        assert!(found.body.contains("30 premiers") && found.body.contains("Enjeu numéro 23"), "{}", found.body);
        for (name, value) in typed.iter().filter(|(name, _)| *name != "besoins") {
            assert!(found.body.contains(value), "{name} is lost");
        }
        assert!(offered(&found.body, "besoins").contains(&(need.clone(), true)), "a ticked need is lost");
        assert_eq!(count(&house, "journal_entry").await, before, "nothing is saved");

        // One word more finds the one that was meant; chosen, it stays through another search, even one that finds nothing.
        let looking =
            [typed.clone(), vec![("geste", "chercher"), ("chercher-operationnel", "objectif 23-17")]].concat();
        let found = knocker.post("chef", &edit, &looking).await.body;
        assert!(found.contains("2\u{a0}objectifs trouvés"), "23-17, then 17-23: {found}");
        let meant = offered(&found, "operationnel")[1].0.clone();
        let looking = [
            typed.clone(),
            vec![("operationnel", meant.as_str()), ("geste", "chercher"), ("chercher-operationnel", "piscine")],
        ];
        let found = knocker.post("chef", &edit, &looking.concat()).await.body;
        assert!(found.contains("Rien d’autre ne contient tous ces mots"), "{found}");
        assert_eq!(offered(&found, "operationnel"), [(String::new(), false), (meant.clone(), true)]);
        // What is wrong is told with the choice given back.
        let wrong = [typed.clone(), vec![("operationnel", meant.as_str())]].concat();
        let reply = knocker.post("chef", &edit, &wrong).await;
        assert!(reply.status.as_u16() == 422 && offered(&reply.body, "operationnel")[1].1, "{}", reply.body);
        typed.retain(|(name, _)| *name != "debut-jour");
        let right = [typed, vec![("operationnel", meant.as_str())]].concat();
        let reply = knocker.post("chef", &edit, &right).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert!(knocker.get("chef", &path).await.body.contains("Objectif 23-17"));
        // Changed later: the objective above was deduced, those beside it are at hand, and still the page is light.
        let page = knocker.get("chef", &edit).await.body;
        light("the form of a sheet that is written", &page);
        let beside = offered(&page, "operationnel");
        assert!(beside.len() == 32 && beside[1] == (meant, true), "{beside:?}");
        let look = [("revision", hidden(&page, "revision")), ("titre", "Un titre gardé".to_owned())];
        let look: Vec<(&str, &str)> = look.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let again = [look, vec![("geste", "chercher"), ("chercher-operationnel", "s7")]].concat();
        let again = knocker.post("chef", &edit, &again).await.body;
        assert!(again.contains("Un titre gardé") && again.contains("Objectif 7-1\u{a0}:"), "{again}");

        // Lists with their filters: as light, and an objective is found from there too.
        written(&house, &set).await;
        for (who, page) in [
            ("chef", "/gestion/actions?contrat=essai"),
            ("chef", "/gestion/actions?contrat=essai&chercher-objectif=lieu"),
            ("chef", "/gestion/actions/etats?contrat=essai"),
            ("chef", "/gestion/actions/frise?contrat=essai&chercher-objectif=lieu"),
            ("chef", "/gestion/actions/echeances?contrat=essai&chercher-objectif=lieu"),
            ("", "/actions?contrat=essai"),
            ("", "/actions?contrat=essai&chercher-objectif=lieu"),
        ] {
            let reply = knocker.get(who, page).await;
            assert_eq!(reply.status.as_u16(), 200, "{page}");
            light(page, &reply.body);
        }
        for (who, list) in [("chef", "/gestion/actions"), ("", "/actions")] {
            let page = format!("{list}?contrat=essai&etat=under_way&chercher-objectif=objectif+23-17");
            let page = plain(&knocker.get(who, &page).await.body);
            assert!(page.contains("2 objectifs trouvés"), "{page}");
            let href = page.split("href=\"").find(|rest| rest.contains("Objectif 23-17")).expect("a way there");
            let href = href.split('"').next().unwrap_or_default().replace("&amp;", "&").replace("&#38;", "&");
            assert!(href.starts_with(&format!("{list}?contrat=essai&etat=under_way&objectif=")), "{href}");
            let narrowed = plain(&knocker.get(who, &href).await.body);
            assert!(narrowed.contains("Objectif 23-17") && !narrowed.contains("Action 2 :"), "{narrowed}");
        }
        sound(&house).await;
    })
    .await;
}
