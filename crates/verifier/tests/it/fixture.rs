//! Honest logs, written by the platform's own writer with keys that exist only here.

use domain::record::{
    Algorithm, Checkpoint, Commitment, Digests, Frontier, Hash, Leaf, NodeAt, NoteKey,
    NoteSignature, Origin, ProofPlan, RecordKind, SM2_DIST_ID, Tile, TileKind, entry_bundle,
    leaf_hash, tiles_at, tlog_proof,
};
use domain::time::Timestamp;
use ed25519_dalek::Signer as _;
use std::{
    collections::{BTreeMap, HashMap},
    convert::Infallible,
    num::NonZeroU32,
};
use verifier::{Held, Part, TrustedKey};

/// A static copy of a log: path below the prefix → bytes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

pub(crate) const ORIGIN: &str = "hbj.langfang.example/log";

/// The leaves of a log and every node above them.
#[derive(Clone, Default)]
pub(crate) struct Log {
    pub(crate) leaves: Vec<Vec<u8>>,
    nodes: HashMap<NodeAt, Hash>,
    frontier: Frontier,
}

impl Log {
    pub(crate) fn of(leaves: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut log = Self::default();
        for leaf in leaves {
            let nodes = log.frontier.append(leaf_hash(&leaf));
            log.nodes.extend(nodes.into_iter().map(|n| (n.at, n.hash)));
            log.leaves.push(leaf);
        }
        log
    }

    pub(crate) fn honest(size: u64) -> Self {
        let mut revisions = HashMap::new();
        Self::of((0..size).map(|i| leaf(i, &mut revisions).to_bytes()))
    }

    pub(crate) fn root(&self) -> Hash {
        self.frontier.root()
    }

    pub(crate) fn note(&self, origin: &str, signers: &[Signer]) -> String {
        let origin: Origin = origin.parse().unwrap();
        let size = self.frontier.size();
        let checkpoint = Checkpoint { origin: origin.clone(), size, root: self.root() };
        let sign =
            |s: &Signer| NoteSignature { key: s.key(&origin), bytes: s.sign(&checkpoint.body()) };
        checkpoint.note(&signers.iter().map(sign).collect::<Vec<_>>())
    }

    fn tile(&self, tile: Tile) -> Vec<u8> {
        match tile.kind() {
            TileKind::Hashes(_) => tile.nodes().flat_map(|at| self.nodes[&at].0).collect(),
            TileKind::Entries => {
                let positions = tile.positions();
                let run = &self.leaves[positions.start as usize..positions.end as usize];
                entry_bundle(run.iter().map(Vec::as_slice)).unwrap()
            }
        }
    }

    pub(crate) fn files(&self, signers: &[Signer]) -> Files {
        let tiles = tiles_at(self.frontier.size()).map(|tile| (tile.to_string(), self.tile(tile)));
        let note = self.note(ORIGIN, signers).into_bytes();
        tiles.chain([("checkpoint".to_owned(), note)]).collect()
    }

    pub(crate) fn fill(&self, plan: &ProofPlan) -> Vec<Hash> {
        plan.hashes(|at| Ok::<_, Infallible>(self.nodes[&at])).unwrap()
    }

    pub(crate) fn proof(&self, index: u64, signers: &[Signer]) -> String {
        let plan = ProofPlan::inclusion(index, self.frontier.size()).unwrap();
        let note = self.note(ORIGIN, signers);
        tlog_proof(&self.leaves[index as usize], index, &self.fill(&plan), &note)
    }
}

/// A key that signs.
#[derive(Clone, Copy)]
pub(crate) enum Signer {
    Ed25519([u8; 32]),
    Sm2([u8; 32]),
}

pub(crate) const ED25519: Signer = Signer::Ed25519([0x11; 32]);
pub(crate) const SM2: Signer = Signer::Sm2([0x22; 32]);
pub(crate) const STRANGER: Signer = Signer::Ed25519([0x33; 32]);

impl Signer {
    fn sm2(seed: [u8; 32]) -> sm2::dsa::SigningKey {
        sm2::dsa::SigningKey::from_slice(SM2_DIST_ID, &seed).unwrap()
    }

    pub(crate) fn key(&self, origin: &Origin) -> NoteKey {
        let (algorithm, public) = match self {
            Self::Ed25519(seed) => {
                let key = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
                (Algorithm::Ed25519, key.to_bytes().to_vec())
            }
            Self::Sm2(seed) => {
                (Algorithm::Sm2, Self::sm2(*seed).verifying_key().to_sec1_bytes().into_vec())
            }
        };
        NoteKey::new(origin.clone(), algorithm, public).unwrap()
    }

    pub(crate) fn sign(&self, body: &str) -> Vec<u8> {
        match self {
            Self::Ed25519(seed) => {
                ed25519_dalek::SigningKey::from_bytes(seed).sign(body.as_bytes()).to_vec()
            }
            Self::Sm2(seed) => {
                let signature: sm2::dsa::Signature = Self::sm2(*seed).sign(body.as_bytes());
                signature.to_vec()
            }
        }
    }

    pub(crate) fn trusted(&self) -> TrustedKey {
        TrustedKey::parse(&self.key(&ORIGIN.parse().unwrap()).verifier_key()).unwrap()
    }
}

pub(crate) fn open(note: &str, signers: &[Signer]) -> verifier::Checkpoint {
    let keys: Vec<TrustedKey> = signers.iter().map(Signer::trusted).collect();
    verifier::Checkpoint::open(note.as_bytes(), &keys).unwrap()
}

pub(crate) fn check(
    files: &Files,
    signers: &[Signer],
    previous: Option<&verifier::Checkpoint>,
) -> verifier::Report {
    let keys: Vec<TrustedKey> = signers.iter().map(Signer::trusted).collect();
    verifier::verify_log(&source(files), &keys, previous)
}

pub(crate) fn source(files: &Files) -> impl Fn(&str) -> Result<Vec<u8>, String> + '_ {
    |path| files.get(path).cloned().ok_or_else(|| "no such file".to_owned())
}

/// Leaf `i` of the honest log: cases that move on, every seventh leaf an evidence item, every eleventh a notice.
fn leaf(i: u64, revisions: &mut HashMap<String, u32>) -> Leaf {
    let (kind, subject) = match (i % 7, i % 11) {
        (3, _) => (RecordKind::EvidenceAdded, format!("e-{i}")),
        (_, 5) => (RecordKind::NoticePublished, format!("n-{i}")),
        _ => (RecordKind::CaseRevised, format!("c-{}", i % 20)),
    };
    let revision = revisions.entry(format!("{kind}{subject}")).or_default();
    *revision += 1;
    let [actor, content, file, public] = stored(i);
    let sealed = |held: &Held| match held.part {
        Part::Actor(salt) | Part::Content(salt) | Part::File(salt) => {
            Commitment::of(salt, &held.bytes)
        }
        Part::Public => panic!("public bytes have no salt"),
    };
    Leaf {
        at: Timestamp::from_millis(1_786_780_800_000 + i as i64 * 1000),
        kind: match (kind, *revision) {
            (RecordKind::CaseRevised, 1) => RecordKind::CaseFiled,
            _ => kind,
        },
        subject: subject.parse().unwrap(),
        revision: NonZeroU32::new(*revision).unwrap(),
        actor: sealed(&actor),
        content: sealed(&content),
        file: (kind == RecordKind::EvidenceAdded).then(|| sealed(&file)),
        public: (kind == RecordKind::NoticePublished).then(|| Digests::of(&public.bytes)),
    }
}

/// Actor, content, file and public bytes that the platform holds for leaf `i`, whether or not the leaf has the part.
pub(crate) fn stored(i: u64) -> [Held; 4] {
    let salt = |part: u8| leaf_hash(&[&i.to_be_bytes(), [part].as_slice()].concat()).0;
    let text = |name: &str| format!("{name} {i}").into_bytes();
    [
        Held { part: Part::Actor(salt(1)), bytes: text("officer") },
        Held { part: Part::Content(salt(2)), bytes: text("body") },
        Held { part: Part::File(salt(3)), bytes: text("photograph") },
        Held { part: Part::Public, bytes: pdf(&format!("Notice {i}")) },
    ]
}

/// A small one-page PDF.
fn pdf(title: &str) -> Vec<u8> {
    let stream = format!("BT /F1 18 Tf 72 760 Td ({title}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
    ];
    let (mut file, mut table) = ("%PDF-1.4\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (number, object) in (1..).zip(&objects) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!(
        "xref\n0 5\n{table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    file.into_bytes()
}
