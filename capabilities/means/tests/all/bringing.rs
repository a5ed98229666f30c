//! Ordinary means: a line, the grid, a spreadsheet; each partner its own; on both databases.

use database::testing::{each_database, outside};

use crate::setting::{HOME, arranged, found, hidden, line, migrations, plain};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_stands_beside_what_was_brought() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(301)).await;
        set.tied().await;
        let new = format!("{HOME}/droit-commun/nouvelle");
        let wrong = [("contrat", "essai"), ("annee", "2031"), ("montant", "douze"), ("pourquoi", "Gardé tel quel")];
        let (status, page, _) = set.send("chef", &new, &wrong).await;
        assert!(status == 422 && page.contains("Gardé tel quel") && page.contains("value=\"douze\""), "{page}");
        for sentence in [
            "Choisissez un partenaire",
            "entre 2024 et 2030",
            "« pas demandé » ou « non diffusé »",
            "Saisissez la politique ou le dispositif",
            "Saisissez le jour du calcul",
        ] {
            assert!(page.contains(sentence), "{sentence}: {page}");
        }
        let department = set.partner(1);
        let bare = line(&department, &[("methode", ""), ("confiance", ""), ("pourquoi", "")]);
        let (_, page, _) = set.send("chef", &new, &bare).await;
        assert!(page.contains("comment c’est valorisé") && page.contains("en une phrase"), "{page}");

        let (_, page) = set.read("chef", &format!("{HOME}?annee=2026")).await;
        assert!(page.contains("rien n’est saisi sur 60 000 € promis"), "{page}");
        assert!(page.contains("Conseil départemental") && page.contains("non renseigné"), "{page}");
        let (status, page, _) = set.send("chef", &new, &line(&department, &[("etp", "1,5")])).await;
        assert_eq!(status, 303, "{page}");
        let (status, page, _) = set.send("chef", &new, &line(&department, &[])).await;
        assert!(status == 422 && page.contains("a déjà une ligne"), "{page}");
        let (_, page) = set.read("chef", &format!("{HOME}?annee=2026")).await;
        assert!(page.contains("42 500,50") && page.contains("il manque 17 499,50 €"), "{page}");
        assert!(page.contains("il manque 0,5 ETP"), "{page}");

        let own = found(&page, &format!("{HOME}/droit-commun/"));
        let own = if own.ends_with("nouvelle") {
            let rest = page.split_once("/droit-commun/nouvelle").expect("a link").1;
            found(rest, &format!("{HOME}/droit-commun/"))
        } else {
            own
        };
        // Nought, not asked and not disclosed are three things.
        for (typed, told) in [("0", "0,00"), ("pas demandé", "pas demandé"), ("n.d.", "non diffusé")] {
            let (_, page) = set.read("chef", &own).await;
            let revision = hidden(&page, "revision");
            let changed = line(&department, &[("montant", typed), ("revision", &revision)]);
            let (status, page, _) = set.send("chef", &own, &changed).await;
            assert_eq!(status, 303, "{page}");
            let (_, page) = set.read("chef", &format!("{HOME}?annee=2026")).await;
            assert!(page.contains(told), "{told}: {page}");
        }
        let (status, page, _) = set.send("chef", &own, &line(&department, &[("revision", "1")])).await;
        assert!(status == 409 && page.contains("Effectifs connus"), "stale: {page}");
        let (_, page) = set.read("chef", &own).await;
        let revision = hidden(&page, "revision");
        assert_eq!(set.send("chef", &format!("{own}/suppression"), &[("revision", &revision)]).await.0, 303);
        assert_eq!(set.read("chef", &own).await.0, 404);
        assert_eq!(set.acts("means.fill").await, 5);
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_enters_its_own_lines_and_no_other() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(302)).await;
        let (state, department) = (set.partner(0), set.partner(1));
        let new = format!("{HOME}/droit-commun/nouvelle");
        let (status, page) = set.read("financeur-departement", &format!("{new}?contrat=essai")).await;
        assert!(status == 200 && page.contains("Département d’essai"), "{page}");
        assert!(!page.contains("Préfecture de l’Aude"), "she is offered herself only: {page}");
        assert_eq!(set.send("financeur-departement", &new, &line(&state, &[])).await.0, 403);
        assert_eq!(set.send("financeur-departement", &new, &line(&department, &[])).await.0, 303);
        assert_eq!(set.send("chef", &new, &line(&state, &[("dispositif", "Cités éducatives")])).await.0, 303);
        let (_, page) = set.read("financeur-departement", &format!("{HOME}?annee=2026")).await;
        assert!(page.contains("Prévention spécialisée") && !page.contains("Cités éducatives"), "{page}");
        let (_, page) = set.read("chef", &format!("{HOME}?annee=2026")).await;
        let rest = page.split_once("Lignes</h2>").expect("lines").1;
        let addresses: Vec<&str> = rest.split("href=\"").skip(1).filter_map(|one| one.split('"').next()).collect();
        let lines: Vec<&&str> = addresses.iter().filter(|one| one.contains("/droit-commun/")).collect();
        assert_eq!(lines.len(), 2, "{addresses:?}");
        let mut seen = Vec::new();
        for one in lines {
            seen.push(set.read("financeur-departement", one).await.0);
        }
        seen.sort_unstable();
        assert_eq!(seen, [200, 404], "hers, and the one that is not there for her");
        assert_eq!(set.read("elue", &new).await.0, 403, "she reads and fills nothing in");
        assert_eq!(set.read("ailleurs", &format!("{HOME}?contrat=essai")).await.0, 404);
        assert_eq!(set.read("asso-saisie", HOME).await.0, 403);
        assert_eq!(set.read("financeur-departement", &format!("{HOME}/levier")).await.0, 404, "of the whole contract");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grid_says_a_whole_scheme_at_once() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(303)).await;
        let department = set.partner(1);
        let grid = format!("{HOME}/grille");
        let (_, page) = set.read("financeur-departement", &format!("{grid}?contrat=essai")).await;
        assert!(page.contains("Ouvrir la grille") && !page.contains("Enregistrer la grille"), "{page}");
        let open = format!("{grid}?contrat=essai&annee=2026&dispositif=Coll%C3%A8ges&partenaire={department}");
        let (_, page) = set.read("financeur-departement", &open).await;
        assert!(page.contains("Grandir en bonne santé, La Conte, en euros"), "{page}");
        let (theme, area) = (set.ground.nodes[0].simple().to_string(), set.ground.areas[0].simple().to_string());
        let (here, whole, none) = (format!("m-{theme}-{area}"), format!("m-{theme}-0"), "m-0-0".to_owned());
        let mark = hidden(&page, "marque");
        let base = line(&department, &[("dispositif", "Collèges"), ("montant", "")]);
        let typed = |mark: &str, cells: &[(&str, &str)]| -> Vec<(String, String)> {
            let all = base.iter().chain(cells).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            all.chain([("marque".to_owned(), mark.to_owned())]).collect()
        };
        let send = async |fields: Vec<(String, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
            set.send("financeur-departement", &grid, &fields).await
        };
        let (status, page, _) = send(typed(&mark, &[(&here, "1 200"), (&whole, "douze")])).await;
        assert!(status == 422 && page.contains("value=\"douze\"") && page.contains("value=\"1 200\""), "{page}");
        let cells = [(&*here, "1 200"), (&*whole, "–"), (&*none, "0")];
        assert_eq!(send(typed(&mark, &cells)).await.0, 303);
        assert_eq!(send(typed(&mark, &cells)).await.0, 409, "the grid is no longer what she read");
        let (_, page) = set.read("financeur-departement", &open).await;
        assert!(page.contains("value=\"1200\"") && page.contains("value=\"pas demandé\""), "{page}");
        let mark = hidden(&page, "marque");
        assert_eq!(send(typed(&mark, &[(&here, "1 200"), (&none, "0")])).await.0, 303);
        let (_, page) = set.read("financeur-departement", &format!("{HOME}?annee=2026")).await;
        assert!(page.contains("1 200,00") && page.contains("2 lignes"), "an empty cell is a line less: {page}");
        set.sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_is_tried_then_kept_and_brought_twice_changes_nothing() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(304)).await;
        let import = format!("{HOME}/import");
        let keep = format!("{import}/enregistrement");
        let (status, page, _) = set.send("chef", &import, &[("contrat", "essai"), ("tableau", "Montant\n12")]).await;
        assert!(status == 422 && page.contains("Il manque : Partenaire"), "{page}");
        let head = "Partenaire;Année;Dispositif;Thème;Quartier;Montant;ETP;Méthode;Confiance;Pourquoi cette confiance;Source\n";
        let good = "Département d’essai;2026;Collèges;O1;La Conte;12 500,50;1,5;Coût réel;forte;Comptes;Budget\n";
        let bad = format!("{head}{good}Région;2026;Lycées;O1;;5;;Coût réel;forte;Comptes;Budget\n");
        let (status, page, _) = set.send("chef", &import, &[("contrat", "essai"), ("tableau", &bad)]).await;
        assert!(status == 200 && page.contains("« Région » n’est pas une organisation connue ici"), "{page}");
        assert!(page.contains("1 ligne nouvelle") && page.contains("1 à corriger"), "{page}");
        let (status, page, _) = set.send("chef", &keep, &[("contrat", "essai"), ("tableau", &bad)]).await;
        assert!(status == 422 && page.contains("rien n’est enregistré") && page.contains("Lycées"), "{page}");
        let sound = format!("{head}{good}Préfecture de l’Aude;2026;Cités éducatives;;;pas demandé;;;;;Courrier\n");
        let fields = [("contrat", "essai"), ("tableau", &*sound)];
        let (_, page, _) = set.send("financeur-departement", &import, &fields).await;
        assert!(page.contains("Ces moyens sont ceux d’un autre partenaire"), "{page}");
        assert_eq!(set.send("chef", &keep, &fields).await.0, 303);
        assert_eq!(set.acts("means.fill").await, 1);
        let (_, page, _) = set.send("chef", &import, &fields).await;
        assert!(page.contains("0 ligne nouvelle") && page.contains("2 inchangées"), "{page}");
        assert_eq!(set.send("chef", &keep, &fields).await.0, 303);
        assert_eq!(set.acts("means.fill").await, 1, "nothing changed, nothing is recorded");
        // What is taken away is pasted back as it is.
        let (_, file) = set.read("chef", &format!("{HOME}?annee=2026&format=csv")).await;
        let file = file.trim_start_matches('\u{feff}').to_owned();
        let (_, page, _) = set.send("chef", &import, &[("contrat", "essai"), ("tableau", &file)]).await;
        assert!(page.contains("2 inchangées"), "{file}\n{}", plain(&page));
        set.sound().await;
    })
    .await;
}
