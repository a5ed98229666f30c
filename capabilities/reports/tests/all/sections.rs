//! The text of the parts of a contract, written section by section by several people.

use database::testing::each_database;
use web::testing::Reply;

use crate::papers::{Stage, arranged, migrations, read};

const PASTED: &str =
    "<p class=\"MsoNormal\">Nous voulons <b>grandir</b> ensemble.</p><ul><li>Une école ouverte</li></ul>";

fn form<'a>(title: &'a str, text: &'a str, revision: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("titre", title), ("texte", text), ("revision", revision), ("suite", "ecrire")]
}

fn ready<'a>(title: &'a str, text: &'a str, revision: &'a str) -> Vec<(&'a str, &'a str)> {
    [form(title, text, revision), vec![("prete", "oui")]].concat()
}

/// Where the section just added is written.
fn place(reply: &Reply) -> String {
    assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    reply.location.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The values of these buttons on a page.
fn buttons(page: &str, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap_or_default().to_owned()).collect()
}

async fn ranks(stage: &Stage, part: &str) -> Vec<usize> {
    let page = stage.knocker.get("chef", part).await.body;
    let at = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
    let mut titles = [at("Grandir ici"), at("Habiter mieux")].into_iter().enumerate().collect::<Vec<_>>();
    titles.sort_by_key(|(_, place)| *place);
    titles.into_iter().map(|(rank, _)| rank).collect()
}

/// A section begun, written and never written over by itself: as a draft whatever is ticked, until a button says it is ready.
async fn saves_while_somebody_types(stage: &Stage, add: &str) {
    let typed = async |place: &str, text: &str, revision: &str| {
        let fields = [ready("Une suite", text, revision), vec![("reponse", "brouillon")]].concat();
        let reply = stage.knocker.post("chef", place, &fields).await;
        let told: Vec<String> = serde_json::from_str(&reply.body).unwrap_or_default();
        (reply.status.as_u16(), told)
    };
    let (status, begun) = typed(add, "Un début", "").await;
    assert!(status == 200 && begun[0].starts_with("Enregistré à 12\u{a0}h\u{a0}00, par "), "{begun:?}");
    let place = begun[2].clone();
    let (status, kept) = typed(&place, "Un début, et la suite", &begun[1]).await;
    assert_eq!((status, kept[1].as_str(), kept[2].as_str()), (200, "2", place.as_str()), "{kept:?}");
    let page = stage.knocker.get("chef", &place).await.body;
    assert!(page.contains("Un début, et la suite") && page.contains("data-draft=\"oui\""), "{page}");
    assert!(!page.contains("value=\"oui\" checked"), "only the button says that it is ready: {page}");
    assert_eq!(typed(&place, "Écrit en retard", &begun[1]).await.0, 409);
    let by_button = stage.knocker.post("chef", &place, &ready("Une suite", "Tout est écrit", "2")).await;
    assert_eq!(by_button.status.as_u16(), 303, "{}", by_button.body);
    let (status, told) = typed(&place, "À moitié", "3").await;
    assert!(status == 422 && told[0].contains("avec le bouton"), "{told:?}");
    let page = stage.knocker.get("chef", &place).await.body;
    assert!(page.contains("Tout est écrit") && page.contains("data-draft=\"non\""), "{page}");
    let gone = stage.knocker.post("chef", &format!("{place}/suppression"), &[("revision", "3")]).await;
    assert_eq!(gone.status.as_u16(), 303, "{}", gone.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_written_section_by_section_and_nothing_typed_is_lost() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let part = format!("/gestion/contrats/{}/parties/orientations", stage.contract);
        let add = format!("{part}/sections");
        // Nobody else writes; what is not finished is a draft, what is said ready must be whole.
        assert_eq!(stage.knocker.get("elue", &add).await.status.as_u16(), 403);
        let wrong = stage.knocker.post("chef", &add, &ready("", "Un texte gardé", "")).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Un texte gardé"), "{}", wrong.body);
        assert!(wrong.body.contains("Donnez un titre à la section avant de la dire prête"), "{}", wrong.body);
        let first = place(&stage.knocker.post("chef", &add, &form("Grandir ici", PASTED, "")).await);
        let page = stage.knocker.get("chef", &first).await.body;
        for told in ["Enregistré à 12\u{a0}h\u{a0}00, par ", "Nous voulons **grandir** ensemble.", "- Une école ouverte"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("MsoNormal"), "{page}");
        // Two people at once: the second is given both texts, and saves what she makes of them.
        let mine = "Un texte écrit en même temps";
        let saved = stage.knocker.post("chef", &first, &form("Grandir ici", "Le texte de l’autre", "1")).await;
        assert_eq!(saved.status.as_u16(), 303, "{}", saved.body);
        let late = stage.knocker.post("chef", &first, &form("Grandir ici", mine, "1")).await;
        assert_eq!(late.status.as_u16(), 409, "{}", late.body);
        for told in [mine, "Le texte de l’autre", "name=\"revision\" value=\"2\""] {
            assert!(late.body.contains(told), "{told}: {}", late.body);
        }
        let same = stage.knocker.post("chef", &first, &form("Grandir ici", "Le texte de l’autre", "1")).await;
        assert_eq!(same.status.as_u16(), 303, "the same text twice is no conflict: {}", same.body);
        let both = stage.knocker.post("chef", &first, &form("Grandir ici", "Les deux réunis", "2")).await;
        assert_eq!(both.status.as_u16(), 303, "{}", both.body);
        saves_while_somebody_types(&stage, &add).await;
        // A second section, ready; moved before the first, once.
        let second = place(&stage.knocker.post("chef", &add, &ready("Habiter mieux", "Des **rues** calmes", "")).await);
        assert_eq!(ranks(&stage, &part).await, [0, 1]);
        let page = stage.knocker.get("chef", &part).await.body;
        let (up, down) = (buttons(&page, "avant"), buttons(&page, "apres"));
        assert_eq!((up.len(), down.len()), (1, 1), "{page}");
        let moved = |place: String, name: &'static str, value: String| {
            let knocker = &stage.knocker;
            async move { knocker.post("chef", &format!("{place}/place"), &[(name, value.as_str())]).await.status.as_u16() }
        };
        assert_eq!(moved(second.clone(), "avant", up[0].clone()).await, 303);
        assert_eq!(ranks(&stage, &part).await, [1, 0]);
        assert_eq!(moved(second.clone(), "avant", up[0].clone()).await, 409, "it passed it already");
        let list = stage.knocker.get("chef", &format!("/gestion/contrats/{}/parties", stage.contract)).await.body;
        assert!(list.contains("2\u{a0}sections, dont 1\u{a0}brouillon"), "{list}");
        // Printed in its place and its order; a draft is in the internal version only, and told as such.
        for format in ["pdf", "docx", "xlsx"] {
            let inside = read(&stage.made(("contrat", "interne", format), &[]).await);
            let at = |words: &str| inside.find(words).unwrap_or_else(|| panic!("{format}, {words}: {inside}"));
            assert!(at("Des rues calmes") < at("Les deux réunis"), "{format}: {inside}");
            at("Section en cours d’écriture");
            let public = read(&stage.made(("contrat", "publique", format), &[]).await);
            assert!(public.contains("Des rues calmes") && !public.contains("Les deux réunis"), "{format}: {public}");
            assert!(public.contains("Signataires et engagements"), "{format}: {public}");
        }
        // Taken out by whoever saw its last state.
        let remove = format!("{first}/suppression");
        assert_eq!(stage.knocker.post("chef", &remove, &[("revision", "1")]).await.status.as_u16(), 409);
        assert_eq!(stage.knocker.post("chef", &remove, &[("revision", "3")]).await.status.as_u16(), 303);
        assert_eq!(stage.knocker.get("chef", &first).await.status.as_u16(), 404);
        let report = journal::verify(&mut stage.house.read().await.expect("read")).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}
