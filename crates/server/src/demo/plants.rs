//! The synthetic plants: enterprises with valid codes, outlets with permits, loggers of every edition.
//!
//! Names are made of parts and belong to nobody; addresses say that they are of the demonstration.

use super::random::Random;
use super::rhythm::Station;
use super::trades::{COUNTIES, County, OutletKind, Trade};
use anyhow::Context as _;
use domain::enterprise::{CreditCode, Enterprise, EnterpriseKind, SupervisionClass};
use domain::outlet::{Limit, Logger, Medium, Outlet};
use domain::region::{Boundaries, Crs, Divisions, Level, Located, Position, Territory};
use domain::{EnterpriseId, LimitId, LoggerId, OutletId};
use jiff::civil::date;

/// What is under supervision, and how it behaves.
#[derive(Default)]
pub(super) struct Plants {
    pub(super) enterprises: Vec<Enterprise>,
    pub(super) outlets: Vec<Outlet>,
    pub(super) limits: Vec<Limit>,
    /// One for each outlet, in the same order.
    pub(super) stations: Vec<Station>,
}

const STEMS: [&str; 24] = [
    "瑞澄", "禾岳", "启沣", "川榆", "恒沅", "明垚", "润岚", "泽桓", "嘉穗", "卓榕", "岩青", "衡川",
    "朗溪", "沐禾", "昱峰", "承岭", "景禾", "宸岳", "远榆", "信沣", "安棠", "博沅", "德垚", "盛岚",
];
const SURNAMES: [&str; 16] = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨",
];
const GIVEN: [&str; 16] = [
    "守诚", "立新", "建平", "明远", "国梁", "海川", "志衡", "文岳", "思齐", "学勤", "庆丰", "书林",
    "长青", "子安", "春和", "敬之",
];
/// A fifth of an hour of ids lies before each other, so that lists show the first plants last.
const FIRST_ID_MS: u64 = 1_735_689_600_000;

/// A name of a person who does not exist.
pub(super) fn person(random: &mut Random) -> String {
    let surname = random.pick(&SURNAMES).copied().unwrap_or("赵");
    format!("{surname}{}", random.pick(&GIVEN).copied().unwrap_or("守诚"))
}

struct Maker {
    random: Random,
    divisions: Divisions,
    boundaries: Boundaries,
    plants: Plants,
}

/// Makes the plants of the whole city.
pub(super) fn make() -> anyhow::Result<Plants> {
    let mut maker = Maker {
        random: Random::new(1310),
        divisions: Divisions::shipped()?,
        boundaries: Boundaries::shipped()?,
        plants: Plants::default(),
    };
    for county in COUNTIES {
        let mut nth = 0;
        for (count, trade) in county.plants {
            for _ in 0..*count {
                maker.enterprise(county, trade, nth)?;
                nth += 1;
            }
        }
    }
    Ok(maker.plants)
}

impl Maker {
    fn enterprise(&mut self, county: &County, trade: &Trade, nth: usize) -> anyhow::Result<()> {
        let (territory, town) = self.town(county, nth)?;
        let serial = self.plants.enterprises.len();
        let id: EnterpriseId = self.random.id(FIRST_ID_MS + serial as u64);
        // Every stem in its turn, and shifted after each round: no two plants of a county get one name.
        let stem = STEMS.get((serial * 7 + serial / STEMS.len() * 5) % STEMS.len());
        let stem = stem.copied().unwrap_or("瑞澄");
        let word = trade.words.get(nth % trade.words.len()).copied().unwrap_or("制造");
        let place = town.trim_end_matches(['镇', '乡']);
        let place = if place.chars().count() <= 3 { place } else { "" };
        let division = if county.code.ends_with("LK") { "131000" } else { county.code };
        let code = CreditCode::make(&format!("91{division}MA0D{serial:05}"))?;
        let enterprise = Enterprise {
            id,
            name: format!("{}{place}{stem}{word}有限公司", county.short),
            kind: EnterpriseKind::LegalPerson,
            representative: person(&mut self.random),
            address: format!("河北省廊坊市{}{town}演示路{}号", county.short, serial + 1),
            territory: territory.clone(),
            location: self.place(county)?,
            industry: trade.industry.to_owned(),
            supervision: match self.random.below(10) {
                0..4 => SupervisionClass::Key,
                4 => SupervisionClass::Special,
                _ => SupervisionClass::Ordinary,
            },
            credit_code: code.clone(),
        };
        self.plants.enterprises.push(enterprise);
        for (nth, kind) in trade.outlets.iter().enumerate() {
            self.outlet(id, &territory, code.as_str(), nth + 1, kind, trade)?;
        }
        Ok(())
    }

    /// A town of the county, each in turn; an area without towns is its own town. The first plant is in 燕郊.
    fn town(&self, county: &County, nth: usize) -> anyhow::Result<(Territory, String)> {
        let place = self.divisions.get(county.code).context("a county")?;
        let is_town = |division: &&domain::region::Division| {
            division.level == Level::Town && place.territory.contains(&division.territory)
        };
        let towns: Vec<_> = self.divisions.iter().filter(is_town).collect();
        let first = towns.iter().position(|town| town.code == "131082109").unwrap_or(0);
        Ok(match towns.get((first + nth) % towns.len().max(1)) {
            Some(town) => (town.territory.clone(), town.name.clone()),
            None => (place.territory.clone(), place.name.clone()),
        })
    }

    /// A point within the county's polygon, away from its edge; near the middle where no polygon is known.
    fn place(&mut self, county: &County) -> anyhow::Result<Position> {
        let at = |lon: f64, lat: f64| Position { lon, lat, crs: Crs::Cgcs2000, accuracy_m: None };
        let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
        if let Some((lon, lat)) = county.middle {
            let mut off = || (self.random.unit() - 0.5) * 0.04;
            return Ok(at(round(lon + off()), round(lat + off())));
        }
        for _ in 0..20_000 {
            // The box around Langfang.
            let point = at(
                round(116.11 + self.random.unit() * 1.15),
                round(38.47 + self.random.unit() * 1.62),
            );
            match self.boundaries.locate(&point, 800.0)? {
                Located::Certain { place } if place.code == county.code => return Ok(point),
                Located::Certain { .. } | Located::Doubtful { .. } | Located::Outside => {}
            }
        }
        anyhow::bail!("no place found in {}", county.code)
    }

    fn outlet(
        &mut self,
        enterprise: EnterpriseId,
        territory: &Territory,
        code: &str,
        nth: usize,
        kind: &'static OutletKind,
        trade: &Trade,
    ) -> anyhow::Result<()> {
        let serial = self.plants.outlets.len();
        let at = FIRST_ID_MS + 1_000 + serial as u64;
        let id: OutletId = self.random.id(at);
        let prefix = if kind.water { "DW" } else { "DA" };
        let outlet = Outlet {
            id,
            code: format!("{prefix}{nth:03}"),
            name: if nth == 1 { kind.name.to_owned() } else { format!("{}{nth}", kind.name) },
            medium: if kind.water { Medium::Water } else { Medium::Gas },
            enterprise,
            territory: territory.clone(),
            revision: 1,
        };
        for watch in kind.watches {
            let Some((upper, lower, averaging)) = watch.limit else {
                continue;
            };
            let number = |text: &str| text.parse().map_err(|why| anyhow::anyhow!("{text}: {why}"));
            self.plants.limits.push(Limit {
                id: self.random.id::<LimitId>(at),
                outlet: id,
                factor: watch.factor.into(),
                averaging,
                upper: number(upper)?,
                lower: lower.map(number).transpose()?,
                unit: app::telemetry::factors().unit(&watch.factor.into()).to_owned(),
                converted: watch.converted,
                source: format!("排污许可证{code}001P（演示）"),
                effective_from: date(2024, 1, 1),
                effective_to: None,
            });
        }
        let logger = self.logger(id, serial, at)?;
        self.plants.stations.push(Station {
            logger,
            water: kind.water,
            shift: trade.shift,
            watches: kind.watches,
            seed: self.random.next(),
            excesses: Vec::new(),
        });
        self.plants.outlets.push(outlet);
        Ok(())
    }

    /// Most speak 2017; some older and newer ones are among them, and one that computes another check sum.
    fn logger(&mut self, outlet: OutletId, serial: usize, at: u64) -> anyhow::Result<Logger> {
        let edition = match serial % 20 {
            7 => 2005,
            13 | 17 => 2025,
            _ => 2017,
        };
        let mn = match edition {
            2005 => format!("131000{serial:08}"),
            _ => format!("1310000000000000{serial:08}"),
        };
        Ok(Logger {
            id: self.random.id::<LoggerId>(at),
            mn: mn.parse().map_err(|why| anyhow::anyhow!("{mn}: {why}"))?,
            outlet,
            edition,
            check_sum: if serial == 42 { "modbus" } else { "hj212" }.to_owned(),
            // Not asked for, so that anybody's tool can play a device of the demonstration.
            password: None,
            key: None,
            previous_key: None,
            mappings: Vec::new(),
            active: true,
            revision: 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_city_is_the_same_in_every_run() {
        let (one, two) = (make().unwrap(), make().unwrap());
        assert!(one.enterprises == two.enterprises && one.limits == two.limits);
        assert!((280..=330).contains(&one.enterprises.len()), "{}", one.enterprises.len());
        assert!((450..=650).contains(&one.outlets.len()), "{}", one.outlets.len());
        assert_eq!(one.outlets.len(), one.stations.len());
    }

    #[test]
    fn names_codes_and_loggers_are_unique_and_the_first_plant_is_in_yanjiao() {
        let plants = make().unwrap();
        let unique =
            |texts: Vec<String>| texts.iter().collect::<BTreeSet<_>>().len() == texts.len();
        assert!(unique(plants.enterprises.iter().map(|e| e.credit_code.to_string()).collect()));
        assert!(unique(plants.stations.iter().map(|s| s.logger.mn.to_string()).collect()));
        assert!(unique(plants.enterprises.iter().map(|e| e.name.clone()).collect()));
        assert_eq!(plants.enterprises[0].territory.as_str(), "1310/131082/131082109/");
        assert!(plants.stations[0].water, "its first outlet has an hourly limit for COD");
    }
}
