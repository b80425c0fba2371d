//! Documents of other sorts, read by those who they are for.

mod diagram;

use libtest_mimic::Trial;

pub fn trials() -> Vec<Trial> {
    diagram::trials()
}
