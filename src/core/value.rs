//! One small JSON-like tree: everything that enters or leaves core as data has this shape.
//! Reading it is forgiving (a wrong type is simply absent), so that no shop's data can stop us.

use super::decimal::Decimal;
use super::text::trim;

/// A JSON value whose numbers are exact decimals and whose objects keep their order. One pointer wide, so that handing it on costs nothing.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct Value(Option<Box<Node>>);

/// What a value that is not `null` holds.
#[derive(Debug, PartialEq, Eq)]
enum Node {
    Bool(bool),
    Number(Decimal),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// What reading a value answers for what is not there.
static NOTHING: Value = Value::NULL;

/// A value taken apart, for those who must know its kind.
#[derive(Clone, Copy, Debug)]
pub enum Kind<'a> {
    /// `null`, and what was not there.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(Decimal),
    /// A string.
    Text(&'a str),
    /// An array.
    List(&'a [Value]),
    /// An object.
    Map(&'a [(String, Value)]),
}

impl Value {
    /// `null`.
    pub const NULL: Self = Self(None);

    fn of(node: Node) -> Self {
        Self(Some(Box::new(node)))
    }

    /// An array.
    #[must_use]
    pub fn list(items: Vec<Value>) -> Self {
        Self::of(Node::List(items))
    }

    /// An object of these fields.
    #[must_use]
    pub fn map(fields: Vec<(String, Value)>) -> Self {
        Self::of(Node::Map(fields))
    }

    /// Taken apart.
    #[must_use]
    pub fn kind(&self) -> Kind<'_> {
        match self.0.as_deref() {
            None => Kind::Null,
            Some(Node::Bool(flag)) => Kind::Bool(*flag),
            Some(Node::Number(number)) => Kind::Number(*number),
            Some(Node::Text(text)) => Kind::Text(text),
            Some(Node::List(items)) => Kind::List(items),
            Some(Node::Map(fields)) => Kind::Map(fields),
        }
    }

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
        match self.kind() {
            Kind::Text(text) => Some(trim(text)).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// A string, or a number as its text: shops write ids and prices both ways.
    #[must_use]
    pub fn scalar(&self) -> Option<String> {
        match self.kind() {
            Kind::Number(number) => Some(number.text(0)),
            _ => self.text().map(str::to_owned),
        }
    }

    /// A number, also one written as a plain string.
    #[must_use]
    pub fn number(&self) -> Option<Decimal> {
        match self.kind() {
            Kind::Number(number) => Some(number),
            _ => Decimal::parse(self.text()?),
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
        match self.kind() {
            Kind::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    /// The elements of an array; none for all else.
    #[must_use]
    pub fn items(&self) -> &[Value] {
        match self.kind() {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The elements of an array, handed over; none for all else.
    #[must_use]
    pub fn into_items(self) -> Vec<Value> {
        match self.0.map(|node| *node) {
            Some(Node::List(items)) => items,
            _ => Vec::new(),
        }
    }

    /// A string as it is, handed over; `None` for all else.
    #[must_use]
    pub fn into_text(self) -> Option<String> {
        match self.0.map(|node| *node) {
            Some(Node::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The elements of an array, or the value itself as the only one: JSON-LD leaves out the brackets of one.
    #[must_use]
    pub fn each(&self) -> &[Value] {
        match self.kind() {
            Kind::List(items) => items,
            Kind::Null => &[],
            _ => core::slice::from_ref(self),
        }
    }

    /// The fields of an object; none for all else.
    #[must_use]
    pub fn fields(&self) -> &[(String, Value)] {
        match self.kind() {
            Kind::Map(fields) => fields,
            _ => &[],
        }
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        self.0.is_none()
    }

    /// Whether it is an array.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.kind(), Kind::List(_))
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_map(&self) -> bool {
        matches!(self.kind(), Kind::Map(_))
    }

    /// What this is in JSON's own words, for warnings.
    #[must_use]
    pub fn what(&self) -> &'static str {
        match self.kind() {
            Kind::Null => "nothing",
            Kind::Bool(_) => "true or false",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "an object",
        }
    }

    /// An object under construction; see [`Value::with`].
    #[must_use]
    pub fn object() -> Self {
        Self::map(Vec::new())
    }

    /// The object with one more field. `null` adds nothing, so optional fields need no special case.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.put_value(name, value.into());
        self
    }

    /// Sets a field of an object, replacing one of the same name; `null` takes it away.
    pub fn put(&mut self, name: &str, value: impl Into<Value>) {
        self.put_value(name, value.into());
    }

    /// [`Value::put`], compiled once.
    #[inline(never)]
    fn put_value(&mut self, name: &str, value: Value) {
        if let Some(Node::Map(fields)) = self.0.as_deref_mut() {
            fields.retain(|(key, _)| key != name);
            if !value.is_null() {
                fields.push((name.to_owned(), value));
            }
        }
    }
}

impl Clone for Value {
    // By hand: what is derived takes along a copier of lists for each of the two.
    fn clone(&self) -> Self {
        match self.kind() {
            Kind::Null => Value::NULL,
            Kind::Bool(flag) => flag.into(),
            Kind::Number(number) => number.into(),
            Kind::Text(text) => text.into(),
            Kind::List(items) => Value::list(copies(items)),
            Kind::Map(fields) => {
                let mut all = Vec::new();
                for (name, value) in fields {
                    all.push((name.clone(), value.clone()));
                }
                Value::map(all)
            }
        }
    }
}

/// Values once more.
#[must_use]
#[inline(never)]
pub fn copies(items: &[Value]) -> Vec<Value> {
    let mut all = Vec::new();
    for item in items {
        push(&mut all, item.clone());
    }
    all
}

/// An array of texts.
#[must_use]
#[inline(never)]
pub fn texts(texts: &[String]) -> Value {
    let mut all = Vec::new();
    for text in texts {
        push(&mut all, text.as_str().into());
    }
    Value::list(all)
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::from(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::of(Node::Text(text))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Value::of(Node::Bool(flag))
    }
}

impl From<Decimal> for Value {
    fn from(number: Decimal) -> Self {
        Value::of(Node::Number(number))
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Value::from(Decimal::whole(i64::try_from(number).unwrap_or(i64::MAX)))
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
        value.map_or(Value::NULL, Into::into)
    }
}

impl From<Vec<Value>> for Value {
    fn from(items: Vec<Value>) -> Self {
        Value::list(items)
    }
}

impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut list = Vec::new();
        for item in items {
            push(&mut list, item.into());
        }
        Value::list(list)
    }
}

/// [`Vec::push`], compiled once.
#[inline(never)]
fn push(list: &mut Vec<Value>, item: Value) {
    list.push(item);
}
