//! Money: an exact decimal amount and its ISO 4217 currency, never one without the other.
//! An amount whose currency is unknown is not money and cannot be shown or sent as a price.

use super::decimal::Decimal;
use super::text::trim;
use super::value::Value;

/// An ISO 4217 code, such as `EUR`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads a code; a sign such as `$` is not one, for several currencies share it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match *trim(text).as_bytes() {
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_alphabetic) => Some(Self([
                a.to_ascii_uppercase(),
                b.to_ascii_uppercase(),
                c.to_ascii_uppercase(),
            ])),
            _ => None,
        }
    }

    /// The code.
    #[must_use]
    pub fn code(self) -> String {
        let mut code = String::new();
        for letter in self.letters() {
            code.push(char::from(letter));
        }
        code
    }

    /// The code's three capitals.
    #[must_use]
    pub const fn letters(self) -> [u8; 3] {
        self.0
    }

    /// Digits after the point in its minor unit (ISO 4217, list one).
    #[must_use]
    pub fn digits(&self) -> u8 {
        let mut at = 0;
        while let Some(code) = UNUSUAL.as_bytes().get(at..at + 3) {
            if code == self.0 {
                return if at < ZERO_END { 0 } else { 3 };
            }
            at += 4;
        }
        2
    }
}

/// Currencies whose minor unit is not a hundredth: first those without one, then those with thousandths.
const UNUSUAL: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BHD IQD JOD KWD LYD OMR TND";
/// Where those with thousandths begin.
const ZERO_END: usize = 17 * 4;

/// An amount of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// How much.
    pub amount: Decimal,
    /// Of what.
    pub currency: Currency,
}

impl Money {
    /// Both halves or nothing; a negative amount is no price.
    #[must_use]
    pub fn new(amount: Decimal, currency: Currency) -> Option<Self> {
        (!amount.is_negative()).then_some(Self { amount, currency })
    }

    /// Reads the public form `{amount: "29.00", currency: "EUR"}`.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        Self::new(
            value.get("amount").number()?,
            Currency::parse(value.get("currency").text()?)?,
        )
    }

    /// The amount with at least the digits of its currency: `29.00`.
    #[must_use]
    pub fn amount_text(&self) -> String {
        self.amount.text(self.currency.digits())
    }
}

impl From<Money> for Value {
    fn from(money: Money) -> Self {
        Value::object()
            .with("amount", money.amount_text())
            .with("currency", money.currency.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_not_a_currency() {
        assert_eq!(
            Currency::parse("eur").map(|c| c.code().to_owned()),
            Some("EUR".into())
        );
        for text in ["$", "€", "EURO", "E1R", ""] {
            assert_eq!(Currency::parse(text), None);
        }
    }

    #[test]
    fn yen_have_no_cents() {
        let yen = Money::new(Decimal::whole(1200), Currency::parse("JPY").unwrap()).unwrap();
        assert_eq!(yen.amount_text(), "1200");
        let euro = Money::new(Decimal::whole(12), Currency::parse("EUR").unwrap()).unwrap();
        assert_eq!(euro.amount_text(), "12.00");
        assert_eq!(Money::read(&euro.into()), Some(euro));
        let digits = |code| Currency::parse(code).unwrap().digits();
        assert_eq!(["XPF", "BHD", "TND", "USD"].map(digits), [0, 3, 3, 2]);
    }
}
