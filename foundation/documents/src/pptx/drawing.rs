//! Words and shapes as the format writes them.

use std::fmt::Write;

use crate::document::Run;
use crate::office::{line, tag, text};

/// How words look: size in points when it is not that of the place, weight, colour of the theme.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    pub size: Option<i64>,
    pub is_strong: bool,
    pub is_slanted: bool,
    pub colour: Option<&'static str>,
}

impl Look {
    pub fn sized(size: i64) -> Self {
        Self { size: Some(size), ..Self::default() }
    }

    pub fn strong(mut self) -> Self {
        self.is_strong = true;
        self
    }

    pub fn coloured(mut self, colour: &'static str) -> Self {
        self.colour = Some(colour);
        self
    }
}

/// Words of one look; a line feed starts a new line.
pub(super) fn run(words: &str, look: Look, language: &str) -> String {
    let mut marks = format!(" lang=\"{language}\"");
    if let Some(size) = look.size {
        let _ = write!(marks, " sz=\"{}\"", size * 100);
    }
    if look.is_strong {
        marks.push_str(" b=\"1\"");
    }
    if look.is_slanted {
        marks.push_str(" i=\"1\"");
    }
    let fill = look.colour.map(solid).unwrap_or_default();
    let pieces =
        words.split('\n').map(|piece| format!("<a:r><a:rPr{marks}>{fill}</a:rPr><a:t>{}</a:t></a:r>", text(piece)));
    pieces.collect::<Vec<String>>().join("<a:br/>")
}

/// Runs of a document, as words of a slide; an address that is not in the words follows them.
pub(super) fn runs(runs: &[Run], look: Look, language: &str) -> String {
    let of = |one: &Run| match one {
        Run::Plain(words) => run(words, look, language),
        Run::Strong(words) => run(words, look.strong(), language),
        Run::Emphasis(words) => run(words, Look { is_slanted: true, ..look }, language),
        Run::Link { text, address } if text.is_empty() || text == address => run(address, look, language),
        Run::Link { text, address } => run(&format!("{text} ({address})"), look, language),
        Run::Foreign { text, language } => run(text, look, &tag(*language)),
    };
    runs.iter().map(of).collect()
}

/// A colour of the theme.
pub(super) fn solid(colour: &str) -> String {
    format!("<a:solidFill><a:schemeClr val=\"{colour}\"/></a:solidFill>")
}

/// A place: left, top, width, height.
pub(super) type Place = (i64, i64, i64, i64);

fn frame((x, y, cx, cy): Place, prefix: &str) -> String {
    format!("<{prefix}:xfrm><a:off x=\"{x}\" y=\"{y}\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></{prefix}:xfrm>")
}

/// A placeholder of the layout, filled with paragraphs.
pub(super) fn placeholder(id: usize, name: &str, kind: &str, paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph \
         {kind}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>",
        line(name)
    )
}

/// Words at a place.
pub(super) fn words_at(id: usize, name: &str, place: Place, paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{}<a:prstGeom \
         prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" \
         rIns=\"0\" bIns=\"0\"><a:normAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody></p:sp>",
        line(name),
        frame(place, "a")
    )
}

/// Says that a shape tells nothing that is not written beside it.
const DECORATIVE: &str = "<a:extLst><a:ext uri=\"{C183D7F6-B498-43B3-948B-1728B52AA6E4}\"><adec:decorative \
                          xmlns:adec=\"http://schemas.microsoft.com/office/drawing/2017/decorative\" \
                          val=\"1\"/></a:ext></a:extLst>";

/// A rectangle that only draws what is written beside it.
pub(super) fn bar(id: usize, name: &str, place: Place, colour: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{}\" descr=\"\">{DECORATIVE}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr>\
         <p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>",
        line(name),
        frame(place, "a"),
        solid(colour)
    )
}

/// A table at a place, with what somebody who does not see it needs to know.
pub(super) fn table_at(id: usize, (name, told): (&str, &str), place: Place, inside: &str) -> String {
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"{id}\" name=\"{}\" descr=\"{}\"/><p:cNvGraphicFramePr><a:graphicFrameLocks \
         noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{}<a:graphic><a:graphicData \
         uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\">{inside}</a:graphicData></a:graphic></p:graphicFrame>",
        line(name),
        line(told),
        frame(place, "p")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_feed_starts_a_new_line() {
        assert!(run("un\ndeux", Look::default(), "fr-FR").contains("</a:r><a:br/><a:r>"));
    }
}
