//! Split messages: every part is stored and answered by itself, the whole is judged once.

use crate::support::{Speaker, Station, commands, soon};
use app::Page;
use app::leads::{self, LeadFilter};
use app::telemetry::Settings;
use domain::reading::FrameFault;
use protocol::hj212::{Cn, Field, UploadItem};
use std::sync::Arc;
use std::time::Duration;
use testkit::MemoryArchive;

async fn station() -> Station {
    // The standard's own example is of 2016.
    let settings = Settings {
        look: Duration::from_millis(5),
        back_fill_ms: 20 * 366 * 86_400_000,
        ..Settings::default()
    };
    Station::over(Arc::new(MemoryArchive::default()), |_| {}, settings).await
}

/// An hour that does not fit one frame; COD, beyond its limit, stands in the first part.
fn parts(speaker: &Speaker, hours: i64) -> Vec<Vec<u8>> {
    let fields =
        [(Field::Avg, "71.4"), (Field::Min, "1.00"), (Field::Max, "99"), (Field::Flag, "N")];
    let others = (0..40).map(|n| format!("w{:05}", 22_000 + n));
    let codes: Vec<String> = std::iter::once("w01018".to_owned()).chain(others).collect();
    let items: Vec<_> = codes.iter().map(|code| UploadItem { code, fields: &fields }).collect();
    speaker.upload(Cn::HOUR, speaker.now.hour_start().plus_millis(-hours * 3_600_000), &items)
}

async fn leads_raised(station: &Station) -> usize {
    let world = &station.world;
    let duty = world.as_actor(&world.people.duty_officer);
    let page = Page { after: None, size: 10 };
    leads::list(&world.cx, &duty, &LeadFilter::default(), &page).await.unwrap().items.len()
}

#[tokio::test]
async fn the_whole_is_judged_when_its_last_part_comes_on_whatever_connection() {
    let mut station = station().await;
    let parts = parts(&station.speaker(), 1);
    let (last, first) = parts.split_last().unwrap();
    assert!(!first.is_empty());
    assert_eq!(commands(&station.exchange(&first.concat()).await), vec![9014; first.len()]);
    assert_eq!(station.stored().await.len(), first.len(), "each part is durable by itself");
    assert_eq!(leads_raised(&station).await, 0, "the whole is not there yet");
    assert_eq!(commands(&station.exchange(last).await), [9014]);
    soon(async { while station.live.recv().await.unwrap().kind != "lead.raised" {} }).await;
    assert_eq!(leads_raised(&station).await, 1);
    assert_eq!(station.faults(FrameFault::PartsMissing), 0);
}

#[tokio::test]
async fn what_never_completes_is_shown_and_judged_as_what_it_is() {
    let mut station = station().await;
    let parts = parts(&station.speaker(), 1);
    station.exchange(&parts[0]).await;
    station.world.clock.advance_ms(60_001);
    soon(async { while station.live.recv().await.unwrap().kind != "lead.raised" {} }).await;
    assert_eq!(station.faults(FrameFault::PartsMissing), 1);
    let mn = &station.world.plant.logger.mn;
    let beat = station.world.cx.pulse().of(mn).unwrap();
    let today = beat.faults_on(station.world.cx.now().date());
    assert_eq!(today.get(&FrameFault::PartsMissing), Some(&1), "shown beside the logger");
    // The other parts come after all: kept, answered, judged; the lead stays one.
    let late = station.exchange(&parts[1..].concat()).await;
    assert_eq!(commands(&late), vec![9014; parts.len() - 1]);
    station.world.clock.advance_ms(60_001);
    assert_eq!(leads_raised(&station).await, 1);
}

#[tokio::test]
async fn a_stop_leaves_no_part_unjudged() {
    let station = station().await;
    let parts = parts(&station.speaker(), 1);
    station.exchange(&parts[0]).await;
    let duty = station.world.people.duty_officer.clone();
    let world = station.close().await;
    let (duty, page) = (world.as_actor(&duty), Page { after: None, size: 10 });
    let all = leads::list(&world.cx, &duty, &LeadFilter::default(), &page).await.unwrap();
    assert_eq!(all.items.len(), 1);
}

#[tokio::test]
async fn the_parts_of_the_standards_own_example_come_together() {
    let frames = [
        "##0260QN=20160801085857534;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;PNO=1;CP=&&\
         DataTime=20160801080000;w00000-Cou=63.0,w00000-Min=16.4,w00000-Avg=17.5,w00000-Max=20.1,w00000-Flag=N;\
         w01001-Min=7.1,w01001-Avg=7.5,w01001-Max=7.8,w01001-Flag=N&&D941\r\n",
        "##0201QN=20160801085857535;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=7;PNUM=2;PNO=2;CP=&&\
         DataTime=20160801080000;w01018-Cou=63.0,w01018-Min=40.1,w01018-Avg=40.1,w01018-Max=40.1,w01018-Flag=N&&\
         E2C1\r\n",
    ];
    for (sent, missing) in [(frames.concat(), 0), (frames[1].to_owned(), 1)] {
        let station = station().await;
        station.register(station.another("010000A8900016F000169DC0", 2017, "hj212")).await;
        let answers = commands(&station.exchange(sent.as_bytes()).await);
        assert_eq!(answers, vec![9014; sent.matches("##").count()]);
        let counters = station.world.cx.clone();
        station.close().await;
        let faults = counters.pulse().counters().snapshot().faults;
        assert_eq!(faults[FrameFault::PartsMissing as usize].1, missing);
    }
}
