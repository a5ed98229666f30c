//! Checks the dossier of a draw without trusting, or sharing any line with, what made it.
