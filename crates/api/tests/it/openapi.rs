//! The OpenAPI document that is committed, and from which the web client's types are made, is the one that is served.

use crate::browser::Site;
use api::document;
use std::path::Path;

/// Writes the document when `UPDATE` is set, else compares.
#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let text = serde_json::to_string_pretty(&document()).unwrap() + "\n";
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for file in ["docs/generated/openapi.json", "web/openapi.json"] {
        let path = root.join(file);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{file} is old: run `UPDATE=1 cargo test -p api openapi`");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = serde_json::to_value(document()).unwrap();
    let text = document.to_string();
    let mut seen = 0;
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn no_two_operations_share_a_name() {
    let document = serde_json::to_value(document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|item| item.as_object().unwrap().values());
    let mut seen = std::collections::BTreeSet::new();
    for operation in operations {
        let id = operation["operationId"].as_str().unwrap();
        assert!(seen.insert(id.to_owned()), "{id} twice");
    }
    assert!(seen.contains("post_tasks_id_accept"), "{seen:?}");
}

/// The document knows shapes by their bare names: of two structs of one name, one would silently take the other's place.
#[test]
fn no_two_shapes_share_a_name() {
    let mut seen = std::collections::BTreeMap::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/v1");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for shape in text.split("ToSchema").skip(1) {
            let words = shape.split([' ', '\n', '<', '(', '{', ';']).collect::<Vec<_>>();
            let at = words.iter().position(|word| matches!(*word, "struct" | "enum"));
            let Some(name) = at.and_then(|at| words.get(at + 1)) else { continue };
            let file = path.file_name().unwrap().to_owned();
            let known = seen.entry((*name).to_owned()).or_insert_with(|| file.clone());
            assert_eq!(*known, file, "{name} is a shape in two files");
        }
    }
    assert!(seen.len() > 100, "{}", seen.len());
}

#[tokio::test]
async fn it_is_served() {
    let served = Site::new().await.get("/api/openapi.json").await;
    assert_eq!(served.json(), serde_json::to_value(document()).unwrap());
}
