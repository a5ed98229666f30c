//! The spellings XLSForm accepts for what an item is.

use super::{Kind, Metadata, Source};

/// Spellings of what needs no list, and the kind they mean. The first of each kind is the one written.
const SPELLINGS: &[(Kind, &[&str])] = &[
    (Kind::Text, &["text", "string", "q string", "add text prompt"]),
    (Kind::Integer, &["integer", "int", "q int", "add integer prompt"]),
    (Kind::Decimal, &["decimal", "q decimal", "add decimal prompt", "percentage"]),
    (Kind::Date, &["date", "q date", "add date prompt"]),
    (Kind::Time, &["time"]),
    (
        Kind::DateTime,
        &["datetime", "date time", "q date time", "add date time prompt", "q datetime", "add datetime prompt"],
    ),
    (Kind::Note, &["note", "q note", "add note prompt"]),
    (Kind::Calculate, &["calculate", "q calculate", "add calculate prompt"]),
    (Kind::Hidden, &["hidden"]),
    (Kind::Acknowledge, &["acknowledge", "q acknowledge", "trigger", "add acknowledge prompt"]),
    (Kind::Range, &["range"]),
    (Kind::GeoPoint, &["geopoint", "gps", "location", "q geopoint", "q location", "add location prompt"]),
    (Kind::GeoTrace, &["geotrace", "q geotrace"]),
    (Kind::GeoShape, &["geoshape", "q geoshape"]),
    (Kind::Image, &["image", "photo", "q picture", "q image", "add image prompt", "add photo prompt"]),
    (Kind::Audio, &["audio", "q audio", "add audio prompt"]),
    (Kind::Video, &["video", "q video", "add video prompt"]),
    (Kind::File, &["file", "add file prompt"]),
    (Kind::Barcode, &["barcode", "q barcode", "add barcode prompt"]),
    (Kind::Metadata(Metadata::Start), &["start", "start time", "get start time"]),
    (Kind::Metadata(Metadata::End), &["end", "end time", "get end time"]),
    (Kind::Metadata(Metadata::Today), &["today", "get today"]),
    (Kind::Metadata(Metadata::DeviceId), &["deviceid", "imei", "device id", "get device id", "uri:deviceid"]),
    (Kind::Metadata(Metadata::Username), &["username", "uri:username"]),
    (Kind::Metadata(Metadata::Email), &["email", "uri:email"]),
    (Kind::Metadata(Metadata::PhoneNumber), &["phonenumber", "phone number", "get phone number", "uri:phonenumber"]),
    (Kind::Metadata(Metadata::SimSerial), &["simserial", "sim id", "get sim id", "uri:simserial"]),
    (
        Kind::Metadata(Metadata::SubscriberId),
        &["subscriberid", "subscriber id", "get subscriber id", "uri:subscriberid"],
    ),
    (Kind::Metadata(Metadata::Audit), &["audit"]),
    (Kind::Metadata(Metadata::StartGeopoint), &["start-geopoint"]),
    (Kind::Metadata(Metadata::BackgroundGeopoint), &["background-geopoint"]),
    (Kind::Metadata(Metadata::BackgroundAudio), &["background-audio"]),
    (Kind::Osm(None), &["osm"]),
];

/// Commands of questions that take their answers from a list: longest first.
const SELECTS: &[(&str, Command)] = &[
    ("add select multiple prompt using", Command::Multiple),
    ("add select one prompt using", Command::One),
    ("select_multiple_from_file", Command::MultipleFile),
    ("select multiple from file", Command::MultipleFile),
    ("select all that apply from", Command::Multiple),
    ("select all that apply", Command::Multiple),
    ("select_one_from_file", Command::OneFile),
    ("select one from file", Command::OneFile),
    ("select_one_external", Command::External),
    ("select multiple using", Command::Multiple),
    ("select multiple from", Command::Multiple),
    ("select one using", Command::One),
    ("select one from", Command::One),
    ("select_multiple", Command::Multiple),
    ("select multiple", Command::Multiple),
    ("select_one", Command::One),
    ("select one", Command::One),
    ("select1", Command::One),
    ("rank", Command::Rank),
];

#[derive(Clone, Copy)]
enum Command {
    One,
    Multiple,
    OneFile,
    MultipleFile,
    External,
    Rank,
}

impl Kind {
    /// Reads a type of the sheet `survey`, without regard to case. Groups are read apart.
    pub fn read(written: &str) -> Option<Self> {
        let clean = written.split_whitespace().collect::<Vec<&str>>().join(" ");
        let lower = clean.to_lowercase();
        if let Some((kind, _)) = SPELLINGS.iter().find(|(_, names)| names.contains(&lower.as_str())) {
            return Some(kind.clone());
        }
        if lower.starts_with("osm ") {
            // The list keeps its case.
            return clean.split_once(' ').map(|(_, list)| Self::Osm(Some(list.to_owned())));
        }
        if ["csv-external", "xml-external"].contains(&lower.as_str()) {
            return Some(Self::ExternalData(lower));
        }
        let (command, rest) = SELECTS
            .iter()
            .find_map(|(name, command)| Some((*command, lower.strip_prefix(name)?.strip_prefix(' ')?)))?;
        // The list keeps its case; lower-casing may change lengths, so words are counted, not bytes.
        let before = clean.split(' ').count() - rest.split(' ').count();
        let words: Vec<&str> = clean.split(' ').skip(before).collect();
        let (list, ending) = words.split_first()?;
        let ending = ending.join(" ").to_lowercase();
        let other = match ending.as_str() {
            "" => false,
            "or specify other" | "or_other" | "or other" => true,
            _ => return None,
        };
        let list = (*list).to_owned();
        let source = |list: String| if list.contains("${") { Source::Answers(list) } else { Source::List(list) };
        Some(match command {
            Command::One => Self::SelectOne(source(list), other),
            Command::Multiple => Self::SelectMultiple(source(list), other),
            Command::OneFile => Self::SelectOne(Source::File(list), other),
            Command::MultipleFile => Self::SelectMultiple(Source::File(list), other),
            Command::External => Self::SelectOne(Source::External(list), other),
            Command::Rank => Self::Rank(source(list)),
        })
    }

    /// The type as XLSForm writes it; `begin` of groups.
    pub fn written(&self) -> String {
        let other = |other: bool| if other { " or_other" } else { "" };
        match self {
            Self::SelectOne(Source::File(name), with) => format!("select_one_from_file {name}{}", other(*with)),
            Self::SelectOne(Source::External(name), _) => format!("select_one_external {name}"),
            Self::SelectOne(source, with) => format!("select_one {}{}", source.name(), other(*with)),
            Self::SelectMultiple(Source::File(name), with) => {
                format!("select_multiple_from_file {name}{}", other(*with))
            }
            Self::SelectMultiple(source, with) => format!("select_multiple {}{}", source.name(), other(*with)),
            Self::Rank(source) => format!("rank {}", source.name()),
            Self::ExternalData(name) => name.clone(),
            Self::Osm(Some(list)) => format!("osm {list}"),
            Self::Group => "begin_group".to_owned(),
            Self::Repeat => "begin_repeat".to_owned(),
            Self::Loop(list) => format!("begin_loop over {list}"),
            plain => SPELLINGS.iter().find(|(kind, _)| kind == plain).map_or("text", |(_, names)| names[0]).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_written_is_read_again() {
        for written in [
            "text",
            "select_one Quartier",
            "select_multiple besoins or_other",
            "rank x",
            "select_one_from_file a.csv",
            "select_one ${nom}",
            "datetime",
        ] {
            assert_eq!(Kind::read(written).expect(written).written(), written);
        }
        assert_eq!(
            Kind::read("Select One YesNo or other").map(|kind| kind.written()),
            Some("select_one YesNo or_other".to_owned())
        );
        assert_eq!(
            Kind::read("select all that apply from  liste"),
            Some(Kind::SelectMultiple(Source::List("liste".to_owned()), false))
        );
        assert_eq!(Kind::read("dateTime"), Some(Kind::DateTime));
        // Lower case may be longer.
        assert_eq!(Kind::read("OSM İİİİİİİİ"), Some(Kind::Osm(Some("İİİİİİİİ".to_owned()))));
        for wrong in ["", "select_one", "select_one a b", "selectone a", "begin group", "text x"] {
            assert_eq!(Kind::read(wrong), None, "{wrong}");
        }
    }
}
