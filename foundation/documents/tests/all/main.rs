//! Every test of `documents`, in one program: it is linked once.

mod calendar;
mod pdf;
mod sample;
mod sheets;
mod slides;
mod texts;
