import Centre
import CentreTesting
import Foundation
import Ledger
import Post
import Synchronization
import Vocabulary

@testable import Referrals
@testable import Transparency

/// A running centre with referrals, a book, and a mail channel into a folder.
struct ReferralHouse {
    let running: RunningCentre
    let book: Transparency
    let desk: ReferralDesk
    var house: House { running.house }

    static func use(signs: Bool = false, cases: (any CaseFile)? = nil, _ body: (ReferralHouse) async throws -> Void) async throws {
        let made = Mutex<(Transparency, ReferralDesk)?>(nil)
        // GnuPG's sockets need a short path.
        let keys = "/tmp/k-" + Token.random(bytes: 4)
        defer { try? FileManager.default.removeItem(atPath: keys) }
        let naming = WebFrame.Naming(full: ["az": "Sınaq mərkəzi", "en": "Test centre", "ru": "Тестовый центр"], short: "TEST")
        try await RunningCentre.use(
            capabilities: [Transparency.self, Referrals.self, Identity.self],
            compose: { house in
                house.outward.add(FolderChannel(name: "mail", folder: house.data + "/mails"))
                let book = try await Transparency(house, site: "https://cert.example", naming: naming)
                var keyring: Keyring?
                if signs {
                    try FileManager.default.createDirectory(
                        atPath: keys, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                    _ = Program.run(
                        "gpg", "--homedir", keys, "--batch", "--passphrase", "", "--quick-gen-key", "Test CERT <cert@cert.example>",
                        "ed25519", "sign", "never")
                    keyring = try Keyring(folder: keys)
                }
                let referrals = try Referrals(house, naming: naming, keyring: keyring, book: book, cases: cases)
                made.withLock { $0 = (book, referrals.desk) }
                return (OpenDoor(), [book, referrals, Operation(house)])
            }
        ) { running in
            guard let (book, desk) = made.withLock({ $0 }) else { return }
            try await body(ReferralHouse(running: running, book: book, desk: desk))
        }
        _ = Program.run("gpgconf", "--homedir", keys, "--kill", "all")
    }

    /// Somebody at the desk; different people have different cookies.
    func staff(_ roles: String) -> Browser { running.browser(.desk).signIn(as: "staff:\(roles)") }

    /// Waits for something.
    func until(_ claim: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<300 {
            if try await claim() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    /// Writes a draft through the pages, with a text and a file of evidence, and gives its path.
    func draft(_ browser: Browser) async throws -> String {
        _ = try await browser.get("/referrals")
        let path = try await browser.post("/referrals").location ?? ""
        _ = try await browser.get(path)
        _ = try await browser.post(
            path,
            [
                ("title", "Phishing of bank customers"), ("authority", "Cybercrime department"), ("type", "phishing"),
                ("basis", "budapest-8"), ("basis", "az-273-2"), ("facts", "Mails of 3 March led to a false page. Victim: Aygün Example."),
                ("kinds", "email"), ("terms", "Aygün Example"), ("language", "en"),
            ])
        _ = try await browser.post(path + "/text", [("label", "Report"), ("text", "I am aygün example, write to victim@example.com.")])
        _ = try await browser.post(path + "/text", [("label", "Secret note"), ("text", "Stays here")])
        _ = try await browser.upload(
            path + "/file", [("label", "The mail")],
            files: [("file", "mail 100%.eml", "message/rfc822", Data("From: a\r\n\r\n".utf8) + Data(0...255))])
        _ = try await browser.post(path + "/choice", [("item", "1"), ("item", "3")])
        return path
    }
}

/// A program of the system.
enum Program {
    struct Result {
        let status: Int32
        let output: String
    }

    @discardableResult
    static func run(_ arguments: String..., in folder: String? = nil) -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        do { try process.run() } catch { return Result(status: -1, output: "\(error)") }
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }

    static func isThere(_ arguments: String...) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
