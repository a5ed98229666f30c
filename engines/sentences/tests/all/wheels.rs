//! Files that are not the encoder are refused, each in a sentence; what is read gives the same bytes everywhere.

use std::io::Cursor;

use crate::made::{PIECES, WEIGHTS, array, arrays, numbers, pieces, wheel, zipped};
use sentences::{Encoder, FILE_BYTES, FILE_NAME, FILE_SHA256, Vector};
use sha2::{Digest, Sha256};

fn refused(bytes: &[u8]) -> String {
    Encoder::read(Cursor::new(bytes)).expect_err("refused").to_string()
}

fn fingerprint(vectors: &[Vector]) -> String {
    let bytes: Vec<u8> = vectors.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn only_the_published_file_is_opened() {
    let other = Encoder::open(Cursor::new(vec![0; 40])).expect_err("refused").to_string();
    assert!(other.contains(FILE_NAME) && other.contains("40 octets"), "{other}");
    let same_length = Encoder::open(Cursor::new(vec![0; FILE_BYTES as usize])).expect_err("refused").to_string();
    assert!(same_length.contains("SHA-256") && same_length.contains(FILE_SHA256), "{same_length}");
}

#[test]
fn the_same_bytes_alone_among_others_and_on_every_machine() {
    let whole = wheel(&arrays());
    let encoder = Encoder::read(Cursor::new(&whole)).expect("read");
    assert!((60_000_000..70_000_000).contains(&encoder.bytes()), "{}", encoder.bytes());
    let long = "le bus du soir ".repeat(2_000);
    let texts = ["le bus", "", "le bus du soir", "soirs 🚌", "le bus", long.as_str()];
    let together = encoder.encode_all(&texts);
    for (text, vector) in texts.iter().zip(&together) {
        assert!((vector.iter().map(|value| value * value).sum::<f32>() - 1.0).abs() < 1e-4);
        assert_eq!(fingerprint(&[*vector]), fingerprint(&[encoder.encode(text)]));
    }
    assert_eq!(together[0], together[4]);
    assert_ne!(together[0], together[2]);
    assert_eq!(together[5], encoder.encode(&long[..8_000]), "what is beyond eight thousand characters is not read");
    assert!(encoder.encode_all::<&str>(&[]).is_empty());
    assert_eq!(fingerprint(&together), "29956e8180021211e59fe8ff044d64e7f1bd6cb86306418d8451bd5a01b670ec");

    // A file cut anywhere is refused.
    for end in [0, 1, 100, whole.len() / 2, whole.len() - 30] {
        assert!(refused(&whole[..end]).contains("incomplet"), "{end}");
    }
}

#[test]
fn what_is_missing_swollen_or_of_another_shape_is_told() {
    let all = arrays();
    // The table is the last that is read: what is wrong elsewhere needs none.
    let without_table: Vec<_> = all.iter().filter(|(name, _)| !name.starts_with('q')).cloned().collect();
    let with = |name: &str, bytes: Vec<u8>| {
        let mut changed = without_table.clone();
        changed.retain(|(known, _)| known != name);
        changed.push((name.to_owned(), bytes));
        refused(&wheel(&changed))
    };
    assert!(refused(&wheel(&without_table)).contains("Il manque « q1.npy »"));
    assert!(refused(&zipped(&[(PIECES, &pieces())])).contains(WEIGHTS));
    assert!(refused(&zipped(&[(WEIGHTS, b"")])).contains(PIECES));
    assert!(refused(&zipped(&[(PIECES, &pieces()), (WEIGHTS, b"PK none")])).contains("n’est pas une archive"));
    assert!(refused(&zipped(&[(PIECES, b"\xff\xff"), (WEIGHTS, b"")])).contains("morceaux de mots"));

    let told = with("d1.npy", numbers(&[320, 321], 1));
    assert!(told.contains("d1.npy") && told.contains("320,320"), "{told}");
    let told = with("cnn_b.npy", array("<f8", &[512], &[0; 4_096]));
    assert!(told.contains("<f4 (512,)") && told.contains("<f8 (512,)"), "{told}");
    assert!(with("ln_g.npy", b"nothing of the sort".to_vec()).contains("n’est pas un tableau"));
    assert!(with("eps.npy", vec![0; 60_000_000]).contains("eps.npy » dépasse"));
    let swollen = zipped(&[(PIECES, &vec![0; 60_000_000]), (WEIGHTS, b"")]);
    assert!(swollen.len() < 1_000_000 && refused(&swollen).contains("dépasse 40000000 octets"));
    let many: Vec<String> = (0..200).map(|rank| rank.to_string()).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(refused(&zipped(&many)).contains("200 fichiers"));

    let mut large = all;
    let place = large.iter().position(|(name, _)| name == "q1.npy").expect("there");
    let last = large[place].1.len() - 1;
    large[place].1[last] = 64;
    assert!(refused(&wheel(&large)).contains("des nombres de 0 à 63, et non 64"));
}
