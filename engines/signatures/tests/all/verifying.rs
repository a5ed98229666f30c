//! What is said of files signed by another program, and of what was done to them since.

use proptest::prelude::*;
use signatures::{Coverage, Dated, Pades, Read, Seal, Signed, SignedFormat, Trust, Unread, Verdict};

use crate::made::{NOW, file, seals, trusted};

fn one(name: &str) -> Seal {
    let mut all = seals(name);
    assert_eq!(all.len(), 1, "{name}: {all:?}");
    all.remove(0)
}

fn read(seal: &Seal) -> &Read {
    seal.read.as_ref().expect("read")
}

#[test]
fn what_is_signed_in_every_accepted_way_holds() {
    for (name, signer) in
        [("valid", "Léa Martin"), ("curve", "Samir Benali"), ("curve384", "Nadia Roux"), ("pss", "Léa"), ("old", "Léa")]
    {
        let seal = one(name);
        assert_eq!(seal.verdict(), Verdict::Sound, "{name}: {seal:?}");
        let read = read(&seal);
        assert!(read.signer.starts_with(signer) && read.signer.ends_with("(Autorité d’essai)"), "{read:?}");
        assert!(read.issuer.starts_with("Autorité intermédiaire"), "{read:?}");
        assert!(read.at.is_some_and(|at| at > 1_700_000_000), "{name}: {read:?}");
        assert!(matches!(&read.trust, Trust::Known(root) if root.starts_with("Racine d’essai")), "{read:?}");
    }
    assert_eq!(one("sha512").verdict(), Verdict::Sound);
    assert_eq!(read(&one("salted")).signed, Signed::Unaccepted, "salted another way: not told false");
    assert!(seals("plain").is_empty(), "nobody signed it");
}

#[test]
fn a_word_changed_is_seen() {
    let seal = one("tampered");
    assert_eq!((seal.verdict(), seal.coverage), (Verdict::Broken, Coverage::Whole));
    assert!(!read(&seal).is_intact && read(&seal).signed == Signed::Holds, "the signature is of the other words");
}

#[test]
fn what_is_added_after_is_seen_however_it_is_added() {
    for name in ["appended", "updated"] {
        let seal = one(name);
        assert!(matches!(seal.coverage, Coverage::Followed(added) if added > 5), "{name}: {seal:?}");
        assert_eq!(seal.verdict(), Verdict::ToCheck, "{name}");
        assert!(read(&seal).is_intact, "{name}: what was signed is as it was");
    }
    let both = seals("both");
    let [first, second] = both.as_slice() else { panic!("{both:?}") };
    assert!(matches!(first.coverage, Coverage::Followed(_)) && read(first).signer.starts_with("Léa"), "{first:?}");
    assert_eq!((second.verdict(), second.coverage), (Verdict::Sound, Coverage::Whole), "{second:?}");
}

#[test]
fn a_range_that_leaves_a_hole_is_refused() {
    let valid = file("valid.pdf");
    let at = valid.windows(10).position(|word| word == b"/ByteRange").expect("a range");
    let end = at + valid[at..].iter().position(|byte| *byte == b']').expect("its end");
    let text = String::from_utf8(valid[at..end].to_vec()).expect("ASCII");
    let numbers: Vec<usize> = text.split(['[', ' ']).filter_map(|word| word.trim().parse().ok()).collect();
    let [start, first, second, rest] = numbers[..] else { panic!("{text}") };
    let ranges = [
        [start, first - 10, second, rest],
        [start, first, second + 10, rest - 10],
        [start + 1, first - 1, second, rest],
        [start, first, second, rest + 1],
        [start, second, first, rest],
    ];
    for range in ranges {
        let told = format!("/ByteRange [{} {} {} {}", range[0], range[1], range[2], range[3]);
        let mut other = valid.clone();
        let padded = format!("{told:width$}", width = end - at);
        assert_eq!(padded.len(), end - at, "{told}");
        other[at..end].copy_from_slice(padded.as_bytes());
        let seals = Pades.seals(&other, &trusted(&["root"]), NOW);
        assert_eq!(seals.len(), 1, "{told}");
        assert_eq!((seals[0].coverage, seals[0].verdict()), (Coverage::Hole, Verdict::Broken), "{told}");
    }
}

#[test]
fn a_certificate_that_had_ended_is_told() {
    let seal = one("ended");
    assert_eq!(seal.verdict(), Verdict::ToCheck);
    assert_eq!(read(&seal).dated, Dated::Ended(1_609_459_200));
    assert!(matches!(read(&seal).trust, Trust::Known(_)), "its authority is known all the same: {seal:?}");
    let early = Pades.seals(&file("valid.pdf"), &trusted(&["root"]), 0);
    assert!(
        matches!(early[0].read.as_ref().map(|read| read.dated), Ok(Dated::Valid(_))),
        "the day of the signature counts"
    );
}

#[test]
fn who_answers_for_the_signer_is_told() {
    let of = |name: &str, known: &[&str]| {
        let seals = Pades.seals(&file(&format!("{name}.pdf")), &trusted(known), NOW);
        (seals[0].verdict(), read(&seals[0]).trust.clone())
    };
    assert_eq!(of("valid", &[]), (Verdict::ToCheck, Trust::NobodyIs));
    assert_eq!(of("valid", &["stranger"]), (Verdict::ToCheck, Trust::Unknown));
    assert_eq!(of("alone", &["root", "stranger"]), (Verdict::ToCheck, Trust::Unknown));
    assert!(matches!(of("alone", &["alone"]), (Verdict::Sound, Trust::Known(_))), "named itself");
    assert_eq!(of("unchained", &["root"]).1, Trust::Unknown, "what links them is not in the file");
    assert!(matches!(of("unchained", &["root", "between"]).1, Trust::Known(_)));
    assert!(matches!(of("valid", &["stranger", "root"]).1, Trust::Known(root) if root.starts_with("Racine d’essai")));
}

#[test]
fn certificates_are_told_as_people_compare_them() {
    let all = trusted(&["root", "between"]);
    assert_eq!(all[0].subject, "Racine d’essai (Autorité d’essai)");
    assert_eq!((all[0].from, all[0].until), (1_546_300_800, 3_786_912_000));
    assert_eq!(all[0].fingerprint.len(), 95);
    // Pasted together, indented, with words around.
    let pasted = ["root", "between"].map(|name| String::from_utf8(file(&format!("{name}.pem"))).expect("PEM"));
    let pasted = format!("Racine :\r\n{}\nPuis {}", pasted[0].replace('\n', "\r\n  "), pasted[1]);
    assert_eq!(signatures::read_pem(&pasted).expect("both"), all);
}

#[test]
fn a_signature_that_is_none_is_told() {
    let valid = file("valid.pdf");
    let other = |from: &str, to: &str| {
        let text = valid.windows(from.len()).position(|word| word == from.as_bytes()).expect("there");
        let mut other = valid.clone();
        other[text..text + to.len()].copy_from_slice(to.as_bytes());
        Pades.seals(&other, &[], NOW).remove(0)
    };
    assert_eq!(other("/ETSI.CAdES.detached", "/ETSI.RFC3161       ").read, Err(Unread::Kind));
    assert_eq!(other("<3082", "<0000").read, Err(Unread::Broken));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_byte_can_change_unseen(at in any::<prop::sample::Index>(), flip in 1u8..=255) {
        let mut other = file("valid.pdf");
        let at = at.index(other.len());
        other[at] ^= flip;
        let seals = Pades.seals(&other, &trusted(&["root"]), NOW);
        let is_sound = seals.iter().any(|seal| seal.verdict() == Verdict::Sound);
        // The noughts that fill the place of the signature say nothing; capitals say the same as small letters.
        let gap = file("valid.pdf").windows(6).rposition(|word| word == b"000000").expect("filled");
        let first = file("valid.pdf").windows(5).position(|word| word == b"<3082").expect("a signature");
        prop_assert!(!is_sound || (first..gap + 8).contains(&at), "{at}");
    }

    #[test]
    fn whatever_the_file_is_it_is_answered(bytes in prop::collection::vec(any::<u8>(), 0..400), range in "[0-9 ]{0,30}") {
        let mut file = b"1 0 obj << /SubFilter /ETSI.CAdES.detached /ByteRange [".to_vec();
        file.extend(range.bytes());
        file.extend(b"] /Contents <30>>> endobj");
        file.extend(bytes);
        let _ = Pades.seals(&file, &[], NOW);
    }
}
