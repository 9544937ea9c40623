/// What of a tree is kept in memory to add to it: the hashes over complete blocks of 256 leaves and what is above them, and the leaves of the
/// last, incomplete block. A million entries take a quarter of a mebibyte.
struct BlockTree: Sendable {
    /// Leaves of a block.
    static let width = 256
    /// The level of a block's hash.
    static let level = 8

    private var blocks = MemoryTree()
    /// The leaves behind the last complete block.
    private(set) var tail: [TreeHash] = []

    var size: Int { blocks.size * BlockTree.width + tail.count }

    /// Adds a leaf; gives the hash over the block that it completes.
    @discardableResult
    mutating func append(_ leaf: TreeHash) -> TreeHash? {
        tail.append(leaf)
        guard tail.count == BlockTree.width else { return nil }
        let block = MemoryTree(tail).root
        tail.removeAll(keepingCapacity: true)
        blocks.append(block)
        return block
    }

    /// Adds a whole block; only while no leaf stands behind the last one.
    mutating func append(block: TreeHash) { blocks.append(block) }

    var root: TreeHash {
        if tail.isEmpty { return blocks.root }
        let rest = MemoryTree(tail).root
        // The tail is smaller than any block, so that it joins the peaks from the right.
        return blocks.joined(with: rest)
    }

    /// A hash at or above the level of blocks.
    func block(level: Int, index: Int) throws -> TreeHash { try blocks.node(level: level - BlockTree.level, index: index) }
}
