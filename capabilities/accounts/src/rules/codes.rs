//! Lists of functions as one column of text.

use kernel::Function;

/// `administrator auditor`.
pub fn written(functions: &[Function]) -> String {
    functions.iter().map(|function| function.code()).collect::<Vec<_>>().join(" ")
}

/// The functions of such a text; a name this version does not know is left out.
pub fn read(text: &str) -> Vec<Function> {
    text.split_whitespace().filter_map(Function::from_code).collect()
}

/// What screens say: « Élu·e, Financeur ».
pub fn french(functions: &[Function]) -> String {
    functions.iter().map(|function| function.french()).collect::<Vec<_>>().join(", ")
}

/// Functions an association gives to its own people.
pub const OF_ASSOCIATIONS: [Function; 3] =
    [Function::CarrierEditor, Function::CarrierSignatory, Function::CarrierAdministrator];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_back() {
        assert_eq!(read(&written(&Function::ALL)), Function::ALL);
        assert_eq!(read("auditor unknown"), [Function::Auditor]);
    }
}
