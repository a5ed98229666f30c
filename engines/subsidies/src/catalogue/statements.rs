//! What a catalogue says, subject by subject.

use jiff::civil::Date;

use super::{Catalogue, Contact, Dataset, Distribution, Publisher};

/// Prefixes, in the order they are declared.
pub(super) const PREFIXES: [(&str, &str); 6] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

const FRENCH: &str = "http://publications.europa.eu/resource/authority/language/FRA";
const LICENCE: &str = "https://www.etalab.gouv.fr/licence-ouverte-open-licence";
const ANNUAL: &str = "http://publications.europa.eu/resource/authority/frequency/ANNUAL";
const THEMES: [&str; 2] = [
    "http://publications.europa.eu/resource/authority/data-theme/GOVE",
    "http://publications.europa.eu/resource/authority/data-theme/SOCI",
];

/// A thing that is spoken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// Its address; none for what has a place in another only.
    pub(super) address: Option<String>,
    /// Its class, prefixed.
    pub(super) class: &'static str,
    /// What is said of it: a prefixed property and its value.
    pub(super) says: Vec<(&'static str, Value)>,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// The address of another thing.
    Address(String),
    /// A text in French.
    French(String),
    /// A text in no language.
    Plain(String),
    /// A text of a type, prefixed.
    Typed(String, &'static str),
    /// A thing told in its place.
    Inner(Subject),
}

/// Everything a catalogue says.
pub(super) fn of(catalogue: &Catalogue) -> Vec<Subject> {
    let publisher = format!("{}#publisher", catalogue.url);
    let mut says = vec![
        ("dct:title", Value::French(catalogue.title.clone())),
        ("dct:description", Value::French(catalogue.description.clone())),
        ("dct:publisher", Value::Address(publisher.clone())),
        ("dct:language", Value::Address(FRENCH.to_owned())),
        ("dct:license", Value::Address(LICENCE.to_owned())),
        ("dct:modified", date(catalogue.modified)),
        ("foaf:homepage", Value::Address(catalogue.publisher.home.clone())),
    ];
    let address = |dataset: &Dataset| format!("{}/{}", catalogue.url, dataset.id);
    says.extend(catalogue.datasets.iter().map(|dataset| ("dcat:dataset", Value::Address(address(dataset)))));
    let mut all = vec![
        Subject { address: Some(catalogue.url.clone()), class: "dcat:Catalog", says },
        of_publisher(&publisher, &catalogue.publisher),
    ];
    all.extend(catalogue.datasets.iter().map(|dataset| of_dataset(&address(dataset), &publisher, dataset)));
    all
}

fn date(day: Date) -> Value {
    Value::Typed(day.to_string(), "xsd:date")
}

fn of_publisher(address: &str, publisher: &Publisher) -> Subject {
    Subject {
        address: Some(address.to_owned()),
        class: "foaf:Organization",
        says: vec![
            ("foaf:name", Value::French(publisher.name.clone())),
            ("dct:identifier", Value::Plain(publisher.siret.clone())),
            ("foaf:homepage", Value::Address(publisher.home.clone())),
        ],
    }
}

fn of_dataset(address: &str, publisher: &str, dataset: &Dataset) -> Subject {
    let mut says = vec![
        ("dct:title", Value::French(dataset.title.clone())),
        ("dct:description", Value::French(dataset.description.clone())),
        ("dct:identifier", Value::Plain(dataset.id.clone())),
        ("dct:issued", date(dataset.issued)),
        ("dct:modified", date(dataset.modified)),
        ("dct:publisher", Value::Address(publisher.to_owned())),
        ("dct:language", Value::Address(FRENCH.to_owned())),
        ("dct:accrualPeriodicity", Value::Address(ANNUAL.to_owned())),
        ("dcat:contactPoint", Value::Inner(of_contact(&dataset.contact))),
    ];
    says.extend(THEMES.map(|theme| ("dcat:theme", Value::Address(theme.to_owned()))));
    says.extend(dataset.keywords.iter().map(|word| ("dcat:keyword", Value::French(word.clone()))));
    says.extend(
        dataset
            .communes
            .iter()
            .map(|code| ("dct:spatial", Value::Address(format!("http://id.insee.fr/geo/commune/{code}")))),
    );
    if let Some((from, until)) = dataset.covers {
        let period = Subject {
            address: None,
            class: "dct:PeriodOfTime",
            says: vec![("dcat:startDate", date(from)), ("dcat:endDate", date(until))],
        };
        says.push(("dct:temporal", Value::Inner(period)));
    }
    says.extend(dataset.distributions.iter().map(|file| ("dcat:distribution", Value::Inner(of_file(file)))));
    Subject { address: Some(address.to_owned()), class: "dcat:Dataset", says }
}

fn of_contact(contact: &Contact) -> Subject {
    Subject {
        address: None,
        class: "vcard:Organization",
        says: vec![
            ("vcard:fn", Value::Plain(contact.name.clone())),
            ("vcard:hasEmail", Value::Address(format!("mailto:{}", contact.email))),
        ],
    }
}

fn of_file(file: &Distribution) -> Subject {
    let checksum = Subject {
        address: None,
        class: "spdx:Checksum",
        says: vec![
            ("spdx:algorithm", Value::Address("http://spdx.org/rdf/terms#checksumAlgorithm_sha256".to_owned())),
            ("spdx:checksumValue", Value::Typed(file.sha256.clone(), "xsd:hexBinary")),
        ],
    };
    let media = format!("https://www.iana.org/assignments/media-types/{}", file.media_type);
    let format = format!("http://publications.europa.eu/resource/authority/file-type/{}", file.file_type);
    let mut says = vec![
        ("dct:title", Value::French(file.title.clone())),
        ("dcat:accessURL", Value::Address(file.url.clone())),
        ("dcat:downloadURL", Value::Address(file.url.clone())),
        ("dcat:mediaType", Value::Address(media)),
        ("dct:format", Value::Address(format)),
        ("dct:license", Value::Address(LICENCE.to_owned())),
        ("dct:modified", date(file.modified)),
        ("dcat:byteSize", Value::Typed(file.bytes.to_string(), "xsd:decimal")),
        ("spdx:checksum", Value::Inner(checksum)),
    ];
    says.extend(file.schema.iter().map(|schema| ("dct:conformsTo", Value::Address(schema.clone()))));
    Subject { address: Some(file.url.clone()), class: "dcat:Distribution", says }
}

/// An address that both syntaxes take as it is: what they could not hold is written with `%`.
pub(super) fn safe(address: &str) -> String {
    let mut safe = String::with_capacity(address.len());
    for sign in address.chars() {
        if sign <= ' ' || "<>\"{}|^`\\".contains(sign) || sign == '\u{7f}' {
            let mut bytes = [0; 4];
            for byte in sign.encode_utf8(&mut bytes).bytes() {
                safe.push_str(&format!("%{byte:02X}"));
            }
        } else {
            safe.push(sign);
        }
    }
    safe
}
