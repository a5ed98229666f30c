//! The ways in, and where another one would stand.
//!
//! Today: a link received by mail, or a password, then the second code when one is set
//! ([`crate::actions::enter_by_link`], [`crate::actions::password_fits`], [`crate::actions::enter_by_code`]).
//! Each way ends in [`crate::actions::enter`], which opens the session, ends the former one and writes the journal.
//!
//! **OpenID Connect** (ProConnect, a town's own directory) would be a first factor more: two doors,
//! `/connexion/fournisseur` (sends away with `state`, `nonce` and a PKCE verifier kept in a table of requests) and
//! `/connexion/fournisseur/retour` (checks them and the token's signature, issuer and audience). What is trusted is the
//! pair issuer and subject, linked to an account by the person herself once signed in; never the address alone, and
//! never an address the provider did not verify. An `acr` or `amr` that tells of two factors may stand for the second code.
//!
//! **Passkeys** (WebAuthn) would be a second factor, and with user verification both at once: a table of public keys by
//! account (identifier, key, counter), a challenge kept as long as a secret being set up, a small script for
//! `navigator.credentials`, and the codes as the way for browsers without it.
