//! The service file that is shipped: complete, plausible, and in step with what the program takes.

use crate::operator::{config, run, text};
use std::collections::BTreeMap;

const SERVICE: &str = include_str!("../../../../packaging/huanzhi.service");

type Settings = BTreeMap<String, Vec<String>>;

/// Sections with their settings; a setting may stand more than once.
fn parsed() -> BTreeMap<String, Settings> {
    let mut sections: BTreeMap<String, Settings> = BTreeMap::new();
    let mut section = String::new();
    for (number, line) in SERVICE.lines().enumerate() {
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            section = name.to_owned();
            assert!(
                sections.insert(section.clone(), Settings::new()).is_none(),
                "[{section}] twice"
            );
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or_else(|| panic!("line {}", number + 1));
        assert!(key.chars().all(|c| c.is_ascii_alphabetic()), "line {}: {key}", number + 1);
        let settings = sections.get_mut(&section).expect("a section first");
        settings.entry(key.to_owned()).or_default().push(value.to_owned());
    }
    sections
}

#[test]
fn the_service_starts_what_the_program_knows() {
    let sections = parsed();
    assert_eq!(sections.keys().collect::<Vec<_>>(), ["Install", "Service", "Unit"]);
    let service = &sections["Service"];
    let help = text(&run(&["--help"]).stdout);
    for (key, command) in [("ExecStart", "serve"), ("ExecStartPre", "check-config")] {
        let words: Vec<&str> = service[key][0].split(' ').collect();
        assert_eq!(
            words,
            ["/usr/local/bin/huanzhi", command, "--config", "/etc/huanzhi/huanzhi.toml"]
        );
        assert!(help.contains(&format!("  {command} ")), "{help}");
    }
    for (key, value) in
        service.iter().flat_map(|(key, values)| values.iter().map(move |v| (key, v)))
    {
        let switch = ["Protect", "Private", "Restrict", "NoNew", "Lock", "MemoryDeny", "Remove"];
        if switch.iter().any(|prefix| key.starts_with(prefix)) {
            let values = ["yes", "strict", "invisible", "AF_INET AF_INET6 AF_UNIX"];
            assert!(values.contains(&value.as_str()), "{key}={value}");
        }
    }
    for key in
        ["NoNewPrivileges", "ProtectSystem", "PrivateTmp", "SystemCallFilter", "StateDirectory"]
    {
        assert!(service.contains_key(key), "{key}");
    }
    assert_eq!(service["CapabilityBoundingSet"], [""], "no capability at all");
}

#[test]
fn it_may_open_a_file_for_every_connection_and_has_time_to_stop() {
    let service = &parsed()["Service"];
    let number = |key: &str| service[key][0].parse::<u64>().unwrap();
    let sample: toml::Table = text(&run(&["sample-config"]).stdout).parse().unwrap();
    let setting = |section: &str, key: &str| {
        let table = if section.is_empty() { &sample } else { sample[section].as_table().unwrap() };
        table[key].as_integer().unwrap().cast_unsigned()
    };
    let sockets = setting("hj212", "connections")
        + setting("http", "concurrency")
        + setting("http", "live_streams");
    assert!(number("LimitNOFILE") >= 2 * sockets, "{sockets} connections");
    // HTTP, devices, upkeep and judging are each given that long.
    assert!(number("TimeoutStopSec") >= 5 * setting("", "stop_seconds"));
    // The check before each start is the one that is shipped, on a configuration that is right.
    let dir = tempfile::tempdir().unwrap();
    let path = config(dir.path(), "site");
    assert!(run(&["check-config", "--config", path.to_str().unwrap()]).status.success());
}
