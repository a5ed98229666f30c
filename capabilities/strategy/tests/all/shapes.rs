//! Contracts of four shapes, built through the doors: levels are named by each contract and nothing assumes any of them.

use database::testing::{each_database, outside};
use web::testing::{Knocker, house};

use crate::setting;
use crate::setting::{Manager, migrations};

/// A shape: levels of the tree from the top, transversal ones, then how many nodes under each parent.
struct Shape {
    code: &'static str,
    levels: &'static [(&'static str, &'static str)],
    across: &'static [(&'static str, &'static str, usize)],
    /// Children of each node of the level above, level by level.
    counts: &'static [&'static [usize]],
    sentence: &'static str,
}

const SHAPES: &[Shape] = &[
    Shape {
        code: "a-piliers",
        levels: &[("Pilier", "Piliers")],
        across: &[("Axe transversal", "Axes transversaux", 5)],
        counts: &[&[3]],
        sentence: "3 piliers, 5 axes transversaux",
    },
    Shape {
        code: "b-blocs",
        levels: &[("Bloc", "Blocs"), ("Objectif", "Objectifs")],
        across: &[("Préoccupation", "Préoccupations", 3)],
        counts: &[&[3], &[4, 3, 5]],
        sentence: "3 blocs, 12 objectifs, 3 préoccupations",
    },
    Shape {
        code: "c-exigences",
        levels: &[("Exigence", "Exigences"), ("Action", "Actions")],
        across: &[],
        counts: &[&[2], &[1, 2]],
        sentence: "2 exigences, 3 actions",
    },
    Shape {
        code: "d-territoires",
        levels: &[("Pilier", "Piliers"), ("Orientation", "Orientations")],
        across: &[("Projet de territoire", "Projets de territoire", 6)],
        counts: &[&[4], &[2, 2, 2, 2]],
        sentence: "4 piliers, 8 orientations, 6 projets de territoire",
    },
];

#[tokio::test(flavor = "multi_thread")]
async fn four_shapes_stand_side_by_side_on_one_installation() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(71));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        for shape in SHAPES {
            let contract = chef.opens(shape.code, &format!("Contrat {}", shape.code), "proposed").await;
            let mut above = vec![String::new()];
            let mut rank = 0;
            for (depth, names) in shape.levels.iter().enumerate() {
                let level = chef.level(&contract, &(depth + 1).to_string(), *names).await;
                let mut made = Vec::new();
                for (parent, count) in above.iter().zip(shape.counts[depth]) {
                    for _ in 0..*count {
                        rank += 1;
                        let title = format!("{} {rank}", names.0);
                        // No reference typed: the house counts.
                        made.push(chef.node(&contract, (&level, parent), "", &title).await);
                    }
                }
                above = made;
            }
            for (singular, plural, count) in shape.across {
                let level = chef.level(&contract, "transversal", (singular, plural)).await;
                for at in 0..*count {
                    chef.node(&contract, (&level, ""), "", &format!("{singular} {at}")).await;
                }
            }
            let page = chef.public(&format!("/contrat/{}", shape.code)).await;
            assert!(page.contains(shape.sentence), "{}: {page}", shape.code);
            chef.reads(&format!("/gestion/contrats/{contract}/arbre")).await;
        }
        // References given by the house are those of the levels, none twice.
        let csv = chef.public("/contrat/b-blocs?format=csv-ouvert").await;
        for code in ["B1", "B3", "O1", "O12", "P3"] {
            assert!(csv.contains(&format!(",{code},")), "{code} in {csv}");
        }

        let list = chef.public("/contrat").await;
        for shape in SHAPES {
            assert!(list.contains(shape.sentence), "{}", shape.code);
        }
        assert!(list.contains("4 contrats") && list.contains("Agglomération d’essai"), "{list}");
        let found = chef.public("/contrat?q=territoires").await;
        assert!(found.contains("1 contrat<") || found.contains("1 contrat "), "{found}");
        assert!(found.contains("/contrat/d-territoires\"") && !found.contains("/contrat/a-piliers\""), "{found}");
        let none = chef.public("/contrat?etat=signed").await;
        assert!(none.contains("0 contrat") && none.contains("Effacer les filtres"), "{none}");
        let path = |holder: &str| format!("/contrat?porteur={}", web::answer::encode(holder));
        assert!(chef.public(&path("Agglomération d’essai")).await.contains("4 contrats"));
        assert!(chef.public(&path("Une autre")).await.contains("0 contrat"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agglomeration_of_eight_contracts_is_read_across() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(72));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let mut first = String::new();
        for at in 1..=8 {
            let status = if at % 2 == 0 { "signed" } else { "proposed" };
            let id = chef.opens(&format!("ville-{at}"), &format!("Contrat de la ville {at}"), status).await;
            if first.is_empty() {
                first = id;
            }
        }
        let list = chef.public("/contrat").await;
        assert!(list.contains("8 contrats"), "{list}");
        let signed = chef.public("/contrat?etat=signed").await;
        assert!(signed.contains("4 contrats"), "{signed}");

        // Who signs, and what each brings.
        let body = [("nom", "Commune d’essai"), ("obligation", "required"), ("etat", "signed")];
        chef.does(&format!("/gestion/contrats/{first}/signataires"), &body).await;
        let sheet = chef.reads(&format!("/gestion/contrats/{first}")).await;
        let signatory = sheet.split("/gestion/contrats/signataires/").nth(1).expect("a signatory");
        let signatory = signatory.split('"').next().unwrap_or_default().to_owned();
        let lines = format!("/gestion/contrats/signataires/{signatory}/engagements");
        chef.does(&lines, &[("nature", "specific"), ("montant", "12 500,50 €"), ("annee", "2025")]).await;
        chef.does(&lines, &[("nature", "staff"), ("etp", "1,5"), ("precision", "Médiation")]).await;
        chef.does(&lines, &[("nature", "expertise"), ("precision", "Une étude des mobilités")]).await;
        chef.does(&lines, &[("nature", "common_law"), ("montant", "80000")]).await;
        let page = chef.public("/contrat/ville-1").await;
        for said in
            ["de crédits spécifiques", "de droit commun", "1,5 équivalent temps plein", "Une étude des mobilités"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        let reply = chef.tries(&lines, &[("nature", "specific"), ("montant", "beaucoup"), ("annee", "1999")]).await;
        assert_eq!(reply.status.as_u16(), 422);
        for field in ["erreur-montant", "erreur-annee"] {
            assert!(reply.body.contains(field), "{field}: {}", reply.body);
        }
        let own = chef.reads(&format!("/gestion/contrats/signataires/{signatory}")).await;
        let line = own.split("/gestion/contrats/engagements/").nth(1).and_then(|rest| rest.split('"').next());
        let line = format!("/gestion/contrats/engagements/{}", line.expect("a line"));
        let form = chef.reads(&line).await;
        assert!(form.contains("value=\"12500,50\""), "{form}");
        let amended = [("nature", "specific"), ("montant", "13000"), ("revision", "1")];
        chef.does(&line, &amended).await;
        let late = chef.tries(&line, &[("nature", "specific"), ("montant", "14000"), ("revision", "1")]).await;
        assert_eq!(late.status.as_u16(), 409, "{}", late.body);
        assert!(late.body.contains("13000") && late.body.contains("14000"), "both are shown: {}", late.body);
        chef.does(&format!("{line}/retrait"), &[]).await;

        // Amendments.
        let amendments = format!("/gestion/contrats/{first}/avenants");
        chef.does(&amendments, &[("numero", "1"), ("changements", "Un quartier de plus")]).await;
        let twice = chef.tries(&amendments, &[("numero", "1"), ("changements", "")]).await;
        assert_eq!(twice.status.as_u16(), 422);
        assert!(twice.body.contains("erreur-numero") && twice.body.contains("erreur-changements"), "{}", twice.body);
        let sheet = chef.reads(&format!("/gestion/contrats/{first}")).await;
        let amendment = sheet.split("/gestion/contrats/avenants/").nth(1).and_then(|rest| rest.split('"').next());
        let amendment = format!("/gestion/contrats/avenants/{}", amendment.expect("an amendment"));
        let signed = [
            ("numero", "1"),
            ("signe-jour", "3"),
            ("signe-mois", "4"),
            ("signe-annee", "2026"),
            ("changements", "Deux quartiers de plus"),
            ("revision", "1"),
        ];
        chef.does(&amendment, &signed).await;
        let page = chef.public("/contrat/ville-1").await;
        assert!(page.contains("signé le 3 avril 2026") && page.contains("Deux quartiers de plus"), "{page}");
        let late = chef.tries(&amendment, &[("numero", "1"), ("changements", "Trois"), ("revision", "1")]).await;
        assert_eq!(late.status.as_u16(), 409);
        assert!(late.body.contains("Deux quartiers de plus") && late.body.contains("Trois"), "{}", late.body);
        chef.does(&format!("{amendment}/retrait"), &[]).await;

        // A signatory goes with what it was to bring.
        chef.does(&format!("/gestion/contrats/signataires/{signatory}/retrait"), &[]).await;
        assert_eq!(setting::count(&house, "SELECT COUNT(*) FROM contract_commitment").await, 0);
        let mut tx = house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert_eq!(report.findings, [], "every row is as its last act left it");
    })
    .await;
}
