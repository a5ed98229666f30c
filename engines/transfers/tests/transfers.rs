//! Batches are what banks take, byte for byte the same when made again; lists of payments say what they say and no more.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use transfers::{Account, Awaited, Batch, Fault, Order, Paid, Version, read_payments, reconcile};

const PAYER: &str = "FR7630006000011234567890189";
const PAYEE: &str = "FR1420041010050500013M02606";

fn account(name: &str, iban: &str, bic: &str) -> Account {
    Account { name: name.to_owned(), iban: iban.to_owned(), bic: bic.to_owned() }
}

fn order(reference: &str, cents: i64, name: &str) -> Order {
    Order {
        reference: reference.to_owned(),
        cents,
        to: account(name, PAYEE, ""),
        about: "Contrat de ville 2026 – acompte".to_owned(),
    }
}

fn batch(orders: Vec<Order>) -> Batch {
    Batch {
        reference: "LOT-2026-004".to_owned(),
        made_at: Timestamp::from_second(1_780_000_000).expect("a moment"),
        on: date(2026, 6, 15),
        from: account("Carcassonne Agglo – Trésorerie", PAYER, "AGRIFRPP"),
        orders,
    }
}

/// What the XSD say of messages.
fn judged(messages: &[String]) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = Command::new(root.join("../../tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let tool = tool.expect("tests/tools/python.sh runs");
    assert!(tool.status.success(), "tests/tools/python.sh makes the Python environment");
    let folder = tempfile::tempdir().expect("a folder");
    let paths = messages.iter().enumerate().map(|(rank, message)| {
        let path = folder.path().join(format!("{rank}.xml"));
        fs::write(&path, message).expect("written");
        path
    });
    let paths: Vec<_> = paths.collect();
    let python = String::from_utf8(tool.stdout).expect("a path");
    let said =
        Command::new(python.trim()).arg(root.join("tests/oracles/xsd.py")).args(paths).output().expect("python runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    String::from_utf8(said.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn messages_are_valid_against_the_xsd() {
    let mut foreign = order("2026/V/0003", 1, "Vereine <&> Söhne");
    foreign.to.iban = "DE44500105175407324931".to_owned();
    foreign.to.bic = "INGDDEFFXXX".to_owned();
    foreign.about = String::new();
    let orders = vec![
        order("2026/V/0001", 1_450_000, "Maison de l’Éducation & des Œuvres"),
        order("2026/V/0002", 99_999_999_999, &"Été ".repeat(50)),
        foreign,
    ];
    let mut unnamed_bank = batch(orders.clone());
    unnamed_bank.from.bic = String::new();
    let mut messages = Vec::new();
    for version in Version::ALL {
        assert_eq!(Version::of_code(version.code()), Some(version));
        for batch in [batch(orders.clone()), unnamed_bank.clone()] {
            messages.push(batch.to_xml(version).expect("made").xml);
        }
    }
    let told = judged(&messages);
    assert_eq!(told.len(), 4);
    for (line, version) in told.iter().zip(["pain.001.001.03", "pain.001.001.03", "pain.001.001.09", "pain.001.001.09"])
    {
        assert_eq!(line, &format!("{version} valid 3 1000014500.00 []"));
    }
}

#[test]
fn the_same_batch_is_the_same_bytes_and_what_the_bank_reads_is_told() {
    let long = format!("{} et fin", "Association ".repeat(16));
    let batch =
        batch(vec![order("2026-V-1", 5, &long), order("mandat n° 12 du 3 mai 2026, première échéance", 100, "Été")]);
    let made = batch.to_xml(Version::Pain09).expect("made");
    assert_eq!(made, batch.to_xml(Version::Pain09).expect("made"));
    assert_eq!((made.count, made.cents), (2, 105));
    let cut: Vec<_> = made.changed.iter().filter(|one| one.is_cut).map(|one| one.order).collect();
    assert_eq!(cut, [Some(0)]);
    assert!(made.changed.iter().any(|one| one.order.is_none() && one.to == "Carcassonne Agglo - Tresorerie"));
    assert!(made.changed.iter().any(|one| one.from == "Été" && one.to == "Ete"));
    assert!(made.xml.contains("<EndToEndId>2026-V-1</EndToEndId>"));
    // A reference that does not fit keeps its head and its fingerprint, always the same one.
    assert!(made.xml.contains("<EndToEndId>mandat n 12 du 3 mai 2-"), "{}", made.xml);
    assert!(made.xml.contains("<InstdAmt Ccy=\"EUR\">0.05</InstdAmt>"));
    assert!(made.xml.contains("<CreDtTm>2026-05-28T20:26:40Z</CreDtTm>"), "{}", made.xml);
}

#[test]
fn what_cannot_be_sent_is_told_without_a_number_of_account() {
    let mut wrong = order("A", 100, "Une association");
    wrong.to.iban = "FR7630006000011234567890188".to_owned();
    let mut spaced = order("B", 100, "Une autre");
    spaced.to.iban = "FR14 2004 1010 0505 0001 3M02 606".to_owned();
    let orders = vec![
        order("A", 0, "Nulle"),
        wrong,
        spaced,
        order("", 1, "Sans"),
        order("C", 100_000_000_000, "Trop"),
        order("D", -5, "日本"),
    ];
    let found = batch(orders.clone()).to_xml(Version::Pain03).expect_err("refused");
    assert_eq!(
        found.iter().map(|fault| fault.sentence(&orders)).collect::<Vec<_>>(),
        [
            "Paiement 1 (Nulle) : le montant doit être compris entre 0,01 € et 999 999 999,99 €",
            "Paiement 2 (Une association) : sa référence est déjà celle du paiement 1",
            "Paiement 2 (Une association) : Un signe de l’IBAN ne va pas avec les autres : recopiez-le depuis le RIB",
            "Paiement 3 (Une autre) : L’IBAN s’écrit sans espace, en capitales",
            "Paiement 4 (Sans) : il n’a pas de référence",
            "Paiement 5 (Trop) : le montant doit être compris entre 0,01 € et 999 999 999,99 €",
            "Paiement 6 (日本) : le montant doit être compris entre 0,01 € et 999 999 999,99 €",
            "Paiement 6 (日本) : le nom n’a aucune lettre que les banques lisent",
        ]
    );
    assert_eq!(batch(Vec::new()).check(), [Fault::NoOrder]);
    let mut payer = batch(vec![order("A", 1, "Une")]);
    payer.from.bic = "AGRI".to_owned();
    assert!(matches!(payer.check().as_slice(), [Fault::Payer(told)] if told.contains("BIC")));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 40, ..ProptestConfig::default() })]

    /// Whatever the names and the references, the message is well-formed, its sums are those of its lines, its identifiers
    /// differ and fit.
    #[test]
    fn whatever_the_texts_messages_hold(
        lines in proptest::collection::btree_map(".{0,60}x", (1..99_999_999_999_i64, ".{0,200}a", ".{0,200}"), 1..12),
    ) {
        let orders: Vec<Order> = lines
            .into_iter()
            .map(|(reference, (cents, name, about))| Order { reference, cents, to: account(&name, PAYEE, ""), about })
            .collect();
        let made = batch(orders.clone()).to_xml(Version::Pain03).expect("made");
        let document = roxmltree::Document::parse(&made.xml).expect("well-formed");
        let texts = |name: &str| -> Vec<String> {
            document.descendants().filter(|node| node.has_tag_name(("urn:iso:std:iso:20022:tech:xsd:pain.001.001.03", name)))
                .map(|node| node.text().unwrap_or_default().to_owned()).collect()
        };
        let sum: i64 = orders.iter().map(|order| order.cents).sum();
        let told = format!("{}.{:02}", sum / 100, sum % 100);
        prop_assert_eq!(texts("CtrlSum"), [told.clone(), told]);
        let mut ids = texts("EndToEndId");
        prop_assert!(ids.iter().all(|id| !id.is_empty() && id.len() <= 35));
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), orders.len());
        prop_assert!(texts("Ustrd").iter().all(|text| !text.is_empty() && text.len() <= 140));
    }
}

/// Euros with a comma, or what is wrong.
fn cents(text: &str) -> Result<i64, String> {
    let told = || "Saisissez un montant en euros".to_owned();
    let (euros, cents) = text.split_once(',').unwrap_or((text, "0"));
    let read = |part: &str| part.replace(['\u{a0}', ' '], "").parse::<i64>().map_err(|_| told());
    Ok(read(euros)? * 100 + read(cents)?)
}

#[test]
fn lists_of_payments_are_read_as_software_writes_them() {
    let text = "Référence;Libellé;Montant payé;Date paiement\r\n2026-V-1;Acompte;14 500,00;15/06/2026\r\n;x;5;15/06/2026\r\n\r\n2026-V-2;x;douze;15/06/2026\r\n2026-V-3;x;1,00;31/02/2026\r\n2026-V-4;x;-1;15/06/2026\r\n2026-V-5;x;2,50;2026-06-16T08:00\r\n2026-V-6\r\n";
    let listing = read_payments(text.as_bytes(), cents).expect("read");
    let paid: Vec<_> =
        listing.paid.iter().map(|one| (one.row, one.reference.as_str(), one.cents, one.on.to_string())).collect();
    assert_eq!(
        paid,
        [(2, "2026-V-1", 1_450_000, "2026-06-15".to_owned()), (8, "2026-V-5", 250, "2026-06-16".to_owned())]
    );
    let bad: Vec<_> = listing.bad.iter().map(|bad| (bad.row, bad.column.as_deref().unwrap_or(""))).collect();
    assert_eq!(
        bad,
        [(3, "Référence"), (5, "Montant payé"), (6, "Date paiement"), (7, "Montant payé"), (9, "Montant payé")]
    );
    for (text, words) in
        [("", "vide"), ("a;b\n1;2\n", "« reference »"), ("ref;date\n1;2\n", "« montant »"), ("PK\u{3}\u{4}", "tableur")]
    {
        let told = read_payments(text.as_bytes(), cents).expect_err("no list");
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn nothing_is_guessed_when_payments_are_matched() {
    let awaited = |reference: &str, cents| Awaited { reference: reference.to_owned(), cents };
    let paid = |reference: &str, cents| Paid { row: 2, reference: reference.to_owned(), cents, on: date(2026, 6, 15) };
    let told = reconcile(
        &[awaited("2026-V-1", 100), awaited("2026-V-2", 200), awaited("2026-V-3", 300)],
        &[paid("2026-v-1 ", 100), paid("2026-V-1", 100), paid("2026-V-2", 201), paid("2026-V-9", 100)],
    );
    assert_eq!(told.matched.iter().map(|one| one.awaited).collect::<Vec<_>>(), [0]);
    assert_eq!(told.other_amounts.iter().map(|one| (one.awaited, one.paid.cents)).collect::<Vec<_>>(), [(1, 201)]);
    assert_eq!((told.repeated.len(), told.unknown[0].reference.as_str(), told.missing), (1, "2026-V-9", vec![2]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Every payment of a list stands in one place and one only, and nothing paid is also missing.
    #[test]
    fn every_payment_stands_somewhere(
        asked in proptest::collection::btree_map("[A-C][0-9]", 1..5_i64, 0..12),
        made in proptest::collection::vec(("[A-D][0-9]", 1..5_i64), 0..20),
    ) {
        let awaited: Vec<Awaited> = asked.into_iter().map(|(reference, cents)| Awaited { reference, cents }).collect();
        let paid: Vec<Paid> =
            made.into_iter().map(|(reference, cents)| Paid { row: 2, reference, cents, on: date(2026, 1, 1) }).collect();
        let told = reconcile(&awaited, &paid);
        let places = told.matched.len() + told.other_amounts.len() + told.unknown.len() + told.repeated.len();
        prop_assert_eq!(places, paid.len());
        prop_assert_eq!(told.matched.len() + told.other_amounts.len() + told.missing.len(), awaited.len());
    }

    #[test]
    fn any_bytes_are_read_or_told(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let listed = [b"reference,montant,date\n".as_slice(), &bytes].concat();
        for bytes in [bytes, listed] {
            if let Err(told) = read_payments(bytes.as_slice(), cents) {
                prop_assert!(!told.is_empty());
            }
        }
    }
}
