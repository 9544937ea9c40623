import Foundation
import Testing

@testable import Ledger

@Suite("trees and proofs")
struct MerkleTreeTests {
    /// The eight leaves with which implementations of RFC 6962 have been tested since the first one, and the roots of their trees.
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test("trees of the reference leaves have the known roots", arguments: 0...8)
    func reference(size: Int) throws {
        let tree = MemoryTree(Self.leaves[..<size].map { TreeHash.leaf($0) })
        #expect(tree.root.hex == Self.roots[size])
        #expect(try tree.root(size: size).hex == Self.roots[size])
        #expect(ReferenceTree.root(Self.leaves[..<size]) == tree.root.bytes)
    }

    @Test("every proof of every size up to 130 is that of the standard, and holds")
    func proofs() throws {
        let leaves = (0..<130).map { Array("entry \($0)".utf8) }
        let tree = MemoryTree(leaves.map { TreeHash.leaf($0) })
        var roots: [TreeHash] = []
        for size in 0...130 {
            let root = try tree.root(size: size)
            #expect(root.bytes == ReferenceTree.root(leaves[..<size]))
            roots.append(root)
        }
        for size in 1...130 {
            for place in 0..<size {
                let proof = try tree.inclusion(of: place, in: size)
                if size % 13 == 0 || size > 127 { #expect(proof.path.map(\.bytes) == ReferenceTree.path(place, leaves[..<size])) }
                #expect(proof.proves(.leaf(leaves[place]), in: roots[size]))
                #expect(!proof.proves(.leaf(leaves[(place + 1) % 130]), in: roots[size]))
            }
            for old in 0...size {
                let proof = try tree.consistency(from: old, to: size)
                if old > 0, size % 13 == 0 || size > 127 { #expect(proof.path.map(\.bytes) == ReferenceTree.proof(old, leaves[..<size])) }
                #expect(proof.proves(roots[old], isBeginningOf: roots[size]))
                if old > 0, old < size { #expect(!proof.proves(roots[old - 1], isBeginningOf: roots[size])) }
            }
        }
    }

    @Test("a proof with anything changed, taken away or added proves nothing")
    func forgeries() throws {
        let tree = MemoryTree((0..<37).map { TreeHash.leaf([UInt8($0)]) })
        let root = tree.root
        for place in 0..<37 {
            let proof = try tree.inclusion(of: place, in: 37)
            let leaf = TreeHash.leaf([UInt8(place)])
            for step in proof.path.indices {
                var path = proof.path
                path[step] = .empty
                #expect(!InclusionProof(leaf: place, size: 37, path: path).proves(leaf, in: root))
            }
            #expect(!InclusionProof(leaf: place, size: 37, path: proof.path + [.empty]).proves(leaf, in: root))
            #expect(!InclusionProof(leaf: place, size: 37, path: proof.path.dropLast()).proves(leaf, in: root))
            for other in 0..<37 where other != place {
                #expect(!InclusionProof(leaf: other, size: 37, path: proof.path).proves(leaf, in: root))
            }
        }
        for old in 1..<37 {
            let proof = try tree.consistency(from: old, to: 37)
            let before = try tree.root(size: old)
            for step in proof.path.indices {
                var path = proof.path
                path[step] = .empty
                #expect(!ConsistencyProof(old: old, new: 37, path: path).proves(before, isBeginningOf: root))
            }
            #expect(!ConsistencyProof(old: old, new: 37, path: proof.path + [.empty]).proves(before, isBeginningOf: root))
            #expect(!ConsistencyProof(old: old, new: 37, path: proof.path.dropLast()).proves(before, isBeginningOf: root))
        }
        #expect(!InclusionProof(leaf: -1, size: 1, path: []).proves(.leaf([0]), in: .leaf([0])))
        #expect(throws: LedgerError.outside(37, size: 37)) { try tree.inclusion(of: 37, in: 37) }
    }

    @Test("the tree that is kept in memory by blocks has the same root as the whole one")
    func blocks() throws {
        var (tree, blocks) = (MemoryTree(), BlockTree())
        for place in 0..<2_000 {
            let leaf = TreeHash.leaf(Array("\(place)".utf8))
            tree.append(leaf)
            blocks.append(leaf)
            #expect(blocks.size == tree.size)
            if place % 7 == 0 || place > 1_790 { #expect(blocks.root == tree.root) }
        }
    }
}
