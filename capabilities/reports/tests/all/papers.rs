//! The documents of a contract and of its plan, asked for at the door and read back by programs that did not write them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use database::testing::{each_database, outside};
use database::{Db, Migration};
use kernel::{Actor, Uuid};
use strategy::actions as act;
use web::House;
use web::testing::{Knocker, Reply, house};

const ACTOR: Actor = Actor::Platform("essai");

pub(crate) fn migrations() -> Vec<Migration> {
    listening::testing::migrations(&[
        accounts::MIGRATIONS,
        corpus::MIGRATIONS,
        meetings::MIGRATIONS,
        surveys::MIGRATIONS,
        plan::MIGRATIONS,
        reports::MIGRATIONS,
    ])
}

/// A contract over two neighbourhoods, with a published sheet and a draft.
pub(crate) struct Stage {
    pub(crate) house: Arc<House>,
    pub(crate) knocker: Knocker,
    pub(crate) contract: Uuid,
    /// Where the published sheet and the draft are kept.
    sheets: [String; 2],
}

fn day(text: &str) -> jiff::civil::Date {
    text.parse().expect("a day")
}

pub(crate) async fn arranged(db: Db) -> Stage {
    let house = house(db, outside(41));
    let (mut tx, outside) = (house.write().await.expect("a transaction"), &house.outside);
    let areas = listening::testing::neighbourhoods(&mut tx, outside, &["La Conte", "Grazailles"]).await;
    let terms = act::ContractTerms {
        title: "Contrat d’essai".into(),
        starts_on: day("2024-03-31"),
        ends_on: day("2030-03-30"),
        review_year: None,
        review_on: None,
        holder: String::new(),
        zoning_generation: None,
        status: act::Status::Proposed,
        source: String::new(),
        note: String::new(),
    };
    let contract = act::create_contract(&mut tx, outside, &ACTOR, "essai", terms, &areas).await.expect("a contract");
    let level = |depth: i64, one: &str| act::NewLevel {
        depth,
        names: act::LevelNames { singular: one.into(), plural: format!("{one}s") },
        is_transversal: false,
    };
    let text = |code: &str, title: &str| act::NodeText {
        code: code.into(),
        title: title.into(),
        summary: String::new(),
        note: String::new(),
    };
    let stakes = act::add_level(&mut tx, outside, &ACTOR, contract, level(1, "Enjeu")).await.expect("a level");
    let aims = act::add_level(&mut tx, outside, &ACTOR, contract, level(2, "Objectif")).await.expect("a level");
    let stake = (stakes, text("E1", "Habiter"));
    let stake = act::add_node(&mut tx, outside, &ACTOR, contract, None, stake).await.expect("E1");
    let aim = (aims, text("O1", "Quartiers apaisés"));
    let aim = act::add_node(&mut tx, outside, &ACTOR, contract, Some(stake), aim).await.expect("O1");
    let need = listening::testing::need(&mut tx, outside, "Des lieux propres").await.to_string();
    tx.commit().await.expect("kept");
    let door = reports::door().and(plan::door()).and(strategy::door());
    let knocker = Knocker::new(door, house.clone());
    let aim = aim.to_string();
    let mut sheets = Vec::new();
    for (code, title) in [("F030", "Nettoyer ensemble"), ("F031", "Brouillon secret")] {
        let form = [
            ("contrat", "essai"),
            ("reference", code),
            ("titre", title),
            ("description", "Un **mot** fort\n- premier point"),
            ("operationnel", aim.as_str()),
            ("besoins", need.as_str()),
            ("etat", "suspended"),
            ("motif", "En attente du bailleur"),
            ("depuis-jour", "3"),
            ("depuis-mois", "3"),
            ("depuis-annee", "2026"),
            ("source", "Comité de pilotage"),
        ];
        sheets.push(plan::testing::opened(&knocker, &form).await);
    }
    let area = areas[0].to_string();
    let lists: [(&str, Vec<(&str, &str)>); 3] = [
        ("quartiers", vec![("quartier-1", &area), ("etat-1", "done"), ("note-1", "Fait à l’été")]),
        (
            "etapes",
            vec![
                ("etape-1", "Signer la charte"),
                ("responsable-1", "Direction du cadre de vie"),
                ("echeance-1", "1/3/2024"),
            ],
        ),
        ("moyens", vec![("annee-1", "2026"), ("nature-1", "common_law"), ("prevu-1", "12 500")]),
    ];
    for (part, fields) in lists {
        let at = format!("{}/liste/{part}", sheets[0]);
        let page = knocker.get("chef", &at).await.body;
        let revision = page.split_once("name=\"revision\" value=\"").expect("a revision").1;
        let revision = revision.split('"').next().unwrap_or_default().to_owned();
        let mut form = vec![("lignes", "1"), ("revision", revision.as_str())];
        form.extend(fields);
        let reply = knocker.post("chef", &at, &form).await;
        assert_eq!(reply.status.as_u16(), 303, "{part}: {}", reply.body);
    }
    let published = knocker.post("chef", &format!("{}/publication", sheets[0]), &[]).await;
    assert_eq!(published.status.as_u16(), 303, "{}", published.body);
    let sheets = [sheets[0].clone(), sheets[1].clone()];
    Stage { house, knocker, contract, sheets }
}

impl Stage {
    pub(crate) fn path(&self) -> String {
        format!("/gestion/contrats/{}/documents", self.contract)
    }

    fn handlers(&self) -> Vec<Arc<dyn jobs::Handler>> {
        let settings = &self.house.settings;
        let own = reports::handlers(settings.zone.clone(), settings.site.town.clone(), self.house.vault.clone());
        [own, plan::handlers(&self.house.keys, settings)].concat()
    }

    async fn work(&self) {
        jobs::testing::worked(&self.house.db, &self.house.outside, self.handlers()).await;
    }

    async fn ask(&self, (genre, version, format): (&str, &str, &str), more: &[(&str, &str)]) -> Reply {
        let mut form = vec![("genre", genre), ("version", version), ("format", format)];
        form.extend(["diagnostic", "orientations", "projets", "signataires"].map(|part| ("partie", part)));
        form.extend(more);
        self.knocker.post("chef", &self.path(), &form).await
    }

    /// Where what was asked for last is taken.
    async fn last(&self) -> String {
        let page = self.knocker.get("chef", &self.path()).await.body;
        let at = page.find("href=\"/gestion/documents/").unwrap_or_else(|| panic!("nothing is made: {page}"));
        page[at + "href=\"".len()..].split('"').next().unwrap_or_default().to_owned()
    }

    pub(crate) async fn made(&self, wanted: (&str, &str, &str), more: &[(&str, &str)]) -> PathBuf {
        let reply = self.ask(wanted, more).await;
        assert_eq!(reply.status.as_u16(), 303, "{wanted:?}: {}", reply.body);
        self.work().await;
        let file = self.knocker.get("chef", &self.last().await).await;
        assert_eq!(file.status.as_u16(), 200, "{wanted:?}");
        let (genre, version, format) = wanted;
        kept(&format!("{genre}-{version}.{format}"), &file.bytes)
    }
}

/// Each test is a process: two that make the same document do not write over each other's.
pub(crate) fn kept(name: &str, bytes: &[u8]) -> PathBuf {
    let file = std::env::temp_dir().join(format!("parvis-{}-{name}", std::process::id()));
    std::fs::write(&file, bytes).expect("written");
    file
}

/// Spaces of every kind are one space.
fn plain(text: &str) -> String {
    text.replace(['\u{ad}', '\u{200b}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn told(command: &mut Command) -> String {
    let output = command.output().expect("the program is installed");
    let (told, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{told}{wrong}");
    told.into_owned()
}

/// What an independent reader finds in a file.
pub(crate) fn read(file: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ending = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
    if ending == "pdf" {
        let properties = told(Command::new("pdfinfo").arg(file));
        assert!(properties.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{properties}");
        return plain(&told(Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(file).arg("-")));
    }
    let python = told(Command::new(root.join("tests/tools/python.sh")).stderr(Stdio::inherit())).trim().to_owned();
    let mut command = Command::new(python);
    if ending == "xlsx" {
        let cells = "import json, sys, openpyxl\nbook = openpyxl.load_workbook(sys.argv[1])\nprint(json.dumps({s.title: [[str(c) \
                     for c in row] for row in s.iter_rows(values_only=True)] for s in book}, ensure_ascii=False))";
        return plain(&told(command.arg("-c").arg(cells).arg(file)));
    }
    plain(&told(command.arg(root.join(format!("tests/validators/check_{ending}.py"))).arg(file)))
}

#[tokio::test(flavor = "multi_thread")]
async fn every_document_is_made_and_a_public_one_knows_no_draft() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let sheet = stage.sheets[0].rsplit('/').next().unwrap_or_default().to_owned();
        let sheet = [("fiche", sheet.as_str())];
        let all = [
            (
                "contrat",
                "pdf",
                vec![
                    "Enjeu E1 : Habiter",
                    "Besoins entendus : B01 Des lieux propres.",
                    "La Conte",
                    "Signataires et engagements",
                    "Habitants",
                ],
            ),
            (
                "contrat",
                "docx",
                vec![
                    "Objectif O1 : Quartiers apaisés",
                    "Besoins entendus : B01 Des",
                    "Grazailles",
                    "Projets de territoire",
                ],
            ),
            ("plan", "pdf", vec!["Objectif O1 : Quartiers apaisés", "Un mot fort", "12 500,00", "Signer la charte"]),
            ("plan", "docx", vec!["premier point", "Fait à l’été", "Comité de pilotage"]),
            ("fiche", "pdf", vec!["F030 : Nettoyer ensemble", "Suspendue, depuis le 3 mars 2026"]),
            ("fiche", "docx", vec!["Suspendue, depuis le 3 mars 2026", "Où l’action se déploie"]),
            (
                "contrat",
                "xlsx",
                vec![
                    "Besoins entendus : B01 Des lieux propres.",
                    "La Conte",
                    "Habitants",
                    "Objectif O1 : Quartiers apaisés",
                ],
            ),
            (
                "plan",
                "xlsx",
                vec!["Un mot fort", "F030 : Nettoyer ensemble › Les étapes", "Signer la charte", "Fait à l’été"],
            ),
            ("fiche", "xlsx", vec!["Suspendue, depuis le 3 mars 2026", "Signer la charte", "premier point"]),
            ("suivi", "pdf", vec!["Les actions selon leur état", "F030", "Données au"]),
            ("suivi", "docx", vec!["Le tableau de suivi des actions", "F030"]),
            (
                "suivi",
                "xlsx",
                vec!["\"F030\", \"Nettoyer ensemble\", \"Objectif O1 : Quartiers apaisés\"", "fiches actions de la"],
            ),
            (
                "comite",
                "pptx",
                vec!["Objectif par objectif", "Quartier par quartier", "Reprendre ou abandonner : F030"],
            ),
            ("comite", "pdf", vec!["Le plan en quatre chiffres", "À décider en comité"]),
        ];
        for (genre, format, words) in all {
            for version in ["interne", "publique"] {
                let more: &[(&str, &str)] = if genre == "fiche" { &sheet } else { &[] };
                let text = read(&stage.made((genre, version, format), more).await);
                for word in &words {
                    assert!(text.contains(word), "{genre} {version} {format}: {word}: {text}");
                }
                let drafts = text.matches("Brouillon secret").count();
                match version {
                    "publique" => {
                        assert_eq!(drafts, 0, "{genre} {format}: {text}");
                        assert!(
                            !text.contains("F031") && !text.contains("Direction du cadre de vie"),
                            "{genre} {format}"
                        );
                    }
                    _ => assert!(drafts > 0 || genre == "fiche", "{genre} {format}: {text}"),
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_data_gives_the_same_bytes() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        for (genre, format) in [
            ("contrat", "pdf"),
            ("plan", "docx"),
            ("suivi", "xlsx"),
            ("plan", "xlsx"),
            ("contrat", "xlsx"),
            ("comite", "pptx"),
        ] {
            let wanted = (genre, "interne", format);
            let first = std::fs::read(stage.made(wanted, &[]).await).expect("read");
            let second = std::fs::read(stage.made(wanted, &[]).await).expect("read");
            assert!(first == second, "{genre} {format}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_published_sheet_is_taken_at_once_and_a_draft_is_not_there() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let page = stage.knocker.get("", "/actions/F030").await.body;
        for (end, media) in [
            ("pdf", "application/pdf"),
            ("docx", "application/vnd.openxmlformats-officedocument"),
            ("xlsx", "application/vnd.openxmlformats-officedocument"),
        ] {
            assert!(page.contains(&format!("/actions/F030/fiche.{end}")), "{page}");
            let open = stage.knocker.get("", &format!("/actions/F030/fiche.{end}")).await;
            assert_eq!(open.status.as_u16(), 200, "{}", open.body);
            assert!(open.media_type.starts_with(media), "{}", open.media_type);
            let again = stage.knocker.get("", &format!("/actions/F030/fiche.{end}")).await;
            assert!(open.bytes == again.bytes, "the same bytes twice");
            let text = read(&kept(&format!("fiche-ouverte.{end}"), &open.bytes));
            assert!(text.contains("Signer la charte") && !text.contains("Direction du cadre de vie"), "{text}");
            let draft = stage.knocker.get("", &format!("/actions/F031/fiche.{end}")).await;
            let absent = stage.knocker.get("", &format!("/actions/F099/fiche.{end}")).await;
            assert_eq!((draft.status.as_u16(), absent.status.as_u16()), (404, 404));
            let inside = format!("{}/fiche.{end}", stage.sheets[1]);
            let own = stage.knocker.get("chef", &inside).await;
            assert_eq!(own.status.as_u16(), 200, "{}", own.body);
            assert!(read(&kept(&format!("fiche-brouillon.{end}"), &own.bytes)).contains("Brouillon, lisible par"));
            for token in ["", "asso", "elue", "audit", "admin"] {
                assert_ne!(stage.knocker.get(token, &inside).await.status.as_u16(), 200, "{token}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photographs_are_in_documents_with_what_they_show_and_kept_from_the_public_when_they_are() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let mut bytes = std::io::Cursor::new(Vec::new());
        let square = image::RgbImage::from_pixel(64, 48, image::Rgb([90, 120, 90]));
        square.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a photograph");
        let bytes = bytes.into_inner();
        for (shows, is_public) in [("Le square avant les travaux", true), ("La cave avant les travaux", false)] {
            let mut fields = vec![("nature", "photo"), ("titre", shows)];
            fields.extend(is_public.then_some(("public", "oui")));
            let at = format!("{}/fichiers", stage.sheets[0]);
            let reply = stage.knocker.upload("chef", &at, &fields, ("fichier", "photo.jpg", &bytes)).await;
            assert_eq!(reply.status.as_u16(), 303, "{}", reply.body);
        }
        for end in ["pdf", "docx"] {
            let open = stage.knocker.get("", &format!("/actions/F030/fiche.{end}")).await;
            assert_eq!(open.status.as_u16(), 200, "{}", open.body);
            let text = read(&kept(&format!("fiche-photo.{end}"), &open.bytes));
            assert!(text.contains("Le square avant") && !text.contains("La cave"), "{end}: {text}");
            let own = stage.knocker.get("chef", &format!("{}/fiche.{end}", stage.sheets[0])).await;
            let text = read(&kept(&format!("fiche-photos.{end}"), &own.bytes));
            assert!(text.contains("Le square avant") && text.contains("La cave avant"), "{end}: {text}");
            let plan = read(&stage.made(("plan", "publique", end), &[]).await);
            assert!(plan.contains("Le square avant") && !plan.contains("La cave"), "{end}: {plan}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_leads_composes_and_what_is_wrong_is_told() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        stage.made(("comite", "interne", "pdf"), &[]).await;
        let made = stage.last().await;
        let form = [("genre", "suivi"), ("version", "publique"), ("format", "pdf")];
        for token in ["", "elue", "asso", "audit", "admin"] {
            for path in [stage.path(), made.clone()] {
                assert_ne!(stage.knocker.get(token, &path).await.status.as_u16(), 200, "{token} {path}");
            }
            assert_ne!(stage.knocker.post(token, &stage.path(), &form).await.status.as_u16(), 303, "{token}");
            let gone = stage.knocker.post(token, &format!("{made}/suppression"), &[]).await;
            assert_ne!(gone.status.as_u16(), 303, "{token}");
        }
        let wrong = stage.ask(("comite", "publique", "xlsx"), &[]).await;
        assert_eq!(wrong.status.as_u16(), 422);
        assert!(
            plain(&wrong.body).contains("Pour « Le comité de pilotage », choisissez PPTX ou PDF"),
            "{}",
            wrong.body
        );
        assert!(wrong.body.contains("value=\"publique\" checked"), "what was chosen is given back: {}", wrong.body);
        let draft = stage.sheets[1].rsplit('/').next().unwrap_or_default();
        let refused = stage.ask(("fiche", "publique", "pdf"), &[("fiche", draft)]).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.body.contains("Cette fiche est un brouillon"), "{}", refused.body);
        // Given up before it is made.
        assert_eq!(stage.ask(("suivi", "interne", "pdf"), &[]).await.status.as_u16(), 303);
        let page = stage.knocker.get("chef", &stage.path()).await.body;
        assert!(page.contains("En attente") && page.contains("Annuler"), "{page}");
        let at = page.find("action=\"/gestion/documents/").expect("listed") + "action=\"".len();
        let giving_up = page[at..].split('"').next().unwrap_or_default().to_owned();
        assert_eq!(stage.knocker.post("chef", &giving_up, &[]).await.status.as_u16(), 303);
        stage.work().await;
        assert_eq!(stage.knocker.get("chef", giving_up.trim_end_matches("/suppression")).await.status.as_u16(), 404);
        let mut tx = stage.house.read().await.expect("read");
        let report = journal::verify(&mut tx).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_names_orders_and_introduces_its_parts() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db).await;
        let parts = format!("/gestion/contrats/{}/parties", stage.contract);
        let page = stage.knocker.get("chef", &parts).await.body;
        let at = |page: &str, words: &str| page.find(words).unwrap_or_else(|| panic!("{words}: {page}"));
        assert!(
            at(&page, "Diagnostic") < at(&page, "Orientations") && at(&page, "Orientations") < at(&page, "Signataires")
        );
        for token in ["elue", "asso", "audit"] {
            assert_eq!(stage.knocker.get(token, &parts).await.status.as_u16(), 403, "{token}");
        }
        // A title is asked; what is typed is given back; an older page does not undo another.
        let one = format!("{parts}/orientations");
        let form = |title: &'static str, words: &'static str, revision: &'static str| {
            [("titre", title), ("introduction", words), ("presente", "oui"), ("revision", revision)]
        };
        let wrong = stage.knocker.post("chef", &one, &form("", "Un texte gardé", "0")).await;
        assert!(wrong.status.as_u16() == 422 && wrong.body.contains("Un texte gardé"), "{}", wrong.body);
        let words = "Le comité a retenu **trois enjeux**.\n\n- Grandir\n- Habiter";
        let written = stage.knocker.post("chef", &one, &form("Ce que nous voulons", words, "0")).await;
        assert_eq!(written.status.as_u16(), 303, "{}", written.body);
        let stale = stage.knocker.post("chef", &one, &form("Autre", "Un texte en retard", "0")).await;
        // Both texts are on the page, with who wrote the other one and when.
        assert_eq!(stale.status.as_u16(), 409);
        for told in ["Un texte en retard", "trois enjeux", "Enregistré à 12\u{a0}h\u{a0}00, par ", "value=\"1\""] {
            assert!(stale.body.contains(told), "{told}: {}", stale.body);
        }
        let again = stage.knocker.post("chef", &one, &form("Ce que nous voulons", words, "1")).await;
        assert_eq!(again.status.as_u16(), 303, "{}", again.body);
        // Moved up, once: the same order seen again is told.
        let order = [("geste", "monter"), ("ordre", "diagnostic.orientations.projets.signataires")];
        assert_eq!(stage.knocker.post("chef", &format!("{one}/place"), &order).await.status.as_u16(), 303);
        assert_eq!(stage.knocker.post("chef", &format!("{one}/place"), &order).await.status.as_u16(), 409);
        let out = [("titre", "Signataires"), ("introduction", ""), ("revision", "1")];
        let out = stage.knocker.post("chef", &format!("{parts}/signataires"), &out).await;
        assert_eq!(out.status.as_u16(), 303, "{}", out.body);
        let ask = stage.knocker.get("chef", &stage.path()).await.body;
        assert!(ask.contains("Ce que nous voulons"), "{ask}");
        assert!(!ask.contains("value=\"signataires\" checked") && ask.contains("value=\"projets\" checked"), "{ask}");
        for format in ["pdf", "docx", "xlsx"] {
            for version in ["interne", "publique"] {
                let text = read(&stage.made(("contrat", version, format), &[]).await);
                for words in ["Ce que nous voulons", "trois enjeux", "Grandir"] {
                    assert!(text.contains(words), "{format}: {words}: {text}");
                }
                assert!(at(&text, "Ce que nous voulons") < at(&text, "Diagnostic"), "{format}: {text}");
            }
        }
        let report = journal::verify(&mut stage.house.read().await.expect("read")).await.expect("verified");
        assert!(report.findings.is_empty(), "{report:?}");
    })
    .await;
}
