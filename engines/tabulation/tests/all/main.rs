//! Every test of `tabulation`, in one program: it is linked once.

mod answers;
mod coverage;
mod denominators;
mod exact;
mod exports;
mod golden;
mod golden_survey;
mod secrecy;
mod weights;
