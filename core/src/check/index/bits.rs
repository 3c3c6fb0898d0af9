//! Sets of numbers, a bit for each: so many things are told apart at once that a selector of labels that
//! nearly everything has costs little.

const WIDTH: usize = 64;

/// A set of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Bits(Vec<u64>);

impl Bits {
    /// Takes in one.
    pub(super) fn insert(&mut self, number: usize) {
        let word = number / WIDTH;
        if self.0.len() <= word {
            self.0.resize(word + 1, 0);
        }
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (number % WIDTH);
        }
    }

    /// Takes in those of another set.
    pub(in super::super) fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Leaves those that are in another set, too.
    pub(super) fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
    }

    /// Leaves those that are not in another set.
    pub(in super::super) fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= !other);
    }

    /// The numbers, in order.
    pub(in super::super) fn numbers(self) -> impl Iterator<Item = usize> {
        self.0.into_iter().enumerate().filter(|(_, word)| *word != 0).flat_map(|(at, word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros() as usize;
                // The lowest bit goes.
                rest &= rest.checked_sub(1)?;
                Some(at * WIDTH + bit)
            })
        })
    }
}

impl FromIterator<usize> for Bits {
    fn from_iter<T: IntoIterator<Item = usize>>(numbers: T) -> Self {
        let mut bits = Self::default();
        numbers.into_iter().for_each(|number| bits.insert(number));
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_those_of_arithmetic() {
        let few = |numbers: &[usize]| numbers.iter().copied().collect::<Bits>();
        let shown = |bits: &Bits| bits.clone().numbers().collect::<Vec<_>>();
        for (one, other, both, either, rest) in [
            (&[1, 64, 200][..], &[64, 300][..], &[64][..], &[1, 64, 200, 300][..], &[1, 200][..]),
            (&[], &[0], &[], &[0], &[]),
            (&[63], &[], &[], &[63], &[63]),
        ] {
            let mut bits = few(one);
            bits.keep(&few(other));
            assert_eq!(shown(&bits), both, "{one:?} and {other:?}");
            let mut bits = few(one);
            bits.add(&few(other));
            assert_eq!(shown(&bits), either, "{one:?} or {other:?}");
            let mut bits = few(one);
            bits.remove(&few(other));
            assert_eq!(shown(&bits), rest, "{one:?} without {other:?}");
        }
    }
}
