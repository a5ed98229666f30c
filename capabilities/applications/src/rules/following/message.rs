//! What a message may be.

use kernel::{FieldError, french};

/// Most signs of one message.
pub const MOST_SIGNS: usize = 3000;

/// Most messages of one side about one application in a day.
const MESSAGES_A_DAY: usize = 40;

/// What is wrong with a message, its side having sent so many in a day.
pub fn check_message(text: &str, sent_today: usize) -> Vec<FieldError> {
    let length = text.chars().count();
    let wrong = if text.trim().is_empty() {
        Some("Écrivez votre message".to_owned())
    } else if length > MOST_SIGNS {
        let most = french::integer(MOST_SIGNS as i64);
        Some(format!("Ce message fait {} signes : {most} au plus", french::integer(length as i64)))
    } else if sent_today >= MESSAGES_A_DAY {
        Some("Beaucoup de messages sont partis depuis hier : attendez une réponse, ou appelez".to_owned())
    } else {
        None
    };
    wrong.map(|sentence| FieldError::new("texte", sentence)).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_something_and_ends() {
        for (text, sent, is_sound) in [
            ("Bonjour", 0, true),
            (" \n ", 0, false),
            (&*"é".repeat(MOST_SIGNS), 0, true),
            (&*"é".repeat(MOST_SIGNS + 1), 0, false),
            ("Bonjour", MESSAGES_A_DAY, false),
        ] {
            assert_eq!(check_message(text, sent).is_empty(), is_sound, "{} {sent}", text.len());
        }
    }
}
