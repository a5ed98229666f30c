//! The contract and the consultation of the demonstration, walked through the doors on both databases.

use database::search::{Query, Reader, search};
use kernel::{Actor, Uuid};
use web::testing::{Knocker, house};

use crate::seeded::{lines, migrations, on_each, plain};

#[tokio::test]
async fn the_contract_is_read_with_its_levels_and_says_it_is_only_proposed() {
    on_each(31, |seeded| async move {
        let found = seeded.knocker.get("", "/contrat").await;
        assert_eq!(found.location, "/contrat/carcassonne-agglo-2024");
        let page = seeded.knocker.get("", &found.location).await;
        let text = plain(&page.body);
        for words in [
            "Du 31 mars 2024 au 30 mars 2030",
            "3 enjeux, 12 objectifs, 3 préoccupations transverses",
            "Le contrat signé peut en différer",
            "Région Occitanie",
            "À confirmer",
            "La Conte - Ozanam",
            "Quartiers apaisés",
        ] {
            assert!(text.contains(words), "{words}");
        }
        assert!(page.body.len() <= 50_000, "{} bytes", page.body.len());
        let tree = lines(&seeded.knocker, "/contrat/carcassonne-agglo-2024?format=csv-ouvert").await;
        assert_eq!(tree.len(), 18);
        assert_eq!(tree[1][..4], ["Objectif", "O01", "Santé", "E1"]);
        assert_eq!(seeded.knocker.get("", "/contrat/inconnu").await.status, 404);
        assert_eq!(seeded.knocker.get("asso", "/gestion/contrats").await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn the_tree_is_led_from_the_back_office() {
    on_each(32, |seeded| async move {
        let mut tx = seeded.house.read().await.expect("a transaction");
        let contract = strategy::facade::contracts(&mut tx).await.expect("contracts").remove(0);
        assert_eq!(contract.area_ids.len(), 5);
        drop(tx);
        let knocker = &seeded.knocker;
        let path = format!("/gestion/contrats/{}/modifier", contract.id);
        let sheet = knocker.get("chef", &path).await;
        assert_eq!(sheet.status, 200);
        let mut typed = vec![
            ("titre", "Contrat renommé"),
            ("debut-jour", "31"),
            ("debut-mois", "3"),
            ("debut-annee", "2024"),
            ("fin-jour", "30"),
            ("fin-mois", "3"),
            ("fin-annee", "2020"),
            ("etat", "signed"),
            ("note", "Ma note à ne pas perdre"),
            ("revision", "1"),
        ];
        let refused = knocker.post("chef", &path, &typed).await;
        assert_eq!(refused.status, 422);
        assert!(plain(&refused.body).contains("La date de fin doit être après le 31 mars 2024"));
        assert!(refused.body.contains("Ma note à ne pas perdre"));
        typed[6].1 = "2030";
        let kept = knocker.post("chef", &path, &typed).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let stale = knocker.post("chef", &path, &typed).await;
        assert_eq!(stale.status, 409);
        assert!(stale.body.contains("Ma note à ne pas perdre"));
        assert_eq!(knocker.post("chef-sans-code", &path, &typed).await.status, 403);

        let sheet = knocker.get("chef", &format!("/gestion/contrats/{}/arbre", contract.id)).await;
        let up: Vec<&str> = sheet.body.split('"').filter(|part| part.ends_with("/monter")).collect();
        // E2 is the first node that has one before it: O02 under E1 comes first in the page.
        let moved = knocker.post("chef", up[0], &[]).await;
        assert_eq!(moved.status, 303);
        let tree = lines(knocker, "/contrat/carcassonne-agglo-2024?format=csv-ouvert").await;
        assert_eq!((tree[1][1].as_str(), tree[2][1].as_str()), ("O02", "O01"));
        let node = up[0].trim_end_matches("/monter").to_owned();
        assert_eq!(knocker.post("chef", &format!("{node}/suppression"), &[]).await.status, 303);
        assert_eq!(lines(knocker, "/contrat/carcassonne-agglo-2024?format=csv-ouvert").await.len(), 17);
    })
    .await;
}

#[tokio::test]
async fn the_five_totals_are_computed_and_the_file_says_what_the_screen_says() {
    on_each(33, |seeded| async move {
        let page = seeded.knocker.get("", "/besoins").await;
        assert_eq!(page.status, 200);
        assert!(page.body.len() <= 50_000, "{} bytes", page.body.len());
        let text = plain(&page.body);
        let totals: Vec<&str> = text
            .split("Besoins cités</strong>")
            .nth(1)
            .and_then(|rest| rest.split("</tr>").next())
            .expect("a row of totals")
            .split("<strong>")
            .skip(1)
            .filter_map(|cell| cell.split("</strong>").next())
            .collect();
        assert_eq!(totals, ["8", "9", "6", "11", "19"]);
        assert!(text.contains("Bastide Pont-Vieux : personne n’y a été entendu par le canal « Ateliers avec les habitants », alors que le quartier réunit 31 % des réponses du canal « Enquête par téléphone » (base : 157)"), "prudence");
        assert!(text.contains("par quel canal 53 preuves sur 53"));
        assert!(!text.contains("ne figurent pas dans ce tableau"));

        let rows = lines(&seeded.knocker, "/besoins?format=csv-ouvert").await;
        assert_eq!(rows.len(), 26);
        let counts: Vec<usize> = (3..8).map(|at| rows.iter().filter(|row| row[at] != "0").count()).collect();
        assert_eq!(counts, [8, 9, 6, 11, 19]);
        for row in &rows {
            for (code, value) in seeded.codes.iter().zip(&row[3..]) {
                let link = format!("href=\"/besoins/{}/{code}\"", row[0]);
                assert_eq!(page.body.contains(&link), value != "0", "{link} {value}");
            }
        }
        let excel = seeded.knocker.get("", "/besoins?format=csv").await;
        assert!(excel.body.contains("Besoins cités;;;8;9;6;11;19"), "{}", excel.body);
        let workbook = seeded.knocker.get("", "/besoins?format=xlsx").await;
        assert_eq!(workbook.status, 200);
    })
    .await;
}

#[tokio::test]
async fn every_cell_leads_to_its_evidence() {
    on_each(34, |seeded| async move {
        let told = demo::load().expect("the demonstration is read");
        for evidence in &told.matrix.evidence {
            let need = told.matrix.needs.iter().find(|need| need.code == evidence.need).expect("a need");
            let code = told.territory.code_of(&evidence.neighbourhood, 2024).expect("a code");
            let path = format!("/besoins/{}/{code}", need.code);
            let page = seeded.knocker.get("", &path).await;
            assert_eq!(page.status, 200, "{path}");
            let said = plain(&page.body).contains(&plain(&interface::Html::sentence(&evidence.said).to_string()));
            assert_eq!(said, need.sensitivity.is_none(), "{path}");
            if need.sensitivity.is_some() {
                // Nothing but the fact that it was named there: no channel, no date, no group, no page.
                for leak in ["Canal non", "2023", "effectif non précisés", "Attribution aux QPV"] {
                    assert!(!page.body.contains(leak), "{path}: {leak}");
                }
                assert!(page.body.contains("pour protéger les personnes entendues"));
                let agent = seeded.knocker.get("chef", &path).await;
                assert!(agent.body.contains("Attribution aux QPV"), "agents read the detail");
                let elected = seeded.knocker.get("elue", &path).await;
                assert!(!elected.body.contains("Attribution aux QPV"));
            } else {
                assert!(page.body.contains("Canal non précisé par la source") && page.body.contains("Pluricité"));
            }
        }
        let silent = seeded.knocker.get("", &format!("/besoins/B01/{}", seeded.codes[0])).await;
        assert!(silent.body.contains("Pas entendu ici"));
        assert_eq!(seeded.knocker.get("", "/besoins/B99").await.status, 404);
        assert_eq!(seeded.knocker.get("", "/besoins/B01/QN00000X").await.status, 404);
    })
    .await;
}

/// The matrix as numbers.
async fn numbers(knocker: &Knocker) -> Vec<Vec<String>> {
    lines(knocker, "/besoins?format=csv-ouvert").await.into_iter().map(|row| row[3..].to_vec()).collect()
}

#[tokio::test]
async fn one_piece_of_evidence_changes_one_cell_and_withdrawing_changes_it_back() {
    on_each(35, |seeded| async move {
        let knocker = &seeded.knocker;
        let before = numbers(knocker).await;
        let form = knocker.get("enquete", "/gestion/ecoute/preuves/nouvelle?besoin=x").await;
        assert_eq!(form.status, 200);
        let option = |words: &str| {
            let at = form.body.find(words).unwrap_or_else(|| panic!("{words}"));
            let start = form.body[..at].rfind("value=\"").expect("a value") + 7;
            form.body[start..start + 36].to_owned()
        };
        let (need, area) = (option("B01 Logements"), option("La Conte - Ozanam"));
        let (consultation, channel) = (option("Concertation des habitants"), option("Ateliers avec les habitants"));
        let mut typed = vec![
            ("concertation", consultation.as_str()),
            ("besoin", &need),
            ("quartier", &area),
            ("canal", &channel),
            ("qui", "Mme Durand"),
            ("propos", "De l’humidité dans plusieurs logements"),
            ("nature", "need"),
            ("visibilite", "public"),
        ];
        let path = "/gestion/ecoute/preuves/nouvelle";
        let refused = knocker.post("enquete", path, &typed).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("semble nommer quelqu’un") && refused.body.contains("De l’humidité"));
        typed[4].1 = "Parents d’élèves";
        assert_eq!(knocker.post("elue", path, &typed).await.status, 403);
        assert_eq!(knocker.post("", path, &typed).await.status, 401);
        let kept = knocker.post("enquete", path, &typed).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let after = numbers(knocker).await;
        let changed: Vec<(usize, usize)> = (0..26)
            .flat_map(|row| (0..5).map(move |column| (row, column)))
            .filter(|(row, column)| before[*row][*column] != after[*row][*column])
            .collect();
        assert_eq!(changed, [(0, 0)]);
        assert_eq!((before[0][0].as_str(), after[0][0].as_str()), ("0", "1"));
        let public = knocker.get("", &format!("/besoins/B01/{}", seeded.codes[0])).await;
        assert!(public.body.contains("De l’humidité") || public.body.contains("De l&#39;humidité"), "{}", public.body);

        let sheet = kept.location.split('?').next().expect("a path").to_owned();
        let correction = vec![
            ("besoin", need.as_str()),
            ("quartier", &area),
            ("canal", &channel),
            ("qui", "Parents d’élèves"),
            ("propos", "Humidité et moisissures"),
            ("nature", "need"),
            ("visibilite", "public"),
            ("motif", "Précision du compte rendu"),
            ("revision", "1"),
        ];
        assert_eq!(knocker.post("enquete", &sheet, &correction).await.status, 303);
        let stale = knocker.post("enquete", &sheet, &correction).await;
        assert_eq!(stale.status, 409);
        assert!(stale.body.contains("Humidité et moisissures") && stale.body.contains("Précision du compte rendu"));

        let mut tx = seeded.house.read().await.expect("a transaction");
        let found = search(&mut tx, &Query::words("moisissures", 10), &Reader::PUBLIC).await.expect("a search");
        assert!(found.found.is_empty(), "visitors do not find evidence");
        let found = search(&mut tx, &Query::words("moisissures", 10), &Reader::PLATFORM).await.expect("a search");
        assert_eq!(found.count, 1);
        let found = search(&mut tx, &Query::words("rats", 10), &Reader::PUBLIC).await.expect("a search");
        assert_eq!(found.found[0].url, "/besoins/B04");
        let evidence = Query { kind: "preuve", ..Query::words("représailles", 10) };
        let found = search(&mut tx, &evidence, &Reader::PLATFORM).await.expect("a search").found;
        assert!(
            found.len() == 3 && found.iter().all(|one| one.title == "Preuve : Crainte de représailles"),
            "{found:?}"
        );
        assert!(found.iter().all(|one| one.excerpt.is_empty()), "nothing of a sensitive subject is found by its words");
        drop(tx);

        let withdrawal = format!("{sheet}/retrait");
        assert_eq!(knocker.post("enquete", &withdrawal, &[("raison", "")]).await.status, 422);
        assert_eq!(knocker.post("enquete", &withdrawal, &[("raison", "Saisie deux fois")]).await.status, 303);
        assert_eq!(numbers(knocker).await, before);
        let kept = knocker.get("chef", &sheet).await;
        assert!(kept.body.contains("Saisie deux fois") && kept.body.contains("Humidité et moisissures"));
    })
    .await;
}

#[tokio::test]
async fn disagreements_are_shown_and_the_three_signs_of_coverage_differ() {
    on_each(36, |seeded| async move {
        let page = seeded.knocker.get("", "/besoins/chiffres").await;
        let text = plain(&page.body);
        for words in [
            "158 personnes d’un côté, 157 personnes de l’autre.",
            "Les parts s’additionnent à 93 %, et non à 100 %.",
            "Total vérifié : 463 personnes.",
            "Personnes interrogées par téléphone (157)",
        ] {
            assert!(text.contains(words), "{words}");
        }
        assert!(page.body.len() <= 50_000, "{} bytes", page.body.len());
        let coverage = seeded.knocker.get("", "/besoins/couverture?format=csv-ouvert").await;
        let workshops = "Ateliers avec les habitants,3 rencontres,3 rencontres,pas demandé,3 rencontres,2 rencontres";
        assert!(plain(&coverage.body).contains(workshops), "{}", coverage.body);
        let page = seeded.knocker.get("", "/besoins/couverture").await;
        let text = plain(&page.body);
        assert!(text.contains("31 % de 157") && text.contains("n.r.") && text.contains("pas demandé"));
    })
    .await;
}

#[tokio::test]
async fn filters_keep_one_neighbourhood_or_one_subject() {
    on_each(37, |seeded| async move {
        let page = seeded.knocker.get("", &format!("/besoins?quartier={}", seeded.codes[2])).await;
        let text = plain(&page.body);
        assert!(text.contains("Besoins cités : Bastide Pont-Vieux") && text.contains("Effacer les filtres"));
        assert_eq!(text.matches("<th scope=\"row\"").count(), 6, "six needs named");
        assert_eq!(
            seeded.knocker.get("", "/besoins?quartier=QP011006").await.status,
            200,
            "an older code leads there too"
        );
        let rows = lines(&seeded.knocker, "/besoins?theme=mobilite&format=csv-ouvert").await;
        assert_eq!(rows.len(), 3);
        assert_eq!(seeded.knocker.get("", "/besoins?theme=x").await.status, 404);
        let mut tx = seeded.house.read().await.expect("a transaction");
        let counts = listening::facade::needs_by_area(&mut tx).await.expect("counts");
        let mut sorted: Vec<i64> = counts.iter().map(|one| one.need_count).collect();
        sorted.sort_unstable();
        assert_eq!(sorted, [6, 8, 9, 11, 19]);
        let briefs = listening::facade::needs_of_area(&mut tx, counts[0].area).await.expect("briefs");
        assert_eq!(i64::try_from(briefs.len()).expect("few"), counts[0].need_count);
    })
    .await;
}

#[tokio::test]
async fn a_file_is_tried_line_by_line_before_anything_is_kept() {
    on_each(38, |seeded| async move {
        let knocker = &seeded.knocker;
        let before = numbers(knocker).await;
        let form = knocker.get("chef", "/gestion/ecoute/import").await;
        let at = form.body.find(">Concertation des habitants").expect("the consultation");
        let start = form.body[..at].rfind("value=\"").expect("a value") + 7;
        let consultation = form.body[start..start + 36].to_owned();
        let file = "besoin;quartier;canal;date;qui;propos\r\n\
                    B01;La Conte - Ozanam;Ateliers avec les habitants;15/03/2026;Locataires;Murs humides\r\n\
                    B99;Grazailles;;;Locataires;Rien\r\n\
                    B02;QN01106M;;2026-03-10;Retraités;Halls sales\r\n\
                    B02;QN01106M;;2026-03-10;Retraités;Halls sales\r\n";
        let latin: Vec<u8> = file.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
        let told = knocker
            .upload("chef", "/gestion/ecoute/import", &[("concertation", &consultation)], ("fichier", "p.csv", &latin))
            .await;
        let text = plain(&told.body);
        assert_eq!(told.status, 200);
        assert!(text.contains("2 lignes prêtes, 2 lignes laissées de côté"), "{text}");
        assert!(text.contains("Le besoin « B99 » n’existe pas") && text.contains("Déjà enregistrée"));
        assert_eq!(numbers(knocker).await, before, "a trial keeps nothing");
        let fields = [("concertation", consultation.as_str()), ("contenu", file)];
        let kept = knocker.post("chef", "/gestion/ecoute/import/enregistrement", &fields).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let after = numbers(knocker).await;
        assert_eq!((after[0][0].as_str(), after[1][4].as_str()), ("1", "2"));
        let again = knocker.post("chef", "/gestion/ecoute/import/enregistrement", &fields).await;
        assert_eq!(again.status, 422, "the same file twice saves nothing");
        assert_eq!(knocker.get("elue", "/gestion/ecoute").await.status, 403);
    })
    .await;
}

/// The value of the choice written with these words.
fn choice(page: &str, words: &str) -> String {
    let at = page.find(&format!(">{words}")).unwrap_or_else(|| panic!("{words} in {page}"));
    let tag = &page[page[..at].rfind('<').expect("a tag")..at];
    let start = tag.find("value=\"").map(|start| start + 7);
    match start {
        Some(start) => tag[start..start + 36].to_owned(),
        // A label: its box stands just before.
        None => {
            let start = page[..at].rfind("value=\"").expect("a value") + 7;
            page[start..start + 36].to_owned()
        }
    }
}

#[tokio::test]
async fn a_town_starts_from_nothing_through_the_pages_alone() {
    let told = &demo::load().expect("the demonstration is read");
    database::testing::each_database(&migrations(), |db| async move {
        let outside = database::testing::outside(40);
        let mut tx = db.write().await.expect("a transaction");
        demo::seed::territory::territory(&mut tx, &outside, told).await.expect("the territory");
        tx.commit().await.expect("kept");
        let knocker = &Knocker::new(strategy::door().and(listening::door()), house(db, outside));
        for empty in ["/contrat", "/besoins", "/besoins/chiffres", "/besoins/couverture", "/besoins/reponses"] {
            let page = knocker.get("", empty).await;
            assert!(page.status == 200 && page.body.contains("class=\"empty\""), "{empty}");
        }
        let save = async |path: &str, fields: &[(&str, &str)]| {
            let done = knocker.post("chef", path, fields).await;
            assert_eq!(done.status, 303, "{path}: {}", done.body);
            done.location
        };
        let form = knocker.get("chef", "/gestion/contrats/nouveau").await;
        let area = choice(&form.body, "Grazailles");
        let period = [
            ("titre", "Contrat d’essai"),
            ("reference", "essai-2026"),
            ("debut-jour", "1"),
            ("debut-mois", "1"),
            ("debut-annee", "2026"),
            ("fin-jour", "31"),
            ("fin-mois", "12"),
            ("fin-annee", "2031"),
            ("etat", "signed"),
            ("quartiers", area.as_str()),
        ];
        let sheet = save("/gestion/contrats/nouveau", &period).await;
        let sheet = sheet.split('?').next().expect("a path");
        assert_eq!(knocker.post("chef", "/gestion/contrats/nouveau", &period).await.status, 422, "the code is taken");
        save(&format!("{sheet}/niveaux"), &[("profondeur", "1"), ("singulier", "Pilier"), ("pluriel", "Piliers")])
            .await;
        let refused = knocker
            .post("chef", &format!("{sheet}/niveaux"), &[("profondeur", "3"), ("singulier", "X"), ("pluriel", "X")])
            .await;
        assert!(refused.body.contains("juste au-dessus"));
        let form = knocker.get("chef", &format!("{sheet}/elements")).await;
        let level = choice(&form.body, "Pilier");
        let pillar = [("niveau", level.as_str()), ("reference", "P1"), ("intitule", "Cohésion")];
        save(&format!("{sheet}/elements"), &pillar).await;
        let body = [("nom", "La commune"), ("obligation", "required"), ("etat", "signed")];
        save(&format!("{sheet}/signataires"), &body).await;
        let public = plain(&knocker.get("", "/contrat/essai-2026").await.body);
        for words in ["1 pilier", "Cohésion", "La commune", "Grazailles", "Du 1er janvier 2026"] {
            assert!(public.contains(words), "{words}");
        }

        save("/gestion/ecoute/themes/themes", &[("theme-nom", "Mobilités douces")]).await;
        let twice = knocker.post("chef", "/gestion/ecoute/themes/themes", &[("theme-nom", "mobilites douces")]).await;
        assert!(twice.status == 422 && twice.body.contains("déjà dans la liste"));
        save("/gestion/ecoute/themes/familles", &[("famille-nom", "Transports")]).await;
        let form = knocker.get("chef", "/gestion/ecoute/besoins/nouveau").await;
        let theme = choice(&form.body, "Mobilités douces</option");
        let need = [
            ("reference", "b1"),
            ("libelle", "Pistes cyclables"),
            ("theme", theme.as_str()),
            ("sensibilite", "aucune"),
        ];
        save("/gestion/ecoute/besoins/nouveau", &need).await;
        let form = knocker.get("chef", "/gestion/ecoute/pistes/nouvelle").await;
        let (family, asked) = (choice(&form.body, "Transports</option"), choice(&form.body, "B1 Pistes cyclables"));
        let cell = async || plain(&knocker.get("", "/besoins/reponses?format=csv-ouvert").await.body);
        assert!(cell().await.contains("Mobilités douces,0,non traité"), "{}", cell().await);
        let later = [("reference", "p1"), ("libelle", "Des arceaux"), ("famille", family.as_str()), ("etat", "later")];
        save("/gestion/ecoute/pistes/nouvelle", &later).await;
        assert!(cell().await.contains("Mobilités douces,0,non traité"), "nobody looked yet");
        let list = knocker.get("chef", "/gestion/ecoute/pistes").await.body;
        assert!(list.contains("dont 1 à examiner"), "{list}");
        let path =
            list.split('"').find(|part| part.starts_with("/gestion/ecoute/pistes/") && !part.ends_with("nouvelle"));
        let path = path.expect("the proposal").to_owned();
        let told = |state: &'static str, revision: &'static str, needs: &[&str]| {
            let mut all = vec![("libelle", "Des arceaux".to_owned()), ("famille", family.clone())];
            all.extend([("etat", state.to_owned()), ("revision", revision.to_owned())]);
            all.extend(needs.iter().map(|need| ("besoin", (*need).to_owned())));
            all
        };
        let send = async |fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            knocker.post("chef", &path, &fields).await
        };
        let wrong = send(told("linked", "1", &[])).await;
        assert!(wrong.status == 422 && wrong.body.contains("Cochez au moins un besoin"), "{}", wrong.body);
        assert_eq!(send(told("no_need", "1", &[])).await.status, 303);
        assert!(cell().await.contains("Mobilités douces,0,non relié"), "{}", cell().await);
        let stale = send(told("linked", "1", &[&asked])).await;
        assert!(stale.status == 409 && stale.body.contains("Des arceaux"), "{}", stale.status);
        assert_eq!(send(told("linked", "2", &[&asked])).await.status, 303);
        assert!(cell().await.contains("Mobilités douces,0,relié : 1"), "{}", cell().await);
        let need = plain(&knocker.get("", "/besoins/B1").await.body);
        assert!(need.contains("Des arceaux"), "{need}");
        let id = path.rsplit('/').next().expect("an identifier");
        save(&format!("/gestion/ecoute/retrait/piste/{id}"), &[("motif", "saisie deux fois")]).await;
        assert!(cell().await.contains("Mobilités douces,0,non traité"));
        let row = lines(knocker, "/besoins?format=csv-ouvert").await.remove(0);
        assert_eq!((row[0].as_str(), row[7].as_str()), ("B1", "pas demandé"));

        let opened =
            save("/gestion/ecoute/concertations/nouvelle", &[("titre", "Printemps"), ("periode", "Mars 2026")]).await;
        let opened = opened.split('?').next().expect("a path");
        save(&format!("{opened}/canaux"), &[("libelle", "Ateliers"), ("public", "residents")]).await;
        let table = knocker.get("chef", "/gestion/ecoute/couverture").await;
        let cell = table.body.split('"').filter(|part| part.starts_with("/gestion/ecoute/couverture/")).nth(4);
        let cell = cell.expect("a cell");
        let reached = [
            ("etat", "recorded"),
            ("effectif", "7"),
            ("unite", "people"),
            ("base-libelle", "Personnes présentes"),
            ("revision", "0"),
        ];
        save(cell, &reached).await;
        let stale = knocker.post("chef", cell, &reached).await;
        assert!(stale.status == 409 && stale.body.contains("Personnes présentes"));
        let row = lines(knocker, "/besoins?format=csv-ouvert").await.remove(0);
        assert_eq!((row[3].as_str(), row[7].as_str()), ("pas demandé", "0"), "heard there, and not elsewhere");
        let public = knocker.get("", "/besoins/couverture").await;
        assert!(public.body.contains("n.d.") && !public.body.contains("7\u{a0}personnes"), "seven people are too few");
        let agent = knocker.get("chef", "/besoins/couverture").await;
        assert!(agent.body.contains("7\u{a0}personnes"));
        let form = knocker.get("chef", "/gestion/ecoute/rencontres/nouvelle").await;
        let channel = choice(&form.body, "Ateliers</option");
        save("/gestion/ecoute/rencontres/nouvelle", &[("canal", &channel), ("nombre", "2"), ("sujet", "Vélo")]).await;
        let met = knocker.get("", "/besoins/couverture").await.body;
        assert!(met.contains("Vélo"));
        let form = knocker.get("chef", "/gestion/ecoute/chiffres/nouveau").await;
        let consultation = choice(&form.body, "Printemps</option");
        let mut figure = vec![
            ("concertation", consultation.as_str()),
            ("intitule", "Vont à vélo"),
            ("valeur", "142,5 %"),
            ("unite", "percent"),
            ("base", "1 200"),
            ("base-libelle", "Réponses"),
        ];
        assert!(
            plain(&knocker.post("chef", "/gestion/ecoute/chiffres/nouveau", &figure).await.body)
                .contains("Une part va de 0 à 100 %")
        );
        figure[2].1 = "42,5 %";
        save("/gestion/ecoute/chiffres/nouveau", &figure).await;
        let shown = plain(&knocker.get("", "/besoins/chiffres").await.body);
        assert!(shown.contains("42,5") && shown.contains("Réponses (1 200)"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn rights_stop_at_the_contract() {
    on_each(39, |seeded| async move {
        let mut tx = seeded.house.write().await.expect("a transaction");
        let contract = strategy::facade::contracts(&mut tx).await.expect("contracts").remove(0);
        let elsewhere = Actor::Person(kernel::Person {
            account: Uuid::from_u128(1),
            session: Uuid::from_u128(2),
            name: "Ailleurs".into(),
            grants: vec![kernel::Grant {
                function: kernel::Function::ProjectManager,
                scope: kernel::Scope::contract(Uuid::from_u128(9)),
            }],
            has_second_factor: true,
            acting_for: None,
        });
        let outside = &seeded.house.outside;
        let refused = strategy::actions::set_areas(&mut tx, outside, &elsewhere, contract.id, &[]).await;
        assert!(matches!(refused, Err(kernel::Failure::Refused(kernel::Refusal::NotAllowed { .. }))));
    })
    .await;
}
