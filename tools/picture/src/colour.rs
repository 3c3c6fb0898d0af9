//! What a terminal does to its letters, and the colours it has on light and on dark ground.

/// How a letter is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) bold: bool,
    pub(crate) dim: bool,
    pub(crate) colour: vt100::Color,
}

/// What a picture is painted with: the ground, its edge, letters, faint letters, the sixteen.
pub(super) struct Palette {
    pub(super) ground: &'static str,
    pub(super) edge: &'static str,
    pub(super) letters: &'static str,
    pub(super) faint: &'static str,
    pub(super) named: [&'static str; 16],
}

/// On light ground.
pub(super) const LIGHT: Palette = Palette {
    ground: "#f6f8fa",
    edge: "#d0d7de",
    letters: "#1f2328",
    faint: "#59636e",
    named: [
        "#24292f", "#b31d28", "#116329", "#7d4e00", "#0550ae", "#8250df", "#1b6d74", "#57606a",
        "#57606a", "#b31d28", "#116329", "#7d4e00", "#0550ae", "#8250df", "#1b6d74", "#24292f",
    ],
};

/// On dark ground.
pub(super) const DARK: Palette = Palette {
    ground: "#161b22",
    edge: "#3d444d",
    letters: "#e6edf3",
    faint: "#9198a1",
    named: [
        "#9198a1", "#ff7b72", "#3fb950", "#d29922", "#58a6ff", "#bc8cff", "#39c5cf", "#b1bac4",
        "#9198a1", "#ffa198", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#f0f6fc",
    ],
};

/// A colour beyond the sixteen, which are those of a palette: a cube of 6 x 6 x 6, 24 greys, or any that is said.
pub(super) fn exact(colour: vt100::Color) -> Option<(u8, u8, u8)> {
    let level = |part: u8| if part == 0 { 0 } else { 55 + 40 * part };
    match colour {
        vt100::Color::Default | vt100::Color::Idx(0..=15) => None,
        vt100::Color::Idx(number @ 16..=231) => {
            let cube = number - 16;
            Some((level(cube / 36), level(cube / 6 % 6), level(cube % 6)))
        }
        vt100::Color::Idx(number) => {
            let grey = 8 + 10 * (number - 232);
            Some((grey, grey, grey))
        }
        vt100::Color::Rgb(red, green, blue) => Some((red, green, blue)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As WCAG defines the luminance of `#rrggbb`.
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let part = colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
            let part = f64::from(part.unwrap_or_else(|| panic!("{colour}"))) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn every_colour_can_be_read() {
        for palette in [LIGHT, DARK] {
            let ground = luminance(palette.ground);
            for colour in palette.named.iter().chain([&palette.letters, &palette.faint]) {
                let letters = luminance(colour);
                let contrast = (ground.max(letters) + 0.05) / (ground.min(letters) + 0.05);
                assert!(contrast >= 4.5, "{colour} on {}: {contrast:.2}", palette.ground);
            }
        }
    }

    #[test]
    fn numbers_are_colours() {
        for (number, expect) in [
            (9, None),
            (16, Some((0, 0, 0))),
            (196, Some((255, 0, 0))),
            (231, Some((255, 255, 255))),
            (232, Some((8, 8, 8))),
            (255, Some((238, 238, 238))),
        ] {
            assert_eq!(exact(vt100::Color::Idx(number)), expect);
        }
    }
}
