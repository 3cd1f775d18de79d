//! Pages for people without an account, health and metrics, and the guide that only a demonstration has.

use crate::browser::{Site, request};
use api::{Config, Guide, GuideUser};
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};
use std::net::SocketAddr;

#[tokio::test]
async fn the_portal_reads_without_scripts_in_both_languages() {
    let site = Site::new().await;
    let zh = site.get("/public/").await;
    assert_eq!(zh.status, StatusCode::OK);
    assert!(
        zh.text().contains("<html lang=\"zh-CN\">") && zh.text().contains("目前没有公示的处罚决定")
    );
    let en = site.get("/public/?lang=en").await.text();
    assert!(en.contains("<html lang=\"en\">") && en.contains("No decision is published"), "{en}");
    assert!(en.contains("href=\"/public/verify?lang=en\""), "links keep the language");
    let searched = site.get("/public/?q=%3Cscript%3E").await.text();
    assert!(searched.contains("&#60;script&#62;") && !searched.contains("<script>"), "{searched}");
    let verify = site.get("/public/verify").await.text();
    assert!(verify.contains("id=\"verify-file\"") && verify.contains("id=\"verify-result\""));
    for page in [zh.text(), en, verify] {
        assert!(
            !page.contains("onclick") && !page.contains("style=\"") && !page.contains("http://"),
            "{page}"
        );
    }
    for name in ["tokens.css", "portal.css", "verify.js"] {
        assert_eq!(
            site.get(&format!("/public/static/{name}")).await.status,
            StatusCode::OK,
            "{name}"
        );
    }
    let missing = site.get("/public/notices/01890a5d-ac96-774b-bcce-b302099a8057").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    assert!(missing.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn the_log_is_open_to_everybody() {
    let site = Site::new().await;
    let note = site.get("/log/checkpoint").await.text();
    let size: u64 = note.lines().nth(1).unwrap().parse().unwrap();
    assert!(size > 0);
    let tile = site.get(&format!("/log/tile/entries/000.p/{size}")).await;
    assert_eq!(tile.status, StatusCode::OK);
    assert!(tile.header("cache-control").contains("immutable"));
    assert_eq!(site.get("/log/tile/0/007").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/log/tile/../../etc/passwd").await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/log/keys").await.text().trim().is_empty());
}

#[tokio::test]
async fn nobody_is_warned_by_the_log_and_the_auditor_reads_it_whole() {
    let site = Site::new().await;
    let lead = testkit::Procedure(&site.world).lead().await;
    let note = site.get("/log/checkpoint").await.text();
    let size: u64 = note.lines().nth(1).unwrap().parse().unwrap();
    let entries = format!("tile/entries/000.p/{size}");
    let open = site.get(&format!("/log/{entries}")).await;
    assert_eq!(open.status, StatusCode::OK);
    let text = String::from_utf8_lossy(&open.body).into_owned();
    assert!(!text.contains("lead.raised") && !text.contains(&lead.id.to_string()), "{text}");
    assert_eq!(open.body.len() as u64, 2 * size, "every entry is withheld, none has a place less");

    let whole = format!("/api/v1/record/{entries}");
    assert_eq!(site.get(&whole).await.status, StatusCode::UNAUTHORIZED);
    let duty = site.browser(&site.world.people.duty_officer).await;
    assert_eq!(duty.get(&whole).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn health_and_metrics_tell_the_operator_and_metrics_nobody_else() {
    let site = Site::new().await;
    assert_eq!(site.get("/healthz").await.json()["status"], "ok");
    let text = site.get("/metrics").await.text();
    assert!(text.contains("huanzhi_test 1"));
    assert!(
        text.contains(
            "huanzhi_http_seconds_count{route=\"/healthz\",method=\"GET\",status=\"200\"} 1"
        ),
        "{text}"
    );
    let mut far = request(Method::GET, "/metrics", None, None);
    far.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
    assert_eq!(site.send(far).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn only_a_demonstration_has_a_guide_and_only_for_its_own_machine() {
    assert_eq!(Site::new().await.get("/guide").await.status, StatusCode::NOT_FOUND);
    let user = GuideUser {
        name: "duty".to_owned(),
        role: "duty_officer".to_owned(),
        password: "one-run-password".to_owned(),
        display: "赵值班".to_owned(),
    };
    let guide = Guide { users: vec![user], hj212: Some("127.0.0.1:9212".to_owned()) };
    let site = Site::with(Config { tls: false, ..Config::default() }, Some(guide)).await;
    let page = site.get("/guide").await.text();
    assert!(page.contains("one-run-password") && page.contains("127.0.0.1:9212"));
    let mut far = request(Method::GET, "/guide", None, None);
    far.extensions_mut().insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 1))));
    assert_eq!(site.send(far).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn answers_are_compressed_for_those_who_can_read_it() {
    let site = Site::new().await;
    let mut asked = request(Method::GET, "/public/static/portal.css", None, None);
    asked.headers_mut().insert(header::ACCEPT_ENCODING, "gzip".parse().unwrap());
    let answer = site.send(asked).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(answer.body[..2], [0x1f, 0x8b]);
}

#[tokio::test]
async fn the_power_list_of_every_body_is_public_and_says_that_it_is_a_sample() {
    let site = Site::new().await;
    let index = site.get("/public/lists").await;
    assert_eq!(index.status, StatusCode::OK, "{}", index.text());
    let index = index.text();
    assert!(
        index.contains("廊坊市生态环境局三河市分局") && index.contains("20个工作日"),
        "{index}"
    );
    assert!(index.contains("样例，非现行有效规定"), "samples are labelled");
    let page = site.get("/public/lists/LF-131082").await.text();
    assert!(page.contains("对无证排污的行政处罚") && page.contains("未经人工复核"), "{page}");
    assert!(page.contains("/public/law/eco_code/1102"), "the basis is a link");
    assert!(page.contains("监督和救济途径") && page.contains("本清单用于演示和核对"));
    let town = site.get("/public/lists/LF-131082109").await.text();
    assert!(town.contains("露天焚烧秸秆") && !town.contains("对无证排污的行政处罚"), "{town}");
    let en = site.get("/public/lists/LF-131082?lang=en").await.text();
    assert!(en.contains("penalty for discharge without a permit") && en.contains("sample"), "{en}");

    let data = site.get("/public/lists/LF-131082/power.json").await.json();
    assert_eq!(data["items"].as_array().unwrap().len(), 16);
    assert_eq!(data["items"][0]["list_certainty"], "sample");
    let csv = site.get("/public/lists/LF-131082/power.csv").await.text();
    assert!(csv.contains("eco-1102") && csv.contains("样例"), "{csv}");
    assert!(site.get("/public/lists/LF-131082/power.xlsx").await.body.starts_with(b"PK"));
    for missing in ["/public/lists/XX", "/public/lists/LF-131082/power.exe"] {
        assert_eq!(site.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}
