//! The library and its grid: sheets written, figures typed and pasted, what is secret and what gives it away.

use crate::setting::{arranged, bring, door_of, said, sheet, with_house};
use web::testing::hidden;

const HOME: &str = "/gestion/observatoire";

#[tokio::test]
async fn an_indicator_is_described_once_and_changed_with_its_revision() {
    with_house(|house| async move {
        let knocker = door_of(house.clone());
        let new = format!("{HOME}/indicateurs/nouveau");
        assert!(said(&knocker.get("chef", HOME).await).contains("La bibliothèque est vide"));
        let wrong = [
            ("reference", "Accès !"),
            ("libelle", ""),
            ("theme", ""),
            ("unite", "lieues"),
            ("producteur", ""),
            ("reference-valeur", "beaucoup"),
            ("cible-annee", "1789"),
            ("limites", "Texte à garder"),
        ];
        let refused = knocker.post("chef", &new, &wrong).await;
        assert_eq!(refused.status, 422);
        let page = said(&refused);
        for words in [
            "La référence a de 1 à 40 signes",
            "Donnez un nom à l’indicateur",
            "Donnez le thème",
            "Choisissez l’unité",
            "Dites qui mesure",
            "C’est un nombre, par exemple",
            "de 1968 à 2100",
            "Texte à garder",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        let done = knocker.post("chef", &new, &sheet(&[("cible-valeur", "80,5"), ("cible-annee", "2030")])).await;
        assert_eq!(done.location, format!("{HOME}/indicateurs/acces_soins?fait=ajoute"), "{}", said(&done));
        let twice = knocker.post("chef", &new, &sheet(&[])).await;
        assert!(said(&twice).contains("Un indicateur a déjà cette référence"));

        let path = format!("{HOME}/indicateurs/acces_soins");
        let page = knocker.get("chef", &path).await;
        assert!(said(&page).contains("80,5") && said(&page).contains("Santé"), "{}", said(&page));
        let revision = hidden(&page.body, "revision");
        let fields = sheet(&[("libelle", "Accès à un médecin"), ("revision", &revision)]);
        assert_eq!(knocker.post("chef", &path, &fields).await.status, 303);
        let stale = knocker.post("chef", &path, &fields).await;
        assert_eq!(stale.status, 409);
        assert!(said(&stale).contains("Accès à un médecin"), "the text is given back");
        assert!(said(&knocker.get("chef", HOME).await).contains("Accès à un médecin"));
        for token in ["", "asso", "elue", "chef-sans-code"] {
            assert_ne!(knocker.get(token, HOME).await.status, 200, "{token}");
            assert_ne!(knocker.post(token, &new, &sheet(&[("reference", "x")])).await.status, 303, "{token}");
        }
        web::testing::sound(&house).await;
    })
    .await;
}

#[tokio::test]
async fn figures_are_typed_in_a_grid_and_what_would_tell_of_somebody_is_not_published() {
    with_house(|house| async move {
        arranged(&house).await;
        let knocker = door_of(house.clone());
        let path = format!("{HOME}/indicateurs/abcde/valeurs");
        let open = format!("{path}?annee=2021");
        let grid = knocker.get("chef", &open).await;
        assert!(
            said(&grid).contains("Bel Air, QN01101I") && said(&grid).contains("Carcassonne (commune)"),
            "{}",
            said(&grid)
        );
        let mark = hidden(&grid.body, "marque");
        let base = [("annee", "2021"), ("page", "1"), ("marque", mark.as_str()), ("source", "France Travail, 2021")];
        let wrong =
            [&base[..], &[("v-QN01101I-", "beaucoup"), ("v-QN01101I-f", "12,5"), ("v-QN01102N-", "1 084")]].concat();
        let refused = knocker.post("chef", &path, &wrong).await;
        assert_eq!(refused.status, 422);
        for words in ["« beaucoup » n’est pas un nombre", "est entier", "1 084", "href=\"#champ-v-QN01101I-\""] {
            assert!(said(&refused).contains(words), "{words}: {}", said(&refused));
        }
        let sound = [
            &base[..],
            &[
                ("v-QN01101I-", "64"),
                ("v-QN01101I-f", "4"),
                ("v-QN01101I-h", "60"),
                ("v-QN01102N-", "1\u{202f}084"),
                ("v-QN01102N-f", "500"),
                ("v-QN01102N-h", "584"),
                ("v-QN01103N-", "s"),
                ("v-QN01103N-f", "nd"),
                ("v-QN01103N-h", "0"),
            ],
        ]
        .concat();
        let done = knocker.post("chef", &path, &sound).await;
        assert_eq!(done.status, 303, "{}", said(&done));
        assert_eq!(knocker.post("chef", &path, &sound).await.status, 409, "figures changed since the page was drawn");

        // The team reads what it wrote and why it is kept back; the public reads neither the four women nor who gives them away.
        let grid = said(&knocker.get("chef", &open).await);
        for words in [
            "value=\"4\"",
            "non publié : effectif trop petit",
            "value=\"1084\"",
            "value=\"s\"",
            "value=\"nd\"",
            "value=\"0\"",
        ] {
            assert!(grid.contains(words), "{words}: {grid}");
        }
        let csv = knocker.get("", "/observatoire/indicateurs/abcde/valeurs?format=csv-ouvert").await.body;
        let line = |place: &str, part: &str| {
            csv.lines()
                .find(|line| line.starts_with(place) && line.contains(&format!(",abcde,{part},")))
                .unwrap_or_default()
        };
        assert!(line("QN01101I", "f").contains("Non diffusé") && !line("QN01101I", "f").contains(",4,"), "{csv}");
        assert!(
            line("QN01101I", "h").contains("Non diffusé"),
            "sixty men and a total of 64 would tell the four women: {csv}"
        );
        assert!(
            line("QN01102N", "f").contains("Non diffusé") && line("QN01102N", "h").contains("Non diffusé"),
            "{csv}"
        );
        assert!(line("QN01101I", "").contains(",64,"), "{csv}");
        assert!(
            line("QN01103N", "").contains("Non diffusé") && line("QN01103N", "f").contains("Secret ou manquant"),
            "{csv}"
        );
        assert!(line("QN01103N", "h").contains(",0,"), "nought is a figure: {csv}");

        // Secrecy lifted by the sheet, everything is told; put back, it is kept again.
        let of = format!("{HOME}/indicateurs/abcde");
        let revision = hidden(&knocker.get("chef", &of).await.body, "revision");
        let fields =
            sheet(&[("unite", "people"), ("ventilations", "sex"), ("revision", &revision), ("secret", "aucun")]);
        assert_eq!(knocker.post("chef", &of, &fields).await.status, 303);
        let csv = knocker.get("", "/observatoire/indicateurs/abcde/valeurs?format=csv-ouvert").await.body;
        assert!(
            csv.lines().any(|line| line.starts_with("QN01101I") && line.contains(",abcde,f,2021,2021,4,")),
            "{csv}"
        );
        for token in ["", "asso", "elue"] {
            assert_ne!(knocker.post(token, &path, &sound).await.status, 303, "{token}");
        }
        web::testing::sound(&house).await;
    })
    .await;
}

#[tokio::test]
async fn cells_of_a_spreadsheet_are_laid_on_the_grid_before_anything_is_kept() {
    with_house(|house| async move {
        arranged(&house).await;
        let knocker = door_of(house.clone());
        let path = format!("{HOME}/indicateurs/abcde/valeurs/collage");
        let text = "Quartier\tFemmes\tHommes\nQN01101I\t31\t33,0\nle viguier\ts\t1 084\n";
        let fields = |text| [("annee", "2021"), ("page", "1"), ("tableau", text)];
        let laid = knocker.post("chef", &path, &fields(text)).await;
        assert_eq!(laid.status, 200, "{}", said(&laid));
        for words in
            ["name=\"v-QN01101I-f\" type=\"text\" value=\"31\"", "value=\"33,0\"", "value=\"1 084\"", "value=\"s\""]
        {
            assert!(said(&laid).contains(words), "{words}: {}", said(&laid));
        }
        let wrong = knocker.post("chef", &path, &fields("Inconnu\t12\nBel Air\tbeaucoup\n")).await;
        assert_eq!(wrong.status, 422);
        for words in ["« Inconnu » n’est ni un quartier", "« beaucoup » n’est pas un nombre", "Inconnu\t12"] {
            assert!(said(&wrong).contains(words), "{words}: {}", said(&wrong));
        }
        let csv = knocker.get("", "/observatoire/indicateurs/abcde/valeurs").await.body;
        assert_eq!(csv.lines().count(), 1, "nothing is kept: {csv}");
        let no_year = knocker.get("chef", "/gestion/observatoire/indicateurs/abcde/valeurs?annee=1600").await;
        assert_eq!(no_year.status, 422);
        assert!(said(&no_year).contains("L’année est un nombre de 1968 à 2100"), "{}", said(&no_year));
        assert!(no_year.body.contains("value=\"1600\""), "what was typed is given back");
    })
    .await;
}

#[tokio::test]
async fn what_a_sheet_protects_later_is_kept_back_of_every_edition() {
    with_house(|house| async move {
        arranged(&house).await;
        bring(
            &house,
            "lieu;indicateur;valeur;annee;edition\nQN01101I;pop_mun;4;2021;2022\nQN01101I;pop_mun;6;2021;2023\nQN01102N;pop_mun;900;2021;2023\n",
        )
        .await;
        let knocker = door_of(house.clone());
        let open = "/observatoire/indicateurs/pop_mun/valeurs?format=csv-ouvert";
        let told = knocker.get("", open).await.body;
        assert!(told.contains(",2021,2022,4,") && told.contains(",2021,2023,6,"), "{told}");
        let of = format!("{HOME}/indicateurs/pop_mun");
        let revision = hidden(&knocker.get("chef", &of).await.body, "revision");
        let fields = sheet(&[("unite", "inhabitants"), ("revision", &revision), ("secret", "households")]);
        assert_eq!(knocker.post("chef", &of, &fields).await.status, 303);
        let told = knocker.get("", open).await.body;
        let kept = told.lines().filter(|line| line.starts_with("QN01101I") && line.contains("Non diffusé")).count();
        assert_eq!(kept, 2, "the edition before would tell as much: {told}");
        assert!(told.contains(",2021,2023,900,"), "{told}");
    })
    .await;
}
