import Centre
import Foundation
import Post
import Testing
import Vocabulary

@testable import Notices

private func gpg(_ words: [String]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/gpg")
    process.arguments = words
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let bytes = Array(pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
}

@Suite(
    "what contacts with keys get", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/gpg"), "GnuPG is not installed"),
    .serialized)
struct NoticeSealTests {
    @Test("mail is signed, encrypted for the contact, and read by their own GnuPG; a broken key gives no detail")
    func sealed() async throws {
        let folder = "/tmp/keshik-seal-" + Token.random(bytes: 6)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let keyring = try Keyring(folder: folder + "/ours")
        try FileManager.default.createDirectory(
            atPath: folder + "/theirs", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for (home, user) in [("ours", "CERT <notices@cert.example>"), ("theirs", "Abuse <abuse@bank.example>")] {
            _ = try gpg([
                "--homedir", "\(folder)/\(home)", "--batch", "--passphrase", "", "--quick-gen-key", user, "future-default", "default",
                "never",
            ])
        }
        let key = String(
            decoding: try gpg(["--homedir", folder + "/theirs", "--armor", "--export", "abuse@bank.example"]), as: UTF8.self)
        let seal = NoticeSeal(keyring)
        await seal.refresh()
        let composer = try Writing.composer()
        let mail = try composer.letter(Writing.draft(Writing.findings)).mail

        let person = contact("bank-abuse", "bank", "abuse", key: key)
        let sealed = try #require(await seal.sealed(mail, for: person))
        let raw = String(decoding: sealed.bytes, as: UTF8.self)
        #expect(raw.contains("multipart/encrypted") && !raw.contains("192.0.2.1"))
        let armour = try #require(raw.range(of: "-----BEGIN PGP MESSAGE-----"))
        try Data(raw[armour.lowerBound...].utf8).write(to: URL(fileURLWithPath: folder + "/mail.asc"))
        let opened = String(
            decoding: try gpg(["--homedir", folder + "/theirs", "--batch", "--decrypt", folder + "/mail.asc"]), as: UTF8.self)
        #expect(opened.contains("192.0.2.1:23"))

        #expect(await seal.sealed(mail, for: contact("x", "bank", "abuse", key: "-----BEGIN PGP PUBLIC KEY BLOCK-----\nbroken")) == nil)
        let signed = try #require(await seal.sealed(mail, for: contact("y", "bank", "abuse")))
        #expect(String(decoding: signed.bytes, as: UTF8.self).contains("multipart/signed"))
        #expect(await NoticeSeal(nil).sealed(mail, for: person) == nil)
        try await keyring.close()
    }
}
