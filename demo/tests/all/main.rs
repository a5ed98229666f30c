//! Every test of `demo`, in one program: it is linked once.

mod accounts;
mod listening;
mod matrices;
mod programmed;
mod seeded;
mod words;
