//! Every test of `xtask`, in one program: it is linked once.

mod catalogues;
mod supply;
mod targets;
mod tidy;
