//! The chart of accounts of grant forms, in its versions.

use crate::Line;
use crate::data::{POSTS_2018, POSTS_2025};

/// Which chart a call asks budgets on. A call keeps its version; budgets of two versions can be compared by post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChartVersion {
    /// Chart of regulation ANC 2018-06, as the form CERFA 12156*06 prints it.
    Anc2018,
    /// The same after regulation ANC 2022-06 (accounting periods from 2025): no account 79, accounts 67 and 77 kept for
    /// major and unusual events only.
    Anc2022,
}

impl ChartVersion {
    /// Every version, oldest first.
    pub const ALL: [Self; 2] = [Self::Anc2018, Self::Anc2022];

    /// Stable code, kept with a call.
    pub fn code(self) -> &'static str {
        match self {
            Self::Anc2018 => "2018",
            Self::Anc2022 => "2022",
        }
    }

    /// The version of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|version| version.code() == code)
    }

    /// Its name, in French.
    pub fn label(self) -> &'static str {
        match self {
            Self::Anc2018 => "Plan comptable 2018 (règlement ANC 2018-06, formulaire 12156)",
            Self::Anc2022 => "Plan comptable 2025 (règlement ANC 2022-06)",
        }
    }
}

/// The side of a budget a post stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// Charges: posts 60 to 69.
    Charge,
    /// Charges shared between the actions of the association.
    IndirectCharge,
    /// Products: posts 70 to 79.
    Product,
    /// What the association puts in itself.
    OwnResource,
    /// Use of contributions in kind: post 86.
    VoluntaryCharge,
    /// Contributions in kind: post 87.
    VoluntaryProduct,
}

impl Side {
    /// Whether it stands among charges, money or kind.
    pub fn is_charge(self) -> bool {
        matches!(self, Self::Charge | Self::IndirectCharge | Self::VoluntaryCharge)
    }

    /// Whether it is a contribution in kind, valued beside the money.
    pub fn is_voluntary(self) -> bool {
        matches!(self, Self::VoluntaryCharge | Self::VoluntaryProduct)
    }
}

/// A post: a heading of the chart that sums its accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// Stable code: `60`, `indirect`, `own`.
    pub code: &'static str,
    /// The side it stands on.
    pub side: Side,
    /// Its name, in French.
    pub label: &'static str,
    /// Its accounts, in order.
    pub accounts: &'static [Account],
}

/// An account a line may be written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Stable code: `613`, `60x`, `74etat`.
    pub code: &'static str,
    /// Its name, in French.
    pub label: &'static str,
    /// Whether it holds one line a funder, each named.
    pub is_by_funder: bool,
}

impl Account {
    /// Its number as the form prints it: `613`, `60` for other supplies, `74`; none for own resources.
    pub fn number(&self) -> &'static str {
        let end = self.code.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(self.code.len());
        &self.code[..end]
    }
}

/// A version of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// Which version.
    pub version: ChartVersion,
    posts: &'static [Post],
}

/// Accounts that changed their number with regulation ANC 2022-06: before, after.
const MOVED: [(&str, &str); 3] = [("79x", "75x"), ("777", "747"), ("675", "657")];

impl Chart {
    /// The chart of a version.
    pub fn of(version: ChartVersion) -> Self {
        let posts = match version {
            ChartVersion::Anc2018 => POSTS_2018,
            ChartVersion::Anc2022 => POSTS_2025,
        };
        Self { version, posts }
    }

    /// Its posts: charges first, then products, contributions in kind last on each side.
    pub fn posts(&self) -> &'static [Post] {
        self.posts
    }

    /// The post of a code.
    pub fn post(&self, code: &str) -> Option<&'static Post> {
        self.posts.iter().find(|post| post.code == code)
    }

    /// An account with its post.
    pub fn account(&self, code: &str) -> Option<(&'static Post, &'static Account)> {
        self.posts
            .iter()
            .find_map(|post| post.accounts.iter().find(|account| account.code == code).map(|account| (post, account)))
    }

    /// A line of another version as this one writes it: accounts that changed their number follow, the others stay.
    /// An account this chart has not is left as it is, for [`crate::check`] to tell.
    pub fn renew(&self, line: &Line) -> Line {
        let pairs = MOVED.iter().flat_map(|(before, after)| [(*before, *after), (*after, *before)]);
        let account = match self.account(&line.account) {
            Some(_) => line.account.clone(),
            None => pairs
                .filter(|(from, to)| *from == line.account && self.account(to).is_some())
                .map(|(_, to)| to.to_owned())
                .next()
                .unwrap_or_else(|| line.account.clone()),
        };
        Line { account, ..line.clone() }
    }
}
