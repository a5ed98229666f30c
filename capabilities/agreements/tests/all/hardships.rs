//! What is hard to bear is told and loses nothing: names of two hundred letters that no bank takes, an agreement that holds no amount,
//! a report given twice at once; on both databases.

use database::execute;
use database::testing::{each_database, outside};

use crate::paying::{PAY, batch, check, propose, signed};
use crate::reporting::{begun, finish_all};
use crate::setting::{HOME, Setting, arranged, count, draft, hidden, migrations, sound};
use crate::writing::own_of_state;

/// Two hundred letters, some of which are no letters of banks, one that begins a tag, one that begins a formula.
fn hard_name() -> String {
    let start = "=Œuvre d’été « Çà & là » <b>№ 7</b> – Ατελιέ ; \"";
    start.chars().chain("Ÿ’ñ ".chars().cycle()).take(199).chain(['é']).collect()
}

async fn named(set: &Setting, name: &str) {
    let mut tx = set.house.write().await.expect("write");
    let around = (&set.house.outside, &set.house.keys);
    directory::testing::sheet(&mut tx, around, set.ground.funder_organisations[0]).await;
    let carrier = set.ground.carriers[0];
    execute!(&mut tx, "UPDATE organisation SET name = $1 WHERE id = $2", name, carrier).expect("named");
    execute!(&mut tx, "UPDATE organisation_bank SET holder = $1 WHERE organisation = $2", name, carrier)
        .expect("named");
    tx.commit().await.expect("kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_no_bank_takes_is_whole_on_paper_and_told_as_the_bank_reads_it() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(151)).await;
        let name = hard_name();
        assert_eq!(name.chars().count(), 200);
        named(&set, &name).await;
        let own = signed(&set).await;
        let (status, page) = set.read("chef", &own).await;
        assert!(status == 200 && !page.contains("<b>№"), "what is typed is no tag: {page}");
        let paper = set.knocker.get_bytes("chef", &format!("{own}/versions/0")).await;
        assert!(paper.starts_with(b"%PDF"));
        assert_eq!(propose(&set, "instruction").await.0, 303);
        assert_eq!(check(&set, "chef", &[]).await.0, 303);
        let payer = set.ground.funder_organisations[0].to_string();
        let (status, page) = set.send("chef", &format!("{PAY}/lots"), &batch(&payer, "20")).await;
        assert_eq!(status, 303, "{page}");
        // The bank takes seventy letters of its own: what it reads is told beside the batch, and what was written stays whole.
        let (_, page) = set.read("chef", PAY).await;
        assert!(page.contains("sera lu « ") && page.contains("coupé à la longueur"), "{page}");
        let path = page.split(&format!("{PAY}/lots/")).nth(1).and_then(|rest| rest.get(..36)).expect("a batch");
        let xml = set.knocker.post("chef", &format!("{PAY}/lots/{path}/virements"), &[]).await;
        let text = String::from_utf8(xml.bytes).expect("text");
        let names: Vec<&str> = text.split("<Nm>").skip(1).filter_map(|rest| rest.split("</Nm>").next()).collect();
        assert!(names.len() > 1, "{text}");
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || " /-?:().,'+".contains(sign);
        for name in names {
            assert!(!name.is_empty() && name.len() <= 70 && name.chars().all(is_plain), "{name}");
        }
        let list = set.knocker.post("chef", &format!("{PAY}/lots/{path}/liste"), &[]).await;
        let list = String::from_utf8(list.bytes).expect("text");
        assert!(list.contains(&name.replace('"', "\"\"")), "the list has the whole name: {list}");
        assert!(!list.contains(";=") && !list.contains("\"="), "and no formula: {list}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agreement_without_any_amount_is_not_written() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(152)).await;
        set.prepare("chef").await;
        let own = own_of_state(&set).await;
        let write = format!("{own}/redaction");
        let (_, page) = set.read("chef", &write).await;
        let revision = hidden(&page, "revision");
        let nothing = [("montant-1", "0"), ("montant-2", "0,00"), ("versement-1", "100 %"), ("versement-2", "")];
        let (status, page) = set.send("chef", &write, &draft(&revision, &nothing)).await;
        assert!(status == 422 && page.contains("Une convention porte au moins un montant"), "{status} {page}");
        assert!(page.contains("value=\"0,00\"") && page.contains("value=\"100 %\""), "what was typed stays: {page}");
        // A call of which nothing is told gives no agreement.
        let (status, page) = set.prepare("chef").await;
        assert!(status != 303 && page.contains("Aucune convention à préparer"), "{status} {page}");
        let (_, page) = set.read("chef", HOME).await;
        assert!(page.contains("2 conventions"), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_given_twice_at_once_is_given_once() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(153)).await;
        let own = signed(&set).await;
        let report = begun(&set, &own.replace("/gestion", "")).await;
        finish_all(&set, &report).await;
        let (_, page) = set.read("asso-saisie", &report).await;
        let revision = hidden(&page, "revision");
        let asked = format!("{report}/certification-demandee");
        assert_eq!(set.send("asso-saisie", &asked, &[("revision", &revision)]).await.0, 303);
        let (_, page) = set.read("asso-signature", &report).await;
        let revision = hidden(&page, "revision");
        let fields = [("revision", revision.as_str()), ("accord", "oui")];
        let certify = format!("{report}/certification");
        let both =
            tokio::join!(set.send("asso-signature", &certify, &fields), set.send("asso-admin", &certify, &fields));
        let done = [both.0.0, both.1.0].into_iter().filter(|status| *status == 303).count();
        assert_eq!((done, count(&set.house, "agreement_report").await), (1, 1), "{both:?}");
        let (_, page) = set.read("asso-saisie", &report).await;
        assert!(!page.contains("Certifier et rendre"), "{page}");
        sound(&set.house).await;
    })
    .await;
}
