//! Anchors, aliases, tags and directives.

use super::super::problem::{Fault, Problem};
use super::{Kind, Scanner};

impl Scanner<'_> {
    pub(super) fn anchor(&mut self) -> Result<(), Problem> {
        self.save_key()?;
        self.key_allowed = false;
        let start = self.cursor.place();
        let is_alias = self.cursor.peek(0) == b'*';
        self.cursor.step(1);
        let name = self.name();
        let ends = self.cursor.is_gap(0)
            || matches!(self.cursor.peek(0), b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`');
        if name.is_empty() || !ends {
            return Err(Fault::Anchor(is_alias).at(start));
        }
        self.push(if is_alias { Kind::Alias(name) } else { Kind::Anchor(name) }, start);
        Ok(())
    }

    /// `!suffix`, `!!suffix`, `!handle!suffix` or `!<whole>`.
    pub(super) fn tag(&mut self) -> Result<(), Problem> {
        let start = self.cursor.place();
        let fault = || Fault::Tag.at(start);
        let (handle, suffix) = if self.cursor.peek(1) == b'<' {
            self.cursor.step(2);
            let whole = self.uri("").ok_or_else(fault)?;
            if self.cursor.peek(0) != b'>' {
                return Err(fault());
            }
            self.cursor.step(1);
            (String::new(), whole)
        } else {
            let handle = self.handle();
            if handle.len() > 1 && handle.ends_with('!') {
                let suffix = self.uri("").ok_or_else(fault)?;
                (handle, suffix)
            } else {
                let suffix = self.uri(&handle).ok_or_else(fault)?;
                if suffix.is_empty() {
                    (String::new(), "!".to_owned())
                } else {
                    ("!".to_owned(), suffix)
                }
            }
        };
        if !self.cursor.is_gap(0) {
            return Err(fault());
        }
        self.push(Kind::Tag(Box::new((handle, suffix))), start);
        Ok(())
    }

    /// `%YAML 1.1` or `%TAG ! prefix`.
    pub(super) fn directive(&mut self) -> Result<(), Problem> {
        let start = self.cursor.place();
        let fault = || Fault::Directive.at(start);
        self.cursor.step(1);
        let name = self.name();
        if !self.cursor.is_gap(0) {
            return Err(fault());
        }
        self.cursor.skip_blanks();
        let kind = match name.as_str() {
            "YAML" => {
                let major = self.number().ok_or_else(fault)?;
                if self.cursor.peek(0) != b'.' {
                    return Err(fault());
                }
                self.cursor.step(1);
                Kind::Version(major, self.number().ok_or_else(fault)?)
            }
            "TAG" => {
                if self.cursor.peek(0) != b'!' {
                    return Err(fault());
                }
                let handle = self.handle();
                if handle != "!" && (handle.len() < 2 || !handle.ends_with('!'))
                    || !self.cursor.is_blank(0)
                {
                    return Err(fault());
                }
                self.cursor.skip_blanks();
                let prefix = self.uri("").filter(|_| self.cursor.is_gap(0)).ok_or_else(fault)?;
                Kind::TagDirective(Box::new((handle, prefix)))
            }
            _ => return Err(fault()),
        };
        self.push(kind, start);
        self.cursor.skip_blanks();
        if self.cursor.peek(0) == b'#' {
            self.cursor.skip_line();
        }
        if self.cursor.is_end() || self.cursor.line_end(0) > 0 { Ok(()) } else { Err(fault()) }
    }

    fn run(&mut self, fits: impl Fn(u8) -> bool) -> String {
        let from = self.cursor.at();
        while fits(self.cursor.peek(0)) {
            self.cursor.step(1);
        }
        self.cursor.slice(from..self.cursor.at()).to_owned()
    }

    fn name(&mut self) -> String {
        self.run(is_name)
    }

    fn handle(&mut self) -> String {
        let mut handle = String::from("!");
        self.cursor.step(1);
        handle.push_str(&self.name());
        if self.cursor.peek(0) == b'!' {
            self.cursor.step(1);
            handle.push('!');
        }
        handle
    }

    fn number(&mut self) -> Option<u32> {
        let digits = self.run(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|_| digits.len() < 3)
    }

    /// The rest of a tag behind what was taken for its handle; `None` where there is none.
    fn uri(&mut self, head: &str) -> Option<String> {
        let mut bytes: Vec<u8> = head.bytes().skip(1).collect();
        let mut any = !head.is_empty();
        loop {
            match self.cursor.peek(0) {
                b'%' => {
                    let hex = self.cursor.slice(self.cursor.at() + 1..self.cursor.at() + 3);
                    let digits = hex.len() == 2 && hex.bytes().all(|each| each.is_ascii_hexdigit());
                    bytes.push(u8::from_str_radix(hex, 16).ok().filter(|_| digits)?);
                    self.cursor.step(3);
                }
                byte if is_name(byte) || b";/?:@&=+$,.!~*'()[]".contains(&byte) => {
                    bytes.push(byte);
                    self.cursor.step(1);
                }
                _ => break,
            }
            any = true;
        }
        String::from_utf8(bytes).ok().filter(|_| any)
    }
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}
