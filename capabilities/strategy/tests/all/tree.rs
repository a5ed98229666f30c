//! The tree at work, on both databases: moved, crossed, numbered, taken back, written by two at once, compared.

use database::testing::{each_database, outside};
use kernel::Uuid;
use web::testing::{Knocker, house};

use crate::setting::{Manager, id_of, migrations};

/// A contract of two levels and an axis: contract, levels, two stakes, three objectives under the first, an axis.
struct Tree {
    contract: String,
    objective: String,
    stakes: [String; 2],
    objectives: [String; 3],
    axis: String,
}

async fn planted(chef: &Manager<'_>, code: &str) -> Tree {
    let contract = chef.opens(code, "Contrat d’essai", "proposed").await;
    let stake = chef.level(&contract, "1", ("Enjeu", "Enjeux")).await;
    let objective = chef.level(&contract, "2", ("Objectif", "Objectifs")).await;
    let across = chef.level(&contract, "transversal", ("Axe", "Axes")).await;
    let first = chef.node(&contract, (&stake, ""), "E1", "Habiter").await;
    let second = chef.node(&contract, (&stake, ""), "E2", "Grandir").await;
    let mut objectives = Vec::new();
    for (code, title) in [("O1", "Lieux entretenus"), ("O2", "Quartiers apaisés"), ("O3", "Logements sains")] {
        objectives.push(chef.node(&contract, (&objective, &first), code, title).await);
    }
    let axis = chef.node(&contract, (&across, ""), "T1", "Mobilités douces").await;
    let objectives = objectives.try_into().expect("three");
    Tree { contract, objective, stakes: [first, second], objectives, axis }
}

/// The references of a contract in the order they are read.
async fn codes(knocker: &Knocker, code: &str) -> Vec<String> {
    let csv = knocker.get("", &format!("/contrat/{code}?format=csv-ouvert")).await.body;
    csv.lines().skip(1).filter_map(|line| line.split(',').nth(1)).map(str::to_owned).collect()
}

/// The gesture the page offers to take back.
async fn last_gesture(chef: &Manager<'_>, contract: &str) -> String {
    let page = chef.reads(&format!("/gestion/contrats/{contract}/arbre")).await;
    let id = page.split("/gestion/contrats/gestes/").nth(1).and_then(|rest| rest.split('/').next());
    format!("/gestion/contrats/gestes/{}/annulation", id.expect("a gesture to take back"))
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_move_and_every_gesture_is_taken_back() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(73));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let tree = planted(&chef, "essai").await;
        let node = |id: &str| format!("/gestion/contrats/elements/{id}");
        let [o1, o2, o3] = &tree.objectives;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O1", "O2", "O3", "E2", "T1"]);

        // Among its neighbours, then back.
        chef.does(&format!("{}/monter", node(o3)), &[]).await;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O1", "O3", "O2", "E2", "T1"]);
        chef.does(&last_gesture(&chef, &tree.contract).await, &[]).await;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O1", "O2", "O3", "E2", "T1"]);
        // What was taken back is done again.
        chef.does(&last_gesture(&chef, &tree.contract).await, &[]).await;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O1", "O3", "O2", "E2", "T1"]);
        chef.does(&format!("{}/descendre", node(o3)), &[]).await;

        // Under another, by its reference, first of its new neighbours; then before one of them, as the pointer does.
        let moving = [("vers", "e2"), ("rang", "premier"), ("depuis", &tree.stakes[0]), ("raison", "Comité technique")];
        let location = chef.does(&format!("{}/deplacement", node(o2)), &moving).await;
        assert_eq!(&id_of(&location), o2);
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O1", "O3", "E2", "O2", "T1"]);
        let before = [("vers", tree.stakes[1].as_str()), ("avant", o2), ("depuis", &tree.stakes[0])];
        chef.does(&format!("{}/deplacement", node(o1)), &before).await;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O3", "E2", "O1", "O2", "T1"]);

        // Somebody who saw it elsewhere is told where it is now; nothing moves.
        let late = chef.tries(&format!("{}/deplacement", node(o1)), &before).await;
        assert_eq!(late.status.as_u16(), 409, "{}", late.body);
        assert!(late.body.contains("sous « Grandir »"), "{}", late.body);

        // Words that make no tree, each with its sentence, and what was typed given back.
        let other = planted(&chef, "autre").await;
        let refused: [(&str, &str, &str); 6] = [
            (&tree.stakes[1], o1, "sous lui-même"),
            (&tree.stakes[1], &tree.stakes[1], "sous lui-même"),
            (o3, &other.stakes[0], "pas dans ce contrat"),
            (o3, "haut", "ne peut pas se trouver en haut"),
            (o3, &tree.axis, "choisissez le niveau juste au-dessus"),
            (o3, "Z9", "ne porte cette référence"),
        ];
        for (moved, to, sentence) in refused {
            let from = if tree.stakes.contains(&moved.to_owned()) { "haut" } else { &tree.stakes[0] };
            let fields = [("vers", to), ("depuis", from), ("raison", "Motif gardé")];
            let reply = chef.tries(&format!("{}/deplacement", node(moved)), &fields).await;
            assert_eq!(reply.status.as_u16(), 422, "{to}: {}", reply.body);
            for part in [sentence, "id=\"erreur-vers\"", "Motif gardé"] {
                assert!(reply.body.contains(part), "{to}, {part}: {}", reply.body);
            }
        }
        let strange = [("niveau", tree.objective.as_str()), ("parent", &other.stakes[0]), ("intitule", "Titre gardé")];
        let reply = chef.tries(&format!("/gestion/contrats/{}/elements", tree.contract), &strange).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("pas dans ce contrat") && reply.body.contains("Titre gardé"), "{}", reply.body);

        // A node goes and comes back with its reference; one that carries others does not go.
        let stuck = chef.tries(&format!("{}/suppression", node(&tree.stakes[1])), &[]).await;
        assert_eq!(stuck.status.as_u16(), 409);
        chef.does(&format!("{}/suppression", node(o3)), &[]).await;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "E2", "O1", "O2", "T1"]);
        let gone = knocker.get("", &format!("/contrat/essai/elements/{o3}")).await;
        assert_eq!(gone.status.as_u16(), 404);
        chef.does(&last_gesture(&chef, &tree.contract).await, &[]).await;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O3", "E2", "O1", "O2", "T1"]);

        // Others may read who did it; they change nothing.
        let path = format!("/gestion/contrats/{}/historique", tree.contract);
        let read = knocker.get("elue", &path).await;
        assert_eq!(read.status.as_u16(), 200, "{}", read.body);
        assert!(read.body.contains("Comité technique") && !read.body.contains("annulation"), "{}", read.body);
        assert_eq!(knocker.get("", &path).await.status.as_u16(), 303, "a visitor is asked who she is");
        assert_eq!(knocker.get("asso", &path).await.status.as_u16(), 403);

        let mut tx = house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert_eq!(report.findings, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gesture_is_not_taken_back_over_what_somebody_did_since() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(74));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let tree = planted(&chef, "essai").await;
        let [o1, ..] = &tree.objectives;
        let page = format!("/gestion/contrats/elements/{o1}");
        let words = |title: &'static str, revision: &'static str| {
            [("reference", "O1"), ("intitule", title), ("raison", "Relecture"), ("revision", revision)]
        };
        chef.does(&page, &words("Lieux propres", "1")).await;
        let mine = last_gesture(&chef, &tree.contract).await;
        chef.does(&page, &words("Lieux soignés", "2")).await;
        let refused = chef.tries(&mine, &[]).await;
        assert_eq!(refused.status.as_u16(), 409);
        for part in ["« Lieux soignés » a changé depuis", "Personne d’essai (chef)", "Rien n’a été changé"] {
            assert!(refused.body.contains(part), "{part}: {}", refused.body);
        }

        // Two wrote at once: both texts are there, and the second may still be kept.
        let second = [
            ("reference", "O1"),
            ("intitule", "Lieux bien tenus"),
            ("resume", "Un résumé gardé"),
            ("raison", "Mon avis"),
            ("revision", "2"),
        ];
        let both = chef.tries(&page, &second).await;
        assert_eq!(both.status.as_u16(), 409, "{}", both.body);
        for part in
            ["Lieux soignés", "Lieux bien tenus", "Un résumé gardé", "Personne d’essai (chef) a modifié", "Mon avis"]
        {
            assert!(both.body.contains(part), "{part}: {}", both.body);
        }
        assert!(both.body.contains("name=\"revision\" value=\"3\""), "{}", both.body);
        let mut again = second;
        again[4].1 = "3";
        chef.does(&page, &again).await;
        let read = chef.public(&format!("/contrat/essai/elements/{o1}")).await;
        assert!(read.contains("Lieux bien tenus") && read.contains("Un résumé gardé"), "{read}");
        // A reference already used and a text too long, told together.
        let wrong = [("reference", "O2"), ("intitule", ""), ("revision", "4")];
        let reply = chef.tries(&page, &wrong).await;
        assert_eq!(reply.status.as_u16(), 422);
        assert!(reply.body.contains("La référence O2 est déjà prise"), "{}", reply.body);
        assert!(reply.body.contains("erreur-intitule"), "{}", reply.body);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn axes_and_lenses_cross_the_tree_and_references_are_counted_again() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(75));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let tree = planted(&chef, "essai").await;
        let [o1, ..] = &tree.objectives;
        let lenses = format!("/gestion/contrats/{}/regards", tree.contract);
        chef.does(&lenses, &[("regard", "Personnes âgées")]).await;
        let twice = chef.tries(&lenses, &[("regard", "personnes agées")]).await;
        assert_eq!(twice.status.as_u16(), 422);
        assert!(twice.body.contains("a déjà ce regard"), "{}", twice.body);

        let tags = format!("/gestion/contrats/elements/{o1}/reperes");
        let own = [("reperes", tree.axis.as_str()), ("reperes", "lens:climate"), ("reperes", "lens:x-personnesagees")];
        chef.does(&tags, &own).await;
        let read = chef.public(&format!("/contrat/essai/elements/{o1}")).await;
        for words in ["Mobilités douces", "Climat", "Personnes âgées"] {
            assert!(read.contains(words), "{words}: {read}");
        }
        let wrong = chef.tries(&tags, &[("reperes", "lens:inconnu"), ("reperes", &tree.stakes[0])]).await;
        assert_eq!(wrong.status.as_u16(), 422, "{}", wrong.body);
        assert!(wrong.body.contains("erreur-reperes"), "{}", wrong.body);
        // An axis that crosses something does not go.
        let stuck = chef.tries(&format!("/gestion/contrats/elements/{}/suppression", tree.axis), &[]).await;
        assert_eq!(stuck.status.as_u16(), 409);
        assert!(stuck.body.contains("axe transversal"), "{}", stuck.body);

        let count = format!("/gestion/contrats/{}/numerotation", tree.contract);
        chef.does(&count, &[("maniere", "nested")]).await;
        assert_eq!(codes(&knocker, "essai").await, ["1", "1.1", "1.2", "1.3", "2", "A1"]);
        chef.does(&last_gesture(&chef, &tree.contract).await, &[]).await;
        assert_eq!(codes(&knocker, "essai").await, ["E1", "O1", "O2", "O3", "E2", "T1"]);
        let none = chef.tries(&count, &[]).await;
        assert_eq!(none.status.as_u16(), 422);
        assert!(none.body.contains("erreur-maniere"), "{}", none.body);

        // What other slices are told.
        let mut tx = house.read().await.expect("read");
        let contract: Uuid = tree.contract.parse().expect("an identifier");
        let nodes = strategy::facade::nodes(&mut tx, contract).await.expect("nodes");
        let told: Vec<(&str, &str, usize)> =
            nodes.iter().map(|node| (node.code.as_str(), node.level.as_str(), node.tags.len())).collect();
        let wanted = [
            ("E1", "Enjeu", 0),
            ("O1", "Objectif", 3),
            ("O2", "Objectif", 0),
            ("O3", "Objectif", 0),
            ("E2", "Enjeu", 0),
            ("T1", "Axe", 0),
        ];
        assert_eq!(told, wanted);
        assert!(nodes[5].is_transversal && nodes[1].parent == Some(nodes[0].id));
        let one = strategy::facade::node(&mut tx, nodes[1].id).await.expect("read").expect("a node");
        assert_eq!(one, nodes[1]);
        assert_eq!(strategy::facade::lenses(&mut tx, contract).await.expect("lenses").len(), 8);
        let past = strategy::facade::node_history(&mut tx, one.id).await.expect("its past");
        assert_eq!(
            past.iter().map(|line| line.what).collect::<Vec<_>>(),
            ["Annulation", "Numérotation", "Axes et regards", "Ajout"]
        );
        assert_eq!(strategy::facade::node_path("essai", one.id), format!("/contrat/essai/elements/{}", one.id));
        drop(tx);

        // A level with nodes stays; one without goes.
        let stuck = chef.tries(&format!("/gestion/contrats/niveaux/{}/suppression", tree.objective), &[]).await;
        assert_eq!(stuck.status.as_u16(), 409);
        let empty = chef.level(&tree.contract, "3", ("Action", "Actions")).await;
        chef.does(&format!("/gestion/contrats/niveaux/{empty}/suppression"), &[]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_versions_are_compared_side_by_side_with_who_and_why() {
    each_database(&migrations(), |db| async move {
        let house = house(db, outside(76));
        let knocker = Knocker::new(strategy::door(), house.clone());
        let chef = Manager { knocker: &knocker };
        let tree = planted(&chef, "essai").await;
        let [o1, o2, o3] = &tree.objectives;
        let name = format!("/gestion/contrats/{}/versions", tree.contract);
        chef.does(&name, &[("nom", "Version signée")]).await;
        let twice = chef.tries(&name, &[("nom", "version signée"), ("note", "Note gardée")]).await;
        assert_eq!(twice.status.as_u16(), 422);
        assert!(twice.body.contains("erreur-nom") && twice.body.contains("Note gardée"), "{}", twice.body);

        let words =
            [("reference", "O1"), ("intitule", "Lieux soignés"), ("raison", "Avis des habitants"), ("revision", "1")];
        chef.does(&format!("/gestion/contrats/elements/{o1}"), &words).await;
        let moving = [("vers", "E2"), ("depuis", tree.stakes[0].as_str())];
        chef.does(&format!("/gestion/contrats/elements/{o2}/deplacement"), &moving).await;
        chef.does(&format!("/gestion/contrats/elements/{o3}/suppression"), &[]).await;
        chef.node(&tree.contract, (&tree.objective, &tree.stakes[1]), "O4", "École ouverte").await;

        let history = chef.reads(&format!("/gestion/contrats/{}/historique", tree.contract)).await;
        let version =
            history.split("comparaison?de=").nth(1).and_then(|rest| rest.split('"').next()).expect("a version");
        let compare = format!("/gestion/contrats/{}/comparaison", tree.contract);
        let page = chef.reads(&format!("{compare}?de={version}")).await;
        for part in [
            "Entre « Version signée » et maintenant : 4 éléments diffèrent.",
            "Lieux entretenus",
            "Lieux soignés",
            "Avis des habitants",
            "par Personne d’essai (chef)",
            "E1 Habiter",
            "E2 Grandir",
            "O4 École ouverte",
            "Supprimé",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("Mobilités douces"), "what did not change is not told: {page}");
        // A level called otherwise keeps the name it had, and who changed it.
        let level = format!("/gestion/contrats/niveaux/{}", tree.objective);
        let called = [("singulier", "Priorité"), ("pluriel", "Priorités"), ("revision", "1")];
        chef.does(&level, &called).await;
        let page = chef.reads(&format!("{compare}?de={version}")).await;
        for part in ["4 éléments diffèrent", "Niveau Priorité", "Objectif (Objectifs)", "Priorité (Priorités)"] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let gestures = chef.reads(&format!("/gestion/contrats/{}/historique", tree.contract)).await;
        assert!(gestures.contains("« Objectif », appelé « Priorité »"), "{gestures}");
        // From the very beginning everything is new; up to the version nothing that came after is told.
        let page = chef.reads(&format!("{compare}?a={version}")).await;
        assert!(page.contains("6 éléments diffèrent") && !page.contains("Lieux soignés"), "{page}");
        // By dates: nothing before the town's first day, and a date that is none is told.
        let page = chef.reads(&format!("{compare}?au-jour=1&au-mois=1&au-annee=1999")).await;
        assert!(page.contains("0 élément diffère"), "{page}");
        let wrong = knocker.get("chef", &format!("{compare}?du-jour=40&du-mois=1&du-annee=2026")).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(wrong.body.contains("erreur-du"), "{}", wrong.body);
        assert_eq!(knocker.get("audit", &compare).await.status.as_u16(), 200);
    })
    .await;
}
