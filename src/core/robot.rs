//! Who says of itself that it is no shopper: crawlers are read to, and counted nowhere.
//! Only what names itself is known; a driven browser (tests, a shop's own monitoring) is a shopper like any other.

use super::text::{fold, has};

/// Crawlers name their owner's page, and what they are with a version or the end of a list behind it: "Cubot" makes phones.
const SIGNS: [&str; 6] = ["+http", "bot/", "bot;", "crawler", "spider", "externalhit"];

/// Whether a browser calls itself a robot.
#[must_use]
pub fn is_robot(agent: &str) -> bool {
    let agent = fold(agent);
    SIGNS.iter().any(|sign| has(&agent, sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crawlers_are_known_and_shoppers_are_none() {
        for robot in [
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/141.0 Safari/537.36",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)",
            "facebookexternalhit/1.1",
            "Mozilla/5.0 (compatible; Baiduspider-render/2.0)",
        ] {
            assert!(is_robot(robot), "{robot}");
        }
        for shopper in [
            "",
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 11; CUBOT X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        ] {
            assert!(!is_robot(shopper), "{shopper}");
        }
    }
}
