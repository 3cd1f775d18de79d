//! One of each document, of one case against a plant that does not exist.

mod internal;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::document::*;
use domain::law::Citation;
use domain::{Date, Fen, Timestamp};

pub(crate) const REPRESENTATIVE: &str = "孟凡岭";
pub(crate) const ON_SITE: &str = "欧阳春和";
pub(crate) const PARTY: &str = "廊坊市泃河金属表面处理有限公司";
pub(crate) const ID_NUMBER: &str = "131002197903124512";
pub(crate) const PHONE: &str = "13903160042";
pub(crate) const ACCOUNT: &str = "6222020408001234567";
pub(crate) const CREDIT_CODE: &str = "91131082MA0ABCDE6K";

/// A wavy line, 96 × 32, PNG: stands for a signature and for a photograph.
const STROKE: &str = "iVBORw0KGgoAAAANSUhEUgAAAGAAAAAgAQAAAADFu0D5AAAAlElEQVR42rXQMQoCMRAF0AkW6cwR9ig52mxnuVcSLL\
     b0ClksLGWxGSHk+ze6MAfQFIE3DJ/8CNyRv6MNDhYdysHhXByi8XpsGLWlqsCVaJIstwxMRJVQFMxOhKkEjtEysfTg\
     GVWJCyp37rAt+tTDn1g3pI4VN8jr80YuzRAz7ah5IvYSxwFSw94sMyB+Maqrvfzg397MGFwH/EWBsQAAAABJRU5Erk\
     Jggg==";

pub(crate) fn stroke() -> Picture {
    Picture::new(STANDARD.decode(STROKE).unwrap()).unwrap()
}

pub(crate) fn all() -> Vec<Document> {
    vec![
        inspection_record().into(),
        photo_sheet().into(),
        internal::filing().into(),
        internal::report().into(),
        internal::examination().into(),
        internal::legal_review().into(),
        prior_notice().into(),
        internal::deliberation().into(),
        decision().into(),
        service_receipt().into(),
        internal::closing().into(),
    ]
}

fn on(day: i8) -> Date {
    Date::constant(2026, 9, day)
}

fn at(day: i8, hour: i8, minute: i8) -> Timestamp {
    Timestamp::from_shanghai(on(day).at(hour, minute, 0, 0))
}

pub(crate) fn head(number: Option<&str>) -> Head {
    Head {
        organ: Organ {
            name: "廊坊市生态环境局".into(),
            address: "河北省廊坊市广阳区永华道一号".into(),
            postcode: "065000".into(),
            contact: "张立新".into(),
            phone: "0316-2010000".into(),
        },
        number: number.map(|text| text.parse().unwrap()),
        draft: false,
    }
}

pub(crate) fn party() -> PartyBlock {
    PartyBlock::Organisation {
        name: PARTY.into(),
        credit_code: CREDIT_CODE.into(),
        post: RepresentativePost::LegalRepresentative,
        representative: REPRESENTATIVE.into(),
        address: "廊坊市三河市泃阳西街道工业南路18号".into(),
    }
}

fn cause() -> String {
    "涉嫌通过不正常运行水污染防治设施逃避监管排放水污染物案".into()
}

fn officers() -> Vec<OfficerBlock> {
    let officer = |name: &str, certificate: &str| OfficerBlock {
        name: name.into(),
        certificate: certificate.into(),
    };
    vec![officer("张立新", "03160010021"), officer("刘珺", "03160010035")]
}

fn sign(name: &str, role: SignatureRole, image: bool) -> Signature {
    Signature {
        name: name.into(),
        role,
        certificate: role.is_officer().then(|| "03160010021".into()),
        image: image.then(stroke),
        at: image.then(|| at(3, 11, 40)),
    }
}

fn article(act: &str, place: &str, text: Option<&str>) -> CitedArticle {
    CitedArticle {
        act: act.into(),
        place: place.parse::<Citation>().unwrap(),
        text: text.map(Into::into),
    }
}

fn facts() -> Facts {
    let item = |name: &str, source: &str, proves: &str| EvidenceItem {
        name: name.into(),
        on: on(3),
        source: source.into(),
        proves: proves.into(),
    };
    Facts {
        account: format!(
            "2026年9月3日，执法人员对你单位三河厂区进行现场检查。检查时生产线正在生产，污水处理站加药装置停止运行，\
             废水未经处理即经总排口排入市政管网。现场采样监测显示，总铬排放浓度为2.4mg/L，超过排放标准规定的限值1.5mg/L。\n\
             现场负责人{ON_SITE}（电话{PHONE}）承认加药装置自2026年8月29日起停止运行，法定代表人{REPRESENTATIVE}知情。"
        ),
        evidence: vec![
            item("现场检查（勘察）笔录", "本机关", "检查时水污染防治设施未运行"),
            item("照片证据6张", "本机关", "加药装置断电、药剂桶无药剂"),
            item("监测报告", "河北省廊坊生态环境监测中心", "总排口总铬浓度超过排放标准"),
        ],
        violated: vec![article("中华人民共和国水污染防治法", "water_law:39", None)],
    }
}

fn sanction() -> Sanction {
    Sanction {
        penalties: vec![Penalty::Fine(Fen::from_yuan(286_000)), Penalty::ConfiscatedGains(Fen(1_250_050))],
        basis: vec![article("中华人民共和国水污染防治法", "water_law:83.1(3)", None)],
        discretion: "综合考虑违法行为持续时间6日、排放去向为市政管网、两年内首次违法并已改正等因素，按照裁量基准计算".into(),
        steps: Vec::new(),
    }
}

pub(crate) fn inspection_record() -> InspectionRecord {
    use SignatureRole as R;
    let officers = officers();
    InspectionRecord {
        head: head(None),
        started: at(3, 9, 5),
        ended: at(3, 11, 40),
        place: "廊坊市三河市泃阳西街道工业南路18号".into(),
        party: party(),
        on_site: OnSitePerson {
            name: ON_SITE.into(),
            post: "厂长".into(),
            phone: PHONE.into(),
            id_number: ID_NUMBER.into(),
            relation: "被检查单位工作人员".into(),
        },
        recorder: officers[1].clone(),
        inspectors: officers,
        participants: vec![Participant { name: "岳明山".into(), post: "泃阳西街道网格员".into() }],
        told: Told {
            certificates_shown: true,
            recusal: true,
            recusal_requested: false,
            cooperation: true,
            defence: true,
            at: ToldWhen::default(),
        },
        situation: Situation {
            production: "检查时两条电镀生产线正在生产，当日投料记录与产量相符。".repeat(6),
            formalities: "该单位持有排污许可证，有效期至2029年5月31日，环评和竣工环保验收手续齐全。".into(),
            pollution: "生产废水经污水处理站处理后由总排口排入市政管网，总排口安装自动监控设施并联网。".repeat(5),
            violations: "污水处理站加药装置断电，药剂桶内无药剂，含铬废水未经还原沉淀直接进入清水池，经总排口外排。".repeat(4),
            sampling: "在总排口采集水样3瓶，拍摄照片6张，录像1段。".into(),
        },
        opinion: String::new(),
        refusal: None,
        signatures: vec![
            sign(ON_SITE, R::Inspected, true),
            sign("张立新", R::Inspector, true),
            sign("刘珺", R::Inspector, false),
            sign("刘珺", R::Recorder, false),
        ],
        sketch: Some(stroke()),
    }
}

fn photo_sheet() -> PhotoSheet {
    let photo = |proves: &str| Photo {
        picture: stroke(),
        original_sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        proves: proves.into(),
        taken_at: at(3, 9, 32),
        place: "污水处理站加药间".into(),
        position: Some(Coordinates { longitude: 117.078_312, latitude: 39.982_704 }),
        photographer: officers()[1].clone(),
        carrier: "执法记录仪DSJ-07，原始文件存于证据库".into(),
    };
    PhotoSheet {
        head: head(None),
        cause: cause(),
        party: party(),
        photos: vec![photo("加药装置断电，药剂桶内无药剂"), photo("总排口正在排水")],
        signatures: vec![
            sign(ON_SITE, SignatureRole::Inspected, true),
            sign("张立新", SignatureRole::Inspector, true),
        ],
        date: on(3),
    }
}

pub(crate) fn prior_notice() -> PriorNotice {
    PriorNotice {
        head: head(Some("冀廊环罚告〔2026〕12号")),
        party: party(),
        cause: cause(),
        investigated_on: on(3),
        facts: facts(),
        renewal: None,
        proposal: sanction(),
        rights_basis: vec![
            article("中华人民共和国行政处罚法", "penalty_law:44", None),
            article("中华人民共和国行政处罚法", "penalty_law:45.1", None),
            article("中华人民共和国行政处罚法", "penalty_law:63.1", None),
        ],
        defence_days: 5,
        hearing_days: Some(5),
        date: on(18),
    }
}

pub(crate) fn decision() -> Decision {
    Decision {
        head: head(Some("冀廊环罚〔2026〕9号")),
        party: party(),
        cause: cause(),
        investigated_on: on(3),
        facts: facts(),
        defence: DefencePart {
            notice: "冀廊环罚告〔2026〕12号".parse().unwrap(),
            served_on: on(19),
            hearing_told: true,
            answer: DefenceAnswer::Made {
                on: on(22),
                points: vec![DefencePoint {
                    claim: format!(
                        "法定代表人{REPRESENTATIVE}称已于检查当日恢复加药，请求从轻处罚"
                    ),
                    adopted: true,
                    reason: "经复查属实，该情节已在裁量中考虑".into(),
                }],
            },
            heard_on: None,
        },
        sanction: sanction(),
        payment: Some(Payment {
            days: 15,
            bank: "中国农业银行廊坊分行营业部".into(),
            account_name: "廊坊市财政局".into(),
            account: ACCOUNT.into(),
            late_percent: 3,
            late_basis: article("中华人民共和国行政处罚法", "penalty_law:72.1(1)", None),
        }),
        performance: None,
        remedies: Remedies {
            review_by: "廊坊市人民政府".into(),
            review_days: 60,
            court: "廊坊市广阳区人民法院".into(),
            suit_months: 6,
        },
        date: on(30),
        annex: Some(LawAnnex {
            act_on: on(3),
            articles: vec![AnnexArticle {
                article: article(
                    "中华人民共和国水污染防治法",
                    "water_law:83.1(3)",
                    Some("（三）超过水污染物排放标准排放水污染物的；"),
                ),
                label: Some("工作文本，待与公报核对".into()),
            }],
        }),
    }
}

pub(crate) fn service_receipt() -> ServiceReceipt {
    ServiceReceipt {
        head: head(None),
        cause: cause(),
        documents: vec![ServedDocument {
            title: "行政处罚决定书".into(),
            number: Some("冀廊环罚〔2026〕9号".parse().unwrap()),
            copies: 1,
        }],
        recipient: party(),
        place: "廊坊市三河市泃阳西街道工业南路18号".into(),
        method: ServiceMethod::Direct,
        received_at: Some(at(30, 16, 20)),
        receiver: Some(sign(REPRESENTATIVE, SignatureRole::Recipient, true)),
        relation: "法定代表人".into(),
        servers: vec![
            sign("张立新", SignatureRole::Server, true),
            sign("刘珺", SignatureRole::Server, true),
        ],
        remarks: String::new(),
    }
}
