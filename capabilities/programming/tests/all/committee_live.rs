//! Pages of the committee follow what others do, on both databases: they ask whether anything changed, are told nothing when
//! nothing did, and find their lines again by what they are.

use crate::committee_setting::{HOME, another, arranged, migrations, plain, recuse};
use database::testing::{each_database, outside};

/// A value of an attribute of a page.
fn attribute(page: &str, name: &str) -> String {
    let start = format!("{name}=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in {page}")).1;
    rest.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_the_committee_is_told_when_something_changed_and_nothing_otherwise() {
    each_database(&migrations(), |db| async move {
        let set = arranged(db, outside(81)).await;
        let row = format!("{HOME}/{}/actions/{}/{}", set.committee, set.ground.application, set.ground.projects[0]);
        let pages = [set.at(""), set.at("/projection"), row, set.line(0)];
        let mut seen = String::new();
        for path in &pages {
            let page = set.knocker.get("financeur-etat", path).await.body;
            assert!(page.contains("live.js") && page.contains("role=\"status\""), "{path}: {page}");
            assert_eq!(attribute(&page, "data-live"), set.at("/changements"), "{path}");
            seen = attribute(&page, "data-seen");
        }
        let ask = async |token: &str, seen: &str| {
            let reply = set.knocker.get(token, &format!("{}?vu={seen}", set.at("/changements"))).await;
            (reply.status.as_u16(), reply.body)
        };
        assert_eq!(ask("financeur-etat", &seen).await, (204, String::new()));
        // A proposal, a vote, somebody else’s envelope, another committee of the same call: each is seen once.
        let propose = [("propose", "2 500"), ("revision", "0")];
        assert_eq!(set.knocker.post("instruction", &set.line(2), &propose).await.status.as_u16(), 303);
        let yes = [("decision", "partial"), ("montant", "2 000")];
        let envelope = [
            ("financeur", &*set.ground.funder_organisations[0].to_string()),
            ("programme", "Programme 147"),
            ("annee", "2026"),
            ("montant", "9 000"),
        ]
        .map(|(name, value)| (name, value.to_owned()));
        let envelope: Vec<(&str, &str)> = envelope.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let other = another(&set, "Comité de rattrapage").await;
        for step in 0..4 {
            match step {
                0 => {}
                1 => assert_eq!(set.vote("financeur-etat", 0, "0", &yes).await.0, 303),
                2 => {
                    let new = format!("{HOME}/enveloppes/nouvelle");
                    assert_eq!(set.knocker.post("financeur-etat", &new, &envelope).await.status.as_u16(), 303);
                }
                _ => assert_eq!(other.vote("financeur-departement", 3, "0", &yes).await.0, 303),
            }
            let (status, next) = ask("financeur-departement", &seen).await;
            assert!(status == 200 && next != seen && !next.is_empty(), "{step}: {status} {next}");
            assert_eq!(ask("financeur-caf", &next).await.0, 204, "{step}");
            seen = next;
        }
        // What is drawn again: the same line, with what was voted, at the place it had.
        let page = plain(&set.knocker.get("chef", &set.at("?depuis=0")).await.body);
        let line = page.split(&format!("data-row=\"{}\"", set.ground.projects[0])).nth(1).expect("the line");
        let line = line.split("</tr>").next().unwrap_or_default();
        assert!(line.contains("voté 2 000") && line.contains("changé"), "{line}");
        // Whoever stays out of the application is told that something changed, and nothing of what.
        recuse(&set, "instruction", false).await;
        assert_eq!(ask("instruction", "0").await.0, 200);
        let told = ask("instruction", "0").await.1;
        assert!(told.chars().all(|one| one.is_ascii_digit() || one == '.'), "{told}");
        assert_eq!(ask("ailleurs", &seen).await.0, 404, "another contract");
    })
    .await;
}
