//! Codes of communes (INSEE, code officiel géographique) and postal codes.

use crate::squeezed;

/// Departments and communities overseas, by the three first signs of their communes.
const OVERSEAS: [&str; 12] = ["971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"];

/// The department or community of a commune’s code: `11`, `2A`, `974`. None when there is no such one.
pub fn department(code: &str) -> Option<&str> {
    let two = code.get(..2)?;
    match two {
        "97" | "98" => code.get(..3).filter(|three| OVERSEAS.contains(three)),
        "2A" | "2B" => Some(two),
        _ => two.parse::<u8>().ok().filter(|number| (1..=95).contains(number) && *number != 20).map(|_| two),
    }
}

/// Reads the code of a commune: two digits (or 2A, 2B) and three digits, of a department that exists.
///
/// # Errors
/// A sentence saying what is wrong; a postal code is not told apart, most being codes of other communes.
pub fn read_commune(typed: &str) -> Result<String, String> {
    let code = squeezed(typed);
    let length = code.chars().count();
    if length != 5 {
        let lost = if length == 4 { " ; un tableur a peut-être effacé un zéro au début" } else { "" };
        return Err(format!("Le code INSEE d’une commune compte 5 signes : celui-ci en compte {length}{lost}"));
    }
    let is_corsica = code.starts_with("2A") || code.starts_with("2B");
    if !code.bytes().skip(if is_corsica { 2 } else { 0 }).all(|b| b.is_ascii_digit()) {
        return Err("Le code INSEE d’une commune n’a que des chiffres, sauf 2A et 2B en Corse".to_owned());
    }
    match department(&code) {
        Some(_) => Ok(code),
        None => Err(format!("Aucun département ne commence par « {} »", code.get(..2).unwrap_or_default())),
    }
}

/// The commune an arrondissement of Paris, Lyon or Marseille is a part of; any other commune is itself.
pub fn whole_commune(code: &str) -> &str {
    match code.parse::<u32>() {
        Ok(75101..=75120) => "75056",
        Ok(69381..=69389) => "69123",
        Ok(13201..=13216) => "13055",
        _ => code,
    }
}

/// Reads a postal code: five digits; what follows it (« CEDEX 9 ») is for the line of the town.
///
/// # Errors
/// A sentence saying what is wrong.
pub fn read_postal_code(typed: &str) -> Result<String, String> {
    let code = squeezed(typed);
    if let Some(other) = code.chars().find(|c| !c.is_ascii_digit()) {
        return Err(format!(
            "Le code postal n’a que des chiffres : « {other} » n’en est pas un ; le nom de la commune et CEDEX vont sur l’autre ligne"
        ));
    }
    match code.len() {
        0 => Err("Le code postal est vide".to_owned()),
        5 if matches!(code.get(..2), Some("96" | "99")) => {
            Err("Aucun code postal français ne commence par 96 ou 99".to_owned())
        }
        5 => Ok(code),
        4 => Err("Le code postal compte 5 chiffres : celui-ci en compte 4 ; un tableur a peut-être effacé un zéro au \
                  début"
            .to_owned()),
        found => Err(format!("Le code postal compte 5 chiffres : celui-ci en compte {found}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn communes_are_those_of_a_department() {
        for (typed, read, of) in
            [("11069", "11069", "11"), ("2a004", "2A004", "2A"), ("97411", "97411", "974"), ("98818", "98818", "988")]
        {
            assert_eq!(read_commune(typed).as_deref(), Ok(read), "{typed}");
            assert_eq!(department(read), Some(of));
        }
        for (typed, word) in [
            ("1069", "zéro"),
            ("20004", "« 20 »"),
            ("96001", "« 96 »"),
            ("97901", "« 97 »"),
            ("2C004", "Corse"),
            ("1106É", "Corse"),
            ("110690", "6"),
        ] {
            let told = read_commune(typed).expect_err(typed);
            assert!(told.contains(word), "{typed}: {told}");
        }
        assert_eq!(
            [whole_commune("75112"), whole_commune("69385"), whole_commune("13216")],
            ["75056", "69123", "13055"]
        );
        assert_eq!(
            [whole_commune("11069"), whole_commune("75121"), whole_commune("2A004")],
            ["11069", "75121", "2A004"]
        );
    }

    #[test]
    fn postal_codes_have_five_digits() {
        assert_eq!(read_postal_code("11 000").as_deref(), Ok("11000"));
        assert_eq!(read_postal_code("20090").as_deref(), Ok("20090"));
        for (typed, word) in
            [("1000", "zéro"), ("110000", "6"), ("99000", "99"), ("11000 CEDEX 9", "CEDEX"), ("", "vide")]
        {
            let told = read_postal_code(typed).expect_err(typed);
            assert!(told.contains(word), "{typed}: {told}");
        }
    }
}
