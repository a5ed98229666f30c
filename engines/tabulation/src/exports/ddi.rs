//! DDI-Codebook 2.5: what each column of the files means, with its frequencies.

use std::fmt::Write;

use super::layout::{Field, Shape, Value, fields, plain};
use crate::model::DataSet;

/// The study that a codebook describes.
#[derive(Clone, Debug, Default)]
pub struct Study<'a> {
    /// Title of the consultation.
    pub title: &'a str,
    /// Who made it.
    pub producer: &'a str,
    /// Name of the data file.
    pub file: &'a str,
    /// How people were reached, and with what caution the figures are to be read.
    pub method: &'a str,
}

/// Writes the codebook. Columns, names and codes are those of the CSV of codes and of the SPSS file.
pub fn to_ddi(data: &DataSet, study: &Study<'_>) -> String {
    let fields = fields(data);
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a string does not fail.
    let _ = describe(&mut xml, data, study, &fields);
    xml
}

fn describe(xml: &mut String, data: &DataSet, study: &Study<'_>, fields: &[Field]) -> std::fmt::Result {
    xml.push_str("<codeBook xmlns=\"ddi:codebook:2_5\" version=\"2.5\" xml:lang=\"fr\">\n<stdyDscr>\n<citation>\n");
    writeln!(xml, "<titlStmt><titl>{}</titl></titlStmt>", safe(study.title))?;
    if !study.producer.is_empty() {
        writeln!(xml, "<prodStmt><producer>{}</producer></prodStmt>", safe(study.producer))?;
    }
    xml.push_str("</citation>\n");
    if !study.method.is_empty() {
        writeln!(xml, "<method><dataColl><collMode>{}</collMode></dataColl></method>", safe(study.method))?;
    }
    xml.push_str("</stdyDscr>\n<fileDscr ID=\"F1\">\n<fileTxt>\n");
    writeln!(xml, "<fileName>{}</fileName>", safe(study.file))?;
    let (cases, columns) = (data.len(), fields.len());
    writeln!(xml, "<dimensns><caseQnty>{cases}</caseQnty><varQnty>{columns}</varQnty></dimensns>")?;
    xml.push_str("</fileTxt>\n</fileDscr>\n<dataDscr>\n");
    groups(xml, data, fields)?;
    for (position, field) in fields.iter().enumerate() {
        variable(xml, data, position, field)?;
    }
    xml.push_str("</dataDscr>\n</codeBook>\n");
    Ok(())
}

/// The columns of one several-choice question make a group of type `multResp`.
fn groups(xml: &mut String, data: &DataSet, fields: &[Field]) -> std::fmt::Result {
    for (position, variable) in data.variables().iter().enumerate() {
        let is_member =
            |field: &&(usize, &Field)| field.1.variable == position && matches!(field.1.shape, Shape::Chosen(_));
        let members: Vec<String> = fields
            .iter()
            .enumerate()
            .filter(|field| is_member(&field))
            .map(|(place, _)| format!("V{}", place + 1))
            .collect();
        if !members.is_empty() {
            let (name, members) = (safe(&variable.name), members.join(" "));
            writeln!(xml, "<varGrp ID=\"G{}\" type=\"multipleResp\" name=\"{name}\" var=\"{members}\">", position + 1)?;
            writeln!(xml, "<labl>{}</labl>\n</varGrp>", safe(&variable.label))?;
        }
    }
    Ok(())
}

fn variable(xml: &mut String, data: &DataSet, position: usize, field: &Field) -> std::fmt::Result {
    let asked = &data.variables()[field.variable];
    let interval = if matches!(field.shape, Shape::Number) { "contin" } else { "discrete" };
    writeln!(xml, "<var ID=\"V{}\" name=\"{}\" files=\"F1\" intrvl=\"{interval}\">", position + 1, safe(&field.name))?;
    writeln!(xml, "<labl>{}</labl>", safe(&field.label))?;
    writeln!(xml, "<qstn><qstnLit>{}</qstnLit></qstn>", safe(&asked.label))?;
    let universe = if asked.universe.is_empty() { "Toutes les personnes interrogées" } else { &asked.universe };
    writeln!(xml, "<universe>{}</universe>", safe(universe))?;
    let mut counts = vec![0u64; field.values.len()];
    let (mut valid, mut absent) = (0u64, 0u64);
    for row in 0..data.len() {
        match field.value(data, row) {
            Value::Absent => absent += 1,
            Value::Text(text) => {
                if text.is_empty() {
                    absent += 1
                } else {
                    valid += 1
                }
            }
            Value::Number(value) => {
                if let Some(found) = field.values.iter().position(|(code, _)| *code == value) {
                    counts[found] += 1;
                }
                valid += u64::from(!field.missing.contains(&value));
            }
        }
    }
    writeln!(xml, "<sumStat type=\"vald\">{valid}</sumStat>")?;
    writeln!(xml, "<sumStat type=\"invd\">{}</sumStat>", data.len() as u64 - valid)?;
    for ((code, label), count) in field.values.iter().zip(counts) {
        let missing = if field.missing.contains(code) { " missing=\"Y\"" } else { "" };
        let (code, label) = (plain(*code), safe(label));
        writeln!(
            xml,
            "<catgry{missing}><catValu>{code}</catValu><labl>{label}</labl><catStat type=\"freq\">{count}</catStat></catgry>"
        )?;
    }
    if absent > 0 && !matches!(field.shape, Shape::Text) {
        writeln!(
            xml,
            "<catgry missing=\"Y\" missType=\"sysmiss\"><catValu></catValu><labl>non posée</labl><catStat type=\"freq\">{absent}</catStat></catgry>"
        )?;
    }
    let format = if matches!(field.shape, Shape::Text) { "character" } else { "numeric" };
    writeln!(xml, "<varFormat type=\"{format}\"/>\n</var>")
}

/// Text that XML takes: its signs escaped, control characters left out.
fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' => safe.push(sign),
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => {}
            sign => safe.push(sign),
        }
    }
    safe
}
