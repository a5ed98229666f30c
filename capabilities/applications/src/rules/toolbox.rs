//! The toolbox of a contract: indicators that its calls propose, so that what actions count adds up.

use kernel::FieldError;

/// Most indicators of a toolbox.
const MOST: usize = 60;

/// An indicator of the toolbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorTool {
    /// Stable name within the contract.
    pub code: String,
    /// What is counted.
    pub label: String,
    /// In what.
    pub unit: String,
}

/// A toolbox as one writes it: one indicator a line, « code ; ce qu’on compte ; unité ».
pub fn written(tools: &[IndicatorTool]) -> String {
    let line = |one: &IndicatorTool| format!("{} ; {} ; {}", one.code, one.label, one.unit);
    tools.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What was written, as indicators; lines that are empty are left aside.
///
/// # Errors
/// A line that is not three parts, a code twice, too long, too many: each line is told.
pub fn read_tools(text: &str) -> Result<Vec<IndicatorTool>, FieldError> {
    let (mut all, mut wrong) = (Vec::<IndicatorTool>::new(), Vec::new());
    for (rank, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let parts: Vec<&str> = line.split(';').map(str::trim).collect();
        let [code, label, unit] = parts.as_slice() else {
            wrong.push(format!(
                "Ligne {rank} : écrivez un code, ce qu’on compte et l’unité, séparés par des points-virgules."
            ));
            continue;
        };
        let is_code =
            (1..=20).contains(&code.len()) && code.chars().all(|one| one.is_ascii_alphanumeric() || one == '-');
        if !is_code {
            wrong.push(format!("Ligne {rank} : le code a 20 lettres, chiffres ou tirets au plus, sans accent."));
        } else if all.iter().any(|one| one.code.eq_ignore_ascii_case(code)) {
            wrong.push(format!("Ligne {rank} : le code « {code} » est déjà pris."));
        } else if label.is_empty() || label.chars().count() > 150 || unit.is_empty() || unit.chars().count() > 40 {
            wrong.push(format!(
                "Ligne {rank} : nommez ce qu’on compte en 150 signes au plus, et l’unité en 40 signes au plus."
            ));
        } else {
            all.push(IndicatorTool { code: (*code).into(), label: (*label).into(), unit: (*unit).into() });
        }
    }
    if all.len() > MOST {
        wrong.push(format!("Une boîte à outils a {MOST} indicateurs au plus."));
    }
    if wrong.is_empty() { Ok(all) } else { Err(FieldError::new("outils", wrong.join(" "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = "P1 ; Participants du quartier ; personnes\n\n S2;Séances tenues;séances ";
        let tools = read_tools(text).expect("read");
        assert_eq!(
            tools[1],
            IndicatorTool { code: "S2".into(), label: "Séances tenues".into(), unit: "séances".into() }
        );
        assert_eq!(read_tools(&written(&tools)), Ok(tools));
        let wrong = read_tools("P1 ; Participants\nP2 ; A ; b\np2 ; C ; d\né ; E ; f\nP3 ; ; g").expect_err("wrong");
        for told in
            ["Ligne 1 : écrivez", "Ligne 3 : le code « p2 » est déjà pris", "Ligne 4 : le code a", "Ligne 5 : nommez"]
        {
            assert!(wrong.sentence.contains(told), "{told}: {}", wrong.sentence);
        }
    }
}
