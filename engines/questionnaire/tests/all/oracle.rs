//! pyxform, the reference reader of XLSForm, and this crate read the same things; what this crate writes, pyxform reads.

use crate::forms;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use questionnaire::model::{Form, Kind, Metadata, Source, Text};
use questionnaire::xlsform;
use serde_json::Value;

/// What pyxform reads in files, in their order.
fn pyxform(paths: &[PathBuf]) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = Command::new(root.join("../../tests/tools/python.sh")).stderr(Stdio::inherit()).output();
    let python = python.expect("tests/tools/python.sh runs");
    assert!(python.status.success(), "tests/tools/python.sh makes the Python environment");
    let python = String::from_utf8(python.stdout).expect("a path");
    let said = Command::new(python.trim()).arg(root.join("tests/oracles/pyxform_items.py")).args(paths).output();
    let said = said.expect("python runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let lines = String::from_utf8(said.stdout).expect("UTF-8");
    lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The control and data type pyxform gives a kind.
fn shape(kind: &Kind) -> String {
    let plain = |tag: &str, data: &str| format!("{tag} - {data} -");
    let upload = |sort: &str| format!("upload {sort}/* binary -");
    match kind {
        Kind::Text => plain("input", "string"),
        Kind::Integer => plain("input", "int"),
        Kind::Decimal => plain("input", "decimal"),
        Kind::Date => plain("input", "date"),
        Kind::Time => plain("input", "time"),
        Kind::DateTime => plain("input", "dateTime"),
        Kind::SelectOne(Source::External(_), _) => plain("input", "string"),
        Kind::SelectOne(..) => plain("select1", "string"),
        Kind::SelectMultiple(..) => plain("select", "string"),
        Kind::Rank(_) => plain("odk:rank", "odk:rank"),
        Kind::Note => "input - string - readonly".to_owned(),
        Kind::Calculate | Kind::Hidden => plain("-", "string"),
        Kind::Acknowledge => plain("trigger", "string"),
        Kind::Range => plain("range", "int"),
        Kind::GeoPoint => plain("input", "geopoint"),
        Kind::GeoTrace => plain("input", "geotrace"),
        Kind::GeoShape => plain("input", "geoshape"),
        Kind::Image => upload("image"),
        Kind::Audio => upload("audio"),
        Kind::Video => upload("video"),
        Kind::File => "upload application/* binary -".to_owned(),
        Kind::Barcode => plain("input", "barcode"),
        Kind::Metadata(metadata) => match metadata {
            Metadata::Start => "- - dateTime start".to_owned(),
            Metadata::End => "- - dateTime end".to_owned(),
            Metadata::Today => "- - date today".to_owned(),
            Metadata::DeviceId => "- - string deviceid".to_owned(),
            Metadata::Username => "- - string username".to_owned(),
            Metadata::Email => "- - string email".to_owned(),
            Metadata::PhoneNumber => "- - string phonenumber".to_owned(),
            Metadata::SimSerial => "- - string simserial".to_owned(),
            Metadata::SubscriberId => "- - string subscriberid".to_owned(),
            Metadata::Audit => "audit".to_owned(),
            Metadata::StartGeopoint => "start-geopoint".to_owned(),
            Metadata::BackgroundGeopoint => "background-geopoint".to_owned(),
            Metadata::BackgroundAudio => "background-audio".to_owned(),
        },
        Kind::ExternalData(name) => name.clone(),
        Kind::Osm(_) => "osm".to_owned(),
        Kind::Group => "group".to_owned(),
        Kind::Repeat => "repeat".to_owned(),
        Kind::Loop(_) => "loop".to_owned(),
    }
}

/// Words as pyxform keeps them: straight quotes, plain spaces, single.
fn plain(text: &str) -> String {
    let straight: String = text
        .trim()
        .chars()
        .map(|sign| match sign {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201c}' | '\u{201d}' => '"',
            '\u{a0}' => ' ',
            other => other,
        })
        .collect();
    straight.split(' ').filter(|word| !word.is_empty()).collect::<Vec<&str>>().join(" ")
}

/// `{"Français (fr)": "…"}`, or the words alone.
fn same_words(ours: &Text, theirs: &Value, default: &str) -> bool {
    match theirs {
        Value::Object(languages) => {
            ours.iter().count() == languages.len()
                && languages.iter().all(|(language, words)| {
                    let own = ours.exactly(language).or_else(|| ours.exactly("").filter(|_| language == default));
                    own.map(plain) == words.as_str().map(plain)
                })
        }
        Value::String(words) => {
            ours.iter().any(|(_, own)| plain(own) == plain(words)) || (ours.is_empty() && words.is_empty())
        }
        _ => ours.is_empty(),
    }
}

fn assert_same(form: &Form, theirs: &Value, file: &str) {
    let default = match form.settings.default_language.as_str() {
        "" => "default",
        named => named,
    };
    let items = theirs["items"].as_array().unwrap_or_else(|| panic!("{file}: {theirs}"));
    let mut ours = Vec::new();
    form.walk(&mut |item, around| {
        let path: Vec<&str> = around.iter().copied().chain([item.name.as_str()]).collect();
        ours.push((path.join("/"), item));
    });
    // pyxform puts what it calls metadata last.
    let is_audit = |kind: &Kind| *kind == Kind::Metadata(Metadata::Audit);
    ours.sort_by_key(|(_, item)| is_audit(&item.kind));
    let paths: Vec<&str> = ours.iter().map(|(path, _)| path.as_str()).collect();
    let expected: Vec<&str> = items.iter().map(|item| item["path"].as_str().unwrap_or_default()).collect();
    assert_eq!(paths, expected, "{file}");
    let flat = |source: &Option<String>| plain(source.as_deref().unwrap_or_default());
    for ((path, own), item) in ours.iter().zip(items) {
        let text = |key: &str| plain(item[key].as_str().unwrap_or_default());
        let truth = |text: String| match text.as_str() {
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" => "true()".to_owned(),
            "no" | "No" | "NO" | "false" | "False" | "FALSE" => "false()".to_owned(),
            _ => text,
        };
        assert_eq!(shape(&own.kind), text("shape"), "{file} {path}");
        assert_eq!(own.kind.source().map_or("", Source::name), text("list"), "{file} {path}");
        // « flat » makes pyxform copy the condition of a group to what it holds.
        if theirs["flat"] != true {
            assert_eq!(flat(&own.relevant), truth(text("relevant")), "{file} {path}");
        }
        // « Three at most », said in a column of the house, becomes a constraint that every tool respects.
        let constraint = match own.max_selected {
            Some(most) if !text("constraint").contains("count-selected") => format!("count-selected(.) <= {most}"),
            _ => truth(text("constraint")),
        };
        assert_eq!(flat(&own.constraint), constraint, "{file} {path}");
        assert_eq!(flat(&own.required), truth(text("required")), "{file} {path}");
        assert_eq!(flat(&own.calculation), truth(text("calculation")), "{file} {path}");
        assert_eq!(flat(&own.choice_filter), text("filter"), "{file} {path}");
        let is_day = matches!(own.kind, Kind::Date | Kind::Image);
        assert!(is_day || flat(&own.default) == text("default"), "{file} {path} {:?}", own.default);
        // The title of a table is moved by pyxform to a note of its own.
        assert!(
            own.looks("table-list") || same_words(&own.label, &item["label"], default),
            "{file} {path} {:?} {}",
            own.label,
            item["label"]
        );
    }
    let lists = theirs["lists"].as_object().expect("lists");
    let ours: Vec<&String> = form.lists.iter().filter(|list| !list.is_external).map(|list| &list.name).collect();
    assert_eq!(ours.len(), lists.len(), "{file} {ours:?}");
    for (name, choices) in lists {
        let list = form.list(name).unwrap_or_else(|| panic!("{file}: {name}"));
        let mut choices = choices.as_array().expect("choices").clone();
        if list.choice("other").is_none() {
            choices.retain(|choice| choice[0] != "other");
        }
        let codes: Vec<String> = list.choices.iter().map(|choice| choice.name.clone()).collect();
        let expected: Vec<String> =
            choices.iter().map(|choice| plain(choice[0].as_str().unwrap_or_default())).collect();
        assert_eq!(codes, expected, "{file} {name}");
        for (choice, expected) in list.choices.iter().zip(&choices) {
            assert!(same_words(&choice.label, &expected[1], default), "{file} {name} {} {expected}", choice.name);
        }
    }
    assert_eq!(Some(form.id.as_str()), theirs["id"].as_str(), "{file}");
    assert_eq!(plain(&form.title), plain(theirs["title"].as_str().unwrap_or_default()), "{file}");
}

/// Reads, compares with pyxform, writes, lets pyxform read what was written, and reads it again.
fn compare(paths: &[PathBuf]) {
    let folder = std::env::temp_dir().join(format!("parvis-questionnaire-{}", std::process::id()));
    let mut written = Vec::new();
    for (path, theirs) in paths.iter().zip(pyxform(paths)) {
        let file = path.file_name().expect("a name").to_string_lossy().into_owned();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let reading = xlsform::read(&fs::read(path).expect("read"), &stem);
        if theirs["refused"].is_string() {
            assert!(!reading.is_accepted(), "{file}: pyxform says {}", theirs["refused"]);
            let refusal = reading.problems.iter().find(|problem| problem.is_refusal()).expect("a refusal");
            assert!(refusal.row > 0 && !refusal.sheet.is_empty(), "{file}: {refusal}");
            continue;
        }
        assert_same(&reading.form, &theirs, &file);
        let refused: Vec<String> =
            reading.problems.iter().filter(|problem| problem.is_refusal()).map(ToString::to_string).collect();
        // The one thing pyxform takes and this house does not: a file beside the form.
        assert!(refused.iter().all(|told| told.contains("pulldata")), "{file}: {refused:?}");
        let bytes = xlsform::write(&reading.form).expect("written");
        let again = xlsform::read(&bytes, &stem);
        assert_eq!(again.form, reading.form, "{file}: written then read");
        fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join(format!("{stem}.xlsx"));
        fs::write(&path, bytes).expect("written");
        written.push((path, reading.form));
    }
    assert!(!written.is_empty());
    let paths: Vec<PathBuf> = written.iter().map(|(path, _)| path.clone()).collect();
    for ((path, form), theirs) in written.iter().zip(pyxform(&paths)) {
        assert_same(form, &theirs, &format!("written {}", path.display()));
    }
    fs::remove_dir_all(&folder).expect("removed");
}

#[test]
fn the_open_forms_are_read_as_pyxform_reads_them() {
    let Some(data) = std::env::var_os("PARVIS_OPEN_DATA") else {
        eprintln!("PARVIS_OPEN_DATA is not set: the open forms are not compared");
        return;
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(Path::new(&data).join("xlsforms"))
        .expect("xlsforms")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "xlsx" || ending == "xls"))
        .collect();
    paths.sort();
    assert!(paths.len() > 10);
    compare(&paths);
}

#[test]
fn our_own_forms_are_read_as_pyxform_reads_them() {
    let folder = std::env::temp_dir().join(format!("parvis-questionnaire-own-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    let mut paths = Vec::new();
    for (name, bytes) in forms::sound() {
        let path = folder.join(format!("{name}.xlsx"));
        fs::write(&path, bytes).expect("written");
        paths.push(path);
    }
    compare(&paths);
    fs::remove_dir_all(&folder).expect("removed");
}
