//! The message itself: pain.001, in the subset of the SEPA guidelines. Elements stand in the order the schema asks.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::batch::Version;

/// A message, its texts already in the letters banks take.
pub(crate) struct Message {
    pub(crate) id: String,
    pub(crate) made_at: Timestamp,
    pub(crate) on: Date,
    pub(crate) payer: String,
    pub(crate) iban: String,
    pub(crate) bic: String,
    pub(crate) lines: Vec<Line>,
}

/// One transfer.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) cents: i64,
    pub(crate) iban: String,
    pub(crate) bic: String,
    pub(crate) name: String,
    pub(crate) about: String,
}

/// Writes elements, indented.
struct Writer {
    out: String,
    open: Vec<&'static str>,
}

impl Writer {
    fn start(&mut self, name: &'static str) {
        let _ = writeln!(self.out, "{}<{name}>", "  ".repeat(self.open.len()));
        self.open.push(name);
    }

    fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = writeln!(self.out, "{}</{name}>", "  ".repeat(self.open.len()));
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.out, "{}<{name}>{}</{name}>", "  ".repeat(self.open.len()), escaped(text));
    }

    /// Elements within one another around a text.
    fn path(&mut self, names: &[&'static str], text: &str) {
        let Some((last, above)) = names.split_last() else { return };
        above.iter().for_each(|name| self.start(name));
        self.text(last, text);
        above.iter().for_each(|_| self.end());
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `14500.00`.
fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Writes a message.
pub(crate) fn write(message: &Message, version: Version) -> String {
    let sum = amount(message.lines.iter().map(|line| line.cents).sum());
    let count = message.lines.len().to_string();
    let mut writer = Writer { out: String::new(), open: Vec::new() };
    writer.out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(writer.out, "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{}\">", version.code());
    writer.open.push("Document");
    writer.start("CstmrCdtTrfInitn");

    writer.start("GrpHdr");
    writer.text("MsgId", &message.id);
    writer.text("CreDtTm", &message.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    writer.text("NbOfTxs", &count);
    writer.text("CtrlSum", &sum);
    writer.path(&["InitgPty", "Nm"], &message.payer);
    writer.end();

    writer.start("PmtInf");
    writer.text("PmtInfId", &message.id);
    writer.text("PmtMtd", "TRF");
    writer.text("BtchBookg", "false");
    writer.text("NbOfTxs", &count);
    writer.text("CtrlSum", &sum);
    writer.path(&["PmtTpInf", "SvcLvl", "Cd"], "SEPA");
    match version {
        Version::Pain03 => writer.text("ReqdExctnDt", &message.on.to_string()),
        Version::Pain09 => writer.path(&["ReqdExctnDt", "Dt"], &message.on.to_string()),
    }
    writer.path(&["Dbtr", "Nm"], &message.payer);
    writer.path(&["DbtrAcct", "Id", "IBAN"], &message.iban);
    agent(&mut writer, "DbtrAgt", &message.bic, version);
    writer.text("ChrgBr", "SLEV");
    for line in &message.lines {
        transfer(&mut writer, line, version);
    }
    writer.end();

    writer.end();
    writer.end();
    writer.out
}

fn transfer(writer: &mut Writer, line: &Line, version: Version) {
    writer.start("CdtTrfTxInf");
    writer.start("PmtId");
    writer.text("InstrId", &line.id);
    writer.text("EndToEndId", &line.id);
    writer.end();
    let indent = "  ".repeat(writer.open.len());
    let _ = writeln!(
        writer.out,
        "{indent}<Amt>\n{indent}  <InstdAmt Ccy=\"EUR\">{}</InstdAmt>\n{indent}</Amt>",
        amount(line.cents)
    );
    if !line.bic.is_empty() {
        agent(writer, "CdtrAgt", &line.bic, version);
    }
    writer.path(&["Cdtr", "Nm"], &line.name);
    writer.path(&["CdtrAcct", "Id", "IBAN"], &line.iban);
    if !line.about.is_empty() {
        writer.path(&["RmtInf", "Ustrd"], &line.about);
    }
    writer.end();
}

/// The bank of an account. The one that pays must be named: without its BIC, as the guidelines say.
fn agent(writer: &mut Writer, name: &'static str, bic: &str, version: Version) {
    let code = match version {
        Version::Pain03 => "BIC",
        Version::Pain09 => "BICFI",
    };
    match bic.is_empty() {
        true => writer.path(&[name, "FinInstnId", "Othr", "Id"], "NOTPROVIDED"),
        false => writer.path(&[name, "FinInstnId", code], bic),
    }
}
