//! The mail outbox. A mail is queued in the transaction of the act it tells about, and handed to the
//! SMTP server later.
//!
//! **What is promised.** SMTP has no transaction with the database, so "exactly once" cannot be had
//! against every crash; a doubt is never settled by sending again:
//! - until the server has asked for the message (reply 354), nothing has left: any failure is tried again;
//! - just before the text goes out, `handed_at` is committed;
//! - the server's word then decides: accepted → `sent`; "later" (4xx) → tried again; "no" (5xx) → `refused`;
//! - no word at all (crash, cut line) → `uncertain`: perhaps received. It is never sent again by itself;
//!   an administrator sees it in the list, and may queue it again by hand ([`send_again`]).
//!
//! The `Message-ID` stays the same at every try, so that a recipient's server can drop a double.

mod carrier;
mod courier;
mod lease;
mod message;
mod new_mail;
mod outbox;
mod smtp;

pub use carrier::{Carrier, Encryption, Sender, SmtpSettings};
pub use courier::{Courier, Round};
pub use new_mail::NewMail;
pub use outbox::{Followed, Mail, MailState, counts, find, list, purge, queue, send_again, without_carrier};
