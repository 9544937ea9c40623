/// Whatever knows the hashes of complete subtrees: with them, roots and proofs of any size are worked out (RFC 9162 §2.1).
public protocol TreeNodes {
    /// The hash over the leaves from `index << level` on, `1 << level` of them. It is only asked for what lies within the tree.
    func node(level: Int, index: Int) throws -> TreeHash
}

extension TreeNodes {
    /// The root of the tree of the first `size` leaves (RFC 9162 §2.1.1).
    public func root(size: Int) throws -> TreeHash { size == 0 ? .empty : try hash(0, size) }

    /// What proves that a leaf is in the tree of the first `size` leaves, from the leaf up (RFC 9162 §2.1.3.1).
    /// - Throws: ``LedgerError/outside(_:size:)``
    public func inclusion(of leaf: Int, in size: Int) throws -> InclusionProof {
        guard leaf >= 0, leaf < size else { throw LedgerError.outside(leaf, size: size) }
        var path: [TreeHash] = []
        var (start, count) = (0, size)
        while count > 1 {
            let half = TreeShape.split(count)
            if leaf - start < half {
                path.append(try hash(start + half, count - half))
                count = half
            } else {
                path.append(try hash(start, half))
                (start, count) = (start + half, count - half)
            }
        }
        return InclusionProof(leaf: leaf, size: size, path: path.reversed())
    }

    /// What proves that the tree of the first `old` leaves is the beginning of that of the first `new` (RFC 9162 §2.1.4.1).
    /// - Throws: ``LedgerError/outside(_:size:)``
    public func consistency(from old: Int, to new: Int) throws -> ConsistencyProof {
        guard old >= 0, old <= new else { throw LedgerError.outside(old, size: new) }
        var path: [TreeHash] = []
        if old > 0, old < new { try subproof(old, 0, new, isWhole: true, &path) }
        return ConsistencyProof(old: old, new: new, path: path)
    }

    /// SUBPROOF of RFC 9162 §2.1.4.1: `old` counts from `start`.
    private func subproof(_ old: Int, _ start: Int, _ count: Int, isWhole: Bool, _ path: inout [TreeHash]) throws {
        if old == count {
            if !isWhole { path.append(try hash(start, count)) }
            return
        }
        let half = TreeShape.split(count)
        if old <= half {
            try subproof(old, start, half, isWhole: isWhole, &path)
            path.append(try hash(start + half, count - half))
        } else {
            try subproof(old - half, start + half, count - half, isWhole: false, &path)
            path.append(try hash(start, half))
        }
    }

    /// The hash over `count` leaves from `start`, which is a multiple of the power of two above `count`.
    private func hash(_ start: Int, _ count: Int) throws -> TreeHash {
        if count & (count - 1) == 0 {
            let level = count.trailingZeroBitCount
            return try node(level: level, index: start >> level)
        }
        let half = TreeShape.split(count)
        return try .node(hash(start, half), hash(start + half, count - half))
    }
}

/// The shape of the tree.
enum TreeShape {
    /// The largest power of two below `count`, which is at least 2.
    static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}

/// A tree in memory, for small logs, for exports and for checking.
public struct MemoryTree: TreeNodes, Sendable {
    /// Complete subtrees by level, the leaves first.
    private var levels: [[TreeHash]] = [[]]

    /// A tree of these leaves.
    public init(_ leaves: some Sequence<TreeHash> = []) { for leaf in leaves { append(leaf) } }

    /// How many leaves it has.
    public var size: Int { levels[0].count }

    /// Adds a leaf.
    public mutating func append(_ leaf: TreeHash) {
        levels[0].append(leaf)
        var level = 0
        while levels[level].count % 2 == 0 {
            if level + 1 == levels.count { levels.append([]) }
            levels[level + 1].append(.node(levels[level][levels[level].count - 2], levels[level][levels[level].count - 1]))
            level += 1
        }
    }

    /// The hash of a complete subtree.
    public func node(level: Int, index: Int) throws -> TreeHash {
        guard level < levels.count, index < levels[level].count else { throw LedgerError.outside(index << level, size: size) }
        return levels[level][index]
    }

    /// The root.
    public var root: TreeHash { peaks(nil) ?? .empty }

    /// The root with a smaller tree to the right of this one's leaves.
    func joined(with right: TreeHash) -> TreeHash { peaks(right) ?? right }

    /// Joins the complete subtrees of the size's binary digits from the right.
    private func peaks(_ right: TreeHash?) -> TreeHash? {
        var root = right
        for (level, hashes) in levels.enumerated() where size >> level & 1 == 1 {
            let last = hashes[(size >> level) - 1]
            root = root.map { .node(last, $0) } ?? last
        }
        return root
    }
}
