//! Every test of `subsidies`, in one program: it is linked once.

mod made;
mod publishing;
mod verdicts;
