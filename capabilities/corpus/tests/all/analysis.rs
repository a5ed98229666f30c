//! Words coded and counted: keys typed, shares with their interval, agreement, what visitors may read.

use crate::setting::{Stage, arranged, migrations};
use database::testing::each_database;
use kernel::Uuid;

/// Codes every sentence of the queue as somebody, with what is proposed or what she reads; gives how many.
async fn coded(stage: &Stage, token: &str, again: bool, most: usize) -> usize {
    let path = format!("{}{}", stage.path("codage"), if again { "&accord=oui" } else { "" });
    for count in 0..most {
        let page = stage.knocker.get(token, &path).await.body;
        let hidden = |name: &str| -> Vec<String> {
            let start = format!("name=\"{name}\" value=\"");
            page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let ids = hidden("parole");
        if ids.is_empty() {
            return count;
        }
        let keys = page.split("id=\"champ-touches\"").nth(1).and_then(|rest| rest.split("value=\"").nth(1));
        let proposed = keys.and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned();
        // Whoever codes after somebody else is proposed nothing: she judges by herself.
        assert!(!again || proposed.is_empty(), "{proposed}");
        let own = [("Des rats", "2c"), ("Le bus", "4a"), ("des bancs", "7a"), ("Le trafic", "3a")];
        let own = own.iter().find(|(words, _)| page.contains(words)).map_or("0", |(_, key)| key);
        let typed = if proposed.is_empty() { own.to_owned() } else { proposed };
        let consultation = stage.consultation.to_string();
        let mut fields = vec![("concertation", consultation.as_str()), ("touches", typed.as_str())];
        fields.extend(ids.iter().map(|id| ("parole", id.as_str())));
        if again {
            fields.push(("accord", "oui"));
        }
        let reply = stage.knocker.post(token, "/gestion/paroles/codage", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
    }
    most
}

/// Forty sentences: ten of each of four sorts, one of them sensitive.
fn forty() -> String {
    let mut all = String::new();
    for rank in 0..10 {
        all.push_str(&format!("Des rats dans la cave numéro {rank}\nLe bus {rank} ne passe pas le soir\n"));
        all.push_str(&format!("Il faut des bancs, lieu {rank}\nLe trafic au coin {rank} fait peur\n"));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn themes_are_typed_with_keys_and_what_is_wrong_is_told() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        assert!(page.contains("Le livre de codes est vide"), "{page}");
        stage.typed("Des rats dans les caves\nDes rats dans les caves !\nUn ours blanc").await;
        stage.codebook().await;
        let page = stage.knocker.get("chef", &stage.path("codage")).await.body;
        assert!(page.contains("Aucune parole à coder"), "nothing unreviewed is read: {page}");
        stage.reviewed().await;

        // Two sentences that say the same are coded in one go, by whoever is there, and the coder is kept.
        let same = stage.ids("SELECT id FROM verbatim WHERE masked LIKE '%rats%' ORDER BY id").await;
        let (consultation, first, second) = (stage.consultation.to_string(), same[0].to_string(), same[1].to_string());
        let mut fields = vec![
            ("concertation", consultation.as_str()),
            ("parole", first.as_str()),
            ("parole", second.as_str()),
            ("touches", "9z"),
        ];
        let reply = stage.knocker.post("chef", "/gestion/paroles/codage", &fields).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("Aucun thème n’a la touche") && reply.body.contains("value=\"9z\""));
        fields[3].1 = "2c";
        let reply = stage.knocker.post("chef", "/gestion/paroles/codage", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!(stage.ids("SELECT verbatim FROM coding ORDER BY verbatim").await, same);
        assert_eq!(stage.ids("SELECT DISTINCT coder FROM coding").await.len(), 1);
        assert_eq!(
            stage.column("SELECT t.label FROM coding_theme c JOIN codebook_theme t ON t.id = c.theme").await.len(),
            2
        );

        // Passing puts a sentence off; it comes back when nothing else is left.
        let bear = stage.ids("SELECT id FROM verbatim WHERE masked LIKE '%ours%'").await[0].to_string();
        let fields = [("concertation", consultation.as_str()), ("parole", bear.as_str()), ("geste", "passer")];
        let reply = stage.knocker.post("chef", "/gestion/paroles/codage", &fields).await;
        assert!(reply.location.contains(&format!("passee={bear}")), "{}", reply.location);
        assert!(stage.knocker.get("chef", &reply.location).await.body.contains("Un ours blanc"));

        // What is not there, or was not reviewed, is not coded.
        let nobody = Uuid::nil().to_string();
        let fields = [("concertation", consultation.as_str()), ("parole", nobody.as_str()), ("touches", "0")];
        assert_eq!(stage.knocker.post("chef", "/gestion/paroles/codage", &fields).await.status.as_u16(), 404);
        assert_eq!(stage.knocker.post("elue", "/gestion/paroles/codage", &fields).await.status.as_u16(), 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shares_come_from_the_draw_and_visitors_read_above_the_thresholds_only() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        stage.typed(&forty()).await;
        stage.reviewed().await;
        assert_eq!(coded(&stage, "chef", false, 2).await, 2);
        let page = stage.knocker.get("chef", &stage.path("resultats")).await.body;
        assert!(page.contains("paroles codées") && page.contains("tirées au sort"), "{page}");
        assert!(coded(&stage, "chef", false, 40).await < 40, "the queue ends");
        assert_eq!(stage.ids("SELECT DISTINCT verbatim FROM coding").await.len(), 40);
        assert_eq!(coded(&stage, "enquete", true, 10).await, 10);

        // Everything is coded: a quarter of the words speaks of rats, exactly.
        let file = stage.knocker.get("chef", &format!("{}&format=csv", stage.path("resultats"))).await.body;
        let line = file.lines().find(|line| line.contains("Nuisibles")).expect("a line");
        assert!(line.contains("25\u{a0}%") || line.contains("25 %") || line.contains("25\u{202f}%"), "{line}");
        assert!(line.contains("25 à 25"), "all is known: {line}");
        let page = stage.knocker.get("chef", &stage.path("resultats")).await.body;
        assert!(page.contains("accord fiable"), "two people chose alike: {page}");

        // A figure opens the words behind it.
        let rats = stage.ids("SELECT id FROM codebook_theme WHERE code = 'nuisibles'").await[0];
        let traffic = stage.ids("SELECT id FROM codebook_theme WHERE code = 'trafics'").await[0];
        assert!(page.contains(&format!("/gestion/paroles/resultats/{rats}")), "{page}");
        let words = stage.knocker.get("chef", &format!("/gestion/paroles/resultats/{rats}")).await.body;
        assert_eq!(words.matches("Des rats dans la cave numéro").count(), 10, "{words}");
        assert!(words.contains("codée à la main"), "{words}");

        // So does a figure of one channel or one neighbourhood, with its interval; under the base there is none.
        let family = stage.ids("SELECT id FROM codebook_theme WHERE code = 'cadre-de-vie'").await[0];
        let cell = format!("/gestion/paroles/resultats/{family}?canal={}", stage.channel);
        let shown =
            page.split(&cell).nth(1).and_then(|rest| rest.split('<').next()).expect("a cell that leads to words");
        assert!(shown.contains("(50 à 50"), "{shown}");
        assert_eq!(stage.knocker.get("chef", &cell).await.body.matches("lieu ").count(), 10);
        stage.typed_by(None, "Un chat perdu dans la cour\nUne poubelle pleine").await;
        stage.reviewed().await;
        let page = stage.knocker.get("chef", &stage.path("resultats")).await.body;
        assert!(page.contains("Thèmes par canal"), "{page}");
        coded(&stage, "chef", false, 10).await;

        // Visitors: nothing before publication; then no sensitive word, and nothing under the base.
        let public = stage.knocker.get("", "/paroles").await.body;
        assert!(public.contains("Aucun résultat n’est publié"), "{public}");
        assert_eq!(stage.knocker.get("", &format!("/paroles/themes/{rats}")).await.status.as_u16(), 404);
        let consultation = stage.consultation.to_string();
        let mut fields = vec![
            ("concertation", consultation.as_str()),
            ("revision", "0"),
            ("jours", "180"),
            ("seuil", "5"),
            ("faible", "30"),
            ("publie", "oui"),
        ];
        let reply = stage.knocker.post("chef", "/gestion/paroles/reglages", &fields).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("Rien n’est publié sous 11"), "{}", reply.body);
        fields[3].1 = "11";
        let reply = stage.knocker.post("chef", "/gestion/paroles/reglages", &fields).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        assert_eq!(
            stage.knocker.post("chef", "/gestion/paroles/reglages", &fields).await.status.as_u16(),
            409,
            "stale"
        );
        let public = stage.knocker.get("", "/paroles").await.body;
        assert!(public.contains("Nuisibles") && public.contains("Trafics"), "{public}");
        assert!(!public.contains(&traffic.to_string()) && !public.contains("/gestion/"), "{public}");
        assert_eq!(stage.knocker.get("", &format!("/paroles/themes/{traffic}")).await.status.as_u16(), 404);
        // Ten words speak of rats: one fewer than the base, they are kept back.
        let kept = stage.knocker.get("", &format!("/paroles/themes/{rats}")).await.body;
        assert!(kept.contains("Trop peu de paroles") && !kept.contains("Des rats dans la cave"), "{kept}");
        stage.typed("Des rats dans la cour\nDes rats derrière l’école").await;
        let told = stage.knocker.get("", &format!("/paroles/themes/{rats}")).await.body;
        assert!(told.contains("Trop peu de paroles"), "what was not reviewed counts nowhere");
        stage.reviewed().await;
        coded(&stage, "chef", false, 10).await;
        let told = stage.knocker.get("", &format!("/paroles/themes/{rats}")).await.body;
        assert_eq!(told.matches("Des rats").count(), 12, "{told}");
        assert!(!told.contains("parents d’élèves"), "who spoke is not told");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_codebook_goes_out_as_a_file_comes_back_and_keeps_its_versions() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.codebook().await;
        let file = stage.knocker.get("chef", &format!("{}&format=csv-ouvert", stage.path("themes"))).await.body;
        assert!(file.contains("nuisibles"), "{file}");
        let consultation = stage.consultation.to_string();
        let around = [("concertation", consultation.as_str())];
        let sent = async |text: &str| {
            stage
                .knocker
                .upload("chef", "/gestion/paroles/themes", &around, ("fichier", "codes.csv", text.as_bytes()))
                .await
        };
        let reply = sent(&file).await;
        assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        let again = stage.knocker.get("chef", &format!("{}&format=csv-ouvert", stage.path("themes"))).await.body;
        assert_eq!(file, again, "read back as it was written");
        let reply = sent("code;theme;parent;besoin\neau;Eau;;B01\nfuite;Fuites;nulle-part;\n").await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("Ligne 3"), "{}", reply.body);
        assert!(stage.ids("SELECT id FROM codebook_theme WHERE code = 'eau'").await.is_empty(), "all of it or nothing");

        // A theme is changed, tied to its need, and the version before stays.
        let rats = stage.ids("SELECT id FROM codebook_theme WHERE code = 'nuisibles'").await[0];
        let parent = stage.ids("SELECT id FROM codebook_theme WHERE code = 'cadre-de-vie'").await[0].to_string();
        let need = stage.need.to_string();
        let path = format!("/gestion/paroles/themes/{rats}");
        let mut fields =
            vec![("nom", ""), ("parent", parent.as_str()), ("mots", "rat\nsouris"), ("besoin", need.as_str())];
        let reply = stage.knocker.post("chef", &path, &fields).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("rat\nsouris"), "typed text is given back");
        fields[0].1 = "Rats et souris";
        assert_eq!(stage.knocker.post("chef", &path, &fields).await.status.as_u16(), 303);
        assert_eq!(stage.ids("SELECT id FROM codebook_version").await.len(), 3);
        assert!(stage.column("SELECT content FROM codebook_version WHERE number = 1").await[0].contains("pigeons"));
        assert_eq!(stage.knocker.get("elue", &path).await.status.as_u16(), 403);
        let mut tx = stage.house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}
