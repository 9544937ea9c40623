import Foundation
import Testing

@testable import Ledger

@Suite("signed notes and checkpoints")
struct NoteTests {
    /// The checkpoint of c2sp.org/tlog-cosignature with its witness's signature.
    static let example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """

    @Test("the checkpoint of the specification is read and written unchanged")
    func example() throws {
        let note = try SignedNote(Array(Self.example.utf8))
        let checkpoint = try Checkpoint(text: note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(note.lines.map(\.name) == ["example.com/behind-the-sofa", "witness.example.com/w1"])
        #expect(note.description == Self.example)
        #expect(checkpoint.text == note.text)
        #expect(note.lines[1].signature.prefix(8).reduce(0) { $0 * 256 + Int($1) } == 1_679_315_147)
    }

    @Test("a head and a witness's signature hold for somebody who knows only the specification")
    func independent() throws {
        let signer = try NoteSigner(newKeyOf: "cert.example/ledger")
        let witness = try NoteSigner(newKeyOf: "witness.example/w1", kind: .cosignature)
        var note = try SignedCheckpoint(Checkpoint(origin: "cert.example/ledger", size: 3, root: .leaf([1])), by: signer).note
        try note.sign(with: witness, time: 1_800_000_000)
        let read = try #require(ReferenceCheckpoint(note.description))
        #expect(read.origin == "cert.example/ledger")
        #expect(read.size == 3)
        #expect(Array(read.root) == TreeHash.leaf([1]).bytes)
        #expect(read.isSigned(by: "\(signer.verifier)"))
        #expect(read.isSigned(by: "\(witness.verifier)"))
        #expect(!read.isSigned(by: "\(try NoteSigner(newKeyOf: "cert.example/ledger").verifier)"))
        #expect(note.isSigned(by: witness.verifier) == true)
        #expect(note.time(of: witness.verifier) == 1_800_000_000)
    }

    @Test("keys are read back from their text, and a wrong letter is noticed")
    func keys() throws {
        let signer = try NoteSigner(newKeyOf: "cert.example/ledger")
        #expect(try NoteVerifier("\(signer.verifier)") == signer.verifier)
        #expect(try NoteSigner(signer.secretText).verifier == signer.verifier)
        #expect("\(signer)" == "(key of cert.example/ledger)")
        let letters = Array("\(signer.verifier)".unicodeScalars)
        for place in letters.indices {
            var changed = letters
            changed[place] = changed[place] == "a" ? "b" : "a"
            let text = String(String.UnicodeScalarView(changed))
            #expect((try? NoteVerifier(text)) != signer.verifier)
        }
        #expect(throws: LedgerError.wrongName("a b")) { try NoteSigner(newKeyOf: "a b") }
        #expect(throws: LedgerError.wrongName("")) { try NoteSigner(newKeyOf: "") }
    }

    @Test(
        "what is no signed note is refused",
        arguments: [
            "", "\n", "\n\n", "a\n", "a\n\n", "a\n1\nb\n", "a\n\n- name AAAAAAA=\n", "a\n\n\u{2014} name\n", "a\n\n\u{2014} name AAAAAAA\n",
            "a\n\n\u{2014} name AAAA\n", "a\n\n\u{2014}  AAAAAAA=\n", "a\n\n\u{2014} name AAAAAAA=", "a\t\n\n\u{2014} name AAAAAAA=\n",
            "a\r\n\n\u{2014} name AAAAAAA=\n", "a\n\n\u{2014} name AAAAAAB=\n",
        ])
    func refused(text: String) {
        #expect(throws: LedgerError.self) { try SignedNote(Array(text.utf8)) }
    }

    @Test(
        "what is no checkpoint is refused",
        arguments: [
            "", "a\n1\n", "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n", "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
            "a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nx\n",
        ])
    func noCheckpoint(text: String) {
        #expect(throws: LedgerError.self) { try Checkpoint(text: text) }
    }

    @Test("further lines of a checkpoint are kept and signed")
    func extensions() throws {
        let signer = try NoteSigner(newKeyOf: "cert.example/ledger")
        let checkpoint = Checkpoint(origin: "cert.example/ledger", size: 0, root: .empty, extensions: ["one", "two"])
        let signed = try SignedCheckpoint(checkpoint, by: signer)
        #expect(try SignedCheckpoint(signed.bytes, of: signer.verifier).checkpoint.extensions == ["one", "two"])
    }
}
