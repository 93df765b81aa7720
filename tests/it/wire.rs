//! Bodies as documented or recorded → domain.

mod v2;
mod v3;
mod vendor;
