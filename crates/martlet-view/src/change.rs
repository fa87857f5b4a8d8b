//! How a number changed.

/// From one value to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    pub from: f64,
    pub to: f64,
}

impl Change {
    /// None when either is not finite.
    pub fn between(from: f64, to: f64) -> Option<Self> {
        (from.is_finite() && to.is_finite()).then_some(Self { from, to })
    }

    pub fn difference(self) -> f64 {
        self.to - self.from
    }

    /// The difference as a share of the old value; none from zero.
    pub fn share(self) -> Option<f64> {
        (self.from != 0.0).then(|| self.difference() / self.from.abs())
    }

    /// Which way it went, as it is shown: less than a tenth of a percent is no change.
    pub fn way(self) -> Way {
        let visible = match self.share() {
            Some(share) => share.abs() >= 0.0005,
            None => self.difference() != 0.0,
        };
        match (visible, self.difference() > 0.0) {
            (false, _) => Way::Flat,
            (true, true) => Way::Up,
            (true, false) => Way::Down,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
    Flat,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_the_old_value() {
        let change = Change::between(200.0, 150.0).expect("finite");
        assert_eq!((change.share(), change.way()), (Some(-0.25), Way::Down));
        let loss = Change::between(-100.0, -50.0).expect("finite");
        assert_eq!((loss.share(), loss.way()), (Some(0.5), Way::Up));
        assert_eq!(Change::between(0.0, 5.0).expect("finite").share(), None);
        assert_eq!(Change::between(10_000.0, 10_001.0).expect("finite").way(), Way::Flat);
        assert_eq!(Change::between(f64::NAN, 1.0), None);
    }
}
