//! Tiles: 256 neighbouring hashes of one tile level, or the entries they stand for, under a fixed path (C2SP tlog-tiles).

use super::{Malformed, Node, NodeAt};
use std::{fmt, ops::Range};

/// Hashes or entries in a full tile.
pub const TILE_WIDTH: u64 = 256;
/// Each tile level is eight levels of the tree.
const TILE_HEIGHT: u8 = 8;
/// The highest tile level a tree of 2^64 leaves can have.
const TOP_LEVEL: u8 = 7;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes of tile level `L`: the nodes of tree level `8·L`, 32 bytes each.
    Hashes(u8),
    /// The leaves themselves, see [`entry_bundle`].
    Entries,
}

/// The name of one tile; `Display` gives its path below the log's prefix, for instance `tile/0/x001/067.p/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    kind: TileKind,
    index: u64,
    /// 1–256; below 256 the tile is partial.
    width: u16,
}

impl Tile {
    /// Names a tile of `width` 1–256.
    pub fn new(kind: TileKind, index: u64, width: u16) -> Option<Self> {
        let sane = (1..=256).contains(&width)
            && index < 1 << 56
            && !matches!(kind, TileKind::Hashes(level) if level > TOP_LEVEL);
        sane.then_some(Self { kind, index, width })
    }

    /// Reads a path as it was asked for. Only the one spelling of each tile is accepted, so that a cache holds it once.
    pub fn parse(path: &str) -> Result<Self, Malformed> {
        let tile = Self::read(path).ok_or(Malformed("tile path"))?;
        if tile.to_string() == path { Ok(tile) } else { Err(Malformed("tile path")) }
    }

    fn read(path: &str) -> Option<Self> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => TileKind::Hashes(level.parse().ok()?),
        };
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok().filter(|w| *w < 256)?),
            None => (rest, 256),
        };
        let digits: String = index.split('/').map(|part| part.trim_start_matches('x')).collect();
        Self::new(kind, digits.parse().ok()?, width)
    }

    /// What the tile holds.
    pub fn kind(self) -> TileKind {
        self.kind
    }

    /// Whether a tree of `size` leaves has this tile. What it has, any larger tree has too, unchanged.
    pub fn exists_in(self, size: u64) -> bool {
        self.positions().end <= size >> self.tree_level()
    }

    /// The tree level of its hashes, 0 for entries.
    pub fn tree_level(self) -> u8 {
        match self.kind {
            TileKind::Hashes(level) => level * TILE_HEIGHT,
            TileKind::Entries => 0,
        }
    }

    /// The positions it covers within its tree level: node indices, or leaf indices for entries.
    pub fn positions(self) -> Range<u64> {
        let start = self.index * TILE_WIDTH;
        start..start + u64::from(self.width)
    }

    /// The nodes whose hashes, one after another, are the bytes of a hash tile.
    pub fn nodes(self) -> impl Iterator<Item = NodeAt> {
        let level = self.tree_level();
        self.positions().map(move |index| NodeAt { level, index })
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        let groups =
            (1..).take_while(|n| *n == 1 || self.index >= 1000u64.pow(n - 1)).count() as u32;
        for group in (1..groups).rev() {
            write!(f, "x{:03}/", self.index / 1000u64.pow(group) % 1000)?;
        }
        write!(f, "{:03}", self.index % 1000)?;
        if self.width < 256 { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

/// Every tile of a tree of `size` leaves, full ones and the partial edge: the complete set of files of a static copy.
pub fn tiles_at(size: u64) -> impl Iterator<Item = Tile> {
    let kinds = (0..=TOP_LEVEL).map(TileKind::Hashes).chain([TileKind::Entries]);
    kinds.flat_map(move |kind| {
        let level = Tile { kind, index: 0, width: 1 }.tree_level();
        let count = size >> level;
        (0..count.div_ceil(TILE_WIDTH)).map(move |index| {
            let width = (count - index * TILE_WIDTH).min(TILE_WIDTH) as u16;
            Tile { kind, index, width }
        })
    })
}

/// The full tiles that an append completed, from the nodes it returned: each node of tree level 8, 16 … is the root of
/// one full tile, and of level 8 also of one full bundle of entries.
pub fn tiles_completed(nodes: &[Node]) -> impl Iterator<Item = Tile> + '_ {
    nodes.iter().filter(|n| n.at.level > 0 && n.at.level % TILE_HEIGHT == 0).flat_map(|n| {
        let NodeAt { level, index } = n.at;
        let hashes = Tile { kind: TileKind::Hashes(level / TILE_HEIGHT - 1), index, width: 256 };
        let entries = Tile { kind: TileKind::Entries, index, width: 256 };
        [Some(hashes), (level == TILE_HEIGHT).then_some(entries)].into_iter().flatten()
    })
}

/// The bytes of an entries tile: each leaf after its length as two bytes big-endian.
pub fn entry_bundle<'a>(leaves: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, Malformed> {
    let mut bundle = Vec::new();
    for leaf in leaves {
        let length =
            u16::try_from(leaf.len()).map_err(|_| Malformed("leaf longer than 65535 bytes"))?;
        bundle.extend(length.to_be_bytes());
        bundle.extend(leaf);
    }
    Ok(bundle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Frontier, Hash, leaf_hash, tree::naive_root};
    use proptest::prelude::*;
    use std::collections::{BTreeSet, HashMap};

    #[test]
    fn paths_are_those_of_the_specification() {
        for (path, kind, index, width) in [
            ("tile/0/000", TileKind::Hashes(0), 0, 256),
            ("tile/0/x001/x234/067", TileKind::Hashes(0), 1_234_067, 256),
            ("tile/1/x001/000.p/17", TileKind::Hashes(1), 1000, 17),
            ("tile/entries/272.p/112", TileKind::Entries, 272, 112),
        ] {
            let tile = Tile::new(kind, index, width).unwrap();
            assert_eq!(tile.to_string(), path);
            assert_eq!(Tile::parse(path), Ok(tile));
        }
        for wrong in [
            "tile/0/0",
            "tile/00/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/08",
            "tile/8/000",
            "tile/0/x000/001",
            "tile/0/001/001",
            "tile/0/x001/x001",
            "tile/0/",
            "tile/data/000",
            "tile/0/-01",
            "tile/0/+01",
            "/tile/0/000",
            "tile/0/../000",
            "checkpoint",
            "tile/0/xx01",
            "tile/0/000.p/4/",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert!(Tile::parse(wrong).is_err(), "{wrong}");
        }
    }

    /// The worked example of the specification: a tree of 70,000 leaves.
    #[test]
    fn a_tree_of_70000_leaves_has_the_tiles_of_the_example() {
        let tiles: Vec<String> = tiles_at(70_000).map(|t| t.to_string()).collect();
        let full = |level: &str| {
            tiles.iter().filter(|t| t.starts_with(level) && !t.contains(".p/")).count()
        };
        assert_eq!((full("tile/0/"), full("tile/1/"), full("tile/2/")), (273, 1, 0));
        assert_eq!(full("tile/entries/"), 273);
        for partial in
            ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1", "tile/entries/273.p/112"]
        {
            assert!(tiles.iter().any(|t| t == partial), "{partial}");
        }
        assert!(tiles_at(70_000).all(|t| t.exists_in(70_000)));
        assert!(!Tile::parse("tile/0/273.p/113").unwrap().exists_in(70_000));
        assert_eq!(tiles_at(0).count(), 0);
    }

    #[test]
    fn a_leaf_too_long_for_its_length_is_refused() {
        assert_eq!(entry_bundle([b"ab".as_slice(), b""]), Ok(vec![0, 2, b'a', b'b', 0, 0]));
        assert!(entry_bundle([vec![0; 65_536].as_slice()]).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn tiles_reassemble_to_the_same_root(size in 1u64..1200) {
            let mut frontier = Frontier::new();
            let (mut kept, mut completed) = (HashMap::new(), BTreeSet::new());
            for i in 0..size {
                let nodes = frontier.append(leaf_hash(&i.to_be_bytes()));
                completed.extend(tiles_completed(&nodes));
                kept.extend(nodes.into_iter().map(|n| (n.at, n.hash)));
            }
            let full: BTreeSet<Tile> = tiles_at(size).filter(|t| t.width == 256).collect();
            prop_assert_eq!(completed, full);

            // Hashes of every tile level from the tiles alone; each level is the roots of the full tiles below it.
            let mut levels: HashMap<u8, Vec<Hash>> = HashMap::new();
            for tile in tiles_at(size).filter(|t| t.kind() != TileKind::Entries) {
                levels.entry(tile.tree_level() / 8).or_default().extend(tile.nodes().map(|at| kept[&at]));
            }
            prop_assert_eq!(naive_root(&levels[&0]), frontier.root());
            let above: Vec<Hash> = levels[&0].chunks_exact(256).map(naive_root).collect();
            prop_assert_eq!(levels.remove(&1).unwrap_or_default(), above);
        }
    }
}
