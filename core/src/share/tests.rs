use super::*;

#[test]
fn a_text_comes_back() {
    for text in ["", "app: shop\n", "app: größe\n"] {
        assert_eq!(decode(&encode(text)).unwrap(), text);
        assert_eq!(decode(&format!("#{}", encode(text))).unwrap(), text);
    }
}
