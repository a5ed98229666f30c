//! The published wheel, read by this engine, gives what the published package gives. The wheel comes with the tools of the
//! tests (`tests/tools`); where it cannot be had the test is skipped with a printed sentence, unless
//! `PARVIS_VALIDATORS_REQUIRED` is set.

use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sentences::{Encoder, Vector, WIDTH};
use sha2::{Digest, Sha256};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a tool of the tests prints.
fn tool(name: &str) -> Option<String> {
    let said = Command::new(root().join("tests/tools").join(name)).stderr(Stdio::inherit()).output();
    let said = said.ok().filter(|said| said.status.success());
    let told = said.map(|said| String::from_utf8(said.stdout).expect("a path").trim().to_owned());
    if told.is_none() {
        assert!(std::env::var_os("PARVIS_VALIDATORS_REQUIRED").is_none(), "tests/tools/{name} runs");
        println!("Skipped: the published encoder is not at hand.");
    }
    told
}

fn encoder() -> Option<Encoder> {
    let wheel = File::open(tool("encoder.sh")?).expect("the wheel");
    Some(Encoder::open(BufReader::new(wheel)).expect("the published wheel"))
}

/// French sentences: the guide, the demonstration, and the open corpora where they are at hand.
fn french() -> Vec<String> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folder = |path: PathBuf| {
        let listed = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
        files.extend(listed.filter(|path| path.is_file()));
    };
    folder(root().join("docs/guide"));
    folder(root().join("docs/operating"));
    folder(root().join("engines/themes/tests/all/labelled"));
    folder(root().join("demo/data"));
    if let Some(data) = std::env::var_os("PARVIS_OPEN_DATA") {
        folder(PathBuf::from(data).join("corpora"));
    }
    files.sort();
    let mut lines = Vec::new();
    for text in files.iter().filter_map(|path| fs::read_to_string(path).ok()) {
        lines.extend(text.lines().map(str::trim).filter(|line| line.len() > 12).map(str::to_owned));
    }
    // Enough of them, from all.
    let step = lines.len().div_ceil(2_000).max(1);
    lines.into_iter().step_by(step).collect()
}

#[test]
fn french_sentences_have_the_numbers_of_the_published_package() {
    let (Some(encoder), Some(python)) = (encoder(), tool("python.sh")) else { return };
    let lines = french();
    assert!(lines.len() >= 1_000, "{}", lines.len());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/encode.py");
    let mut child =
        Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python");
    let mut into = child.stdin.take().expect("a pipe");
    let asked = lines.join("\n");
    let asking = std::thread::spawn(move || into.write_all(asked.as_bytes()));
    let said = child.wait_with_output().expect("python ends");
    asking.join().expect("ended").expect("written");
    assert!(said.status.success());
    let theirs: Vec<f32> =
        said.stdout.chunks_exact(4).map(|of| f32::from_le_bytes([of[0], of[1], of[2], of[3]])).collect();
    assert_eq!(theirs.len(), lines.len() * WIDTH);
    let ours = encoder.encode_all(&lines);
    let cosine = |ours: &Vector, theirs: &[f32]| {
        let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>();
        dot(ours, theirs) / (dot(ours, ours) * dot(theirs, theirs)).sqrt()
    };
    let mut least = 1.0f64;
    for ((line, ours), theirs) in lines.iter().zip(&ours).zip(theirs.chunks_exact(WIDTH)) {
        let cosine = cosine(ours, theirs);
        assert!(cosine >= 0.999_999, "{cosine} {line}");
        least = least.min(cosine);
    }
    println!("{} sentences, least cosine {least:.8}", lines.len());
}

#[test]
fn sentences_that_say_the_same_are_near_and_have_these_very_bytes() {
    let Some(encoder) = encoder() else { return };
    let texts =
        ["Il n’y a pas assez de bus le soir", "Les transports s’arrêtent trop tôt", "Des rats dans les caves", "🚌"];
    let vectors = encoder.encode_all(&texts);
    let near = |a: usize, b: usize| vectors[a].iter().zip(&vectors[b]).map(|(a, b)| a * b).sum::<f32>();
    assert!(near(0, 1) > near(0, 2) + 0.2 && near(0, 1) > near(1, 2) + 0.2, "{} {}", near(0, 1), near(0, 2));
    let bytes: Vec<u8> = vectors.iter().flatten().flat_map(|value| value.to_le_bytes()).collect();
    let golden: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(golden, "aa288bcc89ba9f8f8da80afc354b4fdaa9f29675f346312d999112a34c576e37");
}
