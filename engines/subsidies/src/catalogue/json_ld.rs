//! Statements as JSON-LD 1.1.

use serde_json::{Map, Value as Json, json};

use super::statements::{PREFIXES, Subject, Value, safe};

/// Writes them.
pub(super) fn write(subjects: &[Subject]) -> String {
    let context: Map<String, Json> =
        PREFIXES.iter().map(|(prefix, address)| ((*prefix).to_owned(), json!(address))).collect();
    let graph: Vec<Json> = subjects.iter().map(told).collect();
    format!("{:#}\n", json!({ "@context": context, "@graph": graph }))
}

fn told(subject: &Subject) -> Json {
    let mut told = Map::new();
    if let Some(address) = &subject.address {
        told.insert("@id".to_owned(), json!(safe(address)));
    }
    told.insert("@type".to_owned(), json!(subject.class));
    for (property, value) in &subject.says {
        let value = match value {
            Value::Address(address) => json!({ "@id": safe(address) }),
            Value::French(text) => json!({ "@value": text, "@language": "fr" }),
            Value::Plain(text) => json!(text),
            Value::Typed(text, kind) => json!({ "@value": text, "@type": kind }),
            Value::Inner(inner) => self::told(inner),
        };
        match told.get_mut(*property) {
            None => {
                told.insert((*property).to_owned(), value);
            }
            Some(Json::Array(values)) => values.push(value),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    Json::Object(told)
}
