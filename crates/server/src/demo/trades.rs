//! What is made where in Langfang, as far as the demonstration needs it: trades with their outlets and habits.

use domain::outlet::Averaging;

/// How a plant works through the day and the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shift {
    /// Day and night, all days.
    Continuous,
    /// From six to ten at night; less on Sundays.
    Two,
    /// From eight to six on working days; else it stands still.
    Day,
}

/// What an outlet is watched for.
#[derive(Debug)]
pub(super) struct Watch {
    pub(super) factor: &'static str,
    /// What it usually shows, in units of the last digit.
    pub(super) usual: i64,
    /// Digits behind the point.
    pub(super) scale: u8,
    /// Permitted values: highest, lowest where there is one, over what time. Those of a synthetic permit.
    pub(super) limit: Option<(&'static str, Option<&'static str>, Averaging)>,
    /// Whether the converted value is judged.
    pub(super) converted: bool,
}

/// A kind of outlet.
#[derive(Debug)]
pub(super) struct OutletKind {
    pub(super) name: &'static str,
    pub(super) water: bool,
    pub(super) watches: &'static [Watch],
}

/// A trade.
#[derive(Debug)]
pub(super) struct Trade {
    /// As in GB/T 4754.
    pub(super) industry: &'static str,
    /// What the names end in.
    pub(super) words: &'static [&'static str],
    pub(super) shift: Shift,
    pub(super) outlets: &'static [&'static OutletKind],
}

/// A county or area: short name, code, and how many plants of each trade.
pub(super) struct County {
    pub(super) code: &'static str,
    pub(super) short: &'static str,
    /// The middle, where no polygon is known.
    pub(super) middle: Option<(f64, f64)>,
    pub(super) plants: &'static [(usize, &'static Trade)],
}

const fn gas(factor: &'static str, usual: i64, limit: &'static str) -> Watch {
    let limit = Some((limit, None, Averaging::Hour));
    Watch { factor, usual, scale: 1, limit, converted: true }
}

const OXYGEN: Watch =
    Watch { factor: "a19001", usual: 118, scale: 1, limit: None, converted: false };

static FLUE: OutletKind = OutletKind {
    name: "工业炉窑废气排口",
    water: false,
    watches: &[gas("a34013", 52, "10"), gas("a21026", 168, "35"), gas("a21002", 262, "50"), OXYGEN],
};
static BOILER: OutletKind = OutletKind {
    name: "锅炉烟气排口",
    water: false,
    watches: &[gas("a34013", 24, "5"), gas("a21026", 41, "10"), gas("a21002", 268, "50")],
};
static SOLVENT: OutletKind = OutletKind {
    name: "有机废气排口",
    water: false,
    watches: &[
        Watch {
            factor: "a24088",
            usual: 246,
            scale: 1,
            limit: Some(("60", None, Averaging::Hour)),
            converted: false,
        },
        Watch { factor: "a01012", usual: 382, scale: 1, limit: None, converted: false },
        Watch { factor: "a01011", usual: 96, scale: 1, limit: None, converted: false },
    ],
};
static PROCESS_WATER: OutletKind = OutletKind {
    name: "废水总排口",
    water: true,
    watches: &[
        Watch {
            factor: "w01018",
            usual: 2_140,
            scale: 1,
            limit: Some(("400", None, Averaging::Hour)),
            converted: false,
        },
        Watch {
            factor: "w21003",
            usual: 1_180,
            scale: 2,
            limit: Some(("30", None, Averaging::Hour)),
            converted: false,
        },
        Watch {
            factor: "w01001",
            usual: 740,
            scale: 2,
            limit: Some(("9", Some("6"), Averaging::Instant)),
            converted: false,
        },
    ],
};
static SEWAGE: OutletKind = OutletKind {
    name: "污水处理厂总排口",
    water: true,
    watches: &[
        Watch {
            factor: "w01018",
            usual: 246,
            scale: 1,
            limit: Some(("50", None, Averaging::Day)),
            converted: false,
        },
        Watch {
            factor: "w21003",
            usual: 118,
            scale: 2,
            limit: Some(("5", None, Averaging::Day)),
            converted: false,
        },
        Watch {
            factor: "w21011",
            usual: 212,
            scale: 3,
            limit: Some(("0.5", None, Averaging::Day)),
            converted: false,
        },
        Watch {
            factor: "w01001",
            usual: 735,
            scale: 2,
            limit: Some(("9", Some("6"), Averaging::Instant)),
            converted: false,
        },
    ],
};

macro_rules! trades {
    ($($name:ident = $industry:literal, $shift:ident, [$($word:literal),+], [$($outlet:ident),+];)+) => {
        $(static $name: Trade = Trade {
            industry: $industry,
            words: &[$($word),+],
            shift: Shift::$shift,
            outlets: &[$(&$outlet),+],
        };)+
    };
}

trades! {
    STEEL = "黑色金属冶炼和压延加工业", Continuous, ["带钢", "制管", "金属制品"], [FLUE, FLUE, BOILER];
    GLASS = "非金属矿物制品业", Continuous, ["玻璃科技", "玻璃制品"], [FLUE, FLUE];
    FURNITURE = "家具制造业", Day, ["家具", "家居用品", "金属家具"], [SOLVENT, SOLVENT];
    PANELS = "木材加工和木、竹、藤、棕、草制品业", Two, ["人造板", "木业", "密度板"], [SOLVENT, BOILER];
    PLASTIC = "橡胶和塑料制品业", Two, ["塑料制品", "塑业", "再生塑料"], [SOLVENT];
    INSULATION = "非金属矿物制品业", Two, ["保温材料", "岩棉制品", "绝热节能材料"], [FLUE, SOLVENT];
    PRINTING = "印刷和记录媒介复制业", Day, ["印刷", "包装印务", "彩印"], [SOLVENT, SOLVENT];
    BUILDING = "非金属矿物制品业", Continuous, ["建材", "水泥制品", "新型墙材"], [FLUE, FLUE];
    FOOD = "食品制造业", Two, ["食品加工", "乳品", "饮品"], [PROCESS_WATER, BOILER];
    ELECTRONICS = "计算机、通信和其他电子设备制造业", Continuous, ["显示科技", "电子材料", "光电科技"],
        [PROCESS_WATER, SOLVENT];
    CLOTHING = "纺织服装、服饰业", Day, ["服饰", "水洗服装", "制衣"], [PROCESS_WATER];
    MACHINERY = "汽车制造业", Day, ["汽车零部件", "机械制造", "装备制造"], [SOLVENT, PROCESS_WATER];
    MEDICINE = "医药制造业", Two, ["生物医药", "制药"], [PROCESS_WATER, SOLVENT];
    HEAT = "电力、热力生产和供应业", Continuous, ["热力", "供热"], [BOILER, BOILER];
    WORKS = "水的生产和供应业", Continuous, ["污水处理", "水务"], [SEWAGE];
}

pub(super) static COUNTIES: &[County] = &[
    // 三河 first: what is shown at once happens in 燕郊.
    County {
        code: "131082",
        short: "三河",
        middle: None,
        plants: &[
            (14, &FOOD),
            (12, &BUILDING),
            (7, &ELECTRONICS),
            (4, &MEDICINE),
            (3, &HEAT),
            (3, &WORKS),
        ],
    },
    County {
        code: "131081",
        short: "霸州",
        middle: None,
        plants: &[
            (13, &STEEL),
            (15, &FURNITURE),
            (5, &GLASS),
            (3, &PLASTIC),
            (2, &HEAT),
            (2, &WORKS),
        ],
    },
    County {
        code: "131026",
        short: "文安",
        middle: None,
        plants: &[(14, &PANELS), (12, &PLASTIC), (3, &STEEL), (2, &WORKS)],
    },
    County {
        code: "131025",
        short: "大城",
        middle: None,
        plants: &[(20, &INSULATION), (4, &PLASTIC), (2, &WORKS)],
    },
    County {
        code: "131024",
        short: "香河",
        middle: None,
        plants: &[(13, &FURNITURE), (10, &PRINTING), (3, &FOOD), (2, &WORKS)],
    },
    County {
        code: "131022",
        short: "固安",
        middle: None,
        plants: &[(13, &ELECTRONICS), (8, &MACHINERY), (3, &PLASTIC), (2, &HEAT), (2, &WORKS)],
    },
    County {
        code: "131023",
        short: "永清",
        middle: None,
        plants: &[(13, &CLOTHING), (4, &MACHINERY), (2, &WORKS)],
    },
    County {
        code: "131002",
        short: "安次",
        middle: None,
        plants: &[(7, &MACHINERY), (5, &FOOD), (4, &PRINTING), (2, &HEAT), (3, &WORKS)],
    },
    County {
        code: "131003",
        short: "广阳",
        middle: None,
        plants: &[(5, &FOOD), (4, &PRINTING), (4, &MEDICINE), (3, &HEAT), (3, &WORKS)],
    },
    County {
        code: "131028",
        short: "大厂",
        middle: None,
        plants: &[(9, &FOOD), (5, &PRINTING), (3, &BUILDING), (1, &WORKS)],
    },
    County {
        code: "131071",
        short: "廊坊开发区",
        middle: Some((116.76, 39.60)),
        plants: &[(8, &MACHINERY), (5, &FOOD), (4, &ELECTRONICS), (1, &WORKS)],
    },
    County {
        code: "1310LK",
        short: "廊坊临空",
        middle: Some((116.41, 39.47)),
        plants: &[(3, &ELECTRONICS), (2, &MEDICINE), (1, &HEAT), (1, &WORKS)],
    },
];
