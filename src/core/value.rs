//! One small JSON-like tree: everything that enters or leaves core as data has this shape.
//! Reading it is forgiving (a wrong type is simply absent), so that no shop's data can stop us.

use super::decimal::Decimal;

/// A JSON value whose numbers are exact decimals and whose objects keep their order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Value {
    /// `null`, and what was not there.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Map(Vec<(String, Value)>),
}

/// What [`Value::get`] answers for a name that is not there.
static NOTHING: Value = Value::Null;

impl Value {
    /// The field `name` of an object; `Null` for anything else. The last of equal names wins, as in JavaScript.
    #[must_use]
    pub fn get(&self, name: &str) -> &Value {
        self.fields()
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map_or(&NOTHING, |(_, value)| value)
    }

    /// The first of `names` that holds something.
    #[must_use]
    pub fn any(&self, names: &[&str]) -> &Value {
        names
            .iter()
            .map(|name| self.get(name))
            .find(|value| !value.is_null())
            .unwrap_or(&NOTHING)
    }

    /// The text of a string, `None` for all else and for blank ones.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// A string, or a number as its text: shops write ids and prices both ways.
    #[must_use]
    pub fn scalar(&self) -> Option<String> {
        match self {
            Value::Number(number) => Some(number.text(0)),
            other => other.text().map(str::to_owned),
        }
    }

    /// A number, also one written as a plain string.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            other => Decimal::parse(other.text()?),
        }
    }

    /// A number that is whole and not negative.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        u64::try_from(self.number()?.trunc()).ok()
    }

    /// A boolean, `None` for all else.
    #[must_use]
    pub fn flag(&self) -> Option<bool> {
        match self {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The elements of an array; none for all else.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The elements of an array, or the value itself as the only one: JSON-LD leaves out the brackets of one.
    #[must_use]
    pub fn each(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            Value::Null => &[],
            one => core::slice::from_ref(one),
        }
    }

    /// The fields of an object; none for all else.
    #[must_use]
    pub fn fields(&self) -> &[(String, Value)] {
        match self {
            Value::Map(fields) => fields,
            _ => &[],
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// What this is in JSON's own words, for warnings.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "an object",
        }
    }

    /// An object under construction; see [`Value::with`].
    #[must_use]
    pub const fn object() -> Self {
        Value::Map(Vec::new())
    }

    /// The object with one more field. `Null` adds nothing, so optional fields need no special case.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.put(name, value);
        self
    }

    /// Sets a field of an object, replacing one of the same name; `Null` takes it away.
    pub fn put(&mut self, name: &str, value: impl Into<Value>) {
        if let Value::Map(fields) = self {
            fields.retain(|(key, _)| key != name);
            let value = value.into();
            if !value.is_null() {
                fields.push((name.to_owned(), value));
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::Bool(flag)
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Value::Number(number)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::Number(Decimal::whole(i64::try_from(number).unwrap_or(i64::MAX)))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Value::from(u64::from(number))
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Value::from(number as u64)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Value::List(items.into_iter().map(Into::into).collect())
    }
}
