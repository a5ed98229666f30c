//! A sheet of the field, with everything such sheets hold, loses nothing; on both databases.

use crate::setting::{arranged, hidden, migrations, new_sheet, opened, plain, sound};
use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

/// As a page of a town gives it: paragraphs, lists within lists, bullets of a word processor left inside.
const DESCRIPTION: &str = "<p>L’établissement s’engage dans ses quartiers :</p> <ul style=\"list-style-type: none\"> \
    • accompagner les professionnels ; <li>animer des dispositifs : <ul> <li>un fonds de soutien, près de 130 projets ;</li> \
    <li>un label, 29 projets ;</li> </ul></li></ul> <p>Il mobilise aussi l’aide privée & le mécénat.</p>";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_whole_sheet_is_lost() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(71));
        let knocker = Knocker::new(plan::door(), house.clone());
        let set = arranged(&house).await;
        let stake = set.stake.to_string();
        let mut form = new_sheet("F030", "Préserver la cohésion sociale des quartiers");
        form.extend([
            ("perimetre", "Établissement public territorial, en partie"),
            ("strategique", stake.as_str()),
            ("objectifs", "Réduire les inégalités entre ces quartiers et le reste de la métropole"),
            ("description", DESCRIPTION),
            ("pilote", "L’établissement, avec les communes"),
            ("competence", "Politique de la ville : l’établissement ; action sociale : départements et communes"),
            ("echeance", "short"),
            ("habitants", "held_by_residents"),
            ("conditions", "Des outils communs de suivi"),
            ("transposition", "À étudier territoire par territoire"),
        ]);
        let path = opened(&knocker, &form).await;
        let partners = [
            "Départements",
            "Signataires",
            "Associations",
            "Habitants",
            "Conseils citoyens",
            "Police",
            "État",
            "Bailleurs",
            "Action logement",
        ];
        let links = [
            "F026 : actions pour l’emploi",
            "F029 : un renouvellement urbain de qualité",
            "F007 : construire avec les habitants",
        ];
        for (part, name, values) in [("partenaires", "nom", partners.as_slice()), ("liens", "action", &links)] {
            let at = format!("{path}/liste/{part}");
            let revision = hidden(&knocker.get("chef", &at).await.body, "revision");
            let names: Vec<String> = (1..=values.len()).map(|rank| format!("{name}-{rank}")).collect();
            let lines = values.len().to_string();
            let mut form = vec![("lignes", lines.as_str()), ("revision", revision.as_str())];
            form.extend(names.iter().map(String::as_str).zip(values.iter().copied()));
            assert_eq!(knocker.post("chef", &at, &form).await.status.as_u16(), 303, "{part}");
        }
        assert_eq!(knocker.post("chef", &format!("{path}/publication"), &[]).await.status.as_u16(), 303);
        let open = plain(&knocker.get("", "/actions/F030").await.body);
        for told in [
            "en partie",
            "Habiter",
            "Réduire les inégalités",
            "accompagner les professionnels",
            "<ul><li>un fonds de soutien, près de 130 projets ;</li><li>un label, 29 projets ;</li></ul>",
            "l’aide privée &amp; le mécénat",
            "avec les communes",
            "départements et communes",
            "Court terme",
            "Portage par des habitants",
            "outils communs de suivi",
            "territoire par territoire",
        ]
        .iter()
        .chain(&partners)
        .chain(&links)
        {
            assert!(open.contains(told), "{told}: {open}");
        }
        assert!(!open.contains("list-style") && !open.contains('•'), "{open}");
        // What is typed again from the page is what was kept.
        let edit = knocker.get("chef", &format!("{path}/modifier")).await.body;
        assert!(plain(&edit).contains("- animer des dispositifs :\n  - un fonds de soutien"), "{edit}");
        sound(&house).await;
    })
    .await;
}
