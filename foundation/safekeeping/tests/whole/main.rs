//! Whole instances saved, lost and brought back, on both databases.

mod backing_up;
mod disk;
mod refusals;
mod restoring;
mod scene;
mod verifying;
