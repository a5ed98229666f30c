//! A report as files: tagged, each figure a link to its page, the same bytes each time, read back by programs that did not write
//! them.

use std::path::Path;
use std::process::{Command, Stdio};

use database::testing::each_database;

use crate::setting::{Stage, arranged, migrations, plain};

fn told(command: &mut Command) -> String {
    let out = command.output().expect("a program to read it with");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

/// What an independent reader finds in a file, and the addresses it leads to when it is a PDF.
fn read(name: &str, bytes: &[u8]) -> (String, String) {
    let folder = std::env::temp_dir().join(format!("parvis-yearbook-{}-{name}", std::process::id()));
    std::fs::write(&folder, bytes).expect("written");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ending = name.rsplit('.').next().unwrap_or_default();
    let read = if ending == "pdf" {
        let properties = told(Command::new("pdfinfo").arg(&folder));
        assert!(properties.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{properties}");
        let links = told(Command::new("pdfinfo").arg("-url").arg(&folder));
        (plain(&told(Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&folder).arg("-"))), links)
    } else {
        let python = told(Command::new(root.join("tests/tools/python.sh")).stderr(Stdio::inherit())).trim().to_owned();
        let checker = root.join(format!("tests/validators/check_{ending}.py"));
        (plain(&told(Command::new(python).arg(checker).arg(&folder))), String::new())
    };
    std::fs::remove_file(&folder).expect("removed");
    read
}

async fn bytes(stage: &Stage, path: &str) -> Vec<u8> {
    assert_eq!(stage.get("elue", path).await.status.as_u16(), 200, "{path}");
    stage.knocker.get_bytes("elue", path).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_figure_of_a_file_leads_to_its_page_and_the_same_report_gives_the_same_bytes() {
    each_database(&migrations(), |db| async move {
        let stage = arranged(db, 75).await;
        let report = stage.opened("2025").await;
        stage.written(&report).await;
        for format in ["pdf", "docx", "pptx"] {
            let path = format!("{report}/fichiers/{format}");
            let (first, second) = (bytes(&stage, &path).await, bytes(&stage, &path).await);
            assert!(first == second, "{format}: not the same bytes");
            let (text, links) = read(&format!("rapport.{format}"), &first);
            for told in ["Rapport annuel 2025", "Contrat d’essai", "Actions terminées", "3", "Les habitants ont agi."]
            {
                assert!(text.contains(told), "{format}, {told}: {text}");
            }
            if format == "pdf" {
                let address = format!("{}/actions", stage.house.settings.public_url);
                assert_eq!(links.lines().filter(|line| line.trim_end().ends_with(&address)).count(), 2, "{links}");
                assert!(text.contains("Base : l’année 2025"), "{text}");
            }
        }
        assert_eq!(stage.get("asso", &format!("{report}/fichiers/pdf")).await.status.as_u16(), 403);
        assert_eq!(stage.get("elue", &format!("{report}/fichiers/exe")).await.status.as_u16(), 404);
        assert_eq!(stage.get("", "/rapports-annuels/essai/2025/fichiers/pdf").await.status.as_u16(), 404);
    })
    .await;
}
