//! French deadlines: public holidays of every zone, working days, clear days and months, what an hour said in a zone is,
//! and the steps of a call for projects planned from its closing. Pure.
//!
//! Sources: code du travail, articles L3133-1 (holidays), L3134-13 (Alsace and Moselle), L3422-2 (abolition of slavery
//! overseas); code de procédure civile, articles 640 to 642 (how a delay is counted); code général des collectivités
//! territoriales, article L2121-12 (five clear days before a deliberation); code des relations entre le public et
//! l’administration, articles L231-4 and L231-1 (silence).

mod counting;
mod holidays;
mod planning;
mod zone;

pub use counting::{
    clear_days, days_between, end_of_months, is_working, next_working, on_working_day, plus_working, working_between,
};
pub use holidays::{Holiday, easter, holiday, holidays};
pub use planning::{CLEAR_DAYS, Delays, Finding, Planned, Step, check, plan};
pub use zone::Zone;
