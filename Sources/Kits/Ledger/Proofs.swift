/// Proves that a leaf is in a tree.
public struct InclusionProof: Sendable, Hashable {
    /// Which leaf, from 0.
    public let leaf: Int
    /// The size of the tree.
    public let size: Int
    /// The hashes beside the way from the leaf to the root, the leaf's neighbour first.
    public let path: [TreeHash]

    /// With its values.
    public init(leaf: Int, size: Int, path: [TreeHash]) {
        self.leaf = leaf
        self.size = size
        self.path = path
    }

    /// Whether it proves that `hash` is the leaf of the tree with this root (RFC 9162 §2.1.3.2).
    public func proves(_ hash: TreeHash, in root: TreeHash) -> Bool {
        guard leaf >= 0, leaf < size else { return false }
        var (first, second, result) = (leaf, size - 1, hash)
        for step in path {
            if second == 0 { return false }
            if first & 1 == 1 || first == second {
                result = .node(step, result)
                while first & 1 == 0, first != 0 { (first, second) = (first >> 1, second >> 1) }
            } else {
                result = .node(result, step)
            }
            (first, second) = (first >> 1, second >> 1)
        }
        return second == 0 && result == root
    }
}

/// Proves that a tree is the beginning of a larger one: nothing that was in it was changed or taken away.
public struct ConsistencyProof: Sendable, Hashable {
    /// The size of the smaller tree.
    public let old: Int
    /// The size of the larger tree.
    public let new: Int
    /// The hashes that join both.
    public let path: [TreeHash]

    /// With its values.
    public init(old: Int, new: Int, path: [TreeHash]) {
        self.old = old
        self.new = new
        self.path = path
    }

    /// Whether it proves that the tree with the first root is the beginning of that with the second (RFC 9162 §2.1.4.2).
    public func proves(_ oldRoot: TreeHash, isBeginningOf newRoot: TreeHash) -> Bool {
        guard old >= 0, old <= new else { return false }
        // Every tree begins with nothing, and with itself.
        if old == 0 { return path.isEmpty && oldRoot == .empty }
        if old == new { return path.isEmpty && oldRoot == newRoot }
        var steps = path[...]
        if old & (old - 1) == 0 { steps = [oldRoot] + steps }
        guard let start = steps.popFirst() else { return false }
        var (first, second) = (old - 1, new - 1)
        while first & 1 == 1 { (first, second) = (first >> 1, second >> 1) }
        var (left, right) = (start, start)
        for step in steps {
            if second == 0 { return false }
            if first & 1 == 1 || first == second {
                left = .node(step, left)
                right = .node(step, right)
                while first & 1 == 0, first != 0 { (first, second) = (first >> 1, second >> 1) }
            } else {
                right = .node(right, step)
            }
            (first, second) = (first >> 1, second >> 1)
        }
        return second == 0 && left == oldRoot && right == newRoot
    }
}
