//! From one zoning to the next: what imports propose, what a project manager decides, what everybody reads. On both
//! databases.

use std::sync::Arc;

use crate::setting::{door_of, import, said, with_house};
use kernel::Actor;
use territory::actions::{self, VersionTold};
use web::House;
use web::testing::Knocker;

const LIST: &str = "/gestion/territoire/correspondances";

/// Perimeters as a CSV: code, name, western and eastern bounds in thousandths of a degree.
fn contours(lines: &[(&str, &str, u32, u32)]) -> String {
    let line = |(code, name, west, east): &(&str, &str, u32, u32)| {
        let ring = [(west, 210), (east, 210), (east, 220), (west, 220), (west, 210)];
        let points: Vec<String> = ring.iter().map(|(x, y)| format!("2.{x} 43.{y}")).collect();
        format!("{code};{name};11069;\"POLYGON(({}))\"\n", points.join(","))
    };
    format!("code_qp;nom_qp;insee;wkt\n{}", lines.iter().map(line).collect::<String>())
}

/// What anybody reads of the passages of a neighbourhood, no-break spaces made plain.
async fn told(house: &House, code: &str) -> String {
    let mut tx = house.read().await.expect("a transaction");
    let portrayed = territory::facade::drawn::portrayed(&mut tx, code).await.expect("a neighbourhood");
    let all = territory::facade::drawn::passages_told(&portrayed, &house.settings.zone);
    all.join("\n").replace(['\u{a0}', '\u{202f}'], " ")
}

/// The zoning of 2015, then that of 2024 whose first perimeter ends at `east`.
async fn both_zonings(house: &House, east: u32) {
    import(house, &contours(&[("QP011001", "Bel Air", 350, 360), ("QP011002", "Le Viguier", 370, 380)])).await;
    import(house, &later(east)).await;
}

fn later(east: u32) -> String {
    let new = ("QN01103N", "Les Œillets", 400, 410);
    contours(&[("QN01101M", "Bel Air", 350, east), ("QN01102I", "Le Viguier", 370, 380), new])
}

/// The sheet of the correspondence that the list names so.
async fn sheet(knocker: &Knocker, name: &str) -> String {
    let list = knocker.get("chef", LIST).await;
    assert_eq!(list.status, 200, "{}", list.body);
    let link = list.body.split("<a href=\"").find(|part| part.contains(name) && part.starts_with(LIST));
    link.and_then(|part| part.split('"').next()).unwrap_or_else(|| panic!("{name} in {}", said(&list))).to_owned()
}

/// What the forms of a sheet were filled from.
async fn mark(knocker: &Knocker, path: &str) -> String {
    let page = knocker.get("chef", path).await;
    let rest = page.body.split("name=\"revision\" value=\"").nth(1).expect("a form");
    rest.split('"').next().expect("a value").to_owned()
}

async fn actor(house: &House, token: &str) -> Actor {
    house.gatekeeper.actor(house, token).await.expect("an actor")
}

async fn awaited(house: &Arc<House>, token: &str) -> Vec<String> {
    let actor = actor(house, token).await;
    let mut tx = house.read().await.expect("a transaction");
    let all = territory::facade::awaited(&mut tx, &actor).await.expect("read");
    all.into_iter().map(|one| one.what.replace('\u{a0}', " ")).collect()
}

#[tokio::test]
async fn a_correspondence_is_confirmed_and_no_import_takes_it_back() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        assert!(said(&knocker.get("chef", LIST).await).contains("Aucune correspondance n’est encore proposée"));
        both_zonings(&house, 358).await;
        assert_eq!(awaited(&house, "chef").await, ["Confirmer, corriger ou refuser 3 correspondances entre zonages"]);
        assert_eq!(awaited(&house, "elue").await, [""; 0]);
        assert!(
            said(&knocker.get("chef", "/gestion/territoire").await).contains("3 correspondances, dont 3 à décider.")
        );
        let list = said(&knocker.get("chef", LIST).await);
        for words in ["Proposées (3)", "Bel Air (QP011001)", "Les Œillets (QN01103N)", "Refusées (0)"] {
            assert!(list.contains(words), "{words}: {list}");
        }
        let portrait = told(&house, "QN01101M").await;
        assert!(portrait.contains("redessiné (80 % du contour ancien s’y retrouve)"), "{portrait}");
        assert!(portrait.contains("D’après le recouvrement des contours. Correspondance proposée."), "{portrait}");

        let path = sheet(&knocker, "QP011001").await;
        let page = said(&knocker.get("chef", &path).await);
        for words in ["80,0 %", "100,0 %", "Le contour de 2015", "En fond, le contour de 2024", "Bel Air (QN01101M)"] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let mark = mark(&knocker, &path).await;
        let confirm = format!("{path}/confirmation");
        let fields = [("revision", mark.as_str()), ("remarque", "Vu sur le terrain")];
        let done = knocker.post("chef", &confirm, &fields).await;
        assert_eq!(done.location, format!("{path}?fait=enregistre"), "{}", done.body);
        let page = said(&knocker.get("chef", &path).await);
        assert!(page.contains("par Personne d’essai (chef) le "), "{page}");
        assert!(page.contains("Vu sur le terrain"));
        let portrait = told(&house, "QN01101M").await;
        assert!(portrait.contains("Correspondance confirmée par l’équipe projet le "), "{portrait}");
        assert!(!portrait.contains("Vu sur le terrain") && !portrait.contains("Personne d’essai"));
        // The same form sent again was filled from what nobody decided yet.
        let stale = knocker.post("chef", &confirm, &fields).await;
        assert_eq!(stale.status, 409);
        assert!(said(&stale).contains("Vu sur le terrain"), "the text is given back");

        // The same file again, then another perimeter: the decision stays, what is proposed stands beside it.
        import(&house, &later(358)).await;
        assert_eq!(awaited(&house, "chef").await, ["Confirmer, corriger ou refuser 2 correspondances entre zonages"]);
        import(&house, &later(354)).await;
        assert_eq!(awaited(&house, "chef").await[1], "Relire 1 correspondance entre zonages");
        let portrait = told(&house, "QN01101M").await;
        assert!(portrait.contains("80 % du contour ancien") && portrait.contains("Correspondance confirmée"));
        let page = said(&knocker.get("chef", &path).await);
        assert!(page.contains("Le dernier import propose autre chose") && page.contains("40 % du contour"), "{page}");
        assert!(said(&knocker.get("chef", LIST).await).contains("À relire"));

        // Confirmed anew, what is proposed now is held.
        let mark = self::mark(&knocker, &path).await;
        assert_eq!(knocker.post("chef", &confirm, &[("revision", &mark)]).await.status, 303);
        assert!(told(&house, "QN01101M").await.contains("40 % du contour ancien"));
        assert_eq!(awaited(&house, "chef").await.len(), 1);

        // A perimeter that leaves: what was decided is still told, and its end awaits.
        import(&house, &contours(&[("QN01101M", "Bel Air", 450, 460)])).await;
        let page = said(&knocker.get("chef", &path).await);
        assert!(page.contains("Le dernier import de contours ne la propose plus."), "{page}");
        assert!(page.contains("Sur les mêmes quartiers") && page.contains("sort du zonage"), "{page}");
        assert!(told(&house, "QN01101M").await.contains("40 % du contour ancien"));
        let mark = self::mark(&knocker, &path).await;
        assert_eq!(knocker.post("chef", &confirm, &[("revision", &mark)]).await.status, 303);
        assert!(told(&house, "QN01101M").await.contains("40 % du contour ancien"));
        assert!(!said(&knocker.get("chef", LIST).await).contains("À relire"), "it was looked at again");

        let mut tx = house.read().await.expect("a transaction");
        let id = path.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an identifier");
        let acts = journal::of_object(&mut tx, "correspondence", id).await.expect("read");
        assert_eq!(acts.len(), 3, "each decision is recorded");
        assert_eq!((acts[2].act.as_str(), acts[2].why.as_str()), ("territory.decide", "Vu sur le terrain"));
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    })
    .await;
}

#[tokio::test]
async fn a_refused_correspondence_is_told_to_agents_only() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        both_zonings(&house, 358).await;
        let path = sheet(&knocker, "QP011002").await;
        let refuse = format!("{path}/refus");
        let mark = mark(&knocker, &path).await;
        let empty = knocker.post("chef", &refuse, &[("revision", &mark), ("motif-refus", " ")]).await;
        assert_eq!(empty.status, 422);
        assert!(said(&empty).contains("Dites pourquoi, en quelques mots"));
        let fields = [("revision", mark.as_str()), ("motif-refus", "Deux quartiers différents")];
        for (token, status) in [("", 401), ("asso", 403), ("audit", 403), ("chef-sans-code", 403)] {
            let reply = knocker.post(token, &refuse, &fields).await;
            assert_eq!(reply.status, status, "{token}: {}", reply.body);
        }
        assert_eq!(knocker.post("chef", &refuse, &fields).await.status, 303);
        import(&house, &later(358)).await;
        let page = said(&knocker.get("audit", &path).await);
        assert!(page.contains("par Personne d’essai (chef) le ") && page.contains("Deux quartiers différents"));
        assert!(!page.contains("<form method=\"post\" action=\"/gestion"), "who only reads has no button");
        let portrait = told(&house, "QN01102I").await;
        assert!(!portrait.contains("le contour n’a pas changé") && !portrait.contains("refusée"), "{portrait}");

        // The files carry the state: everybody's without what is refused, the team's with who and why.
        let open = knocker.get("", "/quartiers/correspondances?format=csv-ouvert").await;
        let header =
            "code_ancien,nom_ancien,code_nouveau,nom_nouveau,relation,part_conservee,etat,decidee_le,connue_par";
        assert!(open.body.trim_start_matches('\u{feff}').starts_with(header), "{}", open.body);
        assert!(open.body.contains("QP011001,Bel Air,QN01101M,Bel Air,modifié,80.0,proposée,,"), "{}", open.body);
        assert!(!open.body.contains("QP011002") && !open.body.contains("Personne"), "{}", open.body);
        let kept = knocker.get("chef", &format!("{LIST}?format=csv")).await;
        for words in ["QP011002", "refusée", "Personne d’essai (chef)", "Deux quartiers différents"] {
            assert!(kept.body.contains(words), "{words}: {}", kept.body);
        }
        assert_eq!(knocker.get("asso", &format!("{LIST}?format=csv")).await.status, 403);
        assert_eq!(knocker.get("", &path).await.status, 303, "a visitor signs in first");
        let nowhere = format!("{LIST}/01890000-0000-7000-8000-000000000000");
        assert_eq!(knocker.get("chef", &nowhere).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_correction_is_told_in_place_of_the_proposal() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        both_zonings(&house, 358).await;
        let path = sheet(&knocker, "QP011001").await;
        let correct = format!("{path}/correction");
        let mark = mark(&knocker, &path).await;
        let send = |other: &'static str, relation: &'static str, part: &'static str, reason: &'static str| {
            let (knocker, correct, mark) = (&knocker, &correct, &mark);
            async move {
                let fields = [
                    ("revision", mark.as_str()),
                    ("autre-quartier", other),
                    ("relation", relation),
                    ("part", part),
                    ("motif-correction", reason),
                ];
                knocker.post("chef", correct, &fields).await
            }
        };
        let wrong = send("QX", "", "beaucoup", "").await;
        assert_eq!(wrong.status, 422);
        for words in [
            "Choisissez le quartier d’arrivée dans la liste",
            "Choisissez ce qui s’est passé",
            "La part est un nombre entre 0 et 100",
            "Dites pourquoi, en quelques mots",
            "value=\"beaucoup\"",
        ] {
            assert!(said(&wrong).contains(words), "{words}: {}", said(&wrong));
        }
        let same = send("QN01101M", "modified", "80", "Rien").await;
        assert!(said(&same).contains("La part") || said(&same).contains("dit la même chose"), "{}", said(&same));
        let alone = send("aucun", "merged", "40", "Motif gardé").await;
        assert!(said(&alone).contains("Sans quartier d’arrivée") && said(&alone).contains("Motif gardé"));
        assert!(said(&alone).contains("laissez la part vide"));

        let done = send("QN01103N", "merged", "83,5", "Décret du 28 décembre 2023").await;
        assert_eq!(done.status, 303, "{}", said(&done));
        let page = said(&knocker.get("chef", &path).await);
        assert!(page.contains("par Personne d’essai (chef) le "), "{page}");
        assert!(page.contains("Bel Air (QP011001) vers Les Œillets (QN01103N)"), "{page}");
        let words = "QP011001 a rejoint QN01103N avec d’autres quartiers (84 % du contour ancien s’y retrouve). \
                    Correspondance corrigée par l’équipe projet le ";
        assert!(told(&house, "QN01103N").await.contains(words));
        assert!(told(&house, "QN01101M").await.contains(words), "its former code is the same place");
        let open = knocker.get("", "/quartiers/correspondances").await.body;
        assert!(open.contains("QP011001,Bel Air,QN01103N,Les Œillets,fusion,83.5,corrigée,"), "{open}");

        // An import proposes the first pair again, and the corrected one for the first time: the decision stays alone.
        import(&house, &contours(&[("QN01103N", "Les Œillets", 351, 361)])).await;
        assert!(told(&house, "QN01103N").await.contains(words));
        let list = said(&knocker.get("chef", LIST).await);
        assert!(list.contains("Corrigées (1)"), "{list}");
        assert_eq!(list.matches("QP011001").count(), 2, "the correction, and what changed to be read again: {list}");
    })
    .await;
}

#[tokio::test]
async fn a_perimeter_borrowed_from_the_other_zoning_measures_nothing() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        both_zonings(&house, 358).await;
        let mut tx = house.write().await.expect("a transaction");
        let platform = Actor::Platform("essai");
        let place = territory::facade::by_code(&mut tx, "QP011001").await.expect("read").expect("found");
        let told = VersionTold {
            code: "QN01101M".into(),
            generation: "2024".into(),
            perimeter: r#"{"type":"Polygon","coordinates":[[[2.35,43.21],[2.36,43.21],[2.36,43.22],[2.35,43.21]]]}"#
                .into(),
            perimeter_generation: "2015".into(),
            ..VersionTold::default()
        };
        actions::add_version(&mut tx, &house.outside, &platform, place.id, &told).await.expect("kept");
        tx.commit().await.expect("kept");
        import(&house, &contours(&[("QP011001", "Bel Air", 350, 361)])).await;
        let list = said(&knocker.get("chef", LIST).await);
        assert!(list.contains("Proposées (3)"), "nothing seems to leave: {list}");
        let path = sheet(&knocker, "QP011001").await;
        let page = said(&knocker.get("chef", &path).await);
        assert!(page.contains("Pas mesurables : l’un des contours n’est pas encore importé."), "{page}");
        assert!(page.contains("Pas encore importé : à sa place, le contour de 2015"), "{page}");
    })
    .await;
}
