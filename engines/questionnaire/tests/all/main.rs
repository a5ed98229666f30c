//! Every test of `questionnaire`, in one program: it is linked once.

mod answering;
mod broken;
mod forms;
mod mutated;
mod mutations;
mod oracle;
mod portable;
mod random;
mod waves;
